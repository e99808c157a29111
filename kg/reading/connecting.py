"""One request over HTTP, to an address that was looked at first, within limits of time and size.

The standard library is enough: the socket is opened here, to the very address that was checked, so that a name which
is looked up twice cannot lead elsewhere the second time (DNS rebinding).
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from kg.errors import ReadError, SkipError
from kg.reading.metadata import shown

CHUNK: Final = 1 << 16
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_NO_TEXT: Final = ("image/", "audio/", "video/", "font/")


class TemporaryError(ReadError):
    """A server could not be asked, or could not answer; it may later."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may cost.

    Args:
        seconds: from looking the name up to the last byte.
        size: bytes of an answer, unpacked.
        private: whether addresses inside a house's own network may be asked.
    """

    seconds: float = 30.0
    size: int = 16 << 20
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Args:
        headers: names in lower case.
        body: unpacked; empty unless the status is 200.
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes


def ask(url: str, headers: Mapping[str, str], limits: Limits) -> Answer:
    """Send one GET request; redirects are not followed.

    Raises:
        TemporaryError: the server cannot be reached, breaks off or takes too long.
        SkipError: the answer is a picture, sound or film.
        ReadError: the address is none, or private, or the answer is too large or packed in an unknown way.
    """
    name, end = shown(url), time.monotonic() + limits.seconds
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as error:
        raise ReadError(f"{name}: is no valid web address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ReadError(f"{name}: is no address of the web (http or https)")
    port = port or {"http": 80, "https": 443}[parts.scheme]
    sent = {"Host": parts.netloc.rpartition("@")[2], "Accept-Encoding": "gzip", **headers}
    if parts.username is not None:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        sent["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    target = quote(parts.path or "/", safe="/%:=&?~+!$,;'@()*-._") + (f"?{parts.query}" if parts.query else "")
    sent["Host"] = sent["Host"].encode("idna").decode() if not sent["Host"].isascii() else sent["Host"]
    with _watched(name, limits) as watch:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = watch.sock = _connect(name, host, port, end, limits)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = watch.sock = context.wrap_socket(watch.sock, server_hostname=host)
        connection.request("GET", quote(target, safe="%/:=&?~+!$,;'@()*-._[]|"), headers=sent)
        response = connection.getresponse()
        found = {key.lower(): value for key, value in response.getheaders()}
        body = b"".join(_body(response, found, name, limits)) if response.status == 200 else b""
        return Answer(response.status, response.reason, found, body)


@dataclass(slots=True)
class _Watch:
    """A connection that is cut when its time is over, however slowly the server goes on sending.

    Args:
        sock: None until it is open.
    """

    sock: socket.socket | None = None
    over: bool = False

    def cut(self) -> None:
        self.over = True
        if self.sock is not None:
            with suppress(OSError, ValueError):  # it has just been closed
                self.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _watched(name: str, limits: Limits) -> Iterator[_Watch]:
    watch = _Watch()
    timer = threading.Timer(limits.seconds, watch.cut)
    timer.daemon = True
    timer.start()
    try:
        yield watch
        if watch.over:
            raise TimeoutError
    except ReadError:
        raise
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        if watch.over or isinstance(error, TimeoutError):
            raise TemporaryError(f"{name}: has not answered in {limits.seconds:.3g} s") from error
        reason = getattr(error, "reason", "") or getattr(error, "strerror", "") or str(error) or type(error).__name__
        raise TemporaryError(f"{name}: cannot be read: {' '.join(str(reason).split())[:120]}") from error
    finally:
        timer.cancel()
        if watch.sock is not None:
            watch.sock.close()


def _connect(name: str, host: str, port: int, end: float, limits: Limits) -> socket.socket:
    """A connection to the first address of a host that may be asked and answers."""
    try:
        known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TemporaryError(f"{name}: there is no such host, or no network") from error
    allowed = [entry for entry in known if limits.private or is_public(str(entry[4][0]))]
    if not allowed:
        raise ReadError(f"{name}: lies inside a private network; it is asked only with --allow-private")
    problem: OSError = TimeoutError()
    for family, kind, protocol, _, address in allowed:
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(max(0.001, end - time.monotonic()))
        try:
            sock.connect(address)
        except OSError as error:
            sock.close()
            problem = error
        else:
            return sock
    raise problem


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet; of one that wraps another, whether both are.

    >>> [is_public(address) for address in ("93.184.215.14", "10.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
        if ip.ipv4_mapped:
            return True
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _body(response: http.client.HTTPResponse, headers: Mapping[str, str], name: str, limits: Limits) -> Iterator[bytes]:
    """The parts of an answer, unpacked."""
    if headers.get("content-type", "").lower().startswith(_NO_TEXT):
        raise SkipError(f"{name}: is {headers['content-type'].partition(';')[0]}, no article", "no text")
    packed = headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise ReadError(f"{name}: is packed in a way that nobody asked for ({packed[:20]})")
    unpacker = zlib.decompressobj(47) if packed not in ("identity", "") else None
    left = limits.size
    if headers.get("content-length", "").isdecimal() and int(headers["content-length"]) > left:
        raise _too_large(name, limits)
    while data := response.read1(CHUNK):
        while data:
            try:
                part = unpacker.decompress(data, CHUNK) if unpacker else data
            except zlib.error as error:
                raise ReadError(f"{name}: is damaged: {error}") from error
            data = unpacker.unconsumed_tail if unpacker else b""
            left -= len(part)
            if left < 0:
                raise _too_large(name, limits)
            yield part
    if response.length or (unpacker and not unpacker.eof and left < limits.size):
        raise TemporaryError(f"{name}: was cut off before its end")


def _too_large(name: str, limits: Limits) -> ReadError:
    return ReadError(f"{name}: has more than {limits.size / 2**20:.3g} MB; it is not read")
