"""kg build --engine: the same graph by many processes or machines."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from kg.cli.options import counted, lost, say
from kg.errors import GraphError, KGError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.decisions import Decisions
    from kg.graph import Settings
    from kg.linking.wikidata import Reconciler
    from kg.model import Article
    from kg.pipeline import Setup
    from kg.reading import Tally
    from kg.reading.sources import Fetch

EVERY: Final = 30.0
"""Seconds between two lines that say how far it is."""


@dataclass(slots=True)
class Lines:
    """Tells a person now and then how far a build is."""

    told: float = 0.0
    words: int = 0
    began: float = field(default_factory=time.monotonic)

    def tell(self, step: str, done: int, of: int, result: Any) -> None:
        """See `kg.scale.job.Steps`."""
        now = time.monotonic()
        if step == "extract":
            self.words += result.get("words", 0)
        if now - self.told > EVERY or (step == "extract" and done == of):
            speed = f", {self.words / max(1.0, now - self.began):,.0f} words a second" if step == "extract" else ""
            say(f"{step}: {done:,} of {of:,} parts{speed}")
            self.told = now


def build_on_engine(
    engine: str,
    sources: Sequence[str],
    setup: Setup,
    settings: Settings,
    *,
    jobs: int | None,
    address: str,
    work: Path | None,
    fields: str,
    keep_text: bool,
    decisions: Decisions,
    service: Reconciler | None,
    tally: Tally,
    fetch: Fetch | None,
    out: Path | None,
    store: Path | None,
    wait: float,
) -> None:
    """Build a graph, and say what it holds.

    Raises:
        KGError: see `kg.scale.build.build`.
    """
    from kg import homes
    from kg.durable import locked
    from kg.graph import counts_of
    from kg.reading import parse_map, read_articles
    from kg.reading.sources import check_sources
    from kg.scale.build import build, prepare
    from kg.scale.engine import open_engine
    from kg.scale.job import Job

    options = parse_map(fields)
    check_sources(sources, fetch)
    place = out or store
    assert place is not None
    folder = work or place.with_name(f".{place.name}.work")
    asked = service.endpoint if service is not None else ""
    job = Job(folder.absolute(), setup, settings, options.fields, keep_text, decisions, asked)

    def pass_over(error: KGError) -> None:
        tally.pass_over(error)
        say(str(error))

    def read_here(some: Sequence[str]) -> Iterable[Article]:
        return read_articles(some, options=options, fetch=fetch, on_error=pass_over)

    with (
        homes.File(out).locked(wait=wait) if out is not None else nullcontext(),
        locked(folder.with_name(f"{folder.name}.lock"), name=str(folder), wait=wait),
        open_engine(engine, workers=jobs, address=address) as runs,
    ):
        if prepare(job, sources):
            say("goes on from what an interrupted run has done")
        try:
            done = build(
                *(job, runs, sources),
                read_here=read_here,
                on_error=pass_over,
                tell=Lines().tell,
                out=out,
                store=store,
                wait=wait,
                keep=work is not None,
                service=service,
            )
        except KeyboardInterrupt:
            say("stopped; nothing is written; the same command goes on from there")
            raise
    for name in done.read:
        tally.read(name)
    if not done.articles:
        raise GraphError(f"no article could be read: nothing is written ({tally.line()})")
    for words in done.vanished:
        lost(words)
    if store is not None:
        counts_of(store)  # kept beside it: of a large store they take a while, and `kg info` tells them
    where = " and ".join(str(path) for path in (out, store) if path is not None)
    typer.echo(f"{where}: {counted(done)}" + ("" if tally.complete else f"; {tally.line()}"))
