"""How a predicate stands by the words of its own clause: negation, modals, hedges, conditions, questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.model import Factuality

if TYPE_CHECKING:
    from collections.abc import Container

    from kg.extraction.syntax import Syntax
    from kg.lexicon import Embedding

ACTUAL, FUTURE, POSSIBLE, REQUESTED = Factuality.ACTUAL, Factuality.FUTURE, Factuality.POSSIBLE, Factuality.REQUESTED
_STRENGTH: Final = {ACTUAL: 0, FUTURE: 1, POSSIBLE: 2, REQUESTED: 2}
FACTUALITY: Final = {"Future": FUTURE, "Possible": POSSIBLE, "Requested": REQUESTED, "Necessary": REQUESTED}
NO_ONE: Final = frozenset({"nobody", "none", "nothing", "neither", "no one"})
NO_DETERMINER: Final = frozenset({"no", "neither", "none"})
WOULD: Final = frozenset({"would", "’d", "'d"})
EMBEDDED: Final = frozenset({"ccomp", "xcomp", "advcl", "advcl:relcl", "acl"})
NEGATING: Final = frozenset({"advmod", "cc:preconj", "cc", "det", "mark", "case", "aux"})
KINDS: Final = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADV": "adverb"}
SUBJECTS_AND_OBJECTS: Final = frozenset({"nsubj", "obj", "nsubj:pass", "obl", "obl:unmarked", "iobj"})
DEPTH: Final = 12


@dataclass(frozen=True, slots=True)
class Status:
    """How a predicate stands in its text.

    Args:
        positive: whether it is affirmed.
        factuality: see `model.Factuality`.
        speaker: token of the governing predicate whose subject says so (`accuse`, `deny`), or None.
        attributed: whether it is laid to somebody who is not named.
    """

    positive: bool = True
    factuality: Factuality = ACTUAL
    speaker: int | None = None
    attributed: bool = False

    def weakened(self, factuality: Factuality) -> Status:
        """This status, committing to no more than a factuality does."""
        return replace(self, factuality=weaker(self.factuality, factuality))

    def said_by(self, speaker: int | None) -> Status:
        """This status with a speaker, unless it has one."""
        return replace(self, speaker=speaker) if self.speaker is None else self

    def hedged(self, effect: str) -> Status:
        """This status after a hedging word such as `allegedly`, `possibly` or `almost`."""
        if effect.startswith("Reported"):
            return replace(self, attributed=True)
        if effect == "Denied":
            return replace(self, positive=False)
        return self.weakened(FACTUALITY[effect]) if effect in FACTUALITY else self

    def under(self, effect: str, governor: Status, *, by: int) -> Status:
        """This status as the complement of a governor.

        Args:
            effect: name of the effect in force, given the governor's polarity.
            governor: the governor's own status.
            by: the governor's token.
        """
        reported, kind = effect.startswith("Reported"), effect.removeprefix("Reported")
        turned = kind == "Denied" or (kind == "Unchanged" and not governor.positive)
        factuality = weaker(self.factuality, FACTUALITY.get(kind, ACTUAL))
        speaker = governor.speaker if self.speaker is None else self.speaker
        return Status(
            self.positive != turned,
            factuality if reported else weaker(factuality, governor.factuality),
            by if reported or kind == "Requested" else speaker,
            self.attributed or governor.attributed,
        )


def weaker(a: Factuality, b: Factuality) -> Factuality:
    """The one of two that commits less; the first where they are even."""
    return b if _STRENGTH[b] > _STRENGTH[a] else a


class ClauseJudge:
    """Statuses of predicates as their own clauses give them: see `Judge`."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax, self.lexicon = syntax, syntax.lexicon

    def _has_word(self, i: int, words: Container[str], *deps: str) -> bool:
        """Whether one of some words hangs on a token with one of some labels."""
        return any(self.syntax.lower[c] in words for c in self.syntax.of(i, *deps))

    def _is_clause(self, i: int) -> bool:
        syntax = self.syntax
        verb = syntax.pos[i] in {"VERB", "AUX"} and syntax.dep[i] not in {"amod", "compound"}
        adjective = syntax.pos[i] == "ADJ" and syntax.dep[i] in {"ROOT", "conj", "xcomp", "advcl", "ccomp"}
        return verb or adjective or syntax.has(i, "cop")

    def _clause_status(self, i: int) -> Status:
        syntax, above = self.syntax, self.syntax.head[i]
        status = Status(positive=not self._negated(i))
        shares = syntax.dep[i] == "conj" and not syntax.has(i, "aux", "cop", "nsubj", "nsubj:pass")
        if shares and self._is_clause(above):
            first = self._clause_status(above)
            bare = syntax.tag[i] not in {"VBD", "VBZ", "VBP"} or syntax.tag[above] == syntax.tag[i]
            but, nor = self._has_word(i, {"but", "then"}, "cc", "advmod"), self._has_word(i, {"nor"}, "cc")
            positive = status.positive and not nor and (first.positive or but or not bare)
            status = Status(positive, first.factuality if bare else ACTUAL, None, first.attributed)
        if self._alternative(i):
            status = replace(status, factuality=POSSIBLE)
        for c in syntax.of(i, "aux", "cop"):
            status = self._modal(i, c, status)
        for c in syntax.of(i, "advmod"):
            effect = self.lexicon.hedges.get(syntax.lower[c], "")
            if effect != "Future" or syntax.tag[i] not in {"VBD", "VBN"}:  # "soon": not of what has happened
                status = status.hedged(effect)
        marked = self._has_word(i, self.lexicon.conditionals, "mark", "advmod")
        condition = marked or syntax.marker(i) in self.lexicon.conditionals or self._under_condition(i)  # "in case"
        if condition or self._asked(i):
            status = status.weakened(POSSIBLE)
        bare = syntax.tag[i] == "VB" and not syntax.has(i, "nsubj", "nsubj:pass", "aux", "expl", "mark")
        if bare and syntax.dep[i] == "ROOT":
            status = status.weakened(REQUESTED)
        headed = syntax.has(i, "nsubj", "nsubj:pass") or (syntax.dep[i] == "acl" and above in syntax.names)
        if syntax.infinitive(i) and syntax.dep[i] in {"ROOT", "parataxis", "acl"} and headed:
            status = status.weakened(FUTURE)  # headline: "Biden to visit Kyiv"
        return status

    def _alternative(self, i: int) -> bool:
        """Whether a predicate is one of several that are joined by `or`, none of them denied."""
        members = self.syntax.conjuncts(self.syntax.first_conjunct(i))
        return any(self._has_word(m, {"or"}, "cc") for m in members) and not any(map(self._negated, members))

    def _negated(self, i: int) -> bool:
        """Whether a word denies a predicate: "not", "no longer", "no country"; but not "not only", "X, not Y"."""
        syntax, negators = self.syntax, self.lexicon.negators
        for c in syntax.children[i]:
            if syntax.dep[c] in SUBJECTS_AND_OBJECTS and self._no_phrase(c):
                return True
            if syntax.dep[c] in NEGATING and syntax.lower[c] in negators:
                only = syntax.lower[c + 1 : c + 2] in (["only"], ["just"], ["merely"])
                after = c > i and any(c < x < c + 4 for x in syntax.of(i, "conj"))
                if not only and not after and c < i + 4:
                    return True
            elif syntax.dep[c] == "advmod":
                phrase = sorted([c, *syntax.of(c, "det", "advmod", "case", "fixed")])
                if " ".join(syntax.lower[t] for t in phrase) in negators:  # "no longer", "not at all"
                    return True
        return False

    def _no_phrase(self, i: int) -> bool:
        """A noun phrase that empties its clause: "no country", "none of them"."""
        return self.syntax.lower[i] in NO_ONE or self._has_word(i, NO_DETERMINER, "det", "cc:preconj")

    def _modal(self, i: int, aux: int, status: Status) -> Status:
        syntax, modals = self.syntax, self.lexicon.modals
        due = syntax.lemma[aux] == "be" and syntax.tag[i] == "VB" and syntax.marker(i) in {"to", "due to"}
        modal = [syntax.lower[aux], syntax.lemma[aux]] if syntax.tag[aux] == "MD" else ["be to"] if due else []
        effect = next((modals[word] for word in modal if word in modals), None)
        if effect is None:
            return status
        name = effect[0] if status.positive else effect[1]
        subject = syntax.of(i, "nsubj", "nsubj:pass")
        if modal[0] == "should" and subject and aux < subject[0] and not self._asked(i):
            name = "Possible"  # "Should Iran strike again, …"
        if syntax.lower[aux] in WOULD and self._reported_future(i):
            name = "Future"
        return status.weakened(FACTUALITY.get(name, ACTUAL))

    def _reported_future(self, i: int) -> bool:
        """`would` below a verb of speech or thought in the past is its future: "he said he would go"."""
        syntax = self.syntax
        for _ in range(DEPTH):
            i = syntax.first_conjunct(i)
            dep, above = syntax.dep[i], syntax.head[i]
            if dep in {"ccomp", "parataxis"} and syntax.tag[above] in {"VBD", "VBN"}:
                return True
            if dep not in EMBEDDED:
                return False
            i = above
        return False

    def _under_condition(self, i: int) -> bool:
        """Whether an if-clause hangs on the predicate, and nothing says that it happened all the same."""
        syntax = self.syntax
        if syntax.tag[i] == "VBD" and not syntax.has(i, "aux"):
            return False
        return any(
            syntax.lower[m] in self.lexicon.conditionals and syntax.lower[m] != "whether"
            for c in syntax.of(i, "advcl")
            for m in syntax.of(c, "mark", "advmod")
            if syntax.lower[max(0, m - 1)] != "even"
        )

    def _asked(self, i: int) -> bool:
        return self.syntax.dep[i] == "ROOT" and self._has_word(i, {"?"}, "punct")

    def _entry(self, i: int, complement: str) -> Embedding | None:
        """Find the longest embedding entry of a governor that takes such a complement; None without one.

        Of two alike the one with an object as its controller holds where the governor has an object: "kept Mali from
        attacking", "keep attacking".
        """
        syntax = self.syntax
        pos = KINDS.get(syntax.pos[i], "")
        fitting = [
            e
            for e in self.lexicon.embeddings.get(syntax.lemma[i], ())
            if (e.pos == pos or {e.pos, pos} == {"verb", "adjective"})
            and (not e.complements or complement in e.complements)
            and all(any(syntax.lemma[c] == w for c in syntax.children[i]) for w in e.words[1:])
        ]
        held = syntax.has(i, "obj") or syntax.passive(i)
        return max(
            fitting, key=lambda e: (len(e.words), bool(e.complements), (e.controller == "object") == held), default=None
        )

    def is_suspected(self, i: int) -> bool:
        """Whether an adjective says that somebody only may be what a noun calls them: "suspected rebels"."""
        entries = [self._entry(c, "Nominal") for c in self.syntax.of(i, "amod")]
        return any(e is not None and (e.affirmed == "Possible" or e.affirmed.startswith("Reported")) for e in entries)

    def described(self, i: int) -> Status:
        """How a noun or adjective stands by the words right beside it alone."""
        syntax = self.syntax
        status = Status(positive=not (self._no_phrase(i) or syntax.marker(i) == "without"))
        for c in syntax.of(i, "amod", "advmod", "compound", "nmod:desc"):
            status = status.hedged(self.lexicon.hedges.get(syntax.lower[c], ""))
            if (entry := self._entry(c, "Nominal")) is not None:
                reported = entry.affirmed.startswith("Reported")
                status = status.hedged(entry.affirmed) if reported else status.under(entry.affirmed, Status(), by=c)
        return status
