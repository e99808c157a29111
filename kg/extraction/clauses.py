"""How a predicate stands by the words of its own clause: negation, modals, hedges, conditions, questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.model import Factuality

if TYPE_CHECKING:
    from kg.extraction.syntax import Syntax
    from kg.lexicon import Embedding, Lexicon

ACTUAL, FUTURE, POSSIBLE, REQUESTED = Factuality.ACTUAL, Factuality.FUTURE, Factuality.POSSIBLE, Factuality.REQUESTED
_STRENGTH: Final = {ACTUAL: 0, FUTURE: 1, POSSIBLE: 2, REQUESTED: 2}
FACTUALITY: Final = {"Future": FUTURE, "Possible": POSSIBLE, "Requested": REQUESTED}
NO_ONE: Final = frozenset({"nobody", "none", "nothing", "neither", "no one"})
NO_DETERMINER: Final = frozenset({"no", "neither", "none"})
WOULD: Final = frozenset({"would", "’d", "'d"})
EMBEDDED: Final = frozenset({"ccomp", "xcomp", "advcl", "advcl:relcl", "acl"})
NEGATING: Final = frozenset({"advmod", "cc:preconj", "cc", "det", "mark", "case", "aux"})
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

    def under(self, effect: str, governor: Status, *, by: int) -> Status:
        """This status as the complement of a governor.

        Args:
            effect: name of the effect in force, given the governor's polarity.
            governor: the governor's own status.
            by: the governor's token.
        """
        reported = effect.startswith("Reported")
        kind = effect.removeprefix("Reported") or "Actual"
        positive, factuality = self.positive, self.factuality
        if kind == "Denied":
            positive = not positive
        elif kind == "Unchanged":
            positive = positive == governor.positive
        elif kind in FACTUALITY:
            factuality = weaker(factuality, FACTUALITY[kind])
        return Status(
            positive,
            factuality if reported else weaker(factuality, governor.factuality),
            by if reported or kind == "Requested" else self.speaker if self.speaker is not None else governor.speaker,
            self.attributed or governor.attributed,
        )


def weaker(a: Factuality, b: Factuality) -> Factuality:
    """The one of two that commits less; the first where they are even."""
    return b if _STRENGTH[b] > _STRENGTH[a] else a


def hedged(status: Status, effect: str) -> Status:
    """A status after a hedging word such as `allegedly`, `possibly` or `almost`."""
    if not effect:
        return status
    if effect.startswith("Reported"):
        return replace(status, attributed=True)
    if effect == "Denied":
        return replace(status, positive=False)
    return replace(status, factuality=weaker(status.factuality, FACTUALITY.get(effect, ACTUAL)))


class ClauseJudge:
    """Statuses of predicates as their own clauses give them.

    Args:
        syntax: the document's trees.
        lexicon: what words do.
    """

    def __init__(self, syntax: Syntax, lexicon: Lexicon) -> None:
        self.syntax = syntax
        self.lexicon = lexicon

    def _is_clause(self, i: int) -> bool:
        syntax = self.syntax
        if syntax.pos[i] in {"VERB", "AUX"} and syntax.dep[i] not in {"amod", "compound"}:
            return True
        return syntax.has(i, "cop") or (
            syntax.pos[i] == "ADJ" and syntax.dep[i] in {"ROOT", "conj", "xcomp", "advcl", "ccomp"}
        )

    def _clause_status(self, i: int) -> Status:
        syntax = self.syntax
        status = Status(positive=not self._negated(i))
        if (
            not syntax.has(i, "aux", "cop", "nsubj", "nsubj:pass")
            and syntax.dep[i] == "conj"
            and self._is_clause(syntax.head[i])
        ):
            first = self._clause_status(syntax.head[i])
            bare = syntax.tag[i] not in {"VBD", "VBZ", "VBP"} or syntax.tag[syntax.head[i]] == syntax.tag[i]
            but = any(syntax.lower[c] in {"but", "then"} for c in syntax.of(i, "cc", "advmod"))
            nor = any(syntax.lower[c] == "nor" for c in syntax.of(i, "cc"))
            positive = status.positive if not bare or but or nor else status.positive and first.positive
            status = Status(positive and not nor, first.factuality if bare else ACTUAL, None, first.attributed)
        if self._alternative(i):
            status = replace(status, factuality=POSSIBLE)
        for c in syntax.of(i, "aux", "cop"):
            status = self._modal(i, c, status)
        for c in syntax.of(i, "advmod"):
            effect = self.lexicon.hedges.get(syntax.lower[c], "")
            if effect != "Future" or syntax.tag[i] not in {"VBD", "VBN"}:  # "soon": not of what has happened
                status = hedged(status, effect)
        conditions = [c for c in syntax.of(i, "mark", "advmod") if syntax.lower[c] in self.lexicon.conditionals]
        if conditions or self._under_condition(i) or self._asked(i):
            status = replace(status, factuality=weaker(status.factuality, POSSIBLE))
        bare = syntax.tag[i] == "VB" and not syntax.has(i, "nsubj", "nsubj:pass", "aux", "expl", "mark")
        if bare and syntax.dep[i] == "ROOT":
            status = replace(status, factuality=weaker(status.factuality, REQUESTED))
        headed = syntax.has(i, "nsubj", "nsubj:pass") or (syntax.dep[i] == "acl" and syntax.head[i] in syntax.names)
        if syntax.infinitive(i) and syntax.dep[i] in {"ROOT", "parataxis", "acl"} and headed:
            status = replace(status, factuality=weaker(status.factuality, FUTURE))  # headline: "Biden to visit Kyiv"
        return status

    def _alternative(self, i: int) -> bool:
        """Whether a predicate is one of several that are joined by `or`, none of them denied."""
        members = self.syntax.conjuncts(self.syntax.first_conjunct(i))
        either = any(self.syntax.lower[c] == "or" for m in members for c in self.syntax.of(m, "cc"))
        return either and not any(map(self._negated, members))

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
            elif syntax.dep[c] == "advmod" and self._phrase(c) in negators:  # "no longer"
                return True
        return False

    def _phrase(self, i: int) -> str:
        """A word with the words right below it, as text: "no longer", "not at all"."""
        syntax = self.syntax
        return " ".join(syntax.lower[t] for t in sorted([i, *syntax.of(i, "det", "advmod", "case", "fixed")]))

    def _no_phrase(self, i: int) -> bool:
        """A noun phrase that empties its clause: "no country", "none of them"."""
        syntax = self.syntax
        return syntax.lower[i] in NO_ONE or any(
            syntax.lower[c] in NO_DETERMINER for c in syntax.of(i, "det", "cc:preconj")
        )

    def _modal(self, i: int, aux: int, status: Status) -> Status:
        syntax = self.syntax
        modal = syntax.tag[aux] == "MD"
        word = (
            (syntax.lower[aux] if modal else "be to")
            if modal or (syntax.lemma[aux] == "be" and syntax.tag[i] == "VB" and syntax.marker(i) in {"to", "due to"})
            else ""
        )
        effect = self.lexicon.modals.get(word) or self.lexicon.modals.get(syntax.lemma[aux] if modal else "")
        if effect is None:
            return status
        name = effect[0] if status.positive else effect[1]
        subject = syntax.of(i, "nsubj", "nsubj:pass")
        if word == "should" and subject and aux < subject[0] and not self._asked(i):
            name = "Possible"  # "Should Iran strike again, …"
        if self.syntax.lower[aux] in WOULD and self._reported_future(i):
            name = "Future"
        return replace(status, factuality=weaker(status.factuality, FACTUALITY.get(name, ACTUAL)))

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
        syntax = self.syntax
        return syntax.dep[i] == "ROOT" and any(syntax.lower[c] == "?" for c in syntax.of(i, "punct"))

    def _entry(self, i: int, complement: str) -> Embedding | None:
        """The embedding entry of a governor that takes such a complement, the longest phrase first."""
        syntax = self.syntax
        pos = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADV": "adverb"}.get(
            syntax.pos[i], ""
        )
        fitting = [
            e
            for e in self.lexicon.embeddings.get(syntax.lemma[i], ())
            if (e.pos == pos or {e.pos, pos} == {"verb", "adjective"})
            and (not e.complements or complement in e.complements)
            and all(any(syntax.lemma[c] == w for c in syntax.children[i]) for w in e.words[1:])
        ]
        return max(fitting, key=lambda e: (len(e.words), bool(e.complements)), default=None)

    def described(self, i: int) -> Status:
        """How a noun or adjective stands by the words right beside it alone."""
        syntax = self.syntax
        status = Status(positive=not (self._no_phrase(i) or syntax.marker(i) == "without"))
        for c in syntax.of(i, "amod", "advmod", "compound", "nmod:desc"):
            status = hedged(status, self.lexicon.hedges.get(syntax.lower[c], ""))
            entry = self._entry(c, "Nominal")
            if entry is not None:
                status = (
                    status.under(entry.affirmed, Status(), by=c)
                    if not entry.affirmed.startswith("Reported")
                    else replace(status, attributed=True)
                )
        return status
