"""Linked data: at the address of a node, its page for people and its triples for programs."""

from __future__ import annotations

import io
import re
from typing import Final
from urllib.parse import unquote

import pyoxigraph as ox
from rdflib import Graph
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.graph import from_quads
from kg.graph.files import jsonld, write_rdf
from kg.serve.pages import Pages
from kg.serve.protocol import preferred
from kg.serve.site import Site

MOST_TRIPLES: Final = 5000
"""Triples of a description; those in which a node is the object are left out beyond that."""
OFFERED: Final = ("text/html", "text/turtle", "application/ld+json", "application/n-triples")
_GRAPH: Final = ox.DefaultGraph()  # what a store keeps for itself lies in another one
_BEYOND_ASCII: Final = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
SHORT_NAMES: Final = {"html": "text/html", "turtle": "text/turtle", "jsonld": "application/ld+json"}


class Linked:
    """Answers at `/id/…`."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self.site = site
        self.pages = pages

    async def node(self, request: Request) -> Response:
        """A node in the format that is asked for."""
        iri = self._iri(request)
        wanted = format_of(request, request.query_params)
        if wanted == "text/html":
            answer = await self.pages.resource(request, iri)
        else:
            graph = describe(self.site.store, iri)
            if not len(graph):
                raise HTTPException(404, "Nothing in this graph has this address.")
            answer = Response(written(graph, wanted, self.site.catalogue.base), media_type=wanted)
        answer.headers["Vary"] = "Accept"
        return answer

    def _iri(self, request: Request) -> str:
        """The IRI that an address stands for: `/id/…` for those under the graph's base, `/id?iri=…` for others."""
        if "rest" not in request.path_params:
            return request.query_params.get("iri", "")
        base = self.site.catalogue.base
        raw = request.scope.get("raw_path", b"").partition(b"?")[0].decode("latin-1").partition("/id/")[2]
        decoded = base + str(request.path_params["rest"])
        if self._described(decoded):
            return decoded
        # an IRI that itself holds an escaped character comes twice escaped from our pages, once from elsewhere
        once = base + _BEYOND_ASCII.sub(lambda found: unquote(found[0]), raw)
        return once if self._described(once) else decoded

    def _described(self, iri: str) -> bool:
        node = named(iri)
        return node is not None and any(True for _ in self.site.store.quads_for_pattern(node, None, None, _GRAPH))


def named(iri: str) -> ox.NamedNode | None:
    """A node by its IRI, or nothing where that is none."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def describe(store: ox.Store, iri: str) -> Graph:
    """All triples with a node as subject, then those with it as object."""
    node = named(iri)
    if node is None:
        return from_quads(())
    found = list(store.quads_for_pattern(node, None, None, _GRAPH))
    for quad in store.quads_for_pattern(None, None, node, _GRAPH):
        if len(found) >= MOST_TRIPLES:
            break
        found.append(quad)
    return from_quads(found)


def format_of(request: Request, pairs: QueryParams) -> str:
    """The media type that somebody asks for, by `format=` or by header."""
    short = pairs.get("format", "")
    if short in SHORT_NAMES:
        return SHORT_NAMES[short]
    found = preferred(request.headers.get("accept", "*/*"), OFFERED)
    if not found:
        raise HTTPException(406, f"This address answers in {', '.join(OFFERED)}.")
    return found[0]


def written(graph: Graph, media_type: str, base: str) -> bytes:
    """A small graph as text, the same bytes for the same triples."""
    if media_type == "application/ld+json":
        return jsonld(graph, base=base)
    stream = io.BytesIO()
    kind = ox.RdfFormat.N_TRIPLES if media_type == "application/n-triples" else ox.RdfFormat.TURTLE
    write_rdf(graph, stream, kind=kind, base=base)
    return stream.getvalue()
