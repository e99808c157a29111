"""From documents to batches: chunks of consecutive sentences, small disturbances, and tensors."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from kg.language.pieces import Pieces
from kg.language.tokens import GAP_LINE, GAP_NONE, GAP_SPACE, types

IGNORED = -100
"""Class of words that a corpus says nothing about."""
PADDING = 0
"""Piece that fills a batch up; it is masked."""
HIDDEN_SHARE = 0.05
"""Share of the words that training hides, so that the network learns to do with what stands around them."""
RUN_TOGETHER = 0.03
"""How many chunks of short lines run together there are, for each other chunk."""

Record = dict[str, list]  # type: ignore[type-arg]


@dataclass(slots=True, kw_only=True)
class Chunk:
    """Consecutive sentences of one document as parallel lists over their words; heads are numbers of the chunk's
    words from 1."""

    words: list[str]
    gaps: list[int]
    starts: list[int]
    tags: list[int]
    morphs: list[int]
    lemmas: list[int]
    heads: list[int]
    relations: list[int]
    names: list[int]
    pieces: int


def read_documents(path: Path) -> list[dict]:  # type: ignore[type-arg]
    """Read a prepared part."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Chunker:
    """Cuts documents into chunks, differently each time."""

    def __init__(self, labels: dict[str, list[str]], pieces: Pieces, *, most_pieces: int = 200) -> None:
        self._numbers = {key: {value: number for number, value in enumerate(values)} for key, values in labels.items()}
        self._pieces = pieces
        self._most = most_pieces

    def cut(self, documents: list[dict], rng: random.Random, *, disturb: bool) -> list[Chunk]:  # type: ignore[type-arg]
        """Cut documents into chunks.

        Args:
            documents: As read by :func:`read_documents`.
            rng: Source of chance.
            disturb: Whether to vary line breaks, quotes, capitals and final stops, as training does.

        Returns:
            The chunks, in the documents' order; with `disturb`, some more at the end that are made of short lines.
        """
        out = []
        for document in documents:
            sentences = document["sentences"]
            at = 0
            while at < len(sentences):
                limit = rng.choices((1, 2, 4, 8, 16), (25, 15, 20, 20, 20))[0] if disturb else 16
                taken: list[Record] = []
                size = 2
                while at < len(sentences) and len(taken) < limit:
                    sentence = sentences[at]
                    more = sum(map(len, self._pieces.of(sentence["words"])))
                    if taken and size + more > self._most:
                        break
                    at += 1
                    if more > 480:
                        break
                    taken.append(sentence)
                    size += more
                if taken:
                    if disturb:
                        taken = _disturb(taken, rng)
                    out.append(self._chunk(taken))
        if disturb:
            short = [one for document in documents for one in document["sentences"] if 1 < len(one["words"]) <= 9]
            out += [self._chunk(_run_together(short, rng)) for _ in range(int(RUN_TOGETHER * len(out)))]
        return out

    def _chunk(self, sentences: list[Record]) -> Chunk:
        chunk = Chunk(
            words=[], gaps=[], starts=[], tags=[], morphs=[], lemmas=[], heads=[], relations=[], names=[], pieces=2
        )
        for sentence in sentences:
            base, count = len(chunk.words), len(sentence["words"])
            chunk.words += sentence["words"]
            chunk.gaps += sentence["gaps"]
            said = sentence["tags"] or sentence["names"]
            chunk.starts += [1] + [0] * (count - 1) if said else [IGNORED] * count
            for key, target in (
                ("tags", chunk.tags),
                ("morphs", chunk.morphs),
                ("lemmas", chunk.lemmas),
                ("relations", chunk.relations),
            ):
                numbers = self._numbers[key]
                target += [numbers.get(value, IGNORED) for value in sentence[key]] or [IGNORED] * count
            chunk.heads += [head + base if head else 0 for head in sentence["heads"]] or [IGNORED] * count
            chunk.names += sentence["names"] or [0] * count
        chunk.pieces += sum(map(len, self._pieces.of(chunk.words)))
        return chunk

    def tensors(self, chunks: list[Chunk], hide: random.Random | None = None) -> dict[str, Tensor]:
        """Lay a batch out as padded tensors.

        Args:
            chunks: The batch.
            hide: Source of chance for hiding words; None to hide none.

        Returns:
            ``pieces``, ``whole`` (the same with nothing hidden), ``types``, ``mask`` [batch, length], ``pool`` [batch,
            words, length], ``present`` [batch, words] and the answers [batch, words], `IGNORED` where there is none;
            ``names`` holds bit masks, 0 where there is none.
        """
        batch, words = len(chunks), max(len(chunk.words) for chunk in chunks)
        length = max(chunk.pieces for chunk in chunks)
        out = {
            "pieces": torch.full((batch, length), PADDING),
            "whole": torch.full((batch, length), PADDING),
            "types": torch.zeros((batch, length), dtype=torch.long),
            "mask": torch.zeros((batch, length), dtype=torch.long),
            "pool": torch.zeros((batch, words, length)),
            "present": torch.zeros((batch, words), dtype=torch.bool),
            "names": torch.zeros((batch, words), dtype=torch.long),
        }
        answers = ("starts", "tags", "morphs", "lemmas", "heads", "relations")
        out |= {key: torch.full((batch, words), IGNORED) for key in answers}
        for row, chunk in enumerate(chunks):
            pieces, whole, kinds = [self._pieces.first], [self._pieces.first], [0]
            words_pieces = self._pieces.of(chunk.words)
            hidden: list[int] = []
            for index, (ids, kind) in enumerate(zip(words_pieces, types(chunk.words, chunk.gaps), strict=True)):
                whole += ids
                if hide is not None and hide.random() < HIDDEN_SHARE:
                    ids = (self._pieces.unknown,) * len(ids)
                    hidden.append(index)
                out["pool"][row, index, len(pieces) : len(pieces) + len(ids)] = 1 / len(ids)
                pieces += ids
                kinds += [kind] * len(ids)
            pieces.append(self._pieces.last)
            whole.append(self._pieces.last)
            kinds.append(0)
            count = len(chunk.words)
            out["pieces"][row, : len(pieces)] = torch.tensor(pieces)
            out["whole"][row, : len(whole)] = torch.tensor(whole)
            out["types"][row, : len(kinds)] = torch.tensor(kinds)
            out["mask"][row, : len(pieces)] = 1
            out["present"][row, :count] = True
            out["names"][row, :count] = torch.tensor(chunk.names)
            for key in answers:
                out[key][row, :count] = torch.tensor(getattr(chunk, key))
            out["lemmas"][row, hidden] = IGNORED  # an edit of a word that isn't seen can't be learnt
        return out


class Stream(IterableDataset[dict[str, Tensor]]):
    """Batches without end. Each of a loader's workers cuts its share of the documents, anew for each epoch."""

    def __init__(
        self, paths: Sequence[Path], chunker: Chunker, *, seed: int, first_epoch: int, most_pieces: int
    ) -> None:
        self._paths, self._chunker, self._most = paths, chunker, most_pieces
        self._seed, self._first = seed, first_epoch

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        """Make a worker's batches, as `Chunker.tensors` lays them out, and with them their ``epoch``."""
        worker = get_worker_info()
        number, count = (worker.id, worker.num_workers) if worker else (0, 1)
        documents = [document for path in self._paths for document in read_documents(path)][number::count]
        for epoch in itertools.count(self._first):
            rng = random.Random((self._seed * 1000 + epoch) * 100 + number)
            for group in batches(self._chunker.cut(documents, rng, disturb=True), rng, most_pieces=self._most):
                yield self._chunker.tensors(group, hide=rng) | {"epoch": torch.tensor(epoch)}


def batches(chunks: list[Chunk], rng: random.Random, *, most_pieces: int) -> Iterator[list[Chunk]]:
    """Group chunks of like length.

    Args:
        chunks: The chunks.
        rng: Source of chance.
        most_pieces: Most pieces in a batch, padding counted.

    Yields:
        The batches in random order.
    """
    chunks = chunks[:]
    rng.shuffle(chunks)
    made: list[list[Chunk]] = []
    for at in range(0, len(chunks), 1500):
        current: list[Chunk] = []
        for chunk in sorted(chunks[at : at + 1500], key=lambda chunk: chunk.pieces):
            if current and chunk.pieces * (len(current) + 1) > most_pieces:
                made.append(current)
                current = []
            current.append(chunk)
        if current:
            made.append(current)
    rng.shuffle(made)
    yield from made


def _disturb(sentences: list[Record], rng: random.Random) -> list[Record]:
    """Vary what real text varies: line breaks, curly quotes, missing final stops, headlines."""
    sentences = [dict(sentence) for sentence in sentences]
    for sentence in sentences:
        chance = rng.random()
        if chance < 0.06:
            _drop_final_stop(sentence)
        elif chance < 0.09 and len(sentence["words"]) <= 16:
            _drop_final_stop(sentence)
            sentence["words"] = [_title(word) for word in sentence["words"]]
        elif chance < 0.105:
            sentence["words"] = [word.upper() for word in sentence["words"]]
            sentence["lemmas"] = []
        elif chance < 0.12:
            sentence["words"] = [word.lower() for word in sentence["words"]]
            sentence["lemmas"] = []
    if rng.random() < 0.25:
        for sentence in sentences:
            _curl_quotes(sentence)
    _break_lines(sentences, rng)
    return sentences


def _run_together(short: list[Record], rng: random.Random) -> list[Record]:
    """Make what captions, menus, bylines and footers become in raw text: short lines without stops, one after the
    other."""
    lines = [dict(sentence) for sentence in rng.sample(short, rng.randint(3, 9))]
    gap = GAP_SPACE if rng.random() < 0.7 else GAP_LINE
    titled = rng.random() < 0.3
    for number, line in enumerate(lines):
        _drop_final_stop(line)
        if titled:
            line["words"] = [_title(word) for word in line["words"]]
        line["gaps"] = [gap if number else GAP_LINE, *line["gaps"][1:]]
    return lines


def _drop_final_stop(sentence: Record) -> None:
    count = len(sentence["words"])
    if count < 3 or sentence["words"][-1] not in {".", "!", "?", ":"} or count in sentence["heads"]:
        return
    for key, values in sentence.items():
        sentence[key] = values[:-1]


def _title(word: str) -> str:
    small = {
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "to",
        "for",
        "and",
        "or",
        "at",
        "by",
        "as",
        "with",
        "from",
        "n't",
        "'s",
    }
    return word if word in small or not word[:1].islower() else word[0].upper() + word[1:]


def _curl_quotes(sentence: Record) -> None:
    out, opening = [], True
    for word in sentence["words"]:
        if word == '"':
            out.append("“" if opening else "”")
            opening = not opening
        else:
            out.append(word.replace("'", "’"))
    sentence["words"] = out


def _break_lines(sentences: list[Record], rng: random.Random) -> None:
    """Choose how the text is set: paragraphs as they are, none, a line for each sentence, or lines of a fixed width."""
    chance = rng.random()
    if chance < 0.5:
        return
    width, since = rng.randint(8, 14), 0
    for number, sentence in enumerate(sentences):
        gaps = list(sentence["gaps"])
        for index, gap in enumerate(gaps):
            if gap == GAP_NONE:
                continue
            gaps[index] = GAP_SPACE
            since += 1
            if chance >= 0.9 and since >= width:
                gaps[index], since = GAP_LINE, 0
        if 0.75 <= chance < 0.9 and number:
            gaps[0] = GAP_LINE
        sentence["gaps"] = gaps
