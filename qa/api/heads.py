"""HEAD on every address that takes GET, as HTTP has it: the same status and headers, no body. Load balancers and link checkers ask so.

FastAPI's routes know only the methods that they are given, and to name HEAD there would describe each address twice.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["AnswersHead"]


class AnswersHead:
    """Wrap an app: let it answer HEAD as GET, and keep the body back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        ended = False

        async def send_head(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.start":
                await send(message)
            elif not ended:  # at the first piece: a stream would go on
                ended = True
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        asked = {**scope, "method": "GET"}
        try:
            await self._app(asked, receive, send_head)
        finally:
            if route := asked.get("route"):  # for the log, which names it
                scope["route"] = route
