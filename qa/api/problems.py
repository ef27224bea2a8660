"""Errors → RFC 9457 problems (application/problem+json), in their words where they were raised on purpose; what a fault looks
like inside is not told.

Under /v1 the same problems are told in the shape that OpenAI's clients expect, at /mcp as JSON-RPC errors.
"""

from __future__ import annotations

import http
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from index import BadRequest, ModelUnavailable, NewsqaError, NotFound, Overloaded, StorageFailed
from qa.serve.schemas import field_errors

__all__ = [
    "PROBLEM_TYPE",
    "ModelNotFound",
    "headers_of",
    "install_problems",
    "is_fault",
    "openai_error",
    "problem",
    "problem_of",
    "rendered",
]

PROBLEM_TYPE = "application/problem+json"


class ModelNotFound(NotFound):
    """A request names a model that this server does not have."""


_JSON_RPC = -32000  # an error of the server's own kind
_NAMES = {
    400: "bad-request",
    401: "key-needed",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    408: "body-too-slow",
    413: "body-too-large",
    421: "unknown-host",
    422: "unusable-request",
    429: "too-often",
    500: "internal-error",
    503: "unavailable",
    507: "storage-failed",
}
_KINDS = {401: "authentication_error", 403: "permission_error", 421: "permission_error", 429: "rate_limit_error"}
_DETAILS = {
    400: "The body cannot be read: send JSON in UTF-8, without numbers of thousands of figures or thousands of brackets in one another.",
    404: "There is nothing at this address; /docs lists what there is.",
    405: "This address does not take this method; /docs lists what it takes.",
    500: "Something went wrong here; the server's log has more under this id.",
}


def problem(status: int, detail: str, request_id: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """A problem object. `errors` are [{field, message}]."""
    record: dict[str, Any] = {
        "type": f"urn:newsqa:problem:{_NAMES.get(status, 'error')}",
        "title": http.HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": f"urn:newsqa:request:{request_id}",
    }
    return record if errors is None else {**record, "errors": errors}


def problem_of(error: Exception, request_id: str) -> dict[str, Any]:
    """The problem that an error is; anything that was not raised on purpose becomes a 500 without particulars."""
    match error:
        case BadRequest():
            errors = [{"field": name, "message": str(error)} for name in error.field.split(", ")]
            return problem(422, str(error), request_id, errors)
        case RequestValidationError():
            errors = field_errors(error.errors())
            detail = "; ".join(f"{e['field']}: {e['message']}" for e in errors)
            return problem(422, f"The request cannot be used. {detail}.", request_id, errors)
        case ModelNotFound():
            return {**problem(404, str(error), request_id), "type": "urn:newsqa:problem:model-not-found"}
        case NotFound():
            return problem(404, str(error), request_id)
        case ModelUnavailable():
            return problem(503, str(error), request_id)
        case Overloaded():  # to a client that passes when there is less to do, and what is not there does not
            return {**problem(503, str(error), request_id), "type": "urn:newsqa:problem:overloaded"}
        case StorageFailed():
            return problem(507, str(error), request_id)
        case NewsqaError():
            return problem(500, str(error), request_id)
        case HTTPException():
            detail = _DETAILS.get(error.status_code) or f"{error.detail}."
            return problem(error.status_code, detail, request_id)
    return problem(500, _DETAILS[500], request_id)


def is_fault(record: dict[str, Any]) -> bool:
    """Whether a problem is one that whoever runs the server must hear of."""
    return record["status"] in (500, 507)


def openai_error(record: dict[str, Any]) -> dict[str, Any]:
    """A problem as OpenAI's error object: `param` is the first field to blame, `code` the problem's name."""
    status = record["status"]
    kind = "server_error" if status >= 500 else _KINDS.get(status, "invalid_request_error")
    fields = [error["field"] for error in record.get("errors", ())]
    code = record["type"].rsplit(":", 1)[-1].replace("-", "_")
    return {"message": record["detail"], "type": kind, "param": fields[0] if fields else None, "code": code}


def rendered(record: dict[str, Any], path: str) -> tuple[int, dict[str, Any], str]:
    """(status, body, media type) in which a problem at an address is told. OpenAI says 400 where we say 422."""
    status = record["status"]
    if path.startswith("/v1/"):
        return 400 if status == 422 else status, {"error": openai_error(record)}, "application/json"
    if path == "/mcp":  # JSON-RPC, whose errors say nothing of the request when it was not read
        told = {"code": _JSON_RPC, "message": record["detail"], "data": {"status": status}}
        return status, {"jsonrpc": "2.0", "id": None, "error": told}, "application/json"
    return status, record, PROBLEM_TYPE


def headers_of(error: Exception) -> dict[str, str]:
    """What the headers say of an error: when to ask again, or what the router's own say."""
    if isinstance(error, Overloaded):
        return {"retry-after": str(error.retry_after)}
    return dict(error.headers or {}) if isinstance(error, HTTPException) else {}


def install_problems(app: FastAPI) -> None:
    """Make an app answer every error on purpose, and the router's own, with a problem. The guard sees to the others."""

    async def answer(request: Request, error: Exception) -> JSONResponse:
        record = problem_of(error, request.scope.get("newsqa.request_id", ""))
        status, body, media_type = rendered(record, request.url.path)
        return JSONResponse(body, status, headers_of(error), media_type)

    for kind in (BadRequest, NotFound, ModelUnavailable, Overloaded, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, answer)
