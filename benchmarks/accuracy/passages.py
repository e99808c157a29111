"""Score the facts of annotated passages, from raw text: `python -m benchmarks.accuracy.passages dev [--errors]`.

`dev` and `dev-world` are what nobody develops on; `written` and `standoff` are the passages of this project that the
network has not learnt from (`training/written`; `training/standoff`, real news, once `python -m training.standoff` has
written its words); from `train` it has, so that its figures mean something for another network alone.
`--without network` and `--without lexicon` tell what each is worth alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kg.graph import write_graph
from kg.graph.files import new_graph
from kg.model import Article
from kg.pipeline import Setup, build
from kg.vocabulary import BASE
from training.annotated import OWN, files_of, is_chosen, teach_parents

flow = import_module("kg.extraction.extract")  # the package has a function of that name


def passages(scorer: Any, shared: Path, part: str, fold: int | None) -> list[tuple[Path, dict[str, Any]]]:
    """Read the passages of a part, or of one fold of it, each with its file."""
    found = []
    for path in files_of(shared, part):
        found += [(path, passage) for passage in scorer.read([path])]
    return [pair for number, pair in enumerate(found) if is_chosen(part, pair[1]["id"], number, fold)]


def groups_of(chosen: list[tuple[Path, dict[str, Any]]], part: str) -> dict[str, list[dict[str, Any]]]:
    """Sort passages of training by whether their text is real or written for the purpose."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, passage in chosen:
        written = "written for training" if path.stem.startswith("own") else "real text"
        groups.setdefault(written if part == "train" else "all", []).append(passage)
    return groups


@contextmanager
def without(what: str | None) -> Iterator[None]:
    """Leave the network or the lexicon out of extraction, to learn what the other is worth alone."""
    if what == "network":
        with patch.object(flow, "score_pairs", lambda *_: None):
            yield
    elif what == "lexicon":
        with patch.object(flow, "find_relations", lambda _: []):
            yield
    else:
        yield


def main() -> int:
    """Build a graph of the passages, then score it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["dev", "dev-world", "train", "written", "standoff"])
    parser.add_argument(
        "--fold", type=int, help="the passages of one fold of five; of the project's own without it those never learnt"
    )
    parser.add_argument("--without", choices=["network", "lexicon"])
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with gold/ and tools/")
    parser.add_argument("--out", type=Path, default=Path("build/passages.ttl"), help="where the graph goes")
    parser.add_argument("--plain", type=float, help="confidence that a plain triple needs")
    parser.add_argument("--errors", action="store_true", help="print every missed and wrong fact")
    args = parser.parse_args()
    sys.path.insert(0, str(args.shared / "tools"))
    import score_passages as scorer

    teach_parents(scorer)
    if args.errors and args.part not in {"train", *OWN}:
        raise SystemExit("errors are read in the passages of training alone: the others are there to measure")
    chosen = passages(scorer, args.shared, args.part, args.fold)
    articles = [
        Article(text=" ".join(p["text"]), source=p["id"], url=f"https://news.invalid/{p['id']}", date=p["date"])
        for _, p in chosen
    ]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    graph = new_graph()
    with without(args.without):
        build(graph, articles, Setup(), plain=args.plain, on_error=lambda error: print(error))
    write_graph(graph, args.out, base=BASE)
    for name, members in groups_of(chosen, args.part).items():
        with patch.object(scorer, "read", lambda _, members=members: members):
            n, per = scorer.score([], args.out, args.errors)
            named, _ = scorer.score([], args.out, False, named_only=True)
        print(f"{name}: {scorer.line(n)}; right plain triples for 100 facts {100 * n['plain right'] / n['gold']:.1f}")
        print(f"{name}, named only: {scorer.line(named)}")
        if args.part == "train":
            print(json.dumps({relation: dict(counts) for relation, counts in sorted(per.items())}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
