"""Learn how much each sign speaks for a meaning of a name, on the names that GUM's annotators linked to Wikipedia.

Each chain of GUM's training texts chooses between the entities of the gazetteer that it may mean and none: a linear
model whose weights are drawn towards what is already in `ontologies/linking.json`, so that a sign that the texts
hardly show keeps its weight, and what speaks for a meaning never comes to speak against it. A name without a link
means none. What it learnt so far is not shipped: on GUM's test texts it is no better than the weights set by hand
(0.973 of the links right, 0.878 of those possible found, against 0.973 and 0.886), and worse on homonyms.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.linking import gum_chains, read_gum
from kg.linking import Knowledge, load_knowledge
from kg.linking.candidates import proper_names
from kg.linking.disambiguation import plainest, questions, unknown, weighed
from kg.linking.scoring import OWN, weights
from kg.model import Article, Extraction
from kg.vocabulary import WIKIDATA
from training.coreference_corpora import GOLD_NEWS

Floats = NDArray[np.float64]
Features = Mapping[str, float]

GOLD = frozenset(f"GUM_news_{name}" for name in GOLD_NEWS)
SHRINK = 10.0
"""Strength of the penalty on what a weight differs from its former value."""


@dataclass(frozen=True, slots=True)
class Question:
    """A chain with the signs of each meaning, of none first, and which of them is right."""

    options: tuple[Features, ...]
    answer: int


def of_gum(path: Path, items: Mapping[str, str], knowledge: Knowledge) -> Iterator[Question]:
    """The questions of a file of GUM.

    Args:
        path: the file in CoNLL-U.
        items: titles of Wikipedia to identifiers of Wikidata.
        knowledge: the gazetteer.
    """
    for text, mentions in read_gum(path, leave_out=GOLD):
        chains = gum_chains(text, mentions)
        extraction = Extraction(Article(text=text), tuple(chain for chain, _ in chains), ())
        names = [proper_names(chain) for chain in extraction.chains]
        for (chain, title), (case, options, context) in zip(
            chains, questions(extraction, knowledge, names), strict=True
        ):
            wanted = str(WIKIDATA[items[title]]) if title in items else ""
            ways = plainest(options, context)
            if not ways or (title and not wanted):
                continue
            rows = list(weighed(case, ways, context, knowledge))
            right = [n for n, (iri, _) in enumerate(rows, 1) if wanted in ways[iri][0].same_as]
            yield Question(
                (unknown(chain, knowledge, misfit=False)[-1], *(told for _, told in rows)), (right or [0])[0]
            )


def fit(found: Sequence[Question], start: Mapping[str, float]) -> dict[str, float]:
    """Fit the weights, drawn towards those that they start from."""
    signs = sorted(start)
    number = {sign: n for n, sign in enumerate(signs)}
    x = np.zeros((sum(len(q.options) for q in found), len(signs)))
    right, of, row = [], [], 0
    for group, question in enumerate(found):
        right.append(row + question.answer)
        for features in question.options:
            for sign, value in features.items():
                x[row, number[sign]] = value
            of.append(group)
            row += 1
    groups, first = np.asarray(of), np.searchsorted(of, range(len(found)))
    prior = np.asarray([start[sign] for sign in signs])

    def loss(w: Floats) -> tuple[float, Floats]:
        z = x @ w
        e = np.exp(z - np.maximum.reduceat(z, first)[groups])
        p = e / np.add.reduceat(e, first)[groups]
        gradient = x.T @ p - x[right].sum(0) + SHRINK * (w - prior)
        return float(-np.log(p[right]).sum() + 0.5 * SHRINK * ((w - prior) ** 2).sum()), gradient

    bounds = [(0, None) if weight > 0 else (None, 0) if weight < 0 else (None, None) for weight in prior]
    learnt = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x
    return {sign: round(float(weight), 3) for sign, weight in zip(signs, learnt, strict=True)}


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/training/linking.json"))
    options = parser.parse_args()
    corpora = options.shared / "corpora"
    table = (corpora / "gazetteer/gum_wikipedia_qid.tab").read_text(encoding="utf8").splitlines()[1:]
    items = {unquote(title).replace("_", " "): item for title, _, item, _ in (line.split("\t") for line in table)}
    found = list(of_gum(corpora / "syntax/gum/train.conllu", items, load_knowledge()))
    learnt = fit(found, {sign: weight for sign, weight in weights().items() if sign != OWN})
    options.out.write_text(json.dumps({"weights": learnt}, indent=1) + "\n", encoding="utf8")
    print(f"{len(found)} names, {sum(q.answer > 0 for q in found)} of them in the gazetteer")


if __name__ == "__main__":
    main()
