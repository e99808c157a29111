"""An article that somebody brings: read at once, its facts marked in its text. Nothing of it is kept."""

from __future__ import annotations

import base64
from typing import Any, Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.marks import marked
from kg.serve.pieces import Pieces
from kg.serve.rendering import Renderer
from kg.serve.security import Access
from kg.serve.site import Site
from kg.serve.workers import WorkError

LARGEST: Final = 2 << 20
"""Bytes of a file."""


class Upload:
    """The page on which an article is brought."""

    def __init__(self, site: Site, render: Renderer, access: Access) -> None:
        self.site = site
        self.render = render
        self.access = access

    async def page(self, request: Request) -> Response:
        """The form, or what was found in what it sent."""
        if request.method != "POST":
            return self._page(request)
        async with request.form(max_files=1, max_fields=10, max_part_size=LARGEST) as form:
            if not self.access.knows_form(form):
                return self._page(request, problem="This form is out of date: send it again.", status=403)
            try:
                catalogue, notes = await self.site.read(await _request(form))
            except WorkError as error:
                text = str(form.get("text", ""))
                return self._page(request, text=text, problem=str(error), status=error.status)
        return self.render.page(
            request,
            "reading",
            readings=[marked(catalogue, article) for article in catalogue.newest],
            pieces=Pieces(catalogue, self.site.catalogue),
            notes=notes,
        )

    def _page(self, request: Request, *, text: str = "", problem: str = "", status: int = 200) -> Response:
        return self.render.page(request, "upload", status=status, text=text, problem=problem)


async def _request(form: FormData) -> dict[str, Any]:
    """What a form brings: a link, a file or a text.

    Raises:
        WorkError: it brings nothing, or too much.
    """
    text, url, file = str(form.get("text", "")), str(form.get("url", "")), form.get("file")
    if url.strip():
        return {"url": url.strip()}
    if isinstance(file, UploadFile) and file.filename:
        data = await file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise WorkError(f"this file is too large: at most {LARGEST >> 20} MB are read", 413)
        name = file.filename.replace("\\", "/").rpartition("/")[2][:100]
        return {"data": base64.b64encode(data).decode(), "name": name}
    if text.strip():
        return {"text": text}
    raise WorkError("give a text, a file or a link")
