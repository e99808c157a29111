"""Institutions that many countries have, and places that act for their country."""

from __future__ import annotations

from extractions import ENTITY, extraction, meaning, relation, triples

from kg.linking import Knowledge, link
from kg.linking.disambiguation import disambiguate
from kg.model import Article, Chain, Extraction, Mention


def test_a_bare_institution_needs_its_country(knowledge: Knowledge) -> None:
    assert (
        meaning(
            knowledge,
            "Hungary and Hungarian voters heard the Foreign Ministry.",
            "Organization: Foreign Ministry",
            "Place: Hungary",
        )[0]
        == "Foreign_Ministry_of_Hungary"
    )
    assert meaning(knowledge, "The Foreign Ministry kept silent.", "Organization: Foreign Ministry")[0] == ""


def test_a_bare_institution_is_nobodys_where_the_article_speaks_of_several_countries(knowledge: Knowledge) -> None:
    text = "Ecuador, Ecuador. United States, United States. The president dismissed the Supreme Court."
    countries = ["Place: Ecuador", "Place: United States"]
    assert meaning(knowledge, text, *countries, "Organization: Supreme Court")[-1] == ""
    alone = "United States, United States. The president dismissed the Supreme Court."
    found = meaning(knowledge, alone, "Place: United States", "Organization: Supreme Court")
    assert found[-1] == "Supreme_Court_of_the_United_States"


def test_a_bare_institution_is_that_of_the_country_before_it(knowledge: Knowledge) -> None:
    israel, ministry = "Place: Israel", "Organization: Foreign Ministry"
    for text in (
        "Israel, Israel. The Italian Foreign Ministry is silent.",
        "Israel. Italy's Foreign Ministry is silent.",
    ):
        assert meaning(knowledge, text, israel, ministry)[-1] == "Foreign_Ministry_of_Italy"
    both = "Israel, Israel. The Italian Foreign Ministry and the Greek Foreign Ministry are silent."
    assert meaning(knowledge, both, israel, ministry)[-1] not in (
        "Foreign_Ministry_of_Italy",
        "Foreign_Ministry_of_Greece",
    )


def test_who_speaks_for_a_thing(knowledge: Knowledge) -> None:
    names = (
        "Russian officials",
        "a Foreign Office spokesman",
        "the Hungarian people",
        "NATO allies",
        "US allies",
        "some protesters",
    )
    chains = tuple(Chain(name, "Group", (Mention(0, 1, name, "NOUN"),), named=False) for name in names)
    links = disambiguate(Extraction(Article(text=", ".join(names)), chains, ()), knowledge)
    assert [link.entity.label if link.entity else "" for link in links] == [
        "Russia", "Foreign, Commonwealth & Development Office", "Hungary", "NATO", "", "",
    ]  # fmt: skip


def test_a_common_word_is_not_the_short_form_of_a_party(knowledge: Knowledge) -> None:
    officials = Chain("top officials", "Group", (Mention(0, 13, "top officials", "NOUN"),), named=False)
    (link,) = disambiguate(Extraction(Article(text="top officials met"), (officials,), ()), knowledge)
    assert link.entity is None


def test_capitals_act_and_are_places(knowledge: Knowledge) -> None:
    text = "Moscow accused Kyiv. Aides went to Moscow. Moscow shelled Kyiv."
    relations = (
        relation(0, "accuses", 1, speaker=0),
        relation(2, "visits", 0),
        relation(0, "attacks", 1),
        relation(2, "bornIn", 1),
    )
    linked = link(extraction(text, "Place: Moscow", "Place: Kyiv", "Person: Aides", relations=relations), knowledge)
    aides = triples(linked)[1][0]
    assert triples(linked) == [
        ("Russia", "accuses", "Ukraine", "Russia"),
        (aides, "visits", "Moscow", ""),
        ("Russia", "attacks", "Kyiv", ""),
        (aides, "bornIn", "Kyiv", ""),
    ]
    russia = next(e for e in linked.entities if e.iri == ENTITY + "Russia")
    assert russia.type == "Country"
    assert "Moscow" in russia.names


def test_seats_of_government_speak_for_their_country(knowledge: Knowledge) -> None:
    chains = ("Facility: Kremlin", "Facility: White House", "Facility: Downing Street")
    relations = (relation(0, "criticizes", 1), relation(2, "meetsWith", 0))
    linked = link(extraction("Kremlin, White House, Downing Street.", *chains, relations=relations), knowledge)
    assert [t[:3] for t in triples(linked)] == [
        ("Russia", "criticizes", "United_States"),
        ("United_Kingdom", "meetsWith", "Russia"),
    ]


def test_an_institution_is_called_as_the_text_calls_it(knowledge: Knowledge) -> None:
    army = Chain("the Hungarian army", "Organization", (Mention(0, 18, "the Hungarian army", "NOUN"),), named=False)
    border = Chain("Ruritania", "Place", (Mention(27, 36, "Ruritania", "GPE"),))
    text = "the Hungarian army invaded Ruritania"
    linked = link(Extraction(Article(text=text), (army, border), (relation(0, "invades", 1),)), knowledge)
    names = {e.label: e.names for e in linked.entities}
    assert names == {"Army of Hungary": ("Hungarian army",), "Ruritania": ("Ruritania",)}
