"""The API's description as one HTML page that loads nothing from anywhere."""

from __future__ import annotations

import json
from html import escape
from typing import Any

__all__ = ["docs_page"]

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
body { color: #222; background: #fff }
section { border-top: 1px solid #ccc; margin-top: 1.5rem }
code, pre { font: 14px/1.45 ui-monospace, monospace; background: #f4f4f2; border-radius: 4px }
pre { padding: .7rem; white-space: pre-wrap; overflow-wrap: anywhere } code { padding: .1rem .3rem }
h2 .method { color: #555; font-size: .85em } dt { margin-top: .6rem } dd { margin-left: 1.2rem }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1b } code, pre { background: #2a2a2a }
 h2 .method { color: #aaa } a { color: #8ab4f8 } }
"""


def docs_page(openapi: dict[str, Any]) -> str:
    """The operations of an OpenAPI document, each with what it takes and gives, as HTML. Every text is escaped."""
    info = openapi["info"]
    operations = [
        _operation(openapi, method, path, operation)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    ]
    title = escape(info["title"])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{title} <small>{escape(info['version'])}</small></h1><p>{escape(info.get('description', ''))}</p>"
        '<p>For programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>'
        f"{''.join(operations)}</body></html>"
    )


def _operation(openapi: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> str:
    parts = [
        f'<section><h2><span class="method">{escape(method.upper())}</span> <code>{escape(path)}</code></h2>',
        f"<p>{escape(operation.get('description') or operation.get('summary', ''))}</p>",
    ]
    if parameters := operation.get("parameters"):
        parts.append(f"<h3>Parameters</h3><dl>{''.join(_parameter(openapi, p) for p in parameters)}</dl>")
    if body := operation.get("requestBody"):
        parts.append(f"<h3>Body</h3>{_contents(openapi, body['content'])}")
    parts.append("<h3>Replies</h3>")
    for status, reply in operation["responses"].items():
        parts.append(f"<p><b>{escape(status)}</b> {escape(reply.get('description', ''))}</p>")
        if int(status) < 400:  # the problems are all of one shape, which /openapi.json tells
            parts.append(_contents(openapi, reply.get("content", {})))
    return "".join(parts) + "</section>"


def _parameter(openapi: dict[str, Any], parameter: dict[str, Any]) -> str:
    shape = json.dumps(_shape(openapi, parameter["schema"]), ensure_ascii=False)
    return (
        f"<dt><code>{escape(parameter['name'])}</code> in the {escape(parameter['in'])}, {escape(shape)}</dt>"
        f"<dd>{escape(parameter.get('description', ''))}</dd>"
    )


def _contents(openapi: dict[str, Any], content: dict[str, Any]) -> str:
    parts = []
    for media_type, described in content.items():
        schema = described.get("schema", {})
        example = described.get("example")
        shape = json.dumps(_shape(openapi, schema), indent=2, ensure_ascii=False) if example is None else str(example)
        parts.append(f"<p><code>{escape(media_type)}</code></p><pre>{escape(shape)}</pre>")
    return "".join(parts)


def _shape(openapi: dict[str, Any], schema: dict[str, Any]) -> Any:
    """A schema as a value of its shape, with each field's type (and what is said about it) in its place."""
    if reference := schema.get("$ref"):
        return _shape(openapi, openapi["components"]["schemas"][reference.rsplit("/", 1)[-1]])
    if "properties" in schema:
        return {name: _shape(openapi, field) for name, field in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_shape(openapi, schema.get("items", {}))]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        shapes = [_shape(openapi, choice) for choice in choices]
        if isinstance(shapes[0], str):
            kinds = (shape if isinstance(shape, str) else json.dumps(shape) for shape in shapes)
            return _described(" or ".join(kinds), schema)
        return shapes[0]  # an object or null
    if "enum" in schema:
        return _described(" or ".join(f"‘{value}’" for value in schema["enum"]), schema)
    if "const" in schema:
        return _described(f"‘{schema['const']}’", schema)
    return _described(schema.get("format") or schema.get("type", "anything"), schema)


def _described(kind: str, schema: dict[str, Any]) -> str:
    return f"{kind}: {schema['description']}" if "description" in schema else kind
