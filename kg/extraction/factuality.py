"""Whether a predicate is affirmed, denied, expected, possible or asked for.

What words do stands in `ontologies/factuality.ttl`; here is how their effects compose from a clause up to the sentence.
The signatures of implicative and factive verbs follow Karttunen (1971) and Nairn, Condoravdi and Karttunen (ICoS 2006):
what a verb does to its complement depends on whether the verb itself is affirmed or negated.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.document import where
from kg.extraction.clauses import ACTUAL, DEPTH, EMBEDDED, FACTUALITY, FUTURE, POSSIBLE, WOULD, ClauseJudge, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extraction.syntax import Syntax
    from kg.lexicon import Embedding

# adverbial clauses that state what happened beside the main clause, whatever the main clause does
FACTUAL_MARKERS: Final = frozenset({"after", "since", "when", "once"})  # of what has happened
BESIDE_MARKERS: Final = frozenset({"because", "as", "while", "although", "though", "whereas"})  # in any tense
AGAINST: Final = frozenset({"without", "against", "instead of", "rather than", "instead"})
OPEN_QUESTIONS: Final = frozenset({"whether", "if"})
LABEL: Final = 5  # words up to which a colon ends a label
PRONOUNS: Final = frozenset({"it", "this", "that"})  # for what was said before
# prepositions of time and circumstance: what they introduce is told beside the clause, not under its verb
CIRCUMSTANCES: Final = frozenset({
    "since", "after", "before", "during", "despite", "amid", "following", "until", "by", "because of", "due to",
    "ahead of", "throughout", "under",
})  # fmt: skip


class Judge(ClauseJudge):
    """Statuses of a document's predicates, found on demand and remembered."""

    def __init__(self, syntax: Syntax) -> None:
        super().__init__(syntax)
        self._known: dict[int, Status] = {}
        self._fictions = frozenset(where(syntax.lemma, self.lexicon.fictions))
        self._labels = dict(self._labelled())

    def status(self, i: int, depth: int = DEPTH) -> Status:
        """How the predicate at a token stands: its own clause first, then all that it stands below."""
        if i not in self._known:
            clause = self._is_clause(i)
            own = self._clause_status(i) if clause else self.described(i)
            if self.is_invented(i):
                own = replace(own, attributed=True)
            own = own.hedged(self._labels.get(self.syntax.doc[i].sentence, ""))
            for c in self.syntax.of(i, "nsubj:outer"):  # "The prosecution's case is that …"
                own = own.hedged(self._claimed(c))
            self._known[i] = own  # what a malformed tree would ask for again
            self._known[i] = self._governed(i, own, depth) if clause else self._noun_governed(i, own, depth)
        return self._known[i]

    def _labelled(self) -> Iterator[tuple[int, str]]:
        """The sentences that a label calls a claim, with what that makes of it: "Myth: …", "Claim 2: …", "The army's
        version: …"."""
        syntax = self.syntax
        for number, (start, end) in enumerate(syntax.doc.sentences):
            colon = next((i for i in range(start + 1, min(end, start + LABEL)) if syntax.lower[i] == ":"), None)
            if colon is None:
                continue
            counted = syntax.lower[colon - 1].isdigit() or syntax.tag[colon - 1] == "CD"
            label = colon - 2 if counted else colon - 1  # a number may begin a sentence of its own
            if label >= 0 and (effect := self._claimed(label)):
                yield number, effect

    def _claimed(self, i: int) -> str:
        """What a noun makes of the sentence that it names: "claim", "version", "myth"; else nothing."""
        entry = self._entry(i, "ThatClause")
        return entry.affirmed if entry is not None and entry.pos == "noun" else ""

    def is_invented(self, i: int) -> bool:
        """Whether only a work of fiction tells it: "in the film, Sparta attacks Athens", "a novel in which …"."""
        syntax, works = self.syntax, self._fictions
        if not works:
            return False
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

    # what the clause stands below

    def _apply(self, entry: Embedding, status: Status, governor: int, depth: int) -> Status:
        above = self.status(governor, depth - 1)
        if entry.affirmed == entry.negated == "Actual":  # factive: holds whatever the governor's status is
            return status.said_by(above.speaker)
        threat = entry.pos != "verb" and entry.affirmed in {"Possible", "Future"} and entry.negated == "Possible"
        if threat and not above.positive:
            status = replace(status, positive=not status.positive)  # "no threat of an attack"
        return status.under(entry.affirmed if above.positive else entry.negated, above, by=governor)

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
        marker, infinitive = syntax.marker(first), syntax.infinitive(first)
        if dep == "advcl":
            asked = infinitive and syntax.asks(governor)  # "appealed to Germany to arm Ukraine"
            bound = marker in {"of", "from", "against", "for", "into", "with", "on"} or syntax.pos[governor] == "ADJ"
            if not (asked or bound or (marker == "to" and syntax.tag[first] == "VBG")):  # "committed to defeating"
                return self._adverbial(first, governor, marker, status, depth)
        elif dep == "acl" and infinitive:
            if governor in syntax.names:
                return status  # headline: "Israel to attack"
        elif dep == "acl":
            if marker not in {"of", "for", "that", "to", "from", "on", "in"}:
                return status  # a participle describes, it is not embedded
        elif dep not in {"ccomp", "xcomp", "csubj", "csubj:pass"}:
            return status
        if dep in {"ccomp", "csubj"} and self._has_word(first, OPEN_QUESTIONS, "mark"):
            return status  # "did not say whether Iran had attacked": nothing is denied
        complement = self._complement(first)
        entry = self._entry(governor, complement)
        if complement == "Subjunctive" and (entry is None or complement not in entry.complements):
            complement = "ThatClause"
            entry = self._entry(governor, complement)
        modal = self._modal_verb(governor) if complement == "Infinitive" else None
        above = self.status(governor, depth - 1)
        if modal is not None and (entry is None or len(entry.words) == 1):
            return status.under(modal[0] if above.positive else modal[1], above, by=governor)
        if entry is not None:
            return self._apply(entry, status, governor, depth)
        if marker in AGAINST:  # "voted against joining"
            return status.under("Denied", above, by=governor)
        if dep == "acl":
            return status.under("Possible", above, by=governor) if complement == "Infinitive" else status
        if complement == "ThatClause":
            return status.said_by(above.speaker)
        return status.under("Unchanged" if dep == "xcomp" else "Actual", above, by=governor)

    def _adverbial(self, i: int, governor: int, marker: str, status: Status, depth: int) -> Status:
        syntax = self.syntax
        above = self.status(governor, depth - 1)
        if syntax.infinitive(i) or marker in {"to", "in order", "so that", "so"}:
            return status.under("Possible", above, by=governor)  # a purpose
        if marker in AGAINST:
            return replace(status, positive=False, speaker=above.speaker)
        if syntax.pos[governor] == "ADV" and syntax.tag[i] not in {"VBD", "VBN"}:  # "as soon as Belarus invades"
            return status.weakened(POSSIBLE)
        happened = marker in FACTUAL_MARKERS and syntax.tag[i] in {"VBD", "VBN"}
        if syntax.finite(i) and (marker in BESIDE_MARKERS or happened):
            return status
        return replace(status.weakened(above.factuality), attributed=status.attributed or above.attributed)

    def _modal_verb(self, governor: int) -> tuple[str, str] | None:
        """What a modal with `to` does to the infinitive below it: "is to", "ought to"."""
        if self.syntax.pos[governor] not in {"VERB", "AUX"}:
            return None
        lemma = self.syntax.lemma[governor]
        return self.lexicon.modals.get("be to" if lemma == "be" else lemma)

    def as_phrase(self, i: int, governor: int) -> str:
        """The effect of a verb on what its as-phrase says that somebody is; empty where it has none.

        Args:
            i: a token of the phrase.
            governor: the verb: "sacked as manager", "posing as an officer".
        """
        if governor == i or self.syntax.marker(self.syntax.first_conjunct(i)) != "as":
            return ""
        entry = self._entry(governor, "AsPhrase")
        if entry is None or "AsPhrase" not in entry.complements:
            return ""
        status = self.status(governor)
        if entry.affirmed == "Former" and status.factuality is not ACTUAL:
            return "Actual"  # "is trying to unseat her as president"
        return entry.affirmed if status.positive else entry.negated

    def denied_claims(self, i: int) -> list[int]:
        """What a verb denies without telling what it is: "denied the charges", "rejects this"; else nothing."""
        syntax, nominal = self.syntax, self._entry(i, "Nominal")
        disputes = nominal is not None and nominal.affirmed == "ReportedDenied"  # of "rejected it" it may be an offer
        clause = self._entry(i, "ThatClause")
        if not disputes and (clause is None or clause.affirmed != "ReportedDenied"):
            return []
        claims = [(t, self._entry(t, "Nominal")) for t in syntax.arguments(i).get("object", ())]
        return [
            t
            for t, entry in claims
            if (disputes and syntax.lower[t] in PRONOUNS)
            or (entry is not None and entry.pos == "noun" and entry.affirmed.startswith("Reported"))
            if not syntax.has(t, "acl", "ccomp") and not {"of", "about"} & syntax.noun_arguments(t).keys()
        ]

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

    def state_status(self, i: int, status: Status) -> Status:
        """How a state stands that a noun names: what is supported or wanted need not be so.

        Args:
            i: the noun.
            status: how an event of such a noun stands: "supported Russia's invasion" says that there was one.
        """
        syntax = self.syntax
        entry = self._entry(syntax.head[i], "Gerund") if syntax.dep[i] == "obj" else None
        return status if entry is None else status.weakened(FACTUALITY.get(entry.affirmed, ACTUAL))

    def _noun_governed(self, i: int, status: Status, depth: int) -> Status:
        syntax = self.syntax
        first = syntax.first_conjunct(syntax.carrier(i))
        dep, governor = syntax.dep[first], syntax.head[first]
        if depth == 0 or governor == first:
            return status
        marker, definite = syntax.marker(first), self._definite(i)
        if first != i and dep in {"obj", "obl", "nmod", "nsubj:pass"}:
            status = replace(status, positive=status.positive and not self._no_phrase(first))
        if marker in {"in case of", "in the event of"}:
            return replace(status, factuality=POSSIBLE)
        for judging in self._judging(governor, dep):
            if (verdict := self._entry(judging, "Predication")) is not None:
                return self._apply(verdict, status, judging, depth)
        beside = dep == "obl" and marker == "in" and not syntax.has(first, "det")  # "blocked it in protest"
        phrase = dep in {"obl", "nmod"} and not beside and marker not in CIRCUMSTANCES
        embedded = phrase or dep in {"obj", "nsubj:pass", "nmod:poss", "compound", "xcomp"}
        # "an end to the regime's attacks": there are some
        presupposed = definite and syntax.lemma[governor] in self.lexicon.aspectual
        entry = self._entry(governor, "Nominal") if embedded and not presupposed else None
        if entry is not None and not (entry.affirmed == "Unchanged" and (definite or entry.negated == "Unchanged")):
            return self._apply(entry, status, governor, depth)
        there_is = syntax.has(governor, "expl") or (dep == "nsubj" and syntax.lemma[governor] in self.lexicon.occurring)
        if there_is or (dep in {"obj", "nsubj:pass"} and syntax.lemma[governor] in self.lexicon.support):
            above = self.status(governor, depth - 1)
            return replace(
                status.weakened(above.factuality),
                positive=status.positive and above.positive,
                speaker=above.speaker,
                attributed=status.attributed or above.attributed,
            )
        above = self.status(governor, depth - 1) if dep != "nmod" or not self._definite(governor) else Status()
        status = status.said_by(above.speaker)
        if definite or dep in {"nmod:poss", "conj"}:
            return status  # presupposed: "condemned Russia's invasion" says that there was one
        if not above.positive and self._is_clause(governor) and self._negated(governor):  # "does not see a threat"
            return replace(status.weakened(above.factuality), positive=False)
        return status.weakened(above.factuality if above.positive or above.factuality is not ACTUAL else POSSIBLE)

    def _judging(self, governor: int, dep: str) -> list[int]:
        """What a claim is said to be: "the rumour … is wrong", "called the report a lie", "dismissed it as false"."""
        found = self.syntax.of(governor, "xcomp", "obl", "advcl") if dep in {"obj", "nsubj:pass"} else []
        found = [c for c in found if self.syntax.dep[c] == "xcomp" or self.syntax.marker(c) == "as"]
        return [*found, governor] if dep in {"nsubj", "nsubj:pass"} else found

    def is_presupposed(self, i: int) -> bool:
        """Whether a text takes a noun for granted, whoever speaks: "According to her, after Russia's invasion, …"."""
        return self.syntax.dep[i] == "obl" and self._definite(i) and self.syntax.marker(i) in CIRCUMSTANCES

    def _definite(self, i: int) -> bool:
        return self._has_word(i, {"the", "this", "that"}, "det") or self.syntax.has(i, "nmod:poss")
