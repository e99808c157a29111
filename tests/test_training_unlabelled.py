"""Text that nobody has annotated: nothing that the product is measured on may be among it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from training import annotated

unlabelled = pytest.importorskip("training.unlabelled", reason="the train extra is not installed")

ANNOTATED = "The harbour of Ostwick was closed for nine days after the storm of Sunday."
OWN = "Nobody in Ostwick had counted the gulls of the eastern harbour before last spring."
NEWS = ("A bakery in Ostwick sold its first loaf of rye bread on Monday morning.", f"Fog. {ANNOTATED} It opened later.")


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    gold = tmp_path / "gold/passages/dev"
    gold.mkdir(parents=True)
    (gold / "a.tsv").write_text(f"#P\tone\nS\t1\t{ANNOTATED}\n", encoding="utf-8")
    text = tmp_path / "corpora/text"
    text.mkdir(parents=True)
    with gzip.open(text / "voa.txt.gz", "wt", encoding="utf-8") as out:
        out.write("\n".join([*NEWS, OWN]) + "\n")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/a.tsv").write_text(f"#P\ttwo\nS\t1\t{OWN}\n", encoding="utf-8")
    monkeypatch.setitem(annotated.OWN, "standoff", tmp_path / "own")
    relations = tmp_path / "corpora/relations"
    (relations / "re3d/Reports").mkdir(parents=True)
    (relations / "re3d/Reports/documents.json").write_text(json.dumps({"text": "A convoy left."}) + "\n\n")
    (relations / "knowledgenet").mkdir()
    rows = [{"doc": "7", "start": "90", "text": "It grew."}, {"doc": "7", "start": "5", "text": "Kestel is a firm."}]
    (relations / "knowledgenet/train_from_html.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    return tmp_path


def test_articles_that_share_a_sentence_with_annotated_text_are_left_out(shared: Path) -> None:
    assert list(unlabelled.texts(shared)) == [NEWS[0], "A convoy left.", "Kestel is a firm. It grew."]


def test_the_same_sentence_is_known_however_it_is_set() -> None:
    other = "  the harbour of OSTWICK was closed — for nine days, after the storm of Sunday!"
    assert set(unlabelled.keys_of(ANNOTATED)) == set(unlabelled.keys_of(other))
    assert not list(unlabelled.keys_of("Too short."))
