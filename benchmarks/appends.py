"""Processor time and memory of an append to an embedded store, as the store grows.

    python -m benchmarks.appends [--articles 10000] [--at-once 100] [--single 20]

Articles are made up (see `made_up_articles`): each speaks of 15 things, few of which are frequent; one mention in seven
is a bare surname. The store grows by `--at-once` articles at a time; at a tenth and at the end of its size, as many
articles as `--single` says are appended one by one, each as a run of its own would (open, add, derive,
commit). The last line gives the ratio of both, which says how much an append costs more in the larger store.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean, median

from benchmarks.resolve import names, variant
from kg.graph import Settings
from kg.homes import Embedded, Plan
from kg.model import Article, Entity, Evidence, LinkedArticle, Policy, Statement
from kg.pipeline import Setup, relations
from kg.vocabulary import BASE, entity_iri

THINGS = 15
RELATIONS = ("supports", "accuses", "meetsWith", "roleOf", "attacks", "visits", "criticizes", "aids")


def made_up_articles(count: int, *, seed: int = 5) -> Iterator[LinkedArticle]:
    """Articles, the things that each speaks of, and fifteen statements of them."""
    listed, rng = names(40 + 4 * count), random.Random(seed)
    for number in range(count):
        drawn = {listed[int(len(listed) * rng.random() ** 3)] for _ in range(THINGS)}
        said = [(*variant(name, kind, rng), kind) for name, kind in sorted(drawn)]
        known = list({label: (label, local, kind) for label, local, kind in said}.values())
        text, places = f"Report {number}\n\n", list[tuple[int, int, str, str, str]]()
        for _ in range(THINGS):
            (one, *_), (other, *_) = rng.sample(known, 2)
            relation = rng.choice(RELATIONS)
            quote = f"{one} {relation} {other}"
            places.append((len(text), len(text) + len(quote), one, relation, other))
            text += f"{quote}, as was said on day {rng.randint(1, 10**6)}. "
        day = f"20{rng.randint(10, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        article = Article(text.strip(), f"Report {number}", f"{number}.txt", f"https://news.example/{number}", day)
        iris = {label: str(entity_iri(label, article=article.sha256 if local else "")) for label, local, _ in known}
        entities = tuple(Entity(iris[label], label, kind, (label,), (), local) for label, local, kind in known)
        statements = tuple(
            Statement(
                iris[one],
                relation,
                iris[other],
                Evidence(
                    *(start, end, article.text[start:end], "made_up"),
                    speaker=iris[rng.choice(known)[0]] if rng.random() < 0.3 else "",
                    role="chief" if relation == "roleOf" else "",
                    confidence=rng.randint(300, 1000) / 1000,
                ),
            )
            for start, end, one, relation, other in places
        )
        yield LinkedArticle(article, entities, statements)


def appended(store: Embedded, plan: Plan, articles: Sequence[LinkedArticle]) -> float:
    """Seconds of processor time of one append."""
    start = time.process_time()
    with store.writing(plan) as writer:
        for linked in articles:
            writer.add(linked)
        writer.commit()
    return time.process_time() - start


def memory() -> float:
    """Peak memory of this process, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Grow a store and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, default=100)
    parser.add_argument("--single", type=int, default=20)
    options = parser.parse_args()
    plan = Plan(Settings(Policy.STANDING, 0.7, BASE), relations(Setup()))
    folder = Path(tempfile.mkdtemp(prefix="newskg-appends-"))
    store, one_by_one = Embedded(folder / "store"), dict[int, float]()
    start = memory()
    print(f"{start:.0f} MiB with the program loaded", flush=True)
    try:
        waiting, done, grouped = list[LinkedArticle](), 0, list[float]()
        for linked in made_up_articles(options.articles + 2 * options.single):
            waiting.append(linked)
            sizes = (options.articles // 10, options.articles)
            if done in sizes and done not in one_by_one and len(waiting) == options.single:
                spent = [appended(store, plan, [single]) for single in waiting]
                one_by_one[done] = mean(spent)
                print(
                    f"{done:>7,} articles: an append of one {mean(spent):.3f} s (median {median(spent):.3f}, "
                    f"most {max(spent):.3f}), of {options.at_once} {grouped[-1]:.2f} s; peak {memory():.0f} MiB",
                    flush=True,
                )
                waiting = []
            elif done not in set(sizes) - one_by_one.keys() and len(waiting) == options.at_once:
                grouped.append(appended(store, plan, waiting))
                done, waiting = done + len(waiting), []
                if len(grouped) % 10 == 0:
                    print(f"{done:>7,} articles: {sum(grouped[-10:]) / 10:.2f} s for {options.at_once}", flush=True)
        small, large = sorted(one_by_one)
        size = sum(file.stat().st_size for file in (folder / "store").rglob("*") if file.is_file()) / 2**20
        print(
            f"{large // small} times the articles: an append takes {one_by_one[large] / one_by_one[small]:.2f} times "
            f"the time; {memory() - start:.0f} MiB beside the program, {size:.0f} MiB on the disk"
        )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
