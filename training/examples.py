"""From passages to what a step of the joint training sees: chunks with mentions, pairs, antecedents, names swapped."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.language.pieces import Pieces
from training.batches import IGNORED, Chunk, Chunker, batches
from training.facts import distance_bucket
from training.passages import NOBODY, NOUN, PRONOUN, UNNAMED

FEWEST = 40
"""Facts that a relation must have to be learnt."""
MOST_PIECES = 230
FAR_SHARE, DISTRACTOR_SHARE = 0.15, 0.5
"""Of the pairs without a fact, those in neighbouring sentences and those of a distractor that a step looks at."""
SWAPPED = {0: 0.4, 1: 0.15, 2: 0.15}
"""How many of the names of people, organisations and places are swapped for others of as many words."""


@dataclass(slots=True)
class Vocabulary:
    """The relations, their parents, and which are symmetric."""

    relations: list[str]
    parents: dict[str, set[str]]
    symmetric: set[str]

    def number(self, name: str) -> int | None:
        """The number of a relation that is learnt."""
        return self.relations.index(name) if name in self.relations else None


def vocabulary_of(passages: list[dict[str, Any]], ontology: Path) -> Vocabulary:
    """List the relations with facts enough, in order of name, with what the ontology says of them."""
    from rdflib import OWL, RDF, RDFS, Graph, Namespace

    graph = Graph().parse(ontology)
    news = Namespace("https://w3id.org/newskg/ontology#")
    counts: dict[str, int] = {}
    for passage in passages:
        for fact in passage["facts"]:
            counts[fact["relation"]] = counts.get(fact["relation"], 0) + 1
    names = sorted(name for name, count in counts.items() if count >= FEWEST)
    parents = {
        name: {str(o).removeprefix(news) for o in graph.transitive_objects(news[name], RDFS.subPropertyOf)} - {name}
        for name in names
    }
    symmetric = {name for name in names if (news[name], RDF.type, OWL.SymmetricProperty) in graph}
    return Vocabulary(names, parents, symmetric)


@dataclass(slots=True)
class Example:
    """One chunk of a passage.

    Attributes:
        chunk: Its words with the answers of the present heads.
        sentence: The sentence of each word.
        mentions: First word, word after the last, kind, entity, 1 if annotated.
        positive: Relations of a pair of mentions.
        open: Relations that may hold of a pair: neither right nor wrong.
        codes, speakers, triggers: Of pairs with a fact: code; speaker entity; words of the trigger.
        nouns: For each word 0 outside, 1 first word, 2 further word of an annotated noun phrase; `IGNORED` where noun
            phrases are not annotated.
        exhaustive: Relations that were annotated wherever they hold; None for all.
        unknown: Pairs of entities whose other relations nobody knows.
    """

    name: str
    chunk: Chunk
    sentence: list[int]
    mentions: list[list[int]]
    positive: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    open: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    codes: dict[tuple[int, int], int] = field(default_factory=dict)
    speakers: dict[tuple[int, int], int] = field(default_factory=dict)
    triggers: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    nouns: list[int] = field(default_factory=list)
    exhaustive: set[int] | None = None
    unknown: set[tuple[int, int]] = field(default_factory=set)

    def unsaid(self, pair: tuple[int, int], relations: int) -> set[int]:
        """Give the relations of a pair that are no negatives, since nobody knows whether they hold.

        Args:
            pair: Mention numbers.
            relations: How many there are.
        """
        out = self.open.get(pair, set())
        if self.exhaustive is None:
            return out
        a, b = (self.mentions[i] for i in pair)
        if self.sentence[a[0]] != self.sentence[b[0]] or {(a[3], b[3]), (b[3], a[3])} & self.unknown:
            return set(range(relations))
        return out | (set(range(relations)) - self.exhaustive)

    def near(self) -> Iterator[tuple[int, int, int]]:
        """All ordered pairs in one or neighbouring sentences, with how many sentences they lie apart."""
        for i, a in enumerate(self.mentions):
            for j, b in enumerate(self.mentions):
                if i == j or (a[3] == b[3] and a[3] >= 0) or a[:2] == b[:2]:
                    continue
                apart = abs(self.sentence[a[0]] - self.sentence[b[0]])
                if apart <= 1:
                    yield i, j, apart

    def where(self, mention: int) -> tuple[int, int, int]:
        """First word, word after the last, sentence."""
        m = self.mentions[mention]
        return m[0], m[1], self.sentence[m[0]]

    def distance(self, i: int, j: int) -> int:
        """Bucket of how two mentions lie."""
        return distance_bucket(self.where(i), self.where(j))


class Swapper:
    """Swaps names for others of the same kind and number of words."""

    def __init__(self, passages: Iterable[dict[str, Any]]) -> None:
        pools: dict[tuple[int, int], set[tuple[str, ...]]] = defaultdict(set)
        for passage in passages:
            words = [w for s in passage["sentences"] for w in s["words"]]
            for first, last, kind, _, _ in passage["mentions"]:
                if kind in SWAPPED and last - first <= 4 and words[first][:1].isupper():
                    pools[kind, last - first].add(tuple(words[first:last]))
        self._pools = {key: sorted(names) for key, names in pools.items()}

    def swap(self, passage: dict[str, Any], rng: random.Random) -> dict[str, Any]:
        """Copy a passage with some of its names swapped.

        Args:
            passage: As stored.
            rng: Source of chance.

        Returns:
            The copy; everything but the words is the same.
        """
        words = [w for s in passage["sentences"] for w in s["words"]]
        spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for first, last, kind, entity, annotated in passage["mentions"]:
            if annotated and kind in SWAPPED:
                spans[entity].append((first, last, kind))
        new = list(words)
        for found in spans.values():
            kind = found[0][2]
            if rng.random() >= SWAPPED[kind]:
                continue
            longest = max(found, key=lambda s: s[1] - s[0])
            full = words[longest[0] : longest[1]]
            pool = self._pools.get((kind, len(full)))
            if not pool or len(full) > 4 or any(set(words[a:b]) - set(full) for a, b, _ in found):
                continue
            mapping = dict(zip(full, rng.choice(pool), strict=True))
            for a, b, _ in found:
                new[a:b] = [mapping[w] for w in words[a:b]]
        out, at = dict(passage), 0
        out["sentences"] = []
        for sentence in passage["sentences"]:
            count = len(sentence["words"])
            out["sentences"].append({**sentence, "words": new[at : at + count]})
            at += count
        return out


def read(path: Path) -> list[dict[str, Any]]:
    """Read stored passages."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def examples(
    passage: dict[str, Any], vocabulary: Vocabulary, chunker: Chunker, pieces: Pieces, rng: random.Random | None = None
) -> Iterator[Example]:
    """Cut a passage into chunks with all that is known of their mentions.

    Args:
        passage: As stored.
        vocabulary: The relations.
        chunker: Makes chunks of sentences.
        pieces: Word pieces.
        rng: Source of chance for training, where a passage is sometimes cut shorter; None for whole chunks.

    Yields:
        The chunks in order.
    """
    sizes = [sum(map(len, pieces.of(s["words"]))) for s in passage["sentences"]]
    limit = MOST_PIECES if rng is None or rng.random() < 0.7 else rng.choice((30, 60, 100, 150))
    at = base = 0
    while at < len(sizes):
        end, size = at, 0
        while end < len(sizes) and (end == at or size + sizes[end] <= limit):
            size += sizes[end]
            end += 1
        part = passage["sentences"][at:end]
        count = sum(len(s["words"]) for s in part)
        if size <= 480:
            yield _example(passage, part, base, count, vocabulary, chunker)
        at, base = end, base + count


def _example(
    passage: dict[str, Any],
    part: list[dict[str, Any]],
    base: int,
    count: int,
    vocabulary: Vocabulary,
    chunker: Chunker,
) -> Example:
    chunk = chunker._chunk(part)
    sentence = [number for number, s in enumerate(part) for _ in s["words"]]
    number: dict[int, int] = {}
    mentions = []
    for i, (first, last, kind, entity, annotated) in enumerate(passage["mentions"]):
        if base <= first and last <= base + count:
            number[i] = len(mentions)
            mentions.append([first - base, last - base, kind, entity, annotated])
    out = Example(passage["name"], chunk, sentence, mentions)
    out.nouns = [0] * count
    if passage.get("exhaustive") is not None:
        out.exhaustive = {n for name in passage["exhaustive"] if (n := vocabulary.number(name)) is not None}
        out.unknown = {(a, b) for a, b in passage["unknown"]}
        out.nouns = [IGNORED] * count
    for first, last, kind, _, annotated in sorted(mentions, key=lambda m: m[1] - m[0]):
        if annotated and kind == NOUN and not any(out.nouns[first:last]):
            out.nouns[first:last] = [1] + [2] * (last - first - 1)
    same: dict[tuple[int, int], list[int]] = defaultdict(list)  # entity and sentence to mentions
    for i, m in enumerate(mentions):
        if m[3] >= 0:
            same[m[3], sentence[m[0]]].append(i)
    for fact in passage["facts"]:
        if fact["subject"] not in number or fact["object"] not in number:
            continue
        i, j = number[fact["subject"]], number[fact["object"]]
        relation = vocabulary.number(fact["relation"])
        also = {n for name in fact["also"] if (n := vocabulary.number(name)) is not None}
        also |= {
            n for name in vocabulary.parents.get(fact["relation"], ()) if (n := vocabulary.number(name)) is not None
        }
        if relation is None:
            continue
        ways = [(i, j), (j, i)] if fact["relation"] in vocabulary.symmetric else [(i, j)]
        for way in ways:
            out.positive.setdefault(way, set()).add(relation)
            out.open.setdefault(way, set()).update(also)
            if fact["code"] is not None:
                out.codes.setdefault(way, fact["code"])
                out.speakers.setdefault(way, fact["speaker"])
            if fact["trigger"]:
                a, b = fact["trigger"][0] - base, fact["trigger"][1] - base
                out.triggers.setdefault(way, set()).update(n for n in range(a, b) if 0 <= n < count)
        si, sj = sentence[mentions[i][0]], sentence[mentions[j][0]]
        for k in same[mentions[i][3], si]:
            for m in same[mentions[j][3], sj]:
                for way in [(k, m), (m, k)] if fact["relation"] in vocabulary.symmetric else [(k, m)]:
                    out.open.setdefault(way, set()).update({relation, *also})
    for way, found in out.positive.items():
        out.open[way] -= found
    return out


def sample(example: Example, rng: random.Random | None) -> list[tuple[int, int]]:
    """Choose the pairs that a step looks at: all with facts, and some of the others.

    Args:
        example: The chunk.
        rng: Source of chance; None for all pairs.
    """
    out = []
    for i, j, apart in example.near():
        if rng is not None and (i, j) not in example.positive:
            if apart and rng.random() >= FAR_SHARE:
                continue
            strange = (not example.mentions[i][4]) + (not example.mentions[j][4])
            if strange and rng.random() >= DISTRACTOR_SHARE**strange:
                continue
        out.append((i, j))
    return out


def antecedents(example: Example) -> Iterator[tuple[int, list[int], list[bool]]]:
    """For each annotated pronoun and noun phrase its candidates, and which of them are the same.

    Args:
        example: The chunk.

    Yields:
        The mention, the candidates, whether each is right; none right where the entity is named nowhere else.
    """
    mentions = example.mentions
    for i, m in enumerate(mentions):
        if m[2] < NOUN or not m[4]:
            continue
        here = example.sentence[m[0]]
        candidates = []
        for j, c in enumerate(mentions):
            if j == i or not c[4] or c[2] == PRONOUN or (c[0] >= m[0] and c[1] <= m[1] and c[3] != m[3]):
                continue
            before = c[0] < m[0]
            if before or (c[2] < NOUN and example.sentence[c[0]] - here <= 1):
                candidates.append(j)
        if candidates:
            yield i, candidates, [mentions[j][3] == m[3] for j in candidates]


__all__ = ["NOBODY", "UNNAMED", "Example", "Swapper", "Vocabulary", "antecedents", "examples", "read", "sample"]


def cut(
    passages: list[dict[str, Any]],
    vocabulary: Vocabulary,
    chunker: Chunker,
    pieces: Pieces,
    rng: random.Random | None,
    swapper: Swapper | None,
) -> list[Example]:
    """Cut passages into examples, with swapped names where there is a swapper."""
    out = []
    for passage in passages:
        if swapper is not None and rng is not None:
            passage = swapper.swap(passage, rng)
            if rng.random() < 0.2:
                passage["sentences"] = [
                    {**s, "words": [w.replace("'", "’") for w in s["words"]]} for s in passage["sentences"]
                ]
        out += examples(passage, vocabulary, chunker, pieces, rng)
    return out


def grouped(found: list[Example], rng: random.Random, most: int) -> Iterator[list[Example]]:
    """Group examples of like length, see `training.batches.batches`."""
    by = {id(e.chunk): e for e in found}
    for group in batches([e.chunk for e in found], rng, most_pieces=most):
        yield [by[id(c)] for c in group]
