"""The JSON API. What it can be asked, and how it answers, stands in `kg.serve.openapi`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import KGError, QueryError
from kg.serve.catalogue import Statement
from kg.serve.openapi import LARGEST_LIMIT, LONGEST_VALUE, USUAL_LIMIT, describe_api
from kg.serve.records import Record, article_record, entity_record, statement_record
from kg.serve.site import Site
from kg.serve.tables import plain_rows
from kg.serve.workers import WorkError
from kg.sparql import known_queries
from kg.view.model import Kind

QUOTES: Final = 3
"""Quotes of each statement in a list; `/api/why` gives all."""


class Api:
    """Answers with JSON. Each method is one path, and the `operationId` of that in the description."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.known = known_queries()
        self.description = describe_api(self.known.values())

    async def openapi(self, request: Request) -> Response:
        """The description of this API."""
        return JSONResponse(self.description)

    async def info(self, request: Request) -> Response:
        """How much of what the graph holds, and how it was built."""
        known, built = self.site.catalogue, self.site.settings
        days = sorted(article.about.date for article in known.articles.values() if article.about.date)
        return JSONResponse(
            {
                "title": self.site.title,
                "articles": len(known.articles),
                "entities": len(known.entities),
                "statements": {**{str(kind): known.counts.get(kind, 0) for kind in Kind}},
                "disputed": len(known.disputes),
                "first": days[0] if days else None,
                "last": days[-1] if days else None,
                "policy": str(built.policy),
                "plain_from": built.plain,
                "base": built.base,
            }
        )

    async def entities(self, request: Request) -> Response:
        """Entities by name."""
        known, text = self.site.catalogue, _text(request, "q")
        kind = _text(request, "type")
        found = [known.entities[hit.iri] for hit in self.site.entities.find(text)] if text else known.central
        chosen = [entity for entity in found if kind in ("", entity.type)]
        return _listed(request, chosen, lambda entity: entity_record(known, entity))

    async def entity(self, request: Request) -> Response:
        """One entity."""
        known, iri = self.site.catalogue, self._entity(request, "name")
        return JSONResponse(entity_record(known, known.entities[iri]))

    async def facts(self, request: Request) -> Response:
        """Statements about an entity, or all."""
        known = self.site.catalogue
        about = known.of_entity.get(self._entity(request, "about"), ()) if _text(request, "about") else None
        found: Sequence[Statement] = tuple(known.statements.values()) if about is None else about
        kind, relation = _text(request, "kind") or "fact", _text(request, "relation")
        if kind not in ("all", *Kind):
            raise QueryError(f"unknown kind '{kind}'; known: all, {', '.join(Kind)}")
        wanted = self._found(self.site.find_relation, relation) if relation else ""
        chosen = [s for s in found if kind in ("all", s.kind) and wanted in ("", s.relation)]
        return _listed(request, chosen, lambda s: statement_record(known, s, quotes=QUOTES))

    async def said(self, request: Request) -> Response:
        """What somebody says."""
        known = self.site.catalogue
        speaker = self._entity(request, "by")
        about = self._entity(request, "about") if _text(request, "about") else ""
        found = [s for s in known.of_speaker.get(speaker, ()) if about in ("", s.subject, s.object)]

        def record(statement: Statement) -> Record:
            whole = statement_record(known, statement)
            said = [e for q, e in zip(statement.quotes, whole["evidence"], strict=True) if q.speaker == speaker]
            return {**whole, "evidence": said}

        return _listed(request, found, record)

    async def why(self, request: Request) -> Response:
        """All evidence for and against one statement."""
        known = self.site.catalogue
        subject, obj = self._entity(request, "subject"), self._entity(request, "object")
        relation = self._found(self.site.find_relation, _text(request, "relation", required=True))
        found = known.statement(subject, relation, obj)
        if found is None:
            raise WorkError("no evidence speaks of it", 404)
        return JSONResponse(statement_record(known, found))

    async def disputes(self, request: Request) -> Response:
        """What some affirm and some deny."""
        known = self.site.catalogue
        about = self._entity(request, "about") if _text(request, "about") else ""
        found = [s for s in known.disputes if about in ("", s.subject, s.object)]
        return _listed(request, found, lambda s: statement_record(known, s))

    async def articles(self, request: Request) -> Response:
        """Articles by headline."""
        known, text = self.site.catalogue, _text(request, "q")
        found = [known.articles[hit.iri] for hit in self.site.articles.find(text)] if text else known.newest
        return _listed(request, found, article_record)

    async def article(self, request: Request) -> Response:
        """One article and what it says."""
        known = self.site.catalogue
        iri = self._found(self.site.find_article, _text(request, "name", required=True))
        said = []
        for statement, quote in known.of_article.get(iri, ()):
            record = statement_record(known, statement)
            own = [e for q, e in zip(statement.quotes, record["evidence"], strict=True) if q.iri == quote.iri]
            said.append({**record, "evidence": own})
        article = known.articles[iri]
        return JSONResponse({**article_record(article), "text": article.text or None, "says": said})

    async def queries(self, request: Request) -> Response:
        """The named queries."""
        return JSONResponse(
            [
                {
                    "name": query.name,
                    "summary": query.summary,
                    "parameters": [
                        {"name": p.name, "kind": p.kind, "description": p.description, "required": p.required}
                        for p in query.parameters
                    ],
                }
                for query in self.known.values()
            ]
        )

    async def query(self, request: Request) -> Response:
        """The answer of a named query."""
        name = request.path_params["name"]
        query = self.known.get(name)
        if query is None:
            raise WorkError(f"there is no query '{name}'", 404)
        known = {parameter.name for parameter in query.parameters}
        given = {key: text for key in known if (text := _text(request, key))}
        missing = [p.name for p in query.parameters if p.required and p.name not in given]
        if missing:
            raise QueryError(f"missing parameter '{missing[0]}'")
        for parameter in query.parameters:  # what names nothing is not found; what is malformed is a mistake
            if parameter.name in given and parameter.kind in ("entity", "relation"):
                find = self.site.find_entity if parameter.kind == "entity" else self.site.find_relation
                given[parameter.name] = self._found(find, given[parameter.name])
        outcome = await self.site.queries.ask({"name": name, "given": given})
        columns, rows = plain_rows(outcome.body)
        return JSONResponse({"columns": columns, "rows": rows})

    async def extract(self, request: Request) -> Response:
        """The facts of a text."""
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise WorkError("send JSON: Content-Type: application/json", 415)
        try:
            told = json.loads(await request.body())
        except (ValueError, RecursionError) as error:
            raise QueryError("the request is not JSON") from error
        if not isinstance(told, dict) or not isinstance(told.get("text"), str) or not told["text"].strip():
            raise QueryError('send {"text": "…"}')
        if unknown := set(told) - {"text"}:
            raise QueryError(f'unknown field \'{min(unknown)}\': send {{"text": "…"}}')
        found, notes = await self.site.read({"text": told["text"]})
        return JSONResponse({"facts": [statement_record(found, s) for s in found.statements.values()], "notes": notes})

    def _entity(self, request: Request, name: str) -> str:
        return self._found(self.site.find_entity, _text(request, name, required=True))

    def _found(self, find: Any, text: str) -> str:
        try:
            found: str = find(text)
        except QueryError as error:
            raise WorkError(str(error), 404) from error
        return found


def _text(request: Request, name: str, *, required: bool = False) -> str:
    values = request.query_params.getlist(name)
    if len(values) > 1:
        raise QueryError(f"give '{name}' once")
    if required and not values:
        raise QueryError(f"missing parameter '{name}'")
    if values and not 1 <= len(values[0]) <= LONGEST_VALUE:
        raise QueryError(f"'{name}' has 1 to {LONGEST_VALUE} characters")
    return values[0] if values else ""


def _number(request: Request, name: str, usual: int, most: int) -> int:
    text = _text(request, name)
    if not text:
        return usual
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) > most:
        raise QueryError(f"'{name}' is a whole number from 0 to {most}")
    return int(text)


def _listed(request: Request, found: Sequence[Any], record: Any) -> Response:
    """A part of a list, and how long the whole is."""
    limit = _number(request, "limit", USUAL_LIMIT, LARGEST_LIMIT)
    offset = _number(request, "offset", 0, 999_999_999)
    items = [record(item) for item in found[offset : offset + limit]]
    return JSONResponse({"total": len(found), "offset": offset, "items": items})


def refuse(error: KGError) -> Response:
    """A mistake as problem details (RFC 9457)."""
    status = error.status if isinstance(error, WorkError) else 400
    headers = {"Retry-After": "5"} if status == 503 else {}
    return JSONResponse(
        {"title": "This was not answered", "status": status, "detail": " ".join(str(error).split())},
        status,
        headers,
        "application/problem+json",
    )
