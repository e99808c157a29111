"""Which names of an article are names of one thing: spellings, parts of names, acronyms, nationalities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.document import Document
from kg.extraction.coreference.entities import Sets
from kg.extraction.coreference.people import company, is_relative
from kg.extraction.coreference.phrases import Phrase
from kg.lexicon import Lexicon
from kg.names import acronym_of, demonym_of, is_acronym, near_acronym, person_part, same_name, spelling, thing_part
from kg.namewords import name_words, one_legal_form, without_legal_form


@dataclass(slots=True)
class _Name:
    """All phrases of one name in one article; `people` where it is that of a people: `Iraqis`; `relative` where the
    text names it first as somebody's relative; `company` as in `people`."""

    words: tuple[str, ...]
    person: bool
    text: str
    people: bool
    bearer: int
    country: str
    relative: bool
    places: list[int] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    company: set[int] = field(default_factory=set)


def join_names(doc: Document, phrases: Sequence[Phrase], sets: Sets, lexicon: Lexicon) -> None:
    """Join names of one thing: spellings, parts, acronyms, nationalities; see `join_certain`."""
    names: dict[tuple[tuple[str, ...], bool, int, str], _Name] = {}
    first: dict[tuple[str, ...], str] = {}  # of an institution the country before its first mention, or none
    for place, phrase in enumerate(phrases):
        if phrase.kind != "name":
            continue
        person = phrase.label == "PERSON"
        country = ""
        if phrase.words[-1] in name_words().kinds and not person:
            own = _country_before(doc, phrase, lexicon)
            country = own or first.setdefault(phrase.words, "")
            first.setdefault(phrase.words, own)
        relative = person and is_relative(doc, phrase, lexicon)
        name = names.setdefault(
            (phrase.words, person, phrase.bearer, country),
            _Name(phrase.words, person, phrase.text, phrase.plural, phrase.bearer, country, relative),
        )
        name.places.append(place)
        name.company |= company(doc, phrase)
        name.labels.add(phrase.label)
        if not person or len(phrase.words) > 1:  # one surname may be that of several people
            sets.join(name.places[0], place)
    people = [n for n in names.values() if n.person]
    things = [n for n in names.values() if not n.person]
    _join_people(sets, people)
    _join_things(doc, phrases, sets, things, lexicon)
    _join_mislabelled(sets, people, things)


def _country_before(doc: Document, phrase: Phrase, lexicon: Lexicon) -> str:
    """The country whose institution a name means by the word before it: `India's Foreign Ministry`; else nothing."""
    for word in doc[phrase.head].lefts:
        if word.dep in {"nmod:poss", "amod", "compound", "nmod:desc"} and word.label in {"GPE", "NORP"}:
            whole = word.lower if word.name is None else word.name.text.lower()
            return lexicon.demonyms.get(whole, whole)
    return ""


def _join_people(sets: Sets, people: list[_Name]) -> None:
    by_last: dict[str, list[_Name]] = defaultdict(list)
    for name in sorted([n for n in people if len(n.words) > 1], key=_longest_first):
        others = by_last[spelling(name.words[-1])]
        fuller = [
            n for n in others
            if name.bearer == n.bearer and (same_name(name.words, n.words) or person_part(name.words, n.words))
            and name.company.isdisjoint(n.company)
            and not (name if name.places[0] > n.places[0] else n).relative  # "his father, Peter J. Marsh"
        ]  # fmt: skip
        if fuller:
            sets.join(fuller[0].places[0], name.places[0])
        else:
            others.append(name)


def _longest_first(name: _Name) -> tuple[int, int]:
    return -len(name.words), name.places[0]


def _join_things(doc: Document, phrases: Sequence[Phrase], sets: Sets, things: list[_Name], lexicon: Lexicon) -> None:
    things = sorted(things, key=_longest_first)
    by_initials: dict[str, list[_Name]] = defaultdict(list)
    by_last: dict[str, list[_Name]] = defaultdict(list)
    by_first: dict[str, list[_Name]] = defaultdict(list)
    by_skeleton: dict[str, list[_Name]] = defaultdict(list)
    by_core: dict[tuple[str, ...], _Name] = {}
    for name in things:
        joined = spelling("".join(name.words))
        twins = [n for n in by_skeleton[joined] if same_name(n.words, name.words) and n.country == name.country]
        if twins and len(joined) > 3:
            sets.join(twins[0].places[0], name.places[0])
        by_skeleton[joined].append(name)
        core = without_legal_form(name.words)
        twin = by_core.setdefault(core, name) if core and core != name.words else name
        if twin is not name and one_legal_form(name.words, twin.words):
            sets.join(twin.places[0], name.places[0])
        if len(name.words) > 1:
            for short in {"".join(w[0] for w in name.words), "".join(w[0] for w in name.words if w not in _STOP)}:
                by_initials[short].append(name)
        fuller = [
            n for n in [*by_last[name.words[-1]], *by_first[name.words[0]]]
            if name.company.isdisjoint(n.company) and not _two_countries(name, n, lexicon) and (
                thing_part(name.words, n.words, classes=lexicon.classes if _alike(name, n) else ())
                or _shortened(name, n, lexicon)
            )
        ]  # fmt: skip
        if name.words[0] in _DIRECTIONS and len(name.words) == 1:
            fuller = [n for n in by_first[name.words[0]] if len(n.words) == 2 and "GPE" in n.labels]
        if len({sets.find(n.places[0]) for n in fuller}) == 1:
            sets.join(fuller[0].places[0], name.places[0])
        by_last[name.words[-1]].append(name)
        by_first[name.words[0]].append(name)
    for name in things:
        if len(name.words) == 1 and is_acronym(name.text):
            fuller = [
                n for n in by_initials.get(name.words[0], [])
                if acronym_of(name.words[0], n.words) and n.words[0] != name.words[0]  # `US` is not the `US Senate`
            ]  # fmt: skip
            if fuller:
                sets.join(fuller[0].places[0], name.places[0])
    _join_brackets(doc, phrases, sets)
    _join_demonyms(sets, things, lexicon)


_DIRECTIONS = frozenset({"north", "south", "east", "west"})  # "the North" is North Korea where that was named
_STOP = frozenset({
    "of", "the", "and", "for", "in", "on", "to", "de", "la", "du", "des", "del", "di", "da",
})  # fmt: skip


def _two_countries(name: _Name, other: _Name, lexicon: Lexicon) -> bool:
    """Whether two names are those of two countries: the Republic of Congo is not the Democratic Republic of Congo."""
    one, two = (lexicon.countries.get(" ".join(n.text.lower().replace(".", "").split())) for n in (name, other))
    return one is not None and two is not None and one != two


def _alike(name: _Name, other: _Name) -> bool:
    """Whether no place is among the labels, and the shorter one no acronym: `Iraq` is not the `Iraq Company`, nor the
    `EU` the `EU Commission`."""
    return not (name.labels | other.labels) & {"GPE", "LOC", "NORP"} and not is_acronym(name.text)


def _shortened(name: _Name, full: _Name, lexicon: Lexicon) -> bool:
    """Whether a name that comes after a fuller one of its kind is that one cut short: `Shell` of `Royal Dutch Shell`,
    `Katrina` of `Hurricane Katrina`, `AirTran` of `AirTran Airways`.

    In annotated passages 47 of 48 last words, and 69 of 72 first words of organizations, go back to the only fuller
    name; not what is left before a class noun (`Karen National Union`), nor acronyms (`UN`).
    """
    alike = len(name.labels) == 1 and name.labels == full.labels and name.labels <= _SHORTENED
    if not alike or is_acronym(name.text) or name.places[0] < full.places[0] or len(name.words) >= len(full.words):
        return False
    size = len(name.words)
    if full.words[-size:] == name.words:
        return full.words[-size - 1] not in _STOP
    rest = full.words[size:]
    begins = full.words[:size] == name.words and name.labels == {"ORG"}
    return begins and rest[-1] not in lexicon.classes and _STOP.isdisjoint(rest)


_SHORTENED = frozenset({"ORG", "EVENT", "MISC"})


def _join_brackets(doc: Document, phrases: Sequence[Phrase], sets: Sets) -> None:
    """`North Atlantic Treaty Organization (NATO)`, and the other way round."""
    ends = {p.end: place for place, p in enumerate(phrases) if p.kind == "name" and p.label != "PERSON"}
    for place, phrase in enumerate(phrases):
        other = ends.get(phrase.start - 1)
        if other is None or phrase.kind != "name" or doc[phrase.start - 1].text != "(":
            continue
        long, short = phrases[other], phrase
        if is_acronym(long.text):
            long, short = short, long
        if is_acronym(short.text) and len(long.words) > 1 and near_acronym(short.words[0], long.words):
            sets.join(other, place)


def _join_demonyms(sets: Sets, things: list[_Name], lexicon: Lexicon) -> None:
    countries = [n for n in things if n.labels & {"GPE", "LOC"}]
    known = {" ".join(n.words): n for n in reversed(countries)}
    adjectives: dict[str, _Name] = {}
    for name in things:
        if "NORP" not in name.labels:
            continue
        word = " ".join(name.words)
        country = lexicon.demonyms.get(word) or lexicon.demonyms.get(word.removesuffix("s"))
        if name.people and country:
            continue  # Iraqis are not Iraq, but Tamils are Tamil
        home = known.get(country) if country else None
        if home is None and country is None and not name.people:
            home = next((n for n in countries if demonym_of(word.removesuffix("s"), "".join(n.words))), None)
        if home is not None:
            sets.join(home.places[0], name.places[0])
        singular = adjectives.setdefault(country or word.removesuffix("s"), name)
        sets.join(singular.places[0], name.places[0])


def _join_mislabelled(sets: Sets, people: list[_Name], things: list[_Name]) -> None:
    """Join a person's name with the same name labelled as a thing; a surname alone not with the name of a place."""
    known = {n.words: n for n in people}
    beside: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for name in people:
        if len(name.words) > 1:
            known.setdefault(name.words[-1:], name)
            beside[name.words[-1:]] |= name.company
        beside[name.words] |= name.company
    for thing in things:
        person = known.get(thing.words)
        if (
            person is not None
            and (person.words == thing.words or not thing.labels & {"GPE", "LOC", "NORP"})
            and thing.company.isdisjoint(beside[thing.words])
        ):
            sets.join(person.places[0], thing.places[0])
