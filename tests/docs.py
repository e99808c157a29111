"""Hand-built spaCy Docs: the rules are tested on trees that no model has to get right."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Span, Token

from kg.document import Document
from kg.extraction.syntax import Syntax
from kg.lexicon import load_lexicon

LEXICON = load_lexicon()
VOCAB = spacy.blank("en").vocab
TAGS = dict(
    pair.split("=")
    for pair in [
        "VERB=VBZ",
        "NOUN=NN",
        "PROPN=NNP",
        "PRON=PRP",
        "ADJ=JJ",
        "ADP=IN",
        "AUX=VBZ",
        "DET=DT",
        "PART=TO",
        "ADV=RB",
    ]
)

if not Token.has_extension("arc_probability"):
    Token.set_extension("arc_probability", default=1.0)
if not Span.has_extension("probability"):
    Span.set_extension("probability", default=1.0)


def tree(table: str, *, entities: dict[str, str] | None = None) -> Doc:
    """A Doc from lines of `word head dep [pos [tag [lemma]]]`.

    Heads are word numbers in the sentence from 1 (0: the root). A blank line begins a new sentence; `entities` maps
    names as they stand in the text to labels.
    """
    words: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    pos: list[str] = []
    tags: list[str] = []
    lemmas: list[str] = []
    starts: list[bool] = []
    offset = 0
    for sentence in table.strip().split("\n\n"):
        rows = [line.split() for line in sentence.strip().splitlines()]
        for number, row in enumerate(rows):
            word, head, dep, *rest = row
            kind = rest[0] if rest else "NOUN"
            words.append(word)
            heads.append(offset + (int(head) - 1 if head != "0" else number))
            deps.append(dep if head != "0" else "ROOT")
            pos.append(kind)
            tags.append(rest[1] if len(rest) > 1 else TAGS.get(kind, "NN"))
            lemmas.append(rest[2] if len(rest) > 2 else (word if kind == "PROPN" else word.lower()))
            starts.append(number == 0)
        offset += len(rows)
    closers = {",", ".", "'s", "”", "?"}
    spaces = [
        w not in {"“", "-"} and words[i + 1 : i + 2] != [] and words[i + 1] not in closers for i, w in enumerate(words)
    ]
    doc = Doc(VOCAB, words=words, spaces=spaces, heads=heads, deps=deps, pos=pos, tags=tags, lemmas=lemmas)
    found: list[Span] = []
    for name, label in (entities or {}).items():
        at = 0
        while (at := doc.text.find(name, at)) >= 0:
            span = doc.char_span(at, at + len(name), label=label)
            if span is not None and not any(s.start < span.end and span.start < s.end for s in found):
                found.append(span)
            at += len(name)
    doc.ents = sorted(found, key=lambda s: s.start)
    return doc


def words(syntax: Syntax, slots: dict[str, list[int]]) -> dict[str, list[str]]:
    """The fillers of slots as words."""
    return {slot: [syntax.doc[t].text for t in tokens] for slot, tokens in slots.items()}


def arguments(table: str, predicate: str, *, entities: dict[str, str] | None = None) -> dict[str, list[str]]:
    """The arguments of a predicate of a hand-built tree, by slot."""
    doc = tree(table, entities=entities)
    syntax = Syntax(Document(doc), LEXICON)
    i = next(t.i for t in doc if t.text == predicate)
    return words(syntax, {k: v for k, v in syntax.arguments(i).items() if v})
