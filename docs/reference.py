"""The reference pages of the site, made from the code when the site is built (a hook of MkDocs).

The notebook's page is made here as well. None is kept in the repository, so that none can differ from the code.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages; MkDocs calls this."""
    from mkdocs.structure.files import File

    for name, make in PAGES.items():
        files.append(File.generated(config, name, content=make()))
    return files


def commands() -> str:
    """Each command with its arguments and options."""
    import typer

    from kg.cli import app

    parts = [
        "# Commands\n\nEach command explains itself with `--help`. A user's mistake ends in one line and exit code 2.\n"
    ]
    for name, command in _walk("kg", typer.main.get_command(app)):
        arguments = (p.metavar or p.name.upper() for p in _params(command) if p.param_type_name == "argument")
        usage = " ".join([name, *arguments, "[OPTIONS]"])
        parts.append(f"## {name}\n\n```text\n{usage}\n```\n\n{_plain(command.help)}\n")
        explained = [p for p in _params(command) if p.help and "--help" not in p.opts]
        if explained:
            parts.append("| argument or option | meaning |\n|---|---|")
            for p in explained:
                shown = p.metavar or p.name.upper() if p.param_type_name == "argument" else " ".join(p.opts)
                parts.append(f"| `{_cell(shown)}` | {_cell(p.help)} |")
        if command.epilog:
            parts.append(f"\nExample: `{command.epilog.removeprefix('Example: ')}`")
        parts.append("")
    return "\n".join(parts)


def _walk(name: str, group: Any) -> Iterator[tuple[str, Any]]:
    for child, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _walk(f"{name} {child}", command)
        else:
            yield f"{name} {child}", command


def _params(command: Any) -> list[Any]:
    return [p for p in command.params if not getattr(p, "hidden", False)]


def _plain(text: str | None) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def queries() -> str:
    """Each question that `kg query` knows, with its parameters."""
    from kg.sparql import known_queries

    parts = ["# Questions\n\n`kg query GRAPH NAME --param name=value`, or in Python `graph.query(name, name=value)`.\n"]
    for query in known_queries().values():
        parts.append(f"## {query.name}\n\n{query.summary}.\n")
        if query.parameters:
            parts.append("| parameter | kind | meaning |\n|---|---|---|")
            for p in query.parameters:
                note = " (required)" if p.required else f" (default {p.default})" if p.default else ""
                parts.append(f"| `{p.name}` | {p.kind} | {_cell(p.description)}{note} |")
            parts.append("")
    return "\n".join(parts)


def python() -> str:
    """Each public name, with the methods of its class."""
    import kg

    parts = ["# Python\n\nAll public names of the package `kg`. What is not listed here may change at any time.\n"]
    for name in dir(kg):
        thing = getattr(kg, name)
        parts.append(f"## {name}\n\n{_documented(name, thing)}")
        if inspect.isclass(thing) and thing.__module__ == "kg.knowledge_graph":
            for method, function in vars(thing).items():
                if not method.startswith("_") and (callable(function) or isinstance(function, classmethod)):
                    parts.append(f"### {name}.{method}\n\n{_documented(f'{name}.{method}', getattr(thing, method))}")
    return "\n".join(parts)


def _documented(name: str, thing: Any) -> str:
    """A signature, and a docstring as Markdown."""
    found = []
    if not (inspect.isclass(thing) and issubclass(thing, Exception | str)):
        signature = str(inspect.signature(thing)).replace("(self, ", "(").replace("(self)", "()")
        signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", signature)  # annotations are kept as strings
        found.append(f"```python\n{name}{signature}\n```\n")
    code = False
    for line in inspect.getdoc(thing).splitlines():  # type: ignore[union-attr]
        if line.startswith(">>> ") and not code:
            found.append("\n```pycon")
            code = True
        if heading := re.fullmatch(r"(Args|Attributes|Raises|Returns|Yields):", line):
            found.append(f"\n**{heading[1]}**\n")
        elif not code and (item := re.match(r"    (\w[\w, ]*): (.*)", line)):
            found.append(f"- `{item[1]}`: {item[2]}")
        else:
            found.append(line if code else line.replace("        ", "  ", 1))
    return "\n".join([*found, "```"] if code else found) + "\n"


def notebook() -> str:
    """The notebook as a page: its texts, its code, and what that gave as text."""
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    parts = []
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        parts.append(f"```python\n{source}\n```")
        for output in cell["outputs"]:
            text = "".join(output.get("text", output.get("data", {}).get("text/plain", "")))
            parts.append(f"```text\n{text.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


PAGES = {
    "reference/commands.md": commands,
    "reference/queries.md": queries,
    "reference/python.md": python,
    "notebook.md": notebook,
}
