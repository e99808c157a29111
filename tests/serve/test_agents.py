"""The tools for agents, asked by the SDK's own client: in memory, and over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="mcp is not installed (the extra mcp brings it)")

from mcp import StdioServerParameters
from mcp.client.client import Client

from kg.serve.agents import make_server
from kg.serve.site import ReadingSettings, open_site

Ask = Callable[..., Awaitable[Any]]


def asked(path: Path, work: Callable[[Ask], Awaitable[None]]) -> None:
    """Some work with a client whose `ask(tool, …)` gives what the tool answers, or the text of its error."""

    async def main() -> None:
        with open_site(path, reading=ReadingSettings(), timeout=10, processes=1) as site:
            try:
                async with Client(make_server(site)) as client:

                    async def ask(tool: str, **arguments: Any) -> Any:
                        answer = await client.call_tool(tool, arguments)
                        return answer.content[0].text if answer.is_error else answer.structured_content  # type: ignore[union-attr]

                    await work(ask)
            finally:
                await site.close()

    asyncio.run(main())


def test_every_tool_answers_with_quotes_and_sources(graph_file: Path) -> None:
    async def work(ask: Ask) -> None:
        (entity,) = (await ask("find_entity", name="pact"))["entities"]
        assert (entity["name"], entity["facts"]) == ("Alliance", 2)
        assert entity["for_example"][0]["evidence"][0]["article"]["headline"] == "An article"
        facts = await ask("facts_about", entity="Alliance", relation="aids")
        assert facts["statements"][0]["evidence"][0]["quote"] == "The Alliance aids Borduria"
        assert facts["statements"][0]["evidence"][0]["article"]["url"] == "https://wire.example/1"
        said = await ask("who_said_what", speaker="Ben Hale", about="Borduria")
        assert [quote["quote"] for item in said["statements"] for quote in item["evidence"]] == ["We attacked nobody"]
        why = await ask("why", subject="Syldavia", relation="attacks", object="Borduria")
        assert (why["kind"], why["disputed"], len(why["evidence"])) == ("reported", True, 2)
        disputes = await ask("disputes")
        assert {quote["polarity"] for quote in disputes["statements"][0]["evidence"]} == {"positive", "negative"}
        names = {question["name"] for question in (await ask("questions"))["questions"]}
        assert {"facts", "said-about"} <= names
        rows = await ask("ask_question", name="facts", parameters={"about": "Alliance"})
        assert rows["total"] == len(rows["rows"]) == 2
        assert {item["evidence"][0]["quote"] for item in rows["statements"]} >= {"The Alliance aids Borduria"}
        read = await ask("extract", text="Norway has sent two batteries to Ukraine.")
        quotes = [quote["quote"] for item in read["statements"] for quote in item["evidence"]]
        assert "Norway has sent two batteries to Ukraine" in quotes

    asked(graph_file, work)


def test_only_facts_unless_another_kind_is_asked_for(graph_file: Path) -> None:
    async def work(ask: Ask) -> None:
        assert {s["kind"] for s in (await ask("facts_about", entity="Borduria"))["statements"]} == {"fact"}
        every = await ask("facts_about", entity="Borduria", kind="all")
        assert {s["kind"] for s in every["statements"]} == {"fact", "reported", "possible", "denied"}
        assert len((await ask("facts_about", entity="Borduria", kind="all", limit=1))["statements"]) == 1

    asked(graph_file, work)


def test_mistakes_are_told_so_that_an_agent_can_do_better(graph_file: Path) -> None:
    async def work(ask: Ask) -> None:
        assert "near: Alliance" in await ask("facts_about", entity="Alianse")
        assert "no relation is called 'loves'" in await ask("facts_about", entity="Alliance", relation="loves")
        assert "no evidence speaks of" in await ask("why", subject="Alliance", relation="owns", object="Isle")
        assert "unknown query 'rolls'" in await ask("ask_question", name="rolls")
        assert "unknown query" in await ask("ask_question", name="/etc/passwd.rq")
        assert "give the parameter about=" in await ask("ask_question", name="timeline")
        assert "name a speaker" in await ask("who_said_what")

    asked(graph_file, work)


def test_over_standard_input_and_output(graph_file: Path, checkout: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kg", "mcp", str(graph_file)],
        env={**os.environ, "PYTHONPATH": str(checkout)},
    )

    async def main() -> None:
        async with Client(command) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert len(tools) == 8
            assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())  # type: ignore[union-attr]
            answer = await client.call_tool("find_entity", {"name": "Alliance"})
            assert "Borduria" in str(answer.structured_content)

    asyncio.run(main())
