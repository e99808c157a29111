"""What is known of entities before any article is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

from kg.names import fold, sound
from kg.vocabulary import BASE

CLASSES: Final = ("Person", "Organization", "Country", "Group", "Place", "Facility", "Event", "Work", "Product", "Law")


class Alias(IntEnum):
    """How a name stands for an entity, the plainest first."""

    LABEL = 0
    OTHER = 1
    ACRONYM = 2
    ADJECTIVE = 3
    DEMONYM = 4
    SPELLING = 5
    SURNAME = 6
    SHORT = 7


_ALIASES: Final = tuple(Alias)  # looking one up by its number is quicker than making it of that
_NATIONAL: Final = frozenset({Alias.ADJECTIVE, Alias.DEMONYM})


@dataclass(frozen=True, slots=True)
class Known:
    """An entity of the gazetteer.

    Args:
        iri: its IRI under the default base, or the one that a user's file gives it.
        label: its canonical name.
        type: local name of its class (a user's own class: its IRI); `core` is the built-in class above it.
        prior: how often news means it rather than a namesake, 0 to 1.
        country, region: IRIs, or empty.
        capital_of, seat_of: IRI of the country or union for whose government its name can stand, or empty.
        institution: which institution of its country it is (`foreign_ministry`), or empty.
        same_as: IRIs of the same thing elsewhere.
        own: whether a user's file describes it.
    """

    iri: str
    label: str
    type: str
    core: str
    prior: float
    country: str = ""
    region: str = ""
    capital_of: str = ""
    seat_of: str = ""
    institution: str = ""
    same_as: tuple[str, ...] = ()
    own: bool = False

    @property
    def government_of(self) -> str:
        """The country or union that the name stands for where the thing is said to act, or an empty string."""
        return self.seat_of or self.capital_of  # "Brussels said": the European Union

    @property
    def home(self) -> str:
        """The country that it is or belongs to, or an empty string."""
        return self.iri if self.core == "Country" else self.country


@dataclass(slots=True)
class Knowledge:
    """What is known before any article is read. Use `load_knowledge` to get one.

    Args:
        iris: IRIs of the entities; `rows` has what is known of each, in the same order.
        aliases: folded name -> place of an entity times 8 plus how the name stands for it, the plainest way alone.
        sounds: sound of a name -> places of entities, for spelling variants.
        institutions: folded name of an institution -> its kind; `institution_labels` gives the kind's name,
            `institution_countries` the countries that have one (none: any country).
        standing: kind of institution and country -> IRI of the institution.
        terms: IRI of a person -> terms of office.
        signatures: classes that each relation takes; `parents` has the classes right above each class.
        bearers: a given name (with a space after it) or a surname -> how many people of the gazetteer
            have it.
        metonymic: relation -> the slots in which a capital means its government.
        same, different: pairs of IRIs that the user's own files declare the same or different.
        own, own_aliases: IRIs and (folded name, IRI) that the user's own files describe.
    """

    iris: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    aliases: dict[str, list[int]] = field(default_factory=dict)
    sounds: dict[str, list[int]] = field(default_factory=dict)
    institutions: dict[str, str] = field(default_factory=dict)
    institution_labels: dict[str, str] = field(default_factory=dict)
    institution_countries: dict[str, list[str]] = field(default_factory=dict)
    standing: dict[str, str] = field(default_factory=dict)
    terms: dict[str, list[list[str]]] = field(default_factory=dict)
    signatures: dict[str, list[list[str]]] = field(default_factory=dict)
    parents: dict[str, list[str]] = field(default_factory=dict)
    metonymic: dict[str, list[str]] = field(default_factory=dict)
    bearers: dict[str, int] = field(default_factory=dict)
    same: list[tuple[str, str]] = field(default_factory=list)
    different: list[tuple[str, str]] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    own_aliases: set[tuple[str, str]] = field(default_factory=set)
    _institution_words: frozenset[str] = frozenset()
    _places: dict[str, int] = field(default_factory=dict)
    _made: dict[int, Known] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = {iri: place for place, iri in enumerate(self.iris)}

    def __len__(self) -> int:
        return len(self.iris)

    def __contains__(self, iri: str) -> bool:
        return iri in self._places

    @property
    def institution_words(self) -> frozenset[str]:
        """The folded words of which the names of kinds of institutions are made."""
        if not self._institution_words:
            self._institution_words = frozenset(word for name in self.institutions for word in name.split())
        return self._institution_words

    def get(self, iri: str) -> Known:
        """The entity with an IRI.

        Raises:
            KeyError: when the gazetteer has none.
        """
        return self._known(self._places[iri])

    def _known(self, place: int) -> Known:
        """The entity at a place, made the first time that it is asked for."""
        if (made := self._made.get(place)) is not None:
            return made
        iri = self.iris[place]
        label, kind, prior, country, region, capital_of, seat_of, institution, same_as = self.rows[place]
        known = self._made[place] = Known(
            iri,
            label,
            kind,
            self.core(kind),
            prior,
            self._iri(country),
            self._iri(region),
            self._iri(capital_of),
            self._iri(seat_of),
            institution,
            tuple(same_as),
            iri in self.own,
        )
        return known

    def _iri(self, place: int) -> str:
        return self.iris[place] if place >= 0 else ""

    def named(self, name: str) -> Iterator[tuple[Known, Alias]]:
        """The entities that have a name, letter case, diacritics and points aside."""
        for packed in self.aliases.get(fold(name), ()):
            yield self._known(packed >> 3), _ALIASES[packed & 7]

    def national(self, name: str) -> set[str]:
        """The IRIs of the countries that a name is the adjective of, or the name of the people of."""
        return {self.iris[packed >> 3] for packed in self.aliases.get(fold(name), ()) if packed & 7 in _NATIONAL}

    def sounding(self, name: str) -> Iterator[Known]:
        """The entities one of whose names is spelled otherwise but sounds like a name."""
        for place in self.sounds.get(sound(name), ()):
            yield self._known(place)

    def identified(self) -> dict[str, str]:
        """IRI elsewhere (Wikidata) -> IRI of the entity, the packaged one before a user's own."""
        found = dict[str, str]()
        for iri, row in zip(self.iris, self.rows, strict=True):
            for identifier in row[8]:
                found.setdefault(identifier, iri)
        return found

    def terms_of(self, iri: str) -> list[tuple[str, str]]:
        """The first and last days of a person's terms of office, in ISO 8601 or empty."""
        return [(start, end) for *_, start, end in self.terms.get(iri, ())]

    def core(self, kind: str) -> str:
        """The built-in class that a class is, or lies below; `Entity` where there is none."""
        return next((cls for cls in self._above(kind) if cls in CLASSES), "Entity")

    def _above(self, kind: str) -> list[str]:
        """A class and all that it is a kind of, the nearest first."""
        found = [kind]
        for one in found:
            found += [parent for parent in sorted(self.parents.get(one, ())) if parent not in found]
        return found

    def commonness(self, given: str, surname: str) -> float:
        """How many namesakes a person with this name is likely to have: the bearers of each name among the gazetteer's,
        multiplied."""
        return self.bearers.get(f"{given} ", 0.5) * self.bearers.get(surname, 0.5)

    def acts(self, relation: str, slot: str) -> bool:
        """Whether what fills a relation's `subject` or `object` acts or is spoken to, so that a capital there means its
        government."""
        if relation in self.metonymic:
            return slot in self.metonymic[relation]
        return not self.takes_places(relation, "domain" if slot == "subject" else "range")

    def takes_places(self, relation: str, slot: str) -> bool:
        """Whether a relation's `domain` or `range` (the slot) admits places; where nothing is said, anything."""
        domain, range_ = self.signatures.get(relation, ([], []))
        wanted = domain if slot == "domain" else range_
        return not wanted or not set(wanted).isdisjoint(self._above("Place"))


def rebased(iri: str, base: str, *, old: str = BASE) -> str:
    """An entity's IRI under another base than the old one; an IRI that a user's file chose freely stays.

    >>> rebased(BASE + "entity/NATO", "https://example.org/")
    'https://example.org/entity/NATO'
    """
    return base + iri.removeprefix(old) if iri.startswith(old) else iri
