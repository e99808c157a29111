"""Which people the names of an article mean: couples with one surname, two of one full name, surnames alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.document import Document
from kg.extraction.coreference.entities import Entity, Sets, entities_of, is_of_other_gender
from kg.extraction.coreference.given_names import read_given_names
from kg.extraction.coreference.phrases import Phrase
from kg.lexicon import Lexicon
from kg.names import spelling

AND: Final = frozenset({"and", "&"})
OTHER: Final = frozenset({"another", "different", "other", "second"})
ARGUMENTS: Final = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl"})
OWNING: Final = frozenset({"nmod", "nmod:poss", "obl:agent", "compound", "nmod:desc"})
KINSHIP: Final = frozenset({"parentOf", "relativeOf"})
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


def complete_couples(doc: Document, phrases: Sequence[Phrase]) -> None:
    """Give a bare given name the surname of the full name that `and` joins it with, in `phrases`.

    `Merkel and Emmanuel Macron` stay as they are: what is the surname of somebody in the text, or no given name, is not
    completed.

    Args:
        phrases: those of the article, changed in place.
    """
    given_names = read_given_names()
    people = [p for p in phrases if p.names_person]
    surnames = {p.words[-1] for p in people if len(p.words) > 1}
    starts = {p.start: p for p in people if len(p.words) > 1}
    for phrase in people:
        other, word = starts.get(phrase.end + 1), phrase.words[0]
        if len(phrase.words) > 1 or phrase.titles or other is None or other.titles or doc.lower[phrase.end] not in AND:
            continue
        if word in given_names and word not in surnames and other.words[0] in given_names and other.words[0] != word:
            phrase.words = (word, other.words[-1])
            phrase.text = f"{phrase.text} {other.text.split()[-1]}"


def relabel_namesakes(doc: Document, phrases: Sequence[Phrase], lexicon: Lexicon) -> None:
    """Take a surname alone for a firm or a country once the text tells one of that name from a person who has it:
    after "Karl Brenner founded Brenner", unless a title or a pronoun shows a person.

    Args:
        phrases: those of the article, changed in place.
    """
    people: dict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        if phrase.names_person and len(phrase.words) > 1:
            people[phrase.words[-1]] |= company(doc, phrase)
    told: dict[str, Phrase] = {}
    for place, phrase in enumerate(phrases):
        if phrase.kind != "name" or len(phrase.words) > 1:
            continue
        word = phrase.words[0]
        actor = phrase.label == "ORG" or (phrase.label == "GPE" and phrase.text.lower() in lexicon.countries)
        if actor and not people.get(word, set()).isdisjoint(company(doc, phrase)):
            told.setdefault(word, phrase)
        elif word in told and phrase.names_person and not phrase.titles and not _pronoun_after(phrases, place):
            phrase.label, phrase.type = told[word].label, told[word].type


def number_bearers(doc: Document, phrases: Sequence[Phrase]) -> None:
    """Number the bearers of each full name, in `phrases`: 0 where there is one alone.

    There are two where the text says so ("another Peter Marsh", "who is no relation"), or where both take part in one
    clause: "Michael Trask fined Michael Trask". A mention goes to the one of whom the same is said, else to the one
    named last.

    Args:
        phrases: those of the article, in the order of their heads; changed in place.
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


def company(doc: Document, phrase: Phrase) -> set[int]:
    """The words by which a name is told apart from others around it: itself, the names and nouns that it is coordinated
    with or renames, and the verb or noun of which it is an argument.

    Nobody takes part in one clause twice by name, nor is the father of himself: of two names that have such a word in
    common each is a thing of its own: `George Bush and his son, George W. Bush`.
    """
    head = doc[phrase.head]
    found = {head.i, *(c.i for c in head.children if c.dep in {"appos", "nmod:desc", "compound"} and c.pos == "NOUN")}
    while head.dep == "conj" or (head.dep in {"appos", "flat"} and head.head.pos == "NOUN"):
        head = head.head
        found.add(head.i)
    if head.dep in ARGUMENTS or head.dep in OWNING:
        found.add(head.head.i)
    return found


def is_relative(doc: Document, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a name is that of somebody's relative: `his father, Peter J. Marsh`."""
    head = doc[phrase.head]
    titles = [c for c in head.lefts if c.dep in {"nmod:desc", "compound"}]
    nouns = [head.head] if head.dep in {"appos", "flat"} else titles
    return any(entry.relation in KINSHIP for noun in nouns for entry in lexicon.entries.get(("noun", noun.lemma), ()))


def _clause(doc: Document, phrase: Phrase) -> int | None:
    """The verb in whose clause a name takes part."""
    head = doc[phrase.head]
    if head.dep == "conj":
        head = head.head
    return head.head.i if head.dep in ARGUMENTS else None


@dataclass(slots=True, eq=False)
class _Bearer:
    """A person of some name, with the places of the phrases that give the full one, and their `company`."""

    entity: Entity
    places: list[int] = field(default_factory=list)
    company: set[int] = field(default_factory=set)


def join_bare_names(doc: Document, phrases: Sequence[Phrase], sets: Sets) -> None:
    """Join each surname or given name alone with the full name that it means.

    Of several people who bear it, titles and gender rule out some; of the others it is the one whom the article called
    by it last, else the one who was named first: right for 35 of 49 such names in annotated passages, where the one who
    was named last is right for 22. Where two were first named together and nothing tells them apart, it stays a person
    of its own, since it may be either.

    Args:
        sets: what is one thing for certain, joined further in place.
    """
    bare = [place for place, p in enumerate(phrases) if p.names_person and len(p.words) == 1]
    if not bare:
        return
    bearers = _bearers(doc, phrases, sets)
    owners: dict[str, int] = {}  # where the article called somebody so last
    for place in bare:
        word = spelling(phrases[place].words[0])
        beside = company(doc, phrases[place])
        fits = _by_title(phrases[place], [b for b in bearers.get(word, ()) if _fits(b, phrases, place, beside)])
        last = sets.find(owners[word]) if word in owners else None
        owner = next((b for b in fits if sets.find(b.places[0]) == last), None)
        chosen = owner or _named_first(phrases, fits, place)
        if chosen is not None:
            sets.join(chosen.places[0], place)
        elif word in owners and not fits:
            sets.join(owners[word], place)
        owners[word] = place


def _bearers(doc: Document, phrases: Sequence[Phrase], sets: Sets) -> dict[str, list[_Bearer]]:
    """The people with full names by their first and last words, in the order of the text."""
    entities = entities_of(phrases, sets)
    found: dict[str, dict[int, _Bearer]] = defaultdict(dict)
    for place, phrase in enumerate(phrases):
        if phrase.names_person and len(phrase.words) > 1:
            beside = company(doc, phrase)
            for word in {spelling(phrase.words[0]), spelling(phrase.words[-1])}:
                bearer = found[word].setdefault(sets.find(place), _Bearer(entities[place]))
                bearer.places.append(place)
                bearer.company |= beside
    return {word: list(of.values()) for word, of in found.items()}


def _fits(bearer: _Bearer, phrases: Sequence[Phrase], place: int, beside: set[int]) -> bool:
    """Whether gender, order and those around it let a bare name be a bearer's."""
    if is_of_other_gender(phrases[place].gender, bearer.entity.gender) or not beside.isdisjoint(bearer.company):
        return False
    first = bearer.places[0]
    return first < place or phrases[first].sentence != phrases[place].sentence  # `Betts, a son of Thomas Betts`


def _by_title(phrase: Phrase, fits: list[_Bearer]) -> list[_Bearer]:
    """Those whom the article gives a title of the phrase, if there are any."""
    titles = set(phrase.titles)
    if len(fits) < 2 or not titles:
        return fits
    called = [
        b
        for b in fits
        if not titles.isdisjoint(w for p in b.entity.phrases for w in (p.titles if p.kind == "name" else p.words))
    ]
    return called or fits


def _named_first(phrases: Sequence[Phrase], fits: Sequence[_Bearer], place: int) -> _Bearer | None:
    """The bearer who was named first; None where two were in one sentence, before the bare name."""
    first = min(fits, key=lambda b: b.places[0], default=None)
    if first is None or first.places[0] > place:
        return first
    sentence = phrases[first.places[0]].sentence
    together = [b for b in fits if b.places[0] < place and phrases[b.places[0]].sentence == sentence]
    if len(together) > 1 and (gender := _pronoun_after(phrases, place)):
        together = [b for b in together if (b.entity.gender if gender == "f" else -b.entity.gender) > 0] or together
    return together[0] if len(together) == 1 else None


def _pronoun_after(phrases: Sequence[Phrase], place: int) -> str:
    """The gender of the first `he` or `she` after a bare name in its sentence, if nobody else is named between."""
    for phrase in phrases[place + 1 :]:
        if phrase.sentence != phrases[place].sentence or phrase.names_person:
            break
        if phrase.pronoun == "person":
            return phrase.gender
    return ""
