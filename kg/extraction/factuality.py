"""Whether a predicate is affirmed, denied, expected, possible or asked for.

What words do stands in `ontologies/factuality.ttl`; here is how their effects compose from a clause up to the sentence.
The signatures of implicative and factive verbs follow Karttunen (1971) and Nairn, Condoravdi and Karttunen (ICoS 2006):
what a verb does to its complement depends on whether the verb itself is affirmed or negated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.extraction.document import where
from kg.model import Factuality

if TYPE_CHECKING:
    from kg.extraction.lexicon import Embedding, Lexicon
    from kg.extraction.syntax import Syntax

ACTUAL, FUTURE, POSSIBLE, REQUESTED = Factuality.ACTUAL, Factuality.FUTURE, Factuality.POSSIBLE, Factuality.REQUESTED
_STRENGTH: Final = {ACTUAL: 0, FUTURE: 1, POSSIBLE: 2, REQUESTED: 2}
_FACTUALITY: Final = {"Future": FUTURE, "Possible": POSSIBLE, "Requested": REQUESTED}
NO_ONE: Final = frozenset({"nobody", "none", "nothing", "neither"})
NO_DETERMINER: Final = frozenset({"no", "neither", "none"})
# adverbial clauses that state what happened beside the main clause, whatever the main clause does
FACTUAL_MARKERS: Final = frozenset(
    {"after", "since", "because", "as", "while", "although", "though", "when", "once", "whereas"}
)
BESIDE_MARKERS: Final = frozenset({"because", "as", "while", "although", "though", "whereas"})  # in any tense
WOULD: Final = frozenset({"would", "’d", "'d"})
AGAINST: Final = frozenset({"without", "against", "instead of", "rather than", "instead"})
# prepositions of time and circumstance: what they introduce is told beside the clause, not under its verb
CIRCUMSTANCES: Final = frozenset(
    {
        "since",
        "after",
        "before",
        "during",
        "despite",
        "amid",
        "following",
        "until",
        "by",
        "because of",
        "due to",
        "ahead of",
        "throughout",
        "under",
    }
)
EMBEDDED: Final = frozenset({"ccomp", "xcomp", "advcl", "advcl:relcl", "acl"})
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
        elif kind in _FACTUALITY:
            factuality = weaker(factuality, _FACTUALITY[kind])
        return Status(
            positive,
            factuality if reported else weaker(factuality, governor.factuality),
            by if reported or kind == "Requested" else self.speaker if self.speaker is not None else governor.speaker,
            self.attributed or governor.attributed,
        )


def weaker(a: Factuality, b: Factuality) -> Factuality:
    """The one of two that commits less; the first where they are even."""
    return b if _STRENGTH[b] > _STRENGTH[a] else a


class Judge:
    """Statuses of a document's predicates, found on demand and remembered.

    Args:
        syntax: the document's trees.
        lexicon: what words do.
    """

    def __init__(self, syntax: Syntax, lexicon: Lexicon) -> None:
        self.syntax = syntax
        self.lexicon = lexicon
        self._known: dict[int, Status] = {}
        self._fictions = frozenset(where(syntax.lemma, lexicon.fictions))

    def status(self, i: int, depth: int = DEPTH) -> Status:
        """How the predicate at a token stands: its own clause first, then all that it stands below."""
        if i not in self._known:
            clause = self._is_clause(i)
            own = self._clause_status(i) if clause else self._noun_status(i)
            if self._fictions and self._invented(i):
                own = replace(own, attributed=True)
            self._known[i] = own  # what a malformed tree would ask for again
            self._known[i] = self._governed(i, own, depth) if clause else self._noun_governed(i, own, depth)
        return self._known[i]

    def _invented(self, i: int) -> bool:
        """Whether only a work of fiction tells it: "in the film, Sparta attacks Athens", "a novel in which …"."""
        syntax, works = self.syntax, self._fictions
        for _ in range(DEPTH):
            for c in syntax.of(i, "obl"):
                setting = c in works and c < i and syntax.has(c, "det")
                if syntax.marker(c) == "in" and (setting or syntax.antecedent(c) in works - {c}):
                    return True
            above = syntax.head[i]
            if above == i:
                return False
            teller = syntax.head[above] if syntax.tag[above] == "WRB" else above  # "tells how Sparta attacked …"
            if syntax.dep[i] in EMBEDDED and any(syntax.antecedent(c) in works for c in syntax.of(teller, "nsubj")):
                return True
            i = teller
        return False

    def _is_clause(self, i: int) -> bool:
        syntax = self.syntax
        if syntax.pos[i] in {"VERB", "AUX"} and syntax.dep[i] not in {"amod", "compound"}:
            return True
        return syntax.has(i, "cop") or (
            syntax.pos[i] == "ADJ" and syntax.dep[i] in {"ROOT", "conj", "xcomp", "advcl", "ccomp"}
        )

    # the predicate's own clause

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
        for c in syntax.of(i, "aux"):
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
        """Whether a predicate is one of several that are joined by `or`."""
        syntax = self.syntax
        members = syntax.conjuncts(syntax.first_conjunct(i))
        return (
            len(members) > 1
            and any(syntax.lower[c] == "or" for m in members for c in syntax.of(m, "cc"))
            and not any(self._negated(m) for m in members)
        )

    def _negated(self, i: int) -> bool:
        syntax, negators = self.syntax, self.lexicon.negators
        words = set()
        for c in syntax.children[i]:
            if (
                syntax.dep[c] in {"advmod", "cc:preconj", "cc", "det", "mark", "case", "aux"}
                and syntax.lower[c] in negators
            ):
                only = c + 1 < len(syntax.lower) and syntax.lower[c + 1] in {"only", "just", "merely"}
                excluded = any(
                    syntax.dep[x] == "conj" and c < x and syntax.lower[x] != "" and x - c < 4
                    for x in syntax.children[i]
                )
                if not only and c < i + 4 and not (c > i and excluded):
                    words.add(syntax.lower[c])
            elif (syntax.dep[c] == "advmod" and self._phrase(c) in negators) or (
                syntax.dep[c] in {"nsubj", "obj", "nsubj:pass", "obl", "obl:unmarked", "iobj"} and self._no_phrase(c)
            ):  # "no longer"
                words.add("no")
        return bool(words)

    def _phrase(self, i: int) -> str:
        """A word with the words right below it, as text: "no longer", "not at all"."""
        syntax = self.syntax
        return " ".join(syntax.lower[t] for t in sorted([i, *syntax.of(i, "det", "advmod", "case", "fixed")]))

    def _no_phrase(self, i: int) -> bool:
        """A noun phrase that empties its clause: "no country", "none of them"."""
        syntax = self.syntax
        return (
            syntax.lower[i] in NO_ONE
            or syntax.lower[i] == "no one"
            or any(
                syntax.dep[c] in {"det", "cc:preconj"} and syntax.lower[c] in NO_DETERMINER for c in syntax.children[i]
            )
        )

    def _modal(self, i: int, aux: int, status: Status) -> Status:
        syntax = self.syntax
        modal = syntax.tag[aux] == "MD"
        word = (
            (syntax.lower[aux] if modal else "be to")
            if modal or (syntax.lemma[aux] == "be" and syntax.infinitive(i))
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
        return replace(status, factuality=weaker(status.factuality, _FACTUALITY.get(name, ACTUAL)))

    def _reported_future(self, i: int) -> bool:
        """`would` below a verb of speech or thought in the past is its future: "he said he would go"."""
        syntax = self.syntax
        above = syntax.first_conjunct(i)
        return syntax.dep[above] in {"ccomp", "parataxis"} and syntax.tag[syntax.head[above]] in {"VBD", "VBN"}

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

    # what the clause stands below

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

    def _apply(
        self, entry: Embedding, status: Status, governor: int, depth: int, *, clause: int | None = None
    ) -> Status:
        above = self.status(governor, depth - 1) if depth else Status()
        effect = entry.affirmed if above.positive else entry.negated
        if entry.affirmed == entry.negated == "Actual":  # factive: holds whatever the governor's status is
            return replace(status, speaker=status.speaker if status.speaker is not None else above.speaker)
        if (
            effect == "Possible"
            and not above.positive
            and entry.affirmed in {"Possible", "Future"}
            and entry.pos != "verb"
        ):
            status = replace(status, positive=not status.positive)  # "no threat of an attack"
        request = status.positive and not above.positive and entry.affirmed == "Requested" and entry.pos == "noun"
        if request and clause is not None and self._turned_down(clause, governor):
            return replace(status, positive=False, factuality=weaker(status.factuality, above.factuality))
        return status.under(effect, above, by=governor)

    def _turned_down(self, i: int, request: int) -> bool:
        """Whether a request is refused by whom it asks to do something: "rejected calls to sanction Belarus"."""
        syntax = self.syntax
        named = not syntax.names.isdisjoint(syntax.of(request, "compound", "amod"))  # "rejected a UN appeal to leave"
        if syntax.dep[request] != "obj" or named or syntax.has(request, "nmod:poss"):
            return False
        if syntax.has(i, "nsubj", "nsubj:pass"):
            return False
        entry = self._entry(syntax.head[request], "Nominal")
        return entry is not None and entry.affirmed == "Denied"

    def _complement(self, i: int) -> str:
        syntax = self.syntax
        if syntax.infinitive(i) and syntax.tag[i] != "VBG":
            return "Infinitive"
        if syntax.tag[i] == "VBG" and not syntax.has(i, "aux", "nsubj"):
            return "Gerund"
        if syntax.tag[i] == "VB" and syntax.has(i, "nsubj", "nsubj:pass") and not syntax.has(i, "aux"):
            return "Subjunctive"  # "insisted that Spain leave"
        return "ThatClause" if syntax.finite(i) or syntax.has(i, "nsubj") else "Infinitive"

    def _governed(self, i: int, status: Status, depth: int) -> Status:
        syntax = self.syntax
        first = syntax.first_conjunct(i)
        dep, governor = syntax.dep[first], syntax.head[first]
        if depth == 0 or governor == first:
            return status
        marker = syntax.marker(first)
        if dep in {"ccomp", "xcomp", "csubj", "csubj:pass", "acl"} or (
            dep == "advcl"
            and (
                marker in {"of", "from", "against", "for", "into", "with", "on"}
                or syntax.pos[governor] == "ADJ"
                or (syntax.infinitive(first) and syntax.asks(governor))  # "appealed to Germany to arm Ukraine"
                or (marker == "to" and syntax.tag[first] == "VBG")  # "committed to defeating"
            )
        ):
            if (
                dep == "acl"
                and not syntax.infinitive(first)
                and marker not in {"of", "for", "that", "to", "from", "on", "in"}
            ):
                return status  # a participle describes, it is not embedded
            if dep == "acl" and syntax.infinitive(first) and governor in syntax.names:
                return status  # headline: "Israel to attack"
            complement = self._complement(first)
            entry = self._entry(governor, complement)
            if complement == "Subjunctive" and (entry is None or complement not in entry.complements):
                complement = "ThatClause"
                entry = self._entry(governor, complement)
            modal = (
                self._periphrastic(governor)
                if complement == "Infinitive" and (entry is None or len(entry.words) == 1)
                else None
            )
            if modal is not None:
                above = self.status(governor, depth - 1)
                return status.under(modal[0] if above.positive else modal[1], above, by=governor)
            if entry is not None:
                return self._apply(entry, status, governor, depth, clause=first)
            above = self.status(governor, depth - 1)
            if marker in AGAINST:  # "voted against joining"
                return status.under("Denied", above, by=governor)
            if dep == "acl":
                return status.under("Possible", above, by=governor) if complement == "Infinitive" else status
            if complement == "ThatClause":
                return replace(status, speaker=status.speaker if status.speaker is not None else above.speaker)
            return status.under("Unchanged" if dep == "xcomp" else "Actual", above, by=governor)
        if dep == "advcl":
            return self._adverbial(first, governor, marker, status, depth)
        return status

    def _adverbial(self, i: int, governor: int, marker: str, status: Status, depth: int) -> Status:
        syntax = self.syntax
        above = self.status(governor, depth - 1)
        if marker == "to" or syntax.infinitive(i) or marker in {"in order", "so that", "so"}:
            return status.under("Possible", above, by=governor)  # a purpose
        if marker in AGAINST:
            return replace(status, positive=False, speaker=above.speaker)
        if syntax.finite(i) and (
            marker in BESIDE_MARKERS or (marker in FACTUAL_MARKERS and syntax.tag[i] in {"VBD", "VBN"})
        ):
            return status
        return replace(
            status,
            factuality=weaker(status.factuality, above.factuality),
            attributed=status.attributed or above.attributed,
        )

    def _periphrastic(self, governor: int) -> tuple[str, str] | None:
        """What a modal phrase does to the infinitive below it: "have to", "be going to", "be about to"."""
        syntax = self.syntax
        for c in syntax.of(governor, "cop", "aux"):
            found = self.lexicon.modals.get(f"{syntax.lemma[c]} {syntax.lower[governor]}")
            if found is not None:
                return found
        lemma = syntax.lemma[governor]
        return (
            self.lexicon.modals.get("be to" if lemma == "be" else lemma)
            if syntax.pos[governor] in {"VERB", "AUX"}
            else None
        )

    # who undertakes to do it

    def announced(self, i: int) -> bool:
        """Whether who does it only says that it will: "will", "threaten to", "offer to", "ready to", "a threat of"."""
        syntax = self.syntax
        if self.status(i).factuality is FUTURE:
            return True
        for _ in range(DEPTH):
            first = syntax.first_conjunct(i)
            dep, governor = syntax.dep[first], syntax.head[first]
            if any(self._promises(c, dep) for c in syntax.of(i, "aux")):
                return True
            if governor == first or dep not in {"xcomp", "ccomp", "acl", "advcl", "obj", "obl", "nmod", "nsubj:pass"}:
                return False
            entry = self._entry(governor, self._complement(first) if self._is_clause(first) else "Nominal")
            if entry is not None and entry.pledge:
                return True
            if dep not in {"xcomp", "obj"} or (entry is not None and entry.affirmed != "Unchanged"):
                return False
            i = governor
        return False

    def _promises(self, aux: int, dep: str) -> bool:
        word = self.syntax.lower[aux]
        effect = self.lexicon.modals.get(word, ("", ""))[0] if self.syntax.tag[aux] == "MD" else ""
        return effect == "Future" or (word in WOULD and dep in {"ccomp", "parataxis"})

    # event nouns

    def _noun_status(self, i: int) -> Status:
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

    def _noun_governed(self, i: int, status: Status, depth: int) -> Status:
        syntax = self.syntax
        first = syntax.first_conjunct(syntax.carrier(i))
        dep, governor = syntax.dep[first], syntax.head[first]
        if depth == 0 or governor == first:
            return status
        if first != i and dep in {"obj", "obl", "nmod", "nsubj:pass"}:
            status = replace(status, positive=status.positive and not self._no_phrase(first))
        if syntax.marker(first) in {"in case of", "in the event of"}:
            return replace(status, factuality=POSSIBLE)
        beside = (
            dep == "obl" and syntax.marker(first) == "in" and not syntax.has(first, "det")
        )  # "blocked it in protest"
        embedded = dep in {"obj", "nsubj:pass", "nmod:poss", "compound", "xcomp"} or (
            dep in {"obl", "nmod"} and not beside and syntax.marker(first) not in CIRCUMSTANCES
        )
        entry = self._entry(governor, "Nominal") if embedded else None
        if self._definite(i) and syntax.lemma[governor] in self.lexicon.aspectual:
            entry = None  # "an end to the regime's attacks": there are some
        if entry is not None and not (
            entry.affirmed == entry.negated == "Unchanged" or (entry.affirmed == "Unchanged" and self._definite(i))
        ):
            return self._apply(entry, status, governor, depth)
        if syntax.has(governor, "expl") or (dep == "nsubj" and syntax.lemma[governor] in self.lexicon.occurring):
            above = self.status(governor, depth - 1)
            return Status(
                status.positive and above.positive,
                weaker(status.factuality, above.factuality),
                above.speaker,
                above.attributed,
            )
        if dep in {"obj", "nsubj:pass"} and self._supports(governor):
            above = self.status(governor, depth - 1)
            positive = above.positive if not status.positive else status.positive == above.positive
            if not status.positive:
                positive = False
            return Status(
                positive,
                weaker(status.factuality, above.factuality),
                above.speaker,
                status.attributed or above.attributed,
            )
        above = self.status(governor, depth - 1) if dep != "nmod" or not self._definite(governor) else Status()
        status = replace(status, speaker=status.speaker if status.speaker is not None else above.speaker)
        if self._definite(i) or dep in {"nmod:poss", "conj"}:
            return status  # presupposed: "condemned Russia's invasion" says that there was one
        if not above.positive and self._is_clause(governor) and self._negated(governor):  # "does not see a threat"
            return replace(status, positive=False, factuality=weaker(status.factuality, above.factuality))
        unreal = above.factuality if above.positive or above.factuality is not ACTUAL else POSSIBLE
        return replace(status, factuality=weaker(status.factuality, unreal))

    def _supports(self, i: int) -> bool:
        return self.syntax.lemma[i] in self.lexicon.support

    def _definite(self, i: int) -> bool:
        return any(
            self.syntax.lower[c] in {"the", "this", "that"} for c in self.syntax.of(i, "det")
        ) or self.syntax.has(i, "nmod:poss")


def hedged(status: Status, effect: str) -> Status:
    """A status after a hedging word such as `allegedly`, `possibly` or `almost`."""
    if not effect:
        return status
    if effect.startswith("Reported"):
        return replace(status, attributed=True)
    if effect == "Denied":
        return replace(status, positive=False)
    return replace(status, factuality=weaker(status.factuality, _FACTUALITY.get(effect, ACTUAL)))
