"""Names without the titles and nouns that a name recogniser takes in."""

from __future__ import annotations

import pytest

from docs import RESOLUTION, tree
from kg.document import Document
from kg.extraction.name_corrections import correct_names
from kg.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def trimmed(lexicon: Lexicon, table: str, entities: dict[str, str]) -> list[tuple[str, str]]:
    doc = Document(tree(table, entities=entities))
    assert len(doc.names) == len(entities)  # the names are there before
    correct_names(doc, lexicon)
    return [(name.text, name.label) for name in doc.names]


def test_a_title_before_a_person(lexicon):
    table = "President 2 nmod:desc PROPN\nIlves 3 nsubj PROPN\nspoke 0 root VERB VBD speak"
    assert trimmed(lexicon, table, {"President Ilves": "PERSON"}) == [("Ilves", "PERSON")]


def test_a_numbered_resolution_is_a_name_of_its_own(lexicon):
    for entities in (
        {"UN Council": "ORG"},
        {"UN Council": "ORG", "Resolution": "MISC"},
        {"UN Council Resolution": "ORG"},
    ):
        assert trimmed(lexicon, RESOLUTION, entities) == [("UN Council", "ORG"), ("Resolution 99", "MISC")]


OFFICE = """
the 2 det DET
president 7 nsubj NOUN
of 4 case ADP
Chad 2 nmod PROPN
Ida 6 compound PROPN
Banda 2 appos PROPN
spoke 0 root VERB VBD speak"""


def test_what_a_name_is_stands_in_its_last_common_noun(lexicon):
    table = "Arab 2 amod PROPN\nLeague 3 compound PROPN\nsummit 4 nsubj NOUN\nbegan 0 root VERB VBD begin"
    assert trimmed(lexicon, table, {"Arab League summit": "MISC"}) == [("Arab League summit", "EVENT")]
    assert trimmed(lexicon, table, {"Arab League": "ORG"}) == [("Arab League", "ORG")]


def test_a_title_alone_stays_where_nothing_of_the_name_would_be_left(lexicon):
    table = "President 2 nsubj PROPN\nspoke 0 root VERB VBD speak"
    assert trimmed(lexicon, table, {"President": "PERSON"}) == [("President", "PERSON")]


ENVOY = """
UN 3 compound PROPN
Special 3 amod PROPN
Envoy 4 nmod:desc PROPN
Tamm 5 nsubj PROPN
spoke 0 root VERB VBD speak"""


@pytest.mark.parametrize("name", ["UN Special Envoy", "UN Special"])
def test_a_title_behind_an_organisation(lexicon, name):
    assert trimmed(lexicon, ENVOY, {name: "ORG", "Tamm": "PERSON"}) == [("UN", "ORG"), ("Tamm", "PERSON")]


def test_names_that_a_title_belongs_to_stay(lexicon):
    table = """
the 2 det DET
Office 0 root PROPN
of 6 case ADP
the 6 det DET
Prime 6 amod PROPN
Minister 2 nmod PROPN
replied 2 dep VERB VBD reply"""
    assert trimmed(lexicon, table, {"Office of the Prime Minister": "ORG"}) == [("Office of the Prime Minister", "ORG")]


@pytest.mark.parametrize(
    ("table", "entities"),
    [
        ("Jens 3 nsubj PROPN\nStoltenberg 1 flat PROPN\nspoke 0 root VERB VBD speak", {"Jens Stoltenberg": "PERSON"}),
        ("European 2 amod PROPN\nUnion 3 nsubj PROPN\nmet 0 root VERB VBD meet", {"European Union": "ORG"}),
        ("Kyiv 2 nsubj PROPN\nfell 0 root VERB VBD fall", {"Kyiv": "GPE"}),
    ],
)
def test_plain_names_stay_as_they_are(lexicon, table, entities):
    assert trimmed(lexicon, table, entities) == list(entities.items())


def test_trimming_twice_is_trimming_once(lexicon):
    doc = Document(tree(ENVOY, entities={"UN Special Envoy": "ORG", "Tamm": "PERSON"}))
    correct_names(doc, lexicon)
    once = doc.names
    correct_names(doc, lexicon)
    assert doc.names == once


def test_a_name_that_is_a_title_too(lexicon):
    table = "Martin 4 nsubj PROPN\nKing 1 flat PROPN\nJunior 1 flat PROPN\nspoke 0 root VERB"
    assert trimmed(lexicon, table, {"Martin King Junior": "PERSON"}) == [("Martin King Junior", "PERSON")]


def test_a_known_organisation_that_was_overlooked_or_cut(lexicon):
    table = (
        "Human 2 amod ADJ\nRights 3 compound NOUN NNS\nWatch 4 nsubj PROPN\nasked 0 root VERB VBD ask\nPeru 4 obj PROPN"
    )
    assert trimmed(lexicon, table, {"Peru": "GPE"}) == [("Human Rights Watch", "ORG"), ("Peru", "GPE")]
    assert trimmed(lexicon, table, {"Human Rights": "ORG", "Peru": "GPE"})[0] == ("Human Rights Watch", "ORG")
    small = table.replace("Human", "human").replace("Rights", "rights").replace("Watch", "watch")
    assert trimmed(lexicon, small, {"Peru": "GPE"}) == [("Peru", "GPE")]
    assert trimmed(lexicon, "Lufthansa 2 nsubj PROPN\ngrows 0 root VERB", {}) == [("Lufthansa", "ORG")]


def test_an_unknown_place_before_a_colon_is_a_speaker(lexicon):
    table = "Moreau 0 root PROPN\n: 1 punct PUNCT\nMali 4 nsubj PROPN\nattacked 1 parataxis VERB VBD attack"
    assert trimmed(lexicon, table, {"Moreau": "GPE", "Mali": "GPE"})[0] == ("Moreau", "PERSON")
    assert trimmed(lexicon, table.replace("Moreau", "Peru"), {"Peru": "GPE", "Mali": "GPE"})[0] == ("Peru", "GPE")


def test_a_body_in_apposition_to_an_office_is_no_person(lexicon):
    table = """
the 2 det DET
commander 6 nsubj NOUN NN
, 5 punct PUNCT
Baltic 5 compound PROPN
Command 2 appos PROPN
spoke 0 root VERB VBD speak"""
    assert trimmed(lexicon, table, {"Baltic Command": "ORG"}) == [("Baltic Command", "ORG")]


def test_a_party_keeps_its_noun_before_the_word_for_its_leader(lexicon):
    table = """
{} 3 amod PROPN
{} 3 compound PROPN
{} 4 nmod:desc NOUN
Novak 5 nsubj PROPN
left 0 root VERB VBD leave"""
    party = table.format("Hetra", "Party", "leader")
    assert ("Hetra Party", "ORG") in trimmed(lexicon, party, {"Hetra Party": "ORG", "Novak": "PERSON"})
    press = table.format("Hetra", "Press", "Secretary")
    assert ("Hetra", "ORG") in trimmed(lexicon, press, {"Hetra Press": "ORG", "Novak": "PERSON"})


def test_no_name_ends_in_a_small_word_nor_is_a_form_of_address(lexicon):
    table = "Chad 2 amod PROPN\nEmbassy 5 nsubj PROPN\nin 4 case ADP\nOslo 2 nmod PROPN\nspoke 0 root VERB VBD speak"
    assert trimmed(lexicon, table, {"Chad Embassy in": "ORG"}) == [("Chad Embassy", "ORG")]
    table = "Mr. 2 nmod:desc PROPN\nBanda 3 nsubj PROPN\nspoke 0 root VERB VBD speak"
    assert trimmed(lexicon, table, {"Mr.": "PERSON", "Banda": "PERSON"}) == [("Banda", "PERSON")]


def test_an_adjective_that_contains_a_name_is_none(lexicon):
    table = (
        "Chad 2 nmod:poss PROPN\nleader 4 nmod:desc NOUN\npro-Malian 4 amod ADJ\nBanda 5 nsubj PROPN\n"
        "spoke 0 root VERB VBD speak"
    )
    entities = {"Chad": "GPE", "pro-Malian": "NORP", "Banda": "PERSON"}
    assert trimmed(lexicon, table, entities) == [("Chad", "GPE"), ("Banda", "PERSON")]
