"""Read GUM's coreference and GAP for learning and measuring pronouns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

GOLD_NEWS = ("afghan", "asylum", "defector", "flag", "hackers", "imprisoned", "korea", "sensitive", "stampede")
"""GUM's news documents that are gold articles too (`wikinews_<name>`): nothing is learnt from them."""

_LABELS = {"person": "PERSON", "organization": "ORG", "place": "GPE", "event": "EVENT"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with its gold chains.

    Args:
        doc: gold words, tags, trees and names.
        chains: token index of a mention's head, and whether the mention is a coordination, to the chain's id.
    """

    name: str
    doc: Doc
    chains: dict[tuple[int, bool], str]


@dataclass(slots=True)
class _Building:
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    spans: list[tuple[int, int, str, str]] = field(default_factory=list)
    open: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    rows: list[tuple[int, int]] = field(default_factory=list)


def read_gum(path: Path, *, vocab: Vocab, leave_out: tuple[str, ...] = GOLD_NEWS) -> Iterator[Marked]:
    """Read a CoNLL-U file of GUM with its `Entity=` annotations.

    Args:
        path: the file.
        vocab: for the Docs.
        leave_out: names of news documents to pass over.
    """
    left_out = {f"GUM_news_{name}" for name in leave_out}
    name, building = "", _Building()
    base = 0
    with path.open(encoding="utf8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                if name and name not in left_out and building.words:
                    yield _marked(name, building, vocab)
                name, building = line.split("= ")[1].strip(), _Building()
            elif line.startswith("# newpar") and building.words and not building.words[-1].isspace():
                _word(
                    building,
                    ["", "\n", "\n", "SPACE", "_SP", "_", "0", "dep", "_", "SpaceAfter=No"],
                    len(building.words),
                )
            elif line.startswith("# text"):
                base = len(building.words)
            elif line[:1].isdigit():
                cells = line.rstrip("\n").split("\t")
                if cells[0].isdigit():
                    _word(building, cells, base)
    if name and name not in left_out and building.words:
        yield _marked(name, building, vocab)


def _word(building: _Building, cells: list[str], base: int) -> None:
    here = len(building.words)
    building.words.append(cells[1])
    building.lemmas.append(cells[2])
    building.pos.append(cells[3])
    building.tags.append("" if cells[4] == "_" else cells[4])
    building.morphs.append("" if cells[5] == "_" else cells[5])
    head = int(cells[6])
    building.heads.append(here if head == 0 else base + head - 1)
    building.deps.append("ROOT" if head == 0 else cells[7])
    misc = dict(part.split("=", 1) for part in cells[9].split("|") if "=" in part)
    building.spaces.append(misc.get("SpaceAfter") != "No")
    for piece in re.findall(r"\([^()]*\)?|[^()]+\)", misc.get("Entity", "")):
        if piece.startswith("("):
            parts = piece.strip("()").split("-")
            identity, kind = parts[0].split("[")[0], parts[1]
            if piece.endswith(")"):
                building.spans.append((here, here + 1, identity, kind))
            else:
                building.open.setdefault(identity, []).append((here, kind))
        else:
            identity = piece.strip("()").split("-")[0].split("[")[0]
            if building.open.get(identity):
                start, kind = building.open[identity].pop()
                building.spans.append((start, here + 1, identity, kind))


def _marked(name: str, building: _Building, vocab: Vocab) -> Marked:
    doc = Doc(
        vocab, words=building.words, spaces=building.spaces, tags=building.tags, pos=building.pos,
        morphs=building.morphs, lemmas=building.lemmas, heads=building.heads, deps=building.deps,
    )  # fmt: skip
    chains: dict[tuple[int, bool], str] = {}
    names: dict[tuple[int, int], str] = {}
    for start, end, identity, kind in sorted(building.spans, key=lambda s: (s[0] - s[1], s[0])):
        root = doc[start:end].root
        joint = any(c.dep_ == "conj" and start <= c.i < end for c in root.rights)
        chains.setdefault((root.i, joint), identity)
        if root.pos_ == "PROPN" and not joint:
            left = right = root.i
            while left > start and (doc[left - 1].pos_ in {"PROPN", "NUM"} or doc[left - 1].text in {"-", "."}):
                left -= 1
            while right + 1 < end and (
                doc[right + 1].pos_ in {"PROPN", "NUM"} or doc[right + 1].text in {"-", "of", "&"}
            ):
                right += 1
            while right > root.i and doc[right].pos_ != "PROPN":
                right -= 1
            while doc[left].pos_ != "PROPN":
                left += 1
            if kind != "time":
                names[(left, right + 1)] = _LABELS.get(kind, "MISC")
    spans = [Span(doc, a, b, label) for (a, b), label in names.items()]
    taken: set[int] = set()
    kept = []
    for span in sorted(spans, key=lambda s: (len(s), s.start)):
        if not taken & set(range(span.start, span.end)):
            kept.append(span)
            taken.update(range(span.start, span.end))
    kept.extend(
        Span(doc, token.i, token.i + 1, "NORP")
        for token in doc
        if token.i not in taken and token.pos_ == "ADJ" and token.text[0].isupper() and token.lemma_[0].isupper()
    )
    doc.ents = sorted(kept, key=lambda s: s.start)
    return Marked(name, doc, chains)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A GAP example: whether a pronoun stands for A, for B or for neither; offsets in characters."""

    name: str
    text: str
    pronoun: str
    offset: int
    a: str
    a_offset: int
    a_coref: bool
    b: str
    b_offset: int
    b_coref: bool

    @property
    def feminine(self) -> bool:
        """Whether the pronoun is feminine."""
        return self.pronoun.lower() in {"she", "her", "hers"}


def read_gap(path: Path) -> list[Snippet]:
    """Read a GAP file (`development` and `validation` are for tuning; the test split is for nobody here)."""
    with path.open(encoding="utf8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Snippet(
                r["ID"], r["Text"], r["Pronoun"], int(r["Pronoun-offset"]), r["A"], int(r["A-offset"]),
                r["A-coref"].lower() == "true", r["B"], int(r["B-offset"]), r["B-coref"].lower() == "true",
            )
            for r in rows
        ]  # fmt: skip
