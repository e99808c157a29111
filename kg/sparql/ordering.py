"""The order of an answer's rows, put in here instead of in the engine, which reads a text from disk to compare it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from kg.sparql.answers import Term
from kg.sparql.syntax import tokens

Row = tuple[Term | None, ...]
Compared = tuple[()] | tuple[str | int | float]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_CLAUSE: Final = re.compile(r"\nORDER BY((?:\s+(?:\?\w+|(?:ASC|DESC)\(\?\w+\)))+)\s*$")
_KEY: Final = re.compile(r"(DESC)?\(?\?(\w+)\)?")
_READERS: Final[Mapping[str, Callable[[str], str | int | float]]] = {
    "": str,
    f"{XSD}integer": int,
    f"{XSD}decimal": float,
}
"""What is compared of a literal, by its datatype."""


@dataclass(frozen=True, slots=True)
class Key:
    """A column that rows are sorted by."""

    column: str
    descending: bool


def without_order(text: str) -> tuple[str, list[Key]]:
    """A query without the order that it ends with, and that order; the query as it is where only an engine can tell it:
    where it is of more than columns of the answer, or LIMIT follows.

    >>> without_order("SELECT ?a WHERE { ?a ?b ?c }\\nORDER BY DESC(?a)")
    ('SELECT ?a WHERE { ?a ?b ?c }', [Key(column='a', descending=True)])
    """
    clause = _CLAUSE.search(text)
    if clause is None:
        return text, []
    keys = [Key(found[2], found[1] == "DESC") for found in _KEY.finditer(clause[1])]
    before = tokens(text[: clause.start()])
    head = before[: next((i for i, t in enumerate(before) if t.depth == 0 and t.text in ("WHERE", "{")), 0)]
    columns = {
        two.text[1:] for one, two in pairwise(head) if two.kind == "variable" and (two.depth == 0 or one.text == "AS")
    }
    return (text[: clause.start()], keys) if columns.issuperset(key.column for key in keys) else (text, [])


def sort_rows(rows: list[Row], columns: Sequence[str], keys: Sequence[Key]) -> bool:
    """Sort rows in place as ORDER BY says.

    Args:
        columns: their names.
        keys: see `without_order`.

    Returns:
        Whether that could be done: the values of a column are all IRIs, texts of one language, or numbers, so that
        every engine sorts them alike. Rows stay as they are where it could not.
    """
    place = {name: number for number, name in enumerate(columns)}
    read = {}
    for key in keys:
        kinds = {(t.kind, t.datatype, t.language) for row in rows if (t := row[place[key.column]]) is not None}
        kind, datatype, _ = kinds.pop() if kinds else ("uri", "", "")
        if kinds or kind == "bnode" or datatype not in _READERS:
            return False
        read[key.column] = _READERS[datatype]

    def compared(name: str) -> Callable[[Row], Compared]:
        number, reader = place[name], read[name]
        return lambda row: () if (term := row[number]) is None else (reader(term.value),)  # unbound comes first

    for descending, group in groupby(reversed(keys), key=lambda key: key.descending):
        together = [compared(key.column) for key in group][::-1]
        rows.sort(key=_joined(together), reverse=descending)
    return True


def _joined(parts: Sequence[Callable[[Row], Compared]]) -> Callable[[Row], list[Compared]]:
    return lambda row: [part(row) for part in parts]
