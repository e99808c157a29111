"""Score open extraction on sentences of CaRB's development half: `python -m benchmarks.accuracy.open_relations`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Extract from each sentence by itself, write what the scorer reads, and run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with benchmarks/ and tools/")
    parser.add_argument("--out", type=Path, default=Path("build/open.tsv"), help="where the extractions go")
    args = parser.parse_args()
    gold = args.shared / "benchmarks" / "carb_dev.tsv"
    lines = gold.read_text(encoding="utf8").splitlines()
    sentences = list(dict.fromkeys(" ".join(line.split("\t")[0].split()) for line in lines))
    run = [sys.executable, "-m", "kg", "extract", "-", "--lines", "--open", "--format", "jsonl"]
    text = "\n".join(sentences)
    output = subprocess.run(run, input=text, capture_output=True, text=True, check=True, encoding="utf8").stdout
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with args.out.open("w", encoding="utf8") as out:
        for line in output.splitlines():
            fact = json.loads(line)
            slots = [fact["relation"], fact["subject"], fact["object"], *fact["arguments"]]
            row = [sentences[fact["line"] - 1], str(fact["confidence"]), *slots]
            out.write("\t".join(" ".join(cell.split()) for cell in row) + "\n")
    score = [sys.executable, str(args.shared / "tools" / "score_open.py"), str(gold), str(args.out)]
    return subprocess.run(score, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
