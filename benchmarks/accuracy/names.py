"""How well names are found in annotated passages, by type: `python -m benchmarks.accuracy.names dev`.

A name is right where its characters are exactly those of the gold, both without `the`, `Mr.` and `'s`, and its label is
one that the type may have (`training.annotated.LABELS`): a state's adjective is a place or a people.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.coreference import Score
from kg.language import load_nlp
from kg.language.facts import KIND_OF_LABEL
from training.annotated import LABELS, files_of, is_chosen, name_starts, read_passages

Span = tuple[int, int]
NOUN = KIND_OF_LABEL["NOUN"]
EDGE = re.compile(r"^(?:the|a|an|(?:mr|mrs|ms)\.?)\s+|['’]s?$", re.IGNORECASE)
CLASSES = {
    "people": {"Person"},
    "organizations": {"Organization"},
    "places and peoples": {"Country", "Place", "Facility", "Group"},
    "events, works, laws, products": {"Event", "Work", "Law", "Product"},
}
"""Types whose labels can't be told apart by a span's label, together."""


def gold_names(passage: Mapping[str, Any]) -> tuple[str, dict[Span, str]]:
    """Give the text of a passage and the type of each of its names, by first and last character.

    Args:
        passage: From `training.annotated.read_passages`.
    """
    text, begins = "", dict[int, int]()
    for number, sentence in sorted(passage["S"].items()):
        begins[number] = len(text)
        text += sentence + " "
    found = {}
    for (number, words, kind, _), place in zip(passage["N"], name_starts(passage), strict=True):
        if place >= 0:
            first = begins[number] + place
            found[trimmed(text, first, first + len(words))] = kind
    return text.rstrip(), found


def trimmed(text: str, first: int, end: int) -> Span:
    """Leave an article or `Mr.` before a name and its possessive ending out.

    >>> trimmed("In the Hague's court", 3, 14)
    (7, 12)
    """
    while edge := EDGE.search(text[first:end]):
        first, end = (first + edge.end(), end) if edge.start() == 0 else (first, first + edge.start())
    return first, end


def found_names(doc: Doc) -> dict[Span, str]:
    """Give the label of each name that the pipeline finds, by first and last character."""
    names = (e for e in doc.ents if KIND_OF_LABEL.get(e.label_, NOUN) < NOUN)
    return {trimmed(doc.text, e.start_char, e.end_char): e.label_ for e in names}


def score(pairs: Iterable[tuple[Mapping[Span, str], Mapping[Span, str]]]) -> dict[str, Score]:
    """Score names by class of type.

    Args:
        pairs: Of each text the types of the gold's names and the labels of those that were found.

    Returns:
        Precision and recall of each of `CLASSES`, and of all together.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    labels = {name: {label for kind in kinds for label in LABELS[kind]} for name, kinds in CLASSES.items()}
    for gold, found in pairs:
        for name, kinds in CLASSES.items():
            count = counts[name]
            count[0] += sum(found.get(span) in LABELS[kind] for span, kind in gold.items() if kind in kinds)
            count[1] += sum(label in labels[name] for label in found.values())
            count[2] += sum(kind in kinds for kind in gold.values())
    counts["all"] = [sum(column) for column in zip(*counts.values(), strict=True)]
    return {name: Score(right / max(1, said), right / max(1, asked)) for name, (right, said, asked) in counts.items()}


def passages(shared: Path, part: str) -> Iterator[dict[str, Any]]:
    """Read the passages of a part; of this project's own those that no network learns from."""
    read = [passage for path in files_of(shared, part) for passage in read_passages(path)]
    yield from (passage for n, passage in enumerate(read) if is_chosen(part, passage["id"], n))


def compare(nlp: Language, read: Iterable[Mapping[str, Any]]) -> Iterator[tuple[dict[Span, str], dict[Span, str]]]:
    """Give the names of each passage and those that the pipeline finds in its text."""
    for passage in read:
        text, gold = gold_names(passage)
        yield gold, found_names(nlp(text))


def main() -> None:
    """Print a line for each class of types."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["dev", "dev-world", "written", "standoff"])
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with gold/passages")
    options = parser.parse_args()
    for name, result in score(compare(load_nlp(), passages(options.shared, options.part))).items():
        print(f"{name:30} P {result.precision:.3f} R {result.recall:.3f} F1 {result.f1:.3f}")


if __name__ == "__main__":
    main()
