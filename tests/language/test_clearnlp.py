"""ClearNLP arcs become Universal Dependencies, on documents built by hand."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.errors import ModelError
from kg.language import load_nlp
from kg.language.clearnlp import has_labels, to_universal

Row = tuple[str, str, int, str]


def doc(*rows: Row, entities: tuple[tuple[int, int, str], ...] = (), lemmas: dict[str, str] | None = None) -> Doc:
    """Build a document from word, part of speech, number of the head, relation."""
    words = [row[0] for row in rows]
    made = Doc(
        Vocab(),
        words=words,
        pos=[row[1] for row in rows],
        tags=["TO" if row[0] == "to" and row[1] == "PART" else "" for row in rows],
        heads=[row[2] for row in rows],
        deps=[row[3] for row in rows],
        lemmas=[(lemmas or {}).get(word, word) for word in words],
    )
    made.set_ents([Span(made, begin, end, label=label) for begin, end, label in entities])
    return made


def arcs(made: Doc) -> list[str]:
    """Each word's relation and head, as ``relation(head, word)``."""
    return [f"{token.dep_}({token.head.text}, {token.text})" for token in to_universal(made)]


def test_prepositions_hang_on_their_objects() -> None:
    made = doc(
        ("Troops", "NOUN", 1, "nsubj"),
        ("marched", "VERB", 1, "ROOT"),
        ("into", "ADP", 1, "prep"),
        ("the", "DET", 4, "det"),
        ("city", "NOUN", 2, "pobj"),
        ("of", "ADP", 4, "prep"),
        ("Lviv", "PROPN", 5, "pobj"),
    )
    assert arcs(made) == [
        "nsubj(marched, Troops)",
        "ROOT(marched, marched)",
        "case(city, into)",
        "det(city, the)",
        "obl(marched, city)",
        "case(Lviv, of)",
        "nmod(city, Lviv)",
    ]


def test_passive_with_agent() -> None:
    made = doc(
        ("Rebels", "NOUN", 2, "nsubjpass"),
        ("were", "AUX", 2, "auxpass"),
        ("beaten", "VERB", 2, "ROOT"),
        ("by", "ADP", 2, "agent"),
        ("soldiers", "NOUN", 3, "pobj"),
        ("'s", "PART", 4, "case"),
    )
    assert arcs(made)[:5] == [
        "nsubj:pass(beaten, Rebels)",
        "aux:pass(beaten, were)",
        "ROOT(beaten, beaten)",
        "case(soldiers, by)",
        "obl:agent(beaten, soldiers)",
    ]


def test_predicate_heads_its_copula() -> None:
    made = doc(
        ("She", "PRON", 2, "nsubj"),
        ("still", "ADV", 2, "advmod"),
        ("is", "AUX", 2, "ROOT"),
        ("the", "DET", 4, "det"),
        ("president", "NOUN", 2, "attr"),
        (".", "PUNCT", 2, "punct"),
        lemmas={"is": "be"},
    )
    assert arcs(made) == [
        "nsubj(president, She)",
        "advmod(president, still)",
        "cop(president, is)",
        "det(president, the)",
        "ROOT(president, president)",
        "punct(president, .)",
    ]


def test_place_after_a_copula_is_the_predicate() -> None:
    made = doc(
        ("He", "PRON", 1, "nsubj"),
        ("was", "AUX", 1, "ROOT"),
        ("in", "ADP", 1, "prep"),
        ("Paris", "PROPN", 2, "pobj"),
        lemmas={"was": "be"},
    )
    assert arcs(made) == ["nsubj(Paris, He)", "cop(Paris, was)", "case(Paris, in)", "ROOT(Paris, Paris)"]


def test_there_is() -> None:
    made = doc(
        ("There", "PRON", 1, "expl"), ("are", "AUX", 1, "ROOT"), ("talks", "NOUN", 1, "attr"), lemmas={"are": "be"}
    )
    assert arcs(made) == ["expl(are, There)", "ROOT(are, are)", "nsubj(are, talks)"]


def test_coordination_is_flat() -> None:
    made = doc(
        ("France", "PROPN", 5, "nsubj"),
        (",", "PUNCT", 0, "punct"),
        ("Spain", "PROPN", 0, "conj"),
        ("and", "CCONJ", 2, "cc"),
        ("Italy", "PROPN", 2, "conj"),
        ("signed", "VERB", 5, "ROOT"),
    )
    assert arcs(made) == [
        "nsubj(signed, France)",
        "punct(Spain, ,)",
        "conj(France, Spain)",
        "cc(Italy, and)",
        "conj(France, Italy)",
        "ROOT(signed, signed)",
    ]


def test_names_are_headed_by_their_first_word() -> None:
    made = doc(
        ("Secretary", "PROPN", 1, "compound"),
        ("General", "PROPN", 3, "compound"),
        ("Jens", "PROPN", 3, "compound"),
        ("Stoltenberg", "PROPN", 4, "nsubj"),
        ("spoke", "VERB", 4, "ROOT"),
        entities=((2, 4, "PERSON"),),
    )
    assert arcs(made) == [
        "compound(General, Secretary)",
        "nmod:desc(Jens, General)",
        "nsubj(spoke, Jens)",
        "flat(Jens, Stoltenberg)",
        "ROOT(spoke, spoke)",
    ]


def test_possessors_clauses_particles_and_times() -> None:
    made = doc(
        ("Iran", "PROPN", 2, "poss"),
        ("'s", "PART", 0, "case"),
        ("army", "NOUN", 7, "nsubj"),
        (",", "PUNCT", 2, "punct"),
        ("which", "PRON", 5, "nsubj"),
        ("fights", "VERB", 2, "relcl"),
        (",", "PUNCT", 2, "punct"),
        ("wants", "VERB", 7, "ROOT"),
        ("to", "PART", 9, "aux"),
        ("give", "VERB", 7, "xcomp"),
        ("up", "ADP", 9, "prt"),
        ("weapons", "NOUN", 9, "dobj"),
        ("Monday", "PROPN", 9, "npadvmod"),
    )
    found = arcs(made)
    for arc in (
        "nmod:poss(army, Iran)",
        "case(Iran, 's)",
        "acl:relcl(army, fights)",
        "mark(give, to)",
        "compound:prt(give, up)",
        "obj(give, weapons)",
        "obl:unmarked(give, Monday)",
    ):
        assert arc in found


def test_clause_after_a_preposition() -> None:
    made = doc(
        ("He", "PRON", 1, "nsubj"),
        ("resigned", "VERB", 1, "ROOT"),
        ("after", "ADP", 1, "prep"),
        ("losing", "VERB", 2, "pcomp"),
        ("votes", "NOUN", 3, "dobj"),
    )
    assert arcs(made)[2:] == ["mark(losing, after)", "advcl(resigned, losing)", "obj(losing, votes)"]


def test_labels_of_entities() -> None:
    made = doc(
        ("Two", "NUM", 1, "nummod"),
        ("Hamlets", "PROPN", 1, "ROOT"),
        entities=((0, 1, "CARDINAL"), (1, 2, "WORK_OF_ART")),
    )
    assert [(entity.text, entity.label_) for entity in to_universal(made).ents] == [("Hamlets", "MISC")]


def test_every_result_is_a_tree() -> None:
    made = doc(
        ("Out", "ADP", 3, "prep"),
        ("of", "ADP", 0, "prep"),
        ("sight", "NOUN", 1, "pobj"),
        ("is", "AUX", 3, "ROOT"),
        ("out", "ADP", 3, "prep"),
        ("of", "ADP", 4, "prep"),
        ("mind", "NOUN", 5, "pobj"),
        lemmas={"is": "be"},
    )
    to_universal(made)
    assert sum(token.head.i == token.i for token in made) == 1
    for token in made:
        assert len(list(token.ancestors)) < len(made)


def test_empty_document() -> None:
    assert len(to_universal(Doc(Vocab()))) == 0


def test_labels_show_the_scheme() -> None:
    nlp = spacy.blank("en")
    assert not has_labels(nlp)
    parser: Any = nlp.add_pipe("parser")
    parser.add_label("obj")
    assert not has_labels(nlp)
    parser.add_label("dobj")
    assert has_labels(nlp)


def test_unknown_pipeline_is_one_clear_error() -> None:
    with pytest.raises(ModelError, match="en_no_such_pipeline"):
        load_nlp("en_no_such_pipeline")


def test_pipeline_without_parser_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="no parser"):
        load_nlp(str(tmp_path / "blank"))


def test_universal_pipeline_passes_unchanged(tmp_path) -> None:  # type: ignore[no-untyped-def]
    nlp = spacy.blank("en")
    parser: Any = nlp.add_pipe("parser")
    parser.add_label("obj")
    nlp.initialize()
    nlp.to_disk(tmp_path / "ud")
    assert load_nlp(str(tmp_path / "ud")).pipe_names == ["parser"]
    parser.add_label("dobj")
    nlp.to_disk(tmp_path / "clear")
    assert load_nlp(str(tmp_path / "clear")).pipe_names == ["parser", "newskg_clearnlp"]
