"""Labels that tell entities of one name apart: `Wagrain (organization)` and `Wagrain (place)`.

An entity's label depends on those of its name (`spelled`), on those that come to be called as it is, and on the name of
the body that tells it from them (`body`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import URIRef

from kg.model import Entity
from kg.summary import Summary
from kg.vocabulary import digest, local_name


@dataclass(slots=True)
class Views:
    """What articles know of an entity.

    Args:
        all: the articles together.
        same: those alone that know it by its very IRI.
        given: what people call it; empty where nobody decided on that.
    """

    all: Summary = field(default_factory=Summary)
    same: Summary = field(default_factory=Summary)
    given: str = ""

    @property
    def own(self) -> Summary:
        """What tells its name and class."""
        return self.same if self.same.articles else self.all

    @property
    def same_as(self) -> list[str]:
        """Its identifiers elsewhere; none where no article knows it by its very IRI: it is set apart from others of its
        name, and the identifiers are theirs."""
        return sorted(self.all.same_as) if self.same.articles else []

    @property
    def label(self) -> str:
        """The name that people give it, else that in most of the articles that know it by its very IRI, or in most."""
        return self.given or most(self.own.labels)

    @classmethod
    def of(cls, iri: str, entities: Iterable[Entity], given: str = "") -> Views:
        """What some articles know of an entity, and what people call it."""
        found = cls(given=given)
        for entity in entities:
            found.all.add(entity)
            if entity.iri == iri:
                found.same.add(entity)
        return found


def most(counts: Counter[str]) -> str:
    """The commonest; of equals the longest, then the first of the alphabet."""
    return min(counts, key=lambda text: (-counts[text], -len(text), text))


def spelled(label: str) -> str:
    """What two labels have in common that are alike."""
    return label.casefold()


def labels(views: Mapping[URIRef, Views]) -> dict[URIRef, str]:
    """A label for each entity, no two of them alike but for case."""
    plain = {iri: known.label for iri, known in views.items()}
    groups: dict[str, list[URIRef]] = defaultdict(list)
    for iri, label in sorted(plain.items()):
        groups[spelled(label)].append(iri)
    found = dict(plain)
    for iris in groups.values():
        if len(iris) > 1:
            found.update(distinguish_labels({iri: views[iri] for iri in iris}, plain.get))
    taken = Counter(map(spelled, found.values()))
    return {iri: final(iri, label, alone=taken[spelled(label)] == 1) for iri, label in found.items()}


def final(iri: str, label: str, *, alone: bool) -> str:
    """The label of an entity, once it is known whether another one would have the same."""
    return label if alone else f"{label} [{digest(iri)[:6]}]"


def distinguish_labels(views: Mapping[URIRef, Views], name: Callable[[URIRef], str | None]) -> dict[URIRef, str]:
    """Labels of entities of one name.

    The one with an identifier elsewhere keeps it bare, if it is the only one; the others get what tells them apart in
    brackets: their class, else their role, else the body in which they hold it, else part of their IRI's digest.

    Args:
        name: the name of an entity without such brackets; None where there is none.
    """
    plain = {iri: known.label for iri, known in sorted(views.items())}
    identified = [iri for iri in plain if views[iri].same_as]
    asked = [iri for iri in plain if len(identified) != 1 or iri not in identified]
    ways: tuple[Callable[[URIRef], str], ...] = (
        lambda iri: most(views[iri].all.types).rsplit("#")[-1].rsplit("/")[-1].lower(),
        lambda iri: _told(views[iri].all, "role"),
        lambda iri: _body(views[iri].all, name),
    )
    notes: dict[URIRef, str] = {}
    for way in ways:
        told = {iri: way(iri) for iri in asked if iri not in notes}
        times = Counter(told.values())
        notes.update((iri, note) for iri, note in told.items() if note and times[note] == 1)
    return plain | {iri: f"{plain[iri]} ({notes.get(iri) or digest(iri)[:6]})" for iri in asked}


def _told(known: Summary, key: str) -> str:
    """What most articles say of an entity under a key of its descriptions."""
    told = {line.partition(": ")[2]: n for line, n in known.described.items() if line.startswith(f"{key}:")}
    return most(Counter(told)) if told else ""


def body(known: Summary) -> str:
    """The IRI of the body in which an entity has a role, else of its country; nothing where no article says it."""
    return _told(known, "of") or _told(known, "country")


def _body(known: Summary, name: Callable[[URIRef], str | None]) -> str:
    iri = body(known)
    return (name(URIRef(iri)) or local_name(iri).replace("_", " ")) if iri else ""
