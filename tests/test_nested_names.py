"""What names say by standing inside each other, on hand-built Docs."""

from __future__ import annotations

import pytest

from docs import tree
from kg.document import Document
from kg.extraction.nested_names import find_nested
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
    matches = find_nested(Syntax(Document(doc)), lexicon, names)
    return {(of_token[m.x], m.entry.relation, of_token[m.y]) for m in matches}


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


@pytest.mark.parametrize(
    ("first", "last", "pos"),
    [("United", "Airlines", "amod"), ("Ford", "Foundation", "compound")],  # a common word; a namesake
)
def test_what_only_begins_a_name_is_no_owner(lexicon, first, last, pos):
    table = f"""
{first} 2 {pos} PROPN
{last} 3 nsubj PROPN
grew 0 root VERB VBD grow

{first} 2 nsubj PROPN
fell 0 root VERB VBD fall"""
    assert not found(lexicon, table, {f"{first} {last}": "ORG", first: "ORG"})


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
