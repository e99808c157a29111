"""The speaker of each quote, from the words around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.extraction.attribution.quotes import Frame, paragraphs

if TYPE_CHECKING:
    from kg.extraction.syntax import Syntax

SPEAKERS: Final = frozenset({"PERSON", "ORG", "GPE", "NORP"})
SCARE: Final = 3  # words up to which a quote without a speaker is no speech
WINDOW: Final = 40  # words around a quote among which its cue is looked for


@dataclass(frozen=True, slots=True)
class _Source:
    """Where quotes are read: the trees, the words inside quotes, the paragraph of each word."""

    syntax: Syntax
    inside: frozenset[int]
    paragraph: Sequence[int]


def direct_speech(syntax: Syntax, quotes: Sequence[range]) -> Iterator[Frame]:
    """Give each quote its speaker; a few words that nobody says are no speech.

    Args:
        quotes: the words of each quote, in the order of the text.
    """
    if not quotes:
        return
    paragraph = [0] * len(syntax.doc)
    for number, (start, end) in enumerate(paragraphs(syntax.doc.text)):
        for token in syntax.doc.words_of(start, end):
            paragraph[token] = number
    source = _Source(syntax, frozenset(t for q in quotes for t in q), paragraph)
    previous: Frame | None = None
    for number, quote in enumerate(quotes):
        before, after = _windows(source, quotes, number)
        cue = _cue(source, quote, before, after)
        speaker = _labelled(syntax, before) if cue is None else _subject(source, cue)
        if cue is None and speaker is None:
            words = [t for t in quote if syntax.pos[t] not in {"PUNCT", "SPACE", "SYM"}]
            if len(words) <= SCARE and not _is_clause(syntax, quote):
                continue
            speaker = _continued(source, quote, previous)
        previous = Frame(frozenset(quote), speaker, cue, direct=True)
        yield previous


def _windows(source: _Source, quotes: Sequence[range], number: int) -> tuple[list[int], list[int]]:
    """The words of the article's own before and after a quote, within its paragraph and sentence."""
    quote = quotes[number]
    first = quotes[number - 1].stop if number else 0
    last = quotes[number + 1].start if number + 1 < len(quotes) else len(source.paragraph)
    before = _until_stop(source, range(quote.start - 1, first - 1, -1), quote.start)
    return before[::-1], _until_stop(source, range(quote.stop, last), quote.stop - 1)


def _until_stop(source: _Source, tokens: Iterable[int], near: int) -> list[int]:
    found: list[int] = []
    for token in tokens:
        text = source.syntax.doc[token].text
        if source.paragraph[token] != source.paragraph[near] or text in {".", "!", "?", ";"} or len(found) >= WINDOW:
            break
        if text.strip() and text not in {'"', "“", "”", "„", "«", "»", "``", "''"}:
            found.append(token)
    return found


def _cue(source: _Source, quote: range, before: list[int], after: list[int]) -> int | None:
    """The verb of speech of a quote: the first one after it, the last one before it, or one above it in the tree."""
    syntax, texts = source.syntax, source.syntax.doc.texts
    ends = texts[quote[-1]] in {",", "!", "?", "-", "—", "–", "…"}
    attached = ends or (bool(after) and texts[after[0]] in {",", "-", "—", "–"})
    introduced = next((t for t in reversed(before) if _speaks(source, t)), None)
    following = next((t for t in after if _speaks(source, t)), None)
    if attached and following is not None and (introduced is None or texts[before[-1]] not in {",", ":"}):
        return following
    if introduced is not None:
        return introduced
    for top in (syntax.head[t] for t in quote if syntax.head[t] not in quote):
        while top not in source.inside and syntax.pos[top] == "VERB":
            if _speaks(source, top):
                return top
            if syntax.head[top] == top or syntax.dep[top] in {"ccomp", "acl", "acl:relcl", "advcl"}:
                break
            top = syntax.head[top]
    return None


def _speaks(source: _Source, token: int) -> bool:
    return source.syntax.pos[token] == "VERB" and source.syntax.lemma[token] in source.syntax.lexicon.speech_verbs


def _subject(source: _Source, verb: int) -> int | None:
    """Who is the subject of a verb of speech, outside of all quotes: as the trees have it, else the name before it."""
    before = [verb - 1] if verb and source.syntax.doc[verb - 1].label in SPEAKERS else []
    subject = source.syntax.arguments(verb).get("subject", []) + before
    return next((t for t in subject if t not in source.inside), None)


def _labelled(syntax: Syntax, before: list[int]) -> int | None:
    """A name and a colon right before a quote: "Novak: “…”"."""
    if not before or syntax.doc[before[-1]].text != ":":
        return None
    return next((t for t in reversed(before) if syntax.doc[t].label in SPEAKERS), None)


def _continued(source: _Source, quote: range, previous: Frame | None) -> int | None:
    """The speaker of a quote without a cue: of the quote before in this paragraph or, for one that opens a paragraph,
    in the one before."""
    if previous is None:
        return None
    here = source.paragraph[quote.start]
    apart = here - source.paragraph[max(previous.tokens)]
    opens = source.paragraph[max(0, quote.start - 2)] != here
    return previous.speaker if apart == 0 or (apart == 1 and opens) else None


def _is_clause(syntax: Syntax, quote: range) -> bool:
    """Whether a quote holds a subject with its verb, or a verb and ends as a sentence or clause does."""
    if any(syntax.dep[t].startswith("nsubj") and syntax.head[t] in quote for t in quote):
        return True
    return syntax.doc[quote[-1]].text in {".", "!", "?", ","} and any(syntax.pos[t] in {"VERB", "AUX"} for t in quote)
