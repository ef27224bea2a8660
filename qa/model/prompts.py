"""Prompts are files that an editor can open: prompts/NAME.md, with a part for each role and $names for what is filled in."""

from __future__ import annotations

import hashlib
import os
import re
from functools import cache
from pathlib import Path
from string import Template

from index import NewsqaError

__all__ = ["fill", "fingerprint"]

_HERE = Path(__file__).parent.parent  # the package qa
# In a wheel the prompts lie inside this package, in a checkout beside it.
_PLACES = (_HERE / "_prompts", _HERE.parent / "prompts")
# "<|im_end|>" and the like: a model's server would read those of an article as its own.
_MARK = re.compile(
    r"<\|[^|<>\n]{1,40}\|>|</?(?:s|bos|eos|pad|unk|mask|think|tool_call|tool_response|tools?|start_of_turn|end_of_turn)>|\[/?(?:INST|SYSTEM_PROMPT)\]|<</?SYS>>"
    r"|<｜[^｜<>\n]{1,40}｜>",
    re.I,
)
_PART = re.compile(r"^# (system|user|assistant)\s*$", re.M)


def fill(name: str, **values: str) -> list[tuple[str, str]]:
    """The messages (role, text) of a prompt, filled in. Values are never read as templates, nor what looks like the marks with which a
    model keeps its messages apart. Raises NewsqaError."""
    plain = {key: _MARK.sub(" ", value) for key, value in values.items()}
    try:
        return [(role, Template(text).substitute(plain)) for role, text in _parts(name)]
    except (KeyError, ValueError) as error:
        raise NewsqaError(f"prompt {name}.md: {error} is not a name that it can use; see prompts/README.md.") from error


def fingerprint() -> str:
    """A digest of all prompts of the folder in use."""
    folder = next((place for place in _places() if place.is_dir()), None)
    files = sorted(folder.glob("*.md")) if folder else []
    texts = [f"{file.name}\n{file.read_text('utf-8')}" for file in files if file.name != "README.md"]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@cache
def _parts(name: str) -> tuple[tuple[str, str], ...]:
    pieces = _PART.split(_path(name).read_text("utf-8"))
    return tuple((role, text.strip()) for role, text in zip(pieces[1::2], pieces[2::2], strict=True))


def _places() -> tuple[Path, ...]:
    configured = os.environ.get("NEWSQA_PROMPTS")
    return (Path(configured),) if configured else _PLACES


def _path(name: str) -> Path:
    for place in _places():
        if (place / f"{name}.md").is_file():
            return place / f"{name}.md"
    raise NewsqaError(f"there is no prompt {name}.md; set NEWSQA_PROMPTS to the folder that holds the prompts.")
