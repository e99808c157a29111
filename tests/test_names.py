"""How names are compared."""

from __future__ import annotations

from kg.names import acronyms, fold, is_acronym, person, plain, sound, spelling


def test_folding_keeps_names_apart_that_differ() -> None:
    assert fold("Iran") != fold("Iraq")
    assert sound("Austria") != sound("Australia")
    assert spelling("andersen") != spelling("anderson")
    assert fold("") == fold("  ") == ""
    assert person("") == ((), frozenset())
    assert sound("日本") == sound("日本")


def test_acronyms() -> None:
    assert not is_acronym("Who")
    assert is_acronym("U.S.")
    assert "icrc" in acronyms("International Committee of the Red Cross")
    assert plain("Harbour Workers' Union") == plain("Harbor Workers Union")
