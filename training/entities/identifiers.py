"""Identifiers, and further entities, from corpora whose names are linked."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import unquote

from kg.names import fold, given, person, spelling
from training.entities.gazetteer import Gazetteer, iri, latin


def gum_types(shared: Path) -> dict[str, str]:
    """The entity type that GUM's annotators gave to what they linked to each Wikipedia title."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    kinds = {"person": "Person", "place": "Place", "organization": "Organization", "event": "Event"}
    gold = {path.stem.removeprefix("wikinews_") for path in (shared / "gold/dev").glob("wikinews_*.txt")}
    for part in ("train", "dev"):
        document = ""
        for line in (shared / f"corpora/syntax/gum/{part}.conllu").read_text(encoding="utf8").splitlines():
            if line.startswith("# newdoc id = "):
                document = line.removeprefix("# newdoc id = ")
            elif "Entity=" in line and document.removeprefix("GUM_news_") not in gold:
                for mention in re.findall(r"\((\d+-[^()|]+)", line.split("Entity=")[1].split("|")[0]):
                    fields = mention.split("-")
                    if len(fields) >= 8:
                        title = "-".join(fields[7:])
                        if title in ("_", ""):
                            continue
                        votes[unquote(title).replace("_", " ")][fields[1]] += 1
    return {title: kinds[best] for title, count in votes.items() if (best := count.most_common(1)[0][0]) in kinds}


def same_person(one: str, other: str) -> bool:
    """Whether two full names are spellings of one."""
    (left, _), (right, _) = person(one), person(other)
    if len(left) < 2 or len(right) < 2 or spelling(left[-1]) != spelling(right[-1]):
        return False
    return spelling(left[0]) == spelling(right[0]) or given(left[0], right[0])


def add_identifiers(gaz: Gazetteer, shared: Path) -> None:
    """Wikidata identifiers (and further entities) from GUM's Wikipedia links and from KnowledgeNet."""
    folder = shared / "corpora/gazetteer"
    kinds = gum_types(shared)
    rivals = {"Person": ("Person",), "Place": ("Place",), "Organization": ("Organization",), "Event": ("Event",)}
    rows_ = [
        line.split("\t") for line in (folder / "gum_wikipedia_qid.tab").read_text(encoding="utf8").splitlines()[1:]
    ]
    titles = [(unquote(title).replace("_", " "), qid) for title, _, qid, _ in rows_]
    for exact in (True, False):  # a title that is an entity's label goes before one that is another name of it
        for title, qid in titles:
            kind = kinds.get(title, "")
            known = gaz.find(title, *rivals.get(kind, ("Organization",)))
            if known and (kind or title in gaz.labels[known]) and (fold(gaz.labels[known]) == fold(title)) == exact:
                gaz.same("gum", known, qid)
    leaders = sorted(e for e in gaz.files["leaders"] if gaz.types.get(e) == "Person")
    for title, qid in titles:
        kind, label = kinds.get(title, ""), re.sub(r" \(.*", "", title)
        if not kind or qid in gaz.of_qid or fold(label) in gaz.by_name or not latin(label) or len(label) < 4:
            continue
        if "," in label or re.search(r"^[^A-Z]|\d{3}|^List of|people$|language$", label):
            continue
        if kind == "Person" and len(label.split()) < 2:
            continue
        if kind == "Person" and (known := next((e for e in leaders if same_person(gaz.labels[e], label)), "")):
            gaz.add("gum", gaz.labels[known], "Person", others=[label])
            gaz.same("gum", known, qid)
            continue
        entity = gaz.add("gum", title if iri(title) not in gaz.types else f"{title} ({kind})", kind, prior=0.15)
        gaz.same("gum", entity, qid)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    pronouns = {"he", "she", "it", "they", "his", "her"}
    with (folder / "knowledgenet_names_qid.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            if re.fullmatch(r"Q\d+", row["wikidata"] or "") and row["name"].lower() not in pronouns:
                votes[fold(row["name"])][row["wikidata"]] += int(row["count"])
    for entity, kind in sorted(gaz.types.items()):
        key = fold(gaz.labels[entity])
        if entity in gaz.qids or kind not in ("Organization", "Place") or len(gaz.by_name[key]) > 1:
            continue
        if len(votes.get(key, ())) == 1 and (len(key.split()) > 1 or kind == "Place"):
            qid, count = votes[key].most_common(1)[0]
            if count >= (3 if kind == "Place" else 2):  # a single passage may speak of a namesake
                gaz.same("knowledgenet", entity, qid)
