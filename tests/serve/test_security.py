"""Who may ask: hosts, tokens, origins, sizes, and what every answer forbids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.security import COOKIE, HEADERS, Access

if TYPE_CHECKING:
    from serve.conftest import Server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "[::1]"])
def test_this_machine_may_be_called_by_its_names(host: str) -> None:
    assert Access().knows_host(host)


@pytest.mark.parametrize("host", ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "[::2]"])
def test_a_foreign_name_is_refused(server: Server, host: str) -> None:
    assert not Access().knows_host(host)
    assert server.client.get("/", headers={"Host": host or "x"}).status_code == 421


@given(st.text(max_size=40))
def test_no_header_breaks_the_check_of_hosts(host: str) -> None:
    assert Access(token="secret-token").knows_host(host)
    assert isinstance(Access().knows_host(host), bool)


def test_every_answer_is_sealed(server: Server) -> None:
    for path in ("/", "/nothing", "/api/info", "/sparql", "/static/style.css", "/id/entity/Alliance"):
        answer = server.client.get(path)
        for name in HEADERS:
            assert name in answer.headers, (path, name)
        assert "access-control-allow-origin" not in answer.headers
    assert "unsafe" not in server.client.get("/").headers["content-security-policy"]
    view = server.client.get("/view", params={"about": "Alliance"})
    assert "sha256-" in view.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in view.headers["content-security-policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_cannot_post(server: Server, headers: dict[str, str]) -> None:
    for path in ("/sparql", "/upload", "/api/extract"):
        answer = server.client.post(path, content=b"query=ASK+%7B%7D", headers={**FORM, **headers})
        assert answer.status_code == 403, path


def test_a_form_needs_what_only_a_page_knows(server: Server) -> None:
    answer = server.client.post("/upload", data={"text": "Oslo backs Kyiv.", "form_key": "guessed"})
    assert answer.status_code == 403
    assert "out of date" in answer.text


def test_other_sites_may_not_read_unless_they_are_named(server: Server) -> None:
    asked = {"Origin": "https://friend.example", "Access-Control-Request-Method": "POST"}
    assert server.client.options("/sparql", headers=asked).status_code == 403
    assert Access(origins=("https://friend.example",)).allowed_origin("https://friend.example")
    assert not Access(origins=("https://friend.example",)).allowed_origin("https://other.example")
    assert Access(origins=("*",)).allowed_origin("https://other.example") == "*"


def test_what_is_too_large_is_not_read(server: Server) -> None:
    long = server.client.get("/search", params={"q": "x" * 20_000})
    assert long.status_code == 414
    large = server.client.post("/sparql", content=b"x" * (5 << 20), headers=FORM)
    assert large.status_code == 413

    def endless() -> Any:
        for _ in range(33):
            yield b"query=" + b"x" * (1 << 17)

    import httpx

    try:
        status = server.client.post("/sparql", content=endless(), headers=QUERY).status_code
    except httpx.WriteError:
        status = 413  # the connection was cut before all was sent
    assert status == 413


def test_with_a_token_nobody_asks_without(graph_file: Path, serve: Callable[..., Any]) -> None:
    with serve(graph_file, token="a-long-secret") as server:
        client = server.client
        for path in ("/", "/api/info", "/sparql?query=ASK%7B%7D", "/static/style.css", "/id/entity/Alliance"):
            refused = client.get(path)
            assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer"), path
        for wrong in ("Bearer", "Bearer wrong", "Basic a-long-secret", "Bearer a-long-secret-and-more"):
            assert client.get("/", headers={"Authorization": wrong}).status_code == 401
        assert client.get("/", headers={"Cookie": f"{COOKIE}=wrong"}).status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        allowed = client.get("/api/info", headers={"Authorization": "Bearer a-long-secret", "Host": "news.example"})
        assert (allowed.status_code, allowed.headers["cache-control"]) == (200, "no-store")
        first = client.get("/search?q=alliance&token=a-long-secret")
        assert (first.status_code, first.headers["location"]) == (303, "/search?q=alliance")
        cookie = first.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert client.get("/search?q=alliance").status_code == 200, "the browser has the cookie now"
        astray = client.get(f"{server.url}//evil.example/?token=a-long-secret", headers={"Cookie": ""})
        assert astray.headers.get("location", "") in ("", "/evil.example/"), "it leads to no other site"
