"""Train the encoder on everything at once: treebanks, names, and the facts of annotated passages; checkpointed.

Each step reads passages; with them, in some steps, chunks of the treebanks and passages that teach antecedents.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import nn

from kg.language.pieces import Pieces
from training.batches import Chunker, batches, read_documents
from training.examples import Swapper, Vocabulary, cut, grouped, read
from training.joint_network import Joint, Laid, antecedent_loss, fact_losses
from training.joint_scores import score
from training.network import Sizes, read_labels
from training.passages import held_out
from training.train import WEIGHTS, Average, base_encoder, losses, measure

ANTECEDENT_STEPS = 0.25
"""In how many steps passages that teach antecedents are read as well."""
SILVER = 0.25
"""What the released pipeline's trees of passages count beside those of the treebanks."""
FEWEST = 40
"""Facts that a relation must have to be learnt."""
SHARES = {"relations": 1.0, "codes": 0.3, "speakers": 0.3, "triggers": 0.1, "nouns": 0.5, "antecedents": 0.4}
"""What the losses of passages count."""


def vocabulary_of(passages: list[dict[str, Any]], ontology: Path) -> Vocabulary:
    """List the relations with facts enough, in order of name, with what the ontology says of them."""
    from rdflib import OWL, RDF, RDFS, Graph, Namespace

    graph = Graph().parse(ontology)
    news = Namespace("https://w3id.org/newskg/ontology#")
    counts: dict[str, int] = {}
    for passage in passages:
        for fact in passage["facts"]:
            counts[fact["relation"]] = counts.get(fact["relation"], 0) + 1
    names = sorted(name for name, count in counts.items() if count >= FEWEST)
    parents = {
        name: {str(o).removeprefix(news) for o in graph.transitive_objects(news[name], RDFS.subPropertyOf)} - {name}
        for name in names
    }
    symmetric = {name for name in names if (news[name], RDF.type, OWL.SymmetricProperty) in graph}
    return Vocabulary(names, parents, symmetric)


def main() -> None:
    """Train, or go on with a training that was broken off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("build/training"))
    parser.add_argument("--out", type=Path, default=Path("build/training/joint"))
    parser.add_argument(
        "--begin", type=Path, default=Path("build/training/released.pt"), help="weights of the language pipeline"
    )
    parser.add_argument("--resume", type=Path, help="checkpoint of a joint training whose weights to begin with")
    parser.add_argument("--fold", type=int, default=0, help="passages to keep from training; -1 for none")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=1600)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-language", action="store_true", help="train the heads of syntax and names alone")
    parser.add_argument("--treebanks", type=float, default=0.4, help="share of steps that read treebanks as well")
    parser.add_argument("--share", type=float, default=1.0, help="share of the passages, for a learning curve")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    labels = read_labels(options.data)
    pieces = Pieces(base_encoder() / "vocab.txt")
    chunker = Chunker(labels, pieces)
    passages = read(options.data / "passages-train.jsonl")
    vocabulary = vocabulary_of(passages, Path("ontologies/news.ttl"))
    held = [p for k, p in enumerate(passages) if held_out(k, options.fold)]
    passages = [p for k, p in enumerate(passages) if not held_out(k, options.fold)]
    if options.share < 1:
        passages = rng.sample(passages, int(options.share * len(passages)))
    swapper = Swapper(passages)
    teaching = read(options.data / "antecedents.jsonl")
    treebanks = read_documents(options.data / "train.jsonl")
    development = {
        part: chunker.cut(read_documents(options.data / f"{part}.jsonl"), random.Random(0), disturb=False)
        for part in ("dev-ewt", "dev-gum", "dev-names")
    }
    joint = Joint(labels, len(vocabulary.relations))
    joint.language.load_state_dict(torch.load(options.begin, weights_only=True)["average"])
    if options.resume:
        joint.load_state_dict(torch.load(options.resume, weights_only=True)["average"])
    joint.language.encoder.pieces.weight.requires_grad_(False)
    if options.only_language:
        joint.requires_grad_(False)
        joint.language.requires_grad_(True)
        joint.language.encoder.requires_grad_(False)
    average = Average(joint, decay=0.998)  # type: ignore[arg-type]
    encoder = [v for v in joint.language.encoder.parameters() if v.requires_grad]
    inside = {id(v) for v in joint.language.encoder.parameters()}
    present = [v for v in joint.language.parameters() if v.requires_grad and id(v) not in inside]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": options.rate},
            {"params": present, "lr": options.rate * 2},
            {"params": [v for v in joint.facts.parameters() if v.requires_grad], "lr": options.head_rate},
        ],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    highest = [group["lr"] for group in optimizer.param_groups]
    held_examples = cut(held, vocabulary, chunker, pieces, None, None)
    step = first = 0
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        joint.load_state_dict(saved["network"])
        average.network.load_state_dict(saved["average"])
        average.updates, step, first = saved["updates"], saved["step"], saved["epoch"] + 1
        optimizer.load_state_dict(saved["optimizer"])
        print(f"resumed after epoch {first}", flush=True)
    teaching_batches = _endless(
        lambda: grouped(cut(teaching, vocabulary, chunker, pieces, None, None), rng, options.batch // 2)
    )
    treebank_batches = _endless(
        lambda: batches(chunker.cut(treebanks, rng, disturb=True), rng, most_pieces=options.batch // 2)
    )
    began = time.monotonic()
    size = sum(value.numel() for value in joint.facts.parameters())
    print(f"{len(passages)} passages, {len(held)} held out, {size} parameters in the heads", flush=True)
    (options.out / "relations.json").write_text(json.dumps(vocabulary.relations))
    for epoch in range(first, options.epochs):
        groups = list(grouped(cut(passages, vocabulary, chunker, pieces, rng, swapper), rng, options.batch))
        sums: dict[str, float] = {}
        joint.train()
        for at, group in enumerate(groups):
            progress = (epoch + at / len(groups)) / options.epochs
            factor = min(1.0, (step + 1) / 150) * max(0.03, 1 - progress)
            for parameters, rate in zip(optimizer.param_groups, highest, strict=True):
                parameters["lr"] = rate * factor
            optimizer.zero_grad(set_to_none=True)
            batch = chunker.tensors([e.chunk for e in group], hide=rng)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores, words = joint.encode(batch)
                found = fact_losses(joint, words, group, rng)
                silver = losses(joint.language, scores, batch)
                loss = sum(SHARES[k] * v for k, v in found.items())
                loss = loss + sum(WEIGHTS[k] * v * (1.0 if k == "names" else SILVER) for k, v in silver.items())
            loss.backward()
            found |= {f"silver {k}": silver[k] for k in ("names", "arcs")}
            if rng.random() < options.treebanks:
                batch = chunker.tensors(next(treebank_batches), hide=rng)
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    scores, _ = joint.encode(batch)
                    gold = losses(joint.language, scores, batch)
                    loss = sum(WEIGHTS[k] * v for k, v in gold.items())
                loss.backward()
            if rng.random() < ANTECEDENT_STEPS:
                more = next(teaching_batches)
                batch = chunker.tensors([e.chunk for e in more], hide=rng)
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    _, words = joint.encode(batch)
                    described = []
                    laid: list[Laid] = []
                    for row, e in enumerate(more):
                        ends = torch.tensor([m[:3] for m in e.mentions], dtype=torch.long).reshape(-1, 3)
                        described.append(joint.facts.mentions(words[row], ends[:, 0], ends[:, 1] - 1, ends[:, 2]))
                    loss = 0.5 * antecedent_loss(joint, more, laid, described)
                if loss.requires_grad:
                    loss.backward()
            nn.utils.clip_grad_norm_(joint.parameters(), 2.0)
            optimizer.step()
            average.update(joint)
            step += 1
            for k, v in found.items():
                sums[k] = sums.get(k, 0.0) + float(v.detach())
            if step % 50 == 0:
                mean = " ".join(f"{k} {v / (at + 1):.3f}" for k, v in sums.items())
                print(f"epoch {epoch} {at + 1}/{len(groups)} {time.monotonic() - began:.0f}s {mean}", flush=True)
        report = {k: round(v, 4) for k, v in score(average.network, held_examples, chunker).items()} if held else {}  # type: ignore[arg-type]
        average.network.eval()
        for part, chunks in development.items():
            m = measure(average.network.language, chunker, chunks)  # type: ignore[union-attr, arg-type]
            report |= {f"{part} {k}": m[k] for k in (("las",) if part != "dev-names" else ("names",))}
        print(f"EPOCH {epoch} {time.monotonic() - began:.0f}s {json.dumps(report)}", flush=True)
        state = {
            "network": joint.state_dict(),
            "average": average.network.state_dict(),
            "updates": average.updates,
            "optimizer": optimizer.state_dict(),
            "step": step,
            "epoch": epoch,
            "sizes": asdict(Sizes()),
        }
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)


def _endless(make: Any) -> Iterator[Any]:
    while True:
        yield from make()


if __name__ == "__main__":
    main()
