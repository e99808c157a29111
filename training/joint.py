"""Train the encoder on everything at once: treebanks, names, and the facts of annotated passages; checkpointed.

Each step reads passages; with them, where they are given, passages of which a teacher has said what they hold, and in
some steps chunks of the treebanks and passages that teach antecedents.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from kg.language.pieces import Pieces
from training.annotated import OWN, held_out, is_measured
from training.batches import Chunk, Chunker, batches, read_documents
from training.distil import Told, read_told, told_losses
from training.examples import Example, Swapper, Vocabulary, cut, grouped, read, vocabulary_of
from training.joint_network import Joint, antecedent_loss, fact_losses
from training.joint_scores import score
from training.large import LARGE, large_joint
from training.network import Sizes, read_labels
from training.train import WEIGHTS, Average, base_encoder, losses, measure

ANTECEDENT_STEPS = 0.4
"""In how many steps passages that teach antecedents are read as well."""
ANTECEDENT_SHARE = 0.5
"""What their loss counts."""
PUBLISHED_SHARE = 0.5
"""What the loss of passages of published corpora counts."""
SILVER = 0.25
"""What the released pipeline's trees of passages count beside those of the treebanks."""
SHARES = {"relations": 1.0, "codes": 0.3, "speakers": 0.3, "triggers": 0.1, "nouns": 0.5, "antecedents": 0.4}
"""What the losses of passages count."""
WARMING = 150
"""Steps in which the learning rate rises."""
DECAY = 0.998
"""Of the average of the weights."""


@dataclass(slots=True)
class Material:
    """What is learnt from.

    Attributes:
        vocabulary, chunker, pieces: How passages become examples.
        passages: Annotated ones.
        held: Those that are kept from training, as examples.
        teaching: Passages that teach antecedents.
        published: Passages of published corpora, which teach relations alone.
        treebanks: Documents with trees.
        told: Examples without annotation, each with what a teacher said of it.
        development: Chunks of treebanks and names to measure on, by name.
    """

    vocabulary: Vocabulary
    chunker: Chunker
    pieces: Pieces
    passages: list[dict[str, Any]]
    held: list[Example]
    teaching: list[dict[str, Any]]
    treebanks: list[dict]  # type: ignore[type-arg]
    published: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[Example, Told]] = field(default_factory=list)
    development: dict[str, list[Chunk]] = field(default_factory=dict)

    @classmethod
    def read(cls, options: argparse.Namespace, labels: dict[str, list[str]]) -> Material:
        """Read all that the options name."""
        pieces = Pieces(base_encoder() / "vocab.txt")
        chunker = Chunker(labels, pieces)
        passages = read(options.data / "passages-train.jsonl")
        vocabulary = vocabulary_of(passages, Path("ontologies/news.ttl"))
        held = [p for k, p in enumerate(passages) if held_out(k, options.fold)]
        passages = [p for k, p in enumerate(passages) if not held_out(k, options.fold)]
        for part in OWN if options.own else ():
            own = read(options.data / f"passages-{part}.jsonl")
            held += [p for k, p in enumerate(own) if is_measured(p["name"], k)]
            passages += [p for k, p in enumerate(own) if not is_measured(p["name"], k)]
        if options.share < 1:
            passages = random.Random(options.seed).sample(passages, int(options.share * len(passages)))
        out = cls(
            vocabulary,
            chunker,
            pieces,
            passages,
            cut(held, vocabulary, chunker, pieces, None, None),
            read(options.data / "antecedents.jsonl"),
            read_documents(options.data / "train.jsonl"),
        )
        if options.published:
            out.published = read(options.data / "passages-relations.jsonl")
        if options.told:
            out.told = read_told(options.told, options.data / "unlabelled-passages.jsonl", vocabulary, chunker, pieces)
        if not options.large:  # a teacher's trees don't matter
            for part in ("dev-ewt", "dev-gum", "dev-names"):
                documents = read_documents(options.data / f"{part}.jsonl")
                out.development[part] = chunker.cut(documents, random.Random(0), disturb=False)
        return out


class Training:
    """A training under way.

    Args:
        joint: The network.
        material: What it learns from.
        options: See `main`.
    """

    def __init__(self, joint: Joint, material: Material, options: argparse.Namespace) -> None:
        self.joint, self.material, self.options = joint, material, options
        self.rng = random.Random(options.seed)
        self.swapper = Swapper(material.passages)
        self.average = Average(joint, decay=DECAY)  # type: ignore[arg-type]
        self.optimizer = _optimizer(joint, options)
        self.highest = [group["lr"] for group in self.optimizer.param_groups]
        self.step = self.first = 0
        self.checkpoint = options.out / "checkpoint.pt"
        rng, chunker, m, size = self.rng, material.chunker, material, options.batch
        self.told = {id(example): said for example, said in m.told}
        self.told_batches = _endless(lambda: grouped([example for example, _ in m.told], rng, size))
        self.teaching_batches = _endless(
            lambda: grouped(cut(m.teaching, m.vocabulary, chunker, m.pieces, None, None), rng, size // 2)
        )
        self.published_batches = _endless(
            lambda: grouped(cut(m.published, m.vocabulary, chunker, m.pieces, rng, self.swapper), rng, size // 2)
        )
        self.treebank_batches = _endless(
            lambda: batches(chunker.cut(m.treebanks, rng, disturb=True), rng, most_pieces=size // 2)
        )

    def epoch(self, number: int) -> None:
        """Read all passages once."""
        m, began = self.material, time.monotonic()
        examples = cut(m.passages, m.vocabulary, m.chunker, m.pieces, self.rng, self.swapper)
        groups = list(grouped(examples, self.rng, self.options.batch))
        sums: dict[str, float] = {}
        self.joint.train()
        for at, group in enumerate(groups):
            for name, loss in self.learn(group, (number + at / len(groups)) / self.options.epochs).items():
                sums[name] = sums.get(name, 0.0) + loss
            if self.step % 50 == 0:
                mean = " ".join(f"{name} {value / (at + 1):.3f}" for name, value in sums.items())
                print(f"epoch {number} {at + 1}/{len(groups)} {time.monotonic() - began:.0f}s {mean}", flush=True)
        print(f"EPOCH {number} {time.monotonic() - began:.0f}s {json.dumps(self.report())}", flush=True)

    def learn(self, group: list[Example], progress: float) -> dict[str, float]:
        """Take one step.

        Args:
            group: Examples of annotated passages.
            progress: Share of the training that is over.

        Returns:
            What the losses were.
        """
        factor = min(1.0, (self.step + 1) / WARMING) * max(0.03, 1 - progress)
        for parameters, rate in zip(self.optimizer.param_groups, self.highest, strict=True):
            parameters["lr"] = rate * factor
        self.optimizer.zero_grad(set_to_none=True)
        found = self._passages(group)
        if self.told:
            found |= self._told(next(self.told_batches))
        if self.rng.random() < self.options.published:
            found |= self._published(next(self.published_batches))
        if self.rng.random() < self.options.treebanks:
            self._treebank(next(self.treebank_batches))
        if self.rng.random() < ANTECEDENT_STEPS:
            self._antecedents(next(self.teaching_batches))
        nn.utils.clip_grad_norm_(self.joint.parameters(), 2.0)
        self.optimizer.step()
        self.average.update(self.joint)
        self.step += 1
        return {name: float(value.detach()) for name, value in found.items()}

    def _passages(self, group: list[Example]) -> dict[str, Tensor]:
        batch = self.material.chunker.tensors([e.chunk for e in group], hide=self.rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores, words = self.joint.encode(batch)
            found = fact_losses(self.joint, words, group, self.rng)
            silver = losses(self.joint.language, scores, batch)
            loss = sum(SHARES[name] * value for name, value in found.items())
            for name, value in silver.items():
                loss = loss + WEIGHTS[name] * value * (1.0 if name == "names" else SILVER)
        loss.backward()  # type: ignore[union-attr]
        return found | {f"silver {name}": silver[name] for name in ("names", "arcs")}

    def _told(self, group: list[Example]) -> dict[str, Tensor]:
        batch = self.material.chunker.tensors([e.chunk for e in group], hide=self.rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            _, words = self.joint.encode(batch)
            found = told_losses(self.joint, words, [(e, self.told[id(e)]) for e in group], self.rng)
            loss = self.options.told_share * sum(SHARES[name] * value for name, value in found.items())
        loss.backward()
        return {f"told {name}": found[name] for name in ("relations", "codes")}

    def _published(self, group: list[Example]) -> dict[str, Tensor]:
        batch = self.material.chunker.tensors([e.chunk for e in group], hide=self.rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            _, words = self.joint.encode(batch)
            loss = PUBLISHED_SHARE * fact_losses(self.joint, words, group, self.rng)["relations"]
        loss.backward()
        return {"published": loss / PUBLISHED_SHARE}

    def _treebank(self, chunks: list[Chunk]) -> None:
        batch = self.material.chunker.tensors(chunks, hide=self.rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores, _ = self.joint.encode(batch)
            found = losses(self.joint.language, scores, batch)
            loss = sum(WEIGHTS[name] * value for name, value in found.items())
        loss.backward()  # type: ignore[union-attr]

    def _antecedents(self, group: list[Example]) -> None:
        batch = self.material.chunker.tensors([e.chunk for e in group], hide=self.rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            _, words = self.joint.encode(batch)
            described = []
            for row, example in enumerate(group):
                ends = torch.tensor([m[:3] for m in example.mentions], dtype=torch.long).reshape(-1, 3)
                described.append(self.joint.facts.mentions(words[row], ends[:, 0], ends[:, 1] - 1, ends[:, 2]))
            loss = ANTECEDENT_SHARE * antecedent_loss(self.joint, group, described)
        if loss.requires_grad:
            loss.backward()

    def report(self) -> dict[str, float]:
        """Measure the average of the weights on what is kept from training."""
        network: Joint = self.average.network  # type: ignore[assignment]
        m = self.material
        out = {name: round(value, 4) for name, value in score(network, m.held, m.chunker).items()} if m.held else {}
        network.eval()
        for part, chunks in m.development.items():
            name = "names" if part == "dev-names" else "las"
            out[f"{part} {name}"] = measure(network.language, m.chunker, chunks)[name]
        return out

    def save(self, epoch: int) -> None:
        """Write all that is needed to go on after an epoch."""
        state = {
            "network": self.joint.state_dict(),
            "average": self.average.network.state_dict(),
            "updates": self.average.updates,
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "epoch": epoch,
            "sizes": asdict(LARGE if self.options.large else Sizes()),
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def restore(self) -> None:
        """Go on from the checkpoint, where there is one."""
        if not self.checkpoint.exists():
            return
        saved = torch.load(self.checkpoint, weights_only=True)
        self.joint.load_state_dict(saved["network"])
        self.average.network.load_state_dict(saved["average"])
        self.average.updates, self.step, self.first = saved["updates"], saved["step"], saved["epoch"] + 1
        self.optimizer.load_state_dict(saved["optimizer"])
        print(f"resumed after epoch {self.first}", flush=True)


def _optimizer(joint: Joint, options: argparse.Namespace) -> torch.optim.Optimizer:
    """Give the encoder, the present heads and those that read facts a learning rate each."""
    encoder = [v for v in joint.language.encoder.parameters() if v.requires_grad]
    inside = {id(v) for v in joint.language.encoder.parameters()}
    present = [v for v in joint.language.parameters() if v.requires_grad and id(v) not in inside]
    return torch.optim.AdamW(
        [
            {"params": encoder, "lr": options.rate},
            {"params": present, "lr": options.head_rate if options.large else options.rate * 2},
            {"params": [v for v in joint.facts.parameters() if v.requires_grad], "lr": options.head_rate},
        ],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )


def _network(options: argparse.Namespace, labels: dict[str, list[str]], relations: int) -> Joint:
    """Make the network that a training begins with."""
    if options.large:
        joint = large_joint(labels, relations)
        joint.language.encoder.load(options.large)
        joint.language.encoder.layers[: options.fixed].requires_grad_(False)
    else:
        joint = Joint(labels, relations)
        if not options.resume:
            joint.language.load_state_dict(torch.load(options.begin, weights_only=True)["average"])
    if options.resume:
        joint.load_state_dict(torch.load(options.resume, weights_only=True)["average"])
    joint.language.encoder.pieces.weight.requires_grad_(False)
    if options.only_language:
        joint.requires_grad_(False)
        joint.language.requires_grad_(True)
        joint.language.encoder.requires_grad_(False)
    return joint


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
    parser.add_argument("--own", action="store_true", help="learn from the passages of this project as well")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=1600)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-language", action="store_true", help="train the heads of syntax and names alone")
    parser.add_argument("--treebanks", type=float, default=0.4, help="share of steps that read treebanks as well")
    parser.add_argument(
        "--published", type=float, default=0.0, help="share of steps that read published corpora as well"
    )
    parser.add_argument("--large", type=Path, help="folder of a published MPNet, to train a teacher")
    parser.add_argument("--fixed", type=int, default=0, help="how many of the teacher's lowest layers stay as they are")
    parser.add_argument("--told", type=Path, help="what a teacher says of passages without annotation")
    parser.add_argument("--told-share", type=float, default=1.0, help="what that counts beside the annotated passages")
    parser.add_argument("--share", type=float, default=1.0, help="share of the passages, for a learning curve")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    labels = read_labels(options.data)
    material = Material.read(options, labels)
    joint = _network(options, labels, len(material.vocabulary.relations))
    training = Training(joint, material, options)
    training.restore()
    size = sum(value.numel() for value in joint.facts.parameters())
    print(f"{len(material.passages)} passages, {len(material.held)} examples held out, {size} parameters in the heads")
    (options.out / "relations.json").write_text(json.dumps(material.vocabulary.relations))
    for epoch in range(training.first, options.epochs):
        training.epoch(epoch)
        training.save(epoch)


def _endless(make: Callable[[], Iterator[Any]]) -> Iterator[Any]:
    while True:
        yield from make()


if __name__ == "__main__":
    main()
