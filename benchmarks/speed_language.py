"""Words a second through the whole of ``nlp.pipe``: articles of a given length, one core by default.

Run it with `python -m benchmarks.speed_language [--words 500] [--articles 20] [--model NAME] [--threads 1]`.
"""

from __future__ import annotations

import argparse
import os
import time
from itertools import cycle, islice
from pathlib import Path

import spacy

from kg.language import load_nlp

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"


def read_articles(folder: Path, words: int, count: int) -> list[str]:
    """Make articles of one length out of the paragraphs of a folder's texts.

    Args:
        folder: A folder with text files.
        words: Words of each article, counted at white space.
        count: How many articles.

    Returns:
        The articles; blank lines part their paragraphs.

    Raises:
        SystemExit: If the folder holds no text.
    """
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("**/*.txt"))]
    paragraphs = cycle([part.strip() for text in texts for part in text.split("\n\n") if part.strip()])
    if not texts:
        raise SystemExit(f"{folder} holds no .txt file")
    out = []
    for _ in range(count):
        taken: list[str] = []
        length = 0
        while length < words:
            (paragraph,) = islice(paragraphs, 1)
            taken.append(" ".join(paragraph.split()[: words - length]))
            length += len(taken[-1].split())
        out.append("\n\n".join(taken))
    return out


def main() -> None:
    """Print the figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=500, help="words of an article")
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--folder", type=Path, default=ARTICLES, help="texts to make the articles from")
    parser.add_argument("--model", help="another spaCy pipeline")
    parser.add_argument("--threads", type=int, default=1, help="1 measures one core")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts, for a busy machine")
    options = parser.parse_args()
    if options.threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    nlp = spacy.load(options.model) if options.model else load_nlp(threads=options.threads)
    articles = read_articles(options.folder, options.words, options.articles)
    for _ in nlp.pipe(articles[:2]):
        pass
    rates, loads = [], []
    for _ in range(options.rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        tokens = sum(sum(not token.is_space for token in doc) for doc in nlp.pipe(articles))
        rates.append(tokens / (time.perf_counter() - wall))
        loads.append(tokens / (time.process_time() - cpu))
    print(f"{len(articles)} articles of {options.words} words: {max(rates):,.0f} words a second by the clock,", end=" ")
    print(f"{max(loads):,.0f} words for each second of processor time")


if __name__ == "__main__":
    main()
