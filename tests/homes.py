"""Homes of made-up articles, appends to them, and what a build from scratch gives."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from made_up import linked_article, reworded
from rdflib import Graph
from strategies import ONTOLOGY

from kg.decisions import Decision, Decisions, Verb, check
from kg.errors import DecisionError
from kg.filling import take_out_earlier
from kg.graph import Settings, add, new_graph
from kg.graph.files import sorted_ntriples
from kg.homes import Embedded, File, Home, Plan, Writer, address
from kg.homes.interrupted import key
from kg.model import LinkedArticle, Policy
from kg.settling import settle
from kg.vocabulary import BASE, article_iri, mention_iri, relation_iri

PLAN = Plan(Settings(Policy.STANDING, 0.7, BASE), ONTOLOGY, "setup")
CONTEXT = multiprocessing.get_context("forkserver")  # an embedded store does not outlive a fork of this process
CONTEXT.set_forkserver_preload(["kg.homes", "kg.pipeline"])


def examples(usual: int, *, often: int = 1) -> int:
    """How many cases of a law are tried: some in the suite, `HOMES_EXAMPLES=500` many, of some laws `often` as many."""
    return int(os.environ.get("HOMES_EXAMPLES", "0")) * often or usual


PLACES = ("graph.ttl", "graph.nq.gz", "graph.jsonld", "store")
ALL_PLACES = (*PLACES, "graph.trig", "graph.nt", "graph.nq", "graph.jsonld.gz")


def place(folder: Path, name: str) -> Home:
    """A home in a folder."""
    return Embedded(folder / name) if name == "store" else File(folder / name)


def some(count: int, seed: int = 1) -> list[LinkedArticle]:
    """Articles with different texts."""
    rng, found = random.Random(seed), dict[str, LinkedArticle]()
    while len(found) < count:
        linked = linked_article(rng)
        found.setdefault(linked.article.sha256, linked)
    return list(found.values())


def lines(graph: Graph) -> list[bytes]:
    """A graph as it would be written to a file."""
    return sorted_ntriples(graph)


def built(articles: Iterable[LinkedArticle], plan: Plan) -> tuple[list[bytes], list[str]]:
    """What a build of these articles gives, and the decisions whose object it does not have."""
    graph, how = new_graph(), plan.settings
    for linked in articles:
        add(graph, linked)
    vanished = settle(graph, ONTOLOGY, built=how, decisions=plan.decisions)
    return lines(graph), vanished


def expected(articles: list[LinkedArticle]) -> list[bytes]:
    """What a build of these articles gives."""
    return built(articles, PLAN)[0]


def append(where: Home, *articles: LinkedArticle, wait: float = 0.0) -> None:
    """Add articles to what a home holds."""
    with where.writing(PLAN, wait=wait) as writer:
        for linked in articles:
            writer.add(linked)
        writer.commit()


def made_up_decisions(rng: random.Random, articles: list[LinkedArticle], *, base: str = BASE) -> Decisions:
    """Some decisions on what articles speak of that do not contradict each other."""
    known = [(str(article_iri(o.article.sha256, base=base)), e.iri) for o in articles for e in o.entities]
    terms = [*(iri for _, iri in known), *(str(mention_iri(*place, base=base)) for place in known)]
    facts = [s for linked in articles for s in linked.statements]
    found = Decisions()
    for _ in range(rng.randint(0, 5) if known else 0):
        verb, one, other = rng.choice(list(Verb)), *rng.choices(terms, k=2)
        if verb in (Verb.SAME, Verb.DIFFERENT):
            decision = Decision(verb, (min(one, other), max(one, other)))
        elif verb == Verb.RENAME:
            decision = Decision(verb, (one,), rng.choice(("Anna Moss", "NATO", "Somebody")))
        elif facts:
            fact = rng.choice(facts)
            decision = Decision(verb, (fact.subject, str(relation_iri(fact.predicate)), fact.object))
        else:
            continue
        more = Decisions((*found.all, decision)) if decision not in found.all else found
        with suppress(DecisionError):
            check(more, "decisions")
            found = more
    return found


def put(writer: Writer, linked: LinkedArticle, left: dict[str, list[LinkedArticle]]) -> None:
    """Add an article, and note which are there."""
    writer.add(linked)
    left.setdefault(str(article_iri(linked.article.sha256)), []).append(linked)


def put_in_place(writer: Writer, linked: LinkedArticle, left: dict[str, list[LinkedArticle]]) -> None:
    """Add an article, take out the texts that its address had before, and note which are there."""
    put(writer, linked, left)
    name, text = address(linked.article), linked.article.sha256
    if name:
        gone = take_out_earlier(writer, name, {text})
        stays = {
            node: [one for one in several if address(one.article) != name or one.article.sha256 == text]
            for node, several in left.items()
        }
        assert gone == sum(
            len({key(one.article) for one in several} - {key(one.article) for one in stays[node]})
            for node, several in left.items()
        )
        left.clear()
        left.update({node: several for node, several in stays.items() if several})


def change(where: Home, rng: random.Random, left: dict[str, list[LinkedArticle]]) -> None:
    """Add, replace and take out some articles, decide anew, and compare with a build of what is left."""
    now = {node: list(several) for node, several in left.items()}
    how = Settings(rng.choice(list(Policy)), rng.choice((0.0, 0.7, 0.95)), BASE)
    pool = [linked_article(rng) for _ in range(rng.randint(1, 4))]
    there = [linked for several in left.values() for linked in several]
    plan = replace(PLAN, settings=how, decisions=made_up_decisions(rng, [*pool, *there]))
    before = lines(where.read()) if where.exists() else None
    with where.writing(plan) as writer:
        for linked in pool:
            if now and rng.random() < 0.3:
                replaced = rng.choice([one for several in now.values() for one in several])
                put_in_place(writer, reworded(replaced, rng), now)
                continue
            if now and rng.random() < 0.5:
                gone = rng.choice(sorted(now))
                writer.remove(gone)
                del now[gone]
            put(writer, linked, now)
        try:
            wanted = built((linked for several in now.values() for linked in several), plan)
        except DecisionError:  # two IRIs of one mention
            with pytest.raises(DecisionError):
                writer.commit()
            wanted = None
        else:
            assert writer.commit() == wanted[1]
    if wanted is None:
        assert (lines(where.read()) if where.exists() else None) == before
    else:
        assert lines(where.read()) == wanted[0]
        left.clear()
        left.update(now)
