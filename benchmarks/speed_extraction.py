"""What extraction and linking cost beside the language pipeline, on articles of about 500 words.

    python -m benchmarks.speed_extraction [--articles 200] [--words 500] [--profile 20]

The articles are made by shuffling the sentences of `examples/articles` with a fixed seed. Times are processor time of
the one thread that does the work, so that other work on the machine matters little (of the whole process they would
hold what the linear algebra library's idle threads burn). Exit code 1 where extraction and linking
take a quarter of the language pipeline's time or more. `--profile` lists the functions that take most time instead.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.extraction import extract
from kg.linking import link
from kg.model import Article
from kg.pipeline import BATCH, Setup, Tools, load_tools
from kg.reading import read_articles

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "articles"
SEED = 4
LIMIT = 0.25
STAGES = ("language", "extraction", "linking")


def stop(error: Exception) -> None:
    """The examples must all be read."""
    raise error


def shuffled(sentences: Sequence[str], *, count: int, words: int, seed: int = SEED) -> Iterator[Article]:
    """Articles of sentences drawn at random, four to a paragraph.

    Args:
        sentences: what to draw from; none is drawn again before all have been.
        count: how many articles.
        words: about how many words each has: the sentence that reaches the number is the last.
        seed: of the random numbers.

    Yields:
        Articles with a headline, the first of their sentences without its full stop.
    """
    rng = random.Random(seed)
    waiting: list[str] = []
    for number in range(count):
        drawn: list[str] = []
        length = 0
        while length < words:
            if not waiting:
                waiting = rng.sample(sentences, len(sentences))
            drawn.append(waiting.pop())
            length += len(drawn[-1].split())
        title, body = drawn[0].rstrip('.”"'), drawn[1:]
        paragraphs = [" ".join(body[i : i + 4]) for i in range(0, len(body), 4)]
        yield Article("\n\n".join([title, *paragraphs]), title, f"shuffled-{number}.txt", date="2024-06-25")


def measure(articles: Sequence[Article], tools: Tools, *, profile: cProfile.Profile | None = None) -> dict[str, float]:
    """Seconds of processor time in each stage over all articles."""
    times = dict.fromkeys(STAGES, 0.0)
    for first in range(0, len(articles), BATCH):  # as `kg build` does
        batch = articles[first : first + BATCH]
        begin = time.thread_time()
        docs = [tools.nlp(article.text) for article in batch]
        times["language"] += time.thread_time() - begin
        if profile is not None:
            profile.enable()
        for doc, article in zip(docs, batch, strict=True):
            begin = time.thread_time()
            extraction = extract(doc, article, tools.lexicon, tools.heads)
            extracted = time.thread_time()
            link(extraction, tools.knowledge, base=tools.base)
            times["extraction"] += extracted - begin
            times["linking"] += time.thread_time() - extracted
        if profile is not None:
            profile.disable()
    return times


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--words", type=int, default=500, help="words of an article")
    parser.add_argument("--profile", type=int, metavar="N", default=0, help="list the N functions that take most time")
    options = parser.parse_args()

    texts = [article.text for article in read_articles([EXAMPLES], on_error=stop)]
    sentences = [
        s for text in texts for p in text.splitlines() for s in re.split(r"(?<=[.?!])\s+(?=[A-Z“])", p.strip()) if s
    ]
    articles = list(shuffled(sentences, count=options.articles, words=options.words))
    tools = load_tools(Setup(), threads=1)
    measure(articles[:2], tools)  # what is made on first use is no part of the figures
    profile = cProfile.Profile(time.thread_time) if options.profile else None
    times = measure(articles, tools, profile=profile)
    total = sum(times.values())
    words = sum(len(article.text.split()) for article in articles)
    print(
        f"{len(articles)} articles, {words} words: {total:.1f} s of processor time, {words / total:,.0f} words a second"
    )
    for stage, seconds in times.items():
        of_all, of_language = seconds / total, seconds / times["language"]
        print(f"  {stage:12}{seconds:8.2f} s  {of_all:6.1%} of all  {of_language:6.1%} of language")
    share = (times["extraction"] + times["linking"]) / times["language"]
    print(f"extraction and linking take {share:.1%} of the language pipeline's time (limit {LIMIT:.0%})")
    if profile is not None:
        pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(options.profile).sort_stats(
            "cumtime"
        ).print_stats(options.profile)
        return 0
    return 0 if share < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
