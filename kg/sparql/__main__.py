"""The process that `kg.sparql.run_query` starts: one request in; a byte when the program is loaded, one
when the query is checked, one when the graph is loaded; one answer out."""

from __future__ import annotations

import json
import sys
from typing import IO

from kg.errors import KGError
from kg.sparql.evaluation import evaluate
from kg.sparql.queries import Parameter, Query
from kg.sparql.remote import open_source
from kg.sparql.syntax import check


def _step(out: IO[bytes]) -> None:
    """Say that a step is done."""
    out.write(b" ")
    out.flush()


def _serve() -> None:
    """Answer the one request."""
    request = json.load(sys.stdin.buffer)
    out = sys.stdout.buffer
    _step(out)
    try:
        asked = request["query"]
        query = Query(parameters=tuple(Parameter(**one) for one in asked.pop("parameters")), **asked)
        check(query, service=request["service"])
        _step(out)
        store = open_source(request["graph"])
        _step(out)
        answer = evaluate(store, query, request["given"], service=request["service"])
        reply: dict[str, object] = {
            "columns": answer.columns,
            "rows": answer.rows,
            "truth": answer.truth,
            "turtle": answer.turtle,
        }
    except KGError as error:
        reply = {"error": str(error), "kind": type(error).__name__}
        out.write(b"  ")  # for the steps that it has not come to; blanks before JSON are nothing
    out.write(json.dumps(reply).encode())


_serve()
