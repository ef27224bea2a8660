"""What the API's endpoints share: the service, strict query parameters, replies for the description."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query, Request

from index import BadRequest
from qa.serve.service import LocalService

__all__ = ["Limit", "Offset", "Service", "only", "reply"]


def _service(request: Request) -> LocalService:
    return request.app.state.service


Service = Annotated[LocalService, Depends(_service)]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="How many to leave out first.")]


def only(*known: str) -> Any:
    """A dependency that refuses query parameters by any other name."""

    def check(request: Request) -> None:
        for name in request.query_params:
            if name not in known:
                message = f"{name[:80]!r} is no parameter of this address; it takes {', '.join(known) or 'none'}."
                raise BadRequest(name[:80], message)

    return Depends(check)


def reply(model: type, description: str, status: int = 200, **more: Any) -> dict[int | str, dict[str, Any]]:
    """The reply of an endpoint that succeeded, for the description."""
    return {status: {"model": model, "description": description, **more}}
