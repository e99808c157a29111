"""The spaCy component: ordinary annotations from the embedded network."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from kg.language.analysis import Analyser, Text
from kg.language.encoder import Encoder
from kg.language.lemmas import lemma_of
from kg.language.tokens import GAP_LINE, GAP_NONE, GAP_SPACE

MODEL = Path(__file__).parent / "model"
"""The folder of the embedded model."""

ARCS, NAMES = "newskg_arc_probability", "newskg_name_probability"
"""Keys of `Doc.user_data` under which the probabilities lie, one number for each token."""

VECTORS, NOUNS = "newskg_vectors", "newskg_noun_phrases"
"""Keys of `Doc.user_data` for what the heads that read facts need: see `kg.language.analysis.Text`."""

_COLUMNS = ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE")
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3
_IMPOSSIBLE = -30.0


class Parser:
    """Tags, parses, lemmatises, splits into sentences and finds names, all with one network.

    Args:
        vocab: The pipeline's vocabulary.
        name: The component's name in the pipeline.
        threads: Threads of one matrix product; 0 for one on each core, or a single one in a child process.
        newline: Added to the log-odds that a word after a single line break begins a sentence.
        model: Folder of another export of the network.
    """

    def __init__(
        self,
        vocab: Vocab,
        name: str = "newskg_parser",
        *,
        threads: int = 0,
        newline: float = 0.0,
        model: str | None = None,
    ) -> None:
        self.vocab, self.name = vocab, name
        self.watch: Callable[[int, int], None] = lambda done, words: None
        self._settings: dict[str, Any] = {"threads": threads, "newline": newline, "model": model}
        self.folder, self.threads = Path(model) if model else MODEL, threads
        encoder = Encoder(self.folder, threads)
        self._analyser = Analyser(encoder, newline)
        labels = encoder.labels
        add = vocab.strings.add
        self._edits = labels["lemmas"]
        self._tags = np.asarray([add(tag) for tag in labels["tags"]], np.uint64)
        parts = [morph.split("|", 1) for morph in labels["morphs"]]
        self._part_names = [part for part, _ in parts]
        self._parts = np.asarray([vocab.strings[part] for part, _ in parts], np.uint64)
        self._morphs = np.asarray([vocab.morphology.add(features) for _, features in parts], np.uint64)
        self._relations = np.asarray(
            [add("ROOT" if relation == "root" else relation) for relation in labels["relations"]], np.uint64
        )
        flags = {"O": _OUTSIDE, "B": _BEGIN, "I": _INSIDE}
        self._flags = np.asarray([flags[name[0]] for name in labels["names"]], np.uint64)
        self._labels = np.asarray([add(name[2:]) if name != "O" else 0 for name in labels["names"]], np.uint64)
        self._space = (add("_SP"), vocab.strings["SPACE"], vocab.morphology.add(""), add("dep"))

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(Parser, self.vocab, self.name, **self._settings), ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The relations that it knows."""
        return tuple(self._analyser.encoder.labels["relations"])

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a tokenised document, in place."""
        text, places = read(doc)
        self._analyser.analyse(text, self.watch)
        self._write(doc, text, np.asarray(places, np.int64))
        return doc

    def _write(self, doc: Doc, text: Text, places: NDArray[np.int64]) -> None:
        """Put an analysis into a document."""
        count = len(doc)
        if not count:
            return
        table = np.zeros((count, len(_COLUMNS)), np.uint64)
        arcs, names = np.ones(count, np.float32), np.zeros(count, np.float32)
        vectors = np.zeros((count, text.vectors.shape[1]), np.float32)
        nouns = np.full((count, 3), _IMPOSSIBLE, np.float32)
        nouns[:, 0] = 0.0
        heads = np.arange(count, dtype=np.int64) - 1
        if len(places):
            edits, parts = self._edits, self._part_names
            add = self.vocab.strings.add
            lemmas = [
                add(lemma_of(word, parts[morph], edits[edit]))
                for word, morph, edit in zip(text.words, text.morphs.tolist(), text.lemmas.tolist(), strict=True)
            ]
            table[places, 0] = self._tags[text.tags]
            table[places, 1] = self._parts[text.morphs]
            table[places, 2] = self._morphs[text.morphs]
            table[places, 3] = lemmas
            table[places, 4] = self._relations[text.relations]
            table[places, 6] = self._flags[text.names]
            table[places, 7] = self._labels[text.names]
            heads[places] = places[text.heads]
            arcs[places] = text.arc_probability
            names[places] = _of_whole_names(text)
            vectors[places], nouns[places] = text.vectors, text.nouns
        if len(places) < count:
            self._write_spaces(doc, table, heads, places)
        table[:, 5] = (heads - np.arange(count)).astype(np.uint64)
        doc.from_array(list(_COLUMNS), cast("Any", table))
        doc.user_data[ARCS], doc.user_data[NAMES] = arcs, names
        doc.user_data[VECTORS], doc.user_data[NOUNS] = vectors, nouns

    def _write_spaces(
        self, doc: Doc, table: NDArray[np.uint64], heads: NDArray[np.int64], places: NDArray[np.int64]
    ) -> None:
        """Attach white space to the token before it, or at the very beginning to the first word."""
        spaces = np.setdiff1d(np.arange(len(doc)), places, assume_unique=True)
        first = int(places[0]) if len(places) else 0
        heads[spaces[spaces <= first]] = first
        tag, part, morph, relation = self._space
        for index in spaces.tolist():
            table[index, :5] = (tag, part, morph, doc[index].orth, relation)
            table[index, 6] = _OUTSIDE
        for index in spaces[::-1].tolist():
            if 0 < index < len(doc) - 1 and table[index + 1, 6] == _INSIDE:
                table[index, 6:8] = table[index + 1, 6:8]
        if not len(places):
            table[0, 4] = self.vocab.strings.add("ROOT")


def read(doc: Doc) -> tuple[Text, list[int]]:
    """Take the words out of a tokenised document: with the gaps before them, white space left out, and the numbers of
    their tokens."""
    words: list[str] = []
    gaps: list[int] = []
    forced: list[bool] = []
    places: list[int] = []
    breaks, gap = 2, GAP_LINE
    for index, token in enumerate(doc):
        text = token.text
        if text.isspace():
            breaks += text.count("\n") + text.count("\u2028") + 2 * text.count("\u2029")
            breaks += text.count("\r") - text.count("\r\n")
            gap = GAP_LINE if breaks else GAP_SPACE
            continue
        words.append(text)
        gaps.append(gap)
        forced.append(breaks > 1)
        places.append(index)
        breaks, gap = 0, GAP_SPACE if token.whitespace_ else GAP_NONE
    return Text(words, gaps, np.asarray(forced, bool)), places


def _of_whole_names(text: Text) -> NDArray[np.float32]:
    """Give each word the probability of its name, the geometric mean over the name's words, and 0 outside names."""
    out = np.zeros(len(text.words), np.float32)
    inside = text.names > 0
    begins = np.flatnonzero(inside & (text.names % 2 == 1))
    for begin in begins.tolist():
        end = begin + 1
        while end < len(out) and text.names[end] == text.names[begin] + 1:
            end += 1
        out[begin:end] = np.exp(np.log(np.maximum(text.name_probability[begin:end], 1e-9)).mean())
    return out


def probability(stored: NDArray[np.float32] | None, token: int) -> float:
    """A token's probability in what lies under `ARCS` or `NAMES`; 1 where another component has analysed."""
    return 1.0 if stored is None else float(stored[token])


def arc_probability(token: Token) -> float:
    """Probability of the arc from a token to its head; 1 where another component has parsed."""
    return probability(token.doc.user_data.get(ARCS), token.i)


def name_probability(span: Span) -> float:
    """Probability of the name in which a span begins; 0 outside names, 1 where another component found them."""
    return probability(span.doc.user_data.get(NAMES), span.start)


if not Token.has_extension("arc_probability"):
    Token.set_extension("arc_probability", getter=arc_probability)
if not Span.has_extension("probability"):
    Span.set_extension("probability", getter=name_probability)


@Language.factory(
    "newskg_parser",
    assigns=["doc.ents", "doc.sents", *(f"token.{a}" for a in ("tag", "pos", "morph", "lemma", "dep", "head"))],
    default_config={"threads": 0, "newline": 0.0, "model": None},
)
def make_parser(nlp: Language, name: str, threads: int, newline: float, model: str | None) -> Parser:
    """Make the component; spaCy calls this. See `Parser` for its settings."""
    return Parser(nlp.vocab, name, threads=threads, newline=newline, model=model)
