"""Corrections of typical parsing errors, on hand-built trees."""

from __future__ import annotations

from docs import arguments, corrected, tree, words
from kg.extraction.syntax import Syntax


def test_a_preposition_on_the_last_word_of_a_name_is_of_the_name():
    table = """
Kral 2 nsubj PROPN
signed 0 root VERB VBD sign
for 5 case ADP
AC 2 obl PROPN
Milan 4 flat PROPN"""
    assert arguments(table, "signed")["for"] == ["AC"]


def test_of_two_subjects_one_renames_the_other():
    table = "The 2 det DET\nfirm 4 nsubj NOUN\nKornblum 4 nsubj PROPN\nworks 0 root VERB"
    syntax = Syntax(corrected(tree(table, entities={"Kornblum": "ORG"})))
    assert (syntax.head[2], syntax.dep[2]) == (1, "appos")
    once = """
Once 7 mark SCONJ IN
the 3 det DET
mayor 7 nsubj NOUN
, 3 punct PUNCT ,
Berg 7 nsubj PROPN
now 7 advmod ADV
teaches 0 root VERB"""
    syntax = Syntax(corrected(tree(once, entities={"Berg": "PERSON"})))
    assert (syntax.head[2], syntax.dep[2]) == (4, "appos")
    assert (syntax.head[0], syntax.dep[0]) == (2, "advmod")
    clause = """
Once 4 mark SCONJ IN
the 3 det DET
mayor 4 nsubj NOUN
arrives 6 advcl VERB
Berg 6 nsubj PROPN
teaches 0 root VERB"""
    assert Syntax(corrected(tree(clause, entities={"Berg": "PERSON"}))).head[0] == 3


def test_two_names_before_the_plural_verb_of_a_headline_are_a_list():
    table = """
Turkey 0 root PROPN
, 3 punct PUNCT ,
Greece 1 nmod:unmarked PROPN
Sign 1 parataxis VERB VB sign
Deal 4 obj NOUN"""
    doc = tree(table, entities={"Turkey": "GPE", "Greece": "GPE"})
    syntax = Syntax(corrected(doc))
    assert words(syntax, syntax.arguments(3)) == {"subject": ["Turkey", "Greece"], "object": ["Deal"]}
    colon = tree(
        table.replace(", 3", ": 3").replace("nmod:unmarked", "appos"), entities={"Turkey": "GPE", "Greece": "GPE"}
    )
    syntax = Syntax(corrected(colon))
    assert words(syntax, syntax.arguments(3)) == {"subject": ["Greece"], "object": ["Deal"]}
    one = "Paris 4 nsubj PROPN\n, 3 punct PUNCT ,\nFrance 1 nmod:unmarked PROPN\nhosts 0 root VERB VBZ host"
    assert Syntax(corrected(tree(one, entities={"Paris": "GPE", "France": "GPE"}))).dep[2] == "nmod:unmarked"


SHIFTED = """
Norway 2 nsubj PROPN
condemned 0 root VERB VBD condemn
in 5 case ADP
harsh 5 amod ADJ
terms 2 obl NOUN NNS term
{} {} punct PUNCT
the 8 det DET
raid 5 appos NOUN NN raid"""


def test_an_object_behind_a_phrase_is_no_apposition():
    table = SHIFTED.replace("\n{} {} punct PUNCT", "").replace("the 8", "the 7")
    assert arguments(table, "condemned")["object"] == ["raid"]
    assert "object" not in arguments(SHIFTED.format(",", 8), "condemned")


def test_a_lone_mark_that_was_taken_for_an_apposition_breaks_nothing():
    table = "Eva 3 nsubj PROPN\n, 1 appos PUNCT\nleft 0 root VERB"
    doc = tree(table, entities={"Eva": "PERSON"})
    assert Syntax(corrected(doc)).head == [2, 0, 2]


def test_a_first_name_that_shares_a_last_word_is_coordinated():
    table = """
North 4 compound PROPN
and 3 cc CCONJ
South 1 conj PROPN
Korea 5 nsubj PROPN
met 0 root VERB VBD meet"""
    assert arguments(table, "met", entities={"North": "GPE", "South Korea": "GPE"})["subject"] == ["North", "Korea"]


def test_a_preposition_before_a_name_or_an_owner_is_of_the_whole_phrase():
    table = """
Tamm 2 nsubj:pass PROPN
held 0 root VERB VBN hold
by 4 case ADP
Department 6 compound PROPN
State 6 compound PROPN
Services 2 obl:agent PROPN"""
    syntax = Syntax(corrected(tree(table)))
    assert syntax.head[2] == 5
    owned = "ally 0 root NOUN\nof 3 case ADP\nBerg 5 nmod:poss PROPN\n's 3 case PART\nLumiko 1 nmod PROPN"
    syntax = Syntax(corrected(tree(owned)))
    assert syntax.noun_arguments(0)["of"] == [4]


def test_a_verb_set_beside_one_of_two_names_has_both():
    table = """
Not 2 advmod PART
Mali 0 root PROPN
but 4 cc CCONJ
Chad 2 conj PROPN
attacked 2 conj VERB VBD attack
Togo 5 obj PROPN"""
    assert arguments(table, "attacked")["object"] == ["Togo"]
    syntax = Syntax(corrected(tree(table)))
    assert (syntax.head[4], syntax.dep[4], syntax.dep[1]) == (4, "ROOT", "nsubj")
    alone = tree(table.replace("Chad 2 conj", "Chad 2 appos"))
    assert Syntax(corrected(alone)).dep[4] == "conj"


ONCE = """
Once 3 mark SCONJ IN
a 3 det DET
member {} NOUN NN member
of 5 case ADP
NATO 3 nmod PROPN
, 3 punct PUNCT ,
Chad {} PROPN
attacked 0 root VERB VBD attack
Mali 8 obj PROPN"""


def test_of_two_subjects_of_saying_the_first_is_that_of_what_is_said():
    table = """
Chad 6 nsubj PROPN
has 3 aux AUX VBZ have
armed 6 ccomp VERB VBN arm
Mali 3 obj PROPN
Oxfam 6 nsubj PROPN
said 0 root VERB VBD say"""
    assert arguments(table, "armed") == {"subject": ["Chad"], "object": ["Mali"]}
    assert Syntax(corrected(tree(table.replace("Oxfam 6 nsubj", "there 6 advmod")))).head[0] == 5


def test_a_name_in_quotes_beside_a_noun_renames_it():
    table = 'blogger 4 nsubj NOUN\n" 4 punct PUNCT\nRavel 4 nsubj PROPN\nspoke 0 root VERB VBD speak'
    syntax = Syntax(corrected(tree(table, entities={"Ravel": "PERSON"})))
    assert (syntax.head[0], syntax.dep[0]) == (2, "appos")


def test_what_has_a_preposition_behind_a_verb_is_no_second_subject():
    table = """
Chad 2 nsubj PROPN
granted 0 root VERB VBD grant
asylum 2 obj NOUN
to 5 case ADP
officers 2 nsubj NOUN NNS officer"""
    assert arguments(table, "granted") == {"subject": ["Chad"], "object": ["asylum"], "to": ["officers"]}


def test_a_whole_name_owns_the_name_behind_its_s():
    table = """
went 0 root VERB VBD go
to 6 case ADP
Ministry 1 obl PROPN
Health 3 flat PROPN
's 3 case PART
Board 1 obl PROPN"""
    doc = tree(table, entities={"Ministry Health": "ORG", "Board": "ORG"})
    syntax = Syntax(corrected(doc))
    assert syntax.noun_arguments(5) == {"possessor": [2]}
    assert syntax.head[4] == 2


def test_a_word_is_coordinated_with_what_stands_before_it():
    table = """
Oxfam 2 nsubj PROPN
met 0 root VERB VBD meet
Iran 2 obj PROPN
, 5 punct PUNCT
Egypt 3 conj PROPN
, 7 punct PUNCT
Jordan 10 conj PROPN
and 10 cc CCONJ
later 10 advmod ADV
Turkey 3 conj PROPN"""
    names = dict.fromkeys(("Iran", "Egypt", "Jordan", "Turkey"), "GPE")
    assert set(arguments(table, "met", entities=names)["object"]) == {"Iran", "Egypt", "Jordan", "Turkey"}


def test_a_phrase_without_preposition_is_the_object():
    table = """
Latvia 2 nsubj PROPN
condemned 0 root VERB VBD condemn
in 5 case ADP
strong 5 amod ADJ
terms 2 obl NOUN NNS term
both 8 cc:preconj CCONJ
the 8 det DET
attack 5 nmod NOUN NN attack"""
    assert arguments(table, "condemned")["object"] == ["attack"]


def test_an_adjective_before_a_name_is_no_second_subject():
    table = "incumbent 3 nsubj ADJ JJ\nHetra 3 nsubj PROPN\nwon 0 root VERB VBD win"
    assert arguments(table, "won", entities={"Hetra": "ORG"}) == {"subject": ["Hetra"]}
    assert Syntax(corrected(tree(table, entities={"Hetra": "ORG"}))).dep[0] == "amod"
