"""The small pieces of HTML of which pages consist: the name of a node with its link, who says something, and where.

They come again and again, so they are kept once they are made; a page of thirty statements takes a millisecond then.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from kg.reading.metadata import MONTHS
from kg.serve.catalogue import Catalogue, Statement
from kg.view.model import Kind, Quote

KEPT: Final = 50_000
"""Pieces of each sort that are kept at most."""
KINDS: Final = {
    Kind.FACT: "Fact",
    Kind.REPORTED: "Reported",
    Kind.UNSURE: "Unsure",
    Kind.POSSIBLE: "Planned or possible",
    Kind.DENIED: "Denied",
}
"""What the kinds of statements are called."""
SPEECH: Final = {"Future": "planned or announced", "Possible": "held possible", "Requested": "asked for"}


class Pieces:
    """Makes the pieces of one catalogue's pages.

    Args:
        known: what is shown.
        linked: what has pages of its own: the same, or the graph that is served where something else is shown.
    """

    def __init__(self, known: Catalogue, linked: Catalogue) -> None:
        self.known = known
        self.linked = linked
        self.path_of = lru_cache(KEPT)(linked.path_of)
        self.node = lru_cache(KEPT)(self._node)
        self.place = lru_cache(KEPT)(self._place)
        self._verb = lru_cache(KEPT)(self._worded)
        self._speaker = lru_cache(KEPT)(self._named)
        self._facets = lru_cache(KEPT)(_facets)
        self._rows = dict[str, Markup]()

    def _node(self, iri: str) -> Markup:
        label = escape(self.known.label(iri))
        if iri in self.linked.entities:
            return Markup('<a class="node" href="{}">{}</a>').format(self.path_of(iri), label)
        return Markup('<span class="node">{}</span>').format(label)

    def _place(self, iri: str) -> Markup:
        """The headline of an article, its publisher and day."""
        article = self.known.articles.get(iri)
        if article is None:
            return escape(iri)
        rest = "".join(f", {part}" for part in (article.about.publisher, day(article.about.date)) if part)
        return Markup('<a href="{}">{}</a>{}').format(self.path_of(iri), article.about.headline, rest)

    def _worded(self, relation: str, role: str, over: bool) -> Markup:
        words = self.known.label(relation)
        if role and relation.endswith("#roleOf"):
            words = f"{'former ' * (over and not role.lower().startswith('former'))}{role} of"
        return Markup('<span class="verb">{}</span>').format(words)

    def _named(self, speaker: str, attributed: bool) -> Markup:
        if speaker:
            return Markup("Said by {}").format(self.node(speaker))
        return Markup("Said by somebody unnamed" if attributed else "In the article’s own words")

    def words(self, statement: Statement) -> str:
        """What stands between subject and object: the relation, or of a position its title."""
        return self.verb(statement).striptags()

    def verb(self, statement: Statement) -> Markup:
        """The same, as HTML."""
        return self._verb(statement.relation, statement.role, statement.over)

    def triple(self, statement: Statement) -> Markup:
        """A statement as a sentence with links."""
        verb = self.verb(statement)
        return Markup(f"{self.node(statement.subject)} {verb} {self.node(statement.object)}")  # each is HTML already

    def row(self, statement: Statement) -> Markup:
        """A statement as an item of a list: the sentence, its best quote, who says it where, a link to the rest."""
        if len(self._rows) > KEPT:
            self._rows.clear()
        if (made := self._rows.get(statement.iri)) is None:
            made = self._rows[statement.iri] = self._row(statement)
        return made

    def _row(self, statement: Statement) -> Markup:
        quote, number = statement.best, len(statement.quotes)
        facets = self.facets(quote, role=quote.role != statement.role)
        more = "Why" if number == 1 else f"All {number} quotes"
        return Markup(  # all pieces are HTML already
            f'<li class="{statement.kind}"><p class="triple">{self.triple(statement)} {self.badge(statement)}</p>'
            f"<blockquote>{escape(quote.text)}</blockquote>"
            f'<p class="source">{self.speaker(quote)} · {self.place(quote.article)} · '
            f'<a href="{escape(self.path_of(statement.iri))}">{more}</a> {facets}</p></li>\n'
        )

    def badge(self, statement: Statement) -> Markup:
        """How far the texts vouch for a statement."""
        kind = f'<span class="badge {statement.kind}">{KINDS[statement.kind]}</span>'
        return Markup(kind + ' <span class="badge disputed">Disputed</span>' * statement.disputed)

    def speaker(self, quote: Quote) -> Markup:
        """Who says something."""
        return self._speaker(quote.speaker, quote.attributed)

    def facets(self, quote: Quote, *, role: bool = True) -> Markup:
        """What else a quote says: that it is denied, or planned, as what, when.

        Args:
            role: whether the title of a position is among it.
        """
        return self._facets(quote.positive, quote.factuality, quote.role * role, quote.former, quote.time)


def _facets(positive: bool, factuality: str, role: str, former: bool, time: str) -> Markup:
    facet = Markup('<span class="facet">{}</span> ')
    found = Markup("") if positive else Markup('<span class="facet no">denies it</span> ')
    if factuality != "Actual":
        found += facet.format(SPEECH.get(factuality, factuality))
    if role:
        found += facet.format(f"{role}{', formerly' * former}")
    if time:
        found += facet.format(f"when: {day(time)}")
    return found


def day(text: str) -> str:
    """A date for people; anything else as it is.

    >>> day("2024-01-24"), day("2024-01"), day("2024-01-24T10:00:00Z"), day("soon")
    ('24 January 2024', 'January 2024', '24 January 2024', 'soon')
    """
    found = re.match(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?(?!\d)", text, re.ASCII)
    if not found:
        return text
    year, month, number = found.groups()
    told = f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(number)} {told}" if number else told
