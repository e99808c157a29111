"""The suite of sentences that must come out right (`data/README.md`), with the embedded pipeline."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from suite import cases, faults, read

from kg.pipeline import Tools

NOT_YET = Path(__file__).parent / "data" / "not_yet.txt"
CASES = cases()
KINDS = sorted({case["kind"] for case in CASES})


def written(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


PENDING = frozenset(
    line for line in NOT_YET.read_text(encoding="utf8").splitlines() if line and not line.startswith("#")
)


def parameters() -> list[Any]:
    """A parameter a case; what doesn't come out right yet is expected to fail."""
    numbers: Counter[str] = Counter()
    found = []
    for case in CASES:
        numbers[case["kind"]] += 1
        pending = written(case["text"]) in PENDING
        marks = [pytest.mark.xfail(reason="see data/not_yet.txt", strict=True)] if pending else []
        found.append(pytest.param(case, id=f"{case['kind']} {numbers[case['kind']]}", marks=marks))
    return found


@pytest.fixture(scope="module")
def wrong(tools: Tools) -> dict[str, list[str]]:
    """From each text to what is wrong with its reading; all are parsed in one go."""
    docs = tools.nlp.pipe(case["text"] for case in CASES)
    return {
        case["text"]: faults(case, read(doc, tools.lexicon, tools.knowledge))
        for case, doc in zip(CASES, docs, strict=True)
    }


@pytest.mark.parametrize("case", parameters())
def test_sentence(case: dict[str, Any], wrong: dict[str, list[str]]) -> None:
    assert not wrong[case["text"]], case["text"]


def test_at_least_so_many_come_out_right(wrong):
    right = Counter(case["kind"] for case in CASES if not wrong[case["text"]])
    assert right.total() >= 840
    assert {kind: right[kind] for kind in KINDS if right[kind] < 5} == {}


def test_the_list_names_cases_of_the_suite():
    assert len({written(case["text"]) for case in CASES}) == len(CASES)
    assert {written(case["text"]) for case in CASES} >= PENDING
