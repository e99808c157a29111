"""The exported network, run by ONNX Runtime."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import parent_process
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.language.pieces import Pieces

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_OUTPUTS = (
    "tags", "morphs", "lemmas", "starts", "names", "arcs", "head_features", "dependent_features", "words", "nouns",
)  # fmt: skip
_FILES = ("model.onnx", "labels.json", "vocab.txt", "relations.onnx")
_INHERITED: list[onnxruntime.InferenceSession] = []
"""Sessions that a fork brought along; to destroy one would wait for ever for threads that stayed in the other
process."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of the words of one window; word numbers count from the window's first word.

    Attributes:
        tags: Number of each word's fine-grained tag, [words].
        morphs: Number of its class of part of speech and features, [words].
        lemmas: Number of its lemma edit, [words].
        starts: Log-odds that it begins a sentence, [words].
        names: Log-probabilities of the name classes, [words, classes].
        arcs: Score of each head, the root in column 0, [words, 1 + words].
        head_features: [1 + words, features].
        dependent_features: [words, features].
        words: What the encoder makes of each word, for the heads that read facts, [words, hidden].
        nouns: Log-probabilities that a word stands outside, at the beginning of, or inside a noun phrase that takes
            part in a fact, [words, 3].
    """

    tags: Ints
    morphs: Ints
    lemmas: Ints
    starts: Floats
    names: Floats
    arcs: Floats
    head_features: Floats
    dependent_features: Floats
    words: Floats
    nouns: Floats


@cache
def multiplies_exactly(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Say whether the processor is known to have instructions for products of int8 (VNNI) that don't saturate.

    Args:
        cpuinfo: Where Linux tells what the processor can do; elsewhere nothing is known.
    """
    try:
        told = cpuinfo.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_vnni" in told or "avx_vnni" in told


def session_options(threads: int) -> onnxruntime.SessionOptions:
    """Make the options of a session.

    Args:
        threads: Threads of one matrix product; 0 for one on each core, or a single one in a child process.

    Returns:
        Options under which int8 products are exact on every processor: without `x64quantprecision` they saturate where
        the processor has no instructions for them (ONNX Runtime's documentation of quantization, "U8S8"). Where it has
        them, the option would change nothing but take half as long again.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or (1 if parent_process() is not None else 0)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not multiplies_exactly():
        options.add_session_config_entry("session.x64quantprecision", "1")
    return options


def check_files(folder: Path, names: Iterable[str]) -> None:
    """Check that the files of the language pipeline are there.

    Raises:
        ModelError: If one is missing.
    """
    if missing := [name for name in names if not (folder / name).is_file()]:
        raise ModelError(f"the language pipeline in {folder} lacks {', '.join(missing)}; install the package again")


class Sessions:
    """Exported networks, opened when they are first needed, and again in a process forked from the one that opened
    them, because a session's threads don't survive a fork.

    Args:
        folder: Where they are.
        names: Their files.
        threads: See `session_options`.
    """

    def __init__(self, folder: Path, names: Sequence[str], threads: int) -> None:
        self._paths, self._threads = [folder / name for name in names], threads
        self._opened: list[onnxruntime.InferenceSession] = []
        self._process = 0

    def open(self) -> list[onnxruntime.InferenceSession]:
        """Open the networks on the processor, in the order of their names.

        The fusion of skip connections with layer normalisation is off: with it ONNX Runtime needs a tenth more time for
        the encoder.
        """
        if self._process != os.getpid():
            _INHERITED.extend(self._opened)
            options = session_options(self._threads)
            how = {"providers": ["CPUExecutionProvider"], "disabled_optimizers": ["SkipLayerNormFusion"]}
            self._opened = [onnxruntime.InferenceSession(str(path), options, **how) for path in self._paths]
            self._process = os.getpid()
        return self._opened


class Encoder:
    """The network with its vocabulary and labels.

    Args:
        folder: Where ``model.onnx``, ``labels.json``, ``vocab.txt`` and ``relations.onnx`` are.
        threads: Threads of one matrix product; 0 for one on each core, or a single one in a child process.

    Raises:
        ModelError: If a file is missing.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        check_files(folder, _FILES)
        self.labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.pieces = Pieces(folder / "vocab.txt")
        self._sessions = Sessions(folder, ("model.onnx", "relations.onnx"), threads)

    def run(self, pieces: list[tuple[int, ...]], types: list[int]) -> Scores:
        """Score one window.

        Windows don't share batches. On a processor a window alone is quickest, as nothing is padding; and the
        activations are quantised batch by batch, so that what is found in a window would otherwise depend on its
        neighbours.
        """
        sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
        total = int(sizes.sum())
        ids = np.zeros((1, total + 2), np.int64)
        kinds = np.zeros((1, total + 2), np.int64)
        pool = np.zeros((1, len(pieces), total + 2), np.float32)
        ids[0, 0], ids[0, -1] = self.pieces.first, self.pieces.last
        ids[0, 1:-1] = [piece for word in pieces for piece in word]
        kinds[0, 1:-1] = np.repeat(np.asarray(types, np.int64), sizes)
        pool[0, np.repeat(np.arange(len(pieces)), sizes), np.arange(1, total + 1)] = np.repeat(1.0 / sizes, sizes)
        values = self._sessions.open()[0].run(_OUTPUTS, {"pieces": ids, "types": kinds, "pool": pool})
        return Scores(*(value[0] for value in values))

    def relate(self, heads: Floats, dependents: Floats) -> Floats:
        """Score the relations of words to their heads, [words, relations], by the features of both."""
        features = np.concatenate((heads * dependents, heads, dependents), 1)
        scores: Floats = self._sessions.open()[1].run(["scores"], {"features": features})[0]
        return scores
