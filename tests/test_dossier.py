"""All that a graph holds of one entity, in the terminal and as notes that link each other."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Kg
from graphs import FACTS, HOSTILE, article_graph, says
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rdflib import Graph

from kg.errors import GraphError
from kg.graph import dossier, evidence_of, in_order, write_graph, write_notes
from kg.graph.notes import LISTED, escaped, file_name
from kg.vocabulary import BASE, entity_iri, relation_iri


def of(name: str, graph: Graph) -> dict[tuple[str, str, str], str]:
    """The facts of an entity's dossier, with what they are."""
    found = dossier(graph, str(entity_iri(name)))
    facts = [fact for facts in found.facts.values() for fact in facts]
    return {(f.subject_label, f.relation, f.object_label): f.status for f in (*facts, *found.roles)}


def test_a_dossier_tells_facts_from_what_is_said_denied_or_possible() -> None:
    graph = article_graph(FACTS, also={"Borduria": ("Kingdom of Borduria",)})
    assert of("Borduria", graph) == {
        ("Alliance", "aids", "Borduria"): "stands",
        ("Syldavia", "attacks", "Borduria"): "said",
        ("Syldavia", "invades", "Borduria"): "possible",
        ("Borduria", "owns", "Isle"): "denied",
    }
    found = dossier(graph, str(entity_iri("Borduria")))
    assert (found.label, found.type, found.names) == ("Borduria", "Country", ("Kingdom of Borduria",))
    assert found.links == ("http://www.wikidata.org/entity/Q1",)
    assert [(q.speaker, q.polarity) for q in found.said] == [("Ada Moss", "Positive"), ("Ben Hale", "Negative")]
    assert [(a.headline, a.date) for a in found.articles] == [("An article", "2024-04-04")]
    assert {(q.speaker, q.object) for q in dossier(graph, str(entity_iri("Ada Moss"))).said} == {
        ("Ada Moss", "Borduria")
    }


def test_roles_have_their_own_dates() -> None:
    facts = (
        ("Ada Moss", "roleOf", "Alliance", says("Alliance chief Ada Moss", role="chief", time="2024-03")),
        ("Ada Moss", "roleOf", "Alliance", says("Moss, its former envoy", role="envoy", former=True)),
    )
    roles = dossier(article_graph(facts), str(entity_iri("Ada Moss"))).roles
    told = [(role.roles, role.former, role.first, role.last) for role in roles]
    assert told == [(("chief",), False, "2024-03", "2024-03"), (("envoy",), True, "2024-04-04", "2024-04-04")]


def test_a_dossier_in_the_terminal(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_graph(article_graph(FACTS), path, base=BASE)
    text = kg("entity", path, "ada moss").out
    assert text.startswith("Ada Moss (Person)\n")
    assert "\nroles\n  Ada Moss: chief of Alliance, 2024-04-04, 1 article [" in text
    assert "  2024-04-04 Ada Moss says: “Syldavia shelled us”" in text
    address = re.search(r"chief of Alliance.*\[(\w+)\]", text)
    assert address is not None
    assert kg("why", path, address[1]).out.startswith("Ada Moss roleOf Alliance: stands")
    assert json.loads(kg("entity", path, "Ada Moss", "--format", "json").out)["label"] == "Ada Moss"
    assert kg("entity", path, "Ada Moss", "--format", "markdown").out.startswith("# Ada Moss\n")
    assert "unknown format 'html'" in kg("entity", path, "Ada Moss", "--format", "html").err
    assert "no entity is called 'Nobody'" in kg("entity", path, "Nobody").err


def test_notes_link_each_other_and_nothing_of_others_is_touched(kg: Kg, tmp_path: Path) -> None:
    path, vault = tmp_path / "graph.ttl", tmp_path / "vault"
    write_graph(article_graph(FACTS), path, base=BASE)
    assert kg("export", path, "--format", "obsidian", "--out", vault).out == f"{vault}: 6 notes\n"
    names = {note.stem for note in vault.glob("*.md")}
    assert names == {"Ada Moss", "Alliance", "Ben Hale", "Borduria", "Isle", "Syldavia"}
    links = {link for note in vault.glob("*.md") for link in re.findall(r"\[\[([^|\]]+)", note.read_text())}
    assert links <= names and "Borduria" in links
    lines = (vault / "Ada Moss.md").read_text().split("---\n")[1].splitlines()
    front = {key: json.loads(value) for key, value in (line.split(": ", 1) for line in lines)}
    assert front["tags"] == ["Person"]
    (vault / "mine.md").write_text("my own")
    (vault / "Ada Moss.md").write_text("changed")
    assert write_notes(article_graph(FACTS[:1]), vault) == 2
    assert {note.name for note in vault.glob("*.md")} == {"Alliance.md", "Borduria.md", "mine.md"}
    (vault / LISTED).unlink()
    before = {note.name: note.read_bytes() for note in vault.iterdir()}
    with pytest.raises(GraphError, match="is not one of the program's notes"):
        write_notes(article_graph(FACTS), vault)
    assert {note.name: note.read_bytes() for note in vault.iterdir()} == before


def test_notes_need_a_folder_and_long_names_are_cut(kg: Kg, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    long = "長" * 120
    write_graph(article_graph([(long, "aids", "Borduria", says("help"))]), graph, base=BASE)
    assert kg("export", graph, "--format", "obsidian", "--out", tmp_path / "notes").code == 0
    assert len(file_name(long).encode()) <= 200
    refused = kg("export", graph, "--format", "obsidian", "--out", "-")
    assert "several files cannot go to standard output: name a folder with --out" in refused.err
    assert "obsidian" in kg("export", graph, "--format", "odt", "--out", tmp_path / "x").err


def test_quotes_have_one_order_whatever_the_order_of_sets() -> None:
    graph = article_graph([("Alliance", "aids", "Borduria", says("help"))])
    (quote,) = evidence_of(graph, str(entity_iri("Alliance")), str(relation_iri("aids")), str(entity_iri("Borduria")))
    alike = [replace(quote, fact=fact) for fact in ("c", "a", "b")]
    assert [q.fact for q in in_order(alike)] == ["a", "b", "c"]


def test_hostile_names_are_text_and_stay_in_their_folder(tmp_path: Path) -> None:
    names = [
        HOSTILE,
        "../../etc/passwd",
        "C:\\con",
        "CON",
        "a]]b[[c|d",
        "Ünï",
        "ünï",
        "x" * 300,
        "%%hidden%%",
        "- [ ] do",
    ]
    facts = [(name, "supports", "Alliance", says(f"{name} backs it")) for name in names]
    vault = tmp_path / "vault"
    assert write_notes(article_graph(facts), vault) == len(names) + 1
    files = {file.name for file in vault.iterdir()}
    assert len({name.casefold() for name in files}) == len(files) == len(names) + 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["vault"]
    for note in vault.glob("*.md"):
        body = note.read_text().split("---\n", 2)[2]
        html = MarkdownIt("commonmark", {"html": True}).render(body)
        assert not re.search(r"<(?!\n)(?!/?(?:h1|h2|p|ul|li|a|em)\b)", html), html


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_shown_as_it_is_and_any_name_is_a_safe_file(text: str) -> None:
    shown = " ".join(text.split())
    html = MarkdownIt("commonmark").renderInline(f"x {escaped(text)} x")
    plain = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert plain == f"x {shown} x".replace("\x00", "\ufffd")
    name = file_name(text)
    assert name == name.strip(" .") and name and not set(name) & set('<>:"/\\|?*#^[]\n\x00')
