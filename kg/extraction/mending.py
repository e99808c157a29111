"""Trees mended: words hung where they belong that parsers often put elsewhere.

A mend looks at a word with a certain relation to its head. Where the words around it decide the case it changes the
trees and says so; the first that does is the only one for that word. The example in each docstring is what it mends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.extraction.document import dependents, where
from kg.extraction.endings import known_lemma

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from kg.extraction.document import Document

NOMINAL: Final = frozenset({"NOUN", "PROPN"})
FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
ACTIVE: Final = FINITE | {"VB", "VBG"}
SUBJECTS: Final = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "expl")
QUOTES: Final = frozenset({'"', "“", "”"})
LOOSE: Final = frozenset({"parataxis", "appos", "list"})
POSSESSIVE: Final = ("'s", "’s")
SETTING_OFF: Final = frozenset({",", "(", "-", "–", "—", ":", ";"})  # what stands before an apposition


@dataclass(slots=True, eq=False)
class Trees:
    """A document's trees as plain lists while they are mended.

    Args:
        doc: the document.
        head, dep, pos, tag, lemma: by word; these are changed.
        words: lemmas that are known to be words.
        people: lemmas of nouns that `who` may stand for.
        telling, denying: lemmas of verbs that embed what somebody says, and of those that say that it is not so.
    """

    doc: Document
    head: list[int]
    dep: list[str]
    pos: list[str]
    tag: list[str]
    lemma: list[str]
    words: Container[str] = frozenset()
    people: frozenset[str] = frozenset()
    telling: Container[str] = frozenset()
    denying: Container[str] = frozenset()
    lower: Sequence[str] = field(init=False)
    below: list[list[int]] = field(init=False)
    starts: Mapping[int, int] = field(init=False)
    ends: Mapping[int, int] = field(init=False)
    labels: Mapping[int, str] = field(init=False)

    def __post_init__(self) -> None:
        """Look up what hangs on what, and where the names are that hang on each word."""
        self.lower = self.doc.lower
        for i in where(self.dep, {"case"}):
            self._raise(i, self.head[i])
        self.below = dependents(self.head)
        names = [(name.root.i, name) for name in self.doc.names]
        self.starts = {root: name.start for root, name in names}
        self.ends = {root: name.end for root, name in names}
        self.labels = {root: name.label for root, name in names}

    def _raise(self, i: int, head: int) -> None:
        """Hang a preposition on the whole phrase: "for [AC Milan]", "of [Berg's Lumiko]", not on a word inside it."""
        above, name = self.head[head], self.doc[head].name
        if name is not None and i < name.start:
            head = name.root.i
            above = self.head[head]
        before = i < head < above and self.dep[head] in {"compound", "nmod:poss"} and self.lower[i + 1] != "-"
        self.head[i] = above if before or (self.dep[head] == "flat" and i < above) else head

    def has(self, i: int, *deps: str) -> bool:
        """Whether a word has a dependent with one of the labels."""
        dep = self.dep
        for c in self.below[i]:  # noqa: SIM110 (a generator takes twice the time)
            if dep[c] in deps:
                return True
        return False

    def of(self, i: int, *deps: str) -> list[int]:
        """A word's dependents with one of the labels."""
        dep = self.dep
        return [c for c in self.below[i] if dep[c] in deps]

    def cases(self, i: int, *words: str) -> list[int]:
        """The prepositions of a word that are among some."""
        return [c for c in self.of(i, "case") if self.lower[c] in words]

    def hang(self, i: int, head: int, dep: str) -> bool:
        """Hang a word elsewhere."""
        self.head[i], self.dep[i] = head, dep
        return True

    def named(self, i: int) -> bool:
        """Whether a word is the head of a name that is no date."""
        return self.labels.get(i, "DATE") != "DATE"

    def person(self, i: int) -> bool:
        """Whether a word is the head of a person's name."""
        return self.labels.get(i) == "PERSON"

    def body(self, i: int) -> bool:
        """Whether a word is the head of an organisation's, country's or people's name."""
        return self.labels.get(i) in {"ORG", "GPE", "NORP"}

    def in_name(self, i: int) -> bool:
        """Whether a word is part of a name that is no date, or looks like one."""
        return self.pos[i] == "PROPN" or self.doc[i].label not in {"", "DATE"}

    def phrase(self, i: int) -> list[int]:
        """A word with all that hangs below it, in the order of the text."""
        found = [i]
        for word in found:
            found += self.below[word]
        return sorted(found)


def mend(trees: Trees) -> None:
    """Hang words where they belong.

    Args:
        trees: what is mended; its lists are changed.
    """
    for i, dep in enumerate(trees.dep):
        for attempt in MENDS.get(dep, ()):
            if attempt(trees, i):
                break


# subjects


def subject_in_front(t: Trees, i: int) -> bool:
    """ "[Chad], Mali and Niger are set to meet": what stands loose before a verb without subject."""
    verb = t.head[i]
    loose = t.dep[i] == "dislocated" or (
        t.named(i) and not t.has(i, "case", "mark") and t.has(verb, "aux", "aux:pass", "cop")
    )
    if not loose or i > verb or t.has(verb, "nsubj", "nsubj:pass", "expl"):
        return False
    return t.hang(i, verb, "nsubj:pass" if t.has(verb, "aux:pass") else "nsubj")


def subject_of_active(t: Trees, i: int) -> bool:
    """ "[Chad] attacked Mali": a finite verb without auxiliary is no passive."""
    verb = t.head[i]
    return t.tag[verb] in FINITE and not t.has(verb, "aux:pass") and t.hang(i, verb, "nsubj")


def subject_of_while(t: Trees, i: int) -> bool:
    """ "as [Armenia] and Azerbaijan fought": a conjunction, taken for a preposition."""
    verb = t.head[i]
    if i > verb or t.tag[verb] not in FINITE or t.dep[verb] != "advcl" or t.has(verb, "nsubj", "expl"):
        return False
    marks = t.cases(i, "as", "while")
    return bool(marks) and t.hang(marks[0], verb, "mark") and t.hang(i, verb, "nsubj")


def subject_beside_noun(t: Trees, i: int) -> bool:
    """ "the start-up [Kornblum] works", "A native of Chile, [Ida Berg] teaches": a noun and a name, both subjects."""
    verb = t.head[i]
    if not t.named(i) or i > verb:
        return False
    before = t.starts[i] - 1
    if before >= 0 and (t.head[before], t.dep[before], t.pos[before]) == (verb, t.dep[i], "ADJ"):
        return t.hang(before, i, "amod")  # "the incumbent [Hetra] won"
    nouns = [c for c in t.below[verb] if c < i and t.dep[c] == t.dep[i] and t.pos[c] == "NOUN"]
    if not nouns or t.in_name(nouns[-1]):
        return False
    noun, start = nouns[-1], i
    while start > noun and t.head[start - 1] == i and t.dep[start - 1] in {"flat", "compound"}:
        start -= 1
    phrase = [c for c in t.phrase(noun) if t.pos[c] != "PUNCT"]
    if [c for c in t.lower[phrase[-1] + 1 : start] if c not in QUOTES] not in ([], [","]):
        return False
    return t.hang(i, noun, "appos") if t.starts[i] == noun + 1 else t.hang(noun, i, "appos")


def addressee(t: Trees, i: int) -> bool:
    """ "warned [Georgia] that its path would be blocked": the addressee, taken for the clause's subject."""
    clause = t.head[i]
    verb = t.head[clause]
    if t.dep[clause] != "ccomp" or not verb < i < clause or t.has(verb, "obj", "iobj"):
        return False
    return any(t.lower[c] == "that" and c > i for c in t.of(clause, "mark")) and t.hang(i, verb, "obj")


def subject_of_headline(t: Trees, i: int) -> bool:
    """ "Sweden: [Norway] Has Left Denmark", "[Turkey], Greece Sign Pact": names in a row before a verb."""
    first = t.head[i]
    if not (t.named(i) and t.named(first)) or t.ends[first] != t.starts[i] - 1:
        return False
    if t.lower[t.starts[i] - 1] == ",":
        plural = t.tag[t.ends[i] : t.ends[i] + 1] in (["VB"], ["VBP"])
        return plural and t.hang(i, first, "conj")
    if t.lower[t.starts[i] - 1] != ":":
        return False
    verbs = [c for c in t.of(first, "parataxis") if c > i]
    return bool(verbs) and t.pos[verbs[0]] == "VERB" and not t.has(verbs[0], *SUBJECTS) and t.hang(i, verbs[0], "nsubj")


def title_of_another(t: Trees, i: int) -> bool:
    """ "Berg, Chadian [President] Sign Deal": an office before a headline's plural verb is that of somebody else."""
    name = t.head[i]
    if not t.person(name) or t.doc[i].name is not None or i + 1 == len(t.head) or t.has(i, "det", "nmod:poss"):
        return False
    if t.lower[t.ends[name] : t.ends[name] + 1] != [","] or t.doc[i + 1].name is not None:
        return False
    verb = t.tag[i + 1] in {"VB", "VBP"} or (t.tag[i + 1] == "NNP" and t.doc[i + 1].text.istitle())
    return verb and t.head[i + 1] != i and t.hang(i, name, "conj")


def root_behind_contrast(t: Trees, i: int) -> bool:
    """ "Not Ukraine but Russia [attacked] Donetsk": the verb, set beside its subject."""
    name = t.head[i]
    if not (name < i and t.dep[name] == "ROOT" and t.pos[name] == "PROPN"):
        return False
    if t.tag[i] not in FINITE | {"VB"} or t.has(i, "nsubj", "nsubj:pass", "cc"):
        return False
    if t.has(name, "cop", *SUBJECTS) or not any(c < i for c in t.of(name, "conj")):
        return False
    t.pos[i] = "VERB"
    return t.hang(i, i, "ROOT") and t.hang(name, i, "nsubj")


def root_behind_name(t: Trees, i: int) -> bool:
    """ "Amnesty as well as Oxfam [accused] Chad": a finite verb is no participle of its subject."""
    name = t.head[i]
    if not (name < i and t.dep[name] == "ROOT" and t.pos[name] == "PROPN" and t.tag[i] in FINITE):
        return False
    t.hang(i, i, "ROOT")
    t.hang(name, i, "nsubj")
    for c in t.of(i, "nsubj"):
        if c < i:
            t.hang(c, name, "conj")
    return True


def subject_before_noun_like_verb(t: Trees, i: int) -> bool:
    """ "[South Korea] thanks Canada": what hangs on a finite verb as if on a noun."""
    verb = t.head[i]
    if not t.named(i) or i > verb or t.tag[verb] not in FINITE or not t.has(verb, "obj"):
        return False
    return not t.has(verb, "nsubj", "nsubj:pass", "expl") and t.hang(i, verb, "nsubj")


def verb_like_noun(t: Trees, i: int) -> bool:
    """ "South Korea thanks [Canada]": a noun with an object is a verb, and the name right before it the subject."""
    verb = t.head[i]
    if t.pos[verb] != "NOUN" or t.tag[verb] not in {"NN", "NNS", "VBP", "VBZ"} or t.has(verb, "cop"):
        return False
    before = [c for c in t.of(verb, "compound") if t.named(c) and t.ends[c] == verb < i]
    lemma = known_lemma(t.lower[verb], t.words, tag="VBZ")
    if not t.has(verb, "nsubj") and not (before and lemma and t.lower[verb] != lemma):
        return False
    t.pos[verb], t.tag[verb] = "VERB", "VBZ"
    t.lemma[verb] = lemma or t.lower[verb]
    return t.has(verb, "nsubj") or t.hang(before[0], verb, "nsubj")


def verb_like_modifier(t: Trees, i: int) -> bool:
    """ "Turkey, Greece [Sign] Fisheries Deal": a headline's verb, taken for part of its object."""
    noun, name = t.head[i], t.doc[i - 1].name if i else None
    first = t.head[noun]
    if name is None or t.tag[i] not in FINITE | {"VB"} or not first < i < noun or t.dep[noun] not in LOOSE:
        return False
    if t.dep[first] != "ROOT" or name.root.i not in {first, *t.of(first, "conj")} or t.has(first, "cop", *SUBJECTS):
        return False
    t.pos[i] = "VERB"
    return t.hang(i, i, "ROOT") and t.hang(first, i, "nsubj") and t.hang(noun, i, "obj")


def subject_behind_comma(t: Trees, i: int) -> bool:
    """ "While Chad armed Mali, Niger, whose army is small, [refused]": a subject given to the clause before it.

    Also "after the raid on Mali, Niger, its ally, [left]".
    """
    if t.tag[i] not in FINITE or t.has(i, *SUBJECTS):
        return False
    before = [c for c in t.of(i, "advcl", "obl") if c < i]
    if not before:
        return False
    for name in reversed([c for c in t.phrase(before[-1]) if c in t.starts and c < i]):
        if t.dep[name] not in {"appos", "conj"} or t.lower[t.starts[name] - 1 : t.starts[name]] != [","]:
            continue
        if t.has(name, "cc"):
            continue
        last = i
        while t.pos[last - 1] == "ADV":
            last -= 1
        between = t.lower[t.ends[name] : last]
        relative = between[1:2] in (["whose"], ["which"], ["who"], ["where"])
        closed = bool(between) and between[0] == between[-1] == "," and (relative or t.has(name, "appos", "acl"))
        if between and not closed:
            return False
        t.hang(name, i, "nsubj")
        inside = range(t.ends[name] + 1, last - 1)
        for c in inside if relative else ():
            if t.head[c] not in inside and t.pos[c] != "PUNCT":
                t.hang(c, name, "acl:relcl")
        return True
    return False


def subject_cut_off(t: Trees, i: int) -> bool:
    """ "Ukraine [Shells] Belgorod": a headline's subject, taken for a sentence of its own."""
    name = t.doc[i - 1].name if i else None
    if name is None or t.tag[i] not in FINITE or not t.has(i, "obj") or t.has(i, *SUBJECTS):
        return False
    root = name.root.i
    alone = t.dep[root] == "ROOT" and all(name.start <= c < name.end for c in t.phrase(root))
    return alone and t.hang(root, i, "nsubj")


def subject_before_teller(t: Trees, i: int) -> bool:
    """ "[Chad], says Reuters, has armed Mali": the subject of what is said, given to the verb that says it."""
    verb = t.head[i]
    if i > verb or t.lemma[verb] not in t.telling or not any(c > verb for c in t.of(verb, "nsubj", "iobj")):
        return False
    told = [c for c in t.of(verb, "ccomp") if c > verb and not t.has(c, *SUBJECTS, "mark")]
    return bool(told) and t.hang(i, told[0], "nsubj")


def subject_of_what_was_said(t: Trees, i: int) -> bool:
    """ "[Chad] has armed Mali, the minister said": of two subjects of saying it the first is that of what is said."""
    verb = t.head[i]
    told = [c for c in t.of(verb, "ccomp") if i < c < verb and not t.has(c, *SUBJECTS, "mark")]
    if not told or not any(told[0] < c for c in t.of(verb, "nsubj")):
        return False
    return t.hang(i, told[0], "nsubj:pass" if t.has(told[0], "aux:pass") else "nsubj")


def teller_before_told(t: Trees, i: int) -> bool:
    """ "Chad, says [Reuters], has armed Mali": who says it and who does it, the one taken for the other."""
    clause = t.head[i]
    verb = t.head[clause]
    if t.dep[clause] != "ccomp" or t.lemma[verb] not in t.telling or t.starts.get(i) != verb + 1:
        return False
    actors = [c for c in t.of(verb, "nsubj") if c < verb]
    if not actors or not (t.lower[verb - 1] == "," == t.lower[t.ends[i]] and t.ends[i] < clause):
        return False
    return t.hang(i, verb, "nsubj") and t.hang(actors[0], clause, "nsubj")


def teller_between_commas(t: Trees, i: int) -> bool:
    """ "Chad, reports [Reuters], has armed Mali": who says it, taken for what is said."""
    verb = t.head[i]
    if t.dep[verb] != "parataxis" or t.lemma[verb] not in t.telling or t.starts.get(i) != verb + 1:
        return False
    enclosed = verb > 0 and t.lower[verb - 1] == "," and t.lower[t.ends[i] : t.ends[i] + 1] in ([","], ["."])
    return enclosed and not t.has(verb, *SUBJECTS) and t.hang(i, verb, "nsubj")


def object_in_front(t: Trees, i: int) -> bool:
    """ "[South Korea] thanks Canada": of two objects the one right before a finite verb is the subject."""
    verb = t.head[i]
    if t.ends.get(i) != verb or t.tag[verb] not in FINITE or t.has(verb, *SUBJECTS):
        return False
    return any(c > verb for c in t.of(verb, "obj")) and t.hang(i, verb, "nsubj")


def subject_behind_subject(t: Trees, i: int) -> bool:
    """ "China might sanction [Chad]": right behind a verb with its subject, no second one.

    What a comma sets off is that of the next verb: "Once Ida Berg arrives, [Chad] will arm Mali".
    """
    verb = t.head[i]
    if i < verb or not t.named(i) or t.pos[verb] != "VERB" or t.lemma[verb] in t.telling:
        return False
    start, clause = t.starts[i], t.head[verb]
    if t.lower[start - 1] == "," and t.dep[verb] == "advcl" and i < clause:
        return not t.has(clause, *SUBJECTS) and t.hang(i, clause, "nsubj")
    if start != verb + 1 or t.has(verb, "obj", "ccomp", "aux:pass"):
        return False
    return any(c < verb for c in t.of(verb, "nsubj")) and t.hang(i, verb, "obj")


def subject_of_garden_path(t: Trees, i: int) -> bool:
    """ "Fears that China might sanction [Chad] sent shares down": the object of a clause before its noun's verb."""
    verb = t.head[i]
    noun, start = t.head[verb], t.starts.get(i, i)
    if t.dep[verb] != "parataxis" or t.tag[verb] not in FINITE or t.tag[noun] not in {"NN", "NNS"} or not noun < start:
        return False
    clauses = [c for c in t.of(noun, "acl") if c == start - 1 and t.pos[c] == "VERB" and not t.has(c, "obj")]
    return bool(clauses) and t.hang(i, clauses[0], "obj") and t.hang(noun, verb, "nsubj") and t.hang(verb, verb, "ROOT")


def founder_before_name(t: Trees, i: int) -> bool:
    """ "Twitter [co-founder] Biz Stone criticised Facebook": a subject hung on the object."""
    named = t.head[i]
    verb = t.head[named]
    if not i < verb < named or t.dep[named] != "obj" or t.tag[verb] not in FINITE:
        return False
    return not t.has(verb, "nsubj", "nsubj:pass", "expl") and t.hang(i, verb, "nsubj")


# objects


def object_behind_phrase(t: Trees, i: int) -> bool:
    """ "condemned in the strongest terms the [raid]": an object, taken for an apposition to the phrase before it."""
    phrase = t.head[i]
    verb = t.head[phrase]
    if t.dep[phrase] != "obl" or t.pos[i] not in NOMINAL or t.pos[verb] != "VERB" or t.has(i, "case"):
        return False
    start = min([i, *t.of(i, "det", "cc:preconj", "nmod:poss")])
    led_by = t.tag[verb] == "VBN" and not t.has(verb, "aux")  # "led by Ida Berg with the partner the Greens"
    if not phrase < start < i or t.lower[start - 1] in SETTING_OFF or led_by:
        return False
    return not t.has(verb, "obj", "ccomp", "aux:pass") and t.hang(i, verb, "obj")


def object_behind_verb(t: Trees, i: int) -> bool:
    """ "Its chief, Eva Lind, asked [Ida Berg] to lead it": no apposition to the subject stands behind the verb."""
    noun = t.head[i]
    verb = t.head[noun]
    if t.dep[noun] != "nsubj" or not noun < verb < t.starts.get(i, i) or t.pos[verb] != "VERB" or not t.named(i):
        return False
    return t.lower[t.starts[i] - 1] not in SETTING_OFF and not t.has(verb, "obj", "ccomp") and t.hang(i, verb, "obj")


def object_beside_noun(t: Trees, i: int) -> bool:
    """ "quoted the agency [Tass]": a noun and the name right behind it, both objects."""
    noun = t.starts.get(i, 0) - 1
    if noun < 0 or t.head[noun] != t.head[i] or t.dep[noun] != "obj" or t.pos[noun] != "NOUN":
        return False
    return t.named(i) and t.hang(i, noun, "appos")


def phrase_behind_verb(t: Trees, i: int) -> bool:
    """ "granted asylum to five [officers]": what has a preposition behind a verb with its subject is no second one."""
    verb = t.head[i]
    if i < verb or not t.cases(i, "to", "for", "from", "with", "against", "on", "by") or t.pos[verb] != "VERB":
        return False
    return any(c < verb for c in t.of(verb, "nsubj", "nsubj:pass")) and t.hang(i, verb, "obl")


def phrase_like_clause(t: Trees, i: int) -> bool:
    """ "blocked roads in [protest] against Chad": a noun with a preposition is no clause."""
    if t.pos[i] != "NOUN" or not t.has(i, "case") or t.has(i, "cop", "mark", *SUBJECTS):
        return False
    return t.pos[t.head[i]] == "VERB" and t.hang(i, t.head[i], "obl")


def object_without_preposition(t: Trees, i: int) -> bool:
    """ "attacked [Mali]", "condemned in harsh terms their [raid]", "stop at once [raids] on Mali": no preposition."""
    verb = t.head[i]
    if i < verb or t.pos[verb] != "VERB" or t.pos[i] not in NOMINAL or t.has(i, "case", "mark"):
        return False
    phrased = any(verb < c < i and t.has(c, "case") for c in t.of(verb, "obl"))
    owned = t.has(i, "det", "nmod:poss") and t.doc[i].label != "DATE"
    aimed = t.tag[i] == "NNS" and any(t.cases(c, "against", "on") for c in t.of(i, "nmod") if c > i)
    if t.has(verb, "obj", "nsubj:pass", "ccomp") or not (t.body(i) or (phrased and owned) or aimed):
        return False
    return t.hang(i, verb, "obj")


def object_taken_for_addressee(t: Trees, i: int) -> bool:
    """ "… and would sue [Chad].": nobody is addressed without a comma."""
    return t.starts.get(i) == t.head[i] + 1 and object_without_preposition(t, i)


def object_with_office(t: Trees, i: int) -> bool:
    """ "named [Ida Berg] as its chief": who gets an office, taken for what somebody is called."""
    verb = t.head[i]
    if not t.person(i) or t.starts[i] != verb + 1 or t.has(verb, "obj", "aux:pass"):
        return False
    return any(t.cases(c, "as") for c in t.of(verb, "obl") if c > i) and t.hang(i, verb, "obj")


def object_of_participle(t: Trees, i: int) -> bool:
    """ "imposed [targeted] sanctions": a participle before the object, taken for a verb."""
    verb = t.head[i]
    if t.tag[i] != "VBN" or verb != i - 1 or t.pos[verb] != "VERB":
        return False
    if t.has(verb, "obj", "nsubj:pass") or t.has(i, "mark", "aux", "aux:pass"):
        return False
    nouns = [c for c in t.of(i, "obj") if t.pos[c] == "NOUN"]
    if not nouns or t.has(nouns[0], "det", "nmod:poss"):
        return False
    return t.hang(nouns[0], verb, "obj") and t.hang(i, nouns[0], "amod")


# phrases of nouns


def phrase_with_of(t: Trees, i: int) -> bool:
    """ "Founder of [Larkpad], Ida Berg, met …": a phrase with `of` before the verb is that of the noun before it."""
    marks = t.cases(i, "of")
    if i > t.head[i] or not marks or not marks[0] or t.pos[marks[0] - 1] != "NOUN":
        return False
    return t.hang(i, marks[0] - 1, "nmod")


def preposition_before_two(t: Trees, i: int) -> bool:
    """ "Secretary of State [Ida Berg] met …": a person's name, given the preposition of the word before it."""
    if not t.person(i):
        return False
    start, title = t.starts[i], t.head[i]
    marks = [c for c in t.of(i, "case") if c == start - 2]
    beside = [c for c in t.of(title, "nmod") if c == start - 1 and not t.has(c, "case")]
    if not marks or not beside or t.tag[title] != "NNP" or t.head[title] == title:
        return False
    t.hang(marks[0], beside[0], "case")
    return t.hang(i, t.head[title], t.dep[title]) and t.hang(title, i, "nmod:desc")


def phrase_before_noun(t: Trees, i: int) -> bool:
    """ "In the [vote], Ida Berg beat Luc Roux": a phrase before a subject is that of the verb."""
    noun = t.head[i]
    verb = t.head[noun]
    if i > noun or t.dep[noun] not in SUBJECTS or verb < noun or not t.has(i, "case"):
        return False
    return "," in t.lower[i:noun] and t.hang(i, verb, "obl")


def home_of_object(t: Trees, i: int) -> bool:
    """ "allowed Ida Berg of the [Greens] to win": a phrase with `of` right behind a person is that of the person."""
    verb, marks = t.head[i], t.cases(i, "of")
    if not t.body(i) or not marks or i < verb:
        return False
    people = [c for c in t.of(verb, "obj") if t.person(c) and t.ends[c] == marks[0]]
    return bool(people) and t.hang(i, people[0], "nmod")


def owner_before_name(t: Trees, i: int) -> bool:
    """ "the [Ministry of Health]'s Food Board": a name with 's is that of the owner of the next."""
    end = t.ends.get(i, 0)
    if t.lower[end - 1] not in POSSESSIVE:
        end += 1
    if end >= len(t.head) or t.lower[end - 1] not in POSSESSIVE:
        return False
    behind = t.doc[end].name
    if behind is None or behind.start != end or t.labels.get(i) not in {"ORG", "GPE"} or behind.label != "ORG":
        return False
    owned = behind.root.i
    if t.head[i] != owned and i in {t.head[owned], t.head[t.head[owned]]}:
        return False
    t.hang(end - 1, i, "case")
    return t.hang(i, owned, "nmod:poss")


def act_by(t: Trees, i: int) -> bool:
    """ "condemned the attacks on Goma by [Rwanda]": who acts, hung on the verb in the active."""
    verb = t.head[i]
    if not t.named(i) or t.person(i) or t.tag[verb] not in ACTIVE or t.has(verb, "aux:pass") or not t.cases(i, "by"):
        return False
    nouns = [c for c in t.of(verb, "obj") if verb < c < i]
    return bool(nouns) and t.pos[nouns[-1]] == "NOUN" and t.hang(i, nouns[-1], "nmod")


def possessor_of_next(t: Trees, i: int) -> bool:
    """ "asked about it to the [ministry]'s office": no possessor stands behind what it owns."""
    marks = [c for c in t.of(i, "case") if c > i]
    if t.head[i] > i or not marks:
        return False
    noun = marks[-1] + 1
    while noun < len(t.head) and t.dep[noun] in {"amod", "compound", "nummod"} and t.head[noun] > noun:
        noun = t.head[noun]
    return t.pos[noun : noun + 1] in (["NOUN"], ["PROPN"]) and t.hang(i, noun, "nmod:poss")


def participle_behind_body(t: Trees, i: int) -> bool:
    """ "parts of the alliance are Hetra [led] by Berg": whom somebody leads stands right before it."""
    before = i - 1
    if before > 0 and t.lower[before] == ")":
        before = next((c - 1 for c in range(before, max(0, before - 6), -1) if t.lower[c] == "("), before)
    name, noun = t.doc[before].name if before >= 0 else None, t.head[i]
    if name is None or name.label != "ORG" or t.tag[i] != "VBN" or not any(t.cases(c, "by") for c in t.below[i]):
        return False
    body = name.root.i
    if not noun < body or t.person(noun) or t.lemma[noun] in t.people:
        return False
    inner = t.dep[body] in {"nmod", "compound"} and t.head[body] == noun  # "the wing of Hetra led by Berg"
    return not inner and t.hang(i, body, "acl")


def act_on_by(t: Trees, i: int) -> bool:
    """ "the shelling of Goma by [Rwanda]": who acts, hung on what the act is done to."""
    name = t.head[i]
    noun = t.head[name]
    if not (t.named(i) and t.named(name) and t.dep[name] == "nmod" and t.cases(i, "by") and t.cases(name, "of")):
        return False
    return t.pos[noun] == "NOUN" and t.hang(i, noun, "nmod")


def no_agent(t: Trees, i: int) -> bool:
    """ "according to the [ministry]": no agent without `by`."""
    return not t.cases(i, "by", "through") and t.hang(i, t.head[i], "obl")


def no_envoy_of_itself(t: Trees, i: int) -> bool:
    """ "… from Norway, its [envoy], Ida Berg, said": no country is an envoy."""
    if not t.body(t.head[i]) or t.in_name(i):
        return False
    owned = any(t.lower[c] == "its" for c in t.of(i, "nmod:poss"))
    return owned and any(map(t.person, t.of(i, "appos"))) and t.hang(i, t.head[i], "parataxis")


def apposition_to_person(t: Trees, i: int) -> bool:
    """ "the head of a branch of Caritas, [Ida Berg],": a person is no branch and no firm."""
    name = t.head[i]
    if not (t.person(i) and t.named(name) and t.dep[name] == "nmod" and t.lower[i - 1] == ","):
        return False
    noun = t.head[name]
    while t.dep[noun] == "nmod" and t.lemma[noun] not in t.people:
        noun = t.head[noun]
    if t.tag[noun] != "NN" or t.lemma[noun] not in t.people or t.has(name, "conj"):
        return False
    return t.hang(i, noun, "appos")


def apposition_to_nearest(t: Trees, i: int) -> bool:
    """ "Eva Lind, its chief, and Otto Falk, the [founder]": who stands right before it, set off by a mark alone."""
    if not t.person(t.head[i]):
        return False
    start = next((c for c in t.phrase(i) if t.pos[c] != "PUNCT"), 0)
    name = t.doc[start - 2].name if start > 1 and t.lower[start - 1] in {",", "("} else None
    if name is None or name.label != "PERSON" or name.end != start - 1:
        return False
    return name.root.i != t.head[i] and t.hang(i, name.root.i, "appos")


def phrase_taken_for_apposition(t: Trees, i: int) -> bool:
    """ "the director general of [Caritas]": what has a preposition is no apposition."""
    return bool(t.cases(i, "of")) and t.hang(i, t.head[i], "nmod")


def apposition_taken_for_adjective(t: Trees, i: int) -> bool:
    """ "Ida Berg, an [Italian], has won": an adjective with an article behind a name is what the name is said to be."""
    name = t.head[i]
    article = any(t.lower[c] in {"a", "an"} and c > name for c in t.of(i, "det"))
    return name < i and t.named(name) and article and t.hang(i, name, "appos")


def apposition_to_antecedent(t: Trees, i: int) -> bool:
    """ "the company that Samsung bought, [Lumiko]": an apposition to a verb is that of the clause's noun."""
    verb = t.head[i]
    return t.pos[verb] == "VERB" and t.dep[verb] == "acl:relcl" and t.hang(i, t.head[verb], t.dep[i])


def apposition_of_members(t: Trees, i: int) -> bool:
    """ "two members of Hezbollah, [Ali Fadel] and Hadi Saleh": people are not coordinated with their organisation."""
    body = t.head[i]
    if not (t.person(i) and t.body(body) and t.dep[body] == "nmod" and t.lower[i - 1 : i] == [","]):
        return False
    noun = t.head[body]
    if t.tag[noun] != "NNS" or t.pos[noun] != "NOUN" or t.has(i, "cc"):
        return False
    t.hang(i, noun, "appos")
    for c in t.of(body, "conj"):
        if c > i and t.person(c):
            t.hang(c, i, "conj")
    return True


def once_before_noun(t: Trees, i: int) -> bool:
    """ "[Once] the mayor of Oslo, Ida Berg teaches": no clause begins here."""
    if t.lower[i] != "once" or t.pos[i + 1 : i + 2] != ["DET"]:
        return False
    noun, governor = t.head[i + 1], t.head[i]
    if t.pos[noun] != "NOUN" or governor not in {noun, t.head[noun]}:
        return False
    later = any(noun < c < governor for c in t.of(governor, *SUBJECTS))
    bare = governor == noun and not t.has(noun, "cop", *SUBJECTS)
    beside = any(t.lower[t.ends[c] : t.ends[c] + 1] != [","] for c in t.of(noun, "appos") if t.named(c))
    return (t.dep[i] == "case" or later or bare or beside) and t.hang(i, noun, "advmod")


def noun_before_subject(t: Trees, i: int) -> bool:
    """ "Once a [member] of NATO, Chad attacked Mali": a noun by itself is no clause, but says what the subject is."""
    verb = t.head[i]
    if i > verb or t.tag[i] != "NN" or t.has(i, "cop", "mark", "case", *SUBJECTS):
        return False
    names = [c for c in t.of(verb, "nsubj") if i < c < verb and t.named(c) and t.lower[t.starts[c] - 1] == ","]
    return bool(names) and t.lemma[i] in t.people and t.hang(i, names[0], "appos")


def subject_taken_for_apposition(t: Trees, i: int) -> bool:
    """ "A member of NATO, [Chad] attacked Mali": what no second comma closes is the subject."""
    name = t.head[i]
    noun = t.head[name]
    verb = t.head[noun]
    if not (t.named(i) and t.named(name) and t.dep[name] == "nmod" and t.dep[noun] == "nsubj" and i < verb):
        return False
    if t.tag[noun] != "NN" or t.lower[t.starts[i] - 1] != "," or t.ends[i] != verb or t.tag[verb] not in FINITE:
        return False
    if {t.labels[i], t.labels[name]} <= {"GPE", "LOC"}:  # "A resident of Lima, Peru said"
        return False
    return t.hang(i, verb, "nsubj") and t.hang(noun, i, "appos")


# coordination


def conjunct_of_finite(t: Trees, i: int) -> bool:
    """ "forgot to invite Benin and never [met] Togo": a finite verb is not coordinated with an infinitive.

    Nor with what somebody denies where it says something itself: "denied that it had armed Chad and [blamed] Peru".
    """
    if t.tag[i] not in FINITE or t.has(i, *SUBJECTS, "aux", "aux:pass"):
        return False
    governor = t.head[i]
    helpers = {t.lower[c] for c in t.of(governor, "aux", "mark")}
    told = t.tag[governor] == "VBN" and t.tag[i] == "VBD" and "had" in helpers
    told = told and t.lemma[i] in t.telling and t.lemma[governor] not in t.telling
    above = t.head[governor]
    while t.tag[above] not in FINITE and t.head[above] != above:
        above = t.head[above]
    infinitive = t.tag[governor] == "VB" and "to" in helpers
    if t.tag[above] not in FINITE or not (infinitive or (told and t.lemma[above] in t.denying)):
        return False
    return t.hang(i, above, "conj")


def verb_before_verb(t: Trees, i: int) -> bool:
    """ "Chad [trains] soldiers, has armed Mali and left": the first of several verbs, taken for a clause."""
    verb = t.head[i]
    if i > verb or t.tag[i] not in FINITE or not t.has(i, "nsubj") or t.has(i, "mark", "aux"):
        return False
    if t.has(verb, *SUBJECTS) or not (t.tag[verb] in FINITE or any(t.tag[c] in FINITE for c in t.of(verb, "aux"))):
        return False
    if any(t.tag[c] == "WRB" for c in t.of(i, "advmod")):
        return False
    above, dep = t.head[verb], t.dep[verb]
    t.hang(i, i if above == verb else above, dep)
    return t.hang(verb, i, "conj")


def verb_behind_object(t: Trees, i: int) -> bool:
    """ "expelled the envoys, [accused] Chad and …": a verb like the one before its object is no participle of that."""
    noun = t.head[i]
    verb = t.head[noun]
    if t.dep[noun] != "obj" or t.tag[i] not in FINITE or t.tag[i] != t.tag[verb] or t.lower[i - 1] != ",":
        return False
    return t.has(i, "obj") and not t.has(i, *SUBJECTS, "mark") and t.hang(i, verb, "conj")


def root_behind_those(t: Trees, i: int) -> bool:
    """ "Among those who fought were [Chad] and Mali": what is said of them, taken for a clause."""
    those = t.head[i]
    if t.dep[those] != "ROOT" or not t.cases(those, "among") or not t.has(i, "cop") or t.has(i, *SUBJECTS):
        return False
    return t.hang(i, i, "ROOT") and t.hang(those, i, "obl")


def clause_with_whose(t: Trees, i: int) -> bool:
    """ "Chad, whose president is [Idris Hamid], left": a relative clause, taken for a sentence in between."""
    owned = [c for c in t.of(i, "nsubj") if any(t.tag[p] == "WP$" for p in t.of(c, "nmod:poss"))]
    return bool(owned) and t.pos[t.head[i]] in NOMINAL and t.head[i] < i and t.hang(i, t.head[i], "acl:relcl")


def question_behind_question(t: Trees, i: int) -> bool:
    """ "knows who runs Caritas, who [owns] Lumiko": no organisation is a who; the second question is like the first."""
    body = t.head[i]
    verb = t.head[body]
    if not (t.body(body) and t.dep[body] == "obj" and t.dep[verb] == "ccomp"):
        return False
    asked = [any(t.lower[c] == "who" for c in t.of(clause, "nsubj")) for clause in (verb, i)]
    return all(asked) and t.hang(i, verb, "conj")


def conjunct_cut_short(t: Trees, i: int) -> bool:
    """ "[North] and South Korea met": the first name shares the last word of the second, and is hung on it."""
    last = t.head[i]
    if not (t.named(i) and t.named(last) and t.lower[i + 1 : i + 2] in (["and"], ["or"]) and t.starts[last] == i + 2):
        return False
    t.hang(i, t.head[last] if t.head[last] != last else i, t.dep[last])
    t.hang(last, i, "conj")
    for c in range(i + 2, last):
        t.hang(c, last, "compound")
    return t.hang(i + 1, last, "cc")


def list_goes_on(t: Trees, i: int) -> bool:
    """ "Greens such as Ida Berg, Luc Roux and [Eva Lind]": who follows in a list belongs to it."""
    before = t.starts.get(i, 0) - 1
    while before > 0 and t.lower[before] in {",", "and", "or"}:
        before -= 1
    name = t.doc[before].name if before >= 0 else None
    if name is None or before == t.starts[i] - 1 or name.label != t.labels[i]:
        return False
    last = name.root.i
    first = t.head[last]
    if t.dep[last] != "conj" or t.has(last, "cc") or not t.head[i] < first < last:
        return False
    return t.labels.get(first) == t.labels[i] and t.hang(i, first, "conj")


def conjunct_of_later(t: Trees, i: int) -> bool:
    """ "Iran, Egypt, [Jordan] and Qatar, and later Turkey": no word is coordinated with one that comes after it."""
    if t.head[i] < i or t.lower[t.starts.get(i, i) - 1 : t.starts.get(i, i)] not in ([","], ["and"], ["or"]):
        return False
    before = t.doc[t.starts.get(i, i) - 2].name
    if before is None or not t.named(i) or before.end != t.starts[i] - 1:
        return False
    first = before.root.i
    return t.hang(i, t.head[first] if t.dep[first] == "conj" else first, "conj")


def subject_behind_source(t: Trees, i: int) -> bool:
    """ "According to AFP, [Chad] and Mali have met": who acts, taken for another of those who tell it."""
    source = t.head[i]
    verb, start = t.head[source], t.starts.get(i, i)
    if t.dep[source] != "obl" or not t.cases(source, "according") or not (t.named(i) and source < i < verb):
        return False
    while t.pos[start - 1] == "DET":
        start -= 1
    if t.lower[start - 1] != "," or t.pos[verb] not in {"VERB", "AUX"}:
        return False
    subjects = t.of(verb, "nsubj", "nsubj:pass")
    if any(t.lower[c] not in {"which", "that", "whom"} for c in subjects) or t.has(verb, "expl"):
        return False
    for c in subjects:
        t.hang(c, verb, "obj")  # "…, which, according to AFP, Chad has criticised"
    t.hang(i, verb, "nsubj:pass" if t.has(verb, "aux:pass") else "nsubj")
    for c in t.of(source, "conj"):
        if c > i:
            t.hang(c, i, "conj")
    return True


def conjunct_of_noun(t: Trees, i: int) -> bool:
    """ "the nephew of Kenji Mori and the [cousin] of Emi Sato": a noun is coordinated with a noun."""
    name = t.head[i]
    noun = t.head[name]
    if not (t.named(name) and t.dep[name] == "nmod" and t.tag[i] == t.tag[noun] == "NN" and t.has(i, "det")):
        return False
    owned = any(t.lower[m] == "of" for c in t.below[i] for m in t.below[c])
    return owned and t.people >= {t.lemma[i], t.lemma[noun]} and t.hang(i, noun, "conj")


MENDS: Final[Mapping[str, tuple[Callable[[Trees, int], bool], ...]]] = {
    "ROOT": (subject_behind_comma, subject_cut_off),
    "acl": (object_behind_phrase, root_behind_name, verb_behind_object, participle_behind_body),
    "acl:relcl": (question_behind_question, root_behind_those),
    "advcl": (verb_before_verb, noun_before_subject, phrase_like_clause),
    "amod": (apposition_taken_for_adjective,),
    "appos": (
        phrase_taken_for_apposition,
        object_behind_verb,
        subject_taken_for_apposition,
        no_envoy_of_itself,
        object_behind_phrase,
        apposition_to_person,
        subject_of_headline,
        apposition_to_nearest,
        title_of_another,
        founder_before_name,
        apposition_to_antecedent,
    ),
    "case": (once_before_noun,),
    "compound": (subject_before_noun_like_verb, conjunct_cut_short, verb_like_modifier),
    "conj": (
        conjunct_of_later,
        subject_behind_source,
        conjunct_of_finite,
        conjunct_of_noun,
        apposition_of_members,
        root_behind_contrast,
        list_goes_on,
    ),
    "dislocated": (subject_in_front,),
    "flat": (subject_of_headline,),
    "list": (subject_of_headline,),
    "mark": (once_before_noun,),
    "nmod": (
        preposition_before_two,
        phrase_before_noun,
        owner_before_name,
        object_behind_phrase,
        root_behind_those,
        act_on_by,
    ),
    "nmod:poss": (owner_before_name, possessor_of_next),
    "nmod:unmarked": (subject_of_headline,),
    "nsubj": (
        subject_beside_noun,
        addressee,
        subject_before_teller,
        subject_of_what_was_said,
        phrase_behind_verb,
        teller_before_told,
        subject_behind_subject,
        subject_of_garden_path,
    ),
    "nsubj:pass": (subject_of_active, subject_beside_noun, addressee),
    "obj": (phrase_with_of, verb_like_noun, teller_between_commas, object_in_front, object_beside_noun),
    "obl": (
        home_of_object,
        owner_before_name,
        subject_in_front,
        phrase_with_of,
        subject_of_while,
        object_without_preposition,
        act_by,
    ),
    "obl:agent": (no_agent, act_by),
    "parataxis": (clause_with_whose, object_behind_phrase, subject_of_headline, root_behind_contrast),
    "vocative": (object_taken_for_addressee,),
    "xcomp": (object_of_participle, object_with_office),
}
"""The mends by the relation of the word to its head, in the order in which they are tried."""
