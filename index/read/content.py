"""The characters of a file: size limits, gzip with a guard against bombs, and the encodings that are accepted."""

from __future__ import annotations

import codecs
import gzip
import io
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from index.errors import BadFile, BadRequest

__all__ = ["LARGEST_PAGE", "check_encoding", "decode", "decode_text", "looks_binary", "open_file", "read_bytes"]

LARGEST_PAGE = 40_000_000  # bytes of a file that holds one article
LARGEST_UNPACKED = 1_000_000_000  # bytes that a gzip file may expand to
_LARGEST_RATIO = 200
_RATIO_FROM = 1_000_000  # bytes; small files of little variety may well pack better than that

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_OTHERS = {b"%PDF-": "a PDF file", b"{\\rtf": "a rich text (RTF) file"}  # which may have no NUL bytes


@contextmanager
def open_file(path: Path) -> Iterator[io.BufferedReader]:
    """The bytes of a regular file, unpacked when it ends in .gz.

    Raises BadFile for a file that cannot be opened, is none, is empty, or turns out to be broken while it is read.
    """
    try:
        size = _size(path)
        with path.open("rb") as plain:
            if path.suffix.lower() == ".gz":
                yield io.BufferedReader(_Unpacked(plain, path, size))
            else:
                yield plain
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadFile(str(path), f"broken gzip file: {error}; fetch or pack it again") from error
    except PermissionError as error:
        raise BadFile(str(path), "no permission to read it") from error
    except OSError as error:
        raise BadFile(str(path), f"cannot be read: {error.strerror or error}") from error


def _size(path: Path) -> int:
    """The size in bytes, known without opening the file: to open a pipe would wait for someone to write into it."""
    try:
        status = path.stat()
    except ValueError as error:  # a NUL in the name
        raise BadFile(str(path), f"cannot be read: {error}") from error
    if not stat.S_ISREG(status.st_mode):
        raise BadFile(str(path), "not a regular file: only files can be read")
    if not status.st_size:
        raise BadFile(str(path), "the file is empty")
    return status.st_size


class _Unpacked(io.RawIOBase):
    """What a gzip file expands to, up to the limits; beyond them reading raises BadFile."""

    def __init__(self, packed: IO[bytes], path: Path, size: int) -> None:
        self._file = gzip.GzipFile(fileobj=packed)
        self._path = str(path)
        self._ratio_limit = max(_RATIO_FROM, _LARGEST_RATIO * size)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        data = self._file.read1(len(buffer))
        self._count += len(data)
        if self._count > LARGEST_UNPACKED:
            raise BadFile(self._path, f"expands to more than {LARGEST_UNPACKED:,} bytes: split it")
        if self._count > self._ratio_limit:
            raise BadFile(self._path, f"expands more than {_LARGEST_RATIO} times: refused as a decompression bomb")
        buffer[: len(data)] = data
        return len(data)


def read_bytes(path: Path, largest: int, advice: str) -> bytes:
    """All bytes of a file of at most `largest` bytes, both as it lies on disk (checked unread) and unpacked.

    Raises BadFile, which for a file that is too large ends in `advice`.
    """
    with open_file(path) as file:
        if _size(path) > largest:
            raise BadFile(str(path), f"larger than {largest:,} bytes: {advice}")
        data = file.read(largest + 1)
    if len(data) > largest:
        raise BadFile(str(path), f"expands to more than {largest:,} bytes: {advice}")
    if not data.strip():
        raise BadFile(str(path), "the file is empty")
    if other := next((name for mark, name in _OTHERS.items() if data.startswith(mark)), None):
        raise BadFile(str(path), f"{other}, whatever its name says: save its text as .txt")
    if looks_binary(data):
        raise BadFile(str(path), "a binary file (it has NUL bytes), not text")
    return data


def looks_binary(data: bytes) -> bool:
    """Whether these first or only bytes of a file are not text: NUL stands in no text but UTF-16."""
    return b"\0" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def decode(data: bytes, path: str) -> str:
    """The text of UTF-8, or of UTF-16 with a byte order mark; raises BadFile that names the offset of a wrong byte."""
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = len(mark) + error.start
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        raise BadFile(path, f"not valid {name} at byte {offset:,}: save it as UTF-8") from error


def decode_text(data: bytes, path: str, encoding: str | None) -> str:
    """The same for plain text, which says nowhere how it is written: what is not UTF-8 is read as `encoding`, where that was
    named. It is never guessed: of two that fit, one would make other letters."""
    try:
        return decode(data, path)
    except BadFile as error:
        if data.startswith(tuple(mark for mark, _ in _MARKS)):
            raise
        if not encoding:
            advice = f"{error.reason}, or name its encoding, as in `newsqa index --encoding cp1252`"
            raise BadFile(path, advice) from error
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as wrong:
            reason = f"neither UTF-8 nor {encoding} (at byte {wrong.start:,}): save it as UTF-8"
            raise BadFile(path, reason) from wrong


def check_encoding(name: str | None) -> None:
    """Raise BadRequest for the name of an encoding that there is not; None is for none."""
    try:
        b"a".decode("utf-8" if name is None else name)
    except UnicodeDecodeError:  # it takes more bytes for a character
        pass
    except (LookupError, ValueError):
        raise BadRequest("encoding", f"there is no encoding {name!r:.60}: name one such as cp1252 or cp1251.") from None
