"""Which files there are to read in what a user names: files as they are, folders with all that is in them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.read.problems import Problem

__all__ = ["find_files", "kind_of"]

_KINDS = {
    ".txt": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".json": "json",
    ".jsonl": "lines", ".ndjson": "lines",
}  # fmt: skip
# Written in capitals as a rule; an article "sources-say.md" is none.
_HOUSEKEEPING = re.compile(
    r"(?:README|LICEN[CS]E|SOURCES?|CHANGELOG|NOTICE|COPYING|CONTRIBUTING|AUTHORS)(?![A-Za-z]).*"
    r"|(?:readme|licen[cs]e|changelog)\.\w+"
)


def kind_of(path: Path) -> str | None:
    """Which reader is for a file, by its suffix, with or without .gz after it; None for no reader."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return _KINDS.get(suffixes[-1]) if suffixes else None


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files that can be read in these files and folders, sorted within each folder, each file once.

    In a folder, hidden files, files of other kinds and housekeeping files (README, LICENSE, ...) are left out without
    a word. A path that is missing, of another kind, no regular file, or leads out of its folder is a Problem.
    """
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        for found in _named(Path(path)):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                files.setdefault(os.path.realpath(found), found)
    return list(files.values()), problems


def _named(path: Path) -> Iterator[Path | Problem]:
    """What a path that the user named stands for."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        yield Problem(str(path), "no such file or folder" if missing else _cannot(error))
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path)
    elif not stat.S_ISREG(mode):
        yield Problem(str(path), "not a regular file: only files and folders can be read")
    elif kind_of(path) is None:
        known = ", ".join(_KINDS)
        yield Problem(str(path), f"unknown kind of file; these can be read: {known}, and .gz of each")
    else:
        yield path


def _folder(top: Path) -> Iterator[Path | Problem]:
    """The files below a folder, real ones before links, so that a file that is linked to keeps its own name."""
    root = os.path.realpath(top)
    links: list[Path] = []
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield Problem(str(folder), _cannot(error))
            continue
        inner: list[Path] = []
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                links.append(path)
            elif entry.is_dir(follow_symlinks=False):
                inner.append(path)
            elif kind_of(path) and not _HOUSEKEEPING.fullmatch(entry.name):
                regular = entry.is_file(follow_symlinks=False)
                yield path if regular else Problem(str(path), "not a regular file: not read")
        folders.extend(reversed(inner))
    for link in links:
        yield from _link(link, root)


def _link(link: Path, root: str) -> Iterator[Path | Problem]:
    """What a symbolic link below `root` stands for: a file below it, nothing, or a Problem.

    A link to a folder is never followed: below `root` that folder is read where it really is.
    """
    try:
        target = os.path.realpath(link, strict=True)
        mode = os.stat(target).st_mode
    except OSError as error:
        if kind_of(link):
            broken = "a link that leads nowhere" if isinstance(error, FileNotFoundError) else _cannot(error)
            yield Problem(str(link), broken)
        return
    is_folder = stat.S_ISDIR(mode)
    if not is_folder and (not kind_of(link) or _HOUSEKEEPING.fullmatch(link.name)):
        return
    if not _below(target, root):
        yield Problem(str(link), "a link that leads out of the folder: not followed; name its target to read it")
    elif is_folder and _below(os.path.realpath(link.parent), target):
        yield Problem(str(link), "a link that leads back to a folder it is in: not followed")
    elif not is_folder and not stat.S_ISREG(mode):
        yield Problem(str(link), "not a regular file: not read")
    elif not is_folder:
        yield link


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _cannot(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
