"""Word pieces: how the encoder sees words.

The uncased scheme of BERT (Devlin et al. 2019; Wu et al. 2016 for word pieces): control characters go, accents and
case go, punctuation and ideographs stand by themselves, and each word is cut into the longest pieces of the vocabulary
from left to right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

MOST_PIECES_OF_WORD = 8
"""A word keeps at most this many pieces; what a longer one is shows in its beginning."""

_MOST_CHARACTERS = 200
_MOST_REMEMBERED = 1 << 16
_LONGEST_WORD: Final = 100
"""Characters; a longer run of letters is unknown as a whole."""
_IDEOGRAPHS: Final = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class Pieces:
    """Word pieces of an uncased BERT vocabulary, each word looked up once.

    Args:
        vocabulary: A file with one piece a line, in the order of their numbers.
    """

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers = {piece: number for number, piece in enumerate(lines)}
        self.unknown = self._numbers["[UNK]"]
        self.first, self.last = self._numbers["[CLS]"], self._numbers["[SEP]"]
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, words: Iterable[str]) -> list[tuple[int, ...]]:
        """Look words up: for each the numbers of its pieces, one at least."""
        words = list(words)
        known = self._known
        missing = list({word for word in words if word not in known})
        if missing:
            if len(known) + len(missing) > _MOST_REMEMBERED:
                known.clear()
                missing = list(set(words))
            for word in missing:
                ids = [number for part in split(word[:_MOST_CHARACTERS]) for number in self._cut(part)]
                known[word] = tuple(ids[:MOST_PIECES_OF_WORD]) or (self.unknown,)
        return [known[word] for word in words]

    def _cut(self, part: str) -> list[int]:
        """Cut a run of letters into the longest pieces from left to right; unknown where one has no piece."""
        if len(part) > _LONGEST_WORD:
            return [self.unknown]
        numbers = self._numbers
        if (whole := numbers.get(part)) is not None:
            return [whole]
        found, start = [], 0
        while start < len(part):
            mark = "##" if start else ""
            for end in range(len(part), start, -1):
                if (number := numbers.get(mark + part[start:end])) is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return found


def split(word: str) -> list[str]:
    """Take case, accents and control characters off a word, and cut it at spaces, punctuation and ideographs.

    >>> split("Mevlüt"), split("U.S."), split("北京")
    (['mevlut'], ['u', '.', 's', '.'], ['北', '京'])
    """
    if word.isascii() and word.isalnum():  # as nearly all are
        return [word.lower()]
    kept = "".join(map(_cleaned, word))
    bare = (c for c in unicodedata.normalize("NFD", kept) if unicodedata.category(c) != "Mn")
    # each in lower case by itself: a sigma at a word's end is like any other
    return "".join(_spaced(lower) for c in bare for lower in c.lower()).split()


@lru_cache(maxsize=1 << 12)
def _cleaned(c: str) -> str:
    """A character as it is kept: control and format characters are not, ideographs stand apart."""
    if c in "\t\n\r":
        return " "
    if c == "\ufffd" or unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs"):
        return ""
    if c.isspace():
        return " "
    return f" {c} " if any(first <= ord(c) <= last for first, last in _IDEOGRAPHS) else c


@lru_cache(maxsize=1 << 12)
def _spaced(c: str) -> str:
    """A character, with spaces around punctuation."""
    ascii_sign = c.isascii() and c.isprintable() and not c.isalnum() and c != " "
    return f" {c} " if ascii_sign or unicodedata.category(c).startswith("P") else c
