"""The OpenAPI document: what every address takes and gives, and every way in which it refuses. docs/openapi.json is a copy.

python -m qa.api docs/openapi.json    writes that copy anew
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from qa.api.access import rule_of
from qa.api.problems import PROBLEM_TYPE
from qa.serve import replies

__all__ = ["describe", "document"]

_OPEN = ("/livez", "/healthz", "/readyz")
_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key of `newsqa key add`, where the server was started with a file of keys; it may also be shown as "
    "`x-api-key`. Without such a file every caller is let in.",
}
_OPENAI_ERROR = {
    "type": "object",
    "description": "An error as OpenAI's clients expect it.",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "message": {"type": "string"},
                "type": {"type": "string"},
                "param": {"type": ["string", "null"]},
                "code": {"type": ["string", "null"]},
            },
            "required": ["message", "type", "param", "code"],
        }
    },
    "required": ["error"],
}


def document(app: FastAPI) -> dict[str, Any]:
    """The app's OpenAPI document, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    known = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        known.pop(name, None)
    problem = replies.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    known.update(problem.pop("$defs"), Problem=problem, OpenAIError=_OPENAI_ERROR)
    made["components"]["securitySchemes"] = {"key": _KEY}
    optional = app.state.access.keys is None
    for path, methods in made["paths"].items():
        kind, schema = ("application/json", "OpenAIError") if path.startswith("/v1/") else (PROBLEM_TYPE, "Problem")
        content = {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
        for method, operation in methods.items():
            operation["security"] = _security(method, path, optional=optional)
            operation["responses"].pop("422", None)
            for code, reason in _failures(path, method):
                operation["responses"][code] = {"description": reason, "content": content}
    app.openapi_schema = made
    return made


def _security(method: str, path: str, *, optional: bool) -> list[dict[str, list[str]]]:
    """What an operation wants to see: a key with its scope, or nothing."""
    scope = rule_of(method.upper(), path)[0].scope
    if not scope:
        return []
    return [{"key": [scope]}, *([{}] if optional else [])]


def _failures(path: str, method: str) -> list[tuple[str, str]]:
    """(status, reason) of what can go wrong at an address, beside faults of the server."""
    failures = {"421": "Not a name of this server."}
    if path not in _OPEN:
        failures["401"] = "No key, where the server wants one."
        failures["403"] = "The key may not do this, or a page of another site asks."
        failures["429"] = "Too many questions of this key; `Retry-After` says when to ask again."
        failures["503"] = "Too much waits already, or the language model or corpus is not available."
        failures["507"] = "The disk of the data directory is full, or what is kept on it fails."
    if path == "/readyz":
        failures["503"] = "Not ready; `detail` says what is missing."
    if path.startswith("/api"):
        failures["422"] = "A field or parameter cannot be used; `errors` says which."
    if method == "post":
        failures["400"] = "Not readable." if path.startswith("/api") else "A field cannot be used; `param` says which."
        failures["408"] = "The body did not arrive in time."
        failures["413"] = "The body is too large."
    if "{" in path or path.startswith("/v1/"):
        failures["404"] = "There is no such article, version, job or model."
    return sorted(failures.items())


def describe(made: dict[str, Any]) -> str:
    """The document as it is kept in a repository: indented, its keys in a fixed order, the version left out."""
    kept = {**made, "info": {**made["info"], "version": "*"}}
    return json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
