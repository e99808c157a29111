"""Articles into a graph and out of it again.

The base of a graph is what single articles give: article nodes, mention nodes, evidence. Everything else (entities,
statement nodes, plain triples, entailments, merged entities) is derived from the base by one pure function, `derive`.
So the order of articles cannot matter, and taking one out leaves what would be there without it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, VOID, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.graph.duplicates import duplicates, signature
from kg.graph.ontology import Ontology, ontology_of
from kg.graph.publications import also_published, fold, one_publication, publications, unfold, without
from kg.model import Article, Entity, Evidence, LinkedArticle, Policy, Statement
from kg.vocabulary import (
    BASE,
    LEXICON,
    NEWS,
    SCHEMA,
    article_iri,
    evidence_iri,
    mention_iri,
    relation_iri,
    statement_iri,
)

Triple = tuple[Node, Node, Node]
OfArticle = tuple[Node, Node]
"""An article's node, and an entity's as that article knows it."""

UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that some format of the graph cannot hold."""
INVALID_IRI: Final = re.compile(
    r"[\x00-\x20<>\"{}|\\^`\ud800-\udfff]|%(?![0-9A-Fa-f]{2})|^(?![A-Za-z][A-Za-z0-9+.-]*:)"
)


def date_literal(text: str) -> Literal:
    """A date or time as a literal of the type that fits its precision; an interval or anything else as plain text.

    >>> date_literal("2022-02").n3()
    '"2022-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    >>> date_literal("2022-02-31").n3()
    '"2022-02-31"'
    """
    for pattern, filled, datatype in (
        (r"\d{4}", f"{text}-01-01", XSD.gYear),
        (r"\d{4}-\d\d", f"{text}-01", XSD.gYearMonth),
        (r"\d{4}-\d\d-\d\d", text, XSD.date),
    ):
        if re.fullmatch(pattern, text, re.ASCII):
            try:
                date.fromisoformat(filled)
            except ValueError:
                break
            return Literal(text, datatype=datatype, normalize=False)
    return Literal(text)


def decimal_literal(value: float) -> Literal:
    """A probability as a decimal number with at most three digits.

    >>> [str(decimal_literal(x)) for x in (1, 0.93, 0.12345, 0)]
    ['1.0', '0.93', '0.123', '0.0']
    """
    whole, _, digits = f"{value:.3f}".partition(".")
    return Literal(f"{whole}.{digits.rstrip('0') or '0'}", datatype=XSD.decimal, normalize=False)


def _iri(text: str) -> URIRef:
    if INVALID_IRI.search(text):
        raise GraphError(f"'{text}' is not a valid IRI")
    return URIRef(text)


def _text(text: str, *, lang: str | None = None) -> Literal:
    if UNWRITABLE.search(text):
        raise GraphError(f"{text[:60]!r} holds a character that RDF files cannot hold")
    return Literal(text, lang=lang)


def _article_triples(article: Article, node: URIRef, *, keep_text: bool = False) -> list[Triple]:
    texts = {
        SCHEMA.headline: article.title,
        SCHEMA.author: article.author,
        SCHEMA.publisher: article.publisher,
        SCHEMA.inLanguage: article.language,
        DCTERMS.source: article.source,
        NEWS.sha256: article.sha256,
        SCHEMA.articleBody: article.text if keep_text else "",
    }
    triples: list[Triple] = [(node, RDF.type, SCHEMA.NewsArticle)]
    triples += [(node, predicate, _text(text)) for predicate, text in texts.items() if text]
    if article.date:
        triples.append((node, SCHEMA.datePublished, date_literal(article.date)))
    if article.url:
        triples.append((node, SCHEMA.url, _iri(article.url)))
    triples.append((node, NEWS.minHash, Literal(signature(_body(article)))))
    return triples


def _body(article: Article) -> str:
    """The text without its headline, which each paper words for itself; a mere headline is its own body."""
    return article.text.removeprefix(article.title).strip() or article.text


def _mention_triples(entity: Entity, article: URIRef, *, base: str) -> Iterator[Triple]:
    iri = _iri(entity.iri)
    node = mention_iri(article, iri, base=base)
    yield node, RDF.type, NEWS.Mention
    yield node, NEWS.article, article
    yield node, NEWS.entity, iri
    yield node, NEWS.entityType, _iri(relation_iri(entity.type))
    yield node, SKOS.prefLabel, _text(entity.label, lang="en")
    for name in entity.names:
        if name != entity.label:
            yield node, SKOS.altLabel, _text(name, lang="en")
    for other in entity.same_as:
        yield node, OWL.sameAs, _iri(other)
    for other in entity.different_from:
        yield node, OWL.differentFrom, _iri(other)
    if entity.local:
        yield node, NEWS.local, Literal(True)


def _evidence_node(statement: Statement, sha256: str, *, base: str) -> URIRef:
    e = statement.evidence
    qualifiers = (e.polarity, e.factuality, e.speaker, str(e.attributed), e.time, e.role, str(e.former))
    triple = (statement.subject, relation_iri(statement.predicate), statement.object)
    return evidence_iri(sha256, str(e.start), str(e.end), *triple, *qualifiers, base=base)


def _evidence_triples(statement: Statement, node: URIRef, article: URIRef, *, base: str) -> Iterator[Triple]:
    e = statement.evidence
    relation = _iri(relation_iri(statement.predicate))
    subject, obj = _iri(statement.subject), _iri(statement.object)
    about = statement_iri(subject, relation, obj, base=base)
    yield about, RDF.type, RDF.Statement
    yield about, RDF.subject, subject
    yield about, RDF.predicate, relation
    yield about, RDF.object, obj
    yield about, PROV.wasDerivedFrom, node
    yield node, RDF.type, NEWS.Evidence
    yield node, NEWS.article, article
    yield node, NEWS.start, Literal(e.start)
    yield node, NEWS.end, Literal(e.end)
    yield node, NEWS.quote, _text(e.quote)
    yield node, NEWS.confidence, decimal_literal(e.confidence)
    yield node, NEWS.rule, _iri(LEXICON[e.rule])
    yield node, NEWS.polarity, NEWS[e.polarity]
    yield node, NEWS.factuality, NEWS[e.factuality]
    if e.speaker:
        yield node, NEWS.speaker, _iri(e.speaker)
    if e.attributed:
        yield node, NEWS.attributed, Literal(True)
    if e.time:
        yield node, NEWS.time, date_literal(e.time)
    if e.role:
        yield node, NEWS.role, _text(e.role)
    if e.role or e.former or relation == NEWS.roleOf:
        yield node, NEWS.former, Literal(e.former)


def _checked(linked: LinkedArticle) -> None:
    known = {entity.iri for entity in linked.entities}
    for statement in linked.statements:
        e = statement.evidence
        for iri in filter(None, (statement.subject, statement.object, e.speaker)):
            if iri not in known:
                raise GraphError(f"{linked.article.source}: a statement speaks of <{iri}>, which is no entity of it")
        if linked.article.text[e.start : e.end] != e.quote:
            raise GraphError(f"{linked.article.source}: characters {e.start} to {e.end} are not '{e.quote[:60]}'")


def add(graph: Graph, linked: LinkedArticle, *, base: str = BASE, keep_text: bool = False) -> None:
    """Add what one article gives to the base of a graph; call `derive` after the last one.

    Two articles with the same text are two publications of one (see `kg.graph.publications`). The same statement at the
    same place with the same qualifiers is one piece of evidence, however many rules found it.

    Args:
        base: the IRI under which nodes are minted.
        keep_text: whether the graph is to hold the article's text, whose characters evidence counts.

    Raises:
        GraphError: a quote, an IRI or a character is invalid; the graph is left as it was.
    """
    _checked(linked)
    sha256 = linked.article.sha256
    article = article_iri(sha256, base=base)
    own = _article_triples(linked.article, article, keep_text=keep_text)
    best: dict[URIRef, Statement] = {}
    for statement in linked.statements:
        node = _evidence_node(statement, sha256, base=base)
        rival = best.get(node)
        if rival is None or _strength(statement.evidence) < _strength(rival.evidence):
            best[node] = statement
    reading = [
        *(t for entity in linked.entities for t in _mention_triples(entity, article, base=base)),
        *(t for node, statement in best.items() for t in _evidence_triples(statement, node, article, base=base)),
    ]
    text = one_publication(own, reading)
    if (article, NEWS.sha256, None) in graph:
        text = also_published(unfold(graph, article), text)
        _clear(graph, article)
    graph.addN((s, p, o, graph) for s, p, o in fold(article, text))


def _strength(evidence: Evidence) -> tuple[float, str]:
    return -evidence.confidence, evidence.rule


def remove(graph: Graph, node: Node) -> None:
    """Take an article, or one of its publications, out of the base of a graph; call `derive` afterwards.

    Args:
        node: its IRI (see `find_article`).
    """
    article = graph.value(node, SCHEMA.exampleOfWork)
    if article is None:
        _clear(graph, node)
        return
    text = without(graph, node, unfold(graph, article))
    _clear(graph, article)
    graph.addN((s, p, o, graph) for s, p, o in fold(URIRef(str(article)), text))


def _clear(graph: Graph, article: Node) -> None:
    for publication in list(graph.subjects(SCHEMA.exampleOfWork, article)):
        graph.remove((publication, None, None))
    for node in list(graph.subjects(NEWS.article, article)):
        for entity in graph.objects(node, NEWS.entity):
            graph.remove((entity, None, None))  # derived: comes back where another article speaks of it
        graph.remove((node, None, None))
        for about in list(graph.subjects(PROV.wasDerivedFrom, node)):
            graph.remove((about, PROV.wasDerivedFrom, node))
            if (about, PROV.wasDerivedFrom, None) not in graph:
                graph.remove((about, None, None))
    graph.remove((article, None, None))


def known_entities(graph: Graph) -> list[tuple[str, Entity]]:
    """What each article knows of each entity: the IRI of the article, and the entity as that article alone gave it.

    This is what `kg.linking.resolve` works on.
    """
    found = []
    for node, article in graph.subject_objects(NEWS.article):
        iri = graph.value(node, NEWS.localEntity) or graph.value(node, NEWS.entity)
        if iri is None:
            continue  # a piece of evidence
        label = str(graph.value(node, SKOS.prefLabel))
        entity = Entity(
            iri=str(iri),
            label=label,
            type=_short(graph.value(node, NEWS.entityType)),
            names=tuple(sorted({label, *map(str, graph.objects(node, SKOS.altLabel))})),
            same_as=tuple(sorted(map(str, graph.objects(node, OWL.sameAs)))),
            local=(node, NEWS.local, None) in graph,
            different_from=tuple(sorted(map(str, graph.objects(node, OWL.differentFrom)))),
        )
        found.append((str(article), entity))
    return sorted(found, key=lambda pair: (pair[0], pair[1].iri))


def _short(iri: Node | None) -> str:
    """A class of the news ontology by its local name, any other by its IRI: `relation_iri` the other way round."""
    text = str(iri)
    return text.removeprefix(str(NEWS._NS))


@dataclass(frozen=True, slots=True)
class _Fact:
    """One piece of evidence: its triple, and what decides whether that stands."""

    node: Node
    subject: URIRef
    relation: URIRef
    object: URIRef
    speaker: URIRef | None
    attributed: bool
    actual: bool
    former: bool

    @property
    def own_voice(self) -> bool:
        """Whether the article itself says it."""
        return self.speaker is None and not self.attributed


def _injective(
    same: Mapping[tuple[str, str], str], local: Iterable[tuple[URIRef, URIRef]]
) -> dict[tuple[Node, Node], URIRef]:
    """Which entity each article's entity is; two entities of one article stay two, so that it can be undone.

    Args:
        same: (article, entity) to entity, where it is not itself.
        local: every (article, entity).
    """
    canonical: dict[tuple[Node, Node], URIRef] = {
        key: URIRef(same.get((str(key[0]), str(key[1])), key[1])) for key in local
    }
    while True:
        taken = Counter((article, target) for (article, _), target in canonical.items())
        clashes = [key for key, target in canonical.items() if taken[key[0], target] > 1 and target != key[1]]
        if not clashes:
            return canonical
        canonical.update((key, URIRef(str(key[1]))) for key in clashes)


def _facts(
    graph: Graph, local: Mapping[tuple[Node, Node], Node], canonical: Mapping[tuple[Node, Node], URIRef]
) -> Iterator[_Fact]:
    """All evidence of a graph, its entities as of now replaced by their canonical ones."""

    for about, node in graph.subject_objects(PROV.wasDerivedFrom):
        evidence = dict(graph.predicate_objects(node))
        statement = {p: o for p, o in graph.predicate_objects(about) if p != PROV.wasDerivedFrom}
        article = evidence.get(NEWS.article)

        def entity(now: Node, article: Node | None = article) -> URIRef:
            key = article or now
            return canonical[key, local[key, now]]

        try:
            speaker = evidence.get(NEWS.speaker)
            yield _Fact(
                node=node,
                subject=entity(statement[RDF.subject]),
                relation=URIRef(str(statement[RDF.predicate])),
                object=entity(statement[RDF.object]),
                speaker=None if speaker is None else entity(speaker),
                attributed=NEWS.attributed in evidence,
                actual=evidence[NEWS.polarity] == NEWS.Positive and evidence[NEWS.factuality] == NEWS.Actual,
                former=str(evidence.get(NEWS.former)) == "true",
            )
        except KeyError as error:
            raise GraphError(f"statement <{about}> is incomplete ({error}): build the graph again") from error


def _standing(facts: Iterable[_Fact], policy: Policy) -> set[tuple[URIRef, URIRef, URIRef]]:
    """The triples that the text vouches for, as the policy has it."""
    actual = [fact for fact in facts if fact.actual]
    holders = {(f.subject, f.object) for f in actual if f.relation == NEWS.roleOf and f.own_voice and not f.former}
    return {
        (f.subject, f.relation, f.object)
        for f in actual
        if policy == Policy.REPORTED
        or f.own_voice
        or (
            policy == Policy.STANDING
            and f.speaker is not None
            and (f.speaker == f.subject or (f.speaker, f.subject) in holders)
        )
    }


def _most(counts: Counter[str]) -> str:
    """The commonest; of equals the longest, then the first of the alphabet."""
    return min(counts, key=lambda text: (-counts[text], -len(text), text))


def _entity_triples(iri: URIRef, views: list[Entity]) -> Iterator[Triple]:
    """What a graph says of an entity itself, from what its articles know of it."""
    own = [view for view in views if view.iri == str(iri)] or views  # the articles that know it by this very name
    label = _most(Counter(view.label for view in own))
    yield iri, RDF.type, relation_iri(_most(Counter(view.type for view in own)))
    yield iri, RDFS.label, Literal(label, lang="en")
    for name in {name for view in views for name in (view.label, *view.names)} - {label}:
        yield iri, SKOS.altLabel, Literal(name, lang="en")
    for other in {other for view in views for other in view.same_as}:
        yield iri, OWL.sameAs, URIRef(other)


def derive(
    graph: Graph,
    ontology: Ontology | None = None,
    *,
    policy: Policy = Policy.STANDING,
    base: str = BASE,
    same: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Recompute all that a graph says beyond its base: entities, statements, plain triples and what they entail.

    A pure function of the base and the arguments: what was derived before leaves no trace.

    Args:
        ontology: the relations; without it those that the graph carries along.
        policy: which evidence lets a statement stand.
        base: the IRI under which nodes are minted.
        same: (article, entity) to the entity of other articles that it is (see `kg.linking.resolve`). Two entities of
            one article are never merged.
    """
    ontology = ontology or ontology_of(graph)
    known = known_entities(graph)
    canonical = _injective(same or {}, ((URIRef(article), URIRef(entity.iri)) for article, entity in known))
    now, present = dict[OfArticle, Node](), set[Triple]()
    wanted: set[Triple] = {(URIRef(base), RDF.type, VOID.Dataset), (URIRef(base), NEWS.policy, Literal(str(policy)))}

    views = defaultdict[URIRef, list[Entity]](list)
    for article, entity in known:
        article_node, iri = URIRef(article), URIRef(entity.iri)
        node, target = mention_iri(article, iri, base=base), canonical[article_node, iri]
        views[target].append(entity)
        wanted.add((node, NEWS.entity, target))
        if target != iri:
            wanted.add((node, NEWS.localEntity, iri))
        for predicate in (NEWS.entity, NEWS.localEntity):
            present.update((node, predicate, o) for o in graph.objects(node, predicate))
        now[article_node, graph.value(node, NEWS.entity) or iri] = iri
    for target, entities in views.items():
        wanted.update(_entity_triples(target, entities))

    facts = list(_facts(graph, now, canonical))
    for fact in facts:
        about = statement_iri(fact.subject, fact.relation, fact.object, base=base)
        wanted.add((about, RDF.type, RDF.Statement))
        wanted.add((about, RDF.subject, fact.subject))
        wanted.add((about, RDF.predicate, fact.relation))
        wanted.add((about, RDF.object, fact.object))
        wanted.add((about, PROV.wasDerivedFrom, fact.node))
        if fact.speaker is not None:
            wanted.add((fact.node, NEWS.speaker, fact.speaker))
    wanted.update(t for triple in _standing(facts, policy) for t in ontology.entailed(*triple))
    wanted.update(ontology.triples({fact.relation for fact in facts}))
    wanted.update((URIRef(one), NEWS.duplicateOf, URIRef(other)) for one, other in _copies(graph).items())

    described = {o for _, p, o in present if p == NEWS.entity} | set(graph.subjects(RDF.type, RDF.Statement))
    described |= set(graph.subjects(RDF.type, OWL.ObjectProperty)) | set(graph.subjects(RDF.type, VOID.Dataset))
    present.update(t for node in described for t in graph.triples((node, None, None)))
    present.update((s, p, o) for p in (NEWS.speaker, NEWS.duplicateOf) for s, o in graph.subject_objects(p))
    for triple in present - wanted:
        graph.remove(triple)
    graph.addN((s, p, o, graph) for s, p, o in wanted - present)


def _copies(graph: Graph) -> dict[str, str]:
    """The articles that nearly repeat another one, and the first that was published of those that agree."""
    days = {str(s): str(o) for s, o in graph.subject_objects(SCHEMA.datePublished)}
    known = {str(s): str(o) for s, o in graph.subject_objects(NEWS.minHash)}
    return duplicates(known, {name: (days.get(name) or "~",) for name in known})


def settings(graph: Graph) -> tuple[Policy, str]:
    """The assertion policy and the base IRI that a graph was built with; the defaults for one that does not say."""
    for node in graph.subjects(RDF.type, VOID.Dataset):
        policy = graph.value(node, NEWS.policy)
        if policy is not None and str(policy) in set(Policy):
            return Policy(str(policy)), str(node)
    return Policy.STANDING, BASE


def find_article(graph: Graph, name: str) -> URIRef:
    """The article that a user means by its IRI, URL, file name, headline or SHA-256 (at least 8 digits); or one of its
    several publications, where the name is that of one alone.

    Raises:
        GraphError: nothing is called so, or several are.
    """
    found = set[Node]()
    for article in graph.subjects(RDF.type, SCHEMA.NewsArticle):
        places = publications(graph, article)
        called = [node for node in places if name in {str(node), *_names(graph, node)}]
        digits = str(graph.value(article, NEWS.sha256))
        if name == str(article) or (len(name) >= 8 and digits.startswith(name)) or len(called) == len(places):
            found.add(article)
        else:
            found.update(called)
    if len(found) == 1:
        return URIRef(str(found.pop()))
    if not found:
        raise GraphError(f"no article '{name}' in this graph (give its IRI, URL, file name, headline or SHA-256)")
    raise GraphError(f"{len(found)} articles are called '{name}'; give one IRI: {', '.join(sorted(map(str, found)))}")


def _names(graph: Graph, node: Node) -> Iterator[str]:
    return (str(o) for p in (SCHEMA.url, DCTERMS.source, SCHEMA.headline) for o in graph.objects(node, p))
