"""The log of what nobody expected: which kind of error, and where it arose; its words only where they tell of the disk."""

from __future__ import annotations

import logging
import traceback

from index import StorageFailed

__all__ = ["frames", "log_fault"]

_MOST = 6  # frames, the innermost ones


def log_fault(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log that `what` (an id, or what was tried) failed. An error's message may quote a question or an article, so it stays out,
    but for what the disk is to blame for, which whoever reads the log has to see to."""
    told = f": {error}" if isinstance(error, StorageFailed) else ":"
    log.error("%s failed with %s%s\n%s", what, type(error).__name__, told, frames(error))


def frames(error: BaseException) -> str:
    """The innermost lines of code on which an error arose, as a traceback shows them."""
    return "".join(traceback.format_tb(error.__traceback__, limit=-_MOST))
