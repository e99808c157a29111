"""The speaker of each quote, from the words around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.extraction.attribution.cues import SpeechCues, word_set
from kg.extraction.attribution.layout import Line
from kg.extraction.attribution.quotes import DOUBLE, MARKS, SINGLE, Quote
from kg.extraction.attribution.speakers import (
    PRONOUNS,
    SPEAKERS,
    can_speak,
    entity_head,
    is_passive,
    label_of,
    labelled_speaker,
    name_beside,
    speaker_head,
    subject_of,
)
from kg.extraction.attribution.unpacked import Frame, Unpacked

_WORDS: Final = word_set("NOUN VERB ADJ PROPN ADV PRON")
_SCARE: Final = 3


class Voices:
    """Finds the speaker of each quote from the words around it; remembers who spoke last."""

    def __init__(
        self, syntax: Unpacked, cues: SpeechCues, lines: list[Line], quotes: list[Quote], indirect: list[Frame]
    ) -> None:
        self.syntax = syntax
        self.cues = cues
        self.lines = lines
        self.quotes = quotes
        self.inside = set().union(*(quote.tokens for quote in quotes)) if quotes else set()
        self.indirect = indirect
        self.line_of = {}
        for number, line in enumerate(lines):
            for token in range(line.first, line.last):
                self.line_of[token] = number

    def frames(self) -> Iterator[Frame]:
        previous: tuple[Quote, int | None, int | None] | None = None
        for number, quote in enumerate(self.quotes):
            line = self.line_of.get(quote.first, 0)
            found = self._cue(number, quote)
            if self._is_mentioned(quote) or (
                self._is_title(quote) and (found is None or self._around(quote) is not None)
            ):
                continue
            if found is not None:
                speaker, cue = found
            elif self._holds_sentence(quote) or self._long(quote):
                speaker, cue = self._continued(number, quote, line, previous)
            else:
                around = self._around(quote)
                if around is None:
                    continue  # a scare quote: in the voice of whatever is around it
                speaker, cue = around.speaker, around.cue
                yield Frame(set(quote.tokens), speaker, cue, "direct")
                continue
            if cue is None and speaker is None and not self._long(quote):
                continue
            if previous is not None and speaker is not None:
                speaker = self._same(previous[0], previous[1], quote, speaker)
            previous = (quote, speaker, cue)
            yield Frame(set(quote.tokens), speaker, cue, "direct")

    def _long(self, quote: Quote) -> bool:
        text = self.syntax.text
        return sum(len(text[start:end].split()) for start, end in quote.pieces) > _SCARE

    def _holds_sentence(self, quote: Quote) -> bool:
        """Whether a quote ends as a sentence or before its cue does, and holds a verb."""
        last = self.syntax.words[quote.last - 1]
        return last in (".", "!", "?", ",") and any(self.syntax.pos[token] in ("VERB", "AUX") for token in quote.tokens)

    def _is_title(self, quote: Quote) -> bool:
        """Whether a quote is written as titles are: nearly all of its words with capitals, its verbs all."""
        syntax = self.syntax
        words = [token for token in sorted(quote.tokens) if syntax.pos[token] in _WORDS]
        capitals = sum(1 for token in words if syntax.words[token][:1].isupper())
        closes = syntax.words[quote.last - 1] in ("!", "?") or any(
            syntax.pos[token] == "VERB" and syntax.words[token].islower() for token in words
        )
        return bool(words) and len(words) <= 12 and capitals / len(words) >= 0.75 and not closes

    def _is_mentioned(self, quote: Quote) -> bool:
        """Whether the word right before a quote names a work or a word: the book “…”, called “…”, the term “…”."""
        syntax = self.syntax
        token = quote.first - 1
        while token >= 0 and (
            syntax.words[token] in DOUBLE or syntax.words[token] in SINGLE or syntax.words[token] == ","
        ):
            token -= 1
        return token >= 0 and syntax.lemmas[token] in self.cues.titling and len(quote.tokens) <= 14

    def _around(self, quote: Quote) -> Frame | None:
        """The smallest frame of indirect speech that holds a quote."""
        holding = [
            frame for frame in self.indirect if quote.first in frame.tokens and frame.kind in ("indirect", "according")
        ]
        return min(holding, key=lambda frame: len(frame.tokens), default=None)

    def _cue(self, number: int, quote: Quote) -> tuple[int | None, int | None] | None:
        """Speaker and cue of a quote from its own sentence: the words after it, before it, or the clause around it."""
        syntax = self.syntax
        after = self._window_after(number, quote)
        last = syntax.words[quote.last - 1]
        attached = last in (",", "!", "?", "-", "—", "–", "...", "…") or (
            bool(after) and syntax.words[after[0]] in (",", "-", "—", "–")
        )
        before = self._window_before(number, quote)
        introduced = self._verb_in(before)
        if attached and (verb := self._verb_in(after, first=True)) is not None:
            opens = syntax.words[before[-1]] in (",", ":") if before else False
            if introduced is None or not opens:
                return self._speaker(verb, quote), verb
        around = self._around(quote)
        if introduced is not None and self._leads(introduced, quote):
            return self._speaker(introduced, quote), introduced
        if around is not None:
            return around.speaker, around.cue
        governing = self._governor(quote)
        if governing is not None:
            return self._speaker(governing, quote), governing
        if last == "." and (verb := self._verb_in(after, first=True)) is not None and self._bare(verb, after):
            return self._speaker(verb, quote), verb
        if before and (speaker := self._labelled(before)) is not None:
            return speaker, None
        if after and (speaker := self._signed(quote, after)) is not None:
            return speaker, None
        return None

    def _window_after(self, number: int, quote: Quote) -> list[int]:
        """The words after a quote up to the next quote or the end of that sentence or line."""
        syntax = self.syntax
        line = self.lines[self.line_of[quote.last - 1]]
        limit = line.last
        if number + 1 < len(self.quotes):
            limit = min(limit, self.quotes[number + 1].first)
        window: list[int] = []
        for token in range(quote.last, limit):
            word = syntax.words[token]
            if not word.strip() or word in DOUBLE or (token == quote.last and word in SINGLE):
                continue
            if word in (".", "!", "?", ";") and window:
                break
            window.append(token)
        return window[:40]

    def _window_before(self, number: int, quote: Quote) -> list[int]:
        """The words before a quote back to the quote before, or the start of that sentence or line."""
        syntax = self.syntax
        line = self.lines[self.line_of[quote.first]]
        limit = line.first
        if number:
            limit = max(limit, self.quotes[number - 1].last)
        window: list[int] = []
        for token in range(quote.first - 1, limit - 1, -1):
            word = syntax.words[token]
            if not word.strip() or (word in DOUBLE) or (token == quote.first - 1 and word in SINGLE):
                continue
            if word in (".", "!", "?", ";"):
                break
            window.append(token)
        window.reverse()
        if not window and quote.first == line.first + (
            1 if syntax.words[line.first] in DOUBLE or syntax.words[line.first] in SINGLE else 0
        ):
            return self._line_before(quote)
        return window[-40:]

    def _line_before(self, quote: Quote) -> list[int]:
        """The last sentence of the line before, if it leads to this one ("X stated," or "X said:")."""
        number = self.line_of[quote.first]
        if number == 0:
            return []
        line = self.lines[number - 1]
        tokens = [token for token in range(line.first, line.last) if self.syntax.words[token].strip()]
        if not tokens or self.syntax.words[tokens[-1]] not in (":", ",") or tokens[-1] in self.inside:
            return []
        start = len(tokens) - 1
        while (
            start > 0
            and self.syntax.words[tokens[start - 1]] not in (".", "!", "?")
            and tokens[start - 1] not in self.inside
        ):
            start -= 1
        return tokens[start:][-40:]

    def _verb_in(self, window: Iterable[int], *, first: bool = False) -> int | None:
        """The verb of speech of a window: of those after a quote the first, of those before it the last."""
        found = None
        for token in window:
            if self.syntax.pos[token] == "VERB" and self.syntax.lemmas[token] in self.cues.verbs:
                if first:
                    return token
                found = token
        return found

    def _leads(self, verb: int, quote: Quote) -> bool:
        """Whether a verb of speech before a quote leads to it: a comma or colon is between, or no other verb."""
        syntax = self.syntax
        between = [token for token in range(verb + 1, quote.first) if token not in self.inside]
        marked = [
            token for token in between if syntax.words[token] in (",", ":") or syntax.pos[token] in ("VERB", "AUX")
        ]
        return not marked or syntax.words[marked[-1]] == ":" or all(syntax.words[token] == "," for token in marked)

    def _bare(self, verb: int, window: list[int]) -> bool:
        """Whether a sentence after a quote is no more than speaker and verb ("Novak said.")."""
        syntax = self.syntax
        return len(window) <= 8 and not any(
            syntax.deps[child] in ("ccomp", "obj", "xcomp", "advcl") and child not in self.inside
            for child in syntax.children[verb]
        )

    def _governor(self, quote: Quote) -> int | None:
        """The verb of speech above a quote in the syntax ("described it as “…”")."""
        syntax = self.syntax
        tops = [
            token for token in quote.tokens if syntax.heads[token] not in quote.tokens and syntax.heads[token] != token
        ]
        for top in tops:
            token = syntax.heads[top]
            for _ in range(6):
                if token in self.inside:
                    break
                if syntax.pos[token] == "VERB" and syntax.lemmas[token] in self.cues.verbs:
                    return (
                        token if not is_passive(syntax, token) or syntax.child(token, "obl:agent") is not None else None
                    )
                if syntax.heads[token] == token or syntax.deps[token].startswith(("ccomp", "acl", "nsubj")):
                    break
                token = syntax.heads[token]
        return None

    def _speaker(self, verb: int, quote: Quote) -> int | None:
        syntax = self.syntax
        subject = subject_of(syntax, verb)
        if subject is not None and (subject in quote.tokens or subject in self.inside):
            subject = None
        if subject is None and not is_passive(syntax, verb):
            line = self.lines[self.line_of.get(verb, 0)]
            subject = name_beside(syntax, verb, line, lambda token: token not in self.inside)
        return subject

    def _labelled(self, before: list[int]) -> int | None:
        """ "Novak: “…”" – a name and a colon."""
        words = [token for token in before if self.syntax.words[token].strip()]
        if len(words) < 2 or self.syntax.words[words[-1]] != ":" or len(words) > 9:
            return None
        return labelled_speaker(self.syntax, words[:-1])

    def _signed(self, quote: Quote, after: list[int]) -> int | None:
        """A quote that a name signs: "“…” – Jo Novak" or a name alone behind it, to the end of the line."""
        syntax = self.syntax
        line = self.lines[self.line_of[quote.last - 1]]
        rest = [token for token in range(after[0], line.last) if syntax.words[token].strip()]
        opened = self.lines[self.line_of[quote.first]].first >= quote.first - 1
        if not opened or len(rest) > 10 or any(syntax.pos[token] in ("VERB", "AUX") for token in rest):
            return None
        while rest and syntax.words[rest[0]] in ("-", "–", "—", "--", ","):
            rest = rest[1:]
        named = [token for token in rest if can_speak(syntax, token)]
        return entity_head(syntax, named[0]) if named and rest and named[0] - rest[0] <= 4 else None

    def _continued(
        self, number: int, quote: Quote, line: int, previous: tuple[Quote, int | None, int | None] | None
    ) -> tuple[int | None, int | None]:
        """The speaker of a quote without words of attribution: whoever spoke right before."""
        syntax = self.syntax
        if previous is not None:
            before, speaker, cue = previous
            line_before = self.line_of.get(before.last - 1, -1)
            opened = self.lines[line].first >= quote.first - 1
            signed = self._rest(quote)
            if line_before == line or (opened and line_before == line - 1 and not signed):
                between = range(before.last, quote.first)
                speech = [t for t in between if t not in self.inside and syntax.words[t].strip()]
                if len(speech) <= 60:
                    other = self._subject_before(quote, line, speech)
                    return (
                        other if other is not None and line_before == line and self._new_subject(speech) else speaker
                    ), cue
        speech = [t for t in range(self.lines[line].first, quote.first) if syntax.words[t].strip()]
        return self._subject_before(quote, line, speech), None

    def _same(self, before: Quote, named: int | None, quote: Quote, speaker: int) -> int:
        """The speaker before, where a pronoun goes on in the same paragraph and nobody else came in between."""
        syntax = self.syntax
        word = syntax.lower[speaker]
        if (
            named is None
            or word not in ("he", "she", "it")
            or self.line_of.get(before.last - 1) != self.line_of[quote.first]
        ):
            return speaker
        named = speaker_head(syntax, named)
        person = label_of(syntax, named) == "PERSON"
        if person == (word == "it") or syntax.lower[named] in PRONOUNS:
            return speaker
        others = {
            syntax.entity[token]
            for token in range(before.last, quote.first)
            if token not in self.inside and label_of(syntax, token) in SPEAKERS
        } - {syntax.entity[named]}
        return speaker if others else named

    def _rest(self, quote: Quote) -> bool:
        """Whether words without a verb follow a quote in its line, as under a motto or a caption."""
        line = self.lines[self.line_of[quote.last - 1]]
        rest = [token for token in range(quote.last, line.last) if token not in self.inside]
        words = [token for token in rest if self.syntax.pos[token] not in ("PUNCT", "SPACE")]
        return bool(words) and not any(self.syntax.pos[token] in ("VERB", "AUX") for token in words)

    def _new_subject(self, speech: list[int]) -> bool:
        """Whether a whole sentence of the article's own stands between two quotes."""
        stops = [token for token in speech if self.syntax.words[token] in (".", "!", "?")]
        return len(stops) >= 2

    def _subject_before(self, quote: Quote, line: int, speech: list[int]) -> int | None:
        """Who speaks or acts in the sentence right before a quote: the speaker of its indirect speech, else a person
        who is its subject."""
        syntax = self.syntax
        speech = [token for token in speech if syntax.pos[token] != "SPACE" and syntax.words[token] not in MARKS]
        if not speech:
            return None
        sentence = syntax.sentence[speech[-1]]
        first, last = syntax.bounds[sentence]
        for frame in self.indirect:
            if (
                frame.speaker is not None
                and frame.cue is not None
                and first <= frame.cue < last
                and frame.cue < quote.first
            ):
                return frame.speaker
        for token in range(first, min(last, quote.first)):
            if (
                syntax.deps[token] == "nsubj"
                and token not in self.inside
                and syntax.deps[syntax.heads[token]] == "ROOT"
            ):
                number = syntax.entity[token]
                if syntax.lower[token] in ("he", "she") or (number >= 0 and syntax.entities[number][3] == "PERSON"):
                    return token
        return None
