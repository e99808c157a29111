"""Who says it: for every word of an article the voice that it stands in.

Three sources meet here. Quotation marks are read from the characters alone, since parsers are at their weakest inside
long quotes; indirect speech, passive reporting and hedges come from the syntax; headlines, transcripts and statements
that follow "X said:" come from the lines. Each gives frames; frames nest, and a word belongs to the innermost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from kg.extraction.attribution.authors import WE, find_author
from kg.extraction.attribution.cues import Attribution, SpeechCues, word_set
from kg.extraction.attribution.direct import Voices
from kg.extraction.attribution.headings import line_frames
from kg.extraction.attribution.layout import datelines, lines_of
from kg.extraction.attribution.presuppositions import is_presupposed
from kg.extraction.attribution.quotes import DOUBLE, Quote, find_quotes
from kg.extraction.attribution.reports import according_to, hedges, indirect_speech
from kg.extraction.attribution.speakers import is_named, speaker_head
from kg.extraction.attribution.unpacked import Frame, Unpacked, unpack
from kg.extraction.document import Document, where


@dataclass(frozen=True, slots=True)
class Attributions:
    """The voices of one article.

    Args:
        frames: every attribution in the order of the text, outer ones before inner ones.
        speakers_of_first_person: for each I, we, my, our … inside direct speech the head of its speaker's phrase; for
            each we, our … of a statement in the text's own voice that of its author's name.
    """

    frames: tuple[Attribution, ...]
    speakers_of_first_person: dict[int, int]
    _innermost: tuple[Attribution | None, ...] = field(repr=False)
    _presupposed: Callable[[int], bool] = field(repr=False)

    def of(self, token: int) -> Attribution | None:
        """The innermost attribution around a word, by its index in the document; None for the article's own voice."""
        return self._innermost[token]

    def presupposed(self, token: int) -> bool:
        """Whether the article itself vouches for what a word inside indirect speech says.

        True for a word that heads, outside of quotation marks,

        - a definite or possessive nominal in an adverbial of time or cause ("According to her, after Russia's
          invasion …"),
        - a finite clause of such an adverbial in the past ("since the war began"), or one after why, how, where or
          when that is the object of the verb of speech ("did not say why the team was denied visas"),
        - what only describes: a title, an apposition and what it stands in apposition to, a participle before its noun
          ("said Kerry, the Secretary of State, had called", "said the state-owned ship had left").
        """
        return self._presupposed(token)


_FIRST_PERSON: Final = WE | word_set("i me my mine myself")


def find_attributions(
    doc: Document, *, cues: SpeechCues, trees: tuple[list[int], list[str], list[list[int]]] | None = None
) -> Attributions:
    """Find whose voice each word of an article stands in.

    Args:
        doc: a parsed document with sentences and, if possible, names.
        cues: the words that attribute.
        trees: for each word its head, its relation to it and its dependents, where they have been mended.

    Returns:
        The attributions; a word in none of them is in the article's own voice.
    """
    syntax = unpack(doc, cues, trees)
    lines = lines_of(syntax)
    syntax.places.update(datelines(syntax, lines))
    if not lines:
        return Attributions((), {}, (None,) * len(doc), lambda _: False)
    quotes = find_quotes(syntax, lines)
    presupposed: set[int] = set()
    indirect = [*indirect_speech(syntax, cues, presupposed), *according_to(syntax, cues)]
    for frame in indirect:
        _confine(frame, quotes, syntax)
    indirect = [frame for frame in indirect if frame.tokens]
    direct = list(Voices(syntax, cues, lines, quotes, indirect).frames())
    frames = [*line_frames(syntax, cues, lines, quotes), *direct]
    by_cue: dict[int, set[int]] = {}
    for frame in direct:
        if frame.cue is not None:
            by_cue.setdefault(frame.cue, set()).update(frame.tokens)
    quoted = set().union(*(frame.tokens for frame in direct)) if direct else set()
    for frame in indirect:
        # what is quoted from the same mouth, or from another by its own cue, is not this frame's
        frame.tokens -= by_cue.get(frame.cue, set()) if frame.cue is not None else set()
        if frame.cue is not None and frame.cue not in quoted:
            frame.tokens -= quoted
    hedged = list(hedges(syntax, cues))
    for frame in hedged:
        _confine(frame, quotes, syntax)
    frames += [*indirect, *hedged]
    for frame in frames:
        frame.tokens = _trimmed(syntax, frame.tokens)
    frames = [frame for frame in frames if frame.tokens]
    for frame in frames:
        if frame.speaker is not None:
            frame.speaker = speaker_head(syntax, frame.speaker)
            if frame.speaker in frame.tokens:
                frame.speaker = None
    return _nest(syntax, cues, frames, presupposed)


def _trimmed(syntax: Unpacked, tokens: set[int]) -> set[int]:
    """Without punctuation and white space at the edges of each run, and so without runs of nothing else."""
    kept: set[int] = set()
    for start, end in _runs(tokens, syntax):
        while start < end and syntax.pos[start] in ("PUNCT", "SPACE"):
            start += 1
        while start < end and syntax.pos[end - 1] in ("PUNCT", "SPACE"):
            end -= 1
        kept |= tokens.intersection(range(start, end))
    return kept


def _confine(frame: Frame, quotes: list[Quote], syntax: Unpacked) -> None:
    """Keep a frame whose cue is inside a quote inside that quote, and within one sentence."""
    if frame.cue is None:
        return
    first, last = syntax.bounds[syntax.sentence[frame.cue]]
    frame.tokens = {token for token in frame.tokens if first <= token < last}
    for quote in quotes:
        if frame.cue in quote.tokens:
            frame.tokens &= quote.tokens
            if frame.speaker is not None and frame.speaker not in quote.tokens:
                frame.speaker = None
            return


def _nest(syntax: Unpacked, cues: SpeechCues, frames: list[Frame], presupposed: set[int]) -> Attributions:
    """Lay the frames over each other, the larger first, and give each run of words its innermost."""
    size = len(syntax.words)
    order = sorted(
        range(len(frames)), key=lambda number: (-len(frames[number].tokens), min(frames[number].tokens), number)
    )
    owner: list[int] = [-1] * size
    parent: dict[int, int] = {}
    for number in order:
        frame = frames[number]
        anchor = frame.cue if frame.cue is not None else min(frame.tokens)
        inner = owner[anchor]
        if inner == -1 and frame.kind == "direct":
            # a quote without a cue of its own may stand inside indirect speech
            inner = owner[min(frame.tokens)]
            if inner != -1 and frames[inner].cue == frame.cue:
                inner = parent[inner]
        parent[number] = inner
        for token in frame.tokens:
            owner[token] = number
    built: dict[tuple[int, int], Attribution] = {}
    runs = [_runs(frame.tokens, syntax) for frame in frames]

    def run_at(number: int, token: int) -> tuple[int, int]:
        return next(((start, end) for start, end in runs[number] if start <= token < end), runs[number][0])

    def build(number: int, token: int) -> Attribution:
        above, at = [], token  # the frames that it stands in, the innermost first
        while number != -1:
            start, end = run_at(number, at)
            above.append((number, start, end))
            number, at = parent[number], start
        voice: Attribution | None = None
        for number, start, end in reversed(above):
            frame = frames[number]
            outer = voice
            voice = built.get((number, start))
            if voice is None:
                voice = built[number, start] = Attribution(
                    start=start,
                    end=end,
                    speaker=frame.speaker,
                    named=is_named(syntax, frame.speaker),
                    cue=frame.cue,
                    kind=frame.kind,
                    outer=outer,
                )
        assert voice is not None
        return voice

    innermost: list[Attribution | None] = []
    for token, number in enumerate(owner):
        voice = innermost[-1] if token and owner[token - 1] == number else None
        if number != -1 and (voice is None or token >= voice.end):  # words of one run share their voice
            voice = build(number, token)
        innermost.append(voice)
    for number, frame in enumerate(frames):
        for start, _ in runs[number]:
            if frame.tokens:
                build(number, start)
    ordered = tuple(sorted(built.values(), key=lambda frame: (frame.start, -frame.end, frame.kind, frame.cue or 0)))
    return Attributions(
        frames=ordered,
        speakers_of_first_person={**find_author(syntax, cues, innermost), **_first_person(syntax, innermost)},
        _innermost=tuple(innermost),
        _presupposed=partial(is_presupposed, syntax, innermost, presupposed),
    )


def _runs(tokens: set[int], syntax: Unpacked) -> list[tuple[int, int]]:
    """A set of words as runs; white space and quotation marks do not break one."""
    runs: list[tuple[int, int]] = []
    end = -1
    for token in sorted(tokens):
        if token == end or (
            runs and all(not syntax.words[gap].strip() or syntax.words[gap] in DOUBLE for gap in range(end, token))
        ):
            runs[-1] = (runs[-1][0], token + 1)
        else:
            runs.append((token, token + 1))
        end = token + 1
    return runs


def _first_person(syntax: Unpacked, innermost: list[Attribution | None]) -> dict[int, int]:
    found = {}
    for token in where(syntax.lower, _FIRST_PERSON):
        if syntax.pos[token] in ("PRON", "DET", "PROPN"):
            frame = innermost[token]
            while frame is not None and frame.kind != "direct":
                frame = frame.outer
            if frame is not None and frame.speaker is not None:
                found[token] = frame.speaker
    return found
