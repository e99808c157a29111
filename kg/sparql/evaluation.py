"""Running a query here and now: its parameters become terms, its solutions rows, in the order that it asks for.

Rows are sorted here instead of in the engine, which reads a text from disk to compare it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

import pyoxigraph as ox
from rdflib import Graph

from kg.errors import QueryError
from kg.formats import Source
from kg.garbage import collector_off
from kg.lookup import find_entity, find_relation
from kg.sparql.answers import Answer, Row, Term
from kg.sparql.filling import fill, join_tables
from kg.sparql.queries import DATE, Parameter, Query
from kg.sparql.remote import Remote
from kg.sparql.syntax import check, explained, tokens
from kg.vocabulary import BASE, PREFIXES, prefixes

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_STRING: Final = f"{XSD}string"
_CLAUSE: Final = re.compile(r"\nORDER BY((?:\s+(?:\?\w+|(?:ASC|DESC)\(\?\w+\)))+)\s*$")
_KEY: Final = re.compile(r"(DESC)?\(?\?(\w+)\)?")
_READERS: Final[Mapping[str, Callable[[str], str | int | float]]] = {
    "": str,
    f"{XSD}integer": int,
    f"{XSD}decimal": float,
}
"""What is compared of a literal, by its datatype."""

Compared = tuple[()] | tuple[str | int | float]


def bindings(query: Query, given: Mapping[str, str], store: Source) -> dict[str, ox.NamedNode | ox.Literal]:
    """The values of a query's parameters as terms.

    Args:
        given: values as the user wrote them; an entity or relation by its name or IRI.
        store: the graph in which names are looked up.

    Raises:
        QueryError: a parameter is unknown, missing or means nothing.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            raise QueryError(f"{query.name}: unknown parameter '{name}'; known: {', '.join(known) or 'none'}")
    found = {}
    for parameter in query.parameters:
        value = given.get(parameter.name, parameter.default)
        if value:
            found[parameter.name] = _term(parameter, value, store)
        elif parameter.required:
            raise QueryError(
                f"{query.name}: missing parameter '{parameter.name}': add --param {parameter.name}=… "
                f"({parameter.description})"
            )
    return found


def _term(parameter: Parameter, value: str, store: Source) -> ox.NamedNode | ox.Literal:
    if parameter.kind in ("entity", "relation"):
        return ox.NamedNode(entity_in(store, value) if parameter.kind == "entity" else relation_in(store, value))
    if parameter.kind == "date":
        if not re.fullmatch(DATE, value):
            raise QueryError(f"parameter '{parameter.name}': '{value}' is not a date such as 2024-01-24")
        datatype = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
        return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
    return ox.Literal(value)


def entity_in(store: Source, name: str) -> str:
    """The IRI of the entity that a user means, see `kg.lookup.find_entity`."""
    return find_entity(store.called(name) if isinstance(store, Remote) else _view(store), name)


def relation_in(store: Source, name: str) -> str:
    """The IRI of the relation that a user means, see `kg.lookup.find_relation`."""
    return find_relation(store.relations() if isinstance(store, Remote) else _view(store), name)


def _view(store: Source) -> Graph:
    """A store as rdflib has it."""
    from oxrdflib import OxigraphStore
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    assert isinstance(store, ox.Store)
    return Graph(OxigraphStore(store=store), DATASET_DEFAULT_GRAPH_ID)


@collector_off()
def evaluate(store: Source, query: Query, given: Mapping[str, str], *, service: bool = False) -> Answer:
    """Check, bind and run a query, however long it takes.

    Args:
        store: see `kg.sparql.open_source`.
        given: see `bindings`.
        service: whether it may ask other machines.

    Raises:
        QueryError: see `check` and `bindings`.
    """
    shape = check(query, service=service)
    values = bindings(query, given, store)
    text = fill(query, values)
    if isinstance(store, ox.Store) and not any(
        p.kind in ("entity", "relation") for p in query.parameters if p.name in values
    ):
        text = join_tables(text)
    bare, keys = without_order(text) if isinstance(store, ox.Store) else (text, [])
    try:
        names = prefixes(base_of(store))
        result = store.query(bare, prefixes=names)
        if isinstance(result, ox.QueryBoolean):
            return Answer(truth=bool(result))
        if isinstance(result, ox.QueryTriples | list):
            return Answer(turtle=_turtle(list(result), names))
        hidden = {parameter.name for parameter in query.parameters}
        found, rows = _rows(result)
        if keys and not sort_rows(rows, found, keys):
            found, rows = _rows(store.query(text, prefixes=names))
        columns = [column for column in found if column not in hidden]
        if not shape.projected:
            columns.sort()
        if columns != found:
            places = [found.index(column) for column in columns]
            rows = [tuple(row[place] for place in places) for row in rows]
    except SyntaxError as error:
        raise QueryError(f"{query.name}: {explained(query.text, error.msg)}") from error
    except (RuntimeError, OSError) as error:
        raise QueryError(f"{query.name}: {error}") from error
    if query.compute:
        from kg.sparql.networks import COMPUTATIONS, edges, names_of

        chosen = {name: value.value for name, value in values.items()}
        columns, rows = COMPUTATIONS[query.compute](edges(columns, rows, query=query.name), names_of(store), chosen)
    elif not shape.ordered:
        rows.sort(key=str)
    return Answer(tuple(columns), tuple(rows))


def _rows(solutions: ox.QuerySolutions) -> tuple[list[str], list[Row]]:
    """The columns and rows of what a query found."""
    return [variable.value for variable in solutions.variables], [tuple(map(_value, row)) for row in solutions]


def base_of(store: Source) -> str:
    """The IRI under which a graph's nodes are minted."""
    kind, dataset = ox.NamedNode(f"{PREFIXES['rdf']}type"), ox.NamedNode(f"{PREFIXES['void']}Dataset")
    found = store.quads_for_pattern(None, kind, dataset)
    return next((quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)), BASE)


def _turtle(triples: list[ox.Triple], names: Mapping[str, str]) -> str:
    """Triples as Turtle, sorted, with the prefixes that they need."""
    text = (ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=dict(names)) or b"").decode()
    lines = text.split("\n")
    body = "\n".join(lines[len(names) :])
    # Oxigraph writes its prefixes in no fixed order, and all of them
    used = [f"@prefix {name}: <{iri}> ." for name, iri in names.items() if re.search(rf"(?m)(^|[\s^(]){name}:", body)]
    return "\n".join([*used, "", body] if used else [body])


def _value(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None) -> Term | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Term("uri", term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Term("literal", term.value, term.language)
        datatype = term.datatype.value
        return Term("literal", term.value, "", "" if datatype == _STRING else datatype)
    if isinstance(term, ox.Triple):
        return Term("literal", str(term))
    return Term("bnode", term.value)


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

    def compared(several: list[str]) -> Callable[[Row], list[Compared]]:
        parts = [(place[name], read[name]) for name in several]
        # what is unbound comes first
        return lambda row: [() if (t := row[number]) is None else (reader(t.value),) for number, reader in parts]

    for descending, group in groupby(reversed(keys), key=lambda key: key.descending):
        rows.sort(key=compared([key.column for key in group][::-1]), reverse=descending)
    return True
