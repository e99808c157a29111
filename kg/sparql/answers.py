"""What a query found, and its written forms."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode


class Term(NamedTuple):
    """A value in an answer; a tuple, since a large answer has a million of them.

    Args:
        kind: `uri`, `literal` or `bnode`.
        value: its text.
        language, datatype: of a literal, or empty.
    """

    kind: str
    value: str
    language: str = ""
    datatype: str = ""


Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found.

    Args:
        columns, rows: of SELECT, parameters left out; None where nothing is bound.
        truth: of ASK.
        turtle: of CONSTRUCT and DESCRIBE, sorted; None of other queries.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    truth: bool | None = None
    turtle: str | None = None


def to_csv(answer: Answer) -> str:
    """The rows of an answer as CSV, with a header line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([("" if cell is None else cell.value) for cell in row] for row in answer.rows)
    return text.getvalue()


def to_tsv(answer: Answer) -> str:
    """The rows of an answer in the W3C's SPARQL 1.1 Query Results TSV Format: each value as Turtle writes it."""
    lines = ["\t".join(f"?{column}" for column in answer.columns)]
    lines += ["\t".join("" if cell is None else _turtle(cell) for cell in row) for row in answer.rows]
    return "".join(f"{line}\n" for line in lines)


def _turtle(term: Term) -> str:
    if term.kind == "uri":
        return str(NamedNode(term.value))
    if term.kind == "bnode":
        return f"_:{term.value}"
    if term.language:
        literal = Literal(term.value, language=term.language)
    else:
        literal = Literal(term.value, datatype=NamedNode(term.datatype) if term.datatype else None)
    return str(literal).replace("\t", "\\t")


def to_json(answer: Answer) -> str:
    """An answer in the W3C's SPARQL 1.1 Query Results JSON Format."""
    if answer.truth is not None:
        return json.dumps({"head": {}, "boolean": answer.truth}) + "\n"
    found = [
        {name: _json_term(cell) for name, cell in zip(answer.columns, row, strict=True) if cell is not None}
        for row in answer.rows
    ]
    document = {"head": {"vars": answer.columns}, "results": {"bindings": found}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    named = {"type": term.kind, "value": term.value, "xml:lang": term.language, "datatype": term.datatype}
    return {key: value for key, value in named.items() if value or key == "value"}


def readable(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """An answer's rows for people: columns that hold nothing but IRIs left out, unless all do."""
    everything = list(range(len(answer.columns)))
    telling = [i for i in everything if any(cell and cell.kind != "uri" for cell in (row[i] for row in answer.rows))]
    kept = telling or everything
    texts = [["" if (cell := row[index]) is None else cell.value for index in kept] for row in answer.rows]
    return [answer.columns[index] for index in kept], texts
