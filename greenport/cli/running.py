"""From the words of a command to an exit code: a user's fault never shows a stack trace."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import typer

from greenport.cli import comparing, hubs, locks, operations, studies
from greenport.cli.commands import app
from greenport.cli.output import say
from greenport.errors import GreenportError, InfeasibleError, SolverError, StoppedError

DONE, NO, WRONG, BROKEN, INTERRUPTED = 0, 1, 2, 70, 130
"""Exit codes: done, the answer is no, the input is wrong, greenport is at fault, interrupted."""

DEBUG = "--debug"

COMMANDS = (studies, hubs, locks, comparing, operations)
"""Modules that add their commands to the app when they are imported."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code.

    Parameters
    ----------
    arguments
        Words after `greenport`; by default those of the process. `--debug` may stand anywhere.

    Raises
    ------
    SystemExit
        Always; with 0 done, 1 the answer is no, 2 the input is wrong, 70 a fault of greenport itself,
        130 interrupted with what was finished kept.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = DEBUG in words
    _open_streams()
    try:
        code = app(
            args=[word for word in words if word != DEBUG] or ["--help"],
            prog_name="greenport",
            standalone_mode=False,
        )
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # the reader of our output has enough; the parser then exits
        _let_go_of_stdout()
        code = DONE
    except (KeyboardInterrupt, typer.Abort):
        say("interrupted before anything was finished; nothing was written")
        code = INTERRUPTED
    except Exception as error:
        if debug and not isinstance(error, GreenportError):
            raise
        message, code = _explained(error)
        say(message)
        if isinstance(error, OSError):
            _let_go_of_stdout()
    sys.exit(code)


def _open_streams() -> None:
    """Let every sign be written, and everything be written to nowhere where a stream was closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w"), encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _let_go_of_stdout() -> None:
    """What could not be written is not tried again when the process ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explained(error: Exception) -> tuple[str, int]:
    """What to tell the user, and the exit code."""
    match error:
        case StoppedError():
            return str(error), INTERRUPTED
        case InfeasibleError() | SolverError():
            return "\n".join([str(error), *getattr(error, "__notes__", [])]), NO
        case GreenportError():
            return str(error), WRONG
        case OSError(strerror=str(reason)):
            return f"{error.filename or 'file'}: {reason}", WRONG
    if callable(message := getattr(error, "format_message", None)):  # a wrong call, as the parser words it
        return f"{message().rstrip('.')}; see greenport --help", WRONG
    said = " ".join(str(error).split())
    return (
        f"a fault of greenport: {type(error).__name__}: {said}; please report it with what {DEBUG} shows",
        BROKEN,
    )
