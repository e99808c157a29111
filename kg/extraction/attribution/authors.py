"""Whom `we` means in a statement that a government or an organisation publishes in its own name.

"The United States condemns the attack. We call on all sides …": nobody is quoted, and yet `we` is no reporter. Such a
text shows in performative verbs (Austin 1962, "How to Do Things with Words"): what they name is done by saying so, in
the present tense, by `we` and by the name alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extraction.attribution.cues import Attribution, SpeechCues, word_set
from kg.extraction.attribution.unpacked import Unpacked
from kg.extraction.coreference.names import acronym_of, fold
from kg.extraction.document import where

WE: Final = word_set("we us our ours ourselves")
ACTORS: Final = frozenset({"ORG", "GPE"})


def find_author(syntax: Unpacked, cues: SpeechCues, voices: Sequence[Attribution | None]) -> dict[int, int]:
    """Find the author of a statement.

    Args:
        syntax: the document.
        cues: the performative verbs.
        voices: for each word the attribution that it stands in; None for the text's own voice.

    Returns:
        For each `we`, `our` … of the text's own voice the head of the author's name; nothing where `we` performs
        nothing, or where several names do.
    """
    own = [i for i in where(syntax.lower, WE) if voices[i] is None]
    if not any(syntax.lower[i] == "we" and _performs(syntax, cues, i) for i in own):
        return {}
    authors = [
        (start, end, root)
        for start, end, root, label in syntax.entities
        if label in ACTORS and voices[root] is None and _performs(syntax, cues, _carrier(syntax, root))
    ]
    if not authors or not _one_name([_words(syntax, start, end) for start, end, _ in authors]):
        return {}
    return dict.fromkeys(own, authors[0][2])


def _performs(syntax: Unpacked, cues: SpeechCues, subject: int) -> bool:
    """Whether a word is the subject of a performative verb in the present tense; `we` of one in the future too."""
    verb = syntax.heads[subject]
    promised = syntax.tags[verb] == "VB" and syntax.lower[subject] == "we" and syntax.lower[subject + 1] == "will"
    return (
        syntax.deps[subject] == "nsubj"
        and syntax.lemmas[verb] in cues.performatives
        and (promised or syntax.tags[verb] in {"VBP", "VBZ"})
        and syntax.deps[verb] in {"ROOT", "conj"}
    )


def _carrier(syntax: Unpacked, name: int) -> int:
    """What stands in the clause for a name: the head of "Government of Canada", else the name."""
    above = syntax.heads[name]
    return above if syntax.deps[name] == "nmod" and syntax.words[above][:1].isupper() else name


def _words(syntax: Unpacked, start: int, end: int) -> tuple[str, ...]:
    return tuple(word for i in range(start, end) if (word := fold(syntax.words[i])) not in {"", "the"})


def _one_name(names: list[tuple[str, ...]]) -> bool:
    """Whether all names are one, written out or as its acronym."""
    full = max(names, key=len)
    return all(name == full or acronym_of("".join(name), full) for name in names)
