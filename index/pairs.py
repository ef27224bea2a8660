"""Models that read two texts together, sentence-transformers' CrossEncoders: loaded by folder, or by name where that is turned on."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embed import offline
from index.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

__all__ = ["PairModel"]

_AGAIN = 60.0  # seconds after which one that could not be loaded is tried again


class PairModel:
    """A CrossEncoder, loaded when it is first asked. One pair of hands: its tokenizer does not stand several threads.

    what: what it is to the reader of an error, such as "reranker". setting: the environment variable that names it.
    """

    def __init__(self, name: str, what: str, setting: str) -> None:
        self.name, self._what, self._setting = name, what, setting
        self._model: CrossEncoder | None = None
        self._lock = threading.Lock()
        self._failed: tuple[float, str] | None = None  # when it could not be loaded, and why

    def scores(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """The raw scores of pairs of texts, shape (pairs, classes). Raises ModelUnavailable."""
        whole = [(_whole(one), _whole(other)) for one, other in pairs]
        with self._lock:
            try:
                scores = self._loaded().predict(whole, convert_to_numpy=True, show_progress_bar=False)
            except RuntimeError as error:
                raise ModelUnavailable(f"the {self._what} {self.name!r} failed: {error}") from error
        return np.asarray(scores, dtype=np.float32).reshape(len(pairs), -1)

    def classes(self) -> dict[str, int]:
        """The model's classes by their names in small letters, each with its place; one class for one score. Raises ModelUnavailable."""
        with self._lock:
            labels: dict[Any, Any] = getattr(self._loaded().config, "id2label", None) or {}
        return {str(name).casefold(): int(n) for n, name in labels.items()}

    def unfit(self, why: str) -> ModelUnavailable:
        """The error for a model that is none of the kind wanted."""
        return ModelUnavailable(f"the {self._what} {self.name!r} {why}.")

    def _loaded(self) -> CrossEncoder:
        if self._model is not None:
            return self._model
        if self._failed and time.monotonic() - self._failed[0] < _AGAIN:
            raise ModelUnavailable(self._failed[1])
        local = offline()  # before the library is loaded
        from sentence_transformers import CrossEncoder  # takes seconds to load
        from torch.nn import Identity

        try:
            self._model = CrossEncoder(
                self.name,
                device="cpu",
                trust_remote_code=False,
                local_files_only=local,
                model_kwargs={"use_safetensors": True},
                activation_fn=Identity(),  # models differ in what they do to their scores by themselves
            )
        except Exception as error:  # a hub, a folder or a file that is not what it should be: many kinds of error
            why = (
                f"the {self._what} {self.name!r} cannot be loaded ({error}). {self._setting} takes a folder that holds a CrossEncoder, "
                "or with HF_HUB_OFFLINE=0 the name of one to download."
            )
            self._failed = time.monotonic(), why
            raise ModelUnavailable(why) from error
        return self._model


def _whole(text: str) -> str:
    """Without halves of characters, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode()
