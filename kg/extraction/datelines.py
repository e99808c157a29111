"""Places that head a report are no part of its first clause, whatever the parser makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.document import Document

NOMINAL: Final = frozenset({"NOUN", "PROPN"})
DASHES: Final = frozenset({"-", "–", "—"})


def detach_datelines(doc: Document) -> None:
    """Detach the places before a dash at the start of a line from the clause after it: "OSLO - Ida Berg has won"."""
    for start in (0, *(i for i, text in enumerate(doc.texts, 1) if "\n" in text)):
        reach = range(start + 1, min(start + 8, len(doc) - 1))
        end = next((i for i in reach if doc.texts[i] in DASHES and doc[i - 1].spaced and doc[i].spaced), start)
        places = doc[start:end]
        if not places or not all(w.text.isupper() or w.punctuation or w.label in {"GPE", "DATE"} for w in places):
            continue
        root = doc.root(start, end)
        if places[0].text.isupper() and root.head is not root:
            for c in [c for c in doc.children[root.i] if c >= end]:
                doc.attach(c, root.head.i, root.dep if doc.pos[c] in NOMINAL else doc.deps[c])
            doc.attach(root.i, root.head.i, "dep")
