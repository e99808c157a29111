"""A site on this machine that answers as a test says."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY = "".join(
    f"<p>The mayor told the council on day {n} that bridge {n} would stay closed until spring.</p>" for n in range(9)
)
PAGE = f"<html><head><title>{{}}</title></head><body><article><h1>{{}}</h1>{BODY}</article></body></html>"
Reply = tuple[int, dict[str, str], bytes]


class Site(ThreadingHTTPServer):
    """Answers as `replies` says for a path: with a status, headers and a body, or by what a function does."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, Reply | Callable[[Handler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.ended = threading.Event()

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def page(self, path: str, title: str = "Bridge closed", **headers: str) -> None:
        """Put an article at a path."""
        body = PAGE.format(title, title).encode()
        self.replies[path] = (200, {"Content-Type": "text/html; charset=utf-8", **headers}, body)

    def paths(self) -> list[str]:
        """What was asked, in order, robots.txt aside."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        reply = self.server.replies.get(self.path, (404, {}, b""))
        if callable(reply):
            reply(self)
            return
        status, headers, body = reply
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
