"""Whole short texts: which entity a homonym, an institution, a couple is."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

from kg.model import Article
from kg.pipeline import Tools, analyse

TEXTS = Path(__file__).parent / "data" / "who-is-who.tsv"
RIGHT = 0.85
"""Share of the texts that must come out right: names are found by a network, which is not right of each."""


def test_who_is_who(tools: Tools) -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    wrong = []
    for line in TEXTS.read_text(encoding="utf8").splitlines():
        if line.startswith("#"):
            continue
        kind, text, wanted = line.split("\t")
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
