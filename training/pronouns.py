"""Learn the weights of `ontologies/pronouns.tsv`: which entity a pronoun stands for.

    python -m training.pronouns --corpora ../shared/corpora --out ontologies/pronouns.tsv

A log-linear ranking over the candidates and cues of `kg.extraction.coreference.pronouns`, learnt from GUM (trees
and names as annotated; the nine news documents that are gold articles are left out) and GAP's development split
(analysed by the language pipeline). The loss is the negative logarithm of the probability of the right candidates;
where GAP only says that a pronoun is neither A nor B, of all others. L2 penalty, L-BFGS. Cues that are seen fewer
than three times are left out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from kg.extraction import load_lexicon
from kg.extraction.coreference import ClassNouns
from kg.extraction.coreference.entities import gather
from kg.extraction.coreference.names import fold
from kg.extraction.coreference.phrases import collect
from kg.extraction.coreference.pronouns import Candidate, Entity, Reading, candidates, choose, read_given_names
from kg.extraction.document import Document
from kg.language import load_nlp
from training.coreference_corpora import Marked, Snippet, read_gap, read_gum

_RARE = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One pronoun: the cues of its candidates, and which of them are right.

    Args:
        cues: of each candidate.
        right: whether each candidate is right.
        weight: how much the example counts.
    """

    cues: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    weight: float = 1.0


def gum_examples(documents: Iterable[Marked], *, nouns: ClassNouns) -> Iterator[Example]:
    """The third-person pronouns of GUM; earlier pronouns stand for what the annotation says."""
    for marked in documents:
        article = Document(marked.doc)
        phrases = collect(article, nouns)
        ahead = gather(article, phrases, nouns=nouns, given_names=read_given_names())
        gold = [marked.chains.get((p.head, p.set_of)) or marked.chains.get((p.head, True)) for p in phrases]
        reading = Reading(article, phrases, ahead, [None] * len(phrases))
        number = 1_000_000
        for place, phrase in enumerate(phrases):
            entity = ahead[place]
            if phrase.kind == "pronoun":
                options = candidates(reading, place)
                right = [_is_right(o, gold[place], reading, gold) for o in options]
                if not any(right):
                    right[-1] = True
                if phrase.pronoun in {"person", "thing", "many"}:
                    yield Example(tuple(o.cues for o in options), tuple(right))
                entity = next((o.entity for o, ok in zip(options, right, strict=True) if ok), None)
                if entity is None and phrase.pronoun == "person":
                    number += 1
                    entity = Entity(number, type="Person")
                if entity is not None:
                    entity.phrases.append(phrase)
            reading.attach(place, entity)


def _is_right(option: Candidate, gold: str | None, reading: Reading, chains: Sequence[str | None]) -> bool:
    if option.entity is None or gold is None:
        return False
    return option.place is not None and chains[option.place] == gold


def gap_examples(
    snippets: Sequence[Snippet], docs: Sequence[Doc], *, nouns: ClassNouns, weights: Mapping[str, float], weight: float
) -> Iterator[Example]:
    """The pronouns of GAP; earlier pronouns stand for what the weights so far choose."""
    for snippet, doc in zip(snippets, docs, strict=True):
        read = read_snippet(snippet, doc, nouns=nouns, weights=weights)
        if read is None:
            continue
        options, a, b = read
        options = [o for o in options if not _perhaps_same(o, snippet, a, b)]
        is_a = [o.entity is not None and o.entity.number == a for o in options]
        is_b = [o.entity is not None and o.entity.number == b for o in options]
        if snippet.a_coref and any(is_a):
            right = is_a
        elif snippet.b_coref and any(is_b):
            right = is_b
        elif not snippet.a_coref and not snippet.b_coref:
            right = [not x and not y for x, y in zip(is_a, is_b, strict=True)]
        else:
            continue
        yield Example(tuple(o.cues for o in options), tuple(right), weight)


def _perhaps_same(option: Candidate, snippet: Snippet, a: int | None, b: int | None) -> bool:
    """A candidate that may be the right one under another name (shares a word with A or B) or before it is named."""
    if option.entity is None or option.entity.number in {a, b}:
        return False
    if not any(p.kind == "name" for p in option.entity.phrases):
        return all(p.kind == "pronoun" for p in option.entity.phrases)
    words = {fold(w) for name in (snippet.a, snippet.b) for w in name.split()}
    return any(not words.isdisjoint(p.words) for p in option.entity.phrases if p.kind == "name")


def read_snippet(
    snippet: Snippet, doc: Doc, *, nouns: ClassNouns, weights: Mapping[str, float]
) -> tuple[list[Candidate], int | None, int | None] | None:
    """The candidates of a GAP example's pronoun, and the numbers of the entities of A and B."""
    article = Document(doc)
    phrases = collect(article, nouns)
    ahead = gather(article, phrases, nouns=nouns, given_names=read_given_names())
    reading = Reading(article, phrases, ahead, [None] * len(phrases))
    number = 1_000_000
    for place, phrase in enumerate(phrases):
        entity = ahead[place]
        if phrase.kind == "pronoun" and phrase.pronoun in {"person", "thing", "many"}:
            options = candidates(reading, place)
            if doc[phrase.head].idx == snippet.offset:
                return (
                    options,
                    _entity_at(snippet.a_offset, snippet.a, reading),
                    _entity_at(snippet.b_offset, snippet.b, reading),
                )
            entity, _ = choose(options, weights)
            if entity is None and phrase.pronoun == "person":
                number += 1
                entity = Entity(number, type="Person")
            if entity is not None:
                entity.phrases.append(phrase)
        reading.attach(place, entity)
    return None


def _entity_at(offset: int, text: str, reading: Reading) -> int | None:
    end = offset + len(text)
    best: tuple[bool, int] | None = None
    found = None
    for phrase, entity in zip(reading.phrases, reading.ahead, strict=True):
        if entity is None or phrase.set_of:
            continue
        head = reading.doc[phrase.head].start
        if offset <= head < end:
            key = (phrase.kind == "name", -head)
            if best is None or key > best:
                best, found = key, entity.number
    return found


def learn(examples: Sequence[Example], *, penalty: float) -> dict[str, float]:
    """Weights that make the right candidates likely.

    Args:
        examples: pronouns with their candidates.
        penalty: of the squared weights.
    """
    seen = Counter(cue for e in examples for cues in e.cues for cue in cues)
    known = {cue: i for i, cue in enumerate(sorted(c for c, n in seen.items() if n >= _RARE))}
    rows: list[int] = []
    columns: list[int] = []
    owner: list[int] = []
    right: list[bool] = []
    for number, example in enumerate(examples):
        for cues, ok in zip(example.cues, example.right, strict=True):
            columns += [known[c] for c in cues if c in known]
            rows += [len(owner)] * sum(c in known for c in cues)
            owner.append(number)
            right.append(ok)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(owner), len(known)))
    owners, rights = np.array(owner), np.array(right)
    importance = np.array([e.weight for e in examples])
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[owners]
        odds = np.exp(scores)
        total = np.add.reduceat(odds, starts)
        good = np.maximum(np.add.reduceat(odds * rights, starts), 1e-300)
        value = float((importance * (np.log(total) - np.log(good))).sum() + penalty * (weights @ weights))
        slope = importance[owners] * (odds / total[owners] - odds * rights / good[owners])
        return value, matrix.T @ slope + 2 * penalty * weights

    best = minimize(loss, np.zeros(len(known)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {cue: float(best.x[i]) for cue, i in known.items() if abs(best.x[i]) >= 0.005}


def write_weights(weights: Mapping[str, float], path: Path, *, about: str) -> None:
    """Write the weights as `read_weights` reads them."""
    lines = [
        "# Cues for what a pronoun stands for, and their weights. Learnt by training/pronouns.py from GUM (texts CC BY",
        "# and CC BY-SA, annotations CC BY 4.0) and GAP's development split (Apache-2.0).",
        f"# {about}",
    ]
    lines += [f"{cue}\t{weight:.3f}" for cue, weight in sorted(weights.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf8")


def accuracy(examples: Iterable[Example], weights: Mapping[str, float]) -> float:
    """Share of pronouns whose best candidate is right."""
    right = number = 0
    for example in examples:
        scores = [sum(weights.get(cue, 0.0) for cue in cues) for cues in example.cues]
        best = max(range(len(scores)), key=lambda i: (scores[i], -i))
        right, number = right + example.right[best], number + 1
    return right / max(1, number)


def main() -> None:
    """Learn, tell how well it went on GUM's development and test documents, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--penalty", type=float, default=1.0, help="of the squared weights")
    parser.add_argument(
        "--gap-weight", type=float, default=1.5, help="what a pronoun of GAP counts, beside 1 for GUM's"
    )
    parser.add_argument(
        "--rounds", type=int, default=2, help="over GAP, whose earlier pronouns the weights so far read"
    )
    options = parser.parse_args()
    nlp, nouns = load_nlp(), ClassNouns.of(load_lexicon())
    gum = {
        part: list(gum_examples(read_gum(options.corpora / f"syntax/gum/{part}.conllu", vocab=nlp.vocab), nouns=nouns))
        for part in ("train", "dev", "test")
    }
    snippets = read_gap(options.corpora / "coreference/gap/gap-development.tsv")
    docs = list(nlp.pipe(s.text for s in snippets))
    weights = learn(gum["train"], penalty=options.penalty)
    for _ in range(options.rounds):
        gap = list(gap_examples(snippets, docs, nouns=nouns, weights=weights, weight=options.gap_weight))
        weights = learn([*gum["train"], *gap], penalty=options.penalty)
    held_out = accuracy([*gum["dev"], *gum["test"]], weights)
    print(f"{len(weights)} cues; right on GUM's held-out documents: {held_out:.3f}")
    about = f"L2 penalty {options.penalty:g}; a pronoun of GAP counts {options.gap_weight:g}; {options.rounds} rounds."
    write_weights(weights, options.out, about=about)


if __name__ == "__main__":
    main()
