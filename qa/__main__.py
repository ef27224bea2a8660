"""`python -m qa` is the command `newsqa`."""

from __future__ import annotations

from qa.cli import app

if __name__ == "__main__":
    app(prog_name="newsqa")
