"""What one article more costs an embedded store of many: processor time and memory, as the store grows.

    python -m benchmarks.appends [--sizes 1000,3000,10000] [--single 20]

Articles are made up (see `made_up_articles`): each speaks of up to 15 things, few of which are frequent; one mention of
a person in seven is a bare surname, one in three says what that person is, and one in sixty something else. The most
frequent have an identifier, as those of the gazetteer have. At each size a process of its own appends `--single`
articles one by one, each as a run of its own would (open, add, derive, commit), and two more a hundred each. Time and
memory are those beside the loaded program, which an append to another store has loaded. The last line says how much
more an append costs in the largest store than in the smallest.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import mean, median

from benchmarks.resolve import names, variant
from kg.graph import Settings
from kg.homes import Embedded, Plan
from kg.model import Article, Entity, Evidence, LinkedArticle, Policy, Statement
from kg.pipeline import Setup, relations
from kg.vocabulary import BASE, WIKIDATA, entity_iri

THINGS = 15
IDENTIFIED = 200
HUNDRED = 100
FILLED = 500  # articles of a run that only fills the store
RELATIONS = ("supports", "accuses", "meetsWith", "roleOf", "attacks", "visits", "criticizes", "aids")
ROLES = ("minister", "striker", "judge", "singer", "banker", "general")


def made_up_articles(count: int, *, seed: int = 5) -> Iterator[LinkedArticle]:
    """Articles, the things that each speaks of, and fifteen statements of them."""
    listed, rng = names(40 + 4 * count), random.Random(seed)
    number_of = {name: number for number, (name, _) in enumerate(listed)}
    for number in range(count):
        drawn = {listed[int(len(listed) * rng.random() ** 3)] for _ in range(THINGS)}
        said = [(name, *variant(name, kind, rng), kind) for name, kind in sorted(drawn)]
        known = list({label: (name, label, local, kind) for name, label, local, kind in said}.values())
        text, places = f"Report {number}\n\n", list[tuple[int, int, str, str, str]]()
        for _ in range(THINGS):
            (_, one, *_), (_, other, *_) = rng.sample(known, 2)
            relation = rng.choice(RELATIONS)
            quote = f"{one} {relation} {other}"
            places.append((len(text), len(text) + len(quote), one, relation, other))
            text += f"{quote}, as was said on day {rng.randint(1, 10**6)}. "
        day = f"20{rng.randint(10, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        article = Article(text.strip(), f"Report {number}", f"{number}.txt", f"https://news.example/{number}", day)
        iris = {label: str(entity_iri(label, article=article.sha256 if local else "")) for _, label, local, _ in known}
        entities = []
        for name, label, local, kind in known:
            place, draw = number_of[name], rng.random()
            role = ROLES[(place + (draw > 0.95)) % len(ROLES)] if kind == "Person" and draw > 0.6 else ""
            item = (f"{WIKIDATA}Q{place}",) if place < IDENTIFIED and not local else ()
            described = (f"role: {role}",) if role and not item else ()
            entities.append(Entity(iris[label], label, kind, (label,), item, local, described=described))
        statements = tuple(
            Statement(
                iris[one],
                relation,
                iris[other],
                Evidence(
                    *(start, end, article.text[start:end], "made_up"),
                    speaker=iris[rng.choice(known)[1]] if rng.random() < 0.3 else "",
                    role="chief" if relation == "roleOf" else "",
                    confidence=rng.randint(300, 1000) / 1000,
                ),
            )
            for start, end, one, relation, other in places
        )
        yield LinkedArticle(article, tuple(entities), statements)


@dataclass(frozen=True, slots=True)
class Cost:
    """What appends cost: seconds of processor time each, those of opening the store among them, and peak memory in MiB
    beside that of the loaded program."""

    seconds: list[float]
    opening: list[float]
    memory: float


def appended(store: Embedded, plan: Plan, articles: Sequence[LinkedArticle]) -> tuple[float, float]:
    """Seconds of processor time of one append, and of opening the store for it."""
    start = time.process_time()
    with store.writing(plan) as writer:
        opened = time.process_time()
        for linked in articles:
            writer.add(linked)
        writer.commit()
    return time.process_time() - start, opened - start


def memory() -> float:
    """Peak memory of this process, in MiB; what `getrusage` tells may be its parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def usual_plan() -> Plan:
    """How graphs of news are built."""
    return Plan(Settings(Policy.STANDING, 0.7, BASE), relations(Setup()))


def measure(told: Connection, folder: Path, runs: list[list[LinkedArticle]]) -> None:
    """Append articles in some runs, and tell what these cost."""
    store, plan = Embedded(folder), usual_plan()
    with tempfile.TemporaryDirectory(prefix="newskg-appends-") as scratch:
        appended(Embedded(Path(scratch) / "store"), plan, runs[0][:1])
    before = memory()
    costs = [appended(store, plan, articles) for articles in runs]
    told.send(Cost([spent for spent, _ in costs], [opening for _, opening in costs], memory() - before))


def measured(folder: Path, runs: list[list[LinkedArticle]]) -> Cost:
    """`measure` in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(there, folder, runs))
    process.start()
    found: Cost = here.recv()
    process.join()
    return found


def main() -> None:
    """Grow a store and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,3000,10000")
    parser.add_argument("--single", type=int, default=20)
    options = parser.parse_args()
    sizes = sorted(map(int, options.sizes.split(",")))
    folder = Path(tempfile.mkdtemp(prefix="newskg-appends-"))
    store, costs, done = Embedded(folder / "store"), dict[int, Cost](), 0
    made = made_up_articles(sizes[-1] + options.single + 2 * HUNDRED)

    def take(count: int) -> list[LinkedArticle]:
        return list(islice(made, count))

    try:
        for size in sizes:
            while done < size:
                with store.writing(usual_plan()) as writer:
                    for linked in take(min(FILLED, size - done)):
                        writer.add(linked)
                        done += 1
                    writer.commit()
            one = costs[size] = measured(store.path, [take(1) for _ in range(options.single)])
            hundreds = [measured(store.path, [take(HUNDRED)]) for _ in range(2)]
            done += options.single + 2 * HUNDRED
            disk = sum(file.stat().st_size for file in store.path.rglob("*") if file.is_file()) / 2**20
            print(
                f"{size:>7,} articles: one more {mean(one.seconds):.3f} s (median {median(one.seconds):.3f}, most "
                f"{max(one.seconds):.3f}), {mean(one.opening):.3f} of it to open the store, {one.memory:.0f} MiB; "
                f"{HUNDRED} more {mean(s for many in hundreds for s in many.seconds):.2f} s, "
                f"{max(many.memory for many in hundreds):.0f} MiB; {disk:.0f} MiB on the disk",
                flush=True,
            )
        ratio = mean(costs[sizes[-1]].seconds) / mean(costs[sizes[0]].seconds)
        print(f"{sizes[-1] // sizes[0]} times the articles: an append takes {ratio:.2f} times the time")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
