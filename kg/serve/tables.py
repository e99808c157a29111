"""The answer of a query as a table for a page: names instead of IRIs, each with a link to its page."""

from __future__ import annotations

import json
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


def plain_rows(body: bytes) -> tuple[list[str], list[list[str | None]]]:
    """The columns of an answer to SELECT, and its rows as texts."""
    answer = json.loads(body)
    columns: list[str] = answer["head"]["vars"]
    return columns, [[row.get(name, {}).get("value") for name in columns] for row in answer["results"]["bindings"]]


def as_table(body: bytes) -> Table:
    """A SPARQL answer in the W3C's JSON format."""
    answer = json.loads(body)
    if "boolean" in answer:
        return Table(truth=answer["boolean"])
    columns, found = answer["head"]["vars"], answer["results"]["bindings"]
    rows = [tuple(_cell(row.get(column)) for column in columns) for row in found[:MOST_ROWS]]
    return Table(tuple(columns), tuple(rows), len(found))


def _cell(term: dict[str, Any] | None) -> Cell:
    if term is None:
        return Cell("")
    text = term["value"] if isinstance(term["value"], str) else json.dumps(term["value"], ensure_ascii=False)
    return Cell(text, text if term["type"] == "uri" else "")
