"""Learn lexical entries from sentences that say a relation of a user's own (`news:example`).

Every word of a sentence is tried with every frame of its part of speech, by the search that reads articles; what binds
the marked words is an entry. So a learnt entry finds its own example, and all that one written by hand finds.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.extraction.context import read_document, read_syntax
from kg.extraction.frames import POS, Match, find_matches
from kg.language import load_nlp
from kg.lexicon import LEARNT, LexicalEntry, add_entries, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from spacy.language import Language

    from kg.extraction.syntax import Syntax
    from kg.lexicon import Example, Frame, Lexicon


def load_lexicon_with_examples(paths: Sequence[Path], nlp: Language | None = None) -> Lexicon:
    """Read the ontology and a user's own files, and learn what their examples teach.

    Args:
        paths: The user's files.
        nlp: The pipeline that reads the examples; None for the embedded one, loaded where there are any.

    Returns:
        The lexicon.

    Raises:
        OntologyError: A file is missing, malformed or has a mistake, or an example teaches nothing.
    """
    lexicon = load_lexicon(paths)
    return learn_examples(lexicon, nlp or load_nlp(threads=1)) if lexicon.examples else lexicon


def learn_examples(lexicon: Lexicon, nlp: Language) -> Lexicon:
    """Add the entries that the examples of a user's relations teach.

    Args:
        lexicon: With `examples`; without any it is returned as it is.
        nlp: The language pipeline that will read the articles.

    Returns:
        The lexicon with an entry for each relation and word that an example connects its arguments by.

    Raises:
        OntologyError: No word of an example connects its arguments.
    """
    if not lexicon.examples:
        return lexicon
    found: dict[tuple[str, str, tuple[str, ...]], set[Frame]] = defaultdict(set)
    used = _uses(lexicon)
    for example in lexicon.examples:
        matches = list(_matches(example, lexicon, nlp))
        if not matches:
            raise OntologyError(
                f"<{example.relation}>: no word of the example “{example.text}” connects “{_words(example, 'x')}” and "
                f"“{_words(example, 'y')}”; write a plainer sentence, or an entry (ontologies/README.md)"
            )
        best = max(matches, key=lambda m: (len(m.entry.words), used[m.entry.frames[0].name], m.entry.frames[0].name))
        found[example.relation, best.entry.pos, best.entry.words].add(best.entry.frames[0])
    entries = (_entry(relation, pos, words, frames) for (relation, pos, words), frames in sorted(found.items()))
    return add_entries(lexicon, entries)


def _matches(example: Example, lexicon: Lexicon, nlp: Language) -> Iterator[Match]:
    """Find what binds the marked words of an example: every word of it with every frame of its part of speech."""
    with nlp.memory_zone():
        doc = read_document(nlp(example.text), lexicon)
        syntax = read_syntax(doc, lexicon)
        marked = frozenset(doc.words_of(*example.x)), frozenset(doc.words_of(*example.y))
        both = marked[0] | marked[1]
        tried = [
            _entry(example.relation, pos, _phrase(syntax, lexicon, i, both), [frame])
            for i in range(len(doc))
            if (pos := POS.get(syntax.pos[i])) and i not in both
            for frame in lexicon.frames
            if frame.pos == pos
        ]
        ends = {marked, marked[::-1]} if lexicon.relations[example.relation].symmetric else {marked}
        for match in find_matches(syntax, add_entries(lexicon, tried)):
            if match.entry.learnt and any(match.x in x and match.y in y for x, y in ends):
                yield match


def _phrase(syntax: Syntax, lexicon: Lexicon, i: int, marked: frozenset[int]) -> tuple[str, ...]:
    """Give a word as an entry has it: with its particle; a support verb with the common noun that is its object.

    "Sign" alone says little of "Lund signed a contract with Geely"; "sign contract" says it.
    """
    words = (syntax.lemma[i], *(syntax.lower[c] for c in syntax.of(i, "compound:prt")))
    nouns = [c for c in syntax.arguments(i).get("object", ()) if syntax.pos[c] == "NOUN" and c not in marked]
    light = POS[syntax.pos[i]] == "verb" and syntax.lemma[i] in lexicon.support
    return (*words, syntax.lemma[nouns[0]]) if light and nouns else words


def _uses(lexicon: Lexicon) -> dict[str, int]:
    """Count the entries that take each frame: of two that fit the more usual one is meant."""
    uses: dict[str, int] = defaultdict(int)
    for entries in lexicon.entries.values():
        for frame in (frame for entry in entries for frame in entry.frames):
            uses[frame.name] += 1
    return uses


def _entry(relation: str, pos: str, words: tuple[str, ...], frames: Iterable[Frame]) -> LexicalEntry:
    name = f"{'_'.join(words)}_{pos[0]}{LEARNT}"
    return LexicalEntry(name, words, pos, relation, tuple(sorted(frames, key=lambda f: f.name)), learnt=True)


def _words(example: Example, side: str) -> str:
    start, end = example.x if side == "x" else example.y
    return example.text[start:end]
