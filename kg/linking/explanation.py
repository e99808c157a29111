"""Why two entities of different articles are one, or why they are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import networkx as nx
from rapidfuzz import fuzz

from kg.linking.comparison import compare
from kg.linking.namesakes import contradictory, weigh_descriptions
from kg.linking.profiles import Corpus, Profile, Record, other_item, surname_of, type_of
from kg.linking.resolution import bearers_by_name, forbidden_pairs, resolve_corpus, separate_namesakes
from kg.names import fold, words


def explain(known: Iterable[Record], one: str, other: str) -> list[str]:
    """Say why two entities are one, or why they are not.

    Args:
        known: as for `resolve`.
        one, other: IRIs, or names.

    Returns:
        Sentences for people: each step of the merge, or what stands against it. Empty where no article knows one of
            them.
    """
    corpus, bearers = separate_namesakes(list(known))
    left, right = (_called(corpus, name) for name in (one, other))
    if not left or not right:
        return []
    resolution = resolve_corpus(corpus, bearers)
    target, labels = resolution.canonical, corpus.profiles
    graph: nx.Graph[str] = nx.Graph()
    for merge in resolution.merges:
        graph.add_edge(merge.one, merge.other, merge=merge)
    for a in sorted(left):
        for b in sorted(right):
            if a == b:
                return [
                    f"'{one}' and '{other}' are names of {corpus.profiles[a].label} <{a}> in the articles themselves."
                ]
            if target.get(a, a) == target.get(b, b):
                steps = [graph.edges[edge]["merge"] for edge in pairwise(nx.shortest_path(graph, a, b))]
                return [
                    f"'{labels[m.one].label}' and '{labels[m.other].label}': {m.reason} (score {m.score:.2f})."
                    for m in steps
                ]
    forbidden = forbidden_pairs(corpus, (), bearers_by_name(bearers))
    return [_against(corpus, corpus.profiles[min(left)], corpus.profiles[min(right)], target, forbidden)]


def _called(corpus: Corpus, name: str) -> set[str]:
    """The IRIs of the entities with a name."""
    if name in corpus.profiles:
        return {name}
    if exact := {p.iri for p in corpus.profiles.values() if p.label == name}:
        return exact
    key = fold(name)
    labelled = {p.iri for p in corpus.profiles.values() if fold(p.label) == key}
    return labelled or {p.iri for p in corpus.profiles.values() if key in {fold(n) for n in p.names}}


def _against(
    corpus: Corpus, a: Profile, b: Profile, canonical: Mapping[str, str], forbidden: set[frozenset[str]]
) -> str:
    """What stands against a merge, in one sentence."""
    names = f"'{a.label}' and '{b.label}' stay apart:"
    if frozenset((a.iri, b.iri)) in forbidden:
        return f"{names} the user's ontology declares them different."
    if other_item(a.same_as, b.same_as):
        return f"{names} they are different Wikidata items ({', '.join(sorted(a.same_as | b.same_as))})."
    shared = sorted(set(a.articles) & set(b.articles))
    if shared:
        return f"{names} {corpus.article_names[shared[0]]} speaks of both as two."
    if a.family != b.family:
        return f"{names} one is of class {type_of(a)}, the other of class {type_of(b)}."
    short, long = sorted((a, b), key=lambda p: len(words(p.label)))
    if a.family == "person" and short.local:
        bearers = {
            canonical.get(p.iri, p.iri): p.label
            for p in sorted(corpus.profiles.values(), key=lambda p: p.iri)
            if p.family == "person" and not p.local and surname_of(p) == surname_of(short)
        }
        if len(bearers) > 1:
            return f"{names} the surname fits {len(bearers)} people: {', '.join(sorted(bearers.values())[:6])}."
        if canonical.get(long.iri, long.iri) in bearers:
            return f"{names} the surname fits, but the articles have nothing else in common."
    reasons = weigh_descriptions(a, b)
    if contradictory(reasons):
        return f"{names} {'; '.join(reason for weight, reason in reasons if weight > 0)}."
    if found := compare(a, b):
        return (
            f"{names} {found[1]} (score {found[0]:.2f}), but that would join entities that are known to be different."
        )
    return f"{names} no rule finds the names alike (similarity {fuzz.ratio(fold(a.label), fold(b.label)):.0f} of 100)."
