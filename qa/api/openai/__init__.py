"""The OpenAI-compatible API: chat completions, responses, completions and models, answered by the same line."""

from qa.api.openai.routes import router

__all__ = ["router"]
