"""Decisions of people on the pages: a line in the file beside the graph, and nothing without `--edit`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.decisions import Decision, Verb, beside, read_decisions
from kg.vocabulary import NEWS, entity_iri

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from serve.conftest import Server

ALLIANCE, BORDURIA, MOSS = (str(entity_iri(name)) for name in ("Alliance", "Borduria", "Ada Moss"))
AIDS = (ALLIANCE, str(NEWS._NS) + "aids", BORDURIA)
FILES: dict[str, Path] = {}


@pytest.fixture(scope="module")
def desk(graph_file: Path, serve: Callable[..., Any]) -> Iterator[Server]:
    """The graph, served with `--edit`."""
    FILES["decisions"] = beside(graph_file)
    with serve(graph_file, decisions=beside(graph_file)) as running:
        yield running


@pytest.fixture
def file(desk: Server) -> Iterator[Path]:
    """The decisions file, not there at first."""
    path = FILES["decisions"]
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


def statement(server: Server) -> str:
    known = server.site.catalogue.statements.values()
    return next(s.iri for s in known if (s.subject, s.relation, s.object) == AIDS)


def send(server: Server, **form: str) -> Any:
    page = server.client.get("/upload").text
    key = page.partition('name="form_key" value="')[2].partition('"')[0]
    return server.client.post("/decide", data={"form_key": key, **form})


def test_each_verb_is_a_line_that_kg_decide_reads(desk: Server, file: Path) -> None:
    moved = send(desk, verb="confirm", about=statement(desk))
    assert (moved.status_code, moved.headers["location"]) == (
        303,
        f"/id/statement/{statement(desk).rpartition('/')[2]}",
    )
    assert send(desk, verb="same", about=ALLIANCE, other="ada moss").status_code == 303
    assert send(desk, verb="different", about=ALLIANCE, other=BORDURIA).status_code == 303
    assert set(read_decisions([file]).all) == {
        Decision(Verb.CONFIRM, AIDS),
        Decision(Verb.SAME, tuple(sorted((ALLIANCE, MOSS)))),
        Decision(Verb.DIFFERENT, tuple(sorted((ALLIANCE, BORDURIA)))),
    }
    assert send(desk, verb="confirm", about=statement(desk), undo="1").status_code == 303
    assert len(read_decisions([file])) == 2


def test_what_contradicts_or_names_nothing_is_told_and_not_written(desk: Server, file: Path) -> None:
    send(desk, verb="reject", about=statement(desk))
    before = file.read_bytes()
    for form, status, message in (
        ({"verb": "confirm", "about": statement(desk)}, 400, "contradict each other"),
        ({"verb": "same", "about": ALLIANCE, "other": "Alianse"}, 400, "near: Alliance"),
        ({"verb": "same", "about": ALLIANCE, "other": "Alliance"}, 400, "this one is itself"),
        ({"verb": "confirm", "about": "https://elsewhere.example/"}, 404, "no such statement"),
        ({"verb": "drop", "about": ALLIANCE}, 400, "decide same, different, confirm or reject"),
    ):
        answer = send(desk, **form)
        assert (answer.status_code, message in answer.text) == (status, True), form
    forged = desk.client.post("/decide", data={"form_key": "guessed", "verb": "confirm", "about": statement(desk)})
    assert forged.status_code == 403
    astray = desk.client.post("/decide", data={"verb": "confirm"}, headers={"Origin": "https://evil.example"})
    assert astray.status_code == 403
    assert file.read_bytes() == before


def test_nothing_is_decided_without_edit(server: Server) -> None:
    assert send(server, verb="confirm", about=statement(server)).status_code == 404
    page = server.client.get(f"/id?iri={statement(server)}", headers={"Accept": "text/html"}).text
    assert "/decide" not in page


@pytest.mark.browser
def test_a_person_accepts_takes_back_and_tells_two_apart(desk: Server, file: Path, browser: Browser) -> None:
    page = browser.new_context(base_url=desk.url).new_page()
    page.set_default_timeout(120_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/id/entity/Alliance")
    page.locator("li", has_text="aids").locator("a", has_text="Why").click()
    page.locator("button", has_text="Reject").click()
    page.locator(".decided", has_text="Rejected by a person, from the next build on.").wait_for()
    assert read_decisions([file]).all == (Decision(Verb.REJECT, AIDS),)
    page.locator("button", has_text="Take it back").click()
    page.locator("button", has_text="Accept").wait_for()
    assert len(read_decisions([file])) == 0
    page.goto("/id/entity/Alliance")
    page.locator("summary", has_text="Who is who").click()
    page.locator("input[name=other]").last.fill("Borduria")
    page.locator("button", has_text="are different").click()
    page.locator(".decided", has_text="Not the same as Borduria").wait_for()
    assert read_decisions([file]).all == (Decision(Verb.DIFFERENT, tuple(sorted((ALLIANCE, BORDURIA)))),)
    assert complaints == []
