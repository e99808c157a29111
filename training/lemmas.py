"""Make the table of word forms whose lemma the treebanks settle.

A form with its part of speech that has one lemma wherever the training parts of the treebanks have it needs no
classifier; irregular forms (*met*, *bought*) come out right for certain.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from training.corpora import HELD_OUT

TREEBANKS = ("ewt", "gum")
UNSETTLED = frozenset({"PROPN", "X", "SYM", "NUM"})
"""Parts of speech whose forms say nothing about words not seen."""
SHARE = 0.97
"""Of a form's occurrences, how many have to have the lemma."""


def count_forms(shared: Path) -> dict[tuple[str, str], Counter[str]]:
    """Count the lemmas of each form and part of speech.

    Args:
        shared: The folder that holds ``corpora/``.

    Returns:
        Counts of lemmas by form in lower case and part of speech.
    """
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for treebank in TREEBANKS:
        document = ""
        with (shared / "corpora" / "syntax" / treebank / "train.conllu").open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# newdoc id"):
                    document = line.rpartition("= ")[2].strip()
                row = line.rstrip("\n").split("\t")
                if len(row) < 10 or not row[0].isdigit() or row[3] in UNSETTLED or document in HELD_OUT:
                    continue
                if "Typo=Yes" not in row[5] and row[2] != "_":
                    counts[row[1].lower(), row[3]][row[2]] += 1
    return counts


def main() -> None:
    """Read the training parts and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder that holds corpora/")
    parser.add_argument("--out", type=Path, default=Path("kg/language/forms.tsv"), help="the table")
    parser.add_argument("--least", type=int, default=1, help="occurrences that a form needs")
    options = parser.parse_args()
    rows = []
    for (form, part), lemmas in sorted(count_forms(options.shared).items()):
        lemma, count = lemmas.most_common(1)[0]
        if lemmas.total() >= options.least and count >= SHARE * lemmas.total() and "\t" not in form:
            rows.append(f"{form}\t{part}\t{'' if lemma == form else lemma}\n")
    options.out.write_text("".join(rows), encoding="utf-8")
    print(f"{options.out}: {len(rows)} forms, {options.out.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
