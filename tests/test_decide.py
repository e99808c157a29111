"""Deciding from the command line: what is doubtful, what people hold of it, and that it lasts."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from conftest import Kg
from rdflib import OWL, RDF, RDFS

from kg import Graph
from kg.errors import GraphError
from kg.graph import read_graph
from kg.vocabulary import NEWS

BARLOWS = {
    "a.txt": "Hallin shares rise\n\nFinance director John Barlow joined Hallin Energy from Nordstrand Bank in 2019.\n",
    "b.txt": "Torquay beat Exeter\n\nStriker John Barlow scored twice as Torquay United beat Exeter City on Monday.\n",
    "c.txt": "Talks on fishing\n\nBritish ambassador John Barlow met Chile's foreign minister Rosa Calvo on Monday.\n",
}
NAMES = [f"John Barlow@{name}" for name in BARLOWS]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Three articles about three people of one name."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, (name, text) in enumerate(BARLOWS.items(), start=4):
        (folder / name).write_text(f"date: 2024-03-0{number}\n\n{text}")
    return folder


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("later", [False, True])
def test_two_stay_apart_beside_a_namesake_whom_the_articles_tell_apart(kg: Kg, tmp_path: Path, later: bool) -> None:
    texts = {
        "mayor.txt": "Tom Ray, the mayor of Hartlow, opened the Tarn Bridge. Ray praised Morland Civil. "
        'His wife, Susan Ray, cut the ribbon. "This was never about me," Mr Ray said.',
        "other.txt": "Tom Ray met residents of Hartlow on Saturday. Tom Ray denied that he had visited Castleford, and "
        "called on Morland Civil to repair the ramp.",
        "baker.txt": "Tom Ray won the pie contest in Leeds. Tom Ray, a baker, thanked Mary Platt.",
    }
    mayor, other, baker = (tmp_path / name for name in texts)
    for path in (mayor, other, baker):
        path.write_text(f"date: 2026-03-02\n\nNews of {path.stem}\n\n{texts[path.name]}\n")
    graph = tmp_path / "graph.ttl"
    kg("build", mayor, other, *([] if later else [baker]), "--out", graph)
    decided = kg("decide", graph, "different", "Tom Ray@other.txt", "Tom Ray@mayor.txt")
    assert decided.code == 0, decided.err
    if later:
        kg("build", baker, "--append", "--out", graph)
    one, two = (
        json.loads(kg("entity", graph, label_of(graph, f"Tom Ray@{name}"), "--format", "json").out)["iri"]
        for name in ("mayor.txt", "other.txt")
    )
    assert one != two


@pytest.mark.usefixtures("quick")
def test_three_namesakes_are_told_apart_and_stay_so(kg: Kg, articles: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    kg("build", articles, "--out", graph)
    decided = kg("decide", graph, "different", *NAMES)
    assert decided.code == 0, decided.err
    assert decided.out.count(": different John Barlow") == 3
    people = {json.loads(kg("entity", graph, label_of(graph, name), "--format", "json").out)["iri"] for name in NAMES}
    assert len(people) == 3
    assert "John Barlow" not in kg("review", graph, "--kind", "merge").out
    content = graph.read_bytes()

    # whatever is built from the same articles with the same decisions is the same
    kg("build", articles, "--out", graph)
    assert graph.read_bytes() == content
    other = tmp_path / "other.ttl"
    kg("build", articles, "--out", other, "--decisions", tmp_path / "graph.decisions.ttl")
    assert other.read_bytes() == content
    graph.unlink()
    kg("build", articles / "c.txt", "--out", graph)
    kg("build", articles / "b.txt", articles / "a.txt", "--append", "--out", graph)
    assert graph.read_bytes() == content

    # what a decision is about may go: that is told, and when it comes back the decision holds
    gone = kg("remove", graph, "b.txt")
    assert gone.err.count("kg: decided, but not in this graph (the decision is kept): different John Barlow") >= 1
    assert gone.code == 0
    kg("build", articles / "b.txt", "--append", "--out", graph)
    assert graph.read_bytes() == content

    # nothing is lost silently, and what is taken back leaves no trace
    lonely = tmp_path / "lonely.ttl"
    lonely.write_bytes(content)
    refused = kg("remove", lonely, "b.txt")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "was built with 3 decisions, and there is no " in refused.err
    for _ in NAMES:
        assert kg("decide", graph, "undo", "1").code == 0
    assert kg("decide", graph).out.endswith("nothing is decided\n")
    plain = tmp_path / "plain.ttl"
    kg("build", articles, "--out", plain)
    assert graph.read_bytes() == plain.read_bytes()


def label_of(graph: Path, name: str) -> str:
    """The IRI of what an article knows under a name."""
    from kg.graph import find_address, read_graph

    return find_address(read_graph(graph), name).node


@pytest.mark.usefixtures("quick")
def test_what_review_lists_can_be_decided_as_it_says(kg: Kg, articles: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    kg("build", articles, "--out", graph)
    found = [json.loads(line) for line in kg("review", graph, "--format", "jsonl", "--limit", "99").out.splitlines()]
    assert [doubt["rank"] for doubt in found] == sorted((doubt["rank"] for doubt in found), reverse=True)
    facts = [doubt for doubt in found if doubt["kind"] == "fact"]
    assert facts and all(doubt["reasons"] and doubt["quotes"] and len(doubt["decide"]) == 2 for doubt in facts)
    texts = {path.read_text().partition("\n\n")[2].strip() for path in articles.iterdir()}
    assert all(any(q["text"] in text for text in texts) for doubt in facts for q in doubt["quotes"])
    for doubt in facts:  # one after the other, as a person would
        command = shlex.split(doubt["decide"][0])
        assert command[:2] == ["kg", "decide"]
        assert kg(*command[1:], "--later").code == 0
    table = kg("review", graph).out
    assert not re.search(r"\bfact \d", table), "what is decided is not asked again"
    kg("decide", graph, "apply")
    for doubt in facts:
        address = re.search(r"\[(\w+)\]", doubt["text"])
        assert address is not None
        assert "does not stand as a plain triple, rejected by a person" in kg("why", graph, address[1]).out
    assert "decisions " in kg("info", graph).out
    assert kg("validate", graph).out == f"{graph}: conforms\n"


@pytest.mark.usefixtures("quick")
def test_confirm_reject_rename(kg: Kg, articles: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    kg("build", articles, "--out", graph)
    assert "stands" in kg("why", graph, "Rosa Calvo", "roleOf", "Chile").out
    rejected = kg("decide", graph, "reject", "Rosa Calvo", "roleOf", "Chile", "--by", "Ann", "--on", "2024-05-30")
    assert "reject Rosa Calvo roleOf Chile" in rejected.out
    assert re.search(r"^Rosa Calvo roleOf Chile \[\w+\]: no longer plain$", rejected.out, re.MULTILINE)
    assert kg("query", graph, "roles", "--param", "person=Rosa Calvo").out == "nothing found\n"
    assert "(Ann, 2024-05-30)" in kg("decide", graph).out
    refused = kg("decide", graph, "confirm", "Rosa Calvo", "roleOf", "Chile")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "'reject Rosa Calvo roleOf Chile' and 'confirm Rosa Calvo roleOf Chile' contradict each other" in refused.err
    kg("decide", graph, "undo", "1")
    again = kg("decide", graph, "confirm", "Rosa Calvo@c.txt", "roleOf", "Chile")
    assert again.code == 0
    assert ", confirmed by a person" in kg("why", graph, "Rosa Calvo", "roleOf", "Chile").out
    assert "(decided before)" in kg("decide", graph, "confirm", "Rosa Calvo", "roleOf", "Chile").out
    kg("decide", graph, "rename", "Rosa Calvo", "Rosa Calvo Díaz")
    assert kg("entity", graph, "Rosa Calvo Díaz").out.startswith("Rosa Calvo Díaz (Person)\n  also Rosa Calvo\n")
    assert "contradict" in kg("decide", graph, "rename", "Rosa Calvo Díaz", "Rosa C.").err


@pytest.mark.usefixtures("quick")
def test_a_mistake_is_one_clear_line_and_decides_nothing(kg: Kg, articles: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    kg("build", articles, "--out", graph)
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for message, words in {
        "unknown decision 'merge'": ["merge", "Chile", "Rosa Calvo"],
        "no entity is called 'Atlantis'": ["same", "Atlantis", "Chile"],
        "no article 'z.txt'": ["same", "John Barlow@z.txt", "Chile"],
        "no entity is called 'Chile' in a.txt": ["same", "Chile@a.txt", "Chile"],
        "name two entities or more": ["same", "Chile"],
        "are one entity in an article itself": ["different", "Chile", "Chile"],
        "no fact has the address '0123456789'": ["reject", "0123456789"],
        "no fact has the address 'Chile'": ["reject", "Chile"],
        "name one fact": ["reject"],
        "no article states 'Chile roleOf Rosa Calvo'": ["reject", "Chile", "roleOf", "Rosa Calvo"],
        "name an entity and what it is to be called": ["rename", "Chile", " "],
        "write a day as 2024-05-30": ["reject", "Rosa Calvo", "roleOf", "Chile", "--on", "yesterday"],
        "nothing is decided, so there is nothing to undo": ["undo", "1"],
    }.items():
        outcome = kg("decide", graph, *words)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), (words, outcome)
        assert message in outcome.err, outcome.err
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert "unknown kind 'merges'" in kg("review", graph, "--kind", "merges").err
    assert "unknown format 'csv'" in kg("review", graph, "--format", "csv").err
    (tmp_path / "graph.decisions.ttl").write_text("<e:a> <http://www.w3.org/2002/07/owl#sameAs> <e:b> . oops")
    broken = kg("build", articles, "--out", graph)
    assert (broken.code, broken.err.count("\n")) == (2, 1)
    assert "graph.decisions.ttl:1: malformed Turtle" in broken.err


@pytest.mark.usefixtures("quick")
def test_decisions_of_another_file_are_not_lost(kg: Kg, tmp_path: Path) -> None:
    article, graph, other = tmp_path / "a.txt", tmp_path / "graph.ttl", tmp_path / "my.ttl"
    article.write_text("Sweden attacked Norway. Anna Berg lives in Malmö.\n")
    kg("build", article, "--out", graph)
    commands = kg("review", graph, "--decisions", other).out
    assert commands.count(f"--decisions {other}") == commands.count("kg decide")
    kg("decide", graph, "reject", "Sweden", "attacks", "Norway", "--decisions", other)
    lost = kg("decide", graph, "reject", "Anna Berg", "livesIn", "Malmö")
    assert (lost.code, lost.err.count("\n")) == (2, 1)
    assert "was built with 1 decision, and " in lost.err
    assert not (tmp_path / "graph.decisions.ttl").exists()
    kg("decide", graph, "reject", "Anna Berg", "livesIn", "Malmö", "--decisions", other)
    assert "2 decisions" in kg("decide", graph, "apply", "--decisions", other).out
    assert kg("decide", graph, "confirm", "Sweden", "attacks", "Norway", "--decisions", tmp_path / "new.ttl").code == 2


@pytest.mark.usefixtures("quick")
def test_what_may_have_been_overlooked_is_said(kg: Kg, tmp_path: Path) -> None:
    article, graph = tmp_path / "a.txt", tmp_path / "graph.ttl"
    article.write_text("Sweden has never attacked Norway. Anna Berg lives in Malmö.\n")
    kg("build", article, "--out", graph)
    decided = kg("decide", graph, "confirm", "Sweden", "attacks", "Norway")
    assert "no article states this fact (denied in 1 of 1 quote): your decision alone makes it plain" in decided.err
    assert "Sweden attacks Norway" in decided.out
    decided = kg("decide", graph, "same", "Anna Berg", "Norway", "--later")
    assert "'Anna Berg' is of the class Person, 'Norway' is of the class Country" in decided.err
    assert "class" not in kg("decide", graph, "confirm", "Anna Berg", "livesIn", "Malmö", "--later").err
    assert "another is called 'Norway'" in kg("decide", graph, "rename", "Sweden", "Norway", "--later").err


@pytest.mark.usefixtures("quick")
def test_decisions_beside_a_store(kg: Kg, articles: Path, tmp_path: Path) -> None:
    store, graph = tmp_path / "store", tmp_path / "graph.ttl"
    kg("build", articles, "--store", store)
    assert kg("decide", store, "different", *NAMES[:2]).code == 0
    assert (tmp_path / "store.decisions.ttl").is_file()
    kg("build", articles, "--out", graph, "--decisions", tmp_path / "store.decisions.ttl")
    out = tmp_path / "out.ttl"
    kg("export", store, "--format", "turtle", "--out", out)
    assert out.read_bytes() == graph.read_bytes()

    # appends and removals apply them too, and without their file nothing is done
    assert kg("remove", store, "b.txt").err.startswith("kg: decided, but not in this graph")
    assert kg("build", articles / "b.txt", "--append", "--store", store).code == 0
    kg("export", store, "--format", "turtle", "--out", out)
    assert out.read_bytes() == graph.read_bytes()
    (tmp_path / "store.decisions.ttl").unlink()
    for refused in (kg("remove", store, "b.txt"), kg("build", articles, "--append", "--store", store)):
        assert (refused.code, refused.err.count("\n")) == (2, 1)
        assert "was built with 1 decision, and there is no " in refused.err


@pytest.mark.usefixtures("quick")
def test_decisions_hold_in_python_and_in_a_merged_graph(kg: Kg, articles: Path, tmp_path: Path) -> None:
    whole, part, rest = (tmp_path / f"{name}.ttl" for name in ("whole", "part", "rest"))
    kg("build", articles / "a.txt", articles / "b.txt", "--out", part)
    assert kg("decide", part, "different", *NAMES[:2]).code == 0
    decisions = tmp_path / "part.decisions.ttl"
    kg("build", articles, "--out", whole, "--decisions", decisions)

    loaded = Graph.load(part)
    loaded.add(str(articles / "c.txt"))
    loaded.save(tmp_path / "grown.ttl")
    assert (tmp_path / "grown.ttl").read_bytes() == whole.read_bytes()

    kg("build", articles / "c.txt", "--out", rest)
    assert kg("merge", part, rest, "--out", tmp_path / "merged.ttl").code == 0
    assert (tmp_path / "merged.ttl").read_bytes() == whole.read_bytes()
    decisions.unlink()
    assert kg("merge", part, rest, "--out", tmp_path / "merged.ttl").code == 2
    with pytest.raises(GraphError, match=r"part\.decisions\.ttl is not there"):
        Graph.load(part).add(str(articles / "b.txt"))


TOLLS = {
    "a.txt": "Toll joins Sparta\n\nGoalkeeper Marek Toll joined Sparta Prague on Friday.\n",
    "b.txt": "Priest convicted\n\nA court in Brno convicted the priest Marek Toll of fraud on Saturday.\n",
    "c.txt": "Priest denies\n\nThe priest Marek Toll denied fraud in Brno on Monday.\n",
    "d.txt": "Priest denies again\n\nThe priest Marek Toll denied fraud in Brno again on Tuesday.\n",
}


@pytest.mark.usefixtures("quick")
def test_a_decision_stays_with_its_namesake_when_others_are_told_of_more(kg: Kg, tmp_path: Path) -> None:
    """The IRI of a name is that of the bearer of most articles: first the goalkeeper's, then the priest's."""
    for number, (name, text) in enumerate(TOLLS.items(), start=1):
        (tmp_path / name).write_text(f"date: 2024-03-0{number}\n\n{text}")
    graph, (a, b, c, d) = tmp_path / "graph.ttl", (tmp_path / name for name in TOLLS)
    kg("build", a, b, "--out", graph)
    assert kg("decide", graph, "rename", "Marek Toll (goalkeeper)", "Marek Toll of Sparta").code == 0
    kg("build", c, d, "--append", "--out", graph)
    told = json.loads(kg("entity", graph, "Marek Toll of Sparta", "--format", "json").out)
    assert [article["source"] for article in told["articles"]] == ["a.txt"]
    assert json.loads(kg("entity", graph, "Marek Toll@d.txt", "--format", "json").out)["iri"] != told["iri"]


@pytest.mark.usefixtures("quick")
def test_two_of_whom_one_is_called_as_the_other_are_still_told_apart(kg: Kg, tmp_path: Path) -> None:
    """In a file and in a store alike; and where two are called so, as their articles tell them apart."""
    for number, (name, text) in enumerate(list(TOLLS.items())[:2], start=1):
        (tmp_path / name).write_text(f"date: 2024-03-0{number}\n\n{text}")
    graph, store = tmp_path / "graph.ttl", tmp_path / "store"
    for place in (("--out", graph), ("--store", store)):
        kg("build", tmp_path / "a.txt", tmp_path / "b.txt", *place)
    renames = [
        ("Sparta Prague", "Brno", {"Brno (organization)"}),
        ("Marek Toll (goalkeeper)", "Marek Toll", {"Marek Toll (goalkeeper)", "Marek Toll (the priest)"}),
    ]
    for who, name, labels in renames:
        for path in (graph, store):
            assert kg("decide", path, "rename", who, name).code == 0
            kg("export", path, "--format", "turtle", "--out", tmp_path / f"{path.stem}-out.ttl")
        found = [str(label).casefold() for label in read_graph(graph).objects(None, RDFS.label)]
        assert labels <= {str(label) for label in read_graph(graph).objects(None, RDFS.label)}
        assert len(found) == len(set(found))
        assert (tmp_path / "store-out.ttl").read_bytes() == (tmp_path / "graph-out.ttl").read_bytes()
    assert json.loads(kg("entity", graph, "Brno (organization)", "--format", "json").out)["iri"].endswith(
        "Sparta_Prague"
    )


def two_articles_of_barlow(kg: Kg, folder: Path) -> Path:
    """A graph of `a.txt` and `b.txt`, which both speak of a John Barlow."""
    texts = {"a.txt": "John Barlow met NATO.", "b.txt": "John Barlow left Chad for Peru."}
    for name, text in texts.items():
        (folder / name).write_text(f"Told in {name}\n\n{text}\n")
    kg("build", *map(folder.joinpath, texts), "--out", folder / "graph.ttl")
    return folder / "graph.ttl"


@pytest.mark.usefixtures("quick")
def test_of_two_of_whom_one_article_is_left_nobody_is_set_apart_and_that_is_told(kg: Kg, tmp_path: Path) -> None:
    graph = two_articles_of_barlow(kg, tmp_path)
    assert kg("decide", graph, "different", "John Barlow", "John Barlow@b.txt").code == 0
    gone = kg("remove", graph, "a.txt")
    assert (gone.code, "(the decision is kept): different John Barlow" in gone.err) == (0, True), gone.err
    kg("build", tmp_path / "a.txt", "--append", "--out", graph)
    people = {str(label) for label in read_graph(graph).objects(None, RDFS.label) if "Barlow" in label}
    assert len(people) == 2, "the decision holds again"


@pytest.mark.usefixtures("quick")
def test_a_name_that_gives_way_to_that_of_another_who_is_the_same_is_told(kg: Kg, tmp_path: Path) -> None:
    graph = two_articles_of_barlow(kg, tmp_path)
    kg("decide", graph, "rename", "John Barlow@a.txt", "Barlow of Derby", "--later")
    both = kg("decide", graph, "rename", "John Barlow@b.txt", "Barlow of Leeds")
    assert "is one now with something that is decided to be called otherwise" in both.err
    assert both.err.count("the decision is kept") == 1


@pytest.mark.usefixtures("quick")
def test_a_text_of_several_papers_is_meant_by_each_of_them(kg: Kg, tmp_path: Path) -> None:
    for name, url in (("a.txt", "https://a.example/1"), ("b.txt", "https://b.example/1")):
        (tmp_path / name).write_text(f"url: {url}\n\nTold twice\n\nJohn Barlow met NATO.\n")
    graph = tmp_path / "graph.ttl"
    kg("build", tmp_path / "a.txt", tmp_path / "b.txt", "--out", graph)
    found = [
        json.loads(kg("entity", graph, f"John Barlow@{name}", "--format", "json").out) for name in ("a.txt", "b.txt")
    ]
    assert found[0]["iri"] == found[1]["iri"]


@pytest.mark.usefixtures("quick")
def test_decisions_that_contradict_each_other_can_be_taken_back(kg: Kg, articles: Path, tmp_path: Path) -> None:
    graph, decisions = tmp_path / "graph.ttl", tmp_path / "graph.decisions.ttl"
    kg("build", articles, "--out", graph)
    kg("decide", graph, "different", *NAMES[:2])
    line = decisions.read_text().splitlines()[-1]
    decisions.write_text(f"{decisions.read_text()}{line.replace('owl:differentFrom', 'owl:sameAs')}\n")
    refused = kg("build", articles, "--out", graph)
    assert (refused.code, "contradict each other" in refused.err) == (2, True)
    assert kg("decide", graph).out.count("John Barlow") == 4
    assert kg("decide", graph, "undo", "2").code == 0
    assert kg("build", articles, "--out", graph).code == 0


@pytest.mark.usefixtures("quick")
def test_of_two_who_are_set_apart_one_keeps_the_identifier(kg: Kg, tmp_path: Path) -> None:
    for name, text in (("a.txt", "Angela Merkel visited Chad."), ("b.txt", "Angela Merkel joined Nordkap in Chad.")):
        (tmp_path / name).write_text(f"Told in {name}\n\n{text}\n")
    graph = tmp_path / "graph.ttl"
    kg("build", tmp_path / "a.txt", tmp_path / "b.txt", "--out", graph)
    assert kg("decide", graph, "different", "Angela Merkel@a.txt", "Angela Merkel@b.txt").code == 0
    found = read_graph(graph)
    people = {s for s in found.subjects(RDF.type, NEWS.Person) if "Merkel" in str(found.value(s, RDFS.label))}
    assert len(people) == 2
    assert len([s for s in people if (s, OWL.sameAs, None) in found]) == 1


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("correct", [False, True])
def test_a_decision_does_not_go_over_to_a_namesake_who_comes_later(kg: Kg, tmp_path: Path, correct: bool) -> None:
    striker, judge, graph = tmp_path / "striker.txt", tmp_path / "judge.txt", tmp_path / "graph.ttl"
    striker.write_text("Striker Daniel Marsh, 19, joined Grimsby Town.")
    judge.write_text("Justice Daniel Marsh, 61, of the Supreme Court of Ohio criticised Coldwater Mining.")
    kg("build", striker, "--out", graph)
    assert kg("decide", graph, "rename", "Daniel Marsh", "Daniel Marsh of Grimsby").code == 0
    if correct:  # as long as nobody else has the name, the decision outlasts a correction of the article
        striker.write_text("Striker Daniel Marsh, 19, has joined Grimsby Town.")
        kg("build", striker, "--append", "--out", graph)
        assert "Daniel Marsh of Grimsby" in kg("entity", graph, "Daniel Marsh of Grimsby").out
    added = kg("build", judge, "--append", "--out", graph)
    roles = kg("query", graph, "roles").out
    assert "Justice" in roles and "Grimsby" not in roles
    assert ("decided, but not in this graph" in added.err) is correct, "nobody can say which of the two it was"
    assert ("Daniel Marsh of Grimsby" in graph.read_text()) is not correct
