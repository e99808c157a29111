"""Arguments of predicates, with what syntax hides put back."""

from __future__ import annotations

from dataclasses import replace

from docs import LEXICON, arguments, tree, words
from kg.document import Document
from kg.extraction.syntax import Syntax


def test_active_and_passive_agree():
    active = "Russia 2 nsubj PROPN\ninvaded 0 root VERB VBD invade\nUkraine 2 obj PROPN"
    passive = """
Ukraine 3 nsubj:pass PROPN
was 3 aux:pass AUX VBD be
invaded 0 root VERB VBN invade
by 5 case ADP
Russia 3 obl:agent PROPN"""
    assert (
        arguments(active, "invaded") == arguments(passive, "invaded") == {"subject": ["Russia"], "object": ["Ukraine"]}
    )


def test_conjoined_verbs_share_subject_and_object():
    table = """
France 2 nsubj PROPN
condemned 0 root VERB VBD condemn
and 4 cc CCONJ
sanctioned 2 conj VERB VBD sanction
Belarus 4 obj PROPN"""
    assert arguments(table, "condemned") == {"subject": ["France"], "object": ["Belarus"]}
    assert arguments(table, "sanctioned") == {"subject": ["France"], "object": ["Belarus"]}


def test_who_a_noun_with_an_infinitive_belongs_to():
    table = """
efforts 0 root NOUN NNS effort
of 3 case ADP
Kenya 1 nmod PROPN"""
    assert Syntax(Document(tree(table)), LEXICON).actors_of_noun(0) == [2]
    people = replace(LEXICON, people=LEXICON.people | {"effort"})
    assert Syntax(Document(tree(table)), people).actors_of_noun(0) == []


def test_relative_pronoun_stands_for_its_antecedent():
    table = """
Poland 4 nsubj PROPN
, 4 punct PUNCT
who 4 nsubj PRON WP
attacked 0 root VERB VBD attack"""
    relative = """
Borg 0 root PROPN
, 5 punct PUNCT
who 5 nsubj:pass PRON WP
was 5 aux:pass AUX VBD be
defeated 1 acl:relcl VERB VBN defeat
by 7 case ADP
Lund 5 obl:agent PROPN"""
    assert arguments(relative, "defeated") == {"subject": ["Lund"], "object": ["Borg"]}
    assert arguments(table, "attacked")["subject"] == ["Poland"]


def test_infinitive_takes_the_object_as_subject():
    table = """
Oslo 2 nsubj PROPN
urged 0 root VERB VBD urge
Berlin 2 obj PROPN
to 5 mark PART TO
support 2 xcomp VERB VB support
Kyiv 5 obj PROPN"""
    assert arguments(table, "support") == {"subject": ["Berlin"], "object": ["Kyiv"]}


def test_promise_keeps_its_subject():
    table = """
Oslo 2 nsubj PROPN
promised 0 root VERB VBD promise
Berlin 2 iobj PROPN
to 5 mark PART TO
support 2 xcomp VERB VB support
Kyiv 5 obj PROPN"""
    assert LEXICON.controller("promise") == "subject"
    assert arguments(table, "support") == {"subject": ["Oslo"], "object": ["Kyiv"]}


def test_gerund_after_a_preposition_belongs_to_the_object():
    table = """
Oslo 2 nsubj PROPN
accused 0 root VERB VBD accuse
Minsk 2 obj PROPN
of 5 mark SCONJ IN
attacking 2 advcl VERB VBG attack
Riga 5 obj PROPN"""
    assert arguments(table, "attacking") == {"subject": ["Minsk"], "object": ["Riga"]}


def test_reduced_relative_fills_its_gap():
    table = """
deal 0 root NOUN
Serbia 3 nsubj PROPN
signed 1 acl:relcl VERB VBD sign"""
    assert arguments(table, "signed") == {"subject": ["Serbia"], "object": ["deal"]}


def test_lists_of_actors_are_spread():
    table = """
Estonia 5 nsubj PROPN
, 3 punct PUNCT
Latvia 1 conj PROPN
too 5 advmod ADV
support 0 root VERB VBP support
Ukraine 5 obj PROPN"""
    assert arguments(table, "support")["subject"] == ["Estonia", "Latvia"]


def test_noun_phrases_by_slot():
    doc = tree("""
Russia 3 nmod:poss PROPN
's 1 case PART POS
invasion 0 root NOUN
of 5 case ADP
Ukraine 3 nmod PROPN""")
    syntax = Syntax(Document(doc), LEXICON)
    assert words(syntax, syntax.noun_arguments(2)) == {"possessor": ["Russia"], "of": ["Ukraine"]}
    assert list(syntax.holders(2)) == []


def test_who_was_born_and_studied_was_not_studied():
    table = """
Holm 3 nsubj:pass PROPN
was 3 aux:pass AUX VBD be
born 0 root VERB VBN bear
and 5 cc CCONJ
studied 3 conj VERB VBN study
in 7 case ADP
Rome 5 obl PROPN"""
    assert arguments(table, "studied") == {"subject": ["Holm"], "in": ["Rome"]}
    beaten = table.replace("born", "beaten").replace("studied", "robbed")
    assert arguments(beaten, "robbed") == {"object": ["Holm"], "in": ["Rome"]}


def test_a_conjunct_with_its_own_determiner_shares_no_adjective():
    table = """
the 3 det DET
French 3 amod ADJ
agency 0 root NOUN
and 6 cc CCONJ
the 6 det DET
magazine 3 conj NOUN"""
    syntax = Syntax(Document(tree(table)), LEXICON)
    assert "premodifier" not in syntax.noun_arguments(5)
    shared = Syntax(Document(tree(table.replace("the 6 det DET", "old 6 amod ADJ"))), LEXICON)
    assert words(shared, shared.noun_arguments(5))["premodifier"] == ["old", "French"]


def test_named_nouns_share_no_phrase_of_the_last():
    table = """
actor 0 root NOUN
Emil 1 flat PROPN
; 4 punct PUNCT
singer 1 conj NOUN
Nils 4 flat PROPN
of 7 case ADP
Abba 4 nmod PROPN"""
    syntax = Syntax(Document(tree(table)), LEXICON)
    assert "of" not in syntax.noun_arguments(0)
    bare = table.replace("Nils 4 flat", "and 4 cc")
    assert Syntax(Document(tree(bare)), LEXICON).noun_arguments(0)["of"] == [6]


def test_who_has_a_purpose_is_the_subject_where_only_a_gerund_is_the_objects():
    table = """
Serbs 2 nsubj PROPN
block 0 root VERB VBP block
roads 2 obj NOUN
to 5 mark PART TO
defy 2 advcl VERB VB defy
Tirana 5 obj PROPN"""
    assert [LEXICON.controller("block", kind) for kind in ("Infinitive", "Gerund")] == ["", "object"]
    assert arguments(table, "defy") == {"subject": ["Serbs"], "object": ["Tirana"]}


def test_a_quantity_stands_for_what_its_of_phrase_says():
    table = "a 2 det DET\nwave 5 nsubj NOUN\nof 4 case ADP\nraids 2 nmod NOUN NNS raid\nbegan 0 root VERB"
    doc = Document(tree(table))
    assert Syntax(doc, LEXICON).carrier(3) == 1
    assert Syntax(doc, replace(LEXICON, quantities=frozenset())).carrier(3) == 3
    dozens = Document(tree(table.replace("wave 5 nsubj NOUN", "dozens 5 nsubj NOUN NNS dozen")))
    assert Syntax(dozens, LEXICON).carrier(3) == 1
