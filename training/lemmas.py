"""Make the table of word forms whose lemma the treebanks settle: `python -m training.lemmas --shared ../shared`.

A form with its part of speech that has one lemma wherever the training parts of the treebanks have it needs no
classifier; irregular forms (`met`, `bought`) come out right for certain.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

TREEBANKS = ("ewt", "gum")
PARTS = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADV", "PRON", "DET", "ADP", "SCONJ", "PART"})
SHARE = 0.97  # of its occurrences that have the lemma


def main() -> None:
    """Read the training parts and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with corpora/")
    parser.add_argument("--out", type=Path, default=Path("kg/language/forms.tsv"), help="the table")
    args = parser.parse_args()
    held_out = {f"GUM_news_{p.stem.removeprefix('wikinews_')}" for p in (args.shared / "gold" / "dev").glob("wikinews_*.json")}
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name in TREEBANKS:
        skipped = False
        for line in (args.shared / "corpora" / "syntax" / name / "train.conllu").read_text(encoding="utf8").splitlines():
            if line.startswith("# newdoc id"):
                skipped = line.rpartition("= ")[2] in held_out
            row = line.split("\t")
            if skipped or len(row) < 10 or not row[0].isdigit() or row[3] not in PARTS:
                continue
            if "Typo=Yes" not in row[5] and row[1].isalpha():
                counts[row[1].lower(), row[3]][row[2].lower()] += 1
    rows = []
    for (form, part), lemmas in sorted(counts.items()):
        lemma, count = lemmas.most_common(1)[0]
        if count >= SHARE * lemmas.total() and (lemmas.total() > 1 or len(form) > 3):
            rows.append(f"{form}\t{part}\t{'' if lemma == form else lemma}\n")
    args.out.write_text("".join(rows), encoding="utf8")
    print(f"{args.out}: {len(rows)} forms, {args.out.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
