"""What parsers get wrong in news and is put right."""

from __future__ import annotations

from chains import build

from kg.document import Document
from kg.extraction.corrections import attach_owned_subjects


def test_what_follows_whose_is_the_subject_of_its_clause() -> None:
    table = (
        "Ida|PROPN|nsubj|8 Berg|PROPN|flat|1 whose|PRON|nmod:poss|4 brother|NOUN|appos|1 Nils|PROPN|appos|4 "
        "was|AUX|aux:pass|7 killed|VERB|acl:relcl|4 left|VERB|root|0"
    )
    doc = Document(build([table], {"Ida Berg": "PERSON", "Nils": "PERSON"}))
    attach_owned_subjects(doc)
    assert [(doc.deps[i], doc.texts[doc.heads[i]]) for i in (3, 6)] == [("nsubj:pass", "killed"), ("acl:relcl", "Ida")]


def test_a_clause_that_has_a_subject_keeps_it() -> None:
    table = (
        "Ida|PROPN|nsubj|8 Berg|PROPN|flat|1 whose|PRON|nmod:poss|4 brother|NOUN|appos|1 "
        "they|PRON|nsubj|6 killed|VERB|acl:relcl|4 today|NOUN|obl|6 left|VERB|root|0"
    )
    doc = Document(build([table], {"Ida Berg": "PERSON"}))
    attach_owned_subjects(doc)
    assert doc.deps[3] == "appos"
