"""Coreference inside one article: which names, descriptions and pronouns speak of one thing.

Three steps: phrases (`phrases.py`), what is one thing for certain (`certain.py`), whom pronouns and descriptions mean
(`antecedents.py`). One pass each from left to right with limited windows: the cost grows with the article's length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from kg.document import Document, former_prefix_length
from kg.extraction.coreference.acting import acts
from kg.extraction.coreference.antecedents import Network, resolve
from kg.extraction.coreference.certain import join_certain
from kg.extraction.coreference.entities import Entity, entities_of
from kg.extraction.coreference.people import complete_couples, number_bearers, relabel_namesakes
from kg.extraction.coreference.phrases import Phrase, collect
from kg.lexicon import Lexicon
from kg.model import Chain, Mention
from kg.names import is_acronym

__all__ = ["ACTORS", "WHENCE", "Chains", "Network", "find_chains"]

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


def find_chains(
    doc: Document,
    lexicon: Lexicon,
    *,
    speakers: Mapping[int, int] | None = None,
    network: Network | None = None,
    spans: Sequence[tuple[int, int]] = (),
) -> Chains:
    """Find what the names, noun phrases and pronouns of an article speak of.

    Args:
        doc: a document with Universal Dependencies, tags, lemmas and names (dates are no mentions).
        speakers: token index inside a quotation to the token index of its speaker's head, as attribution found it;
            `I` is then the speaker, and `we` the organisation that the speaker leads or speaks for, or is itself.
        network: scores what pronouns and descriptions mean; without it they mean nothing that is named.
        spans: tokens of noun phrases that take part in facts, as the network found them; end exclusive.

    Returns:
        Chains with a proper name, and unnamed ones whose noun the lexicon knows (`the protesters`) or the network
        found. Types: PERSON `Person`, ORG `Organization`, NORP alone `Country`, GPE and LOC `Place` (the linking step
        knows which places are countries), FAC `Facility`, EVENT `Event`, MISC `Work` or `Law`; a noun's own class
        otherwise.
    """
    phrases = collect(doc, lexicon)
    complete_couples(doc, phrases)
    number_bearers(doc, phrases)
    relabel_namesakes(doc, phrases, lexicon)
    sets = join_certain(doc, phrases, lexicon)
    by_head = {phrase.head: place for place, phrase in enumerate(phrases)}
    told = {
        place: by_head[speakers[phrase.head]]
        for place, phrase in enumerate(phrases)
        if speakers and phrase.pronoun == "first" and speakers.get(phrase.head) in by_head
    }
    entities = entities_of(phrases, sets) if told else []
    for place, speaker in told.items():
        if not phrases[place].plural and entities[speaker].type in {"Person", ""}:
            sets.join(speaker, place)
    likely = resolve(doc, phrases, sets, network, countries=frozenset(lexicon.demonyms.values()))
    phrases = [replace(p, probability=likely[place]) if place in likely else p for place, p in enumerate(phrases)]
    wanted = {doc.root(start, end).i for start, end in spans}
    entities = entities_of(phrases, sets)
    for place, speaker in told.items():
        owner = _organisation_of(doc, phrases, entities[speaker], lexicon) if phrases[place].plural else None
        if owner is None and phrases[place].plural and entities[speaker].type == "Person":
            continue  # `we` is not one person; who else it is the text doesn't say
        if not entities[place].named:  # else the text says who `I` is
            sets.join(speaker if owner is None else owner, place)
    if told:
        entities = entities_of(phrases, sets)
    former = {phrases[place].head for place in sets.former}
    return _freeze(doc, phrases, entities, lexicon, wanted=wanted, former=former)


def _organisation_of(doc: Document, phrases: Sequence[Phrase], speaker: Entity, lexicon: Lexicon) -> int | None:
    """The place of the organisation or country in whose name its leader or spokesperson says `we`."""
    if speaker.type != "Person" or not any(r in lexicon.role_of and lexicon.role_of[r].speaks for r in speaker.roles):
        return None
    for phrase in [p for p in speaker.phrases if p.titles]:
        for place, other in enumerate(phrases):
            if other.sentence > phrase.sentence:
                break
            if other.kind == "name" and other.label in {"ORG", "GPE", "NORP"}:
                title = phrase.kind == "name" and 0 <= phrase.start - other.end <= len(phrase.titles) + 1
                if title or (doc[other.head].head.i == phrase.head and other.head != phrase.head):
                    return place
    return None


def _freeze(
    doc: Document,
    phrases: Sequence[Phrase],
    entities: Sequence[Entity],
    lexicon: Lexicon,
    *,
    wanted: Set[int],
    former: Set[int],
) -> Chains:
    """Make chains of the phrases of each entity; `wanted` and `former` are heads: see `_kept` and `_chain`."""
    kept = [e for e in {e.number: e for e in entities}.values() if _kept(e, wanted)]
    kept.sort(key=lambda e: (min([p.start for p in e.phrases]), e.phrases[0].head))
    members = [[(phrase, _mention(doc, phrase, lexicon)) for phrase in entity.phrases] for entity in kept]
    chains = tuple([_chain(doc, entity, some, former) for entity, some in zip(kept, members, strict=True)])
    places = [(phrase, mention, at) for at, some in enumerate(members) for phrase, mention in some]
    places.sort(key=lambda place: (place[0].start - place[0].end, place[0].start))
    tokens: dict[int, int] = {}
    mentions: dict[int, Mention] = {}
    for phrase, mention, at in places:
        for token in range(phrase.start, phrase.end):
            tokens[token], mentions[token] = at, mention
    for kind in ("noun", "pronoun", "name"):
        tokens.update([(phrase.head, at) for phrase, _, at in places if phrase.kind == kind])
    return Chains(chains, tokens, mentions)


def _kept(entity: Entity, wanted: Set[int]) -> bool:
    """Whether it has a name, a class, or a noun phrase that the network wants."""
    return entity.named or any(p.kind != "pronoun" and (entity.type or p.head in wanted) for p in entity.phrases)


def _chain(doc: Document, entity: Entity, members: Sequence[tuple[Phrase, Mention]], former: Set[int]) -> Chain:
    phrases = [phrase for phrase, _ in members]
    mentions = tuple(sorted([mention for _, mention in members], key=attrgetter("start", "end")))
    names: dict[str, Phrase] = {}
    for phrase in phrases:
        like_name = phrase.capital and entity.named and not phrase.titles and phrase.text[:1].isupper()
        if phrase.kind == "name" or like_name:
            names.setdefault(" ".join(phrase.text.split()), phrase)
    if not names:
        head = next((p for p in phrases if p.kind == "noun"), phrases[0])
        label = _noun_phrase(doc, head, placed=entity.type in ACTORS)
        words = {_without_article(doc, phrase, phrase.end) for phrase in phrases if phrase.kind == "noun"} - {label}
        return Chain(label, entity.type or _FALLBACK_TYPE, mentions, tuple(sorted(words)), False)
    full, *others = sorted(  # a firm is not called what it was called before
        names, key=lambda n: (names[n].head not in former, _fullness(names[n]), -names[n].start), reverse=True
    )
    return Chain(full, entity.type or _FALLBACK_TYPE, mentions, tuple(sorted(others)), True, names[full].bearer)


def _mention(doc: Document, phrase: Phrase, lexicon: Lexicon) -> Mention:
    start, end = doc.starts[phrase.start], doc[phrase.end - 1].end
    if phrase.kind == "name" and not former_prefix_length(phrase.text):
        start += former_prefix_length(doc.text, start)
    label = "NOUN" if phrase.kind == "noun" else phrase.label
    acting = phrase.label == "GPE" and acts(doc, phrase.start, phrase.end, lexicon)
    return Mention(start, end, doc.text[start:end], label, phrase.probability, acting)


def _fullness(p: Phrase) -> tuple[bool, bool, bool, int, int]:
    return p.kind == "name", p.label != "NORP", not is_acronym(p.text), len(p.words), len(p.text)


def _noun_phrase(doc: Document, phrase: Phrase, *, placed: bool) -> str:
    """The noun phrase without its article, with what follows after `of`, and with the name that says which it is."""
    end = phrase.end
    for child in doc[phrase.head].rights:
        if child.dep == "nmod" and child.first == end and child.i - end < 6:
            name = child.name
            whence = placed and doc[end].lower in WHENCE and name is not None and name.label in _PLACED
            if doc[end].lower == "of" or whence:
                end = child.i + 1 if name is None else max(child.i + 1, name.end)
                break
    return _without_article(doc, phrase, end)


def _without_article(doc: Document, phrase: Phrase, end: int) -> str:
    """The words of a noun phrase up to an end, without its article."""
    start = phrase.start
    while start < phrase.head and (doc[start].dep in {"det", "det:predet"} or doc[start].punctuation):
        start += 1
    return " ".join(doc.between(start, end).split())
