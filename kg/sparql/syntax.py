"""What a query must not do, told from its tokens; and Oxigraph's errors of syntax as one line with a place.

The tokens are those of SPARQL 1.1, section 19.8: a word is a keyword only outside of strings, IRIs, comments,
variables and prefixed names, so that a clause cannot hide in any of these, nor can their text look like a clause.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.sparql.queries import Query
from kg.vocabulary import prefixes

MOST_NESTING: Final = 64
"""Brackets inside brackets: parsers descend into each, and a thousand end them."""

_TOKEN: Final = re.compile(
    r"""
      (?P<comment> \#[^\n\r]* )
    | (?P<iri> <[^\x00-\x20<>"{}|^`\\]*> )
    | (?P<string> \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<variable> [?$]\w+ )
    | (?P<name> (?:[^\W\d_][\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-])* )
    | (?P<word> @?[^\W\d_]\w* )
    | (?P<number> [\d.]+(?:[eE][+-]?\d+)? )
    | (?P<space> \s+ )
    | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS: Final = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_PROLOGUE: Final = {"PREFIX", "BASE", "VERSION"}
_UPDATES: Final = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_REFUSED: Final = {
    "SERVICE": "SERVICE, which asks another machine, is refused (--allow-service asks for it)",
    "FROM": "FROM, which reads other data, is refused: a query reads its graph alone",
}
_PLACE: Final = re.compile(r"error at (\d+):(\d+):")
_REASON: Final = re.compile(r"The SELECT [^,\[\]\n]*|[A-Z][a-z]+ [^,\"\[\]'\n]* [a-z][^,\"\[\]'\n]*")
LONGEST_KEYWORD: Final = 40
"""More characters than any keyword has."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query.

    Args:
        kind: the name of its group in the table of tokens.
        text: its characters; keywords in upper case.
        start: its first character.
        depth: how many brackets are open around it.
    """

    kind: str
    text: str
    start: int
    depth: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What is to be known of a query to write its answer down.

    Args:
        ordered: whether its rows have an order of their own.
        projected: whether its columns have (SELECT * has none).
    """

    ordered: bool
    projected: bool


def tokens(text: str) -> list[Token]:
    """The tokens of a query, without blanks and comments.

    >>> [token.text for token in tokens("select ?s { ?s a <http://a/b#c> } # where")]
    ['SELECT', '?s', '{', '?s', 'A', '<http://a/b#c>', '}']
    """
    found, depth = [], 0
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind in ("comment", "space"):
            continue
        if kind == "sign" and match[0] in ")]}":
            depth -= 1
        found.append(Token(kind, match[0].upper() if kind == "word" else match[0], match.start(), depth))
        if kind == "sign" and match[0] in "([{":
            depth += 1
    return found


def check(query: Query, *, service: bool = False) -> Shape:
    """Refuse what a query must not do.

    Args:
        service: whether it may ask other machines.

    Raises:
        QueryError: it is malformed, nested without end, or reads or changes other data.
    """
    found = tokens(query.text)
    if not found:
        raise QueryError(f"{query.name}: the query is empty")
    too_deep = next((token for token in found if token.depth > MOST_NESTING), None)
    if too_deep is not None:
        raise QueryError(
            f"{query.name}: {_at(query.text, too_deep.start)}: more than {MOST_NESTING} brackets inside each other: "
            "that is nested too deeply"
        )
    _check_form(query, found)
    # parsers differ in whether \\u0053 may stand in a keyword: neither reading may ask for what is refused
    unescaped = tokens(re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _codepoint, query.text))
    for token in (*found, *unescaped):
        if token.kind == "word" and token.text in _REFUSED and not (token.text == "SERVICE" and service):
            raise QueryError(f"{query.name}: {_at(query.text, token.start)}: {_REFUSED[token.text]}")
    _parse(query)
    outer = [token.text for token in found if token.depth == 0]
    words = [text for text in outer if text not in ("DISTINCT", "REDUCED")]
    return Shape(ordered="ORDER" in words, projected=("SELECT", "*") not in pairwise(words))


def _codepoint(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 else match[0]


def _check_form(query: Query, found: Sequence[Token]) -> None:
    """The first word after the prologue says what kind of query it is."""
    for token in found:
        if token.kind != "word" or token.text in _PROLOGUE:
            continue
        if token.text in _UPDATES:
            raise QueryError(f"{query.name}: updates (INSERT, DELETE, LOAD …) are refused: a query only reads")
        if token.text not in _FORMS:
            raise QueryError(
                f"{query.name}: {_at(query.text, token.start)}: a query begins with SELECT, ASK, CONSTRUCT or "
                f"DESCRIBE, not with '{_original(query.text, token)}'"
            )
        return


def _parse(query: Query) -> None:
    """Let Oxigraph's parser look at it, without data.

    Raises:
        QueryError: it is malformed.
    """
    try:
        ox.Store().query(query.text, prefixes=prefixes())
    except SyntaxError as error:
        raise QueryError(f"{query.name}: {explained(query.text, error.msg)}") from error
    except (RuntimeError, OSError):
        pass  # it can be parsed; what goes wrong with the data is said when there is data


def explained(text: str, message: str) -> str:
    """An error of Oxigraph's parser as one line: where, and what stands there."""
    found = tokens(text)
    if "Prefix not found" in message:
        known = {*prefixes(), *(two.text[:-1] for one, two in pairwise(found) if one.text == "PREFIX")}
        unknown = next(t for t in found if t.kind == "name" and t.text.partition(":")[0] not in {*known, "_"})
        prefix = unknown.text.partition(":")[0]
        return (
            f"{_at(text, unknown.start)}: the prefix '{prefix}:' is not declared; "
            f"without a declaration these are known: {', '.join(prefixes())}"
        )
    if reason := _REASON.search(message):
        selects = [token for token in found if token.text == "SELECT"]
        where = f"{_at(text, selects[0].start)}: " if len(selects) == 1 else ""
        return f"{where}malformed SPARQL: {' '.join(reason[0].split())}"
    # the parser's own place is where the longest of all keywords that it tried would end: look for the first token
    # up to which nothing is wrong but that the text ends
    first = bisect_left(range(len(found)), True, key=lambda number: not _may_go_on(text, found[number]))
    if first == len(found):
        return f"{_at(text, len(text.rstrip()))}: malformed SPARQL: the query ends too early"
    return f"{_at(text, found[first].start)}: malformed SPARQL: unexpected '{_original(text, found[first])}'"


def _may_go_on(text: str, last: Token) -> bool:
    """Whether the text up to some token is the beginning of a query."""
    part = text[: last.start + len(last.text)] + " " * LONGEST_KEYWORD
    try:
        ox.Store().query(part, prefixes=prefixes())
    except SyntaxError as error:
        place = _PLACE.match(error.msg)
        return place is None or _at(part, len(part)) == f"line {place[1]}, column {place[2]}"
    except (RuntimeError, OSError):
        pass
    return True


def _original(text: str, token: Token) -> str:
    return text[token.start : token.start + len(token.text)]


def _at(text: str, start: int) -> str:
    """A place in words.

    >>> _at("a\\nbc", 3)
    'line 2, column 2'
    """
    before = text[:start]
    return f"line {before.count(chr(10)) + 1}, column {start - before.rfind(chr(10))}"
