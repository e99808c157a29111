"""What the network holds of the mentions of an article: which relations hold between two of them, and who says so."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.language.component import NOUNS, VECTORS
from kg.language.facts import KIND_OF_LABEL, Place
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from kg.extraction.context import Context
    from kg.language.facts import Arguments, FactHeads, PairScores
    from kg.model import Mention

MOST: Final = 24
"""Mentions of a sentence whose pairs are looked at: long lists say little of each."""
AT_A_TIME: Final = 64
"""Pairs whose speakers are looked for together."""
FAR: Final = 2
"""Sentences between what is said and the farthest mention that may be its speaker."""


@dataclass(frozen=True, slots=True)
class SpeakerScores:
    """Who says so, as the network holds it.

    Args:
        nobody, unnamed: probability that the article itself, or a source without a name, says so.
        chain: the likeliest chain, or None.
        named: its probability.
    """

    nobody: float
    unnamed: float
    chain: int | None
    named: float


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The pairs of mentions of the sentences of an article with their scores.

    Args:
        mentions: the mentions, in the order of the text.
        spans: the characters of each.
        chains: the chain of each.
        places: where each stands, in words that are no white space.
        tokens: the token of each such word.
        nouns: how likely each mention takes part in facts, for a common noun; 1 for names and pronouns.
        voices: the mentions that may be speakers.
        heads: the network, if any.
        described: what it makes of the mentions.
        scores: what it holds of the pairs.
        groups: from a sentence to the first row of its pairs in `scores`, and its mentions.
    """

    mentions: tuple[Mention, ...]
    spans: tuple[Span, ...]
    chains: tuple[int, ...]
    places: tuple[Place, ...]
    tokens: tuple[int, ...]
    nouns: tuple[float, ...]
    voices: tuple[int, ...]
    heads: FactHeads
    described: Arguments
    scores: PairScores
    groups: Mapping[int, tuple[int, Sequence[int]]]

    @property
    def relations(self) -> list[str]:
        """Names of the relations that the network knows."""
        return self.heads.relations

    def sentence(self, row: int) -> int:
        """The sentence of a pair."""
        return self.places[int(self.scores.pairs[row, 0])].sentence

    def trigger(self, row: int) -> int:
        """The token that the network looks at most to decide on a pair."""
        return self.tokens[int(self.scores.triggers[row])]

    def between(self, sentence: int, one: int | Span, other: int | Span) -> list[int]:
        """The rows of a sentence that are pairs of mentions of two chains, or with two spans; never of one chain."""
        first, members = self.groups.get(sentence, (0, ()))
        keys: Sequence[int | Span] = self.chains if isinstance(one, int) else self.spans
        ones = [place for place, m in enumerate(members) if keys[m] == one]
        others = [place for place, m in enumerate(members) if keys[m] == other] if ones else []
        return [
            first + i * (len(members) - 1) + j - (j > i)
            for i in ones
            for j in others
            if self.chains[members[i]] != self.chains[members[j]]
        ]

    def rivals(self, row: int, column: int, *, none: float) -> tuple[float, float]:
        """Find the best scores of a relation for another subject of a pair's object, and another object of its subject.

        Args:
            row, column: the pair and the relation.
            none: what stands for no such pair.
        """
        i, j = self.scores.pairs[row].tolist()
        first, members = self.groups[self.places[i].sentence]
        last = len(members) - 1
        a, b = members.index(i), members.index(j)
        scores = self.scores.relations[first : first + len(members) * last, column].tolist()
        others = [n for n, m in enumerate(members) if self.chains[m] not in {self.chains[i], self.chains[j]}]
        subjects = [scores[n * last + b - (b > n)] for n in others]
        objects = [scores[a * last + n - (n > a)] for n in others]
        return max(subjects, default=none), max(objects, default=none)

    def who_says(self, rows: Iterable[int]) -> dict[int, SpeakerScores]:
        """Find who says what some pairs hold."""
        ordered = np.unique(np.fromiter(rows, np.int64))
        voices = np.asarray(self.voices, np.int64)
        sentences = np.asarray([self.places[v].sentence for v in self.voices], np.int64)
        found: dict[int, SpeakerScores] = {}
        for start in range(0, len(ordered), AT_A_TIME):
            block = ordered[start : start + AT_A_TIME]
            first, last = self.sentence(block[0]) - FAR, self.sentence(block[-1]) + FAR
            near = voices[np.searchsorted(sentences, first) : np.searchsorted(sentences, last, side="right")]
            shares = self.heads.speakers(self.described, self.places, self.scores, block, near)
            chains, owners = np.unique([self.chains[v] for v in near.tolist()], return_inverse=True)
            by_chain = np.zeros((len(chains), len(block)))
            np.add.at(by_chain, owners, shares[:, 2:].T)
            best = by_chain.argmax(0) if len(chains) else np.zeros(len(block), np.int64)
            for i, (row, at) in enumerate(zip(block.tolist(), best.tolist(), strict=True)):
                nobody, unnamed = shares[i, :2].tolist()
                named = (int(chains[at]), float(by_chain[at, i])) if len(chains) else (None, 0.0)
                found[row] = SpeakerScores(nobody, unnamed, *named)
        return found


def score_pairs(parsed: Doc, context: Context, heads: FactHeads | None) -> Pairs | None:
    """Let the network look at the pairs of mentions of each sentence of an article.

    Pairs of neighbouring sentences were tried: on unread passages they added more wrong relations than right ones.

    Args:
        parsed: the article as the language pipeline gives it.
        context: what is known of it; the tokens that it skips are skipped here too.
        heads: the network.

    Returns:
        The pairs; None without the network, where another pipeline has parsed the article, or nothing can be a pair.
    """
    doc, chains = context.doc, context.chains
    vectors = parsed.user_data.get(VECTORS)
    if heads is None or vectors is None or not vectors.shape[1]:
        return None
    words = [i for i, word in enumerate(doc) if not word.blank]
    number = {token: place for place, token in enumerate(words)}
    sentences = [(bisect_left(words, start), bisect_left(words, end)) for start, end in doc.sentences]
    found = sorted(_mentions(context, number, sentences), key=lambda f: (f[0].start, f[0].end, f[2]))
    places = [place for place, _, _ in found]
    owners = [chain for _, _, chain in found]
    groups: dict[int, list[int]] = defaultdict(list)
    for i, place in enumerate(places):
        groups[place.sentence].append(i)
    asked = [(s, members) for s, members in sorted(groups.items()) if len(members) > 1]
    if not asked:
        return None
    sizes = [len(members) * (len(members) - 1) for _, members in asked]
    described = heads.describe(vectors[words], places)
    outside = np.exp(parsed.user_data[NOUNS][words, 0]).tolist()
    return Pairs(
        mentions=tuple(mention for _, mention, _ in found),
        spans=tuple(Span(mention.start, mention.end) for _, mention, _ in found),
        chains=tuple(owners),
        places=tuple(places),
        tokens=tuple(words),
        nouns=tuple(round(1 - outside[p.end - 1], 3) if p.kind == KIND_OF_LABEL["NOUN"] else 1.0 for p in places),
        voices=tuple(i for i, chain in enumerate(owners) if chains.chains[chain].named),
        heads=heads,
        described=described,
        scores=heads.pairs(described, places, [(*sentences[s], members) for s, members in asked]),
        groups={s: (first, members) for first, (s, members) in zip(accumulate(sizes, initial=0), asked, strict=False)},
    )


def _mentions(
    context: Context, number: dict[int, int], sentences: Sequence[tuple[int, int]]
) -> Iterator[tuple[Place, Mention, int]]:
    """The mentions of all chains, at most `MOST` of a sentence: names first; white space does not count as words."""
    by_sentence: dict[int, list[tuple[Place, Mention, int]]] = defaultdict(list)
    doc = context.doc
    for at, chain in enumerate(context.chains.chains):
        for mention in chain.mentions:
            words = doc.words_of(mention.start, mention.end)
            tokens = [number[t] for t in words if t in number]
            kind = KIND_OF_LABEL.get(mention.label)
            if tokens and kind is not None and words[-1] not in context.skip:
                sentence = doc[words[-1]].sentence
                begin, end = sentences[sentence]
                first, last = max(begin, tokens[0]), min(end, tokens[-1] + 1)
                if first < last:
                    by_sentence[sentence].append((Place(first, last, sentence, kind), mention, at))
    for found in by_sentence.values():
        yield from sorted(found, key=lambda f: (f[0].kind >= KIND_OF_LABEL["NOUN"], f[0].start))[:MOST]
