"""A check of a graph against the shapes of the statement model by SPARQL: a query for each kind of constraint.

It reads `ontologies/shapes.ttl`, as pySHACL does (`kg.graph.violations`), and finds what that finds (held against each
other by tests/test_shapes.py), in a fraction of its time and without the graph in memory. It knows the part of SHACL
Core that these shapes use, and refuses any other: no constraint is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rdflib import RDF, SH, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import GraphError
from kg.formats import Source
from kg.resources import resource
from kg.sparql.filling import fill
from kg.sparql.queries import packaged

Value = ox.NamedNode | ox.Literal
Subject = ox.NamedNode | ox.Literal | ox.BlankNode

CHUNK: Final = 10_000
"""Nodes that are checked at a time, where they are not those of a class."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What a node does against a shape.

    Args:
        node: the node.
        constraint: local name of the constraint component (`minCount`).
        path: the property, or empty where the node itself is wrong.
        message: what is right, in words.
    """

    node: str
    constraint: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.node}: {self.message}" + (f" ({self.path})" if self.path else "")


@dataclass(frozen=True, slots=True)
class _Constraint:
    """A query to run, with its values, and what it means if it finds something."""

    name: str
    query: str
    values: Mapping[str, Value]
    message: str


def check_shapes(store: Source, *, shapes: Graph | None = None) -> list[Violation]:
    """What a graph does against its shapes, sorted; nothing for a graph that conforms.

    Args:
        store: see `kg.sparql.open_source`.
        shapes: others than the packaged ones.

    Raises:
        GraphError: a shape uses a part of SHACL that is not known here.
    """
    listed = shapes if shapes is not None else Graph().parse(resource("ontologies/shapes.ttl"), format="turtle")
    found = set[Violation]()
    # a node shape without a target is only a part of others
    aimed = {shape for predicate in (SH.targetClass, SH.targetObjectsOf) for shape in listed.subjects(predicate)}
    for shape in sorted(aimed, key=str):
        constraints = list(_constraints(listed, shape))
        for values, several in _targets(store, listed, shape):
            for constraint in constraints:
                found.update(_offenders(store, constraint, values, several))
    return sorted(found)


def _targets(store: Source, shapes: Graph, shape: Node) -> Iterator[tuple[dict[str, Value], dict[str, list[Subject]]]]:
    """What a shape is about, as values of a query: a class, or any of some nodes."""
    for kind in sorted(shapes.objects(shape, SH.targetClass), key=str):
        yield {"class": ox.NamedNode(str(kind))}, {}
    nodes = set[Subject]()
    for role in sorted(shapes.objects(shape, SH.targetObjectsOf), key=str):
        asked = fill(packaged("shapes/targets"), {"role": ox.NamedNode(str(role))})
        nodes |= {row["node"] for row in _rows(store, asked)}
    ordered = sorted(nodes, key=str)
    for start in range(0, len(ordered), CHUNK):
        yield {}, {"node": ordered[start : start + CHUNK]}


def _rows(store: Source, text: str) -> ox.QuerySolutions:
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return found


def _offenders(
    store: Source, constraint: _Constraint, values: Mapping[str, Value], several: Mapping[str, list[Subject]]
) -> Iterator[Violation]:
    own = constraint.values.get("path")
    query = packaged(f"shapes/{constraint.query}")
    for row in _rows(store, fill(query, {**values, **constraint.values}, any_of=several)):
        node = row["node"]
        path = own.value if own is not None else row["path"].value if constraint.name == "closed" else ""
        yield Violation(node.value, constraint.name, path, constraint.message)


def _constraints(shapes: Graph, shape: Node) -> Iterator[_Constraint]:
    """The constraints of a node shape and of its properties."""
    paths = [ox.NamedNode(str(shapes.value(one, SH.path))) for one in shapes.objects(shape, SH.property)]
    for predicate, value in sorted(shapes.predicate_objects(shape), key=str):
        if predicate in (RDF.type, SH.targetClass, SH.targetObjectsOf, SH.ignoredProperties):
            continue
        if predicate == SH.property:
            yield from _of_property(shapes, value)
        elif predicate == SH.nodeKind and value == SH.IRI:
            yield _Constraint("nodeKind", "kindOfNode", {}, "it must be an IRI")
        elif predicate == SH.closed and str(value) == "true":
            ignored = Collection(shapes, shapes.value(shape, SH.ignoredProperties) or RDF.nil)
            allowed = sorted({path.value for path in paths} | {str(item) for item in ignored})
            values = {"allowed": ox.Literal(f"|{'|'.join(allowed)}|")}
            yield _Constraint("closed", "closed", values, "it must not have this property")
        else:
            raise GraphError(f"{shape}: this check does not know {predicate}: use --full")


def _of_property(shapes: Graph, shape: Node) -> Iterator[_Constraint]:
    path = shapes.value(shape, SH.path)
    message = str(shapes.value(shape, SH.message) or "")
    for predicate, value in sorted(shapes.predicate_objects(shape), key=str):
        if predicate in (RDF.type, SH.path, SH.message):
            continue
        name = str(predicate).removeprefix(str(SH._NS))
        values, words = _values(shapes, name, value) or (None, "")
        if values is None or not isinstance(path, URIRef):
            raise GraphError(f"{shape}: this check does not know {predicate} {value}: use --full")
        yield _Constraint(name, name, {"path": ox.NamedNode(str(path)), **values}, message or words)


def _values(shapes: Graph, name: str, value: Node) -> tuple[dict[str, Value], str] | None:
    """The values of a constraint's query, and it in words; None for one that is not known."""
    short = str(value).rpartition("#")[2]
    match name:
        case "minCount" if str(value) == "1":
            return {}, "it must have a value"
        case "maxCount" if str(value) == "1":
            return {}, "it must not have several values"
        case "nodeKind" if value in (SH.IRI, SH.Literal):
            return {"kind": ox.NamedNode(str(value))}, f"a value must be of the kind {short}"
        case "class" | "datatype":
            return {"wanted": ox.NamedNode(str(value))}, f"a value must be of the {name} {short}"
        case "or":
            kinds = [shapes.value(member, SH.datatype) for member in Collection(shapes, value)]
            if len(kinds) == 2 and None not in kinds:
                one, other = (ox.NamedNode(str(kind)) for kind in kinds)
                return {"one": one, "other": other}, "a value must be of one of two datatypes"
        case "in":
            allowed = [_key(member) for member in Collection(shapes, value)]
            listed = ", ".join(key.rpartition("#")[2] if "^^" not in key else key.partition("^^")[0] for key in allowed)
            return {"allowed": ox.Literal(f"|{'|'.join(allowed)}|")}, f"a value must be one of {listed}"
        case "minInclusive" | "minLength":
            return {
                "least": _number(value)
            }, f"a value must have {'' if name == 'minInclusive' else 'a length of '}at least {value}"
        case "maxInclusive":
            return {"most": _number(value)}, f"a value must be at most {value}"
        case "lessThan":
            return {"greater": ox.NamedNode(str(value))}, f"a value must be less than {short}"
        case "disjoint":
            return {"other": ox.NamedNode(str(value))}, f"a value must not be one of {short} as well"
        case "pattern":
            return {"pattern": ox.Literal(str(value))}, f"a value must match {value}"
    return None


def _key(member: Node) -> str:
    """An allowed value as queries/shapes/in.rq spells it."""
    if isinstance(member, Literal):
        return f"{member}^^{member.datatype or XSD.string}"
    return str(member)


def _number(value: Node) -> ox.Literal:
    datatype = value.datatype if isinstance(value, Literal) else None
    return ox.Literal(str(value), datatype=ox.NamedNode(str(datatype or XSD.integer)))
