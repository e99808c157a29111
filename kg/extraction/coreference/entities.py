"""Which names and noun phrases of an article are one thing: sieves in the order of their precision.

After Raghunathan et al. 2010 and Lee et al. 2013 (Stanford's sieves): exact names, appositions, parts of names,
acronyms, demonyms, heads and roles of definite descriptions; each step only joins what no earlier step forbids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.extraction.coreference.names import (
    acronym_of,
    demonym_of,
    fold,
    is_acronym,
    near_acronym,
    person_part,
    same_name,
    skeleton,
    thing_part,
)
from kg.extraction.coreference.nouns import ClassNouns
from kg.extraction.coreference.phrases import Phrase
from kg.extraction.coreference.pronouns import Entity
from kg.extraction.document import Document, Word

_ACTORS = frozenset({"Organization", "Country", "Place", "Group", "Facility"})
_PARTITIVES = frozenset({
    "any", "some", "all", "none", "many", "most", "each", "several", "few", "both", "one", "half", "dozens",
})  # fmt: skip
_EACH = frozenset({"any", "no", "every", "each"})
_LABEL_OF = {"Person": "PERSON", "Organization": "ORG", "Group": "ORG"}
"""The label of the names that a common noun of a class may stand right before."""
_MADE = frozenset({"Work", "Law", "Event"})
_NAMEABLE = _ACTORS | {"Event", "Law", "Work", "Product"}
_CIRCUMSTANCES = frozenset({  # the parser hangs on a noun what often belongs to the verb, and narrows no noun
    "after", "amid", "before", "by", "despite", "during", "since", "through", "until",
})  # fmt: skip
_NO_KINDS: frozenset[str] = frozenset()
_REACH = 3
"""How many sentences back a definite description without a matching head may look."""
_THEME = 3
"""From how many mentions a country is what an article is about, so that "the nation" may be it however far back."""


class _Sets:
    """Disjoint sets of phrases (union by least member, so that the result does not hang on the order of joins)."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._parent = list(range(len(phrases)))
        self._people = [
            {p.words} if p.kind == "name" and p.label == "PERSON" and len(p.words) > 1 else set() for p in phrases
        ]

    def find(self, item: int) -> int:
        """The least member of an item's set."""
        parent = self._parent
        while (above := parent[item]) != item:
            parent[item] = item = parent[above]
        return item

    def join(self, one: int, other: int) -> None:
        """Make the sets of two items one, unless one person would get two full names with nothing in common."""
        a, b = self.find(one), self.find(other)
        if a == b or self._strangers(self._people[a], self._people[b]):
            return
        self._parent[max(a, b)] = min(a, b)
        self._people[min(a, b)] = self._people[a] | self._people[b]

    @staticmethod
    def _strangers(some: set[tuple[str, ...]], others: set[tuple[str, ...]]) -> bool:
        return bool(some and others) and not any(
            same_name(x, y) or person_part(x, y) or person_part(y, x) for x in some for y in others
        )


@dataclass(slots=True)
class _Name:
    """All phrases of one name in one article."""

    words: tuple[str, ...]
    person: bool
    places: list[int] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    text: str = ""


def gather(
    doc: Document, phrases: Sequence[Phrase], *, nouns: ClassNouns, given_names: Mapping[str, float]
) -> list[Entity | None]:
    """Group names and noun phrases into entities.

    Args:
        doc: the article.
        phrases: its phrases, in the order of their heads.
        nouns: the lexicon's common nouns.
        given_names: how feminine given names are, in log odds.

    Returns:
        For each phrase its entity; None for a pronoun.
    """
    sets = _Sets(phrases)
    by_head: dict[int, int] = {}
    for place, phrase in enumerate(phrases):
        if not phrase.set_of:
            by_head.setdefault(phrase.head, place)
    _join_names(doc, phrases, sets, nouns)
    _join_syntax(doc, phrases, sets, by_head, nouns)
    owners = _owners(phrases)
    _join_owned(doc, phrases, sets, owners)
    stand_for = _representatives(doc, phrases, by_head, nouns)
    _join_descriptions(doc, phrases, sets, nouns, stand_for)
    _join_owned(doc, phrases, sets, owners)  # again, now that descriptions of owners are known
    for place, owner in stand_for.items():
        sets.join(owner, place)
    return _entities(phrases, sets, given_names, nouns)


# --- names ---------------------------------------------------------------------------------------------------------


def _join_names(doc: Document, phrases: Sequence[Phrase], sets: _Sets, nouns: ClassNouns) -> None:
    names: dict[tuple[tuple[str, ...], bool], _Name] = {}
    for place, phrase in enumerate(phrases):
        if phrase.kind != "name":
            continue
        person = phrase.label == "PERSON"
        name = names.setdefault((phrase.words, person), _Name(phrase.words, person, text=phrase.text))
        name.places.append(place)
        name.labels.add(phrase.label)
        if not person or len(phrase.words) > 1:  # one surname may be that of several people
            sets.join(name.places[0], place)
    people = [n for n in names.values() if n.person]
    things = [n for n in names.values() if not n.person]
    _join_people(phrases, sets, people, nouns)
    _join_things(doc, phrases, sets, things, nouns)
    _join_mislabelled(phrases, sets, people, things)


def _join_people(phrases: Sequence[Phrase], sets: _Sets, people: list[_Name], nouns: ClassNouns) -> None:
    people = sorted(people, key=lambda n: (-len(n.words), n.places[0]))
    by_last: dict[str, list[_Name]] = defaultdict(list)
    by_word: dict[str, list[_Name]] = defaultdict(list)
    for name in people:
        if len(name.words) > 1:
            last = skeleton(name.words[-1])
            fuller = [
                other for other in by_last[last]
                if (same_name(name.words, other.words) or person_part(name.words, other.words))
                and not _genders_clash(name, other, phrases)
            ]  # fmt: skip
            if fuller:
                sets.join(fuller[0].places[0], name.places[0])
            else:
                by_last[last].append(name)
            for word in {name.words[0], name.words[-1]}:
                by_word[skeleton(word)].append(name)
    alone: dict[str, int] = {}
    for name in people:
        if len(name.words) > 1:
            continue
        fits = by_word.get(skeleton(name.words[0]), [])
        before: int | None = None
        for place in name.places:
            owner = _nearest(phrases, fits, place, called=before)
            if owner is None:
                owner = alone.setdefault(skeleton(name.words[0]), place)
            else:
                before = owner
            sets.join(owner, place)


def _genders_clash(name: _Name, other: _Name, phrases: Sequence[Phrase]) -> bool:
    told = {phrases[p].gender for p in name.places} | {phrases[p].gender for p in other.places}
    return {"f", "m"} <= told


def _nearest(phrases: Sequence[Phrase], fits: Sequence[_Name], place: int, *, called: int | None) -> int | None:
    """Of several people who share a name the one whose gender fits, and who was named last.

    Who was `called` by that name alone before goes on to be, as long as the others are only mentioned once.
    """
    phrase = phrases[place]
    best: tuple[bool, bool, int] | None = None
    found = None
    for name in fits:
        if phrase.gender and any(phrases[p].gender not in {"", phrase.gender} for p in name.places):
            continue
        before = [p for p in name.places if p < place]
        if not before and phrases[name.places[0]].sentence == phrase.sentence:
            continue  # `Betts, a son of Thomas Betts`
        key = (name.places[0] == called or len(before) > 1, bool(before), before[-1] if before else -name.places[0])
        if called is None:
            key = (False, *key[1:])
        if best is None or key > best:
            best, found = key, name.places[0]
    return found


def _join_things(doc: Document, phrases: Sequence[Phrase], sets: _Sets, things: list[_Name], nouns: ClassNouns) -> None:
    things = sorted(things, key=lambda n: (-len(n.words), n.places[0]))
    by_initials: dict[str, list[_Name]] = defaultdict(list)
    by_last: dict[str, list[_Name]] = defaultdict(list)
    by_first: dict[str, list[_Name]] = defaultdict(list)
    by_skeleton: dict[str, list[_Name]] = defaultdict(list)
    for name in things:
        joined = skeleton("".join(name.words))
        twins = [n for n in by_skeleton[joined] if same_name(n.words, name.words)]
        if twins and len(joined) > 3:
            sets.join(twins[0].places[0], name.places[0])
        by_skeleton[joined].append(name)
        if len(name.words) > 1:
            for short in {
                "".join(w[0] for w in name.words),
                "".join(w[0] for w in name.words if len(w) > 3 or w not in _STOP),
            }:
                by_initials[short].append(name)
        fuller = [
            n for n in [*by_last[name.words[-1]], *by_first[name.words[0]]]
            if thing_part(name.words, n.words, classes=nouns.classes if _alike(name, n) else ())
        ]  # fmt: skip
        if name.words[0] in _DIRECTIONS and len(name.words) == 1:
            fuller = [n for n in by_first[name.words[0]] if len(n.words) == 2 and "GPE" in n.labels]
        distinct = {sets.find(n.places[0]) for n in fuller}
        if len(distinct) == 1:
            sets.join(fuller[0].places[0], name.places[0])
        by_last[name.words[-1]].append(name)
        by_first[name.words[0]].append(name)
    for name in things:
        if len(name.words) == 1 and is_acronym(name.text):
            fuller = [n for n in by_initials.get(name.words[0], []) if acronym_of(name.words[0], n.words)]
            if fuller:
                sets.join(fuller[0].places[0], name.places[0])
    _join_brackets(doc, phrases, sets)
    _join_demonyms(sets, things, nouns)


_DIRECTIONS = frozenset({"north", "south", "east", "west"})  # "the North" is North Korea where that was named
_STOP = frozenset({
    "of", "the", "and", "for", "in", "on", "to", "de", "la", "du", "des", "del", "di", "da",
})  # fmt: skip


def _alike(name: _Name, other: _Name) -> bool:
    """Whether no place is among the labels: `Iraq` is not the `Iraq Company`."""
    return not (name.labels | other.labels) & {"GPE", "LOC", "NORP"}


def _join_brackets(doc: Document, phrases: Sequence[Phrase], sets: _Sets) -> None:
    """`North Atlantic Treaty Organization (NATO)`, and the other way round."""
    ends = {p.end: place for place, p in enumerate(phrases) if p.kind == "name" and p.label != "PERSON"}
    for place, phrase in enumerate(phrases):
        if phrase.kind != "name" or phrase.start < 2 or doc[phrase.start - 1].text != "(":
            continue
        other = ends.get(phrase.start - 1)
        if other is None:
            continue
        long, short = phrases[other], phrase
        if is_acronym(long.text):
            long, short = short, long
        if is_acronym(short.text) and len(long.words) > 1 and near_acronym(short.words[0], long.words):
            sets.join(other, place)


def _join_demonyms(sets: _Sets, things: list[_Name], nouns: ClassNouns) -> None:
    countries = [n for n in things if n.labels & {"GPE", "LOC"}]
    known = {" ".join(n.words): n for n in reversed(countries)}
    adjectives: dict[str, _Name] = {}
    for name in things:
        if "NORP" not in name.labels:
            continue
        word = " ".join(name.words)
        country = nouns.demonyms.get(word) or nouns.demonyms.get(word.removesuffix("s"))
        home = known.get(country) if country else None
        if home is None and country is None:
            home = next((n for n in countries if demonym_of(word.removesuffix("s"), "".join(n.words))), None)
        if home is not None:
            sets.join(home.places[0], name.places[0])
        singular = adjectives.setdefault(country or word.removesuffix("s"), name)
        sets.join(singular.places[0], name.places[0])


def _join_mislabelled(phrases: Sequence[Phrase], sets: _Sets, people: list[_Name], things: list[_Name]) -> None:
    """A name that is a person's in one place and a thing's in another is one; so is a surname that no place has."""
    known = {n.words: n for n in people}
    for name in people:
        if len(name.words) > 1:
            known.setdefault(name.words[-1:], name)
    for thing in things:
        person = known.get(thing.words)
        if person is None:
            continue
        place = person.words != thing.words and thing.labels & {"GPE", "LOC", "NORP"}
        if not place or _takes_up(phrases, person, thing):
            sets.join(person.places[0], thing.places[0])


def _takes_up(phrases: Sequence[Phrase], person: _Name, thing: _Name) -> bool:
    """Whether what was taken for a place is only ever who acts, from right behind the full name of a person with that
    surname, as in "Luís Montenegro welcomed it. Montenegro met Holm"."""
    if any(phrases[place].role != "subject" for place in thing.places):
        return False
    first = phrases[thing.places[0]]
    return any(
        0 <= first.sentence - phrases[place].sentence <= 1 and place < thing.places[0] for place in person.places
    )


# --- syntax --------------------------------------------------------------------------------------------------------


def _join_syntax(
    doc: Document, phrases: Sequence[Phrase], sets: _Sets, by_head: Mapping[int, int], nouns: ClassNouns
) -> None:
    """Appositions and copulas: `Angela Merkel, the German chancellor`; `Angela Merkel is the chancellor`."""
    for place, phrase in enumerate(phrases):
        if phrase.kind == "pronoun" or phrase.set_of:
            continue
        token = doc[phrase.head]
        if token.dep == "appos":
            other = by_head.get(token.head.i)
            if other is not None and _can_rename(phrases[other], phrase) and not (_listed(token) or _others(token)):
                sets.join(other, place)
        elif (phrase.kind == "noun" and (other := _named_right_after(token, phrase, phrases, by_head)) is not None) or (
            phrase.kind == "noun"
            and not phrase.plural
            and (other := _own_name(token, phrase, phrases, by_head, nouns)) is not None
        ):
            sets.join(other, place)
        elif phrase.kind == "noun" and "cop" in [c.dep for c in token.lefts]:
            subject = next((c for c in token.lefts if c.dep == "nsubj"), None)
            other = by_head.get(subject.i) if subject is not None else None
            if other is None or not _affirmed(token):
                continue
            if (phrase.definite or _is_one(phrases[other], phrase)) and _can_rename(phrases[other], phrase):
                sets.join(other, place)


def _named_right_after(
    token: Word, phrase: Phrase, phrases: Sequence[Phrase], by_head: Mapping[int, int]
) -> int | None:
    """`his wife Mary`, `the power company Nordlund Energy`: the place of the name right after its common noun."""
    if phrase.plural or token.i + 1 >= len(token.doc):
        return None
    name = token.doc[token.i + 1]
    if phrase.type in {"Organization", "Group"} and name.name is not None:
        name = name.name.root
    at = by_head.get(name.i)
    if at is None or phrases[at].start != token.i + 1 or phrases[at].label != _LABEL_OF.get(phrase.type):
        return None
    if phrase.type == "Person":
        return at if name.head in {token, token.head} or token.head == name else None
    twin = name.head == token.head and name.dep == token.dep  # a parser in doubt makes both the subject
    return at if name.head == token or twin else None


def _own_name(
    token: Word, phrase: Phrase, phrases: Sequence[Phrase], by_head: Mapping[int, int], nouns: ClassNouns
) -> int | None:
    """`the city of Mosul`, `the NATO alliance`: the place of the name that a class noun carries with it.

    A militia's name that was taken for a place is one only where no place is known by it.
    """
    noun, naming = phrase.words[0], nouns.naming
    if noun in naming.of_name:
        for child in token.rights:
            at = by_head.get(child.i)
            if child.dep == "nmod" and at is not None and phrases[at].label in {"GPE", "LOC"}:
                return at if any(t.lower == "of" for t in child.lefts) else None
    if phrase.definite and noun in naming.behind_name:  # a province or region is another thing than its city
        settlement = noun in naming.settlements
        for child in token.lefts:
            at = by_head.get(child.i)
            if child.dep != "compound" or at is None:
                continue
            name = phrases[at]
            unplaced = noun in naming.misplaced and name.label == "GPE" and name.text.lower() not in nouns.places
            if (
                name.label in {"GPE", "LOC", "FAC"}
                if settlement
                else (name.label == "ORG" or unplaced) and name.kind == "name"
            ):
                return at
    return None


def _can_rename(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases in apposition can be one thing: one name (or name and acronym), one number, one class."""
    if "pronoun" in {one.kind, other.kind}:
        return False
    if one.kind == other.kind == "name":
        long, short = (one, other) if len(one.words) >= len(other.words) else (other, one)
        return is_acronym(short.text) and acronym_of(short.words[0], long.words)
    if one.plural != other.plural and "NORP" not in {one.label, other.label}:
        return _collective(one) or _collective(other)
    if one.type and other.type:
        if _MADE & {one.type, other.type} and one.type != other.type and "noun" in {one.kind, other.kind}:
            return False
        return (one.type == "Person") == (other.type == "Person")
    return one.kind == "name" and other.kind == "noun"  # `X, a do-gooder`; not `the video: X`


def _collective(phrase: Phrase) -> bool:
    return phrase.type in {"Organization", "Group", "Country"} and not phrase.plural


def _listed(token: Word) -> bool:
    """A list that the parser took for appositions (`Paris, London, Rome and …`)."""
    return any(c.dep in {"conj", "appos"} and token.doc[c.first].text != "(" for c in token.rights) and any(
        c.dep == "appos" for c in token.head.rights if c != token
    )


def _others(token: Word) -> bool:
    """A headline's list that looks like an apposition: `Raids Weaken Al-Shabab, ISIL Terrorists`."""
    if token.tag not in {"NNS", "NNPS"} or any(c.dep in {"det", "nmod:poss", "amod"} for c in token.lefts):
        return False
    return any(c.dep == "compound" and c.label == "ORG" for c in token.lefts)


def _is_one(name: Phrase, noun: Phrase) -> bool:
    """Whether an indefinite noun says what a name is: `Ravi Nair is an Indian cricketer.`"""
    return name.kind == "name" and name.label == "PERSON" and noun.type == "Person" and not noun.plural


def _affirmed(predicate: Word) -> bool:
    return not any(
        c.dep == "aux" or (c.dep == "advmod" and c.lower in {"not", "n't", "never", "no"}) or c.lower == "no"
        for c in predicate.lefts
    )


def _owners(phrases: Sequence[Phrase]) -> dict[int, int]:
    """From each token of a name and each head of a definite noun phrase to the place of its phrase."""
    nouns = {p.head: place for place, p in enumerate(phrases) if p.kind == "noun" and p.definite and not p.set_of}
    return nouns | {t: place for place, p in enumerate(phrases) if p.kind == "name" for t in range(p.start, p.end)}


def _join_owned(doc: Document, phrases: Sequence[Phrase], sets: _Sets, names: Mapping[int, int]) -> None:
    """`the bank's website`, `the Adler Bank website`: one thing of one owner, neither a person nor an event."""
    known: dict[tuple[str, int], int] = {}
    for place, phrase in enumerate(phrases):
        if phrase.kind != "noun" or phrase.plural or phrase.set_of or phrase.type in {"Person", "Event"}:
            continue
        owners = {
            sets.find(names[c.i])
            for c in doc[phrase.head].lefts
            if c.i in names and c.dep in {"amod", "compound", "nmod:poss", "nmod:desc"}
        }
        if len(owners) == 1 and not any(c.lower in {"a", "an", "another", "no"} for c in doc[phrase.head].lefts):
            sets.join(known.setdefault((phrase.words[0], owners.pop()), place), place)


def _representatives(
    doc: Document, phrases: Sequence[Phrase], by_head: Mapping[int, int], nouns: ClassNouns
) -> dict[int, int]:
    """`Russian troops`, `the US government`, `any of the Alliance's states`: they stand for their modifier.

    Returns:
        The places of such phrases, each with the place of the phrase that it stands for.
    """
    found: dict[int, int] = {}
    names = {p.head: place for place, p in enumerate(phrases) if p.capital and not p.set_of}
    names |= {t: place for place, p in enumerate(phrases) if p.kind == "name" for t in range(p.start, p.end)}
    for place, phrase in enumerate(phrases):
        if phrase.kind != "noun" or phrase.set_of or not nouns.represents(phrase.words[0], plural=True):
            continue
        members = phrase.plural or any(c.lower in _EACH for c in doc[phrase.head].lefts)  # `any NATO ally`
        # critics, fans and opponents of an organisation are not the organisation
        if not nouns.represents(phrase.words[0], plural=members):
            continue
        if phrase.type == "Person" and not members:
            continue
        token = doc[phrase.head]
        if any(c.dep == "nummod" or (c.dep == "det" and c.lower in {"a", "an", "another"}) for c in token.lefts):
            continue
        for child in token.children:
            at = names.get(child.i)
            if at is None or at == place or phrases[at].label == "PERSON" or phrases[at].type not in _ACTORS:
                continue
            owned = child.dep == "nmod:poss" or (child.dep == "nmod" and any(t.lower == "of" for t in child.lefts))
            if child.dep in {"amod", "compound", "nmod:desc"} or (owned and phrase.words[0] not in nouns.others):
                found[place] = at
                break
    last: dict[str, int] = {}
    for place, phrase in enumerate(phrases):  # `the allies` after `NATO allies`
        if phrase.kind != "noun" or not phrase.plural:
            continue
        if place in found:
            last[phrase.words[0]] = found[place]
        elif phrase.words[0] in last and phrase.definite and not phrase.modifiers and not _possessor(doc, phrase):
            found[place] = last[phrase.words[0]]
    for place, phrase in enumerate(phrases):
        if phrase.kind != "noun" or phrase.set_of:
            continue
        if phrase.words[0] in _PARTITIVES or phrase.words[0] in nouns.naming.some_of:
            whole = next((c for c in doc[phrase.head].rights if c.dep == "nmod" and c.i in by_head), None)
            if whole is not None and by_head[whole.i] in found:
                found[place] = found[by_head[whole.i]]
    return found


# --- descriptions --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Known:
    """What an article has said so far of one thing."""

    first: int
    last: int
    count: int = 0
    heads: set[str] = field(default_factory=set)
    titles: set[tuple[str, ...]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    plural: bool = False
    genders: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    nouns: list[Phrase] = field(default_factory=list)


def _join_descriptions(
    doc: Document, phrases: Sequence[Phrase], sets: _Sets, nouns: ClassNouns, stand_for: Mapping[int, int]
) -> None:
    """Definite descriptions, from left to right: by head, by title, by a word of the name, by class."""
    known: dict[int, _Known] = {}
    by_word: dict[str, list[int]] = defaultdict(list)
    recent: list[int] = []
    same = nouns.naming.same
    for place, phrase in enumerate(phrases):
        if phrase.kind == "pronoun" or phrase.set_of or place in stand_for:
            continue
        root = sets.find(place)
        describes = phrase.kind == "noun" and _describes(doc, phrase)
        if describes and root == place:
            owner = _described_entity(doc, phrases, place, known, by_word, recent, nouns)
            if owner is not None:
                sets.join(owner, place)
                root = sets.find(place)
                if owner != root:
                    known[root] = known.pop(owner)
        entry = known.get(root)
        if entry is None:
            entry = known[root] = _Known(root, place)
        entry.last = place
        entry.count += 1
        entry.types.add(phrase.type)
        entry.labels.add(phrase.label)
        if phrase.gender:
            entry.genders.add(phrase.gender)
        entry.plural = entry.plural or (phrase.plural and phrase.kind == "noun")
        if phrase.kind == "noun":
            entry.heads.add(same.get(phrase.words[0], phrase.words[0]))
            entry.modifiers |= phrase.modifiers
            entry.nouns.append(phrase)
            if describes and phrase.definite and not phrase.modifiers and not _possessor(doc, phrase):
                entry.bare.add(same.get(phrase.words[0], phrase.words[0]))
        else:
            entry.words.update(phrase.words)
        if phrase.titles:
            entry.titles.add(phrase.titles)
        for word in {same.get(word, word) for word in phrase.words}.union(phrase.titles):
            listed = by_word[word]
            if not listed or listed[-1] != root:
                listed.append(root)
        recent.append(root)


def _describes(doc: Document, phrase: Phrase) -> bool:
    """Whether a noun phrase may point back: definite or written like a name, and not narrowed by what follows it."""
    if not (phrase.definite or phrase.capital):
        return False
    token = doc[phrase.head]
    if phrase.label != "NOUN" and token.pos == "ADJ" and token.dep in {"amod", "compound"}:
        return False  # "the [Conservative] government" is no group told before
    return not any(c.dep in {"acl:relcl", "acl", "flat"} for c in token.rights)  # `Studio 54` is no studio told before


def _around(doc: Document, phrase: Phrase) -> set[str]:
    """The names in what narrows a noun: `a video featuring Ana Sol` may come back as `the Sol video`."""
    head = doc[phrase.head]
    return {fold(w.text) for c in head.rights if c.dep in {"acl", "nmod"} for w in doc[c.first : c.last + 1] if w.name}


def _described_entity(
    doc: Document,
    phrases: Sequence[Phrase],
    place: int,
    known: Mapping[int, _Known],
    by_word: Mapping[str, list[int]],
    recent: Sequence[int],
    nouns: ClassNouns,
) -> int | None:
    phrase = phrases[place]
    lemma = nouns.naming.same.get(phrase.words[0], phrase.words[0])
    possessor = _possessor(doc, phrase)
    best: tuple[int, bool, bool, int] | None = None
    found: int | None = None
    wanted = {lemma, *(phrase.titles[-1:])}
    for word in sorted(wanted):
        for root in by_word.get(word, [])[-8:]:
            entry = known.get(root)
            if entry is None or not _compatible(phrase, entry):
                continue
            narrowed = phrase.modifiers - entry.modifiers - entry.words - {w for t in entry.titles for w in t}
            if narrowed:
                narrowed = narrowed.difference(*(_around(doc, noun) for noun in entry.nouns))
            if lemma in entry.heads:
                if possessor or narrowed or (phrase.plural != entry.plural):
                    continue
                rank = 2
            elif phrase.titles and any(_title_fits(phrase.titles, t) for t in entry.titles):
                if narrowed and entry.modifiers:
                    continue
                rank = 3
            elif (
                phrase.words[0] in entry.words
                and (phrase.type in _NAMEABLE or phrase.capital)
                and not narrowed
                and not possessor
                and "Person" not in entry.types
            ):
                rank = 1
            else:
                continue
            near = phrases[entry.last].paragraph == phrase.paragraph
            pact = not phrase.modifiers and lemma in entry.bare  # what an article calls so, it goes on to call so
            key = (rank, near, pact, entry.last)
            if best is None or key > best:
                best, found = key, root
    if phrase.type == "Country" and not phrase.modifiers and _of_pronoun(doc, phrase):
        return _by_class(phrases, place, known, recent, nouns)
    certain = found is not None and (lemma not in nouns.naming.generic or bool(known[found].words))
    if certain or possessor:
        return found
    if phrase.modifiers and not _pointing(doc, phrase):
        described = any(w.name for w in doc[phrase.start : phrase.end])  # "the Dutch company"
        return found if found is not None or described else _of_kind(phrases, place, known, recent, nouns)
    if (only := _only_one(phrases, place, known, recent, nouns)) is not None:
        return only
    named = _by_class(phrases, place, known, recent, nouns)
    return found if named is None else named


def _pointing(doc: Document, phrase: Phrase) -> bool:
    return any(c.lower in {"this", "that"} for c in doc[phrase.head].lefts)


def _title_fits(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return short == full[-len(short) :] or set(short) <= set(full)


def _possessor(doc: Document, phrase: Phrase) -> bool:
    """Whether a possessor or what follows a noun narrows it; brackets and circumstances do not."""
    head = doc[phrase.head]
    return "nmod:poss" in [c.dep for c in head.lefts] or any(
        c.dep == "nmod" and doc[c.first].text != "(" and doc[c.first].lower not in _CIRCUMSTANCES for c in head.rights
    )


def _of_pronoun(doc: Document, phrase: Phrase) -> bool:
    """`their country`: a thing of somebody whom the article named before."""
    return any(c.dep == "nmod:poss" and c.pos == "PRON" for c in doc[phrase.head].lefts)


def _compatible(phrase: Phrase, entry: _Known) -> bool:
    if phrase.gender and entry.genders and phrase.gender not in entry.genders:
        return False
    if not phrase.type or not (entry.types - {""}):
        return True
    if phrase.type == "Person":
        return "Person" in entry.types
    return phrase.type in entry.types or (
        phrase.type in _ACTORS and bool(entry.types & _ACTORS) and "Person" not in entry.types
    )


def _known_kinds(phrases: Sequence[Phrase], entry: _Known, nouns: ClassNouns) -> frozenset[str]:
    """The nouns that the lexicon knows of an organisation by its name: of Shell `company`."""
    name = phrases[entry.first]
    return nouns.kinds.get(name.text.lower(), _NO_KINDS) if name.kind == "name" and name.label == "ORG" else _NO_KINDS


def _within(
    phrases: Sequence[Phrase], place: int, known: Mapping[int, _Known], recent: Sequence[int], reach: int
) -> dict[int, _Known]:
    """What was spoken of in the sentence of a phrase and those right before it."""
    first = phrases[place].sentence - reach
    return {
        root: known[root]
        for root in dict.fromkeys(recent[-40:])
        if root in known and phrases[known[root].last].sentence >= first
    }


def _of_kind(
    phrases: Sequence[Phrase], place: int, known: Mapping[int, _Known], recent: Sequence[int], nouns: ClassNouns
) -> int | None:
    """`the oil company`: the one organisation spoken of right before that the lexicon knows to be one."""
    if phrases[place].plural or phrases[place].type != "Organization" or not phrases[place].definite:
        return None
    near = _within(phrases, place, known, recent, 1)
    fit = [root for root, entry in near.items() if phrases[place].words[0] in _known_kinds(phrases, entry, nouns)]
    return fit[0] if len(fit) == 1 else None


def _only_one(
    phrases: Sequence[Phrase], place: int, known: Mapping[int, _Known], recent: Sequence[int], nouns: ClassNouns
) -> int | None:
    """`the city` after one city alone, `the senator` after one person alone, who was the subject."""
    phrase = phrases[place]
    if phrase.plural or not phrase.definite:
        return None
    near = _within(phrases, place, known, recent, 1)
    if phrase.type == "Place" and phrase.words[0] in nouns.naming.settlements:
        countries = nouns.demonyms.values()
        fit = [r for r, e in near.items() if "GPE" in e.labels and phrases[e.first].text.lower() not in countries]
        return fit[0] if len(fit) == 1 else None
    title = nouns.roles.get(phrase.titles)
    if phrase.type == "Person" and title is not None and title.personal and phrase.role == "subject":
        people = [root for root, entry in known.items() if "Person" in entry.types]
        fit = [root for root in people if root in near and phrases[near[root].last].role in {"subject", "passive"}]
        told = bool(fit) and (near[fit[0]].titles or near[fit[0]].heads or not near[fit[0]].words)
        return fit[0] if len(people) == len(fit) == 1 and not told else None
    return None


def _by_class(
    phrases: Sequence[Phrase], place: int, known: Mapping[int, _Known], recent: Sequence[int], nouns: ClassNouns
) -> int | None:
    """`the alliance`, `the country`, `the 52-year-old`: the last thing of that class that no name contradicts."""
    phrase = phrases[place]
    if phrase.plural or phrase.type not in {"Organization", "Country", "Person", "Group"} or phrase.kind == "name":
        return None
    if phrase.capital and not phrase.definite:  # `Coalition forces`: a name of its own, no description of the last one
        return None
    if phrase.type == "Person" and (phrase.titles or not (phrase.gender or phrase.words[0] not in nouns.classes)):
        return None
    best: tuple[int, int] | None = None
    found = None
    passed: set[int] = set()
    for back in range(len(recent) - 1, max(-1, len(recent) - 40), -1):
        root = recent[back]
        if root in passed:
            continue
        passed.add(root)
        entry = known.get(root)
        if entry is None:
            continue
        theme = phrase.type == "Country" and entry.count >= _THEME  # "the nation" of an article on one country
        if not theme and phrase.sentence - phrases[entry.last].sentence > _REACH:
            continue
        if not _class_fits(phrases, phrase, entry, nouns) or entry.plural:
            continue
        key = (_weight(phrase, entry, nouns), entry.last)
        if best is None or key > best:
            best, found = key, root
    return found


def _weight(phrase: Phrase, entry: _Known, nouns: ClassNouns) -> int:
    if phrase.type == "Person":
        return 0
    if phrase.type == "Country":  # a place whose people or adjective the article names is likelier to be a country
        return entry.count + 100 * ("NORP" in entry.labels or " ".join(sorted(entry.words)) in nouns.demonyms.values())
    return entry.count


def _class_fits(phrases: Sequence[Phrase], phrase: Phrase, entry: _Known, nouns: ClassNouns) -> bool:
    lemma, naming = phrase.words[0], nouns.naming
    if phrase.gender and entry.genders and phrase.gender not in entry.genders:
        return False
    if phrase.type == "Person":
        return "Person" in entry.types and not entry.heads
    if phrase.type == "Country":
        return "GPE" in entry.labels
    if phrase.type not in {"Organization", "Group"} or "ORG" not in entry.labels:
        return False
    if lemma in naming.named_so and lemma not in entry.words:
        return False
    kinds = _known_kinds(phrases, entry, nouns)
    if lemma == "company" and kinds and kinds <= naming.no_companies:
        return False  # Greenpeace
    said = {w for w in entry.words if nouns.classes.get(w) in {"Organization", "Group", "Facility", "Place"}}
    return (not said or lemma in said or lemma in naming.generic) and not (entry.heads - {lemma} - naming.generic)


# --- entities ------------------------------------------------------------------------------------------------------


def _entities(
    phrases: Sequence[Phrase], sets: _Sets, given_names: Mapping[str, float], nouns: ClassNouns
) -> list[Entity | None]:
    found: dict[int, Entity] = {}
    result: list[Entity | None] = []
    for place, phrase in enumerate(phrases):
        if phrase.kind == "pronoun":
            result.append(None)
            continue
        root = sets.find(place)
        entity = found.get(root)
        if entity is None:
            entity = found[root] = Entity(len(found))
        entity.phrases.append(phrase)
        result.append(entity)
    for entity in found.values():
        _describe(entity, given_names, nouns)
    return result


def _describe(entity: Entity, given_names: Mapping[str, float], nouns: ClassNouns) -> None:
    named = [p for p in entity.phrases if p.kind == "name"]
    typed = [p.type for p in named] or [p.type for p in entity.phrases if p.type]
    entity.named, entity.names = bool(named), len(named)
    kinds = dict.fromkeys(typed)
    if len(kinds) == 1:
        entity.type = typed[0]
    elif kinds:
        entity.type = max(kinds, key=lambda t: (typed.count(t), -typed.index(t)))
        if {"Country", "Place"} <= kinds.keys():
            entity.type = "Place"
    for phrase in entity.phrases:
        if phrase.plural and not named:
            entity.plural = True
        if phrase.gender:  # `chairman`, `actor` are said of women too, `wife`, `Ms` are not
            strength = 1.0 if phrase.kind == "noun" and phrase.titles else 4.0
            entity.gender += strength if phrase.gender == "f" else -strength
        if phrase.titles:
            entity.roles.add(phrase.titles)
        if phrase.kind == "noun" and not phrase.set_of:
            entity.heads.add(phrase.words[0])
            entity.modifiers |= phrase.modifiers
    if entity.type == "Person" and named and abs(entity.gender) < 4:
        fullest = max(named, key=lambda p: len(p.words))
        odds = given_names.get(fullest.words[0], 0.0)
        if len(fullest.words) == 1:
            odds *= 0.5
        elif not odds:
            odds = 0.7 * given_names.get(fullest.words[1], 0.0) if len(fullest.words) > 2 else 0.0
        entity.gender += max(-2.4, min(2.4, odds))


def folded(text: str) -> str:
    """A name as one folded string, to compare names of different spelling."""
    return " ".join(fold(w) for w in text.split())
