"""Query files, and what their headers say.

A query file begins with lines that say what it answers and what it can be asked with:

    #+ summary: Who supports whom
    #+ param: about (entity) only statements about this one, required
    #+ param: since (date) only articles published on this day or later, default 1900-01-01

A parameter is a variable of the query that is bound at the beginning of its pattern (see `kg.sparql.fill`). Columns of
that name are not shown. A line that ends in `#+ if: about` counts only where `about` is given: that is how an optional
parameter narrows a query down without a filter that would have to look at everything. One that ends in
`#+ unless: about` counts only where it is not given, with the group that it opens. `#+ compute: communities` hands
the edges that a query selects on to one of the computations of `kg.sparql.networks`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kg.errors import QueryError
from kg.resources import resource

SUFFIXES: Final = (".rq", ".sparql")
COMPUTATIONS: Final = ("centrality", "communities", "members", "shortest-paths")
"""What may be computed of a query's edges, see `kg.sparql.networks`."""

DATE: Final = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
"""A year, a month or a day, as ISO 8601 writes them."""
_PARAM: Final = re.compile(r"(\w+) \((entity|text|relation|date)\)\s*(.*?)(?:,\s*(?:(required)|default (.+)))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a query can be given.

    Args:
        name: its variable, without `?`.
        kind: `entity`, `relation`, `date` or `text`.
        required: whether the query makes no sense without it.
        default: the value where none is given, or empty.
    """

    name: str
    kind: str
    description: str
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query.

    Args:
        name: its name, the path of a user's own file, or what a user gave instead of a file.
        summary: what it answers, in one line.
        parameters: what it can be asked with.
        compute: what is computed of the edges that it selects (see `kg.sparql.networks`), or empty.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    text: str
    compute: str = ""


@cache
def known_queries() -> Mapping[str, Query]:
    """All queries that come with the program, by name."""
    return {path.stem: read_query(path) for path in sorted(resource("queries").glob("*.rq"))}


@cache
def packaged(name: str) -> Query:
    """A query that the program asks itself, by its path under `queries`, without its ending."""
    return read_query(resource(f"queries/{name}.rq"))


def load_query(name: str) -> Query:
    """Find a query by its name, or by the path of a `.rq` or `.sparql` file.

    Raises:
        QueryError: there is none (the known ones are listed).
    """
    path = Path(name)
    if path.suffix in SUFFIXES:
        if not path.is_file():
            raise QueryError(f"{name}: no such query file")
        return read_query(path)
    known = known_queries()
    if name not in known:
        raise QueryError(
            f"unknown query '{name}'; known: {', '.join(known)}; "
            "or give a file that ends in .rq or .sparql, - for standard input, or -q 'SELECT …'"
        )
    return known[name]


def read_query(path: Path) -> Query:
    """Read a query file.

    Raises:
        QueryError: it is no text, or one of its `#+ param:` lines is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}") from error
    return parse_query(text, path.stem if path.parent == resource("queries") else str(path))


def parse_query(text: str, name: str) -> Query:
    """Read the header of a query.

    Args:
        name: what to call it in messages.

    Raises:
        QueryError: one of its `#+ param:` lines is malformed.
    """
    summary, compute, parameters = "", "", []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#+ summary:"):
            summary = line.partition(":")[2].strip()
        elif line.startswith("#+ compute:"):
            compute = line.partition(":")[2].strip()
            if compute not in COMPUTATIONS:
                raise QueryError(f"{name}:{number}: unknown computation '{compute}'; known: {', '.join(COMPUTATIONS)}")
        elif line.startswith("#+ param:"):
            found = _PARAM.fullmatch(line.partition(":")[2].strip())
            if not found:
                raise QueryError(f"{name}:{number}: write '#+ param: name (entity|relation|date|text) what it does'")
            parameters.append(Parameter(found[1], found[2], found[3], found[4] is not None, found[5] or ""))
    return Query(name, summary, tuple(parameters), text, compute)
