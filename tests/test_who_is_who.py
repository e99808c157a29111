"""Whole short texts: which entity a homonym, an institution, a couple is."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

from kg.extraction import extract
from kg.linking import link
from kg.linking.statements import link_mentions
from kg.model import Article
from kg.pipeline import Tools, analyse

TEXTS = Path(__file__).parent / "data" / "who-is-who.tsv"
NAMESAKES = Path(__file__).parent / "data" / "namesakes.tsv"
MARKED = re.compile(r"\[([\d?]):([^\]]+)\]")
RIGHT = 0.85
"""Share of the texts that must come out right: names are found by a network, which is not right of each."""


def rows(path: Path) -> list[list[str]]:
    """The fields of each line of a table, comments left out."""
    lines = path.read_text(encoding="utf8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_who_is_who(tools: Tools) -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    wrong = []
    for kind, text, wanted in rows(TEXTS):
        entities = analyse(Article(text=text), tools).entities
        names = {unquote(entity.iri.rsplit("/", 1)[-1]): entity.type for entity in entities}
        name, _, cls = wanted.removeprefix("!").partition("|")
        right = (name in names and cls in ("", names[name])) != wanted.startswith("!")
        found[kind].append(right)
        if not right:
            wrong.append(f"{wanted}: {text} {sorted(names)}")
    every = [right for rights in found.values() for right in rights]
    assert sum(every) / len(every) >= RIGHT, wrong
    assert all(sum(rights) * 2 >= len(rights) for rights in found.values()), wrong


def _people(marked: str, tools: Tools) -> dict[str, set[str]]:
    """For each number in a text with marked names the IRIs that its names are given."""
    text = MARKED.sub(r"\2", marked)
    extraction = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads)
    meant = link_mentions(extraction, tools.knowledge)
    found: dict[str, set[str]] = defaultdict(set)
    taken = 0
    for match in MARKED.finditer(marked):
        start = match.start() - taken
        taken += len(match[0]) - len(match[2])
        for chain, iris in zip(extraction.chains, meant, strict=True):
            for mention, iri in zip(chain.mentions, iris, strict=True):
                named = mention.label not in {"PRON", "NOUN"}
                if named and mention.start < start + len(match[2]) and start < mention.end:
                    found[match[1]].add(iri)
    return found


def test_namesakes_of_one_article(tools: Tools) -> None:
    rights: dict[str, list[bool]] = defaultdict(list)
    wrong = []
    for kind, marked in rows(NAMESAKES):
        found = _people(marked, tools)
        right = all(len(found[n]) == 1 for n in "12" if f"[{n}:" in marked) and found["1"].isdisjoint(found["2"])
        rights[kind].append(right)
        if not right:
            wrong.append(f"{marked} {dict(found)}")
    assert all(sum(of_kind) >= RIGHT * len(of_kind) for of_kind in rights.values()), wrong


def test_surname_of_two_named_together_is_neither(tools: Tools) -> None:
    text = "Police arrested Viktor Brandl, 41, and his cousin Otto Brandl, 23, on Friday. Brandl denied the charges."
    extraction = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads)
    entities = {e.label: e for e in link(extraction, tools.knowledge).entities}
    assert {"Viktor Brandl", "Otto Brandl", "Brandl"} <= entities.keys()
    assert entities["Brandl"].local
