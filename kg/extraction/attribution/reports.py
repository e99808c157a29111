"""Speech that is neither embedded nor quoted: "…, he said", "according to him", a headline after a colon, and what
governments and organisations publish in their own name: statements without quotation marks, and their `we`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kg.document import WE, where
from kg.extraction.attribution.quotes import Frame, paragraphs
from kg.names import acronym_of, fold_word

if TYPE_CHECKING:
    from kg.extraction.syntax import Syntax

PREPOSITIONS: Final = (
    ("according", "to"),
    *(("in", "the", noun, "of") for noun in ("words", "view", "opinion", "eyes")),
)
CLAUSES: Final = frozenset({"ROOT", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj"})
NAMED: Final = frozenset({"PERSON", "ORG"})
HEADLINES: Final = 3  # number, from 0, of the last paragraph that may be a headline
LABEL: Final = 8  # words that may stand before a headline's colon
ACTORS: Final = frozenset({"ORG", "GPE"})
_TRAILER: Final = re.compile(r"(?i:ends|###|notes? (?:to|for) editors?|further information|media |contact)")


def interjections(syntax: Syntax) -> Iterator[Frame]:
    """Clauses around a verb of speech that hangs below them: "A, he said, attacked B", "as he said"."""
    for verb in where(syntax.lemma, syntax.lexicon.speech_verbs):
        aside = syntax.dep[verb] == "parataxis" or (syntax.dep[verb] == "advcl" and syntax.marker(verb) == "as")
        if aside and syntax.pos[verb] == "VERB" and not syntax.has(verb, "obj", "ccomp"):
            told = syntax.below(syntax.head[verb]) - syntax.below(verb)
            subject = syntax.arguments(verb).get("subject", [])
            yield Frame(frozenset(told), next(iter(subject), None), verb)


def according_to(syntax: Syntax) -> Iterator[Frame]:
    """The clause that "according to X" belongs to; its whole sentence where it opens that."""
    for start in where(syntax.lower, {phrase[0] for phrase in PREPOSITIONS}):
        for phrase in PREPOSITIONS:
            if tuple(syntax.lower[start : start + len(phrase)]) == phrase:
                yield from _according(syntax, start, start + len(phrase))


def _according(syntax: Syntax, start: int, after: int) -> Iterator[Frame]:
    first, last = syntax.doc.sentences[syntax.doc[start].sentence]
    heads = (syntax.head[t] for t in reversed(range(start, after)))  # the last word's first: "of" of "in the view of"
    speaker = next((h for h in heads if after <= h < last and syntax.pos[h] in {"NOUN", "PROPN", "PRON", "NUM"}), None)
    if speaker is None:
        return
    clause = syntax.head[speaker]
    while syntax.head[clause] != clause and syntax.dep[clause] not in CLAUSES and not syntax.has(clause, "nsubj"):
        clause = syntax.head[clause]
    opens = all(syntax.pos[t] in {"PUNCT", "SPACE", "CCONJ", "ADV"} for t in range(first, start))
    told = set(range(first, last)) if opens else syntax.below(clause)
    yield Frame(frozenset(told - syntax.below(speaker) - set(range(start, after))), speaker, start)


def headlines(syntax: Syntax) -> Iterator[Frame]:
    """Lines without a full stop that open with a speaker and a colon: "Stoltenberg: NATO sees no threat"."""
    doc = syntax.doc
    for number, (start, end) in enumerate(paragraphs(doc.text)):
        if number > HEADLINES or (number and doc.text[end - 1] == "."):
            continue
        words = doc.words_of(start, end)
        colon = next((t for t in words[:LABEL] if doc[t].text == ":"), None)
        if colon is None or colon + 2 >= words.stop:
            continue
        label = range(words.start, colon)
        if not any(syntax.pos[t] in {"VERB", "AUX"} and not doc[t].label for t in label):
            speaker = next((t for t in reversed(label) if doc[t].label in NAMED), None)
            if speaker is not None:
                yield Frame(frozenset(range(colon + 1, words.stop)), speaker, None)


def statements(syntax: Syntax) -> Iterator[Frame]:
    """Find the paragraphs after "X said:", up to a quote or a trailer, or through the next that ends in a colon."""
    doc = syntax.doc
    speaker: int | None = None
    for start, end in paragraphs(doc.text):
        opens = doc.text[start] in '"“„«' or _TRAILER.match(doc.text, start) is not None
        words = doc.words_of(start, end)
        if speaker is not None and not opens:
            yield Frame(frozenset(words), speaker, None, direct=True)
        if opens or doc.text[end - 1] == ":":
            speaker = None
        if doc.text[end - 1] == ":" and words:
            first, _ = doc.sentences[doc[words[-1]].sentence]
            spoken = range(max(first, words.start), words.stop)
            verbs = [t for t in spoken if syntax.lemma[t] in syntax.lexicon.speech_verbs]
            speaker = next(iter(syntax.arguments(verbs[-1]).get("subject", ())), None) if verbs else None


def author_of_we(syntax: Syntax, innermost: Sequence[Frame | None]) -> dict[int, int]:
    """Find the author of a text that says `we` in its own voice: "Norway condemns the attack. We call on all sides …".

    Such a text shows in performative verbs (Austin 1962, "How to Do Things with Words"): what they name is done by
    saying so, in the present tense, by `we` and by the author's name alike.

    Args:
        innermost: for each word the frame that it stands in; None for the text's own voice.

    Returns:
        For each `we`, `our` … of the text's own voice the head of the author's name; nothing where `we` performs
        nothing, or where several names do.
    """
    own = [i for i in where(syntax.lower, WE) if innermost[i] is None]
    if not any(syntax.lower[i] == "we" and _performs(syntax, i) for i in own):
        return {}
    authors = [n for n in syntax.doc.names if n.label in ACTORS and innermost[n.root.i] is None]
    authors = [n for n in authors if _performs(syntax, n.root.i) or _performs(syntax, n.root.head.i)]
    names = [tuple(w for word in syntax.doc.texts[n.start : n.end] if (w := fold_word(word)) != "the") for n in authors]
    full = max(names, key=len, default=())
    if not full or not all(name == full or acronym_of("".join(name), full) for name in names):
        return {}
    return dict.fromkeys(own, authors[0].root.i)


def _performs(syntax: Syntax, subject: int) -> bool:
    """Whether a word is the subject of a performative verb in the present tense; `we` of one in the future too."""
    verb = syntax.head[subject]
    promised = syntax.lower[subject] == "we" and any(syntax.lower[c] == "will" for c in syntax.of(verb, "aux"))
    present = promised or (syntax.tag[verb] in {"VBP", "VBZ"} and not syntax.has(verb, "aux"))
    main = syntax.dep[verb] in {"ROOT", "conj"}
    return syntax.dep[subject] == "nsubj" and syntax.lemma[verb] in syntax.lexicon.performatives and present and main
