"""What tests share: the checkout, the command line, the embedded pipeline."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from spacy.language import Language

    from kg.linking import Knowledge
    from kg.pipeline import Tools

CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str


Kg = Callable[..., Outcome]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def gold() -> Path:
    """The gold facts of real articles, which lie beside a checkout but are no part of it."""
    folder = CHECKOUT.parent / "shared" / "gold" / "dev"
    if not folder.is_dir():
        pytest.skip("the gold facts (../shared/gold/dev) are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The embedded language pipeline, loaded once."""
    from kg.language import load_nlp

    return load_nlp()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The packaged gazetteer, loaded once."""
    from kg.linking import load_knowledge

    return load_knowledge()


@pytest.fixture(scope="session")
def tools() -> Tools:
    """What analyses articles, loaded once."""
    from kg.pipeline import Setup, load_tools

    return load_tools(Setup())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed (the test extra brings it)"
    )
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on the path (on Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def quick(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds that do not load their tools anew."""
    from kg import pipeline

    monkeypatch.setattr(pipeline, "load_tools", lambda setup, **kwargs: replace(tools, base=setup.base))


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kg:
    """The command line, called in this process: `kg("info", path)`."""
    from kg.cli import main

    def call(*args: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, args)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        captured = capsys.readouterr()
        code = stop.value.code
        return Outcome(code if isinstance(code, int) else 0 if code is None else 1, captured.out, captured.err)

    return call
