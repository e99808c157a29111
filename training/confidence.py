"""Learn what makes a relation trustworthy: `python -m training.confidence --shared ../shared`.

Every relation that the program finds in the development gold articles is right or wrong by the rules of the facts'
scorer. A logistic regression on its features, drawn to `PRIOR`, gives the weights of `ontologies/confidence.tsv`. Its
reliability is measured on articles that it did not see (leave one article out): the Brier score, and the expected
calibration error over five bins.
"""

from __future__ import annotations

import argparse
import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from kg.extraction import load_lexicon, understand
from kg.extraction.confidence import FEATURES
from kg.extraction.extract import find_relations
from kg.extraction.qualifiers import features as features_of
from kg.language import load_nlp
from kg.linking import link, load_knowledge
from kg.model import Article, Extraction

STRENGTH = 0.3  # inverse of the regularisation: 21 articles teach little
PRIOR = np.array([-1.0 if name == "pronoun" else 0.0 for name in FEATURES])
"""Weights where nothing is learnt. Of pronouns three in four are understood (`benchmarks.coreference`), which takes one
from the log odds of a relation that is right five times in six; the articles have too few to tell."""
BOUNDS = [{"arcs": (0.05, None), "names": (0.05, None)}.get(name, (None, None)) for name in FEATURES]
"""Whatever so few articles say, nobody is surer where the parser or the recogniser is less sure."""

Floats = NDArray[np.float64]


def fit(x: Floats, y: NDArray[np.bool_]) -> Floats:
    """The weights that explain which relations are right.

    Args:
        x: features, [relations, features].
        y: whether each is right, [relations].

    Returns:
        A weight for each feature, of a ridge regression around `PRIOR` within `BOUNDS`.
    """
    signs = np.where(y, 1.0, -1.0)

    def loss(weights: Floats) -> float:
        off = float(((weights - PRIOR) ** 2).sum()) / (2 * STRENGTH)
        return float(np.logaddexp(0, -signs * (x @ weights)).sum()) + off

    found: Floats = minimize(loss, PRIOR, bounds=BOUNDS).x
    return found


def scorer(shared: Path) -> ModuleType:
    """The facts' scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score_facts", shared / "tools" / "score_facts.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "tools" / "score_facts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def examples(shared: Path) -> tuple[list[tuple[float, ...]], list[bool], list[int]]:
    """Features of each relation found, whether it is right, and the number of its article."""
    score = scorer(shared)
    gold = score.read_gold(shared / "gold" / "dev")
    nlp, lexicon, knowledge = load_nlp(), load_lexicon(), load_knowledge()
    features: list[tuple[float, ...]] = []
    right: list[bool] = []
    groups: list[int] = []
    for group, (stem, (names, facts)) in enumerate(gold.items()):
        text = (shared / "gold" / "dev" / f"{stem}.txt").read_text(encoding="utf8")
        context = understand(nlp(text), Article(text=text), lexicon)
        found = find_relations(context)
        relations = tuple(replace(r, confidence=float(i)) for i, (r, _) in enumerate(found))
        linked = link(Extraction(context.article, context.chains.chains, relations), knowledge)
        labels = {e.iri: {score.name_key(n) for n in (e.label, *e.names)} for e in linked.entities}
        for s in linked.statements:
            relation = score.local(s.predicate)
            if relation in score.INVENTORY and relation not in score.NOT_ANNOTATED:
                triple = (labels[s.subject], relation, labels[s.object])
                features.append(features_of(context, found[int(s.evidence.confidence)][1]))
                right.append(any(score.match(names, f, triple) for f in facts))
                groups.append(group)
    return features, right, groups


def main() -> None:
    """Learn, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("ontologies/confidence.tsv"))
    args = parser.parse_args()
    features, right, groups = examples(args.shared)
    x, y, g = np.array(features), np.array(right), np.array(groups)
    held = np.zeros(len(y))
    for group in sorted(set(groups)):
        held[g == group] = 1 / (1 + np.exp(-x[g == group] @ fit(x[g != group], y[g != group])))
    brier = float(np.mean((held - y) ** 2))
    bins = np.minimum((held * 5).astype(int), 4)
    rows = [
        (float(held[bins == b].mean()), float(y[bins == b].mean()), int((bins == b).sum()))
        for b in range(5)
        if (bins == b).any()
    ]
    error = sum(abs(said - was) * n for said, was, n in rows) / len(y)
    print(f"{len(y)} relations, {y.mean():.3f} right; Brier {brier:.3f}, expected calibration error {error:.3f}")
    for said, was, n in rows:
        print(f"  said {said:.2f}  were {was:.2f}  ({n})")
    lines = [f"{name}\t{weight:.3f}\n" for name, weight in zip(FEATURES, fit(x, y), strict=True)]
    head = (
        "# weights of a relation's confidence, learnt by training/confidence.py on the development gold facts\n"
        f"# held out by article: Brier {brier:.3f}, expected calibration error {error:.3f}, {len(y)} relations\n"
    )
    args.out.write_text(head + "".join(lines), encoding="utf8")


if __name__ == "__main__":
    main()
