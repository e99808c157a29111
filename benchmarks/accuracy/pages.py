"""Score the reading of pages: `python -m benchmarks.accuracy.pages [--part dev|held] [--errors]`.

Each file of `templates/` is the markup of one publisher's kind of page, with places for an article: the articles of
`examples/articles` are put into all of them. Compared are the words of what is read (headline and text, as bags of
tokens) with those that a reader sees of the article, and date, author and publisher with what the page says. A page
that fails in any article counts as failed in that share of them. Templates of even number are held: looked at when a
figure is reported, not when the reader is worked on.

A template's first lines may say what is different on its page: `gold: body=1-3` (only these paragraphs are shown),
`author=no` (the page does not say), `articles=2`, `extra=` (further sentences of the article).
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from kg.errors import KGError
from kg.model import Article
from kg.reading import read_articles, read_bytes

TEMPLATES = Path(__file__).parent / "templates"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "articles"
FIELDS = ("date", "author", "publisher")


@dataclass(frozen=True, slots=True)
class Filled:
    """A page with an article in it, and what is right."""

    name: str
    markup: str
    text: str
    known: Mapping[str, str]


def paragraphs(article: Article) -> list[str]:
    """An article's paragraphs, without its headline."""
    return list(dict.fromkeys(article.text.split("\n\n")[1:]))  # one of them has its body twice, as in some feeds


def chosen(article: Article, part: str) -> list[str]:
    """Some of an article's paragraphs: `2`, `1-3`, `4-`, or all of them for an empty string."""
    first, dash, last = part.partition("-")
    found = paragraphs(article)
    start = int(first) - 1 if first else 0
    return found[start : (int(last) if last else len(found)) if dash or not part else start + 1]


def places(article: Article, others: list[Article]) -> dict[str, str]:
    """What a template's simple places stand for."""
    day = date.fromisoformat(article.date)
    body = paragraphs(article)
    simple = {
        "title": article.title,
        "author": article.author,
        "site": article.publisher,
        "url": article.url,
        "day": article.date,
        "iso": f"{article.date}T08:30:00Z",
        "long": f"{day:%B} {day.day}, {day.year}",
        "longday": f"{day:%A}, {day:%B} {day.day}, {day.year}",
        "uk": f"{day.day} {day:%B} {day.year}",
        "quote": body[1].split(". ")[0],
        "quote2": body[3].split(". ")[0],
    }
    for number, other in enumerate(others[:5], start=1):
        simple[f"other{number}"] = other.title
        simple[f"teaser{number}"] = paragraphs(other)[0].split(". ")[0] + "."
    return simple


def formed(kind: str, text: str) -> str:
    """A paragraph as a kind of page writes it."""
    shown = html.escape(text, quote=False)
    if kind == "shy":
        return re.sub(r"\b([a-z]{4})([a-z]{4,})\b", "\\1&shy;\\2", shown).replace(" the ", "&nbsp;the ")
    if kind == "dropcap":
        return f'<span class="dropcap">{shown[0]}</span>{shown[1:]}'
    if kind == "linked":
        return re.sub(r"\b([A-Z][a-z]+ [A-Z][a-z]+)\b", r'<a href="/topic"><em>\1</em></a>', shown)
    if kind == "entities":
        return "".join(c if c.isascii() else f"&#{ord(c)};" for c in shown).replace('"', "&quot;")
    return shown


def fill(name: str, template: str, article: Article, others: list[Article]) -> Filled:
    """Put an article into a template."""
    told = dict(line.split("=", 1) for line in re.findall(r"(?m)^gold: (.*)$", template))
    markup = re.sub(r"(?m)^gold: .*\n", "", template).strip()
    second = others[0]
    for prefix, of in (("2.", second), ("", article)):
        simple = places(of, others)
        told = {key: value.replace("[[author]]", article.author) for key, value in told.items()}

        def body(found: re.Match[str], of: Article = of) -> str:
            kind, part, before, after = found.groups()
            return "\n".join(f"{before}{formed(kind, text)}{after}" for text in chosen(of, part or ""))

        form = rf"\[\[{re.escape(prefix)}(body|shy|dropcap|linked|entities)(?::([\d-]+))?\|([^|\]]*)\|([^\]]*)\]\]"
        markup = re.sub(form, body, markup)

        def place(found: re.Match[str], simple: Mapping[str, str] = simple, of: Article = of) -> str:
            if found[1] == "bodytext":
                return json.dumps("\n\n".join(paragraphs(of)))[1:-1].replace("</", "<\\/")
            return html.escape(simple[found[1]], quote=True)

        markup = re.sub(rf"\[\[{re.escape(prefix)}([a-z]+\d?)\]\]", place, markup)
    text = "\n".join([article.title, *chosen(article, told.get("body", "")), told.get("extra", "")])
    if told.get("articles") == "2":
        text += "\n".join(["", second.title, *paragraphs(second)])
    known = {"date": article.date, "author": article.author, "publisher": article.publisher}
    known |= {field: "" if told[field] == "no" else told[field] for field in FIELDS if field in told}
    return Filled(name, markup, text, known)


def tokens(text: str) -> Counter[str]:
    """The words of a text."""
    return Counter(re.findall(r"\w+", text.lower()))


def f1(found: Counter[str], right: Counter[str]) -> float:
    """How much two bags of words agree."""
    common = (found & right).total()
    return 2 * common / max(1, found.total() + right.total())


def score(page: Filled) -> tuple[float, dict[str, float], str]:
    """The F1 of a page's words, whether each field is right, and what was read, to look at."""
    told: list[KGError] = []
    try:
        found = list(read_bytes(page.markup.encode(), name=page.name, tell=told.append))
    except KGError as error:
        return 0.0, dict.fromkeys(FIELDS, 0.0), str(error)
    words = tokens("\n".join(article.text for article in found))
    first = found[0]
    fields = {name: float(getattr(first, name) == right) for name, right in page.known.items()}
    missing, extra = tokens(page.text) - words, words - tokens(page.text)
    shown = f"missing {' '.join(missing)[:150]} | extra {' '.join(extra)[:200]}"
    shown += "".join(
        f" | {name}: {getattr(first, name)!r} for {page.known[name]!r}" for name in FIELDS if not fields[name]
    )
    return f1(words, tokens(page.text)), fields, shown


def pages(part: str) -> Iterator[tuple[str, list[Filled]]]:
    """Each template with all articles in it."""
    articles = list(read_articles([EXAMPLES], on_error=print))
    for path in sorted(TEMPLATES.glob("*.html")):
        if part == "all" or (int(path.stem[:2]) % 2 == 1) == (part == "dev"):
            template = path.read_text(encoding="utf-8")
            yield (
                path.stem,
                [
                    fill(path.name, template, article, articles[at + 1 :] + articles[:at])
                    for at, article in enumerate(articles)
                ],
            )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--part", choices=("all", "dev", "held"), default="all")
    parser.add_argument("--errors", action="store_true", help="show what was read wrong, of one article a template")
    options = parser.parse_args()
    texts: list[float] = []
    fields: dict[str, list[float]] = {name: [] for name in FIELDS}
    for name, filled in pages(options.part):
        scores = [score(page) for page in filled]
        texts.append(mean(text for text, _, _ in scores))
        for field in FIELDS:
            fields[field].append(mean(found[field] for _, found, _ in scores))
        worst = min(scores, key=lambda s: (min(s[0], *s[1].values()), s[0]))
        if options.errors and min(worst[0], *worst[1].values()) < 0.98:
            print(f"{name}: F1 {texts[-1]:.3f}, worst {worst[0]:.3f}: {worst[2]}")
    print(f"{len(texts)} templates: text F1 {mean(texts):.3f}, the lowest {min(texts):.3f}")
    for field, found in fields.items():
        print(f"{field}: right in {mean(found):.3f}")


if __name__ == "__main__":
    main()
