"""Every query of `queries/` on a small graph in the statement model, in rdflib's own engine and in Oxigraph's."""

from __future__ import annotations

import re

import pytest
from asked import GRAPH, MORE, ask, entity, every
from rdflib import DCTERMS, PROV, RDF, Graph, Literal, URIRef
from rdflib.namespace import XSD

from kg.resources import resource
from kg.vocabulary import BASE, NEWS, SCHEMA, relation_iri

QUERIES = sorted(resource("queries").glob("*.rq"))
NAMES = [path.stem for path in QUERIES]
STORES = ("default", "Oxigraph")


@pytest.fixture(scope="module", params=STORES)
def graph(request: pytest.FixtureRequest) -> Graph:
    return Graph(store=request.param).parse(data=GRAPH, format="turtle")


@pytest.fixture(scope="module", params=STORES)
def more(request: pytest.FixtureRequest) -> Graph:
    return Graph(store=request.param).parse(data=MORE, format="turtle")


def test_there_are_at_least_thirty() -> None:
    assert len(QUERIES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_header_and_parameters(name: str) -> None:
    text = resource(f"queries/{name}.rq").read_text(encoding="utf8")
    assert re.match(r"#\+ summary: \S.*[^.]\n", text), "the first line is the summary, without a full stop"
    head, body = text.split("PREFIX", 1)
    for line in head.splitlines()[1:]:
        if line.startswith("#+ compute:"):
            continue
        found = re.fullmatch(r"#\+ param: (\w+) \((entity|relation|date)\) \S.*?(, required|, default \S+)?", line)
        assert found, line
        assert f"?{found[1]}" in body or "#+ compute:" in head, "a parameter is a variable of the query"
        assert (found[2] == "date") == bool(found[3] and "default" in found[3]), "dates have a default"
    assert "ORDER BY" in body or "#+ compute:" in text, "rows in an order of their own"
    assert "SELECT *" not in body, "columns in an order of their own"
    assert not re.search(r"\b(FROM|SERVICE|LOAD)\b", body)


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_agree(name: str) -> None:
    values = {"about": "Borduria", "from": "Ada_Moss", "to": "Syldavia", "subject": "Alliance", "speaker": "Ada_Moss"}
    text = resource(f"queries/{name}.rq").read_text(encoding="utf8")
    wanted = re.findall(r"^#\+ param: (\w+) \(entity\) .*, required$", text, flags=re.M)
    bindings: dict[str, URIRef | Literal] = {parameter: entity(values[parameter]) for parameter in wanted}
    one, two = (every(Graph(store=store).parse(data=MORE, format="turtle"), name, **bindings) for store in STORES)
    if "#+ compute:" in text:  # which sorts what it is given
        one, two = (sorted(rows, key=str) for rows in (one, two))
    assert one == two
    assert one, "the graph has something for each query"
    assert len(one) == len({tuple(row.values()) for row in one}), "no row twice"


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_graph_gives_no_rows(name: str) -> None:
    for store in STORES:
        nobody = {p: entity("Nobody") for p in ("about", "from", "to", "subject", "speaker")}
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
    columns = ("subject", "relation", "object", "asserted_by", "as", "denied_by", "assertion", "denial")
    quotes = ("Syldavia shelled us", "we attacked nobody")
    row = ("Syldavia", "attacks", "Borduria", "Ada Moss", "Actual", "Ben Hale", *quotes)
    maybe = ("the article An undated note", "Possible", "Ben Hale", "could attack Borduria", "we attacked nobody")
    rows = [("Syldavia", "attacks", "Borduria", *maybe), row]
    assert ask(graph, "disputed", *columns) == rows
    assert ask(graph, "disputed", *columns, about=entity("Syldavia")) == rows
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
    everything = ask(graph, "facts", "subject", "relation", "object", "articles")
    assert set(rows) < set(everything) and len(everything) == len(set(everything))


def test_a_denied_fact_that_a_person_confirms_is_listed(more: Graph) -> None:
    graph = Graph() + more
    node = next(n for n in graph.subjects(NEWS.polarity, NEWS.Negative) if (None, PROV.wasDerivedFrom, n) in graph)
    about = graph.value(predicate=PROV.wasDerivedFrom, object=node)
    subject, relation, obj = (graph.value(about, p) for p in (RDF.subject, RDF.predicate, RDF.object))
    before = len(ask(graph, "facts", "statement"))
    graph.add((subject, relation, obj))
    graph.add((about, NEWS.confirmed, Literal(True)))
    found = ask(graph, "facts", "statement", "articles")
    told = set(graph.objects(about, PROV.wasDerivedFrom))
    behind = {n for n in told if {(n, NEWS.polarity, NEWS.Positive), (n, NEWS.factuality, NEWS.Actual)} <= set(graph)}
    assert len(found) == before + 1 and len(behind) < len(told), "who denies it is not behind it"
    assert (str(about), str(len({graph.value(n, NEWS.article) for n in behind}))) in found


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


def test_what_an_article_itself_says_is_not_reported(graph: Graph) -> None:
    """An unsure reading of its own words is kept, and neither a plain triple nor anybody's report."""
    unsure = Graph() + graph
    for statement, _, _ in graph.triples((None, RDF.subject, entity("Borduria"))):
        for evidence in graph.objects(statement, PROV.wasDerivedFrom):
            unsure.remove((evidence, NEWS.attributed, None))
    assert [row[0] for row in ask(unsure, "reported", "reported_by")] == ["Ada Moss"]


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


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


def test_agreed_counts_publishers_and_copies_once(more: Graph) -> None:
    columns = ("subject", "relation", "object", "publishers", "articles")
    assert ask(more, "agreed", *columns) == [
        ("Alliance", "aids", "Borduria", "3", "4"),
        ("Cal Reed", "roleOf", "Syldavia", "2", "2"),
        ("Eve Gray", "roleOf", "Klow", "2", "2"),
    ]
    assert ask(more, "agreed", "object", about=entity("Klow")) == [("Klow",)]


def test_contested_counts_plans_against_denials(more: Graph) -> None:
    columns = ("subject", "relation", "object", "happened", "expected", "denied")
    assert ask(more, "contested", *columns) == [
        ("Borduria", "memberOf", "Alliance", "1", "1", "1"),
        ("Syldavia", "attacks", "Borduria", "1", "1", "1"),
    ]
    assert ask(more, "contested", *columns, about=entity("Klow")) == []


def test_will_join_against_will_not_join_is_disputed(more: Graph) -> None:
    rows = ask(more, "disputed", "as", "assertion", "denial", about=entity("Alliance"))
    assert rows == [("Future", "will join", "won't join"), ("Actual", "has joined", "won't join")]


def test_role_holders_at_a_date(more: Graph) -> None:
    there = {"organization": entity("Syldavia")}
    columns = ("who", "role", "first_told")
    assert ask(more, "role-holders", *columns, on=day("2024-05-15"), **there) == [
        ("Cal Reed", "President", "2024-05-01")
    ]
    assert ask(more, "role-holders", *columns, **there) == [("Dee Vann", "president", "2024-07-01")]
    assert ask(more, "role-holders", *columns, on=day("2024-04-30"), **there) == []


def test_co_mentions(more: Graph) -> None:
    assert ask(more, "co-mentions", "one", "other", "articles", about=entity("Borduria")) == [
        ("Borduria", "Alliance", "2"),
        ("Borduria", "Eve Gray", "1"),
        ("Borduria", "Klow", "1"),
    ]
    assert len(ask(more, "co-mentions", "one")) == 8, "each pair from both sides"


def test_events(more: Graph) -> None:
    assert ask(more, "events", "month", "class", "facts") == [
        ("2023-11", "AID", "1"),
        ("2024-04", "AID", "1"),
        ("2024-05", "AID", "1"),
        ("2024-10", "CONSULT", "1"),
    ]
    assert ask(more, "events", "class", since=day("2024-06-01")) == [("CONSULT",)]


def test_the_classes_of_events_are_those_of_the_ontology() -> None:
    ontology = Graph().parse(resource("ontologies/news.ttl"), format="turtle")
    wanted = {(str(s), str(o).rpartition("#")[2]) for s, o in ontology.subject_objects(NEWS._NS["plover"])}
    found = re.findall(r'\(news:(\w+) "(\w+)"\)', resource("queries/events.rq").read_text(encoding="utf8"))
    assert {(str(NEWS._NS[relation]), event) for relation, event in found} == wanted


def test_first_mention(more: Graph) -> None:
    columns = ("first_day", "relation", "publisher", "headline", "followed")
    assert ask(more, "first-mention", *columns, about=entity("Alliance")) == [
        ("2024-04-04", "roleOf", "Wire", "Aid for Borduria", "0"),
        ("2024-04-04", "aids", "Wire", "Aid for Borduria", "2"),
        ("2024-07-01", "memberOf", "Courier", "Evening", "0"),
        ("2024-10-11", "roleOf", "", "Talks in Klow", "0"),
    ]


def test_changes(more: Graph) -> None:
    rows = ask(more, "changes", "told", "change", "subject", "object", since=day("2024-06-15"), until=day("2024-07-31"))
    assert rows == [
        ("2024-07-01", "new", "Dee Vann", "Syldavia"),
        ("2024-07-01", "over", "Cal Reed", "Syldavia"),
        ("2024-07-01", "reported", "Borduria", "Alliance"),
    ]
    about = ask(
        more, "changes", "told", "change", about=entity("Alliance"), since=day("2024-05-01"), until=day("2024-06-01")
    )
    assert about == [("2024-05-01", "expected"), ("2024-06-01", "denied")]


def test_a_claim_is_not_new_since_somebody_confirms_it_later() -> None:
    graph = Graph().parse(data=MORE, format="turtle")
    graph.add((entity("Syldavia"), relation_iri("attacks"), entity("Borduria")))
    told = ask(graph, "changes", "told", "change", "relation", about=entity("Syldavia"), until=day("2024-12-31"))
    assert ("2024-10-11", "reported", "attacks") in told
    assert ("2024-10-11", "new", "attacks") not in told


def test_rival_roles(more: Graph) -> None:
    columns = ("where", "office", "one", "other", "one_from", "one_to")
    assert ask(more, "rival-roles", *columns) == [("Klow", "mayor", "Eve Gray", "Fay Hood", "2024-05-01", "2024-07-01")]
    assert ask(more, "rival-roles", *columns, organization=entity("Syldavia")) == []


def test_rival_places(more: Graph) -> None:
    assert ask(more, "rival-places", "name", "relation", "place", "other") == [
        ("Ada Moss", "bornIn", "Borduria", "Lone Isle"),
        ("Ada Moss", "bornIn", "Klow", "Lone Isle"),
    ]
    assert ask(more, "rival-places", "name", about=entity("Klow")) == []


def test_says_of(more: Graph) -> None:
    given = {"speaker": entity("Ada_Moss"), "about": entity("Borduria")}
    assert ask(more, "says-of", "relation", "polarity", "factuality", "quotes", "first", **given) == [
        ("memberOf", "Negative", "Future", "1", "2024-06-01"),
        ("aids", "Positive", "Actual", "1", "2024-10-11"),
        ("attacks", "Positive", "Actual", "1", "2024-10-11"),
    ]


def test_came_true(more: Graph) -> None:
    columns = ("subject", "relation", "object", "expected_on", "outcome", "last_told")
    assert ask(more, "came-true", *columns) == [
        ("Borduria", "memberOf", "Alliance", "2024-05-01", "happened", "2024-07-01")
    ]


def test_single_source(more: Graph) -> None:
    rows = ask(more, "single-source", "confidence", "subject", "object", "publisher")
    assert rows[0] == ("0.4", "Ada Moss", "Lone Isle", "Wire")
    assert ("Alliance", "Borduria") not in [row[1:3] for row in rows]


def test_what_rests_on_a_single_source(more: Graph) -> None:
    graph = Graph() + more
    graph.add((URIRef(BASE), NEWS.plainFrom, Literal("0.8", datatype=XSD.decimal)))
    columns = ("confidence", "subject", "object", "publisher")
    before, sure = ask(more, "single-source", *columns), ask(graph, "single-source", *columns)
    assert "0.4" in {row[0] for row in before} and sure and min(float(row[0]) for row in sure) >= 0.8
    for about in list(graph.subjects(RDF.subject)):
        graph.add((about, NEWS.confirmed, Literal(True)))
    assert ask(graph, "single-source", *columns) == before, "what a person confirms stands however unsure it is"
    for node, house in list(graph.subject_objects(SCHEMA.publisher)):
        graph.remove((node, SCHEMA.publisher, house))
        graph.add((node, DCTERMS.source, Literal("a.txt")))
    assert {row[3] for row in ask(graph, "single-source", *columns)} == {"a.txt"}


def test_unnamed_sources(more: Graph) -> None:
    columns = ("subject", "relation", "object", "quote")
    assert ask(more, "unnamed-sources", *columns) == [("Borduria", "owns", "Lone Isle", "is said to own Lone Isle")]
