"""Score event sentences by actors and PLOVER class: `python -m benchmarks.accuracy.events [--errors]`.

A record of the PLOVER gold standard names the actors that an event goes out from and the actors that it is aimed at. A
fact matches a pair of them when its subject and object share a telling word with the two actors (six letters and more
count by their first five, so that a country meets its demonym); symmetric relations match either way round. Two
figures: pairs with their class, and pairs alone.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SYMMETRIC = {"agreesWith", "cooperatesWith", "meetsWith", "negotiatesWith", "fights", "alliedWith"}
EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "in",
        "for",
        "to",
        "s",
        "president",
        "minister",
        "prime",
        "foreign",
        "government",
        "officials",
    ]
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors of an event, each as the words that it may be recognised by."""

    source: frozenset[str]
    target: frozenset[str]
    event: str
    symmetric: bool = False


def words(*texts: str | None) -> frozenset[str]:
    """The telling words of some texts, in lower case, long ones cut so that endings do not count."""
    found = {w for t in texts if t for w in re.findall(r"[^\W_]+", t.lower().replace(".", ""))}
    return frozenset(w[:5] if len(w) > 5 else w for w in found - EMPTY)


def _actors(side: object) -> list[str]:
    return [str(a["actorText"]) for a in side if a.get("actorText")] if isinstance(side, list) else []


def gold_pairs(record: dict[str, object]) -> list[Pair]:
    """The pairs of a record; actors without a target act on one another."""
    actors = {side: _actors(record.get(side)) for side in ("source", "target")}
    event = str(record["event"])
    if actors["target"]:
        return [Pair(words(s), words(t), event) for s in actors["source"] for t in actors["target"]]
    sources = actors["source"]
    return [Pair(words(a), words(b), event, symmetric=True) for i, a in enumerate(sources) for b in sources[i + 1 :]]


def agree(gold: Pair, found: Pair, *, event: bool) -> bool:
    """Whether a found pair is the gold pair, in its direction."""
    if event and gold.event != found.event:
        return False
    if gold.source & found.source and gold.target & found.target:
        return True
    return (gold.symmetric or found.symmetric) and bool(gold.source & found.target and gold.target & found.source)


def figures(gold: list[list[Pair]], found: list[list[Pair]], *, event: bool) -> tuple[float, float, float]:
    """Precision, recall and F1 over all sentences."""
    hits = right = 0
    for wanted, given in zip(gold, found, strict=True):
        hits += sum(any(agree(w, g, event=event) for g in given) for w in wanted)
        right += sum(any(agree(w, g, event=event) for w in wanted) for g in given)
    precision = right / max(1, sum(map(len, found)))
    recall = hits / max(1, sum(map(len, gold)))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main() -> int:
    """Extract from each sentence by itself and print both figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with benchmarks/")
    parser.add_argument(
        "--errors", action="store_true", help="print every record with a pair missed, and what was found"
    )
    args = parser.parse_args()
    path = args.shared / "benchmarks" / "plover_dev.json"
    records = [r for r in json.loads(path.read_text(encoding="utf8")) if r.get("text")]
    text = "\n".join(" ".join(r["text"].split()) for r in records)
    run = [sys.executable, "-m", "kg", "extract", "-", "--lines", "--format", "jsonl"]
    output = subprocess.run(run, input=text, capture_output=True, text=True, check=True, encoding="utf8").stdout
    found: list[list[Pair]] = [[] for _ in records]
    for line in output.splitlines():
        fact = json.loads(line)
        if fact["class"] and fact["class"] != "None":
            pair = Pair(
                words(fact["subject"], fact["subject_entity"]),
                words(fact["object"], fact["object_entity"]),
                fact["class"],
                fact["relation"] in SYMMETRIC,
            )
            if pair not in found[fact["line"] - 1]:
                found[fact["line"] - 1].append(pair)
    gold = [gold_pairs(r) for r in records]
    for name, event in (("source, class, target", True), ("source, target", False)):
        precision, recall, f1 = figures(gold, found, event=event)
        print(f"{name:22} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    if args.errors:
        for record, wanted, given in zip(records, gold, found, strict=True):
            if not all(any(agree(w, g, event=True) for g in given) for w in wanted):
                print(f"\n{record['event']} {record['id']}: {record['text']}")
                for w in wanted:
                    print("   gold ", " ".join(sorted(w.source)), "→", " ".join(sorted(w.target)))
                for g in given:
                    print("   found", g.event, " ".join(sorted(g.source)), "→", " ".join(sorted(g.target)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
