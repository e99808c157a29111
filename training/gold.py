"""Treebanks as raw text with their annotation by character, and scores of a pipeline's output against it.

Words are aligned by the characters they cover, white space not counted, as in the evaluation of the CoNLL 2018 shared
task (Zeman et al. 2018): a word that the pipeline cuts differently is wrong in every respect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc

from kg.language.lemmas import apply_edit
from kg.language.tokens import GAP_NONE
from training.prepare import Sentence, read_conllu, read_names

Span = tuple[int, int]


@dataclass(slots=True)
class Reading:
    """One text's annotation; every offset counts the characters that are not white space.

    Attributes:
        words: Span of each word.
        sentences: Span of each sentence.
        heads: Number of each word's head, its own for a root.
        relations, tags, parts, lemmas: One for each word.
        names: Start, end, label of each name.
    """

    words: list[Span] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    names: set[tuple[int, int, str]] = field(default_factory=set)


@dataclass(slots=True)
class GoldText:
    """A text to analyse, with its annotation.

    Attributes:
        name: The document's name.
        text: What the pipeline gets.
        gold: What it should find.
    """

    name: str
    text: str
    gold: Reading


def read_treebank(path: Path, names: Path | None = None) -> list[GoldText]:
    """Read a treebank's documents as raw text: paragraphs parted by blank lines, words as they stood.

    Args:
        path: A CoNLL-U file.
        names: Records with names for its sentences, which are found by their text.

    Returns:
        The documents.
    """
    spans = {_squeezed(record["text"]): record for record in read_names(names)} if names else {}
    documents: dict[str, list[Sentence]] = {}
    for document, identifier, sentence in read_conllu(path):
        documents.setdefault(document or identifier.rsplit("-", 1)[0][:6], []).append(sentence)
    return [_text(name, sentences, spans) for name, sentences in documents.items()]


def _text(name: str, sentences: list[Sentence], spans: dict[str, dict]) -> GoldText:  # type: ignore[type-arg]
    gold, at = Reading(), 0
    parts: list[str] = []
    for sentence in sentences:
        base, begin = len(gold.words), at
        for index, word in enumerate(sentence.words):
            if parts and sentence.gaps[index] != GAP_NONE:
                parts.append("\n\n" if sentence.gaps[index] > 1 else " ")
            parts.append(word)
            gold.words.append((at, at + len(word)))
            at += len(word)
        gold.sentences.append((begin, at))
        gold.heads += [base + head - 1 if head else base + index for index, head in enumerate(sentence.heads)]
        gold.relations += sentence.relations
        gold.tags += sentence.tags
        gold.parts += [morph.split("|")[0] for morph in sentence.morphs]
        gold.lemmas += [
            apply_edit(word, edit) if edit else "" for word, edit in zip(sentence.words, sentence.lemmas, strict=True)
        ]
        record = spans.get("".join(sentence.words))
        if record is not None:
            gold.names |= {
                (begin + _solid(record["text"][:start]), begin + _solid(record["text"][:end]), label)
                for start, end, label in record["spans"]
            }
    return GoldText(name, "".join(parts), gold)


def _squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def _solid(text: str) -> int:
    """Number of characters that are not white space."""
    return len(_squeezed(text))


def reading(doc: Doc) -> Reading:
    """Take a pipeline's annotation out of a document.

    Args:
        doc: The document.

    Returns:
        Its annotation in the form of the gold one.
    """
    out = Reading()
    number: dict[int, int] = {}
    starts, at = {}, 0
    for token in doc:
        starts[token.i] = at
        if token.is_space:
            continue
        number[token.i] = len(out.words)
        size = _solid(token.text)
        out.words.append((at, at + size))
        at += size
    starts[len(doc)] = at
    for sentence in doc.sents:
        if starts[sentence.start] < starts[sentence.end]:
            out.sentences.append((starts[sentence.start], starts[sentence.end]))
    for token in doc:
        if token.is_space:
            continue
        out.heads.append(number.get(token.head.i, number[token.i]))
        out.relations.append("root" if token.dep_ == "ROOT" else token.dep_)
        out.tags.append(token.tag_)
        out.parts.append(token.pos_)
        out.lemmas.append(token.lemma_)
    out.names = {(starts[entity.start], starts[entity.end], entity.label_) for entity in doc.ents}
    return out


MERGED = {"PER": "PERSON", "GPE": "LOC", "FAC": "LOC", "PERSON": "PERSON", "ORG": "ORG", "LOC": "LOC"}
"""Labels of names as they are compared across schemes; others are left out."""


@dataclass(slots=True)
class Counts:
    """Hits and totals of one question."""

    hits: int = 0
    guessed: int = 0
    gold: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.hits / max(1, self.guessed + self.gold)

    @property
    def accuracy(self) -> float:
        """Share of the guesses that are right, 0 to 1."""
        return self.hits / max(1, self.guessed)


def compare(pairs: Iterable[tuple[Reading, Reading]]) -> dict[str, Counts]:
    """Count what agrees.

    Args:
        pairs: Gold and guessed annotation of each text.

    Returns:
        Counts by question: ``words``, ``sentences``, ``uas``, ``las`` (with subtypes), ``las-universal`` (without),
        ``tags``, ``parts``, ``lemmas`` (of aligned words alone), ``names`` and ``names-<label>`` with labels merged.
    """
    keys = ("words", "sentences", "uas", "las", "las-universal", "tags", "parts", "lemmas", "names")
    out = {key: Counts() for key in (*keys, "names-PERSON", "names-ORG", "names-LOC")}
    for gold, guess in pairs:
        _count(out["sentences"], set(gold.sentences), set(guess.sentences))
        where = {span: index for index, span in enumerate(gold.words)}
        aligned = [where.get(span) for span in guess.words]
        for key in ("words", "uas", "las", "las-universal", "tags", "parts"):
            out[key].guessed += len(guess.words)
            out[key].gold += len(gold.words)
        for index, mine in enumerate(aligned):
            if mine is None:
                continue
            out["words"].hits += 1
            out["tags"].hits += guess.tags[index] == gold.tags[mine]
            out["parts"].hits += guess.parts[index] == gold.parts[mine]
            if gold.lemmas[mine]:
                out["lemmas"].guessed += 1
                out["lemmas"].gold += 1
                out["lemmas"].hits += guess.lemmas[index] == gold.lemmas[mine]
            head, truth = guess.heads[index], gold.heads[mine]
            if (head == index) != (truth == mine) or (head != index and aligned[head] != truth):
                continue
            out["uas"].hits += 1
            out["las"].hits += guess.relations[index] == gold.relations[mine]
            out["las-universal"].hits += guess.relations[index].split(":")[0] == gold.relations[mine].split(":")[0]
        one = {(*span[:2], MERGED[span[2]]) for span in gold.names if span[2] in MERGED}
        two = {(*span[:2], MERGED[span[2]]) for span in guess.names if span[2] in MERGED}
        _count(out["names"], one, two)
        for label in ("PERSON", "ORG", "LOC"):
            mine_, theirs = ({span for span in spans if span[2] == label} for spans in (one, two))
            _count(out[f"names-{label}"], mine_, theirs)
    return out


def _count(counts: Counts, gold: set, guessed: set) -> None:  # type: ignore[type-arg]
    counts.hits += len(gold & guessed)
    counts.guessed += len(guessed)
    counts.gold += len(gold)


def readings(docs: Iterable[Doc]) -> Iterator[Reading]:
    """Take the annotation out of several documents."""
    for doc in docs:
        yield reading(doc)
