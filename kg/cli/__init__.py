"""The command line: parse, call, print. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import NoReturn

import typer

from kg.cli.options import app, say
from kg.errors import KGError

MODULES = ("build", "query", "share", "serve", "look", "decide", "texts", "ontology")
"""Each registers its commands with the app; in this order kg --help lists them."""
for module in MODULES:
    import_module(f"kg.cli.{module}")


def main() -> NoReturn:
    """Run the command line; a user's mistake is one line on standard error and exit code 2."""
    # NumPy's matrix products are small here: its other threads would only spin, for a twentieth of extraction's time
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        code = app(prog_name="kg", standalone_mode=False)
    except KGError as error:
        say(str(error))
        code = 2
    except typer.TyperException as error:  # a command line that cannot be understood
        if message := error.format_message().strip():
            say(f"{message} (see kg --help)")
        code = 2
    except KeyboardInterrupt:
        code = 130
    except SystemExit as stop:
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        code = 0  # who reads the output has seen enough, as `head` has
    sys.exit(code)
