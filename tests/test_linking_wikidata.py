"""The lookup over the network, against a local server that speaks the reconciliation protocol."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from conftest import Kg

from kg.errors import LinkError
from kg.linking.wikidata import Reconciler, identify
from kg.model import Article, Entity, LinkedArticle

ITEMS = {
    "Tidal Board": [("Q9001", True, "board")],
    "Xaver Unruh": [("Q9002", True, "human"), ("Q9003", True, "human")],
    "Harbour Forum": [("Q9004", False, "forum")],
    "Mara Quell": [("Q9005", True, "human"), ("Q9006", True, "novel")],
}
REPLIES = {"down": (503, b"{}"), "prose": (200, b"hello"), "other": (200, b'{"q0": []}')}


class Service(BaseHTTPRequestHandler):
    """Answers as `ITEMS` says, or as `REPLIES` does for a path of that name; remembers what it was asked."""

    asked: ClassVar[list[dict[str, dict[str, object]]]] = []
    agents: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        queries = json.loads(form["queries"][0])
        self.asked.append(queries)
        self.agents.append(self.headers["User-Agent"])
        status, body = REPLIES.get(self.path.strip("/"), (200, b""))
        if not body:
            results = {
                key: {
                    "result": [
                        {"id": item, "name": query["query"], "score": 90, "match": match, "type": [{"name": kind}]}
                        for item, match, kind in ITEMS.get(query["query"], [])
                    ]
                }
                for key, query in queries.items()
            }
            body = json.dumps(results).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 503:
            self.send_header("Retry-After", "30")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    Service.asked.clear()
    Service.agents.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def entity(name: str, kind: str = "Organization", *, same_as: tuple[str, ...] = (), local: bool = False) -> Entity:
    return Entity(f"entity/{name}", name, kind, (name,), same_as, local)


def test_only_a_sure_and_single_match_is_taken(service: str, tmp_path: Path) -> None:
    entities = (
        entity("Tidal Board"),
        entity("Xaver Unruh", "Person"),
        entity("Harbour Forum"),
        entity("Mara Quell", "Person"),
    )
    linked = identify(
        LinkedArticle(Article(text="x"), entities), Reconciler(service, cache=tmp_path / "c.sqlite", pause=0)
    )
    assert [e.same_as for e in linked.entities] == [
        ("http://www.wikidata.org/entity/Q9001",),
        (),
        (),
        ("http://www.wikidata.org/entity/Q9005",),
    ]
    (queries,) = Service.asked
    assert {query["query"] for query in queries.values()} == {e.label for e in entities}
    assert Service.agents[0].startswith("newskg ")


def test_local_and_known_entities_are_not_asked_for(service: str, tmp_path: Path) -> None:
    known = entity("Tidal Board", same_as=("http://www.wikidata.org/entity/Q1",))
    linked = LinkedArticle(Article(text="x"), (known, entity("Unruh", "Person", local=True)))
    assert identify(linked, Reconciler(service, cache=tmp_path / "c.sqlite", pause=0)) == linked
    assert not Service.asked


def test_no_name_is_asked_for_twice(service: str, tmp_path: Path) -> None:
    names = [("Tidal Board", "Organization"), ("Nobody Known", "Person")]
    for _ in range(2):  # the second one has only the file
        assert Reconciler(service, cache=tmp_path / "c.sqlite", pause=0).items(names) == {names[0]: "Q9001"}
    assert len(Service.asked) == 1


def test_names_go_out_in_batches_with_a_pause(service: str, tmp_path: Path) -> None:
    reconciler = Reconciler(service, cache=tmp_path / "c.sqlite", pause=0.2)
    reconciler.items([(f"Name {number}", "Person") for number in range(45)])
    assert [len(queries) for queries in Service.asked] == [20, 20, 5]
    assert reconciler.free_at > 0


@pytest.mark.parametrize(
    ("path", "complaint"), [("down", "503.*wait 30 s"), ("prose", "cannot be asked"), ("other", "does not answer as")]
)
def test_a_bad_answer_is_one_clear_line(service: str, tmp_path: Path, path: str, complaint: str) -> None:
    reconciler = Reconciler(service + path, cache=tmp_path / "c.sqlite", pause=0)
    with pytest.raises(LinkError, match=complaint) as caught:
        reconciler.items([("Tidal Board", "Organization")])
    assert "\n" not in str(caught.value)


def test_only_web_addresses(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match="not a web address"):
        Reconciler("file:///etc/hosts", cache=tmp_path / "c.sqlite")


@pytest.mark.usefixtures("quick")
def test_build_looks_up_only_when_asked(kg: Kg, service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    article = tmp_path / "article.txt"
    article.write_text(
        "Board meets\n\nViktor Unruh met Mara Quell in Oslo. Mara Quell praised the Tidal Board.\n", "utf8"
    )
    assert kg("build", article, "--out", tmp_path / "plain.ttl").code == 0
    assert not Service.asked
    in_steps = kg(
        "build", article, "--out", tmp_path / "steps.ttl", "--link", service, "--engine", "processes", "--jobs", 1
    )
    assert in_steps.code == 0, in_steps.err
    (asked,) = Service.asked
    assert len({query["query"] for query in asked.values()}) == len(asked) >= 3  # each once
    assert kg("build", article, "--out", tmp_path / "graph.ttl", "--link", service).code == 0
    assert len(Service.asked) == 1  # what it has answered is kept
    assert "Q9005" in (tmp_path / "graph.ttl").read_text("utf8")
    assert (tmp_path / "steps.ttl").read_bytes() == (tmp_path / "graph.ttl").read_bytes()
