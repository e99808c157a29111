"""Labels that tell entities of one name apart: `Wagrain (organization)` and `Wagrain (place)`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from rdflib import URIRef

from kg.model import Entity
from kg.vocabulary import digest, local_name

Views = Mapping[URIRef, Sequence[Entity]]
"""Each entity with what its articles know of it."""


def most(counts: Counter[str]) -> str:
    """The commonest; of equals the longest, then the first of the alphabet."""
    return min(counts, key=lambda text: (-counts[text], -len(text), text))


def label_of(iri: URIRef, views: Sequence[Entity]) -> str:
    """The name of an entity in most of the articles that know it by its very IRI, or else in most of all."""
    own = [view for view in views if view.iri == str(iri)] or views
    return most(Counter(view.label for view in own))


def type_of(views: Iterable[Entity]) -> str:
    """The class that most articles give an entity."""
    return most(Counter(view.type for view in views))


def labels(views: Views) -> dict[URIRef, str]:
    """A label for each entity, no two of them alike but for case.

    Of several entities of one name, the one with an identifier elsewhere keeps it bare, if it is the only one; the
    others get what tells them apart in brackets: their class, else their role, else the body in which they hold it,
    else part of their IRI's digest.
    """
    plain = {iri: label_of(iri, known) for iri, known in views.items()}
    groups: dict[str, list[URIRef]] = defaultdict(list)
    for iri, label in sorted(plain.items()):
        groups[label.casefold()].append(iri)
    found = dict(plain)
    for iris in groups.values():
        if len(iris) > 1:
            known = [iri for iri in iris if any(view.same_as for view in views[iri])]
            asked = [iri for iri in iris if len(known) != 1 or iri not in known]
            for iri, note in _notes(asked, views, plain).items():
                found[iri] = f"{plain[iri]} ({note})"
    taken = Counter(label.casefold() for label in found.values())
    return {
        iri: label if taken[label.casefold()] == 1 else f"{label} [{digest(iri)[:6]}]" for iri, label in found.items()
    }


def _notes(iris: Sequence[URIRef], views: Views, plain: Mapping[URIRef, str]) -> dict[URIRef, str]:
    """What tells some entities apart."""
    ways: tuple[Callable[[URIRef], str], ...] = (
        lambda iri: type_of(views[iri]).rsplit("#")[-1].rsplit("/")[-1].lower(),
        lambda iri: _told(views[iri], "role"),
        lambda iri: _body(views[iri], plain),
    )
    notes: dict[URIRef, str] = {}
    for way in ways:
        left = [iri for iri in iris if iri not in notes]
        told = {iri: way(iri) for iri in left}
        times = Counter(told.values())
        notes.update((iri, note) for iri, note in told.items() if note and times[note] == 1)
    return {iri: notes.get(iri) or digest(iri)[:6] for iri in iris}


def _told(views: Iterable[Entity], key: str) -> str:
    """What most articles say of an entity under a key of its descriptions."""
    counts = Counter(line.partition(": ")[2] for view in views for line in view.described if line.startswith(f"{key}:"))
    return most(counts) if counts else ""


def _body(views: Iterable[Entity], plain: Mapping[URIRef, str]) -> str:
    iri = _told(views, "of") or _told(views, "country")
    return plain.get(URIRef(iri), local_name(iri).replace("_", " ")) if iri else ""
