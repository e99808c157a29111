"""Which lemmatiser is right most often: ours, spaCy's rules, or simplemma, on the treebanks' raw text."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import simplemma
import spacy
from spacy.pipeline import Lemmatizer

from kg.language import load_nlp
from training.evaluate import texts
from training.gold import reading


def main() -> None:
    """Print the share of right lemmas of aligned words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder that holds corpora/")
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    options = parser.parse_args()
    nlp = load_nlp()
    other = spacy.blank("en")
    rules = other.add_pipe("lemmatizer", config={"mode": "rule"})
    other.initialize()
    if not isinstance(rules, Lemmatizer):
        raise TypeError("spaCy's lemmatizer is a Lemmatizer")
    print("| set | embedded | spaCy's rules | simplemma | right case not asked: embedded | spaCy's rules | simplemma |")
    print("|---|---|---|---|---|---|---|")
    for title, documents in texts(options.shared, options.part).items():
        right: Counter[str] = Counter()
        total = 0
        for document, doc in zip(documents, nlp.pipe([document.text for document in documents]), strict=True):
            guess, gold = reading(doc), document.gold
            where = {span: index for index, span in enumerate(gold.words)}
            tokens = [token for token in doc if not token.is_space]
            for token, span, mine in zip(tokens, guess.words, guess.lemmas, strict=True):
                number = where.get(span)
                if number is None or not gold.lemmas[number]:
                    continue
                total += 1
                truth = gold.lemmas[number]
                ways = (mine, rules.rule_lemmatize(token)[0], simplemma.lemmatize(token.text, lang="en"))
                for name, lemma in zip(("embedded", "rules", "simplemma"), ways, strict=True):
                    right[name] += lemma == truth
                    right[f"{name} lower"] += lemma.lower() == truth.lower()
        names = ("embedded", "rules", "simplemma", "embedded lower", "rules lower", "simplemma lower")
        print(
            f"| {title} | " + " | ".join(f"{100 * right[name] / max(1, total):.1f}" for name in names) + " |",
            flush=True,
        )


if __name__ == "__main__":
    main()
