"""Web addresses and the network addresses of their hosts, checked without a request."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urljoin

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def shown(url: str) -> str:
    """An address without the name and password that it may hold.

    >>> shown("https://me:secret@example.org/a?b"), shown("https://example.org?mail=a@b.org")
    ('https://example.org/a?b', 'https://example.org?mail=a@b.org')
    """
    return re.sub(r"^(\w+://)[^/?#]*@", r"\1", url)


def joined(base: str, link: str) -> str:
    """The address that a link on a page means; the link itself where it is none, which is told when it is fetched."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


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
