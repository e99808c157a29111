"""The page of `kg view`: what is chosen, where it lies, and that nothing in it can act or reach outside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from typing import Any

import pytest
from graphs import FACTS, HOSTILE, article_graph, crowd, says
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDFS, Graph, Literal, URIRef

from kg.errors import KGError
from kg.view import render
from kg.view.layout import lay_out
from kg.view.picture import Family, Kind, picture
from kg.vocabulary import entity_iri


@pytest.fixture(scope="module")
def graph() -> Graph:
    return article_graph(FACTS, also={"Alliance": ("The Pact",)})


def payload(page: str) -> Any:
    """The data that a page carries."""
    found = re.search(r'<script type="application/json" id="graph">(.*?)</script>', page, flags=re.DOTALL)
    assert found
    return json.loads(found[1])


def labels(graph: Graph, **options: Any) -> list[str]:
    return [vertex.label for vertex in picture(graph, **options).vertices]


def test_kinds_families_and_disputes(graph: Graph) -> None:
    links = {
        (link.relation.rsplit("#", 1)[1], link.kind, link.family, link.disputed, len(link.quotes))
        for link in picture(graph).links
    }
    assert links == {
        ("aids", Kind.FACT, Family.HELP, False, 1),
        ("roleOf", Kind.FACT, Family.STANDING, False, 1),
        ("attacks", Kind.REPORTED, Family.FORCE, True, 2),
        ("invades", Kind.POSSIBLE, Family.FORCE, False, 1),
        ("owns", Kind.DENIED, Family.STANDING, False, 1),
        ("meetsWith", Kind.FACT, Family.ACCORD, False, 2),
    }, "no line for what is only entailed (supports), one for both directions of a symmetric relation"


def test_every_relation_of_an_event_class_has_a_family() -> None:
    from kg.view.picture import FAMILIES, _event_classes

    assert len(_event_classes()) > 20
    assert set(_event_classes().values()) <= set(FAMILIES)


def test_a_relation_of_ones_own_takes_the_family_of_what_it_implies(graph: Graph) -> None:
    own = URIRef("https://paper.example/shells")
    copy = Graph()
    copy += graph
    for statement, _, _ in graph.triples((None, None, URIRef("https://w3id.org/newskg/ontology#invades"))):
        copy.set((statement, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate"), own))
    copy.add((own, RDFS.subPropertyOf, URIRef("https://w3id.org/newskg/ontology#attacks")))
    found = [link for link in picture(copy).links if link.relation == str(own)]
    assert [(link.family, link.label) for link in found] == [(Family.FORCE, "shells")]


def test_about_takes_a_name_or_an_iri_and_counts_hops(graph: Graph) -> None:
    assert labels(graph, about="Isle") == ["Isle", "Borduria"]
    assert labels(graph, about=str(entity_iri("Isle"))) == ["Isle", "Borduria"]
    assert labels(graph, about="the pact")[0] == "Alliance"
    assert set(labels(graph, about="Isle", hops=2)) == {"Isle", "Borduria", "Alliance", "Syldavia"}


def test_a_wrong_name_or_number_is_one_clear_line(graph: Graph) -> None:
    with pytest.raises(KGError, match=r"Bordurai.*Borduria"):
        render(graph, about="Bordurai")
    with pytest.raises(KGError, match="limit 0"):
        render(graph, limit=0)
    with pytest.raises(KGError, match="hops 0"):
        render(graph, hops=0)


def test_a_limit_keeps_the_best_connected_of_the_largest_part() -> None:
    pair = [("Lone", "meetsWith", "Only", says("Lone met Only"))]
    star = [("Hub", "supports", f"Spoke {i}", says(f"Hub supports {i}")) for i in range(5)]
    tail = [("Spoke 1", "supports", "Tail", says("1 supports tail"))]
    graph = article_graph([*pair, *star, *tail])
    assert labels(graph, limit=2) == ["Hub", "Spoke 1"]
    assert labels(graph, limit=7) == ["Hub", "Spoke 1", "Spoke 0", "Spoke 2", "Spoke 3", "Spoke 4", "Tail"]
    assert picture(graph, limit=7).left_out == 2
    assert set(labels(graph)[7:]) == {"Lone", "Only"}


def test_plain_triples_of_a_graph_from_elsewhere_are_shown() -> None:
    graph = Graph()
    one, two = URIRef("https://x.example/1"), URIRef("https://x.example/2")
    graph.add((one, RDFS.label, Literal("One")))
    graph.add((two, RDFS.label, Literal("Two")))
    graph.add((one, URIRef("https://x.example/worksFor"), two))
    assert [(link.label, link.kind) for link in picture(graph).links] == [("works for", Kind.FACT)]


def test_an_empty_graph_gives_a_page() -> None:
    assert payload(render(Graph()))["nodes"] == []


def test_a_position_is_named_by_its_title() -> None:
    facts = [
        ("Ada Moss", "roleOf", "Alliance", says("chief Moss", role="chief")),
        ("Ben Hale", "roleOf", "Alliance", says("ex-chief Hale", role="chief", former=True)),
    ]
    assert {e["label"] for e in payload(render(article_graph(facts)))["edges"]} == {"chief of", "former chief of"}


def test_parallel_lines_bend_apart_whatever_their_direction() -> None:
    facts = [
        ("A", "supports", "B", says("A supports B")),
        ("B", "attacks", "A", says("B attacks A")),
        ("A", "accuses", "B", says("A accuses B")),
        ("B", "warns", "A", says("B warns A")),
    ]
    edges = payload(render(article_graph(facts)))["edges"]
    seen_from_one_side = {e["bend"] * (1 if e["from"] < e["to"] else -1) for e in edges}
    assert len(seen_from_one_side) == len(edges) == 4


def test_the_page_is_the_same_every_time(graph: Graph) -> None:
    shuffled = Graph()
    for triple in sorted(graph, reverse=True):
        shuffled.add(triple)
    assert render(graph) == render(shuffled)


def test_nothing_comes_from_elsewhere(graph: Graph) -> None:
    page = render(graph)
    markup = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"<(link|img|iframe|object|embed|base|form)\b|\ssrc=|\son\w+=", markup)
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)\s*=\s*[\"']?(https?:)?//", markup)
    assert "@import" not in page
    assert not re.search(r"url\(\s*[\"']?(https?:)?//", page)


def test_only_the_page_own_scripts_may_run(graph: Graph) -> None:
    page = render(graph)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    directives = dict(part.strip().split(" ", 1) for part in policy[1].split(";"))
    allowed = set(directives["script-src"].split())
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts}
    assert len(scripts) == 2
    assert allowed == hashes


def test_hostile_text_stays_text() -> None:
    facts = [(f"Name {HOSTILE}", "supports", f"Other {HOSTILE}", says(f"Quote {HOSTILE}", speaker=f"Who {HOSTILE}"))]
    graph = article_graph(facts, title=f"Title {HOSTILE}")
    page = render(graph, title=f"Heading {HOSTILE}")
    assert "window.hacked = 1</script>" not in page
    assert "<img" not in page
    assert "\u2028" not in re.sub(r"<(title|h1)>.*?</\1>", "", page)
    assert "49" not in re.findall(r"<title>(.*?)</title>", page, flags=re.DOTALL)[0]
    data = payload(page)
    assert {node["label"] for node in data["nodes"]} == {f"Name {HOSTILE}", f"Other {HOSTILE}"}
    assert data["edges"][0]["quotes"][0]["text"] == f"Quote {HOSTILE}"
    assert not set(re.findall(r'"id": "([^"]*)"', page)) - {
        x["id"] for key in ("nodes", "edges", "articles") for x in data[key]
    }
    assert all(re.fullmatch(r"[0-9a-f]{24}", node["id"]) for node in data["nodes"])


def test_only_web_addresses_become_links() -> None:
    graph = article_graph(FACTS[:1], url="javascript:alert(1)")
    assert [a["url"] for a in payload(render(graph))["articles"]] == [""]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19), st.booleans()), max_size=40))
def test_every_entity_has_a_place_of_its_own(pairs: list[tuple[int, int, bool]]) -> None:
    sizes = [(80.0, 40.0)] * 20
    strong = [(a, b) for a, b, fact in pairs if fact]
    weak = [(a, b) for a, b, fact in pairs if not fact]
    places = lay_out(strong, weak, sizes)
    assert len(set(places)) == 20
    assert all(abs(x) < 10_000 and abs(y) < 10_000 for x, y in places)
    assert places == lay_out(strong, weak, sizes)


def test_names_of_a_small_picture_do_not_overlap() -> None:
    pairs = [(0, i) for i in range(1, 15)] + [(i, i + 1) for i in range(1, 30)]
    sizes = [(90.0, 40.0)] * 31
    places = lay_out(pairs, [], sizes)
    close = [
        (i, j)
        for i, (x1, y1) in enumerate(places)
        for j, (x2, y2) in enumerate(places[:i])
        if abs(x1 - x2) < 89 and abs(y1 - y2) < 39
    ]
    assert close == []


def test_what_is_not_a_fact_moves_nothing() -> None:
    strong = [(0, 1), (1, 2), (2, 0)]
    sizes = [(60.0, 40.0)] * 5
    assert lay_out(strong, [(2, 3), (3, 4)], sizes)[:3] == lay_out(strong, [], sizes[:3])


def test_a_thousand_entities_take_less_than_three_seconds() -> None:
    graph = crowd(1000)
    start = time.process_time()
    page = render(graph, limit=1000)
    assert time.process_time() - start < 3
    assert len(payload(page)["nodes"]) == 1000
