"""Names as the rules need them: without the titles and common nouns that a name recogniser takes in at times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from kg.extraction.lexicon import Lexicon

INNER = frozenset({"of", "the", "for", "and", "&", "to"})
RANKS = frozenset({"special", "deputy", "chief", "senior", "vice", "-", "high", "top"})


def trim_names(doc: Doc, lexicon: Lexicon) -> None:
    """Take titles of office and nouns that stand for an organisation out of the document's names.

    "[UN Special Envoy] Kadri Tamm" becomes "[UN] Special Envoy", "[NATO Allies]" "[NATO] Allies", and
    "[President Tamm]" "President [Tamm]"; "[Office of the Prime Minister]" stays.

    Args:
        doc: its `ents` are replaced.
        lexicon: the titles and nouns.
    """
    doc.ents = tuple(_trimmed(doc, lexicon))
    doc.ents = tuple(_completed(doc, lexicon))


def _trimmed(doc: Doc, lexicon: Lexicon) -> Iterator[Span]:
    titles = {t: (start, end) for start, end in _titles(doc, lexicon) for t in range(start, end)}
    for ent in doc.ents:
        start, end = ent.start, ent.end
        if end - start == 1 and _stands(doc[start], lexicon):
            continue  # "[Members] of the council"
        while end - start > 1 and ent.label_ == "ORG" and doc[end - 1].lower_ in RANKS and end in titles:
            end -= 1  # "[UN Special] Envoy"
        over = titles.get(end - 1)
        if ent.label_ == "PERSON":
            title = titles.get(start)
            start = title[1] if title is not None and title[1] < end else start
        elif ent.label_ in {"ORG", "GPE", "NORP", "MISC"} and over is not None:
            if over[0] < start or (over[0] == start and over[1] - over[0] > 1):
                continue  # part of a title: "minister of [Foreign Affairs]"
            end = _without(doc, start, over[0], end, lexicon)
        elif ent.label_ in {"ORG", "GPE", "NORP"} and end - start > 1:
            stands = _stands(doc[end - 1], lexicon) and (doc[start].is_upper or doc[end - 1].is_lower)
            end = _without(doc, start, end - 1, end, lexicon) if stands else end
        yield ent if (start, end) == (ent.start, ent.end) else Span(doc, start, end, label=ent.label)


def _completed(doc: Doc, lexicon: Lexicon) -> Iterator[Span]:
    """Names with the words that belong to them: "Security Council [Resolution 2254]", "[Ida] Berg".

    A first name that the recogniser left out comes in, a numbered resolution or convention is a name of its own, and
    of "invasion of Ukraine" as an event only the country stays, since the phrase says what happened to it.
    """
    labels = {e.text: e.label_ for e in doc.ents if e.label_ != "EVENT"}
    for ent in doc.ents:
        start, end, label = ent.start, ent.end, ent.label_
        before, after = start - 1, doc[end : end + 2]
        if label == "PERSON" and ent.root.dep_ == "flat" and ent.root.head.i == before and doc[before].pos_ == "PROPN":
            start = start if doc[before].ent_type_ else before
        elif label in {"ORG", "GPE"} and len(after) == 2 and after[0].pos_ == "PROPN" and after[1].pos_ == "NUM":
            if (
                lexicon.classes.get(after[0].lower_) == "Law"
                and after[1].text.isdigit()
                and not any(t.ent_type_ for t in after)
            ):
                end, label = end + 2, "MISC"
        elif label == "EVENT" and doc[start].is_lower and doc[start].pos_ in {"NOUN", "PROPN"}:
            inner = next((t.i + 1 for t in doc[start:end] if t.lower_ in {"of", "on", "in", "against"}), start)
            while inner < end - 1 and doc[inner].pos_ == "DET":
                inner += 1
            if start < inner < end and doc[inner].text[:1].isupper():
                start, label = inner, labels.get(doc[inner:end].text, "GPE")
        yield ent if (start, end) == (ent.start, ent.end) else Span(doc, start, end, label=label)


def _stands(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word, capitalised or not, is a noun that stands for the organisation before it."""
    word = token.lower_
    return any(
        w in lexicon.representatives
        for w in (token.lemma_.lower(), word.removesuffix("s"), word.removesuffix("ies") + "y")
    )


def _titles(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Titles of office as token ranges, the longest at each end."""
    lower = [t.lower_ for t in doc]
    for i, word in enumerate(lower):
        length = max(
            (
                len(t.words)
                for t in lexicon.roles.get(word, ())
                if tuple(lower[max(0, i + 1 - len(t.words)) : i + 1]) == t.words
            ),
            default=0,
        )
        if length:
            yield i + 1 - length, i + 1


def _without(doc: Doc, start: int, cut: int, end: int, lexicon: Lexicon) -> int:
    """Where a name ends without the title or noun that begins at `cut`; its old end where the title belongs to it."""
    named = end < len(doc) and (
        doc[end].ent_type_ == "PERSON" or doc[end].pos_ in {"PUNCT", "ADP", "VERB", "AUX", "NOUN"}
    )
    if not named and not _stands(doc[end - 1], lexicon):
        return end
    while cut > start and (
        doc[cut - 1].lower_ in lexicon.modifiers or doc[cut - 1].lower_ in RANKS or doc[cut - 1].tag_ == "POS"
    ):
        cut -= 1
    return cut if cut > start and not any(t.lower_ in INNER for t in doc[start:cut]) else end
