"""The annotated passages of this project: each line says what stands in its sentence, in the ontology's words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from kg.extraction import load_lexicon
from kg.language.facts import CODES
from training.annotated import WRITTEN, files_of, held_out, is_measured, read_passages

TYPES = frozenset(
    ["Person", "Organization", "Country", "Place", "Facility", "Event", "Group", "Work", "Law", "Product"]
)
FILES = sorted(WRITTEN.glob("*.tsv"))


def stands(words: str, number: int, sentences: dict[int, str]) -> bool:
    """Whether words stand in a sentence; `@3:words` in the third one."""
    if elsewhere := re.match(r"@(\d+):(.+)", words):
        number, words = int(elsewhere[1]), elsewhere[2]
    return bool(words) and words in sentences.get(number, "")


def mistakes(passage: dict[str, Any], relations: set[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a passage that cannot be right."""
    sentences = passage["S"]
    for row in passage["N"]:
        if row[2] not in TYPES or not stands(row[1], row[0], sentences):
            yield row
    for row in passage["F"]:
        number, subject, relation, obj, code, _, _, trigger = row
        ends = [argument.partition("~") for argument in (subject, obj)]
        placed = all(name and stands(words, number, sentences) for name, _, words in ends)
        known = set(relation.split("|")) <= relations and code in CODES
        if not (placed and known and (trigger == "-" or stands(trigger, number, sentences))):
            yield row


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_is_about_its_sentence(path):
    relations = set(load_lexicon(()).relations)
    passages = list(read_passages(path))
    assert len(passages) >= 30
    assert [row for passage in passages for row in mistakes(passage, relations)] == []
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    widths = {"#P": 4, "S": 3, "N": 5, "F": 9, "": 1}
    assert [cells for cells in lines if len(cells) != widths.get(cells[0])] == []


def test_a_row_that_is_about_another_sentence_is_found():
    passage = {"S": {1: "Ada met Ben."}, "N": [(1, "Ada", "Person", "Ada")], "F": []}
    row = (1, "Ada~Ada", "meetsWith", "Ben~Ben", "+a", "-", "-", "met")
    assert not list(mistakes({**passage, "F": [row]}, {"meetsWith"}))
    for place, wrong in ((0, 2), (1, "Ada~She"), (2, "knows"), (4, "?"), (7, "saw")):
        assert list(mistakes({**passage, "F": [(*row[:place], wrong, *row[place + 1 :])]}, {"meetsWith"}))


def test_no_passage_stands_twice():
    passages = [passage for path in FILES for passage in read_passages(path)]
    assert max(Counter(passage["id"] for passage in passages).values()) == 1
    assert max(Counter(text for p in passages for text in p["S"].values() if len(text) > 60).values()) == 1


def test_every_fifth_is_kept_from_training_and_some_files(tmp_path):
    assert files_of(tmp_path, "written") == FILES
    assert files_of(tmp_path, "train") == []
    assert [n for n in range(12) if held_out(n, 0)] == [0, 5, 10]
    assert not any(held_out(n, -1) for n in range(12))
    assert [n for n in range(12) if is_measured("own-life-001", n)] == [3, 8]
    assert all(is_measured("world-wire-001", n) for n in range(12))
