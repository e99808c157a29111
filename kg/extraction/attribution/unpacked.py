"""A document unpacked into plain lists, since attribute access on tokens is what would take the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from kg.extraction.attribution.cues import Kind, SpeechCues


@dataclass(slots=True)
class Unpacked:
    doc: Doc
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


def unpack(doc: Doc, cues: SpeechCues) -> Unpacked:
    size = len(doc)
    known = cues.verbs | cues.passives | cues.requests
    heads = [token.head.i for token in doc]
    children: list[list[int]] = [[] for _ in range(size)]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    sentence = [0] * size
    bounds = []
    for number, span in enumerate(doc.sents):
        bounds.append((span.start, span.end))
        sentence[span.start : span.end] = [number] * (span.end - span.start)
    entity = [-1] * size
    entities = []
    for number, span in enumerate(doc.ents):
        entities.append((span.start, span.end, span.root.i, span.label_))
        entity[span.start : span.end] = [number] * (span.end - span.start)
    words = [token.text for token in doc]
    lowers = [word.lower() for word in words]
    kinds = [token.pos_ for token in doc]
    return Unpacked(
        doc=doc,
        words=words,
        lower=lowers,
        lemmas=[
            _lemma(lower, lemma, known) if kind == "VERB" else lemma
            for lower, lemma, kind in zip(lowers, (token.lemma_.lower() for token in doc), kinds, strict=True)
        ],
        pos=kinds,
        tags=[token.tag_ for token in doc],
        deps=[token.dep_ for token in doc],
        heads=heads,
        starts=[token.idx for token in doc],
        children=children,
        sentence=sentence,
        bounds=bounds,
        entity=entity,
        entities=entities,
        places=set(),
    )


@dataclass(slots=True, eq=False)
class Frame:
    """A frame while it is being found: any set of words."""

    tokens: set[int]
    speaker: int | None
    cue: int | None
    kind: Kind
