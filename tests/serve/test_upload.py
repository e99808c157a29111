"""An article that somebody brings: its facts at once, in its own words, and nothing kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import ReadError
from kg.serve.extracting import read_request
from kg.serve.site import ReadingSettings

if TYPE_CHECKING:
    from serve.conftest import Server

TEXT = """Norway sends batteries to Ukraine

Norway has sent two batteries to Ukraine. Russia denied that it had attacked Kharkiv.
"""
PAGE = f"""<html><head><title>Norway sends batteries</title><meta property="og:type" content="article"></head><body>
<article><h1>Norway sends batteries</h1><p>{TEXT.splitlines()[2]}</p><p>The batteries came by train, and the
ministers of both countries looked on while they were unloaded at the station in the morning.</p></article></body>
</html>"""


def key(server: Server) -> str:
    return server.client.get("/upload").text.partition('name="form_key" value="')[2].partition('"')[0]


def brought(server: Server, files: Any = None, **form: str) -> str:
    answer = server.client.post("/upload", data={"form_key": key(server), **form}, files=files or {"none": b""})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_text_is_read_and_its_quotes_are_marked(server: Server) -> None:
    page = brought(server, text=TEXT)
    assert "<h1>Norway sends batteries to Ukraine</h1>" in page
    assert 'data-facts="' in page
    assert "Norway has sent two batteries to Ukraine</a>" in page
    assert "denies it" in page
    assert server.client.get("/api/entity", params={"name": "Kharkiv"}).status_code == 404, "nothing is kept"


def test_a_file_of_any_kind_is_read(server: Server) -> None:
    page = brought(server, files={"file": ("page.html", PAGE.encode())})
    assert "Norway has sent two batteries to Ukraine" in page
    assert "data-facts" in page


def test_a_text_with_markup_is_shown_and_does_nothing(server: Server) -> None:
    page = brought(server, text="<script>alert(1)</script>\n\nNorway <b>supports</b> Ukraine.")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_api_reads_a_text(server: Server) -> None:
    found = server.client.post("/api/extract", json={"text": TEXT}).json()
    quotes = [quote for fact in found["facts"] for quote in fact["evidence"]]
    assert quotes
    assert any(fact["kind"] == "denied" for fact in found["facts"])
    for text in ("", "   "):
        assert server.client.post("/api/extract", json={"text": text}).status_code == 400
    assert server.client.post("/api/extract", json={"text": "Oslo. " * 20_000}).status_code == 400
    assert server.client.post("/api/extract", data={"text": TEXT}).status_code == 415


def test_nothing_is_told_and_what_is_not_english(server: Server) -> None:
    answer = server.client.post("/upload", data={"form_key": key(server)}, files={"none": b""})
    assert (answer.status_code, "give a text, a file or a link" in answer.text) == (400, True)
    french = "Le gouvernement norvégien a annoncé mardi une nouvelle aide militaire pour l'Ukraine, selon le ministre."
    answer = server.client.post("/upload", data={"form_key": key(server), "text": french}, files={"none": b""})
    assert (answer.status_code, "is written in French" in answer.text) == (400, True)


def test_links_are_not_followed_unless_they_may_be(graph_file: Path, serve: Callable[..., Any], server: Server) -> None:
    assert 'name="url"' in server.client.get("/upload").text
    with serve(graph_file) as careful:
        assert 'name="url"' not in careful.client.get("/upload").text
    with pytest.raises(ReadError, match="start it with --fetch"):
        read_request({"url": "https://news.example/"}, ReadingSettings(), lambda error: None)


@pytest.fixture
def newspaper() -> Iterator[str]:
    """A paper on this machine, whose first page leads on to its article."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            moved = self.path == "/moved"
            self.send_response(302 if moved else 404 if self.path == "/robots.txt" else 200)
            self.send_header("Location", "/article") if moved else None
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    paper = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=paper.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{paper.server_port}"
    paper.shutdown()
    paper.server_close()


def test_a_link_is_read_where_that_is_allowed(newspaper: str) -> None:
    settings = ReadingSettings(fetch=True, private=True)
    (article,) = read_request({"url": f"{newspaper}/moved"}, settings, lambda error: None)
    assert "Norway has sent two batteries to Ukraine" in article.text


def test_a_link_into_a_private_network_is_refused(server: Server, newspaper: str) -> None:
    settings = ReadingSettings(fetch=True)
    for url in (newspaper, "http://localhost/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/"):
        with pytest.raises(ReadError, match="private network"):
            list(read_request({"url": url}, settings, lambda error: None))
    for url in ("file:///etc/passwd", "gopher://127.0.0.1/", "//127.0.0.1/", "javascript:alert(1)"):
        with pytest.raises(ReadError, match="begins with http"):
            list(read_request({"url": url}, settings, lambda error: None))
    answer = server.client.post("/upload", data={"form_key": key(server), "url": newspaper}, files={"none": b""})
    assert (answer.status_code, "lies inside a private network" in answer.text) == (400, True)
