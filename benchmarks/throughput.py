"""How many articles a second: reading beside the language pipeline, and two processes beside one.

    python -m benchmarks.throughput [--texts ../shared/corpora/text/voa.txt.gz] [--articles 200] [--wall]

All is processor time, so that other work on the machine matters little. Two processes on two cores take half of the
processor time that they and the first process need together, or as long as the first process alone needs, if that is
longer. `--wall` measures the clock instead, which is right on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import resource
import tempfile
import time
from pathlib import Path

from kg.errors import KGError
from kg.graph import add, new_graph
from kg.language import load_nlp
from kg.model import Article
from kg.pipeline import Setup, analyse_all
from kg.reading import in_language, read_articles

SHARED = Path(__file__).resolve().parents[2] / "shared"
FURNITURE = "".join(f"<li><a href='/section/{n}'>Section {n}</a></li>" for n in range(40))


def stop(error: KGError) -> None:
    """All must be read."""
    raise error


def write(items: list[str], folder: Path) -> dict[str, list[Path]]:
    """The same articles as text files, pages and JSON lines."""
    kinds: dict[str, list[Path]] = {"text": [], "pages": [], "JSON lines": [folder / "all.jsonl"]}
    lines = []
    for number, item in enumerate(items):
        title = f"Report number {number} of the day"
        text, page = folder / f"{number}.txt", folder / f"{number}.html"
        paragraphs = item.split("\n\n")
        text.write_text(f"date: 2024-05-01\n{title}\n\n{item}", encoding="utf8")
        page.write_text(
            f"<!doctype html><html lang='en'><head><title>{title}</title>"
            "<meta property='article:published_time' content='2024-05-01T06:00:00Z'></head>"
            f"<body><nav><ul>{FURNITURE}</ul></nav><main><article><h1>{title}</h1>"
            + "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
            + f"</article></main><footer><ul>{FURNITURE}</ul></footer></body></html>",
            encoding="utf8",
        )
        lines.append(json.dumps({"title": title, "text": item, "date": "2024-05-01", "id": number}))
        kinds["text"].append(text)
        kinds["pages"].append(page)
    kinds["JSON lines"][0].write_text("\n".join(lines), encoding="utf8")
    return kinds


def reading(items: list[str]) -> list[Article]:
    """Print words a second of reading, of finding the language and of the language pipeline."""
    with tempfile.TemporaryDirectory() as folder:
        speeds, found = dict[str, float](), list[Article]()
        for name, paths in write(items, Path(folder)).items():
            list(read_articles(paths[:3], on_error=stop))  # what is imported late
            begin = time.process_time()
            found = list(read_articles(paths, on_error=stop))
            speeds[name] = sum(len(article.text.split()) for article in found) / (time.process_time() - begin)
    words = sum(len(article.text.split()) for article in found)
    in_language(found[0], "en")
    begin = time.process_time()
    for article in found:
        in_language(article, "en")
    speeds["telling the language"] = words / (time.process_time() - begin)
    nlp = load_nlp(threads=1)
    begin = time.process_time()
    for article in found:
        nlp(article.text)
    language = words / (time.process_time() - begin)
    print(f"language pipeline             {language:12,.0f} words a second")
    for name, speed in speeds.items():
        print(f"reading, {name:20} {speed:12,.0f} words a second, {speed / language:6.1f} times as many")
    return found


def processes(articles: list[Article], *, wall: bool) -> None:
    """Print articles a second of one process and of two."""

    def time_of(usage: resource.struct_rusage) -> float:
        return usage.ru_utime + usage.ru_stime

    def spent(jobs: int, count: int) -> tuple[float, float]:
        """Seconds of this process, and of all it starts, for some articles."""
        own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        begin, graph = time.perf_counter(), new_graph()
        for linked in analyse_all(articles[:count], Setup(), jobs=jobs, on_error=stop):
            add(graph, linked)
        if wall:
            return time.perf_counter() - begin, 0.0
        here = time_of(resource.getrusage(resource.RUSAGE_SELF)) - time_of(own)
        return here, time_of(resource.getrusage(resource.RUSAGE_CHILDREN)) - time_of(others)

    few = max(2, len(articles) // 10)
    rest = len(articles) - few
    times = {}
    for jobs in (1, 2):  # without loading: what more articles take more
        less, more = spent(jobs, few), spent(jobs, len(articles))
        here, there = more[0] - less[0], more[1] - less[1]
        times[jobs] = here if wall or jobs == 1 else max(here, (here + there) / 2)
        print(
            f"--jobs {jobs}: {rest / times[jobs]:6.2f} articles a second ({here:.1f} s here, {there:.1f} s in others)"
        )
    print(f"two processes beside one: {times[1] / times[2]:.2f} times the articles a second")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=SHARED / "corpora" / "text" / "voa.txt.gz")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--wall", action="store_true")
    options = parser.parse_args()
    with gzip.open(options.texts, "rt", encoding="utf8") as lines:
        texts = [line.strip() for line in lines]
    items = ["\n\n".join(texts[n : n + 3]) for n in range(0, 3 * options.articles, 3)]
    processes(reading(items), wall=options.wall)


if __name__ == "__main__":
    main()
