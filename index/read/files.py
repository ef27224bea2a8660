"""Which files there are to read in what a user names: files as they are, folders with all that is in them."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from index.read.problems import Problem

__all__ = ["Files", "find_files", "kind_of"]

_KINDS = {
    ".txt": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".json": "json", ".jsonl": "lines", ".ndjson": "lines",
}  # fmt: skip
# Written in capitals as a rule, an article "sources-say.md" is none; and alone, but for a language, licence or version:
# "NOTICE OF STRIKE.txt" is how an article is named.
_HOUSEKEEPING = re.compile(
    r"(?:(?:README|LICEN[CS]E|CHANGELOG)(?:[-_][A-Za-z\d.]+){0,2}|SOURCES?|COPYING|CONTRIBUTING|NOTICE|AUTHORS)(?:\.[\w-]+)*"
    r"|(?:readme|licen[cs]e|changelog)\.\w+"
)
_HOUSEKEEPER = "named README, LICENSE or the like"
_SUFFIX = re.compile(r"(?:\.[\w-]{1,12}){1,2}")  # what follows a full stop may be words of a name as well
_READABLE = f"these can be read: {', '.join(_KINDS)}, and .gz of each"
_MOST_KINDS = 12  # of files passed over that are told


class Files(NamedTuple):
    """The files to read, and what is to be said of the others: Problems, and in `notices` what was passed over."""

    files: list[Path]
    problems: list[Problem]
    notices: list[Problem]


def kind_of(path: Path) -> str | None:
    """Which reader is for a file, by its suffix, with or without .gz after it; None for no reader."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return _KINDS.get(suffixes[-1]) if suffixes else None


def find_files(paths: Sequence[Path]) -> Files:
    """The files that can be read in these files and folders, sorted within each folder, each file once.

    In a folder, hidden files are left out without a word; files of other kinds and housekeeping files (README, LICENSE, ...)
    are counted in a notice. A folder without any file to read is a Problem, and so is a path that is missing, of another kind,
    no regular file, or leads out of its folder.
    """
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    notices: list[Problem] = []
    for path in paths:
        nothing, passed_over = True, Counter[str]()
        for found in _named(Path(path), passed_over):
            nothing = False
            if isinstance(found, Problem):
                problems.append(found)
            else:
                files.setdefault(os.path.realpath(found), found)
        if nothing:
            problems.append(Problem(str(path), f"no file in it that can be read{_told(passed_over)}"))
        elif passed_over:
            notices.append(Problem(str(path), f"not read{_told(passed_over)}"))
    return Files(list(files.values()), problems, notices)


def _told(passed_over: Counter[str]) -> str:
    """How many files of which kind were passed over, and which kinds would not be: ": 3 .docx, 1 .csv; these can be read: …"."""
    most = passed_over.most_common(_MOST_KINDS)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in most)
    rest = passed_over.total() - sum(count for _, count in most)
    more = f" and {rest:,} of other kinds" if rest else ""
    return f"{': ' if kinds else ''}{kinds}{more}{'' if set(passed_over) == {_HOUSEKEEPER} else f'; {_READABLE}'}"


def _named(path: Path, passed_over: Counter[str]) -> Iterator[Path | Problem]:
    """What a path that the user named stands for; of a folder, what is left out is counted in `passed_over`."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        yield Problem(str(path), "no such file or folder" if missing else _cannot(error))
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, passed_over)
    elif not stat.S_ISREG(mode):
        yield Problem(str(path), "not a regular file: only files and folders can be read")
    elif kind_of(path) is None:
        yield Problem(str(path), f"unknown kind of file; {_READABLE}")
    else:
        yield path


def _folder(top: Path, passed_over: Counter[str]) -> Iterator[Path | Problem]:
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
            elif not (kind := _passed_over(path)):
                regular = entry.is_file(follow_symlinks=False)
                yield path if regular else Problem(str(path), "not a regular file: not read")
            elif entry.is_file(follow_symlinks=False):
                passed_over[kind] += 1
        folders.extend(reversed(inner))
    for link in links:
        yield from _link(link, root, passed_over)


def _passed_over(path: Path) -> str | None:
    """What kind of file a folder's reading passes over, in the words of the notice; None for one to read."""
    if kind_of(path):
        return _HOUSEKEEPER if _HOUSEKEEPING.fullmatch(path.name) else None
    suffix = "".join(path.suffixes[-2:] if path.suffix.lower() == ".gz" else path.suffixes[-1:]).lower()
    return suffix if _SUFFIX.fullmatch(suffix) else "without suffix"


def _link(link: Path, root: str, passed_over: Counter[str]) -> Iterator[Path | Problem]:
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
    if not is_folder and (kind := _passed_over(link)):
        passed_over[kind] += 1
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
