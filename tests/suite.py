"""What the program finds in a short text against what a careful reader takes from it (`tests/data/README.md`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.extraction import Lexicon, extract
from kg.linking import link
from kg.model import Article, Factuality, LinkedArticle, Polarity, Statement
from kg.pipeline import Tools, usual_plain
from kg.vocabulary import local_name

SENTENCES = Path(__file__).parent / "data" / "sentences.jsonl"
DROPPED = frozenset(
    ["the", "a", "an", "mr", "mrs", "ms", "dr", "sir", "president", "minister", "secretary", "senator", "general"]
)


def cases() -> list[dict[str, Any]]:
    """The suite, a dict a text."""
    return [json.loads(line) for line in SENTENCES.read_text(encoding="utf8").splitlines()]


def key(name: str) -> str:
    """A name without case, articles, titles and marks."""
    return " ".join(w for w in re.findall(r"[^\W_]+", re.sub(r"['’]s\b", "", name.lower())) if w not in DROPPED)


@dataclass(frozen=True)
class Reading:
    """What the program makes of a text."""

    linked: LinkedArticle
    lexicon: Lexicon

    def names(self, iri: str) -> set[str]:
        """The names that an entity may be called by in the suite."""
        entity = next(e for e in self.linked.entities if e.iri == iri)
        return {key(n) for n in (entity.label, *entity.names)}

    def relations(self, wanted: str, also: tuple[str, ...] = ()) -> set[str]:
        """The relations that count for the wanted one: itself, its parents and children."""
        kinds = self.lexicon.relations
        names = {wanted, *also}
        children = {r for r, k in kinds.items() if names & set(k.parents)}
        return names | children | {p for n in names if n in kinds for p in kinds[n].parents}

    def matching(self, subject: str, relation: str, obj: str, also: tuple[str, ...] = ()) -> Iterator[Statement]:
        """The statements that a triple of the suite means."""
        names = self.relations(relation, also)
        for s in self.linked.statements:
            relation_name = local_name(s.predicate)
            if relation_name not in names:
                continue
            subjects, objects = self.names(s.subject), self.names(s.object)
            straight = key(subject) in subjects and key(obj) in objects
            turned = key(subject) in objects and key(obj) in subjects
            if straight or (turned and self.lexicon.relations[relation_name].symmetric):
                yield s

    def plain(self, statement: Statement) -> bool:
        """Whether the standing policy lets the statement stand, judged by this text alone."""
        e = statement.evidence
        if e.polarity is not Polarity.POSITIVE or e.factuality is not Factuality.ACTUAL:
            return False
        if e.confidence < usual_plain():
            return False
        if not e.speaker and not e.attributed:
            return True
        holds = any(
            local_name(s.predicate) == "roleOf"
            and (s.subject, s.object) == (e.speaker, statement.subject)
            and not s.evidence.former
            and not s.evidence.speaker
            and s.evidence.polarity is Polarity.POSITIVE
            and s.evidence.factuality is Factuality.ACTUAL
            for s in self.linked.statements
        )
        return e.speaker == statement.subject or holds


def read(doc: Any, tools: Tools) -> Reading:
    """What the program makes of a parsed text."""
    extraction = extract(doc, Article(text=doc.text), tools.lexicon, tools.heads)
    return Reading(link(extraction, tools.knowledge), tools.lexicon)


def sealed(case: dict[str, Any]) -> bool:
    """Whether a text belongs to the quarter that nobody develops on: only how many are right is told of it."""
    return int(sha256(case["text"].encode()).hexdigest(), 16) % 4 == 0


def faults(case: dict[str, Any], reading: Reading) -> list[str]:
    """What is wrong with a reading of a text; empty if nothing is."""
    found: list[str] = []
    for fact in case["facts"]:
        triple = (fact["subject"], fact["relation"], fact["object"])
        candidates = list(reading.matching(*triple, tuple(fact.get("also", ()))))
        if not candidates:
            found.append(f"missing: {' '.join(triple)}")
        elif all(complaints := [_qualifiers(fact, s, reading) for s in candidates]):
            found.append(f"{' '.join(triple)}: {min(complaints, key=len)}")
    found += [
        f"plain: {' '.join(triple)}"
        for triple in case["not_plain"]
        if any(reading.plain(s) for s in reading.matching(*triple))
    ]
    for triple in case["absent"]:
        if any(reading.plain(s) for s in reading.matching(*triple)):
            found.append(f"present: {' '.join(triple)}")
    if case["kind"] == "nothing":
        for s in reading.linked.statements:
            entities = {e.iri: e for e in reading.linked.entities}
            if reading.plain(s) and entities[s.subject].names and entities[s.object].names:
                found.append(f"plain: {entities[s.subject].label} {local_name(s.predicate)} {entities[s.object].label}")
    return found


def _qualifiers(fact: dict[str, Any], statement: Statement, reading: Reading) -> str:
    e = statement.evidence
    wrong = []
    if "polarity" in fact and fact["polarity"] != e.polarity.lower():
        wrong.append(f"polarity {e.polarity}")
    if "factuality" in fact and fact["factuality"] != e.factuality.lower():
        wrong.append(f"factuality {e.factuality}")
    if "speaker" in fact:
        if fact["speaker"] is None:
            wrong += ["speaker"] if e.speaker else []
        elif not e.speaker or key(fact["speaker"]) not in reading.names(e.speaker):
            wrong.append("speaker")
    if fact.get("role") and key(fact["role"]) not in key(e.role):
        wrong.append(f"role {e.role!r}")
    if "former" in fact and fact["former"] != e.former:
        wrong.append("former")
    return ", ".join(wrong)
