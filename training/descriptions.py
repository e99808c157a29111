"""Learn what descriptions go back to: `the alliance`, `the ship`, on GUM's coreference.

Each description chooses between the entities before it and none (the ranking of Denis and Baldridge 2008): a linear
model of the features of `kg.extraction.coreference.descriptions` and their products, fitted on the program's own
reading of GUM's training and test texts, of which the gold articles are left out. Which entity of the program a
description goes back to is what the chains of its phrases say; sets are joined as the gold has it while rows are
collected. Passages, annotated with the entity that some of their descriptions mean, are learnt from as well, those of
real news twice. What the weights are worth is told by those of this project that the network has not learnt from.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from scipy.optimize import minimize
from spacy.language import Language
from spacy.tokens import Doc

from kg.document import Document
from kg.extraction import load_lexicon
from kg.extraction.context import read_document
from kg.extraction.coreference import Network
from kg.extraction.coreference.antecedents import resolve
from kg.extraction.coreference.certain import join_certain
from kg.extraction.coreference.descriptions import FEATURES
from kg.extraction.coreference.entities import Sets
from kg.extraction.coreference.phrases import Phrase, collect
from kg.language.component import MODEL, VECTORS
from kg.language.facts import FactHeads
from kg.language.tokens import TOKENIZER
from kg.lexicon import Lexicon
from training.annotated import files_of, is_measured, read_passages
from training.coreference_corpora import Marked, read_gum

_DEFINITE = re.compile(r"(?:the|this|that|these|those|its|his|their|her)\s+[a-z]", re.IGNORECASE)
Floats = NDArray[np.float32]

GENRES = frozenset({"news", "interview", "bio", "speech", "voyage", "academic", "textbook", "court"})
"""Written, or spoken before a public: what is near to news."""
SHRINK = 30.0
"""Strength of the penalty on all weights but the first."""
OTHERS = 30
"""Wrong entities of a description that are learnt from: drawn anew with the seed of its number."""


@dataclass(slots=True)
class Question:
    """A description with the entities that it may go back to.

    Attributes:
        rows: Features of each entity.
        answer: Which of them it goes back to, None for none.
    """

    rows: list[list[float]] = field(default_factory=list)
    answer: int | None = None


def questions(doc: Doc, gold: Mapping[int, str], lexicon: Lexicon, heads: FactHeads) -> list[Question]:
    """Ask what each description of a text goes back to, and join what the gold joins.

    Args:
        doc: The text, parsed by the program.
        gold: The chain of each mention by the character at which its head starts.
        lexicon: The ontology's words.
        heads: The network's.
    """
    document = read_document(doc, lexicon)
    phrases = collect(document, lexicon)
    sets = join_certain(document, phrases, lexicon)
    chain = [_chain_of(document, phrase, gold) for phrase in phrases]
    found: list[Question] = []

    def choose(place: int, options: Sequence[tuple[int, list[float]]]) -> tuple[int, float] | None:
        if chain[place] is None:
            return None
        question = Question([features for _, features in options])
        for number, (entity, _) in enumerate(options):
            if _agrees(chain[place], entity, place, chain, sets):
                question.answer = number
        found.append(question)
        return None if question.answer is None else (options[question.answer][0], 1.0)

    network = Network(heads, doc.user_data[VECTORS])
    resolve(document, phrases, sets, network, countries=frozenset(lexicon.demonyms.values()), choose=choose)
    return found


def _chain_of(doc: Document, phrase: Phrase, gold: Mapping[int, str]) -> str | None:
    return next((gold[doc[i].start] for i in (phrase.head, phrase.end - 1) if doc[i].start in gold), None)


def _agrees(wanted: str | None, entity: int, place: int, chain: Sequence[str | None], sets: Sets) -> bool:
    """Whether most of what an entity's phrases are before a description is the chain that is wanted."""
    told = [chain[at] for at in range(place) if sets.find(at) == entity and chain[at] is not None]
    return 2 * told.count(wanted) > len(told)


def of_gum(path: Path, nlp: Language, lexicon: Lexicon, heads: FactHeads) -> Iterator[Question]:
    """The questions of a file of GUM."""
    for marked in read_gum(path, vocab=spacy.blank("en").vocab):
        if marked.name.split("_")[1] in GENRES:
            yield from questions(nlp(marked.doc.text), gold_of(marked), lexicon, heads)


def gold_of(marked: Marked) -> dict[int, str]:
    """The chain of each mention of a document that is no coordination, by where its head starts."""
    return {marked.doc[head].idx: chain for (head, joint), chain in marked.chains.items() if not joint}


def of_passages(
    passages: Iterable[Mapping[str, Any]], nlp: Language, lexicon: Lexicon, heads: FactHeads
) -> Iterator[Question]:
    """The questions of annotated passages that tell what a description means."""
    for raw in passages:
        text, told = " ".join(raw["S"][n] for n in sorted(raw["S"])), dict(_described(raw))
        if not told:
            continue
        doc = nlp(text)
        gold: dict[int, str] = {}
        for (start, end), entity in [*_named(raw), *told.items()]:  # in "a villa in Nice" Nice is Nice
            if span := doc.char_span(start, end, alignment_mode="expand"):
                gold.setdefault(span.root.idx, entity)
                gold.setdefault(span[-1].idx, entity)
        yield from questions(doc, gold, lexicon, heads)


def _described(raw: Mapping[str, Any]) -> Iterator[tuple[tuple[int, int], str]]:
    """Where descriptions stand that take part in facts, each with its entity."""
    names = {words for _, words, _, _ in raw["N"]}
    for sentence, *cells in raw["F"]:
        for cell in (cells[0], cells[2]):
            entity, _, words = cell.partition("~")
            elsewhere = re.match(r"@(\d+):(.*)", words)
            at, words = (int(elsewhere[1]), elsewhere[2]) if elsewhere else (sentence, words)
            places = list(_places(raw, at, words)) if _DEFINITE.match(words) and words not in names else []
            if len(places) == 1:
                yield places[0], entity


def _named(raw: Mapping[str, Any]) -> Iterator[tuple[tuple[int, int], str]]:
    """Where names stand, each with its entity."""
    for sentence, words, _, entity in raw["N"]:
        yield from ((place, entity) for place in _places(raw, sentence, words))


def _places(raw: Mapping[str, Any], sentence: int, words: str) -> Iterator[tuple[int, int]]:
    """Where some words stand in a sentence of a passage: characters of the passage."""
    before = sum(len(raw["S"][n]) + 1 for n in sorted(raw["S"]) if n < sentence)
    for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", raw["S"].get(sentence, "")):
        yield before + match.start(), before + match.end()


def design(rows: Sequence[Sequence[float]]) -> Floats:
    """Lay features out: one column for each, and one for each product of two."""
    x = np.asarray(rows, dtype=np.float32)
    first, second = np.triu_indices(x.shape[1], 1)
    return np.column_stack([np.ones(len(x), dtype=np.float32), x, x[:, first] * x[:, second]])


def fewer(question: Question, seed: int) -> Question:
    """A question with its answer and at most `OTHERS` other entities."""
    others = [n for n in range(len(question.rows)) if n != question.answer]
    kept = np.random.default_rng(seed).permutation(others)[:OTHERS].tolist()
    rows = [question.rows[n] for n in kept]
    return Question(
        rows if question.answer is None else [question.rows[question.answer], *rows],
        None if question.answer is None else 0,
    )


def fit(found: Sequence[Question]) -> Floats:
    """Fit the weights with which descriptions choose, with a quadratic penalty on all but the first."""
    asked = [few for n, question in enumerate(found) if (few := fewer(question, n)).rows]
    x = design([row for question in asked for row in question.rows])
    sizes = [len(question.rows) for question in asked]
    of, starts = np.repeat(np.arange(len(asked)), sizes), np.r_[0, np.cumsum(sizes)[:-1]]
    right = np.zeros(len(x), dtype=np.float32)
    for start, question in zip(starts, asked, strict=True):
        if question.answer is not None:
            right[start + question.answer] = 1

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w.astype(np.float32)
        most = np.maximum(np.maximum.reduceat(z, starts), 0)
        e = np.exp(z - most[of])
        total = np.add.reduceat(e, starts) + np.exp(-most)
        penalty = SHRINK * w
        penalty[0] = 0
        value = float((np.log(total) + most).sum() - right @ z) + 0.5 * float(penalty @ w)
        return value, (x.T @ (e / total[of] - right)).astype(np.float64) + penalty

    return np.asarray(
        minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x, dtype=np.float32
    )


def scores(found: Sequence[Question], weights: Floats) -> list[tuple[float, bool, bool]]:
    """For each question the highest probability, whether its entity is the answer, and whether there is one."""
    out = []
    for question in found:
        best, p = -1, 0.0
        if question.rows:
            z = design(question.rows) @ weights
            e = np.exp(z - max(0.0, float(z.max())))
            odds = e / (e.sum() + np.exp(-max(0.0, float(z.max()))))
            best, p = int(odds.argmax()), float(odds.max())
        out.append((p, best == question.answer, question.answer is not None))
    return out


THRESHOLD = 0.4
"""From which probability on a description goes back to something. Links are best from .36 on (gold articles: right
entity .916 from here on, .882 from .55); facts are the same: on the real and written passages of fold 0 their F1 is
.546 and .466 from .55 on, .545 and .461 from here on, .545 and .460 from .35."""


def f1(told: Sequence[tuple[float, bool, bool]], threshold: float) -> tuple[float, float, float]:
    """Precision, recall and F1 of the links from a threshold on."""
    given = [right for p, right, _ in told if p > threshold]
    wanted = sum(there for _, _, there in told)
    precision, recall = sum(given) / max(1, len(given)), sum(given) / max(1, wanted)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    """Write ``descriptions.json``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=MODEL, help="export of the network")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe("newskg_parser", config={"threads": 1, "model": str(options.model)})
    lexicon, heads = load_lexicon(()), FactHeads(options.model, 1)
    gum = options.shared / "corpora/syntax/gum"
    train = [q for part in ("train", "test", "dev") for q in of_gum(gum / f"{part}.conllu", nlp, lexicon, heads)]
    annotated = {part: _raw(files_of(options.shared, part)) for part in ("train", "written")}
    real = [raw for raw in annotated["train"] if not raw["id"].startswith("own")]
    made = [raw for raw in annotated["train"] if raw["id"].startswith("own")]
    made += [raw for n, raw in enumerate(annotated["written"]) if not is_measured(raw["id"], n)]
    kept = [raw for n, raw in enumerate(annotated["written"]) if is_measured(raw["id"], n)]
    news, written, dev = (list(of_passages(raw, nlp, lexicon, heads)) for raw in (real, made, kept))
    learn([*train, *news, *news, *written], dev, options.out)


def _raw(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return [raw for path in paths for raw in read_passages(path)]


def learn(train: Sequence[Question], dev: Sequence[Question], out: Path) -> None:
    """Fit the weights on some questions, print what they find among others, and write them."""
    weights = fit(train)
    told = scores(dev, weights)
    print(f"{len(train)} descriptions; development: {len(dev)} descriptions")
    for threshold in (THRESHOLD, max((round(0.02 * n, 2) for n in range(5, 48)), key=lambda t: f1(told, t)[2])):
        precision, recall, best = f1(told, threshold)
        print(f"threshold {threshold}: links P {precision:.3f} R {recall:.3f} F1 {best:.3f}")
    count = len(FEATURES)
    pairs = [
        [int(i), int(j), round(float(w), 4)]
        for i, j, w in zip(*np.triu_indices(count, 1), weights[1 + count :], strict=True)
        if abs(w) >= 0.005
    ]
    told_weights = {
        "features": list(FEATURES),
        "first": round(float(weights[0]), 4),
        "single": [round(float(w), 4) for w in weights[1 : 1 + count]],
        "pairs": pairs,
        "threshold": THRESHOLD,
    }
    (out / "descriptions.json").write_text(json.dumps(told_weights) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
