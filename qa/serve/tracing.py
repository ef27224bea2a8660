"""Whether questions are traced: only to an OTLP endpoint that is configured, with OpenTelemetry's own variables.

OTEL_EXPORTER_OTLP_ENDPOINT, or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, is where the traces go, over HTTP; nothing of OpenTelemetry
is loaded without them. NEWSQA_TRACE_CONTENT=1 lets what was asked, found and answered go along. The server (qa.serve.observe) and the
other faces (qa.opening) ask here by themselves; a program that uses llama-index calls `tracing()` once, before it does.
"""

from __future__ import annotations

import logging
import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.serve.spans import Tracing

__all__ = ["finish_tracing", "tracing"]

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_log = logging.getLogger("newsqa.tracing")


@cache
def tracing() -> Tracing | None:
    """The tracing of this process, llama-index's included; None where none is configured, or its packages are missing."""
    set_ = next((name for name in _ENDPOINTS if os.environ.get(name, "").strip()), None)
    if set_ is None or _is("OTEL_SDK_DISABLED", "true") or _is("OTEL_TRACES_EXPORTER", "none"):
        return None
    try:
        from qa.serve.spans import Tracing, otlp
    except ImportError as error:
        missing = error.name or error
        _log.warning("%s is set, but nothing is traced: %s is missing. pip install -e '.[otel]'", set_, missing)
        return None
    made = Tracing(otlp(), content=_is("NEWSQA_TRACE_CONTENT", "1") or _is("NEWSQA_TRACE_CONTENT", "true"))
    made.follow_llama_index()
    return made


def finish_tracing(seconds: float) -> None:
    """Send what is traced and not yet sent, for so long at most; the process is about to end."""
    if tracing.cache_info().currsize and (made := tracing()):
        made.finish(seconds)


def _is(name: str, value: str) -> bool:
    return os.environ.get(name, "").strip().lower() == value
