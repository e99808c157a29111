"""Twenty ways to ask for what is nobody's business, each refused, and the server as it was afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    import httpx

    from serve.conftest import Server

SCRIPT = "<script>alert(1)</script>"
Attack = Callable[["httpx.Client", str], "httpx.Response"]


def query(text: str) -> Attack:
    return lambda client, key: client.get("/sparql", params={"query": text})


def get(path: str) -> Attack:
    return lambda client, key: client.get(path, headers={"Accept": "text/html"})


def send(**form: str) -> Attack:
    return lambda client, key: client.post("/upload", data={"form_key": key, **form}, files={"none": b""})


def upload(name: str, data: bytes) -> Attack:
    return lambda client, key: client.post("/upload", data={"form_key": key}, files={"file": (name, data)})


ATTACKS: dict[str, tuple[Attack, int]] = {
    "SERVICE asks another machine": (query("SELECT * { SERVICE <http://169.254.169.254/> { ?s ?p ?o } }"), 400),
    "FROM reads a file": (query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"), 400),
    "FROM NAMED reads the network": (query("SELECT * FROM NAMED <http://127.0.0.1/> { GRAPH ?g { ?s ?p ?o } }"), 400),
    "an update adds": (query("INSERT DATA { <a:b> <a:b> <a:b> }"), 400),
    "an update drops all": (lambda client, key: client.post("/sparql", data={"update": "DROP ALL"}), 400),
    "LOAD reads the network": (query("LOAD <http://127.0.0.1/>"), 400),
    "another dataset by the protocol": (
        lambda client, key: client.get(
            "/sparql", params={"query": "ASK {}", "default-graph-uri": "file:///etc/passwd"}
        ),
        400,
    ),
    "a query whose answer never ends": (
        query("SELECT * { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"),
        400,
    ),
    "a query nested a hundred thousand times": (
        lambda client, key: client.post("/sparql", data={"query": "ASK " + "{" * 100_000 + "}" * 100_000}),
        400,
    ),
    "a huge query": (lambda client, key: client.post("/sparql", data={"query": "#" * (5 << 20)}), 413),
    "a path to a file": (get("/static/../../../pyproject.toml"), 404),
    "an escaped path to a file": (get("/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fpyproject.toml"), 404),
    "a path in a query's name": (get("/questions/..%2f..%2fetc%2fpasswd"), 404),
    "a query file of this machine": (get("/api/queries/" + quote("/etc/passwd.rq", safe="")), 404),
    "a query's parameter that is SPARQL": (
        get("/questions/facts?about=" + quote('NATO" } UNION { ?s ?p ?o } #')),
        400,
    ),
    "a link into this machine": (send(url="http://127.0.0.1:1/"), 400),
    "a link to a file": (send(url="file:///etc/passwd"), 400),
    "a binary that is no article": (upload("x.txt", b"\x00\xff" * 500), 400),
    "a damaged archive": (upload("../../x.zip", b"PK\x03\x04" + b"\x00" * 60), 400),
    "JSON nested too deeply": (
        lambda client, key: client.post(
            "/api/extract", content="[" * 100_000, headers={"Content-Type": "application/json"}
        ),
        400,
    ),
    "fields that nobody asked for": (
        lambda client, key: client.post("/api/extract", json={"text": "Oslo.", "source": "/etc/passwd"}),
        400,
    ),
    "a node whose IRI is none": (get("/id?iri=" + quote('x"><script>')), 404),
    "markup as a page number of a search": (get(f"/search?q={quote(SCRIPT)}&page={quote(SCRIPT)}"), 200),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_it_is_refused(server: Server, name: str) -> None:
    attack, status = ATTACKS[name]
    answer = attack(server.client, form_key(server))
    assert answer.status_code == status, answer.text[:500]
    for secret in ("root:", "[build-system]", "Traceback", SCRIPT, '"><script>'):
        assert secret not in answer.text
    assert server.client.get("/api/info").status_code == 200


def test_there_are_twenty() -> None:
    assert len(ATTACKS) >= 20


def form_key(server: Server) -> str:
    page = server.client.get("/upload").text
    return page.partition('name="form_key" value="')[2].partition('"')[0]


def test_what_a_problem_says_is_one_line_of_json(server: Server) -> None:
    answer = server.client.get("/api/entity", params={"name": f"{SCRIPT}\n"})
    assert "\n" not in json.loads(answer.text)["detail"]
    assert answer.headers["x-content-type-options"] == "nosniff"
