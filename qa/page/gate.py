"""What of Gradio's server is let through to the world: the page, its files and its question queue, nothing else.

Gradio also answers routes that fetch any public address, serve and take files, and run its own tools. The page needs
none of them, so they do not exist here. It does need app_id: by it Gradio's script finds out that a lost server is back.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Gate"]

_LARGEST_BODY = 1_000_000  # bytes; files that are added come in them, as 700,000 bytes in base64 at most
_GET = re.compile(
    r"/|/(config|theme\.css|manifest\.json|robots\.txt|favicon\.ico)/?"
    r"|/(assets|static|svelte)/[\w./-]+"
    r"|/gradio_api/(queue/data|app_id|heartbeat/\w+|startup-events|info|theme\.css)/?"
)
_POST = re.compile(r"/gradio_api/(queue/join|cancel|reset)/?")


class Gate:
    """ASGI middleware around Gradio's application alone; the application that it is mounted on is not touched.

    Refusals are raised, so that the application answers them as it answers its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            _check(scope)
        await self._app(scope, receive, send)


def _check(scope: Scope) -> None:
    """Raises HTTPException for a request that is not let through."""
    method, path, root = scope["method"], scope["path"], scope.get("root_path", "")
    path = (path.removeprefix(root) if root else path) or "/"
    wanted = _POST if method == "POST" else _GET
    if method not in ("GET", "HEAD", "POST") or not wanted.fullmatch(path) or ".." in path:
        raise HTTPException(404, "There is nothing at this address.")
    if method == "POST":
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdecimal():
            raise HTTPException(411, "The request must say how long it is.")
        if int(length) > _LARGEST_BODY:
            raise HTTPException(413, f"A request may have {_LARGEST_BODY} bytes at most.")
