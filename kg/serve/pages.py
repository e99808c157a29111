"""The pages that people read: overview, search, entities, statements, articles, disputes, questions, views."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kg.errors import KGError
from kg.serve.catalogue import Statement
from kg.serve.decisions import Desk
from kg.serve.marks import marked
from kg.serve.rendering import Renderer
from kg.serve.security import POLICY
from kg.serve.site import Site
from kg.serve.tables import Table, as_table
from kg.serve.workers import WorkError
from kg.sparql import Query, known_queries
from kg.view.model import Kind
from kg.vocabulary import local_name

Item = TypeVar("Item")
PER_PAGE: Final = 20
KINDS: Final = {
    "": "All",
    "fact": "Facts",
    "reported": "Reported",
    "unsure": "Unsure",
    "possible": "Planned or possible",
    "denied": "Denied",
    "disputed": "Disputed",
    "said": "Said by them",
}
"""The kinds of statements that a page can be narrowed to, and what they are called."""


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a long list.

    Args:
        number: of the page, from 1.
        last: number of the last page.
        total: of items in the whole list.
    """

    items: Sequence[Any]
    number: int
    last: int
    total: int


def part(items: Sequence[Item], request: Request) -> Part:
    """The page of a list that a request asks for with `page`."""
    text = request.query_params.get("page", "1")
    last = max(1, -(-len(items) // PER_PAGE))
    number = min(int(text), last) if re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII) else 1
    return Part(items[(number - 1) * PER_PAGE : number * PER_PAGE], number, last, len(items))


class Pages:
    """Answers with pages.

    Args:
        site: what is served.
        render: makes the pages.
        desk: where decisions are made, or None where none may be.
    """

    def __init__(self, site: Site, render: Renderer, desk: Desk | None = None) -> None:
        self.site = site
        self.render = render
        self.desk = desk
        self.queries = known_queries()

    async def overview(self, request: Request) -> Response:
        """The first page: how much there is of what, and ways in."""
        known = self.site.catalogue
        types = Counter(entity.type for entity in known.entities.values()).most_common()
        central = [entity for entity in known.central[:24] if known.of_entity.get(entity.iri)]
        return self.render.page(request, "overview", types=types, central=central, newest=known.newest[:8])

    async def search(self, request: Request) -> Response:
        """What is called so. A whole name that only one entity has leads to its page."""
        text, kind = request.query_params.get("q", ""), request.query_params.get("type", "")
        known = self.site.catalogue
        hits = self.site.entities.find(text) if text.strip() else []
        found = [(known.entities[hit.iri], hit) for hit in hits]
        types = Counter(entity.type for entity, _ in found).most_common()
        chosen = [pair for pair in found if not kind or pair[0].type == kind]
        articles = [known.articles[hit.iri] for hit in self.site.articles.find(text)[:10]] if not kind else []
        return self.render.page(
            request, "search", text=text, kind=kind, types=types, found=part(chosen, request), articles=articles
        )

    async def suggest(self, request: Request) -> Response:
        """Names for the search field, as a list of HTML options that the page's script puts in place."""
        hits = self.site.entities.find(request.query_params.get("q", ""))[:8]
        found = [(self.site.catalogue.entities[hit.iri], hit) for hit in hits]
        return self.render.page(request, "suggestions", found=found)

    async def resource(self, request: Request, iri: str) -> Response:
        """The page of an entity, a statement or an article; of a piece of evidence the place on its statement's."""
        known = self.site.catalogue
        if iri == known.base:
            return RedirectResponse("/", 303)
        if iri in known.entities:
            return self._entity(request, iri)
        if iri in known.statements:
            statement = known.statements[iri]
            decided = self.desk.on_statement(statement) if self.desk else None
            return self.render.page(request, "statement", statement=statement, desk=self.desk, decided=decided)
        if iri in known.articles:
            return self._article(request, iri)
        if iri in known.of_quote:
            return RedirectResponse(f"{known.path_of(known.of_quote[iri].iri)}#{local_name(iri)}", 303)
        raise HTTPException(404, "Nothing in this graph has this address.")

    def _entity(self, request: Request, iri: str) -> Response:
        known = self.site.catalogue
        about = known.of_entity.get(iri, ())
        said = known.of_speaker.get(iri, ())
        saying = request.query_params.get("kind") == "said"
        chosen, relations, _ = narrowed(said if saying else about, request)
        return self.render.page(
            request,
            "entity",
            entity=known.entities[iri],
            desk=self.desk,
            decided=self.desk.on_entity(iri) if self.desk else [],
            statements=part(chosen, request),
            relations=relations,
            counts={**narrowed(about, request)[2], "said": len(said)},
            kinds=KINDS,
            chosen_kind=request.query_params.get("kind", ""),
            chosen_relation=request.query_params.get("relation", ""),
        )

    def _article(self, request: Request, iri: str) -> Response:
        known = self.site.catalogue
        reading = marked(known, known.articles[iri])
        return self.render.page(request, "article", article=reading.article, evidence=reading.facts, text=reading.text)

    async def disputes(self, request: Request) -> Response:
        """What some affirm and some deny."""
        return self.render.page(request, "disputes", statements=part(self.site.catalogue.disputes, request))

    async def articles(self, request: Request) -> Response:
        """All articles, the newest first, or those whose headlines hold some words."""
        known, text = self.site.catalogue, request.query_params.get("q", "")
        found = [known.articles[hit.iri] for hit in self.site.articles.find(text)] if text else known.newest
        return self.render.page(request, "articles", articles=part(found, request), text=text)

    async def questions(self, request: Request) -> Response:
        """All questions that the program knows."""
        return self.render.page(request, "questions", queries=list(self.queries.values()))

    async def question(self, request: Request) -> Response:
        """One question, what it is asked with, and its answer."""
        query = self.queries.get(request.path_params["name"])
        if query is None:
            raise HTTPException(404, "There is no such question.")
        names = [parameter.name for parameter in query.parameters]
        given = {name: value for name in names if (value := request.query_params.get(name, "").strip())}
        asked = bool(given) or "ask" in request.query_params or not any(p.required for p in query.parameters)
        table, problem = await self._asked(query, given) if asked else (None, "")
        return self.render.page(
            request,
            "question",
            status=400 if problem else 200,
            query=query,
            given=given,
            table=table,
            problem=problem,
        )

    async def _asked(self, query: Query, given: dict[str, str]) -> tuple[Table | None, str]:
        try:
            outcome = await self.site.queries.ask({"name": query.name, "given": given})
        except WorkError as error:
            return None, str(error).removeprefix(f"{query.name}: ").replace("add --param ", "give ")
        return as_table(outcome.body), ""

    async def view(self, request: Request) -> Response:
        """The interactive view around an entity: a page of its own, made to stand in a frame."""
        about = request.query_params.get("about", "")
        try:
            iri = self.site.find_entity(about)
            outcome = await self.site.drawings.ask({"iri": iri})
        except WorkError as error:
            raise HTTPException(error.status, str(error)) from error
        except KGError as error:
            raise HTTPException(404, str(error)) from error
        html = outcome.body.decode()
        own = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        policy = f"{own[1].replace('&#39;', chr(39)) if own else POLICY}; frame-ancestors 'self'"
        return HTMLResponse(html, headers={"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"})


def narrowed(
    statements: Sequence[Statement], request: Request
) -> tuple[list[Statement], list[tuple[str, int]], dict[str, int]]:
    """The statements of the kind and relation that a request asks for; the relations and kinds that there are."""
    kind, relation = request.query_params.get("kind", ""), request.query_params.get("relation", "")
    kinds = Counter(s.kind for s in statements)
    counts = {"": len(statements), **{str(k): kinds[k] for k in Kind}, "disputed": sum(s.disputed for s in statements)}
    every = kind not in counts or not kind
    of_kind = [s for s in statements if every or s.kind == kind or (kind == "disputed" and s.disputed)]
    relations = Counter(s.relation for s in of_kind).most_common(12)
    return [s for s in of_kind if relation in ("", s.relation)], relations, counts
