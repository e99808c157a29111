"""The graph of an embedded store, and what it keeps beside that to find what an article touches: in a graph of its own.

<entity>   index:known     what articles know of what they call so, by the entity that stands for it (JSON)
           index:together  what articles know of what it stands for (JSON), where that has other names, too
           index:key       a text that it shares with what it may be one with (see `kg.linking.parts.dependencies`)
           index:often     how many articles speak of it, where these are many
           index:reliesOn  a name on whose telling something its part relies (at the part's first entity), or it does
           index:name, index:spelled  its name, and the same, folded
           index:called    its name, folded, with what tells it from others of that name
           index:noted     the body whose name may tell it from others
<short>    index:holder    the one entity that a surname or an acronym can mean (JSON), where an article has that alone
<article>  index:knows     what it speaks of, as it has it itself
           index:band      a part of its signature, to find near-duplicates
           index:setup     what read it: a digest of the program's version, the model and the ontologies
<base>     index:articles, index:speaking  how many articles there are, and how many of them know any entity
           index:unsorted  how many have changed since the store was sorted
           index:triples, index:entailed  how many triples the graph has, and how many plain ones that no text states
           index:decisions of people, a digest; index:decided, what these have come to
           index:format    of this index
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from kg.graph import from_quads, known_entities
from kg.graph.labels import Views
from kg.linking.profiles import FAMILIES, PLACE, Record, commonness_limit
from kg.model import Entity
from kg.summary import Summary, dump_all, load_all
from kg.vocabulary import INDEX, NEWS, mention_iri

FORMAT: Final = "4"
OFTEN: Final = 20
"""From how many articles on an entity is listed under their number: no limit of commonness is lower."""

GRAPH: Final = ox.NamedNode(str(INDEX["graph"]))
DEFAULT: Final = ox.DefaultGraph()


def _predicate(name: str) -> ox.NamedNode:
    return ox.NamedNode(INDEX[name])


KNOWN, TOGETHER, KEY = _predicate("known"), _predicate("together"), _predicate("key")
OFTEN_IN, RELIES_ON = _predicate("often"), _predicate("reliesOn")
NAME, SPELLED, CALLED, NOTED = _predicate("name"), _predicate("spelled"), _predicate("called"), _predicate("noted")
HOLDER = _predicate("holder")
KNOWS, BAND, SETUP = _predicate("knows"), _predicate("band"), _predicate("setup")
ARTICLES, SPEAKING, UNSORTED = _predicate("articles"), _predicate("speaking"), _predicate("unsorted")
TRIPLES, ENTAILED = _predicate("triples"), _predicate("entailed")
DECIDED, DECISIONS, VERSION = _predicate("decided"), _predicate("decisions"), _predicate("format")
ENTITY: Final = ox.NamedNode(str(NEWS.entity))

Node = ox.NamedNode | ox.Literal
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def value_of(term: Term) -> str:
    """The IRI or the text of a term; no graph of this program has triples for terms."""
    assert not isinstance(term, ox.Triple)
    return term.value


class Index:
    """The index of a store; what is read is kept as long as the object lives, and what is put is written by `write`."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self.store = store
        self.base = base
        self._known: dict[str, dict[str, Summary]] = {}
        self._summaries: dict[str, Summary] = {}
        self._together: dict[str, Summary] = {}
        self._contents: dict[str, Collection[str]] = {}
        self._unwritten: dict[tuple[str, ox.NamedNode], set[Node]] = {}
        self.limit = commonness_limit(self.number(SPEAKING))
        self.asked: set[str] = set()

    # values of one thing, things of one value

    def values(self, subject: str, predicate: ox.NamedNode) -> set[str]:
        """The texts and IRIs that the index has for something."""
        if (found := self._unwritten.get((subject, predicate))) is not None:
            return {node.value for node in found}
        quads = self.store.quads_for_pattern(ox.NamedNode(subject), predicate, None, GRAPH)
        return {value_of(quad.object) for quad in quads}

    def value(self, subject: str, predicate: ox.NamedNode) -> str:
        """The one text or IRI that the index has for something; nothing where there is none."""
        return next(iter(self.values(subject, predicate)), "")

    def subjects(self, predicate: ox.NamedNode, value: Node) -> set[str]:
        """What the index has a value for."""
        self.write()
        found = self.store.quads_for_pattern(None, predicate, value, GRAPH)
        return {value_of(quad.subject) for quad in found}

    def write(self) -> None:
        """Write what has been put, at once: each transaction of a store takes its time."""
        if self._unwritten:
            present, wanted = list[ox.Quad](), list[ox.Quad]()
            for (subject, predicate), values in self._unwritten.items():
                node = ox.NamedNode(subject)
                present += self.store.quads_for_pattern(node, predicate, None, GRAPH)
                wanted += [ox.Quad(node, predicate, value, GRAPH) for value in values]
            self._unwritten = {}
            replace(self.store, present, wanted)

    def put_texts(self, subject: str, predicate: ox.NamedNode, values: Iterable[str]) -> None:
        """Make these texts the only values; `write` writes them."""
        self._unwritten[subject, predicate] = set(map(ox.Literal, values))

    def put_iris(self, subject: str, predicate: ox.NamedNode, values: Iterable[str]) -> None:
        """Make these IRIs the only values."""
        self._unwritten[subject, predicate] = set(map(ox.NamedNode, values))

    # what articles know of a name: see kg.linking.parts.Known

    def known(self, iri: str) -> dict[str, Summary]:
        """What articles know of what they call so, by the entity that stands for it; see `count_in`."""
        if iri not in self._known:
            text = self.value(iri, KNOWN)
            self._known[iri] = load_all(text) if text else {}
        return self._known[iri]

    def count_in(self, iri: str, target: str, entity: Entity, *, times: int = 1) -> None:
        """Let one article more know something under a name; `times=-1` takes it out again.

        `write_known` and `write_together` keep that.
        """
        if target:
            self._of_target(target).add(entity, times=times)
        known = self.known(iri)
        known.setdefault(target, Summary()).add(entity, times=times)
        if not known[target].articles:
            del known[target]
        self._summaries.pop(iri, None)

    def write_known(self, iri: str) -> None:
        """Write what articles know under a name, and how many they are where they are many."""
        known, number = self.known(iri), self.summary(iri).articles
        self.put_texts(iri, KNOWN, [dump_all(known)] if known else [])
        self.put_texts(iri, OFTEN_IN, [str(number)] if number >= OFTEN else [])

    def summary(self, iri: str) -> Summary:
        """What the articles together know of a name."""
        if iri not in self._summaries:
            known = list(self.known(iri).values())
            if len(known) == 1:
                self._summaries[iri] = known[0]
            else:
                self._summaries[iri] = Summary()
                for summary in known:
                    self._summaries[iri].absorb(summary)
        return self._summaries[iri]

    def views(self, target: str) -> Views:
        """What articles know of an entity, by whichever name."""
        return Views(self._of_target(target), self.known(target).get(target, Summary()))

    def _of_target(self, target: str) -> Summary:
        if target not in self._together:
            text = self.value(target, TOGETHER)
            self._together[target] = load_all(text)[target] if text else Summary()
            if not text and (own := self.known(target).get(target)):
                self._together[target].absorb(own)
        return self._together[target]

    def write_together(self) -> None:
        """Write what articles know of entities that they know by other names, too."""
        for target, together in self._together.items():
            own = self.known(target).get(target, Summary())
            several = together.articles != own.articles
            self.put_texts(target, TOGETHER, [dump_all({target: together})] if several else [])

    def articles(self, iri: str) -> Collection[str]:
        """The IRIs of the articles that speak of something under this name."""
        return self.subjects(KNOWS, ox.NamedNode(iri))

    def records(self, iri: str) -> list[Record]:
        """What each of these articles knows of it."""
        found = list[ox.Quad]()
        for article in self.articles(iri):
            node, graph = ox.NamedNode(mention_iri(article, iri, base=self.base)), ox.NamedNode(article)
            found += self.store.quads_for_pattern(node, None, None, graph)
        return known_entities(from_quads(found))

    def target(self, article: str, iri: str) -> str:
        """The entity that stands for what an article knows under a name."""
        known = self.known(iri)
        return next(iter(known)) if len(known) == 1 else self.present_target(article, iri)

    def present_target(self, article: str, iri: str) -> str:
        """The entity that stands for what an article knows under a name, as the graph has it."""
        node = ox.NamedNode(mention_iri(article, iri, base=self.base))
        found = self.store.quads_for_pattern(node, ENTITY, None, DEFAULT)
        return next(value_of(quad.object) for quad in found)

    def contents(self, article: str) -> Collection[str]:
        """The names of all that an article speaks of."""
        if article not in self._contents:
            self._contents[article] = self.values(article, KNOWS)
        return self._contents[article]

    def put_contents(self, article: str, iris: Collection[str]) -> None:
        """Keep what an article speaks of."""
        self._contents[article] = set(iris)
        self.put_iris(article, KNOWS, iris)

    def holder(self, short: str) -> str:
        """What a surname or an acronym can mean alone; nothing where no article has that alone."""
        return self.value(_short_iri(short), HOLDER)

    def put_holder(self, short: str, text: str) -> None:
        """Keep what a surname or an acronym can mean alone."""
        self.put_texts(_short_iri(short), HOLDER, [text] if text else [])

    def count(self, iri: str) -> int:
        """How many articles speak of a name; 0 of one that identifies in none of them."""
        summary = self.summary(iri)
        return 0 if summary.is_local else summary.articles

    def tells(self, iri: str, *, places: bool = True) -> bool:
        """Whether a name says something of two articles that both have it; remembered in `asked`."""
        self.asked.add(iri)
        return 0 < self.count(iri) <= self.limit and (places or not self.is_place(iri))

    def is_place(self, iri: str) -> bool:
        """Whether most articles take it for a place."""
        types = self.summary(iri).types
        kind = min(types, key=lambda kind: (-types[kind], kind), default="")
        return FAMILIES.get(kind) == PLACE

    def number(self, predicate: ox.NamedNode) -> int:
        """A number that the index has of the whole graph."""
        return int(self.value(self.base, predicate) or "0")

    def put_more(self, predicate: ox.NamedNode, more: int) -> None:
        """Let a number of the whole graph be so much more."""
        self.put_texts(self.base, predicate, [str(self.number(predicate) + more)])

    def put_speaking(self, more: int) -> None:
        """Let so many articles more know any entity."""
        self.put_more(SPEAKING, more)
        self.limit = commonness_limit(self.number(SPEAKING))


def _short_iri(short: str) -> str:
    return str(INDEX[quote(short)])


def replace(store: ox.Store, present: Iterable[ox.Quad], wanted: Iterable[ox.Quad]) -> None:
    """Make some quads others: what is in both stays as it is."""
    old, new = set(present), set(wanted)
    for quad in old - new:
        store.remove(quad)
    if come := new - old:
        store.extend(come)


Subject = ox.NamedNode | ox.BlankNode | ox.Triple


class Triples:
    """The triples of a store's graph: what is written is counted.

    Args:
        store: the store.

    Attributes:
        more: how many there are more than at first.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.more = 0

    def __contains__(self, quad: ox.Quad) -> bool:
        return quad in self.store

    def matching(self, s: Subject | None, p: ox.NamedNode | None, o: Term | None) -> Iterator[ox.Quad]:
        """Those with some terms; None stands for any."""
        return self.store.quads_for_pattern(s, p, o, DEFAULT)

    def some(self, s: Subject | None, p: ox.NamedNode | None, o: Term | None) -> bool:
        """Whether there are any with some terms."""
        return next(self.matching(s, p, o), None) is not None

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Let some be there."""
        if new := {quad for quad in quads if quad not in self.store}:
            self.store.extend(new)
            self.more += len(new)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Let some not be there."""
        for quad in quads:
            if quad in self.store:
                self.store.remove(quad)
                self.more -= 1

    def replace(self, present: Iterable[ox.Quad], wanted: Iterable[ox.Quad]) -> None:
        """Make some others: what is in both stays as it is."""
        old, new = set(present), set(wanted)
        self.remove(old - new)
        self.add(new - old)
