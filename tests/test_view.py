"""The page of `kg view`: what it holds, in which words, and that nothing in it can act or reach outside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import pytest
from graphs import FACTS, HOSTILES, article_graph, crowd, says
from hypothesis import given
from hypothesis import strategies as st
from newsroom import newsroom
from rdflib import RDFS, Graph, Literal, URIRef

from kg.errors import KGError
from kg.view import render
from kg.view.model import Family, Kind
from kg.view.payload import communities
from kg.view.payload import payload as as_payload
from kg.view.picture import FAMILIES, _event_classes, picture
from kg.view.sentences import mark, split, stitch
from kg.vocabulary import digest, entity_iri


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
    two = labels(graph, about="Isle", hops=2)
    assert set(two[:4]) == {"Isle", "Borduria", "Alliance", "Syldavia"}
    assert set(two[4:]) == {"Ada Moss", "Ben Hale"}, "who is quoted has a page, too"


def test_a_wrong_name_or_number_is_one_clear_line(graph: Graph) -> None:
    with pytest.raises(KGError, match=r"Bordurai.*Borduria"):
        render(graph, about="Bordurai")
    with pytest.raises(KGError, match="limit 0"):
        render(graph, limit=0)
    with pytest.raises(KGError, match="hops 0"):
        render(graph, hops=0)


def test_the_largest_part_comes_first_and_grows_from_its_best_connected() -> None:
    pair = [("Lone", "meetsWith", "Only", says("Lone met Only"))]
    star = [("Hub", "supports", f"Spoke {i}", says(f"Hub supports {i}")) for i in range(5)]
    tail = [("Spoke 1", "supports", "Tail", says("1 supports tail"))]
    found = labels(article_graph([*pair, *star, *tail]))
    assert found[:7] == ["Hub", "Spoke 1", "Spoke 0", "Spoke 2", "Spoke 3", "Spoke 4", "Tail"]
    assert set(found[7:]) == {"Lone", "Only"}


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
    data = payload(render(article_graph(facts)))
    assert {e["label"] for e in data["edges"]} == {"chief of", "former chief of"}
    assert {n["label"]: n.get("role") for n in data["nodes"]} == {
        "Ada Moss": "Alliance chief",
        "Ben Hale": "former Alliance chief",
        "Alliance": None,
    }


def test_namesakes_are_told_apart_by_their_article_and_not_by_a_digest() -> None:
    graph = newsroom()
    russia, armenia = (entity_iri(name) for name in ("Russia", "Armenia"))
    graph.set((russia, RDFS.label, Literal(f"police ({digest(russia)[:6]})")))
    graph.set((armenia, RDFS.label, Literal(f"police [{digest(armenia)[:6]}]")))
    data = payload(render(graph))
    alike = [(n["role"], n.get("names", [])) for n in data["nodes"] if n["label"] == "police"]
    assert len(alike) == 2
    assert all(role.startswith("in “") and not names for role, names in alike)


# ---- sentences and marks -----------------------------------------------------------------------------------------


@given(st.text(alphabet="Ab. \n\"'?!é\U0001f680", max_size=80), st.integers(0, 60), st.integers(1, 20))
def test_sentences_are_the_text_and_cut_no_quote(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    quotes = [(start, end)] if text[start:end].strip() == text[start:end] != "" else []
    sentences = split(text, quotes)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(text.split())
    assert all(any(s.start <= a and b <= s.end for s in sentences) for a, b in quotes)


def test_abbreviations_end_no_sentence() -> None:
    text = 'Mr. J. Smith of the U.S. left on Jan. 5. "He will not return." She said so!\nA heading'
    assert [s.text for s in split(text)] == [
        "Mr. J. Smith of the U.S. left on Jan. 5.",
        '"He will not return."',
        "She said so!",
        "A heading",
    ]


def test_overlapping_quotes_become_one_again() -> None:
    assert [s.text for s in stitch([(10, "Oslo backs Kyiv"), (15, "backs Kyiv now"), (40, "x")])] == [
        "Oslo backs Kyiv now",
        "x",
    ]


def marks(text: str, quote: str, **options: Any) -> dict[str, str]:
    start = text.index(quote)
    found, before = mark(text, (start, start + len(quote)), **options)
    return {m.part: text[m.start : m.end] for m in found} | ({"before": ""} if before else {})


def test_the_denial_outside_of_a_quote_is_marked() -> None:
    text = "Armenia denied on Tuesday that its soldiers had fired at Azerbaijani positions."
    assert marks(
        text,
        "its soldiers had fired at Azerbaijani positions",
        subject=["Armenia"],
        object=["Azerbaijan", "Azerbaijani"],
        words=["fire"],
        denied=True,
    ) == {"subject": "Armenia", "denial": "denied", "relation": "fired", "object": "Azerbaijani"}


def test_a_pronoun_asks_for_the_sentence_before() -> None:
    assert marks("He praised it.", "He praised it", subject=["Moss"], object=["Pact"]) == {"before": ""}
    assert marks("He praised the Pact.", "He praised the Pact", subject=["Ada Moss"], object=["Pact"]) == {
        "subject": "He",
        "object": "Pact",
        "before": "",
    }
    assert "before" not in marks("Moss praised Pact", "Moss praised Pact", subject=["Ada Moss"], object=["Pact"])


def test_the_whole_sentence_reaches_the_page() -> None:
    data = payload(render(newsroom()))
    edge = next(e for e in data["edges"] if e["name"] == "attacks")
    quote = next(q for q in edge["quotes"] if not q.get("positive"))
    article = data["articles"][quote["article"]]
    assert article["sentences"][quote["sentence"]].startswith("YEREVAN - Armenia denied on Tuesday that its soldiers")
    assert edge["disputed"]


def test_a_graph_without_texts_takes_them_from_elsewhere() -> None:
    graph, kept = newsroom(keep_text=False), newsroom()
    texts = {iri: source.text for iri, source in picture(kept).sources.items()}
    assert not any(a.get("whole") for a in payload(render(graph))["articles"])
    assert payload(render(graph, texts=texts)) == payload(render(kept))


def test_what_nobody_is_sure_of_is_no_report() -> None:
    kinds = {one.label: one.kind for one in picture(newsroom()).links if one.source.endswith("Georgia")}
    assert kinds == {"supports": Kind.UNSURE, "is a member of": Kind.POSSIBLE}


def test_sources_have_names_and_places() -> None:
    articles = payload(render(newsroom()))["articles"]
    assert [(a["headline"], a.get("source"), a.get("url")) for a in articles][-1] == (
        "untitled.txt",
        "untitled.txt",
        "https://blog.example/1",
    )


def test_communities_are_the_same_in_any_order() -> None:
    pairs = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)]
    assert communities(pairs) == communities([(b, a) for a, b in reversed(pairs)]) == [[0, 1, 2], [3, 4, 5]]


def test_a_large_graph_is_divided_into_communities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.view.payload.DRAWN_AT_ONCE", 30)
    data = as_payload(picture(crowd(60)), centred=False, limit=300)
    assert sorted(i for group in data["communities"] for i in group) == list(range(60))


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
    def page(texts: tuple[str, ...], title: str) -> str:
        facts = [
            (f"Name {i} {t}", "supports", f"Other {i} {t}", says(f"Quote {i} {t}", speaker=f"Who {i} {t}", role=t))
            for i, t in enumerate(texts)
        ]
        return render(article_graph(facts, title=f"Title {title}"), title=f"Heading {title}")

    tags = r"<(?!/?title|/?h1)[!/a-z]"  # what HTML takes for a tag or comment
    hostile, clean = page(HOSTILES, "".join(HOSTILES)), page(("harmless",) * len(HOSTILES), "harmless")
    assert len(HOSTILES) > 30
    assert len(re.findall(tags, hostile, re.IGNORECASE)) == len(re.findall(tags, clean, re.IGNORECASE))
    data = payload(hostile)
    names = {node["label"] for node in data["nodes"]}
    assert {f"{who} {i} {t}" for i, t in enumerate(HOSTILES) for who in ("Name", "Other", "Who")} == names
    assert all(re.fullmatch(r"[0-9a-f]{12}", thing["id"]) for key in ("nodes", "edges") for thing in data[key])


def test_only_web_addresses_become_links() -> None:
    graph = article_graph(FACTS[:1], url="javascript:alert(1)")
    assert all("url" not in a for a in payload(render(graph))["articles"])
