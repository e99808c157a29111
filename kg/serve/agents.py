"""Tools for agents, by the Model Context Protocol: each answer has the quotes it rests on, and where they stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from typing import Annotated, Any, Final, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from kg.errors import KGError
from kg.serve.catalogue import Statement
from kg.serve.records import Record, entity_record, statement_record
from kg.serve.site import Site
from kg.serve.tables import plain_rows
from kg.sparql import known_queries

MOST: Final = 50
QUOTES: Final = 3
"""Quotes of each statement of a list; `why` gives all."""
INSTRUCTIONS: Final = """\
A graph of who did what to whom, read from news articles. Each statement has its kind: `fact` is what the articles
vouch for; `reported` is what somebody says; `unsure` is not sure enough; `possible` is planned, feared or demanded;
`denied` is said not to be so. Only facts may be told as facts; tell everything else with who says it. Cite the quotes
and the articles that an answer gives. Entities are named by name or IRI; find_entity tells what something is called
here."""

Name = Annotated[str, Field(min_length=1, max_length=300)]
Words = Annotated[str, Field(max_length=300)]
Limit = Annotated[int, Field(ge=1, le=MOST)]
Kinds = Literal["fact", "reported", "unsure", "possible", "denied", "all"]
READ_ONLY: Final = ToolAnnotations(read_only_hint=True, open_world_hint=False)


class Tools:
    """What an agent can ask; each method is one tool."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def find_entity(self, name: Name, limit: Limit = 10) -> Record:
        """Find people, organisations, countries, places … whose names begin so, or are nearly so, each with a quote."""
        known = self.site.catalogue
        found = []
        for hit in self.site.entities.find(name)[:limit]:
            about = known.of_entity.get(hit.iri, ())[:1]
            quoted = [statement_record(known, statement, quotes=1) for statement in about]
            found.append({**entity_record(known, known.entities[hit.iri]), "for_example": quoted})
        return {"entities": found}

    async def facts_about(self, entity: Name, kind: Kinds = "fact", relation: Words = "", limit: Limit = 20) -> Record:
        """What is known of somebody or something: statements of one kind, perhaps of one relation, with quotes."""
        site = self.site
        found = site.catalogue.of_entity.get(site.find_entity(entity), ())
        wanted = site.find_relation(relation) if relation else ""
        chosen = [s for s in found if kind in ("all", s.kind) and wanted in ("", s.relation)]
        return self._statements(chosen, limit)

    async def who_said_what(self, speaker: Words = "", about: Words = "", limit: Limit = 20) -> Record:
        """What a speaker says, or what is said by anybody about an entity, or both; with the quotes that are theirs."""
        site, known = self.site, self.site.catalogue
        if not speaker and not about:
            raise ToolError("name a speaker, or what is spoken about, or both")
        who = site.find_entity(speaker) if speaker else ""
        whom = site.find_entity(about) if about else ""
        found = known.of_speaker.get(who, ()) if who else known.of_entity.get(whom, ())
        said = []
        for statement in found:
            if whom not in ("", statement.subject, statement.object):
                continue
            record = statement_record(known, statement)
            pairs = zip(statement.quotes, record["evidence"], strict=True)
            theirs = [e for q, e in pairs if (q.speaker == who if who else bool(q.speaker or q.attributed))]
            if theirs:
                said.append({**record, "evidence": theirs})
        return {"total": len(said), "statements": said[:limit]}

    async def why(self, subject: Name, relation: Name, object: Name) -> Record:
        """All evidence for and against one statement: every quote, who says it, where it stands."""
        site = self.site
        found = site.catalogue.statement(
            site.find_entity(subject), site.find_relation(relation), site.find_entity(object)
        )
        if found is None:
            raise ToolError(f"no evidence speaks of {subject} {relation} {object}")
        return statement_record(site.catalogue, found)

    async def disputes(self, about: Words = "", limit: Limit = 20) -> Record:
        """What some affirm and some deny, with the words of both sides."""
        iri = self.site.find_entity(about) if about else ""
        found = [s for s in self.site.catalogue.disputes if iri in ("", s.subject, s.object)]
        return self._statements(found, limit, quotes=None)

    async def questions(self) -> Record:
        """The questions that ask_question knows, and what each is asked with."""
        return {
            "questions": [
                {
                    "name": query.name,
                    "answers": query.summary,
                    "parameters": {
                        p.name: f"{p.description} ({p.kind}{', required' if p.required else ''})"
                        for p in query.parameters
                    },
                }
                for query in known_queries().values()
            ]
        }

    async def ask_question(self, name: Name, parameters: dict[str, str] | None = None, limit: Limit = 20) -> Record:
        """The rows that answer one of the known questions, and the quotes for the statements that they name."""
        known = self.site.catalogue
        outcome = await self.site.queries.ask({"name": name, "given": parameters or {}})
        columns, rows = plain_rows(outcome.body)
        named = dict.fromkeys(cell for row in rows[:limit] for cell in row if cell and cell in known.statements)
        return {
            "total": len(rows),
            "columns": columns,
            "rows": rows[:limit],
            "statements": [statement_record(known, known.statements[iri], quotes=QUOTES) for iri in named],
        }

    async def extract(self, text: Annotated[str, Field(min_length=1, max_length=100_000)]) -> Record:
        """The statements that an English text makes, read at once; nothing of it is kept."""
        found, notes = await self.site.read({"text": text})
        return {"statements": [statement_record(found, s) for s in found.statements.values()], "notes": notes}

    def _statements(self, found: Sequence[Statement], limit: int, *, quotes: int | None = QUOTES) -> Record:
        records = [statement_record(self.site.catalogue, s, quotes=quotes) for s in found[:limit]]
        return {"total": len(found), "statements": records}


def _told(tool: Callable[..., Awaitable[Record]]) -> Callable[..., Awaitable[Record]]:
    """A tool that tells an agent of its mistakes."""

    @wraps(tool)
    async def told(*arguments: Any, **named: Any) -> Record:
        try:
            return await tool(*arguments, **named)
        except KGError as error:
            raise ToolError(str(error).replace("add --param ", "give the parameter ")) from error

    return told


def make_server(site: Site) -> MCPServer[None]:
    """The server with all tools.

    Args:
        site: what is asked.
    """
    server: MCPServer[None] = MCPServer("newskg", instructions=INSTRUCTIONS, log_level="ERROR")
    tools = Tools(site)
    for tool in (
        tools.find_entity,
        tools.facts_about,
        tools.who_said_what,
        tools.why,
        tools.disputes,
        tools.questions,
        tools.ask_question,
        tools.extract,
    ):
        server.tool(annotations=READ_ONLY, structured_output=True)(_told(tool))
    return server


def run_agents(site: Site) -> None:
    """Answer over standard input and output until that ends."""
    import anyio

    async def main() -> None:
        try:
            await make_server(site).run_stdio_async()
        finally:
            await site.close()

    anyio.run(main)
