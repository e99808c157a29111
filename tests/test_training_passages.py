"""Annotated passages as the training reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

passages = pytest.importorskip("training.passages")

FILE = """#P\tone-1\tsomewhere\t2024-05-02
S\t1\tNorway met Peru.
S\t2\tIt thanked Peru.
N\t1\tNorway\tCountry\tNorway
F\t1\tNorway~Norway\tmeetsWith\tPeru~Peru\t+a\t-\t-\tmet
F\t2\ttoo short
#P\tone-2
S\t1\tRain fell.
"""


def test_passages_are_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "one.tsv"
    path.write_text(FILE, encoding="utf8")
    first, second = passages.read_passages(path)
    assert (first["id"], first["date"], second["id"], second["date"]) == ("one-1", "2024-05-02", "one-2", "-")
    assert first["S"] == {1: "Norway met Peru.", 2: "It thanked Peru."}
    assert first["N"] == [(1, "Norway", "Country", "Norway")]
    assert [row[:3] for row in first["F"]] == [(1, "Norway~Norway", "meetsWith")], "short rows are passed over"
    assert second["N"] == second["F"] == []


def test_an_empty_file_has_no_passages(tmp_path: Path) -> None:
    path = tmp_path / "none.tsv"
    path.write_text("", encoding="utf8")
    assert list(passages.read_passages(path)) == []


@pytest.mark.parametrize(
    ("words", "sentence", "found"),
    [("Peru", "Peru and Peruvians of Peru", [0, 22]), ("he", "the cheese", [1, 5]), ("Chad", "Mali", [])],
)
def test_words_are_found_as_whole_words_first(words: str, sentence: str, found: list[int]) -> None:
    assert passages.occurrences(words, sentence) == found
