"""What a run tells of its sources: the last line, `--report`, `kg text`, `--keep-text`, `--map`, `--base`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Kg
from rdflib import DCTERMS
from sources import PARAGRAPHS, TEXT, TITLE, all_kinds

from kg.graph import read_graph, violations
from kg.vocabulary import NEWS, SCHEMA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles of one name, a picture, and what is damaged."""
    found = tmp_path / "news"
    for name in ("x", "y"):
        (found / name).mkdir(parents=True)
        (found / name / "a.txt").write_text(f"date: soon\n\n{TITLE}\n\n{PARAGRAPHS[0]} It was {name}.")
    (found / "map.png").write_bytes(b"\x89PNG\r\n")
    (found / "b.json").write_text("[")
    return found


@pytest.mark.usefixtures("quick")
def test_a_run_counts_and_reports_what_it_read_and_what_not(kg: Kg, folder: Path, tmp_path: Path) -> None:
    built = kg("build", folder, "--out", tmp_path / "g.ttl", "--report", tmp_path / "r.json")
    assert built.code == 0
    assert built.out.endswith("; read 2, skipped 1 (a picture 1), failed 1, warnings 2\n")
    assert "kg: map.png: is a binary file, a picture\n" in built.err
    assert "kg: x/a.txt: 'soon' is not a date" in built.err
    report = json.loads((tmp_path / "r.json").read_text())
    assert {key: report[key] for key in ("read", "skipped", "failed", "warnings")} == {
        "read": 2,
        "skipped": {"a picture": 1},
        "failed": 1,
        "warnings": 2,
    }
    assert sorted((entry["source"], entry["outcome"]) for entry in report["sources"]) == [
        *(("b.json", "failed"), ("map.png", "skipped")),
        *(("x/a.txt", "read"), ("x/a.txt", "warning"), ("y/a.txt", "read"), ("y/a.txt", "warning")),
    ]
    sources = {str(source) for source in read_graph(tmp_path / "g.ttl").objects(None, DCTERMS.source)}
    assert sources == {"x/a.txt", "y/a.txt"}


def test_a_run_that_reads_nothing_reports_that_too(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("[")
    built = kg("build", tmp_path / "b.json", "--out", tmp_path / "g.ttl", "--report", tmp_path / "r.json")
    assert (built.code, built.out, built.err.count("\n")) == (2, "", 1)
    assert json.loads((tmp_path / "r.json").read_text())["failed"] == 1
    assert not (tmp_path / "g.ttl").exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["a.pdf", "a.html", "a.docx", "a.eml", "a.warc.gz", "a.csv"])
def test_quotes_are_found_in_the_kept_text_of_every_kind_of_file(kg: Kg, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(all_kinds()[name])
    assert kg("build", tmp_path / name, "--keep-text", "--out", tmp_path / "g.ttl").code == 0
    graph = read_graph(tmp_path / "g.ttl")
    (text,) = map(str, graph.objects(None, SCHEMA.articleBody))
    assert kg("text", tmp_path / name).out == f"{text}\n" == f"{TEXT}\n"
    quotes = list(graph.subject_objects(NEWS.quote))
    assert quotes
    for node, quote in quotes:
        start, end = (int(str(graph.value(node, place))) for place in (NEWS.start, NEWS.end))
        assert text[start:end] == str(quote)
    assert violations(graph) == []


def test_kg_text_of_several_articles(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("kop,inhoud,date\nA,By Ann Lee,2024\nC,D.,2024\n")
    assert kg("text", path).code == 2
    assert kg("text", path, "--map", "text=inhoud,title=kop").out == "A\n\nBy Ann Lee\n\f\nC\n\nD.\n"
    first = json.loads(kg("text", path, "--map", "text=inhoud,title=kop", "--format", "jsonl").out.split("\n")[0])
    assert first == {
        "text": "A\n\nBy Ann Lee",
        "title": "A",
        "source": "a.csv",
        "date": "2024",
        "language": "en",
        "author": "Ann Lee",
        "asides": [[3, 13]],
    }
    wrong = kg("text", path, "--map", "kop=title")
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    "base",
    [
        "x",
        "http://[/",
        "http://a b/",
        "http://a/#b#",
        "http://a:port/",
        "http://ann:x@a/",
        "http://a:99999/",
        "http://a",
        "",
        "/",
    ],
)
def test_a_base_that_is_none_is_one_line(kg: Kg, tmp_path: Path, base: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    built = kg("build", tmp_path / "a.txt", "--out", tmp_path / "g.ttl", "--base", base)
    assert (built.code, built.err.count("\n")) == (2, 1)
    assert "must be an absolute IRI that ends in / or #" in built.err


def test_a_web_address_without_fetch_says_so(kg: Kg, tmp_path: Path) -> None:
    built = kg("build", "https://herald.example/1", "--out", tmp_path / "g.ttl")
    assert (built.code, built.err) == (
        2,
        "kg: https://herald.example/1: is a web address; add --fetch to read it over the network\n",
    )
