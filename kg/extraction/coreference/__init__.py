"""Coreference inside one article: which names, descriptions and pronouns speak of one thing.

Three steps: phrases (`phrases.py`), entities of names and descriptions by sieves (`entities.py`), pronouns by a
learnt ranking (`pronouns.py`). One pass each from left to right with limited windows: the cost grows with the
article's length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from kg.extraction.coreference.demands import fitting
from kg.extraction.coreference.entities import gather
from kg.extraction.coreference.names import is_acronym
from kg.extraction.coreference.nouns import ClassNouns
from kg.extraction.coreference.phrases import Phrase, antecedent_head, collect
from kg.extraction.coreference.pronouns import Entity, Reading, candidates, choose, read_given_names, read_weights
from kg.extraction.document import Document
from kg.model import Chain, Mention

__all__ = ["ACTORS", "WHENCE", "Chains", "ClassNouns", "find_chains"]

_FALLBACK_TYPE = "Entity"


@dataclass(frozen=True, slots=True)
class Chains:
    """The coreference chains of one article.

    Args:
        chains: in the order of their first mentions.
        tokens: token index to the place in `chains` of the thing that the token speaks of: every head of a mention, and
            every other token of a mention, of the innermost one where mentions stand inside each other.
        mentions: token index to the innermost mention that it stands in.
    """

    chains: tuple[Chain, ...]
    tokens: Mapping[int, int]
    mentions: Mapping[int, Mention]

    def chain_of(self, token: int) -> int | None:
        """The place in `chains` of what a token speaks of, or None."""
        return self.tokens.get(token)


WHENCE: Final = frozenset({"in", "from", "at"})
ACTORS: Final = frozenset({"Group", "Person", "Organization"})
_PLACED: Final = frozenset({"GPE", "LOC", "ORG", "FAC"})


def find_chains(doc: Document, *, nouns: ClassNouns, speakers: Mapping[int, int] | None = None) -> Chains:
    """Find what the names, noun phrases and pronouns of an article speak of.

    Args:
        doc: a document with Universal Dependencies, tags, lemmas and names (dates are no mentions).
        nouns: the lexicon's common nouns.
        speakers: token index inside a quotation to the token index of its speaker's head, as attribution found it;
            `I` is then the speaker, and `we` the organisation that the speaker leads or speaks for, or is itself.

    Returns:
        Chains with a proper name, and unnamed ones whose noun the lexicon knows (`the protesters`). Types: PERSON
        `Person`, ORG `Organization`, NORP alone `Country`, GPE and LOC `Place` (the linking step knows which places are
        countries), FAC `Facility`, EVENT `Event`, MISC `Work` or `Law`; a noun's own class otherwise.
    """
    phrases = collect(doc, nouns)
    ahead = gather(doc, phrases, nouns=nouns, given_names=read_given_names())
    weights = read_weights()
    by_head: dict[int, int] = {}
    for place, phrase in enumerate(phrases):
        if not phrase.set_of:
            by_head.setdefault(phrase.head, place)
    reading = Reading(doc, phrases, ahead, [None] * len(phrases), willing=nouns.willing)
    told = speakers or {}
    strangers = len(phrases)
    for place, phrase in enumerate(phrases):
        entity = ahead[place]
        if phrase.kind == "pronoun":
            speaker = _speaker(told.get(phrase.head), by_head, reading)
            reading.speakers = {phrase.head: speaker} if speaker is not None else {}
            entity = _resolve(reading, place, by_head, weights, nouns)
            if entity is None and phrase.pronoun == "person":  # somebody whom the text does not name
                strangers += 1
                entity = Entity(strangers, type="Person")
            if entity is not None:
                entity.phrases.append(phrase)
        elif phrase.kind == "noun" and phrase.plural and nouns.represents(phrase.words[0], plural=True):
            entity = _members_of(reading, phrase, by_head) or entity
        reading.attach(place, entity)
    for place, phrase in enumerate(phrases):  # the speaker may be a pronoun that stands behind the quotation
        speaker = _speaker(told.get(phrase.head), by_head, reading) if phrase.pronoun == "first" else None
        if speaker is not None:
            entity = _organisation_of(reading, speaker, nouns) if phrase.plural else speaker
            if entity is None and speaker.type == "Person":
                continue  # `we` is not one person; who else it is the text doesn't say
            entity = entity or speaker
            entity.phrases.append(phrase)
            reading.entity_of[place] = entity
    return _freeze(doc, reading)


def _members_of(reading: Reading, phrase: Phrase, by_head: Mapping[int, int]) -> Entity | None:
    """`its members`, `their troops`: the organisation or country that the pronoun stands for."""
    for child in reading.doc[phrase.head].lefts:
        at = by_head.get(child.i)
        if child.dep == "nmod:poss" and at is not None and reading.phrases[at].kind == "pronoun":
            owner = reading.entity_of[at]
            return owner if owner is not None and owner.named and owner.type != "Person" else None
    return None


def _speaker(head: int | None, by_head: Mapping[int, int], reading: Reading) -> Entity | None:
    if head is None or head not in by_head:
        return None
    place = by_head[head]
    return reading.entity_of[place] or reading.ahead[place]


def _resolve(
    reading: Reading, place: int, by_head: Mapping[int, int], weights: Mapping[str, float], nouns: ClassNouns
) -> Entity | None:
    phrase = reading.phrases[place]
    if phrase.pronoun == "first":
        return None
    if phrase.pronoun == "relative":
        head = antecedent_head(reading.doc[phrase.head])
        at = by_head.get(head) if head is not None else None
        return None if at is None else reading.entity_of[at] or reading.ahead[at]
    options = fitting(reading.doc, reading.phrases, phrase, candidates(reading, place), nouns)
    entity, _ = choose(options, weights)
    return entity


def _organisation_of(reading: Reading, speaker: Entity, nouns: ClassNouns) -> Entity | None:
    """The organisation or country in whose name its leader or spokesperson says `we`."""
    if speaker.type != "Person" or not any(
        (told := nouns.roles.get(r)) is not None and told.speaks for r in speaker.roles
    ):
        return None
    for phrase in speaker.phrases:
        if not phrase.titles:
            continue
        for place, other in enumerate(reading.phrases):
            if other.sentence > phrase.sentence:
                break
            if other.kind != "name" or other.label not in {"ORG", "GPE", "NORP"}:
                continue
            head = reading.doc[other.head]
            title = (
                phrase.kind == "name"
                and other.end <= phrase.start
                and phrase.start - other.end <= len(phrase.titles) + 1
            )
            if title or (head.head.i == phrase.head and other.head != phrase.head):
                return reading.ahead[place]
    return None


def _freeze(doc: Document, reading: Reading) -> Chains:
    entities: dict[int, Entity] = {}
    members: dict[int, list[tuple[Phrase, Mention]]] = {}
    for phrase, entity in zip(reading.phrases, reading.entity_of, strict=True):
        if entity is None or phrase.set_of:
            continue
        if entity.number not in entities:
            if not _kept(entity):
                continue
            entities[entity.number] = entity
        members.setdefault(entity.number, []).append((phrase, _mention(doc, phrase)))
    order = sorted(members, key=lambda n: (min([p.start for p, _ in members[n]]), members[n][0][0].head, n))
    chains = tuple([_chain(doc, entities[number], members[number]) for number in order])
    places = [(phrase, mention, at) for at, number in enumerate(order) for phrase, mention in members[number]]
    places.sort(key=lambda place: (place[0].start - place[0].end, place[0].start))
    tokens: dict[int, int] = {}
    mentions: dict[int, Mention] = {}
    for phrase, mention, at in places:
        for token in range(phrase.start, phrase.end):
            tokens[token], mentions[token] = at, mention
    for kind in ("noun", "pronoun", "name"):
        tokens.update([(phrase.head, at) for phrase, _, at in places if phrase.kind == kind])
    return Chains(chains, tokens, mentions)


def _kept(entity: Entity) -> bool:
    return entity.named or (bool(entity.type) and any(p.kind != "pronoun" for p in entity.phrases))


def _chain(doc: Document, entity: Entity, members: Sequence[tuple[Phrase, Mention]]) -> Chain:
    phrases = [phrase for phrase, _ in members]
    mentions = tuple(sorted([mention for _, mention in members], key=attrgetter("start", "end")))
    names: dict[str, Phrase] = {}
    for phrase in phrases:
        if phrase.kind == "name" or (
            phrase.capital and entity.named and not phrase.titles and phrase.text[:1].isupper()
        ):
            names.setdefault(" ".join(phrase.text.split()), phrase)
    if not names:
        head = next((p for p in phrases if p.kind == "noun"), phrases[0])
        return Chain(
            _noun_phrase(doc, head, placed=entity.type in ACTORS), entity.type or _FALLBACK_TYPE, mentions, (), False
        )
    full, *others = sorted(names, key=lambda n: (_fullness(names[n]), -names[n].start), reverse=True)
    aliases = tuple(sorted(others))
    return Chain(full, entity.type or _FALLBACK_TYPE, mentions, aliases, True)


def _mention(doc: Document, phrase: Phrase) -> Mention:
    start, end = doc.starts[phrase.start], doc[phrase.end - 1].end
    label = "NOUN" if phrase.kind == "noun" else phrase.label
    return Mention(start, end, doc.text[start:end], label, phrase.probability)


def _fullness(phrase: Phrase) -> tuple[bool, bool, bool, int, int]:
    return (
        phrase.kind == "name",
        phrase.label != "NORP",
        not is_acronym(phrase.text),
        len(phrase.words),
        len(phrase.text),
    )


def _noun_phrase(doc: Document, phrase: Phrase, *, placed: bool) -> str:
    """The noun phrase without its article, with what follows after `of`, and with the name that says which it is."""
    start = phrase.start
    while start < phrase.head and (doc[start].dep in {"det", "det:predet"} or doc[start].punctuation):
        start += 1
    end = phrase.end
    for child in doc[phrase.head].rights:
        if child.dep == "nmod" and child.first == end and child.i - end < 6:
            name = child.name
            whence = placed and doc[end].lower in WHENCE and name is not None and name.label in _PLACED
            if doc[end].lower == "of" or whence:
                end = child.i + 1 if name is None else max(child.i + 1, name.end)
                break
    return " ".join(doc.between(start, end).split())
