"""Titles of roles: which of them lead, and how near two are to each other."""

from __future__ import annotations

from rdflib import SKOS

from kg.resources import resource
from kg.turtle import Triples
from kg.vocabulary import local_name


class Titles:
    """Titles of roles, and how near they are to each other."""

    def __init__(self, triples: Triples) -> None:
        self.of: dict[str, str] = {}
        self.leads = set(triples.flagged("leads"))
        self.above: dict[str, list[str]] = {}
        for node in triples.of_type("Role"):
            for text in (*triples.all(node, SKOS.prefLabel), *triples.all(node, SKOS.altLabel)):
                self.of.setdefault(text.lower(), node)
            chain, ahead = list[str](), [node]
            while ahead:
                current = ahead.pop(0)
                if current not in chain:
                    chain.append(current)
                    ahead += triples.all(current, SKOS.broader)
            self.above[node] = chain

    def find(self, title: str) -> str:
        """The role that a title names: that of its last words which are one (`former Ghanaian striker`)."""
        parts_ = title.lower().split()
        return next((self.of[t] for i in range(len(parts_)) if (t := " ".join(parts_[i:])) in self.of), "")

    def leading(self, title: str) -> str:
        """The title in lower case, where its holder leads; or nothing."""
        node = self.find(title)
        return title.lower() if node in self.leads else ""

    def near(self, one: str, other: str) -> bool:
        """Whether two titles are of one kind, or one is unknown, so that one person may well have both."""
        a, b = self.find(one), self.find(other)
        if not a or not b or a == b:
            return True
        top = {"role", "office", "profession"}
        shared = set(self.above[a]) & set(self.above[b])
        return any(local_name(node) not in top for node in shared)


def load_titles() -> Titles:
    """The titles of the packaged ontology."""
    return Titles(Triples([resource("ontologies/roles.ttl")]))
