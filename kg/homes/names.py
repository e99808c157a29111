"""What entities of an embedded store are called: told apart from those of their name, as `kg.graph.labels` does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kg.graph import to_quads
from kg.graph.derived import entity_triples
from kg.graph.labels import Views, body, distinguish_labels, final, spelled
from kg.homes.index import CALLED, NAME, NOTED, SPELLED, Index, Triples

_OF_ENTITY: Final = [ox.NamedNode(p) for p in (RDF.type, RDFS.label, SKOS.altLabel, OWL.sameAs)]


def update_names(index: Index, triples: Triples, targets: Collection[str], names: Mapping[str, str]) -> None:
    """Say of some entities what their articles know of them, and of others what they are called now through these.

    Args:
        targets: the entities of which articles know something else than before, or nothing any more.
        names: what people call entities.
    """
    names_of = _Names(index, names)
    groups, touched, otherwise = set[str](), set(targets), list[ox.NamedNode]()
    for target in targets:
        views = names_of.views(target)
        old, new = index.values(target, NAME), {views.label} if views.all.articles else set()
        groups |= set(map(spelled, old | new))
        if old != new:
            index.put_texts(target, NAME, new)
            index.put_texts(target, SPELLED, map(spelled, new))
            otherwise.append(ox.NamedNode(target))
        if not new:
            index.put_iris(target, NOTED, ())
    for node in otherwise:
        for other in index.subjects(NOTED, node):  # whose label that name may be a part of
            groups |= index.values(other, SPELLED)
    called = names_of.called(groups)
    contended = set[str]()
    for target in {*targets, *called}:
        old, new = index.values(target, CALLED), {spelled(called[target])} if target in called else set()
        if old != new:
            touched.add(target)
            contended |= old | new
            index.put_texts(target, CALLED, new)
    rivals = {text: index.subjects(CALLED, ox.Literal(text)) for text in contended}
    further = {target for several in rivals.values() for target in several} - called.keys()
    called |= names_of.called({index.value(target, SPELLED) for target in further})
    touched |= {target for several in rivals.values() for target in several} | called.keys()
    present, wanted = list[ox.Quad](), set[ox.Quad]()
    for target in touched:
        views = names_of.views(target)
        if views.all.articles:
            text = spelled(called[target])
            alone = len(rivals.get(text) or index.subjects(CALLED, ox.Literal(text))) == 1
            label = final(target, called[target], alone=alone)
            wanted |= to_quads(entity_triples(URIRef(target), label, views))
        node = ox.NamedNode(target)
        present += (quad for p in _OF_ENTITY for quad in triples.matching(node, p, None))
    triples.replace(present, wanted)


class _Names:
    """What entities are called by people, or else by their articles."""

    def __init__(self, index: Index, given: Mapping[str, str]) -> None:
        self.index = index
        self.given = given
        self._views: dict[str, Views] = {}

    def views(self, target: str) -> Views:
        """What articles know of an entity."""
        if target not in self._views:
            self._views[target] = replace(self.index.views(target), given=self.given.get(target, ""))
        return self._views[target]

    def name(self, target: URIRef) -> str | None:
        """The name of an entity; None where no article knows it."""
        views = self.views(str(target))
        return views.label if views.all.articles else None

    def called(self, names: Collection[str]) -> dict[str, str]:
        """What the entities of some names are called; and note on whose names that relies."""
        found = dict[str, str]()
        for members in [self.index.subjects(SPELLED, ox.Literal(name)) for name in sorted(names)]:
            views = {URIRef(iri): self.views(iri) for iri in members}
            several = len(views) > 1
            for iri, known in views.items():
                self.index.put_iris(iri, NOTED, [told] if several and (told := body(known.all)) else [])
            told_by = (
                distinguish_labels(views, self.name) if several else {iri: known.label for iri, known in views.items()}
            )
            found |= {str(iri): label for iri, label in told_by.items()}
        return found
