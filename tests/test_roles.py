"""Positions on hand-built trees: who holds which title where."""

from __future__ import annotations

import pytest

from docs import tree
from kg.document import Document
from kg.extraction.factuality import Judge
from kg.extraction.roles import Holding, find_holdings, find_titles
from kg.extraction.syntax import Syntax
from kg.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def holdings(lexicon: Lexicon, table: str, entities: dict[str, str]) -> tuple[Syntax, list[Holding]]:
    doc = Document(tree(table, entities=entities))
    syntax = Syntax(doc, lexicon)
    return syntax, list(find_holdings(syntax, find_titles(syntax)))


def held(lexicon: Lexicon, table: str, entities: dict[str, str]) -> list[tuple[str, str, str | None]]:
    """Person, title and organisation, the two names by their roots."""
    syntax, found = holdings(lexicon, table, entities)
    text = [t.text for t in syntax.doc]
    return [(text[h.person], h.title, None if h.organization is None else text[h.organization]) for h in found]


def titles(lexicon: Lexicon, table: str) -> list[str]:
    syntax = Syntax(Document(tree(table)), lexicon)
    return [syntax.doc.between(start, end) for start, end, _ in find_titles(syntax)]


# titles


def test_the_longest_title_counts(lexicon):
    table = (
        "the 4 det DET\ndeputy 4 compound NOUN\nprime 4 amod ADJ\nminister 5 nsubj NOUN\nspoke 0 root VERB VBD speak"
    )
    assert titles(lexicon, table) == ["deputy prime minister"]


def test_plural_and_hyphenated_titles(lexicon):
    table = """
Presidents 3 nsubj NOUN NNS president
and 3 cc CCONJ
ex-ministers 4 nsubj NOUN NNS ex-minister
met 0 root VERB VBD meet"""
    assert titles(lexicon, table) == ["Presidents", "ex-ministers"]


def test_a_text_may_be_a_title_alone(lexicon):
    assert held(lexicon, "President 0 root NOUN NN president", {}) == []


def test_a_verb_is_no_title(lexicon):
    assert titles(lexicon, "They 2 nsubj PRON\ncoach 0 root VERB VBP coach\nBrazil 2 obj PROPN") == []


# constructions

STOLTENBERG = {"NATO": "ORG", "Jens Stoltenberg": "PERSON"}


def test_a_title_before_a_name(lexicon):
    table = """
NATO 3 compound PROPN
Secretary 3 compound PROPN
General 4 nmod:desc PROPN
Jens 6 nsubj PROPN
Stoltenberg 4 flat PROPN
spoke 0 root VERB VBD speak"""
    assert held(lexicon, table, STOLTENBERG) == [("Jens", "Secretary General", "NATO")]


def test_a_title_with_a_possessor_before_a_name(lexicon):
    table = """
NATO 3 nmod:poss PROPN
's 1 case PART POS
chief 4 nmod:desc NOUN
Jens 6 nsubj PROPN
Stoltenberg 4 flat PROPN
spoke 0 root VERB VBD speak"""
    assert held(lexicon, table, STOLTENBERG) == [("Jens", "chief", "NATO")]


def test_an_apposition(lexicon):
    table = """
Jens 9 nsubj PROPN
Stoltenberg 1 flat PROPN
, 6 punct PUNCT
the 6 det DET
secretary 6 compound NOUN
general 1 appos NOUN
of 8 case ADP
NATO 6 nmod PROPN
spoke 0 root VERB VBD speak"""
    _, found = holdings(lexicon, table, STOLTENBERG)
    assert held(lexicon, table, STOLTENBERG) == [("Jens", "secretary general", "NATO")]
    assert found[0].judged is None and not found[0].former


def test_an_apposition_before_the_name(lexicon):
    table = """
The 3 det DET
secretary 3 compound NOUN
general 9 nsubj NOUN
of 5 case ADP
NATO 3 nmod PROPN
, 7 punct PUNCT
Jens 3 appos PROPN
Stoltenberg 7 flat PROPN
spoke 0 root VERB VBD speak"""
    assert held(lexicon, table, STOLTENBERG) == [("Jens", "secretary general", "NATO")]


COPULA = """
Jens 6 nsubj PROPN
Stoltenberg 1 flat PROPN
{be} 6 cop AUX {tag} be
the 6 det DET
secretary 6 compound NOUN
general 0 root NOUN
of 8 case ADP
NATO 6 nmod PROPN"""


@pytest.mark.parametrize(("be", "tag", "former"), [("is", "VBZ", False), ("was", "VBD", True)])
def test_a_copula_judges_and_its_past_is_over(lexicon, be, tag, former):
    table = COPULA.format(be=be, tag=tag)
    assert held(lexicon, table, STOLTENBERG) == [("Jens", "secretary general", "NATO")]
    _, (found,) = holdings(lexicon, table, STOLTENBERG)
    assert (found.judged, found.former, found.rule) == (5, former, "title_predicated")


def test_a_member_of_a_coordination_behind_commas(lexicon):
    """The parser took the title for another conjunct; the commas tell."""
    table = """
Lena 9 nsubj PROPN
Tamm 1 flat PROPN
, 6 punct PUNCT
Estonia 6 nmod:poss PROPN
's 4 case PART POS
envoy 1 conj NOUN
, 8 punct PUNCT
again 9 advmod ADV
spoke 0 root VERB VBD speak"""
    assert held(lexicon, table, {"Lena Tamm": "PERSON", "Estonia": "GPE"}) == [("Lena", "envoy", "Estonia")]


def test_the_organisation_behind_the_name(lexicon):
    table = """
President 2 nmod:desc PROPN
Montoya 5 nsubj PROPN
of 4 case ADP
Bolivia 2 nmod PROPN
spoke 0 root VERB VBD speak"""
    assert held(lexicon, table, {"Montoya": "PERSON", "Bolivia": "GPE"}) == [("Montoya", "President", "Bolivia")]


def test_who_sends_an_ambassador_comes_before_whom_he_is_sent_to(lexicon):
    table = """
Lena 9 nsubj PROPN
Tamm 1 flat PROPN
, 6 punct PUNCT
Estonia 6 nmod:poss PROPN
's 4 case PART POS
ambassador 1 appos NOUN
to 8 case ADP
Chile 6 nmod PROPN
spoke 0 root VERB VBD speak"""
    entities = {"Lena Tamm": "PERSON", "Estonia": "GPE", "Chile": "GPE"}
    assert held(lexicon, table, entities) == [("Lena", "ambassador to Chile", "Estonia")]


@pytest.mark.parametrize(
    ("word", "former", "factuality"),
    [("former", True, ""), ("onetime", True, ""), ("acting", False, ""), ("aspiring", False, "Possible")],
)
def test_words_beside_a_title(lexicon, word, former, factuality):
    table = """
Former 4 amod ADJ
NATO 3 compound PROPN
chief 4 nmod:desc NOUN
Jens 6 nsubj PROPN
Stoltenberg 4 flat PROPN
spoke 0 root VERB VBD speak""".replace("Former 4", f"{word} 4")
    _, found = holdings(lexicon, table, STOLTENBERG)
    assert [(h.former, h.factuality) for h in found] == [(former, factuality)]


def test_a_nationality_before_a_profession(lexicon):
    table = """
Polish 2 amod ADJ
striker 3 nmod:desc NOUN
Jan 5 nsubj PROPN
Nowak 3 flat PROPN
scored 0 root VERB VBD score"""
    _, (found,) = holdings(lexicon, table, {"Polish": "NORP", "Jan Nowak": "PERSON"})
    assert found.nationality and found.entry.profession


def test_a_nationality_before_an_office(lexicon):
    table = """
Polish 3 amod ADJ
Prime 3 amod PROPN
Minister 4 nmod:desc PROPN
Jan 6 nsubj PROPN
Nowak 4 flat PROPN
spoke 0 root VERB VBD speak"""
    _, (found,) = holdings(lexicon, table, {"Polish": "NORP", "Jan Nowak": "PERSON"})
    assert found.title == "Prime Minister" and not found.entry.profession


def test_a_title_inside_a_name_is_none(lexicon):
    table = """
President 2 compound PROPN
Bridge 3 nsubj PROPN
fell 0 root VERB VBD fall"""
    assert held(lexicon, table, {"President Bridge": "FAC"}) == []


def test_a_common_noun_is_no_position(lexicon):
    table = """
The 2 det DET
man 5 nsubj NOUN
from 4 case ADP
Oslo 2 nmod PROPN
spoke 0 root VERB VBD speak"""
    assert held(lexicon, table, {"Oslo": "GPE"}) == []


def test_appointed_to_a_position(lexicon):
    table = """
NATO 2 nsubj PROPN
named 0 root VERB VBD name
Jens 2 obj PROPN
Stoltenberg 3 flat PROPN
secretary 6 compound NOUN
general 2 xcomp NOUN"""
    _, found = holdings(lexicon, table, STOLTENBERG)
    assert [(h.person, h.judged) for h in found] == [(2, 1)]


@pytest.mark.parametrize(
    ("place", "noun", "expected"),
    [
        ("Texas", "striker", [("Ann", "striker", "Texas")]),  # a team may bear the name of its place
        ("Texas", "governor", [("Ann", "governor", "Texas")]),
    ],
)
def test_a_place_before_a_profession(lexicon, place, noun, expected):
    table = f"{place} 2 compound PROPN\n{noun} 3 nmod:desc NOUN\nAnn 4 nsubj PROPN\nsmiled 0 root VERB VBD smile"
    found = held(lexicon, table, {place: "GPE", "Ann": "PERSON"})
    assert [h for h in found if h[2] is not None] == expected


def test_a_country_in_capitals_before_a_profession_is_a_nationality(lexicon):
    table = "UK 2 compound PROPN\nsinger 3 nmod:desc NOUN\nAnn 4 nsubj PROPN\nsang 0 root VERB VBD sing"
    _, (found,) = holdings(lexicon, table, {"UK": "GPE", "Ann": "PERSON"})
    assert found.nationality


def test_each_of_several_candidates_has_a_party_of_their_own(lexicon):
    table = """
candidates 3 nsubj NOUN NNS candidate
were 3 cop AUX VBD be
Eva 0 root PROPN
of 5 case ADP
Labour 3 nmod PROPN
and 7 cc CCONJ
Otto 3 conj PROPN
of 9 case ADP
Fidesz 7 nmod PROPN"""
    names = {"Eva": "PERSON", "Labour": "ORG", "Otto": "PERSON", "Fidesz": "ORG"}
    assert held(lexicon, table, names) == [("Eva", "candidate", "Labour"), ("Otto", "candidate", "Fidesz")]


def test_a_branch_is_its_organisation_and_an_adjective_none(lexicon):
    table = """
Ann 0 root PROPN
, 3 punct PUNCT
{noun} 1 appos NOUN
{first} 5 case ADP
{inner} 3 nmod {pos}
{second} 7 case ADP
Caritas {at} nmod PROPN"""
    names = {"Ann": "PERSON", "Caritas": "ORG"}
    branch = table.format(noun="head", first="of", inner="branch", pos="NOUN", second="of", at=5)
    assert held(lexicon, branch, names) == [("Ann", "head", "Caritas")]
    large = table.format(noun="editor", first="at", inner="large", pos="ADJ", second="at", at=3)
    assert held(lexicon, large, names) == [("Ann", "editor", "Caritas")]


def test_a_headline_lists_people_before_its_verb(lexicon):
    table = """
Berg 5 nsubj PROPN
, 4 punct PUNCT
Polish 4 amod ADJ
President 1 conj PROPN
{} 0 root {}"""
    names = {"Berg": "PERSON", "Polish": "NORP"}
    assert held(lexicon, table.format("Discuss", "VERB VBP discuss"), names) == []
    assert held(lexicon, table.format(".", "PUNCT . ."), names) == [("Berg", "President", "Polish")]


def test_a_body_between_a_country_and_a_title_has_the_title(lexicon: Lexicon) -> None:
    """ "Chad's Nordkap chief, Ida Tamm": no chief of Chad."""
    table = """
Chad 4 nmod:poss PROPN
's 1 case PART
Nordkap 4 compound PROPN
chief 8 nsubj NOUN
, 6 punct PUNCT
Ida 4 appos PROPN
Tamm 6 flat PROPN
spoke 0 root VERB VBD speak"""
    names = {"Chad": "GPE", "Nordkap": "ORG", "Ida Tamm": "PERSON"}
    assert held(lexicon, table, names) == [("Ida", "chief", "Nordkap")]
    without = {"Chad": "GPE", "Ida Tamm": "PERSON"}
    assert held(lexicon, table.replace("Nordkap", "security").replace("PROPN\nchief", "NOUN\nchief"), without) == [
        ("Ida", "security chief", "Chad")
    ]


def test_a_title_is_none_at_what_somebody_was_formerly_of(lexicon: Lexicon) -> None:
    table = """
Chairman 2 nmod:desc NOUN
Ida 8 nsubj PROPN
Tamm 2 flat PROPN
, 7 punct PUNCT
formerly 7 advmod ADV RB
of 7 case ADP
Nordkap 2 nmod PROPN
spoke 0 root VERB VBD speak"""
    names = {"Ida Tamm": "PERSON", "Nordkap": "ORG"}
    assert held(lexicon, table, names) == [("Ida", "Chairman", None)]
    assert held(lexicon, table.replace("formerly", "now"), names) == [("Ida", "Chairman", "Nordkap")]


@pytest.mark.parametrize(("until", "former"), [("to", True), ("until", True), ("with", False)])
def test_a_position_with_the_years_in_which_it_was_held_is_over(lexicon, until, former):
    table = f"""
Ann 0 root PROPN
, 4 punct PUNCT
the 4 det DET
president 1 appos NOUN NN president
of 6 case ADP
Peru 4 nmod PROPN
from 8 case ADP
1999 4 nmod NUM
{until} 10 case ADP
2008 8 nmod NUM"""
    (found,) = holdings(lexicon, table, {"Ann": "PERSON", "Peru": "GPE"})[1]
    assert found.former is former


@pytest.mark.parametrize(
    ("verb", "more", "effect"),
    [
        ("sacked", "", "Former"),
        ("sacked", "not 4 advmod PART RB", "Actual"),
        ("sacked", "may 4 aux AUX MD may", "Actual"),
        ("rejected", "", "Denied"),
        ("portrayed", "", "Reported"),
        ("saw", "", ""),
    ],
)
def test_what_a_verb_makes_of_what_somebody_is_said_to_be(lexicon, verb, more, effect):
    lemma = {"saw": "see"}.get(verb, verb.removesuffix("ed"))
    table = f"""
Oslo 4 nsubj PROPN
surely 4 advmod ADV RB
{more or "now 4 advmod ADV RB"}
{verb} 0 root VERB VBD {lemma}
Ida 4 obj PROPN
as 7 case ADP IN
manager 4 obl NOUN NN manager"""
    doc = tree(table)
    assert Judge(Syntax(Document(doc), lexicon)).as_phrase(6, 3) == effect
