"""Mistakes in a user's ontology: each names the file, the entry and the known values; the commands for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Kg
from test_lexicon import FOOTBALL, written

from kg.errors import OntologyError
from kg.lexicon import load_lexicon, mistakes
from kg.resources import resource

ENTRY = """f:sign_v a ontolex:Word ; rdfs:label "sign"@en ; lexinfo:partOfSpeech lexinfo:verb ;
    ontolex:denotes f:transfersTo ; synsem:synBehavior frame:X_verbs_for_Y ."""
CASES = [
    ("frame:X_verbs_for_Y", "frame:X_verb_for_Y", "unknown frame frame:X_verb_for_Y; near: frame:X_verbs_for_Y"),
    ("lexinfo:verb ", "lexinfo:verbb ", "sign_v>: unknown part of speech lexinfo:verbb; known: lexinfo:adjective, "),
    ("lexinfo:partOfSpeech lexinfo:verb ;", "", "sign_v>: has no part of speech: add lexinfo:partOfSpeech, one of "),
    ('rdfs:label "sign"@en', 'rdfs:label ""@en', "sign_v>: has an empty label"),
    ('rdfs:label "sign"@en ;', "", "sign_v>: has no label"),
    ("; synsem:synBehavior frame:X_verbs_for_Y", "", "denotes the relation <https://example.org/football#trans"),
    ("rdfs:domain news:Person", "rdfs:domain news:Persn", "transfersTo>: unknown class as domain news:Persn; known: "),
    ("rdfs:range news:Organization", "rdfs:range f:Club", "unknown class as range <https://example.org/football#Club>"),
    ("f:transfersTo ; synsem", "f:movesTo ; synsem", "sign_v>: unknown relation <https://example.org/football#movesTo>"),
    ("f:sign_v a ontolex:Word ;", "f:sign_v", "sign_v>: is no lexical entry: add 'a ontolex:Word'"),
    ('"sign"@en ;', '"sign"@en ; news:fomer true ;', "sign_v>: unknown term news:fomer; near: news:former"),
    ("a owl:ObjectProperty ;", "a owl:ObjectProperty ; rdfs:subPropertyOf news:movesTo ;", "relation news:movesTo"),
]  # fmt: skip
HEAD = FOOTBALL.partition("f:sign_v")[0]


@pytest.mark.parametrize(("right", "wrong", "message"), CASES, ids=[case[1][:30] for case in CASES])
def test_each_mistake_is_named(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in HEAD + ENTRY
    path = written(tmp_path, (HEAD + ENTRY).replace(right, wrong, 1))
    found = mistakes([path])
    assert any(message in str(mistake) for mistake in found), found
    assert all(str(mistake).startswith(f"{path}: ") and "\n" not in str(mistake) for mistake in found)


def test_an_example_says_a_relation(tmp_path: Path) -> None:
    (found,) = mistakes([written(tmp_path, 'f:scores news:example "[X Ida Holm] scored for [Y Lyon]." .')])
    assert "has an example and is no relation: declare it as an owl:ObjectProperty" in found.text


def test_a_frame_must_bind_both_ends(tmp_path: Path) -> None:
    frame = "f:X_verbs_past a lexinfo:TransitivePPFrame ; lexinfo:subject frame:X ."
    (found,) = mistakes([written(tmp_path, frame)])
    assert "does not say which of its arguments are X and Y" in found.text


def test_the_first_is_told_where_a_command_loads_it(tmp_path: Path) -> None:
    path = written(
        tmp_path, (HEAD + ENTRY).replace("lexinfo:verb ", "lexinfo:verbb ").replace("X_verbs_for", "X_dances")
    )
    with pytest.raises(OntologyError, match=r"mine\.ttl: .* \(and 1 more: kg ontology check .*mine\.ttl\)"):
        load_lexicon([path])


def test_nothing_that_is_right_is_called_wrong(tmp_path: Path) -> None:
    assert mistakes([written(tmp_path, FOOTBALL)]) == []
    names = ("lexicon.ttl", "factuality.ttl", "constructions.ttl", "coreference.ttl", "frames.ttl")
    assert mistakes([resource("ontologies") / name for name in names]) == []


@pytest.mark.parametrize("name", ["badframe", "badpos", "badrange", "emptylabel", "nopos"])
def test_the_files_that_went_wrong(checkout: Path, name: str) -> None:
    path = checkout.parent / "shared" / "cases" / "ontologies" / f"{name}.ttl"
    if not path.exists():
        pytest.skip("the files (../shared/cases/ontologies) are not beside this checkout")
    assert len(mistakes([path])) == 1


def test_commands(kg: Kg, tmp_path: Path) -> None:
    path = written(tmp_path, FOOTBALL)
    assert kg("ontology", "check", path).out == f"{path}: no mistakes; 1 relation, 3 words and phrases of its own\n"
    wrong = written(tmp_path, FOOTBALL.replace("frame:verbs_X_to_Y", "frame:X_to_Y"), "wrong.ttl")
    told = kg("ontology", "check", wrong)
    assert told.code == 2 and "loan_v>: unknown frame frame:X_to_Y" in told.err and "1 mistake in" in told.err
    listed = kg("ontology", "list", "relations", "--ontology", path).out
    assert "transfersTo transfers to Person Organization 3" in " ".join(listed.split())
    assert "X_verbs_with_Y" in kg("ontology", "list", "frames").out
    assert "Company" in kg("ontology", "list", "classes").out
    assert kg("ontology", "list", "verbs").err == "kg: unknown list 'verbs'; known: relations, classes, frames\n"


def test_try(kg: Kg, tmp_path: Path) -> None:
    path = written(tmp_path, FOOTBALL)
    told = kg("ontology", "try", path, "Jude Bellingham has not signed for Real Madrid.").out
    assert "transfersTo" in told and "negative" in told and "sign_v" in told
    assert kg("ontology", "try", path, "Rain fell.").out.startswith(f"no fact by a word of {path}")
