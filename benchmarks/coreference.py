"""How well pronouns and names come together inside an article, beside published figures.

    python -m benchmarks.coreference --gap ../shared/corpora/coreference/gap --gold ../shared/gold/dev

GAP (Webster et al. 2018): for a pronoun and two names, whether the pronoun's chain holds either; F1 as its own scorer
counts. The program sees the text alone: it has to find the names itself. The network was taught on the development
part; the validation part tells how good it is. B³ (Bagga & Baldwin 1998) over the mentions of gold entities inside an
article: every place where one of an entity's names stands, pronouns not counted because the gold lists none.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.document import Document
from kg.extraction import Lexicon, load_lexicon
from kg.extraction.coreference import Chains, Network, find_chains
from kg.language import fact_heads, load_nlp
from kg.language.component import VECTORS
from kg.language.facts import FactHeads
from training.coreference_corpora import Snippet, read_gap

PUBLISHED = (("best baseline of the GAP paper (Webster et al. 2018, abstract), test", 66.9),)
"""Source: https://arxiv.org/abs/1810.05201."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Finder:
    """What finds the chains of a parsed text.

    Args:
        lexicon: the ontology's words.
        heads: the network that scores antecedents; None to see what stands without it.
    """

    lexicon: Lexicon
    heads: FactHeads | None

    def chains(self, doc: Doc) -> Chains:
        """The chains of a parsed text."""
        vectors = doc.user_data.get(VECTORS)
        network = Network(self.heads, vectors) if self.heads is not None and vectors is not None else None
        return find_chains(Document(doc), self.lexicon, network=network)


def gap_answer(snippet: Snippet, doc: Doc, chains: Chains) -> tuple[bool, bool]:
    """Whether the pronoun's chain is that of A, and that of B."""
    pronoun = doc.char_span(snippet.offset, snippet.offset + len(snippet.pronoun), alignment_mode="expand")
    chain = chains.chain_of(pronoun.root.i) if pronoun is not None else None
    if chain is None:
        return False, False
    spans = [(m.start, m.end) for m in chains.chains[chain].mentions if m.label != "PRON"]

    def named(offset: int, text: str) -> bool:
        found = doc.char_span(offset, offset + len(text), alignment_mode="expand")
        if found is None:
            return False
        of_name = {chains.chain_of(t.i) for t in found if t.pos_ == "PROPN"} - {None}
        return chain in of_name and any(s < offset + len(text) and offset < e for s, e in spans)

    return named(snippet.a_offset, snippet.a), named(snippet.b_offset, snippet.b)


def gap_scores(snippets: Sequence[Snippet], docs: Iterable[Doc], finder: Finder) -> dict[str, Score]:
    """Score GAP examples: `M`, `F` and `O` (all)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for snippet, doc in zip(snippets, docs, strict=True):
        answers = gap_answer(snippet, doc, finder.chains(doc))
        for gold, found in zip((snippet.a_coref, snippet.b_coref), answers, strict=True):
            for group in ("O", "F" if snippet.feminine else "M"):
                counts[group]["right"] += gold and found
                counts[group]["found"] += found
                counts[group]["gold"] += gold
    return {
        group: Score(c["right"] / max(1, c["found"]), c["right"] / max(1, c["gold"])) for group, c in counts.items()
    }


def gold_mentions(text: str, entities: Sequence[dict[str, object]]) -> Iterator[tuple[int, int, str]]:
    """The places of a text where a gold entity's names stand, the longest of each entity.

    Left out: names of two entities, and names inside another entity's full name (`UN` in `UN Security Council`).
    Where a person's full name ends a longer description, its place is that of the full name.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        aliases = entity.get("aliases", [])
        assert isinstance(aliases, list)
        for name in {str(entity["name"]), *map(str, aliases)}:
            owners[name.strip()].add(str(entity["id"]))
    full = {str(e["id"]): str(e["name"]) for e in entities}
    people = {str(e["id"]) for e in entities if e.get("type") == "Person"}
    whole = [(m.span(), owner) for owner, name in full.items() for m in _places(name, text)]
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name in sorted(owners, key=lambda n: (-len(n), n)):
        if not name or len(owners[name]) > 1:
            continue
        (owner,) = owners[name]
        for match in _places(name, text):
            start, end = match.span()
            if any(start < e and s < end for s, e in taken[owner]):
                continue
            taken[owner].append((start, end))
            if any(o != owner and s <= start and end <= e for (s, e), o in whole):
                continue
            if owner in people and name.endswith(full[owner]):
                start = end - len(full[owner])
            yield start, end, owner


def _places(name: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)


def b_cubed(pairs: Sequence[tuple[str, str]]) -> tuple[float, float, int]:
    """Sums of B³ precision and recall over mentions, and their number; a mention is (found cluster, gold cluster)."""
    both, found, gold = Counter(pairs), Counter(f for f, _ in pairs), Counter(g for _, g in pairs)
    precision = sum(both[p] / found[p[0]] for p in pairs)
    recall = sum(both[p] / gold[p[1]] for p in pairs)
    return precision, recall, len(pairs)


def gold_clusters(doc: Doc, chains: Chains, entities: Sequence[dict[str, object]]) -> list[tuple[str, str, Span]]:
    """For each gold mention of an article the found cluster, the gold entity, and the mention."""
    rows = []
    for start, end, owner in gold_mentions(doc.text, entities):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            chain = chains.chain_of(_head(span).i)
            rows.append((f"chain {chain}" if chain is not None else f"alone {start}", owner, span))
    return rows


def _head(span: Span) -> Token:
    """The last noun of a span that hangs on something outside of it."""
    tops = [t for t in span if not span.start <= t.head.i < span.end or t.head == t]
    nouns = [t for t in tops if t.pos_ in {"NOUN", "PROPN"}]
    return nouns[-1] if nouns else span.root


def gold_score(folder: Path, *, nlp: Language, finder: Finder, errors: bool = False) -> Score:
    """B³ over the articles of a gold folder."""
    precision = recall = 0.0
    number = 0
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf8"))
        doc = nlp(path.with_suffix(".txt").read_text(encoding="utf8"))
        rows = gold_clusters(doc, finder.chains(doc), gold["entities"])
        p, r, n = b_cubed([(found, owner) for found, owner, _ in rows])
        precision, recall, number = precision + p, recall + r, number + n
        if errors and n:
            print(f"{path.stem}: P {p / n:.2f} R {r / n:.2f}")
            _show_errors(rows, {str(e["id"]): str(e["name"]) for e in gold["entities"]})
    return Score(precision / max(1, number), recall / max(1, number))


def _show_errors(rows: Sequence[tuple[str, str, Span]], names: dict[str, str]) -> None:
    by_gold: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    by_found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for found, owner, span in rows:
        by_gold[owner][(found, span.text)] += 1
        by_found[found][(owner, span.text)] += 1
    for owner, found_in in by_gold.items():
        if len({f for f, _ in found_in}) > 1:
            print("   split:", names[owner], [(f, t, n) for (f, t), n in found_in.items()])
    for found, owners in by_found.items():
        if len({o for o, _ in owners}) > 1:
            print("   mixed:", found, [(names[o], t, n) for (o, t), n in owners.items()])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gap", type=Path, help="folder of GAP's files")
    parser.add_argument(
        "--split", choices=("development", "validation"), nargs="+", default=["development", "validation"]
    )
    parser.add_argument("--gold", type=Path, help="folder of gold articles")
    parser.add_argument("--errors", action="store_true", help="list the clusters that went wrong")
    parser.add_argument("--rules", action="store_true", help="without the network, to see what it gives")
    options = parser.parse_args()
    nlp = load_nlp()
    finder = Finder(load_lexicon(), None if options.rules else fact_heads(nlp))
    if options.gap:
        for split in options.split:
            snippets = read_gap(options.gap / f"gap-{split}.tsv")
            docs = list(nlp.pipe(s.text for s in snippets))
            began = time.perf_counter()
            scores = gap_scores(snippets, docs, finder)
            took = time.perf_counter() - began
            for group, label in (("M", "masculine"), ("F", "feminine"), ("O", "overall")):
                s = scores[group]
                print(f"GAP {split} {label:10} P {s.precision:.3f} R {s.recall:.3f} F1 {s.f1:.3f}")
            sentences = sum(len(list(d.sents)) for d in docs)
            print(f"    F/M {scores['F'].f1 / scores['M'].f1:.2f}; {1000 * took / sentences:.2f} ms a sentence")
        for name, f1 in PUBLISHED:
            print(f"    published: {name}: F1 {f1 / 100:.3f}")
    if options.gold:
        score = gold_score(options.gold, nlp=nlp, finder=finder, errors=options.errors)
        print(f"gold articles, B³: P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")


if __name__ == "__main__":
    main()
