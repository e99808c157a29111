"""The answer to a question as rows of Python values, for code and for notebooks."""

from __future__ import annotations

import datetime
import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, overload

from kg.errors import KGError

if TYPE_CHECKING:
    import pandas

    from kg.sparql import Answer, Term

Row = dict[str, Any]
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SHOWN: Final = 20
"""Rows that a notebook shows."""


@dataclass(frozen=True, slots=True)
class Rows(Sequence[Row]):
    """Rows by column name, in the order of the answer.

    Args:
        columns: names of the columns.
        values: the values of each row in the order of the columns; None where nothing is known.

    >>> rows = Rows(("who", "articles"), (("NATO", 3), ("Oslo", 1)))
    >>> rows[0]["who"], len(rows), rows.column("articles")
    ('NATO', 2, [3, 1])
    """

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Row | Rows:
        if isinstance(place, slice):
            return Rows(self.columns, self.values[place])
        return dict(zip(self.columns, self.values[place], strict=True))

    def column(self, name: str) -> list[Any]:
        """The values of one column.

        Raises:
            KGError: there is no such column.
        """
        if name not in self.columns:
            raise KGError(f"no column '{name}'; known: {', '.join(self.columns)}")
        place = self.columns.index(name)
        return [row[place] for row in self.values]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame.

        Raises:
            KGError: pandas is not installed.
        """
        return import_pandas().DataFrame(list(self.values), columns=list(self.columns))

    def _repr_html_(self) -> str:
        """The first rows as an HTML table, for notebooks; all text in it is escaped."""
        head = "".join(f"<th>{html.escape(column)}</th>" for column in self.columns)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.values[:SHOWN])
        more = f"<p>{len(self) - SHOWN} further rows</p>" if len(self) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def import_pandas() -> Any:
    """The package pandas, which is an extra.

    Raises:
        KGError: it is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise KGError("pandas is not installed: pip install 'newskg[pandas]'") from error
    return pandas


def _cell(value: object) -> str:
    return f"<td>{'' if value is None else html.escape(str(value))}</td>"


def rows_of(answer: Answer) -> Rows:
    """An answer as rows: of a yes-or-no question one row, of one that builds a graph a row for each triple.

    Args:
        answer: from `kg.sparql`.
    """
    if answer.truth is not None:
        return Rows(("answer",), ((answer.truth,),))
    if answer.turtle is not None:
        from rdflib import Graph

        triples = sorted(tuple(str(term) for term in triple) for triple in Graph().parse(data=answer.turtle))
        return Rows(("subject", "predicate", "object"), tuple(triples))
    return Rows(answer.columns, tuple(tuple(_value(cell) for cell in row) for row in answer.rows))


def _value(term: Term | None) -> Any:
    """A value as Python has it: a number, a truth value, a day; all else is text."""
    if term is None:
        return None
    read = _READERS.get(term.datatype.removeprefix(XSD)) if term.datatype.startswith(XSD) else None
    if read is None:
        return term.value
    try:
        return read(term.value)
    except ValueError:
        return term.value


_READERS: Final[dict[str, Any]] = {
    "integer": int,
    "int": int,
    "decimal": float,
    "double": float,
    "float": float,
    "boolean": lambda text: text in ("true", "1"),
    "date": datetime.date.fromisoformat,
}
