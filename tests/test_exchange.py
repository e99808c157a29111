"""Exports, read again by other programs than those that wrote them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from lxml import etree
from rdflib import RDF, Graph
from strategies import built
from tents import NORDMARK, SUDERLAND, TENTS, at, linked

from kg.errors import GraphError
from kg.graph import export, export_format
from kg.model import LinkedArticle, Polarity, Statement
from kg.vocabulary import BASE, relation_iri

AIDS = str(relation_iri("aids"))


def second(**kwargs: object) -> LinkedArticle:
    """Another article that says the same, on a later day."""
    later = linked(text=linked().article.text + " Again.", date="2024-05-09", source="later.txt")
    aid = Statement(NORDMARK, "aids", SUDERLAND, at(TENTS, confidence=0.5, **kwargs))
    return replace(later, statements=(aid,))


@pytest.fixture
def graph() -> Graph:
    """Two articles, of which one denies what the other says."""
    return built([linked(), second(polarity=Polarity.NEGATIVE)])


def written(graph: Graph, folder: Path, format: str) -> bytes:
    """What an export writes."""
    export(graph, folder / "out", format, base=BASE)
    return (folder / "out").read_bytes()


def test_rdf_xml_is_read_by_rdflib(graph: Graph, tmp_path: Path) -> None:
    data = written(graph, tmp_path, "rdfxml")
    assert set(Graph().parse(data=data, format="xml")) == set(graph)


def test_json_ld_is_read_by_oxigraph(graph: Graph, tmp_path: Path) -> None:
    triples = {str(q.triple) for q in ox.parse(written(graph, tmp_path, "jsonld"), format=ox.RdfFormat.JSON_LD)}
    lines = {line.removesuffix(" .") for line in written(graph, tmp_path, "ntriples").decode().splitlines()}
    assert triples == lines


def test_turtle_is_read_by_rdflib(graph: Graph, tmp_path: Path) -> None:
    assert set(Graph().parse(data=written(graph, tmp_path, "turtle"), format="turtle")) == set(graph)


def test_triple_terms_stand_for_the_parts_of_statements(graph: Graph, tmp_path: Path) -> None:
    plain = set(written(graph, tmp_path, "ntriples").decode().splitlines())
    restored = set[str]()
    for line in written(graph, tmp_path, "ntriples12").decode().splitlines():
        found = re.fullmatch(r"(<[^>]*>) <[^>]*#reifies> <<\( (<[^>]*>) (<[^>]*>) (<[^>]*>) \)>> \.", line)
        if found:
            parts = zip(("subject", "predicate", "object"), found.groups()[1:], strict=True)
            restored |= {f"{found[1]} <{RDF}{part}> {iri} ." for part, iri in parts}
            restored.add(f"{found[1]} <{RDF.type}> <{RDF.Statement}> .")
        else:
            restored.add(line)
    assert restored == plain
    terms = set(ox.parse(written(graph, tmp_path, "turtle12"), format=ox.RdfFormat.TURTLE))
    assert terms == set(ox.parse(written(graph, tmp_path, "ntriples12"), format=ox.RdfFormat.N_TRIPLES))


def test_edges_say_what_their_evidence_says(graph: Graph, tmp_path: Path) -> None:
    for format in ("graphml", "gexf"):
        tree = etree.fromstring(written(graph, tmp_path, format))
        keys = {k.get("id"): k.get("attr.name") for k in tree.iterfind(".//{*}key")}
        keys |= {k.get("id"): k.get("title") for k in tree.iterfind(".//{*}attributes[@class='edge']/{*}attribute")}
        found = {}
        for edge in tree.iterfind(".//{*}edge"):
            values = {keys[d.get("key")]: d.text for d in edge.iterfind("{*}data")}
            values |= {keys[d.get("for")]: d.get("value") for d in edge.iterfind(".//{*}attvalue")}
            values |= {"weight": edge.get("weight") or values.get("weight")}
            found[edge.get("source"), values["relation"], edge.get("target")] = values
        aids = found[NORDMARK, AIDS, SUDERLAND]
        assert (aids["first"], aids["last"], aids["polarity"]) == ("2024-05-06", "2024-05-06", "Disputed")
        assert (float(str(aids["weight"])), float(str(aids["confidence"]))) == (1, 1)
        supports = found[NORDMARK, str(relation_iri("supports")), SUDERLAND]
        assert str(supports["entailed"]).lower() == "true"


def test_several_articles_weigh_more(tmp_path: Path) -> None:
    one = linked()
    unsure = replace(
        one, statements=tuple(replace(s, evidence=replace(s.evidence, confidence=0.5)) for s in one.statements)
    )
    other = replace(
        second(), statements=tuple(replace(s, evidence=replace(s.evidence, rule="arm_v")) for s in second().statements)
    )
    read = nx.read_graphml(io.BytesIO(written(built([unsure, other]), tmp_path, "graphml")))
    (aids,) = [data for _, _, data in read.edges(data=True) if data["relation"] == AIDS]
    assert (aids["weight"], aids["first"], aids["last"]) == (2, "2024-05-06", "2024-05-09")
    assert (aids["confidence"], aids["polarity"]) == (0.75, "Positive")


def test_neo4j_gets_nodes_relationships_and_a_script(graph: Graph, tmp_path: Path) -> None:
    folder = tmp_path / "neo4j"
    for _ in range(2):  # an older one is replaced
        export(graph, folder, "neo4j", base=BASE)
    assert sorted(path.name for path in folder.iterdir()) == ["import.cypher", "nodes.csv", "relationships.csv"]
    nodes = {row["iri:ID"]: row for row in csv.DictReader(io.StringIO((folder / "nodes.csv").read_text()))}
    ties = list(csv.DictReader(io.StringIO((folder / "relationships.csv").read_text())))
    assert nodes[NORDMARK][":LABEL"] == "Entity;Country"
    assert nodes[NORDMARK]["names:string[]"] == "the kingdom"
    assert all(tie[":START_ID"] in nodes and tie[":END_ID"] in nodes for tie in ties)
    (aids,) = [tie for tie in ties if tie[":TYPE"] == "AIDS"]
    assert (aids["polarity"], aids["articles:int"], aids["quote"]) == ("Disputed", "1", TENTS)
    script = (folder / "import.cypher").read_text()
    for kind in {node[":LABEL"] for node in nodes.values()}:
        assert f"row.`:LABEL` = '{kind}'" in script
    for kind in {tie[":TYPE"] for tie in ties}:
        assert f"MERGE (a)-[r:{kind}]->(b)" in script
    named = set(re.findall(r"row\.`?([^`\s,;)=}]+)`?", script))
    assert named <= {*next(iter(nodes.values())), *ties[0]}, "the script reads columns that there are"


def test_what_is_no_export_is_left_as_it_is(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    with pytest.raises(GraphError, match="holds something else; it is left as it is"):
        export(graph, tmp_path / "notes", "neo4j", base=BASE)
    with pytest.raises(GraphError, match="name a folder"):
        export(graph, Path("-"), "neo4j", base=BASE)
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]


def test_a_format_is_asked_for_or_told_by_the_ending() -> None:
    assert [export_format(None, name) for name in ("a.ttl", "a.NQ", "a.jsonld.gz", "a.gexf", "a.rdf")] == [
        "turtle",
        "nquads",
        "jsonld",
        "gexf",
        "rdfxml",
    ]
    assert export_format("nt", "a.ttl") == "ntriples"
    for name, out, message in (
        (None, "-", "-: its ending tells no format: add --format; known: turtle"),
        (None, "graph.xlsx", "tells no format"),
        ("xlsx", "a.ttl", "unknown format 'xlsx'; known: turtle, .*neo4j, obsidian; short: ttl, nt"),
    ):
        with pytest.raises(GraphError, match=message):
            export_format(name, out)
