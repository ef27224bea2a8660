"""The log as JSON lines: time, level, logger, message, and what a line knows as fields. Ids and lengths, never words."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

__all__ = ["JsonLines", "log_as_json"]

_FIELDS = ("request_id", "method", "route", "status", "bytes_in", "bytes_out", "seconds")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

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


def log_as_json() -> None:
    """Make every handler of the root logger, where there is one, write JSON lines."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
