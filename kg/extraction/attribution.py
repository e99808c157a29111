"""Who says it: for every word of an article the voice that it stands in.

Three sources meet here. Quotation marks are read from the characters alone, since parsers are at their weakest inside
long quotes; indirect speech, passive reporting and hedges come from the syntax; headlines, transcripts and statements
that follow "X said:" come from the lines. Each gives frames; frames nest, and a word belongs to the innermost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from spacy.tokens import Doc

Kind = Literal["direct", "indirect", "according", "passive", "hedge"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class SpeechCues:
    """The words that attribute, as the ontology lists them; all are lemmas in lower case.

    Args:
        verbs: verbs of speech and report whose clause is somebody's words ("say", "tell", "claim", "describe").
        nouns: nouns of speech whose clause is somebody's words ("statement", "claim", "report").
        hedges: adverbs that attribute to nobody ("reportedly", "allegedly").
        prepositions: phrases that introduce a speaker, lower case, word by word ("according to", "in the words of").
        passives: verbs that attribute to nobody in the passive alone ("believe", "think", "understand").
        supports: verbs that issue words as their object noun names them ("issue a statement", "make a claim").
        requests: verbs whose infinitive is what their subject asks for ("urge", "ask", "call").
    """

    verbs: frozenset[str]
    nouns: frozenset[str] = frozenset()
    hedges: frozenset[str] = frozenset()
    prepositions: frozenset[tuple[str, ...]] = frozenset({("according", "to")})
    passives: frozenset[str] = frozenset()
    supports: frozenset[str] = frozenset()
    requests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attribution:
    """A run of words in somebody's mouth.

    Args:
        start, end: its words in the document, end exclusive; never the speaker's own phrase. What is split in the text
            ("…," X said, "…") is several attributions.
        speaker: the syntactic head of the phrase that names the speaker (a pronoun or common noun is left to
            coreference); None where nobody is told.
        named: whether that phrase holds a proper name.
        cue: the word that attributes: a verb, noun, adverb or "according"; None where only the layout tells.
        kind: how the words are given.
        outer: the attribution around this one: in "A said that B claimed that C" that of A around that of B.
    """

    start: int
    end: int
    speaker: int | None
    named: bool
    cue: int | None
    kind: Kind
    outer: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Attributions:
    """The voices of one article.

    Args:
        frames: every attribution in the order of the text, outer ones before inner ones.
        speakers_of_first_person: for each I, we, my, our … inside direct speech the head of its speaker's phrase.
    """

    frames: tuple[Attribution, ...]
    speakers_of_first_person: dict[int, int]
    _innermost: tuple[Attribution | None, ...] = field(repr=False)
    _presupposed: frozenset[int] = field(repr=False)

    def of(self, token: int) -> Attribution | None:
        """The innermost attribution around a word, by its index in the document; None for the article's own voice."""
        return self._innermost[token]

    def presupposed(self, token: int) -> bool:
        """Whether the article itself vouches for what a word inside indirect speech says.

        True for a word that heads, outside of quotation marks,

        - a definite or possessive nominal in an adverbial of time or cause ("According to her, after Russia's invasion …"),
        - a finite clause of such an adverbial in the past ("since the war began"), or one after why, how, where or
          when that is the object of the verb of speech ("did not say why the team was denied visas"),
        - a title or an apposition of a name ("said Kerry, the Secretary of State, had called").
        """
        return token in self._presupposed


# --- the document, unpacked once: attribute access on tokens is what would take the time


@dataclass(slots=True)
class _Syntax:
    doc: Doc
    words: list[str]
    lower: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    children: list[list[int]]
    sentence: list[int]
    bounds: list[tuple[int, int]]
    entity: list[int]
    entities: list[tuple[int, int, int, str]]

    def child(self, token: int, *relations: str) -> int | None:
        return next((child for child in self.children[token] if self.deps[child] in relations), None)

    def subtree(self, token: int, *, skip: Callable[[int], bool] | None = None) -> set[int]:
        found: set[int] = set()
        stack = [token]
        while stack:
            current = stack.pop()
            found.add(current)
            stack.extend(
                child
                for child in self.children[current]
                if child not in found and not (skip is not None and skip(child))
            )
        return found

    def root(self, token: int) -> int:
        for _ in range(len(self.heads)):
            if self.heads[token] == token:
                break
            token = self.heads[token]
        return token


_ENDINGS: Final = (
    ("ied", "y"),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("es", ""),
    ("s", ""),
)


def _lemma(word: str, lemma: str, known: frozenset[str]) -> str:
    """A verb's lemma; if no cue has it, the one that regular endings give, since pipelines err on rarer forms."""
    if lemma in known:
        return lemma
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)] + instead
            if stem in known:
                return stem
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known:
                return stem[:-1]
    return lemma


def _unpack(doc: Doc, cues: SpeechCues) -> _Syntax:
    size = len(doc)
    known = cues.verbs | cues.passives | cues.requests
    heads = [token.head.i for token in doc]
    children: list[list[int]] = [[] for _ in range(size)]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    sentence = [0] * size
    bounds = []
    for number, span in enumerate(doc.sents):
        bounds.append((span.start, span.end))
        sentence[span.start : span.end] = [number] * (span.end - span.start)
    entity = [-1] * size
    entities = []
    for number, span in enumerate(doc.ents):
        entities.append((span.start, span.end, span.root.i, span.label_))
        entity[span.start : span.end] = [number] * (span.end - span.start)
    words = [token.text for token in doc]
    lowers = [word.lower() for word in words]
    kinds = [token.pos_ for token in doc]
    return _Syntax(
        doc=doc,
        words=words,
        lower=lowers,
        lemmas=[
            _lemma(lower, lemma, known) if kind == "VERB" else lemma
            for lower, lemma, kind in zip(lowers, (token.lemma_.lower() for token in doc), kinds, strict=True)
        ],
        pos=kinds,
        tags=[token.tag_ for token in doc],
        deps=[token.dep_ for token in doc],
        heads=heads,
        starts=[token.idx for token in doc],
        children=children,
        sentence=sentence,
        bounds=bounds,
        entity=entity,
        entities=entities,
    )


@dataclass(slots=True, eq=False)
class _Frame:
    """A frame while it is being found: any set of words."""

    tokens: set[int]
    speaker: int | None
    cue: int | None
    kind: Kind


# --- lines and paragraphs


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    first: int
    last: int


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Character spans of the paragraphs: a line break ends one unless the line looks wrapped in mid-sentence."""
    spans = []
    start = 0
    for match in re.finditer(r"[ \t\r]*\n\s*", text):
        blank = match[0].count("\n") > 1
        line = text[max(text.rfind("\n", 0, match.start()) + 1, start) : match.start()]
        wrapped = (
            not blank
            and len(line) >= 60
            and line[-1:] not in ".!?:;\"”’»')"
            and text[match.end() : match.end() + 1] not in '"“„«•-*'
        )
        if wrapped:
            continue
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _lines(syntax: _Syntax) -> list[_Line]:
    lines = []
    index = 0
    size = len(syntax.starts)
    for start, end in _paragraphs(syntax.doc.text):
        while index < size and (syntax.starts[index] < start or not syntax.words[index].strip()):
            index += 1
        first = index
        while index < size and syntax.starts[index] < end:
            index += 1
        if index > first:
            lines.append(_Line(start, end, first, index))
    return lines


# --- quotation marks


@dataclass(slots=True)
class _Quote:
    """What stands between two quotation marks (characters, marks excluded), over one or more paragraphs."""

    start: int
    end: int
    pieces: list[tuple[int, int]]
    first: int = 0
    last: int = 0
    tokens: set[int] = field(default_factory=set)
    closed: bool = True


_MARK: Final = re.compile("[\"“”„‟«»'‘’‚‹›]|``|''")
_ELISION: Final = re.compile(r"(?:[0-9]0s|em|tis|twas|til|cause|cos|n|round)\b", re.IGNORECASE)
_DOUBLE: Final = {
    "“": "open",
    "”": "close",
    "„": "open",
    "‟": "open",
    "«": "open",
    "»": "close",
    '"': "either",
    "``": "open",
    "''": "close",
}
_SINGLE: Final = {"‘": "open", "’": "close", "‚": "open", "'": "either", "‹": "open", "›": "close"}


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a mark stands where a quote may begin: after a space or bracket and before a word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (not before or before.isspace() or before in "([{—–-/\"“„«‘'") and bool(after) and not after.isspace()


def _closes(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before) and not before.isspace() and (not after or not after.isalnum())


def _quotes_of(text: str, paragraphs: list[tuple[int, int]]) -> list[_Quote]:
    """The outermost quotes of a text.

    A quote that a paragraph leaves open goes on if the next paragraph opens with a mark again; else it ends there.
    """
    quotes: list[_Quote] = []
    open_quote: _Quote | None = None
    for begin, finish in paragraphs:
        single = 0
        marks = list(_MARK.finditer(text, begin, finish))
        if open_quote is not None:
            leading = marks[0] if marks and not text[begin : marks[0].start()].strip() else None
            if leading is not None and (_DOUBLE.get(leading[0]) or _SINGLE.get(leading[0])) != "close":
                open_quote.pieces.append((leading.end(), finish))
                marks = marks[1:]
            else:
                open_quote.closed = False
                quotes.append(open_quote)
                open_quote = None
        kind_of_open = _kind(text, open_quote)
        for number, mark in enumerate(marks):
            sign, start, end = mark[0], mark.start(), mark.end()
            if sign in _SINGLE:
                if text[start - 1 : start].isalnum() and text[end : end + 1].isalnum():
                    continue  # an apostrophe inside a word
                if sign in "'’" and _ELISION.match(text, end) and not text[start - 1 : start].isalnum():
                    continue
                if open_quote is not None and kind_of_open == "double":
                    continue  # a quote inside a quote is in the same mouth unless its own words attribute it
                way = _SINGLE[sign]
                if open_quote is None:
                    if (way == "open" or (way == "either" and _opens(text, start, end))) and _single_closes(
                        text, end, marks[number + 1 :]
                    ):
                        open_quote, kind_of_open = _Quote(start, finish, [(end, finish)]), "single"
                    continue
                if way != "open" and _closes(text, start, end):
                    possessive = text[start - 1] in "sS" and text[end : end + 2].strip()[:1].islower()
                    if (
                        possessive
                        and single == 0
                        and any(_closes(text, m.start(), m.end()) and m[0] in "'’" for m in marks[number + 1 :])
                    ):
                        continue
                    quotes.append(_finish(open_quote, start))
                    open_quote = None
                continue
            way = _DOUBLE[sign]
            if open_quote is None:
                if way == "close" and sign == "»" and _opens(text, start, end):
                    way = "open"
                elif way == "either":
                    rest = any(later[0] == '"' for later in marks[number + 1 :])
                    # a mark that looks like the end of a quote that never began opens one if another mark follows
                    way = "open" if _opens(text, start, end) or rest else "close"
                if way == "open":
                    open_quote, kind_of_open = _Quote(start, finish, [(end, finish)]), "double"
                continue
            if kind_of_open == "single":
                if way == "close" or (way == "either" and not _opens(text, start, end)):
                    continue
                single += 1
                continue
            ends = (
                way == "close"
                or (sign == "“" and text[open_quote.start] == "„")
                or (sign == "«" and text[open_quote.start] == "»")
            )
            if way == "either":
                ends = _closes(text, start, end) or not _opens(text, start, end)
            if ends:
                quotes.append(_finish(open_quote, start))
                open_quote = None
            else:
                # opened again without having been closed: the mark that is missing was before this one
                _cut(open_quote, start, text)
                quotes.append(open_quote)
                open_quote = _Quote(start, finish, [(end, finish)])
        if open_quote is not None and kind_of_open == "single":
            open_quote.closed = False
            open_quote = None  # a single mark alone is an apostrophe
    if open_quote is not None:
        open_quote.closed = False
        quotes.append(open_quote)
    return [quote for quote in quotes if quote.pieces]


def _kind(text: str, quote: _Quote | None) -> str:
    if quote is None:
        return ""
    return "double" if text[quote.start] in "\"“„‟«»`'" and text[quote.start : quote.start + 1] != "'" else "single"


def _single_closes(text: str, start: int, marks: list[re.Match[str]]) -> bool:
    del start
    return any(mark[0] in "'’›" and _closes(text, mark.start(), mark.end()) for mark in marks)


def _finish(quote: _Quote, end: int) -> _Quote:
    begin, _ = quote.pieces[-1]
    quote.pieces[-1] = (begin, end)
    quote.end = end
    return quote


def _cut(quote: _Quote, end: int, text: str) -> None:
    """End a quote that was never closed: after its first sentence in that paragraph."""
    begin, _ = quote.pieces[-1]
    sentence = re.search(r"[.!?,](?=\s)", text[begin:end])
    quote.pieces[-1] = (begin, begin + sentence.end() if sentence else end)
    quote.end = quote.pieces[-1][1]
    quote.closed = False


def _find_quotes(syntax: _Syntax, lines: list[_Line]) -> list[_Quote]:
    text = syntax.doc.text
    if not _MARK.search(text):
        return []
    quotes = _quotes_of(text, [(line.start, line.end) for line in lines])
    size = len(syntax.starts)
    index = 0
    for quote in quotes:
        for begin, end in quote.pieces:
            while index < size and syntax.starts[index] < begin:
                index += 1
            while index < size and syntax.starts[index] < end:
                if syntax.words[index].strip():
                    quote.tokens.add(index)
                index += 1
        if quote.tokens:
            quote.first, quote.last = min(quote.tokens), max(quote.tokens) + 1
    return [quote for quote in quotes if quote.tokens]


# --- speakers

_SUBJECTS: Final = ("nsubj", "csubj")
_PASSIVES: Final = ("nsubj:pass", "csubj:pass", "nsubjpass")
_PRONOUNS: Final = _words("he she they it i we who one")
_NAMES: Final = _words("PERSON ORG GPE LOC NORP FAC EVENT MISC")
_SPEAKERS: Final = _words("PERSON ORG GPE NORP")
_FIRST_PERSON: Final = _words("i me my mine myself we us our ours ourselves")


def _speaker_head(syntax: _Syntax, token: int) -> int:
    """The head of the name in a speaker's phrase: of "the ministry's spokesman Peter Novak" that is "Novak"'s head.

    A person's name counts at the end of the phrase ("Ambassador to the United States Peter Novak"), below its head as an
    apposition, right after it where the parser cut it off, and before the comma that sets the phrase off from it.
    """
    if syntax.deps[token].startswith("nmod:desc") and syntax.heads[token] > token:
        token = syntax.heads[token]
    if _label_of(syntax, token) == "PERSON" or syntax.pos[token] == "PRON":
        return _entity_head(syntax, token)
    for child in syntax.children[token]:
        if syntax.deps[child] in ("appos", "flat", "compound", "nmod:desc", "nmod:unmarked", "conj"):
            person = _label_of(syntax, child) == "PERSON"
            if person and syntax.deps[child] != "conj" and (child > token or syntax.deps[child] == "appos"):
                return _entity_head(syntax, child)
    if syntax.pos[token] in ("NOUN", "PROPN", "ADJ") and _label_of(syntax, token) not in ("ORG", "GPE", "NORP"):
        number = _person_at_end(syntax, token)
        if number is not None:
            return syntax.entities[number][2]
    return _entity_head(syntax, token)


def _person_at_end(syntax: _Syntax, token: int) -> int | None:
    """The person whose name ends the phrase of a common noun, follows it, or stands before its comma."""
    phrase = syntax.subtree(token, skip=lambda child: syntax.deps[child].startswith(("acl", "conj", "cc", "parataxis")))
    last = max(phrase)
    while last > token and syntax.pos[last] in ("PUNCT", "SPACE"):
        last -= 1
    size = len(syntax.words)
    for place in (last, last + 1, token + 1):
        number = syntax.entity[place] if place < size else -1
        if number < 0 or syntax.entities[number][3] != "PERSON":
            continue
        before = syntax.entities[number][0] - 1
        if before >= token and syntax.pos[before] in ("NOUN", "PROPN", "ADJ") and syntax.words[before] != ",":
            return number
    first = min(phrase)
    while first < token and syntax.pos[first] in ("PUNCT", "SPACE"):
        first += 1
    if first >= 2 and "," in (syntax.words[first - 1], syntax.words[first]):
        number = syntax.entity[first - 2 if syntax.words[first - 1] == "," else first - 1]
        if number >= 0 and syntax.entities[number][3] == "PERSON":
            return number
    return None


def _label_of(syntax: _Syntax, token: int) -> str:
    number = syntax.entity[token]
    return syntax.entities[number][3] if number >= 0 else ""


def _entity_head(syntax: _Syntax, token: int) -> int:
    number = syntax.entity[token]
    return syntax.entities[number][2] if number >= 0 and syntax.entities[number][3] in _NAMES else token


def _is_named(syntax: _Syntax, speaker: int | None) -> bool:
    if speaker is None:
        return False
    if syntax.pos[speaker] == "PROPN":
        return True
    number = syntax.entity[speaker]
    if number >= 0 and syntax.entities[number][3] in _NAMES:
        return True
    return any(
        syntax.pos[child] == "PROPN" and syntax.deps[child] in ("appos", "flat", "compound")
        for child in syntax.children[speaker]
    )


def _is_passive(syntax: _Syntax, verb: int) -> bool:
    relations = {syntax.deps[child] for child in syntax.children[verb]}
    if relations & {"aux:pass", "nsubj:pass", "csubj:pass"}:
        return True
    # "asked whether …, he smiled", "described as …": a participle without an auxiliary
    participle = syntax.tags[verb] == "VBN" and syntax.deps[verb] in ("acl", "advcl")
    return participle and not relations & {"aux", "nsubj", "obj"}


def _subject(syntax: _Syntax, verb: int, *, passive: bool = False, depth: int = 0) -> int | None:
    """The understood subject of a verb: its own, or the one that it shares with or inherits from a higher verb."""
    relations = _PASSIVES if passive else _SUBJECTS
    found = [child for child in syntax.children[verb] if syntax.deps[child] in relations]
    people = [child for child in found if _label_of(syntax, child) == "PERSON"]
    child = min(people or found, key=lambda child: abs(child - verb), default=None)
    if child is None and not passive:
        child = syntax.child(verb, "obl:agent") if _is_passive(syntax, verb) else None
        if child is None and _is_passive(syntax, verb):
            return None
    if child is not None:
        if syntax.lower[child] in ("who", "which", "that") and syntax.deps[verb].startswith("acl"):
            return syntax.heads[verb]
        return child
    if depth > 6:
        return None
    relation, head = syntax.deps[verb], syntax.heads[verb]
    if head == verb:
        return None
    if relation in ("conj", "xcomp", "parataxis", "dep") or relation.startswith("advcl") or relation == "ccomp":
        if relation == "ccomp" and syntax.pos[verb] != "VERB":
            return None
        if relation == "parataxis" and syntax.child(head, *_SUBJECTS) is None:
            return None
        if syntax.pos[head] not in ("VERB", "AUX", "ADJ", "NOUN"):
            return None
        own = syntax.child(head, *_SUBJECTS)
        if own is None and relation != "conj":
            own = syntax.child(head, *_PASSIVES)
        if own is not None:
            if syntax.lower[own] in ("who", "which", "that") and syntax.deps[head].startswith("acl"):
                return syntax.heads[head]
            return own
        return _subject(syntax, head, depth=depth + 1)
    if relation.startswith("acl"):
        return head if relation == "acl" and syntax.words[verb].lower().endswith("ing") else None
    return None


def _beside(syntax: _Syntax, verb: int, lines: _Line, outside: Callable[[int], bool]) -> int | None:
    """A name or pronoun right before or after a verb of speech, where the parser found no subject."""
    left, right = verb - 1, verb + 1
    while left >= lines.first and syntax.pos[left] in ("ADV", "AUX", "PART"):
        left -= 1
    if left >= lines.first and outside(left) and (syntax.lower[left] in _PRONOUNS or _speaks(syntax, left)):
        return left
    while right < lines.last and syntax.pos[right] in ("DET", "ADJ", "NOUN", "SPACE") and right - verb < 6:
        right += 1
    if right < lines.last and outside(right) and (syntax.lower[right] in _PRONOUNS or _speaks(syntax, right)):
        return right
    return None


def _name_before(syntax: _Syntax, verb: int) -> int | None:
    """A name or pronoun right before a verb, adverbs and auxiliaries aside."""
    left = verb - 1
    while left > 0 and syntax.pos[left] in ("ADV", "AUX", "PART"):
        left -= 1
    return left if left >= 0 and (syntax.lower[left] in _PRONOUNS or _speaks(syntax, left)) else None


def _speaks(syntax: _Syntax, token: int) -> bool:
    number = syntax.entity[token]
    if number >= 0:
        return syntax.entities[number][3] in _SPEAKERS
    return syntax.pos[token] == "PROPN"


# --- indirect speech

_COMPLEMENTS: Final = ("ccomp", "xcomp", "csubj", "csubj:pass", "parataxis")
_WH: Final = _words("why how where when")
_MODALS: Final = _words("will would shall may might could can should must")


def _clause_start(syntax: _Syntax, token: int) -> int:
    return min(syntax.subtree(token))


def _indirect(syntax: _Syntax, cues: SpeechCues, presupposed: set[int]) -> Iterator[_Frame]:
    """Clauses below verbs and nouns of speech."""
    for token, lemma in enumerate(syntax.lemmas):
        pos = syntax.pos[token]
        if pos == "VERB":
            speech = lemma in cues.verbs
            if speech or lemma in cues.passives:
                yield from _verb_frames(syntax, token, speech, presupposed)
            if lemma in cues.requests:
                yield from _request_frames(syntax, token)
        elif pos == "NOUN" and lemma in cues.nouns:
            yield from _noun_frames(syntax, cues, token)


def _verb_frames(syntax: _Syntax, verb: int, speech: bool, presupposed: set[int]) -> Iterator[_Frame]:
    passive = _is_passive(syntax, verb)
    if not passive and not speech:
        return
    complements = [
        child
        for child in syntax.children[verb]
        if syntax.deps[child] in ("ccomp", "csubj", "csubj:pass") and _clausal(syntax, child)
    ]
    infinitives = [child for child in syntax.children[verb] if syntax.deps[child] == "xcomp"]
    thing = syntax.child(verb, "obj")
    if thing is not None and thing > verb and _label_of(syntax, thing) == "" and syntax.lemmas[verb] != "tell":
        # "A did this, B promised that": a list of clauses; a verb with an object of its own reports no clause before it
        complements = [child for child in complements if child > verb]
    for child in syntax.children[verb]:
        # "said that A …, but that B …": the second clause may hang on the verb
        marker = syntax.child(child, "mark")
        if complements and syntax.deps[child] == "conj" and marker is not None and syntax.lower[marker] == "that":
            complements.append(child)
    tokens: set[int] = set()
    kind: Kind = "passive" if passive else "indirect"
    for complement in complements:
        if syntax.deps[complement].startswith("csubj") and not passive:
            continue
        scope = syntax.subtree(complement)
        tokens |= scope
        if syntax.lower[min(scope)] in _WH and _past(syntax, complement) and not _unreal(syntax, complement):
            presupposed.add(complement)
    for infinitive in infinitives:
        # "A is said to have attacked B": the subject stays outside, the clause is what is said
        if speech or (passive and thing is None and syntax.child(infinitive, "mark") is not None):
            tokens |= syntax.subtree(infinitive)
    head = syntax.heads[verb]
    if not tokens and syntax.deps[verb] == "parataxis" and head != verb and not passive:
        # "A, he said, attacked B": the verb of speech hangs below what it reports
        own = syntax.subtree(verb)
        tokens = syntax.subtree(head) - own
    if not tokens and passive and syntax.deps[verb].startswith("advcl"):
        # "as was reported", "as reported": the clause around it
        marker = syntax.child(verb, "mark", "case", "advmod")
        told = syntax.child(verb, "obl:agent", "aux:pass") is not None
        if marker is not None and syntax.lower[marker] == "as" and told:
            tokens = syntax.subtree(head) - syntax.subtree(verb)
    if not tokens and not passive and syntax.deps[verb].startswith("advcl"):
        marker = syntax.child(verb, "mark")
        own = syntax.child(verb, "nsubj")
        if (
            marker is not None
            and syntax.lower[marker] == "as"
            and own is not None
            and syntax.child(verb, "obj") is None
        ):
            tokens = syntax.subtree(head) - syntax.subtree(verb)
    if not tokens:
        return
    tokens -= {verb}
    subject = _subject(syntax, verb)
    if subject is not None and (subject in tokens or (passive and syntax.deps[subject] in _PASSIVES)):
        subject = None
    if subject is None and not passive and min(tokens) < verb:
        # "…, Foreign Minister Peter Weiss announced": the parser gave the name to the clause
        beside = _name_before(syntax, verb)
        if beside is not None:
            comma = max((token for token in range(min(tokens), beside) if syntax.words[token] == ","), default=beside)
            subject = beside
            tokens = {token for token in tokens if not comma <= token <= verb}
    if not tokens:
        return
    yield _Frame(tokens, subject, verb, kind)


def _clausal(syntax: _Syntax, token: int) -> bool:
    """Whether a complement is a clause: has a verb or a copula, or a subject."""
    if syntax.pos[token] in ("VERB", "AUX"):
        return True
    return any(syntax.deps[child].startswith(("cop", "nsubj", "aux")) for child in syntax.children[token])


def _request_frames(syntax: _Syntax, verb: int) -> Iterator[_Frame]:
    """What somebody asks for: "A urged B to leave"."""
    if _is_passive(syntax, verb):
        return
    tokens: set[int] = set()
    asked = syntax.child(verb, "obj", "iobj", "obl")
    for child in syntax.children[verb]:
        if syntax.deps[child] == "ccomp" or (syntax.deps[child] == "xcomp" and asked is not None and asked < child):
            tokens |= syntax.subtree(child)
        elif syntax.deps[child] in ("obl", "advcl") and child > verb:
            # "called on B to leave": the infinitive may hang below B
            for lower in syntax.children[child]:
                if syntax.deps[lower] == "acl" and syntax.child(lower, "mark") is not None:
                    tokens |= syntax.subtree(lower)
    if tokens:
        yield _Frame(tokens, _subject(syntax, verb), verb, "indirect")


_POSSESSORS: Final = frozenset({"nmod:poss"})


def _noun_frames(syntax: _Syntax, cues: SpeechCues, noun: int) -> Iterator[_Frame]:
    """A clause below a noun of speech: "Russia's claim that …", "a statement by the ministry that …"."""
    tokens: set[int] = set()
    for child in syntax.children[noun]:
        marker = syntax.child(child, "mark")
        that = marker is not None and syntax.lower[marker] in ("that", "to")
        if syntax.deps[child] in ("acl", "ccomp") and that and _clausal(syntax, child):
            tokens |= syntax.subtree(child)
    if not tokens:
        return
    speaker = syntax.child(noun, "nmod:poss")
    if speaker is None:
        for child in syntax.children[noun]:
            if syntax.deps[child] == "nmod" and any(
                syntax.lower[c] in ("by", "from", "of") for c in syntax.children[child]
            ):
                speaker = child
                break
    if speaker is None:
        speaker = next((c for c in syntax.children[noun] if syntax.deps[c] == "compound" and _speaks(syntax, c)), None)
    above = syntax.heads[noun]
    if speaker is None and above != noun and syntax.pos[above] == "VERB" and not _is_passive(syntax, above):
        # "the ministry issued a statement that …", "told a newspaper in a statement that …"; but not "rejected reports"
        issued = syntax.deps[noun] == "obj" and syntax.lemmas[above] in cues.supports
        if issued or (syntax.deps[noun] == "obl" and syntax.lemmas[above] in cues.verbs):
            speaker = _subject(syntax, above)
    yield _Frame(tokens, speaker, noun, "indirect")


# --- according to


def _according(syntax: _Syntax, cues: SpeechCues) -> Iterator[_Frame]:
    openers = {phrase[0] for phrase in cues.prepositions}
    for token, word in enumerate(syntax.lower):
        if word not in openers:
            continue
        for phrase in cues.prepositions:
            if tuple(syntax.lower[token : token + len(phrase)]) == phrase:
                frame = _according_frame(syntax, token, token + len(phrase))
                if frame is not None:
                    yield frame
                break


def _according_frame(syntax: _Syntax, start: int, after: int) -> _Frame | None:
    """The clause that "according to X" belongs to: its whole sentence where it opens or closes that."""
    first, last = syntax.bounds[syntax.sentence[start]]
    speaker = _phrase_head(syntax, start, after, last)
    if speaker is None:
        return None
    own = syntax.subtree(
        speaker, skip=lambda child: syntax.deps[child] in ("parataxis", "conj") and _clausal(syntax, child)
    )
    own |= set(range(start, after))
    # words between the phrase's edges that a parser left out belong to the name
    own = {token for token in own if token >= start}
    governor = syntax.heads[speaker]
    swallowed = max(own) + 1 == governor and syntax.words[governor].endswith(("ed", "ing", "en", "made"))
    if swallowed and syntax.child(governor, "nsubj", "nsubj:pass", "aux", "aux:pass") is None:
        # "according to a posting made today, …": the participle is the noun's, whatever the parser thinks
        own |= {token for token in syntax.subtree(governor) if token >= start}
        inner = [
            token
            for token in range(max(own) + 1, last)
            if _clause_head(syntax, token) and min(syntax.subtree(token)) < start and token not in own
        ]
        governor = inner[0] if inner else syntax.heads[governor]
    while governor not in (syntax.heads[governor],) and (not _clause_head(syntax, governor) or governor in own):
        governor = syntax.heads[governor]
    if governor in own or not first <= governor < last:
        governor = syntax.root(start)
        if governor in own:
            outside = [token for token in range(first, last) if token not in own and _clause_head(syntax, token)]
            if not outside:
                return None
            governor = outside[0]
    opening = not any(_content(syntax, token) for token in range(first, start))
    if opening:
        while syntax.heads[governor] != governor and not syntax.deps[governor].startswith(("acl", "ccomp", "csubj")):
            governor = syntax.heads[governor]
        tokens = syntax.subtree(governor)
        if governor == syntax.root(start):
            tokens = set(range(first, last))
    else:
        tokens = syntax.subtree(_clause_around(syntax, start, own, range(first, last), governor))
    tokens -= own
    return _Frame(tokens, speaker, start, "according") if tokens else None


def _clause_around(syntax: _Syntax, start: int, own: set[int], sentence: range, governor: int) -> int:
    """The head of the smallest clause with words on both sides of a parenthesis; the parser's governor at an edge."""
    best, size = governor, len(syntax.words)
    for token in sentence:
        if token not in own and _clause_head(syntax, token):
            clause = syntax.subtree(token) - own
            if min(clause) < start < max(clause) and len(clause) < size:
                best, size = token, len(clause)
    return best


def _content(syntax: _Syntax, token: int) -> bool:
    return syntax.pos[token] not in ("PUNCT", "SPACE", "CCONJ", "ADV", "SYM")


def _clause_head(syntax: _Syntax, token: int) -> bool:
    if syntax.heads[token] == token or syntax.deps[token] == "ROOT":
        return True
    if syntax.deps[token].startswith(("acl", "advcl", "ccomp", "parataxis", "csubj")):
        return True
    return syntax.deps[token] == "conj" and any(
        syntax.deps[child].startswith(("nsubj", "cop")) for child in syntax.children[token]
    )


def _phrase_head(syntax: _Syntax, start: int, after: int, last: int) -> int | None:
    """The head of the noun phrase that a preposition of one or more words introduces."""
    for token in range(start, after):
        head = syntax.heads[token]
        if after <= head < last and syntax.pos[head] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            return head
    for token in range(after, min(last, after + 8)):
        if syntax.pos[token] in ("NOUN", "PROPN", "PRON"):
            while (
                after <= syntax.heads[token] < last
                and syntax.heads[token] != token
                and syntax.pos[syntax.heads[token]] in ("NOUN", "PROPN")
            ):
                token = syntax.heads[token]
            return token
    return None


# --- hedges


def _hedges(syntax: _Syntax, cues: SpeechCues) -> Iterator[_Frame]:
    for token, lemma in enumerate(syntax.lemmas):
        if (lemma in cues.hedges or syntax.lower[token] in cues.hedges) and syntax.pos[token] in ("ADV", "ADJ"):
            head = syntax.heads[token]
            if head == token:
                continue

            def other(child: int, head: int = head) -> bool:
                relation = syntax.deps[child]
                if relation == "conj" and syntax.heads[child] == head:
                    return syntax.child(child, *_SUBJECTS, *_PASSIVES) is not None
                return relation in ("acl:relcl", "appos") and syntax.deps[syntax.heads[child]].startswith("nsubj")

            tokens = syntax.subtree(head, skip=other) - {token}
            yield _Frame(tokens, None, token, "hedge")


# --- direct speech

_TITLE_NOUNS: Final = _words(
    "book novel film movie song album article report poem play series show magazine essay documentary painting "
    "video programme program game single track speech lecture exhibition headline paper blog post entitle title "
    "name call dub"
)
_SCARE: Final = 3


class _Voices:
    """Finds the speaker of each quote from the words around it; remembers who spoke last."""

    def __init__(
        self, syntax: _Syntax, cues: SpeechCues, lines: list[_Line], quotes: list[_Quote], indirect: list[_Frame]
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

    def frames(self) -> Iterator[_Frame]:
        previous: tuple[_Quote, int | None, int | None] | None = None
        for number, quote in enumerate(self.quotes):
            line = self.line_of.get(quote.first, 0)
            found = self._cue(number, quote)
            if found is not None:
                speaker, cue = found
                if self._is_work(quote) and self._around(quote) is not None:
                    continue
            elif self._holds_sentence(quote) or self._long(quote):
                if self._is_work(quote):
                    continue
                speaker, cue = self._continued(number, quote, line, previous)
            else:
                around = self._around(quote)
                if around is None:
                    continue  # a scare quote: in the voice of whatever is around it
                speaker, cue = around.speaker, around.cue
                yield _Frame(set(quote.tokens), speaker, cue, "direct")
                continue
            if cue is None and speaker is None and not self._long(quote):
                continue
            previous = (quote, speaker, cue)
            yield _Frame(set(quote.tokens), speaker, cue, "direct")

    def _long(self, quote: _Quote) -> bool:
        text = self.syntax.doc.text
        return sum(len(text[start:end].split()) for start, end in quote.pieces) > _SCARE

    def _holds_sentence(self, quote: _Quote) -> bool:
        """Whether a quote ends as a sentence or before its cue does, and holds a verb."""
        last = self.syntax.words[quote.last - 1]
        return last in (".", "!", "?", ",") and any(self.syntax.pos[token] in ("VERB", "AUX") for token in quote.tokens)

    def _is_work(self, quote: _Quote) -> bool:
        """A title: its words are written with capitals, or a noun for a work stands before it."""
        words = [
            token
            for token in sorted(quote.tokens)
            if self.syntax.pos[token] in ("NOUN", "VERB", "ADJ", "PROPN", "ADV", "PRON")
        ]
        capitals = sum(1 for token in words if self.syntax.words[token][:1].isupper())
        if (
            words
            and len(words) <= 12
            and capitals / len(words) >= 0.75
            and self.syntax.words[quote.last - 1] not in ("!", "?")
        ):
            return True
        before = [token for token in range(max(0, quote.first - 5), quote.first) if token not in self.inside]
        nearest = [token for token in before if self.syntax.pos[token] not in ("PUNCT", "SPACE", "DET")]
        return bool(nearest) and self.syntax.lemmas[nearest[-1]] in _TITLE_NOUNS and len(quote.tokens) <= 14

    def _around(self, quote: _Quote) -> _Frame | None:
        """The smallest frame of indirect speech that holds a quote."""
        holding = [
            frame for frame in self.indirect if quote.first in frame.tokens and frame.kind in ("indirect", "according")
        ]
        return min(holding, key=lambda frame: len(frame.tokens), default=None)

    def _cue(self, number: int, quote: _Quote) -> tuple[int | None, int | None] | None:
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
        if introduced is not None:
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

    def _window_after(self, number: int, quote: _Quote) -> list[int]:
        """The words after a quote up to the next quote or the end of that sentence or line."""
        syntax = self.syntax
        line = self.lines[self.line_of[quote.last - 1]]
        limit = line.last
        if number + 1 < len(self.quotes):
            limit = min(limit, self.quotes[number + 1].first)
        window: list[int] = []
        for token in range(quote.last, limit):
            word = syntax.words[token]
            if not word.strip() or word in _DOUBLE or (token == quote.last and word in _SINGLE):
                continue
            if word in (".", "!", "?", ";") and window:
                break
            window.append(token)
        return window[:40]

    def _window_before(self, number: int, quote: _Quote) -> list[int]:
        """The words before a quote back to the quote before, or the start of that sentence or line."""
        syntax = self.syntax
        line = self.lines[self.line_of[quote.first]]
        limit = line.first
        if number:
            limit = max(limit, self.quotes[number - 1].last)
        window: list[int] = []
        for token in range(quote.first - 1, limit - 1, -1):
            word = syntax.words[token]
            if not word.strip() or (word in _DOUBLE) or (token == quote.first - 1 and word in _SINGLE):
                continue
            if word in (".", "!", "?", ";") and token != quote.first - 1 and window:
                break
            window.append(token)
        window.reverse()
        if not window and quote.first == line.first + (
            1 if syntax.words[line.first] in _DOUBLE or syntax.words[line.first] in _SINGLE else 0
        ):
            return self._line_before(quote)
        return window[-40:]

    def _line_before(self, quote: _Quote) -> list[int]:
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

    def _bare(self, verb: int, window: list[int]) -> bool:
        """Whether a sentence after a quote is no more than speaker and verb ("Novak said.")."""
        syntax = self.syntax
        return len(window) <= 8 and not any(
            syntax.deps[child] in ("ccomp", "obj", "xcomp", "advcl") and child not in self.inside
            for child in syntax.children[verb]
        )

    def _governor(self, quote: _Quote) -> int | None:
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
                        token
                        if not _is_passive(syntax, token) or syntax.child(token, "obl:agent") is not None
                        else None
                    )
                if syntax.heads[token] == token or syntax.deps[token].startswith(("ccomp", "acl", "nsubj")):
                    break
                token = syntax.heads[token]
        return None

    def _speaker(self, verb: int, quote: _Quote) -> int | None:
        syntax = self.syntax
        subject = _subject(syntax, verb)
        if subject is not None and (subject in quote.tokens or subject in self.inside):
            subject = None
        if subject is None and not _is_passive(syntax, verb):
            line = self.lines[self.line_of.get(verb, 0)]
            subject = _beside(syntax, verb, line, lambda token: token not in self.inside)
        return subject

    def _labelled(self, before: list[int]) -> int | None:
        """ "Novak: “…”" – a name and a colon."""
        words = [token for token in before if self.syntax.words[token].strip()]
        if len(words) < 2 or self.syntax.words[words[-1]] != ":" or len(words) > 9:
            return None
        return _label(self.syntax, words[:-1])

    def _signed(self, quote: _Quote, after: list[int]) -> int | None:
        """A quote that a name signs: "“…” – Jo Novak" or a name alone behind it, to the end of the line."""
        syntax = self.syntax
        line = self.lines[self.line_of[quote.last - 1]]
        rest = [token for token in range(after[0], line.last) if syntax.words[token].strip()]
        opened = self.lines[self.line_of[quote.first]].first >= quote.first - 1
        if not opened or len(rest) > 10 or any(syntax.pos[token] in ("VERB", "AUX") for token in rest):
            return None
        while rest and syntax.words[rest[0]] in ("-", "–", "—", "--", ","):
            rest = rest[1:]
        named = [token for token in rest if _speaks(syntax, token)]
        return _entity_head(syntax, named[0]) if named and rest and named[0] - rest[0] <= 4 else None

    def _continued(
        self, number: int, quote: _Quote, line: int, previous: tuple[_Quote, int | None, int | None] | None
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

    def _rest(self, quote: _Quote) -> bool:
        """Whether words without a verb follow a quote in its line, as under a motto or a caption."""
        line = self.lines[self.line_of[quote.last - 1]]
        rest = [token for token in range(quote.last, line.last) if token not in self.inside]
        words = [token for token in rest if self.syntax.pos[token] not in ("PUNCT", "SPACE")]
        return bool(words) and not any(self.syntax.pos[token] in ("VERB", "AUX") for token in words)

    def _new_subject(self, speech: list[int]) -> bool:
        """Whether a whole sentence of the article's own stands between two quotes."""
        stops = [token for token in speech if self.syntax.words[token] in (".", "!", "?")]
        return len(stops) >= 2

    def _subject_before(self, quote: _Quote, line: int, speech: list[int]) -> int | None:
        """Who speaks or acts in the sentence right before a quote: the speaker of its indirect speech, else a person
        who is its subject."""
        syntax = self.syntax
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


# --- lines: headlines, turns, statements

_TURN: Final = re.compile(r"(?:[A-Z][\w.’'-]*(?: [A-Z(][\w.’')-]*){0,5}|Q|A) ?: ?(?=\S)")
_TRAILER: Final = re.compile(
    r"(?:ends|###|notes? (?:to|for) editors?|further information|background|media (?:contact|enquiries)|contact|sources?|related"
    r"|read more|follow|categories|about )\b",
    re.IGNORECASE,
)
_HEADLINE_END: Final = re.compile(r"[.”\"’]$")


def _label(syntax: _Syntax, words: list[int]) -> int | None:
    """The head of a label such as "NATO Secretary General Jens Stoltenberg": its last person or organisation."""
    people = [token for token in words if syntax.entity[token] >= 0]
    for wanted in ("PERSON", "ORG", "GPE"):
        for token in reversed(people):
            if syntax.entities[syntax.entity[token]][3] == wanted:
                return _entity_head(syntax, token)
    return None


def _line_frames(syntax: _Syntax, cues: SpeechCues, lines: list[_Line], quotes: list[_Quote]) -> Iterator[_Frame]:
    inside = set().union(*(quote.tokens for quote in quotes)) if quotes else set()
    yield from _turns(syntax, lines, inside)
    yield from _headlines(syntax, cues, lines, inside)
    yield from _statements(syntax, cues, lines, inside)


def _colon(syntax: _Syntax, line: _Line) -> int | None:
    """The colon in the first words of a line."""
    return next(
        (token for token in range(line.first, min(line.last, line.first + 8)) if syntax.words[token] == ":"), None
    )


def _turns(syntax: _Syntax, lines: list[_Line], inside: set[int]) -> Iterator[_Frame]:
    """Turns of a transcript: lines that begin with a label, at least two of them."""
    text = syntax.doc.text
    labelled = []
    for number, line in enumerate(lines):
        if line.first in inside or not _TURN.match(text, line.start, line.end):
            continue
        colon = _colon(syntax, line)
        if colon is None:
            continue
        words = list(range(line.first, colon))
        shouted = all(syntax.words[token].isupper() or not syntax.words[token].isalpha() for token in words)
        if shouted or (number and _label(syntax, words) is not None):
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
        speaker = _label(syntax, words)
        tokens = set(range(colon + 1, end))
        if tokens:
            yield _Frame(tokens, speaker if speaker is not None else words[-1], None, "direct")


def _headlines(syntax: _Syntax, cues: SpeechCues, lines: list[_Line], inside: set[int]) -> Iterator[_Frame]:
    """ "Stoltenberg: NATO sees no threat" – a line without a full stop that opens with a speaker and a colon."""
    title = syntax.doc.text[lines[0].start : lines[0].end] if lines else ""
    for number, line in enumerate(lines):
        text = syntax.doc.text[line.start : line.end]
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
            yield _Frame(set(range(colon + 1, line.last)), speaker, None, "indirect")


def _headline_speaker(syntax: _Syntax, cues: SpeechCues, words: list[int]) -> int | None:
    if not words or any(syntax.pos[token] in ("VERB", "AUX") for token in words if syntax.entity[token] < 0):
        return None
    for token in reversed(words):
        number = syntax.entity[token]
        if number >= 0 and syntax.entities[number][3] in ("PERSON", "ORG"):
            return _entity_head(syntax, token)
    if len(words) <= 3 and syntax.lemmas[words[-1]] in cues.nouns:
        return words[-1]
    return None


def _statements(syntax: _Syntax, cues: SpeechCues, lines: list[_Line], inside: set[int]) -> Iterator[_Frame]:
    """What follows a line that ends in "X said:" and has no quotation marks of its own, to the end of the statement."""
    text = syntax.doc.text
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
        speaker = _subject(syntax, cue)
        if speaker is None and not _is_passive(syntax, cue):
            speaker = _beside(syntax, cue, line, lambda token: token not in inside)
        name = syntax.words[_speaker_head(syntax, speaker)] if speaker is not None else ""
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
            yield _Frame(set(range(lines[number].first, lines[end - 1].last)), speaker, cue, "direct")
            number = end


def _leading_verb(syntax: _Syntax, cues: SpeechCues, sentence: list[int]) -> int | None:
    """The verb that leads to a statement: one of speech, or one with a noun of speech ("denied the claims:")."""
    verbs = [token for token in sentence if syntax.pos[token] == "VERB"]
    for verb in reversed(verbs):
        if syntax.lemmas[verb] in cues.verbs:
            return verb
    if any(syntax.lemmas[token] in cues.nouns for token in sentence):
        roots = [verb for verb in verbs if syntax.deps[verb] == "ROOT"]
        return roots[-1] if roots else (verbs[-1] if verbs else None)
    return None


def _own_voice(syntax: _Syntax, cues: SpeechCues, line: _Line, inside: set[int], name: str) -> bool:
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


# --- presuppositions

_ADVERBIALS: Final = _words("after before since during following despite amid until because given upon due")
_FINITE_MARKERS: Final = _words("after since when before once")


def _presuppositions(syntax: _Syntax, innermost: list[Attribution | None], presupposed: set[int]) -> frozenset[int]:
    found = set()
    for token, frame in enumerate(innermost):
        if frame is None or not _outside_quotes(frame):
            continue
        if token in presupposed or _descriptor(syntax, token) or _adverbial(syntax, token):
            found.add(token)
    return frozenset(found)


def _outside_quotes(frame: Attribution | None) -> bool:
    while frame is not None:
        if frame.kind == "direct":
            return False
        frame = frame.outer
    return True


def _descriptor(syntax: _Syntax, token: int) -> bool:
    """A title or an apposition of a name."""
    relation = syntax.deps[token]
    if relation == "nmod:desc":
        return syntax.entity[token] < 0 or syntax.entity[token] != syntax.entity[syntax.heads[token]]
    if relation == "appos" and syntax.pos[token] == "NOUN":
        return syntax.pos[syntax.heads[token]] == "PROPN"
    return relation == "appos" and syntax.pos[token] == "PROPN" and syntax.pos[syntax.heads[token]] == "NOUN"


def _adverbial(syntax: _Syntax, token: int) -> bool:
    relation = syntax.deps[token]
    if relation == "obl" and syntax.pos[token] in ("NOUN", "PROPN"):
        cases = {syntax.lower[child] for child in syntax.children[token] if syntax.deps[child] in ("case", "mark")}
        if not cases & _ADVERBIALS:
            return False
        definite = any(
            syntax.deps[child] == "nmod:poss"
            or (syntax.deps[child] == "det" and syntax.lower[child] in ("the", "this", "these", "that", "those"))
            for child in syntax.children[token]
        )
        return definite and not _unreal(syntax, syntax.heads[token])
    if relation.startswith("advcl") and syntax.pos[token] in ("VERB", "AUX", "NOUN", "ADJ"):
        marks = {syntax.lower[child] for child in syntax.children[token] if syntax.deps[child] in ("mark", "advmod")}
        return bool(marks & _FINITE_MARKERS) and _past(syntax, token) and not _unreal(syntax, token)
    return False


def _past(syntax: _Syntax, token: int) -> bool:
    finite = [token, *(child for child in syntax.children[token] if syntax.deps[child].startswith(("aux", "cop")))]
    return any(
        "Past" in syntax.doc[index].morph.get("Tense", []) and "Part" not in syntax.doc[index].morph.get("VerbForm", [])
        for index in finite
    )


def _unreal(syntax: _Syntax, verb: int) -> bool:
    """Whether a clause is future, modal or an infinitive, so that what it hangs on need not have happened."""
    return any(
        (syntax.deps[child] == "aux" and syntax.lemmas[child] in _MODALS)
        or (syntax.deps[child] == "mark" and syntax.lower[child] == "to")
        for child in syntax.children[verb]
    )


# --- all together


def find_attributions(doc: Doc, *, cues: SpeechCues) -> Attributions:
    """Find whose voice each word of an article stands in.

    Args:
        doc: a parsed document with sentences and, if possible, names.
        cues: the words that attribute.

    Returns:
        The attributions; a word in none of them is in the article's own voice.
    """
    syntax = _unpack(doc, cues)
    lines = _lines(syntax)
    if not lines:
        return Attributions((), {}, (None,) * len(doc), frozenset())
    quotes = _find_quotes(syntax, lines)
    presupposed: set[int] = set()
    indirect = [*_indirect(syntax, cues, presupposed), *_according(syntax, cues)]
    for frame in indirect:
        _confine(frame, quotes, syntax)
    indirect = [frame for frame in indirect if frame.tokens]
    direct = list(_Voices(syntax, cues, lines, quotes, indirect).frames())
    frames = [*_line_frames(syntax, cues, lines, quotes), *direct]
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
    hedges = list(_hedges(syntax, cues))
    for frame in hedges:
        _confine(frame, quotes, syntax)
    frames += [*indirect, *hedges]
    for frame in frames:
        frame.tokens = _trimmed(syntax, frame.tokens)
    frames = [frame for frame in frames if frame.tokens]
    for frame in frames:
        if frame.speaker is not None:
            frame.speaker = _speaker_head(syntax, frame.speaker)
            if frame.speaker in frame.tokens:
                frame.speaker = None
    return _nest(syntax, frames, presupposed)


def _trimmed(syntax: _Syntax, tokens: set[int]) -> set[int]:
    """Without punctuation and white space at the edges of each run, and so without runs of nothing else."""
    kept: set[int] = set()
    for start, end in _runs(tokens, syntax):
        while start < end and syntax.pos[start] in ("PUNCT", "SPACE"):
            start += 1
        while start < end and syntax.pos[end - 1] in ("PUNCT", "SPACE"):
            end -= 1
        kept.update(token for token in range(start, end) if token in tokens)
    return kept


def _confine(frame: _Frame, quotes: list[_Quote], syntax: _Syntax) -> None:
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


def _nest(syntax: _Syntax, frames: list[_Frame], presupposed: set[int]) -> Attributions:
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
    runs: dict[int, list[tuple[int, int]]] = {}
    for number, frame in enumerate(frames):
        runs[number] = _runs(frame.tokens, syntax)

    def build(number: int, token: int) -> Attribution:
        start, end = next(((s, e) for s, e in runs[number] if s <= token < e), runs[number][0])
        if (number, start) not in built:
            frame = frames[number]
            above = parent[number]
            built[number, start] = Attribution(
                start=start,
                end=end,
                speaker=frame.speaker,
                named=_is_named(syntax, frame.speaker),
                cue=frame.cue,
                kind=frame.kind,
                outer=build(above, start) if above != -1 else None,
            )
        return built[number, start]

    innermost = [build(number, token) if number != -1 else None for token, number in enumerate(owner)]
    for number, frame in enumerate(frames):
        for start, _ in runs[number]:
            if frame.tokens:
                build(number, start)
    ordered = tuple(sorted(built.values(), key=lambda frame: (frame.start, -frame.end, frame.kind, frame.cue or 0)))
    return Attributions(
        frames=ordered,
        speakers_of_first_person=_first_person(syntax, innermost),
        _innermost=tuple(innermost),
        _presupposed=_presuppositions(syntax, innermost, presupposed),
    )


def _runs(tokens: set[int], syntax: _Syntax) -> list[tuple[int, int]]:
    """A set of words as runs; white space and quotation marks do not break one."""
    runs: list[tuple[int, int]] = []
    for token in sorted(tokens):
        if runs and all(
            not syntax.words[gap].strip() or syntax.words[gap] in _DOUBLE for gap in range(runs[-1][1], token)
        ):
            runs[-1] = (runs[-1][0], token + 1)
        else:
            runs.append((token, token + 1))
    return runs


def _first_person(syntax: _Syntax, innermost: list[Attribution | None]) -> dict[int, int]:
    found = {}
    for token, word in enumerate(syntax.lower):
        if word in _FIRST_PERSON and syntax.pos[token] in ("PRON", "DET", "PROPN"):
            frame = innermost[token]
            while frame is not None and frame.kind != "direct":
                frame = frame.outer
            if frame is not None and frame.speaker is not None:
                found[token] = frame.speaker
    return found
