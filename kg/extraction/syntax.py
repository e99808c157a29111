"""What Universal Dependencies say of a document, with what syntax hides put back.

`Syntax` answers, for every predicate, which tokens fill its arguments: passives are turned, conjuncts share, relative
pronouns give way to their antecedents, participles, infinitives and gerunds find their understood subjects. The idea is
that of PredPatt (White et al., EMNLP 2016) and ClausIE (Del Corro and Gemulla, WWW 2013), over plain lists for speed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.document import POSSESSIVE, where

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from kg.document import Document, Word
    from kg.lexicon import Lexicon

MONEY: Final = frozenset({"$", "CD"})  # tags of "$" and of "million"
RELATIVE_TAGS: Final = frozenset({"WDT", "WP", "WP$"})
# prepositions before a gerund whose understood subject is the governor's object: accuse B of, keep B from, thank B for
OBJECT_CONTROL: Final = frozenset({"of", "from", "for", "with", "against", "into", "over", "about", "in"})
NUMBERS: Final = frozenset({
    "one", "two", "three", "four", "five", "some", "all", "many", "most", "several", "few", "both", "each", "any",
    "half", "third", "quarter", "dozen", "hundred", "thousand", "million", "percent",
})  # fmt: skip
EVERYONE: Final = frozenset({"everyone", "everybody", "all"})
# words that join what a list does not hold: "as well as", "along with", "plus"
BESIDE: Final = frozenset({"well", "along", "alongside", "together", "plus"})
SLOTS: Final = {"obj": "object", "iobj": "indirect", "obl:agent": "subject"}  # of an `obl` it is the preposition
DEPTH: Final = 8  # steps that a search for an understood subject may take; longer chains are parsing errors


def person_before(noun: Word) -> Word:
    """Whom `who` after a noun stands for: of a person and their party, "Ida Berg of the Greens, who …", it is the
    person."""
    above = noun
    while above.dep == "nmod" and (above.pos == "PROPN" or above.label not in {"", "DATE"}) and above.label != "PERSON":
        above = above.head
    return above if above.label == "PERSON" else noun


def antecedent_of(word: Word) -> int | None:
    """The noun that a relative pronoun stands for, or None if it is no relative pronoun."""
    if word.tag not in RELATIVE_TAGS | {"IN"} and word.feature("PronType") != "Rel":
        return None
    if word.dep in {"mark", "det", "case"}:
        return None
    step = word
    for _ in range(DEPTH):
        whose = step.dep == "parataxis" and word.tag == "WP$"  # "Chad, whose president is Idris Hamid, left"
        if (step.dep == "acl:relcl" or whose) and step.head.i < word.i:
            return (person_before(step.head) if word.lower in {"who", "whom"} else step.head).i
        step = step.head
    return None


def describes(word: Word, nationalities: Set[str]) -> bool:
    """Whether a word says of what people or faith somebody is, and not whose: "Islamic militants" are not Islam's.

    Args:
        word: a word before a noun.
        nationalities: the adjectives of countries, lower case; what those say is whose.
    """
    if word.name is None or word.name.label != "NORP" or word.dep != "amod":
        return False
    return nationalities.isdisjoint({word.lower, word.name.text.lower()})  # "South Korean"


class Syntax:
    """The dependency trees of a document as plain lists, with arguments looked up on demand and remembered.

    Args:
        doc: a document with Universal Dependencies labels.
        lexicon: tells whose an understood subject is, and which nouns stand for people or for what is counted.
    """

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.doc, self.lexicon = doc, lexicon
        self.head, self.dep, self.children = doc.heads, doc.deps, doc.children
        self.tag, self.pos, self.lower, self.lemma = doc.tags, doc.pos, doc.lower, doc.lemmas
        self.has, self.of = doc.has, doc.of
        self.name_at = {t: name for name in doc.names for t in range(name.start, name.end)}
        self.names = set(where(doc.pos, {"PROPN"})).union(t for t, n in self.name_at.items() if n.label != "DATE")
        self.respective = {doc.sentence[i] for i in where(self.lower, {"respectively"})}  # sentences with the word
        self._coordinated = {self.head[i] for i in where(self.dep, {"conj"})}
        self._arguments: dict[int, dict[str, list[int]]] = {}
        self._noun_arguments: dict[int, dict[str, list[int]]] = {}
        relative = {*where(self.tag, RELATIVE_TAGS), *where(self.lower, {"that"})}
        self._antecedents = {i: noun for i in sorted(relative) if (noun := antecedent_of(doc[i])) is not None}

    def below(self, i: int) -> set[int]:
        """A token and all that hangs below it."""
        found = [i]
        for token in found:
            found += self.children[token]
        return set(found)

    def antecedent(self, i: int) -> int:
        """The noun that a relative pronoun stands for; any other token stands for itself."""
        return self._antecedents.get(i, i)

    def partitive(self, i: int) -> bool:
        """Whether a word's of-phrase is what is meant: "dozens of fans", "one of the firms", "a wave of raids"."""
        return self.lemma[i] in NUMBERS or self.lemma[i] in self.lexicon.quantities

    def carrier(self, i: int) -> int:
        """The noun that stands for a noun in the clause: "round" of "a round of talks"."""
        while self.dep[i] == "nmod" and self.partitive(self.head[i]) and self.marker(i) == "of":
            i = self.head[i]
        return i

    def marker(self, i: int) -> str:
        """The preposition or subordinator of a phrase, its words joined: `with`, `because of`, or nothing."""
        found: list[str] = []
        for c in self.children[i]:
            if self.dep[c] in {"case", "mark"} and self.lower[c] not in POSSESSIVE:
                if found and not (self.lower[c] == "of" and self.dep[c] == "case"):
                    break
                # "out of", "because of"
                found += [self.lower[c], *(self.lower[f] for f in self.children[c] if self.dep[f] == "fixed")]
        return " ".join(found)

    def conjuncts(self, i: int) -> list[int]:
        """A token and what is coordinated below it, in the order of the text."""
        found = [i]
        if i in self._coordinated:
            for c in self.children[i]:
                if self.dep[c] == "conj":
                    found += self.conjuncts(c)
        return found

    def crossed(self, i: int, j: int) -> bool:
        """Whether "respectively" pairs two words otherwise: "Ida and Karl met Chad and Peru respectively"."""
        if self.doc[i].sentence not in self.respective:
            return False
        one, other = (self.conjuncts(self.first_conjunct(t)) for t in (i, j))
        if min(len(one), len(other)) < 2 or one == other:
            return False
        return len(one) != len(other) or one.index(i) != other.index(j)  # of lists of two lengths nobody knows

    def _expand_conjuncts(self, i: int) -> list[int]:
        """What a phrase in a slot brings in: its conjuncts, pronouns of relative clauses opened."""
        return [self.antecedent(c) for c in self.conjuncts(i)]

    def first_conjunct(self, i: int) -> int:
        """The head of the coordination that a token belongs to."""
        while self.dep[i] == "conj":
            i = self.head[i]
        return i

    def excluded(self, i: int) -> bool:
        """Whether a member of a coordination is named only to be left out: "but not India", "rather than Malta"."""
        if self.dep[i] != "conj":
            denied = any(self.lower[c] == "not" and c == i - 1 for c in self.of(i, "advmod", "cc:preconj"))
            return denied and any(self.lower[c] == "but" for m in self.of(i, "conj") for c in self.of(m, "cc"))
        excluding = {"not", "rather", "never", "instead"}
        if self.lower[self.first_conjunct(i)] in EVERYONE:
            excluding.add("but")  # "everyone but Chad"
        return any(
            self.dep[c] in {"advmod", "cc", "case"} and c < i and self.lower[c] in excluding for c in self.children[i]
        )

    def beside(self, i: int) -> bool:
        """Whether a word stands after the end of a list: of "members Chad and Mali, as well as Peru and Cuba" the last
        two."""
        for member in self.conjuncts(self.first_conjunct(i)):
            joints = self.of(member, "cc", "case", "advmod")
            words = {self.lower[w] for c in joints if c < member for w in (c, *self.of(c, "fixed"))}
            if member <= i and words & BESIDE:
                return True
        return False

    def passive(self, i: int) -> bool:
        """Whether a verb is in the passive: by its auxiliary or subject, as a participle after a noun, or because the
        verb that it is coordinated with is and it has no auxiliary of its own."""
        if self.has(i, "aux:pass", "nsubj:pass", "csubj:pass"):
            return True
        if self.tag[i] != "VBN" or self.has(i, "aux", "nsubj"):
            return False
        if self.dep[i] == "conj":  # who "was born in Oslo and studied in Rome" was not studied
            return self.lower[self.head[i]] != "born" and self.passive(self.head[i])
        return self.dep[i] in {"acl", "advcl", "amod", "acl:relcl"} and not self.has(i, "obj")

    def finite(self, i: int) -> bool:
        """Whether a predicate heads a finite clause."""
        return self.tag[i] in {"VBD", "VBZ", "VBP"} or any(
            self.tag[c] in {"VBD", "VBZ", "VBP", "MD"} for c in self.of(i, "aux", "aux:pass", "cop")
        )

    def infinitive(self, i: int) -> bool:
        """Whether a predicate is a to-infinitive."""
        return any(self.lower[c] == "to" for c in self.of(i, "mark"))

    def subjects(self, i: int, depth: int = DEPTH) -> list[int]:
        """The heads of a predicate's subject, conjuncts and understood ones included; `depth` steps are left to it."""
        if own := self.of(i, "nsubj", "nsubj:pass", "nsubj:outer"):
            return self._among(self._expand_conjuncts(own[0]))
        if depth == 0 or self.head[i] == i:
            return []
        dep, governor = self.dep[i], self.head[i]
        if dep == "conj":
            return self.subjects(governor, depth - 1)
        if dep == "xcomp":
            return self._controlled(i, governor, depth)
        if dep == "acl":
            if self.infinitive(i) and governor in self.names and not self.has(governor, "case", "det", "nummod"):
                return self.conjuncts(governor)  # headline: "Lufthansa to buy Skylark"
            if self.infinitive(i) or self.marker(i):
                return self.actors_of_noun(governor, depth)
            return self._among(self.conjuncts(governor))
        if dep in {"advcl", "ccomp"} and not self.finite(i):
            asked = (dep == "ccomp" or self.marker(i) == "to") and self.asks(governor)
            if asked or self.marker(i) in OBJECT_CONTROL:
                return self._controlled(i, governor, depth)
            return self.subjects(governor, depth - 1)
        return []

    def _among(self, tokens: list[int]) -> list[int]:
        """Who is named where the clause is turned round: "among those who condemned the coup were Japan and Canada"."""
        if len(tokens) == 1 and self.lower[tokens[0]] == "those" and self.marker(tokens[0]) == "among":
            above = self.head[tokens[0]]
            if self.has(above, "cop") and self.pos[above] in {"PROPN", "NOUN"}:
                return self.conjuncts(above)
        return tokens

    def asks(self, governor: int) -> bool:
        """Whether a verb's infinitive is what somebody other than its subject is to do."""
        return self.lexicon.controller(self.lemma[governor]) not in {"", "subject"}

    def _controlled(self, i: int, governor: int, depth: int) -> list[int]:
        """The understood subject of an infinitive or gerund below a verb."""
        control = self.lexicon.controller(self.lemma[governor], "Infinitive" if self.infinitive(i) else "Gerund")
        if control not in {"", "subject", "object"}:
            phrases = [c for c in self.of(governor, "obl") if self.marker(c) == control]
            if phrases:
                return self._expand_conjuncts(phrases[0])
        if control != "subject" and not self.passive(governor):
            objects = [c for c in self.of(governor, "obj", "iobj") if c < i]
            if objects:
                return self._expand_conjuncts(objects[0])
        return self.subjects(governor, depth - 1)

    def actors_of_noun(self, i: int, depth: int = DEPTH) -> list[int]:
        """Who a noun such as `plan` or `attempt` belongs to: its possessor, or the subject of the verb above it."""
        before = [c for c in self.of(i, "compound", "amod") if c < i and c in self.names]  # "Israeli plans to attack"
        owners = self.of(i, "nmod:poss") or before
        if not owners and self.lemma[i] not in self.lexicon.people:  # "the efforts of Kenya to free them"
            owners = [c for c in self.of(i, "nmod") if c in self.names and self.marker(c) == "of"]
        if owners:
            return self._expand_conjuncts(owners[0])
        if depth and self.dep[i] in {"obj", "xcomp"}:
            return self.subjects(self.head[i], depth - 1)
        return self.subjects(i, depth - 1) if depth and self.has(i, "cop") else []

    def arguments(self, i: int) -> dict[str, list[int]]:
        """The arguments of a verb or of a predicate noun or adjective, by deep slot.

        Returns:
            From `subject`, `object`, `indirect` or a preposition to the heads of the phrases that fill it, conjuncts
            included. In a passive the grammatical subject is the `object` and the by-phrase the `subject`.
        """
        if i in self._arguments:
            return self._arguments[i]
        found: dict[str, list[int]] = {}

        def put(slot: str, tokens: list[int]) -> None:
            held = found.setdefault(slot, [])
            held += [t for t in tokens if t not in held and t != i]

        passive = self.passive(i)
        slot = "subject" if not passive else "indirect" if self.has(i, "obj") else "object"
        put(slot, self.subjects(i))
        shared = [c for c in self.children[self.head[i]] if c > i] if self.dep[i] == "conj" else []
        for c in self.children[i] + shared:
            dep = self.dep[c]
            slot = SLOTS.get(dep, "") or (self.marker(c) if dep == "obl" else "")
            if slot:
                put("subject" if passive and slot == "by" else slot, self._expand_conjuncts(c))
        # a relative clause without pronoun ("the deal Russia signed"): its antecedent is the missing object
        gap = self.dep[i] == "acl:relcl" and self.finite(i) and found.get("subject") and not found.get("object")
        if gap and self.head[i] not in self._antecedents.values():
            put("object", [self.head[i]])
        # "X condemned and sanctioned Y": the object of the last conjunct serves the first as well
        if not found.get("object") and self.pos[i] == "VERB" and not passive:
            later = [c for c in self.of(i, "conj") if self.pos[c] == "VERB" and not self.has(c, "nsubj", "nsubj:pass")]
            if later and later[0] - i <= 3:
                put("object", [t for o in self.of(later[0], "obj") for t in self._expand_conjuncts(o)])
        self._arguments[i] = found
        return found

    def noun_arguments(self, i: int) -> dict[str, list[int]]:
        """The phrases around a noun, by slot.

        Returns:
            From `possessor`, `premodifier` or a preposition to the heads of the phrases, conjuncts included.
        """
        if i in self._noun_arguments:
            return self._noun_arguments[i]
        found: dict[str, list[int]] = {}
        shared: list[int] = []
        if self.dep[i] == "conj":
            first = self.head[i]
            shared = [c for c in self.of(first, "nmod") if c > i]
            if not self.has(i, "nmod:poss", "det"):  # "the French agency and the German one" share no adjective
                shared += [c for c in self.of(first, "nmod:poss", "amod", "compound") if c < first]
        for c in self.children[i] + shared:
            dep = self.dep[c]
            if dep == "nmod:poss":
                found.setdefault("possessor", []).extend(self._expand_conjuncts(c))
            elif dep in {"amod", "compound", "nmod:desc", "nmod:unmarked"} and c < i:
                found.setdefault("premodifier", []).extend(self._expand_conjuncts(c))
            elif dep in {"nmod", "obl", "obl:agent"} and (marker := self.marker(c)):
                found.setdefault(marker, []).extend(
                    t for t in self._expand_conjuncts(c) if t not in found.get(marker, ())
                )
            elif dep == "conj" and self.pos[c] in {"NOUN", "PROPN"}:
                last = self.conjuncts(c)[-1]  # "the government and people of Iraq": the phrase is that of all
                if self.pos[i] == "NOUN" and not self.has(last, "flat", "appos", "det"):
                    for m in self.of(last, "nmod"):
                        if self.marker(m) == "of":
                            found.setdefault("of", self._expand_conjuncts(m))
        self._noun_arguments[i] = found
        return found

    def holders(self, i: int) -> Iterator[tuple[int, int]]:
        """Of whom a noun or adjective is said: what it is predicated of, its appositions, the name that it precedes.

        Yields:
            The head of the holder, and the token whose clause decides whether it is so (the copula's predicate, the
            governing verb; the noun itself where nothing predicates).
        """
        first = i if self.has(i, "nsubj", "cop") else self.first_conjunct(i)  # "Ida is a cook, and Karl is a [baker]"
        dep, governor, above = self.dep[first], self.head[first], self.head[i]
        if self.has(first, "cop") or (dep == "xcomp" and self.has(first, "nsubj")):
            yield from ((s, first) for s in self.subjects(first))
        elif dep == "nsubj" and self.has(governor, "cop") and self.pos[governor] == "PROPN":
            yield from ((h, governor) for h in self.conjuncts(governor))  # "The owner of Everton is Malcolm Prentice"
        elif dep in {"xcomp", "obl", "advcl"} and (dep == "xcomp" or self.marker(first) == "as"):
            arguments = self.arguments(governor)
            fronted = first < governor and dep != "xcomp"  # "As president of Chad, Ida Berg met him"
            own = fronted or self.lemma[governor] in self.lexicon.subject_roles
            holder = None if own else arguments.get("object")
            yield from ((h, governor) for h in holder or arguments.get("subject", []))
        if dep == "appos" and (first == i or i not in self.names):  # "Ida Berg, founder of Nor and head of Sud"
            yield governor, i
        elif self.dep[i] in {"nmod:desc", "compound", "flat"} and self.pos[above] == "PROPN" and above > i:
            yield above, i
        for c in self.children[i]:
            if self.dep[c] == "appos" or (self.dep[c] in {"flat", "nmod:desc"} and c > i and self.pos[c] == "PROPN"):
                yield from ((h, i) for h in self.conjuncts(c) if h == c or not self.has(h, "det"))
