"""README and what it shows: commands, outputs, files, links."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CHECKOUT, Kg

if TYPE_CHECKING:
    from kg.pipeline import Setup, Tools


@pytest.fixture(scope="module")
def readme(checkout: Path) -> str:
    """The text of README."""
    return (checkout / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tool(checkout: Path) -> ModuleType:
    """docs/readme.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("readme", checkout / "docs" / "readme.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_readme_shows_what_its_commands_print(tool: ModuleType, readme: str) -> None:
    assert len(list(tool.examples(readme))) >= 4
    assert tool.rewritten(readme) == readme, "renew it: python docs/readme.py --write"


@pytest.fixture
def run(kg: Kg, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Path], str]:
    """Runs a command in this process, with tools that are loaded once."""
    from kg import pipeline

    load = pipeline.load_tools
    loaded = {(): tools}

    def load_once(setup: Setup, **options: Any) -> Tools:
        if setup.ontologies not in loaded:
            loaded[setup.ontologies] = load(setup, **options)
        return replace(loaded[setup.ontologies], base=setup.base)

    def run(command: str, folder: Path) -> str:
        monkeypatch.chdir(folder)
        outcome = kg(*shlex.split(command)[1:])
        monkeypatch.chdir(CHECKOUT)
        assert outcome.code == 0, f"{command}: {outcome.err}"
        return outcome.out

    monkeypatch.setattr(pipeline, "load_tools", load_once)
    monkeypatch.setenv("COLUMNS", "100")
    return run


@pytest.mark.parametrize("name", ["tutorial.md", "vocabulary.md", "how-to.md"])
def test_pages_show_what_their_commands_print(
    tool: ModuleType, checkout: Path, name: str, run: Callable[[str, Path], str]
) -> None:
    page = checkout / "docs" / name
    text = page.read_text(encoding="utf-8")
    assert page in tool.PAGES and len(list(tool.examples(text))) >= 3
    assert tool.rewritten(text, run) == text, f"renew it: python docs/readme.py --write docs/{name}"


def test_the_notebook_shows_what_its_cells_give(checkout: Path) -> None:
    done = subprocess.run([sys.executable, "docs/notebook.py"], cwd=checkout, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_site_is_built_and_its_links_lead_somewhere(checkout: Path, tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed (the docs extra brings it)")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    commands = (tmp_path / "site" / "reference" / "commands.html").read_text(encoding="utf-8")
    assert "kg ontology check" in commands and "--timeout" in commands
    names = (tmp_path / "site" / "reference" / "python.html").read_text(encoding="utf-8")
    assert "Graph.query" in names and "Poland supports Ukraine" in names
    for page in (tmp_path / "site").rglob("*.html"):
        loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(https?:[^"]+)"', page.read_text("utf-8"))
        assert loaded == [], f"{page.name} loads from elsewhere"


def test_two_commands_do_all(readme: str) -> None:
    commands = re.findall(r"(?ms)^```sh\n(.*?)^```$", readme)
    assert len(commands) == 2
    for command in commands:
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install")


def test_every_command_is_documented(kg: Kg, readme: str, checkout: Path) -> None:
    commands = re.findall(r"(?m)^│ (\w+) ", kg("--help").out.partition("Commands")[2])
    shown = readme + "".join(page.read_text(encoding="utf-8") for page in (checkout / "docs").glob("*.md"))
    assert [name for name in commands if f"kg {name}" not in shown] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"])
def test_every_link_leads_somewhere(checkout: Path, name: str) -> None:
    text = (checkout / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")]
    assert [link for link in links if not (checkout / name).parent.joinpath(link).exists()] == []


def test_the_python_example_runs(
    readme: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    (code,) = re.findall(r"(?ms)^```python\n(.*?)^```$", readme)
    (tmp_path / "examples" / "articles").mkdir(parents=True)
    article = checkout / "examples" / "articles" / "2024-10-11-rutte-first-days.txt"  # one of them is enough
    (tmp_path / "examples" / "articles" / article.name).symlink_to(article)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "graph.ttl").stat().st_size > 0


def test_the_statement_model_is_told_as_it_is(readme: str) -> None:
    from kg.vocabulary import NEWS

    known = {term for term in vars(NEWS)["__annotations__"] if not term.startswith("_")}
    shown = set(re.findall(r"\bnews:(\w+)", readme)) - {"aids", "supports", "example"}
    assert shown <= known
