"""What other networks say of the facts in text that nobody has annotated, for the small one to learn from.

The teachers read each passage once; what they say together is kept as probabilities. The idea is that of Bucilă,
Caruana & Niculescu-Mizil (2006), "Model Compression", whose teacher is an ensemble, too.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from kg.language.pieces import Pieces
from training.batches import Chunker
from training.examples import Example, Vocabulary, cut, grouped, read, sample, vocabulary_of
from training.joint_network import Joint, antecedent_scores, lay, read_pairs, speaker_scores
from training.large import LARGE, large_joint
from training.network import read_labels
from training.passages import NOUN
from training.train import base_encoder

NOUN_FROM = 0.25
"""Probability from which a noun phrase counts as one that takes part in facts."""
SPOKEN_FROM = 0.15
"""Probability of any fact from which a pair's speaker is asked for."""


@dataclass(slots=True, kw_only=True)
class Told:
    """What the teacher says of an example.

    Attributes:
        annotated: For each mention whether it counts as one that takes part in facts.
        pairs: Pairs of mentions, [pairs, 2].
        relations: Probability of each relation, [pairs, relations].
        codes: Probability of each code, [pairs, codes].
        spoken: Rows of `pairs` whose speaker was asked for.
        speakers: Probabilities of nobody, unnamed, and each annotated mention, [spoken, 2 + candidates].
        nouns: Probability of the classes of each word, [words, 3].
        antecedents: For each anaphor the probability of none and of each candidate, one after the other.
    """

    annotated: Tensor
    pairs: Tensor
    relations: Tensor
    codes: Tensor
    spoken: Tensor
    speakers: Tensor
    nouns: Tensor
    antecedents: Tensor


@torch.no_grad()
def ask(teachers: Sequence[Joint], group: list[Example], chunker: Chunker, rng: random.Random) -> list[Told]:
    """Ask the teachers about a batch of examples.

    Args:
        teachers: The networks, in evaluation mode. What holds of a pair is the mean of their log odds; of all else the
            mean of their probabilities is taken.
        group: The examples; which of their noun phrases count as annotated is set here, after what the teachers say.
        chunker: Makes tensors.
        rng: Source of chance for the pairs that are kept.

    Returns:
        What they say of each.
    """
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tensors = chunker.tensors([e.chunk for e in group])
        read = [teacher.encode(tensors)[1] for teacher in teachers]
        nouns = _mean([t.facts.nouns(words).float().softmax(-1) for t, words in zip(teachers, read, strict=True)])
        for row, e in enumerate(group):
            for m in e.mentions:
                if m[2] == NOUN:
                    m[4] = int(1 - float(nouns[row, m[1] - 1, 0]) >= NOUN_FROM)
        laid = [lay(e, None, sample(e, rng)) for e in group]
        found = [read_pairs(teacher, words, laid) for teacher, words in zip(teachers, read, strict=True)]
        held = _mean([(scores[:, 1:].float() - scores[:, :1].float()) for scores, *_ in found]).sigmoid()
        said = _mean([codes.float().softmax(-1) for _, codes, *_ in found])
        out, base = [], 0
        for row, (e, one) in enumerate(zip(group, laid, strict=True)):
            mine = slice(base, base + len(one.pairs))
            base += len(one.pairs)
            spoken = torch.nonzero(held[mine].amax(1) >= SPOKEN_FROM)[:, 0] if one.pairs else torch.zeros(0).long()
            rows, asked = (spoken + mine.start).tolist(), spoken.tolist()
            speakers, whom = [], []
            for teacher, (_, _, none, query, described, _) in zip(teachers, found, strict=True):
                mentions = described[row]
                if asked:
                    scores, _ = speaker_scores(teacher, e, one, mentions, none[rows], query[rows], asked)
                    speakers.append(scores.softmax(-1))
                each = [torch.cat([torch.zeros(1), s]).softmax(-1) for *_, s in antecedent_scores(teacher, e, mentions)]
                whom.append(torch.cat(each) if each else torch.zeros(0))
            out.append(
                Told(
                    annotated=torch.tensor([m[4] for m in e.mentions], dtype=torch.bool),
                    pairs=torch.tensor(one.pairs, dtype=torch.int16).reshape(-1, 2),
                    relations=held[mine].half(),
                    codes=said[mine].half(),
                    spoken=spoken.short(),
                    speakers=_mean(speakers).half() if speakers else torch.zeros(0, 2).half(),
                    nouns=nouns[row, : len(e.nouns)].half(),
                    antecedents=_mean(whom).half(),
                )
            )
    return out


def _mean(told: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(told)).mean(0)


def told_losses(
    joint: Joint, words: Tensor, group: list[tuple[Example, Told]], rng: random.Random | None
) -> dict[str, Tensor]:
    """Compute how far the network is from what the teacher said.

    Args:
        joint: The network.
        words: [batch, words, hidden].
        group: The examples, and what was said of each.
        rng: Source of chance, see `lay`; None for none.

    Returns:
        Losses, by the names of `fact_losses`.
    """
    laid = [lay(e, rng, list(map(tuple, t.pairs.tolist()))) for e, t in group]
    relations, codes, none, query, described, _ = read_pairs(joint, words, laid)
    wanted = torch.cat([t.relations.float() for _, t in group])
    weight = wanted.amax(1)
    facts = float(weight.sum())
    margin = (relations[:, 1:] - relations[:, :1]).float()
    apart = functional.binary_cross_entropy_with_logits(margin, wanted, reduction="sum")
    code_answers = torch.cat([t.codes.float() for _, t in group])
    code_loss = -(code_answers * codes.float().log_softmax(-1)).sum(-1)
    speaker_loss = noun_loss = antecedent_loss = relations.sum() * 0.0
    speakers, count, anaphors, base = 0.0, 0, 0, 0
    for row, ((e, told), one, mentions) in enumerate(zip(group, laid, described, strict=True)):
        if len(told.spoken):
            rows = (told.spoken.long() + base).tolist()
            scores, _ = speaker_scores(joint, e, one, mentions, none[rows], query[rows], told.spoken.tolist())
            entropy = -(told.speakers.float() * scores.log_softmax(-1)).sum(-1)
            speaker_loss = speaker_loss + (entropy * weight[rows]).sum()
            speakers += float(weight[rows].sum())
        base += len(one.pairs)
        noun_loss = (
            noun_loss
            - (told.nouns.float() * joint.facts.nouns(words[row, : len(told.nouns)]).float().log_softmax(-1)).sum()
        )
        count += len(told.nouns)
        at = 0
        for _, candidates, _, scores in antecedent_scores(joint, e, mentions):
            answers = told.antecedents[at : at + 1 + len(candidates)].float()
            at += 1 + len(candidates)
            antecedent_loss = antecedent_loss - (answers * torch.cat([torch.zeros(1), scores]).log_softmax(-1)).sum()
            anaphors += 1
    return {
        "relations": apart / (2 * facts + 20),
        "codes": (code_loss * weight).sum() / (facts + 5),
        "speakers": speaker_loss / (speakers + 5),
        "nouns": noun_loss / max(1, count),
        "antecedents": antecedent_loss / (anaphors + 3),
    }


def read_told(
    path: Path, passages: Path, vocabulary: Vocabulary, chunker: Chunker, pieces: Pieces
) -> list[tuple[Example, Told]]:
    """Read what a teacher said, each with its example."""
    out = []
    found = cut(read(passages), vocabulary, chunker, pieces, None, None)
    for number, fields in torch.load(path, weights_only=True).items():
        told = Told(**fields)
        example = found[number]
        for m, annotated in zip(example.mentions, told.annotated.tolist(), strict=True):
            m[4] = int(annotated)
        out.append((example, told))
    return out


def main() -> None:
    """Ask one or more teachers about all passages without annotation, and write what they say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("build/training"))
    parser.add_argument("--teacher", type=Path, nargs="+", default=[Path("build/training/large/checkpoint.pt")])
    parser.add_argument("--out", type=Path, default=Path("build/training/told.pt"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=60.0)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    pieces = Pieces(base_encoder() / "vocab.txt")
    labels = read_labels(options.data)
    chunker = Chunker(labels, pieces)
    vocabulary = vocabulary_of(read(options.data / "passages-train.jsonl"), Path("ontologies/news.ttl"))
    teachers = []
    for path in options.teacher:
        saved = torch.load(path, weights_only=True)
        large = saved["sizes"]["hidden"] == LARGE.hidden
        teacher = (large_joint if large else Joint)(labels, len(vocabulary.relations))
        teacher.load_state_dict(saved["average"])
        teachers.append(teacher.eval())
    found: list[Example] = cut(
        read(options.data / "unlabelled-passages.jsonl"), vocabulary, chunker, pieces, None, None
    )
    number_of = {id(e): n for n, e in enumerate(found)}
    rng = random.Random(1)
    began = time.monotonic()
    out: dict[int, dict[str, Any]] = {}
    for at, group in enumerate(grouped(found, rng, 3000)):
        for example, told in zip(group, ask(teachers, group, chunker, rng), strict=True):
            out[number_of[id(example)]] = {name: getattr(told, name) for name in Told.__slots__}
        if at % 20 == 0:
            print(f"{len(out)}/{len(found)} {time.monotonic() - began:.0f}s", flush=True)
        if time.monotonic() - began > 60 * options.minutes:
            break
    torch.save(out, options.out)
    pairs = sum(len(t["pairs"]) for t in out.values())
    facts = sum(float((t["relations"] >= 0.5).sum()) for t in out.values())
    print(f"{len(out)} passages, {pairs} pairs, {facts:.0f} facts", flush=True)


if __name__ == "__main__":
    main()
