"""The API's description is the one that is kept in docs/, and the API does what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fastapi import FastAPI

from bench.fuzz import fuzz
from index import Corpus
from qa import NewsQA
from qa.api.access import RULES
from qa.api.description import describe, document
from qa.api.keys import KeyRing, add_key
from qa.api.server import create_app

KEPT = Path(__file__).parents[2] / "docs" / "openapi.json"


@pytest.fixture
def app(corpus: Corpus) -> FastAPI:
    return create_app(NewsQA(corpus), page=False)


def test_the_kept_description_is_the_apps(app: FastAPI) -> None:
    same = describe(document(app)) == KEPT.read_text("utf-8")
    assert same, "the API has changed: look whether clients can live with it, then python -m qa.api docs/openapi.json"


def test_every_address_is_described_with_what_it_gives_and_how_it_refuses(app: FastAPI) -> None:
    described = {(method.upper(), path) for path, methods in document(app)["paths"].items() for method in methods}
    elsewhere = {"/docs", "/openapi.json", "/login", "/logout", "/mcp"}
    assert {(rule.method, rule.path) for rule in RULES if rule.path not in elsewhere} == described
    for path, methods in document(app)["paths"].items():
        for operation in methods.values():
            shape = "OpenAIError" if path.startswith("/v1/") else "Problem"
            refusals = [reply for status, reply in operation["responses"].items() if int(status) >= 400]
            assert refusals and all(shape in json.dumps(reply) for reply in refusals)
            assert operation["summary"] and any(int(status) < 300 for status in operation["responses"])


def test_a_key_is_described_as_wanted_where_it_is(corpus: Corpus, app: FastAPI, tmp_path: Path) -> None:
    add_key(tmp_path / "keys.json", "tests", ["ask"])
    locked = create_app(NewsQA(corpus), page=False, keys=KeyRing(tmp_path / "keys.json"))
    for made, optional in ((app, [{}]), (locked, [])):
        described = document(made)
        assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
        for path, methods in described["paths"].items():
            for method, operation in methods.items():
                (scope,) = (r.scope for r in RULES if (r.method, r.path) == (method.upper(), path))
                assert operation["security"] == ([{"key": [scope]}, *optional] if scope else [])


def test_the_guide_lists_every_address_with_its_scope() -> None:
    guide = (KEPT.parent / "api.md").read_text("utf-8")
    listed = re.findall(r"^\| `([A-Z]+) (\S+)` \| (\w+) \|", guide, re.MULTILINE)
    assert sorted(listed) == sorted((rule.method, rule.path, rule.scope or "none") for rule in RULES)


@pytest.mark.slow
@pytest.mark.parametrize(("examples", "keys"), [(10, False), (2, True)], ids=["without keys", "with a key"])
def test_nothing_that_can_be_sent_breaks_it_or_what_it_says_of_itself(examples: int, keys: bool) -> None:
    """bench/fuzz.py, with fewer examples."""
    done = fuzz(examples, timeout=240, keys=keys)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
