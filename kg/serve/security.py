"""Who may ask, and what a browser may do with the answers.

A page of another site must neither read this server nor make it do anything, and nobody else may ask at all:

- The `Host` of a request must be a name of this machine (a foreign name that leads here is DNS rebinding), unless a
  token is asked for, which a foreign page does not have.
- With a token every request must have it: `Authorization: Bearer …`, or the cookie that `?token=…` sets once.
- A POST that a browser sends from another site is refused by its `Origin` and `Sec-Fetch-Site`; a form must also
  carry what only a page of this server knows.
- Answers forbid all but this server's own scripts, styles and frames, and no cache keeps what a token protects.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "kg-token"
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer browsers send forms of our own pages with the Origin null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LARGEST_BODY: Final = 4 << 20
"""Bytes of a request."""
TOO_LARGE: Final = f"This request is too large: at most {LARGEST_BODY >> 20} MB are read."
LONGEST_ADDRESS: Final = 16 << 10
"""Bytes of a request's path and query."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask.

    Args:
        host: what the server listens on.
        token: what every request must have, or empty.
        origins: other sites whose pages may read the answers (CORS): none but those named, `*` for all.
        form_key: what the forms of this server's pages carry.
    """

    host: str = "127.0.0.1"
    token: str = ""
    origins: tuple[str, ...] = ()
    form_key: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def knows_host(self, host: str) -> bool:
        """Whether a `Host` header names this server."""
        name = host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
        return bool(self.token) or name.lower() in LOCAL | {self.host.lower(), f"[{self.host.lower()}]"}

    def knows_token(self, headers: Headers) -> bool:
        """Whether a request may come in."""
        if not self.token:
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and equal(given.strip(), self.token):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        return COOKIE in cookie and equal(cookie[COOKIE].value, self.token)

    def knows_form(self, form: Mapping[str, object]) -> bool:
        """Whether a form was sent from one of this server's pages."""
        return equal(str(form.get("form_key", "")), self.form_key)

    def allowed_origin(self, origin: str) -> str:
        """What to tell a browser that asks whether a page of another site may read an answer, or nothing."""
        return "*" if "*" in self.origins else origin if origin in self.origins else ""


def equal(one: str, other: str) -> bool:
    """Whether two secrets are the same, without telling by the time it takes how much of them is."""
    return hmac.compare_digest(one.encode("utf8", "replace"), other.encode("utf8", "replace"))


class Guard:
    """Lets in the requests that `Access` allows, and seals every answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._seal(MutableHeaders(scope=message), headers)
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, sealed)
        else:
            await self.app(scope, _limited(receive), sealed)

    def _seal(self, answer: MutableHeaders, asked: Headers) -> None:
        for name, value in HEADERS.items():
            answer.setdefault(name, value)
        if self.access.token:
            answer.setdefault("Cache-Control", "no-store")
        allowed = self.access.allowed_origin(asked.get("origin", ""))
        if allowed:
            answer["Access-Control-Allow-Origin"] = allowed
            answer["Cross-Origin-Resource-Policy"] = "cross-origin"
            answer.add_vary_header("Origin")

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Why a request is not answered, or None."""
        query: bytes = scope["query_string"]
        if len(scope.get("raw_path") or scope["path"]) + len(query) > LONGEST_ADDRESS:
            return _plain("This address is too long: send a long query by POST.", 414)
        if not self.access.knows_host(headers.get("host", "")):
            return _plain("This name does not belong to this server.", 421)
        if not self.access.knows_token(headers):
            return self._with_token(scope, query)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return _plain(TOO_LARGE, 413)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            return self._preflight(headers)
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and not self._own_site(headers):
            return _plain("This request came from another site.", 403)
        return None

    def _with_token(self, scope: Scope, query: bytes) -> Response:
        """The first visit of a browser: the token of its address becomes a cookie, and leaves the address."""
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in pairs if name == "token"), "")
        if not equal(given, self.access.token):
            return _plain(
                "A token is needed: open the address that kg serve printed, or send it as a Bearer token.", 401
            )
        rest = urlencode([(name, value) for name, value in pairs if name != "token"])
        path = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        answer.set_cookie(COOKIE, self.access.token, httponly=True, samesite="strict", max_age=30 * 86400)
        return answer

    def _own_site(self, headers: Headers) -> bool:
        """Whether a POST comes from a page of this server, from one that is allowed, or from no browser at all."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "none") in ("same-origin", "none")
        if self.access.allowed_origin(origin):
            return True
        try:
            return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
        except ValueError:
            return False

    def _preflight(self, headers: Headers) -> Response:
        if not self.access.allowed_origin(headers.get("origin", "")):
            return _plain("Pages of other sites may not ask here (see --allow-origin).", 403)
        allowed = {"Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": "Content-Type, Accept"}
        return Response(status_code=204, headers=allowed)


def _plain(text: str, status: int) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return Response(f"{text}\n", status, headers, "text/plain; charset=utf-8")


def _limited(receive: Receive) -> Receive:
    """A body that is refused where it grows too large, whatever its header says."""
    size = 0

    async def limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise HTTPException(413, TOO_LARGE)
        return message

    return limited
