"""Lexical entries that are learnt from example sentences of a relation."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Kg
from spacy.language import Language

from kg.errors import OntologyError
from kg.extraction import learn_examples
from kg.findings import find
from kg.language import load_nlp
from kg.lexicon import load_lexicon
from kg.lexicon.examples import read_example
from kg.pipeline import Setup, load_tools

HEAD = """
@prefix my: <https://example.org/my#> .
@prefix news: <https://w3id.org/newskg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
my:charters a owl:ObjectProperty ; rdfs:label "charters"@en ;
    rdfs:domain news:Organization ; rdfs:range news:Entity ; news:example "{}"@en .
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_nlp(threads=1)


def written(folder: Path, *examples: str) -> Path:
    path = folder / "my.ttl"
    path.write_text(HEAD.format('"@en, "'.join(examples)))
    return path


@pytest.mark.parametrize(
    ("example", "words", "frame"),
    [
        ("[X Nordlink Shipping] chartered the [Y Ocean Star] for a year.", "charter", "X_verbs_Y"),
        ("The [Y Ocean Star] was chartered by [X Nordlink Shipping].", "charter", "X_verbs_Y"),
        ("[X Nordlink Shipping] competes with [Y Maersk] in the Baltic.", "compete", "X_verbs_with_Y"),
        ("[Y Kattegat Lines] is a customer of [X Maersk].", "customer", "Y_is_noun_of_X"),
        ("[X Nordlink Shipping] signed a contract with [Y Maersk].", "sign contract", "X_verbs_with_Y"),
        ("[X Nordlink Shipping] is dependent on [Y Maersk].", "dependent", "X_is_adj_on_Y"),
        ("[X Nordlink Shipping] loaned out a ship to [Y Maersk].", "loan out ship", "X_verbs_to_Y"),
        ("[X Nordlink Shipping] shares a pier with [Y Maersk].", "share pier", "X_verbs_with_Y"),
        ("[X Nordlink Shipping] is a part of [Y Maersk].", "part", "X_is_noun_of_Y"),
        ("[X Nordlink Shipping] moved to [Y Oslo].", "move", "X_verbs_to_Y"),
        ("[X Nordlink Shipping] signed [Y Ida Holm].", "sign", "X_verbs_Y"),
    ],
)
def test_an_example_teaches_the_word_that_connects_its_ends(
    tmp_path: Path, nlp: Language, example: str, words: str, frame: str
) -> None:
    lexicon = learn_examples(load_lexicon([written(tmp_path, example)]), nlp)
    (entry,) = [e for found in lexicon.entries.values() for e in found if e.learnt]
    assert (" ".join(entry.words), [f.name for f in entry.frames]) == (words, [frame])
    assert entry.relation == "https://example.org/my#charters"


def test_a_learnt_entry_reads_what_its_example_does_not_say(tmp_path: Path) -> None:
    setup = Setup(ontologies=(written(tmp_path, "[X Nordlink] chartered the [Y Ocean Star]."),))
    text = "Kattegat Lines, which was not chartered by Baltic Freight Corporation, closed."
    (found,) = (f for f in find([text], load_tools(setup)) if f.relation == "charters")
    assert (found.subject, found.object, found.polarity) == ("Baltic Freight Corporation", "Kattegat Lines", "negative")
    assert found.rule == "charter_v_example"


def test_two_examples_of_one_word_are_one_entry(tmp_path: Path, nlp: Language) -> None:
    path = written(tmp_path, "[X Nordlink] wrangled with [Y Maersk].", "[X Nordlink] wrangled over the [Y Ocean Star].")
    lexicon = learn_examples(load_lexicon([path]), nlp)
    (entry,) = lexicon.entries["verb", "wrangle"]
    assert [frame.name for frame in entry.frames] == ["X_verbs_over_Y", "X_verbs_with_Y"]


def test_examples_with_different_objects_teach_the_verb_alone(tmp_path: Path, nlp: Language) -> None:
    examples = "[X Nordlink] loaned out a ship to [Y Maersk].", "[X Kattegat Lines] loaned out a crane to [Y Maersk]."
    lexicon = learn_examples(load_lexicon([written(tmp_path, *examples)]), nlp)
    (entry,) = lexicon.entries["verb", "loan"]
    assert entry.words == ("loan", "out")


def test_of_a_support_verb_every_object_is_an_entry(tmp_path: Path, nlp: Language) -> None:
    path = written(
        tmp_path, "[X Nordlink] signed a contract with [Y Maersk].", "[X Nordlink] signed a lease with [Y Esso]."
    )
    lexicon = learn_examples(load_lexicon([path]), nlp)
    assert [e.words for e in lexicon.entries["verb", "sign"] if e.learnt] == [("sign", "contract"), ("sign", "lease")]


def test_of_a_symmetric_relation_either_end_may_be_marked_first(tmp_path: Path, nlp: Language) -> None:
    path = written(tmp_path, "[Y Nordlink Shipping] and [X Maersk] wrangled.")
    path.write_text(path.read_text().replace("a owl:ObjectProperty", "a owl:ObjectProperty, owl:SymmetricProperty"))
    lexicon = learn_examples(load_lexicon([path]), nlp)
    assert [frame.name for entry in lexicon.entries["verb", "wrangle"] for frame in entry.frames] == ["XY_verb"]


def test_commands(kg: Kg, tmp_path: Path) -> None:
    path = written(tmp_path, "[X Nordlink] chartered the [Y Ocean Star].")
    assert kg("ontology", "check", path).out == (
        f"{path}: no mistakes; 1 relation, 0 words and phrases of its own\n"
        "learnt from its examples: charter (verb, X_verbs_Y)\n"
        "examples that are plain facts when they are read: 1 of 1\n"
    )
    assert "charter_v_example" in kg("ontology", "try", path, "Maersk chartered the Ocean Star.").out
    rows = kg("ontology", "list", "--ontology", path).out.splitlines()
    assert [row.split()[-1] for row in rows if row.startswith("charters")] == ["1"]


def test_append_without_the_ontology_says_what_is_not_read(kg: Kg, tmp_path: Path) -> None:
    path, graph = written(tmp_path, "[X Nordlink] chartered the [Y Ocean Star]."), tmp_path / "graph.ttl"
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Maersk chartered the Ocean Star. Anna Berg met the author of {name}.\n")
    assert "--ontology" not in kg("build", tmp_path / "a.txt", "--ontology", path, "--out", graph).err
    appended = kg("build", tmp_path / "b.txt", "--append", "--out", graph)
    assert "relations of your own ontology (charters); without --ontology no article is read for them" in appended.err


def test_a_lexicon_without_examples_stays_as_it_is(nlp: Language) -> None:
    lexicon = load_lexicon()
    assert learn_examples(lexicon, nlp) is lexicon


def test_examples_that_teach_nothing_are_named_with_their_file(kg: Kg, tmp_path: Path, nlp: Language) -> None:
    path = written(tmp_path, "[X Nordlink], unlike the [Y Ocean Star], closed.", "[X Nordlink] has the [Y Ocean Star].")
    with pytest.raises(
        OntologyError, match=r"my\.ttl: .*no word of the example .* connects “Nordlink” and “Ocean Star”"
    ):
        learn_examples(load_lexicon([path]), nlp)
    result = kg("ontology", "check", path)
    assert result.code == 2
    assert "only “have”, which says too little by itself, of the example “Nordlink has" in result.err
    assert f"2 mistakes in {path}" in result.err


def test_check_names_examples_that_do_not_stand_plain(kg: Kg, tmp_path: Path) -> None:
    out = kg("ontology", "check", written(tmp_path, "[X Nordlink] may charter the [Y Ocean Star]."))
    assert "kept, not plain" in out.out


@pytest.mark.parametrize(
    "marked",
    [
        "Nordlink chartered it.",
        "[X A] met [X B].",
        "[X A] met [Y B] and [Y C].",
        "[X A] met [Y B] [1].",
        "[X ] met [Y B].",
    ],
)
def test_an_example_must_mark_both_ends_once(tmp_path: Path, marked: str) -> None:
    assert read_example("https://example.org/my#charters", marked) is None
    with pytest.raises(OntologyError, match=r"my\.ttl: .*must mark both ends once"):
        load_lexicon([written(tmp_path, marked)])
