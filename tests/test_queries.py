"""Every query of `queries/` on a small graph in the statement model, in rdflib's own engine and in Oxigraph's."""

from __future__ import annotations

import re

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from kg.resources import resource
from kg.vocabulary import BASE, NEWS

QUERIES = sorted(resource("queries").glob("*.rq"))
NAMES = [path.stem for path in QUERIES]
STORES = ("default", "Oxigraph")

PREFIXES = """
@prefix news: <https://w3id.org/newskg/ontology#> .
@prefix e: <https://w3id.org/newskg/id/entity/> .
@prefix s: <https://w3id.org/newskg/id/statement/> .
@prefix v: <https://w3id.org/newskg/id/evidence/> .
@prefix a: <https://w3id.org/newskg/id/article/> .
@prefix m: <https://w3id.org/newskg/id/mention/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# A reports in its own voice on 2024-04-04, B quotes people on 2024-10-11, C has no date.
GRAPH = (
    PREFIXES
    + """
a:A a schema:NewsArticle ; schema:headline "Aid for Borduria" ; schema:datePublished "2024-04-04"^^xsd:date ;
    schema:publisher "Wire" ; schema:url <https://wire.example/a> .
a:B a schema:NewsArticle ; schema:headline "Talks in Klow" ; schema:datePublished "2024-10-11"^^xsd:date .
a:C a schema:NewsArticle ; schema:headline "An undated note" .

e:Alliance a news:Organization ; rdfs:label "Alliance"@en ; owl:sameAs <http://www.wikidata.org/entity/Q1> .
e:Borduria a news:Country ; rdfs:label "Borduria"@en .
e:Syldavia a news:Country ; rdfs:label "Syldavia"@en .
e:Ada_Moss a news:Person ; rdfs:label "Ada Moss"@en .
e:Ben_Hale a news:Person ; rdfs:label "Ben Hale"@en .
e:Lone_Isle a news:Place ; rdfs:label "Lone Isle"@en .
m:1 a news:Mention ; news:article a:A ; news:entity e:Alliance ; skos:prefLabel "Alliance"@en .

e:Alliance news:aids e:Borduria ; news:supports e:Borduria .
s:aids rdf:subject e:Alliance ; rdf:predicate news:aids ; rdf:object e:Borduria ;
    prov:wasDerivedFrom v:aids1, v:aids2 .
v:aids1 news:article a:A ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "gives Borduria arms" ; news:start 10 ; news:end 29 ;
    news:confidence 0.9 ; news:rule <https://w3id.org/newskg/lexicon#give_v> .
v:aids2 news:article a:B ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "sent Borduria guns" ; news:start 40 ; news:end 58 ;
    news:speaker e:Ada_Moss ; news:time "2023-11"^^xsd:gYearMonth ; news:confidence 0.8 .

e:Ada_Moss news:roleOf e:Alliance .
s:role rdf:subject e:Ada_Moss ; rdf:predicate news:roleOf ; rdf:object e:Alliance ;
    prov:wasDerivedFrom v:role1, v:role2 .
v:role1 news:article a:A ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "Alliance chief Ada Moss" ; news:start 60 ; news:end 83 ; news:role "chief" .
v:role2 news:article a:A ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "Chief Moss" ; news:start 90 ; news:end 100 ; news:role "Chief" .
e:Ben_Hale news:roleOf e:Alliance .
s:past rdf:subject e:Ben_Hale ; rdf:predicate news:roleOf ; rdf:object e:Alliance ; prov:wasDerivedFrom v:past1 .
v:past1 news:article a:B ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "her predecessor Ben Hale" ; news:start 0 ; news:end 24 ; news:role "chief" ; news:former true .

s:attack rdf:subject e:Syldavia ; rdf:predicate news:attacks ; rdf:object e:Borduria ;
    prov:wasDerivedFrom v:att1, v:att2, v:att3 .
v:att1 news:article a:B ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "Syldavia shelled us" ; news:start 100 ; news:end 119 ; news:speaker e:Ada_Moss .
v:att2 news:article a:B ; news:polarity news:Negative ; news:factuality news:Actual ;
    news:quote "we attacked nobody" ; news:start 130 ; news:end 148 ; news:speaker e:Ben_Hale .
v:att3 news:article a:C ; news:polarity news:Positive ; news:factuality news:Possible ;
    news:quote "could attack Borduria" ; news:start 5 ; news:end 26 .

s:meet rdf:subject e:Ada_Moss ; rdf:predicate news:meetsWith ; rdf:object e:Ben_Hale ; prov:wasDerivedFrom v:meet1 .
v:meet1 news:article a:B ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "met Ben Hale" ; news:start 200 ; news:end 212 ; news:time "2024-10-09"^^xsd:date .
e:Ada_Moss news:meetsWith e:Ben_Hale . e:Ben_Hale news:meetsWith e:Ada_Moss .

s:crit rdf:subject e:Syldavia ; rdf:predicate news:criticizes ; rdf:object e:Alliance ; prov:wasDerivedFrom v:crit1 .
v:crit1 news:article a:C ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "condemned the Alliance" ; news:start 30 ; news:end 52 .
e:Syldavia news:criticizes e:Alliance .

s:sell rdf:subject e:Borduria ; rdf:predicate news:owns ; rdf:object e:Lone_Isle ; prov:wasDerivedFrom v:sell1 .
v:sell1 news:article a:C ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "is said to own Lone Isle" ; news:start 60 ; news:end 84 ; news:attributed true .
s:deny rdf:subject e:Syldavia ; rdf:predicate news:owns ; rdf:object e:Lone_Isle ; prov:wasDerivedFrom v:deny1 .
v:deny1 news:article a:C ; news:polarity news:Negative ; news:factuality news:Actual ;
    news:quote "never owned Lone Isle" ; news:start 90 ; news:end 111 .
"""
)


def entity(name: str) -> URIRef:
    return URIRef(f"{BASE}entity/{name}")


@pytest.fixture(scope="module", params=STORES)
def graph(request: pytest.FixtureRequest) -> Graph:
    return Graph(store=request.param).parse(data=GRAPH, format="turtle")


def every(graph: Graph, name: str, /, **values: URIRef | Literal) -> list[dict[str, str]]:
    """The rows of a query, column to text; dates by default as the query's header says."""
    text = resource(f"queries/{name}.rq").read_text(encoding="utf8")
    for parameter, default in re.findall(r"^#\+ param: (\w+) \(date\) .*, default (\S+)$", text, flags=re.M):
        values.setdefault(parameter, Literal(default, datatype=XSD.date))
    result = graph.query(text, initBindings=values)
    names = [str(variable) for variable in result.vars or ()]
    return [{key: "" if term is None else str(term) for key, term in zip(names, row, strict=True)} for row in result]


def ask(graph: Graph, name: str, /, *columns: str, **values: URIRef | Literal) -> list[tuple[str, ...]]:
    """The rows of a query, in the columns asked for."""
    return [tuple(row[column] for column in columns) for row in every(graph, name, **values)]


def test_there_are_at_least_ten() -> None:
    assert len(QUERIES) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_header_and_parameters(name: str) -> None:
    text = resource(f"queries/{name}.rq").read_text(encoding="utf8")
    assert re.match(r"#\+ summary: \S.*[^.]\n", text), "the first line is the summary, without a full stop"
    head, body = text.split("PREFIX", 1)
    projection = body[body.index("SELECT") : body.index("WHERE")]
    for line in head.splitlines()[1:]:
        found = re.fullmatch(r"#\+ param: (\w+) \((entity|relation|date)\) \S.*?(, required|, default \S+)?", line)
        assert found, line
        assert f"?{found[1]}" in body, "a parameter is a variable of the query"
        assert re.search(rf"\?{found[1]}\b", projection), "Oxigraph binds only variables that are projected"
        assert (found[2] == "date") == bool(found[3] and "default" in found[3]), "dates have a default"
    assert "ORDER BY" in body, "rows in an order of their own"
    assert "SELECT *" not in body, "columns in an order of their own"
    assert not re.search(r"\b(FROM|SERVICE|LOAD)\b", body)


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_agree(name: str) -> None:
    values = {"about": "Borduria", "from": "Ada_Moss", "to": "Syldavia", "subject": "Alliance"}
    text = resource(f"queries/{name}.rq").read_text(encoding="utf8")
    wanted = re.findall(r"^#\+ param: (\w+) \(entity\) .*, required$", text, flags=re.M)
    bindings: dict[str, URIRef | Literal] = {parameter: entity(values[parameter]) for parameter in wanted}
    one, two = (every(Graph(store=store).parse(data=GRAPH, format="turtle"), name, **bindings) for store in STORES)
    assert one == two
    assert one, "the graph has something for each query"
    assert len(one) == len({tuple(row.values()) for row in one}), "no row twice"


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_graph_gives_no_rows(name: str) -> None:
    for store in STORES:
        nobody = {p: entity("Nobody") for p in ("about", "from", "to", "subject")}
        text = resource(f"queries/{name}.rq").read_text(encoding="utf8")
        given = {p: iri for p, iri in nobody.items() if f"param: {p} " in text}
        assert ask(Graph(store=store), name, **given) == []


def test_supporters(graph: Graph) -> None:
    expected = [("Alliance", "Borduria", "2", "2024-04-04", "2024-10-11", str(entity("Alliance")))]
    assert ask(graph, "supporters", "who", "whom", "articles", "first", "latest", "supporter") == expected
    assert ask(graph, "supporters", "whom", supporter=entity("Alliance")) == [("Borduria",)]
    assert ask(graph, "supporters", "whom", supporter=entity("Borduria")) == []
    assert ask(graph, "supporters", "who", supported=entity("Borduria")) == [("Alliance",)]


def test_roles(graph: Graph) -> None:
    columns = ("who", "role", "where", "state", "latest")
    ada = ("Ada Moss", "Chief", "Alliance", "current", "2024-04-04")
    ben = ("Ben Hale", "chief", "Alliance", "former", "2024-10-11")
    assert ask(graph, "roles", *columns) == [ada, ben]
    assert ask(graph, "roles", *columns, person=entity("Ben_Hale")) == [ben]
    assert ask(graph, "roles", *columns, organization=entity("Syldavia")) == []


def test_said_about(graph: Graph) -> None:
    columns = ("says", "subject", "relation", "object", "polarity", "quote")
    ben = ("Ben Hale", "Syldavia", "attacks", "Borduria", "Negative", "we attacked nobody")
    rows = ask(graph, "said-about", *columns, about=entity("Borduria"))
    assert [row[0] for row in rows] == ["Ada Moss", "Ada Moss", "Ben Hale"]
    assert ask(graph, "said-about", *columns, about=entity("Borduria"), speaker=entity("Ben_Hale")) == [ben]
    later = Literal("2024-10-12", datatype=XSD.date)
    assert ask(graph, "said-about", *columns, about=entity("Borduria"), since=later) == []


def test_disputed(graph: Graph) -> None:
    columns = ("subject", "relation", "object", "asserted_by", "denied_by", "assertion", "denial")
    row = ("Syldavia", "attacks", "Borduria", "Ada Moss", "Ben Hale", "Syldavia shelled us", "we attacked nobody")
    assert ask(graph, "disputed", *columns) == [row]
    assert ask(graph, "disputed", *columns, about=entity("Syldavia")) == [row]
    assert ask(graph, "disputed", *columns, about=entity("Alliance")) == []


def test_timeline(graph: Graph) -> None:
    rows = ask(graph, "timeline", "when", "relation", "object", "quote", about=entity("Ada_Moss"))
    assert rows == [
        ("2024-04-04", "roleOf", "Alliance", "Chief Moss"),
        ("2024-04-04", "roleOf", "Alliance", "Alliance chief Ada Moss"),
        ("2024-10-09", "meetsWith", "Ben Hale", "met Ben Hale"),
    ]
    since = Literal("2024-05-01", datatype=XSD.date)
    assert ask(graph, "timeline", "when", about=entity("Ada_Moss"), since=since) == [("2024-10-09",)]
    assert ask(graph, "timeline", "when", about=entity("Alliance"))[1] == ("2023-11",), "an undated article comes first"


def test_paths(graph: Graph) -> None:
    rows = ask(graph, "paths", "facts", "path", **{"from": entity("Ada_Moss"), "to": entity("Borduria")})
    assert rows == [
        ("2", "Ada Moss roleOf Alliance; Alliance aids Borduria"),
        ("3", "Ada Moss meetsWith Ben Hale; Ben Hale roleOf Alliance; Alliance aids Borduria"),
    ]
    assert ask(graph, "paths", "path", **{"from": entity("Syldavia"), "to": entity("Alliance")}) == [
        ("Syldavia criticizes Alliance",)
    ]
    assert ask(graph, "paths", "path", **{"from": entity("Syldavia"), "to": entity("Lone_Isle")}) == []


def test_connected(graph: Graph) -> None:
    rows = ask(graph, "connected", "name", "type", "neighbours", "facts")
    assert rows[:2] == [("Alliance", "Organization", "4", "4"), ("Ada Moss", "Person", "2", "2")]
    assert ("Lone Isle", "Place", "1", "1") not in rows, "reported and denied statements do not connect"


def test_facts(graph: Graph) -> None:
    rows = ask(graph, "facts", "subject", "relation", "object", "articles", about=entity("Borduria"))
    assert rows == [("Alliance", "aids", "Borduria", "2")]


def test_evidence(graph: Graph) -> None:
    columns = ("polarity", "factuality", "said_by", "quote", "day", "rule", "time")
    about = {"subject": entity("Alliance"), "relation": NEWS._NS["aids"], "object": entity("Borduria")}
    assert ask(graph, "evidence", *columns, **about) == [
        ("Positive", "Actual", "", "gives Borduria arms", "2024-04-04", "give_v", ""),
        ("Positive", "Actual", "Ada Moss", "sent Borduria guns", "2024-10-11", "", "2023-11"),
    ]
    about["relation"] = NEWS._NS["attacks"]
    assert ask(graph, "evidence", *columns, **about) == []
    assert len(ask(graph, "evidence", *columns, subject=entity("Syldavia"))) == 5


def test_speakers(graph: Graph) -> None:
    rows = ask(graph, "speakers", "says", "on", "quotes", "articles")
    assert rows[0] == ("Ada Moss", "Borduria", "2", "1")
    assert ask(graph, "speakers", "on", speaker=entity("Ben_Hale")) == [("Borduria",), ("Syldavia",)]
    assert ask(graph, "speakers", "says", about=entity("Alliance")) == [("Ada Moss",)]


def test_conflicts(graph: Graph) -> None:
    row = ("Syldavia", "criticizes", "Alliance", "1", "")
    assert ask(graph, "conflicts", "who", "relation", "whom", "articles", "first") == [row]
    assert ask(graph, "conflicts", "who", about=entity("Borduria")) == []


def test_meetings(graph: Graph) -> None:
    assert ask(graph, "meetings", "when", "who", "relation", "whom") == [
        ("2024-10-09", "Ada Moss", "meetsWith", "Ben Hale")
    ]
    assert ask(graph, "meetings", "who", about=entity("Alliance")) == []
    assert ask(graph, "meetings", "who", since=Literal("2024-10-10", datatype=XSD.date)) == []


def test_denied(graph: Graph) -> None:
    columns = ("denied_by", "subject", "relation", "object")
    assert ask(graph, "denied", *columns) == [
        ("the article", "Syldavia", "owns", "Lone Isle"),
        ("Ben Hale", "Syldavia", "attacks", "Borduria"),
    ]
    assert ask(graph, "denied", *columns, about=entity("Lone_Isle")) == [
        ("the article", "Syldavia", "owns", "Lone Isle")
    ]


def test_reported(graph: Graph) -> None:
    columns = ("reported_by", "subject", "relation", "object")
    assert ask(graph, "reported", *columns) == [
        ("somebody unnamed", "Borduria", "owns", "Lone Isle"),
        ("Ada Moss", "Syldavia", "attacks", "Borduria"),
    ]
    assert ask(graph, "reported", *columns, about=entity("Alliance")) == []


def test_expected(graph: Graph) -> None:
    columns = ("factuality", "subject", "relation", "object", "said_by")
    assert ask(graph, "expected", *columns) == [("Possible", "Syldavia", "attacks", "Borduria", "the article")]


def test_articles(graph: Graph) -> None:
    columns = ("day", "headline", "publisher", "statements", "things", "url")
    assert ask(graph, "articles", *columns) == [
        ("", "An undated note", "", "4", "4", ""),
        ("2024-04-04", "Aid for Borduria", "Wire", "2", "3", "https://wire.example/a"),
        ("2024-10-11", "Talks in Klow", "", "4", "5", ""),
    ]
    assert ask(graph, "articles", "headline", since=Literal("2024-05-01", datatype=XSD.date)) == [("Talks in Klow",)]
