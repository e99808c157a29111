"""How well the chains of mentions of whole documents are found: the CoNLL score on GUM, from raw text.

    python -m benchmarks.accuracy.chains [--part test] [--shared ../shared]

The mean of the F1 of MUC (Vilain et al. 1995), B³ (Bagga & Baldwin 1998) and CEAF-e (Luo 2005), as the CoNLL-2012
shared task has it. A mention is its head word, as in the CRAC shared tasks; chains of one mention are left out on both
sides. GUM annotates every noun phrase of every genre, so that things without a name count as much as people. The
program sees the text alone and looks for what its facts need: a chain of abstract nouns is none of its aims.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import networkx as nx
from spacy.language import Language

from benchmarks.coreference import Finder, Score
from kg.document import Document
from kg.extraction import load_lexicon
from kg.language import fact_heads, load_nlp
from training.coreference_corpora import Marked, read_gum

Chain = frozenset[tuple[int, bool]]
"""The mentions of a chain: where the head word begins, and whether the mention is a coordination."""


def muc(one: Sequence[Chain], other: Sequence[Chain]) -> tuple[float, float]:
    """Count the links of some chains that other chains have, and all of them.

    >>> muc([frozenset({(0, False), (5, False), (9, False)})], [frozenset({(0, False), (9, False)})])
    (1.0, 2.0)
    """
    owner = {mention: place for place, chain in enumerate(other) for mention in chain}
    right = sum(len(c) - len({owner.get(m, ("alone", m)) for m in c}) for c in one)
    return float(right), float(sum(len(c) - 1 for c in one))


def b_cubed(one: Sequence[Chain], other: Sequence[Chain]) -> tuple[float, float]:
    """Sum for the mentions of some chains the share of the chain that their chain among others has, and count them.

    >>> b_cubed([frozenset({(0, False), (5, False)})], [frozenset({(0, False), (5, False), (9, False)})])
    (2.0, 2.0)
    """
    owner = {mention: chain for chain in other for mention in chain}
    right = sum(len(c & owner[m]) / len(c) for c in one for m in c if m in owner)
    return float(right), float(sum(map(len, one)))


def ceaf(one: Sequence[Chain], other: Sequence[Chain]) -> float:
    """Sum the similarities of the best one-to-one alignment of chains: twice what two share over what both have."""
    owner = {mention: place for place, chain in enumerate(other) for mention in chain}
    graph = nx.Graph()
    for i, chain in enumerate(one):
        for j, shared in Counter(owner[m] for m in chain if m in owner).items():
            graph.add_edge(("one", i), ("other", j), weight=2 * shared / (len(chain) + len(other[j])))
    return float(sum(graph.edges[pair]["weight"] for pair in nx.max_weight_matching(graph)))


def scores(documents: Iterable[tuple[Sequence[Chain], Sequence[Chain]]]) -> dict[str, Score]:
    """Score documents.

    Args:
        documents: of each the gold chains and those that were found, each of two mentions or more.

    Returns:
        Precision and recall by the name of the measure.
    """
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for gold, found in documents:
        similar = ceaf(gold, found)
        for name, values in (
            ("MUC", (*muc(found, gold), *muc(gold, found))),
            ("B³", (*b_cubed(found, gold), *b_cubed(gold, found))),
            ("CEAF-e", (similar, float(len(found)), similar, float(len(gold)))),
        ):
            sums[name] = [a + b for a, b in zip(sums[name], values, strict=True)]
    return {name: Score(a / max(1.0, b), c / max(1.0, d)) for name, (a, b, c, d) in sums.items()}


def gold_chains(marked: Marked) -> list[Chain]:
    """The chains of a document of GUM that have two mentions or more."""
    chains: dict[str, set[tuple[int, bool]]] = defaultdict(set)
    for (head, joint), identity in marked.chains.items():
        chains[identity].add((marked.doc[head].idx, joint))
    return [frozenset(c) for c in chains.values() if len(c) > 1]


def found_chains(text: str, *, nlp: Language, finder: Finder) -> list[Chain]:
    """The chains of a text that the program finds."""
    doc = nlp(text)
    document, found = Document(doc), []
    for chain in finder.chains(doc).chains:
        heads = set()
        for mention in chain.mentions:
            words = document.words_of(mention.start, mention.end)
            heads.add((document.root(words.start, words.stop).start, False))
        if len(heads) > 1:
            found.append(frozenset(heads))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    options = parser.parse_args()
    nlp = load_nlp()
    finder = Finder(load_lexicon(), fact_heads(nlp))
    documents = list(read_gum(options.shared / f"corpora/syntax/gum/{options.part}.conllu", vocab=nlp.vocab))
    pairs = [(gold_chains(m), found_chains(m.doc.text, nlp=nlp, finder=finder)) for m in documents]
    news = [pair for pair, m in zip(pairs, documents, strict=True) if m.name.startswith("GUM_news_")]
    for title, chosen in (("all genres", pairs), ("news", news)):
        table = scores(chosen)
        print(f"GUM {options.part}, {title} ({len(chosen)} documents)")
        for name, score in table.items():
            print(f"  {name:8} P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
        print(f"  CoNLL    F1 {sum(score.f1 for score in table.values()) / len(table):.3f}")


if __name__ == "__main__":
    main()
