"""The command line: what it prints, what it refuses, what it leaves."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Kg
from strategies import ONTOLOGY
from tents import linked

from kg.cli.tables import table
from kg.graph import add, derive, new_graph, read_graph, write_graph
from kg.vocabulary import BASE

ARTICLE = "date: 2024-01-24\n\nNorway backs Ukraine\n\nNorway supports Ukraine, Prime Minister Jonas Gahr Støre said.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small graph file."""
    graph = new_graph()
    add(graph, linked())
    derive(graph, ONTOLOGY)
    found = tmp_path / "graph.ttl"
    write_graph(graph, found, base=BASE)
    return found


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A small article."""
    found = tmp_path / "norway.txt"
    found.write_text(ARTICLE)
    return found


@pytest.mark.usefixtures("quick")
def test_build_query_why_remove(kg: Kg, article: Path, tmp_path: Path) -> None:
    graph = tmp_path / "g.ttl"
    built = kg("build", article, "--out", graph)
    assert built.code == 0
    assert re.fullmatch(rf"{graph}: 1 article, .* \d+ pieces? of evidence\n", built.out)
    assert re.fullmatch(r"kg: norway.txt: \d+ findings?\n", built.err)
    assert "Norway" in kg("query", graph, "supporters").out
    why = kg("why", graph, "norway", "supports", "Ukraine")
    assert why.out.startswith("Norway supports Ukraine: stands as a plain triple\n")
    assert "“Norway supports Ukraine” " not in why.out
    assert "found by " in why.out
    removed = kg("remove", graph, "norway.txt")
    assert (removed.code, removed.out) == (0, f"{graph}: 0 articles left\n")


@pytest.mark.usefixtures("quick")
def test_append_adds_and_without_it_a_graph_is_replaced(kg: Kg, article: Path, tmp_path: Path) -> None:
    other = tmp_path / "france.txt"
    other.write_text(ARTICLE.replace("Norway", "France").replace("Prime Minister Jonas Gahr Støre", "Emmanuel Macron"))
    one, both = tmp_path / "one.ttl", tmp_path / "both.ttl"
    kg("build", article, other, "--out", both)
    kg("build", article, "--out", one, "--assert", "standing")
    assert kg("build", other, "--append", "--out", one).code == 0
    assert one.read_bytes() == both.read_bytes()
    kg("build", other, "--out", one)
    assert "1, published 2024-01-24" in kg("info", one).out
    wrong = kg("build", article, "--append", "--out", one, "--base", "https://example.org/")
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)
    assert "was built with the base" in wrong.err


@pytest.mark.usefixtures("quick")
def test_an_article_with_a_paragraph_in_another_language_is_known_again(kg: Kg, article: Path, tmp_path: Path) -> None:
    french = "Le gouvernement norvégien a aussi annoncé une aide supplémentaire à la Géorgie et à la Moldavie."
    article.write_text(f"{article.read_text().rstrip()}\n\n{french}\n")
    graph = tmp_path / "graph.ttl"
    kg("build", article, "--out", graph)
    again = kg("build", article, "--append", "--out", graph)
    assert again.out == f"{graph}: 1 article: 1 unchanged\n"


@pytest.mark.usefixtures("quick")
def test_an_empty_file_is_no_graph_to_append_to(kg: Kg, article: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    other.touch()
    kg("build", article, "--out", one)
    kg("build", article, "--append", "--out", other)
    assert other.read_bytes() == one.read_bytes()


@pytest.mark.usefixtures("quick")
def test_a_store_holds_what_a_file_holds(kg: Kg, article: Path, tmp_path: Path) -> None:
    graph, store, out = tmp_path / "g.ttl", tmp_path / "store", tmp_path / "out.ttl"
    assert kg("build", article, "--out", graph, "--store", store).code == 0
    kg("export", store, "--format", "turtle", "--out", out)
    assert out.read_bytes() == graph.read_bytes()
    assert kg("info", store).out == kg("info", graph).out
    assert kg("query", store, "facts", "--param", "about=Norway").out == (
        kg("query", graph, "facts", "--param", "about=Norway").out
    )
    assert kg("build", article, "--append", "--store", store).code == 0
    assert kg("remove", store, "norway.txt").out == f"{store}: 0 articles left\n"


@pytest.mark.usefixtures("quick")
def test_a_broken_line_is_reported_and_the_rest_goes_on(kg: Kg, tmp_path: Path) -> None:
    source = tmp_path / "news.jsonl"
    source.write_text('{"title": "One", "text": "Norway supports Ukraine."}\n{"title": broken\n')
    built = kg("build", source, "--out", tmp_path / "g.ttl")
    assert built.code == 0
    assert f"kg: {source.name}:2: is not JSON" in built.err
    assert built.out.endswith("; read 1, skipped 0, failed 1\n")


def bad(tmp_path: Path) -> dict[str, list[object]]:
    """Command lines with one mistake each."""
    for name, content in (
        ("good.txt", ARTICLE.encode()),
        ("empty.txt", b""),
        ("binary.txt", b"\x00\x01"),
        ("broken.ttl", b"@prefix a: <http://a/> .\na:b a:c .\n"),
        ("broken.rq", b"SELECT ?x {"),
    ):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "deaf").mkdir()
    here, good, out = tmp_path, tmp_path / "good.txt", tmp_path / "out.ttl"
    graph = tmp_path / "graph.ttl"
    return {
        "no such file or folder": ["build", here / "missing.txt", "--out", out],
        "empty.txt: is empty": ["build", here / "empty.txt", "--out", out],
        "is a binary file": ["build", here / "binary.txt", "--out", out],
        "there are no articles in this folder": ["build", here / "deaf", "--out", out],
        "nowhere to put the graph": ["build", good],
        "unknown graph format '.doc'": ["build", good, "--out", here / "g.doc"],
        "there is no folder": ["build", good, "--out", here / "none" / "g.ttl"],
        "is a directory": ["build", good, "--out", _directory(here / "dir.ttl")],
        "unknown policy 'all'": ["build", good, "--out", out, "--assert", "all"],
        "must be an absolute IRI": ["build", good, "--out", out, "--base", "entities"],
        "own.ttl: no such file": ["build", good, "--out", out, "--ontology", here / "own.ttl"],
        "can't load the spaCy pipeline 'en_none'": ["build", good, "--out", out, "--model", "en_none"],
        "Invalid value for '--jobs'": ["build", good, "--out", out, "--jobs", "0"],
        "Missing argument 'SOURCE...'": ["build"],
        "No such option: --oot": ["build", good, "--oot", out],
        "No such command 'bild'": ["bild", good],
        "missing.ttl: no such file": ["info", here / "missing.ttl"],
        "missing: neither a store directory nor named as a graph file": ["info", here / "missing"],
        "broken.ttl:2: malformed Turtle": ["info", here / "broken.ttl"],
        "broken.ttl:2: malformed Turtle:": ["query", here / "broken.ttl", "roles"],
        "unknown query 'rolls'; known:": ["query", graph, "rolls"],
        "missing parameter 'about'": ["query", graph, "timeline"],
        "write it as name=value": ["query", graph, "facts", "--param", "about"],
        "no entity is called 'Nordmarc'": ["query", graph, "facts", "--param", "about=Nordmarc"],
        "unknown format 'xml'; known: table": ["query", graph, "roles", "--format", "xml"],
        "--format turtle is for CONSTRUCT": ["query", graph, "roles", "--format", "turtle"],
        "malformed SPARQL": ["query", graph, here / "broken.rq"],
        "-q: line 1, column 12: malformed SPARQL": ["query", graph, "-q", "SELECT ?s {"],
        "give 'roles' or -q, not both": ["query", graph, "roles", "-q", "ASK { ?s ?p ?o }"],
        "its ending tells no format": ["export", graph, "--out", here / "graph.xlsx"],
        "unknown format 'xlsx'; known: turtle": ["export", graph, "--format", "xlsx", "--out", out],
        "cannot be written: there is no folder": ["export", graph, "--format", "csv", "--out", here / "none" / "g"],
        "no relation is called 'likes'": ["why", graph, "Nordmark", "likes", "Suderland"],
        "no article 'other.txt'": ["remove", graph, "other.txt"],
        "no entity is called": ["view", graph, "--about", "Atlantis", "--out", here / "g.html"],
    }


def _directory(path: Path) -> Path:
    path.mkdir()
    return path


def test_a_mistake_is_one_clear_line_and_leaves_nothing(kg: Kg, path: Path, tmp_path: Path) -> None:
    cases = bad(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    content = path.read_bytes()
    for message, arguments in cases.items():
        outcome = kg(*arguments)
        assert outcome.code == 2, arguments
        assert outcome.err.count("\n") == 1, (arguments, outcome.err)
        assert outcome.err.startswith("kg: "), outcome.err
        assert message in outcome.err, outcome.err
        assert outcome.out == "", arguments
        assert sorted(tmp_path.rglob("*")) == before, arguments
    assert path.read_bytes() == content


def test_a_closed_folder(kg: Kg, path: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    if os.access(closed, os.W_OK):
        pytest.skip("this user may write everywhere")
    assert "is closed to you" in kg("export", path, "--format", "csv", "--out", closed / "g.csv").err


def test_formats_of_an_answer(kg: Kg, path: Path) -> None:
    assert kg("query", path, "roles", "--format", "csv").out.startswith("who,role,where")
    document = json.loads(kg("query", path, "roles", "--format", "json").out)
    assert document["results"]["bindings"][0]["who"]["value"] == "Ada Berg"
    lines = kg("query", path, "roles").out.splitlines()
    assert lines[0].split()[:3] == ["who", "role", "where"]
    assert lines[2].startswith("Ada Berg")
    assert kg("query", path, "denied").out == "nothing found\n"


def test_query_without_a_name_lists_all(kg: Kg, path: Path) -> None:
    listed = kg("query", path).out
    for name in ("roles", "supporters", "paths"):
        assert re.search(rf"(?m)^{name} +\S", listed)
    assert "(required)" in listed


def test_a_query_from_anywhere(kg: Kg, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "SELECT ?name { ?x a news:Person ; rdfs:label ?name }"
    file = tmp_path / "people.sparql"
    file.write_text(text)
    out = tmp_path / "people.tsv"
    assert kg("query", path, file, "--out", out).out == f"{out}: 1 row\n"
    assert out.read_text() == '?name\n"Ada Berg"@en\n'
    assert kg("query", path, "-q", text, "--format", "csv").out == "name\nAda Berg\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"DESCRIBE ?x { ?x a news:Person }")))
    assert "a news:Person" in kg("query", path, "-").out


def test_an_export_to_standard_output_and_by_its_ending(kg: Kg, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.nt"
    assert kg("export", path, "--out", out).out == f"{out}: ntriples\n"
    assert kg("export", path, "--format", "nt", "--out", "-").out == out.read_text()


def test_merge(kg: Kg, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "both.ttl"
    assert kg("merge", path, path, "--out", out).out.startswith(f"{out}: 1 article, 3 entities, 2 statements (2 plain)")
    assert out.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    "name", ["turtle", "trig", "ntriples", "nquads", "jsonld", "graphml", "gexf", "csv", "turtle12"]
)
def test_every_export(kg: Kg, path: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.file"
    assert kg("export", path, "--format", name, "--out", out).out == f"{out}: {name}\n"
    assert "Nordmark" in out.read_text()


def test_view(kg: Kg, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.html"
    assert kg("view", path, "--about", "Nordmark", "--out", out).code == 0
    assert "Nordmark sent tents to Suderland" in out.read_text()
    assert kg("view", path, "--about", "Nordmark", "--out", "-").out == out.read_text()


def test_info_diff_validate(kg: Kg, path: Path, tmp_path: Path) -> None:
    assert "statements  2: 2 plain, 0 kept only, with their qualifiers" in kg("info", path).out
    assert kg("diff", path, path).out == "no difference\n"
    other = tmp_path / "other.ttl"
    kg("remove", path, "tents.txt", "--out", other)
    assert "removed statement: Nordmark aids Suderland\n" in kg("diff", path, other).out
    assert kg("validate", path).out == f"{path}: conforms\n"
    broken = read_graph(path)
    quotes = list(broken.triples((None, None, None)))
    for s, p, o in quotes:
        if str(p).endswith("quote"):
            broken.remove((s, p, o))
    write_graph(broken, path, base=BASE)
    outcome = kg("validate", path)
    assert outcome.code == 2
    assert "quote" in outcome.out


def test_who_has_seen_enough_of_the_output_is_no_failure(checkout: Path, path: Path) -> None:
    """As in `kg export graph.ttl --out - | head -1`."""
    command = [sys.executable, "-m", "kg", "export", str(path), "--out", "-", "--format", "nt"]
    with subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stderr is not None
        child.stdout.close()
        assert (child.stderr.read(), child.wait()) == (b"", 0)


def test_a_long_word_is_cut_in_a_table() -> None:
    assert "https://example.org/xxx" in table(["iri"], [["https://example.org/" + "x" * 200]])
    assert "word word …" in table(["quote"], [["word " * 60]])


def test_every_help_ends_in_an_example(kg: Kg) -> None:
    assert "Example: kg build" in kg("--help").out
    commands = re.findall(r"(?m)^│ (\w+) ", kg("--help").out.partition("Commands")[2])
    assert len(commands) >= 9
    for command in commands:
        text = " ".join(kg(command, "--help").out.split())
        assert re.search(rf"Example: .*kg {command} \S+", text), command


def test_help_answers_at_once(checkout: Path) -> None:
    script = "import sys, time; sys.argv = ['kg', '--help']\nfrom kg.cli import main\ntry: main()\n" + (
        'finally: print(f\'{time.process_time()} {sorted({*sys.modules} & {"spacy", "rdflib", "numpy"})}\')'
    )
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    lines = [
        subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True)
        .stdout.strip()
        .splitlines()[-1]
        for _ in range(3)
    ]
    assert min(float(line.split()[0]) for line in lines) < 0.3
    assert lines[0].endswith("[]"), "a heavy library is imported for --help"


def test_the_package_has_few_public_names() -> None:
    import kg

    assert len(kg.__all__) <= 12
    assert all(callable(getattr(kg, name)) for name in kg.__all__)
    with pytest.raises(AttributeError):
        _ = kg.nothing


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_the_old_graph(checkout: Path, path: Path, number: signal.Signals) -> None:
    old = path.read_bytes()
    before = sorted(path.parent.iterdir())
    source = [str(checkout / "examples" / "articles")]
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", *source, "--out", str(path)],
        env={**os.environ, "PYTHONPATH": str(checkout)},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # which a job in the background ignores
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("kg: ")  # the first article is done
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "Traceback" not in errors
    assert path.read_bytes() == old
    kept = path.with_name(f".{path.name}.kept")  # what has been read, for the next run
    assert sorted(path.parent.iterdir()) == sorted([*before, kept])
