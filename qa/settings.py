"""All settings, read once at the edge from NEWSQA_* environment variables; an unknown one is an error, not a surprise."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from index import BadRequest

__all__ = ["Settings"]

_PREFIX = "NEWSQA_"
_ELSEWHERE = {"NEWSQA_CACHE", "NEWSQA_LOG", "NEWSQA_PROMPTS", "NEWSQA_TRACE_CONTENT"}  # read where they are used


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set. Each field is an environment variable, NEWSQA_ and its name in capitals."""

    data: Path = field(default_factory=lambda: Path.home() / ".local" / "share" / "newsqa")
    embedder: str = ""  # empty: the one that made the index, or `static` for a new one
    chroma_url: str = ""  # a Chroma server to use instead of the embedded one
    llm_base_url: str = ""  # an OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1
    llm_model: str = ""
    llm_api_key: str = ""
    llm_timeout: float = 60.0  # seconds without a word before the model is given up
    llm_sentences: int = 0  # sentences of evidence that the model is given; 0: what suits the model
    llm_file: str = ""  # a GGUF file to run in process instead of the packaged model; "none": quotes only
    llm_threads: int = 0  # 0: as many as there are cores, at most 8
    reranker: str = ""  # a CrossEncoder by name or folder: it reads the best sentences found once more (index.rerank)
    nli: str = ""  # who gives a second opinion on what a model writes (qa.write.judge): a CrossEncoder by name or folder; "llm"; "none"

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, **given: object) -> Settings:
        """Settings from the environment; arguments that are not None go before it. Raises BadRequest."""
        environment = os.environ if environment is None else environment
        known = {f"{_PREFIX}{f.name.upper()}": f for f in fields(cls)}
        values: dict[str, object] = {}
        for name, text in environment.items():
            if not name.startswith(_PREFIX) or name in _ELSEWHERE or not text.strip():
                continue
            if name not in known:
                raise BadRequest(name, f"there is no setting {name}; those that there are: {', '.join(sorted(known))}.")
            values[known[name].name] = _convert(name, text, known[name].name)
        values.update({name: value for name, value in given.items() if value is not None})
        if "data" in values:
            values["data"] = _directory(Path(values["data"]))  # type: ignore[arg-type]
        return cls(**values)  # type: ignore[arg-type]


def _convert(name: str, text: str, field_name: str) -> object:
    try:
        if field_name == "llm_timeout":
            return _at_least(0.1, float(text))
        if field_name in ("llm_threads", "llm_sentences"):
            return _at_least(0, int(text))
    except ValueError:
        raise BadRequest(name, f"{name} must be a number that makes sense, not {text!r}.") from None
    return text


def _directory(path: Path) -> Path:
    """The path with a "~" that the shell left in it taken for the home directory, so that it is one place for all."""
    try:
        path = path.expanduser()
        str(path).encode()
    except RuntimeError as error:
        raise BadRequest("data", f"there is no home directory for {path}: write the data directory in full.") from error
    except UnicodeEncodeError as error:  # Chroma takes no other
        raise BadRequest("data", "the name of the data directory is not UTF-8: choose another.") from error
    return path


def _at_least(least: float, number: float) -> float:
    if not least <= number < float("inf"):  # not-a-number compares as False
        raise ValueError
    return number
