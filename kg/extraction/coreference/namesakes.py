"""Two people of one full name in one article, where the text says that they are two."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from kg.document import Document
from kg.extraction.coreference.phrases import Phrase

OTHER: Final = frozenset({"another", "different", "other", "second"})
ARGUMENTS: Final = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl"})
_BEFORE: Final = re.compile(
    r"\b(?:(?:also|likewise) (?:called|named)|confused with|namesake,?)\s(?:\w+\s){0,3}$"
    r"|\b(?:another|different|other|second)\s\w+\s(?:called|named)\s$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"^[^.;]*?\b(?:no relation|not related|unrelated|the same name|(?:his|her) namesake)\b(?:\s(?:to|of)\s([^.;,]*))?",
    re.IGNORECASE,
)
_REACH: Final = 90
"""Characters around a name in which the text says that it is another one's."""


def number_bearers(doc: Document, phrases: Sequence[Phrase]) -> None:
    """Number the bearers of each full name, in `phrases`: 0 where there is one alone.

    There are two where the text says so ("another Peter Marsh", "who is no relation"), or where both take part in one
    clause: "Michael Trask fined Michael Trask". A mention goes to the one of whom the same is said, else to the one
    named last.

    Args:
        doc: the article.
        phrases: its phrases, in the order of their heads; changed in place.
    """
    named: dict[tuple[str, ...], list[Phrase]] = defaultdict(list)
    people = [p for p in phrases if p.names_person and len(p.words) > 1]
    for phrase in people:
        named[phrase.words].append(phrase)
    surnames = Counter(words[-1] for words in named)
    for words, mentions in named.items():
        if len(mentions) > 1:
            _number(doc, mentions, [p for p in people if p.words != words], relatives=surnames[words[-1]] > 1)


def _number(doc: Document, mentions: Sequence[Phrase], others: Sequence[Phrase], *, relatives: bool) -> None:
    """Number the bearers of one name; where `others` have its surname (`relatives`), it is they who are no relation."""
    known = {"him", "her", *mentions[0].words, *(word for p in mentions for word in _descriptions(doc, p))}
    cues = [_is_other(doc, p, others, set() if relatives else known) for p in mentions]
    if cues[0]:  # "Peter Marsh, no relation of the plumber Peter Marsh"
        cues[:2] = [False, True]
    said: list[set[str]] = []  # of each bearer
    clauses: dict[int | None, int] = {}  # the verb of a clause -> the bearer who takes part in it
    last = 0
    for phrase, cue in zip(mentions, cues, strict=True):
        told, verb = set(_descriptions(doc, phrase)), _clause(doc, phrase)
        taken = clauses.get(verb)
        fits = [n for n in range(len(said)) if n != taken and not (cue and n == 0)]
        same = [n for n in fits if told & said[n]]
        if same:
            last = same[0]
        elif cue or taken is not None or not said:
            if not fits:
                said.append(set())
            last = fits[-1] if fits else len(said) - 1
        said[last] |= told
        phrase.bearer = last
        if verb is not None:
            clauses.setdefault(verb, last)


def _is_other(doc: Document, phrase: Phrase, others: Sequence[Phrase], known: set[str]) -> bool:
    """Whether the text around a name, up to the nearest names of `others`, says that it is a namesake of the one named
    before. `known`: words for the person after "no relation of"; empty where such cues are to be ignored."""
    if phrase.start and doc.lower[phrase.start - 1] in OTHER and doc[phrase.head].dep != "compound":
        return True
    start, end = doc.starts[phrase.start], doc[phrase.end - 1].end
    before = max([0, start - _REACH, *(at for p in others if (at := doc[p.end - 1].end) <= start)])
    after = min([end + _REACH, *(at for p in others if (at := doc.starts[p.start]) >= end)])
    if _BEFORE.search(doc.text[before:start]):
        return True
    match = _AFTER.search(doc.text[end:after]) if known else None
    return match is not None and (match[1] is None or not known.isdisjoint(match[1].lower().split()))


def _descriptions(doc: Document, phrase: Phrase) -> Iterator[str]:
    """The nouns that say what somebody is: titles, appositions, what a copula says."""
    head = doc[phrase.head]
    yield from phrase.titles
    yield from (c.lemma for c in head.children if c.pos == "NOUN" and c.dep in {"appos", "compound", "nmod:desc"})
    if head.dep == "nsubj" and any(c.dep == "cop" for c in head.head.lefts):
        yield head.head.lemma


def _clause(doc: Document, phrase: Phrase) -> int | None:
    """The verb in whose clause a name takes part."""
    head = doc[phrase.head]
    if head.dep == "conj":
        head = head.head
    return head.head.i if head.dep in ARGUMENTS else None
