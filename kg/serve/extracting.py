"""The process that reads an article that somebody brings: its facts, as a graph of their own.

    python -m kg.serve.extracting SETTINGS

SETTINGS are `ReadingSettings`, as JSON.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import KGError, ReadError
from kg.graph import Settings, add, working_graph
from kg.model import Article, Policy
from kg.pipeline import Setup, analyse, load_tools, relations
from kg.reading.source import Options, Source, Tell
from kg.serve.answering import Answer, answer_requests
from kg.serve.site import ReadingSettings
from kg.settling import settle

if TYPE_CHECKING:
    from kg.pipeline import Tools

LONGEST_TEXT: Final = 100_000
"""Characters of an article that is read while somebody waits: about 15,000 words."""
MOST_ARTICLES: Final = 5
"""Articles of one file or feed that are read while somebody waits."""


def setup_of(reading: ReadingSettings) -> Setup:
    """What the pipeline needs to know."""
    return Setup(reading.model, tuple(map(Path, reading.ontologies)), reading.base)


def read_request(request: dict[str, Any], reading: ReadingSettings, tell: Tell) -> Iterator[Article]:
    """The articles that somebody brings: a text, a file's bytes in base 64, or a link.

    Raises:
        ReadError: it cannot be read, or is a link where none may be followed.
    """
    if "url" in request:
        if not reading.fetch:
            raise ReadError("links are not followed by this server (start it with --fetch)")
        from kg.formats import is_address
        from kg.reading.connecting import Limits
        from kg.reading.fetching import Fetcher
        from kg.reading.web import read_web

        url = str(request["url"]).strip()
        if not is_address(url):
            raise ReadError("a link begins with http:// or https://")
        fetcher = Fetcher(limits=Limits(seconds=15, size=4 << 20, private=reading.private))
        return read_web(url, fetcher, options=Options(), tell=tell, most=1)
    if "text" in request:
        from kg.reading.plain import read_plain

        return read_plain(Source(io.BytesIO(str(request["text"]).encode()), "the text", tell=tell))
    from kg.reading.readers import read_bytes

    return read_bytes(base64.b64decode(request["data"]), name=str(request["name"]), tell=tell)


def read_facts(request: dict[str, Any], reading: ReadingSettings, tools: Tools) -> Answer:
    """Read what somebody brings and give its graph.

    Returns:
        A head with `notes` on what was left out, and the graph as N-Triples.

    Raises:
        ReadError: nothing of it can be read.
    """
    notes = list[str]()
    graph = working_graph()
    number = 0
    for article in islice(read_request(request, reading, lambda error: notes.append(str(error))), MOST_ARTICLES):
        if len(article.text) > LONGEST_TEXT:
            raise ReadError(f"{article.source}: has more than {LONGEST_TEXT:,} characters; use kg build for it")
        add(graph, analyse(article, tools), base=reading.base, keep_text=True)
        number += 1
    if not number:
        raise ReadError(notes[0] if notes else "there is no article in it")
    built = Settings(Policy(reading.policy), reading.plain, reading.base)
    settle(graph, relations(setup_of(reading)), built=built)
    lines: bytes = graph.serialize(format="ox-nt", encoding="utf-8")
    return {"notes": notes}, lines


def main() -> None:
    """Load the pipeline and answer."""
    told = json.loads(sys.argv[1])
    reading = ReadingSettings(**{**told, "ontologies": tuple(told["ontologies"])})

    def prepare() -> Callable[[dict[str, Any]], Answer]:
        tools = load_tools(setup_of(reading))

        def answer(request: dict[str, Any]) -> Answer:
            try:
                return read_facts(request, reading, tools)
            except KGError:
                raise
            except Exception as error:  # of a library, on a text that nobody has foreseen
                raise ReadError(f"it cannot be read: {type(error).__name__}") from error

        return answer

    answer_requests(prepare)


if __name__ == "__main__":
    main()
