"""Facts by source, and how they are written."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.names import fold, words_of
from kg.vocabulary import BASE, WIKIDATA, slug

PREFIXES = f"""\
@prefix entity: <{BASE}entity/> . @prefix kind: <https://w3id.org/newskg/institution#> . @prefix news:
<https://w3id.org/newskg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs:
<http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix term:
<https://w3id.org/newskg/term#> . @prefix wd: <{WIKIDATA}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


CORE_PREDICATES = words_of(
    "rdf:type rdfs:label skos:altLabel news:acronym news:adjective news:demonym news:kind skos:hiddenLabel "
    "news:shortForm owl:sameAs news:country news:region news:capitalOf news:seatOfGovernmentOf "
    "news:institutionKind news:population news:prior news:holder news:officeOf news:role news:termStart "
    "news:termEnd"
)


class Gazetteer:
    """Facts by file; a fact that an earlier file states is not stated again."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(set))
        )
        self.stated: set[tuple[str, str, str]] = set()
        self.by_name: dict[str, list[str]] = defaultdict(list)
        self.types: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self.qids: dict[str, str] = {}
        self.of_qid: dict[str, str] = {}
        self.priors: set[str] = set()
        self.populations: dict[str, int] = {}

    def state(self, file: str, subject: str, predicate: str, value: str) -> None:
        """Record one triple, its value as Turtle."""
        if (subject, predicate, value) not in self.stated:
            self.stated.add((subject, predicate, value))
            self.files[file][subject][predicate].add(value)

    def add(
        self,
        file: str,
        name: str,
        kind: str,
        *,
        label: str = "",
        others: Iterable[str] = (),
        acronyms: Iterable[str] = (),
        hidden: Iterable[str] = (),
        country: str = "",
        prior: float = 0.0,
    ) -> str:
        """Add names and a type to the entity called `name` (its disambiguated name) and return its IRI."""
        entity = iri(name)
        label = label or re.sub(r" \(.*\)$", "", name)
        if entity not in self.types:
            self.types[entity], self.labels[entity] = kind, label
            self.state(file, entity, "rdf:type", f"news:{kind}")
            self.state(file, entity, "rdfs:label", text(label))
            self.by_name[fold(label)].append(entity)
        known = {fold(self.labels[entity])}
        for other in others:
            other = clean(other)
            if other and other != self.labels[entity]:
                if fold(other) not in known or "." in other:
                    self.state(file, entity, "skos:altLabel", text(other))
                self.by_name[fold(other)].append(entity)
        for acronym in acronyms:
            self.state(file, entity, "news:acronym", text(acronym))
            self.by_name[fold(acronym)].append(entity)
        for name_ in hidden:
            self.state(file, entity, "skos:hiddenLabel", text(name_))
        if country and entity not in self.countries:
            self.countries[entity] = country
            self.state(file, entity, "news:country", country)
        if prior and entity not in self.priors:
            self.priors.add(entity)
            self.state(file, entity, "news:prior", f"{prior:.4f}")
        return entity

    def same(self, file: str, entity: str, qid: str) -> None:
        """State that an entity is a Wikidata item, unless an earlier source says that it is another one."""
        if self.qids.setdefault(entity, qid) == qid and self.of_qid.setdefault(qid, entity) == entity:
            self.state(file, entity, "owl:sameAs", f"wd:{qid}")

    def find(self, name: str, *kinds: str, country: str = "") -> str:
        """The one entity of these kinds (and this country) with that name, or an empty string."""
        found = {
            e
            for e in self.by_name.get(fold(name), ())
            if self.types[e] in kinds and (not country or self.countries.get(e) == country)
        }
        return found.pop() if len(found) == 1 else ""

    def write(self, folder: Path, headers: dict[str, str]) -> dict[str, int]:
        """Write one Turtle file per source and return the number of subjects in each."""
        counts = {}
        for file, subjects in sorted(self.files.items()):
            lines = [*(f"# {line}" for line in headers[file].splitlines()), PREFIXES]
            for subject, facts in sorted(subjects.items()):
                parts = [
                    f"{'a' if p == 'rdf:type' else p} {', '.join(sorted(facts[p]))}"
                    for p in CORE_PREDICATES
                    if facts.get(p)
                ]
                lines.append(f"{subject} {' ; '.join(parts)} .")
            (folder / f"{file}.ttl").write_text("\n".join(lines) + "\n", encoding="utf8")
            counts[file] = len(subjects)
        return counts


def iri(name: str) -> str:
    """A disambiguated name as an IRI in Turtle."""
    local = slug(name)
    return f"entity:{local}" if re.fullmatch(r"[A-Za-z0-9_\-]+", local) else f"<{BASE}entity/{local}>"


def text(value: str) -> str:
    """An English literal in Turtle."""
    escaped = unicodedata.normalize("NFC", value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@en'


def clean(value: str) -> str:
    """A name without the spaces and direction marks around it."""
    return re.sub(r"[\u200e\u200f\u202a-\u202e]", "", re.sub(r"\s+", " ", value)).strip(" ;,")


def rows(table: str, delimiter: str = "|") -> Iterator[list[str]]:
    """The lines of one of this project's own tables, comments left out."""
    for line in Path(__file__).with_name(table).read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split(delimiter)]


def cells(value: str) -> list[str]:
    """The names in one cell."""
    return [part.strip() for part in value.split(";") if part.strip()]


def latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name) and any(c.isalpha() for c in name)
