"""Who uses the page, as the server's guard noted it with the request."""

from __future__ import annotations

import ipaddress
from typing import Any

import gradio as gr

__all__ = ["may_change", "who"]


def who(request: gr.Request) -> str:
    """The name of the key that a request showed, by itself or by its session; "" without one."""
    caller = _caller(request)
    return caller.name if caller is not None and caller.sha256 else ""


def may_change(request: gr.Request) -> bool:
    """Whether a request may add and remove articles: it showed a key with that scope, or comes from this very machine.

    Where the server has no keys, everyone has all scopes; that is enough for the person at the machine, and for nobody who
    reaches it over a network.
    """
    caller = _caller(request)
    if caller is None or not caller.may("ingest"):
        return False
    try:
        return bool(caller.sha256) or ipaddress.ip_address(request.client.host).is_loopback
    except (AttributeError, ValueError):
        return False


def _caller(request: gr.Request) -> Any:
    return getattr(request.request, "scope", {}).get("newsqa.caller")
