"""Annotations of text that does not stand in this project: rows that point at characters of a corpus.

The files of `training/standoff` are annotated passages (`training.annotated`) whose words are given as places: a
sentence as `first-end` characters of its document, the words of a name, an argument or a trigger as `first-end`
characters of their sentence. `python -m training.standoff --shared ../shared` writes them with their words, as training
and scoring read them; `--take FILE…` goes the other way, for passages that have been annotated anew.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from training.annotated import STANDOFF, WITH_WORDS, occurrences

DOCUMENTS = ("corpora/syntax/ewt/train.conllu", "corpora/syntax/gum/train.conllu")
AGENCY = "corpora/text/voa.txt.gz"
Rewriting = Callable[[str, str, str], str]
"""From words or a place, the number of the sentence and the letter of the row to what stands there instead."""
ARGUMENT = re.compile(r"(?P<name>[^~]*)~(?P<elsewhere>@(?P<number>\d+):)?(?P<words>.+)")


def corpus_texts(shared: Path) -> dict[str, str]:
    """Read the texts that annotations point at.

    Args:
        shared: The folder with `corpora`.

    Returns:
        Each item of the agency by `voa:` and its line, counted from 0; each document of the treebanks by its name.
    """
    with gzip.open(shared / AGENCY, "rt", encoding="utf-8") as lines:
        out = {f"voa:{number}": line.strip() for number, line in enumerate(lines)}
    for path in DOCUMENTS:
        out |= {name: " ".join(sentences) for name, sentences in _documents(shared / path)}
    return out


def _documents(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Read the documents of a treebank, each its identifier and its sentences as they were printed."""
    name, sentences = "", list[str]()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                if name:
                    yield name, sentences
                name, sentences = line.partition(" = ")[2].strip(), []
            elif line.startswith("# text = "):
                sentences.append(line.partition(" = ")[2].strip())
    if name:
        yield name, sentences


def add_words(rows: str, texts: Mapping[str, str]) -> str:
    """Write the words of a passage where its rows have places.

    Args:
        rows: The lines of one passage, from `#P`.
        texts: From `corpus_texts`.

    Returns:
        The same lines with words.

    Raises:
        KeyError: The corpora lack the document.
    """
    text = texts[_cells(rows)[0][2]]

    def words(place: str, number: str, _: str) -> str:
        return _slice(sentences[number], place)

    sentences = {c[1]: " ".join(_slice(text, c[2]).split()) for c in _cells(rows) if c[0] == "S"}
    return _rewritten(rows, lambda c: sentences[c[1]], words)


def take_words(rows: str, texts: Mapping[str, str]) -> str:
    """Write places where the rows of a passage have words; `add_words` gives the same rows back.

    Args:
        rows: The lines of one passage, from `#P`.
        texts: From `corpus_texts`.

    Returns:
        The same lines with places: of words that stand several times in a sentence those of names in their order, else
        the first.

    Raises:
        ValueError: Words don't stand in their sentence, or a sentence not in its document.
    """
    sentences = {cells[1]: cells[2] for cells in _cells(rows) if cells[0] == "S"}
    text, end = texts[_cells(rows)[0][2]], 0

    def sentence(cells: list[str]) -> str:
        nonlocal end
        found = re.compile(r"\s+".join(map(re.escape, cells[2].split()))).search(text, end)
        if found is None:
            raise ValueError(f"{cells[2][:60]!r} does not stand in its document")
        end = found.end()
        return f"{found.start()}-{found.end()}"

    seen: Counter[tuple[str, str]] = Counter()

    def place(words: str, number: str, row: str) -> str:
        found = occurrences(words, sentences[number])
        if not found:
            raise ValueError(f"{words!r} does not stand in {sentences[number][:60]!r}")
        seen[words, number] += row == "N"
        first = found[min(seen[words, number], len(found)) - 1] if row == "N" else found[0]
        return f"{first}-{first + len(words)}"

    return _rewritten(rows, sentence, place)


def _rewritten(rows: str, sentence: Callable[[list[str]], str], words: Rewriting) -> str:
    """Rewrite the cells of a passage that hold words or places.

    Args:
        rows: The lines of one passage.
        sentence: Rewrites the text of a sentence, from its cells.
        words: Rewrites words or their place, in the sentence of some number, for a row of some kind.
    """
    out = []
    for cells in _cells(rows):
        if cells[0] == "S":
            cells[2] = sentence(cells)
        elif cells[0] == "N":
            cells[2] = words(cells[2], cells[1], "N")
        elif cells[0] == "F":
            for at in (2, 4):
                cells[at] = _argument(cells[at], cells[1], words)
            if cells[8] != "-":
                cells[8] = words(cells[8], cells[1], "F")
        out.append("\t".join(cells))
    return "\n".join(out)


def _argument(argument: str, number: str, words: Rewriting) -> str:
    found = ARGUMENT.fullmatch(argument)
    if found is None:
        raise ValueError(f"{argument!r} is no name, ~, and words")
    return f"{found['name']}~{found['elsewhere'] or ''}{words(found['words'], found['number'] or number, 'F')}"


def _slice(text: str, place: str) -> str:
    first, _, end = place.partition("-")
    return text[int(first) : int(end)]


def _cells(rows: str) -> list[list[str]]:
    return [line.split("\t") for line in rows.split("\n")]


def main() -> None:
    """Write the annotations with their words, or take the words out of some."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument(
        "--take", type=Path, nargs="+", default=[], help="annotated passages to store without their words"
    )
    options = parser.parse_args()
    texts = corpus_texts(options.shared)
    source, target, change = options.take or sorted(STANDOFF.glob("*.tsv")), WITH_WORDS, add_words
    if options.take:
        target, change = STANDOFF, take_words
    target.mkdir(parents=True, exist_ok=True)
    for path in source:
        passages = path.read_text(encoding="utf-8").strip().split("\n\n")
        written = "\n\n".join(change(rows, texts) for rows in passages)
        (target / path.name).write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
