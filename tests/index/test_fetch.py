"""Articles by web address: what is fetched from a real server, what never is, and where it stays within its limits."""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index import Article, BadFile, BadRequest, Corpus, Problem
from index.read.connect import addresses_of, is_public
from index.read.fetch import Web
from qa import NewsQA
from qa.api.server import create_app
from tests.timing import quickest

REAL_LOOK_UP = socket.getaddrinfo  # before the tests' own guard, which takes 0x7f.1 for a name
WORDS = "A comet was seen over Lindau on Thursday night. Hundreds of people watched it from the old harbour wall."
PAGE = f"""<html lang="en"><head><title>Comet seen over Lindau</title>
<link rel="canonical" href="https://other.example/taken">
<meta property="og:site_name" content="The Lake Post"><meta property="article:published_time" content="2024-11-28T12:00:00Z">
</head><body><article><h1>Comet seen over Lindau</h1><p>{WORDS}</p><p>{WORDS.replace("comet", "second comet")}</p>
</article></body></html>"""
RECORD = {"title": "Comet", "text": WORDS, "url": "https://other.example/taken", "publisher": "The Lake Post"}

Reply = tuple[int, dict[str, str], bytes]


class Site:
    """A server on this machine that gives what was put at its paths, and remembers what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Callable[[Any], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                found = site.pages.get(self.path, (404, {"content-type": "text/html"}, b"gone"))
                if not isinstance(found, tuple):
                    return found(self)
                status, headers, body = found
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                pass  # whoever is cut off on purpose breaks the pipe

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def put(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> str:
        data = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = (200, {"content-type": kind, **headers}, data)
        return self.at(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        self.pages[path] = (status, {"location": to}, b"")
        return self.at(path)

    def at(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def site(running: Site) -> Site:
    running.pages.clear()
    running.asked.clear()
    return running


def web_of(site: Site, **given: Any) -> Web:
    """The open internet of the tests: every *.example is this machine, 127.0.0.1 may be connected to, 127.0.0.2 may not."""
    names = {"inside.example": ["127.0.0.2"], "both.example": ["127.0.0.1", "127.0.0.2"], "nowhere.example": []}
    options: dict[str, Any] = {
        "allowed": lambda address: str(address) == "127.0.0.1",
        "look_up": lambda host, port: names.get(host, ["127.0.0.1"]),
        "ports": (site.port, 80, 443),
        "seconds": 3,
    }
    return Web(**{**options, **given})


@pytest.fixture
def web(site: Site) -> Web:
    return web_of(site)


def reason(web: Web, address: str) -> str:
    """Why there is no article at an address."""
    (problem,) = web.read(address)
    assert isinstance(problem, Problem) and problem.path == address[:200]
    return problem.reason


# -- what is fetched ---------------------------------------------------------------------------------------------------


def test_a_page_becomes_an_article_under_the_address_that_it_came_from(site: Site, web: Web) -> None:
    address = site.put("/comet?id=7", PAGE)
    (article,) = web.read(web.check(f"  {address}#top "))
    assert isinstance(article, Article)
    assert article.title == "Comet seen over Lindau" and WORDS in article.text
    assert (article.publisher, article.published, article.language) == ("The Lake Post", 1732795200, "en")
    assert article.url == address  # and not the address of another's, which the page calls its own
    ((path, headers),) = site.asked
    assert path == "/comet?id=7" and headers["host"] == f"news.example:{site.port}"
    assert headers["user-agent"].startswith("newsqa/") and headers["accept-encoding"] == "identity"
    assert not {"cookie", "authorization", "referer", "from"} & set(headers)


@pytest.mark.parametrize(
    ("body", "kind", "publisher"),
    [
        (f"Comet\n\n{WORDS}", "text/plain", "news.example"),
        (f"Comet\n\n{WORDS} Müller".encode("cp1252"), "text/plain; charset=ISO-8859-1", "news.example"),
        (json.dumps(RECORD), "application/json", "The Lake Post"),
        (json.dumps([RECORD]), 'Application/JSON; charset="utf-8"', "The Lake Post"),
    ],
)
def test_text_and_json_are_read_too(site: Site, web: Web, body: str | bytes, kind: str, publisher: str) -> None:
    address = site.put("/comet", body, kind)
    (article,) = web.read(address)
    assert isinstance(article, Article)
    assert (article.title, article.publisher, article.url) == ("Comet", publisher, address)
    assert article.text.startswith(WORDS) and ("Müller" in article.text) == ("ISO" in kind)


def test_the_charset_that_a_page_comes_with_goes_before_what_it_declares(site: Site, web: Web) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="utf-8">').replace("old harbour", "old Zürich")
    address = site.put("/page", page.encode("cp1252"), "text/html; charset=windows-1252")
    (article,) = web.read(address)
    assert isinstance(article, Article) and "old Zürich" in article.text


def test_a_date_that_cannot_be_read_is_told_after_the_article(site: Site, web: Web) -> None:
    address = site.put("/comet", json.dumps({**RECORD, "published": "yesterday"}), "application/json")
    article, problem = web.read(address)
    assert isinstance(article, Article) and isinstance(problem, Problem) and "yesterday" in problem.reason


def test_redirects_are_followed_with_the_same_check(site: Site, web: Web) -> None:
    site.put("/5", PAGE)
    for n in range(5):
        site.redirect(f"/{n}", f"/{n + 1}#part" if n % 2 else site.at(f"/{n + 1}", "www.example"), 301 + n % 2)
    (article,) = web.read(site.at("/0"))
    assert isinstance(article, Article) and article.url == site.at("/5", "www.example")
    assert [path for path, _ in site.asked] == ["/0", "/1", "/2", "/3", "/4", "/5"]


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """A name that is looked up twice could answer otherwise the second time: so it is looked up once a request."""
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    web = web_of(site, look_up=lambda host, port: answers.pop(0))
    address = site.put("/comet", PAGE)
    assert [type(item) for item in web.read(address)] == [Article] and len(answers) == 1
    assert "closed network" in reason(web, address)
    assert len(site.asked) == 1


def test_of_several_addresses_the_next_is_tried(site: Site) -> None:
    closed = socket.create_server(("127.0.0.3", 0))
    closed.close()  # nobody listens there
    web = web_of(site, allowed=lambda address: True, look_up=lambda host, port: ["127.0.0.3", "127.0.0.1"])
    assert [type(item) for item in web.read(site.put("/comet", PAGE))] == [Article]


# -- what is not -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "must start with http"), ("news", "must start with http"), ("file:///etc/passwd", "must start with http"),
        ("ftp://news.example/a", "must start with http"), ("gopher://news.example/", "must start with http"),
        ("javascript:alert(1)", "must start with http"), ("data:text/html,x", "must start with http"),
        ("//news.example/a", "must start with http"), ("http://", "must start with http"), ("http:///a", "must start with http"),
        ("http://news.example/a b", "must start with http"), ("http://news.example/\r\nx: y", "must start with http"),
        ("http://" + "a" * 2000 + ".example/", "must start with http"),
        ("http://user@news.example/", "user or password"), ("https://user:word@news.example/", "user or password"),
        ("http://news.example\\@127.0.0.1/", "user or password"), ("http://:word@news.example/", "user or password"),
        ("http://news.example:22/", "port 22"), ("http://news.example:6379/", "port 6379"),
        ("https://news.example:8443/", "port 8443"), ("http://news.example:99999/", "port 99999"),
        ("http://[::1/", "http"), ("http://１２７.0.0.1/", "slip"), ("http://0177.0.0.1/", "slip"),
    ],
)  # fmt: skip
def test_addresses_that_can_never_be_fetched_are_refused_at_once(address: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words) as refused:
        Web().check(address, "urls[0]")
    assert refused.value.field == "urls[0]"


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST", "127.0.0.1", "127.0.0.2", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1",
        "017700000001", "0", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1",
        "169.254.169.254", "2852039166", "0xa9fea9fe", "168.63.129.16", "100.100.100.200", "100.64.0.1", "192.0.0.192",
        "198.18.0.1", "192.0.2.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:8.8.8.8]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]",
        "[64:ff9b::808:808]", "[2002:7f00:1::]", "[2001:0:4136:e378::]", "[fe80::1]", "[fec0::1]", "[fc00::1]",
        "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]", "[100::1]", "[3fff::1]",
    ],
)  # fmt: skip
def test_hosts_of_closed_networks_are_refused_before_anything_is_sent(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the defaults of a running server. However an address is spelt, what the system makes of it is what counts."""
    monkeypatch.setattr(socket, "getaddrinfo", REAL_LOOK_UP)  # numbers, which need no network; and localhost
    for scheme in ("http", "https"):
        web = Web()
        assert "closed network" in reason(web, web.check(f"{scheme}://{host}/latest/meta-data/"))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001::1"]
)
def test_addresses_of_the_open_internet_are_allowed(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_name_that_answers_a_closed_address_is_refused(site: Site, web: Web) -> None:
    site.put("/comet", PAGE)
    for host in ("inside.example", "both.example"):
        assert "closed network" in reason(web, site.at("/comet", host))
    for answer in (["10.0.0.7"], ["93.184.215.14", "192.168.0.1"], ["::ffff:169.254.169.254"], ["fe80::1%lo"]):
        named = Web(look_up=lambda host, port, answer=answer: answer)
        assert "closed network" in reason(named, "http://news.example/comet")
    assert not site.asked


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("http://inside.example/", "closed network"),
        ("//inside.example/", "closed network"),
        ("file:///etc/passwd", "must start with http"),
        ("ftp://news.example/", "must start with http"),
        ("javascript:alert(1)", "must start with http"),
        ("http://user:word@news.example/", "user or password"),
        ("http://news.example:22/", "port 22"),
        ("http://[::1", "no web address"),
        ("http://nowhere.example/", "cannot be found"),
        ("/here", "redirects more than 5 times"),
        ("/missing", "status 404"),
    ],
)
def test_a_redirect_leads_nowhere_that_an_address_may_not(site: Site, web: Web, to: str, words: str) -> None:
    assert words in reason(web, site.redirect("/here", to))


def test_a_redirect_to_this_machine_is_refused_by_the_check_of_a_running_server(site: Site) -> None:
    """The first host may be reached, as an open one; the second is judged by the defaults."""
    seen: list[Any] = []

    def allowed(address: Any) -> bool:
        seen.append(address)
        return len(seen) == 1 or is_public(address)

    web = web_of(site, allowed=allowed)
    for host in ("127.0.0.1", "localhost", "[::1]"):
        seen.clear()
        assert "closed network" in reason(web, site.redirect("/here", f"http://{host}:{site.port}/secret"))
    assert [path for path, _ in site.asked] == ["/here"] * 3


@pytest.mark.parametrize(
    ("kind", "body", "headers", "words"),
    [
        ("image/png", b"\x89PNG", {}, "image/png"),
        ("application/pdf", b"%PDF", {}, "application/pdf"),
        ("application/octet-stream", b"x", {}, "only HTML"),
        ("", b"x", {}, "type unknown"),
        ("text/html", b"", {}, "no text is there"),
        ("text/html", b"a\0b", {}, "no text is there"),
        ("text/html", b"<html><head><title>x</title></head><body><br></body></html>", {}, "no article text"),
        ("text/html; charset=klingon", b"<p>x</p>", {}, "klingon"),
        ("text/plain", b"\xff\xff", {}, "not valid UTF-8"),
        ("text/html", b"x", {"content-encoding": "gzip"}, "packed"),
        ("application/json", b"{", {}, "broken JSON"),
        ("application/json", b"[]", {}, "list is empty"),
        ("application/json", b'{"title": "x"}', {}, "no text"),
        ("application/json", b'[{"question": "x", "answers": ["y"]}]', {}, "no articles"),
        ("application/json", json.dumps([RECORD, RECORD]).encode(), {}, "2 articles"),
    ],
)
def test_what_is_no_article_is_refused(
    site: Site, web: Web, kind: str, body: bytes, headers: dict[str, str], words: str
) -> None:
    assert words in reason(web, site.put("/it", body, kind, **headers))


@pytest.mark.parametrize("status", [201, 304, 401, 403, 404, 410, 429, 500, 503])
def test_other_answers_are_told(site: Site, web: Web, status: int) -> None:
    site.pages["/it"] = (status, {"content-type": "text/html", "content-length": "1"}, b"x")
    assert f"status {status}" in reason(web, site.at("/it"))


# -- limits ------------------------------------------------------------------------------------------------------------


def test_no_more_is_read_than_the_limit(site: Site) -> None:
    sent = [0]

    def endless(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while sent[0] < 100_000_000:
            handler.wfile.write(b"x" * 10_000)
            sent[0] += 10_000

    site.pages["/endless"] = endless
    assert "larger than 100,000 bytes" in reason(web_of(site, largest=100_000), site.at("/endless"))
    time.sleep(0.1)
    assert sent[0] < 50_000_000  # buffers on the way hold some
    fits = site.put("/fits", f"Comet\n\n{WORDS}", "text/plain")
    size = len(site.pages["/fits"][2])  # type: ignore[index]
    assert [type(item) for item in web_of(site, largest=size).read(fits)] == [Article]
    assert "larger" in reason(web_of(site, largest=size - 1), fits)


def _drip(what: bytes) -> Callable[[Any], None]:
    """Send a byte now and then: never so late that a wait for one alone would end."""

    def drip(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + what)
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    return drip


@pytest.mark.parametrize("what", [b"X-Slow: ", b"Content-Type: text/plain\r\n\r\n"], ids=["head", "body"])
def test_who_drips_is_left_when_the_time_is_up(site: Site, what: bytes) -> None:
    site.pages["/slow"] = _drip(what)
    started = time.monotonic()
    assert "longer than 0.4 seconds" in reason(web_of(site, seconds=0.4), site.at("/slow"))
    assert time.monotonic() - started < 2


def test_the_time_is_for_all_redirects_and_for_looking_up_the_name(site: Site) -> None:
    def late(handler: Any) -> None:
        time.sleep(0.25)
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /late\r\nContent-Length: 0\r\n\r\n")

    site.pages["/late"] = late
    assert "longer than 0.6 seconds" in reason(web_of(site, seconds=0.6), site.at("/late"))
    slow = web_of(site, seconds=0.2, look_up=lambda host, port: time.sleep(1) or ["127.0.0.1"])

    def left() -> None:
        assert "longer than 0.2 seconds" in reason(slow, site.at("/late"))

    assert quickest(left, 0.9) < 0.9


def test_broken_connections_are_told(site: Site, web: Web) -> None:
    site.pages["/broken"] = lambda handler: handler.wfile.write(b"no http at all\r\n\r\n")
    site.pages["/short"] = (200, {"content-type": "text/plain", "content-length": "99"}, b"x")
    for path in ("/broken", "/short"):
        assert "no connection, or a broken one" in reason(web, site.at(path))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(BadFile, match="no connection"):
        web_of(site, ports=(port,)).fetch(f"http://news.example:{port}/")


def test_https_is_spoken_and_the_certificate_is_for_the_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name goes into the handshake though the connection goes to a number; a server without TLS is told apart."""
    asked: list[object] = []
    wrap = ssl.SSLContext.wrap_socket

    def noted(self: ssl.SSLContext, *given: Any, **options: Any) -> Any:
        asked.append((options["server_hostname"], self.check_hostname, self.verify_mode))
        return wrap(self, *given, **options)

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", noted)
    assert "no connection, or a broken one" in reason(web_of(site), f"https://news.example:{site.port}/")
    assert asked == [("news.example", True, ssl.CERT_REQUIRED)]


def test_a_certificate_that_is_not_valid_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> Any:
        raise ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refused)
    assert "certificate is not valid" in reason(web_of(site), f"https://news.example:{site.port}/")


def test_no_proxy_of_the_environment_is_used(site: Site, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert [type(item) for item in web.read(site.put("/comet", PAGE))] == [Article]


def test_names_that_the_system_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(host: str, *_: object, **__: object) -> Any:
        raise UnicodeError("label too long") if len(host) > 63 else socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    for host in ("news.example", "a" * 64 + ".example"):
        assert "cannot be found" in reason(Web(), f"http://{host}/")
    monkeypatch.setattr(socket, "getaddrinfo", REAL_LOOK_UP)
    assert addresses_of("127.0.0.1", 80) == ["127.0.0.1"]


# -- over HTTP ---------------------------------------------------------------------------------------------------------


def _client(corpus: Corpus, web: Web | None) -> TestClient:
    return TestClient(create_app(NewsQA(corpus), page=False, web=web), base_url="http://127.0.0.1:7860")


def _ended(client: TestClient, accepted: Any) -> dict[str, Any]:
    assert accepted.status_code == 202, accepted.text
    give_up = time.monotonic() + 30
    while (job := client.get(accepted.headers["location"]).json())["state"] in ("queued", "running"):
        assert time.monotonic() < give_up
        time.sleep(0.02)
    return job


def test_the_api_fetches_where_its_owner_allows_it(empty_corpus: Corpus, site: Site, web: Web) -> None:
    client = _client(empty_corpus, web)
    urls = [site.put("/comet", PAGE), site.at("/missing"), site.at("/comet", "inside.example")]
    job = _ended(client, client.post("/api/ingest", json={"urls": urls}))
    assert (job["state"], job["added"], job["refused"]) == ("done", 1, 2)
    assert [p["path"] for p in job["problems"]] == urls[1:] and "status 404" in job["problems"][0]["reason"]
    (article,) = client.get("/api/articles").json()["articles"]
    assert (article["title"], article["url"]) == ("Comet seen over Lindau", urls[0])
    assert _ended(client, client.post("/api/ingest", json={"urls": urls[:1]}))["unchanged"] == 1


def test_the_api_fetches_nothing_by_default(empty_corpus: Corpus, site: Site) -> None:
    refused = _client(empty_corpus, None).post("/api/ingest", json={"urls": [site.put("/comet", PAGE)]})
    assert refused.status_code == 403 and refused.headers["content-type"] == "application/problem+json"
    assert "newsqa serve --allow-fetch" in refused.json()["detail"]
    assert not site.asked


@pytest.mark.parametrize(
    ("urls", "field"),
    [
        (["http://news.example/", "file:///etc/passwd"], "urls[1]"),
        (["http://news.example:22/"], "urls[0]"),
        ([""], "urls[0]"),
        ([7], "urls[0]"),
        (["http://news.example/"] * 21, "urls"),
        ("http://news.example/", "urls"),
    ],
)
def test_the_api_says_which_address_cannot_be_used(empty_corpus: Corpus, web: Web, urls: object, field: str) -> None:
    client = _client(empty_corpus, web)
    refused = client.post("/api/ingest", json={"urls": urls})
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == field
    both = client.post("/api/ingest", json={"urls": ["http://news.example/"], "articles": [RECORD]})
    assert both.status_code == 422 and "either" in both.json()["detail"]
    assert client.get("/api/jobs").json()["total"] == 0
