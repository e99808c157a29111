"""Measure entities inside articles on gold facts: how many mentions carry the right entity, and B³ of the clusters.

    python -m benchmarks.linking [--gold ../shared/gold/dev] [--errors]

A gold mention is every place in the text where one of a gold entity's surface forms stands (forms that two entities
of an article share are left
out). Of those that the program extracts too, two figures: how many carry the right entity, where each gold entity is
matched to at most one
entity of ours and the other way round (as in CEAF-m, Luo 2005), and B³ (Bagga and Baldwin 1998) over the same mentions.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import networkx as nx

from kg.extraction import extract, load_lexicon
from kg.language import load_nlp
from kg.linking import load_knowledge
from kg.linking.statements import link_chains
from kg.model import Article

DETERMINERS = re.compile(r"^(?:the|a|an|this|these|that|any|its|his|their)\s+|['’]s?$", re.IGNORECASE)

Span = tuple[int, int]


def trimmed(text: str, start: int, end: int) -> Span:
    """A span without determiner, possessive ending and spaces."""
    while True:
        part = text[start:end]
        match = DETERMINERS.search(part)
        if part != part.strip():
            start, end = start + len(part) - len(part.lstrip()), start + len(part.rstrip())
        elif match and match.start() == 0 and match.end() < len(part):
            start += match.end()
        elif match and match.end() == len(part) and match.start() > 0:
            end -= len(match[0])
        else:
            return start, end


def gold_mentions(text: str, entities: list[dict[str, object]]) -> dict[Span, str]:
    """Spans of the surface forms of gold entities that belong to one entity alone."""
    found: dict[Span, set[str]] = defaultdict(set)
    for entity in entities:
        for form in [entity["name"], *entity["aliases"]]:  # type: ignore[misc]
            pattern = r"(?<!\w)" + r"\s+".join(re.escape(w) for w in str(form).split()) + r"(?!\w)"
            for match in re.finditer(pattern, text):
                found[trimmed(text, *match.span())].add(str(entity["id"]))
    return {span: next(iter(ids)) for span, ids in found.items() if len(ids) == 1}


def matched(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The one-to-one assignment of our entities to gold entities that gets most mentions right."""
    graph: nx.Graph[str] = nx.Graph()
    for (ours, gold), count in Counter(pairs).items():
        graph.add_edge(f"o {ours}", f"g {gold}", weight=count)
    return {a[2:] if a[0] == "o" else b[2:]: b[2:] if a[0] == "o" else a[2:] for a, b in nx.max_weight_matching(graph)}


def b_cubed(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """Sums of B³ precision and recall over (our entity, gold entity) of each mention."""
    both, ours, gold = Counter(pairs), Counter(o for o, _ in pairs), Counter(g for _, g in pairs)
    return sum(n * n / ours[o] for (o, _), n in both.items()), sum(n * n / gold[g] for (_, g), n in both.items())


def main(arguments: list[str] | None = None) -> int:
    """Command line: see the module's own text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "gold" / "dev")
    parser.add_argument("--errors", action="store_true", help="list the mentions with a wrong entity")
    options = parser.parse_args(arguments)
    nlp, lexicon, knowledge = load_nlp(None, threads=1), load_lexicon(()), load_knowledge()
    gold_total = extracted = right = 0
    named = named_right = 0
    precision = recall = 0.0
    for path in sorted(options.gold.glob("*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf8")
        article = Article(text=text, source=path.with_suffix(".txt").name)
        extraction = extract(nlp(text), article, lexicon)
        gold = gold_mentions(text, json.loads(path.read_text(encoding="utf8"))["entities"])
        entities = link_chains(extraction, knowledge)
        ours: dict[Span, tuple[str, str]] = {}
        for chain, iri in zip(extraction.chains, entities, strict=True):
            for mention in chain.mentions:
                if mention.label != "PRON":
                    ours[trimmed(text, mention.start, mention.end)] = iri, mention.label
        both = sorted(span for span in gold if span in ours)
        pairs = [(ours[span][0], gold[span]) for span in both]
        best = matched(pairs)
        good = [best.get(o) == g for o, g in pairs]
        gold_total += len(gold)
        extracted += len(both)
        right += sum(good)
        for span, ok in zip(both, good, strict=True):
            if ours[span][1] != "NOUN":
                named += 1
                named_right += ok
            if options.errors and not ok:
                print(f"{path.stem}: '{text[slice(*span)]}' is {gold[span]}, ours {ours[span][0].rsplit('/', 1)[-1]}")
        p, r = b_cubed(pairs)
        precision += p
        recall += r
    p, r = precision / max(1, extracted), recall / max(1, extracted)
    print(f"gold mentions {gold_total}, extracted {extracted} ({extracted / max(1, gold_total):.3f})")
    print(f"right entity {right / max(1, extracted):.3f} (names alone {named_right / max(1, named):.3f} of {named})")
    print(f"B³ precision {p:.3f} recall {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
