"""Build `ontologies/given_names.tsv`: given names with how many women and men bear them, for the gender of pronouns.

    python -m training.given_names --corpora ../shared/corpora --out ontologies/given_names.tsv

Sources: the name lists of the package Faker (MIT licence), where each country's list counts 1,000 women and 1,000
men, by its own frequencies if it has them, names in Cyrillic and Greek letters romanised; and encyclopedia passages
(Re-DocRED, MIT, texts CC BY-SA; KnowledgeNet, CC BY-SA) in which one person is spoken of and all pronouns are of
one gender: each counts as one woman or man of that given name, which weighs 5. Only the counts are kept.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from anyascii import anyascii

_FEMININE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_MASCULINE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_WEIGHT = 5
_ENGLISH = 3
"""How many other languages English names count for: texts are English."""
_LEAST = 0.45
"""Names rarer than this share of a thousand in all lists together are left out."""


def fold(name: str) -> str:
    """A name in small Latin letters without marks (as `kg.names.fold` gives it)."""
    return re.sub(r"[^a-z0-9]+", "", anyascii(name).lower())


def faker_names() -> Iterator[tuple[str, str, float]]:
    """Yield (name, `f` or `m`, share of a thousand) from Faker's lists."""
    package = importlib.import_module("faker.providers.person")
    modules = sorted(m.name for m in pkgutil.iter_modules(package.__path__))
    shared = Counter(m[:2] for m in modules)
    for module in modules:
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        for gender, word in (("f", "female"), ("m", "male")):
            listed = getattr(provider, f"first_romanized_names_{word}", None) or vars(provider).get(
                f"first_names_{word}"
            )
            if not listed:
                continue
            weights = dict(listed) if isinstance(listed, Mapping) else dict.fromkeys(listed, 1.0)
            total = sum(weights.values()) * shared[module[:2]] / (_ENGLISH if module[:2] == "en" else 1)
            for name, weight in weights.items():
                first = re.split(r"[\s-]", name.strip())[0]
                if re.fullmatch(r"[\u0041-\u024f\u0370-\u04ff'’]+", first) and len(first) > 1:
                    yield fold(first), gender, 1000 * weight / total


def corpus_names(corpora: Path) -> Iterator[tuple[str, str]]:
    """Yield (given name, `f` or `m`) of people of whom a passage speaks with pronouns of one gender alone."""
    for part in ("dev", "test"):
        for document in json.loads((corpora / f"relations/redocred/{part}_revised.json").read_text(encoding="utf8")):
            people = [v for v in document["vertexSet"] if v[0]["type"] == "PER"]
            main = [v for v in people if fold(v[0]["name"]) in fold(document["title"])]
            if main and (len(people) == 1 or len(main[0]) >= 3):
                text = " ".join(" ".join(s) for s in document["sents"])
                yield from _one_gender(main[0][0]["name"], text)
    with (corpora / "relations/knowledgenet/train_from_html.jsonl").open(encoding="utf8") as lines:
        for line in lines:
            passage = json.loads(line)
            subjects = {f["subj_text"] for f in passage["facts"] if len(f["subj_text"].split()) > 1}
            if len(subjects) == 1:
                yield from _one_gender(subjects.pop(), passage["text"])


def _one_gender(name: str, text: str) -> Iterator[tuple[str, str]]:
    women, men = len(_FEMININE.findall(text)), len(_MASCULINE.findall(text))
    words = [fold(w) for w in name.split()]
    if len(words) > 1 and len(words[0]) > 1 and (women >= 2) != (men >= 2) and min(women, men) == 0:
        yield words[0], "f" if women else "m"


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    counts: dict[str, dict[str, float]] = defaultdict(lambda: {"f": 0.0, "m": 0.0})
    for name, gender, share in faker_names():
        counts[name][gender] += share
    for name, gender in corpus_names(options.corpora):
        counts[name][gender] += _WEIGHT
    lines = [
        "# Given names, folded, with how many women and men bear them (relative). Built by training/given_names.py",
        "# from the name lists of Faker (MIT licence) and pronoun counts over Re-DocRED and KnowledgeNet passages.",
    ]
    for name in sorted(counts):
        women, men = counts[name]["f"], counts[name]["m"]
        if name and women + men >= _LEAST:
            lines.append(f"{name}\t{women:.1f}\t{men:.1f}")
    options.out.write_text("\n".join(lines) + "\n", encoding="utf8")
    print(f"{len(lines) - 2} names")


if __name__ == "__main__":
    main()
