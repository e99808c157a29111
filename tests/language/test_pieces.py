"""Word pieces are those of the reference implementation, the package tokenizers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.language.component import MODEL
from kg.language.pieces import MOST_PIECES_OF_WORD, Pieces, split

PIECES = Pieces(MODEL / "vocab.txt")
OLD = [
    c for c in map(chr, range(0x2FFF)) if unicodedata.ucd_3_2_0.category(c) == unicodedata.category(c) != "Cn"
]  # fmt: skip
"""Characters that are the same in every version of Unicode since 3.2: the two packages go by different versions."""


@pytest.fixture(scope="module")
def reference() -> Callable[[str], tuple[int, ...]]:
    pytest.importorskip("tokenizers", reason="tokenizers is not installed (the test extra brings it)")
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer

    lines = (MODEL / "vocab.txt").read_text(encoding="utf-8").splitlines()
    numbers = {piece: number for number, piece in enumerate(lines)}
    tokenizer = Tokenizer(WordPiece(numbers, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer, tokenizer.pre_tokenizer = BertNormalizer(lowercase=True), BertPreTokenizer()

    def cut(word: str) -> tuple[int, ...]:
        return tuple(tokenizer.encode(word, add_special_tokens=False).ids[:MOST_PIECES_OF_WORD]) or (PIECES.unknown,)

    return cut


@settings(max_examples=300, deadline=None)
@given(word=st.text(st.sampled_from(OLD) | st.sampled_from("aeiou'-.é\u0301İΣς北한ß"), max_size=12))
def test_any_word(reference: Callable[[str], tuple[int, ...]], word: str) -> None:
    assert PIECES.of([word]) == [reference(word)]


def test_words_of_an_article(reference: Callable[[str], tuple[int, ...]], checkout: object) -> None:
    paths = [checkout / "README.md", *sorted((checkout / "examples" / "articles").glob("*.txt"))]  # type: ignore[operator]
    words = sorted({word for path in paths for word in path.read_text(encoding="utf-8").split()})
    assert len(words) > 1000
    assert PIECES.of(words) == [reference(word) for word in words]


@pytest.mark.parametrize("size", [99, 100, 101, 500])
def test_long_words(reference: Callable[[str], tuple[int, ...]], size: int) -> None:
    assert PIECES.of(["x" * size]) == [reference("x" * size)]


def test_nothing_is_left_of_some_words() -> None:
    assert split("\u200b\x00") == [] and PIECES.of(["\u200b", ""]) == [(PIECES.unknown,)] * 2
