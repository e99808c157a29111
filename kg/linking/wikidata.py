"""Identifiers of entities that the gazetteer lacks, from Wikidata over the network; only for those who ask for it.

Speaks the W3C Reconciliation Service API
(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/):
names go out in batches, and only an answer that the service itself calls a match is taken.
"""

from __future__ import annotations

import json
import sqlite3
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Protocol

from kg.errors import LinkError
from kg.linking.gazetteer import cache_folder
from kg.model import Entity, LinkedArticle
from kg.names import fold
from kg.vocabulary import WIKIDATA

ENDPOINT: Final = "https://wikidata.reconci.link/en/api"
USER_AGENT: Final = "newskg (https://w3id.org/newskg; entity lookup that its user asked for)"
TIMEOUT: Final = 20.0  # seconds to wait for an answer
BATCH: Final = 20  # names in one request
LARGEST_ANSWER: Final = 4 << 20  # bytes

HUMAN: Final = "human"  # what the service calls the class of persons


class Service(Protocol):
    """What knows identifiers of names."""

    def items(self, names: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """The Wikidata identifiers of those names, each with its class, of which it is sure."""


class Reconciler:
    """A reconciliation service, asked slowly and never twice for the same name.

    Args:
        cache: SQLite file of the answers; by default in the user's cache folder.
        pause: seconds between two requests.

    Raises:
        LinkError: the endpoint is no http or https URL, or the cache cannot be opened.
    """

    def __init__(self, endpoint: str, *, cache: Path | None = None, pause: float = 1.0) -> None:
        if urllib.parse.urlsplit(endpoint).scheme not in ("http", "https"):
            raise LinkError(
                f"'{endpoint}' is not a web address; give the http or https URL of a reconciliation service"
            )
        self.endpoint = endpoint
        self.pause = pause
        self.free_at = 0.0
        path = cache or cache_folder() / "reconciliation.sqlite"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.answers = sqlite3.connect(path, isolation_level=None)
            self.answers.execute("CREATE TABLE IF NOT EXISTS answer (question TEXT PRIMARY KEY, item TEXT NOT NULL)")
        except (OSError, sqlite3.Error) as error:
            raise LinkError(f"{path}: cannot keep answers there: {error}") from error

    def items(self, names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Look names up.

        Args:
            names: name and class (`Person`) of each entity.

        Returns:
            The Wikidata identifier (`Q42`) of each that the service is sure of.

        Raises:
            LinkError: the service cannot be reached or breaks its protocol.
        """
        found = {question: self._kept(question) for question in dict.fromkeys(names)}
        unknown = sorted(question for question, item in found.items() if item is None)
        for start in range(0, len(unknown), BATCH):
            batch = unknown[start : start + BATCH]
            for question, item in zip(batch, self._ask(batch), strict=True):
                found[question] = item
                self.answers.execute("INSERT OR REPLACE INTO answer VALUES (?, ?)", (self._key(question), item))
        return {question: item for question, item in found.items() if item}

    def _key(self, question: tuple[str, str]) -> str:
        return json.dumps([self.endpoint, *question], ensure_ascii=False)

    def _kept(self, question: tuple[str, str]) -> str | None:
        row = self.answers.execute("SELECT item FROM answer WHERE question = ?", (self._key(question),)).fetchone()
        return None if row is None else str(row[0])

    def _ask(self, batch: Sequence[tuple[str, str]]) -> Iterator[str]:
        """One request; an identifier or an empty string for each name."""
        queries = {f"q{number}": {"query": name, "limit": 3} for number, (name, _) in enumerate(batch)}
        body = urllib.parse.urlencode({"queries": json.dumps(queries, ensure_ascii=False)}).encode()
        request = urllib.request.Request(self.endpoint, body, {"User-Agent": USER_AGENT, "Accept": "application/json"})
        time.sleep(max(0.0, self.free_at - time.monotonic()))
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                data = json.loads(answer.read(LARGEST_ANSWER))
        except urllib.error.HTTPError as error:
            error.close()
            wait = f" (it asks to wait {error.headers['Retry-After']} s)" if error.headers.get("Retry-After") else ""
            raise LinkError(f"{self.endpoint} answered {error.code} {error.reason}{wait}") from error
        except (OSError, ValueError) as error:
            raise LinkError(f"{self.endpoint} cannot be asked: {error}") from error
        finally:
            self.free_at = time.monotonic() + self.pause
        for number, (name, kind) in enumerate(batch):
            yield _match(data, f"q{number}", name, kind, self.endpoint)


def _match(data: Any, key: str, name: str, kind: str, endpoint: str) -> str:
    """The identifier of the one candidate that the service calls a match, that has the name and is a person where the
    entity is one; or an empty string."""
    try:
        matches = {
            candidate["id"]
            for candidate in data[key]["result"]
            if candidate.get("match") is True
            and fold(candidate["name"]) == fold(name)
            and (HUMAN in {type_["name"] for type_ in candidate["type"]}) == (kind == "Person")
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise LinkError(f"{endpoint} does not answer as a reconciliation service does") from error
    item = matches.pop() if len(matches) == 1 else ""
    return item if item[:1] == "Q" and item[1:].isdigit() else ""


def identify(linked: LinkedArticle, reconciler: Service) -> LinkedArticle:
    """Add Wikidata identifiers to the entities of an article that have none and that their name identifies.

    Returns:
        The same, with more `same_as`.

    Raises:
        LinkError: see `Reconciler.items`.
    """
    asked = [entity for entity in linked.entities if not entity.same_as and not entity.local]
    items = reconciler.items([(entity.label, entity.type) for entity in asked])
    return replace(linked, entities=tuple(_identified(entity, items) for entity in linked.entities))


def _identified(entity: Entity, items: Mapping[tuple[str, str], str]) -> Entity:
    item = items.get((entity.label, entity.type), "")
    if not item or entity.same_as or entity.local:
        return entity
    return replace(entity, same_as=(str(WIKIDATA[item]),))
