"""Processes that work for another one, and end with it."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
"""Linux, prctl(2): a signal that a process gets when the one that started it ends."""


def python_module(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command that runs a module of this program in a process of its own, and its environment."""
    paths = [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return [sys.executable, "-P", "-m", module, *arguments], environment


def end_with_parent() -> None:
    """End this process of `multiprocessing` as soon as the one that started it ends, whatever ends that."""
    if sys.platform == "linux":  # at once, also where no thread of Python could run
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
