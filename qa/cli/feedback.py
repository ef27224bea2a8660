"""The command `newsqa feedback`: what readers said of answers, and the question file made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.cli.console import AsJson, out, print_json, service_of

if TYPE_CHECKING:
    from qa.serve.service import Service

__all__ = ["feedback"]

_PAGE = 200


def feedback(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 50,
    offset: Annotated[int, typer.Option(min=0, max=10**9, help="How many to leave out first.")] = 0,
    export: Annotated[
        Path | None, typer.Option(help="Write all of it as a new question file for `newsqa eval` (docs/evaluation.md).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what readers said of answers, newest first."""
    from qa.cli.terminal import show_feedback

    with service_of(context) as service:
        if export:
            _export(service, export)
            return
        page = service.feedback(limit, offset)
    print_json(page) if as_json else show_feedback(out(), page)


def _export(service: Service, file: Path) -> None:
    from index import BadRequest
    from qa.serve.feedback import questions_from_feedback

    questions = questions_from_feedback(_all(service))
    try:
        # Never over an older file: an editor may have completed it.
        with file.open("x", encoding="utf-8") as written:
            written.writelines(json.dumps(question, ensure_ascii=False) + "\n" for question in questions)
    except OSError as error:
        raise BadRequest("--export", f"{file} cannot be written ({error.strerror}); name a new file.") from error
    open_ones = sum("todo" in question for question in questions)
    typer.echo(f"{len(questions)} questions in {file}, {open_ones} of them for an editor to complete.")


def _all(service: Service) -> Iterator[dict[str, Any]]:
    """All feedback, newest first; what comes in meanwhile may show twice, and then counts once."""
    seen: set[int] = set()
    offset = 0
    while page := service.feedback(_PAGE, offset)["feedback"]:
        yield from (one for one in page if one["id"] not in seen)
        seen |= {one["id"] for one in page}
        offset += _PAGE
