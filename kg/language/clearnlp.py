"""Universal Dependencies from the ClearNLP labels of spaCy's own English pipelines.

The two schemes differ in what heads what: ClearNLP attaches a preposition's object to the preposition, a predicate to
its copula, each conjunct to the one before and a person's first name to the last. The rules here reverse those
arcs, after the English guidelines of Universal Dependencies 2, and rename the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

_RENAMED = {
    "dobj": "obj",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "prt": "compound:prt",
    "neg": "advmod",
    "quantmod": "advmod",
    "intj": "discourse",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "oprd": "xcomp",
    "acomp": "xcomp",
    "attr": "xcomp",
    "dative": "iobj",
    "meta": "dep",
    "prep": "obl",
    "agent": "obl",
    "pobj": "obl",
    "pcomp": "advcl",
}
_ENTITIES = {
    "WORK_OF_ART": "MISC",
    "PRODUCT": "MISC",
    "LAW": "MISC",
    "LANGUAGE": "MISC",
    "TIME": "DATE",
    "PER": "PERSON",
}
_DROPPED = frozenset({"CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM"})
_CLAUSAL = frozenset({"VERB", "AUX"})
_MARKS = frozenset({"dobj", "pobj", "nsubjpass", "auxpass"})


def has_labels(nlp: Language) -> bool:
    """Say whether a component of a pipeline knows a label of ClearNLP that Universal Dependencies lacks."""
    return any(_MARKS & set(getattr(component, "labels", ())) for _, component in nlp.pipeline)


def to_universal(doc: Doc) -> Doc:
    """Convert a document's arcs, relations and entity labels from ClearNLP's, in place."""
    if len(doc):
        tree = _Tree(doc)
        tree.raise_objects_of_prepositions()
        tree.raise_predicates()
        tree.flatten_coordination()
        tree.join_names()
        tree.rename()
        tree.write()
        doc.set_ents([_relabelled(entity) for entity in doc.ents if entity.label_ not in _DROPPED])
    return doc


def _relabelled(entity: Span) -> Span:
    return Span(entity.doc, entity.start, entity.end, label=_ENTITIES.get(entity.label_, entity.label_))


class _Tree:
    """The arcs of a document while they are converted."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.heads = [token.head.i for token in doc]
        self.relations = [token.dep_ for token in doc]
        self.parts = [token.pos_ for token in doc]

    def children(self, head: int) -> list[int]:
        """The dependents of a word, in order."""
        return [index for index, above in enumerate(self.heads) if above == head and index != head]

    def child(self, head: int, *relations: str) -> int | None:
        """The first child with one of some relations."""
        return next((index for index in self.children(head) if self.relations[index] in relations), None)

    def swap(self, head: int, child: int, relation: str) -> None:
        """Swap a head and its child: the head becomes the child's dependent, its other children move along."""
        for other in self.children(head):
            if other != child:
                self.heads[other] = child
        self.heads[child] = child if self.heads[head] == head else self.heads[head]
        self.relations[child] = self.relations[head]
        self.heads[head], self.relations[head] = child, relation

    def raise_objects_of_prepositions(self) -> None:
        """Attach prepositions to their objects as ``case``, and to their clauses as ``mark``."""
        for index in reversed(range(len(self.heads))):
            introduces = self.parts[index] in {"ADP", "SCONJ", "PART", "VERB"}
            if not introduces or self.relations[index] not in _PREPOSITIONS | {"conj", "pcomp", "ROOT", "pobj"}:
                continue
            complement = self.child(index, "pobj", "pcomp")
            if complement is None:
                inner = (c for c in self.children(index) if c > index and self.relations[c].startswith("obl"))
                complement = next(inner, None) if self.parts[index] == "ADP" else None
            if complement is None or (self.parts[index] == "VERB" and self.relations[complement] != "pobj"):
                continue
            clause = self.relations[complement] == "pcomp" and self.parts[complement] in _CLAUSAL
            relation = self.relations[index]
            self.swap(index, complement, "mark" if clause else "case")
            if relation in _PREPOSITIONS:
                self.relations[complement] = self._oblique(complement, relation, clause=clause)

    def _oblique(self, index: int, relation: str, *, clause: bool) -> str:
        """The relation of a prepositional phrase to its head."""
        head = self.heads[index]
        # of a predicate noun what follows the copula may belong to the clause
        nominal = self.parts[head] in _NOMINAL and self.child(head, "cop") is None
        if clause:
            return "acl" if nominal else "advcl"
        if relation == "agent":
            return "obl:agent"
        return "nmod" if nominal else "obl"

    def raise_predicates(self) -> None:
        """Make what follows the verb *be* the head of its clause."""
        for index in range(len(self.heads)):
            if self.doc[index].lemma_.lower() != "be" or self.relations[index] in {"aux", "auxpass", "cop"}:
                continue
            predicate = self.child(index, "attr", "acomp")
            there = self.child(index, "expl")
            if there is not None and self.doc[there].text.lower() == "there":
                if predicate is not None:
                    self.relations[predicate] = "nsubj"
                continue
            bare = predicate is None and self.child(index, "ccomp", "xcomp", "dobj") is None
            if bare and self.child(index, "nsubj") is not None:
                place = next((c for c in self.children(index) if self.relations[c] == "obl" and c > index), None)
                predicate = place if place is not None and self.child(place, "case") is not None else None
            if predicate is not None:
                self.swap(index, predicate, "cop")

    def flatten_coordination(self) -> None:
        """Attach every conjunct to the first, conjunctions and commas to the conjunct that they introduce."""
        for index in range(len(self.heads)):
            if self.relations[index] != "conj":
                continue
            first = self.heads[index]
            while self.relations[first] == "conj" and self.heads[first] != first:
                first = self.heads[first]
            self.heads[index] = first
        for index in range(len(self.heads)):
            relation = self.relations[index]
            if relation == "cc" or (relation == "punct" and self.doc[index].text in {",", ";"}):
                above = self.heads[index]
                top = self.heads[above] if self.relations[above] == "conj" else above
                later = [child for child in self.children(top) if self.relations[child] == "conj" and child > index]
                if later and (relation == "cc" or later[0] - index < 12) and above < index:
                    self.heads[index] = later[0]

    def join_names(self) -> None:
        """Let a person's first name carry the others as ``flat``, and titles before it as ``nmod:desc``."""
        for entity in self.doc.ents:
            if entity.label_ not in {"PERSON", "PER"}:
                continue
            start, last = entity.start, entity.end - 1
            while last > start and start <= self.heads[last] < entity.end and self.relations[last] == "case":
                last -= 1
            inside = [c for c in self.children(last) if start <= c < last and self.relations[c] == "compound"]
            if inside and inside[0] == start:
                self.swap(last, start, "flat")
                for index in inside[1:]:
                    self.relations[index] = "flat"
            first = start if inside else last
            titles = [c for c in self.children(first) if c < start and self.relations[c] == "compound"]
            for index in titles[:-1]:
                self.heads[index] = titles[-1]
            if titles:
                self.relations[titles[-1]] = "nmod:desc"

    def rename(self) -> None:
        """Give the remaining relations their names in Universal Dependencies."""
        for index, relation in enumerate(self.relations):
            token = self.doc[index]
            nominal = self.parts[self.heads[index]] in _NOMINAL
            if relation == "npadvmod":
                self.relations[index] = "nmod:unmarked" if nominal else "obl:unmarked"
            elif relation == "aux" and token.tag_ == "TO":
                self.relations[index] = "mark"
            elif relation == "nmod" and self.child(index, "case") is None:
                self.relations[index] = "compound" if self.parts[index] in {"NOUN", "PROPN"} else "nmod"
            elif relation == "prep" and self.parts[index] in {"ADV", "ADJ"}:
                self.relations[index] = "advmod"
            else:
                self.relations[index] = _RENAMED.get(relation, relation)

    def write(self) -> None:
        """Put the arcs back into the document."""
        add = self.doc.vocab.strings.add
        heads = np.asarray(self.heads, np.int64) - np.arange(len(self.heads))
        relations = np.asarray([add(relation) for relation in self.relations], np.uint64)
        table: Any = np.stack([heads.astype(np.uint64), relations], 1)
        self.doc.from_array(["HEAD", "DEP"], table)


@Language.factory(
    "newskg_clearnlp", requires=["token.dep", "token.head", "token.pos"], assigns=["token.dep", "token.head"]
)
def make_converter(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component; spaCy calls this."""
    return to_universal
