"""What the commands share: options, the way to the corpus, and errors as one line and an exit code."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from typer.core import TyperGroup

from qa.serve.tracing import finish_tracing

if TYPE_CHECKING:
    from qa.serve.service import Service
    from qa.settings import Settings

__all__ = [
    "ArticlePaths",
    "AsJson",
    "AskedOn",
    "Commands",
    "DataDirectory",
    "Encoding",
    "EngineName",
    "ErrorLines",
    "IndexFirst",
    "Publisher",
    "Since",
    "Until",
    "Version",
    "complain",
    "err",
    "out",
    "print_json",
    "service_of",
    "settings_of",
]


def _given_path(text: str) -> Path:
    """A path as it was given. Raises BadParameter for "", as of a variable that is not set: to pathlib that is the folder one is in."""
    if not text:
        raise typer.BadParameter("it is empty; name a file or folder (. for this one).")
    return Path(text)


Since = Annotated[str | None, typer.Option(help="Only articles published on or after this date, such as 2024-11-01.")]
Until = Annotated[str | None, typer.Option(help="Only articles published up to this date, the whole day included.")]
Publisher = Annotated[list[str] | None, typer.Option(help="Only articles by this publisher; may be given again.")]
AskedOn = Annotated[
    str | None,
    typer.Option(
        help="The date of asking, by default today: the weeks before it are preferred, and “this week” is counted from it."
    ),
]
EngineName = Annotated[
    Literal["auto", "extractive", "llm"],
    typer.Option(help="extractive quotes sentences, llm writes with the language model, auto takes what there is."),
]
DataDirectory = Annotated[
    Path | None,
    typer.Option(
        parser=_given_path,
        metavar="PATH",
        envvar="NEWSQA_DATA",
        help="The data directory.  [default: ~/.local/share/newsqa]",
    ),
]
ArticlePaths = Annotated[
    list[Path], typer.Argument(parser=_given_path, metavar="PATH...", help="Files and folders of articles.")
]
IndexFirst = Annotated[
    list[Path] | None,
    typer.Option(
        "--index", parser=_given_path, metavar="PATH", help="Index this file or folder first; may be given again."
    ),
]
Encoding = Annotated[
    str | None, typer.Option(help="Of text files that are not UTF-8, such as cp1252; it is never guessed.")
]


def _say_version(wanted: bool) -> None:
    if wanted:
        from index import program_version

        typer.echo(f"newsqa {program_version()}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Show which newsqa this is.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, the same as the HTTP API gives.")]


_LAST_TRACES = 2.0  # seconds that a command waits at its end for an endpoint that takes traces
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CUT_OFF = 141  # as a program ends by convention that SIGPIPE ended
_TELLING = ("eval", "index", "rebuild", "remove")  # commands whose exit code says what came of them
_INTERRUPTED = {
    "index": ": what was acknowledged stays; run the same command again",
    "eval": ": answers are kept where --out DIR or --keep was given, and the same command with --out DIR goes on",
}
_NO_UTF8 = re.compile(r"[\ud800-\udfff]")  # what Python makes of such bytes in arguments


class ErrorLines(TyperGroup):
    """The commands, with errors turned into one line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo(f"Interrupted{_INTERRUPTED.get(ctx.invoked_subcommand, '')}.", err=True)
            raise typer.Exit(130) from None
        except BrokenPipeError:  # whoever reads has enough, as `head` has
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(_CUT_OFF if ctx.invoked_subcommand in _TELLING else 0) from None
        except Exception as error:
            if (
                isinstance(error, OSError) and error.errno in _FULL and error.filename is None
            ):  # of a stream, not of a file
                complain(OSError(f"the output cannot be written ({error.strerror}): send it to a disk with room."))
                raise typer.Exit(1) from None
            code = _exit_code(error)
            if code is None:
                if getattr(error, "option_name", None) == "--data":  # click's NoSuchOption
                    error.message += " here. It stands before the command: newsqa --data DIR …"  # type: ignore[attr-defined]
                raise
            complain(error)
            raise typer.Exit(code) from None
        finally:
            finish_tracing(_LAST_TRACES)


class Commands(typer.Typer):
    """Commands that refuse arguments which are no text. The paths of files may be any bytes."""

    def command(self, *arguments: Any, **options: Any) -> Any:
        register = super().command(*arguments, **options)

        def checked(function: Callable[..., None]) -> Callable[..., None]:
            @wraps(function)
            def command(**given: Any) -> None:
                for name, value in given.items():
                    _check_text(name, value)
                function(**given)

            register(command)
            return function

        return checked


def _check_text(name: str, value: Any) -> None:
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(text, str) and _NO_UTF8.search(text) for text in texts):
        from index import BadRequest

        raise BadRequest(name, f"{name.replace('_', ' ')} is not UTF-8: type it in a terminal that is set to UTF-8.")


def settings_of(context: typer.Context, *, embedder: str | None = None) -> Settings:
    """The settings, with the data directory that the command line names. Raises BadRequest."""
    from qa.settings import Settings

    return Settings.load(data=context.obj, embedder=embedder)


def service_of(context: typer.Context, *, llm: bool = False) -> AbstractContextManager[Service]:
    """The corpus, or the server that owns it; with the language model if one is needed."""
    from qa.opening import open_service

    return open_service(settings_of(context), face="cli", llm=llm)


def _exit_code(error: Exception) -> int | None:
    """The exit code of an error raised on purpose; None for any other."""
    if "index" not in sys.modules:  # then none of its errors can have been raised, and loading it takes seconds
        return None
    from index import BadRequest, DataDirBusy, NewsqaError

    match error:
        case BadRequest():
            return 2
        case DataDirBusy():
            return 3
        case NewsqaError():
            return 1
    return None


def complain(error: Exception) -> None:
    """One line on stderr."""
    from qa.cli.terminal import clean

    typer.echo(f"newsqa: {clean(error)}", err=True)


def print_json(record: dict[str, Any]) -> None:
    """JSON for people and programs."""
    typer.echo(json.dumps(record, indent=2, ensure_ascii=False))


class _Output(Console):
    def on_broken_pipe(self) -> None:
        """Raises BrokenPipeError, as writing without rich does; rich would end with 1."""
        self.quiet = True
        raise BrokenPipeError


def out() -> Console:
    """What was asked for goes here."""
    return _Output(highlight=False)


def err() -> Console:
    """Progress and complaints go here."""
    return Console(stderr=True, highlight=False)
