"""The other side of `kg.serve.workers`: a process that answers requests, one after the other, within its limits."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from kg.errors import KGError

MEMORY: Final = 4 << 30
"""Bytes of memory that a worker may have, on systems that can limit it."""

Answer = tuple[dict[str, Any], bytes]


def answer_requests(prepare: Callable[[], Callable[[dict[str, Any]], Answer]]) -> None:
    """Answer what comes over standard input until it ends.

    Args:
        prepare: loads what is needed and gives the function that answers; a `KGError` of either is an answer.
    """
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    _limit_memory()
    try:
        answer = prepare()
    except KGError as error:
        _send(answers, {"error": str(error)}, b"")
        return
    _send(answers, {}, b"")
    for line in requests:
        try:
            head, body = answer(json.loads(line))
        except KGError as error:
            head, body = {"error": " ".join(str(error).split()), "status": getattr(error, "status", 400)}, b""
        except RecursionError:
            head, body = {"error": "it is nested too deeply"}, b""
        except MemoryError:
            head, body = {"error": "it needs more memory than it may have"}, b""
        _send(answers, head, body)


def _send(answers: BinaryIO, head: dict[str, Any], body: bytes) -> None:
    answers.write(json.dumps({**head, "size": len(body)}).encode() + b"\n" + body)
    answers.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY if most < 0 else min(MEMORY, most), most))
