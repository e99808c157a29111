"""What is known of an article before its relations are looked for: its trees, who speaks where, what is one thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from kg.document import Document
from kg.extraction.attribution import find_attributions
from kg.extraction.coreference import ACTORS, WHENCE, Network, find_chains
from kg.extraction.coreference.phrases import LABEL_CLASSES
from kg.extraction.corrections import attach_owned_subjects, correct_lemmas, correct_person_names, detach_datelines
from kg.extraction.factuality import Judge
from kg.extraction.roles import find_titles
from kg.extraction.syntax import Syntax
from kg.language.component import NOUNS, VECTORS
from kg.language.facts import tagged_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from kg.extraction.attribution import Attributions
    from kg.extraction.coreference import Chains
    from kg.language.facts import FactHeads
    from kg.lexicon import Lexicon, RoleTitle
    from kg.model import Article, Chain

REPEATED: Final = 40  # characters from which a sentence that occurred before counts as a repetition


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """One article with all that its relations are read from.

    Args:
        doc, lexicon: see `understand`.
        syntax: its trees.
        judge: what is affirmed, denied, expected.
        attributions: who speaks where.
        chains: which mentions are one.
        titles: titles of office and profession, as `find_titles` gives them.
        title_words: the tokens of titles: of "Secretary of State" the "of" as well.
        standing: the last tokens of those whose holder stands for an organisation: a minister, not a critic.
        skip: tokens of sentences that stood in the article before, and of its asides.
        published: the day of its publication, as far as known.
        classes: for each chain what it may be in a relation.
        telling: for each chain whether it has a name or holds one.
        referents: what `referents.chains_of` has found, by its arguments.
    """

    doc: Document
    lexicon: Lexicon
    syntax: Syntax
    judge: Judge
    attributions: Attributions
    chains: Chains
    titles: list[tuple[int, int, RoleTitle]]
    title_words: frozenset[int]
    standing: frozenset[int]
    skip: frozenset[int]
    published: date | None
    classes: Sequence[frozenset[str]]
    telling: Sequence[bool]
    referents: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)


def understand(parsed: Doc, article: Article, lexicon: Lexicon, heads: FactHeads | None = None) -> Context:
    """Find out what an article speaks of and who says what, before anything is taken for a relation.

    Args:
        parsed: the article's text, parsed by a pipeline of `kg.language`.
        article: the article; its date of publication anchors "last week".
        heads: the network's heads that read facts, if any.
    """
    doc = read_document(parsed, lexicon)
    syntax = Syntax(doc, lexicon)
    attributions = find_attributions(syntax)
    network = Network(heads, parsed.user_data[VECTORS]) if heads is not None and VECTORS in parsed.user_data else None
    spans = tagged_spans(parsed.user_data[NOUNS].argmax(1).tolist()) if network is not None else []
    told = attributions.speakers_of_first_person
    chains = find_chains(doc, lexicon, speakers=told, network=network, spans=spans)
    titles = find_titles(syntax)
    asides = (token for span in article.asides for token in doc.words_of(span.start, span.end))
    return Context(
        doc,
        lexicon,
        syntax,
        Judge(syntax),
        attributions,
        chains,
        titles=titles,
        title_words=frozenset(token for start, end, _ in titles for token in range(start, end)),
        standing=frozenset(
            end - 1 for _, end, title in titles if title.name in lexicon.titles and (title.leads or title.speaks)
        ),
        skip=frozenset((*_repeated(doc), *asides)),
        published=_published(article),
        classes=[_classes_of(chain, lexicon) for chain in chains.chains],
        telling=[_tells(chain, syntax) for chain in chains.chains],
    )


def read_document(parsed: Doc, lexicon: Lexicon) -> Document:
    """Read a parsed text; its names of people, lemmas and trees are corrected here and final from here on."""
    doc = Document(parsed)
    correct_person_names(doc)
    correct_lemmas(doc, lexicon.words)
    detach_datelines(doc)
    attach_owned_subjects(doc)
    return doc


def _tells(chain: Chain, syntax: Syntax) -> bool:
    """Whether a chain has a name, one of its mentions holds one, or the phrase after a group's noun names it."""
    doc, names = syntax.doc, syntax.names
    if chain.named or any(t in names for m in chain.mentions for t in doc.words_of(m.start, m.end)):
        return True
    if chain.type not in ACTORS:
        return False
    first = chain.mentions[0]
    noun = doc.words_of(first.start, first.end)[-1]  # "gunmen in Karachi", "activists from the Fatah Party"
    markers = {syntax.marker(c) for c in syntax.of(noun, "nmod") if c > noun and c in names}
    return not markers.isdisjoint({*WHENCE, "of"} if chain.type == "Organization" else WHENCE)


def _classes_of(chain: Chain, lexicon: Lexicon) -> frozenset[str]:
    """What a chain may be by its labels; an organisation may be a company or, by its name, a business: "Geely"."""
    labels = {m.label for m in chain.mentions}
    if chain.type == "Person" and " " in chain.name:
        labels &= {"PERSON"}  # whose surname alone was taken for a place: "Paris"
    found = {chain.type}.union(*[LABEL_CLASSES.get(label, ()) for label in labels])
    if chain.type == "Organization" and chain.named:
        name = chain.name.lower()
        kinds = lexicon.kinds.get(name)
        plain = chain.name.isupper() or name.split()[-1] in lexicon.words  # "OPEC", "Security Council"
        if kinds is None and not plain:
            found.add("Business")
        elif kinds and "company" in kinds:
            found.add("Company")
    return frozenset(found)


def _repeated(doc: Document) -> Iterator[int]:
    """Tokens of sentences that stood in the article before, word for word, as in feeds that give the body twice."""
    seen: set[str] = set()
    for start, end in doc.sentences:
        text = " ".join(doc.between(start, end).split())
        if len(text) >= REPEATED:
            if text in seen:
                yield from range(start, end)
            seen.add(text)


def _published(article: Article) -> date | None:
    try:
        return date.fromisoformat(article.date[:10]) if article.date else None
    except ValueError:
        return None
