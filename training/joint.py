"""Train the encoder on everything at once: treebanks, names, and the facts of annotated passages; checkpointed.

Each step reads passages; with them, in some steps, chunks of the treebanks and passages that teach antecedents.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.language.facts import tagged_spans
from kg.language.pieces import Pieces
from training.batches import IGNORED, Chunker, batches, read_documents
from training.examples import Example, Swapper, Vocabulary, antecedents, examples, read, sample
from training.facts import FactHeads, place_bucket, threshold_loss
from training.network import Network, Scores, Sizes, read_labels
from training.passages import NOBODY, NOUN, UNNAMED, held_out
from training.train import WEIGHTS, Average, base_encoder, losses, measure

ANTECEDENT_STEPS = 0.25
"""In how many steps passages that teach antecedents are read as well."""
SILVER = 0.25
"""What the released pipeline's trees of passages count beside those of the treebanks."""
FEWEST = 40
"""Facts that a relation must have to be learnt."""


class Joint(nn.Module):
    """The network of the language pipeline, and the heads that read facts."""

    def __init__(self, labels: dict[str, list[str]], relations: int) -> None:
        super().__init__()
        self.language = Network(labels)
        self.facts = FactHeads(relations)

    def encode(self, batch: dict[str, Tensor]) -> tuple[Scores, Tensor]:
        """Encode a batch once for all heads.

        Args:
            batch: As `Chunker.tensors` lays it out.

        Returns:
            What the present heads say, and the words, [batch, words, hidden].
        """
        scores = self.language(batch["pieces"], batch["types"], batch["mask"], batch["pool"])
        return scores, scores.words


@dataclass(slots=True)
class Laid:
    """An example's mentions and pairs as tensors."""

    first: Tensor
    last: Tensor
    kinds: Tensor
    places: Tensor
    sentence: Tensor
    pairs: list[tuple[int, int]]
    subjects: Tensor
    objects: Tensor
    distances: Tensor
    seen: Tensor


def lay(example: Example, rng: random.Random | None) -> Laid:
    """Lay an example's mentions and sampled pairs out as tensors.

    Args:
        example: The chunk.
        rng: Source of chance in training: which pairs, hidden kinds, boundaries that move; None to take all as it is.
    """
    count = len(example.sentence)
    first = [m[0] for m in example.mentions]
    last = [m[1] for m in example.mentions]
    kinds = [m[2] for m in example.mentions]
    if rng is not None:
        for i, kind in enumerate(kinds):
            if rng.random() < 0.1:
                kinds[i] = 6
            if kind == NOUN and rng.random() < 0.15 and last[i] - first[i] > 1:
                first[i] += rng.randint(1, last[i] - first[i] - 1)
    words = np.arange(count)[None, :]
    a, b = np.array(first, int)[:, None], np.array(last, int)[:, None]
    offset = np.where(words < a, words - a, np.where(words >= b, words - b + 1, 0)).reshape(-1, count)
    table = np.array([place_bucket(n) for n in range(-count, count + 1)], np.int64)
    places = table[offset + count]
    pairs = sample(example, rng)
    chosen = np.array(pairs, np.int64).reshape(-1, 2)
    sentence = np.array(example.sentence)
    of = sentence[np.array(first, int)] if first else np.zeros(0, int)
    seen = (sentence[None] == of[chosen[:, 0]][:, None]) | (sentence[None] == of[chosen[:, 1]][:, None])
    return Laid(
        torch.tensor(first, dtype=torch.long),
        torch.tensor([n - 1 for n in last], dtype=torch.long),
        torch.tensor(kinds, dtype=torch.long),
        torch.from_numpy(places),
        torch.from_numpy(of),
        pairs,
        torch.from_numpy(chosen[:, 0].copy()),
        torch.from_numpy(chosen[:, 1].copy()),
        torch.tensor([example.distance(i, j) for i, j in pairs], dtype=torch.long),
        torch.from_numpy(seen),
    )


def read_pairs(
    joint: Joint, words: Tensor, laid: list[Laid]
) -> tuple[Tensor, Tensor, Tensor, Tensor, list[Tensor], list[Tensor]]:
    """Score the pairs of a batch of examples.

    Args:
        joint: The network.
        words: [batch, words, hidden].
        laid: The examples' pairs.

    Returns:
        As `FactHeads.pairs`, all pairs one after the other; for each example its mentions and the pairs' attention.
    """
    subjects, objects, contexts, distances, described, attention = [], [], [], [], [], []
    heads = joint.facts
    for row, one in enumerate(laid):
        count = one.places.shape[1]
        mine = words[row, :count]
        mentions = heads.mentions(mine, one.first, one.last, one.kinds)
        described.append(mentions)
        context, weights = heads.context(heads.look(mine, mentions, one.places), one.subjects, one.objects, one.seen)
        attention.append(weights)
        subjects.append(heads.subject(mentions)[one.subjects])
        objects.append(heads.object(mentions)[one.objects])
        contexts.append(context)
        distances.append(one.distances)
    out = heads.pairs(torch.cat(subjects), torch.cat(objects), torch.cat(contexts), torch.cat(distances))
    return *out, described, attention


def speaker_scores(
    joint: Joint, example: Example, laid: Laid, mentions: Tensor, none: Tensor, query: Tensor, pairs: list[int]
) -> tuple[Tensor, list[int]]:
    """Score who says what some pairs hold.

    Args:
        joint, example, laid, mentions: The network, the example and its tensors.
        none, query: From `FactHeads.pairs`, the rows of `pairs`.
        pairs: Pair numbers.

    Returns:
        [pairs, 2 + candidates]: nobody, unnamed, and each candidate; and the candidates' mention numbers.
    """
    candidates = [i for i, m in enumerate(example.mentions) if m[4]]
    keys = joint.facts.speaker_key(mentions[candidates])
    scores = (query @ keys.T).float() * 128**-0.5
    here = laid.sentence[laid.subjects[pairs]][:, None]
    apart = (laid.sentence[candidates][None, :] - here).clamp(-2, 2) + 2
    return torch.cat([none.float(), scores + joint.facts.speaker_near[apart]], 1), candidates


def fact_losses(joint: Joint, words: Tensor, group: list[Example], rng: random.Random) -> dict[str, Tensor]:
    """Compute the losses of all that passages teach beside trees and names.

    Args:
        joint: The network.
        words: [batch, words, hidden].
        group: The examples.
        rng: Source of chance.
    """
    count = joint.facts.relations.out_features - 1
    laid = [lay(example, rng) for example in group]
    relations, codes, none, query, described, attention = read_pairs(joint, words, laid)
    positive = torch.zeros(len(relations), count, dtype=torch.bool)
    unknown = torch.zeros(len(relations), count, dtype=torch.bool)
    answers = torch.full((len(relations),), IGNORED)
    base = 0
    speaker_loss = trigger_loss = relations.sum() * 0.0
    speakers = triggers = 0
    for example, one, mentions, weights in zip(group, laid, described, attention, strict=True):
        said, wanted = [], []
        for row, pair in enumerate(one.pairs):
            for n in example.positive.get(pair, ()):
                positive[base + row, n] = True
            for n in example.open.get(pair, ()):
                unknown[base + row, n] = True
            if pair in example.codes:
                answers[base + row] = example.codes[pair]
                said.append(row)
                wanted.append(example.speakers[pair])
                if example.triggers.get(pair):
                    share = weights[row, sorted(example.triggers[pair])].sum()
                    trigger_loss = trigger_loss - torch.log(share + 1e-6)
                    triggers += 1
        if said:
            rows = [base + row for row in said]
            scores, candidates = speaker_scores(joint, example, one, mentions, none[rows], query[rows], said)
            right = torch.zeros_like(scores, dtype=torch.bool)
            for k, who in enumerate(wanted):
                if who == NOBODY:
                    right[k, 0] = True
                elif who == UNNAMED:
                    right[k, 1] = True
                else:
                    for place, i in enumerate(candidates):
                        right[k, 2 + place] = example.mentions[i][3] == who
            some = right.any(1)
            if bool(some.any()):
                chosen = scores[some].log_softmax(-1).masked_fill(~right[some], -math.inf).logsumexp(-1)
                speaker_loss = speaker_loss - chosen.sum()
                speakers += int(some.sum())
        base += len(one.pairs)
    above, below = threshold_loss(relations.float(), positive, ~positive & ~unknown)
    facts = int((answers != IGNORED).sum())
    nouns = torch.full(words.shape[:2], IGNORED)
    for row, example in enumerate(group):
        nouns[row, : len(example.nouns)] = torch.tensor(example.nouns)
    known = nouns != IGNORED
    out = {
        "relations": (above + below) / (2 * facts + 20),
        "codes": functional.cross_entropy(codes.float(), answers, ignore_index=IGNORED, reduction="sum") / (facts + 5),
        "speakers": speaker_loss / (speakers + 5),
        "triggers": trigger_loss / (triggers + 3),
        "nouns": functional.cross_entropy(joint.facts.nouns(words)[known].float(), nouns[known]),
    }
    out["antecedents"] = antecedent_loss(joint, group, laid, described)
    return out


def antecedent_scores(
    joint: Joint, example: Example, mentions: Tensor
) -> Iterator[tuple[int, list[int], list[bool], Tensor]]:
    """Score each anaphor's candidates."""
    asked = list(antecedents(example))
    if not asked:
        return
    left = [i for i, candidates, _ in asked for _ in candidates]
    right = [j for _, candidates, _ in asked for j in candidates]
    distances = torch.tensor([example.distance(i, j) for i, j in zip(left, right, strict=True)])
    scores = joint.facts.antecedents(mentions, torch.tensor(left), torch.tensor(right), distances).float()
    at = 0
    for i, candidates, truth in asked:
        yield i, candidates, truth, scores[at : at + len(candidates)]
        at += len(candidates)


def antecedent_loss(joint: Joint, group: list[Example], laid: list[Laid], described: list[Tensor]) -> Tensor:
    """Compute the loss of antecedents: minus the log-probability of all right ones, or of none."""
    total, count = torch.zeros(()), 0
    for example, mentions in zip(group, described, strict=True):
        for _, _, truth, scores in antecedent_scores(joint, example, mentions):
            logits = torch.cat([torch.zeros(1), scores])
            right = torch.tensor([not any(truth), *truth])
            total = total - logits.log_softmax(-1).masked_fill(~right, -math.inf).logsumexp(-1)
            count += 1
    return total / (count + 3)


SHARES = {"relations": 1.0, "codes": 0.3, "speakers": 0.3, "triggers": 0.1, "nouns": 0.5, "antecedents": 0.4}


def cut(
    passages: list[dict[str, Any]],
    vocabulary: Vocabulary,
    chunker: Chunker,
    pieces: Pieces,
    rng: random.Random | None,
    swapper: Swapper | None,
) -> list[Example]:
    """Cut passages into examples, with swapped names where there is a swapper."""
    out = []
    for passage in passages:
        if swapper is not None and rng is not None:
            passage = swapper.swap(passage, rng)
            if rng.random() < 0.2:
                passage["sentences"] = [
                    {**s, "words": [w.replace("'", "’") for w in s["words"]]} for s in passage["sentences"]
                ]
        out += examples(passage, vocabulary, chunker, pieces, rng)
    return out


def grouped(found: list[Example], rng: random.Random, most: int) -> Iterator[list[Example]]:
    """Group examples of like length, see `training.batches.batches`."""
    by = {id(e.chunk): e for e in found}
    for group in batches([e.chunk for e in found], rng, most_pieces=most):
        yield [by[id(c)] for c in group]


@torch.no_grad()
def score(joint: Joint, found: list[Example], chunker: Chunker) -> dict[str, float]:
    """Measure on passages, annotated mentions among distractors: F1 of pairs, codes, speakers, nouns, antecedents."""
    joint.eval()
    n: dict[str, float] = dict.fromkeys(
        ("tp", "fp", "gold", "code", "codes", "said", "speakers", "ntp", "npred", "ngold", "ante", "antes"), 0
    )
    for group in grouped(found, random.Random(0), 4000):
        batch = chunker.tensors([e.chunk for e in group])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            _, words = joint.encode(batch)
            laid = [lay(e, None) for e in group]
            relations, codes, none, query, described, _ = read_pairs(joint, words, laid)
            tags = joint.facts.nouns(words).argmax(-1)
        above = (relations[:, 1:] > relations[:, :1]).numpy()
        base = 0
        for row, (example, one, mentions) in enumerate(zip(group, laid, described, strict=True)):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                said = [k for k, pair in enumerate(one.pairs) if pair in example.codes]
                rows = [base + k for k in said]
                if rows:
                    scores, candidates = speaker_scores(joint, example, one, mentions, none[rows], query[rows], said)
                    best = scores.argmax(-1).tolist()
                for _, _, truth, s in antecedent_scores(joint, example, mentions):
                    n["antes"] += 1
                    top = int(s.argmax())
                    n["ante"] += truth[top] if s[top] > 0 else not any(truth)
            for k, row_number in enumerate(rows):
                pair = one.pairs[said[k]]
                n["codes"] += 1
                n["code"] += int(codes[row_number].argmax()) == example.codes[pair]
                who = example.speakers[pair]
                chosen = (
                    NOBODY
                    if best[k] == 0
                    else UNNAMED
                    if best[k] == 1
                    else example.mentions[candidates[best[k] - 2]][3]
                )
                n["said"] += 1
                n["speakers"] += who == chosen
            for k, pair in enumerate(one.pairs):
                good = example.positive.get(pair, set())
                n["gold"] += len(good)
                for r in np.flatnonzero(above[base + k]).tolist():
                    if r in good:
                        n["tp"] += 1
                    elif r not in example.open.get(pair, ()):
                        n["fp"] += 1
            base += len(one.pairs)
            count = len(example.nouns)
            truth_spans, guess = set(tagged_spans(example.nouns)), set(tagged_spans(tags[row, :count].tolist()))
            n["ntp"] += len(truth_spans & guess)
            n["npred"] += len(guess)
            n["ngold"] += len(truth_spans)
    joint.train()
    p, r = n["tp"] / max(1, n["tp"] + n["fp"]), n["tp"] / max(1, n["gold"])
    return {
        "pair P": p,
        "pair R": r,
        "pair F1": 2 * p * r / max(1e-9, p + r),
        "code": n["code"] / max(1, n["codes"]),
        "speaker": n["speakers"] / max(1, n["said"]),
        "noun F1": 2 * n["ntp"] / max(1, n["npred"] + n["ngold"]),
        "antecedent": n["ante"] / max(1, n["antes"]),
    }


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
