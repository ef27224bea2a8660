"""Keys, scopes, the login of the page, and the table that says which address needs what."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import anyio
import httpx
import openai
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from index import BadRequest, Corpus, NewsqaError, NotFound
from qa import AsyncClient, NewsQA
from qa.api.access import RULES, rule_of
from qa.api.keys import KeyRing, Sessions, add_key, read_keys, remove_key
from qa.api.limits import Limits
from qa.api.server import create_app
from qa.cli import app as commands
from qa.cli.keys import let_in

OPEN = {"/healthz", "/livez", "/readyz", "/login", "/logout"}
SCOPES = ("ask", "ingest", "admin")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def keys(file: Path) -> dict[str, str]:
    """A key for each scope."""
    return {scope: add_key(file, f"{scope}-desk", [scope]) for scope in SCOPES}


@pytest.fixture
def client(corpus: Corpus, file: Path, keys: dict[str, str]) -> TestClient:
    app = create_app(NewsQA(corpus), page=False, keys=KeyRing(file))
    return TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False)


def _routes(app: Any) -> Iterator[tuple[str, str]]:
    """Method and path of every route of an app, but for those that only say that there is nothing."""
    for route in app.routes:
        inner = getattr(route, "original_router", None)
        for one in inner.routes if inner else [route]:
            if getattr(getattr(one, "endpoint", None), "__name__", "") in ("_nothing_here", "_post_only"):
                continue
            for method in sorted((getattr(one, "methods", None) or set()) - {"HEAD"}):
                yield method, one.path


# -- the table ---------------------------------------------------------------------------------------------------------


def test_every_route_stands_in_the_table(corpus: Corpus) -> None:
    app = create_app(NewsQA(corpus), page=False)
    routes = list(_routes(app))
    assert ("POST", "/api/ask") in routes and ("POST", "/mcp") in routes and ("GET", "/openapi.json") in routes
    known = {(rule.method, rule.path) for rule in RULES}
    assert [route for route in routes if route not in known] == [], "add a row to qa/api/access.py for each of these"


def test_what_the_table_does_not_name_is_the_admins() -> None:
    for method, path in (("GET", "/secret"), ("PATCH", "/api/ask"), ("GET", "/api/secret"), ("GET", "//api/ask")):
        assert rule_of(method, path)[0].scope == "admin"
    assert rule_of("GET", "/api/ask") == (rule_of("GET", "/nothing")[0], ("POST",))
    assert rule_of("HEAD", "/healthz")[0].scope == ""
    assert rule_of("GET", "/gradio_api/info")[0].scope == "ask"


def test_the_open_list_is_short(client: TestClient) -> None:
    assert {rule.path for rule in RULES if not rule.scope} == OPEN


# -- who is let in -----------------------------------------------------------------------------------------------------


def _request(client: TestClient, method: str, path: str, **more: Any) -> httpx.Response:
    return client.request(method, path.replace("{", "").replace("}", ""), **more)


def _bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


@pytest.mark.parametrize(
    "path", [*sorted({rule.path for rule in RULES} - OPEN), "/", "/nothing", "/gradio_api/queue/join"]
)
@pytest.mark.parametrize(
    "shown", [{}, _bearer("nq_wrong"), _bearer(""), {"x-api-key": "nq_wrong"}, {"cookie": "newsqa_session=x"}]
)
def test_nothing_without_a_known_key(client: TestClient, path: str, shown: dict[str, str]) -> None:
    for method in ("GET", "POST", "DELETE", "OPTIONS", "PATCH"):
        reply = _request(client, method, path, headers=shown)
        assert reply.status_code == 401
        assert reply.headers["www-authenticate"].startswith("Bearer")
        record = reply.json()
        if path.startswith("/v1/"):
            assert record["error"]["type"] == "authentication_error"
        elif path == "/mcp":
            assert record["jsonrpc"] == "2.0" and record["error"]["data"]["status"] == 401
        else:
            assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.scope], ids=lambda rule: f"{rule.method} {rule.path}")
def test_a_scope_opens_what_it_says(client: TestClient, keys: dict[str, str], rule: Any) -> None:
    for scope in SCOPES:
        status = _request(client, rule.method, rule.path, headers=_bearer(keys[scope])).status_code
        if scope in (rule.scope, "admin"):
            assert status not in (401, 403)
        else:
            assert status == 403


def test_open_addresses_need_no_key(client: TestClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert client.get("/login").status_code == 200


def test_either_header_will_do(client: TestClient, keys: dict[str, str]) -> None:
    for headers in (_bearer(keys["ask"]), {"x-api-key": keys["ask"]}, {"authorization": f"bearer {keys['ask']}"}):
        assert client.get("/api/status", headers=headers).status_code == 200
    assert client.get(f"/api/status?key={keys['ask']}").status_code == 401


def test_the_owner_of_the_data_directory_needs_no_key(client: TestClient, corpus: Corpus) -> None:
    assert client.get("/api/status", headers=_bearer(corpus.token)).status_code == 200


def test_our_own_clients_show_their_key(corpus: Corpus, file: Path, keys: dict[str, str], monkeypatch: Any) -> None:
    app = create_app(NewsQA(corpus), page=False, keys=KeyRing(file))

    async def talk() -> None:
        transport = httpx.ASGITransport(app)
        real = httpx.AsyncClient
        monkeypatch.setattr(httpx, "AsyncClient", lambda **options: real(transport=transport, **options))
        async with AsyncClient(api_key=keys["ask"]) as known:
            assert (await known.status()).articles == corpus.count()
        async with AsyncClient() as unknown:
            with pytest.raises(NewsqaError, match="Show a key"):
                await unknown.status()

    anyio.run(talk)


def test_forbidden_in_the_shape_of_the_face(client: TestClient, keys: dict[str, str]) -> None:
    shown = _bearer(keys["ingest"])
    problem = client.get("/api/status", headers=shown)
    assert (problem.status_code, problem.json()["type"]) == (403, "urn:newsqa:problem:not-allowed")
    assert client.get("/v1/models", headers=shown).json()["error"]["type"] == "permission_error"
    assert client.post("/mcp", headers=shown, json={}).json()["error"]["data"] == {"status": 403}


def test_wrong_methods_and_addresses_are_told_to_who_has_a_key(client: TestClient, keys: dict[str, str]) -> None:
    wrong = client.get("/api/ask", headers=_bearer(keys["ask"]))
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
    assert client.get("/api/nothing", headers=_bearer(keys["ask"])).status_code == 404


def test_keys_do_not_lift_the_checks_of_host_and_origin(client: TestClient, keys: dict[str, str]) -> None:
    shown = _bearer(keys["admin"])
    assert client.get("/api/status", headers={**shown, "host": "evil.example"}).status_code == 421
    foreign = client.post("/api/search", json={"query": "clocks"}, headers={**shown, "origin": "http://evil.example"})
    assert foreign.status_code == 403


def test_without_keys_everything_is_open(corpus: Corpus) -> None:
    client = TestClient(create_app(NewsQA(corpus), page=False), base_url="http://127.0.0.1", follow_redirects=False)
    assert client.get("/api/status").status_code == 200
    assert client.get("/login").headers["location"] == "/"
    assert client.post("/login", data={"key": "x"}).headers["location"] == "/"


def test_the_openai_library_hears_of_a_wrong_key(corpus: Corpus, file: Path, keys: dict[str, str]) -> None:
    app = create_app(NewsQA(corpus), page=False, keys=KeyRing(file))
    with TestClient(app, base_url="http://127.0.0.1:7860") as http:
        good = openai.OpenAI(base_url="http://127.0.0.1:7860/v1", api_key=keys["ask"], http_client=http)
        assert good.models.list().data
        with pytest.raises(openai.AuthenticationError):
            good.with_options(api_key="nq_wrong").models.list()
        with pytest.raises(openai.PermissionDeniedError):
            good.with_options(api_key=keys["ingest"]).models.list()


def test_a_key_may_ask_so_often_and_each_for_itself(corpus: Corpus, file: Path, keys: dict[str, str]) -> None:
    other = add_key(file, "other", ["ask"])
    app = create_app(NewsQA(corpus), page=False, keys=KeyRing(file), limits=Limits(per_minute=6))
    client = TestClient(app, base_url="http://127.0.0.1")
    statuses = [client.post("/api/search", json={"query": "x"}, headers=_bearer(keys["ask"])) for _ in range(4)]
    assert [reply.status_code for reply in statuses] == [200, 200, 200, 429]
    assert 1 <= int(statuses[-1].headers["retry-after"]) <= 10
    assert statuses[-1].json()["type"] == "urn:newsqa:problem:too-often"
    assert client.get("/api/status", headers=_bearer(keys["ask"])).status_code == 200
    assert client.post("/api/search", json={"query": "x"}, headers=_bearer(other)).status_code == 200
    limited = client.post("/v1/completions", json={"prompt": "x"}, headers=_bearer(keys["ask"]))
    assert (limited.status_code, limited.json()["error"]["type"]) == (429, "rate_limit_error")


# -- the page ----------------------------------------------------------------------------------------------------------

BROWSER = {"accept": "text/html,application/xhtml+xml"}


def test_a_browser_is_sent_to_the_login_and_comes_back_with_a_session(
    corpus: Corpus, file: Path, keys: dict[str, str]
) -> None:
    app = create_app(NewsQA(corpus), keys=KeyRing(file))
    client = TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False)
    sent = client.get("/", headers=BROWSER)
    assert (sent.status_code, sent.headers["location"]) == (303, "/login")
    for path in ("/config", "/gradio_api/info", "/assets/index.js"):
        assert client.get(path).status_code == 401
    form = client.get("/login", headers=BROWSER)
    assert 'type="password"' in form.text and "<script" not in form.text
    assert "default-src 'none'" in form.headers["content-security-policy"]

    wrong = client.post("/login", data={"key": "nq_wrong"})
    assert wrong.status_code == 401 and 'role="alert"' in wrong.text
    assert "set-cookie" not in wrong.headers and "nq_wrong" not in wrong.text

    right = client.post("/login", data={"key": keys["ask"]})
    assert (right.status_code, right.headers["location"]) == (303, "/")
    cookie = SimpleCookie(right.headers["set-cookie"])["newsqa_session"]
    assert cookie["httponly"] and cookie["samesite"] == "strict" and cookie["path"] == "/"
    assert keys["ask"] not in right.headers["set-cookie"]
    assert client.get("/", headers=BROWSER).status_code == 200
    assert client.get("/config").status_code == 200
    assert client.get("/api/status").status_code == 200
    assert client.get("/api/jobs").status_code == 403
    held = corpus.articles(limit=1)[0]
    assert client.get(f"/api/articles/{held.id}").json()["text"] == held.text
    judged = {"thumb": "up", "turn": {"question": "Who?", "text": "Nobody."}}
    assert client.post("/api/feedback", json=judged, headers={"origin": "http://127.0.0.1:7860"}).status_code == 201
    assert client.post("/api/feedback", json=judged, headers={"origin": "null"}).status_code == 403
    assert "ask-desk" in client.get("/login").text

    session = client.cookies["newsqa_session"]
    assert client.post("/logout").headers["location"] == "/login"
    client.cookies.set("newsqa_session", session)
    assert client.get("/config").status_code == 401


def test_a_form_that_is_not_ours_logs_nobody_in(client: TestClient, keys: dict[str, str]) -> None:
    for content in (b"", b"&".join([b"a=1"] * 50) + b"&key=" + keys["ask"].encode(), b"key=%ed%a0%80", b'{"key": "x"}'):
        form = {"content-type": "application/x-www-form-urlencoded"}
        assert client.post("/login", content=content, headers=form).status_code == 401


def test_a_login_from_a_foreign_page_is_refused(client: TestClient, keys: dict[str, str]) -> None:
    assert (
        client.post("/login", data={"key": keys["ask"]}, headers={"origin": "http://evil.example"}).status_code == 403
    )


def test_a_session_ends_with_its_key_and_with_time(client: TestClient, file: Path, keys: dict[str, str]) -> None:
    client.post("/login", data={"key": keys["ask"]})
    assert client.get("/api/status").status_code == 200
    remove_key(file, "ask-desk")
    assert client.get("/api/status").status_code == 401
    ring = KeyRing(file)
    caller = ring.caller(keys["ingest"])
    assert caller
    short = Sessions(seconds=0)
    assert short.key_of(short.begin(caller)) is None


# -- the file ----------------------------------------------------------------------------------------------------------


def test_the_file_keeps_hashes_and_is_its_owners(file: Path, keys: dict[str, str]) -> None:
    text = file.read_text()
    assert not any(key in text for key in keys.values())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in read_keys(file)] == ["ask-desk", "ingest-desk", "admin-desk"]
    assert all(len(key) > 40 for key in keys.values())


def test_keys_come_and_go_while_the_server_runs(client: TestClient, file: Path, keys: dict[str, str]) -> None:
    late = add_key(file, "late", ["ask"])
    assert client.get("/api/status", headers=_bearer(late)).status_code == 200
    remove_key(file, "late")
    assert client.get("/api/status", headers=_bearer(late)).status_code == 401
    with pytest.raises(NotFound):
        remove_key(file, "late")


def test_who_changes_the_file_at_once_with_others_undoes_nothing(file: Path) -> None:
    names, start = [f"desk-{n}" for n in range(8)], threading.Barrier(8)

    def add(name: str) -> None:
        start.wait()
        add_key(file, name, ["ask"])

    def remove(name: str) -> None:
        start.wait()
        remove_key(file, name)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, names))
        assert {entry.name for entry in read_keys(file)} == set(names)
        list(threads.map(lambda name: remove(name) if name < "desk-4" else add(f"new-{name}"), names))
    assert {entry.name for entry in read_keys(file)} == {*names[4:], *(f"new-{name}" for name in names[4:])}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"keys": [{"name": "x"}]}', '{"keys": 5}'])
def test_a_broken_file_lets_nobody_in(client: TestClient, file: Path, keys: dict[str, str], content: str) -> None:
    file.write_text(content)
    assert client.get("/api/status", headers=_bearer(keys["admin"])).status_code == 401
    with pytest.raises(BadRequest):
        KeyRing(file)
    file.unlink()
    assert client.get("/api/status", headers=_bearer(keys["admin"])).status_code == 401
    with pytest.raises(BadRequest, match="holds no key"):
        KeyRing(file)


@pytest.mark.parametrize(("name", "scopes"), [("", ["ask"]), ("a b", ["ask"]), ("x", []), ("x", ["root"])])
def test_names_and_scopes_are_checked(file: Path, name: str, scopes: list[str]) -> None:
    with pytest.raises(BadRequest):
        add_key(file, name, scopes)
    add_key(file, "twice", ["ask"])
    with pytest.raises(BadRequest, match="already"):
        add_key(file, "twice", ["ask"])


# -- the command line --------------------------------------------------------------------------------------------------


def test_keys_by_command(tmp_path: Path) -> None:
    run = CliRunner()
    data = ["--data", str(tmp_path)]
    made = run.invoke(commands, [*data, "key", "add", "desk", "--scope", "ask", "--scope", "ingest"])
    assert made.exit_code == 0 and made.stdout.startswith("nq_")
    key = made.stdout.split()[0]
    assert KeyRing(tmp_path / "keys.json").caller(key)
    listed = json.loads(run.invoke(commands, [*data, "key", "list", "--json"]).stdout)["keys"]
    assert [(k["name"], k["scopes"]) for k in listed] == [("desk", ["ask", "ingest"])]
    assert key not in run.invoke(commands, [*data, "key", "list"]).stdout
    assert run.invoke(commands, [*data, "key", "remove", "desk"]).exit_code == 0
    assert run.invoke(commands, [*data, "key", "remove", "desk"]).exit_code == 1


def test_the_home_directory_is_found_where_the_shell_leaves_its_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    run, file = CliRunner(), "--api-key-file=~/office/keys.json"
    key = run.invoke(commands, ["key", "add", "desk", file]).stdout.split()[0]
    there = tmp_path / "office" / "keys.json"
    assert KeyRing(there).caller(key) and not (tmp_path / "~").exists()
    assert json.loads(run.invoke(commands, ["key", "list", "--json", file]).stdout)["keys"][0]["name"] == "desk"
    ring = let_in("0.0.0.0", Path("~/office/keys.json"), False)
    assert ring and ring.caller(key)
    lost = run.invoke(commands, ["key", "list", "--api-key-file=~nobody-of-that-name/keys.json"])
    assert lost.exit_code == 2 and "in full" in lost.stderr
    assert run.invoke(commands, ["key", "remove", "desk", file]).exit_code == 0


def test_a_file_of_keys_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    told = CliRunner().invoke(commands, ["--data", str(tmp_path / "file"), "key", "add", "desk"])
    assert told.exit_code in (1, 2) and not told.stdout and "keys.json cannot be" in told.stderr

    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("qa.api.keys.tempfile.mkstemp", refused)
    told = CliRunner().invoke(commands, ["--data", str(tmp_path), "key", "add", "desk"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert "keys.json cannot be written (Permission denied)" in told.stderr and "--data" in told.stderr


def test_keys_lie_beside_the_corpus_wherever_home_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert CliRunner().invoke(commands, ["--data", "~/news", "key", "add", "desk"]).exit_code == 0
    assert (tmp_path / "news" / "keys.json").is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--api-key-file"),
        (("--api-key-file", "missing.json"), "holds no key"),
        (("--allow-remote", "--api-key-file", "missing.json"), "holds no key"),
    ],
)
def test_other_machines_need_a_key(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(commands, ["--data", str(tmp_path), "serve", "--host", "0.0.0.0", *options])
    assert result.exit_code == 2
    assert said in result.stderr
