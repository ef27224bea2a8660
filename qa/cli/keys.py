"""newsqa key add, list, remove: the file of keys that `newsqa serve --api-key-file` lets in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.console import AsJson, Commands, ErrorLines, print_json, settings_of

if TYPE_CHECKING:
    from qa.api.keys import KeyRing

__all__ = ["KeyFile", "keys", "let_in"]

KeyFile = Annotated[
    Path | None, typer.Option("--api-key-file", help="Let in only who shows a key of this file (see `newsqa key`).")
]
_File = Annotated[
    Path | None, typer.Option("--api-key-file", help="The file of keys.  [default: keys.json in the data directory]")
]

keys = Commands(cls=ErrorLines, help="Make, list and remove keys of the server.", no_args_is_help=True)


@keys.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose key it is.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="ask, ingest or admin; may be given again.  [default: ask]")
    ] = None,
    file: _File = None,
) -> None:
    """Make a key and show it, this once: the file keeps its hash."""
    from qa.api.keys import add_key

    path = _path(context, file)
    typer.echo(add_key(path, name, scope or ["ask"]))
    typer.echo(f"Keep it: it is not shown again. Start the server with --api-key-file {path}", err=True)


@keys.command("list")
def list_keys(context: typer.Context, file: _File = None, as_json: AsJson = False) -> None:
    """Show the names of the keys, their scopes and when they were made."""
    from qa.api.keys import read_keys

    entries = read_keys(_path(context, file))
    if as_json:
        print_json({"keys": [{"name": e.name, "scopes": list(e.scopes), "created": e.created} for e in entries]})
        return
    for entry in entries:
        typer.echo(f"{entry.name}  {', '.join(entry.scopes)}  {entry.created}")


@keys.command()
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose key to forget.")],
    file: _File = None,
) -> None:
    """Forget a key; a running server lets it in no more."""
    from qa.api.keys import remove_key

    remove_key(_path(context, file), name)
    typer.echo(f"removed {name}")


def let_in(host: str, file: Path | None, allow_remote: bool) -> KeyRing | None:
    """Who a server on this address lets in; None is everyone. Raises BadRequest when that must be said and is not."""
    from index import BadRequest
    from qa.api.guard import LOOPBACK
    from qa.api.keys import KeyRing

    if file is not None:
        return KeyRing(_in_full(file))
    if host not in LOOPBACK:
        if not allow_remote:
            raise BadRequest(
                "host",
                f"{host} can be reached from other machines: add --api-key-file with keys made by `newsqa key add`, or "
                "--allow-remote to let everyone in.",
            )
        typer.echo("Warning: everyone who can reach this address can do everything here; there is no key.", err=True)
    return None


def _path(context: typer.Context, file: Path | None) -> Path:
    return _in_full(file) if file else settings_of(context).data / "keys.json"


def _in_full(file: Path) -> Path:
    """The path with its "~", which a shell leaves in --api-key-file=~/keys.json, taken for the home directory. Raises BadRequest."""
    from index import BadRequest

    try:
        return file.expanduser()
    except RuntimeError as error:
        raise BadRequest("api-key-file", f"there is no home directory for {file}: write the path in full.") from error
