"""Gradio's Blocks, but for files.

Before a call, Gradio fetches every file that stands in its inputs, from whatever public address the caller wrote there. Nothing of
this page takes a file in that form.
"""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction
from gradio_client.utils import is_file_obj_with_meta, traverse

__all__ = ["Fileless"]


class Fileless(gr.Blocks):
    """Refuses a call with a file among its inputs, before Gradio looks at them."""

    async def preprocess_data(self, block_fn: BlockFunction, inputs: list[Any], *args: Any, **options: Any) -> Any:
        traverse(inputs, _refuse, is_file_obj_with_meta)
        return await super().preprocess_data(block_fn, inputs, *args, **options)


def _refuse(_: Any) -> None:
    raise gr.Error("No files are taken here.", print_exception=False)
