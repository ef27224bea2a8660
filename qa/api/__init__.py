"""The HTTP API, and the web page on the same server."""

from qa.api.server import create_app, serve

__all__ = ["create_app", "serve"]
