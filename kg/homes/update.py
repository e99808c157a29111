"""Changing some articles of an embedded store, and with them what follows from them alone.

The default graph of a store is the graph as any file would hold it. Each article's base (see `kg.graph.facts`) lies in
a named graph of the article's IRI; the index (see `kg.homes.index`) in another one. `update` gives the same graph as
`kg.settling.settle` on all bases; tests/test_homes.py compares them. What is derived depends on:

- who is who: on what `kg.linking.parts` says. On a part bears, beside its articles, which names say something: those
  that it relied on are kept, and a part is resolved again where one of them begins or ceases to. A bare surname or
  acronym is looked at again where the one entity that it can mean is another one, or has other articles among those
  that are compared. What people decided on is one part with all that depends on it, which is resolved again each time;
- an entity's class, names and identifiers: on what articles know of it;
- its label: on those of its name, on those called as it is then, and on the body that tells it from them
  (`kg.homes.names`);
- a statement and its evidence: on which entities stand for those of its articles;
- a plain triple: on what `kg.homes.plain` says;
- copies: on what `kg.homes.duplicates` says;
- the definitions of relations: on which are used.

Other settings, definitions of relations, or decisions concern everything: then the whole is derived anew (see
`kg.homes.embedded`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import pyoxigraph as ox
from rdflib import VOID

from kg.decisions import Decisions
from kg.graph import Ontology, Settings, Verdicts, from_quads, known_entities, to_quads
from kg.graph.derived import setting_triples
from kg.graph.files import as_written
from kg.homes.duplicates import update_copies
from kg.homes.entities import Means, resolve_changed
from kg.homes.flat import flatten, write_flat
from kg.homes.index import ARTICLES, DECIDED, ENTAILED, ENTITY, SETUP, TRIPLES, Index, Triples, replace
from kg.homes.names import update_names
from kg.homes.plain import FROM, STATEMENT, TYPE, Fact, Plain
from kg.linking import Decided
from kg.model import Entity
from kg.settling import unmet
from kg.vocabulary import statement_iri

_DATASET = ox.NamedNode(str(VOID.Dataset))

Bases = Mapping[str, Collection[ox.Triple]]
"""What some articles give to a graph by themselves, by their IRIs; nothing for one that goes."""


@dataclass(frozen=True, slots=True)
class How:
    """How a store's graph is derived.

    Args:
        ontology: the relations; those that the store's graph carries along included.
        built: the settings, with the number of decisions.
        decisions: what people have decided.
    """

    ontology: Ontology
    built: Settings
    decisions: Decisions


def update(store: ox.Store, bases: Bases, how: How, *, setups: Mapping[str, str] | None = None) -> list[str]:
    """Give some articles new bases, and derive what follows.

    Args:
        store: all of whose articles came by this function, in the same way.
        setups: what read the articles, digests; see `kg.homes.index`.

    Returns:
        The decisions, in words, whose object is not in the graph.
    """
    index, triples = Index(store, how.built.base), Triples(store)
    present = {article: base_of(store, article) for article in bases}
    _put_settings(triples, how.built)
    for article, base in bases.items():
        _put_base(store, article, present[article], base)
        setup = (setups or {}).get(article)
        index.put_texts(article, SETUP, [setup] if base and setup else [])
    index.put_more(ARTICLES, sum(map(bool, bases.values())) - sum(map(bool, present.values())))
    standing, coming = ({a: _entities(base) for a, base in of.items()} for of in (present, bases))
    for article, known in coming.items():
        index.put_contents(article, known)

    meant = resolve_changed(index, standing, coming, how.decisions)
    before, after = _by_article(meant.before), _by_article(meant.after)
    old = {article: flatten(base, before[article]) for article, base in present.items()}
    new = {article: flatten(base, after[article]) for article, base in bases.items()}
    for article in after.keys() - bases.keys():  # some of its entities are others now
        others = {
            iri: index.present_target(article, iri) for iri in index.contents(article) if iri not in after[article]
        }
        turned_to = {*before[article].values(), *after[article].values()}
        concerned = {*after[article], *(iri for iri, target in others.items() if target in turned_to)}
        base = base_about(store, article, concerned)
        old[article] = flatten(base, before[article] | others)
        new[article] = flatten(base, after[article] | others)

    was, verdicts, turned = _put_verdicts(index, meant.decided, how)
    plain = Plain(triples, how.ontology, how.built, before=was, after=verdicts, turned=turned)
    plain.settle(write_flat(old, new, plain))
    renamed = {iri for iri, _ in was.names.items() ^ verdicts.names.items()}
    update_names(index, triples, meant.changed | renamed, verdicts.names)
    update_copies(index, triples, bases)
    index.put_more(TRIPLES, triples.more)
    index.put_more(ENTAILED, plain.entailed)
    index.write()
    return unmet(meant.decided, how.decisions, lambda iri: ox.Quad(ox.NamedNode(iri), TYPE, STATEMENT) in triples)


def base_of(store: ox.Store, article: str) -> set[ox.Triple]:
    """What an article of a store gives by itself."""
    found = store.quads_for_pattern(None, None, None, ox.NamedNode(article))
    return {as_written(quad).triple for quad in found}


def base_about(store: ox.Store, article: str, iris: Iterable[str]) -> set[ox.Triple]:
    """What an article of a store gives that speaks of some of its entities, or through them: `base_of` in part."""
    graph = ox.NamedNode(article)
    nodes = {q.subject for iri in iris for q in store.quads_for_pattern(None, None, ox.NamedNode(iri), graph)}
    nodes |= {q.subject for node in nodes for q in store.quads_for_pattern(None, FROM, node, graph)}
    found = (quad for node in nodes for quad in store.quads_for_pattern(node, None, None, graph))
    return {as_written(quad).triple for quad in found}


def _put_base(store: ox.Store, article: str, present: Iterable[ox.Triple], wanted: Iterable[ox.Triple]) -> None:
    graph = ox.NamedNode(article)
    old, new = ({ox.Quad(t.subject, t.predicate, t.object, graph) for t in base} for base in (present, wanted))
    replace(store, old, new)
    if not new:
        store.remove_graph(graph)


def _put_settings(triples: Triples, built: Settings) -> None:
    nodes = {quad.subject for quad in triples.matching(None, TYPE, _DATASET)}
    present = (quad for node in nodes for quad in triples.matching(node, None, None))
    triples.replace(map(as_written, present), to_quads(setting_triples(built)))


def _entities(base: Collection[ox.Triple]) -> dict[str, Entity]:
    mentions = {t.subject for t in base if t.predicate == ENTITY}
    return {entity.iri: entity for _, entity in known_entities(from_quads(t for t in base if t.subject in mentions))}


def _by_article(means: Means) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for (article, iri), target in means.items():
        found[article][iri] = target
    return found


def _put_verdicts(index: Index, decided: Decided, how: How) -> tuple[Verdicts, Verdicts, list[Fact]]:
    """Keep what people's decisions have come to.

    Returns:
        What they came to before, what they come to now, and the facts of which they say something else now.
    """
    facts: dict[str, Fact] = {
        str(statement_iri(subject, d.terms[1], obj, base=how.built.base)): (subject, d.terms[1], obj)
        for d in decided.facts
        if len(d.terms) == 3
        for subject, obj in product(*(decided.means.get(term, ()) for term in d.terms[::2]))
    }
    kept = json.loads(index.value(index.base, DECIDED) or "[{}, [], [], {}]")
    now = [dict(decided.names), sorted(decided.rejected), sorted(decided.confirmed), facts]
    index.put_texts(index.base, DECIDED, [json.dumps(now, sort_keys=True)] if how.decisions else [])
    was = Verdicts(kept[0], frozenset(kept[1]), frozenset(kept[2]))
    verdicts = Verdicts(decided.names, decided.rejected, decided.confirmed)
    turned = (was.rejected ^ verdicts.rejected) | (was.confirmed ^ verdicts.confirmed)
    known = {iri: tuple(fact) for iri, fact in kept[3].items()} | facts
    return was, verdicts, [known[iri] for iri in sorted(turned) if iri in known]
