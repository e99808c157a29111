"""Chains of places that are parted because their mentions are said to be in different states or countries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from extractions import extraction, relation, triples

from kg.linking import Knowledge, link
from kg.linking.places import part_places
from kg.model import Span


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Athens, Georgia, is small. Athens, Greece, is not.", 2),
        ("Athens, Greece, is old. Athens, Greece, is hot. Athens is far.", 1),
        ("Athens, Greece, is old. Athens is far.", 1),
        ("Portland, Oregon, is wet. Portland, Maine, is cold.", 2),
        ("The governor of Athens spoke. Athens in Greece is old.", 1),
        ("Portland, Oregon, is wet. Portland, United States, is far. Portland, Maine, is cold.", 2),
    ],
)
def test_a_chain_is_parted_where_its_mentions_contradict_each_other(
    knowledge: Knowledge, text: str, parts: int
) -> None:
    name = text.split()[0].strip(",") if text[0] != "T" else "Athens"
    assert len(part_places(extraction(text, f"Place: {name}"), knowledge).chains) == parts


def test_a_bare_name_goes_with_those_whose_company_it_shares(knowledge: Knowledge) -> None:
    text = "Tom Ryder left Athens, Georgia. Ida Berg left Athens, Greece. Tom Ryder saw Athens. Ida Berg saw Athens."
    told = part_places(extraction(text, "Place: Athens", "Person: Tom Ryder", "Person: Ida Berg"), knowledge)
    places = sorted((m.start, n) for n, chain in enumerate(told.chains) for m in chain.mentions if m.text == "Athens")
    assert [n for _, n in places] == [0, 3, 0, 3]


def test_who_names_a_place_beside_a_qualified_one_means_the_other(knowledge: Knowledge) -> None:
    text = "Paris, Texas, is no Paris, France. Paris, Texas, loves Paris."
    told = part_places(extraction(text, "Place: Paris"), knowledge)
    assert [len(chain.mentions) for chain in told.chains] == [2, 2]


def test_relations_follow_their_mentions(knowledge: Knowledge) -> None:
    text = "Oslo supports Tripoli, Libya. Oslo supports Tripoli, Lebanon."
    at = text.rindex("Tripoli")
    second = replace(relation(1, "supports", 0), object_span=Span(at, at + 7))
    told = extraction(text, "Place: Tripoli", "Place: Oslo", relations=(second,))
    assert [obj for _, _, obj, _ in triples(link(told, knowledge))] == ["Tripoli%2C_Lebanon"]


def test_the_speaker_is_the_one_whose_mention_is_nearest(knowledge: Knowledge) -> None:
    text = "Athens, Georgia, is small. Athens, Greece, said that Oslo supports Rome."
    said = replace(relation(1, "supports", 2, speaker=0), predicate_span=Span(text.index("said"), len(text)))
    told = extraction(text, "Place: Athens", "Place: Oslo", "Place: Rome", relations=(said,))
    (part,) = part_places(told, knowledge).relations
    assert part.speaker == 3


def test_two_places_that_the_gazetteer_lacks_are_two(knowledge: Knowledge) -> None:
    text = "Ruritz, Ohio, is small. Ruritz, France, is smaller."
    entities = link(extraction(text, "Place: Ruritz"), knowledge).entities
    assert [e.label for e in entities] == ["Ruritz", "Ruritz"]
