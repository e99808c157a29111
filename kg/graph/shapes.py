"""Checking a graph against the shapes of the statement model."""

from __future__ import annotations

from rdflib import SH, Graph

from kg.errors import GraphError
from kg.formats import read_quads
from kg.graph.files import from_quads
from kg.resources import resource


def violations(graph: Graph) -> list[str]:
    """What a graph does against `ontologies/shapes.ttl`, one line each; none for a graph that conforms.

    Raises:
        GraphError: the extra that checks shapes is not installed.
    """
    try:
        from pyshacl import validate
        from pyshacl.errors import ReportableRuntimeError
    except ImportError as error:
        raise GraphError("checking shapes needs one package more: pip install 'newskg[shacl]'") from error
    shapes = from_quads(read_quads(resource("ontologies/shapes.ttl")))
    ontology = from_quads(read_quads(resource("ontologies/news.ttl")))
    try:
        _, report, _ = validate(graph, shacl_graph=shapes, ont_graph=ontology, inplace=False)
    except ReportableRuntimeError as error:
        raise GraphError(f"the shapes could not be checked: {error}") from error
    if not isinstance(report, Graph):
        raise GraphError(f"the shapes could not be checked: {report}")
    return sorted(
        f"{report.value(result, SH.focusNode)}: {report.value(result, SH.resultMessage)}"
        + (f" ({path})" if (path := report.value(result, SH.resultPath)) else "")
        for result in report.objects(None, SH.result)
    )
