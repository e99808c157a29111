"""How well a network reads facts: F1 of pairs, codes, speakers, nouns and antecedents on passages."""

from __future__ import annotations

import random

import numpy as np
import torch

from kg.language.facts import tagged_spans
from training.batches import Chunker
from training.examples import Example, grouped
from training.joint_network import Joint, antecedent_scores, lay, read_pairs, speaker_scores
from training.passages import NOBODY, UNNAMED


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
