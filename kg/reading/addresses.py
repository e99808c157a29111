"""Web addresses and the network addresses of their hosts, checked without a request."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def is_address(source: str) -> bool:
    """Whether a source is a web address.

    >>> is_address("https://example.org/"), is_address("C:/news.txt")
    (True, False)
    """
    return re.match(r"https?://", source, re.IGNORECASE) is not None


def shown(url: str) -> str:
    """An address without the name and password that it may hold.

    >>> shown("https://me:secret@example.org/a?b")
    'https://example.org/a?b'
    """
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}"


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
