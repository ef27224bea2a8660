"""Reading: from files of any kind that is known to articles, and to problems for what could not be read.

`find_files` says which files there are, `read` reads one. Bad content never raises: it becomes a Problem that names the
place, and the rest is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from index.errors import BadFile
from index.read.content import LARGEST_PAGE, check_encoding, decode_text, read_bytes
from index.read.dates import parse_date
from index.read.files import find_files, kind_of
from index.read.json_records import read_json, read_json_lines, read_records
from index.read.markdown import read_markdown
from index.read.problems import Problem, printable
from index.read.text import read_text
from index.records import Article

__all__ = ["Problem", "check_encoding", "find_files", "parse_date", "printable", "read", "read_records"]

# A page, whatever the file is called.
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,1000}?-->\s*)?<(?:!doctype html|html)\b", re.I | re.S)
_ONE_ARTICLE = "one article is never that large: split the file"


def read(path: Path, encoding: str | None = None) -> Iterator[Article | Problem]:
    """The articles of one file, in its order, each followed by the Problems with its dates; Problems for all else.

    encoding: of text, Markdown and pages that are not UTF-8 and do not say how they are written.
    """
    try:
        yield from _read(path, encoding)
    except BadFile as error:
        yield Problem.of(error)
    except Exception as error:  # a fault of ours or of a library: it must not take the other files along
        what = f"{type(error).__name__}: {error}"
        yield Problem(str(path), f"reading it failed ({what[:200]}): leave it out or save it in another form")


def _read(path: Path, encoding: str | None) -> Iterator[Article | Problem]:
    kind, name = kind_of(path), str(path)
    if kind == "json":
        yield from read_json(path)
    elif kind == "lines":
        yield from read_json_lines(path)
    elif kind is None:
        raise BadFile(name, "unknown kind of file: no reader is for its suffix")
    else:
        data = read_bytes(path, LARGEST_PAGE, _ONE_ARTICLE)
        if kind == "html" or _PAGE.match(data):
            # Here and not above: trafilatura takes a moment to load, and most programs read no page.
            from index.read.html import decode_page, read_html

            yield from read_html(decode_page(data, name, encoding=encoding), name)
        else:
            yield from (read_text if kind == "text" else read_markdown)(decode_text(data, name, encoding), name)
