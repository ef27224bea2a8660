"""The log, as lines of text or of JSON: time, level, logger, message. Ids and lengths, never words."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from typing import Any

from qa.serve.faults import frames

__all__ = ["JsonLines", "TextLines", "log_as_json", "log_to_stderr", "wants_json"]

_FIELDS = ("request_id", "method", "route", "status", "bytes_in", "bytes_out", "seconds")


class TextLines(logging.Formatter):
    """A line of text; below it, if an error is logged, which kind and where it arose."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """The error's kind and frames, without its message, which may quote a question or an article."""
        kind, error, _ = ei
        return f"{kind.__name__}:\n{frames(error)}" if error is not None else ""


class JsonLines(logging.Formatter):
    """One JSON object a line, with what the log knows as fields."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__  # not its message, which may quote a question or an article
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Log what newsqa does, and what others warn of, to standard error: as text, or as JSON where NEWSQA_LOG says so."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if wants_json() else TextLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("newsqa").setLevel(logging.INFO)


def wants_json() -> bool:
    """Whether the environment asks for a log of JSON lines."""
    return os.environ.get("NEWSQA_LOG") == "json"


def log_as_json() -> None:
    """Make every handler of the root logger, where there is one, write JSON lines."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
