"""Read damaged files for some time: `python -m benchmarks.fuzz --minutes 5 [--seed N]`.

Files of every kind (`tests/sources.py`, and `../shared/cases/inputs` where that lies beside the checkout) are cut,
flipped, repeated and put into each other. Whatever comes out is to be articles that keep their promises, or a
`KGError`. What a library raised and nobody had foreseen is counted by its kind: it is a clear line but no good one.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KGError
from kg.model import Article
from kg.reading import read_bytes
from kg.reading.compose import LONGEST, LONGEST_TITLE
from kg.reading.text import clean

ROOT = Path(__file__).resolve().parents[1]
TOKENS = [
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b"&#0;",
    b"&#xD800;",
    b'"',
    b"{",
    b"[",
    b"\n",
    b"%PDF-",
    b"PK\x03\x04",
    b"<!--",
    b"]]>",
]
TOKENS += [
    b"\\ud800",
    b"NaN",
    b"1e999",
    b"<script>",
    b"</p>",
    b"<article>",
    b"From x 2024\n",
    b"\xc2\xa0",
    b"\xe2\x80\x8b",
    b"\x1f\x8b",
]
SLOW = 10.0
"""Seconds of the processor that a file of some kilobytes may take."""


def damaged(seeds: list[tuple[str, bytes]], chance: random.Random) -> tuple[str, bytes]:
    """A file with some damage."""
    name, data = chance.choice(seeds)
    content = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.choice((1, 2, 8, 64, 512)))
        match chance.randrange(7):
            case 0:
                content[at:end] = b""
            case 1:
                content[at:at] = chance.choice(TOKENS)
            case 2:
                content[at:at] = content[at:end] * chance.choice((2, 50))
            case 3:
                del content[at:]
            case 4:
                content[at:end] = chance.randbytes(end - at)
            case 5 if at < len(content):
                content[at] ^= 1 << chance.randrange(8)
            case _:
                other = chance.choice(seeds)[1]
                start = chance.randrange(len(other))
                content[at:end] = other[start : start + chance.choice((8, 64, 2048))]
    return chance.choice((name, name, name, "a.txt", "a.html", "a", chance.choice(seeds)[0])), bytes(content)


def check(article: Article) -> None:
    """Whether an article is as every article is to be.

    Raises:
        AssertionError: it is not.
    """
    assert article.text == clean(article.text), "text is not clean"
    assert 0 < len(article.text) <= LONGEST + LONGEST_TITLE + 1000, "length"
    assert "\n" not in article.title
    article.text.encode()
    for value in (article.title, article.author, article.publisher, article.source):
        value.encode()
    for span in article.asides:
        assert 0 <= span.start < span.end <= len(article.text), "an aside lies outside of the text"
    if article.url:
        ox.NamedNode(article.url)


def main() -> None:
    """Read until the time is over, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    from sources import all_kinds

    cases = ROOT.parent / "shared" / "cases" / "inputs"
    seeds = [*all_kinds().items(), *((path.name, path.read_bytes()) for path in sorted(cases.glob("*")))]
    chance = random.Random(options.seed)
    seen: Counter[str] = Counter()
    end = time.monotonic() + 60 * options.minutes
    number = 0
    while time.monotonic() < end:
        number += 1
        name, data = damaged(seeds, chance)
        started = time.process_time()
        try:
            for article in read_bytes(data, name=name, tell=lambda error: seen.update([kind(error)])):
                seen["an article"] += 1
                check(article)
        except KGError as error:
            seen[kind(error)] += 1
        except Exception as error:
            Path(f"fuzz-{options.seed}-{number}-{Path(name).name}").write_bytes(data)
            print(f"{number} {name}: {type(error).__name__}: {error}")
            seen["CRASH"] += 1
        if (taken := time.process_time() - started) > SLOW:
            Path(f"fuzz-slow-{options.seed}-{number}-{Path(name).name}").write_bytes(data)
            print(f"{number} {name}: {taken:.1f} s")
            seen["SLOW"] += 1
    print(f"{number} files in {options.minutes:g} minutes: {seen['CRASH']} crashes, {seen['SLOW']} slow")
    for what, count in seen.most_common():
        print(f"{count:8} {what}")


def kind(error: KGError) -> str:
    """What an error is about, without names and values."""
    message = str(error).partition(": ")[2]
    if message.startswith("cannot be read: "):
        place = error.__cause__.__traceback__ if error.__cause__ is not None else None
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = "" if place is None else f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
        return f"UNFORESEEN {' '.join(message.split()[3:12])} at {where}"
    return " ".join(word for word in message.split()[:6] if word.isalpha())


if __name__ == "__main__":
    main()
