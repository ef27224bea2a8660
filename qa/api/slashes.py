"""A slash at the end of an address changes nothing: "/mcp/" is "/mcp", as several clients and gateways write it."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["PassesOverSlash"]

_WITH_SLASH = re.compile(r"/(?:mcp|(?:api|v1)/.+)/", re.DOTALL)  # the page's own addresses are the page's affair


class PassesOverSlash:
    """Wrap an app: let it see the addresses for programs without a slash at their end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # No redirect: clients repeat a POST elsewhere without its body, or not at all. A slash that was sent as %2F belongs to a name.
        if scope["type"] == "http" and _WITH_SLASH.fullmatch(scope["path"]) and scope["raw_path"].endswith(b"/"):
            scope = {**scope, "path": scope["path"][:-1], "raw_path": scope["raw_path"][:-1]}
        await self._app(scope, receive, send)
