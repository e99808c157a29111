"""What a text makes of a relation: denied, over, when."""

from __future__ import annotations

import pytest
from relations import COUNTRIES, SUPPORT, only, read

from kg.extraction import extract
from kg.extraction.decision import weights
from kg.model import Article, Factuality, Polarity
from kg.pipeline import Tools


def test_negation_is_kept_with_the_relation():
    table = """
Norway 4 nsubj PROPN
did 4 aux AUX VBD do
not 4 advmod PART RB
support 0 root VERB VB support
Ukraine 4 obj PROPN"""
    assert only(read(table, COUNTRIES), "supports").polarity is Polarity.NEGATIVE


def test_a_member_that_is_named_to_be_left_out():
    table = """
Norway 2 nsubj PROPN
supports 0 root VERB VBZ support
Ukraine 2 obj PROPN
but 6 cc CCONJ
not 6 advmod PART RB
Malta 3 conj PROPN"""
    found = read(table, {**COUNTRIES, "Malta": "GPE"})
    polarity = {found.chains[r.object].name: r.polarity for r in found.relations}
    assert polarity == {"Ukraine": Polarity.POSITIVE, "Malta": Polarity.NEGATIVE}


@pytest.mark.parametrize(("pronoun", "polarity"), [("Everyone", Polarity.NEGATIVE), ("Chad", Polarity.POSITIVE)])
def test_who_alone_did_not_do_it(pronoun, polarity):
    table = f"""
{pronoun} 4 nsubj PRON
but 3 cc CCONJ
Norway 1 conj PROPN
supports 0 root VERB VBZ support
Ukraine 4 obj PROPN"""
    found = read(table, COUNTRIES)
    assert [r.polarity for r in found.relations if found.chains[r.subject].name == "Norway"] == [polarity]


@pytest.mark.parametrize(
    ("joint", "factuality"),
    [("plus", Factuality.POSSIBLE), ("alongside", Factuality.POSSIBLE), ("and", Factuality.ACTUAL)],
)
def test_a_list_of_members_ends_where_others_join_it(joint, factuality):
    table = f"""
NATO 2 compound PROPN
members 6 nsubj NOUN NNS member
Norway 2 appos PROPN
{joint} 5 cc CCONJ CC {joint}
Ukraine 3 conj PROPN
agreed 0 root VERB VBD agree"""
    found = read(table, {"NATO": "ORG", **COUNTRIES})
    members = {found.chains[r.subject].name: r.factuality for r in found.relations if r.predicate == "memberOf"}
    assert members == {"Norway": Factuality.ACTUAL, "Ukraine": factuality}


@pytest.mark.parametrize(
    ("word", "factuality"),
    [
        ("Suspected 2 amod ADJ JJ suspected", Factuality.POSSIBLE),
        ("Suspected 2 amod VERB VBN suspect", Factuality.POSSIBLE),
        ("Armed 2 amod ADJ JJ armed", Factuality.ACTUAL),
    ],
)
def test_a_deed_of_whom_a_text_only_suspects_is_possible(word, factuality):
    table = f"""
{word}
Kurds 3 nsubj PROPN
attacked 0 root VERB VBD attack
Ukraine 3 obj PROPN"""
    assert only(read(table, {"Kurds": "NORP", "Ukraine": "GPE"}), "attacks").factuality is factuality


def test_a_noun_before_a_noun_leaves_no_doubt_who_acts():
    table = """
Kurdish 3 amod ADJ
rights 3 compound NOUN NNS right
group 4 nsubj NOUN NN group
criticized 0 root VERB VBD criticize
Ukraine 4 obj PROPN"""
    found = read(table, {"Kurdish rights group": "ORG", "Ukraine": "GPE"})
    assert only(found, "criticizes").factuality is Factuality.ACTUAL


@pytest.mark.parametrize(("setting", "invented"), [("film", True), ("town", False)])
def test_a_title_that_only_a_story_gives_is_nobodys_fact(setting, invented):
    table = f"""
In 3 case ADP
the 3 det DET
{setting} 8 obl NOUN NN {setting}
Norwegian 5 amod ADJ
president 6 nmod:desc NOUN
Ann 8 nsubj PROPN
Berg 6 flat PROPN
resigned 0 root VERB VBD resign"""
    assert only(read(table, {"Norwegian": "NORP", "Ann Berg": "PERSON"}), "roleOf").attributed is invented


def test_a_position_that_is_over():
    table = """
Former 3 amod ADJ
Norwegian 3 amod ADJ
president 4 nmod:desc NOUN
Ann 6 nsubj PROPN
Berg 4 flat PROPN
supports 0 root VERB VBZ support
Ukraine 6 obj PROPN"""
    found = read(table, {"Norwegian": "NORP", "Ann Berg": "PERSON", "Ukraine": "GPE"})
    relation = only(found, "roleOf")
    assert (relation.role, relation.former) == ("president", True)


def test_a_position_that_somebody_only_is_said_to_have():
    table = """
Purported 3 amod ADJ
Norwegian 3 amod ADJ
president 4 nmod:desc NOUN
Ann 6 nsubj PROPN
Berg 4 flat PROPN
supports 0 root VERB VBZ support
Ukraine 6 obj PROPN"""
    found = read(table, {"Norwegian": "NORP", "Ann Berg": "PERSON", "Ukraine": "GPE"})
    assert only(found, "roleOf").factuality is Factuality.POSSIBLE


def test_a_position_that_the_network_finds_is_over_by_the_same_words(tools: Tools) -> None:
    text = (
        "Helen Adeyemi, who once directed the Plymouth Oceanographic Laboratory, met Ida Berg, the ex-head of Maersk."
    )
    found = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads).relations
    assert {r.former for r in found if r.predicate == "roleOf"} == {True}


def test_what_ends_and_what_begins(tools: Tools) -> None:
    text = (
        "Sacked as manager of Rangers, Russell Martin took charge of Gilead. Emma Wals used to chair GlaxoSmithKline. "
        "Juan Carlos, king of Spain until 2014, met the so-called president of Donetsk, Denis Pushilin."
    )
    found = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads)
    roles = {found.chains[r.object].name: r for r in found.relations if r.predicate == "roleOf"}
    assert {name: r.former for name, r in roles.items()} == {
        "Rangers": True, "Gilead": False, "GlaxoSmithKline": True, "Spain": True, "Donetsk": False,
    }  # fmt: skip
    assert roles["Donetsk"].role == "president"
    assert roles["Donetsk"].factuality is Factuality.POSSIBLE or roles["Donetsk"].confidence < weights().plain


@pytest.mark.parametrize(
    "text",
    [
        "Josep Sala did not resign as manager of Barcelona.",
        "Josep Sala is manager of Barcelona until June.",
        "Josep Sala was not sacked as manager of Barcelona.",
    ],
)
def test_what_goes_on_is_not_former(tools: Tools, text: str) -> None:
    found = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads).relations
    assert {(r.former, r.polarity) for r in found if r.predicate == "roleOf"} == {(False, Polarity.POSITIVE)}


@pytest.mark.parametrize(
    ("text", "relation", "former"),
    [
        ("Paul Orr, who once owned Skoda Auto, met Ida Berg.", "owns", True),
        ("Paul Orr, the former owner of Skoda Auto, met Ida Berg.", "owns", True),
        ("Skoda Auto, controlled by Paul Orr until 2009, met Ida Berg.", "owns", True),
        ("Skoda Auto is controlled by Paul Orr.", "owns", False),
        ("Ida Berg met Paul Orr, the owner of Skoda Auto, only once.", "owns", False),
        ("Paul Orr lived in Oslo for 30 years.", "livesIn", True),
        ("Paul Orr said that he lived in Oslo.", "livesIn", False),
        ("Paul Orr said that he had lived in Oslo since 2001.", "livesIn", False),
        ("Paul Orr never lived in Oslo.", "livesIn", False),
        ("Paul Orr was at his home in Oslo.", "livesIn", False),
        ("Paul Orr later moved to Oslo.", "livesIn", False),
        ("Paul Orr, a retired teacher from Oslo, met Ida Berg.", "livesIn", False),
        ("Paul Orr, a former prime minister and the candidate of the Greens, met Ida Berg.", "candidateFor", False),
        ("Paul Orr was once a close ally of Ida Berg.", "alliedWith", True),
        ("Paul Orr is a close ally of Ida Berg.", "alliedWith", False),
    ],
)
def test_a_state_that_is_over(tools: Tools, text: str, relation: str, former: bool) -> None:
    found = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads).relations
    assert {r.former for r in found if r.predicate == relation} == {former}


def test_who_would_be_a_successor_is_none() -> None:
    table = """
Norway 4 nsubj PROPN
is 4 cop AUX VBZ be
a 4 det DET
successor 0 root NOUN NN successor
of 6 case ADP
Ukraine 4 nmod PROPN"""
    hedged = table.replace(" 4 ", " 5 ").replace("a 5 det DET", "a 5 det DET\npossible 5 amod ADJ JJ possible")
    hedged = hedged.replace("of 6", "of 7")
    for told, factuality in ((table, Factuality.ACTUAL), (hedged, Factuality.POSSIBLE)):
        assert only(read(told, COUNTRIES), "succeeds").factuality is factuality


@pytest.mark.parametrize(
    ("words", "former"),
    [
        ("a former Wolfsburg midfielder", True),
        ("the ex-Chelsea goalkeeper", True),
        ("the Chelsea goalkeeper", False),
    ],
)
def test_who_was_a_member_is_none_any_more(tools: Tools, words: str, former: bool) -> None:
    text = f"Paul Orr, {words}, criticised the BBC."
    found = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads).relations
    assert {r.former for r in found if r.predicate in {"memberOf", "roleOf"}} == {former}


def test_what_is_threatened_is_possible_beside_a_warning_that_is_not(tools: Tools) -> None:
    text = "North Korea threatened to attack Guam with ballistic missiles."
    found = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads).relations
    assert {(r.predicate, r.factuality) for r in found} == {
        ("warns", Factuality.ACTUAL),
        ("attacks", Factuality.POSSIBLE),
    }


def test_a_date_is_read_against_the_day_of_publication():
    table = SUPPORT.replace("supports 0 root VERB VBZ", "attacked 0 root VERB VBD").replace(" support\n", " attack\n")
    table += "\nin 5 case ADP\n2014 2 obl NUM"
    assert only(read(table, COUNTRIES | {"2014": "DATE"}, date="2024-03-02"), "attacks").time == "2014"
    assert only(read(table, COUNTRIES | {"2014": "DATE"}, date="not a date"), "attacks").time == "2014"
