"""A document unpacked into plain lists, since attribute access on tokens is what would take the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from spacy.strings import StringStore
from spacy.tokens import Doc

from kg.extraction.attribution.cues import Kind, SpeechCues


@dataclass(slots=True)
class Unpacked:
    doc: Doc
    text: str
    words: list[str]
    lower: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    children: list[list[int]]
    sentence: list[int]
    bounds: list[tuple[int, int]]
    entity: list[int]
    entities: list[tuple[int, int, int, str]]
    places: set[int]

    def child(self, token: int, *relations: str) -> int | None:
        return next((child for child in self.children[token] if self.deps[child] in relations), None)

    def subtree(self, token: int, *, skip: Callable[[int], bool] | None = None) -> set[int]:
        found: set[int] = set()
        stack = [token]
        while stack:
            current = stack.pop()
            found.add(current)
            stack.extend(
                child
                for child in self.children[current]
                if child not in found and not (skip is not None and skip(child))
            )
        return found

    def root(self, token: int) -> int:
        for _ in range(len(self.heads)):
            if self.heads[token] == token:
                break
            token = self.heads[token]
        return token


_ENDINGS: Final = (
    ("ied", "y"),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("es", ""),
    ("s", ""),
)


def _lemma(word: str, lemma: str, known: frozenset[str]) -> str:
    """A verb's lemma; if no cue has it, the one that regular endings give, since pipelines err on rarer forms."""
    if lemma in known:
        return lemma
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)] + instead
            if stem in known:
                return stem
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known:
                return stem[:-1]
    return lemma


_COLUMNS: Final[list[int | str]] = ["ORTH", "LEMMA", "POS", "TAG", "DEP", "HEAD", "IDX", "SENT_START"]


def unpack(doc: Doc, cues: SpeechCues) -> Unpacked:
    """Unpack a document.

    Args:
        doc: a parsed document.
        cues: the words that attribute, for the lemmas of verbs.

    Returns:
        Its words and trees as lists.
    """
    size = len(doc)
    known = cues.verbs | cues.passives | cues.requests
    table = doc.to_array(_COLUMNS).astype("int64").T.tolist()
    orths, lemma_ids, pos_ids, tag_ids, dep_ids, offsets, starts, firsts = table
    strings = doc.vocab.strings
    words, lemmas, kinds, tags, deps = (_texts(ids, strings) for ids in (orths, lemma_ids, pos_ids, tag_ids, dep_ids))
    lowers = [word.lower() for word in words]
    heads = [index + offset for index, offset in enumerate(offsets)]
    children: list[list[int]] = [[] for _ in range(size)]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    edges = [index for index, first in enumerate(firsts) if first == 1 or index == 0] + [size]
    bounds = list(pairwise(edges))
    sentence = [number for number, (start, end) in enumerate(bounds) for _ in range(start, end)]
    entity = [-1] * size
    entities = []
    for number, span in enumerate(doc.ents):
        start, end = span.start, span.end
        root = next(
            (token for token in range(start, end) if not start <= heads[token] < end or heads[token] == token), start
        )
        entities.append((start, end, root, span.label_))
        entity[start:end] = [number] * (end - start)
    return Unpacked(
        doc=doc,
        text=doc.text,
        words=words,
        lower=lowers,
        lemmas=[
            _lemma(lower, lemma.lower(), known) if kind == "VERB" else lemma.lower()
            for lower, lemma, kind in zip(lowers, lemmas, kinds, strict=True)
        ],
        pos=kinds,
        tags=tags,
        deps=deps,
        heads=heads,
        starts=starts,
        children=children,
        sentence=sentence,
        bounds=bounds,
        entity=entity,
        entities=entities,
        places=set(),
    )


def _texts(ids: list[int], strings: StringStore) -> list[str]:
    """The strings behind spaCy's hashes, each looked up once."""
    known = {number: strings[number % (1 << 64)] for number in set(ids)}
    return [known[number] for number in ids]


@dataclass(slots=True, eq=False)
class Frame:
    """A frame while it is being found: any set of words."""

    tokens: set[int]
    speaker: int | None
    cue: int | None
    kind: Kind
