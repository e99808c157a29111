"""Pages over HTTP, as a polite guest: what robots.txt allows, one request a second a host, nothing twice unasked."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urldefrag, urljoin, urlsplit

from kg.durable import replaced
from kg.errors import ReadError, SkipError
from kg.reading.connecting import Answer, Limits, TemporaryError, ask
from kg.reading.metadata import shown

if TYPE_CHECKING:
    from protego import Protego

USER_AGENT: Final = "newskg (+https://w3id.org/newskg; reads what its user names)"
ROBOT: Final = "newskg"
MOST_REDIRECTS: Final = 5
MOST_TRIES: Final = 3
LONGEST_WAIT: Final = 30.0
"""Seconds that a server may ask to wait, by Retry-After or Crawl-delay; one that wants more is left alone."""
LARGEST_ROBOTS: Final = 500 << 10
"""Bytes of robots.txt that must be read (RFC 9309)."""
ACCEPT: Final = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"
)
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched.

    Args:
        url: where it was found in the end, without credentials.
        media_type: as the server tells it.
    """

    url: str
    data: bytes
    media_type: str


class Fetcher:
    """Fetches pages, and remembers what robots.txt says and when each host was last asked.

    Args:
        cache: folder of what was fetched before, so that a server need only say that nothing has changed.
        limits: of each request.
        pause: seconds between two requests to one host, and the first wait before another try.
        sleep: waits some seconds.

    Raises:
        ReadError: the cache is no folder that can be written.
    """

    def __init__(
        self,
        *,
        cache: Path | None = None,
        limits: Limits | None = None,
        pause: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits or Limits()
        self.pause = pause
        self.sleep = sleep
        self.cache = cache
        self.robots: dict[str, Protego | None] = {}
        self.silent: dict[str, str] = {}  # hosts that cannot be asked, and why
        self.free_at: dict[str, float] = {}
        if cache is not None:
            try:
                cache.mkdir(parents=True, exist_ok=True)
                tempfile.TemporaryFile(dir=cache).close()
            except OSError as error:
                raise ReadError(f"--cache {cache}: nothing can be kept there: {error.strerror}") from error

    def get(self, url: str) -> Page:
        """Fetch one address, along its redirects.

        Raises:
            SkipError: robots.txt does not allow it, or it is a picture, sound or film.
            ReadError: it cannot be had; the message names the address, without credentials.
        """
        first, seen = shown(url), set[str]()
        while True:
            url = _plain(url)
            if url in seen:
                raise ReadError(f"{first}: redirects in a circle")
            if len(seen) > MOST_REDIRECTS:
                raise ReadError(f"{first}: redirects more than {MOST_REDIRECTS} times")
            seen.add(url)
            try:
                self._check_robots(url)
                answer = self._ask(url)
            except ReadError as error:
                if shown(url) == first or len(seen) == 1:
                    raise
                raise _named(error, f"{first}: leads on: {error}") from error
            if answer.status not in _REDIRECTS:
                break
            url = _next(url, answer, first)
        if answer.status != HTTPStatus.OK:
            raise ReadError(f"{shown(url)}: the server answered {answer.status} {_words(answer)}".rstrip())
        return Page(shown(url), answer.body, answer.headers.get("content-type", ""))

    def _check_robots(self, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin in self.silent:
            raise ReadError(f"{shown(url)}: {self.silent[origin]}")
        if origin not in self.robots:
            try:
                self.robots[origin] = self._robots(origin)
            except ReadError as error:
                self.silent[origin] = str(error).partition(": ")[2]
                raise _named(error, f"{shown(url)}: {self.silent[origin]}") from error
        rules = self.robots[origin]
        if rules is None:
            raise SkipError(f"{shown(url)}: its robots.txt cannot be had, so that nothing is asked there", "robots.txt")
        if not rules.can_fetch(url, ROBOT):
            raise SkipError(f"{shown(url)}: robots.txt does not allow it", "robots.txt")

    def _robots(self, origin: str) -> Protego | None:
        """The rules of a host: none where it has no robots.txt, None where it should have some but fails (RFC 9309)."""
        from protego import Protego

        url = f"{origin}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(url)
            if answer.status not in _REDIRECTS:
                break
            url = _next(url, answer, shown(url))
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            return None
        told = answer.body[:LARGEST_ROBOTS] if answer.status == HTTPStatus.OK else b""
        return Protego.parse(told.decode("utf8", "replace"))

    def _ask(self, url: str) -> Answer:
        """One address, with what the cache knows of it, tried again where that may help."""
        kept = self._kept(url)
        headers = {"User-Agent": USER_AGENT, "Accept": ACCEPT, **(kept[0]["validators"] if kept else {})}
        for number in range(1, MOST_TRIES + 1):
            self._wait_for(url)
            wait = self.pause * 2 ** (number - 1)
            try:
                answer = ask(url, headers, self.limits)
            except TemporaryError:
                if number == MOST_TRIES:
                    raise
            else:
                if answer.status == HTTPStatus.NOT_MODIFIED and kept:
                    return Answer(HTTPStatus.OK, "", {"content-type": kept[0]["media_type"]}, kept[1])
                if answer.status not in _LATER or number == MOST_TRIES:
                    self._keep(url, answer)
                    return answer
                wait = max(wait, _retry_after(answer))
                if wait > LONGEST_WAIT:
                    return answer
            self.sleep(wait)
        raise AssertionError("unreachable")

    def _wait_for(self, url: str) -> None:
        """Wait for the turn of a host."""
        parts = urlsplit(url)
        rules = self.robots.get(f"{parts.scheme}://{parts.netloc}")
        asked = float((rules and rules.crawl_delay(ROBOT)) or 0)
        host, now = parts.hostname or "", time.monotonic()
        ready = max(now, self.free_at.get(host, now))
        if ready > now:
            self.sleep(ready - now)
        self.free_at[host] = ready + max(self.pause, min(asked, LONGEST_WAIT))

    def _place(self, url: str) -> Path | None:
        name = hashlib.sha256(url.encode("utf8", "replace")).hexdigest()
        return None if self.cache is None else self.cache / f"{name}.page"

    def _kept(self, url: str) -> tuple[dict[str, Any], bytes] | None:
        """What the cache knows of an address: a line of JSON, and the bytes; nothing where that is damaged."""
        place = self._place(url)
        if place is None or not place.exists():
            return None
        try:
            head, _, body = place.read_bytes().partition(b"\n")
            about = json.loads(head)
            whole = about["sha256"] == hashlib.sha256(body).hexdigest() and isinstance(about["validators"], dict)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return (about, body) if whole else None

    def _keep(self, url: str, answer: Answer) -> None:
        place = self._place(url)
        names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        validators = {name: answer.headers[key] for key, name in names.items() if key in answer.headers}
        if place is None or answer.status != HTTPStatus.OK or not validators:
            return
        about = {
            "url": shown(url),
            "media_type": answer.headers.get("content-type", ""),
            "validators": validators,
            "sha256": hashlib.sha256(answer.body).hexdigest(),
        }
        try:
            with replaced(place) as stream:
                stream.write(json.dumps(about).encode() + b"\n" + answer.body)
        except OSError as error:
            raise ReadError(f"--cache {self.cache}: nothing can be kept there: {error.strerror}") from error


def _plain(url: str) -> str:
    """An address without its fragment."""
    try:
        urlsplit(url).port  # noqa: B018 - raises for one that is invalid
        return urldefrag(url).url
    except ValueError as error:
        raise ReadError(f"{shown(url)}: is no valid web address") from error


def _next(url: str, answer: Answer, first: str) -> str:
    """Where an answer redirects to; credentials stay with the host that they were given for."""
    location = answer.headers.get("location", "")
    try:
        found = urljoin(url, location)
        scheme = urlsplit(found).scheme
    except ValueError:
        location = scheme = ""
    if not location:
        raise ReadError(f"{first}: redirects nowhere")
    if scheme not in ("http", "https"):
        raise ReadError(f"{first}: redirects to what is no address of the web (http or https)")
    return found


def _named(error: ReadError, message: str) -> ReadError:
    """The same kind of error with another message."""
    return SkipError(message, error.reason) if isinstance(error, SkipError) else type(error)(message)


def _words(answer: Answer) -> str:
    try:
        return HTTPStatus(answer.status).phrase
    except ValueError:
        return " ".join(answer.reason.split())[:60]


def _retry_after(answer: Answer) -> float:
    """Seconds that a server asks to wait."""
    told = answer.headers.get("retry-after", "")
    if told.strip().isdecimal():
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0
