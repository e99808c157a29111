"""The sentences around quotes, and what is to be marked in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

END: Final = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[\w])|\n\s*")
"""Where a sentence may end: at a full stop with its closing quotes, and at the end of a line."""
SHORT: Final = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Sen|Rep|Gov|Pres|St|Mt|Jr|Sr|Inc|Ltd|Co|Corp|No|vs|etc|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[ap]\.m|[A-Z]\.[A-Z]|e\.g|i\.e)\.)\s+$"
)
"""A full stop that ends an abbreviation or an initial, and no sentence."""
DENIAL: Final = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|hardly|rul(?:es?|ed|ing) out|withdr[ae]w|"
    r"false(?:ly)?|un(?:true|founded)|(?:den(?=[iy])|refus|reject|dismiss|declin|fail|disput|oppos)\w{0,4})\b|\b\w+n['’]t\b",
    re.IGNORECASE,
)
DOUBT: Final = re.compile(
    r"\b(?:may|might|could|would|should|must|will|shall|to|if|unless|whether|ready|likely|possibl[ye]|perhaps|reportedly|"
    r"call(?:s|ed|ing)? (?:for|on)|(?:plan|intend|want|hop(?=e|i)|expect|propos|promis|pledg|vow|threat|urg|demand|ask|"
    r"appeal|consider|alleg|suspect|accus|claim|fear)\w{0,5})\b|['’]ll\b",
    re.IGNORECASE,
)
PRONOUN: Final = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|we|us|our|i|me|my|who|whom|whose|which|both|neither)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text, or where the text is not kept as much of one as quotes give.

    Args:
        start: its first character in the article's text.
        text: its words.
        opens: whether it begins a paragraph.
    """

    start: int
    text: str
    opens: bool = False

    @property
    def end(self) -> int:
        """The character after its last one."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a sentence that play a part in a statement: `subject`, `object`, `speaker`, `relation`, `denial`,
    `doubt`."""

    start: int
    end: int
    part: str


def split(text: str, quotes: Iterable[tuple[int, int]] = ()) -> list[Sentence]:
    """Cut a text into sentences.

    Args:
        text: the text.
        quotes: first character of each quote, and the one after its last; no sentence ends inside one.

    >>> [s.text for s in split("Mr. Smith left. He was not asked.")]
    ['Mr. Smith left.', 'He was not asked.']
    """
    inside = _merged(quotes)
    starts = [start for start, _ in inside]
    found, begin, opens = list[Sentence](), 0, True
    for match in END.finditer(text):
        line = "\n" in match[0]
        i = bisect_right(starts, match.end() - 1) - 1
        if i >= 0 and inside[i][1] >= match.end():
            continue
        if not line and SHORT.search(text, begin, match.end()):
            continue
        words = text[begin : match.end()].rstrip()
        if words:
            found.append(Sentence(begin, words, opens))
            opens = line
        begin = match.end()
    if text[begin:].strip():
        found.append(Sentence(begin, text[begin:].rstrip(), opens))
    return found


def stitch(quotes: Iterable[tuple[int, str]]) -> list[Sentence]:
    """Put quotes that overlap together again, where the text itself is not kept.

    >>> [s.text for s in stitch([(0, "Oslo backs"), (5, "backs Kyiv"), (40, "He left")])]
    ['Oslo backs Kyiv', 'He left']
    """
    found = list[Sentence]()
    for start, text in sorted(quotes, key=lambda quote: (quote[0], -len(quote[1]))):
        last = found[-1] if found else None
        if last is not None and start <= last.end:
            found[-1] = Sentence(last.start, last.text + text[last.end - start :], True)
        else:
            found.append(Sentence(start, text, True))
    return found


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged = list[tuple[int, int]]()
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def holding(sentences: Sequence[Sentence], start: int) -> int:
    """The number of the sentence that holds a character."""
    return max(0, bisect_right([sentence.start for sentence in sentences], start) - 1)


def mark(
    text: str,
    quote: tuple[int, int],
    *,
    subject: Sequence[str],
    object: Sequence[str],
    speaker: Sequence[str] = (),
    words: Sequence[str] = (),
    title: str = "",
    denied: bool = False,
    doubted: bool = False,
) -> tuple[list[Mark], bool]:
    """Find in a sentence what plays a part in a statement.

    Args:
        text: the sentence.
        quote: first character of the quote in it, and the one after its last.
        subject, object, speaker: their names.
        words: lemmas or forms of the words that say the relation.
        title: of a position, as the text has it; it says the relation where it stands in the quote.
        denied, doubted: whether the quote denies the statement, holds it for no more than possible, planned, asked for.

    Returns:
        The marks, in the order of the text, none over another; and whether a pronoun stands for the subject or the
        object, so that the sentence before is needed.
    """
    found = list[Mark]()

    def free(start: int, end: int) -> bool:
        return all(end <= m.start or m.end <= start for m in found)

    def place(spans: Iterable[tuple[int, int]], part: str, *, outside: bool = False) -> bool:
        for start, end in sorted(spans, key=lambda s: (_inside(s, quote) == outside, s[0] - s[1], s[0])):
            if free(start, end):
                found.append(Mark(start, end, part))
                return True
        return False

    missing = [
        part for part, names in (("subject", subject), ("object", object)) if not place(_named(text, names), part)
    ]
    if speaker:
        place(_named(text, speaker), "speaker", outside=True)
    pronouns = [m.span() for m in PRONOUN.finditer(text, *quote) if free(*m.span())]
    if len(missing) == 1 and len({text[a:b].lower() for a, b in pronouns}) == 1:
        place(pronouns, missing[0])  # the one pronoun of the quote can only be the one who is not named
    titles = [m.span() for m in re.finditer(re.escape(title), text[: quote[1]], re.IGNORECASE)] if title else []
    place([span for span in titles if _inside(span, quote)] or _inflected(text, words, quote), "relation")
    if denied:
        _nearest(text, quote, DENIAL, "denial", found)
    elif doubted:
        _nearest(text, quote, DOUBT, "doubt", found)
    return sorted(found, key=lambda m: m.start), bool(missing and PRONOUN.search(text))


def _inside(span: tuple[int, int], quote: tuple[int, int]) -> bool:
    return quote[0] <= span[0] and span[1] <= quote[1]


def _named(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where names stand; the last word of a name of several words counts where no whole name is found."""
    for choice in (names, [name.split()[-1] for name in names if len(name.split()) > 1 and len(name.split()[-1]) > 2]):
        spans = [span for name in dict.fromkeys(choice) for span in _occurrences(text, name)]
        if spans:
            return spans
    return []


def _occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands as words of its own (a search by a pattern for each name would take ten times as long)."""
    start = text.find(name) if name else -1
    while start >= 0:
        end = start + len(name)
        if not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield start, end
        start = text.find(name, end)


def _inflected(text: str, words: Sequence[str], quote: tuple[int, int]) -> list[tuple[int, int]]:
    """Where forms of lemmas stand in a quote: the same beginning, and an ending of English."""
    stems = [re.escape(word[:-1] if len(word) > 3 and word[-1] in "ey" else word) for word in words if len(word) > 2]
    if not stems:
        return []
    form = re.compile(rf"\b(?:{'|'.join(stems)})\w{{0,4}}\b", re.IGNORECASE)
    return [match.span() for match in form.finditer(text, *quote)]


def _nearest(text: str, quote: tuple[int, int], words: re.Pattern[str], part: str, found: list[Mark]) -> None:
    """Mark the words of denial or doubt in a quote; where it has none, the nearest one before it, or else after it."""
    spans = [m.span() for m in words.finditer(text)]
    free = [s for s in spans if all(s[1] <= m.start or m.end <= s[0] or m.part == "relation" for m in found)]
    plain = [s for s in free if text[s[0] : s[1]].lower() != "to"]
    inside = [s for s in plain if _inside(s, quote)]
    before, after = [s for s in plain if s[1] <= quote[0]], [s for s in plain if s[0] >= quote[1]]
    infinitive = [s for s in free if _inside(s, quote)]
    for start, end in inside or before[-1:] or after[:1] or infinitive[:1]:
        found[:] = [m for m in found if end <= m.start or m.end <= start]
        found.append(Mark(start, end, part))
