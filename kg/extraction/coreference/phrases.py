"""The noun phrases and pronouns of a document that may refer, with what agreement and salience need to know of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, Literal

from kg.document import FIRST_PERSON, POSSESSIVE, WE, Document, Name, Word, former_prefix_length
from kg.extraction.coreference.given_names import read_given_names
from kg.extraction.syntax import antecedent_of
from kg.lexicon import Lexicon
from kg.names import fold_word
from kg.namewords import name_words

Kind = Literal["name", "noun", "pronoun"]
Gender = Literal["f", "m", ""]
"""Feminine, masculine, or not told."""

LABEL_CLASSES: Final = {
    "PERSON": ("Person",),
    "ORG": ("Organization",),
    "GPE": ("Place", "Country"),
    "NORP": ("Country", "Group"),
    "LOC": ("Place",),
    "FAC": ("Facility",),
    "EVENT": ("Event",),
    "MISC": ("Work", "Product", "Law"),
}
"""What a name of each label may be in a relation, its class as a chain first; the linking step knows which places are
countries."""

_NOMINAL_LINKS = frozenset({
    "nmod", "nmod:poss", "nmod:desc", "nmod:unmarked", "compound", "amod", "conj", "appos", "flat", "det",
    "nummod", "case",
})  # fmt: skip
_PREMODIFIERS = frozenset({
    "det", "det:predet", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "punct", "nmod:unmarked",
})  # fmt: skip
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_COUNTING = frozenset({"both", "all"})
_THIRD: Final[Mapping[str, tuple[str, Gender]]] = {
    "he": ("person", "m"), "him": ("person", "m"), "his": ("person", "m"), "himself": ("person", "m"),
    "she": ("person", "f"), "her": ("person", "f"), "hers": ("person", "f"), "herself": ("person", "f"),
    "it": ("thing", ""), "its": ("thing", ""), "itself": ("thing", ""),
    "they": ("many", ""), "them": ("many", ""), "their": ("many", ""), "theirs": ("many", ""),
    "themselves": ("many", ""), "themself": ("many", ""), "'em": ("many", ""),
}  # fmt: skip
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})


@dataclass(slots=True, eq=False)  # not frozen: four times faster to make; `people` completes some
class Phrase:
    """A name, a noun phrase or a pronoun.

    Args:
        start, end: its tokens, end exclusive; without what follows its head.
        head: its head's token index.
        kind: whether it is a name, a common noun phrase or a pronoun.
        label: name label, `NOUN` or `PRON`.
        sentence: its number in the document.
        type: local name of its class, or empty where the lexicon does not know it.
        plural: whether it is a plural.
        several: whether it counts more than one: `both sides`, `the two countries`. No single thing is that.
        gender: as its own words tell it.
        words: of a name its folded words without titles; of a noun phrase its lemma alone.
        titles: of a name the title words before it, lower case (`secretary general`).
        definite: whether `the`, `this`, `that` or a possessor stands before it.
        pronoun: of a pronoun what it can refer to: `person`, `thing`, `many`, `first`, `relative`.
        capital: of a common noun phrase whether it is written like a name (`the Alliance`).
        text: its name without titles and possessive endings, or its words.
        probability: of the name span, or of what a pronoun or noun phrase goes back to.
        bearer: which of several people of its name a person's name means: see `people`.
    """

    start: int
    end: int
    head: int
    kind: Kind
    label: str
    sentence: int
    type: str
    plural: bool
    gender: Gender
    words: tuple[str, ...]
    titles: tuple[str, ...]
    definite: bool
    pronoun: str = ""
    capital: bool = False
    text: str = ""
    probability: float = 1.0
    bearer: int = 0
    several: bool = False

    @property
    def names_person(self) -> bool:
        """Whether it is a person's name."""
        return self.kind == "name" and self.label == "PERSON"


def collect(doc: Document, lexicon: Lexicon) -> list[Phrase]:
    """Find all phrases of a document that may refer, in the order of their heads.

    Returns:
        Names (dates excepted), common noun phrases and pronouns; at most one phrase for a head token.
    """
    phrases: list[Phrase] = []
    taken: set[int] = set()
    for name in doc.names:
        if name.label in LABEL_CLASSES:
            phrase = _name(doc, name, lexicon)
            if phrase is not None and phrase.head not in taken:
                phrases.append(phrase)
                taken.update(range(phrase.start, phrase.end))
        else:
            taken.update(range(name.start, name.end))
    for token in [token for token in doc if token.i not in taken]:
        phrase = None
        if token.pos == "PRON" or token.tag in {"PRP", "PRP$", "WP", "WP$", "WDT"}:
            phrase = _pronoun(token)
        if phrase is None and token.pos in {"NOUN", "PROPN"}:
            phrase = _noun(token, lexicon)
        if phrase is not None:
            phrases.append(phrase)
    phrases.sort(key=attrgetter("head", "start"))
    return phrases


def enclosing(token: Word) -> set[int]:
    """The heads of the noun phrases that a token stands inside, relative clauses not counted."""
    found: set[int] = set()
    for _ in range(12):
        above = token.head
        if token.dep not in _NOMINAL_LINKS or above is token:
            break
        if token.dep != "conj":
            found.add(above.i)
        token = above
    return found


def _name(doc: Document, span: Name, lexicon: Lexicon) -> Phrase | None:
    person, start, end = span.label == "PERSON", span.start, span.end
    while start < end and (doc[start].blank or doc[start].punctuation or doc[start].lower in {"the", "a", "an"}):
        start += 1
    while end > start and (doc[end - 1].blank or doc[end - 1].lower in POSSESSIVE or doc[end - 1].text in ",;:"):
        end -= 1
    if start == end:
        return None
    first = start
    while person and end - start > 1 and _is_title(doc[start], lexicon):
        if fold_word(doc[start].text) in read_given_names():
            break  # `Amir Peretz`: a given name may be a title too
        start += 1
    if person and end - start > 1 and _is_honour(doc[end - 1].text):
        end -= 1
    head = doc.root(start, end)
    titles = [word.rstrip(".") for word in doc.lower[first:start]]
    if person:
        titles = _title_before(doc, start, head, lexicon) + titles
    text = doc.between(start, end)
    # `an ex-Chelsea goalkeeper`; but `Ex-Im Bank`, `the ex-Yugoslav Republic of Macedonia`
    left = former_prefix_length(text) if span.label in {"ORG", "PERSON"} else 0
    text, parts = text[left:], [t.text for t in doc[start:end] if not t.punctuation and t.tag != "POS"]
    words = tuple(filter(None, [fold_word(part[left * (n == 0) :]) for n, part in enumerate(parts)]))
    if person and end - start == 3 and len(words) == 2 and doc.texts[start + 1] == ",":
        words, text = words[::-1], f"{doc.texts[end - 1]} {doc.texts[start]}"  # `Kessel, Anna`
    if not person and len(words) > 2:  # `Department of the Treasury` is the `Department of Treasury`
        words = (words[0], *(w for w in words[1:] if w != "the"))
    if not words:
        return None
    last, lemma, type_ = doc[end - 1].lower, doc[end - 1].lemma, LABEL_CLASSES[span.label][0]
    classes = {lexicon.classes.get(last), last.isdigit() and lexicon.classes.get(_lemma(head, lexicon))}
    if span.label == "MISC" and "Law" in classes:
        type_ = "Law"
    noun = last if last in lexicon.classes else lemma
    capital = not person and end - start == 1 and noun in lexicon.classes
    if capital:
        words, type_ = (noun,), lexicon.classes[noun]
    return Phrase(
        start=start, end=end, head=head.i, kind="noun" if capital else "name", label=span.label,
        sentence=head.sentence, type=type_,
        plural=span.label == "NORP" and head.tag in {"NNPS", "NNS"},
        gender=_gender(next((lexicon.genders[t] for t in titles if t in lexicon.genders), "")),
        words=words, titles=tuple(titles),
        definite=not capital or (start > 0 and doc[start - 1].lower in {"the", "this", "that"}),
        capital=capital, text=text,
        probability=doc.probability(span),
    )  # fmt: skip


def _title_before(doc: Document, start: int, name: Word, lexicon: Lexicon) -> list[str]:
    """The words of the title that stands right before a person's name, lower case; no names among them."""
    words: list[str] = []
    taken = {name.i}
    for at in range(start - 1, max(-1, start - 8), -1):
        token = doc[at]
        if token.label or token.blank:
            break
        hangs = token.dep == "nmod:desc" or (token.dep in {"compound", "amod", "flat"} and token.head.i != name.i)
        if not (_is_title(token, lexicon) or (hangs and token.head.i in taken)):
            break
        taken.add(at)
        if not token.punctuation:
            words.insert(0, token.lower.rstrip("."))
    return next((words[skip:] for skip in range(len(words)) if tuple(words[skip:]) in lexicon.role_of), words)


def _gender(told: str) -> Gender:
    return "f" if told == "f" else "m" if told == "m" else ""


def _is_title(token: Word, lexicon: Lexicon) -> bool:
    word = token.lower.rstrip(".")
    title = word in lexicon.genders or (word,) in lexicon.role_of or word in name_words().prefixes
    return title and word not in {"st", "saint"}  # `St John Philby`


def _is_honour(word: str) -> bool:
    """Whether a word after a person's name is no part of it: `Rukhsana Iqbal KC`, but `John Paul II`, `KING JR`."""
    return word.isupper() and fold_word(word) in name_words().honours


def _noun(token: Word, lexicon: Lexicon) -> Phrase | None:
    if token.dep in {"fixed", "goeswith", "nmod:desc"} or token.dep.startswith("flat"):
        return None
    if token.dep in {"compound", "amod"} and token.head.i > token.i and token.head.pos in {"NOUN", "PROPN"}:
        word = lexicon.classes.get(token.lemma)
        if not (token.text[:1].isupper() and word in {"Organization", "Country"}):  # `Syrian Government websites`
            return None
    doc = token.doc
    start = token.i
    for left in reversed(token.lefts):
        if left.dep not in _PREMODIFIERS or left.last != start - 1:
            break
        start = left.first
    while start < token.i and (doc[start].punctuation or doc[start].blank):
        start += 1
    lemma = _lemma(token, lexicon)
    role = (lemma,) if (lemma,) in lexicon.role_of else ()
    type_ = lexicon.classes.get(lemma, "Person" if role else "")
    plural = token.tag in {"NNS", "NNPS"} or token.feature("Number") == "Plur"
    plural = plural or (token.lower != lemma and token.lower.endswith("s") and lemma in lexicon.classes)  # `Allies`
    definite = any(left.dep == "nmod:poss" or (left.dep == "det" and left.lower in _DEFINITE) for left in token.lefts)
    return Phrase(
        start=start, end=token.i + 1, head=token.i, kind="noun", label="NOUN",
        sentence=token.sentence, type=type_, plural=plural,
        gender=_gender(lexicon.genders.get(lemma, "")),
        words=(lemma,), titles=role, definite=definite,
        capital=token.text[:1].isupper() and token.i > 0 and not token.opens, text=doc.between(start, token.i + 1),
        several=plural and any(left.dep == "nummod" or left.lower in _COUNTING for left in token.lefts),
    )  # fmt: skip


def _lemma(token: Word, lexicon: Lexicon) -> str:
    """A noun's lemma as the lexicon has it (a capitalised plural may have kept a strange one)."""
    lemma, word = token.lemma, token.lower
    if lemma in lexicon.classes or not word.endswith("s"):
        return lemma
    singulars = (word.removesuffix("s"), word.removesuffix("ies") + "y", word.removesuffix("es"))
    return next((s for s in singulars if s in lexicon.classes or lexicon.represents(s, plural=True)), lemma)


def _pronoun(token: Word) -> Phrase | None:
    word = token.lower
    gender: Gender = ""
    if word in _THIRD:
        if token.dep.startswith("expl"):
            return None
        pronoun, gender = _THIRD[word]
    elif word in FIRST_PERSON:
        pronoun = "first"
    elif word in _RELATIVE and antecedent_of(token) is not None:
        pronoun = "relative"
    else:
        return None
    return Phrase(
        start=token.i, end=token.i + 1, head=token.i, kind="pronoun", label="PRON",
        sentence=token.sentence, type="Person" if pronoun == "person" else "",
        plural=pronoun == "many" or word in WE, gender=gender, words=(word,), titles=(),
        definite=True, pronoun=pronoun, text=token.text,
    )  # fmt: skip
