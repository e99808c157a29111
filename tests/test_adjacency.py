"""What names say by where they stand, on hand-built Docs."""

from __future__ import annotations

import pytest

from docs import RESOLUTION, tree
from kg.document import Document
from kg.extraction.adjacency import find_adjacent
from kg.extraction.syntax import Syntax
from kg.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def found(lexicon: Lexicon, table: str, entities: dict[str, str]) -> set[tuple[str, str, str]]:
    """The pairs with their relations, each name in full."""
    doc = tree(table, entities=entities)
    of_token = {t.i: e.text for e in doc.ents for t in e}
    names = {e.text.lower(): e.root.i for e in reversed(doc.ents)}
    matches = find_adjacent(Syntax(Document(doc)), lexicon, names)
    return {(of_token[m.x], m.entry.relation, of_token[m.y]) for m in matches}


BESIDE = """
Ann 3 nsubj PROPN
Berg 1 flat PROPN
lives 0 root VERB VBZ live
in 5 case ADP
Clearwater 3 obl PROPN
, 7 punct PUNCT
Florida 5 appos PROPN"""


def test_a_place_behind_a_comma_holds_the_place_before_it(lexicon):
    pairs = found(lexicon, BESIDE, {"Ann Berg": "PERSON", "Clearwater": "GPE", "Florida": "GPE"})
    assert ("Clearwater", "locatedIn", "Florida") in pairs or ("Clearwater", "partOf", "Florida") in pairs
    assert not any((x, y) == ("Florida", "Clearwater") for x, _, y in pairs)


def test_only_places_stand_so(lexicon):
    assert not found(lexicon, BESIDE, {"Ann Berg": "PERSON", "Clearwater": "GPE", "Florida": "ORG"})


def test_an_organisation_right_before_its_law(lexicon):
    entities = {"UN Council": "ORG", "Resolution 99": "MISC"}
    assert ("UN Council", "creatorOf", "Resolution 99") in found(lexicon, RESOLUTION, entities)
    assert not found(lexicon, RESOLUTION.replace("Council 5 compound", "Council 5 appos"), entities)


def test_members_of_a_list_are_not_inside_each_other(lexicon):
    table = """
Iran 6 nsubj PROPN
, 3 punct PUNCT
Egypt 1 appos PROPN
and 5 cc CCONJ
Oman 1 conj PROPN
met 0 root VERB VBD meet"""
    assert not found(lexicon, table, {"Iran": "GPE", "Egypt": "GPE", "Oman": "GPE"})


def test_a_list_is_known_by_its_neighbour_whatever_the_parser_made_of_it(lexicon):
    table = """
Iran 8 nsubj PROPN
, 3 punct PUNCT
Egypt 1 appos PROPN
, 5 punct PUNCT
Qatar 3 appos PROPN
and 7 cc CCONJ
Oman 5 conj PROPN
met 0 root VERB VBD meet"""
    assert not found(lexicon, table, {"Iran": "GPE", "Egypt": "GPE", "Qatar": "GPE", "Oman": "GPE"})


def test_a_name_of_another_clause_does_not_count(lexicon):
    table = """
In 2 case ADP
Berlin 4 obl PROPN
, 4 punct PUNCT
France 5 nsubj PROPN
won 0 root VERB VBD win"""
    assert not found(lexicon, table, {"Berlin": "GPE", "France": "GPE"})


def test_a_name_that_begins_with_another_name_is_inside_it(lexicon):
    table = """
UN 3 compound PROPN
Security 3 compound PROPN
Council 4 nsubj PROPN
met 0 root VERB VBD meet

The 2 det DET
UN 3 nsubj PROPN
agreed 0 root VERB VBD agree"""
    doc_names = {"UN Security Council": "ORG", "UN": "ORG"}
    assert ("UN Security Council", "partOf", "UN") in found(lexicon, table, doc_names)


def test_a_part_of_a_country(lexicon):
    table = """
Northern 2 amod PROPN
Iraq 3 nsubj PROPN
burned 0 root VERB VBD burn

Iraq 2 nsubj PROPN
mourned 0 root VERB VBD mourn"""
    pairs = found(lexicon, table, {"Northern Iraq": "LOC", "Iraq": "GPE"})
    assert ("Northern Iraq", "partOf", "Iraq") in pairs
    assert ("Iraq", "partOf", "Northern Iraq") not in pairs


def test_words_that_only_begin_a_name_are_no_owner(lexicon):
    table = """
United 2 amod PROPN
Airlines 3 nsubj PROPN
grew 0 root VERB VBD grow

United 2 nsubj PROPN
lost 0 root VERB VBD lose"""
    assert not found(lexicon, table, {"United Airlines": "ORG", "United": "ORG"})


def test_an_organisation_named_after_a_common_looking_name_is_not_part_of_it(lexicon):
    table = """
Ford 2 compound PROPN
Foundation 3 nsubj PROPN
gave 0 root VERB VBD give

Ford 2 nsubj PROPN
grew 0 root VERB VBD grow"""
    assert not found(lexicon, table, {"Ford Foundation": "ORG", "Ford": "ORG"})


def test_a_product_is_not_made_by_what_its_name_begins_with(lexicon):
    table = "Surf 2 compound PROPN\n{} 0 root PROPN NNP {}\n6 2 flat NUM\nand 5 cc CCONJ\nSurf 2 conj PROPN"
    lens = found(lexicon, table.format("Lens", "lens"), {"Surf Lens 6": "MISC", "Surf": "ORG"})
    assert not any(relation == "creatorOf" for _, relation, _ in lens)
    act = found(lexicon, table.format("Convention", "convention"), {"Surf Convention 6": "MISC", "Surf": "ORG"})
    assert ("Surf", "creatorOf", "Surf Convention 6") in act


@pytest.mark.parametrize(("head", "inside"), [("Mountains", False), ("District", False), ("Quarter", True)])
def test_what_only_bears_a_name_is_not_inside_it(lexicon, head, inside):
    table = f"Hamra 2 compound PROPN\n{head} 0 root PROPN\nand 4 cc CCONJ\nHamra 2 conj PROPN"
    pairs = found(lexicon, table, {f"Hamra {head}": "LOC", "Hamra": "GPE"})
    assert ((f"Hamra {head}", "partOf", "Hamra") in pairs) is inside


def test_a_second_phrase_makes_no_list_of_a_place_and_its_state(lexicon):
    table = BESIDE + "\nand 10 cc CCONJ\n{}Oslo 5 conj PROPN"
    names = {"Clearwater": "GPE", "Florida": "GPE", "Oslo": "GPE"}
    own = found(lexicon, table.format("in 10 case ADP\n"), names)
    assert any((x, y) == ("Clearwater", "Florida") for x, _, y in own)
    listed = found(lexicon, table.format("").replace("10 cc", "9 cc"), names)
    assert not any((x, y) == ("Clearwater", "Florida") for x, _, y in listed)
