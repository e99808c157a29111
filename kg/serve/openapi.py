"""The description of the JSON API (OpenAPI 3.1). The named queries become paths with their own parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kg.sparql.queries import DATE, Query
from kg.version import version
from kg.view.model import Kind

USUAL_LIMIT: Final = 20
LARGEST_LIMIT: Final = 200
LONGEST_VALUE: Final = 300
"""Characters of a parameter."""

Schema = dict[str, Any]
STRING: Final[Schema] = {"type": "string"}
TEXT: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE}
MAYBE: Final[Schema] = {"type": ["string", "null"]}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
FLAG: Final[Schema] = {"type": "boolean"}
KIND: Final[Schema] = {"type": "string", "enum": [str(kind) for kind in Kind]}


def _object(properties: Mapping[str, Schema], optional: Sequence[str] = ()) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _list(schema: str) -> Schema:
    return _object({"total": COUNT, "offset": COUNT, "items": _array(_ref(schema))})


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


NODE: Final = _object({"iri": STRING, "name": STRING})
_ARTICLE: Final = {
    "iri": STRING,
    "headline": STRING,
    "date": MAYBE,
    "publisher": MAYBE,
    "author": MAYBE,
    "url": MAYBE,
    "source": MAYBE,
    "publications": {"type": "integer", "minimum": 1},
    "duplicate_of": MAYBE,
}
_STATEMENT: Final = {
    "iri": STRING,
    "subject": NODE,
    "relation": NODE,
    "object": NODE,
    "kind": {**KIND, "description": "How far the texts vouch for it: a fact stands as a plain triple."},
    "disputed": {**FLAG, "description": "Whether some evidence affirms and some denies it."},
    "role": MAYBE,
    "latest": {**MAYBE, "description": "Day of the newest article that speaks of it."},
    "quotes": {**COUNT, "description": "How many pieces of evidence there are; `evidence` may hold fewer."},
    "evidence": _array(_ref("Quote")),
}
SCHEMAS: Final[Mapping[str, Schema]] = {
    "Problem": _object({"title": STRING, "status": COUNT, "detail": STRING}),
    "Info": _object(
        {
            "title": STRING,
            "articles": COUNT,
            "entities": COUNT,
            "statements": _object(dict.fromkeys(Kind, COUNT)),
            "disputed": COUNT,
            "first": MAYBE,
            "last": MAYBE,
            "policy": STRING,
            "plain_from": {"type": "number"},
            "base": STRING,
        }
    ),
    "Entity": _object(
        {
            "iri": STRING,
            "name": STRING,
            "type": STRING,
            "other_names": _array(STRING),
            "same_as": _array(STRING),
            "statements": COUNT,
            "facts": COUNT,
        }
    ),
    "Quote": _object(
        {
            "iri": STRING,
            "quote": {**STRING, "description": "Exactly the characters from `start` to `end` of the article's text."},
            "start": COUNT,
            "end": COUNT,
            "polarity": {"type": "string", "enum": ["positive", "negative"]},
            "factuality": {"type": "string", "enum": ["actual", "future", "possible", "requested"]},
            "said_by": {**MAYBE, "description": "Null where the article says it itself, or somebody unnamed does."},
            "attributed": {**FLAG, "description": "Whether somebody other than the article says it."},
            "time": MAYBE,
            "role": MAYBE,
            "former": FLAG,
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "rule": STRING,
            "article": _object(_ARTICLE, optional=[name for name in _ARTICLE if name != "iri"]),
        }
    ),
    "Statement": _object(_STATEMENT),
    "Article": _object(_ARTICLE),
    "ArticleWithFacts": _object({**_ARTICLE, "text": MAYBE, "says": _array(_ref("Statement"))}),
    "Query": _object(
        {
            "name": STRING,
            "summary": STRING,
            "parameters": _array(_object({"name": STRING, "kind": STRING, "description": STRING, "required": FLAG})),
        }
    ),
    "Rows": _object({"columns": _array(STRING), "rows": _array(_array(MAYBE))}),
    "Extracted": _object({"facts": _array(_ref("Statement")), "notes": _array(STRING)}),
}


def _parameter(name: str, description: str, *, required: bool = False, schema: Schema = TEXT) -> Schema:
    return {"name": name, "in": "query", "description": description, "required": required, "schema": schema}


PAGED: Final = (
    _parameter(
        "limit",
        "How many at most.",
        schema={"type": "integer", "minimum": 0, "maximum": LARGEST_LIMIT, "default": USUAL_LIMIT},
    ),
    _parameter("offset", "How many to pass over.", schema={"type": "integer", "minimum": 0, "maximum": 999_999_999}),
)
ABOUT: Final = _parameter("about", "Name or IRI of an entity.")


def _get(identifier: str, summary: str, answer: Schema, *parameters: Schema, unknown: bool = False) -> Schema:
    """A path that is asked by GET.

    Args:
        unknown: whether it may be asked for what is not in the graph.
    """
    problems = ["400", *(["404"] if unknown else []), "401", "414", "421", "503"]
    return {
        "get": {
            "operationId": identifier,
            "summary": summary,
            "parameters": list(parameters),
            "responses": {
                "200": {"description": "The answer.", "content": {"application/json": {"schema": answer}}},
                **{status: _problem(status) for status in problems},
            },
        }
    }


def _problem(status: str) -> Schema:
    texts = {
        "400": "The request is malformed; the detail says how.",
        "401": "A token is needed.",
        "404": "Nothing in the graph is called so; the detail lists what is near.",
        "413": "The request is too large.",
        "414": "The address is too long.",
        "415": "The request is of another media type.",
        "421": "The name in the Host header is not this server's.",
        "503": "It took too long, or too much else is being asked.",
    }
    if status in ("401", "413", "414", "421"):
        return {"description": texts[status], "content": {"text/plain": {"schema": STRING}}}
    return {"description": texts[status], "content": {"application/problem+json": {"schema": _ref("Problem")}}}


def _query_path(query: Query) -> Schema:
    day = {"type": "string", "pattern": f"^{DATE}$"}
    parameters = [
        _parameter(p.name, p.description, required=p.required, schema=day if p.kind == "date" else TEXT)
        for p in query.parameters
    ]
    identifier = "query_" + query.name.replace("-", "_")
    return _get(identifier, query.summary, _ref("Rows"), *parameters, unknown=True)


def describe_api(queries: Iterable[Query]) -> Schema:
    """The whole description.

    Args:
        queries: the named queries, each of which is a path.
    """
    kinds = {"type": "string", "enum": ["all", *KIND["enum"]], "default": "fact"}
    paths: dict[str, Schema] = {
        "/api/info": _get("info", "How much of what the graph holds, and how it was built", _ref("Info")),
        "/api/entities": _get(
            "entities",
            "Entities whose names begin with some words, or the most central ones",
            _list("Entity"),
            _parameter("q", "Beginning of a name, or of one of its words."),
            _parameter("type", "Local name of a class, such as Person."),
            *PAGED,
        ),
        "/api/entity": _get(
            "entity", "One entity", _ref("Entity"), _parameter("name", "Name or IRI.", required=True), unknown=True
        ),
        "/api/facts": _get(
            "facts",
            "Statements, those that stand as facts unless another kind is asked for, each with up to three quotes",
            _list("Statement"),
            ABOUT,
            _parameter("kind", "How far the texts vouch for it.", schema=kinds),
            _parameter("relation", "Name or IRI of a relation, such as supports."),
            *PAGED,
            unknown=True,
        ),
        "/api/said": _get(
            "said",
            "What somebody says, with the quotes that are theirs",
            _list("Statement"),
            _parameter("by", "Name or IRI of the speaker.", required=True),
            ABOUT,
            *PAGED,
            unknown=True,
        ),
        "/api/why": _get(
            "why",
            "All evidence for and against one statement",
            _ref("Statement"),
            _parameter("subject", "Name or IRI of an entity.", required=True),
            _parameter("relation", "Name or IRI of a relation.", required=True),
            _parameter("object", "Name or IRI of an entity.", required=True),
            unknown=True,
        ),
        "/api/disputes": _get(
            "disputes", "Statements that some affirm and some deny", _list("Statement"), ABOUT, *PAGED, unknown=True
        ),
        "/api/articles": _get(
            "articles",
            "Articles whose headlines hold a word that begins so, or all, the newest first",
            _list("Article"),
            _parameter("q", "Beginning of a headline, or of one of its words."),
            *PAGED,
        ),
        "/api/article": _get(
            "article",
            "One article and what it says",
            _ref("ArticleWithFacts"),
            _parameter("name", "IRI, address, file name or headline.", required=True),
            unknown=True,
        ),
        "/api/queries": _get("queries", "The named queries", _array(_ref("Query"))),
        **{f"/api/queries/{query.name}": _query_path(query) for query in queries},
        "/api/extract": {"post": _extract()},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "newskg",
            "version": version(),
            "summary": "Who did what to whom, according to whom: each statement with its quotes",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": dict(SCHEMAS)},
    }


def _extract() -> Schema:
    body = _object({"text": {"type": "string", "minLength": 1, "pattern": r"\S"}})
    return {
        "operationId": "extract",
        "summary": "The facts of a text; nothing of it is kept",
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "200": {"description": "The facts.", "content": {"application/json": {"schema": _ref("Extracted")}}},
            **{status: _problem(status) for status in ("400", "401", "413", "414", "415", "421", "503")},
        },
    }
