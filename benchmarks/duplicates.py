"""Finding copies of one agency's text: how right, how many in what time, and beside two libraries.

    python -m benchmarks.duplicates [--texts ../shared/corpora/text/voa.txt.gz] [--articles 100000] [--libraries]

The set is generated from real news items: each article is two of them. A third of the articles have one to four copies
that papers would make of it: another headline and a credit, words changed, paragraphs left out, added or moved, the end
cut off. Beside them stand articles that are no copies but look alike: those that share a third with another one (its
background paragraphs), and reports after one pattern with other names and numbers. A pair counts that the program puts
into one group. Half of the set was used to choose the threshold; the other half, whose figures are printed last, was
not. Times are processor time.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

from kg.graph.duplicates import duplicates, signature

SHARED = Path(__file__).resolve().parents[2] / "shared"
SYNONYMS = {"said": "stated", "says": "states", "officials": "authorities", "killed": "slain", "also": "too"}
PATTERN = (
    "Shares in {place} closed {way} on {day} as investors weighed new figures from {house}. The main index {verb} {a} "
    "points, or {b} percent, to {c}. Turnover was {d} million. Among the {e} listed firms {f} gained and {g} fell, "
    "with {firm} the strongest of the day after it said profit had come to {h} million. Traders said that they were "
    "waiting for the decision of the central bank, which is expected on {next}. The currency stood at {i} to the "
    "dollar, against {j} the day before."
)


class Set:
    """Generated articles and which of them belong together.

    Args:
        items: real news items, one a line.
    """

    def __init__(self, items: list[str], *, seed: int) -> None:
        self.choose = random.Random(seed)
        self.texts: list[str] = []
        self.groups: list[int] = []
        self.kinds: list[str] = []
        stories = [f"{one}\n\n{other}" for one, other in zip(items[::2], items[1::2], strict=False)]
        self.words = " ".join(items[:200]).split()
        for number, story in enumerate(stories):
            if number % 3 == 1:
                self.put(self.background(story, stories[number - 1]), number, "background")
                continue
            self.put(story, number, "original")
            if number % 3 == 0:
                for _ in range(self.choose.randint(1, 4)):
                    self.put(self.printed(story, stories[number - 1]), number, "copy")
            elif number % 6 == 2:
                self.put(self.report(), -1, "pattern")

    def put(self, text: str, group: int, kind: str) -> None:
        """Add one article; a group of -1 is one of its own."""
        self.texts.append(text)
        self.groups.append(group if group >= 0 else -len(self.texts))
        self.kinds.append(kind)

    def printed(self, story: str, other: str) -> str:
        """A story as a paper prints it, with one to three changes."""
        sentences = re.split(r"(?<=[.!?]) +|\n+", story)
        for change in self.choose.sample(("words", "cut", "out", "added", "moved", "style"), self.choose.randint(1, 3)):
            if change == "words":  # one in twenty
                sentences = [
                    " ".join(self.choose.choice(self.words) if self.choose.random() < 0.05 else w for w in s.split())
                    for s in sentences
                ]
            elif change == "cut":
                sentences = sentences[: max(4, int(len(sentences) * self.choose.uniform(0.7, 0.95)))]
            elif change == "out" and len(sentences) > 5:
                del sentences[self.choose.randrange(1, len(sentences))]
            elif change == "added":
                extra = re.split(r"(?<=[.!?]) +", other)[:1]
                sentences[self.choose.randrange(len(sentences)) : 0] = [*extra, "Reporting by our own staff."]
            elif change == "moved":
                place = self.choose.randrange(1, len(sentences))
                sentences = [*sentences[:1], *sentences[place:], *sentences[1:place]]
            else:
                sentences = [" ".join(SYNONYMS.get(word, word) for word in s.split()) for s in sentences]
        return " ".join([self.choose.choice(("(Agency) -", "By our correspondent.", "")), *sentences, "Read more."])

    def background(self, story: str, other: str) -> str:
        """A story whose last third is that of another one."""
        own, old = story.split(), other.split()
        return " ".join([*own, *old[-len(own) // 2 :]])

    def report(self) -> str:
        """A report after the pattern, with names and numbers of its own."""
        pick = self.choose
        numbers = {letter: pick.randint(2, 9999) for letter in "abcdefghij"}
        capitals = [word for word in self.words if word.istitle() and len(word) > 4 and word.isalpha()]
        names = {name: pick.choice(capitals) for name in ("place", "house", "firm", "day", "next")}
        return PATTERN.format(
            way=pick.choice(("higher", "lower")), verb=pick.choice(("rose", "fell")), **names, **numbers
        )


def pairs(groups: list[int]) -> set[tuple[int, int]]:
    """All pairs of one group."""
    members: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        members.setdefault(group, []).append(number)
    return {pair for group in members.values() for pair in combinations(group, 2)}


def judge(made: Set) -> None:
    """Print precision and recall by pairs, and of which kinds the mistakes are."""
    known = {f"{number:07}": signature(text) for number, text in enumerate(made.texts)}
    copies = duplicates(known)
    found = pairs([int(copies.get(name, name)) for name in known])
    right = pairs(made.groups)
    hit = len(found & right)
    print(
        f"{len(made.texts)} articles, {len(right)} pairs of copies: precision {hit / max(1, len(found)):.4f}, "
        f"recall {hit / len(right):.4f}"
    )
    for name, mistakes in (("wrong", found - right), ("missed", right - found)):
        kinds = Counter(" and ".join(sorted((made.kinds[a], made.kinds[b]))) for a, b in mistakes)
        print(f"  {name}: {dict(kinds.most_common(4))}")


def scale(items: list[str], count: int) -> None:
    """Print the time for so many articles, a fifth of them copies."""
    choose = random.Random(5)
    sentences = [s for item in items for s in re.split(r"(?<=[.!?]) +", item)]
    texts: list[str] = []
    for number in range(count):
        if number % 5 == 4:
            texts.append(f"Read more. {texts[choose.randrange(len(texts))]}")
        else:
            texts.append(" ".join(choose.choices(sentences, k=20)))
    begin = time.process_time()
    known = {f"{number:07}": signature(text) for number, text in enumerate(texts)}
    middle = time.process_time()
    copies = duplicates(known)
    end = time.process_time()
    words = sum(len(text.split()) for text in texts[:1000]) / 1000
    print(
        f"{count} articles of {words:.0f} words: signatures {middle - begin:.1f} s, comparing {end - middle:.1f} s, "
        f"{len(copies)} copies found of {count // 5}"
    )


def libraries(items: list[str]) -> None:
    """Print what rensa and datasketch take for the signatures of the same texts."""
    import rensa
    from datasketch import MinHash

    rows = [[" ".join(words[i : i + 3]) for i in range(len(words) - 2)] for words in (t.split() for t in items[:2000])]
    begin = time.process_time()
    for text in items[:2000]:
        signature(text)
    own = time.process_time()
    for row in rows:
        rensa.RMinHash(num_perm=128, seed=1).update(row)
    middle = time.process_time()
    for row in rows[:200]:
        MinHash(num_perm=128).update_batch([shingle.encode() for shingle in row])
    end = time.process_time()
    print(
        f"signatures of 2000 texts: here {own - begin:.2f} s with finding the words, rensa {middle - own:.2f} s and "
        f"datasketch {10 * (end - middle):.2f} s without"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=SHARED / "corpora" / "text" / "voa.txt.gz")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--libraries", action="store_true", help="compare with rensa and datasketch, if installed")
    options = parser.parse_args()
    with gzip.open(options.texts, "rt", encoding="utf8") as lines:
        items = [line.strip() for line in dict.fromkeys(lines) if len(line.split()) > 40]
    half = len(items) // 2
    judge(Set(items[:half], seed=1))
    judge(Set(items[half:], seed=2))
    scale(items, options.articles)
    if options.libraries:
        libraries(items)


if __name__ == "__main__":
    main()
