"""Documents for tests of coreference, on trees that no model has to get right, and a stand-in for the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import spacy
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from kg.document import Document
from kg.extraction.coreference import Chains, Network, find_chains
from kg.lexicon import Lexicon, RoleTitle, load_lexicon

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.language.facts import FactHeads, Place

VOCAB = spacy.blank("en").vocab
LEXICON = replace(
    load_lexicon(),
    classes={
        "alliance": "Organization", "company": "Organization", "ministry": "Organization", "magazine": "Organization",
        "government": "Organization", "country": "Country", "city": "Place", "village": "Place", "province": "Place",
        "man": "Person", "woman": "Person", "girl": "Person", "wife": "Person", "protester": "Group",
        "villager": "Group", "militant": "Group", "troop": "Group", "ally": "Group", "summit": "Event",
    },
    role_of={
        words: RoleTitle("_".join(words), words, leads=office, speaks=office, profession=not office)
        for words, office in (
            (("secretary", "general"), True), (("president",), True), (("chancellor",), True), (("singer",), False),
        )
    },
    genders={"woman": "f", "girl": "f", "wife": "f", "man": "m", "mr": "m", "ms": "f"},
    representatives=dict.fromkeys(("ally", "troop", "government", "official", "member"), False),
    others=frozenset(),
    demonyms={"french": "france", "german": "germany", "russian": "russia"},
    nationalities=frozenset({"french", "german", "russian", "congolese", "south korean"}),
    of_name=frozenset({"city"}),
    after_name=frozenset({"alliance", "village"}),
)  # fmt: skip
STOLTENBERG = (
    "NATO|PROPN|compound|3 Secretary|PROPN|compound|3 General|PROPN|nmod:desc|4 Jens|PROPN|nsubj|6 "
    "Stoltenberg|PROPN|flat|4 spoke|VERB|root|0 .|PUNCT|punct|6"
)
"""A sentence with a title, its organisation and its holder."""

_TAGS = {
    "he": "PRP", "she": "PRP", "it": "PRP", "they": "PRP", "him": "PRP", "them": "PRP", "we": "PRP", "I": "PRP",
    "his": "PRP$", "her": "PRP$", "its": "PRP$", "their": "PRP$", "our": "PRP$", "who": "WP", "himself": "PRP",
}  # fmt: skip
_LEMMAS = {"allies": "ally", "countries": "country", "known": "know", "called": "call"}


def build(sentences: Sequence[str], names: Mapping[str, str]) -> Doc:
    """A Doc from sentences of `word|UPOS|dep|head` and the labels of names by their text.

    A head is a word's number in its sentence from 1, 0 for the root; `¶` is a line break.
    """
    words: list[str] = []
    pos: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    tags: list[str] = []
    lemmas: list[str] = []
    for sentence in sentences:
        base = len(words)
        for number, cell in enumerate(sentence.split()):
            word, upos, dep, head = cell.split("|")
            plural = upos == "NOUN" and word.endswith("s")
            words.append("\n" if word == "¶" else word)
            pos.append(upos)
            deps.append("ROOT" if head == "0" else dep)
            heads.append(base + (number if head == "0" else int(head) - 1))
            low = word if word == "I" else word.lower()
            tags.append(_TAGS.get(low, {"NOUN": "NNS" if plural else "NN", "PROPN": "NNP"}.get(upos, upos)))
            if word == "'s":
                tags[-1] = "POS"
            lemmas.append(_LEMMAS.get(low, low[:-1] if plural else word if upos == "PROPN" else low))
    doc = Doc(VOCAB, words=words, pos=pos, tags=tags, deps=deps, heads=heads, lemmas=lemmas)
    spans: list[Span] = []
    for text, label in names.items():
        parts = text.split()
        for at in range(len(words) - len(parts) + 1):
            if words[at : at + len(parts)] == parts and not any(s.start <= at < s.end for s in spans):
                spans.append(Span(doc, at, at + len(parts), label))
    doc.ents = sorted(spans, key=lambda s: s.start)
    return doc


class Scorer:
    """Stands in for the network: the test says how a phrase and what it may mean score.

    Args:
        doc: the text.
        scores: by the words of the phrase and of the candidate.
        other: the score of all other pairs.

    Attributes:
        asked: the pairs that were asked for.
    """

    def __init__(self, doc: Doc, scores: Mapping[tuple[str, str], float] | None = None, *, other: float = -9.0) -> None:
        self.doc, self.scores, self.other = doc, scores or {}, other
        self.asked: list[tuple[str, str]] = []

    def describe(self, words: NDArray[np.float32], places: Sequence[Place]) -> Scorer:
        """Nothing has to be described."""
        assert len(words) == len(self.doc)
        return self

    def antecedents(
        self, described: Scorer, places: Sequence[Place], asked: Sequence[tuple[int, int]]
    ) -> NDArray[np.float32]:
        """The scores that the test has set."""
        texts = [self.doc[place.start : place.end].text for place in places]
        self.asked = [(texts[i], texts[j]) for i, j in asked]
        return np.asarray([self.scores.get(pair, self.other) for pair in self.asked], np.float32)


def find(
    doc: Doc,
    scorer: Scorer | None = None,
    *,
    lexicon: Lexicon = LEXICON,
    speakers: Mapping[int, int] | None = None,
    spans: Sequence[tuple[int, int]] = (),
) -> Chains:
    """The chains of a document, with what a stand-in for the network scores."""
    network = Network(cast("FactHeads", scorer), np.zeros((len(doc), 1), np.float32)) if scorer is not None else None
    return find_chains(Document(doc), lexicon, speakers=speakers, network=network, spans=spans)


def chain_texts(chains: Chains) -> list[list[str]]:
    """The mentions' texts of every chain."""
    return [[m.text for m in c.mentions] for c in chains.chains]


def same(doc: Doc, chains: Chains, one: str, other: str) -> bool:
    """Whether the first place of some words and the last place of others speak of one thing."""

    def place(text: str, last: bool) -> int:
        parts = text.split()
        found = [i for i in range(len(doc)) if [t.text for t in doc[i : i + len(parts)]] == parts]
        return (found[-1] if last else found[0]) + len(parts) - 1

    a, b = chains.chain_of(place(one, False)), chains.chain_of(place(other, True))
    return a is not None and a == b


_WORDS = st.sampled_from([
    "Anna|PROPN", "Karl|PROPN", "Berg|PROPN", "NATO|PROPN", "Peru|PROPN", "he|PRON", "she|PRON", "it|PRON",
    "they|PRON", "his|PRON", "who|PRON", "protesters|NOUN", "alliance|NOUN", "man|NOUN", "the|DET", "met|VERB",
    "said|VERB", "of|ADP", ",|PUNCT", '"|PUNCT', "and|CCONJ", "Russian|ADJ", "troops|NOUN", "I|PRON", "we|PRON",
])  # fmt: skip
_DEPS = st.sampled_from([
    "nsubj", "obj", "obl", "nmod", "nmod:poss", "appos", "conj", "compound", "flat", "acl:relcl", "ccomp", "advcl",
    "det", "amod",
])  # fmt: skip
_LABELS = {"Anna Berg": "PERSON", "Karl": "PERSON", "Berg": "PERSON", "NATO": "ORG", "Peru": "GPE", "Russian": "NORP"}


@st.composite
def documents(draw: st.DrawFn) -> Doc:
    """Random trees over a few words: nonsense that a parser's mistakes could give."""
    sentences = []
    for _ in range(draw(st.integers(1, 5))):
        words = draw(st.lists(_WORDS, min_size=1, max_size=9))
        root = draw(st.integers(0, len(words) - 1))
        cells = []
        for at, word in enumerate(words):
            if at == root:
                cells.append(f"{word}|root|0")
            elif at < root:
                cells.append(f"{word}|{draw(_DEPS)}|{draw(st.integers(at + 2, root + 1))}")
            else:
                cells.append(f"{word}|{draw(_DEPS)}|{draw(st.integers(root + 1, at))}")
        sentences.append(" ".join(cells))
    return build(sentences, _LABELS)
