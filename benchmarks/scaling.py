"""Builds on Ray with one worker and with two: time, memory, and whether the bytes are those of a plain build.

    python -m benchmarks.scaling [--articles 100000] [--sample 5000] [--workers 1,2] [--folder build/scaling]

Articles of about 50 words are made up: few names are frequent and most are rare; some statements are denied, some lie
ahead or are only possible, some are quoted. First the sample is built plainly and on Ray with the most workers, and the
files are compared; then all articles are built on Ray with each number of workers. Every build is a process of its own.
What has been measured lies in the folder and is not measured again, and a build that was interrupted goes on from its
shards, the seconds of both parts counted: the same command goes on. `log.txt` there has all that the builds say, and
every ten seconds the memory of the first process and of the largest worker.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.generated import world

OF_FILE: Final = 1000
"""Articles of a file."""
EVERY: Final = 10.0
"""Seconds between two looks at the memory."""
GIVEN: Final = (
    *("Anna", "Peter", "Maria", "David", "Laura", "Thomas", "Elena", "Martin", "Sofia", "Daniel", "Clara", "Victor"),
    *("Helen", "Robert", "Nadia", "Oscar", "Julia", "Simon", "Irene", "Felix", "Teresa", "Arthur", "Diana", "Hugo"),
)
COUNTRIES: Final = (
    *("Norway", "Poland", "Kenya", "Chile", "Japan", "Ghana", "Italy", "Peru", "Latvia", "Jordan", "Canada", "Malta"),
    *("Vietnam", "Portugal", "Greece", "Morocco", "Finland", "Uruguay", "Nepal", "Ireland", "Croatia", "Panama"),
)
ROLES: Final = ("president", "chief executive", "spokeswoman", "director", "chairman", "head", "secretary general")
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SENTENCES: Final = (
    "{a}, the {role} of {org}, met {b} in {country} on {day}.",
    "{org} criticised {country} after {number} days of talks.",
    "{country} imposed sanctions on {org}.",
    "{a} did not visit {country}, {b} said.",
    "{org} will acquire {other} for {number} million dollars.",
    "{a} was appointed {role} of {org} on {day}.",
    "{b} accused {org} of breaking the law.",
    '"We support {country}," said {a}, {role} of {org}.',
    "{org} denied that it had attacked {other}.",
    "{a} may join {other} next year.",
    "{country} sent aid to {second} worth {number} million dollars.",
    "{b} urged {a} to leave {org}.",
    "{a} and {b} signed an agreement in {city} on {day}.",
    "{org} is based in {city}.",
    "{a} met {b} at the offices of {other}, where {number} people waited.",
    "{other} sued {org} in {country}.",
    "{a} resigned as {role} of {other} on {day}.",
    "{second} condemned the attack on {city}.",
    "{b} has praised {org} and its {number} workers.",
    "{org} negotiated with {other} in {city} for {number} weeks.",
)


def articles(count: int, *, seed: int = 3) -> Iterator[dict[str, str | int]]:
    """So many made-up articles as records; the first n of more articles are those of n."""
    rng = random.Random(seed)
    known = world(200_000)
    persons = [f"{GIVEN[n % len(GIVEN)]} {e.label.split()[-1]}" for n, e in enumerate(known) if e.type == "Person"]
    bodies = [e.label for e in known if e.type == "Organization"]
    cities = [e.label for e in known if e.type == "Place"]

    def draw(names: list[str]) -> str:
        return names[int(len(names) * rng.random() ** 3)]

    for number in range(count):
        country, second = rng.sample(COUNTRIES, 2)
        words = {"a": draw(persons), "b": draw(persons), "org": draw(bodies), "other": draw(bodies)}
        words |= {"city": draw(cities), "country": country, "second": second, "role": rng.choice(ROLES)}
        chosen = rng.sample(SENTENCES, 4)
        text = " ".join(
            sentence.format(**words, day=rng.choice(DAYS), number=rng.randint(2, 990)) for sentence in chosen
        )
        title = f"{words['org']} and {words['a']}: report {number}"
        day = f"20{rng.randint(18, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        yield {
            "id": number,
            "title": title,
            "text": text,
            "date": day,
            "url": f"https://news.example/{number}",
            "publisher": rng.choice(("Wire", "Herald", "Courier", "Gazette", "Observer")),
        }


def write(count: int, folder: Path) -> Path:
    """Made-up articles as files of JSON lines in a folder."""
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        part.mkdir(parents=True, exist_ok=True)
        stream = None
        for number, article in enumerate(articles(count)):
            if number % OF_FILE == 0:
                if stream is not None:
                    stream.close()
                stream = (part / f"{number // OF_FILE:05}.jsonl").open("w", encoding="utf-8")
            assert stream is not None
            stream.write(json.dumps(article) + "\n")
        if stream is not None:
            stream.close()
        part.rename(folder)
    return folder


@dataclass(slots=True)
class Measured:
    """One build.

    Args:
        seconds: of the clock.
        processor: seconds of the processors, of the build and of all that it started.
        first, worker: the largest memory of the first process and of any other, in MiB.
        course: every ten seconds: the second, the memory of the first process and of the largest other one.
    """

    seconds: float = 0.0
    processor: float = 0.0
    first: int = 0
    worker: int = 0
    course: list[tuple[int, int, int]] = field(default_factory=list)


def tree(pid: int) -> list[tuple[int, int, float]]:
    """Number, memory in MiB and processor seconds of a process and of all that it started."""
    found, children = dict[int, tuple[int, float]](), dict[int, list[int]]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        own = int(stat.parent.name)
        ticks = sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
        found[own] = (int(fields[21]) * os.sysconf("SC_PAGE_SIZE") >> 20, ticks)
        children.setdefault(int(fields[1]), []).append(own)
    ahead, listed = [pid], list[tuple[int, int, float]]()
    while ahead:
        own = ahead.pop()
        if own in found:
            listed.append((own, *found[own]))
            ahead += children.get(own, [])
    return listed


def measure(name: str, command: list[str], folder: Path) -> Measured:
    """Run a build, or go on with one, and keep what it took."""
    kept = folder / f"{name}.json"
    done = Measured(**json.loads(kept.read_text())) if kept.exists() else Measured()
    if (folder / f"{name}.done").exists():
        return done
    with (folder / "log.txt").open("a", encoding="utf-8") as log:
        log.write(f"\n== {name}: {' '.join(command)}\n")
        log.flush()
        begun, before, told = time.monotonic(), (done.seconds, done.processor), 0.0
        spent = dict[int, float]()
        process = subprocess.Popen(command, stdout=log, stderr=log)
        while process.poll() is None:
            time.sleep(1.0)
            running = tree(process.pid)
            if not running:
                continue
            spent.update({own: seconds for own, _, seconds in running})
            first = running[0][1]
            worker = max((memory for _, memory, _ in running[1:]), default=0)
            done.first, done.worker = max(done.first, first), max(done.worker, worker)
            done.seconds, done.processor = before[0] + time.monotonic() - begun, before[1] + sum(spent.values())
            if done.seconds - told > EVERY:
                told = done.seconds
                done.course.append((int(told), first, worker))
                kept.write_text(json.dumps(asdict(done)))
                log.write(f"   {name}: {told:.0f} s, first process {first} MiB, largest worker {worker} MiB\n")
                log.flush()
        done.seconds = before[0] + time.monotonic() - begun
        kept.write_text(json.dumps(asdict(done)))
        if process.returncode:
            sys.exit(f"{name}: ended with {process.returncode}: see {folder / 'log.txt'}; the same command goes on")
    (folder / f"{name}.done").touch()
    return done


def on_ray(count: int, workers: int, folder: Path) -> tuple[Measured, Path]:
    """Build some articles on Ray."""
    name, source = f"ray-{count}-{workers}", write(count, folder / f"articles-{count}")
    out = folder / f"{name}.nt"
    command = [sys.executable, "-m", "kg", "build", str(source), "--out", str(out), "--engine", "ray"]
    return measure(name, [*command, "--jobs", str(workers)], folder), out


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=5_000)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--folder", type=Path, default=Path("build/scaling"))
    options = parser.parse_args()
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    if options.sample:
        source, plain = write(options.sample, folder / f"articles-{options.sample}"), folder / "plain.nt"
        command = [sys.executable, "-m", "kg", "build", str(source), "--out", str(plain), "--jobs", "1"]
        alone = measure(f"plain-{options.sample}", command, folder)
        most = max(map(int, options.workers.split(",")))
        done, out = on_ray(options.sample, most, folder)
        same = filecmp.cmp(plain, out, shallow=False)
        print(f"{options.sample:,} articles: the same bytes as a plain build: {'yes' if same else 'NO'}")
        print(f"  a plain build with --jobs 1: {alone.processor:.0f} s of processor, {alone.first} MiB")
        tell(f"  Ray, {most} workers", done)
    times = dict[int, float]()
    for workers in map(int, options.workers.split(",")):
        done, out = on_ray(options.articles, workers, folder)
        times[workers] = done.seconds
        tell(f"{options.articles:,} articles, {workers} worker{'s' * (workers > 1)}", done)
        print(f"  {out.stat().st_size >> 20} MiB of N-Triples")
    first = min(times)
    for workers, seconds in times.items():
        if workers != first:
            print(f"{workers} workers are {times[first] / seconds:.2f} times as fast as {first}")


def tell(what: str, done: Measured) -> None:
    """Print what a build took."""
    fourth = max(1, len(done.course) // 4)
    parts = [part or [(0, 0, 0)] for part in (done.course[:fourth], done.course[-fourth:])]
    begin, end = ([max(row[n] for row in part) for n in (1, 2)] for part in parts)
    print(
        f"{what}: {done.seconds:,.0f} s by the clock, {done.processor:,.0f} s of processor; at most {done.first} MiB "
        f"in the first process and {done.worker} in a worker (in the first fourth of the time {begin[0]} and "
        f"{begin[1]}, in the last {end[0]} and {end[1]})"
    )


if __name__ == "__main__":
    main()
