"""Learn how rules and network decide together, on passages that the network has not seen.

Logistic regression with a small weight for each relation, times the probability of the antecedents, fitted with
`--fold` on the proposals of a fold of passages, by a network that has not learnt from them. How often a proposal of
real text is right is what its probability means: passages that were written for training get an intercept of their
own, which is left out of what is stored. Without
`--fold` the weights stay, and the confidence that a plain triple needs is found on this project's held-out passages.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from scipy.optimize import minimize

from kg.extraction import load_lexicon
from kg.extraction.context import understand
from kg.extraction.decision import FEATURES, KEPT, UNSEEN, Proposal, disputed, propose, qualified, weights
from kg.extraction.extract import find_relations
from kg.extraction.pairs import score_pairs
from kg.language.component import MODEL
from kg.language.facts import FactHeads
from kg.language.tokens import make_tokenizer
from kg.linking import load_knowledge
from kg.linking.statements import link_relations
from kg.model import Article, Extraction
from training.annotated import OWN, files_of, is_chosen, teach_parents

Floats = NDArray[np.float64]

SHRINK, SHRINK_RELATION = 0.3, 2.0
"""Strength of the penalty on the weights of features and of relations; chosen by cross-validation on fold 0."""
RIGHT, BOUND = 0.915, 3.09
"""How many of the plain triples are to be right, and how many standard errors that is to be beyond doubt: with 99.9 %
on one side, since a false plain triple does more harm than one that is missing. It holds of agency and of newspapers
of the whole world together; more than nine of ten, since among passages of other readers it is two or three less."""
FEWEST = 40
"""Plain triples that a threshold must leave, so that their share says something."""
JUDGED, SURELY = {"appoints": (72, 83), "competesWith": (50, 57)}, 1.645
"""Of relations that the network has not learnt: how many proposals of rules that were affirmed, actual and nobody's
word were right, and how many were read (README.md); and how many standard errors below that share their confidence
lies, with 95 % on one side."""


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal with its answer.

    Attributes:
        passage: The passage.
        written: Whether it was written for training.
        proposal: What is proposed.
        triple: IRIs of subject and object, relation.
        right: Whether the passage's facts have it.
        plain: Whether the policy would let it stand: positive, actual, in the article's or the subject's voice.
        actual: Whether the facts have it as positive and actual.
    """

    passage: str
    written: bool
    proposal: Proposal
    triple: tuple[str, str, str]
    right: bool
    plain: bool
    actual: bool


def rows_of(passages: Iterable[dict[str, Any]], model: Path, scorer: Any) -> list[Row]:
    """Collect the proposals of passages.

    Args:
        passages: From `passages_of`.
        model: Folder of the export.
        scorer: The scorer's module.
    """
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.add_pipe("newskg_parser", config={"threads": 1, "model": str(model)})
    heads, lexicon, knowledge = FactHeads(model, 1), load_lexicon(()), load_knowledge(())
    key = scorer.name_key
    out = []
    for passage in passages:
        article = Article(text=" ".join(passage["text"]), source=passage["id"], date=passage["date"])
        doc = nlp(article.text)
        context = understand(doc, article, lexicon, heads)
        rules = find_relations(context)
        pairs = score_pairs(doc, context, heads)
        proposals = list(propose(context, rules, pairs)) if pairs is not None else []
        done = [qualified(p)[0] for p in proposals]
        linked, made = link_relations(Extraction(article, context.chains.chains, tuple(done)), knowledge)
        names = {e.iri: {key(n) for n in (e.label, *e.names)} - {""} for e in linked.entities}
        gold = scorer.gold_facts(passage)
        for proposal, relation, statement in zip(proposals, done, made, strict=True):
            if statement is None or statement.predicate not in scorer.INVENTORY:
                continue
            found = names[statement.subject], statement.predicate, names[statement.object]
            hits = [fact for fact in gold if scorer.matches(fact, found)]
            sure = not disputed(proposal.relation, relation)
            own = not relation.attributed and relation.speaker in (None, relation.subject)
            out.append(
                Row(
                    passage["id"],
                    passage["written"],
                    proposal,
                    (statement.subject, statement.predicate, statement.object),
                    bool(hits),
                    relation.vouched and own and sure,
                    any(f["polarity"] == "positive" and f["factuality"] == "actual" for f in hits),
                )
            )
    return out


def design(rows: Sequence[Row], relations: Sequence[str]) -> Floats:
    """Lay proposals out: their features, whether they are written, one column for each relation."""
    number = {name: i for i, name in enumerate(relations)}
    out = np.zeros((len(rows), len(FEATURES) + 1 + len(relations)))
    for i, row in enumerate(rows):
        out[i, : len(FEATURES)] = row.proposal.features
        out[i, len(FEATURES)] = row.written
        out[i, len(FEATURES) + 1 + number[row.triple[1]]] = 1
    return out


def links(rows: Sequence[Row]) -> Floats:
    """Give how likely the antecedents of each proposal are right."""
    return np.array([row.proposal.link for row in rows])


def fit(x: Floats, y: Floats, link: Floats, penalty: Floats, known: Floats | float = 0.0) -> Floats:
    """Fit a logistic regression with a quadratic penalty, whose probability is multiplied by another one.

    Args:
        x: Columns, [proposals, columns].
        y: Whether each proposal is right.
        link: What the probability of each is multiplied by.
        penalty: Of each column.
        known: What is added to the score of each proposal, and not learnt.

    Returns:
        A weight for each column.
    """

    def loss(w: Floats) -> tuple[float, Floats]:
        share = 1 / (1 + np.exp(-known - x @ w))
        wrong = np.maximum(1 - link * share, 1e-12)
        value = -(y * np.log(share) + (1 - y) * np.log(wrong)).sum() + 0.5 * (penalty * w * w).sum()
        slope = share * (1 - share) * (1 - y) * link / wrong - y * (1 - share)
        return float(value), x.T @ slope + penalty * w

    found: Floats = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def penalties(columns: int) -> Floats:
    """Give the penalty of each column of `design`."""
    out = np.full(columns, SHRINK_RELATION)
    out[: len(FEATURES) + 1] = SHRINK
    out[0] = 0.01
    return out


def cross_validated(rows: Sequence[Row], relations: Sequence[str], folds: int = 5) -> Floats:
    """Give each proposal the probability that weights learnt on other passages give it."""
    order = {name: i % folds for i, name in enumerate(sorted({row.passage for row in rows}))}
    fold = np.array([order[row.passage] for row in rows])
    x, y, link = design(rows, relations), np.array([row.right for row in rows], float), links(rows)
    out = np.zeros(len(rows))
    for k in range(folds):
        kept, left = fold != k, fold == k
        out[left] = link[left] / (1 + np.exp(-x[left] @ fit(x[kept], y[kept], link[kept], penalties(x.shape[1]))))
    return out


def plain_threshold(rows: Sequence[Row], probability: Floats) -> tuple[float, int, int]:
    """Find the confidence from which `RIGHT` of the plain triples are surely right, and how many that leaves.

    Args:
        rows: Proposals.
        probability: Of each, cross-validated.

    Returns:
        The confidence, and the numbers of right plain triples and of all.
    """
    best: dict[tuple[str, tuple[str, str, str]], tuple[float, bool]] = {}
    for row, p in zip(rows, probability.tolist(), strict=True):
        if row.plain and p >= KEPT:
            sure = p * qualified(row.proposal)[1]
            key = row.passage, row.triple
            best[key] = max(best.get(key, (0.0, False)), (sure, row.actual))
    found, right = (1.0, 0, 0), 0
    for count, (sure, actual) in enumerate(sorted(best.values(), reverse=True), start=1):
        right += actual
        if count >= FEWEST and _lower_bound(right / count, count) >= RIGHT:
            found = sure, right, count
    return found


def _lower_bound(share: float, count: int, errors: float = BOUND) -> float:
    """The least share that is not unlikely where so many of a count were right (Wilson 1927)."""
    square = errors * errors / count
    middle = share + square / 2 - errors * math.sqrt(share * (1 - share) / count + square / (4 * count))
    return middle / (1 + square)


def judged_weights(features: Mapping[str, float]) -> dict[str, float]:
    """Give each relation of `JUDGED` the weight with which the confidence of a rule alone is what was judged.

    Args:
        features: The weights of features.
    """
    alone = {"bias": 1, "score": UNSEEN / 4, "unseen": 1, "rule": 1, "rule and score": UNSEEN / 4, "name": 1, "noun": 1}
    score = sum(features[name] * value for name, value in alone.items())
    shares = {name: _lower_bound(right / count, count, SURELY) for name, (right, count) in JUDGED.items()}
    return {name: round(math.log(share / (1 - share)) - score, 4) for name, share in shares.items()}


def passages_of(shared: Path, fold: int | None, scorer: Any) -> list[dict[str, Any]]:
    """Read what is learnt from: a fold of the passages of training, or the held-out ones of this project for None.

    Args:
        shared: The folder with `gold/passages`.
        fold: The number of the fold.
        scorer: The scorer's module.

    Returns:
        The passages as the scorer reads them, and whether each was `written` for training.
    """
    found = []
    for part in OWN if fold is None else ("train",):
        read = [(path, passage) for path in files_of(shared, part) for passage in scorer.read([path])]
        for n, (path, passage) in enumerate(read):
            if is_chosen(part, passage["id"], n, fold):
                found.append({**passage, "written": part == "written" or path.stem.startswith("own")})
    return found


def learn_some(rows: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """Fit the weights of some features beside the stored ones of all others.

    Args:
        rows: Proposals.
        names: Of the features.

    Returns:
        The weight of each feature.
    """
    stored = weights()
    places = [FEATURES.index(name) for name in names]
    others = [0.0 if place in places else weight for place, weight in enumerate(stored.features)]
    known = np.array([np.dot(others, row.proposal.features) + stored.relations.get(row.triple[1], 0.0) for row in rows])
    x = np.array([[row.proposal.features[place] for place in places] for row in rows])
    y = np.array([row.right for row in rows], float)
    found = fit(x, y, links(rows), np.full(len(names), SHRINK), known)
    return dict(zip(names, [round(w, 4) for w in found.tolist()], strict=True))


def learn(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Fit the weights, and print how well they are calibrated on real text.

    Args:
        rows: Proposals.

    Returns:
        What is stored of the weights: those of features, and those of relations.
    """
    relations = sorted({row.triple[1] for row in rows})
    probability = cross_validated(rows, relations)
    y = np.array([row.right for row in rows], float)
    bins: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for row, p, right in zip(rows, probability.tolist(), y.tolist(), strict=True):
        if not row.written:
            bins[int(p * 10)].append((p, right))
    print(f"{len(rows)} proposals, Brier {((probability - y) ** 2).mean():.4f}; on real text:")
    for _, pairs in sorted(bins.items()):
        print(
            f"  said {np.mean([p for p, _ in pairs]):.2f}, right {np.mean([t for _, t in pairs]):.2f} of {len(pairs)}"
        )
    x = design(rows, relations)
    weights = [round(w, 4) for w in fit(x, y, links(rows), penalties(x.shape[1])).tolist()]
    return {
        "features": dict(zip(FEATURES, weights, strict=False)),
        "relations": dict(zip(relations, weights[len(FEATURES) + 1 :], strict=True)),
    }


def main() -> None:
    """Learn and store the weights, or the confidence that a plain triple needs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=MODEL, help="export of a network that has not seen the passages")
    parser.add_argument("--fold", type=int, help="learn the weights on a fold of the passages of training")
    parser.add_argument(
        "--only", nargs="+", choices=FEATURES, help="leave the weights of all other features as they are"
    )
    parser.add_argument("--out", type=Path, default=MODEL / "decision.json")
    options = parser.parse_args()
    if options.only and options.fold is None:
        parser.error("--only learns on a fold of the passages of training: give --fold as well")
    sys.path.insert(0, str(options.shared / "tools"))
    import score_passages as scorer

    teach_parents(scorer)
    rows = rows_of(passages_of(options.shared, options.fold, scorer), options.model, scorer)
    stored = json.loads((MODEL / "decision.json").read_text(encoding="utf-8"))
    if options.only:
        stored["features"] |= learn_some(rows, options.only)
    elif options.fold is not None:
        stored |= learn(rows)
    else:
        learnt = weights()
        probability = [learnt.probability(row.proposal.features, row.proposal.link, row.triple[1]) for row in rows]
        threshold, right, count = plain_threshold(rows, np.asarray(probability))
        print(f"plain from {threshold:.3f}: {right} of {count} right", Counter(row.proposal.ruled for row in rows))
        stored["plain"] = round(threshold, 3)
    stored["relations"] = dict(sorted((stored["relations"] | judged_weights(stored["features"])).items()))
    options.out.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
