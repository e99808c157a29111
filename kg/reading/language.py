"""The language of a text, found offline: what the pipeline does not understand is passed over, paragraph by paragraph.

py3langid (Lui and Baldwin 2012) tells the language from bytes. Its probability of English is below `DOUBT` for each of
390 foreign sentences of five words and more (spaCy's examples), and for 2 of 18,000 English ones: so one threshold
tells paragraphs apart, and no list of words is needed. Shorter lines, such as headlines, and those that look foreign
and are little but names ("Pavel Novak met Anna Lind in Oslo", 13 of the 390) are not judged: they go with the paragraph
after them, or before them at the end.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from kg.errors import SkipError
from kg.model import Article, Span

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DOUBT: Final = 0.01
"""A paragraph whose language has a lower probability than this to be the one asked for is in another."""
JUDGED: Final = 5
"""Words of a paragraph that is judged by itself."""
ORDINARY: Final = 3
"""Words of a paragraph without a capital, for it to be taken for one in another language: names alone tell none."""
ENOUGH: Final = 8
"""Words of a paragraph for whose sake an article is kept that is otherwise in another language."""
TELLING: Final = 20
"""Words of a text that counts for more than what its source says of its language."""


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def probability(text: str, language: str) -> float:
    """How probable it is that a text is in a language.

    Args:
        language: ISO 639-1 code.
    """
    return next((float(found) for code, found in _identifier().rank(text) if code == language), 0.0)


def in_language(article: Article, language: str) -> Article:
    """The article with those of its paragraphs alone that are in a language; most often the article as it is.

    Args:
        language: ISO 639-1 code of what the pipeline understands; a code that is not known takes every article.

    Returns:
        The article; its text, its asides and with them all offsets are those of the paragraphs that are kept.

    Raises:
        SkipError: it is in another language.

    >>> text = "Norway is to help Kyiv, its minister said.\\n\\nLe gouvernement a aussi annoncé une aide à la Géorgie."
    >>> in_language(Article(text), "en").text
    'Norway is to help Kyiv, its minister said.'
    """
    if language not in _identifier().labels:
        return article
    declared = article.language.partition("-")[0]
    if declared != language and _words(article.text) < TELLING:
        raise _skipped(article, article.language, language)
    lines = article.text.split("\n")
    foreign = _foreign(lines, language)
    if not any(foreign):
        return article if declared == language else replace(article, language=language)
    first = int(lines[0] == article.title)
    body = zip(lines[first:], foreign[first:], strict=True)
    if not any(_words(line) >= ENOUGH for line, other in body if not other):
        raise _skipped(article, str(_identifier().classify(article.text)[0]), language)
    return _without(article, lines, foreign, language)


def _words(text: str) -> int:
    """About how many words a text has, also in a script that puts no spaces between them."""
    return max(len(text.split()), len(text.encode("utf8", "replace")) // 12)


def _is_foreign(line: str, language: str) -> bool | None:
    """Whether a line is in another language; None where it has too few words to say."""
    if _words(line) < JUDGED:
        return None
    if probability(line, language) >= DOUBT:
        return False
    ordinary = " ".join([word for word in line.split() if not word[0].isupper()])
    return True if _words(ordinary) >= ORDINARY else None


def _foreign(lines: list[str], language: str) -> list[bool]:
    """Which lines are in another language."""
    judged = [_is_foreign(line, language) for line in lines]
    after, result = False, list[bool]()
    for verdict in reversed(judged):
        after = after if verdict is None else verdict
        result.append(after)
    result.reverse()
    last = max((place for place, verdict in enumerate(judged) if verdict is not None), default=-1)
    return [bool(judged[last]) if place > last >= 0 else verdict for place, verdict in enumerate(result)]


def _without(article: Article, lines: list[str], foreign: list[bool], language: str) -> Article:
    """The article without some of its lines; what stood around them moves together."""
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    kept, places, length = list[str](), list[tuple[int, int, int]](), 0
    for line, start, other in zip(lines, starts, foreign, strict=False):
        if other or (not line and (not kept or not kept[-1])):
            continue
        kept.append(line)
        places.append((start, start + len(line), length - start))
        length += len(line) + 1
    text = "\n".join(kept).rstrip()
    asides = tuple(
        Span(max(aside.start, start) + shift, min(aside.end, end) + shift)
        for aside in article.asides
        for start, end, shift in places
        if max(aside.start, start) < min(aside.end, end)
    )
    return replace(article, text=text, language=language, asides=asides)


def _skipped(article: Article, found: str, language: str) -> SkipError:
    from babel import Locale

    names = Locale("en").languages
    wanted, other = (names.get(re.split(r"[-_]", code)[0], code) for code in (language, found))
    return SkipError(
        f"{article.source}: is written in {other} ({found}), not in {wanted}: name a pipeline for it with --model",
        f"not {wanted}",
    )
