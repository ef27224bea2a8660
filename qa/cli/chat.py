"""The conversation in the terminal."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import typer

from index import NewsqaError
from qa.cli.console import complain, out
from qa.cli.terminal import ask_and_show, show_sources
from qa.serve.schemas import MOST_TURNS, AskBody
from qa.serve.service import Service

__all__ = ["converse"]


def converse(service: Service, options: dict[str, Any]) -> None:
    """Questions from the terminal until it ends; each is asked with the turns before it."""
    turns: list[dict[str, Any]] = []
    while (line := _read_line()) not in (None, "/quit"):
        if line == "/clear":
            turns.clear()
        elif line == "/sources":
            show_sources(out(), turns[-1] if turns else {"citations": ()})
        elif line.startswith("/"):
            typer.echo("There is /sources, /clear and /quit.", err=True)
        elif line:
            try:
                body = AskBody.of(question=line, turns=turns[-MOST_TURNS:], **options)
                turns.append(ask_and_show(out(), service.stream(body)))
            except NewsqaError as error:
                complain(error)
            except KeyboardInterrupt:
                typer.echo("Stopped.", err=True)


def _read_line() -> str | None:
    """A line of the user's, stripped; None at the end of input or at Ctrl-C. In a pipe there is no prompt: it would stand among the answers."""
    prompt = "> " if sys.stdin.isatty() and sys.stdout.isatty() else ""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives input() its line editing and history
    try:
        return input(prompt).strip()
    except EOFError:
        if prompt:  # it has no line end
            typer.echo()
    except KeyboardInterrupt:
        typer.echo("\nStopped.", err=True)
    return None
