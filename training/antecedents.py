"""GAP's development part and GUM's coreference as passages that teach antecedents alone."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.language import load_nlp
from kg.language.tokens import GAP_NONE, GAP_SPACE
from training.coreference_corpora import Marked, Snippet, read_gap, read_gum
from training.passages import NOUN, PRONOUN, PRONOUNS, Passage, _phrase
from training.prepare import Sentence

CUT = 9
"""Sentences of a document that make one passage."""


def words_of(doc: Doc) -> tuple[list[Sentence], dict[int, int]]:
    """Take a document's sentences without their trees.

    Args:
        doc: With sentence boundaries.

    Returns:
        The sentences, and the number of each token that is a word.
    """
    out, numbers = [], {}
    for span in doc.sents:
        tokens = [t for t in span if not t.is_space]
        for token in tokens:
            numbers[token.i] = len(numbers)
        if tokens:
            gaps = [GAP_SPACE, *(GAP_SPACE if before.whitespace_ else GAP_NONE for before in tokens[:-1])]
            out.append(Sentence(words=[t.text for t in tokens], gaps=gaps))
    return out, numbers


def from_gap(snippet: Snippet, nlp: Language) -> Passage | None:
    """Make a passage of a snippet, where its pronoun means one of its two names.

    Args:
        snippet: The snippet.
        nlp: Cuts it into words and sentences.
    """
    if snippet.a_coref == snippet.b_coref:
        return None
    doc = nlp(snippet.text)
    sentences, numbers = words_of(doc)
    out = Passage(snippet.name, "gap", [asdict(s) for s in sentences], entities=["A", "B"])
    ends = (
        (snippet.pronoun, snippet.offset, PRONOUN, 0 if snippet.a_coref else 1),
        (snippet.a, snippet.a_offset, 0, 0),
        (snippet.b, snippet.b_offset, 0, 1),
    )
    for words, start, kind, entity in ends:
        span = doc.char_span(start, start + len(words), alignment_mode="expand")
        inside = [numbers[t.i] for t in span if t.i in numbers] if span is not None else []
        if not inside:
            return None
        out.mentions.append([inside[0], inside[-1] + 1, kind, entity, 1])
    return out


def from_gum(marked: Marked) -> Iterator[Passage]:
    """Cut a document of GUM into passages.

    Args:
        marked: The document with its chains.

    Yields:
        Passages with every mention that is no coordination.
    """
    sents = [span for span in marked.doc.sents if any(not t.is_space for t in span)]
    names = {t.i: e for e in marked.doc.ents for t in e}
    chains = sorted(set(marked.chains.values()))
    for at in range(0, len(sents), CUT):
        part = marked.doc[sents[at].start : sents[min(len(sents), at + CUT) - 1].end]
        sub = part.as_doc()
        sentences, numbers = words_of(sub)
        out = Passage(f"{marked.name}-{at}", "gum-coreference", [asdict(s) for s in sentences], entities=chains)
        for (head, joint), chain in sorted(marked.chains.items()):
            if joint or not part.start <= head < part.end:
                continue
            token = marked.doc[head]
            if head in names:
                first, last, kind = names[head].start, names[head].end, {"PERSON": 0, "ORG": 1, "GPE": 2}
                code = kind.get(names[head].label_, 3)
            elif token.pos_ == "PRON" and token.lower_ in PRONOUNS:
                first, last, code = head, head + 1, PRONOUN
            elif token.pos_ == "NOUN":
                first, last = _phrase(token)
                code = NOUN
            else:
                continue
            if first >= part.start and last <= part.end:
                inside = [numbers[i - part.start] for i in range(first, last) if i - part.start in numbers]
                if inside:
                    out.mentions.append([inside[0], inside[-1] + 1, code, chains.index(chain), 1])
        yield out


def main() -> None:
    """Write ``antecedents.jsonl``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    options = parser.parse_args()
    nlp = load_nlp()
    corpora = options.shared / "corpora"
    passages = [from_gap(s, nlp) for s in read_gap(corpora / "coreference/gap/gap-development.tsv")]
    vocab = spacy.blank("en").vocab
    for marked in read_gum(corpora / "syntax/gum/train.conllu", vocab=vocab):
        passages += from_gum(marked)
    with (options.out / "antecedents.jsonl").open("w", encoding="utf-8") as out:
        for passage in passages:
            if passage is not None and len(passage.mentions) > 1:
                out.write(json.dumps(asdict(passage), ensure_ascii=False) + "\n")
    print(len(passages), "passages")


if __name__ == "__main__":
    main()
