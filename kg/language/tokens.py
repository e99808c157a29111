"""Words cut as the English Universal Dependencies treebanks cut them, and what the encoder sees of each word.

spaCy's English tokenizer already splits contractions and possessives as the treebanks do. The treebanks go further in
a few places (they split nearly every hyphen, "cannot" and prices glued to their currency) and less far in others (web
addresses, clock times), so the tokenizer here is spaCy's with those rules changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, CONCAT_QUOTES, LIST_ELLIPSES, LIST_ICONS
from spacy.lang.en import English
from spacy.lang.punctuation import TOKENIZER_PREFIXES, TOKENIZER_SUFFIXES
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found, unused-ignore]
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry
from spacy.vocab import Vocab

TOKENIZER = "newskg.Tokenizer.v1"
"""Its name in the configuration of a pipeline."""

GAP_NONE, GAP_SPACE, GAP_LINE = 0, 1, 2
"""What stands before a word: nothing, white space, or white space with a line break in it."""

SHAPES = 6
"""Number of letter-case classes that :func:`shape` tells apart."""

_DASHES = "-–—−‐‑"
BOUND = """
    anti arch bi co counter cross e ex extra hyper infra inter intra mega micro mid mini multi neo non over post
    pre pro pseudo psycho quasi re semi socio sub super tele trans tri ultra un
    """.split()  # noqa: SIM905
"""Prefixes that the treebanks leave joined to their word by a hyphen."""

_NOT_BOUND = "".join(rf"(?<!(?i:\b{prefix}))" for prefix in BOUND)

_RUNS = (r"[!?]{2,}", *(rf"{re.escape(sign)}{{2,}}" for sign in "=*_-$<>~#+"))
"""The same sign several times is one word."""

_INFIXES = (
    *LIST_ELLIPSES,
    *LIST_ICONS,
    r"(?<=[0-9])[+*^](?=[0-9-])",
    rf"(?<=[{ALPHA_LOWER}{CONCAT_QUOTES}])\.(?=[{ALPHA_UPPER}{CONCAT_QUOTES}])",
    rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
    rf"{_NOT_BOUND}(?<=[{ALPHA}0-9])(?:--+|[{_DASHES}~])(?=[{ALPHA}0-9$£€#])",
    rf"(?<=[{ALPHA}.\])])(?:--+|[–—])(?=[{ALPHA}0-9\[(])",
    rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
    rf"(?<=[A-Z]\.)[{_DASHES}](?=[{ALPHA}])",
    r"(?<=[A-Za-z0-9])\)(?=\()",
    r"(?<=\))\((?=[A-Za-z0-9])",
)
_PREFIXES = (*_RUNS, *(r"\#(?![A-Za-z])" if prefix == "#" else prefix for prefix in TOKENIZER_PREFIXES))
_SUFFIXES = (*_RUNS, *TOKENIZER_SUFFIXES, r"(?<=[A-Z])\$")

_ABBREVIATIONS = """
    al. etc. vs. Capt. Cmdr. Col. Lt. Maj. Sgt. Cpl. Adm. Gen. Sen. Rep. Gov. Rev. Hon. Pres. Amb. Supt. Insp.
    Atty. Dept. Ft. Mt. St. Prof. Messrs. Mme. Bros. Corp. Co. Inc. Ltd. Jr. Sr. Ph.D. Calif. Conn. Ariz. Colo.
    Fla. Ill. Ind. Mass. Mich. Minn. Okla. Ore. Penn. Tenn. Tex. Va. Wash. Wis.
    """.split()  # noqa: SIM905
_SPLIT = {
    "wanna": ("wan", "na"),
    "Wanna": ("Wan", "na"),
    "outta": ("out", "ta"),
    "lotta": ("lot", "ta"),
    "US$": ("US", "$"),
    "A$": ("A", "$"),
    "C$": ("C", "$"),
}
_ORDINARY = ("and/or", "):", ") :", ")-:", "(:", "C++")
"""What spaCy holds for one word and the treebanks do not, or the other way about with brackets."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_TELEPHONE = re.compile(r"(?:[0-9]{3}-)?[0-9]{3}-[0-9]{4}")


@lru_cache(maxsize=1 << 14)
def shape(word: str) -> int:
    """Class a word by its letters' case, which an uncased vocabulary hides.

    Returns:
        0 for lower case or no letters, 1 Capitalised, 2 CAPITALS, 3 one capital letter, 4 mIxed, 5 digits without
        letters.
    """
    if not any(char.isalpha() for char in word):
        return 5 if any(char.isdigit() for char in word) else 0
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 3
    return 1 if word[0].isupper() and word[1:].islower() else 4


def types(words: Iterable[str], gaps: Iterable[int]) -> list[int]:
    """Give each word its token type: letter case and the gap before it in one number.

    Args:
        gaps: For each word one of `GAP_NONE`, `GAP_SPACE`, `GAP_LINE`.

    Returns:
        Numbers from 1 to ``3 * SHAPES``; 0 is kept for the encoder's own marks.
    """
    return [1 + gap * SHAPES + shape(word) for word, gap in zip(words, gaps, strict=True)]


class TreebankTokenizer(Tokenizer):  # type: ignore[misc, unused-ignore]
    """spaCy's tokenizer, which takes lone surrogates as well: they become U+FFFD, so that every offset stays."""

    def __call__(self, string: str) -> Doc:
        """Cut a text into words."""
        doc: Doc = super().__call__(string if string.isascii() else _SURROGATE.sub("\ufffd", string))
        return doc

    # its rules lie in the package: a stored pipeline has nothing of it but its name in the configuration

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Store nothing."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> TreebankTokenizer:
        """Take up nothing."""
        return self

    def to_disk(self, path: object, *, exclude: Iterable[str] = ()) -> None:
        """Store nothing."""

    def from_disk(self, path: object, *, exclude: Iterable[str] = ()) -> TreebankTokenizer:
        """Take up nothing."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.vocab,)


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator, unused-ignore]
def tokenizer_factory() -> Callable[[Language], Tokenizer]:
    """What a pipeline's configuration names; spaCy calls this."""
    return make_tokenizer


def make_tokenizer(nlp: Language) -> Tokenizer:
    """Build the tokenizer of an English pipeline, on its vocabulary."""
    return _restore(nlp.vocab)


def _restore(vocab: Vocab) -> Tokenizer:
    orth = vocab.strings["ORTH"]
    given = English.Defaults.tokenizer_exceptions or {}
    rules = {word: parts for word, parts in given.items() if word not in _ORDINARY}
    rules |= {word: [{orth: word}] for word in _ABBREVIATIONS}
    rules |= {word: [{orth: part} for part in parts] for word, parts in _SPLIT.items()}
    return TreebankTokenizer(
        vocab,
        rules=rules,
        prefix_search=compile_prefix_regex(_PREFIXES).search,
        suffix_search=compile_suffix_regex(_SUFFIXES).search,
        infix_finditer=compile_infix_regex(_INFIXES).finditer,
        token_match=_TELEPHONE.fullmatch,
        url_match=English.Defaults.url_match,
    )
