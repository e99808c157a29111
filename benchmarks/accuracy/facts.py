"""Build a graph from the gold articles and score its facts: `python -m benchmarks.accuracy.facts [--errors]`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Build, then hand over to the scorer that lies beside the gold facts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with gold/ and tools/")
    parser.add_argument("--out", type=Path, default=Path("build/facts.ttl"), help="where the graph goes")
    parser.add_argument("--errors", action="store_true", help="print every missed and wrong fact")
    args = parser.parse_args()
    gold = args.shared / "gold" / "dev"
    args.out.parent.mkdir(parents=True, exist_ok=True)
    articles = sorted(str(p) for p in gold.glob("*.txt"))
    subprocess.run([sys.executable, "-m", "kg", "build", *articles, "--out", str(args.out)], check=True)
    score = [sys.executable, str(args.shared / "tools" / "score_facts.py"), str(gold), str(args.out)]
    return subprocess.run([*score, *(["--errors"] if args.errors else [])], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
