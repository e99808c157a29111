"""Word pieces: how the encoder sees words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

MOST_PIECES_OF_WORD = 8
"""A word keeps at most this many pieces; what a longer one is shows in its beginning."""

_MOST_CHARACTERS = 200
_MOST_REMEMBERED = 1 << 18


class Pieces:
    """Word pieces of an uncased BERT vocabulary, each word looked up once.

    Args:
        vocabulary: A file with one piece a line, in the order of their numbers.
    """

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        numbers = {piece: number for number, piece in enumerate(lines)}
        self.unknown = numbers["[UNK]"]
        self.first, self.last = numbers["[CLS]"], numbers["[SEP]"]
        self._tokenizer = Tokenizer(WordPiece(numbers, unk_token="[UNK]", max_input_chars_per_word=100))
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, words: Iterable[str]) -> list[tuple[int, ...]]:
        """Look words up.

        Args:
            words: The words.

        Returns:
            For each word the numbers of its pieces, one at least.
        """
        words = list(words)
        known = self._known
        missing = list({word for word in words if word not in known})
        if missing:
            if len(known) + len(missing) > _MOST_REMEMBERED:
                known.clear()
                missing = list(set(words))
            for word in missing:
                ids = self._tokenizer.encode(word[:_MOST_CHARACTERS], add_special_tokens=False).ids
                known[word] = tuple(ids[:MOST_PIECES_OF_WORD]) or (self.unknown,)
        return [known[word] for word in words]
