"""People's decisions: their file, and the laws that hold with any sequence of them."""

from __future__ import annotations

import os
import random
import re
from itertools import combinations
from pathlib import Path

import pytest
from graphs import FACTS, article_graph
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from rdflib import OWL, RDF, Graph, URIRef
from strategies import ONTOLOGY, RELATIONS, corpora, linked_articles
from test_laws import accepted, reread, turtle

from kg.decision_lines import remove_decision, write_decisions
from kg.decisions import NONE, Decision, Decisions, Verb, check, read_decisions
from kg.errors import DecisionError, KGError
from kg.graph import (
    Settings,
    add,
    entity_address,
    find_address,
    find_article,
    known_entities,
    new_graph,
    ontology_of,
    remove,
    violations,
)
from kg.linking import decide
from kg.model import Article, Entity, Evidence, LinkedArticle, Policy, Statement
from kg.review import review
from kg.settling import settle
from kg.vocabulary import BASE, NEWS, article_iri, entity_iri, mention_iri, relation_iri, statement_iri

EXAMPLES = int(os.environ.get("KG_DECISION_EXAMPLES", "100"))
"""How many sequences of decisions are tried."""
few = st.lists(linked_articles(), min_size=1, max_size=3, unique_by=lambda linked: linked.article.text)
ADA, BEN, CLEO = (str(entity_iri(name)) for name in ("Ada", "Ben", "Cleo"))


@st.composite
def decided(draw: st.DrawFn, corpus: list[LinkedArticle]) -> list[Decision]:
    """A sequence of decisions on what some articles speak of, and on what they don't."""
    known = [(str(article_iri(linked.article.sha256)), e.iri) for linked in corpus for e in linked.entities]
    entities = sorted({iri for _, iri in known} | {str(entity_iri("Nobody"))})
    entities += sorted({str(mention_iri(article, iri)) for article, iri in known})
    stated = sorted({(s.subject, str(relation_iri(s.predicate)), s.object) for a in corpus for s in a.statements})
    entity = st.sampled_from(entities)
    pairs = st.lists(entity, min_size=2, max_size=2, unique=True).map(lambda pair: tuple(sorted(pair)))
    triples = st.tuples(entity, st.sampled_from(RELATIONS).map(relation_iri).map(str), entity)
    facts = st.one_of(st.sampled_from(stated), triples) if stated else triples
    verb = st.sampled_from(Verb)
    found = []
    for chosen in draw(st.lists(verb, min_size=1, max_size=7)):
        if chosen in (Verb.SAME, Verb.DIFFERENT):
            found.append(Decision(chosen, draw(pairs)))
        elif chosen == Verb.RENAME:
            found.append(Decision(chosen, (draw(entity),), draw(st.sampled_from(("Ann", 'Q "x" \\ é\n', "北京")))))
        else:
            found.append(Decision(chosen, draw(facts)))
    return found


@st.composite
def anchored(draw: st.DrawFn, corpus: list[LinkedArticle]) -> dict[str, list[str]]:
    """Mentions that some entities' IRIs are known to mean."""
    found: dict[str, list[str]] = {}
    for linked in corpus:
        for entity in linked.entities:
            if draw(st.booleans()):
                article = article_iri(linked.article.sha256, base=BASE)
                found.setdefault(entity.iri, []).append(str(mention_iri(article, entity.iri, base=BASE)))
    return found


def settled(corpus: list[LinkedArticle], decisions: Decisions, policy: Policy = Policy.STANDING) -> Graph:
    """A graph of some articles with some decisions."""
    graph = new_graph()
    for linked in corpus:
        add(graph, linked)
    settle(graph, ONTOLOGY, built=Settings(policy, 0.0, BASE), decisions=decisions)
    return graph


def consistent(decisions: list[Decision]) -> bool:
    """Whether decisions don't contradict each other."""
    try:
        check(Decisions(tuple(decisions)), "file")
    except DecisionError as error:
        assert "contradict each other" in str(error)
        assert str(error).count("'") >= 4, "both are named"
        return False
    return True


def _obey_the_laws(corpus: list[LinkedArticle], decisions: Decisions, policy: Policy, chance: random.Random) -> None:
    graph = settled(corpus, decisions, policy)
    expected = set(graph)  # what is written is a function of it
    obeyed(graph, decisions, corpus, policy)

    # whatever the order of decisions and articles, the runs, and what was decided in between
    again = new_graph()
    for linked in chance.sample([*corpus, corpus[0]], len(corpus) + 1):  # one of them is read twice
        add(again, linked)
        if chance.random() < 0.5:
            some = Decisions(tuple(d for d in decisions.all if chance.random() < 0.5), anchors=decisions.anchors)
            settle(again, ONTOLOGY, built=Settings(policy, 0.0, BASE), decisions=some)
            again = reread(again)
    other = Decisions(tuple(chance.sample(decisions.all, len(decisions))), anchors=decisions.anchors)
    settle(again, ONTOLOGY, built=Settings(policy, 0.0, BASE), decisions=other)
    assert set(again) == expected

    # an article that is taken out leaves what would be there without it
    gone = chance.choice(corpus)
    rest = [linked for linked in corpus if linked is not gone]
    remove(again, find_article(again, gone.article.sha256))
    settle(again, ONTOLOGY, built=Settings(policy, 0.0, BASE), decisions=decisions)
    assert set(again) == set(settled(rest, decisions, policy))

    # decisions that are taken back leave no trace
    undone = reread(graph)
    settle(undone, ONTOLOGY, built=Settings(policy, 0.0, BASE))
    assert set(undone) == set(settled(corpus, NONE, policy))


@examples(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(few, st.data(), st.randoms(use_true_random=False))
def test_decisions_have_no_order_and_the_laws_hold_with_them(
    corpus: list[LinkedArticle], data: st.DataObject, chance: random.Random
) -> None:
    sequence = data.draw(decided(corpus))
    shuffled = chance.sample(sequence, len(sequence))
    assert consistent(sequence) == consistent(shuffled)
    while not consistent(sequence):
        sequence.pop()
    anchors = data.draw(anchored(corpus))
    decisions = Decisions(tuple(dict.fromkeys(sequence)), anchors=anchors)
    policy = data.draw(st.sampled_from(list(Policy)))
    try:
        _obey_the_laws(corpus, decisions, policy, chance)
    except DecisionError:  # two terms of one mention, in all articles or in those that are left
        assume(False)


def obeyed(graph: Graph, decisions: Decisions, corpus: list[LinkedArticle], policy: Policy) -> None:
    """Check that a graph is as people decide, and holds nothing plain that neither a text nor a person vouches for."""
    found = decide(known_entities(graph), decisions)
    for decision in decisions.of(Verb.SAME, Verb.DIFFERENT):
        if decision not in found.vanished:
            one, two = (found.means[term] for term in decision.terms)
            assert (one == two and len(one) == 1) if decision.verb == Verb.SAME else one.isdisjoint(two)
    relations = set(graph.subjects(RDF.type, OWL.ObjectProperty))
    plain = {triple for triple in graph if triple[1] in relations}
    for triple in plain:
        assert str(statement_iri(*map(str, triple))) not in found.rejected
    confirmed = {
        triple
        for node in graph.subjects(NEWS.confirmed, None)
        if (triple := tuple(graph.value(node, part) for part in (RDF.subject, RDF.predicate, RDF.object))) in plain
    }
    if not decisions.of(Verb.SAME, Verb.DIFFERENT):
        vouched = {tuple(map(URIRef, triple)) for triple in accepted(corpus, policy)}
        same = found.same
        if not same:  # nothing is merged by its name either
            allowed = {t for triple in vouched | confirmed for t in ONTOLOGY.entailed(*triple)}
            assert plain <= allowed | extra(corpus, confirmed)


def extra(corpus: list[LinkedArticle], confirmed: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """What somebody says of a subject for whom a confirmed role lets them speak."""
    holders = {(str(s), str(o)) for s, p, o in confirmed if str(p) == str(NEWS.roleOf)}
    said = [s for linked in corpus for s in linked.statements if (s.evidence.speaker, s.subject) in holders]
    return {t for s in said for t in ONTOLOGY.entailed(URIRef(s.subject), relation_iri(s.predicate), URIRef(s.object))}


@examples(max_examples=3, deadline=None)
@given(corpora, st.data())
def test_a_graph_with_decisions_conforms_to_the_shapes(corpus: list[LinkedArticle], data: st.DataObject) -> None:
    sequence = data.draw(decided(corpus))
    assume(consistent(sequence))
    try:
        graph = settled(corpus, Decisions(tuple(dict.fromkeys(sequence))))
    except DecisionError:
        assume(False)
    assert violations(graph) == []


@examples(max_examples=50, deadline=None)
@given(corpora, st.data())
def test_a_file_says_what_was_decided(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[LinkedArticle], data: st.DataObject
) -> None:
    sequence = data.draw(decided(corpus))
    assume(consistent(sequence))
    path = tmp_path_factory.mktemp("decided") / "graph.decisions.ttl"
    for decision in sequence:
        write_decisions(path, [decision], (), base=BASE)
    known = read_decisions([path])
    assert known.all == tuple(dict.fromkeys(sequence))
    assert sum(bool(line) and line[0] not in "@#" for line in path.read_text().splitlines()) == len(known)
    for decision in known.all:
        remove_decision(path, decision)
    assert read_decisions([path]).all == ()


@pytest.mark.parametrize("name", ["CO²", "Nº 5", "½ Life", "Çelik", "Team ①"])
def test_a_file_with_any_name_can_be_read_again(tmp_path: Path, name: str) -> None:
    path = tmp_path / "graph.decisions.ttl"
    same = Decision(Verb.SAME, tuple(sorted((ADA, str(entity_iri(name))))))
    write_decisions(path, [same], (), base=BASE)
    assert read_decisions([path]).all == (same,)


def test_a_file_that_is_written_is_written_by_hand_just_as_well(tmp_path: Path) -> None:
    path = tmp_path / "graph.decisions.ttl"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix e: <https://w3id.org/newskg/id/entity/> .\n"
        "e:Ada owl:sameAs\n    e:Cleo .  # over two lines, and no line end"
    )
    rename = Decision(Verb.RENAME, (ADA,), "Ada Moss", by="Ann", on="2024-05-30")
    write_decisions(path, [rename], (), base=BASE)
    same, other = read_decisions([path]).all
    assert same == Decision(Verb.SAME, (ADA, CLEO))
    assert (other, other.by, other.on) == (rename, "Ann", "2024-05-30")
    assert path.read_text().count("\n") == 5
    with pytest.raises(DecisionError, match="by hand"):
        remove_decision(path, same)
    remove_decision(path, rename)
    assert read_decisions([path]).all == (same,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<e:a> <http://xmlns.com/foaf/0.1/name> 'A' .", "is no decision; known: owl:sameAs"),
        ("<e:a> <https://w3id.org/newskg/ontology#rejected> false .", "write true, or take it out"),
        ("<e:a> <http://www.w3.org/2004/02/skos/core#prefLabel> ' ' .", "is to be called nothing"),
        ("<e:a> <http://www.w3.org/2002/07/owl#sameAs", "malformed Turtle"),
    ],
)
def test_what_is_no_decision_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "wrong.decisions.ttl"
    path.write_text(text)
    with pytest.raises(KGError, match=re.escape(message)) as error:
        read_decisions([path])
    assert str(path) in str(error.value)


def test_contradictions_are_named() -> None:
    a, b, c = ADA, BEN, CLEO
    fact = (a, str(relation_iri("owns")), b)
    for several, words in (
        (
            [("same", a, b), ("same", b, c), ("different", a, c)],
            ("'different Ada, Cleo'", "'same Ada, Ben'", "'same Ben"),
        ),
        ([("confirm", *fact), ("reject", *fact)], ("'reject Ada owns Ben'", "'confirm Ada owns Ben'")),
        ([("confirm", *fact), ("reject", c, fact[1], b), ("same", a, c)], ("'reject Cleo owns Ben'", "'confirm Ada")),
    ):
        decisions = [
            Decision(Verb(verb), terms if len(terms) == 3 else tuple(sorted(terms))) for verb, *terms in several
        ]
        with pytest.raises(DecisionError) as error:
            check(Decisions(tuple(decisions)), "f.ttl")
        assert all(part in str(error.value) for part in ("f.ttl", *words)), str(error.value)
    called = (Decision(Verb.RENAME, (a,), "X"), Decision(Verb.RENAME, (a,), "Y"))
    with pytest.raises(DecisionError, match=r"'rename Ada as 'X'' and 'rename Ada as 'Y''"):
        check(Decisions(called), "f.ttl")


def test_what_entails_something_wrong_does_not_stand_either() -> None:
    graph = article_graph(FACTS)
    aids, supports = str(relation_iri("aids")), str(relation_iri("supports"))
    alliance, borduria = str(entity_iri("Alliance")), str(entity_iri("Borduria"))
    triple = URIRef(alliance), URIRef(aids), URIRef(borduria)
    assert triple in graph
    ontology = ontology_of(graph)
    settle(graph, built=Settings(Policy.STANDING, 0.0, BASE))
    lost = Decision(Verb.REJECT, (alliance, supports, borduria))
    gone = settle(graph, built=Settings(Policy.STANDING, 0.0, BASE), decisions=Decisions((lost,)))
    assert gone == ["reject Alliance supports Borduria"], "no article states it by itself"
    assert triple not in graph and ontology.entailed(*triple)
    settle(graph, built=Settings(Policy.STANDING, 0.0, BASE))
    assert triple in graph


def test_two_names_in_one_article_can_be_one_and_two_again() -> None:
    graph = article_graph(FACTS)
    before = turtle(graph)
    pair = tuple(sorted((str(entity_iri("Borduria")), str(entity_iri("Isle")))))
    settle(graph, built=Settings(Policy.STANDING, 0.0, BASE), decisions=Decisions((Decision(Verb.SAME, pair),)))
    head, other = pair if (URIRef(pair[0]), RDF.type, None) in graph else pair[::-1]
    assert not list(graph.triples((URIRef(other), None, None)))
    assert (URIRef(head), relation_iri("owns"), URIRef(head)) not in graph
    graph = reread(graph)
    settle(graph, built=Settings(Policy.STANDING, 0.0, BASE))
    assert turtle(graph) == before


NAMESAKES = {
    "a.txt": ("Hallin Energy", "Vesta Cable"),
    "b.txt": ("Torquay United", "Exeter City"),
    "c.txt": ("Santiago Embassy", "Chile"),
    "d.txt": ("Vesta Cable", "Oslo"),
}


def namesakes() -> Graph:
    """Four articles that name a John Barlow and something else; the first and the last have that in common."""
    graph = new_graph()
    for source, others in NAMESAKES.items():
        text = f"John Barlow praised {others[0]} and {others[1]}."
        names = [Entity(str(entity_iri("John Barlow")), "John Barlow", "Person")]
        names += [Entity(str(entity_iri(other)), other, "Organization") for other in others]
        said = Evidence(0, len(text), text, "praise_v", confidence=0.9)
        facts = [Statement(names[0].iri, "praises", other.iri, said) for other in names[1:]]
        add(graph, LinkedArticle(Article(text, source, source), tuple(names), tuple(facts)))
    settle(graph, ONTOLOGY, built=Settings(Policy.STANDING, 0.0, BASE))
    return graph


def test_what_nobody_decided_goes_where_it_fits() -> None:
    graph = namesakes()
    terms = sorted(find_address(graph, f"John Barlow@{source}").iri for source in ("a.txt", "b.txt", "c.txt"))
    pairs = [Decision(Verb.DIFFERENT, pair) for pair in combinations(terms, 2)]
    settle(graph, ONTOLOGY, built=Settings(Policy.STANDING, 0.0, BASE), decisions=Decisions(tuple(pairs)))
    nodes = {source: find_address(graph, f"John Barlow@{source}").node for source in NAMESAKES}
    assert nodes["a.txt"] == nodes["d.txt"] == str(entity_iri("John Barlow"))
    assert len(set(nodes.values())) == 3
    assert entity_address(graph, nodes["b.txt"]).iri == find_address(graph, "John Barlow@b.txt").iri
    assert set(graph.subjects(relation_iri("praises"), entity_iri("Chile"))) == {URIRef(nodes["c.txt"])}
    doubts = review(graph, Decisions(tuple(pairs)))
    assert not [doubt for doubt in doubts if doubt.kind == "merge"]


def test_one_that_is_not_him() -> None:
    graph = namesakes()
    pair = tuple(sorted((find_address(graph, "John Barlow@b.txt").iri, str(entity_iri("John Barlow")))))
    other = Decisions((Decision(Verb.DIFFERENT, pair), Decision(Verb.RENAME, (pair[1],), "Jon Barlow")))
    settle(graph, ONTOLOGY, built=Settings(Policy.STANDING, 0.0, BASE), decisions=other)
    nodes = {source: find_address(graph, f"John Barlow@{source}").node for source in NAMESAKES}
    assert len({nodes[source] for source in ("a.txt", "c.txt", "d.txt")}) == 1
    assert nodes["b.txt"] not in {nodes["a.txt"], nodes["c.txt"]}
