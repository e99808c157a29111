"""Published corpora of relations as passages that teach pairs: KnowledgeNet, Re-DocRED and re3d.

Only relations whose meaning is surely ours are taken, each in the direction of ours. A pair of which such a corpus says
nothing teaches that a relation does not hold where the corpus is *exhaustive* for that relation; all else is unknown:
other relations, neighbouring sentences, polarity and factuality, who says so.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.language import load_nlp
from kg.language.facts import KIND_OF_LABEL
from training.antecedents import words_of
from training.passages import NOBODY, NOUN, PRONOUN, PRONOUNS, Passage, phrases_of

Mapped = tuple[str, bool]
"""A relation of ours, and whether it runs the other way: from their object to their subject."""

KNOWLEDGENET: Mapping[str, Mapped] = {
    "SPOUSE": ("spouseOf", False),
    "CHILD_OF": ("parentOf", True),
    "PLACE_OF_BIRTH": ("bornIn", False),
    "NATIONALITY": ("citizenOf", False),
    "EDUCATED_AT": ("studiedAt", False),
    "FOUNDED_BY": ("founderOf", True),
    "CEO": ("roleOf", True),
    "POLITICAL_AFFILIATION": ("memberOf", False),
    "SUBSIDIARY_OF": ("partOf", False),
    "HEADQUARTERS": ("locatedIn", False),
}
"""KnowledgeNet's properties. Its employees and members are either `roleOf` or `memberOf`, its residents have often only
worked there: they stay unknown."""
KNOWLEDGENET_EXHAUSTIVE: Mapping[str, tuple[str, ...]] = {
    "SPOUSE": ("spouseOf",),
    "CHILD_OF": ("parentOf",),
    "PLACE_OF_BIRTH": ("bornIn",),
    "NATIONALITY": ("citizenOf",),
    "EDUCATED_AT": ("studiedAt",),
    "FOUNDED_BY": ("founderOf",),
    "EMPLOYEE_OR_MEMBER_OF": ("roleOf", "memberOf"),
}
"""Which of our relations a passage is exhaustive for, that was annotated with a property."""

REDOCRED: Mapping[str, Mapped] = {
    "P26": ("spouseOf", False),
    "P40": ("parentOf", False),
    "P22": ("parentOf", True),
    "P25": ("parentOf", True),
    "P3373": ("relativeOf", False),
    "P19": ("bornIn", False),
    "P20": ("diedIn", False),
    "P27": ("citizenOf", False),
    "P69": ("studiedAt", False),
    "P112": ("founderOf", True),
    "P6": ("roleOf", True),
    "P35": ("roleOf", True),
    "P488": ("roleOf", True),
    "P102": ("memberOf", False),
    "P463": ("memberOf", False),
    "P54": ("memberOf", False),
    "P127": ("owns", True),
    "P749": ("partOf", False),
    "P355": ("partOf", True),
    "P159": ("locatedIn", False),
    "P1344": ("participatesIn", False),
    "P710": ("participatesIn", True),
    "P607": ("participatesIn", False),
    "P50": ("creatorOf", True),
    "P57": ("creatorOf", True),
    "P58": ("creatorOf", True),
    "P86": ("creatorOf", True),
    "P170": ("creatorOf", True),
    "P178": ("creatorOf", True),
    "P1365": ("succeeds", False),
    "P1366": ("succeeds", True),
}
"""Re-DocRED's, which are Wikidata's properties."""
REDOCRED_EXHAUSTIVE = ("bornIn", "citizenOf", "diedIn", "founderOf", "parentOf", "spouseOf", "studiedAt")
REDOCRED_KINDS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE", "MISC": "MISC"}

RE3D: Mapping[str, Mapped] = {"FightingAgainst": ("fights", False), "AlliesOf": ("alliedWith", False)}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with relations that somebody annotated.

    Attributes:
        name: Its identifier.
        text: Its characters.
        mentions: Start, end, kind (None: what the pipeline says) and entity of each.
        facts: Subject and object (numbers of mentions) and relation.
        unknown: Pairs of entities of which the corpus says something that is not mapped.
        exhaustive: The relations that the corpus is exhaustive for.
    """

    name: str
    text: str
    mentions: list[tuple[int, int, int | None, str]]
    facts: list[tuple[int, int, str]]
    unknown: frozenset[tuple[str, str]]
    exhaustive: tuple[str, ...]


def read_knowledgenet(path: Path) -> Iterator[Marked]:
    """Read KnowledgeNet's passages, one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            mentions: dict[tuple[int, int], tuple[int, int, int | None, str]] = {}
            facts, unknown = [], set()
            for fact in raw["facts"]:
                if fact["prop"].startswith("DATE_"):
                    continue  # dates are no mentions
                ends = []
                for side in ("subj", "obj"):
                    start, end = fact[side]
                    entity = fact[f"{side}_uri"] or raw["text"][start:end]
                    mentions.setdefault((start, end), (start, end, None, entity))
                    ends.append(list(mentions).index((start, end)))
                if mapped := KNOWLEDGENET.get(fact["prop"]):
                    facts.append(_directed(ends[0], ends[1], mapped))
                else:
                    pair = [list(mentions.values())[end][3] for end in ends]
                    unknown.add((pair[0], pair[1]))
            asked = {r for prop in raw["annotated_props"] for r in KNOWLEDGENET_EXHAUSTIVE.get(prop, ())}
            name = f"knowledgenet-{raw['doc']}-{raw['start']}"
            yield Marked(name, raw["text"], list(mentions.values()), facts, frozenset(unknown), tuple(sorted(asked)))


def read_redocred(path: Path) -> Iterator[Marked]:
    """Read Re-DocRED's documents: facts that one sentence says, with mentions of both in it."""
    for number, raw in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        text, starts = _joined(raw["sents"])
        mentions, of = list[tuple[int, int, int | None, str]](), dict[tuple[int, int], int]()
        for entity, vertex in enumerate(raw["vertexSet"]):
            for m in vertex:
                label = REDOCRED_KINDS.get(m["type"])
                first, last = m["pos"]
                words = starts[m["sent_id"]]
                if label is None or last > len(words):
                    continue
                end = words[last - 1] + len(raw["sents"][m["sent_id"]][last - 1])
                of.setdefault((entity, m["sent_id"]), len(mentions))
                mentions.append((words[first], end, KIND_OF_LABEL[label], str(entity)))
        facts, unknown = [], set()
        for fact in raw["labels"]:
            mapped, where = REDOCRED.get(fact["r"]), fact["evidence"]
            ends = [of.get((fact[side], where[0])) if len(where) == 1 else None for side in "ht"]
            unknown.add((str(fact["h"]), str(fact["t"])))  # what other sentences say of the two
            if mapped is not None and ends[0] is not None and ends[1] is not None:
                facts.append(_directed(ends[0], ends[1], mapped))
        yield Marked(f"{path.stem}-{number}", text, mentions, facts, frozenset(unknown), REDOCRED_EXHAUSTIVE)


def read_re3d(folder: Path) -> Iterator[Marked]:
    """Read one source of re3d; rows whose places don't hold their words are left out."""
    rows = {part: list(_lines(folder / f"{part}.json")) for part in ("documents", "relations")}
    for document in rows["documents"]:
        text = document["text"]
        mentions: dict[tuple[int, int], tuple[int, int, int | None, str]] = {}
        facts, unknown = [], set()
        for row in rows["relations"]:
            spans = [(row[f"{side}Begin"], row[f"{side}End"], row[side]) for side in ("source", "target")]
            if row["documentId"] != document["_id"] or any(text[a:b] != words for a, b, words in spans):
                continue
            for a, b, words in spans:
                mentions.setdefault((a, b), (a, b, None, words))
            ends = [list(mentions).index(span[:2]) for span in spans]
            if mapped := RE3D.get(row["type"]):
                facts.append(_directed(ends[0], ends[1], mapped))
            else:
                unknown.add((row["source"], row["target"]))
        yield Marked(f"re3d-{document['_id']}", text, list(mentions.values()), facts, frozenset(unknown), ())


def passage_of(marked: Marked, nlp: Language) -> Passage:
    """Turn an annotated text into words, mentions and facts.

    Args:
        marked: The text.
        nlp: Cuts it into words and sentences and finds the names and noun phrases that nobody annotated.

    Returns:
        The passage. Of its mentions names count as annotated, pronouns and noun phrases don't, since nobody said whom
        they mean.
    """
    doc = nlp(marked.text)
    sentences, numbers = words_of(doc)
    entities: list[str] = []
    out = Passage(marked.name, "relations", [asdict(s) for s in sentences], entities=entities)
    out.exhaustive = list(marked.exhaustive)
    place: dict[int, int] = {}
    index: dict[tuple[int, int], int] = {}
    for number, (start, end, kind, entity) in enumerate(marked.mentions):
        span = doc.char_span(start, end, alignment_mode="expand")
        inside = [numbers[t.i] for t in span if t.i in numbers] if span is not None else []
        if not inside or span is None:
            continue
        words = inside[0], inside[-1] + 1
        if words not in index:
            if entity not in entities:
                entities.append(entity)
            found = kind if kind is not None else _kind(doc, span.start, span.end)
            index[words] = len(out.mentions)
            out.mentions.append([*words, found, entities.index(entity), int(found < NOUN)])
        place[number] = index[words]
    covered = {word for first, last in index for word in range(first, last)}
    for first, last, kind in _others(doc, numbers):
        if not covered & set(range(first, last)):
            out.mentions.append([first, last, kind, -1, int(kind < NOUN)])
    for subject, object_, relation in marked.facts:
        ends = place.get(subject), place.get(object_)
        if None not in ends and ends[0] != ends[1]:
            out.facts.append(
                {"subject": ends[0], "object": ends[1], "relation": relation, "also": [], "code": None,
                 "speaker": NOBODY, "trigger": None}
            )  # fmt: skip
    out.unknown = [
        [entities.index(a), entities.index(b)]
        for a, b in sorted(marked.unknown)
        if a in entities and b in entities
    ]  # fmt: skip
    return out


def _directed(subject: int, object_: int, mapped: Mapped) -> tuple[int, int, str]:
    relation, reverse = mapped
    return (object_, subject, relation) if reverse else (subject, object_, relation)


def _kind(doc: Doc, start: int, end: int) -> int:
    """Sort a mention by its words: a pronoun, a name as the pipeline sorts names, else a noun phrase."""
    if end - start == 1 and doc[start].lower_ in PRONOUNS:
        return PRONOUN
    root = doc[start:end].root
    name = next((e for e in doc.ents if e.start <= root.i < e.end and e.label_ in KIND_OF_LABEL), None)
    if name is not None:
        return KIND_OF_LABEL[name.label_]
    return KIND_OF_LABEL["MISC"] if root.pos_ == "PROPN" else NOUN


def _others(doc: Doc, numbers: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    """Find the names, noun phrases and pronouns of a document."""
    for name in doc.ents:
        inside = [numbers[t.i] for t in name if t.i in numbers]
        if inside and name.label_ in KIND_OF_LABEL:
            yield inside[0], inside[-1] + 1, KIND_OF_LABEL[name.label_]
    named = {t.i for name in doc.ents for t in name}
    yield from phrases_of((t for t in doc if t.i in numbers and t.i not in named), numbers)


def _joined(sentences: Iterable[list[str]]) -> tuple[str, list[list[int]]]:
    """Join tokens by spaces, sentences by line breaks; with the start of each token."""
    text, starts = "", list[list[int]]()
    for words in sentences:
        starts.append([])
        for word in words:
            starts[-1].append(len(text))
            text += word + " "
        text = text[:-1] + "\n"
    return text, starts


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def main() -> None:
    """Write ``passages-relations.jsonl``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    options = parser.parse_args()
    corpora, nlp = options.shared / "corpora/relations", load_nlp()
    marked = [*read_knowledgenet(corpora / "knowledgenet/train_from_html.jsonl")]
    for part in ("dev", "test"):
        marked += read_redocred(corpora / f"redocred/{part}_revised.json")
    for folder in sorted(path for path in (corpora / "re3d").iterdir() if path.is_dir()):
        marked += read_re3d(folder)
    taught: Counter[str] = Counter()
    with (options.out / "passages-relations.jsonl").open("w", encoding="utf-8") as out:
        for one in marked:
            passage = passage_of(one, nlp)
            taught.update(fact["relation"] for fact in passage.facts)
            out.write(json.dumps(asdict(passage), ensure_ascii=False) + "\n")
    print(f"{len(marked)} passages, {taught.total()} facts: {dict(taught.most_common())}", flush=True)


if __name__ == "__main__":
    main()
