"""The linked data of a page (JSON-LD): what it says of the article that the page is, and not of others that it names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["linked_date"]

_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_INNER = ("@graph", "mainEntity")  # where a page keeps what it is about


def linked_date(tree: Any, name: str) -> list[str]:
    """The date of this name, such as "datePublished"; none where several days are said and nothing tells which is its own."""
    scripts = [script.text or "" for script in tree.iter("script") if _is_linked(script)]
    things = [thing for script in scripts for thing in _things(_parse(script))]
    own = [
        thing
        for thing in things
        if any(_ARTICLE.search(kind) for kind in _list(thing.get("@type")) if isinstance(kind, str))
    ]
    found = [value for thing in own if isinstance(value := thing.get(name), str) and value]
    every = [_unescaped(value) for value in re.findall(rf'"{name}"\s*:\s*"([^"]{{1,60}})"', " ".join(scripts))]
    return _of_one_day(every) or _of_one_day(found)


def _is_linked(script: Any) -> bool:
    return (script.get("type") or "").strip().lower().startswith("application/ld+json")


def _parse(script: str) -> Any:
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None


def _unescaped(text: str) -> str:
    value = _parse(f'"{text}"')
    return value if isinstance(value, str) else text


def _things(value: Any) -> Iterator[dict[str, Any]]:
    """The objects that stand for themselves, not those that others name: related stories, the updates of a live report."""
    for thing in _list(value):
        if isinstance(thing, dict):
            yield thing
            for inner in _INNER:
                yield from (one for one in _list(thing.get(inner)) if isinstance(one, dict))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _of_one_day(values: list[str]) -> list[str]:
    """The fullest of these dates, if all are of one day."""
    return [max(values, key=len)] if len({value[:10] for value in values}) == 1 else []
