"""Every figure of the embedded pipeline, on raw text through ``nlp.pipe``, as one Markdown table."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import spacy
from spacy.language import Language

from kg.language import load_nlp
from training.gold import Counts, GoldText, compare, read_treebank, readings

SETS = {
    "test": {
        "EWT test": ("syntax/ewt/test.conllu", "entities/uner_ewt_devtest.jsonl", ""),
        "GUM news test": ("syntax/gum/test.conllu", None, "GUM_news_"),
        "GUM test": ("syntax/gum/test.conllu", None, ""),
        "PUD": ("syntax/pud/test.conllu", "entities/uner_pud.jsonl", ""),
        "PUD news half": ("syntax/pud/test.conllu", "entities/uner_pud.jsonl", "n"),
    },
    "dev": {
        "EWT dev": ("syntax/ewt/dev.conllu", "entities/uner_ewt_devtest.jsonl", ""),
        "GUM dev": ("syntax/gum/dev.conllu", None, ""),
        "GUM news dev": ("syntax/gum/dev.conllu", None, "GUM_news_"),
    },
}
"""What is measured: a treebank, names for it, the beginning of the documents' names. Choices are made on ``dev``
alone."""

_COLUMNS = ("words", "sentences", "uas", "las", "las-universal", "tags", "parts", "lemmas", "names")


def texts(shared: Path, part: str) -> dict[str, list[GoldText]]:
    """Read the texts of a part.

    Args:
        shared: The folder that holds ``corpora/``.
        part: ``test`` or ``dev``.

    Returns:
        Texts by the name of the set.
    """
    corpora = shared / "corpora"
    out = {}
    for title, (treebank, names, prefix) in SETS[part].items():
        documents = read_treebank(corpora / treebank, corpora / names if names else None)
        out[title] = [document for document in documents if document.name.startswith(prefix)]
    return out


def measure(nlp: Language, documents: list[GoldText]) -> dict[str, Counts]:
    """Run a pipeline over texts and count what it gets right."""
    docs = nlp.pipe([document.text for document in documents])
    return compare(zip([document.gold for document in documents], readings(docs), strict=True))


def table(rows: dict[str, dict[str, Counts]]) -> str:
    """Lay results out as Markdown; names stay empty where the set has none."""
    lines = ["| set | " + " | ".join(_COLUMNS) + " | PERSON | ORG | LOC |", "|---" * (len(_COLUMNS) + 4) + "|"]
    for title, counts in rows.items():
        cells = []
        for key in (*_COLUMNS, "names-PERSON", "names-ORG", "names-LOC"):
            value = counts[key].accuracy if key == "lemmas" else counts[key].f1
            cells.append(f"{100 * value:.1f}" if counts[key].gold else "")
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the table, and one for each further model named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder that holds corpora/")
    parser.add_argument(
        "--part", choices=sorted(SETS), default="test", help="choices are made on dev, test is for the report"
    )
    parser.add_argument(
        "--model", action="append", default=[], help="folder of another export, or of a spaCy pipeline; repeatable"
    )
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    parser.add_argument("--newline", type=float, default=0.0)
    options = parser.parse_args()
    documents = texts(options.shared, options.part)
    results = {}
    for name in options.model or [""]:
        if name and (Path(name) / "model.onnx").exists():
            nlp = load_nlp()
            nlp.remove_pipe("newskg_parser")
            nlp.add_pipe("newskg_parser", config={"model": name, "newline": options.newline})
        else:
            nlp = spacy.load(name) if name else load_nlp()
        rows = {title: measure(nlp, some) for title, some in documents.items()}
        results[name or "embedded"] = {
            title: {key: [value.hits, value.guessed, value.gold] for key, value in counts.items()}
            for title, counts in rows.items()
        }
        print(f"\n{name or 'embedded pipeline'}\n\n{table(rows)}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
