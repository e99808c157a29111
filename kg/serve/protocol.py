"""The SPARQL 1.1 Protocol: a query by GET or POST, an answer in the format that is asked for; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.querying import GRAPHS, RESULTS
from kg.serve.rendering import Renderer
from kg.serve.site import Site
from kg.serve.tables import Table, as_table
from kg.serve.workers import WorkError
from kg.sparql import known_queries

SHORT_NAMES: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
}
"""What `format=` may be, for those who cannot set a header."""
SAME: Final = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("text/csv", "application/n-triples"),
}
"""Common names of formats that SPARQL names otherwise."""
DESCRIPTION: Final = """\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .

[] a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML , formats:SPARQL_Results_CSV ,
        formats:SPARQL_Results_TSV , formats:Turtle , formats:N-Triples , formats:RDF_XML , formats:JSON-LD ;
    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""
START: Final = """\
PREFIX news: <https://w3id.org/newskg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?who ?whom
WHERE {
  ?a news:supports ?b .
  ?a rdfs:label ?who .
  ?b rdfs:label ?whom .
}
ORDER BY ?who ?whom
LIMIT 50
"""
"""The query that the editor begins with."""


class Protocol:
    """Answers SPARQL queries; a browser gets a page with an editor."""

    def __init__(self, site: Site, render: Renderer) -> None:
        self.site = site
        self.render = render

    async def endpoint(self, request: Request) -> Response:
        """One query, or the page to write it on, or what this endpoint can do."""
        try:
            pairs, query = await _request(request)
        except WorkError as error:
            return problem(error)
        accepted = accepted_types(request, pairs)
        page = accepted[:1] == ["text/html"] and "format" not in pairs
        if query is None and page:
            return self._page(request, START)
        if query is None:
            text = DESCRIPTION.format(endpoint=str(request.url.replace(query="")))
            return Response(text, media_type="text/turtle")
        if page:
            return await self._answered(request, query)
        try:
            outcome = await self.site.queries.ask({"query": query, "accepted": accepted})
        except WorkError as error:
            return problem(error)
        return Response(outcome.body, media_type=outcome.head["type"], headers={"Vary": "Accept"})

    async def _answered(self, request: Request, query: str) -> Response:
        """A page with the answer below the editor."""
        accepted = [SHORT_NAMES["json"], SHORT_NAMES["turtle"]]
        try:
            outcome = await self.site.queries.ask({"query": query, "accepted": accepted})
        except WorkError as error:
            return self._page(request, query, trouble=str(error), status=error.status)
        if outcome.head["type"] == "text/turtle":
            return self._page(request, query, table=Table(turtle=outcome.body.decode()))
        return self._page(request, query, table=as_table(outcome.body))

    def _page(
        self, request: Request, query: str, *, table: Table | None = None, trouble: str = "", status: int = 200
    ) -> Response:
        return self.render.page(
            request,
            "sparql",
            status=status,
            query=query,
            table=table,
            problem=trouble,
            examples=list(known_queries().values()),
            formats=SHORT_NAMES,
        )


async def _request(request: Request) -> tuple[QueryParams | FormData, str | None]:
    """The parameters and the query of a request in any of the protocol's three ways.

    Raises:
        WorkError: it is in none of them, wants an update, or names other data.
    """
    pairs: QueryParams | FormData = request.query_params
    query = pairs.get("query")
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/sparql-query":
            try:
                query = (await request.body()).decode()
            except UnicodeDecodeError as error:
                raise WorkError("the query is not in UTF-8") from error
        elif kind == "application/x-www-form-urlencoded":
            pairs = await request.form()
            query = pairs.get("query")
        elif kind == "application/sparql-update":
            raise WorkError("updates are refused: this graph is only read", 403)
        else:
            raise WorkError("send the query as application/sparql-query or application/x-www-form-urlencoded", 415)
        if query is None:
            raise WorkError("there is no query in this request")
    if "update" in pairs:
        raise WorkError("updates are refused: this graph is only read", 403)
    if any(name in pairs for name in ("default-graph-uri", "named-graph-uri")):
        raise WorkError("default-graph-uri and named-graph-uri are refused: a query reads this graph alone")
    if len(request.query_params.getlist("query")) > 1:
        raise WorkError("give one query, not several")
    return pairs, None if query is None else str(query)


def accepted_types(request: Request, pairs: QueryParams | FormData) -> list[str]:
    """The media types that an asker takes, the best first."""
    short = str(pairs.get("format", ""))
    if short:
        return [SHORT_NAMES.get(short, short)]
    found = list[str]()
    offered = ["application/sparql-results+json", *RESULTS, *GRAPHS, *SAME, "text/html"]
    for one in preferred(request.headers.get("accept", "*/*"), offered):
        found += [one, *SAME.get(one, ())]
    return list(dict.fromkeys(found))


def problem(error: WorkError) -> Response:
    """A refusal as one line of text."""
    headers = {"Retry-After": "5"} if error.status == 503 else {}
    return Response(f"{error}\n", error.status, headers, "text/plain; charset=utf-8")


def preferred(accept: str, offered: Sequence[str]) -> list[str]:
    """The offered media types that an `Accept` header takes, the best first; of equals the first that is offered.

    >>> preferred("text/turtle;q=0.5, text/html", ["text/turtle", "text/html", "text/csv"])
    ['text/html', 'text/turtle']
    >>> preferred("text/*, */*;q=0.1", ["application/json", "text/csv"])
    ['text/csv', 'application/json']
    """
    weights = dict[str, float]()
    for entry in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in entry.split(";"))
        told = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        weights[kind] = float(told) if re.fullmatch(r"[01](\.\d{0,3})?", told, re.ASCII) else 0.0
    found = []
    for place, media_type in enumerate(offered):
        for precision, pattern in enumerate((media_type, f"{media_type.partition('/')[0]}/*", "*/*")):
            if pattern in weights:
                if weights[pattern]:
                    found.append((-weights[pattern], precision, place, media_type))
                break
    return [media_type for *_, media_type in sorted(found)]
