"""Graphs on real servers: Oxigraph's and Virtuoso."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread, Timer

import pytest
from conftest import Kg
from homes import CONTEXT, PLAN, append, change, examples, expected, lines, some
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF
from servers import free_port, oxigraph, oxigraph_binary, virtuoso

from kg.errors import GraphError
from kg.graph import count_store, from_quads, settings_of, write_graph
from kg.homes import Embedded, Endpoint, endpoint
from kg.homes.endpoint import addresses
from kg.lookup import entity_names
from kg.model import LinkedArticle
from kg.sparql import evaluate, known_queries, open_source
from kg.sparql.surroundings import surroundings
from kg.vocabulary import BASE, SCHEMA, article_iri


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server."""
    if request.param == "oxigraph" and oxigraph_binary() is None:
        pytest.skip("no oxigraph: pip install oxigraph")
    if request.param == "virtuoso" and shutil.which("virtuoso-t") is None:
        pytest.skip("no Virtuoso: apt-get install virtuoso-opensource")
    start = oxigraph if request.param == "oxigraph" else virtuoso
    with pytest.MonkeyPatch.context() as patch, start(tmp_path_factory.mktemp("server")) as found:
        patch.setenv("NEWSKG_USER", "dba")
        patch.setenv("NEWSKG_PASSWORD", "dba")
        yield found


@pytest.fixture
def place(url: str, request: pytest.FixtureRequest) -> Endpoint:
    """A graph of this test's own on the server."""
    return Endpoint(f"{url}?graph=https://example.org/{request.node.originalname}")


def test_a_server_holds_what_a_build_from_scratch_gives(place: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = some(6)
    assert not place.exists()
    append(place, *articles[:3])
    assert lines(place.read()) == expected(articles[:3])
    monkeypatch.setattr(endpoint, "SMALL", 10)  # from here on by a graph beside it
    append(place, *articles[3:])
    assert lines(place.read()) == expected(articles)
    with place.writing(PLAN) as writer:
        writer.remove(str(article_iri(articles[0].article.sha256)))
        writer.commit()
        writer.remove(str(article_iri(articles[1].article.sha256)))
        writer.add(articles[0])
        writer.commit()
        writer.add(articles[1])  # never committed
    assert lines(place.read()) == expected([articles[0], *articles[2:]])
    with place.writing(PLAN, anew=True) as writer:
        writer.add(articles[0])
        writer.commit()
    assert lines(place.read()) == expected(articles[:1])
    assert place.settings() == PLAN.settings


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), changes=st.integers(1, 4), small=st.sampled_from((20, endpoint.SMALL)))
def test_any_changes_give_what_a_build_from_scratch_gives(
    place: Endpoint, monkeypatch: pytest.MonkeyPatch, seed: int, changes: int, small: int
) -> None:
    rng, left = random.Random(seed), dict[str, list[LinkedArticle]]()
    place.server.update(place.at.update, f"DROP SILENT GRAPH <{place.graph}>")
    with monkeypatch.context() as patch:
        patch.setattr(endpoint, "SMALL", small)
        for _ in range(changes):
            change(place, rng, left)


def test_a_server_answers_as_a_store_does(place: Endpoint, tmp_path: Path) -> None:
    articles = some(8)
    append(place, *articles)
    append(Embedded(tmp_path / "store"), *articles)
    store, remote = open_source(tmp_path / "store"), open_source(place.name)
    about = next(s.subject for linked in articles for s in linked.statements)
    days = {"since": "2000", "until": "2030-01-01", "on": "2030-01-01"}
    told = 0
    for query in known_queries().values():
        required = {p.name: about for p in query.parameters if p.required}
        optional = [{p.name: days.get(p.name, about)} for p in query.parameters if not p.required]
        for more in [{}, *optional[-1:]] if query.name != "evidence" else [{}]:
            answer = evaluate(store, query, required | more)
            assert evaluate(remote, query, required | more) == answer, (query.name, more)
            told += len(answer.rows)
    assert told > 100
    assert settings_of(remote) == PLAN.settings
    assert count_store(remote) == count_store(store)
    there, here = (surroundings(of, about, hops=1) for of in (remote, store))
    assert set(from_quads(there.triples)) == set(from_quads(here.triples))
    assert (there.entities, there.left_out) == (here.entities, here.left_out)


def test_a_server_is_asked_by_the_commands(place: Endpoint, tmp_path: Path, kg: Kg) -> None:
    append(place, *some(3))
    file = str(tmp_path / "graph.nt")
    write_graph(place.read(), Path(file), base=BASE)
    name = next(entity_names(place.read())).text
    for command, *more in (
        ["query", "-q", "SELECT ?a ?d { ?a a schema:NewsArticle ; schema:datePublished ?d } ORDER BY ?a"],
        ["query", "facts", "--param", f"about={name.lower()}"],
        ["info"],
        ["entity", name],
        ["validate"],
    ):
        remote, local = kg(command, place.name, *more), kg(command, file, *more)
        assert (remote.code, remote.out.replace(place.name, file)) == (0, local.out), command
    assert kg("diff", place.name, file).out == "no difference\n"
    assert kg("view", place.name, "--about", name, "--out", tmp_path / "view.html").code == 0
    article = min(place.read().subjects(RDF.type, SCHEMA.NewsArticle))
    assert kg("remove", place.name, str(article)).out.endswith("2 articles left\n")


def test_what_a_server_must_not_be_asked(place: Endpoint, kg: Kg) -> None:
    append(place, *some(1))
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"
    for text, words in (
        ("DELETE WHERE { ?s ?p ?o }", "updates"),
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <https://example.org/> { ?s ?p ?o }", "FROM"),
        ("SELECT * { ?s ?p }", "line 1, column"),
        (slow, "stopped after 0.5 seconds"),
    ):
        refused = kg("query", place.name, "-q", text, "--timeout", "0.5")
        assert (refused.code, refused.out) == (2, "") and words in refused.err
    nothing = kg("query", place.name + "/none", "roles")
    assert nothing.code == 2 and "the server has no graph <https://example.org/test_what_a_" in nothing.err


def test_a_server_that_answers_something_else_is_one_line(kg: Kg) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>Welcome</html>")

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/query"
    try:
        for command, *more in (["query", "roles"], ["info"], ["entity", "NATO"], ["remove", "a.txt"]):
            told = kg(command, address, *more)
            assert (told.code, told.out) == (2, "") and "answered what is no" in told.err and told.err.count("\n") == 1
    finally:
        server.shutdown()
        server.server_close()


def test_without_the_graph_store_protocol(place: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    if place.at.graphs.endswith("-auth"):
        pytest.skip("Virtuoso gives at most 10,000 rows to a query")
    monkeypatch.setattr(endpoint, "SMALL", 10)
    bare = Endpoint(place.name)
    bare.at = endpoint.Addresses(place.at.query, place.at.update)
    articles = some(5)
    append(bare, *articles)
    assert lines(bare.read()) == lines(place.read()) == expected(articles)


def _append_one(name: str, number: int, credentials: dict[str, str]) -> None:
    os.environ.update(credentials)  # a server of processes that was started before has them not
    append(Endpoint(name), some(4)[number], wait=60)


def test_writers_wait_for_each_other(place: Endpoint) -> None:
    with place.writing(PLAN), pytest.raises(GraphError, match=r"is being written by process \d+ on \S+; wait for it"):
        append(Endpoint(place.name), *some(1))
    given = {key: os.environ[key] for key in ("NEWSKG_USER", "NEWSKG_PASSWORD") if key in os.environ}
    processes = [CONTEXT.Process(target=_append_one, args=(place.name, number, given)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert lines(place.read()) == expected(some(4))


def lock_of_ended(place: Endpoint, monkeypatch: pytest.MonkeyPatch) -> tuple[str, object]:
    """The line of a process that took the lock, and has ended; and what would release it."""
    child = CONTEXT.Process(target=int)
    child.start()
    child.join()
    with monkeypatch.context() as patch:
        patch.setattr("kg.homes.endpoint.os.getpid", lambda: child.pid)
        holding = place._locked(0.0)
        return holding.__enter__(), holding


def test_a_lock_of_an_ended_process_is_none(place: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, _holding = lock_of_ended(place, monkeypatch)
    append(place, *some(1))
    assert lines(place.read()) == expected(some(1))
    assert endpoint._number(ended) != place.besides.index(place.beside)  # the server may still be putting things there


@pytest.mark.parametrize("comes", [True, False])
def test_a_change_that_an_ended_process_was_about_to_make(
    place: Endpoint, monkeypatch: pytest.MonkeyPatch, comes: bool
) -> None:
    one, other = some(2)
    place.server.update(place.at.update, f"DROP SILENT GRAPH <{place.graph}>")
    ended, _holding = lock_of_ended(place, monkeypatch)
    usual, changes = (endpoint._line(f"{place.graph}/lock", line) for line in (ended, f"{ended}{endpoint.CHANGES}"))
    place.server.update(place.at.update, f"DELETE DATA {{ {usual} }} ; INSERT DATA {{ {changes} }}")
    text = b"\n".join(expected([one])).decode()
    come = f"INSERT DATA {{ GRAPH <{place.graph}> {{ {text} }} }} ; DELETE DATA {{ {changes} }}"
    late = Timer(1.5, place.server.update, (place.at.update, come))
    monkeypatch.setattr(endpoint, "GRACE", 30.0 if comes else 0.3)
    if comes:
        late.start()
    append(place, other)
    assert lines(place.read()) == expected([one, other] if comes else [other])


def test_the_lock_of_a_change_without_an_answer_is_kept(place: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, third = some(3)
    place.server.update(place.at.update, f"DROP SILENT GRAPH <{place.graph}>")
    append(place, one)
    update = place.server.update
    answers = list[Callable[[str], None]]()

    def changed(address: str, text: str) -> None:
        if other.article.sha256 in text:
            answers.pop()(address)
        else:
            update(address, text)

    def interrupt(address: str) -> None:
        raise KeyboardInterrupt  # what the server was asked to do may be on its way

    monkeypatch.setattr(place.server, "update", changed)
    answers.append(lambda address: update(address, "no SPARQL"))
    with pytest.raises(GraphError, match="the server answered"):  # and does not do it
        append(place, other)
    append(place, third)
    answers.append(interrupt)
    with pytest.raises(KeyboardInterrupt):
        append(place, other)
    with pytest.raises(GraphError, match=r"is being written by process \d+ on \S+; wait for it"):
        append(place, other)
    place.server.update(place.at.update, f"DROP SILENT GRAPH <{place.graph}/lock>")
    assert lines(place.read()) == expected([one, third])


def test_what_a_writer_that_was_ended_left_on_a_server_is_cleared(place: Endpoint) -> None:
    for beside in place.besides:
        place.server.update(place.at.update, f"INSERT DATA {{ GRAPH <{beside}> {{ <a:a> <a:b> <a:c> }} }}")
    append(place, *some(1))
    assert not any(Endpoint(f"{place.at.query}?graph={beside}").exists() for beside in place.besides)
    assert lines(place.read()) == expected(some(1))


def test_a_graph_that_grows_while_it_is_read_is_read_again(place: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = some(2)
    append(place, one)
    earlier = [place._download()]
    append(place, other)
    with monkeypatch.context() as patch:
        load = place._download
        patch.setattr(place, "_download", lambda: earlier.pop() if earlier else load())
        assert lines(place.read()) == expected([one, other])
        patch.setattr(place, "_count", lambda graph: 10**9)
        with pytest.raises(GraphError, match="of 1000000000 triples: lift the server's limit of rows"):
            place.read()


def test_a_server_that_refuses_or_is_not_there_is_one_line(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "sparql" in url:
        monkeypatch.setenv("NEWSKG_PASSWORD", "wrong")
        with pytest.raises(GraphError, match=r"401.*NEWSKG_PASSWORD") as refused:
            append(Endpoint(url), *some(1))
        assert "wrong" not in str(refused.value)
    with pytest.raises(GraphError, match="cannot be reached"):
        Endpoint(f"http://127.0.0.1:{free_port()}/query").exists()
    with pytest.raises(GraphError, match="the server answered 4"):
        Endpoint(url.rpartition("/")[0] + "/nothing").exists()


@pytest.mark.parametrize("address", ["http://[::1/query", "http://127.0.0.1:1/query", "http://127.0.0.1:port/query"])
def test_an_address_that_cannot_be_reached_is_one_line(address: str, kg: Kg) -> None:
    told = kg("query", address, "roles")
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert address in told.err and "Errno" not in told.err


def test_credentials_stay_out_of_addresses_and_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GraphError) as error:
        Endpoint("https://me:secret@example.org/query")
    assert "secret" not in str(error.value)
    monkeypatch.delenv("NEWSKG_USER", raising=False)
    (tmp_path / "netrc").write_text("machine example.org login me")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    Endpoint("https://example.org/query")
    (tmp_path / "netrc").write_text("password secret nonsense")
    with pytest.raises(GraphError, match="netrc") as broken:
        Endpoint("https://example.org/query")
    assert "secret" not in str(broken.value)


def test_addresses_that_are_unusual_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert addresses("http://h/x/query").graphs == "http://h/x/store"
    assert addresses("http://h/repository").update == "http://h/repository"
    monkeypatch.setenv("NEWSKG_UPDATE", "http://h/statements")
    assert addresses("http://h/repository").update == "http://h/statements"
