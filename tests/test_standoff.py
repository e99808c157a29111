"""Annotations without their text: words become places and places words again."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import annotated, standoff
from training.annotated import STANDOFF, files_of
from training.standoff import add_words, corpus_texts, take_words

TEXT = "Late news.  Ana Ruiz of Acme met\nBo Lind. She said Acme sued Acme Norway in Oslo."
ROWS = "\n".join(
    [
        "#P\tx-1\tvoa:7\t-",
        "S\t1\tAna Ruiz of Acme met Bo Lind.",
        "S\t2\tShe said Acme sued Acme Norway in Oslo.",
        "N\t1\tAna Ruiz\tPerson\tAna Ruiz",
        "N\t2\tAcme\tOrganization\tAcme",
        "N\t2\tAcme\tOrganization\tAcme",
        "F\t1\tAna Ruiz~Ana Ruiz\tmeetsWith\tBo Lind~Bo Lind\t+a\t-\t-\tmet",
        "F\t2\tAcme~@1:Acme\tsues\tAcme Norway~Acme Norway\t+a\tAna Ruiz\t-\t-",
    ]
)


def test_places_stand_for_words_and_words_come_back():
    taken = take_words(ROWS, {"voa:7": TEXT})
    assert "S\t1\t12-41" in taken
    assert "N\t2\t9-13\tOrganization\tAcme\nN\t2\t19-23\tOrganization\tAcme" in taken
    assert "F\t2\tAcme~@1:12-16\tsues\tAcme Norway~19-30\t+a\tAna Ruiz\t-\t-" in taken
    assert add_words(taken, {"voa:7": TEXT}) == ROWS


def test_words_that_stand_nowhere_are_an_error():
    texts = {"voa:7": TEXT}
    with pytest.raises(ValueError, match="Bo Lindt"):
        take_words(ROWS.replace("Bo Lind~Bo Lind\t", "Bo Lind~Bo Lindt\t"), texts)
    with pytest.raises(ValueError, match="Ana Ruiz left"):
        take_words(ROWS.replace("Ana Ruiz of Acme met Bo Lind.", "Ana Ruiz left."), texts)
    with pytest.raises(ValueError, match="no name"):
        take_words(ROWS.replace("Ana Ruiz~Ana Ruiz\t", "Ana Ruiz\t"), texts)
    with pytest.raises(KeyError):
        add_words(ROWS, {})


def test_words_that_are_not_written_yet_are_told(monkeypatch, tmp_path):
    monkeypatch.setitem(annotated.OWN, "standoff", tmp_path)
    with pytest.raises(SystemExit, match=r"python -m training\.standoff"):
        files_of(tmp_path, "standoff")
    (tmp_path / "x.tsv").write_text("", encoding="utf-8")
    assert files_of(tmp_path, "standoff") == [tmp_path / "x.tsv"]


@given(st.lists(st.text("ab ", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=4), st.data())
def test_any_words_come_back(sentences, data):
    sentences = [" ".join(sentence.split()) for sentence in sentences]
    rows = ["#P\tp\td\t-", *(f"S\t{n}\t{text}" for n, text in enumerate(sentences, 1))]
    for number, text in enumerate(sentences, 1):
        first = data.draw(st.integers(0, len(text) - 1))
        words = text[first : data.draw(st.integers(first + 1, len(text)))].strip() or text[0]
        rows.append(f"N\t{number}\t{words}\tPerson\tname")
    before = "\n".join(rows)
    texts = {"d": "  ".join(sentences)}
    assert add_words(take_words(before, texts), texts) == before


def test_texts_of_the_corpora(tmp_path: Path):
    for path in standoff.DOCUMENTS:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("", encoding="utf-8")
    words = "# newdoc id = a\n# text = One two.\n1\tOne\n\n# text = Three.\n\n# newdoc id = b\n# text = Four.\n"
    (tmp_path / standoff.DOCUMENTS[0]).write_text(words, encoding="utf-8")
    (tmp_path / standoff.AGENCY).parent.mkdir(parents=True)
    with gzip.open(tmp_path / standoff.AGENCY, "wt", encoding="utf-8") as out:
        out.write(" First item. \nSecond item.\n")
    found = {"voa:0": "First item.", "voa:1": "Second item.", "a": "One two. Three.", "b": "Four."}
    assert corpus_texts(tmp_path) == found


@pytest.mark.parametrize("path", sorted(STANDOFF.glob("*.tsv")), ids=lambda path: path.stem)
def test_the_rows_of_this_project_hold_no_text(path):
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    widths = {"#P": 4, "S": 3, "N": 5, "F": 9, "": 1}
    assert [cells for cells in lines if len(cells) != widths.get(cells[0])] == []
    assert all(cells[2].replace("-", "").isdigit() for cells in lines if cells[0] in {"S", "N"})
