"""A document unpacked into plain lists, since attribute access on tokens is what would take the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.extraction.attribution.cues import Kind, SpeechCues
from kg.extraction.document import Document, Name, dependents
from kg.extraction.endings import known_lemma


@dataclass(slots=True)
class Unpacked:
    doc: Document
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
            if children := self.children[current]:
                stack += [c for c in children if c not in found and not (skip is not None and skip(c))]
        return found

    def root(self, token: int) -> int:
        for _ in range(len(self.heads)):
            if self.heads[token] == token:
                break
            token = self.heads[token]
        return token


def _lemma(word: str, lemma: str, known: frozenset[str]) -> str:
    """A verb's lemma; if no cue has it, the one that regular endings give, since pipelines err on rarer forms."""
    return lemma if lemma in known else known_lemma(word, known) or lemma


def unpack(
    doc: Document, cues: SpeechCues, trees: tuple[list[int], list[str], list[list[int]]] | None = None
) -> Unpacked:
    """Lay a document out in lists.

    Args:
        doc: the document.
        cues: the words that attribute, for the lemmas of verbs.
        trees: for each word its head, its relation to it and its dependents; None for those of the document.

    Returns:
        Its words and trees.
    """
    heads, deps, children = trees or (doc.heads, doc.deps, dependents(doc.heads))
    entity = [-1] * len(doc)
    for number, name in enumerate(doc.names):
        entity[name.start : name.end] = [number] * (name.end - name.start)
    return Unpacked(
        doc=doc,
        text=doc.text,
        words=doc.texts,
        lower=doc.lower,
        lemmas=[
            _lemma(word, lemma, cues.known) if pos == "VERB" else lemma
            for word, lemma, pos in zip(doc.lower, doc.lemmas, doc.pos, strict=True)
        ],
        pos=doc.pos,
        tags=doc.tags,
        deps=deps,
        heads=heads,
        starts=doc.starts,
        children=children,
        sentence=doc.sentence,
        bounds=doc.sentences,
        entity=entity,
        entities=[(name.start, name.end, _top(heads, name), name.label) for name in doc.names],
        places=set(),
    )


def _top(heads: list[int], name: Name) -> int:
    """The first word of a name whose head lies outside of it."""
    for i in range(name.start, name.end - 1):
        if heads[i] == i or not name.start <= heads[i] < name.end:
            return i
    return name.end - 1


@dataclass(slots=True, eq=False)
class Frame:
    """A frame while it is being found: any set of words."""

    tokens: set[int]
    speaker: int | None
    cue: int | None
    kind: Kind
