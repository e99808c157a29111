"""Learn where the name of a capital stands for its government, on passages that annotators read.

An example is the name of a capital or seat of government for which they gave the country, or itself. Logistic
regression on `kg.extraction.coreference.acting.signs`, those that two examples have.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.pairs import gold_spans, passage_names
from kg.extraction.context import read_document
from kg.extraction.coreference.acting import ALWAYS, FILE, LEAST, signs
from kg.extraction.coreference.phrases import collect
from kg.linking import Knowledge
from kg.linking.knowledge import Alias, Known
from kg.pipeline import Setup, Tools, load_tools
from kg.resources import resource

PLAIN = frozenset({Alias.LABEL, Alias.OTHER, Alias.ACRONYM})
SHRINK = 1.0
"""Strength of the penalty on a weight; 0.5 and 2 are no better."""
FEWEST = 2
FOLDS = 10

Example = tuple[str, frozenset[str], bool]
"""A passage, the signs of a name in it, whether it means the government."""


def meaning(name: str, knowledge: Knowledge) -> Known | None:
    """What a name means most often."""
    found = [(entity.prior, entity.iri, entity) for entity, alias in knowledge.named(name) if alias in PLAIN]
    return max(found)[-1] if found else None


def examples(folder: Path, tools: Tools) -> Iterator[Example]:
    """The names of capitals in the passages of a folder."""
    for path in sorted(folder.glob("*.tsv")):
        for passage, text, names in passage_names(path):
            doc = read_document(tools.nlp(text), tools.lexicon)
            gold = gold_spans(text, names)
            for phrase in collect(doc, tools.lexicon):
                span = doc.starts[phrase.start], doc[phrase.end - 1].end
                place = meaning(text[slice(*span)], tools.knowledge) if phrase.label == "GPE" and span in gold else None
                if place is None or not place.government_of or place.core == "Country":
                    continue
                meant = meaning(gold[span], tools.knowledge)
                if meant is not None and meant.iri in (place.iri, place.government_of):
                    told = frozenset(signs(doc, phrase.start, phrase.end, tools.lexicon))
                    yield passage, told, meant.iri == place.government_of
            doc.let_go()


def fit(found: Sequence[Example]) -> dict[str, float]:
    """The weight of each sign that is frequent enough."""
    counts = Counter(sign for _, told, _ in found for sign in told)
    number = {sign: n for n, sign in enumerate(sorted(s for s, times in counts.items() if times >= FEWEST))}
    x = np.zeros((len(found), len(number)))
    for row, (_, told, _) in enumerate(found):
        x[row, [number[sign] for sign in told if sign in number]] = 1.0
    y = np.asarray([acting for *_, acting in found], dtype=float)
    shrink = np.full(len(number), SHRINK)
    shrink[number[ALWAYS]] = 0.0

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        value = np.logaddexp(0, z).sum() - y @ z + 0.5 * (shrink * w * w).sum()
        return float(value), x.T @ (1 / (1 + np.exp(-z)) - y) + shrink * w

    learnt = minimize(loss, np.zeros(len(number)), jac=True, method="L-BFGS-B").x
    return {sign: rounded for sign, n in number.items() if (rounded := round(float(learnt[n]), 2))}


def errors(found: Sequence[Example], weights: Mapping[str, float]) -> tuple[int, int]:
    """How many places are taken for governments, and how many governments for places."""
    wrong = Counter(acting for _, told, acting in found if (sum(weights.get(s, 0.0) for s in told) > LEAST) != acting)
    return wrong[False], wrong[True]


def main() -> None:
    """Write the weights, and print how well those learnt without a part of the passages do there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=resource(FILE))
    options = parser.parse_args()
    found = list(examples(options.shared / "gold" / "passages" / "train", load_tools(Setup(), threads=1)))
    passages = {name: n % FOLDS for n, name in enumerate(sorted({passage for passage, *_ in found}))}
    wrong = np.zeros(2, dtype=int)
    for fold in range(FOLDS):
        rest = fit([example for example in found if passages[example[0]] != fold])
        wrong += errors([example for example in found if passages[example[0]] == fold], rest)
    options.out.write_text(json.dumps({"weights": fit(found)}, indent=1) + "\n", encoding="utf8")
    print(f"{len(found)} names, {sum(acting for *_, acting in found)} of governments")
    print(f"left out: {wrong[0]} places taken for governments, {wrong[1]} governments for places")


if __name__ == "__main__":
    main()
