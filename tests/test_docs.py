"""README and what it shows: commands, outputs, files, links."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from conftest import Kg


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


def test_two_commands_do_all(readme: str) -> None:
    commands = re.findall(r"(?ms)^```sh\n(.*?)^```$", readme)
    assert len(commands) == 2
    for command in commands:
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install")


def test_every_command_is_documented(kg: Kg, readme: str) -> None:
    commands = re.findall(r"(?m)^│ (\w+) ", kg("--help").out.partition("Commands")[2])
    assert [name for name in commands if f"kg {name}" not in readme] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"])
def test_every_link_leads_somewhere(checkout: Path, name: str) -> None:
    text = (checkout / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")]
    assert [link for link in links if not (checkout / name).parent.joinpath(link).exists()] == []


def test_the_python_example_runs(readme: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"(?ms)^```python\n(.*?)^```$", readme)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "articles").symlink_to(checkout / "examples" / "articles")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "kg.pipeline.analyse_all", lambda *args, **kwargs: iter(())
    )  # the line itself is tested elsewhere
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "graph.ttl").stat().st_size > 0


def test_the_statement_model_is_told_as_it_is(readme: str) -> None:
    from kg.vocabulary import NEWS

    known = {term for term in vars(NEWS)["__annotations__"] if not term.startswith("_")}
    shown = set(re.findall(r"\bnews:(\w+)", readme)) - {"aids", "supports"}
    assert shown <= known
