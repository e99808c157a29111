"""Whether two articles that use one name speak of one bearer, and whether names of annotated passages come together.

    python -m benchmarks.pairs [--passages ../shared/gold/passages/dev] [--errors]

Own texts: `tests/data/bearers.tsv` has two short articles of each bearer of a name; every two articles of a name are a
pair, of one bearer or of two. Passages: B³ of the named mentions inside each passage, and pairwise precision and
recall of all of them over the passages together, where two mentions are one if the annotators give them one full name.
Prints figures alone for the passages, so that nobody develops on them.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from benchmarks.linking import b_cubed, trimmed
from kg.extraction import extract
from kg.linking import link, resolve
from kg.linking.profiles import Record
from kg.linking.statements import link_mentions
from kg.model import Article, Extraction
from kg.names import fold
from kg.pipeline import Setup, Tools, load_tools

BEARERS = Path(__file__).resolve().parents[1] / "tests" / "data" / "bearers.tsv"


def read_bearers(path: Path) -> Iterator[tuple[str, str, str]]:
    """Name, bearer and text of each article."""
    for line in path.read_text(encoding="utf8").splitlines():
        if not line.startswith("#"):
            name, bearer, *texts = line.split("\t")
            yield from ((name, bearer, text) for text in texts)


def read(text: str, tools: Tools, source: str = "") -> Extraction:
    """What an article says."""
    article = Article(text=text, source=source, date="2026-03-01")
    return extract(tools.nlp(text), article, tools.lexicon, tools.heads)


def own_pairs(tools: Tools, *, path: Path = BEARERS) -> list[tuple[str, str, str, bool, bool]]:
    """For each pair of articles of one name: the name, both bearers, whether they are one, and whether we say so."""
    articles = list(read_bearers(path))
    known: list[tuple[str, str, list[Record], str]] = []
    for number, (name, bearer, text) in enumerate(articles):
        linked = link(read(text, tools), tools.knowledge)
        records = [(f"article/{number:03}", entity) for entity in linked.entities]
        iri = next((e.iri for _, e in records if e.label == name or name in e.names), "")
        known.append((name, bearer, records, iri))
    out = []
    for (name, bearer, left, a), (other, rival, right, b) in combinations(known, 2):
        if name == other:
            resolution = resolve([*left, *right])
            one = resolution.get((left[0][0], a), a) == resolution.get((right[0][0], b), b)
            out.append((name, bearer, rival, bearer == rival, one and bool(a)))
    return out


def passage_names(path: Path) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Id and text of each passage of a file, and the words and the entity of each of its names in order."""
    raw: list[tuple[str, list[str], list[tuple[str, str]]]] = []
    for line in path.read_text(encoding="utf8").splitlines():
        cells = line.split("\t")
        if cells[0] == "#P":
            raw.append((cells[1], [], []))
        elif cells[0] == "S":
            raw[-1][1].append(cells[2])
        elif cells[0] == "N" and len(cells) == 5:
            raw[-1][2].append((cells[2], fold(cells[4])))  # readers write `the Taliban` or `Taliban`
    for name, sentences, names in raw:
        yield name, " ".join(sentences), names


def gold_spans(text: str, names: list[tuple[str, str]]) -> dict[tuple[int, int], str]:
    """Where the names of a passage stand, each with its entity; words that two entities share are left out."""
    owners: dict[str, set[str]] = defaultdict(set)
    for words, entity in names:
        owners[words].add(entity)
    taken: dict[tuple[int, int], str] = {}
    for words in sorted(owners, key=lambda w: (-len(w), w)):
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            start, end = match.span()
            if len(owners[words]) == 1 and not any(start < e and s < end for s, e in taken):
                taken[start, end] = next(iter(owners[words]))
    return {trimmed(text, *span): entity for span, entity in taken.items()}


def measure_passages(folder: Path, tools: Tools) -> None:
    """Print B³ inside passages, and pairwise precision and recall over all of them."""
    precision = recall = 0.0
    mentions: list[tuple[tuple[str, str], str]] = []  # (passage, IRI), gold entity
    records: list[Record] = []
    for path in sorted(folder.glob("*.tsv")):
        for name, text, names in passage_names(path):
            extraction = read(text, tools, name)
            iris = link_mentions(extraction, tools.knowledge)
            ours = {
                trimmed(text, m.start, m.end): iri
                for chain, meant in zip(extraction.chains, iris, strict=True)
                for m, iri in zip(chain.mentions, meant, strict=True)
                if m.label not in ("PRON", "NOUN")
            }
            pairs = [(ours[span], entity) for span, entity in gold_spans(text, names).items() if span in ours]
            p, r = b_cubed(pairs)
            precision, recall = precision + p, recall + r
            mentions += [((name, iri), entity) for iri, entity in pairs]
            records += [(name, entity) for entity in link(extraction, tools.knowledge).entities]
    count = len(mentions)
    p, r = precision / count, recall / count
    print(f"passages: {count} names; inside a passage B³ P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}")
    resolution = resolve(records)
    found = [(key[0], resolution.get(key, key[1]), gold) for key, gold in mentions]
    once = sorted(set(found))  # a thing counts once a passage
    right = _pairs((passage, (iri, gold)) for passage, iri, gold in once)
    given = _pairs((passage, iri) for passage, iri, _ in once)
    wanted = _pairs((passage, gold) for passage, _, gold in once)
    print(f"over passages: pairs P {right / max(1, given):.3f} R {right / max(1, wanted):.3f} ({wanted} pairs)")


def _pairs(labelled: Iterable[tuple[str, object]]) -> int:
    """How many pairs of things of different passages have one label."""
    inside = Counter(labelled)
    whole = Counter[object]()
    for (_, label), count in inside.items():
        whole[label] += count
    return sum(n * (n - 1) for n in whole.values()) // 2 - sum(n * (n - 1) for n in inside.values()) // 2


def main(arguments: list[str] | None = None) -> int:
    """Command line: see the module's own text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, help="folder of annotated passages to measure on as well")
    parser.add_argument("--errors", action="store_true", help="list the own pairs that came out wrong")
    options = parser.parse_args(arguments)
    tools = load_tools(Setup(), threads=1)
    pairs = own_pairs(tools)
    right = sum(same == one for *_, same, one in pairs)
    merged = sum(one and not same for *_, same, one in pairs)
    print(f"own pairs: {len(pairs)}, right {right / len(pairs):.3f}, false merges {merged}")
    for name, bearer, rival, same, one in pairs:
        if options.errors and same != one:
            print(f"{name}: {bearer} / {rival} {'split' if same else 'merged'}")
    if options.passages:
        measure_passages(options.passages, tools)
    return 0


if __name__ == "__main__":
    sys.exit(main())
