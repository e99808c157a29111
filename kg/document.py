"""The one view of a parsed text that every reader shares: words, trees and names as plain objects.

spaCy makes a token anew at each access and looks its strings up at each attribute. Rules that look at every word
dozens of times would spend most of their time on that; so each word is read once, and keeps what the rules ask for.
`read_document` of `kg.extraction.context` corrects names, lemmas and datelines right after it is made; nothing changes
them later.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress, count, pairwise, repeat
from operator import add
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.language.component import ARCS, NAMES, probability

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from spacy.strings import StringStore
    from spacy.tokens import Doc

WE: Final = frozenset({"we", "us", "our", "ours", "ourselves"})
FIRST_PERSON: Final = WE | {"i", "me", "my", "mine", "myself"}
POSSESSIVE: Final = frozenset({"'s", "’s", "'", "’"})
FORMER_PREFIX: Final = "ex-"
_FORMER_NAME: Final = re.compile(rf"(?:{FORMER_PREFIX}|{FORMER_PREFIX.capitalize()})(?!Im\b)")
SUBJECTS: Final = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "expl")
"""Relations of a subject to its predicate."""
COLUMNS: Final[list[int | str]] = [
    "ORTH", "LEMMA", "POS", "TAG", "DEP", "MORPH", "HEAD", "IDX", "SENT_START", "IS_PUNCT", "IS_SPACE", "SPACY",
]  # fmt: skip


@dataclass(slots=True, eq=False, repr=False)
class Word:
    """A word with its place in the trees.

    Args:
        i: its number in the document.
        start, end: its first character, and the one after its last.
        text, lower: as written, and in lower case.
        lemma: in lower case.
        pos, tag, dep: universal part of speech, Penn tag, relation to its head.
        morph: its features, `Number=Plur|Person=3`.
        sentence: number of its sentence.
        opens: whether it is the first of its sentence.
        punctuation, blank: whether it is made of punctuation, of white space.
        spaced: whether a space follows it.
        head: its head; itself at the root.
        lefts, rights: its dependents before and after it, in the order of the text.
        name: the name that it belongs to.
    """

    doc: Document
    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    morph: str
    sentence: int
    opens: bool
    punctuation: bool
    blank: bool
    spaced: bool
    head: Word = field(init=False)
    lefts: tuple[Word, ...] = ()
    rights: tuple[Word, ...] = ()
    name: Name | None = None

    def __repr__(self) -> str:
        return f"Word({self.text!r}, {self.i})"

    @property
    def label(self) -> str:
        """The label of the name that the word belongs to, or nothing."""
        return "" if self.name is None else self.name.label

    @property
    def children(self) -> tuple[Word, ...]:
        """Its dependents in the order of the text."""
        return self.lefts + self.rights

    @property
    def first(self) -> int:
        """Number of the first word of what hangs below it, itself included."""
        word = self
        while word.lefts:
            word = word.lefts[0]
        return word.i

    @property
    def last(self) -> int:
        """Number of the last word of what hangs below it, itself included."""
        word = self
        while word.rights:
            word = word.rights[-1]
        return word.i

    def feature(self, name: str) -> str:
        """A feature of its form: `Plur` for `Number`; nothing where it has none of that name."""
        return _features(self.morph).get(name, "")


@dataclass(slots=True, unsafe_hash=True)  # not frozen, since so many are made; nobody changes one
class Name:
    """A name that the recogniser found, or a rule after it.

    Args:
        start, end: its words, end exclusive.
        label: what kind of name it is.
        root: the word that the others hang on.
        text: as written.
    """

    start: int
    end: int
    label: str
    root: Word
    text: str


class Document(list[Word]):
    """The words of a document; beside them their columns as plain lists, for rules that go over all words.

    Args:
        parsed: the document as the language pipeline gave it.

    Attributes:
        texts, lower, lemmas, pos, tags, deps, heads: a column each, by word.
        children: for each word the numbers of those that hang on it, in the order of the text.
        starts: for each word its first character.
        sentence: for each word the number of its sentence; sentences: the words of each, end exclusive.
    """

    def __init__(self, parsed: Doc) -> None:
        super().__init__()
        self._arcs, self._sure = parsed.user_data.get(ARCS), parsed.user_data.get(NAMES)
        size = len(parsed)
        hashes = parsed.to_array(COLUMNS).T
        table = hashes.astype("int64")
        strings = parsed.vocab.strings
        words, lemmas, *others = hashes[:6].tolist()
        self.texts = texts = _KNOWN.of(words, strings)
        self.lower = _LOWER.of(words, strings)
        self.lemmas = [lemma or word for lemma, word in zip(_LOWER.of(lemmas, strings), self.lower, strict=True)]
        self.pos, self.tags, self.deps, morphs = (_KNOWN.of(numbers, strings) for numbers in others)
        self.heads: list[int] = (np.arange(size) + table[6]).tolist()
        self.starts: list[int] = table[7].tolist()
        opening = table[8] == 1
        opening[:1] = True
        self.sentence: list[int] = (opening.cumsum() - 1).tolist()
        self.sentences: list[tuple[int, int]] = list(pairwise([*np.flatnonzero(opening).tolist(), size]))
        punctuation, blank, spaced = (table[9:] == 1).tolist()
        columns = (self.texts, self.lower, self.lemmas, self.pos, self.tags, self.deps, morphs, self.sentence)
        flags = (opening.tolist(), punctuation, blank, spaced)
        ends = map(add, self.starts, map(len, texts))
        self.extend(map(Word, repeat(self), range(size), self.starts, ends, *columns, *flags))
        self.children: list[list[int]] = [[] for _ in self]
        for word, head in zip(self, self.heads, strict=True):
            word.head = self[head]
            if head != word.i:
                self.children[head].append(word.i)
        for i, below in enumerate(self.children):
            if below:
                self._link(i)
        self.text = "".join([text + " " if space else text for text, space in zip(texts, spaced, strict=True)])
        self._names: tuple[Name, ...] = ()
        self.names = [self.name(name.start, name.end, name.label_) for name in parsed.ents]

    def _link(self, i: int) -> None:
        """Give a word its dependents."""
        self[i].lefts = tuple([self[c] for c in self.children[i] if c < i])
        self[i].rights = tuple([self[c] for c in self.children[i] if c > i])

    def has(self, i: int, *deps: str) -> bool:
        """Whether a word has a dependent with one of the labels."""
        dep = self.deps
        for c in self.children[i]:  # noqa: SIM110 (asked most of all questions, and a generator takes twice the time)
            if dep[c] in deps:
                return True
        return False

    def of(self, i: int, *deps: str) -> list[int]:
        """A word's dependents with one of the labels."""
        if not (children := self.children[i]):
            return []
        dep = self.deps
        return [c for c in children if dep[c] in deps]

    def attach(self, i: int, head: int, dep: str) -> None:
        """Attach a word to another head, or to itself as a root."""
        old = self.heads[i]
        self.heads[i], self.deps[i] = head, dep
        self[i].head, self[i].dep = self[head], dep
        if old != i:
            self.children[old].remove(i)
        if head != i:
            insort(self.children[head], i)
        self._link(old)
        self._link(head)

    def relemmatise(self, i: int, lemma: str) -> None:
        """Give a word another lemma."""
        self.lemmas[i] = self[i].lemma = lemma

    @property
    def names(self) -> Sequence[Name]:
        """Its names in the order of the text; none inside another."""
        return self._names

    @names.setter
    def names(self, names: Iterable[Name]) -> None:
        names = tuple(names)
        if names == self._names:
            return
        for name, mark in [*((name, None) for name in self._names), *((name, name) for name in names)]:
            for word in self[name.start : name.end]:
                word.name = mark
        self._names = names

    def let_go(self) -> None:
        """Take the words apart, which hold each other and the document: the garbage collector need not find them."""
        self.names = ()
        for word in self:
            del word.head, word.lefts, word.rights
        self.clear()

    def name(self, start: int, end: int, label: str) -> Name:
        """Make a name of some words; it is not among `names` yet."""
        return Name(start, end, label, self.root(start, end), self.between(start, end))

    def probability(self, name: Name) -> float:
        """How sure the recogniser is of a name; 1 where it does not say."""
        return probability(self._sure, name.start) or 1.0

    def arc_probability(self, i: int) -> float:
        """How sure the parser is of the arc from a word to its head; 1 where it does not say."""
        return probability(self._arcs, i)

    def between(self, start: int, end: int) -> str:
        """The text from one word up to another."""
        return self.text[self[start].start : self[end - 1].end] if start < end else ""

    def root(self, start: int, end: int) -> Word:
        """The word of a stretch on which the others hang: of several the one nearest to the root of its sentence."""
        if end - start == 1:
            return self[start]
        tops = [w for w in self[start:end] if w.head is w or not start <= w.head.i < end]
        return tops[0] if len(tops) == 1 else min(tops, key=_depth)

    def root_of(self, start: int, end: int) -> int:
        """Number of the word on which the others hang of those that some characters touch."""
        words = self.words_of(start, end)
        return self.root(words.start, words.stop).i

    def words_of(self, start: int, end: int) -> range:
        """Numbers of the words that some characters touch."""
        first = max(0, bisect_right(self.starts, start) - 1)
        if first < len(self) and self[first].end <= start:
            first += 1
        return range(first, max(first, bisect_left(self.starts, end)))


class _Strings(dict[int, str]):
    """Strings by spaCy's hashes of them, which are the same in every vocabulary.

    Args:
        form: what is made of a string.
    """

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self.form = form

    def of(self, numbers: list[int], strings: StringStore) -> list[str]:
        """The strings of some hashes, each looked up once."""
        try:
            return list(map(self.__getitem__, numbers))
        except KeyError:  # of a word that no document had before
            if len(self) + len(numbers) > MOST_KNOWN:
                self.clear()
            for number in numbers:
                if number not in self:
                    self[number] = self.form(strings[number])
            return list(map(self.__getitem__, numbers))


MOST_KNOWN: Final = 1 << 16
_KNOWN: Final = _Strings(str)
_LOWER: Final = _Strings(str.lower)


def former_prefix_length(text: str, start: int = 0) -> int:
    """How many characters of a name say that what follows is over; `Ex-Im Bank` is a name.

    >>> [former_prefix_length(name) for name in ("ex-Chelsea", "Ex-Barclays", "Ex-Im Bank", "Exeter")]
    [3, 3, 0, 0]
    """
    found = _FORMER_NAME.match(text, start)
    return found.end() - start if found is not None else 0


def where(values: Iterable[str], wanted: Container[str]) -> list[int]:
    """The numbers of the words that have one of some values, in the order of the text.

    >>> where(["DET", "NOUN", "VERB", "NOUN"], {"NOUN"})
    [1, 3]
    """
    return list(compress(count(), map(wanted.__contains__, values)))


def _depth(word: Word) -> int:
    depth = 0
    while word.head is not word:
        word, depth = word.head, depth + 1
    return depth


@lru_cache(maxsize=1 << 12)
def _features(morph: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in morph.split("|") if "=" in pair)
