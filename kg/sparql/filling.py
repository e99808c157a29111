"""The text of a query with the values of its parameters, in the form in which it is answered quickest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.sparql.queries import Query
from kg.sparql.syntax import tokens

_CONDITION: Final = re.compile(r"#\+ if: (\w+)\s*$")
_TRIPLES: Final = re.compile(r"(?m)^( +)(\?\w+) ([^{}()\n]+) \.$")
_UNLESS: Final = re.compile(r"(?ms)^( *)\{  #\+ unless: (\w+)\n.*?^\1\}\n|^[^\n]*  #\+ unless: (\w+)\n")
_FACT: Final = re.compile(r"(?m)^( +)(\?\w+) ([^{}()\n]+) \.\n +(\?\w+) (\?\w+ \?\w+) \.$")
_OPTIONAL: Final = re.compile(r"(?m)^( +)OPTIONAL \{ (\?\w+) ([^{}()\n;,]+) \}$")
_NESTED: Final = re.compile(r"(?m)^( +)OPTIONAL \{ (\?\w+) ([^{}()\n;,]+) OPTIONAL \{ (\?\w+) ([^{}()\n;,]+) \} \}$")
_ABSENT: Final = re.compile(r"(?m)^( +)FILTER NOT EXISTS \{ (\?\w+) ([^{}()\n;,]+) \}$")
_VARIABLE: Final = re.compile(r"\?\w+")
_MODIFIERS: Final = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
"""Words after the pattern of a query."""


def join_tables(text: str) -> str:
    """A query of the whole graph, each of its triple patterns as a table of its own.

    Oxigraph looks triples up one after the other, which for a question about one entity is quickest; what is selected
    by itself it reads from end to end and joins by hashes, at a twentieth of the time for each triple. Lines that are
    not written as those in queries/ stay as they are, as do those that end in a comment: of what an earlier sub-SELECT
    has left few.

    >>> print(join_tables("  ?s a ?c ; rdfs:label ?n ."))
      { SELECT ?s ?c { ?s a ?c } } { SELECT ?s ?n { ?s rdfs:label ?n } }
    """
    tables = _FACT.sub(lambda m: m[0] if f"VALUES {m[5].split()[0]} " in text else _fact(m), text)
    tables = _TRIPLES.sub(lambda m: m[1] + _tables(m[2], m[3]), tables)
    tables = _NESTED.sub(
        lambda m: f"{m[1]}OPTIONAL {{ {_tables(m[2], m[3])} OPTIONAL {{ {_table(m[4], m[5])} }} }}", tables
    )
    tables = _ABSENT.sub(lambda m: f"{m[1]}MINUS {{ {_table(m[2], m[3])} }}", tables)
    return _OPTIONAL.sub(lambda m: f"{m[1]}OPTIONAL {{ {_table(m[2], m[3])} }}", tables)


def _fact(found: re.Match[str]) -> str:
    """A statement with its plain fact, so that they are not joined before all three of its ends are known; if few
    relations are asked for, these come first."""
    indent, statement, described, subject, rest = found.groups()
    return f"{indent}{{ {_select(found[0], f'{_tables(statement, described)} {_tables(subject, rest)}')} }}"


def _tables(subject: str, rest: str) -> str:
    return " ".join(f"{{ {_table(subject, part)} }}" for part in rest.split(" ; "))


def _table(subject: str, rest: str) -> str:
    relation = rest.split()[0]
    # plain facts are the triples of relations, and not all there are
    only = f"{relation} a <http://www.w3.org/2002/07/owl#ObjectProperty> . " if relation.startswith("?") else ""
    return _select(f"{subject} {rest}", f"{only}{subject} {rest}")


def _select(columns: str, pattern: str) -> str:
    return f"SELECT {' '.join(dict.fromkeys(_VARIABLE.findall(columns)))} {{ {pattern} }}"


def fill(
    query: Query,
    values: Mapping[str, ox.NamedNode | ox.Literal],
    *,
    any_of: Mapping[str, Sequence[ox.NamedNode | ox.Literal | ox.BlankNode]] | None = None,
) -> str:
    """The text of a query with its parameters' values, as a VALUES clause at the beginning of its pattern.

    Oxigraph plans a query before it substitutes values, and rdflib binds them only later, so that a graph of 10,000
    articles would be read from end to end to find the statements about one of its entities; a VALUES clause is
    planned with. What stands in it are terms as Oxigraph writes them, never a user's text.

    Args:
        values: of parameters. A line of the query that ends in `#+ if: NAME` is left out where NAME has none, one that
            ends in `#+ unless: NAME` (with its group, if it opens one) where NAME has one; a line `#+ values: NAME` is
            where a query wants its values, if not at the beginning of its outermost pattern.
        any_of: of parameters that may have any of several values.
    """
    several = any_of or {}
    given = {**values, **several}
    lines = _UNLESS.sub(lambda m: "" if (m[2] or m[3]) in given else m[0], query.text).split("\n")
    kept = [line for line in lines if not (condition := _CONDITION.search(line)) or condition[1] in given]
    text = "\n".join(kept)
    if not given:
        return text
    for name, terms in {**{name: [value] for name, value in values.items()}, **several}.items():
        if (mark := f"#+ values: {name}\n") in text:
            text = text.replace(mark, f"VALUES ?{name} {{ {' '.join(map(str, terms))} }}\n")
            given.pop(name)
    clause = "".join(f" VALUES ?{name} {{ {' '.join(map(str, several[name]))} }}" for name in given if name in several)
    if one := [name for name in given if name in values]:
        clause += f" VALUES ({' '.join(f'?{n}' for n in one)}) {{ ({' '.join(str(values[n]) for n in one)}) }}"
    if not clause:
        return text
    found = tokens(text)
    where = next((t.start for t in found if t.depth == 0 and t.text == "WHERE"), 0)
    opening = [token.start for token in found if token.depth == 0 and token.text == "{" and token.start > where]
    if not opening:  # DESCRIBE ?about LIMIT 3
        end = next((t.start for t in found if t.depth == 0 and t.text in _MODIFIERS), len(text))
        return f"{text[:end]} WHERE {{{clause} }} {text[end:]}"
    constructs = any(token.depth == 0 and token.text == "CONSTRUCT" for token in found)
    short = any(one.text == "CONSTRUCT" and other.text != "{" for one, other in pairwise(found) if one.depth == 0)
    if short:
        raise QueryError(
            f"{query.name}: write CONSTRUCT {{ … }} WHERE {{ … }} in full: its short form takes no parameters"
        )
    begin = opening[0 if where or not constructs else 1] + 1
    return text[:begin] + clause + text[begin:]
