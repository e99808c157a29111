"""What constructions bring together."""

from __future__ import annotations

from relations import facts, only, read


def test_a_nationality_before_a_profession_is_citizenship():
    table = """
Polish 2 amod ADJ
striker 3 nmod:desc NOUN
Jan 5 nsubj PROPN
Nowak 3 flat PROPN
scored 0 root VERB VBD score"""
    relation = only(read(table, {"Polish": "NORP", "Jan Nowak": "PERSON"}), "citizenOf")
    assert (relation.rule, relation.role) == ("nationality_before_name", "")


def test_a_nationality_is_said_of_somebody_or_stands_beside_a_name():
    said = "Bram 3 nsubj PROPN\nis 3 cop AUX\nBelgian 0 root ADJ"
    assert facts(read(said, {"Bram": "PERSON", "Belgian": "NORP"})) == {("Bram", "citizenOf", "Belgian")}
    beside = "Bram 5 nsubj PROPN\n, 4 punct PUNCT\na 4 det DET\nDruze 1 appos PROPN\nleft 0 root VERB"
    assert facts(read(beside, {"Bram": "PERSON", "Druze": "NORP"})) == {("Bram", "memberOf", "Druze")}


def test_a_place_lies_in_the_country_before_its_kind():
    table = """
the 3 det DET
Iraqi 3 amod ADJ
city 0 root NOUN
of 5 case ADP
Mosul 3 nmod PROPN"""
    assert facts(read(table, {"Iraqi": "NORP", "Mosul": "GPE"})) == {("Mosul", "partOf", "Iraqi")}


def test_who_says_what_somebody_must_do_demands_it():
    table = """
Norway 2 nsubj PROPN
said 0 root VERB VBD say
Spain 5 nsubj PROPN
must 5 aux AUX MD
leave 2 ccomp VERB VB leave"""
    assert ("Norway", "demandsOf", "Spain") in facts(read(table, {"Norway": "GPE", "Spain": "GPE"}))


def test_who_claims_that_somebody_did_harm_accuses_them():
    table = """
Spain 2 nsubj PROPN
claimed 0 root VERB VBD claim
that 5 mark SCONJ IN
Norway 5 nsubj PROPN
bombed 2 ccomp VERB VBD bomb
Malta 5 obj PROPN"""
    found = facts(read(table, {"Spain": "GPE", "Norway": "GPE", "Malta": "GPE"}))
    assert {("Spain", "accuses", "Norway"), ("Norway", "attacks", "Malta")} <= found
