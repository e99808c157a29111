"""From hand-built trees to relations with their qualifiers: what each argument means, and what the text makes of it."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from docs import tree
from kg.extraction import Lexicon, Reading, extract, load_lexicon
from kg.extraction.document import Document, Word
from kg.extraction.extract import fill_subjects
from kg.garbage import collector_off
from kg.model import Article, Extraction, Factuality, Polarity, Relation

LEXICON = load_lexicon()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return LEXICON


def read(table: str, entities: dict[str, str], *, date: str = "") -> Extraction:
    doc = tree(table, entities=entities)
    return extract(doc, Article(text=doc.text, date=date), LEXICON)


def facts(extraction: Extraction) -> set[tuple[str, str, str]]:
    chains = extraction.chains
    return {(chains[r.subject].name, r.predicate, chains[r.object].name) for r in extraction.relations}


def only(extraction: Extraction, predicate: str) -> Relation:
    (found,) = [r for r in extraction.relations if r.predicate == predicate]
    return found


def speaker(extraction: Extraction, relation: Relation) -> str | None:
    return None if relation.speaker is None else extraction.chains[relation.speaker].name


# what may stand in a relation

SUPPORT = "Norway 2 nsubj PROPN\nsupports 0 root VERB VBZ support\nUkraine 2 obj PROPN"
COUNTRIES = {"Norway": "GPE", "Ukraine": "GPE"}


def test_a_plain_sentence():
    found = read(SUPPORT, COUNTRIES)
    assert facts(found) == {("Norway", "supports", "Ukraine")}
    relation = found.relations[0]
    assert (relation.polarity, relation.factuality) == (Polarity.POSITIVE, Factuality.ACTUAL)
    assert (relation.speaker, relation.attributed, relation.former, relation.role) == (None, False, False, "")
    assert relation.rule == "support_v"


def test_what_was_read_is_freed_at_once():
    gc.collect()
    with collector_off():
        kept = read(SUPPORT, COUNTRIES)
        assert kept.relations
        assert not [thing for thing in gc.get_objects() if type(thing) in {Word, Document, Reading}]


def test_a_relation_needs_classes_that_it_may_hold_between():
    married = "{} 2 nsubj PROPN\nmarried 0 root VERB VBD marry\nBo 2 obj PROPN"
    assert facts(read(married.format("Ann"), {"Ann": "PERSON", "Bo": "PERSON"})) == {("Ann", "spouseOf", "Bo")}
    assert not read(married.format("NATO"), {"NATO": "ORG", "Bo": "PERSON"}).relations


def test_a_sense_may_demand_a_class_of_its_own():
    """ "Recognise" is support where a country is recognised."""
    table = "Norway 2 nsubj PROPN\nrecognised 0 root VERB VBD recognise\n{} 2 obj PROPN"
    assert ("Norway", "supports", "Kosovo") in facts(read(table.format("Kosovo"), {"Norway": "GPE", "Kosovo": "GPE"}))
    assert not facts(read(table.format("Ann"), {"Norway": "GPE", "Ann": "PERSON"}))


def test_nothing_stands_in_a_relation_to_itself():
    table = """
Norway 2 nsubj PROPN
supports 0 root VERB VBZ support
Norway 2 obj PROPN"""
    assert not read(table, {"Norway": "GPE"}).relations


def test_one_of_two_arguments_at_least_has_a_name():
    table = """
Protesters 2 nsubj NOUN NNS protester
attacked 0 root VERB VBD attack
the 4 det DET
police 2 obj NOUN"""
    assert not read(table, {}).relations


def test_a_common_noun_before_a_name_is_what_the_name_is():
    table = """
Norway 2 nsubj PROPN
supports 0 root VERB VBZ support
musician 2 obj NOUN
Ida 3 flat PROPN
Berg 3 flat PROPN"""
    assert ("Norway", "supports", "Ida Berg") in facts(read(table, {"Norway": "GPE", "Ida Berg": "PERSON"}))


# nouns that stand for their owner


def test_officials_are_whom_they_are_officials_of():
    table = """
Officials 5 nsubj NOUN NNS official
of 4 case ADP
the 4 det DET
EU 1 nmod PROPN
criticized 0 root VERB VBD criticize
Serbia 5 obj PROPN"""
    assert facts(read(table, {"EU": "ORG", "Serbia": "GPE"})) == {("EU", "criticizes", "Serbia")}


def test_a_nationality_before_such_a_noun():
    table = """
Norwegian 2 amod ADJ
officials 3 nsubj NOUN NNS official
criticized 0 root VERB VBD criticize
Serbia 3 obj PROPN"""
    found = read(table, {"Norwegian": "NORP", "Serbia": "GPE"})
    assert [(found.chains[r.subject].mentions[0].text, r.predicate) for r in found.relations] == [
        ("Norwegian", "criticizes")
    ]


def test_several_owners_act_each():
    table = """
The 3 det DET
foreign 3 amod ADJ
ministers 8 nsubj NOUN NNS minister
of 5 case ADP
Iran 3 nmod PROPN
and 7 cc CCONJ
Qatar 5 conj PROPN
criticized 0 root VERB VBD criticize
Serbia 8 obj PROPN"""
    found = facts(read(table, {"Iran": "GPE", "Qatar": "GPE", "Serbia": "GPE"}))
    assert {("Iran", "criticizes", "Serbia"), ("Qatar", "criticizes", "Serbia")} <= found


@pytest.mark.parametrize("noun", ["enemies", "bicycles", "critics", "opponents", "fans"])
def test_a_noun_that_stands_for_nobody_does_not(noun):
    table = f"""
The 2 det DET
{noun} 6 nsubj NOUN NNS {noun[:-1].replace("enemie", "enemy")}
of 5 case ADP
the 5 det DET
EU 2 nmod PROPN
attacked 0 root VERB VBD attack
Serbia 6 obj PROPN"""
    assert ("EU", "attacks", "Serbia") not in facts(read(table, {"EU": "ORG", "Serbia": "GPE"}))


def test_a_kind_of_place_before_its_name():
    table = """
Russia 2 nsubj PROPN
bombed 0 root VERB VBD bomb
the 4 det DET
town 2 obj NOUN
of 6 case ADP
Izium 4 nmod PROPN"""
    assert ("Russia", "attacks", "Izium") in facts(read(table, {"Russia": "GPE", "Izium": "GPE"}))


def test_names_in_apposition_to_a_noun_are_meant():
    table = """
Cyprus 2 nsubj PROPN
arrested 0 root VERB VBD arrest
two 4 nummod NUM
members 2 obj NOUN NNS member
of 6 case ADP
Hezbollah 4 nmod PROPN
, 8 punct PUNCT
Ali 4 appos PROPN
Fadel 8 flat PROPN
and 11 cc CCONJ
Hadi 8 conj PROPN
Saleh 11 flat PROPN"""
    entities = {"Cyprus": "GPE", "Hezbollah": "ORG", "Ali Fadel": "PERSON", "Hadi Saleh": "PERSON"}
    found = facts(read(table, entities))
    assert {("Cyprus", "arrests", "Ali Fadel"), ("Cyprus", "arrests", "Hadi Saleh")} <= found
    assert {("Ali Fadel", "memberOf", "Hezbollah"), ("Hadi Saleh", "memberOf", "Hezbollah")} <= found
    assert ("Cyprus", "arrests", "Hezbollah") not in found


def test_who_condemns_an_act_condemns_its_actor():
    table = """
Norway 2 nsubj PROPN
condemned 0 root VERB VBD condemn
Russia 5 nmod:poss PROPN
's 3 case PART POS
invasion 2 obj NOUN
of 7 case ADP
Ukraine 5 nmod PROPN"""
    found = facts(read(table, {"Norway": "GPE", "Russia": "GPE", "Ukraine": "GPE"}))
    assert {("Norway", "criticizes", "Russia"), ("Russia", "invades", "Ukraine")} <= found
    assert ("Norway", "criticizes", "Ukraine") not in found


def test_who_welcomes_the_adoption_of_a_law_welcomes_the_law():
    table = """
Oslo 2 nsubj PROPN
welcomed 0 root VERB VBD welcome
the 4 det DET
adoption 2 obj NOUN
of 7 case ADP
Lima 7 compound PROPN
Treaty 4 nmod PROPN"""
    found = read(table, {"Oslo": "GPE", "Lima Treaty": "MISC"})
    assert ("Oslo", "praises", "Lima Treaty") in facts(found)


def test_who_calls_for_an_end_to_an_act_demands_it_of_its_actor():
    table = """
Oslo 2 nsubj PROPN
called 0 root VERB VBD call
for 5 case ADP
an 5 det DET
end 2 obl NOUN
to 8 case ADP
Sudan 8 nmod:poss PROPN
raids 5 nmod NOUN NNS raid"""
    found = read(table, {"Oslo": "GPE", "Sudan": "GPE"})
    assert ("Oslo", "demandsOf", "Sudan") in facts(found)


def test_an_act_reaches_its_actor_for_judgements_alone():
    table = """
Norway 2 nsubj PROPN
attacked 0 root VERB VBD attack
Russia 5 nmod:poss PROPN
's 3 case PART POS
enemy 2 obj NOUN"""
    assert "attacks" not in LEXICON.evaluative
    assert ("Norway", "attacks", "Russia") not in facts(read(table, {"Norway": "GPE", "Russia": "GPE"}))


# qualifiers


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


def test_a_nationality_before_a_profession_is_citizenship():
    table = """
Polish 2 amod ADJ
striker 3 nmod:desc NOUN
Jan 5 nsubj PROPN
Nowak 3 flat PROPN
scored 0 root VERB VBD score"""
    relation = only(read(table, {"Polish": "NORP", "Jan Nowak": "PERSON"}), "citizenOf")
    assert (relation.rule, relation.role) == ("nationality_before_name", "")


def test_a_date_is_read_against_the_day_of_publication():
    table = SUPPORT.replace("supports 0 root VERB VBZ", "attacked 0 root VERB VBD").replace(" support\n", " attack\n")
    table += "\nin 5 case ADP\n2014 2 obl NUM"
    assert only(read(table, COUNTRIES | {"2014": "DATE"}, date="2024-03-02"), "attacks").time == "2014"
    assert only(read(table, COUNTRIES | {"2014": "DATE"}, date="not a date"), "attacks").time == "2014"


# the text as a whole

LONG = """
The 3 det DET
Norwegian 3 amod ADJ
government 6 nsubj NOUN
has 6 aux AUX VBZ have
always 6 advmod ADV
supported 0 root VERB VBN support
Ukraine 6 obj PROPN
since 9 case ADP
February 6 obl PROPN
. 6 punct PUNCT
"""


def test_a_repeated_paragraph_gives_its_evidence_once():
    entities = {"Norwegian": "NORP", "Ukraine": "GPE"}
    once, twice = read(LONG, entities), read(f"{LONG}\n{LONG}", entities)
    assert len(once.relations) == 1
    assert [r.span for r in twice.relations] == [r.span for r in once.relations]


def test_short_sentences_may_be_said_twice():
    found = read(f"{SUPPORT}\n\n{SUPPORT}", COUNTRIES)
    assert len(found.relations) == 2


def test_a_dateline_does_not_act():
    table = """
OSLO 4 nsubj PROPN
- 4 punct PUNCT
Norway 1 appos PROPN
attacked 0 root VERB VBD attack
Serbia 4 obj PROPN"""
    doc = tree(table)
    doc = Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[True] * len(doc),
        heads=[t.head.i for t in doc],
        deps=[t.dep_ for t in doc],
        pos=[t.pos_ for t in doc],
        tags=[t.tag_ for t in doc],
        lemmas=[t.lemma_ for t in doc],
        ents=["B-GPE", "O", "B-GPE", "O", "B-GPE"],
    )
    found = extract(doc, Article(text=doc.text), LEXICON)
    assert ("Norway", "attacks", "Serbia") in facts(found)
    assert not any(x.lower() == "oslo" and p == "attacks" for x, p, _ in facts(found))


def test_a_short_entry_inside_a_longer_one_is_silent():
    """ "Take" is not looked at where "take part" is found."""
    table = """
Norway 2 nsubj PROPN
took 0 root VERB VBD take
part 2 obj NOUN
in 6 case ADP
the 6 det DET
Games 2 obl PROPN"""
    found = read(table, {"Norway": "GPE", "Games": "EVENT"})
    assert [r.rule for r in found.relations] == ["take_part_v"]


def test_relations_come_in_the_order_of_the_text():
    found = read(f"{SUPPORT}\n\n{SUPPORT.replace('Norway', 'Malta')}", COUNTRIES | {"Malta": "GPE"})
    places = [r.predicate_span.start for r in found.relations]
    assert places == sorted(places) and len(places) == 2


def test_explaining_names_what_was_considered(lexicon):
    table = """
Norway 2 nsubj PROPN
supports 0 root VERB VBZ support
the 4 det DET
idea 2 obj NOUN

Norway 2 nsubj PROPN
yodels 0 root VERB VBZ yodel"""
    doc = tree(table, entities={"Norway": "GPE"})
    lines = list(Reading(doc, Article(text=doc.text), lexicon).explain())
    assert lines[0] == "names: Norway (Country)" or lines[0].startswith("names: Norway (")
    assert any("as supports (support_v): no" in line or "“idea”" in line for line in lines)
    assert any(line.startswith("“yodels” with subject “Norway”: no lexical entry of “yodel”") for line in lines)
    assert lines[-1] == "0 relations found"


# laws

NAMES = {"Norway": "GPE", "Malta": "GPE", "NATO": "ORG", "Ann Berg": "PERSON", "Serbia": "GPE"}
VERBS = ["supports/support", "attacked/attack", "visits/visit", "praised/praise", "met/meet", "warned/warn", "owns/own"]


def name_rows(name: str, at: int, head: int, dep: str) -> list[str]:
    """A name's words from word number `at` on, the first of them the head."""
    first, *rest = name.split()
    return [f"{first} {head} {dep} PROPN", *(f"{word} {at} flat PROPN" for word in rest)]


@st.composite
def tables(draw: st.DrawFn) -> str:
    """One to three clauses of names and verbs, some passive, some negated, some told by somebody."""
    sentences = []
    for _ in range(draw(st.integers(1, 3))):
        subject, obj = draw(st.sampled_from(sorted(NAMES))), draw(st.sampled_from(sorted(NAMES)))
        form, lemma = draw(st.sampled_from(VERBS)).split("/")
        passive, negated = draw(st.booleans()), draw(st.booleans())
        length = len(subject.split())
        verb = length + passive + negated + 1
        rows = name_rows(subject, 1, verb, "nsubj:pass" if passive else "nsubj")
        rows += [f"was {verb} aux:pass AUX VBD be"] * passive
        rows += [f"never {verb} advmod ADV RB"] * negated
        rows.append(f"{form} 0 root VERB {'VBN' if passive else 'VBD'} {lemma}")
        rows += [f"by {verb + 2} case ADP"] * passive
        rows += name_rows(obj, verb + 1 + passive, verb, "obl:agent" if passive else "obj")
        sentences.append("\n".join(rows))
    return "\n\n".join(sentences)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_every_span_is_in_the_article_and_the_evidence_covers_its_slots(table):
    doc = tree(table, entities=NAMES)
    article = Article(text=doc.text)
    found = extract(doc, article, LEXICON)
    for chain in found.chains:
        for m in chain.mentions:
            assert article.text[m.start : m.end] == m.text != ""
    for r in found.relations:
        assert r.subject != r.object
        for slot in (r.subject_span, r.predicate_span, r.object_span):
            assert 0 <= slot.start < slot.end <= len(article.text)
            assert r.span.start <= slot.start and slot.end <= r.span.end
        texts = {m.text for m in found.chains[r.subject].mentions}
        assert article.text[r.subject_span.start : r.subject_span.end] in texts
        assert r.predicate in LEXICON.relations
        assert 0 < r.confidence < 1
        assert r.speaker is None or 0 <= r.speaker < len(found.chains)


@settings(max_examples=20, deadline=None)
@given(tables())
def test_the_same_article_gives_the_same_relations(table):
    assert read(table, NAMES) == read(table, NAMES)


def test_only_things_of_one_kind_succeed_each_other():
    replaced = "{} 2 nsubj PROPN\nreplaced 0 root VERB VBD replace\nLund 2 obj PROPN"
    assert facts(read(replaced.format("Berg"), {"Berg": "PERSON", "Lund": "PERSON"})) == {("Berg", "succeeds", "Lund")}
    assert not read(replaced.format("Chad"), {"Chad": "GPE", "Lund": "PERSON"}).relations


def test_it_that_is_ready_to_do_something_is_no_empty_word():
    rows = (
        "Kenya 2 nsubj PROPN\nsaid 0 root VERB VBD say\nit 5 expl PRON\nwas 5 cop AUX\nready 2 ccomp ADJ\n{} 5 {} VERB"
    )
    ready = Document(tree(rows.format("help", "xcomp")))
    clear = Document(tree(rows.replace("ready", "clear").format("help", "xcomp")))
    finite = Document(tree(rows.format("helped", "ccomp")))
    for doc in (ready, clear, finite):
        fill_subjects(doc, frozenset({"ready"}))
    assert [doc.deps[2] for doc in (ready, clear, finite)] == ["nsubj", "expl", "expl"]
    assert ready[2].dep == "nsubj"
