"""Learn lexical entries from sentences that say a relation of a user's own (`news:example`).

Every word of a sentence is tried with every frame of its part of speech, by the search that reads articles; what binds
the marked words is an entry. So a learnt entry finds its own example, and all that one written by hand finds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.extraction.context import read_document
from kg.extraction.frames import POS, Match, find_matches
from kg.extraction.syntax import Syntax
from kg.language import load_nlp
from kg.lexicon import LEARNT, LexicalEntry, Mistake, add_entries, load_lexicon
from kg.lexicon.mistakes import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from spacy.language import Language

    from kg.lexicon import Example, Frame, Lexicon


def load_lexicon_with_examples(paths: Sequence[Path], nlp: Language | None = None) -> Lexicon:
    """Read the ontology and a user's own files, and learn what their examples teach.

    Args:
        nlp: The pipeline that reads the examples; None for the embedded one, loaded where there are any.

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
        The lexicon with an entry for each relation and word that an example connects its arguments by. A verb's entry
        has its object ("share border"), unless two examples of it have different ones.

    Raises:
        OntologyError: No word of an example connects its arguments.
    """
    if not lexicon.examples:
        return lexicon
    taught, untaught = _teach(lexicon, nlp)
    refuse(untaught)
    objects: dict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)
    for relation, pos, words in taught:
        objects[relation, pos, words.own].update(filter(None, [words.object]))
    found: dict[tuple[str, str, tuple[str, ...]], set[Frame]] = defaultdict(set)
    for (relation, pos, words), frames in taught.items():
        general = len(objects[relation, pos, words.own]) > 1 and not words.light
        found[relation, pos, words.own if general else words.all].update(frames)
    entries = (_entry(relation, pos, words, frames) for (relation, pos, words), frames in sorted(found.items()))
    return add_entries(lexicon, entries)


def examples_that_teach_nothing(lexicon: Lexicon, nlp: Language) -> list[Mistake]:
    """List the examples of a user's relations that `learn_examples` learns nothing from."""
    return _teach(lexicon, nlp)[1]


_CORE: Final = frozenset({"subject", "object", "indirect"})
"""Slots of a verb that no preposition marks."""
_GENERAL: Final = frozenset({"be", "do", "get", "give", "have", "make", "say", "take", "tell"})
"""Verbs that say something of two things only with further words."""


class _Words(NamedTuple):
    """The words of an entry to be: the word with its particles, a verb's object or nothing, whether it needs that."""

    own: tuple[str, ...]
    object: str = ""
    light: bool = False

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.own, self.object) if self.object else self.own


def _teach(lexicon: Lexicon, nlp: Language) -> tuple[dict[tuple[str, str, _Words], set[Frame]], list[Mistake]]:
    """Find the words that examples teach, by relation and part of speech, with their frames; and what teaches none."""
    taught: dict[tuple[str, str, _Words], set[Frame]] = defaultdict(set)
    untaught = []
    # of two frames that fit the more usual one is meant
    used = Counter(f.name for entries in lexicon.entries.values() for entry in entries for f in entry.frames)
    for example in lexicon.examples:
        tried = list(_matches(example, lexicon, nlp))
        found = [(words, match) for words, match in tried if not _says_too_little(words, match)]
        if found:
            words, match = max(found, key=lambda one: _rank(one[1], used))
            taught[example.relation, match.entry.pos, words].update(match.entry.frames)
            continue
        why = f"only “{tried[0][0].own[0]}”, which says too little by itself," if tried else "no word"
        x, y = (example.text[slice(*place)] for place in (example.x, example.y))
        text = (
            f"{why} of the example “{example.text}” connects “{x}” and “{y}”; "
            "write a plainer sentence, or an entry (ontologies/README.md)"
        )
        untaught.append(Mistake(example.file, f"<{example.relation}>", text))
    return taught, sorted(untaught)


def _says_too_little(words: _Words, match: Match) -> bool:
    """Whether a verb by itself, without object, particle or preposition, says too little of its arguments."""
    (frame,) = match.entry.frames
    bare = len(words.all) == 1 and frame.pos == "verb" and {frame.x, frame.y} <= _CORE
    return bare and words.own[0] in _GENERAL


def _rank(match: Match, used: Mapping[str, int]) -> tuple[int, int, str]:
    """Order what connects the arguments of one example: most words, then the most usual frame."""
    (frame,) = match.entry.frames
    return len(match.entry.words), used[frame.name], frame.name


def _matches(example: Example, lexicon: Lexicon, nlp: Language) -> Iterator[tuple[_Words, Match]]:
    """Find what binds the marked words of an example: every word of it with every frame of its part of speech."""
    with nlp.memory_zone():
        doc = read_document(nlp(example.text), lexicon)
        syntax = Syntax(doc, lexicon)
        marked = frozenset(doc.words_of(*example.x)), frozenset(doc.words_of(*example.y))
        both = marked[0] | marked[1]
        tried = {}
        for i in range(len(doc)):
            if i in both or (pos := POS.get(syntax.pos[i])) is None:
                continue
            for frame in lexicon.frames:
                if frame.pos == pos:
                    words = _words(syntax, i, frame, both)
                    tried[words.all, frame] = words, _entry(example.relation, pos, words.all, [frame])
        ends = {marked, marked[::-1]} if lexicon.relations[example.relation].symmetric else {marked}
        trying = add_entries(lexicon, (entry for _, entry in tried.values()))
        for match in find_matches(Syntax(doc, trying)):
            if match.entry.learnt and any(match.x in x and match.y in y for x, y in ends):
                yield tried[match.entry.words, match.entry.frames[0]][0], match


def _words(syntax: Syntax, i: int, frame: Frame, marked: frozenset[int]) -> _Words:
    """Give a word as an entry with some frame has it: with its particle, a verb with a common noun that is its object.

    "Sign" alone says little of "Lund signed a contract with Geely"; "sign contract" says it.
    """
    own = syntax.lemma[i], *(syntax.lower[c] for c in syntax.of(i, "compound:prt"))
    light = frame.pos == "verb" and syntax.lemma[i] in syntax.lexicon.support
    if frame.pos == "verb" and (light or "object" not in (frame.x, frame.y)):
        for c in syntax.arguments(i).get("object", ()):
            if syntax.pos[c] == "NOUN" and c not in marked:
                return _Words(own, syntax.lemma[c], light)
    return _Words(own, light=light)


def _entry(relation: str, pos: str, words: tuple[str, ...], frames: Iterable[Frame]) -> LexicalEntry:
    name = f"{'_'.join(words)}_{pos[0]}{LEARNT}"
    return LexicalEntry(name, words, pos, relation, tuple(sorted(frames, key=lambda f: f.name)), learnt=True)


def _marked(place: tuple[int, int], example: Example) -> str:
    return example.text[slice(*place)]
