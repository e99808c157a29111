"""When a predicate happened, as its own clause says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kg.document import Word
from kg.extraction.dates import Tense, normalise

ADJUNCTS: Final = frozenset({
    "obl", "obl:unmarked", "obl:tmod", "obl:npmod", "nmod", "nmod:unmarked", "nmod:tmod", "nmod:npmod", "advmod",
})  # fmt: skip
BEFORE_NOUNS: Final = frozenset({"nmod:poss", "compound", "nummod", "amod"})
SLOTS: Final = frozenset({"obj", "obl", "nmod", "nsubj:pass", "obl:agent"})
OPEN_CASES: Final = frozenset({"since", "after", "until", "till", "before", "by"})
AHEAD: Final = frozenset({"will", "wo", "shall", "sha", "may", "might", "must", "should", "can", "ca", "ll"})
_AGO: Final = re.compile(r"\bago$")


def tense_of(predicate: Word) -> Tense | None:
    """The tense of a predicate from its form and its auxiliaries.

    Args:
        predicate: a verb, an adjective or a noun with or without a copula.

    Returns:
        What lies ahead is future in any form ("will go", "is to go", "plans to go", "may go"); None for nominals, and
        for infinitives below a verb in the past, which leave it open.
    """
    helpers = [child for child in predicate.children if child.dep.startswith(("aux", "cop"))]
    words = {child.lower.lstrip("'’") for child in helpers}
    perfect = "have" in {child.lemma for child in helpers}
    if words & AHEAD:
        return "past" if perfect and not words & {"will", "wo", "shall", "sha", "ll"} else "future"
    if perfect:
        return "past"
    if words & {"would", "d"}:
        return "future"
    if any(child.dep == "mark" and child.lower == "to" for child in predicate.children):
        above = predicate.head
        ahead = above is not predicate and above.pos == "VERB" and tense_of(above) in {"present", "future"}
        return "future" if ahead or words & {"is", "are", "was", "were"} else None
    # "is attacked" has a past participle, but its auxiliary tells the tense
    finite = [t for child in helpers if child.feature("VerbForm") != "Part" and (t := child.feature("Tense"))]
    tenses: dict[str, Tense] = {"Past": "past", "Pres": "present"}
    return tenses.get(next(iter(finite), predicate.feature("Tense")))


def time_of(predicate: Word, *, published: date | None) -> str | None:
    """When a predicate happened, as its own clause says.

    The nearest expression of time among the predicate's own modifiers counts, never one of an embedded clause. A verb
    that is coordinated with an earlier one shares the expression that opens the clause ("On Friday A came and B went").

    Args:
        predicate: a verb, an event noun, an adjective or a copular predicate.
        published: the day on which the article appeared.

    Returns:
        ISO 8601 as :func:`kg.extraction.dates.normalise` gives it, or None.
    """
    tense = tense_of(predicate)
    places = [(predicate, len(predicate.doc))]
    if predicate.dep == "conj" and predicate.pos in {"VERB", "AUX"}:
        places.append((predicate.head, predicate.head.i))
    for verb, end in places:
        for token in sorted(_time_words(verb), key=lambda t: (abs(t.i - verb.i), t.i)):
            if token.i < end and (value := _value(token, published, tense)) is not None:
                return value
    return None


def _time_words(predicate: Word) -> Iterator[Word]:
    """The heads of a predicate's modifiers that may tell a time."""
    nominal = predicate.pos in {"NOUN", "PROPN"}
    for child in predicate.children:
        if child.dep in ADJUNCTS or (nominal and child.dep in BEFORE_NOUNS):
            yield child
        if child.dep in SLOTS and child.pos == "PROPN":  # "attacked Kyiv in May": parsers hang the time below the name
            yield from (lower for lower in child.children if lower.label == "DATE")


def _value(token: Word, published: date | None, tense: Tense | None) -> str | None:
    """Return the time of a modifier: of its date, with "ago", "since" or "from … to", or of a phrase in "ago"."""
    doc, name = token.doc, token.name
    if name is None or name.label != "DATE":
        text = doc.between(token.first, token.last + 1)
        return normalise(text, published=published, tense=tense) if _AGO.search(text) else None
    end = name.end + (name.end < len(doc) and doc[name.end].lower == "ago")
    text = doc.between(name.start, end)
    marker = next((child.lower for child in token.lefts if child.dep == "case" and child.i < name.start), "")
    other = doc[end + 1].name if end + 1 < len(doc) else None
    if marker in {"from", "between"} and other is not None and other.label == "DATE":  # "from 2004 to 2008"
        text = f"{marker} {doc.between(name.start, other.end)}"
    elif marker in OPEN_CASES:
        text = f"{marker} {text}"
    return normalise(text, published=published, tense=tense)
