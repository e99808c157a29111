"""Time and memory of resolving entities across articles, on generated mentions.

    python -m benchmarks.resolve [--mentions 2000000] [--plot resolve.svg]

Each article mentions 20 entities, drawn so that few names are frequent and most are rare; names are made of
syllables: persons (with titles, middle initials, bare surnames, other spellings), organizations (with legal forms and
acronyms) and places. 2,000,000 mentions use 200,000 names. Sizes double up to the wanted one; the last columns are the
time over n log n, which must not grow, and the pairs of entities whose names are compared over n log n: the part of
the work that could grow with the square of n, without what the memory of a machine adds.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kg.linking import resolution, resolve
from kg.linking.profiles import Profile, Record
from kg.model import Entity
from kg.names import words_of

PER_ARTICLE = 20
SYLLABLES = [
    c + v
    for c in words_of("b d f g h j k l m n p r s t v z br dr st kr")
    for v in ["a", "e", "i", "o", "u", "ai", "or", "en"]
]
KINDS = ("Group", "Council", "Union", "Industries", "Institute", "Party", "Agency", "Bank")


def names(count: int) -> list[tuple[str, str]]:
    """Distinct names and their classes: six of ten are persons, three organizations, one a place."""
    rng = random.Random(7)

    def word(low: int = 2, high: int = 4) -> str:
        return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(low, high))).title()

    given = [word(2, 2) for _ in range(2000)]
    found: dict[str, str] = {}
    while len(found) < count:
        draw = rng.random()
        if draw < 0.6:
            found.setdefault(f"{rng.choice(given)} {word()}", "Person")
        elif draw < 0.9:
            found.setdefault(f"{word()} {word(1, 3)} {rng.choice(KINDS)}", "Organization")
        else:
            found.setdefault(word(3, 4), "Place")
    return list(found.items())


def variant(name: str, kind: str, rng: random.Random) -> tuple[str, bool]:
    """A name as one article could have it, and whether it identifies nothing outside of it."""
    draw = rng.random()
    if kind == "Person":
        first, last = name.split(" ")
        if draw < 0.15:
            return last, True
        if draw < 0.20:
            return f"{first} {rng.choice('ABCDE')}. {last}", False
        if draw < 0.23:
            return f"{first} {last}".replace("k", "kk", 1), False
    elif kind == "Organization":
        if draw < 0.05:
            return "".join(w[0] for w in name.split()), True
        if draw < 0.10:
            return f"{name} Ltd", False
    return name, False


def mentions(count: int, listed: list[tuple[str, str]]) -> Iterator[Record]:
    """What the articles know, one record a mention."""
    rng = random.Random(11)
    for number in range(count // PER_ARTICLE):
        article = f"https://example.org/article/{number}"
        seen: set[str] = set()
        for _ in range(PER_ARTICLE):
            name, kind = listed[int(len(listed) * rng.random() ** 3)]
            label, local = variant(name, kind, rng)
            iri = f"https://example.org/entity/{label.replace(' ', '_')}" + (f"~{number}" if local else "")
            if iri not in seen:
                seen.add(iri)
                yield article, Entity(iri, label, kind, (label,), (), local)


def count_comparisons() -> list[int]:
    """From now on, for the rest of this process: how many pairs of entities were compared, as the one entry."""
    compare, found = resolution.compare, [0]

    def counted(*pair: Profile) -> tuple[float, str] | None:
        found[0] += 1
        return compare(*pair)

    resolution.compare = counted
    return found


def measure(count: int) -> tuple[int, int, float, float]:
    """Mentions, merged entities, seconds of processor time for `resolve` alone, and peak memory in GiB, in a process
    of its own."""
    known = list(mentions(count, names(count // 10)))
    compared = count_comparisons()
    start, wall = time.process_time(), time.perf_counter()
    resolved = resolve(known)
    seconds, waited = time.process_time() - start, time.perf_counter() - wall
    work = len(known) * math.log2(len(known))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{len(known):>10,} mentions  {len(resolved.canonical):>8,} merged  "
        f"{seconds:7.1f} s processor ({waited:7.1f} s waited)  {peak:5.2f} GiB  "
        f"{1e6 * seconds / work:6.3f} µs / n log n  {compared[0] / work:.4f} pairs / n log n",
        flush=True,
    )
    return len(known), len(resolved.canonical), seconds, peak


def plot(rows: list[tuple[int, int, float, float]], path: Path) -> None:
    """Draw time and memory against the number of mentions as an SVG."""
    width, height, left, bottom = 640, 360, 60, 40
    most, longest = max(r[0] for r in rows), max(r[2] for r in rows)

    def x(n: float) -> float:
        return left + (width - left - 20) * n / most

    def y(s: float) -> float:
        return height - bottom - (height - bottom - 20) * s / longest

    def line(points: str, style: str) -> str:
        return f'<polyline fill="none" {style} points="{points}"/>'

    def place(points: list[tuple[int, float]]) -> str:
        return " ".join(f"{x(n):.1f},{y(s):.1f}" for n, s in points)

    def text(at: float, below: float, words: str) -> str:
        return f'<text x="{at:.1f}" y="{below:.1f}">{words}</text>'

    reference = [(n, longest * n * math.log2(n) / (most * math.log2(most))) for n, *_ in rows]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        '<g font-size="12">',
        line(place(reference), 'stroke="#bbb" stroke-dasharray="4"'),
        line(place([(n, s) for n, _, s, _ in rows]), 'stroke="#1f6feb" stroke-width="2"'),
        *(text(x(n) - 60, y(s) - 8, f"{s:.0f} s, {g:.1f} GiB") for n, _, s, g in rows),
        line(f"{left},20 {left},{height - bottom} {width - 20},{height - bottom}", 'stroke="black"'),
        *(text(x(n) - 25, height - bottom + 16, f"{n / 1e6:.2f} M") for n, *_ in rows),
        text(left, height - 8, "mentions, against seconds of one processor (dashed: n log n)"),
        "</g></svg>",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf8")


def main(arguments: list[str] | None = None) -> int:
    """Command line: see the module's own text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=2_000_000)
    parser.add_argument("--plot", type=Path, help="write the figures as an SVG")
    options = parser.parse_args(arguments)
    sizes = [options.mentions // 2**k for k in range(4, -1, -1)]
    context = multiprocessing.get_context("spawn")
    rows = []
    for size in sizes:  # a process each, so that the peak of one is not the peak of another
        with context.Pool(1) as pool:
            rows.append(pool.apply(measure, (size,)))
    if options.plot:
        plot(rows, options.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
