"""Turtle as the program: relations, words with their frames, effects, titles; a user's own file beside them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docs import tree
from kg.document import Document
from kg.errors import OntologyError
from kg.extraction.frames import find_matches
from kg.extraction.syntax import Syntax
from kg.lexicon import Lexicon, RelationType, load_lexicon
from kg.pipeline import Setup, load_tools

PREFIXES = """
@prefix f: <https://example.org/football#> .
@prefix frame: <https://w3id.org/newskg/frame#> .
@prefix effect: <https://w3id.org/newskg/effect#> .
@prefix news: <https://w3id.org/newskg/ontology#> .
@prefix lexinfo: <http://www.lexinfo.net/ontology/3.0/lexinfo#> .
@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix synsem: <http://www.w3.org/ns/lemon/synsem#> .
"""
FOOTBALL = """
f:transfersTo a owl:ObjectProperty ; rdfs:label "transfers to"@en ;
    rdfs:domain news:Person ; rdfs:range news:Organization .
f:sign_v a ontolex:Word ; rdfs:label "sign"@en ; lexinfo:partOfSpeech lexinfo:verb ;
    ontolex:denotes f:transfersTo ; synsem:synBehavior frame:X_verbs_for_Y .
f:loan_v a ontolex:Word ; rdfs:label "loan"@en ; lexinfo:partOfSpeech lexinfo:verb ;
    ontolex:denotes f:transfersTo ; synsem:synBehavior frame:verbs_X_to_Y .
f:put_pen_v a ontolex:MultiwordExpression ; rdfs:label "put pen"@en ; lexinfo:partOfSpeech lexinfo:verb ;
    ontolex:denotes f:transfersTo ; synsem:synBehavior frame:X_verbs_with_Y .
"""
TRANSFERS = "https://example.org/football#transfersTo"


@pytest.fixture(scope="module")
def packaged() -> Lexicon:
    return load_lexicon()


def written(folder: Path, text: str, name: str = "mine.ttl") -> Path:
    path = folder / name
    path.write_text(PREFIXES + text, encoding="utf8")
    return path


def triples(lexicon: Lexicon, table: str) -> set[tuple[str, str, str]]:
    doc = tree(table)
    syntax = Syntax(Document(doc), lexicon)
    return {(doc[m.x].text, m.entry.relation, doc[m.y].text) for m in find_matches(syntax)}


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("X_verbs_Y", "subject", "object"),
        ("Y_verbs_X", "object", "subject"),
        ("X_verbs_with_Y", "subject", "with"),
        ("X_verbs_Y_something", "subject", "indirect"),
        ("verbs_X_to_Y", "object", "to"),
        ("XY_verb", "subject", "subject"),
        ("X_noun_of_Y", "possessor", "of"),
        ("noun_between_X_and_Y", "between", "between"),
        ("X_is_noun_in_Y", "holder", "in"),
        ("Y_is_noun_of_X", "possessor", "holder"),
        ("X_is_adj_of_Y", "holder", "of"),
    ],
)
def test_frames_bind_both_arguments_to_slots(packaged, name, x, y):
    frames = {f.name: f for entries in packaged.entries.values() for e in entries for f in e.frames}
    assert (frames[name].x, frames[name].y) == (x, y)


def test_an_entry_of_the_packaged_lexicon(packaged):
    entry = next(e for e in packaged.entries["verb", "side"] if e.relation == "supports")
    assert (entry.words, entry.pos, [f.name for f in entry.frames]) == (("side",), "verb", ["X_verbs_with_Y"])
    assert not (entry.negative or entry.former or entry.factuality or entry.domain)


def test_every_entry_stands_under_its_head_word_and_has_frames(packaged):
    for (pos, head), entries in packaged.entries.items():
        assert entries
        for e in entries:
            assert (e.pos, e.words[0]) == (pos, head)
            assert e.frames and e.relation in packaged.relations


def test_spelling_variants_are_entries_of_one_node(packaged):
    names = [
        {e.name for e in packaged.entries["verb", form] if e.relation == "criticizes"}
        for form in ("criticise", "criticize")
    ]
    assert names[0] and names[0] == names[1]


def test_relations_with_parents_symmetry_and_classes(packaged):
    assert "supports" in packaged.relations["aids"].parents
    assert packaged.relations["meetsWith"].symmetric and not packaged.relations["visits"].symmetric
    assert packaged.is_a("Country", frozenset({"Actor"}))
    assert packaged.is_a("Law", frozenset())
    assert not packaged.is_a("Event", frozenset({"Person"}))


@pytest.mark.parametrize(
    ("positive", "announced", "expected"),
    [(True, False, "AID"), (True, True, "AGREE"), (False, False, "REJECT"), (False, True, "REJECT")],
)
def test_class_of_promises_and_refusals(positive, announced, expected):
    kind = RelationType("aids", "aids", frozenset(), frozenset(), frozenset(), False, "AID", "AGREE", "REJECT")
    assert kind.event_class(positive=positive, announced=announced) == expected


def test_class_of_a_relation_without_further_classes_is_its_own_where_it_is_affirmed():
    kind = RelationType("visits", "visits", frozenset(), frozenset(), frozenset(), False, "CONSULT")
    assert {kind.event_class(announced=a) for a in (True, False)} == {"CONSULT"}
    assert {kind.event_class(positive=False, announced=a) for a in (True, False)} == {""}


def test_a_word_may_have_a_class_of_its_own(packaged):
    assert packaged.relations["attacks"].event_class() == "ASSAULT"
    assert packaged.announced["FIGHT"] == "THREATEN"
    assert packaged.announced["RETREAT"] == "AGREE"
    own = {e.words[0]: e.plover for e in packaged.entries["verb", "shell"] + packaged.entries["verb", "stab"]}
    assert own == {"shell": "FIGHT", "stab": "ASSAULT"}
    assert packaged.relations["attacks"].plover_armed == "FIGHT" and "troop" in packaged.armed


@pytest.mark.parametrize(
    ("lemma", "complement", "affirmed", "negated"),
    [
        ("refuse", "Infinitive", "Denied", "Possible"),
        ("manage", "Infinitive", "Actual", "Denied"),
        ("say", "ThatClause", "Reported", "ReportedDenied"),
    ],
)
def test_embedding_words(packaged, lemma, complement, affirmed, negated):
    found = [e for e in packaged.embeddings[lemma] if complement in e.complements and len(e.words) == 1]
    assert any((e.affirmed, e.negated) == (affirmed, negated) for e in found), found


def test_who_controls_an_infinitive(packaged):
    assert packaged.controller("urge") == "object"
    assert packaged.controller("no such verb") == ""


def test_modals_negators_and_hedges(packaged):
    assert packaged.modals["may"] == ("Possible", "Possible")
    assert {"not", "never"} <= packaged.negators
    assert packaged.hedges["reportedly"].startswith("Reported")
    assert "if" in packaged.conditionals


def test_titles_by_their_last_word(packaged):
    general = [t for t in packaged.roles["general"] if t.words == ("secretary", "general")]
    assert general and all(t.speaks and t.leads and not t.profession for t in general)
    assert all(words[-1] == last for last, titles in packaged.roles.items() for words in (t.words for t in titles))
    striker = next(t for t in packaged.roles["striker"] if t.words == ("striker",))
    assert striker.profession and not striker.speaks
    assert {general[0].name, striker.name} <= packaged.titles


def test_what_titles_say_of_where_they_are_held(packaged):
    def title(*words):
        return packaged.role_of[words]

    assert title("prime", "minister").national and not title("spokesman").national
    assert title("home", "secretary").only == {"united kingdom"}
    assert "president" in packaged.titles and not title("president").only


def test_countries_by_all_their_names(packaged):
    assert (
        packaged.countries["britain"] == packaged.countries["british"] == packaged.countries["uk"] == "united kingdom"
    )
    assert "african" in packaged.demonyms and "african" not in packaged.countries


def test_class_nouns(packaged):
    assert packaged.classes["company"] == "Organization"
    assert packaged.classes["village"] == "Place"


# a user's own file


def test_a_relation_of_ones_own_is_used_at_once(tmp_path):
    lexicon = load_lexicon([written(tmp_path, FOOTBALL)])
    assert lexicon.relations[TRANSFERS].label == "transfers to"
    assert lexicon.relations[TRANSFERS].domain == {"Person"}
    active = "Vidal 2 nsubj PROPN\nsigned 0 root VERB VBD sign\nfor 4 case ADP\nMalmö 2 obl PROPN"
    passive = """
Vidal 3 nsubj:pass PROPN
was 3 aux:pass AUX VBD be
loaned 0 root VERB VBN loan
to 5 case ADP
Malmö 3 obl PROPN"""
    phrase = "Vidal 2 nsubj PROPN\nput 0 root VERB VBD put\npen 2 obj NOUN\nwith 5 case ADP\nMalmö 2 obl PROPN"
    for table in (active, passive, phrase):
        assert ("Vidal", TRANSFERS, "Malmö") in triples(lexicon, table)
        assert ("Malmö", TRANSFERS, "Vidal") not in triples(lexicon, table)


def test_the_packaged_words_stay(tmp_path, packaged):
    lexicon = load_lexicon([written(tmp_path, FOOTBALL)])
    assert set(packaged.entries) <= set(lexicon.entries)
    assert ("Oslo", "supports", "Kyiv") in triples(
        lexicon, "Oslo 2 nsubj PROPN\nsupports 0 root VERB VBZ support\nKyiv 2 obj PROPN"
    )


def test_a_relation_of_ones_own_in_a_sentence_with_all_qualifiers(tmp_path):
    from kg.findings import find

    setup = Setup(ontologies=(written(tmp_path, FOOTBALL),))
    text = "Real Madrid said that Jude Bellingham had not signed for Chelsea."
    found = [f for f in find([text], load_tools(setup)) if f.relation == "transfersTo"]
    assert [(f.subject, f.object, f.polarity, f.rule) for f in found] == [
        ("Jude Bellingham", "Chelsea", "negative", "sign_v")
    ]
    assert (found[0].speaker or "").startswith("Real Madrid")
    assert not found[0].plain and found[0].cls is None


def test_frames_titles_and_effects_of_ones_own(tmp_path):
    text = """
f:swaps a owl:ObjectProperty, owl:SymmetricProperty ; rdfs:label "swaps"@en .
f:Y_past a synsem:SyntacticArgument ; synsem:marker "past" ; news:fills news:objectArgument .
f:X_verbs_past_Y a lexinfo:TransitivePPFrame ; lexinfo:subject frame:X ; lexinfo:prepositionalAdjunct f:Y_past .
f:dribble_v a ontolex:Word ; rdfs:label "dribble"@en ; lexinfo:partOfSpeech lexinfo:verb ;
    ontolex:denotes f:swaps ; synsem:synBehavior f:X_verbs_past_Y .
f:kitman a news:Role, skos:Concept ; skos:prefLabel "chief kit-man"@en ; news:speaksFor true .
f:dare_e a news:EmbeddingEntry ; rdfs:label "bluff"@en ; lexinfo:partOfSpeech lexinfo:verb ;
    news:complement news:Infinitive ; news:whenAffirmed effect:Denied .
"""
    lexicon = load_lexicon([written(tmp_path, text)])
    assert lexicon.relations["https://example.org/football#swaps"].symmetric
    table = "Vidal 2 nsubj PROPN\ndribbled 0 root VERB VBD dribble\npast 4 case ADP\nTamm 2 obl PROPN"
    assert ("Vidal", "https://example.org/football#swaps", "Tamm") in triples(lexicon, table)
    title = next(t for t in lexicon.roles["man"] if t.name == "kitman")
    assert title.words == ("chief", "kit", "-", "man") and title.speaks and not title.leads
    (effect,) = lexicon.embeddings["bluff"]
    assert (effect.affirmed, effect.negated) == ("Denied", "Denied")  # one effect for both where only one is given


def test_words_of_ones_own(tmp_path):
    text = """
f:commune_of_name a news:OfNameNoun ; rdfs:label "commune"@en .
f:posse_after_name a news:AfterNameNoun ; rdfs:label "posse"@en .
"""
    lexicon = load_lexicon([written(tmp_path, text)])
    assert {"commune", "city"} <= lexicon.of_name
    assert {"posse", "militia"} <= lexicon.after_name


def test_files_in_any_order_give_the_same_lexicon(tmp_path):
    one, two = (
        written(tmp_path, FOOTBALL, "a.ttl"),
        written(tmp_path, FOOTBALL.replace("f:sign_v", "f:sign_too_v"), "b.ttl"),
    )
    first, second = load_lexicon([one, two]), load_lexicon([two, one])
    assert first.entries == second.entries
    assert first.roles == second.roles and first.embeddings == second.embeddings


def test_the_order_of_entries_is_the_same_in_every_run():
    """Sets are told in another order by every process; what is looked at first must not hang on it."""
    script = """
from dataclasses import fields
from kg.lexicon import load_lexicon
lexicon = load_lexicon()
for table in (lexicon.entries, lexicon.embeddings, lexicon.roles):
    for key, found in table.items():
        rows = [[getattr(e, f.name) for f in fields(e)] for e in found]
        print(key, [[sorted(v) if isinstance(v, frozenset) else v for v in row] for row in rows])
"""
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            encoding="utf8",
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] and len(runs[0]) > 10_000


def test_malformed_turtle_is_one_error_that_names_the_file(tmp_path):
    path = written(tmp_path, 'f:sign_v a ontolex:Word ; rdfs:label "sign .')
    with pytest.raises(OntologyError, match=r"mine\.ttl: not readable as Turtle"):
        load_lexicon([path])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(OntologyError, match=r"nowhere\.ttl"):
        load_lexicon([tmp_path / "nowhere.ttl"])


def test_a_file_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "picture.ttl"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00")
    with pytest.raises(OntologyError, match=r"picture\.ttl"):
        load_lexicon([path])


def test_an_entry_of_an_unknown_relation_is_named(tmp_path):
    path = written(tmp_path, FOOTBALL.replace("f:transfersTo a owl:ObjectProperty", "f:movesTo a owl:ObjectProperty"))
    with pytest.raises(OntologyError) as caught:
        load_lexicon([path])
    message = str(caught.value)
    assert TRANSFERS in message and any(name in message for name in ("sign_v", "loan_v", "put_pen_v"))
    assert "\n" not in message


def test_the_mistake_shows_where_a_command_loads_its_tools(tmp_path):
    with pytest.raises(OntologyError, match=r"mine\.ttl"):
        load_tools(Setup(ontologies=(written(tmp_path, "f:x f:y"),)))
