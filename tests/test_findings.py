"""What `kg extract` lists and `kg why --not` tells, with the embedded pipeline."""

from __future__ import annotations

import json

import pytest
from conftest import Kg

from kg.findings import Finding, find, why_not
from kg.pipeline import Tools

FIELDS = {
    "line", "subject", "relation", "object", "arguments", "class", "subject_entity", "object_entity", "polarity",
    "factuality", "speaker", "attributed", "role", "former", "time", "confidence", "rule", "plain", "spans",
}  # fmt: skip
TEXTS = [
    "Russian forces attacked Kharkiv.",
    "Canada did not sanction Belarus.",
    "",
    "France said that Germany supports Ukraine.",
    "NATO Secretary General Mark Rutte met Donald Tusk.",
    "Nothing at all happened yesterday.",
    "Germany will send tanks to Ukraine.",
]


@pytest.fixture(scope="module")
def found(tools: Tools) -> list[Finding]:
    return list(find(TEXTS, tools))


@pytest.fixture(scope="module")
def opened(tools: Tools) -> list[Finding]:
    return list(find(TEXTS, tools, open_relations=True))


EVENTS = [
    ("Norway offered to mediate between Peru and Chile.", "Norway", {"AGREE"}),
    ("Serbia will withdraw its troops from Kosovo unless NATO objects.", "Serbia", {"AGREE"}),
    ("Iran threatened to bombard Iraq.", "Iran", {"THREATEN"}),
    ("Iran tried to bombard Iraq.", "Iran", {"FIGHT"}),
    ("Libyan artillery shelled Kufra.", "Libya", {"FIGHT"}),
    ("Libyan jets attacked Chad.", "Libya", {"FIGHT"}),
    ("Libyan soldiers murdered Hamid Senoussi.", "Libya", {"ASSAULT"}),
    ("Al-Shabaab attacked Kismayo.", "al-Shabaab", {"ASSAULT"}),
    ("The United Nations will withdraw its observers from Angola.", "United Nations", {"THREATEN"}),
    ("Libyan soldiers beat up Hamid Senoussi.", "Libya", {"ASSAULT"}),
    ("Kenya urged Sudan to sanction Chad.", "Sudan", set()),
    ("Kenya did not attack Sudan.", "Kenya", set()),
    ("Kenya refused to help Sudan.", "Kenya", {"REJECT"}),
    ("Nigeria lifted the curfew in Kano.", "Nigeria", {"CONCEDE"}),
    ("Vietnam withdrew its forces from Cambodia.", "Vietnam", {"RETREAT"}),
]


@pytest.mark.parametrize(("text", "subject", "classes"), EVENTS, ids=[text for text, _, _ in EVENTS])
def test_the_class_is_that_of_the_event_that_is_told_of(tools, text, subject, classes):
    told = {f.cls for f in find([text], tools) if f.subject_entity == subject and f.relation not in {"warns", "roleOf"}}
    assert told - {None} == classes


def of(found: list[Finding], relation: str) -> Finding:
    return next(f for f in found if f.relation == relation)


def test_the_fields_are_those_that_other_tools_read(found, opened):
    for f in (*found, *opened):
        assert set(f.as_json()) == FIELDS
        assert json.loads(json.dumps(f.as_json()))["line"] == f.line


def test_spans_are_those_of_the_words(found):
    assert found
    for f in found:
        text = TEXTS[f.line - 1]
        assert set(f.spans) == {"subject", "relation", "object", "evidence"}
        for slot, words in (("subject", f.subject), ("object", f.object)):
            assert text[slice(*f.spans[slot])] == words
        start, end = f.spans["evidence"]
        assert all(start <= a < b <= end for a, b in f.spans.values())


def test_lines_count_from_one_and_empty_ones_count_too(found):
    assert {f.line for f in found} <= {1, 2, 4, 5, 7}
    assert (of(found, "attacks").line, of(found, "sanctions").line) == (1, 2)


def test_a_fact_in_the_texts_own_voice_is_plain(found):
    attack = of(found, "attacks")
    assert (attack.subject_entity, attack.object_entity) == ("Russia", "Kharkiv")
    assert (attack.polarity, attack.factuality, attack.speaker, attack.cls) == ("positive", "actual", None, "FIGHT")
    assert attack.plain and attack.role is None and attack.time is None
    assert 0 < attack.confidence < 1


def test_a_denial_is_not_plain(found):
    assert (of(found, "sanctions").polarity, of(found, "sanctions").plain) == ("negative", False)


def test_who_says_so_decides(found):
    said = next(f for f in found if f.relation == "supports" and f.subject_entity == "Germany")
    assert (said.speaker, said.plain) == ("France", False)


def test_what_is_expected_is_not_plain(found):
    aid = next(f for f in found if f.line == 7)
    assert (aid.subject_entity, aid.object_entity, aid.factuality, aid.plain) == ("Germany", "Ukraine", "future", False)


def test_a_role_with_its_title(found):
    role = of(found, "roleOf")
    assert (role.subject_entity, role.object_entity, role.role) == ("Mark Rutte", "NATO", "Secretary General")


def test_a_former_role_and_a_source_without_a_name_are_told(tools):
    texts = [
        "Former NATO Secretary General Mark Rutte met Donald Tusk.",
        "An official said that Norway attacked Malta.",
    ]
    facts = {f.relation: f for f in find(texts, tools)}
    role, attack, meeting = facts["roleOf"], facts["attacks"], facts["meetsWith"]
    assert (role.former, attack.former) == (True, False)
    assert (attack.attributed, attack.speaker, meeting.attributed) == (True, None, False)
    columns = ["relation", "said_by", "state"]
    assert role.cells(columns) == ["roleOf", "", "former"]
    assert attack.cells(columns) == ["attacks", "somebody unnamed", ""]


def test_who_speaks_for_himself_or_his_country_is_believed(tools):
    texts = [
        "“Norway attacked Malta,” said Norwegian Prime Minister Ann Berg.",
        "Norway said that Norway supports Malta.",
        "“Norway attacked Malta,” said former Norwegian Prime Minister Ann Berg.",
    ]
    facts = [f for f in find(texts, tools) if f.relation in {"attacks", "supports"} and f.subject_entity == "Norway"]
    assert {f.line: f.plain for f in facts} == {1: True, 2: True, 3: False}


def test_open_relations_are_in_the_texts_own_words(opened):
    attack = next(f for f in opened if f.line == 1)
    assert (attack.subject, attack.relation, attack.object, attack.rule) == (
        "Russian forces",
        "attacked",
        "Kharkiv",
        "open",
    )
    assert attack.object_entity == "Kharkiv" and attack.cls is None and not attack.plain
    assert TEXTS[0][slice(*attack.spans["object"])] == "Kharkiv"
    denied = next(f for f in opened if f.line == 2)
    assert denied.polarity == "negative" and "not" in denied.relation
    said = next(f for f in opened if f.line == 4 and f.subject == "Germany")
    assert said.speaker == "France"


def test_open_relations_of_other_lines_too(opened):
    assert {f.line for f in opened} == {1, 2, 4, 5, 6, 7}
    assert of([f for f in opened if f.line == 6], "happened").object in {"", "yesterday"}


def test_texts_are_read_one_by_one(tools):
    drawn = iter(TEXTS)
    first = next(iter(find(drawn, tools)))
    assert first.line == 1


def test_why_not_tells_the_names_the_words_and_the_reason(tools):
    lines = list(why_not("Norway juggled with Malta and admires the mild breeze.", tools))
    assert lines[0].startswith("names: ") and "Norway (" in lines[0] and "Malta (" in lines[0]
    assert any("juggle" in line and "no lexical entry" in line for line in lines)
    assert lines[-1].endswith("kept")


def test_why_not_of_a_sentence_that_gave_something_says_what(tools):
    lines = list(why_not("Norway supports Ukraine.", tools))
    assert any(line.endswith("Norway supports Ukraine") and "support_v" in line for line in lines)
    assert lines[-1] == "1 relation kept"


def test_why_not_names_the_class_that_does_not_fit(tools):
    lines = list(why_not("NATO married Ann Berg.", tools))
    assert any("“NATO” is taken for Organization; the subject of spouseOf has to be Person" in line for line in lines)


def test_why_not_of_nothing(tools):
    assert list(why_not("", tools)) == ["names: none", "0 relations found"]


def test_the_command_prints_one_object_a_fact(kg: Kg, tools, tmp_path):
    path = tmp_path / "lines.txt"
    path.write_text("\n".join(TEXTS), encoding="utf8")
    outcome = kg("extract", path, "--lines", "--format", "jsonl")
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.code == 0 and rows
    assert all(set(row) == FIELDS for row in rows)
    assert {row["line"] for row in rows} <= {1, 2, 4, 5, 7}
    assert all(isinstance(row["spans"]["subject"], list) for row in rows)
