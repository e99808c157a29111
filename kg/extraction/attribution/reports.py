"""Reported speech that is not embedded: "…, he said", "as he said", "according to him", a headline after a colon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg.document import where
from kg.extraction.attribution.frames import Frame
from kg.extraction.attribution.quotes import paragraphs
from kg.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.extraction.syntax import Syntax

PREPOSITIONS: Final = (
    ("according", "to"),
    *(("in", "the", noun, "of") for noun in ("words", "view", "opinion", "eyes")),
)
CLAUSES: Final = frozenset({"ROOT", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj"})
NAMED: Final = frozenset({"PERSON", "ORG"})
HEADLINES: Final = 3  # number, from 0, of the last paragraph that may be a headline
LABEL: Final = 8  # words that may stand before a headline's colon


def interjections(syntax: Syntax, lexicon: Lexicon) -> Iterator[Frame]:
    """Clauses around a verb of speech that hangs below them: "A, he said, attacked B", "as he said"."""
    for verb in where(syntax.lemma, lexicon.speech_verbs):
        aside = syntax.dep[verb] == "parataxis" or (syntax.dep[verb] == "advcl" and syntax.marker(verb) == "as")
        if aside and syntax.pos[verb] == "VERB" and not syntax.has(verb, "obj", "ccomp"):
            told = syntax.below(syntax.head[verb]) - syntax.below(verb)
            subject = syntax.arguments(verb).get("subject", [])
            yield Frame(frozenset(told), next(iter(subject), None), verb)


def according_to(syntax: Syntax) -> Iterator[Frame]:
    """The clause that "according to X" belongs to; its whole sentence where it opens that."""
    for start in where(syntax.lower, {phrase[0] for phrase in PREPOSITIONS}):
        for phrase in PREPOSITIONS:
            if tuple(syntax.lower[start : start + len(phrase)]) == phrase:
                yield from _according(syntax, start, start + len(phrase))


def _according(syntax: Syntax, start: int, after: int) -> Iterator[Frame]:
    first, last = syntax.doc.sentences[syntax.doc[start].sentence]
    heads = (syntax.head[t] for t in range(start, after))
    speaker = next((h for h in heads if after <= h < last and syntax.pos[h] in {"NOUN", "PROPN", "PRON", "NUM"}), None)
    if speaker is None:
        return
    clause = syntax.head[speaker]
    while syntax.head[clause] != clause and syntax.dep[clause] not in CLAUSES and not syntax.has(clause, "nsubj"):
        clause = syntax.head[clause]
    opens = all(syntax.pos[t] in {"PUNCT", "SPACE", "CCONJ", "ADV"} for t in range(first, start))
    told = set(range(first, last)) if opens else syntax.below(clause)
    yield Frame(frozenset(told - syntax.below(speaker) - set(range(start, after))), speaker, start)


def headlines(syntax: Syntax) -> Iterator[Frame]:
    """Lines without a full stop that open with a speaker and a colon: "Stoltenberg: NATO sees no threat"."""
    doc = syntax.doc
    for number, (start, end) in enumerate(paragraphs(doc.text)):
        if number > HEADLINES or (number and doc.text[end - 1] == "."):
            continue
        words = doc.words_of(start, end)
        colon = next((t for t in words[:LABEL] if doc[t].text == ":"), None)
        if colon is None or colon + 2 >= words.stop:
            continue
        label = range(words.start, colon)
        if not any(syntax.pos[t] in {"VERB", "AUX"} and not doc[t].label for t in label):
            speaker = next((t for t in reversed(label) if doc[t].label in NAMED), None)
            if speaker is not None:
                yield Frame(frozenset(range(colon + 1, words.stop)), speaker, None)
