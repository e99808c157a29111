"""What only the lines tell: headlines with a colon, turns of a transcript, statements without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.extraction.attribution.cues import SpeechCues
from kg.extraction.attribution.layout import Line
from kg.extraction.attribution.quotes import Quote
from kg.extraction.attribution.speakers import (
    entity_head,
    is_passive,
    labelled_speaker,
    name_beside,
    speaker_head,
    subject_of,
)
from kg.extraction.attribution.unpacked import Frame, Unpacked

_TURN: Final = re.compile(r"(?:[A-Z][\w.’'-]*(?: [A-Z(][\w.’')-]*){0,5}|Q|A) ?: ?(?=\S)")
_TRAILER: Final = re.compile(
    r"(?:ends|###|notes? (?:to|for) editors?|further information|background|media (?:contact|enquiries)|contact"
    r"|sources?|related|read more|follow|categories|about )\b",
    re.IGNORECASE,
)


def line_frames(syntax: Unpacked, cues: SpeechCues, lines: list[Line], quotes: list[Quote]) -> Iterator[Frame]:
    inside = set().union(*(quote.tokens for quote in quotes)) if quotes else set()
    yield from _turns(syntax, lines, inside)
    yield from _headlines(syntax, cues, lines, inside)
    yield from _statements(syntax, cues, lines, inside)


def _colon(syntax: Unpacked, line: Line) -> int | None:
    """The colon in the first words of a line."""
    return next(
        (token for token in range(line.first, min(line.last, line.first + 8)) if syntax.words[token] == ":"), None
    )


def _turns(syntax: Unpacked, lines: list[Line], inside: set[int]) -> Iterator[Frame]:
    """Turns of a transcript: lines that begin with a label, at least two of them."""
    text = syntax.text
    labelled = []
    for number, line in enumerate(lines):
        if line.first in inside or not _TURN.match(text, line.start, line.end):
            continue
        colon = _colon(syntax, line)
        if colon is None:
            continue
        words = list(range(line.first, colon))
        shouted = all(syntax.words[token].isupper() or not syntax.words[token].isalpha() for token in words)
        if shouted or (number and labelled_speaker(syntax, words) is not None):
            labelled.append((number, colon))
    labels = [text[lines[number].start : syntax.starts[colon]] for number, colon in labelled]
    if len(labels) < 2 or (len(labels) == len(set(labels)) < 3 and not all(label.isupper() for label in labels)):
        return
    for position, (number, colon) in enumerate(labelled):
        until = labelled[position + 1][0] if position + 1 < len(labelled) else len(lines)
        end = lines[number].last
        for following in range(number + 1, until):
            if _TRAILER.match(text, lines[following].start):
                break
            end = lines[following].last
        words = list(range(lines[number].first, colon))
        speaker = labelled_speaker(syntax, words)
        tokens = set(range(colon + 1, end))
        if tokens:
            yield Frame(tokens, speaker if speaker is not None else words[-1], None, "direct")


def _headlines(syntax: Unpacked, cues: SpeechCues, lines: list[Line], inside: set[int]) -> Iterator[Frame]:
    """ "Stoltenberg: NATO sees no threat" – a line without a full stop that opens with a speaker and a colon."""
    title = syntax.text[lines[0].start : lines[0].end] if lines else ""
    for number, line in enumerate(lines):
        text = syntax.text[line.start : line.end]
        if len(text) > 200 or line.first in inside or (number > 3 and text != title):
            continue
        if text[-1:] == "." and number:
            continue
        colon = _colon(syntax, line)
        if colon is None or colon + 2 >= line.last:
            continue
        words = list(range(line.first, colon))
        speaker = _headline_speaker(syntax, cues, words)
        if speaker is not None and any(
            syntax.pos[token] in ("VERB", "AUX", "NOUN") for token in range(colon + 1, line.last)
        ):
            yield Frame(set(range(colon + 1, line.last)), speaker, None, "indirect")


def _headline_speaker(syntax: Unpacked, cues: SpeechCues, words: list[int]) -> int | None:
    if not words or any(syntax.pos[token] in ("VERB", "AUX") for token in words if syntax.entity[token] < 0):
        return None
    for token in reversed(words):
        number = syntax.entity[token]
        if number >= 0 and syntax.entities[number][3] in ("PERSON", "ORG"):
            return entity_head(syntax, token)
    if len(words) <= 3 and syntax.lemmas[words[-1]] in cues.nouns:
        return words[-1]
    return None


def _statements(syntax: Unpacked, cues: SpeechCues, lines: list[Line], inside: set[int]) -> Iterator[Frame]:
    """What follows a line that ends in "X said:" and has no quotation marks of its own, to the end of the statement."""
    text = syntax.text
    number = 0
    while number < len(lines) - 1:
        line = lines[number]
        tokens = [token for token in range(line.first, line.last) if syntax.words[token].strip()]
        number += 1
        if not tokens or syntax.words[tokens[-1]] != ":" or tokens[-1] in inside or lines[number].first in inside:
            continue
        if text[lines[number].start] in '"“„«':
            continue
        start = len(tokens) - 1
        while start > 0 and syntax.words[tokens[start - 1]] not in (".", "!", "?"):
            start -= 1
        sentence = tokens[start:]
        cue = _leading_verb(syntax, cues, sentence)
        if cue is None:
            continue
        speaker = subject_of(syntax, cue)
        if speaker is None and not is_passive(syntax, cue):
            speaker = name_beside(syntax, cue, line, lambda token: token not in inside)
        name = syntax.words[speaker_head(syntax, speaker)] if speaker is not None else ""
        end = number
        while end < len(lines):
            if _TRAILER.match(text, lines[end].start):
                break
            if end > number and (
                _own_voice(syntax, cues, lines[end], inside, name) or text[lines[end - 1].end - 1] == ":"
            ):
                break
            end += 1
        if end > number:
            yield Frame(set(range(lines[number].first, lines[end - 1].last)), speaker, cue, "direct")
            number = end


def _leading_verb(syntax: Unpacked, cues: SpeechCues, sentence: list[int]) -> int | None:
    """The verb that leads to a statement: one of speech, or one with a noun of speech ("denied the claims:")."""
    verbs = [token for token in sentence if syntax.pos[token] == "VERB"]
    for verb in reversed(verbs):
        if syntax.lemmas[verb] in cues.verbs:
            return verb
    if any(syntax.lemmas[token] in cues.nouns for token in sentence):
        roots = [verb for verb in verbs if syntax.deps[verb] == "ROOT"]
        return roots[-1] if roots else (verbs[-1] if verbs else None)
    return None


def _own_voice(syntax: Unpacked, cues: SpeechCues, line: Line, inside: set[int], name: str) -> bool:
    """Whether a paragraph after an unmarked statement is the article's again: quotes, or speaks of the speaker."""
    if any(token in inside for token in range(line.first, line.last)) and any(
        syntax.pos[token] == "VERB" and syntax.lemmas[token] in cues.verbs and token not in inside
        for token in range(line.first, line.last)
    ):
        return True
    if not name:
        return False
    for token in range(line.first, line.last):
        if syntax.words[token] == name and syntax.deps[token].startswith("nsubj"):
            return True
    return False
