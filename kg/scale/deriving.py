"""All that follows from the articles of a large graph, in steps that each see a part of it: what `kg.graph.derive`
finds, by its rules.

What follows from an article once it is known who is who is found by `derive` itself, some articles at a time. Three
things need more than one article: which triples stand, what entities are called, and which texts are copies.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, Graph, URIRef

from kg.durable import replaced
from kg.errors import GraphError
from kg.formats import rdf_format
from kg.graph import Ontology, Verdicts, add, derive, from_quads, known_entities, working_graph
from kg.graph.derived import Fact, entity_triples, facts_of, is_sure
from kg.graph.duplicates import duplicates
from kg.graph.facts import OfArticle
from kg.graph.files import block_text, put, sorted_ntriples
from kg.graph.labels import Views, distinguish_labels, final, spelled
from kg.graph.order import BLOCK, sort_key
from kg.homes.interrupted import decode
from kg.linking.wikidata import identify
from kg.model import Policy, entity_of
from kg.pipeline import relations
from kg.scale.engine import Output
from kg.scale.identifying import Answers
from kg.scale.job import Job
from kg.scale.resolving import Names
from kg.scale.rows import Outbox, batched, by_key, lines, rows, write_table
from kg.scale.shards import packed
from kg.summary import Summary
from kg.vocabulary import NEWS, SCHEMA, statement_iri

TEXTS: Final = 64
"""Texts whose triples are in memory at once."""
SAMPLE: Final = 101
"""One line in so many is looked at to cut the graph's lines into parts of one size."""
ALONE: Final = frozenset(
    predicate.n3().encode()
    for predicate in (
        *(NEWS.start, NEWS.end, NEWS.quote, NEWS.rule, NEWS.time, NEWS.role, NEWS.sha256, NEWS.minHash, NEWS.reading),
        *(SCHEMA.headline, SCHEMA.author, SCHEMA.publisher, SCHEMA.inLanguage, SCHEMA.articleBody, SCHEMA.url),
        *(SCHEMA.datePublished, SCHEMA.exampleOfWork, DCTERMS.source),
    )
)
"""Predicates of the base from which `derive` finds nothing within one article."""
TYPE: Final = RDF.type.n3().encode()
KINDS: Final = tuple(kind.n3().encode() for kind in (NEWS.Evidence, NEWS.Mention, NEWS.Publication, SCHEMA.NewsArticle))
TRIPLES: Final = 10_000
"""Triples that are turned into lines at once."""
NEVER: Final = 2.0
"""A confidence that no evidence reaches: what stands is found when all articles are known."""


def add_articles(job: Job, number: int) -> Output:
    """Turn articles into the base of a graph; send what they know of names to who is who."""
    entities, contents = job.outbox(), dict[str, list[str]]()
    copies, sample = Outbox(1), list[str]()
    errors, read, texts = list[list[str]](), list[str](), 0
    base, answers = Outbox(1), Answers(job)
    for group in batched(by_key(number, job.folder / "linked"), TEXTS):
        graph = working_graph()
        for article, known in group:
            found = sorted((decode(kept) for _, kept in known), key=lambda linked: repr(linked.article))
            for linked in found:
                try:
                    linked = identify(linked, answers) if job.service else linked
                    add(graph, linked, base=job.base, keep_text=job.keep_text)
                    read.append(linked.article.source)
                except GraphError as error:
                    errors.append(packed(error))
            texts += (URIRef(article), NEWS.sha256, None) in graph
        for article, entity in known_entities(graph):
            entities.put(entity.iri, article, asdict(entity))
            listed = contents.setdefault(article, [])
            if not entity.local:
                listed.append(entity.iri)
        for node, hashed in graph.subject_objects(NEWS.minHash):
            copies.put(str(node), str(hashed), str(graph.value(node, SCHEMA.datePublished) or "~"))
        found_lines = sorted_ntriples(graph)
        sample += [sort_key(line).decode() for line in found_lines[::SAMPLE]]
        alone = [_stands_alone(line) for line in found_lines]
        parts = ([line for line, own in zip(found_lines, alone, strict=True) if own is kind] for kind in (False, True))
        base.put("", *(b"\n".join(part).decode() for part in parts))
    write_table(job.table("contents", number), sorted(contents.items()))
    result = {"read": read, "errors": errors, "texts": texts, "named": len(contents), "sample": sample}
    return Output({"entities": entities, "copies": copies, f"base-{number}": base}, result)


def _stands_alone(line: bytes) -> bool:
    """Whether nothing is derived from a line of the base, nor instead of it: most need not be in a graph again."""
    _, predicate, rest = line.split(b" ", 2)
    return predicate in ALONE or (predicate == TYPE and rest.startswith(KINDS))


def derive_articles(job: Job, number: int) -> Output:
    """Derive what follows from single articles; send facts to their triples and entities to their names."""
    names, ontology, verdicts = Names(job), relations(job.setup), job.verdicts
    out, stated, pairs, views = _lines(job), job.outbox(), job.outbox(), job.outbox()
    evidence, used = 0, set[str]()
    for _, text, alone in rows(job.folder / f"base-{number}", 0):
        for line in alone.encode().splitlines():
            out.put_line(line, _part(job, line))
        graph = from_quads(ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES))
        known = known_entities(graph)
        same = {(article, entity.iri): names.of(article, entity.iri) for article, entity in known}
        means: dict[OfArticle, URIRef] = {
            (URIRef(article), URIRef(iri)): URIRef(target) for (article, iri), target in same.items()
        }
        for article, entity in known:
            views.put(same[article, entity.iri], asdict(entity))
        for fact in facts_of(graph, {place: place[1] for place in means}, means, base=job.base):
            evidence += 1
            used.add(str(fact.relation))
            stated.put(str(fact.statement), "stated")
            _send(fact, job.settings.policy, verdicts, stated, pairs)
        derive(graph, ontology, policy=Policy.VOICE, plain=NEVER, base=job.base, same=same, verdicts=verdicts)
        _drop_shared(graph, set(same.values()), job.base)
        _put(graph, out, job)
    rows_out = {"lines": out, "stated": stated, "pairs": pairs, "views": views}
    return Output(rows_out, {"evidence": evidence, "relations": sorted(used)})


def _drop_shared(graph: Graph, entities: Iterable[str], base: str) -> None:
    """Take out what is derived when all articles are known."""
    for node in (*map(URIRef, entities), URIRef(base)):
        graph.remove((node, None, None))
    graph.remove((None, NEWS.duplicateOf, None))
    for relation in list(graph.subjects(RDF.type, OWL.ObjectProperty)):
        graph.remove((relation, None, None))


def _send(fact: Fact, policy: Policy, verdicts: Verdicts, stated: Outbox, pairs: Outbox) -> None:
    """Send a fact to its triple, or first to whether its speaker holds a role at its subject."""
    if fact.subject == fact.object or str(fact.statement) in verdicts.rejected:
        return
    is_confirmed = str(fact.statement) in verdicts.confirmed
    if fact.is_role and (fact.own_voice or is_confirmed):
        pairs.put(f"{fact.subject} {fact.object}", "holds")
    triple = str(fact.subject), str(fact.relation), str(fact.object)
    told = (*triple, str(fact.article), fact.rule, 1.0 if is_confirmed else fact.confidence)
    asked = is_confirmed or fact.vouched(policy)
    if asked is True:
        stated.put(str(fact.statement), "vouched", *told)
    elif asked:
        pairs.put(" ".join(asked), "asks", str(fact.statement), *told)


def ask_for_roles(job: Job, number: int) -> Output:
    """Let those speak for a subject who hold a role there."""
    stated = job.outbox()
    for _, known in by_key(number, job.folder / "pairs"):
        if any(row[1] == "holds" for row in known):
            for row in known:
                if row[1] == "asks":
                    stated.put(row[2], "vouched", *row[3:])
    return Output({"stated": stated})


def let_stand(job: Job, number: int) -> Output:
    """Find the triples that are sure enough to stand, and what follows from them.

    The result says how many statements there are, and which of those on which people have decided.
    """
    ontology, stood, count = relations(job.setup), job.outbox(), 0
    rejected, decided = job.verdicts.rejected, job.verdicts.rejected | job.verdicts.confirmed
    standing, stated = list[Any](), list[str]()
    for iri, known in by_key(number, job.folder / "stated"):
        count += 1
        stated += [iri] if iri in decided else []
        vouched = [row[2:] for row in known if row[1] == "vouched"]
        if vouched and is_sure([(article, rule, p) for *_, article, rule, p in vouched], job.settings.plain):
            triple = tuple(map(URIRef, vouched[0][:3]))
            entailed = {str(statement_iri(*found, base=job.base)): found for found in ontology.entailed(*triple)}
            if rejected.isdisjoint(entailed):  # what entails something wrong is wrong
                standing += entailed.values()
                for one in entailed:
                    stood.put(one)
    return Output({"lines": _lines(job, standing), "stood": stood}, {"statements": count, "decided": stated})


def count_standing(job: Job, number: int) -> Output:
    """Count the statements that stand as plain triples."""
    stated = {key for key, *_ in rows(job.folder / "stated", number)}
    return Output(result=len({key for (key,) in rows(job.folder / "stood", number)} & stated))


def call_entities(job: Job, number: int) -> Output:
    """Find out what each entity is called, before it is told from others."""
    found, plain = job.outbox(), dict[str, str]()
    for iri, known in by_key(number, job.folder / "views"):
        views = _views(job, iri, known)
        plain[iri] = views.label
        found.put(spelled(views.label), iri, views.all.dump(), views.same.dump())
    write_table(job.table("plain-labels", number), sorted(plain.items()))
    return Output({"called": found}, len(plain))


def _views(job: Job, iri: str, known: Iterable[Any]) -> Views:
    return Views.of(iri, [entity_of(kept) for _, kept in known], job.verdicts.names.get(iri, ""))


def tell_labels_apart(job: Job, number: int) -> Output:
    """Give entities of one name labels that differ."""
    found, plain = job.outbox(), job.tables("plain-labels")
    for _, known in by_key(number, job.folder / "called"):
        given = job.verdicts.names
        views = {
            URIRef(iri): Views(Summary.load(both), Summary.load(same), given.get(iri, ""))
            for _, iri, both, same in known
        }
        labels = (
            distinguish_labels(views, plain.get) if len(views) > 1 else {iri: one.label for iri, one in views.items()}
        )
        for iri, label in labels.items():
            found.put(spelled(label), str(iri), label)
    return Output({"noted": found})


def settle_labels(job: Job, number: int) -> Output:
    """Tell those apart that have come to be called alike after all."""
    found = job.outbox()
    for _, known in by_key(number, job.folder / "noted"):
        for _, iri, label in known:
            found.put(iri, final(iri, label, alone=len(known) == 1))
    return Output({"labels": found})


def describe_entities(job: Job, number: int) -> Output:
    """Write what the graph says of entities themselves."""
    names = dict(rows(job.folder / "labels", number))
    found = (
        triple
        for iri, known in by_key(number, job.folder / "views")
        for triple in entity_triples(URIRef(iri), names[iri], _views(job, iri, known))
    )
    return Output({"lines": _lines(job, found)})


def describe_all(job: Job, used: list[str]) -> Output:
    """Write what the graph says of itself, of its relations, and of copies: a look at all texts' signatures.

    Args:
        used: the relations of its statements.
    """
    graph, ontology, built = working_graph(), relations(job.setup), job.settings
    derive(graph, Ontology({}), policy=built.policy, plain=built.plain, base=job.base, verdicts=job.verdicts)
    for triple in ontology.triples(map(URIRef, used)):
        graph.add(triple)
    known = {node: (hashed, day) for node, hashed, day in sorted(rows(job.folder / "copies", 0))}
    copies = duplicates({n: h for n, (h, _) in known.items()}, {n: (day,) for n, (_, day) in known.items()})
    for one, other in copies.items():
        graph.add((URIRef(one), NEWS.duplicateOf, URIRef(other)))
    return Output({"lines": _lines(job, graph)})


def _lines(job: Job, triples: Iterable[Any] = ()) -> Outbox:
    """Triples as lines for the parts of the graph that are sorted each by itself."""
    out = Outbox(len(job.bounds) + 1)
    for some in batched(triples, TRIPLES):
        graph = working_graph()
        put(graph, some)
        _put(graph, out, job)
    return out


def _put(graph: Graph, out: Outbox, job: Job) -> None:
    for line in sorted_ntriples(graph):
        out.put_line(line, _part(job, line))


def _part(job: Job, line: bytes) -> int:
    return bisect_right(job.bounds, sort_key(line))


def cut(sample: Iterable[str], parts: int) -> tuple[bytes, ...]:
    """Sort keys that cut lines into so many parts of about one size."""
    keys = sorted({key.encode() for key in sample})
    return tuple(dict.fromkeys(keys[len(keys) * n // parts] for n in range(1, parts))) if keys else ()


def sort_lines(job: Job, number: int) -> Output:
    """Sort one part of the graph's lines, each once."""
    found = sorted(set(lines(job.folder / "lines", number)), key=sort_key)
    path = sorted_part(job, number)
    path.parent.mkdir(exist_ok=True)
    with replaced(path) as stream:
        stream.writelines(line + b"\n" for line in found)
    return Output(result=len(found))


def sorted_part(job: Job, number: int) -> Path:
    """Where a sorted part of the graph lies, as N-Triples."""
    return job.folder / "sorted" / f"{number:06}.nt"


def block_path(job: Job, number: int) -> Path:
    """Where the text of a block of the graph lies."""
    return job.folder / "text" / f"{number:06}"


def write_block(job: Job, task: tuple[int, list[tuple[int, int, int]], str]) -> Output:
    """Write some lines of the graph in its format.

    Args:
        task: number of the block; the parts in which its lines lie, from which line and how many; the graph's file.
    """
    number, places, out = task
    found = list[bytes]()
    for part, first, count in places:
        with sorted_part(job, part).open("rb") as stream:
            found += islice(stream, first, first + count)
    path = block_path(job, number)
    path.parent.mkdir(exist_ok=True)
    with replaced(path) as stream:
        stream.write(block_text(b"".join(found), rdf_format(Path(out)), base=job.base))
    return Output()


def blocks(counts: list[int]) -> list[list[tuple[int, int, int]]]:
    """The blocks of a graph's lines, as `kg.graph.write_graph` cuts them: part, first line and number of lines.

    Args:
        counts: lines of each part.
    """
    found, room = list[list[tuple[int, int, int]]](), 0
    for part, count in enumerate(counts):
        at = 0
        while at < count:
            if not room:
                found.append([])
                room = BLOCK
            taken = min(room, count - at)
            found[-1].append((part, at, taken))
            at, room = at + taken, room - taken
    return found
