"""Near-duplicates: texts whose bodies nearly agree, such as one agency's copy in several papers.

MinHash with one byte a slot (Broder 1997; Li and König 2010, "b-bit minwise hashing"): a text becomes 128 bytes, which
the graph keeps, and two texts agree in about as many of these bytes as their sets of words in a row overlap. Candidates
share four bytes in a row (Indyk and Motwani 1998), so that not every pair is compared.

The hashes are our own, not a library's: they are stored in graphs, and must not change when a library does.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from kg.decisions import Classes

SLOTS: Final = 128
ROWS: Final = 4
"""Bytes in a row that make two texts candidates: with 32 such rows, half of the pairs that overlap by .4 are found, and
.98 of those that overlap by .6."""
ALIKE: Final = 0.5
"""Overlap from which two texts are one: see `benchmarks/duplicates.py`, where it lies in the middle of a wide gap."""
SHORTEST: Final = 40
"""Words of a text below which one other word makes another text: such texts must agree in every word."""
WINDOW: Final = 64
"""Among texts that share a row each is compared with so many that follow in the order of their signatures."""
CHUNK: Final = 4096

_WORD: Final = re.compile(r"\w+")
_Words = npt.NDArray[np.uint64]
_Signatures = npt.NDArray[np.uint8]


def _mixed(numbers: _Words) -> _Words:
    """Numbers scattered over 64 bits (the finaliser of SplitMix64, Steele and others 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


_FACTORS: Final = (_mixed(np.arange(1, SLOTS + 1, dtype=np.uint64)) | np.uint64(1))[:, None]


def signature(body: str) -> str:
    """What the graph keeps of a body to find others like it: its number of words, and 128 bytes in Base64.

    Case, punctuation and layout make no difference. Besides three words in a row, names and numbers count by
    themselves: two reports made after one pattern differ in these.

    >>> signature("The cabinet met.") == signature("The cabinet  met")
    True
    """
    words = _WORD.findall(body) or [body.strip()]
    hashes = np.array([zlib.crc32(word.casefold().encode("utf8", "surrogatepass")) for word in words], dtype=np.uint64)
    telling = np.array([not word.islower() for word in words])
    few = min(3, len(words))
    rows = np.zeros(len(words) - few + 1, dtype=np.uint64)
    for place in range(few):
        rows = _mixed(rows + hashes[place : len(words) - few + 1 + place] + np.uint64(place + 1))
    items = np.concatenate([rows, *(_mixed(hashes[telling] + np.uint64(salt << 40)) for salt in (1, 2))])
    least = np.full(SLOTS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(items), CHUNK):
        least = np.minimum(least, (items[start : start + CHUNK] * _FACTORS).min(axis=1))
    return f"{len(words)}:{base64.b64encode((_mixed(least) & np.uint64(0xFF)).astype(np.uint8).tobytes()).decode()}"


def duplicates(signatures: Mapping[str, str], order: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, str]:
    """Find the texts that are copies of others.

    Args:
        signatures: of each text, by its name.
        order: sort keys of the names: the first of several copies is their original; by default the names themselves.

    Returns:
        Each copy, and its original; a pure function of what is given, in any order.
    """
    names = sorted(signatures)
    if len(names) < 2:
        return {}
    lengths, known = _decoded(signatures[name] for name in names)
    alike = chain(_equal(lengths, known), _near(np.flatnonzero(lengths >= SHORTEST), known))
    classes = Classes((names[one], names[other]) for one, other in alike)
    copies: dict[str, list[str]] = {}
    for name in names:
        copies.setdefault(classes.of(name), []).append(name)
    found = {}
    for group in copies.values():
        first = min(group, key=lambda name: (*(order or {}).get(name, ()), name))
        found.update({name: first for name in group if name != first})
    return found


def _decoded(signatures: Iterable[str]) -> tuple[npt.NDArray[np.int64], _Signatures]:
    parts = [text.partition(":") for text in signatures]
    data = b"".join(base64.b64decode(encoded) for _, _, encoded in parts)
    return np.array([int(length) for length, _, _ in parts]), np.frombuffer(data, dtype=np.uint8).reshape(-1, SLOTS)


def _equal(lengths: npt.NDArray[np.int64], known: _Signatures) -> Iterable[tuple[int, int]]:
    """Each text with the first that has the same signature and, if it is short, the same number of words."""
    first: dict[tuple[int, bytes], int] = {}
    return [
        (number, first.setdefault((min(int(length), SHORTEST), row.tobytes()), number))
        for number, (length, row) in enumerate(zip(lengths, known, strict=True))
    ]


def _near(places: npt.NDArray[np.int64], known: _Signatures) -> Iterable[tuple[int, int]]:
    """Pairs of texts that overlap enough, among those at some places."""
    if len(places) < 2:
        return []
    distinct, first = np.unique(known[places], axis=0, return_index=True)  # in the order of their bytes
    bands = np.ascontiguousarray(distinct).view(np.uint32)
    pairs = np.empty(0, dtype=np.int64)
    total = len(distinct)
    for band in range(bands.shape[1]):
        column = bands[:, band]
        sort = np.argsort(column, kind="stable")
        near = [pairs]
        for step in range(1, min(WINDOW, total - 1) + 1):
            same = np.flatnonzero(column[sort[:-step]] == column[sort[step:]])
            if not len(same):
                break
            near.append(sort[same] * total + sort[same + step])
        pairs = np.sort(np.concatenate(near))
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
    found: list[tuple[int, int]] = []
    for start in range(0, len(pairs), CHUNK):
        one, other = np.divmod(pairs[start : start + CHUNK], total)
        agree = (distinct[one] == distinct[other]).mean(axis=1)
        alike = (agree - 1 / 256) / (1 - 1 / 256) >= ALIKE  # one byte in 256 agrees by chance
        found += zip(places[first[one[alike]]].tolist(), places[first[other[alike]]].tolist(), strict=True)
    return found
