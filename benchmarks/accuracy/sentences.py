"""Score short texts: what must be found, what must never stand plain: `python -m benchmarks.accuracy.sentences`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Build a graph of the texts, then hand over to the scorer that lies beside them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with cases/ and tools/")
    parser.add_argument("--out", type=Path, default=Path("build/sentences.ttl"), help="where the graph goes")
    args = parser.parse_args()
    texts, scorer = args.shared / "cases/sentences.jsonl", args.shared / "tools/score_sentences.py"
    args.out.parent.mkdir(parents=True, exist_ok=True)
    articles = args.out.with_suffix(".jsonl")
    subprocess.run([sys.executable, str(scorer), "articles", str(texts), str(articles)], check=True)
    subprocess.run([sys.executable, "-m", "kg", "build", str(articles), "--out", str(args.out)], check=True)
    return subprocess.run([sys.executable, str(scorer), "score", str(texts), str(args.out)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
