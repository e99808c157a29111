"""Who says so."""

from __future__ import annotations

from relations import COUNTRIES, facts, only, read, speaker

from kg.model import Factuality


def test_what_is_asked_for_is_laid_to_who_asks():
    table = """
Norway 2 nsubj PROPN
urged 0 root VERB VBD urge
Serbia 2 obj PROPN
to 5 mark PART TO
support 2 xcomp VERB VB support
Ukraine 5 obj PROPN"""
    found = read(table, {**COUNTRIES, "Serbia": "GPE"})
    request = only(found, "demandsOf")
    assert (request.factuality, request.speaker) == (Factuality.ACTUAL, None)
    asked = only(found, "supports")
    assert ("Serbia", "supports", "Ukraine") in facts(found)
    assert (asked.factuality, speaker(found, asked)) == (Factuality.REQUESTED, "Norway")


def test_indirect_speech_has_its_speaker():
    table = """
Malta 2 nsubj PROPN
said 0 root VERB VBD say
that 5 mark SCONJ IN
Norway 5 nsubj PROPN
supports 2 ccomp VERB VBZ support
Ukraine 5 obj PROPN"""
    found = read(table, {**COUNTRIES, "Malta": "GPE"})
    relation = only(found, "supports")
    assert (speaker(found, relation), relation.factuality) == ("Malta", Factuality.ACTUAL)


def test_passive_reporting_is_possible_and_nobodys():
    table = """
Russia 3 nsubj:pass PROPN
is 3 aux:pass AUX VBZ be
said 0 root VERB VBN say
to 6 mark PART TO
have 6 aux AUX VB have
attacked 3 xcomp VERB VBN attack
Ukraine 6 obj PROPN"""
    found = read(table, {"Russia": "GPE", "Ukraine": "GPE"})
    relation = only(found, "attacks")
    assert (relation.speaker, relation.attributed, relation.factuality) == (None, True, Factuality.POSSIBLE)


def test_a_hedge_is_nobodys_word():
    table = """
Russia 3 nsubj PROPN
reportedly 3 advmod ADV
attacked 0 root VERB VBD attack
Ukraine 3 obj PROPN"""
    relation = only(read(table, {"Russia": "GPE", "Ukraine": "GPE"}), "attacks")
    assert (relation.speaker, relation.attributed, relation.factuality) == (None, True, Factuality.POSSIBLE)


def test_an_accusation_is_a_fact_and_its_content_the_accusers_word():
    table = """
Norway 2 nsubj PROPN
accused 0 root VERB VBD accuse
Russia 2 obj PROPN
of 5 mark SCONJ IN
attacking 2 advcl VERB VBG attack
Ukraine 5 obj PROPN"""
    found = read(table, {**COUNTRIES, "Russia": "GPE"})
    assert only(found, "accuses").speaker is None
    assert speaker(found, only(found, "attacks")) == "Norway"
