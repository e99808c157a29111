"""The files of annotated passages: which there are, which of them are kept from training, what stands in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.extraction import load_lexicon
from kg.extraction.coreference.phrases import LABEL_CLASSES

FOLDS = 5
WRITTEN = Path(__file__).parent / "written"
"""Passages that stand in this project: written and annotated for it, as newspapers print them."""
STANDOFF = Path(__file__).parent / "standoff"
"""Annotations of this project of text that does not stand in it (`training.standoff`)."""
WITH_WORDS = Path("build/training/standoff")
"""Where those are written with their words."""
MEASURED_FOLD = 3
"""The fold of both from which no network learns that ships: they are there to measure and to calibrate."""
OWN = {"written": WRITTEN, "standoff": WITH_WORDS}
"""The parts of this project, and where their files are."""
LABELS = {
    kind: tuple(label for label, kinds in LABEL_CLASSES.items() if kind in kinds)
    for kind in sorted({kind for kinds in LABEL_CLASSES.values() for kind in kinds})
}
"""What each type of the passages may be in the common scheme of names."""
WORLD = "world-"
"""How the names of those begin that are kept from training altogether, for the same purpose."""


def files_of(shared: Path, part: str) -> list[Path]:
    """List the files of a part of the annotated passages, in the order in which `held_out` counts their passages.

    Args:
        shared: The folder with `gold/passages`.
        part: `train`, `dev`, `dev-world`; `written` and `standoff` for those of this project.

    Raises:
        SystemExit: The words of `standoff` have not been written yet.
    """
    found = sorted(OWN.get(part, shared / "gold/passages" / part).glob("*.tsv"))
    if part == "standoff" and not found:
        raise SystemExit(f"{OWN[part]}: no passages yet; `python -m training.standoff --shared {shared}` writes them")
    return found


def held_out(number: int, fold: int) -> bool:
    """Whether the passage of some number is kept from training in a fold; none is in fold -1."""
    return fold >= 0 and number % FOLDS == fold


def is_measured(name: str, number: int) -> bool:
    """Whether a passage of this project, by name and place among all, is there to measure, not to learn from."""
    return name.startswith(WORLD) or held_out(number, MEASURED_FOLD)


def is_chosen(part: str, name: str, number: int, fold: int | None = None) -> bool:
    """Whether a passage is one to measure on: of a fold if one is given, of this project a held-out one, else any."""
    if fold is not None:
        return held_out(number, fold)
    return part not in OWN or is_measured(name, number)


def teach_parents(scorer: Any) -> None:
    """Let the scorer count a relation that the annotators had not as the parent that they had: a dismissal, which the
    ontology tells apart, is `coerces` for them.

    Args:
        scorer: Its module, which is changed.
    """
    for name, relation in load_lexicon(()).relations.items():
        if name not in scorer.INVENTORY and (parents := scorer.INVENTORY.intersection(relation.parents)):
            scorer.PARENTS[name] = parents
            scorer.INVENTORY.add(name)


def occurrences(words: str, sentence: str) -> list[int]:
    """Find where words begin in a sentence: as whole words, or inside others where they are nowhere whole.

    >>> occurrences("Iran", "Iranian troops left Iran"), occurrences("Iran", "Iranians")
    ([20], [0])
    """
    found = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(words) + r"(?!\w)", sentence)]
    return found or [m.start() for m in re.finditer(re.escape(words), sentence)]


def name_starts(passage: Mapping[str, Any]) -> list[int]:
    """Find where the words of each row of names begin in their sentence, those that are named again in their order.

    Args:
        passage: From `read_passages`.

    Returns:
        A place for each row; -1 where its words are not in the sentence.
    """
    seen: Counter[tuple[int, str]] = Counter()
    out = []
    for number, words, _, _ in passage["N"]:
        found = occurrences(words, passage["S"].get(number, ""))
        out.append(found[min(seen[number, words], len(found) - 1)] if found else -1)
        seen[number, words] += 1
    return out


def read_passages(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of annotated passages as it stands.

    Args:
        path: The file.

    Yields:
        For each passage its id, date, sentences by number, rows of names and rows of facts.
    """
    current: dict[str, Any] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[0] == "#P":
            if current:
                yield current
            current = {"id": cells[1], "date": cells[3] if len(cells) > 3 else "-", "S": {}, "N": [], "F": []}
        elif cells[0] == "S":
            current["S"][int(cells[1])] = cells[2]
        elif cells[0] == "N" and len(cells) == 5:
            current["N"].append((int(cells[1]), *cells[2:]))
        elif cells[0] == "F" and len(cells) == 9:
            current["F"].append((int(cells[1]), *cells[2:]))
    if current:
        yield current
