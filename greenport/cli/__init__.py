"""The command line: a thin layer of commands over the public API."""

from greenport.cli.running import main

__all__ = ["main"]
