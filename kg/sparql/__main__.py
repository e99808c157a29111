"""The process that `kg.sparql.run_query` starts: one request in, a byte when the graph is loaded, one answer out."""

from __future__ import annotations

import json
import sys

from kg.errors import KGError
from kg.sparql.evaluation import evaluate
from kg.sparql.queries import Parameter, Query
from kg.sparql.remote import open_source


def _serve() -> None:
    """Answer the one request."""
    request = json.load(sys.stdin.buffer)
    out = sys.stdout.buffer
    try:
        asked = request["query"]
        parameters = tuple(Parameter(**one) for one in asked.pop("parameters"))
        store = open_source(request["graph"])
        out.write(b" ")
        out.flush()
        answer = evaluate(store, Query(parameters=parameters, **asked), request["given"], service=request["service"])
        reply: dict[str, object] = {
            "columns": answer.columns,
            "rows": [
                [None if c is None else (c.kind, c.value, c.language, c.datatype) for c in r] for r in answer.rows
            ],
            "truth": answer.truth,
            "turtle": answer.turtle,
        }
    except KGError as error:
        reply = {"error": str(error), "kind": type(error).__name__}
        out.write(b" ")
    out.write(json.dumps(reply).encode())


_serve()
