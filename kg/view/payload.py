"""A picture as plain values for the page: entities, statements and articles, that name each other by their numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import networkx as nx

from kg.model import Factuality
from kg.view.model import Kind, Link, Picture, Publication, Quote, Source
from kg.view.reading import web
from kg.view.sentences import Sentence, holding, mark, split, stitch
from kg.view.wording import heading, names_several, position, short
from kg.vocabulary import NEWS, digest

DRAWN_AT_ONCE: Final = 1500
"""More entities are never drawn at once: a larger graph opens as communities."""
PARTS: Final = ("subject", "object", "speaker", "relation", "denial", "doubt")
KINDS_OF_ENTRY: Final = frozenset({"v", "n", "a", "adj", "adv", "p", "x", "e"})
"""Where the name of an entry of the lexicon (`give_up_v_aids`) ends its words."""
DIGITS: Final = 12
"""Hexadecimal digits of the names that entities, statements and articles have in a page's address."""


def payload(shown: Picture, *, centred: bool, limit: int) -> dict[str, Any]:
    """Make what the page reads as JSON.

    Args:
        shown: what the page shows.
        centred: whether its first entity is the one in the middle.
        limit: how many entities are drawn at most.
    """
    number = {vertex.iri: i for i, vertex in enumerate(shown.vertices)}
    names = {vertex.iri: (vertex.label, *vertex.names) for vertex in shown.vertices}
    by_article = defaultdict[str, list[Quote]](list)
    for link in shown.links:
        for quote in link.quotes:
            by_article[quote.article].append(quote)
    texts = {iri: _sentences(source, by_article[iri]) for iri, source in shown.sources.items()}
    places = {iri: i for i, iri in enumerate(shown.sources)}
    several = {vertex.iri for vertex in shown.vertices if names_several(vertex.label)}
    edges = [_edge(link, number, names, places, texts, several) for link in shown.links]
    articles = [
        _article(iri, source, texts[iri], [number[e] for e in shown.mentions.get(iri, ())])
        for iri, source in shown.sources.items()
    ]
    nodes, groups = _nodes(shown, number)
    return {
        "nodes": nodes,
        "edges": edges,
        "articles": articles,
        "communities": groups,
        "centre": 0 if centred and nodes else None,
        "limit": min(limit, DRAWN_AT_ONCE),
        "parts": PARTS,
    }


def _nodes(shown: Picture, number: Mapping[str, int]) -> tuple[list[dict[str, Any]], list[list[int]]]:
    pairs = [(number[link.source], number[link.target]) for link in shown.links]
    degree = Counter(end for pair in pairs for end in pair)
    groups = communities(pairs) if len(degree) > DRAWN_AT_ONCE else []
    roles = _main_roles(shown.links, shown.sources)
    labels = {vertex.iri: vertex.label for vertex in shown.vertices}
    notes = {iri: _role_in_words(link, labels) for iri, link in roles.items()}
    namesakes = Counter(labels.values())
    for article, mentioned in shown.mentions.items():
        for iri in mentioned:
            if namesakes[labels[iri]] > 1:
                notes.setdefault(iri, f"in “{shown.sources[article].headline}”")
    nodes = [
        _filled(
            id=digest(vertex.iri)[:DIGITS],
            iri=vertex.iri,
            label=vertex.label,
            type=vertex.type,
            names=vertex.names,
            same_as=[url for url in map(web, vertex.same_as) if url],
            role=notes.get(vertex.iri, ""),
        )
        for vertex in shown.vertices
    ]
    return nodes, [sorted(group, key=lambda i: (-degree[i], i)) for group in groups]


def _filled(**values: Any) -> dict[str, Any]:
    """What is not empty: a page of ten thousand entities is no longer than it must be."""
    return {name: value for name, value in values.items() if value not in ("", (), [], False, None)}


def _main_roles(links: Sequence[Link], sources: Mapping[str, Source]) -> dict[str, Link]:
    """The position by which each person is known: one that stands as a fact, held last, told most often."""
    best = dict[str, tuple[tuple[bool, str, int, str], Link]]()
    for link in links:
        if link.relation != str(NEWS.roleOf) or link.kind != Kind.FACT or not position(link):
            continue
        held = any(quote.role and quote.positive and not quote.former for quote in link.quotes)
        latest = max(sources[quote.article].first.date for quote in link.quotes)
        rank = (held, latest, len(link.quotes), link.target)
        if link.source not in best or rank > best[link.source][0]:
            best[link.source] = rank, link
    return {iri: link for iri, (_, link) in best.items()}


def _role_in_words(link: Link, labels: Mapping[str, str]) -> str:
    """*NATO chief*, *former Finland president*: short enough to stand at a name."""
    title = position(link).removesuffix(" of")
    where = labels.get(link.target, "")
    if not where or where.casefold() in title.casefold():
        return title
    if title.startswith("former "):
        return f"former {where} {title.removeprefix('former ')}"
    return f"{where} {title}"


def _edge(
    link: Link,
    number: Mapping[str, int],
    names: Mapping[str, tuple[str, ...]],
    places: Mapping[str, int],
    texts: Mapping[str, Sequence[Sentence]],
    several: Container[str],
) -> dict[str, Any]:
    return _filled(
        id=digest(link.source, link.relation, link.target)[:DIGITS],
        relation=link.relation,
        name=link.label,
        label=short(link),
        family=link.family,
        kind=link.kind,
        disputed=link.disputed,
        symmetric=link.symmetric,
        heading=[part if isinstance(part, str) else number[part[0]] for part in heading(link, several=several)],
        quotes=[_quote(link, quote, number, names, places, texts[quote.article]) for quote in link.quotes],
    ) | {"from": number[link.source], "to": number[link.target]}


def _quote(
    link: Link,
    quote: Quote,
    number: Mapping[str, int],
    names: Mapping[str, tuple[str, ...]],
    places: Mapping[str, int],
    sentences: Sequence[Sentence],
) -> dict[str, Any]:
    i = holding(sentences, quote.start)
    sentence = sentences[i]
    start = quote.start - sentence.start
    end = min(start + len(quote.text), len(sentence.text))
    marks, needs_more = mark(
        sentence.text,
        (start, end),
        subject=names[link.source],
        object=names[link.target],
        speaker=() if quote.speaker in (link.source, link.target) else names.get(quote.speaker, ()),
        words=_words(quote.rule),
        title=quote.role,
        denied=not quote.positive,
        doubted=quote.factuality != Factuality.ACTUAL,
    )
    before = i > 0 and needs_more and not sentence.opens
    units = _units(sentence.text)
    return _filled(
        positive=quote.positive,
        factuality="" if quote.factuality == Factuality.ACTUAL else quote.factuality,
        attributed=quote.attributed,
        time=quote.time,
        role=quote.role,
        former=quote.former,
        rule=quote.rule,
        before=before,
        marks=[value for m in marks for value in (units(m.start), units(m.end), PARTS.index(m.part))],
    ) | {
        "article": places[quote.article],
        "sentence": i,
        "span": [units(start), units(end)],
        "at": quote.start,
        "speaker": number.get(quote.speaker),
        "confidence": quote.confidence,
    }


def _units(text: str) -> Callable[[int], int]:
    """Characters of Python as characters of JavaScript, which counts some twice."""
    wide = [i for i, c in enumerate(text) if c > "\uffff"]
    return lambda at: at + bisect_right(wide, at - 1)


def _words(rule: str) -> list[str]:
    """The words that the name of a rule tells: `network_shelled`, `give_up_v_aids`."""
    parts = rule.split("_")
    if parts[0] == "network":
        return parts[1:]
    end = next((i for i, part in enumerate(parts) if part in KINDS_OF_ENTRY), 0)
    return parts[:end]


def _sentences(source: Source, quotes: Sequence[Quote]) -> list[Sentence]:
    if source.text:
        return split(source.text, [(quote.start, quote.end) for quote in quotes])
    return stitch((quote.start, quote.text) for quote in quotes)


def _article(iri: str, source: Source, sentences: Sequence[Sentence], mentions: Sequence[int]) -> dict[str, Any]:
    return _filled(
        id=digest(iri)[:DIGITS],
        **_published(source.first) | {"headline": source.headline},
        also=list(map(_published, source.others)),
        whole=bool(source.text),
        sentences=[s.text for s in sentences],
        paragraphs=[i for i, s in enumerate(sentences) if s.opens] if source.text else [],
        mentions=list(mentions),
    )


def _published(place: Publication) -> dict[str, str]:
    return asdict(place) | {"url": web(place.url)}


SEED: Final = 1


def communities(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Divide entities into groups that are more connected inside than with each other.

    Args:
        pairs: numbers of entities that are connected.

    Returns:
        The groups, the largest first; the same for the same pairs in any order.

    Source: Louvain communities (Blondel et al. 2008).
    """
    weights = Counter((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(sorted({end for pair in weights for end in pair}))
    graph.add_weighted_edges_from((one, two, float(weight)) for (one, two), weight in sorted(weights.items()))
    found = nx.community.louvain_communities(graph, seed=SEED)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
