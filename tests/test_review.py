"""What a review finds doubtful, and that its own commands decide it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from conftest import Kg
from rdflib import Graph

from kg.graph import Settings, add, new_graph, read_ontology, write_graph
from kg.model import Article, Entity, Evidence, LinkedArticle, Policy, Statement
from kg.resources import resource
from kg.review import Doubt, review
from kg.settling import settle
from kg.vocabulary import BASE, entity_iri

Fact = tuple[str, str, str, float]
PEOPLE = {"Anna Kessel", "Kessel", "Paul Kessel", "Ann Kessel", "Ada Moss", "Ben Hale", "John Barlow", "Ada Mosse"}


def graph_of(articles: Mapping[str, Sequence[Fact]], *, roles: Mapping[str, str] | None = None) -> Graph:
    """A graph of articles whose texts are their facts; a bare surname stays local to its article."""
    graph = new_graph()
    for source, facts in articles.items():
        lines, statements, known = [source], [], {}
        for subject, relation, obj, confidence in facts:
            iris = []
            for name in (subject, obj):
                local = name in PEOPLE and " " not in name
                iri = str(entity_iri(name, article=source if local else ""))
                known[iri] = Entity(iri, name, "Person" if name in PEOPLE else "Organization", (name,), local=local)
                iris.append(iri)
            text = f"{subject} {relation} {obj}"
            start = len("\n".join(lines)) + 1
            lines.append(text)
            title = (roles or {}).get(subject, "") if relation == "roleOf" else ""
            said = Evidence(start, start + len(text), text, "made_up", confidence=confidence, role=title)
            statements.append(Statement(iris[0], relation, iris[1], said))
        article = Article("\n".join(lines), source, source, date="2024-05-06")
        add(graph, LinkedArticle(article, tuple(known.values()), tuple(statements)))
    ontology = read_ontology([resource("ontologies/news.ttl")])
    settle(graph, ontology, built=Settings(Policy.STANDING, 0.7, BASE))
    return graph


def found(graph: Graph, kind: str) -> list[Doubt]:
    """The doubts of a kind."""
    return [doubt for doubt in review(graph) if doubt.kind == kind]


def test_a_fact_that_a_surer_one_entails_is_no_doubt_of_its_own() -> None:
    facts = [("Firm A", "aids", "Firm B", 0.9), ("Firm A", "supports", "Firm B", 0.4)]
    graph = graph_of({"a.txt": facts})
    (doubt,) = found(graph, "fact")
    assert doubt.text.startswith("Firm A aids Firm B")
    alone = found(graph_of({"a.txt": facts[1:]}), "fact")
    assert [d.text.startswith("Firm A supports Firm B") and "does not stand" in d.text for d in alone] == [True]


def test_namesakes_that_have_only_the_name_in_common() -> None:
    articles = {f"{n}.txt": [("John Barlow", "praises", f"Firm {n}", 0.9)] for n in "abc"}
    (doubt,) = found(graph_of(articles), "merge")
    assert doubt.text == "John Barlow of 3 articles is one Person"
    assert {quote.source for quote in doubt.quotes} == set(articles)
    together = {
        **articles,
        "c.txt": [("John Barlow", "praises", "Firm a", 0.9), ("John Barlow", "praises", "Firm b", 0.9)],
    }
    assert found(graph_of(together), "merge") == []


def test_a_merge_on_weak_grounds() -> None:
    articles = {"a.txt": [("Anna Kessel", "owns", "Seaways", 0.9)], "b.txt": [("Kessel", "praises", "Seaways", 0.9)]}
    (doubt,) = found(graph_of(articles), "merge")
    assert "are one: Anna Kessel" in doubt.text
    assert any("surname" in reason for reason in doubt.reasons)


def test_a_surname_that_fits_somebody_of_whom_nothing_else_is_known() -> None:
    articles = {
        "a.txt": [("Anna Kessel", "owns", "Seaways", 0.9)],
        "b.txt": [("Kessel", "praises", "Green Party", 0.9)],
        "c.txt": [("Paul Kessel", "praises", "Red Party", 0.9)],
    }
    assert {doubt.entities[1] for doubt in found(graph_of(articles), "split")} == {
        str(entity_iri("Anna Kessel")),
        str(entity_iri("Paul Kessel")),
    }


def test_names_that_are_alike() -> None:
    articles = {
        "a.txt": [("Wagrain", "acquires", "Seaways", 0.9)],
        "b.txt": [("Wagrain Energy", "acquires", "Seaways", 0.9), ("Ada Moss", "praises", "Bank of Oslo", 0.9)],
        "c.txt": [("Ada Moss", "criticizes", "Bank of Norway", 0.9), ("Ben Hale", "praises", "Lake District", 0.9)],
    }
    (doubt,) = found(graph_of(articles), "duplicate")
    assert doubt.text == "Wagrain (Organization) and Wagrain Energy (Organization) are two"
    assert doubt.reasons == ("one's name holds the other's, and facts tie both to a third",)


def test_the_courts_of_two_countries_are_no_doubt() -> None:
    articles = {
        "a.txt": [("Supreme Court of Austria", "accuses", "Seaways", 0.9)],
        "b.txt": [("Supreme Court of Australia", "accuses", "Seaways", 0.9)],
    }
    assert found(graph_of(articles), "duplicate") == []


def test_two_who_lead_one_thing_at_one_time() -> None:
    articles = {
        "a.txt": [("Ada Moss", "roleOf", "Seaways", 0.9), ("Ada Moss", "praises", "Oslo Bank", 0.9)],
        "b.txt": [("Ben Hale", "roleOf", "Seaways", 0.9)],
    }
    roles = {"Ada Moss": "chief executive", "Ben Hale": "chief executive"}
    (doubt,) = found(graph_of(articles, roles=roles), "role")
    assert doubt.text == "Ada Moss and Ben Hale are both chief executive of Seaways"
    assert found(graph_of(articles, roles={**roles, "Ben Hale": "spokesman"}), "role") == []


def test_facts_by_how_unsure_they_are() -> None:
    articles = {
        "a.txt": [("Ada Moss", "owns", name, p) for name, p in (("One", 0.99), ("Two", 0.75), ("Three", 0.65))],
        "b.txt": [("Ada Moss", "owns", "Four", 0.3)],
    }
    facts = [doubt.text.split()[3] for doubt in found(graph_of(articles), "fact")]
    assert facts == ["Three", "Two", "Four"], (
        "nearly plain, hardly plain, far from plain; and what is sure is not asked"
    )


@pytest.mark.parametrize("verb", [0, 1])
def test_its_commands_decide_what_it_asks(kg: Kg, tmp_path: Path, verb: int) -> None:
    path = tmp_path / "graph.ttl"
    articles = {
        **{f"{n}.txt": [("John Barlow", "praises", f"Firm {n}", 0.9)] for n in "abc"},
        "d.txt": [("Anna Kessel", "owns", "Seaways", 0.9)],
        "e.txt": [("Kessel", "praises", "Seaways", 0.8)],
        "f.txt": [("Wagrain", "acquires", "Ships", 0.75)],
        "g.txt": [("Wagrain Energy", "acquires", "Ships", 0.9)],
    }
    write_graph(graph_of(articles), path, base=BASE)
    from kg.graph import read_graph

    kinds = set()
    for _ in range(20):
        doubts = review_of(read_graph(path), path)
        if not doubts:
            break
        kinds.add(str(doubts[0].kind))
        command = shlex.split(doubts[0].decide[verb])
        outcome = kg(*command[1:])
        assert outcome.code == 0, (command, outcome.err)
    assert doubts == [], "what is decided is not asked again"
    assert kinds >= {"merge", "duplicate", "fact"}


def review_of(graph: Graph, path: Path) -> list[Doubt]:
    """What a graph file asks with the decisions beside it."""
    from kg.decisions import beside, read_decisions

    file = beside(path)
    return review(graph, read_decisions([file] if file.exists() else []), name=str(path))
