"""kg.Graph: built, saved, loaded, asked and drawn from Python; and the public names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

import kg
from kg import knowledge_graph
from kg.errors import GraphError, KGError, QueryError
from kg.rows import Rows

RUTTE = kg.Article("Rutte in Kyiv\n\nNATO Secretary General Mark Rutte met Donald Tusk.", "Rutte in Kyiv", "rutte.txt")
POLAND = kg.Article("Aid <at last>\n\nPoland supports Ukraine.", "Aid <at last>", "poland.txt")


@pytest.fixture(scope="module")
def graph(tools: object) -> kg.Graph:
    from kg import pipeline

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_tools", lambda setup, **kwargs: tools)
        return kg.Graph.build([RUTTE, POLAND])


def test_at_most_twelve_names_and_each_has_an_example() -> None:
    assert dir(kg) == sorted(kg.__all__) and len(dir(kg)) <= 12
    for name in dir(kg):
        assert ">>> import kg" in (getattr(kg, name).__doc__ or ""), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, kg; print(sorted({'spacy', 'rdflib', 'numpy', 'onnxruntime', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_questions_have_rows(graph: kg.Graph) -> None:
    rows = graph.query("roles", about="NATO")
    assert [(row["who"], row["role"]) for row in rows] == [("Mark Rutte", "Secretary General")]
    assert rows.column(rows.columns[0]) == [rows[0][rows.columns[0]]] and len(rows[:0]) == 0
    counted = graph.query("SELECT (COUNT(?a) AS ?n) WHERE { ?a a schema:NewsArticle }")  # a prefix that nobody declares
    assert counted[0] == {"n": 2}
    assert graph.query("ASK { ?s news:supports ?o }")[0] == {"answer": True}
    built = graph.query("CONSTRUCT { ?s news:supports ?o } WHERE { ?s news:supports ?o }")
    assert [row["object"] for row in built] == [f"{graph.base}entity/Ukraine"]


def test_wrong_questions_are_one_line(graph: kg.Graph) -> None:
    with pytest.raises(QueryError, match="no entity is called 'Nato Treaty'"):
        graph.query("roles", about="Nato Treaty")
    with pytest.raises(QueryError, match="unknown query 'rules'"):
        graph.query("rules")
    with pytest.raises(QueryError, match="reads its graph alone"):
        graph.query("SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }")
    with pytest.raises(KGError, match="no column 'nobody'"):
        graph.query("roles").column("nobody")


def test_a_mistake_is_told_at_its_line_and_a_file_by_its_ending(graph: kg.Graph, tmp_path: Path) -> None:
    with pytest.raises(kg.KGError, match="line 1"):
        graph.query("SELECT ?s WHERE { ?s news:article ?x . ?s ?p }")
    path = tmp_path / "my queries" / "all.rq"
    path.parent.mkdir()
    path.write_text("#+ summary: All articles\nSELECT ?a WHERE { ?a a schema:NewsArticle } ORDER BY ?a")
    assert len(graph.query(str(path))) == len(graph.query("SELECT ?a { ?a a schema:NewsArticle }"))


def test_rdflib_sees_the_same_with_prefixes(graph: kg.Graph) -> None:
    assert isinstance(graph.rdf, rdflib.Graph) and len(graph.rdf) == len(graph)
    assert "news:supports entity:Ukraine" in " ".join(graph.rdf.serialize().split())
    graph.rdf.add((rdflib.URIRef("a:b"), rdflib.URIRef("a:c"), rdflib.URIRef("a:d")))
    assert graph.query("ASK { <a:b> ?p ?o }")[0]["answer"]
    graph.rdf.remove((rdflib.URIRef("a:b"), None, None))


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nq.gz", "store"])
def test_it_is_saved_and_loaded(graph: kg.Graph, tmp_path: Path, name: str) -> None:
    graph.save(str(tmp_path / name))
    again = kg.Graph.load(tmp_path / name)
    assert len(again) == len(graph)
    assert again.query("supporters") == graph.query("supporters")
    again.save()
    assert len(kg.Graph.load(str(tmp_path / name))) == len(graph)


def test_adding_later_gives_the_same_file(graph: kg.Graph, tmp_path: Path, quick: None) -> None:
    later = kg.Graph.build(POLAND)
    later.add(RUTTE)
    later.save(tmp_path / "later.ttl")
    graph.save(tmp_path / "once.ttl")
    assert (tmp_path / "later.ttl").read_bytes() == (tmp_path / "once.ttl").read_bytes()


def test_what_cannot_be_read_is_told_and_passed_over(tmp_path: Path, quick: None) -> None:
    (tmp_path / "empty.txt").write_text("")
    told: list[KGError] = []
    built = kg.Graph.build([POLAND, tmp_path / "empty.txt"], on_error=told.append)
    assert "Poland" in [row["who"] for row in built.query("supporters")] and len(told) == 1
    with pytest.warns(UserWarning, match=r"empty\.txt"):
        kg.Graph.build([POLAND, str(tmp_path / "empty.txt")])
    with pytest.raises(KGError, match=r"none\.txt"):
        kg.Graph.build(tmp_path / "none.txt")
    with pytest.raises(GraphError, match="no article could be read"):
        kg.Graph.build([])
    with pytest.raises(KGError, match="unknown policy 'all'; known: voice, standing, reported"):
        kg.Graph.build(POLAND, policy="all")
    with pytest.raises(GraphError, match="nowhere to save"):
        kg.Graph().save()


def test_data_frames(graph: kg.Graph) -> None:
    pytest.importorskip("pandas")
    frame = graph.to_pandas()
    support = frame[(frame.relation == "supports") & frame.plain].iloc[0]
    assert (support["subject"], support["object"], support["plain"]) == ("Poland", "Ukraine", True)
    assert support["quote"] == POLAND.text[support["start"] : support["end"]] and 0 < support["confidence"] <= 1
    assert list(graph.query("supporters").to_pandas().columns) == list(graph.query("supporters").columns)


def test_no_pandas_is_one_clear_line(graph: kg.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    for thing in (graph, graph.query("roles")):
        with pytest.raises(KGError, match=r"pip install 'newskg\[pandas\]'"):
            thing.to_pandas()


def test_network(graph: kg.Graph) -> None:
    network = graph.to_networkx()
    edges = {
        (network.nodes[s]["label"], data["label"], network.nodes[o]["label"]) for s, o, data in network.edges(data=True)
    }
    assert ("Poland", "supports", "Ukraine") in edges


def test_notebooks_show_it_escaped(graph: kg.Graph, tmp_path: Path) -> None:
    shown = graph._repr_html_()
    assert "<th>articles</th><td>2</td>" in shown and "supports " in shown
    assert repr(graph).startswith("<kg.Graph: 2 articles, ")
    view = graph.view(tmp_path / "graph.html", about="Poland")
    assert (tmp_path / "graph.html").read_text(encoding="utf8") == view.page
    frame = view._repr_html_()
    assert frame.startswith("<iframe sandbox=") and "<script" not in frame and frame.count("<") == 2
    assert "<td>&lt;b&gt;</td><td></td>" in Rows(("a", "b"), (("<b>", None),))._repr_html_()
    assert "5 further rows" in Rows(("n",), tuple((n,) for n in range(25)))._repr_html_()


def test_why(graph: kg.Graph) -> None:
    (quote, *_) = graph.why("Mark Rutte", "roleOf", "NATO")
    assert (quote.text, quote.role) == ("NATO Secretary General Mark Rutte", "Secretary General")


def test_a_single_source_is_no_list_of_letters() -> None:
    assert [a.title for a in knowledge_graph._articles(POLAND, print)] == [POLAND.title]
