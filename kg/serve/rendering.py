"""Templates to pages: everything is escaped, and an IRI becomes a link to its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg.serve.pieces import Pieces, day
from kg.serve.security import Access
from kg.serve.site import Site
from kg.view.model import Quote
from kg.view.reading import web

TEMPLATES: Final = Path(__file__).parent / "templates"
CONTEXT: Final = 200
"""Characters that are shown before and after a quote."""


class Renderer:
    """Renders the templates for one site.

    Args:
        access: who may ask.
    """

    def __init__(self, site: Site, access: Access) -> None:
        self.site = site
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.filters.update(day=day, web=web, plural=plural)
        self.environment.globals.update(
            site=site,
            pieces=(pieces := Pieces(site.catalogue, site.catalogue)),
            path_of=pieces.path_of,
            label=site.catalogue.label,
            form_key=access.form_key,
            fetch=site.reading.fetch,
            around=around,
        )

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page.

        Args:
            template: name of its file, without `.html`.
        """
        here = request.url.path
        text = self.environment.get_template(f"{template}.html").render(here=here, again=_again(request), **values)
        return HTMLResponse(text, status)


def _again(request: Request) -> Callable[..., str]:
    """This address with some of its parameters changed, and the page number left out unless it is given."""

    def again(**changed: object) -> str:
        pairs = {**{k: v for k, v in request.query_params.items() if k != "page"}, **changed}
        kept = {k: v for k, v in pairs.items() if v not in ("", None)}
        return "?" + urlencode(kept)

    return again


def plural(number: int, one: str, several: str = "") -> str:
    """A number with its noun.

    >>> plural(1, "quote"), plural(1200, "entity", "entities")
    ('1 quote', '1,200 entities')
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def around(text: str, quote: Quote) -> tuple[str, str]:
    """Some whole words before and after a quote, in its own paragraph."""
    before = text[max(0, quote.start - CONTEXT) : quote.start].rpartition("\n")[2]
    after = text[quote.end : quote.end + CONTEXT].partition("\n")[0]
    if len(before) == CONTEXT:
        before = "… " + before.partition(" ")[2]
    if len(after) == CONTEXT:
        after = after.rpartition(" ")[0] + " …"
    return before, after
