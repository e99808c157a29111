"""Attach words where they belong that the parser often puts elsewhere.

Each correction looks at a word with a certain relation to its head. Where the words around it decide the case it
attaches words anew and says so; the first that does is the only one for that word. The example in each docstring is
what it corrects. Those are kept that gain on unread text or on several sentences of the suite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from kg.document import FINITE, SUBJECTS, where
from kg.extraction.endings import ENDINGS, known_lemma

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from kg.document import Document, Name

NOMINAL: Final = frozenset({"NOUN", "PROPN"})
DASHES: Final = frozenset({"-", "–", "—"})
QUOTES: Final = frozenset({'"', "“", "”"})
POSSESSIVE: Final = ("'s", "’s")
SETTING_OFF: Final = frozenset({",", "(", "-", "–", "—", ":", ";"})  # what stands before an apposition
BODIES: Final = frozenset({"ORG", "GPE", "NORP"})

Names: TypeAlias = "Mapping[int, Name]"
"""From the head of each name that is no date to the name."""


def correct_lemmas(doc: Document, words: Container[str]) -> None:
    """Give regular forms whose lemma is no known word the known word that they are a form of.

    Args:
        doc: its lemmas are changed.
        words: lemmas that are known to be words.
    """
    for i in where(doc.tags, ENDINGS):
        form, lemma, tag = doc.lower[i], doc.lemmas[i], doc.tags[i]
        doubtful = lemma not in words or (tag == "VBP" and form[-1:] == "s")
        if doubtful and (known := known_lemma(form, words, tag=tag)):
            doc.relemmatise(i, known)


def correct_trees(doc: Document) -> None:
    """Attach words where they belong.

    Args:
        doc: its trees are changed.
    """
    names = {name.root.i: name for name in doc.names if name.label != "DATE"}
    detach_datelines(doc)
    for i in where(doc.deps, {"case"}):
        attach_preposition(doc, i)
    for i, dep in enumerate(doc.deps):
        for correct in CORRECTIONS.get(dep, ()):
            if correct(doc, names, i):
                break


def detach_datelines(doc: Document) -> None:
    """Let the places before a dash with which a report begins be no part of its clause: "OSLO - Ida Berg has won"."""
    for start in (0, *(i for i, text in enumerate(doc.texts, 1) if "\n" in text)):
        reach = range(start + 1, min(start + 8, len(doc) - 1))
        end = next((i for i in reach if doc.texts[i] in DASHES and doc[i - 1].spaced and doc[i].spaced), start)
        places = doc[start:end]
        if not places or not all(w.text.isupper() or w.punctuation or w.label in {"GPE", "DATE"} for w in places):
            continue
        root = doc.root(start, end)
        if places[0].text.isupper() and root.head is not root:
            for c in [c for c in doc.children[root.i] if c >= end]:
                doc.attach(c, root.head.i, root.dep if doc.pos[c] in NOMINAL else doc.deps[c])
            doc.attach(root.i, root.head.i, "dep")


def attach_preposition(doc: Document, i: int) -> None:
    """Attach a preposition to the whole phrase: "for [AC Milan]", "of [Berg's Lumiko]", not to a word inside it."""
    head = doc.heads[i]
    name = doc[head].name
    if name is not None and i < name.start:
        head = name.root.i
    above, dep = doc.heads[head], doc.deps[head]
    inside = i < head < above and dep in {"compound", "nmod:poss"} and doc.lower[i + 1] != "-"
    if inside or (dep == "flat" and i < above):
        head = above
    if head != doc.heads[i]:
        doc.attach(i, head, "case")


def attach_name_beside_noun(doc: Document, names: Names, i: int) -> bool:
    """ "the start-up [Kornblum] works", "A native of Chile, [Ida Berg] teaches": a noun and a name, both subjects."""
    verb = doc.heads[i]
    if i not in names or i > verb:
        return False
    start = names[i].start
    nouns = [c for c in doc.children[verb] if c < i and doc.deps[c] == doc.deps[i] and doc.pos[c] in {"NOUN", "ADJ"}]
    if not nouns or doc[nouns[-1]].label not in {"", "DATE"}:
        return False
    noun = nouns[-1]
    if doc.pos[noun] == "ADJ":  # "the incumbent [Hetra] won"
        return noun == start - 1 and _attach(doc, noun, i, "amod")
    between = [c for c in doc.lower[doc[noun].last + 1 : start] if c not in QUOTES]
    if between not in ([], [","]):
        return False
    return _attach(doc, i, noun, "appos") if start == noun + 1 else _attach(doc, noun, i, "appos")


def attach_subject_of_what_is_said(doc: Document, names: Names, i: int) -> bool:
    """ "[Chad] has armed Mali, the minister said": of two subjects of saying it the first is that of what is said."""
    verb = doc.heads[i]
    told = [c for c in doc.of(verb, "ccomp") if c > i and not doc.has(c, *SUBJECTS, "mark")]
    if i > verb or not told or not any(c > min(told[0], verb) for c in doc.of(verb, "nsubj")):
        return False
    return _attach(doc, i, told[0], "nsubj:pass" if doc.has(told[0], "aux:pass") else "nsubj")


def attach_subject_of_headline(doc: Document, names: Names, i: int) -> bool:
    """ "Sweden: [Norway] Has Left Denmark", "[Turkey], Greece Sign Pact": names in a row before a verb."""
    first = doc.heads[i]
    if not (i in names and first in names) or names[first].end != names[i].start - 1:
        return False
    mark = doc.lower[names[i].start - 1]
    if mark == ",":
        end = names[i].end
        return doc.tags[end : end + 1] in (["VB"], ["VBP"]) and _attach(doc, i, first, "conj")
    verbs = [c for c in doc.of(first, "parataxis") if c > i and doc.pos[c] == "VERB" and not doc.has(c, *SUBJECTS)]
    return mark == ":" and bool(verbs) and _attach(doc, i, verbs[0], "nsubj")


def make_verb_after_contrast_root(doc: Document, names: Names, i: int) -> bool:
    """ "Not Ukraine but Russia [attacked] Donetsk": the verb, coordinated with its subject."""
    name = doc.heads[i]
    if not (name < i and doc.deps[name] == "ROOT" and doc.pos[name] == "PROPN" and doc.pos[i] in {"VERB", "PROPN"}):
        return False
    if doc.tags[i] not in FINITE | {"VB"} or doc.has(i, "nsubj", "nsubj:pass", "cc"):
        return False
    if doc.has(name, "cop", *SUBJECTS) or not any(c < i for c in doc.of(name, "conj")):
        return False
    doc.attach(i, i, "ROOT")
    return _attach(doc, name, i, "nsubj")


def attach_object_after_phrase(doc: Document, names: Names, i: int) -> bool:
    """ "condemned in the strongest terms the [raid]": an object, taken for an apposition to the phrase before it."""
    phrase = doc.heads[i]
    verb = doc.heads[phrase]
    if doc.deps[phrase] != "obl" or doc.pos[i] not in NOMINAL or doc.pos[verb] != "VERB" or doc.has(i, "case"):
        return False
    start = min([i, *doc.of(i, "det", "cc:preconj", "nmod:poss")])
    led_by = doc.tags[verb] == "VBN" and not doc.has(verb, "aux")  # "led by Ida Berg with the partner the Greens"
    if not phrase < start < i or doc.lower[start - 1] in SETTING_OFF or led_by:
        return False
    return not doc.has(verb, "obj", "ccomp", "aux:pass") and _attach(doc, i, verb, "obj")


def attach_phrase_after_verb(doc: Document, names: Names, i: int) -> bool:
    """ "granted asylum to five [officers]": what has a preposition after a verb with its subject is no second one."""
    verb = doc.heads[i]
    if i < verb or doc.pos[verb] != "VERB" or not doc.has(i, "case"):
        return False
    return any(c < verb for c in doc.of(verb, "nsubj", "nsubj:pass")) and _attach(doc, i, verb, "obl")


def attach_object_without_preposition(doc: Document, names: Names, i: int) -> bool:
    """ "attacked [Mali]", "condemned in harsh terms their [raid]", "stop at once [raids] on Mali": no preposition."""
    verb = doc.heads[i]
    if i < verb or doc.pos[verb] != "VERB" or doc.pos[i] not in NOMINAL or doc.has(i, "case", "mark"):
        return False
    body = i in names and names[i].label in BODIES
    phrased = any(verb < c < i and doc.has(c, "case") for c in doc.of(verb, "obl"))
    owned = doc.has(i, "det", "nmod:poss") and doc[i].label != "DATE"
    if doc.has(verb, "obj", "nsubj:pass", "ccomp") or not (body or (phrased and owned)):
        return False
    return _attach(doc, i, verb, "obj")


def attach_owner_of_name(doc: Document, names: Names, i: int) -> bool:
    """ "the [Ministry of Health]'s Food Board": a name with 's is that of the owner of the next."""
    if i not in names:
        return False
    end = names[i].end
    end += doc.lower[end - 1] not in POSSESSIVE
    owned = doc[end].name if end < len(doc) and doc.lower[end - 1] in POSSESSIVE else None
    if owned is None or owned.start != end or names[i].label not in {"ORG", "GPE"} or owned.label != "ORG":
        return False
    root = owned.root.i
    if doc.heads[i] != root and i in {doc.heads[root], doc.heads[doc.heads[root]]}:
        return False
    doc.attach(end - 1, i, "case")
    return _attach(doc, i, root, "nmod:poss")


def attach_once(doc: Document, names: Names, i: int) -> bool:
    """ "[Once] the mayor of Oslo, Ida Berg teaches": no clause begins here."""
    if doc.lower[i] != "once" or doc.pos[i + 1 : i + 2] != ["DET"]:
        return False
    noun, governor = doc.heads[i + 1], doc.heads[i]
    if doc.pos[noun] != "NOUN" or governor not in {noun, doc.heads[noun]}:
        return False
    later = any(noun < c < governor for c in doc.of(governor, *SUBJECTS))
    bare = governor == noun and not doc.has(noun, "cop", *SUBJECTS)
    return (doc.deps[i] == "case" or later or bare) and _attach(doc, i, noun, "advmod")


def attach_first_of_two_names(doc: Document, names: Names, i: int) -> bool:
    """ "[North] and South Korea met": the first name shares the last word of the second, and is attached to it."""
    last = doc.heads[i]
    if not (i in names and last in names and doc.lower[i + 1] in {"and", "or"} and names[last].start == i + 2):
        return False
    above = doc.heads[last]
    doc.attach(i, i if above == last else above, doc.deps[last])
    doc.attach(last, i, "conj")
    for c in range(i + 2, last):
        doc.attach(c, last, "compound")
    return _attach(doc, i + 1, last, "cc")


def attach_conjunct_to_earlier(doc: Document, names: Names, i: int) -> bool:
    """ "Iran, Egypt, [Jordan] and Qatar, and later Turkey": no word is coordinated with one that comes after it."""
    start = names[i].start if i in names else 0
    if doc.heads[i] < i or start < 2 or doc.lower[start - 1] not in {",", "and", "or"}:
        return False
    before = doc[start - 2].name
    if before is None or before.end != start - 1:
        return False
    first = before.root.i
    return _attach(doc, i, doc.heads[first] if doc.deps[first] == "conj" else first, "conj")


def _attach(doc: Document, i: int, head: int, dep: str) -> bool:
    """Attach a word elsewhere, and say that it was done."""
    doc.attach(i, head, dep)
    return True


CORRECTIONS: Final[Mapping[str, tuple[Callable[[Document, Names, int], bool], ...]]] = {
    "acl": (attach_object_after_phrase,),
    "appos": (attach_object_after_phrase, attach_subject_of_headline),
    "case": (attach_once,),
    "compound": (attach_first_of_two_names,),
    "conj": (attach_conjunct_to_earlier, make_verb_after_contrast_root),
    "flat": (attach_subject_of_headline,),
    "list": (attach_subject_of_headline,),
    "mark": (attach_once,),
    "nmod": (attach_owner_of_name, attach_object_after_phrase),
    "nmod:poss": (attach_owner_of_name,),
    "nmod:unmarked": (attach_subject_of_headline,),
    "nsubj": (attach_name_beside_noun, attach_subject_of_what_is_said, attach_phrase_after_verb),
    "nsubj:pass": (attach_name_beside_noun,),
    "obl": (attach_owner_of_name, attach_object_without_preposition),
    "parataxis": (attach_object_after_phrase, attach_subject_of_headline, make_verb_after_contrast_root),
}
"""The corrections by the relation of the word to its head, in the order in which they are tried."""
