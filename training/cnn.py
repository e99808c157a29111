"""A spaCy pipeline of the usual small size on the same data, to compare with: convolutions over hashed words, no
pretraining."""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from thinc.api import fix_random_seed

from kg.language.tokens import GAP_NONE, make_tokenizer
from training.batches import read_documents
from training.corpora import NAME_CLASSES
from training.gold import MERGED
from training.train import gold_spans

_TOK2VEC = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "pretrained_vectors": None,
    "width": 96,
    "depth": 4,
    "embed_size": 2000,
    "window_size": 1,
    "maxout_pieces": 3,
    "subword_features": True,
}
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}


def build() -> Language:
    """Make the pipeline, untrained."""
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.add_pipe("tok2vec", config={"model": _TOK2VEC})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}})
    for name, width in (("parser", 64), ("ner", 64)):
        model = {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": name,
            "extra_state_tokens": False,
            "hidden_width": width,
            "maxout_pieces": 2,
            "use_upper": True,
            "tok2vec": _LISTENER,
        }
        nlp.add_pipe(name, config={"model": model})
    return nlp


def examples(nlp: Language, documents: list[dict[str, Any]]) -> list[Example]:
    """Turn prepared documents into spaCy's examples, of several sentences each.

    Args:
        nlp: The pipeline, for its vocabulary.
        documents: As :func:`training.batches.read_documents` reads them.

    Returns:
        The examples.
    """
    out = []
    for document in documents:
        sentences = document["sentences"]
        out += [_example(nlp, sentences[at : at + 6]) for at in range(0, len(sentences), 6)]
    return out


def _example(nlp: Language, sentences: list[dict[str, Any]]) -> Example:
    words: list[str] = []
    gaps: list[int] = []
    tags: list[str] = []
    heads: list[int] = []
    relations: list[str] = []
    names: list[str] = []
    for sentence in sentences:
        base, count = len(words), len(sentence["words"])
        words += sentence["words"]
        gaps += sentence["gaps"]
        tags += sentence["tags"]
        heads += [base + head - 1 if head else base + index for index, head in enumerate(sentence["heads"])]
        relations += ["ROOT" if relation == "root" else relation for relation in sentence["relations"]]
        classes = ["O"] * count
        for begin, end, labels in gold_spans(sentence["names"]):
            label = next((MERGED.get(name[2:], name[2:]) for name in NAME_CLASSES if name[2:] in labels), "MISC")
            classes[begin:end] = [f"B-{label}", *[f"I-{label}"] * (end - begin - 1)]
        names += classes if sentence["names"] else [""] * count
    spaces = [gap != GAP_NONE for gap in gaps[1:]] + [True]
    trees: dict[str, Any] = {"tags": tags, "heads": heads, "deps": relations} if heads else {}
    reference = Doc(nlp.vocab, words=words, spaces=spaces, ents=names, **trees)
    return Example(Doc(nlp.vocab, words=words, spaces=spaces), reference)


def main() -> None:
    """Train for some minutes and store the pipeline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("build/training"), help="where the preparation wrote")
    parser.add_argument("--out", type=Path, default=Path("build/training/cnn"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=600, help="stop after the epoch in which these have passed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    fix_random_seed(options.seed)
    rng = random.Random(options.seed)
    nlp = build()
    data = examples(nlp, read_documents(options.data / "train.jsonl"))
    optimizer = nlp.initialize(lambda: data)
    began = time.monotonic()
    for epoch in range(options.epochs):
        rng.shuffle(data)
        sums: dict[str, float] = {}
        for batch in minibatch_by_words(data, size=1500):
            nlp.update(batch, sgd=optimizer, drop=0.1, losses=sums)
            if time.monotonic() - began > 60 * options.minutes:
                break
        losses = json.dumps({key: round(value) for key, value in sums.items()})
        print(f"epoch {epoch + 1} {time.monotonic() - began:.0f} s {losses}", flush=True)
        with nlp.use_params(optimizer.averages):
            nlp.to_disk(options.out)
        if time.monotonic() - began > 60 * options.minutes:
            break


if __name__ == "__main__":
    main()
