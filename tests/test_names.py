"""Names without the titles and nouns that a name recogniser takes in."""

from __future__ import annotations

import pytest
from spacy.tokens import Span

from docs import RESOLUTION, tree
from kg.extraction.document import Document
from kg.extraction.lexicon import Lexicon, load_lexicon
from kg.extraction.names import trim_names
from kg.language.component import NAMES


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def trimmed(lexicon: Lexicon, table: str, entities: dict[str, str]) -> list[tuple[str, str]]:
    doc = Document(tree(table, entities=entities))
    assert len(doc.names) == len(entities)  # the names are there before
    trim_names(doc, lexicon)
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


def test_who_holds_an_office_in_apposition_is_a_person(lexicon):
    assert trimmed(lexicon, OFFICE, {"Chad": "GPE", "Ida Banda": "ORG"}) == [("Chad", "GPE"), ("Ida Banda", "PERSON")]
    company = OFFICE.replace("president", "company")
    assert trimmed(lexicon, company, {"Chad": "GPE", "Ida Banda": "ORG"})[1] == ("Ida Banda", "ORG")


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


def test_a_noun_that_stands_for_the_organisation(lexicon):
    table = "NATO 2 compound PROPN\nAllies 3 nsubj PROPN NNPS ally\nmet 0 root VERB VBD meet"
    assert trimmed(lexicon, table, {"NATO Allies": "ORG"}) == [("NATO", "ORG")]


def test_a_noun_alone_is_no_name(lexicon):
    table = "Members 2 nsubj NOUN NNS member\nmet 0 root VERB VBD meet"
    assert trimmed(lexicon, table, {"Members": "ORG"}) == []


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
    trim_names(doc, lexicon)
    once = doc.names
    trim_names(doc, lexicon)
    assert doc.names == once


@pytest.mark.parametrize(
    ("first", "label"), [("Nordlund", "ORG"), ("Brazilian", "NORP"), ("US", "NORP")]
)  # the last two are words for countries
def test_a_title_inside_a_person_and_whose_it_is(lexicon, first, label):
    table = f"{first} 2 compound PROPN\nPresident 3 nmod:desc PROPN\nIda 5 nsubj PROPN\nBerg 3 flat PROPN\nran 0 root X"
    found = trimmed(lexicon, table, {f"{first} President Ida Berg": "PERSON"})
    assert found == [(first, label), ("Ida Berg", "PERSON")]


def test_a_name_that_is_a_title_too(lexicon):
    table = "Martin 4 nsubj PROPN\nKing 1 flat PROPN\nJunior 1 flat PROPN\nspoke 0 root VERB"
    assert trimmed(lexicon, table, {"Martin King Junior": "PERSON"}) == [("Martin King Junior", "PERSON")]


def test_a_capital_is_a_place_whatever_the_recogniser_says(lexicon):
    table = "Riyadh 2 nsubj PROPN\nopposes 0 root VERB\nHamas 2 obj PROPN"
    for label in ("ORG", "PERSON", "MISC"):
        assert trimmed(lexicon, table, {"Riyadh": label, "Hamas": "ORG"}) == [("Riyadh", "GPE"), ("Hamas", "ORG")]
    first_name = table.replace("Riyadh", "Jordan")
    assert trimmed(lexicon, first_name, {"Jordan": "PERSON"})[0] == ("Jordan", "PERSON")


def test_a_capital_in_the_name_of_a_club_is_the_club(lexicon):
    table = "Real 2 compound PROPN\nMadrid 3 nsubj PROPN\nbeat 0 root VERB VBD beat\nRabat 3 obj PROPN"
    doc = Document(tree(f"{table}\n\nMadrid 2 nsubj PROPN\nsang 0 root VERB VBD sing"))
    doc.names = [doc.name(0, 2, "ORG"), doc.name(3, 4, "ORG"), doc.name(4, 5, "ORG")]
    trim_names(doc, lexicon)
    assert [name.label for name in doc.names] == ["ORG", "GPE", "ORG"]


def test_a_known_organisation_that_was_overlooked_or_cut(lexicon):
    table = (
        "Human 2 amod ADJ\nRights 3 compound NOUN NNS\nWatch 4 nsubj PROPN\nasked 0 root VERB VBD ask\nPeru 4 obj PROPN"
    )
    assert trimmed(lexicon, table, {"Peru": "GPE"}) == [("Human Rights Watch", "ORG"), ("Peru", "GPE")]
    assert trimmed(lexicon, table, {"Human Rights": "ORG", "Peru": "GPE"})[0] == ("Human Rights Watch", "ORG")
    small = table.replace("Human", "human").replace("Rights", "rights").replace("Watch", "watch")
    assert trimmed(lexicon, small, {"Peru": "GPE"}) == [("Peru", "GPE")]
    assert trimmed(lexicon, "Lufthansa 2 nsubj PROPN\ngrows 0 root VERB", {}) == [("Lufthansa", "ORG")]


def test_a_name_goes_on_to_the_noun_that_it_hangs_on(lexicon):
    table = "the 3 det DET\nNordvik 3 compound PROPN\nPump 4 nsubj NOUN\nworks 0 root VERB\nwell 4 advmod ADV"
    assert trimmed(lexicon, table, {"Nordvik": "FAC"}) == [("Nordvik Pump", "MISC")]
    assert trimmed(lexicon, table.replace("Pump", "pump"), {"Nordvik": "FAC"}) == [("Nordvik", "FAC")]
    assert trimmed(lexicon, table.replace("Pump", "Spokesman"), {"Nordvik": "ORG"}) == [("Nordvik", "ORG")]
    assert trimmed(lexicon, table.replace("works", "Works"), {"Nordvik": "FAC"}) == [("Nordvik", "FAC")]  # a headline


def test_a_hyphen_ends_no_name(lexicon):
    table = "Kim 4 nsubj PROPN\nHae- 1 flat PROPN\nwon 1 flat VERB\nspoke 0 root VERB VBD speak"
    doc = tree(table.replace("Hae- 1 flat PROPN", "Hae 1 flat PROPN\n- 4 punct PUNCT").replace("4 nsubj", "5 nsubj"))
    document = Document(doc)
    document.names = [document.name(0, 3, "PERSON")]
    document[2].spaced = False
    trim_names(document, lexicon)
    assert [name.end for name in document.names] == [4]


def test_an_unknown_place_before_a_colon_is_a_speaker(lexicon):
    table = "Moreau 0 root PROPN\n: 1 punct PUNCT\nMali 4 nsubj PROPN\nattacked 1 parataxis VERB VBD attack"
    assert trimmed(lexicon, table, {"Moreau": "GPE", "Mali": "GPE"})[0] == ("Moreau", "PERSON")
    assert trimmed(lexicon, table.replace("Moreau", "Peru"), {"Peru": "GPE", "Mali": "GPE"})[0] == ("Peru", "GPE")


def test_a_first_name_behind_what_only_people_are(lexicon):
    table = "the 2 det DET\nphysicist 5 nsubj NOUN\nIda 2 appos PROPN\nBanda 3 flat PROPN\nspoke 0 root VERB VBD speak"
    assert trimmed(lexicon, table, {"Ida Banda": "ORG"}) == [("Ida Banda", "PERSON")]
    assert trimmed(lexicon, table.replace("physicist", "company"), {"Ida Banda": "ORG"}) == [("Ida Banda", "ORG")]


def test_a_name_that_ends_before_its_noun(lexicon):
    table = """
Kursk 4 compound PROPN
nuclear 4 amod ADJ
power 4 compound NOUN
plant 5 nsubj NOUN
closed 0 root VERB VBD close"""
    whole = [("Kursk nuclear power plant", "FAC")]
    assert trimmed(lexicon, table, {"Kursk nuclear": "FAC"}) == whole
    assert trimmed(lexicon, table, {"Kursk nuclear power": "FAC"}) == whole
    assert trimmed(lexicon, table, {"Kursk": "GPE"}) == [("Kursk", "GPE")]


def test_a_first_name_and_an_unknown_word_are_a_person(lexicon):
    table = "{} 2 compound PROPN NNP\n{} 3 nsubj PROPN {}\nspoke 0 root VERB VBD speak"
    for first, last, tag, label in (
        ("Kerstin", "Ahl", "NNP", "PERSON"),
        ("Kerstin", "Army", "NNP", "ORG"),
        ("Atlanta", "Hawks", "NNPS", "ORG"),
        ("Riyadh", "Ahl", "NNP", "ORG"),
    ):
        name = f"{first} {last}"
        assert trimmed(lexicon, table.format(first, last, tag), {name: "ORG"}) == [(name, label)]


def test_a_product_is_no_building(lexicon):
    table = "invented 0 root VERB VBD invent\nthe 4 det DET\nHydrolite 4 compound PROPN\nPump 1 obj PROPN NNP"
    assert trimmed(lexicon, table, {"Hydrolite Pump": "FAC"}) == [("Hydrolite Pump", "MISC")]


def test_a_body_in_apposition_to_an_office_is_no_person(lexicon):
    table = """
the 2 det DET
commander 6 nsubj NOUN NN
, 5 punct PUNCT
Baltic 5 compound PROPN
Command 2 appos PROPN
spoke 0 root VERB VBD speak"""
    assert trimmed(lexicon, table, {"Baltic Command": "ORG"}) == [("Baltic Command", "ORG")]


def test_an_unsure_place_is_whom_a_professional_works_for(lexicon):
    table = """
the 2 det DET
{} 6 nsubj NOUN NN
Ida 2 appos PROPN
Banda 3 flat PROPN
of 6 case ADP
{} 3 nmod PROPN
spoke 0 root VERB VBD speak"""

    def label(title: str, place: str, probability: float) -> str:
        parsed = tree(table.format(title, place), entities={"Ida Banda": "PERSON", place: "GPE"})
        parsed.user_data[NAMES] = [probability] * len(parsed)
        doc = Document(parsed)
        trim_names(doc, lexicon)
        return doc.names[1].label

    assert label("doctor", "Caritas", 0.8) == "ORG"
    assert label("doctor", "Caritas", 0.95) == "GPE"
    assert label("doctor", "Oslo", 0.8) == "GPE"
    assert label("mayor", "Caritas", 0.8) == "GPE"


def test_a_name_of_several_words_means_one_thing_in_an_article(lexicon):
    table = """
Environment 2 compound PROPN
Canada 3 nsubj PROPN
spoke 0 root VERB VBD speak

Environment 2 compound PROPN
Canada 3 nsubj PROPN
left 0 root VERB VBD leave

Environment 2 compound PROPN
Canada 3 nsubj PROPN
won 0 root VERB VBD win"""
    parsed = tree(table, entities={"Environment Canada": "ORG"})
    parsed.ents = [Span(parsed, i, i + 2, label) for i, label in ((0, "EVENT"), (3, "ORG"), (6, "ORG"))]
    parsed.user_data[NAMES] = [0.9, 0.9, 1, 0.7, 0.7, 1, 0.7, 0.7, 1]
    doc = Document(parsed)
    trim_names(doc, lexicon)
    assert [name.label for name in doc.names] == ["ORG", "ORG", "ORG"]


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
