"""Read text that nobody has annotated as passages without facts, for a teacher to say what it holds.

Articles that share a sentence with any annotated passage or gold article are left out, so that nothing that the product
is measured on is trained on, not even without its answers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from spacy.tokens import Doc, Span

from kg.language import load_nlp
from kg.language.facts import KIND_OF_LABEL
from training.annotated import files_of
from training.passages import NOUN, PRONOUN, Passage, phrases_of, silver

SENTENCES = 10
"""Sentences in a passage."""
LONGEST = 90
"""Words of the longest sentence that is taken."""


def annotated_sentences(paths: Iterable[Path]) -> set[str]:
    """List the beginnings of all sentences of annotated text, letters alone, to tell what must not be trained on."""
    out = set()
    for path in paths:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            out |= set(keys_of(line.replace("\t", "\n")))
    return out


def keys_of(text: str) -> Iterator[str]:
    """Give the first 40 letters of each sentence that has as many."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        letters = re.sub(r"[^a-z]", "", sentence.lower())
        if len(letters) >= 40:
            yield letters[:40]


def texts(shared: Path) -> Iterator[str]:
    """Give the texts that no annotated passage is taken from: news, reports of a war, encyclopedia."""
    gold = (p for p in (shared / "gold").rglob("*") if p.suffix in {".tsv", ".txt", ".json", ".jsonl", ".ttl"})
    known = annotated_sentences([*gold, *files_of(shared, "standoff")])
    for text in (*_news(shared), *_reports(shared), *_encyclopedia(shared)):
        if not known & set(keys_of(text)):
            yield text


def _news(shared: Path) -> Iterator[str]:
    with gzip.open(shared / "corpora/text/voa.txt.gz", "rt", encoding="utf-8") as lines:
        yield from map(str.strip, lines)


def _reports(shared: Path) -> Iterator[str]:
    for path in sorted((shared / "corpora/relations/re3d").glob("*/documents.json")):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines if line.strip())


def _encyclopedia(shared: Path) -> Iterator[str]:
    """Join the sentences that are given of each document, in their order."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    path = shared / "corpora/relations/knowledgenet/train_from_html.jsonl"
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            found[told["doc"]].append((int(told["start"]), told["text"]))
    for sentences in found.values():
        yield " ".join(text for _, text in sorted(sentences))


def passages_of(doc: Doc, name: str) -> Iterator[Passage]:
    """Cut an article into passages: silver trees and names; names, noun phrases and pronouns as mentions."""
    sentences = [s for s in doc.sents if 3 <= len([t for t in s if not t.is_space]) <= LONGEST]
    for at in range(0, len(sentences), SENTENCES):
        yield _passage(sentences[at : at + SENTENCES], f"{name}-{at}")


def _passage(part: list[Span], name: str) -> Passage:
    out = Passage(name, "unlabelled")
    entities: dict[str, int] = {}
    base = 0
    for span in part:
        alone = span.as_doc()
        tokens = [t for t in alone if not t.is_space]
        number_of = {t.i: base + i for i, t in enumerate(tokens)}
        out.sentences.append(asdict(silver(alone, tokens)))
        named = set()
        for e in alone.ents:
            kind = KIND_OF_LABEL.get(e.label_)
            if kind is None or kind >= NOUN or e.start not in number_of or e.end - 1 not in number_of:
                continue
            who = entities.setdefault(e.text.lower(), len(entities))
            out.mentions.append([number_of[e.start], number_of[e.end - 1] + 1, kind, who, 1])
            named.update(range(e.start, e.end))
        for first, last, kind in phrases_of((t for t in tokens if t.i not in named), number_of):
            out.mentions.append([first, last, kind, -1, int(kind == PRONOUN)])
        base += len(tokens)
    out.entities = list(entities)
    return out


def main() -> None:
    """Write the passages as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    options = parser.parse_args()
    found = list(texts(options.shared))
    nlp = load_nlp()
    words = count = 0
    with (options.out / "unlabelled-passages.jsonl").open("w", encoding="utf-8") as out:
        for number, doc in enumerate(nlp.pipe(found)):
            for passage in passages_of(doc, f"unlabelled-{number}"):
                out.write(json.dumps(asdict(passage), ensure_ascii=False) + "\n")
                words, count = words + sum(len(s["words"]) for s in passage.sentences), count + 1
    print(f"{len(found)} texts, {count} passages, {words} words", flush=True)


if __name__ == "__main__":
    main()
