"""Asking a SPARQL server: credentials from the environment or a netrc file, errors in one line without them."""

from __future__ import annotations

import json
import netrc
import os
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
    build_opener,
)

from kg.errors import GraphError

PATIENCE: Final = 600.0
"""Seconds that a server may take for one request."""


class Server:
    """A server that speaks the SPARQL 1.1 Protocol.

    Args:
        name: what messages call it.
        url: an address of it.
    """

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.opener = _opener(name, url)

    def get(self, url: str, accept: str) -> bytes:
        """Fetch something; nothing where there is nothing."""
        try:
            return self._open(Request(url, headers={"Accept": accept}))
        except _MissingError:
            return b""

    def put(self, url: str, data: bytes, media_type: str) -> None:
        """Put something in the place of what is there."""
        self._open(Request(url, data, {"Content-Type": media_type}, method="PUT"))

    def query(self, url: str, text: str, accept: str, *, graph: str = "") -> bytes:
        """The answer to a query.

        Args:
            graph: the named graph that it is asked of; else it names its own.
        """
        fields = {"query": text} | ({"default-graph-uri": graph} if graph else {})
        form = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return self._open(Request(url, urlencode(fields).encode(), form))

    def values(self, url: str, text: str) -> list[str]:
        """The values of a SELECT query with one column."""
        answer = self.query(url, text, "application/sparql-results+json")
        try:
            found = json.loads(answer)
        except ValueError as error:
            raise GraphError(f"{self.name}: answered what is no SPARQL result: is it a SPARQL endpoint?") from error
        rows = found.get("results", {}).get("bindings", []) if isinstance(found, dict) else []
        return [str(cell["value"]) for row in rows for cell in row.values()]

    def update(self, url: str, text: str) -> None:
        """Run an update."""
        try:
            self._open(Request(url, text.encode(), {"Content-Type": "application/sparql-update"}))
        except _MediaError:  # the older of the two ways that the protocol has
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            self._open(Request(url, urlencode({"update": text}).encode(), form))

    def _open(self, request: Request) -> bytes:
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                data: bytes = answer.read()
                if most := answer.headers.get("X-SPARQL-MaxRows"):  # Virtuoso says so when there were more
                    raise GraphError(
                        f"{self.name}: gave only the first {most} rows: ask for fewer with LIMIT, or lift the server's "
                        "limit (ResultSetMaxRows)"
                    )
                return data
        except HTTPError as error:
            with error:
                told = " ".join(error.read(2000).decode("utf8", "replace").split())[:160]
            if error.code in (401, 403):
                raise RefusedError(
                    f"{self.name}: the server refuses ({error.code}): set NEWSKG_USER and NEWSKG_PASSWORD, or name it "
                    "in your netrc file"
                ) from None
            # a gateway that has waited for too long does not know what the server does
            known = {404: _MissingError, 415: _MediaError, 502: GraphError, 504: GraphError}
            kind = known.get(error.code, RefusedError)
            raise kind(f"{self.name}: the server answered {error.code}: {told or error.reason}") from None
        except URLError as error:
            why = error.reason.strerror if isinstance(error.reason, OSError) else None
            raise GraphError(f"{self.name}: cannot be reached: {why or error.reason}") from error
        except (OSError, HTTPException) as error:
            raise GraphError(f"{self.name}: the connection broke: {type(error).__name__}: {error}") from error
        except ValueError as error:
            raise GraphError(f"{self.name}: is no web address: {error}") from None


class RefusedError(GraphError):
    """The server has answered that it does not do what it was asked to."""


class _MissingError(RefusedError):
    """The server has no such thing."""


class _MediaError(RefusedError):
    """The server does not take a request in this form."""


def _opener(name: str, url: str) -> OpenerDirector:
    host = urlsplit(url).hostname or ""
    user, password = os.environ.get("NEWSKG_USER"), os.environ.get("NEWSKG_PASSWORD")
    if user is None or password is None:
        try:
            found = netrc.netrc(os.environ.get("NETRC")).authenticators(host)
        except FileNotFoundError:
            found = None
        except (OSError, netrc.NetrcParseError):
            raise GraphError(f"{name}: the netrc file cannot be read or understood") from None
        if found is None:
            return build_opener()
        user, _, password = found
    known = HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, url, user or "", password or "")
    parts = urlsplit(url)
    known.add_password(None, f"{parts.scheme}://{parts.netloc}/", user or "", password or "")
    return build_opener(HTTPBasicAuthHandler(known), HTTPDigestAuthHandler(known))
