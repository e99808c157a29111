"""From syntax to relations: where the words of a lexical entry stand with the arguments that its frame asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.extraction.bindings import (
    Binding,
    NounArguments,
    expand_partitives,
    find_bindings,
    find_noun_arguments,
    further_words,
    words_near,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.extraction.syntax import Syntax
    from kg.lexicon import LexicalEntry

POS: Final = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
# classes whose nouns may stand for a name before or after
NAMEABLE: Final = frozenset({"Place", "Country", "Organization"})
Key: TypeAlias = tuple[int, tuple[int, ...] | None]
"""Which frame it is, and of a verb the further words of its entry."""


@dataclass(slots=True, eq=False)  # not frozen, since so many are made; nobody changes one
class Match:
    """A lexical entry found in a text with both its arguments.

    Args:
        entry: the lexical entry.
        judged: the token whose status decides whether it is so (the head word's, or that of the copula's clause).
        x, y: the tokens that fill the relation's subject and object.
        words: all tokens of the entry's words, the head word's first.
        factuality: what a support verb adds ("pledge support"), or empty.
    """

    entry: LexicalEntry
    judged: int
    x: int
    y: int
    words: tuple[int, ...]
    factuality: str = ""


def find_matches(syntax: Syntax, *, skip: frozenset[int] = frozenset()) -> Iterator[Match]:
    """Every lexical entry that the document's trees satisfy.

    Args:
        skip: tokens that are not looked at (repeated sentences, asides).

    Yields:
        Matches in the order of the text; on one token those of longer entries first.
    """
    sentence, said = -1, frozenset[str]()
    known, by_second_word, doc = syntax.lexicon.words, syntax.lexicon.by_second_word, syntax.doc
    setting = cache(partial(find_noun_arguments, syntax))
    for i, (lemma, word) in enumerate(zip(syntax.lemma, syntax.lower, strict=True)):
        if not (lemma in known or word in known) or i in skip:
            continue
        if syntax.pos[i] == "PROPN" and doc[i].label not in {"", "MISC"}:
            continue  # "Gary Fan" is nobody's fan, and "9th Battalion" no battalion of something
        if syntax.dep[i] == "case" and syntax.head[i] != i:
            yield from _prepositions(syntax, i)
            continue
        if (pos := POS.get(syntax.pos[i])) is None:
            continue
        kinds = ("verb", "adjective") if syntax.tag[i] in {"VBN", "VBG", "JJ"} else (pos,)
        forms = (lemma,) if lemma == word else (min(lemma, word), max(lemma, word))
        entries: list[LexicalEntry] = []
        alone = 0  # how many of them have no further words
        for kind in kinds:
            for form in (lemma,) if kind == pos == "verb" else forms:
                second_words = by_second_word.get((kind, form))
                if second_words is None:
                    continue
                own = second_words.get("", ())
                alone += len(own)
                entries += own
                if len(second_words) > bool(own):
                    if doc.sentence[i] != sentence:
                        sentence = doc.sentence[i]
                        start, end = doc.sentences[sentence]
                        said = frozenset(syntax.lemma[start:end]).union(syntax.lower[start:end])
                    longer = (e for second in second_words.keys() & said for e in second_words[second])
                    entries += [e for e in longer if said.issuperset(e.words[2:])]  # the sentence has all their words
        if not entries:
            continue
        near = words_near(syntax, i) if len(entries) > alone else []
        around = {syntax.lemma[c] for c in near}.union([syntax.lower[c] for c in near])
        bound: dict[Key, list[Binding]] = {}  # what fills a frame is looked for once, whatever word has it
        found = [
            match
            for entry in entries
            if len(entry.words) == 1 or around.issuperset(entry.words[1:])
            for match in _match(syntax, entry, i, near, bound, setting)
        ]
        yield from sorted(found, key=lambda m: (-len(m.entry.words), m.entry.name, m.x, m.y, m.entry.words))


def _match(
    syntax: Syntax,
    entry: LexicalEntry,
    i: int,
    near: Sequence[int],
    bound: dict[Key, list[Binding]],
    setting: Callable[[int], NounArguments],
) -> Iterator[Match]:
    words = further_words(syntax, near, entry.words[1:]) if len(entry.words) > 1 else []
    if words is None:
        return
    verb = entry.pos == "verb"
    for frame in entry.frames:
        key = id(frame), tuple(words) if verb else None
        if key not in bound:
            bound[key] = list(find_bindings(syntax, frame, i, words if verb else None, setting))
        for x, y, judged, factuality in bound[key]:
            if x != y or frame.x == frame.y:
                yield Match(entry, judged, x, y, (i, *words), factuality)


def _prepositions(syntax: Syntax, case: int) -> Iterator[Match]:
    """Prepositions and the possessive between two noun phrases: "the hall in Washington", "Britain's Treasury"."""
    lexicon, first = syntax.lexicon, syntax.head[case]
    above = syntax.first_conjunct(first)
    if syntax.dep[above] not in {"nmod", "nmod:poss", "obl"}:
        return
    outer = expand_partitives(syntax, [syntax.head[above]])[0]  # "a third of the region, including Uppsala"
    inner_tokens = [
        t
        for t in syntax.conjuncts(first)
        if (t == first or not syntax.has(t, "case"))
        # a name, a noun before one ("musician Ida Berg") or one that may stand for one ("the province of Skåne")
        and (
            t in syntax.names
            or syntax.pos[t + 1 : t + 2] == ["PROPN"]
            or lexicon.classes.get(syntax.lemma[t]) in NAMEABLE
        )
    ]
    lemma = syntax.lemma[outer]
    cls = "" if outer in syntax.names else lexicon.classes.get(lemma)
    itself = cls in {"", "Place", "Event"}
    if cls == "Facility":  # not "the American base in Ramstein"
        itself = not any(c in syntax.names for c in syntax.of(outer, "amod", "compound", "nmod:poss"))
    if outer in inner_tokens or not (itself or lemma in lexicon.representatives):
        return
    if syntax.lower[case] == "of" and cls == "Place":
        return  # "the town of Uppsala" is Uppsala
    for entry in lexicon.entries.get(("preposition", syntax.lower[case]), ()):
        for frame in entry.frames:
            for inner in inner_tokens:
                x, y = (outer, inner) if frame.x == "holder" else (inner, outer)
                if itself or y == outer:  # "members of Hezbollah including Ali Fadel", but not "ministers of Iran"
                    yield Match(entry, outer, x, y, (case,))
