"""Gradio's Blocks, but for files, and for the words that Gradio would print into the log.

Before a call, Gradio fetches every file that stands in its inputs, from whatever public address the caller wrote there: nothing of
this page takes a file in that form. When a call fails, it prints the error, which may quote what was asked, and tells the caller
nothing.
"""

from __future__ import annotations

import logging
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction
from gradio_client.utils import is_file_obj_with_meta, traverse

from qa.serve.faults import log_fault

__all__ = ["PageBlocks"]

_FAULT = "Something went wrong here. Try again in a moment."
_log = logging.getLogger("newsqa.page")


class PageBlocks(gr.Blocks):
    """Refuses a call with a file among its inputs, or too few of them; the log hears of a fault, but none of its words."""

    async def process_api(self, *args: Any, **options: Any) -> dict[str, Any]:
        try:
            return await super().process_api(*args, **options)
        except gr.Error as error:  # made for the caller, to whom alone it goes
            error.print_exception = False
            raise
        except Exception as error:
            log_fault(_log, "a call of the page", error)
            raise gr.Error(_FAULT, print_exception=False) from None

    async def preprocess_data(self, block_fn: BlockFunction, inputs: list[Any], *args: Any, **options: Any) -> Any:
        traverse(inputs, _refuse, is_file_obj_with_meta)
        if len(inputs) < (wanted := len(block_fn.inputs)):
            raise gr.Error(f"This takes {wanted} values in their order, and {len(inputs)} came.")
        return await super().preprocess_data(block_fn, inputs, *args, **options)


def _refuse(_: Any) -> None:
    raise gr.Error("No files are taken here.")
