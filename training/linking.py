"""Learn how much each sign speaks for a meaning of a name, on names that annotators linked to Wikipedia or Wikidata.

Each chain of GUM's training texts and of three folds of KnowledgeNet chooses between the entities of the gazetteer that
it may mean and none: a linear model whose weights are drawn towards a first guess (`linking_prior.json`, set by hand),
so that a sign that the texts hardly show keeps its weight, and what speaks for a meaning never comes to speak against
it. A name without a link means none. A name whose item the gazetteer lacks is left out where one of its meanings has no
item: it may be the one that is meant.

`benchmarks.linking` measures on GUM's other parts and the fold that is left; right of the links given, and of those
possible, with the first guess and learnt: GUM dev .990 and .682, now .991 and .709; GUM test .973 and .886, now .974
and .902; KnowledgeNet .979 and .873, now .979 and .875.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.linking import Linked, of_gum, of_knowledgenet
from kg.linking import Knowledge, load_knowledge
from kg.linking.candidates import proper_names
from kg.linking.disambiguation import plainest, questions, unknown, weighed
from kg.linking.scoring import FILE
from kg.model import Article, Extraction
from kg.resources import resource
from training.coreference_corpora import GOLD_NEWS

Floats = NDArray[np.float64]
Features = Mapping[str, float]

GOLD = frozenset(f"GUM_news_{name}" for name in GOLD_NEWS)
SHRINK = 300.0
"""Strength of the penalty on what a weight differs from the first guess: with 100 links of KnowledgeNet get
worse."""
PRIOR = Path(__file__).with_name("linking_prior.json")


@dataclass(frozen=True, slots=True)
class Question:
    """A chain with the signs of each meaning, of none first, and which of them is right."""

    options: tuple[Features, ...]
    answer: int


def questions_of(articles: Iterable[Linked], knowledge: Knowledge) -> Iterator[Question]:
    """What each linked name of some texts may mean, those left out whose item is not known."""
    for text, chains, items in articles:
        extraction = Extraction(Article(text=text), tuple(chains), ())
        names = [proper_names(named) for named in chains]
        asked = questions(extraction, knowledge, names)
        for named, wanted, (case, options, context) in zip(chains, items, asked, strict=True):
            ways = plainest(options, context)
            if not ways or wanted is None:
                continue
            rows = list(weighed(case, ways, context, knowledge))
            right = [n for n, (iri, _) in enumerate(rows, 1) if wanted in ways[iri][0].same_as]
            if not right and not all(entity.same_as for entity, _, _ in ways.values()):
                continue  # one without an item may be the one that is meant
            yield Question(
                (unknown(named, knowledge, misfit=False)[-1], *(told for _, told in rows)), (right or [0])[0]
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
    parser.add_argument("--out", type=Path, default=resource(FILE))
    options = parser.parse_args()
    corpora, knowledge = options.shared / "corpora", load_knowledge()
    articles = chain(of_gum(corpora, "train", leave_out=GOLD), of_knowledgenet(corpora, {1, 2, 3}))
    found = list(questions_of(articles, knowledge))
    learnt = fit(found, json.loads(PRIOR.read_text(encoding="utf8"))["weights"])
    options.out.write_text(json.dumps({"weights": learnt}, indent=1) + "\n", encoding="utf8")
    print(f"{len(found)} names, {sum(q.answer > 0 for q in found)} of them in the gazetteer")


if __name__ == "__main__":
    main()
