"""A graph of any number of articles, step by step, each step on as many processes or machines as an engine has."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import DecisionError, KGError, ReadError
from kg.formats import is_address, rdf_format
from kg.graph import write_graph
from kg.graph.files import from_quads, heading, load_store, replacing
from kg.linking import Decided
from kg.linking.profiles import commonness_limit
from kg.linking.wikidata import Service
from kg.model import Article
from kg.reading.sources import named_files
from kg.scale import deriving, identifying, resolving
from kg.scale.components import find_components
from kg.scale.engine import Engine
from kg.scale.job import Job, Steps
from kg.scale.shards import describe, extract_shard, kept_articles, plan, unpacked
from kg.settling import unmet
from kg.vocabulary import digest

SHARDS_OF_PARTITION: Final = 4
MOST_PARTITIONS: Final = 1 << 12
"""So many parts of a file a task looks up one after the other."""


@dataclass(slots=True)
class Built:
    """What a build has come to.

    Args:
        articles, entities, statements, plain, evidence: how many there are.
        read: the names of the sources that were read.
        vanished: the decisions, in words, whose object is not in the graph.
        seconds: what each step took.
    """

    articles: int = 0
    entities: int = 0
    statements: int = 0
    plain: int = 0
    evidence: int = 0
    read: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


Tell = Callable[[str, int, int, Any], None]


def build(
    job: Job,
    engine: Engine,
    sources: Sequence[str],
    *,
    read_here: Callable[[Sequence[str]], Iterable[Article]],
    on_error: Callable[[KGError], None],
    tell: Tell = lambda step, done, of, result: None,
    out: Path | None = None,
    store: Path | None = None,
    wait: float = 0.0,
    keep: bool = False,
    service: Service | None = None,
) -> Built:
    """Build a graph from sources.

    Args:
        job: how; its folder is made, or holds what an interrupted run of the same build has done.
        read_here: reads what only this process can: standard input, web addresses.
        on_error: told of all that is passed over.
        tell: see `Steps`.
        out, store: where the graph is to be.
        wait: for how many seconds to wait for another writer of the store.
        keep: whether the folder stays.
        service: what is at the address that the job names.

    Raises:
        KGError: no article could be read, or nothing can be written.
    """
    built = Built()
    last = time.monotonic()

    def clocked(step: str, done: int, of: int, result: Any) -> None:
        nonlocal last
        now = time.monotonic()
        built.seconds[step] = built.seconds.get(step, 0.0) + now - last
        last = now
        tell(step, done, of, result)

    steps = Steps(engine, clocked)
    job = _read(job, steps, sources, read_here, on_error, service, built)
    decided = _resolve(job, steps)
    counts = _derive(job, steps, decided, built)
    if out is not None:
        _write(job, steps, counts, out)
    if store is not None:
        load_store([deriving.sorted_part(job, part) for part in range(len(counts))], store, wait=wait)
    if not keep:
        shutil.rmtree(job.folder, ignore_errors=True)
    return built


def prepare(job: Job, sources: Sequence[str]) -> bool:
    """Make the folder of a build; what another build has left there is deleted.

    Returns:
        Whether it holds what an interrupted run of this build has done.
    """
    from kg.pipeline import setup_digest

    files = [source for source in sources if not _only_here(source)]
    named = [(str(file.path), name, *_stamp(file.path)) for file, name in named_files(files)]
    how = (job.settings, sorted(job.fields.items()), job.keep_text, job.decisions.all, job.service)
    what = digest(setup_digest(job.setup), repr((named, how)))
    mark = job.folder / "build"
    if mark.is_file() and mark.read_text() == what and len(files) == len(sources):
        return (job.folder / "done").is_dir()
    if job.folder.exists() and any(job.folder.iterdir()) and not mark.is_file():
        raise KGError(f"{job.folder}: is not a folder of a build, and not empty; name another with --work")
    shutil.rmtree(job.folder, ignore_errors=True)
    job.folder.mkdir(parents=True)
    mark.write_text(what)
    return False


def _only_here(source: str) -> bool:
    """Whether a source is standard input or a web address, which gives something else the next time."""
    return source == "-" or is_address(source)


def _stamp(path: Path | None) -> tuple[int, int]:
    return (0, 0) if path is None or not path.exists() else (path.stat().st_size, path.stat().st_mtime_ns)


def _read(
    job: Job,
    steps: Steps,
    sources: Sequence[str],
    read_here: Callable[[Sequence[str]], Iterable[Article]],
    on_error: Callable[[KGError], None],
    service: Service | None,
    built: Built,
) -> Job:
    """Extract what the articles say, shard by shard, and put them into the base of the graph."""
    if not (job.folder / "shards.json").exists():
        here = [source for source in sources if _only_here(source)]
        files = plan(source for source in sources if source not in here)
        shards = [*files, *kept_articles(read_here(here) if here else (), job.folder / "read")]
        if not shards:
            raise ReadError("there are no articles in these sources")
        count = max(-(-len(shards) // SHARDS_OF_PARTITION), min(steps.engine.workers, len(shards)))
        job.keep("shards", {"partitions": min(count, MOST_PARTITIONS), "shards": shards})
    planned = job.kept("shards")
    shards, count = planned["shards"], planned["partitions"]
    job = replace(job, partitions=count)
    results = steps.run("extract", extract_shard, job, shards, loads_model=True, fails=False)
    for shard, result in zip(shards, results, strict=True):
        for error in result.get("errors", ()):
            on_error(unpacked(*error))
        if "failed" in result:
            on_error(ReadError(f"{describe(shard)}: the shard failed: {result['failed']}"))
    if service is not None:
        steps.run("names-to-ask", identifying.collect_names, job)
        identifying.ask(job, service)
    added = steps.run("add", deriving.add_articles, job)
    for result in added:
        built.read += result["read"]
        built.articles += result["texts"]
        for error in result["errors"]:
            on_error(unpacked(*error))
    named = sum(result["named"] for result in added)
    bounds = deriving.cut(chain.from_iterable(result["sample"] for result in added), count)
    return replace(job, limit=commonness_limit(named), bounds=bounds)


def _resolve(job: Job, steps: Steps) -> Decided:
    """Find out who is who; see `kg.scale.resolving`. Gives what people's decisions are about."""
    parts = range(job.partitions)
    found = steps.run("profiles", resolving.make_profiles, job)
    job = replace(job, frequent=frozenset(iri for result in found for iri in result["frequent"]))
    bearers, decisions = list[list[str]](), job.decisions.all
    for refused in steps.run("meet", resolving.meet, job, [0]) if decisions else ():
        if refused:
            raise DecisionError(refused)
    if decisions or any(result["contested"] for result in found):
        bearers = [*chain.from_iterable(steps.run("namesakes", resolving.tell_namesakes_apart, job))]
    job.keep("bearers", bearers)
    steps.run("settle", resolving.settle_profiles, job)
    steps.run("propose", resolving.propose, job)
    find_components(steps, job, "stars", ["links"])
    steps.run("route", resolving.route_edges, job, [(part, "stars", ["edges"]) for part in parts])
    steps.run("cluster", resolving.cluster_components, job)
    steps.run("short", resolving.call_by_short_forms, job)
    stars = "stars"
    if sum(steps.run("take", resolving.take_short_forms, job)):
        stars = "united-stars"
        find_components(steps, job, stars, ["links", "more-links"])
        steps.run("reroute", resolving.route_edges, job, [(part, stars, ["edges", "taken"]) for part in parts])
    steps.run("unite", resolving.unite, job, [(part, f"{stars}-components") for part in parts])
    steps.run("names", resolving.keep_names, job)
    if not decisions:
        return Decided({})
    (come_to,) = steps.run("conclude", resolving.conclude, job, [0])
    facts = {decisions[place]: frozenset(iris) for place, iris in come_to["facts"]}
    vanished = tuple(decisions[place] for place in come_to["vanished"])
    return Decided({}, facts=facts, rejected=frozenset(come_to["rejected"]), vanished=vanished)


def _derive(job: Job, steps: Steps, decided: Decided, built: Built) -> list[int]:
    """Derive what follows, and sort it; gives the number of lines of each part."""
    found = steps.run("derive", deriving.derive_articles, job)
    built.evidence = sum(result["evidence"] for result in found)
    used = sorted({relation for result in found for relation in result["relations"]})
    steps.run("roles", deriving.ask_for_roles, job)
    stood = steps.run("stand", deriving.let_stand, job)
    built.statements = sum(result["statements"] for result in stood)
    stated = {iri for result in stood for iri in result["decided"]}
    built.vanished = unmet(decided, job.decisions, stated.__contains__)
    built.plain = sum(steps.run("count", deriving.count_standing, job))
    built.entities = sum(steps.run("call", deriving.call_entities, job))
    steps.run("notes", deriving.tell_labels_apart, job)
    steps.run("labels", deriving.settle_labels, job)
    steps.run("describe", deriving.describe_entities, job)
    steps.run("copies", deriving.describe_all, job, [used])
    counts = steps.run("sort", deriving.sort_lines, job, range(len(job.bounds) + 1))
    for over in (*job.folder.glob("base-*"), job.folder / "lines", job.folder / "views"):  # as large as the graph
        shutil.rmtree(over, ignore_errors=True)
    return counts


def _write(job: Job, steps: Steps, counts: list[int], out: Path) -> None:
    """Write the graph into a file: block by block, or JSON-LD, which has no blocks, as a whole."""
    kind = rdf_format(out)
    if kind == ox.RdfFormat.JSON_LD:
        files = (deriving.sorted_part(job, part) for part in range(len(counts)))
        quads = (quad for file in files for quad in ox.parse(path=file, format=ox.RdfFormat.N_TRIPLES))
        write_graph(from_quads(quads), out, base=job.base)
        return
    tasks = [(number, places, str(out)) for number, places in enumerate(deriving.blocks(counts))]
    steps.run(f"write-{kind.name}", deriving.write_block, job, tasks)
    with replacing(out) as stream:
        stream.write(heading(kind, base=job.base))
        for number, *_ in tasks:
            with deriving.block_path(job, number).open("rb") as text:
                shutil.copyfileobj(text, stream)
