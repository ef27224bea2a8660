"""Which newsqa this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

__all__ = ["program_version"]


def program_version() -> str:
    """The installed version of newsqa; "0" when it runs without being installed."""
    try:
        return version("newsqa")
    except PackageNotFoundError:
        return "0"
