"""Names that are written surname first."""

from __future__ import annotations

import pytest

from kg.extraction import extract
from kg.model import Article
from kg.pipeline import Tools


def test_a_couple_is_two_people_whatever_the_letters(tools: Tools) -> None:
    text = "José and María Pérez visited Oslo."
    chains = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads).chains
    assert {c.name for c in chains if c.type == "Person"} == {"José Pérez", "María Pérez"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Winners: Keller, Anna (Austria); Novak, Peter (Slovenia).", {"Anna Keller", "Peter Novak"}),
        ("Amory, Ruth: The Long Winter. Kestrel Press, 2021.", {"Ruth Amory"}),
        ("According to Kessel, Anna, who is ill, will not come.", set()),
        ("After Kessel, Paula Dreyer spoke.", {"Paula Dreyer"}),
    ],
)
def test_surname_first(text: str, wanted: set[str], tools: Tools) -> None:
    chains = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads).chains
    found = {c.name for c in chains if c.type == "Person" and len(c.name.split()) > 1}
    assert found == wanted
    for chain in chains:  # a mention is what stands in the text
        assert all(text[m.start : m.end] == m.text for m in chain.mentions)
