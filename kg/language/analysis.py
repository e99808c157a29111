"""From words to an analysis: sentences, trees, tags, lemmas and names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from kg.language import names, windows
from kg.language.encoder import Encoder, Floats, Ints, Scores
from kg.language.tokens import GAP_LINE, GAP_NONE, types
from kg.language.trees import ancestors, best_tree
from kg.language.windows import Flags, Window

SECTION = 4000
"""Words of a text that are analysed at a time: this, not the text's length, bounds the memory."""

_FORBIDDEN = np.float32(-1e4)
_AFTER_STOP = 2.0
"""Added to the log-odds that a capitalised word after a final stop begins a sentence; chosen on development sets."""
_STOPS = frozenset({".", "!", "?"})
_QUOTES = frozenset({'"', "”", "''", ")"})
_CLOSING = frozenset(".,;:!?)]}%”’…")
_BREAKS = frozenset({",", ";", ":", "-", "–", "—", "and", "|", "/"})


@dataclass(slots=True)
class Text:
    """The words of a text, and their analysis as far as it has come.

    Attributes:
        words: The words.
        gaps: What stands before each word, one of the ``GAP_`` numbers.
        forced: Whether a paragraph begins at the word, [words].
        tags: Number of each word's tag; likewise `morphs`, `lemmas` (edits), `relations` and `names` (classes),
            [words].
        heads: Number of each word's head from 0, its own for the root of a sentence, [words].
        starts: Whether it begins a sentence, [words].
        arc_probability: Probability of the arc to its head, [words].
        name_probability: Probability of its name class, [words].
        vectors: What the encoder makes of each word, [words, hidden].
        nouns: Log-probabilities of standing outside, at the beginning of, or inside a noun phrase that takes part in a
            fact, [words, 3].
    """

    words: list[str]
    gaps: list[int]
    forced: Flags
    tags: Ints = field(init=False)
    morphs: Ints = field(init=False)
    lemmas: Ints = field(init=False)
    relations: Ints = field(init=False)
    names: Ints = field(init=False)
    heads: Ints = field(init=False)
    starts: Flags = field(init=False)
    arc_probability: Floats = field(init=False)
    name_probability: Floats = field(init=False)
    vectors: Floats = field(init=False)
    nouns: Floats = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.words)
        for name in ("tags", "morphs", "lemmas", "relations", "names", "heads"):
            setattr(self, name, np.zeros(count, np.int64))
        self.starts = np.zeros(count, bool)
        self.arc_probability, self.name_probability = np.ones(count, np.float32), np.ones(count, np.float32)
        self.vectors, self.nouns = np.zeros((count, 0), np.float32), np.zeros((count, 3), np.float32)


@dataclass(slots=True)
class _Section:
    """A stretch of one text that goes through the encoder together."""

    text: Text
    begin: int
    end: int
    pieces: list[tuple[int, ...]]
    kinds: list[int]
    sizes: Ints
    windows: list[Window]
    scores: list[Scores] = field(default_factory=list)


class Analyser:
    """Analyses texts with one encoder.

    Args:
        encoder: The network.
        newline: Added to the log-odds that a word after a single line break begins a sentence.
    """

    def __init__(self, encoder: Encoder, newline: float = 0.0) -> None:
        self.encoder, self.newline = encoder, newline
        self._transitions = names.transitions(encoder.labels["names"])
        self._outside = encoder.labels["names"].index("O")
        tags = encoder.labels["tags"]
        self._proper = np.asarray([number for number, tag in enumerate(tags) if tag in {"NNP", "NNPS"}])
        self._linking = np.asarray([number for number, tag in enumerate(tags) if tag in {"IN", "DT", "CC"}])
        self._root = encoder.labels["relations"].index("root")

    def analyse(self, text: Text, watch: Callable[[int, int], None] = lambda done, words: None) -> None:
        """Fill in the analysis of a text, in place.

        Args:
            text: The text. What is found depends on it alone, not on what was analysed before or beside it.
            watch: Told after each section how many of the text's words are done, and how many it has.
        """
        begin = 0
        while begin < len(text.words):
            section = self._section(text, begin)
            self._score(section, section.windows)
            begin = self._decode(section)
            watch(begin, len(text.words))

    def _section(self, text: Text, begin: int) -> _Section:
        end = min(len(text.words), begin + SECTION)
        words = text.words[begin:end]
        pieces = self.encoder.pieces.of(words)
        sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
        bounds = windows.cut(sizes, text.forced[begin:end])
        return _Section(text, begin, end, pieces, types(words, text.gaps[begin:end]), sizes, bounds)

    def _score(self, section: _Section, bounds: list[Window]) -> None:
        section.scores += [self.encoder.run(section.pieces[one:two], section.kinds[one:two]) for one, two in bounds]

    def _decode(self, section: _Section) -> int:
        """Find sentences, have those scored that no window holds whole, decode all.

        Returns:
            The word of the text at which the analysis has to go on.
        """
        starts = self._starts(section)
        bounds = [*np.flatnonzero(starts).tolist(), len(starts)]
        if section.end < len(section.text.words) and len(bounds) > 2:
            bounds.pop()  # the last sentence may go on in the next section
        owner = windows.owners(section.windows, len(starts))
        plan: dict[int, list[Window]] = {}
        alone: list[Window] = []
        for begin, end in pairwise(bounds):
            for number in (int(owner[begin]), int(owner[end - 1])):
                if section.windows[number][0] <= begin and end <= section.windows[number][1]:
                    plan.setdefault(number, []).append((begin, end))
                    break
            else:
                plan[len(section.windows) + len(alone)] = [(begin, end)]
                alone.append((begin, end))
        self._score(section, alone)
        section.windows += alone
        self._decode_section(section, plan)
        return section.begin + bounds[-1]

    def _starts(self, section: _Section) -> Flags:
        """Decide where sentences begin."""
        count = len(section.sizes)
        owner = windows.owners(section.windows, count)
        odds = np.zeros(count, np.float32)
        for number, ((begin, end), scores) in enumerate(zip(section.windows, section.scores, strict=True)):
            mine = owner[begin:end] == number
            odds[begin:end][mine] = scores.starts[mine]
        gaps = np.asarray(section.text.gaps[section.begin : section.end])
        words = section.text.words[section.begin : section.end]
        odds[gaps == GAP_LINE] += self.newline
        for index in np.flatnonzero(gaps != GAP_NONE).tolist():
            if index and words[index][0].isupper() and _ends(words, index):
                odds[index] += _AFTER_STOP
        starts: Flags = odds > 0
        for index in np.flatnonzero(starts & (gaps == GAP_NONE)).tolist():
            starts[index] = words[index][0] not in _CLOSING
        starts |= section.text.forced[section.begin : section.end]
        starts[0] = True
        breakable = np.asarray([False, *(word in _BREAKS for word in words[:-1])]) | (gaps == GAP_LINE)
        windows.split_long(starts, section.sizes, breakable)
        return starts

    def _decode_section(self, section: _Section, plan: dict[int, list[Window]]) -> None:
        text, shift = section.text, section.begin
        heads_above, heads_below, places = [], [], []
        name_scores = np.zeros((len(section.sizes), len(self._transitions)), np.float32)
        reached = 0
        for number, sentences in plan.items():
            first = section.windows[number][0]
            scores = section.scores[number]
            begin, end = sentences[0][0], sentences[-1][1]
            reached = max(reached, end)
            inside = slice(begin - first, end - first)
            heads, probabilities = decode_arcs(scores.arcs, [(one - first, two - first) for one, two in sentences])
            whole = slice(shift + begin, shift + end)
            text.tags[whole] = scores.tags[inside]
            text.morphs[whole] = scores.morphs[inside]
            text.lemmas[whole] = scores.lemmas[inside]
            if text.vectors.shape[1] != scores.words.shape[1]:
                text.vectors = np.zeros((len(text.words), scores.words.shape[1]), np.float32)
            text.vectors[whole], text.nouns[whole] = scores.words[inside], scores.nouns[inside]
            text.arc_probability[whole] = probabilities
            words = np.arange(begin, end)
            text.heads[whole] = np.where(heads == 0, words, heads - 1 + first) + shift
            text.starts[[shift + start for start, _ in sentences]] = True
            name_scores[begin:end] = scores.names[inside]
            heads_above.append(scores.head_features[heads])
            heads_below.append(scores.dependent_features[inside])
            places.append(words + shift)
        where = np.concatenate(places)
        logits = self.encoder.relate(np.concatenate(heads_above), np.concatenate(heads_below))
        logits[:, self._root] = _FORBIDDEN
        relations = logits.argmax(1)
        relations[text.heads[where] == where] = self._root
        text.relations[where] = relations
        done = slice(shift, shift + reached)
        proper = np.isin(text.tags[done], self._proper)
        names.doubt(name_scores[:reached], text.starts[done], proper, self._outside)
        chosen = names.decode(name_scores[:reached], text.starts[done], self._transitions, self._outside)
        names.trim(chosen, np.isin(text.tags[done], self._linking), self._outside)
        text.names[done] = chosen
        text.name_probability[done] = np.exp(name_scores[np.arange(reached), chosen])


def _ends(words: list[str], index: int) -> bool:
    """Say whether a final stop stands before a word, a closing quote or bracket between them or not."""
    before = words[index - 1]
    return before in _STOPS or (index > 1 and before in _QUOTES and words[index - 2] in _STOPS)


def decode_arcs(arcs: Floats, sentences: list[Window]) -> tuple[Ints, Floats]:
    """Find the trees of some sentences of one window.

    Args:
        arcs: Score of each head of each of the window's words, the root in column 0, [words, 1 + words].
        sentences: Their bounds; they stand side by side.

    Returns:
        For each word of the sentences its head's number in the window, from 1, 0 for a root; and the probability of
        that arc.
    """
    begin, end = sentences[0][0], sentences[-1][1]
    count = end - begin
    sentence = np.repeat(np.arange(len(sentences)), [stop - start for start, stop in sentences])
    scores = np.full((count, count + 1), _FORBIDDEN)
    scores[:, 0] = arcs[begin:end, 0]
    same = sentence[:, None] == sentence
    np.fill_diagonal(same, False)
    np.copyto(scores[:, 1:], arcs[begin:end, 1 + begin : 1 + end], where=same)
    scores -= scores.max(1, keepdims=True)
    exponents = np.exp(scores)
    scores -= np.log(exponents.sum(1, keepdims=True))
    heads: Ints = scores.argmax(1).astype(np.int64)
    lost = ancestors(heads) != 0
    wrong = np.bincount(sentence[heads == 0], minlength=len(sentences)) != 1
    wrong[sentence[lost]] = True
    for number in np.flatnonzero(wrong):
        start, stop = sentences[number][0] - begin, sentences[number][1] - begin
        block = np.concatenate((scores[start:stop, :1], scores[start:stop, 1 + start : 1 + stop]), 1)
        tree = best_tree(block)
        heads[start:stop] = np.where(tree == 0, 0, tree + start)
    probabilities: Floats = np.exp(scores[np.arange(count), heads])
    return np.where(heads == 0, 0, heads + begin), probabilities
