"""What tests share: the checkout, the command line, the embedded pipeline."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

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
