"""The command line. `main` is the command `newsqa`."""

from qa.cli.commands import app, main

__all__ = ["app", "main"]
