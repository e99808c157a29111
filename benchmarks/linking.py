"""Measure entities inside articles on gold facts: how many mentions carry the right entity, and B³ of the clusters.

    python -m benchmarks.linking [--gold ../shared/gold/dev] [--gum ../shared/corpora] [--errors]

A gold mention is every place in the text where one of a gold entity's surface forms stands (forms that two entities
of an article share are left out). Of those that the program extracts too, two figures: how many carry the right
entity, where each gold entity is matched to at most one entity of ours and the other way round (as in CEAF-m, Luo
2005), and B³ (Bagga and Baldwin 1998) over the same mentions.

With `--gum`, the gazetteer and the disambiguation by themselves: the names of GUM's test documents with its own
chains and types, against the Wikidata items that its annotators linked them to.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import networkx as nx

from kg.extraction import extract, load_lexicon
from kg.language import fact_heads, load_nlp
from kg.linking import load_knowledge
from kg.linking.disambiguation import disambiguate
from kg.linking.statements import link_chains
from kg.model import Article, Chain, Extraction, Mention
from kg.vocabulary import WIKIDATA

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


@dataclass(slots=True)
class Annotated:
    """An entity mention of GUM: chain, class, Wikipedia title or empty, characters, parts of speech of its tokens."""

    chain: str
    kind: str
    title: str
    start: int
    end: int = 0
    tags: list[str] = field(default_factory=list)


def read_gum(path: Path, *, leave_out: Container[str] = ()) -> Iterator[tuple[str, list[Annotated]]]:
    """Text and entity mentions of each document of a GUM file in CoNLL-U, but for those with certain names."""
    name, text, waiting, done = "", "", list[Annotated](), list[Annotated]()
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith("# newdoc"):
            if text and name not in leave_out:
                yield text, done
            name, text, waiting, done = line.split("= ")[1].strip(), "", [], []
        columns = line.split("\t")
        if not columns[0].isdigit():
            continue
        start, end = len(text), len(text) + len(columns[1])
        text += columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ")
        found = re.search(r"Entity=([^|]+)", columns[9])
        brackets = re.findall(r"\([^()]+\)?|\d+\)", found[1]) if found else []
        for bracket in brackets:
            if bracket.startswith("("):
                fields = bracket.strip("()").split("-")
                waiting.append(Annotated(fields[0], fields[1], unquote("-".join(fields[7:])).replace("_", " "), start))
        for mention in waiting:
            mention.tags.append(columns[3])
        for bracket in brackets:
            if bracket.endswith(")"):
                number = bracket.strip("()").split("-")[0]
                mention = next(m for m in reversed(waiting) if m.chain == number)
                waiting.remove(mention)
                mention.end = end
                done.append(mention)
    if name not in leave_out:
        yield text, done


def gum_chains(text: str, mentions: list[Annotated]) -> list[tuple[Chain, str]]:
    """Chains of the names among GUM's mentions, each with the Wikipedia title that it was linked to, or an empty
    string."""
    labels = {"person": "PERSON", "place": "GPE", "organization": "ORG", "event": "EVENT"}
    groups: dict[str, list[Annotated]] = defaultdict(list)
    for mention in mentions:
        if mention.kind in labels:
            groups[mention.chain].append(mention)
    chains = []
    for group in groups.values():
        names = []
        for m in group:
            adjective = m.tags == ["ADJ"] and text[m.start].isupper()
            if adjective or (len(m.tags) <= 6 and m.tags.count("PROPN") * 2 >= len(m.tags)):
                start, end = trimmed(text, m.start, m.end)
                names.append(Mention(start, end, text[start:end], "NORP" if adjective else labels[m.kind]))
        if names:
            names.sort(key=lambda m: m.start)
            fullest = max((m.text for m in names), key=lambda name: (min(len(name.split()), 4), len(name)))
            titles = Counter(m.title for m in group if m.title)
            aliases = tuple(sorted({m.text for m in names} - {fullest}))
            chain = Chain(fullest, group[0].kind.capitalize(), tuple(names), aliases)
            chains.append((chain, titles.most_common(1)[0][0] if titles else ""))
    return chains


def measure_gum(corpora: Path, *, errors: bool) -> None:
    """Print how often GUM's names get the Wikidata item that their annotators meant."""
    table = (corpora / "gazetteer/gum_wikipedia_qid.tab").read_text(encoding="utf8").splitlines()[1:]
    items = {unquote(title).replace("_", " "): item for title, _, item, _ in (line.split("\t") for line in table)}
    knowledge = load_knowledge()
    present = set(knowledge.identified())
    counts: Counter[str] = Counter()
    for text, mentions in read_gum(corpora / "syntax/gum/test.conllu"):
        chains = gum_chains(text, mentions)
        extraction = Extraction(Article(text=text), tuple(chain for chain, _ in chains), ())
        for (chain, title), link in zip(chains, disambiguate(extraction, knowledge), strict=True):
            wanted = str(WIKIDATA[items[title]]) if title in items else ""
            given = link.entity.same_as if link.entity else ()
            if not wanted:
                continue
            counts["wanted"] += 1
            counts["in the gazetteer"] += wanted in present
            counts["given"] += bool(given)
            counts["right"] += wanted in given
            if errors and ((given and wanted not in given) or (not given and wanted in present)):
                print(f"GUM: '{chain.name}' is {title}, ours {link.entity.label if link.entity else 'nothing'}")
    precision, recall = counts["right"] / counts["given"], counts["right"] / counts["in the gazetteer"]
    print(f"GUM test: {dict(counts)}; right of those given {precision:.3f}, of those in the gazetteer {recall:.3f}")


def main(arguments: list[str] | None = None) -> int:
    """Command line: see the module's own text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "gold" / "dev")
    parser.add_argument("--errors", action="store_true", help="list the mentions with a wrong entity")
    parser.add_argument("--gum", type=Path, help="the folder corpora: measure on GUM's test part")
    options = parser.parse_args(arguments)
    if options.gum:
        measure_gum(options.gum, errors=options.errors)
        return 0
    nlp, lexicon, knowledge = load_nlp(None, threads=1), load_lexicon(()), load_knowledge()
    heads = fact_heads(nlp)
    gold_total = extracted = right = 0
    named = named_right = 0
    precision = recall = 0.0
    for path in sorted(options.gold.glob("*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf8")
        article = Article(text=text, source=path.with_suffix(".txt").name)
        extraction = extract(nlp(text), article, lexicon, heads)
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
