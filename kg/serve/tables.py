"""The answer of a query as a table for a page: names instead of IRIs, each with a link to its page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST_ROWS: Final = 1000
"""Rows on one page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: its text, and the IRI that it is, or that stands beside it."""

    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An answer.

    Args:
        total: how many rows the answer has; not all may be shown.
        truth: of ASK.
        turtle: of CONSTRUCT and DESCRIBE.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    turtle: str | None = None


def plain_rows(answer: Mapping[str, Any]) -> list[list[str | None]]:
    """The rows of a named query's answer, as texts."""
    return [[None if cell is None else cell["value"] for cell in row] for row in answer["rows"]]


def as_table(body: bytes) -> Table:
    """A named query's answer: all of them select."""
    answer = json.loads(body)
    rows = answer["rows"]
    cells = [[_cell(term) for term in row] for row in rows[:MOST_ROWS]]
    return Table(tuple(answer["columns"]), tuple(map(tuple, cells)), len(rows))


def as_result(body: bytes) -> Table:
    """A SPARQL answer in the W3C's JSON format."""
    answer = json.loads(body)
    if "boolean" in answer:
        return Table(truth=answer["boolean"])
    columns, found = answer["head"]["vars"], answer["results"]["bindings"]
    rows = [
        tuple(_cell({"kind": term["type"], **term} if (term := row.get(column)) else None) for column in columns)
        for row in found[:MOST_ROWS]
    ]
    return Table(tuple(columns), tuple(rows), len(found))


def _cell(term: dict[str, Any] | None) -> Cell:
    if term is None:
        return Cell("")
    text = term["value"] if isinstance(term["value"], str) else json.dumps(term["value"], ensure_ascii=False)
    return Cell(text, text if term["kind"] == "uri" else "")
