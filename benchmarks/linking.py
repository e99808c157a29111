"""Measure entities inside articles on gold facts: how many mentions carry the right entity, and B³ of the clusters.

    python -m benchmarks.linking [--gold ../shared/gold/dev] [--corpora ../shared/corpora] [--errors]

A gold mention is every place in the text where one of a gold entity's surface forms stands (forms that two entities
of an article share are left out). Of those that the program extracts too, two figures: how many carry the right
entity, where each gold entity is matched to at most one entity of ours and the other way round (as in CEAF-m, Luo
2005), and B³ (Bagga and Baldwin 1998) over the same mentions.

Then, where the corpora are, the gazetteer and the disambiguation by themselves: the names of GUM's development and test
documents and of one fold of KnowledgeNet with their own chains and types, against the Wikidata items that annotators
linked them to; for each class, with the share that is left local to its article.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import networkx as nx

from kg.extraction import extract, load_lexicon
from kg.language import fact_heads, load_nlp
from kg.linking import Knowledge, load_knowledge
from kg.linking.disambiguation import disambiguate
from kg.linking.statements import link_mentions
from kg.model import Article, Chain, Extraction, Mention
from kg.vocabulary import WIKIDATA

DETERMINERS = re.compile(r"^(?:the|a|an|this|these|that|any|its|his|their)\s+|['’]s?$", re.IGNORECASE)

LABELS = {"Person": "PERSON", "Organization": "ORG", "Place": "GPE"}
KINDS = {
    "CEO": ("Organization", "Person"), "CHILD_OF": ("Person", "Person"), "DATE_FOUNDED": ("Organization", ""),
    "DATE_OF_BIRTH": ("Person", ""), "DATE_OF_DEATH": ("Person", ""), "EDUCATED_AT": ("Person", "Organization"),
    "EMPLOYEE_OR_MEMBER_OF": ("Person", "Organization"), "FOUNDED_BY": ("Organization", ""),
    "HEADQUARTERS": ("Organization", "Place"), "NATIONALITY": ("Person", "Place"),
    "PLACE_OF_BIRTH": ("Person", "Place"), "PLACE_OF_RESIDENCE": ("Person", "Place"),
    "POLITICAL_AFFILIATION": ("Person", "Organization"), "SPOUSE": ("Person", "Person"),
    "SUBSIDIARY_OF": ("Organization", "Organization"),
}  # fmt: skip
"""The classes of what a property of KnowledgeNet has on both sides; empty where they differ or it is a date."""
PRONOUNS = frozenset({"he", "him", "his", "she", "her", "hers", "it", "its", "they", "their", "i", "who", "which"})

Span = tuple[int, int]
Linked = tuple[str, list[Chain], list[str | None]]
"""A text, its named chains, and the Wikidata item of each: an empty string for none, None where it is not known."""


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


def read_items(corpora: Path) -> dict[str, str]:
    """Titles of Wikipedia, each with the IRI of its Wikidata item."""
    table = (corpora / "gazetteer/gum_wikipedia_qid.tab").read_text(encoding="utf8").splitlines()[1:]
    rows = (line.split("\t") for line in table)
    return {unquote(title).replace("_", " "): str(WIKIDATA[item]) for title, _, item, _ in rows}


def of_gum(corpora: Path, part: str, *, leave_out: Container[str] = ()) -> Iterator[Linked]:
    """The names of a part of GUM with their links; those whose title has no item are left out."""
    items = read_items(corpora)
    for text, mentions in read_gum(corpora / f"syntax/gum/{part}.conllu", leave_out=leave_out):
        chains = gum_chains(text, mentions)
        yield text, [chain for chain, _ in chains], [items.get(title) if title else "" for _, title in chains]


def of_knowledgenet(corpora: Path, folds: Container[int]) -> Iterator[Linked]:
    """The names of passages of KnowledgeNet (Mesquita et al. 2019) with their links: places of facts, whose classes
    follow from the property."""
    for line in (corpora / "relations/knowledgenet/train_from_html.jsonl").read_text(encoding="utf8").splitlines():
        passage = json.loads(line)
        if passage["fold"] not in folds:
            continue
        text, groups = passage["text"], defaultdict[tuple[str, str], dict[Span, Mention]](dict)
        for fact in passage["facts"]:
            for side, kind in zip(("subj", "obj"), KINDS[fact["prop"]], strict=True):
                start, end = trimmed(text, *fact[side])
                words = text[start:end]
                if kind and fact["offset_ok"] and words[:1].isupper() and words.lower() not in PRONOUNS:
                    label = "NORP" if fact["prop"] == "NATIONALITY" and side == "obj" else LABELS[kind]
                    iri = (fact[f"{side}_uri"] or "").replace("http://www.wikidata.org/entity/", str(WIKIDATA))
                    groups[iri or words, kind if iri else ""][start, end] = Mention(start, end, words, label)
        chains, wanted = [], []
        for (name, kind), found in groups.items():
            mentions = tuple(sorted(found.values(), key=lambda m: m.start))
            fullest = max((m.text for m in mentions), key=lambda words: (len(words.split()), len(words)))
            types = {label: kind for kind, label in LABELS.items()} | {"NORP": "Country"}
            aliases = tuple(sorted({m.text for m in mentions} - {fullest}))
            chains.append(Chain(fullest, kind or types[mentions[0].label], mentions, aliases))
            wanted.append(name if kind else None)
        yield text, chains, wanted


def measure_links(name: str, articles: Iterable[Linked], knowledge: Knowledge, *, errors: bool = False) -> None:
    """Print how often names get the Wikidata item that annotators meant, by class, and how often none."""
    present = set(knowledge.identified())
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text, chains, items in articles:
        extraction = Extraction(Article(text=text), tuple(chains), ())
        for chain, wanted, link in zip(chains, items, disambiguate(extraction, knowledge), strict=True):
            given = link.entity.same_as if link.entity else ()
            for count in (counts[chain.type], counts["all"]) if wanted else ():
                count["wanted"] += 1
                count["present"] += wanted in present
                count["given"] += bool(given)
                count["right"] += wanted in given
            if errors and wanted and ((given and wanted not in given) or (not given and wanted in present)):
                print(f"{name}: '{chain.name}' is {wanted}, ours {link.entity.label if link.entity else 'nothing'}")
    for kind, count in sorted(counts.items()):
        right, local = count["right"], 1 - count["given"] / max(1, count["wanted"])
        print(
            f"{name}, {kind}: {count['wanted']} linked by annotators, {count['present']} of them in the gazetteer; "
            f"right of those given {right / max(1, count['given']):.3f}, of those in the gazetteer "
            f"{right / max(1, count['present']):.3f}; left local {local:.3f}"
        )


def main(arguments: list[str] | None = None) -> int:
    """Command line: see the module's own text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "gold" / "dev")
    parser.add_argument("--errors", action="store_true", help="list the mentions with a wrong entity")
    parser.add_argument("--corpora", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "corpora")
    options = parser.parse_args(arguments)
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
        entities = link_mentions(extraction, knowledge)
        ours: dict[Span, tuple[str, str]] = {}
        for chain, iris in zip(extraction.chains, entities, strict=True):
            for mention, iri in zip(chain.mentions, iris, strict=True):
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
    if options.corpora.is_dir():
        for part in ("dev", "test"):
            measure_links(f"GUM {part}", of_gum(options.corpora, part), knowledge, errors=options.errors)
        measure_links("KnowledgeNet", of_knowledgenet(options.corpora, {4}), knowledge, errors=options.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
