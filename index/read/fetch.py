"""Articles by their web address, for a server whose owner allows it.

One request, and redirects through the same gate (index/read/connect.py). No proxy, no cookies, no credentials; what comes is
limited in time, size and kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import httpcore
import httpx

from index.errors import BadFile, BadRequest
from index.read.clean import web_address
from index.read.connect import Address, Clock, Gate, Unfit, addresses_of, is_public
from index.read.content import decode, looks_binary
from index.read.html import decode_page, read_html
from index.read.json_records import read_json_text
from index.read.problems import Problem
from index.read.text import read_text
from index.records import Article
from index.version import program_version

__all__ = ["Page", "Web"]

_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_READERS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/json": "json"}
_SHOWN = 200  # characters of an address in a problem
_BY_HAND = "save the article and add it as a file"


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: the address that it came from after redirects, which reader is for it, its charset or ""."""

    url: str
    kind: str
    charset: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Web:
    """Fetches articles. seconds and largest (bytes) are for one article, with all its redirects.

    allowed says of each address of a host whether it may be connected to; look_up finds these addresses.
    """

    allowed: Callable[[Address], bool] = is_public
    look_up: Callable[[str, int], Iterable[str]] = addresses_of
    ports: tuple[int, ...] = (80, 443)
    seconds: float = 10
    largest: int = 5_000_000

    def check(self, address: str, field: str = "urls") -> str:
        """The address as it will be fetched. Raises BadRequest for one that never can be, whatever is there."""
        try:
            return str(self._checked((web_address(address) or "").partition("#")[0]))
        except Unfit as error:
            raise BadRequest(field, f"{address.strip()[:_SHOWN] or 'The address'}: {error}.") from None

    def read(self, address: str) -> Iterator[Article | Problem]:
        """The article at an address, with the address as its url, and Problems with its dates; or why there is none."""
        try:
            yield from _article(self.fetch(address))
        except BadFile as error:
            yield Problem(address[:_SHOWN], error.reason)

    def fetch(self, address: str) -> Page:
        """What is at an address. Raises BadFile, which says what to do."""
        clock = Clock(self.seconds)
        gate = Gate(self.allowed, self.look_up, clock)
        try:
            with httpcore.ConnectionPool(httpx.create_ssl_context(), network_backend=gate) as pool:
                url = self._checked(address)
                for _ in range(_MOST_REDIRECTS + 1):
                    found = self._request(pool, url)
                    if isinstance(found, Page):
                        return found
                    url = self._checked(found)
            raise Unfit(f"redirects more than {_MOST_REDIRECTS} times: give the address where the article really is")
        except Unfit as error:
            raise BadFile(address, str(error)) from None
        except httpcore.TimeoutException:
            raise BadFile(address, f"took longer than {self.seconds:g} seconds: try again, or {_BY_HAND}") from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            what = "its certificate is not valid" if "CERTIFICATE" in str(error) else "no connection, or a broken one"
            raise BadFile(address, f"cannot be fetched ({what}): try again, or {_BY_HAND}") from error

    def _checked(self, address: str) -> httpx.URL:
        """The address, taken apart, if all that can be seen of it is fit to be fetched. Raises Unfit."""
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError):
            raise Unfit("no web address that could be fetched: look for a slip in it") from None
        if url.scheme not in ("http", "https") or not url.raw_host:
            raise Unfit("no web address: it must start with http:// or https://")
        if url.userinfo:
            raise Unfit("names a user or password: what needs them is not fetched; leave them out")
        if (port := url.port or (443 if url.scheme == "https" else 80)) not in self.ports:
            raise Unfit(
                f"names port {port}, and only {' and '.join(map(str, self.ports))} are fetched from: {_BY_HAND}"
            )
        return url

    def _request(self, pool: httpcore.ConnectionPool, url: httpx.URL) -> Page | str:
        """The page at an address, or the address where it says that the page is. Raises Unfit."""
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        headers = [
            ("Host", url.netloc.decode("ascii")),
            ("User-Agent", f"newsqa/{program_version()}"),
            ("Accept", ", ".join(_READERS)),
            ("Accept-Encoding", "identity"),  # what was packed small could unfold without end
            ("Connection", "close"),
        ]
        with pool.stream("GET", target, headers=headers) as response:
            said = {name.lower(): value.decode("utf-8", "replace") for name, value in response.headers}
            if response.status in _REDIRECTS and b"location" in said:
                return _joined(url, said[b"location"])
            if response.status != 200:
                raise Unfit(f"the server there answers with status {response.status}: look at it in a browser")
            kind, charset = _kind(said.get(b"content-type", ""))
            if said.get(b"content-encoding", "").strip().lower() not in ("", "identity"):
                raise Unfit(f"comes packed, though it was asked for plain: {_BY_HAND}")
            return Page(str(url), kind, charset, self._body(response))

    def _body(self, response: httpcore.Response) -> bytes:
        """All bytes; of more than the limit no more are read than that. Raises Unfit."""
        data = bytearray()
        for chunk in response.iter_stream():
            data += chunk
            if len(data) > self.largest:
                raise Unfit(f"larger than {self.largest:,} bytes: {_BY_HAND}")
        if not data.strip() or looks_binary(bytes(data)):
            raise Unfit("no text is there: look at it in a browser")
        return bytes(data)


def _joined(url: httpx.URL, location: str) -> str:
    """Where a redirect leads, without the place in the page."""
    try:
        return str(url.join(location).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError):
        raise Unfit("redirects to what is no web address: look at it in a browser") from None


def _kind(content_type: str) -> tuple[str, str]:
    """(which reader, charset or "") of a Content-Type. Raises Unfit."""
    name, *parameters = (part.strip().lower() for part in content_type.split(";"))
    if (kind := _READERS.get(name)) is None:
        raise Unfit(f"of the type {name[:60] or 'unknown'}, and only HTML, plain text and JSON are read: {_BY_HAND}")
    charsets = [part.removeprefix("charset=").strip("\"' ") for part in parameters if part.startswith("charset=")]
    return kind, charsets[0] if charsets else ""


def _article(page: Page) -> Iterator[Article | Problem]:
    """The one article of a page, then Problems with its dates. Raises BadFile."""
    where = page.url[:_SHOWN]
    if page.kind == "html":
        found = list(read_html(decode_page(page.data, where, page.charset), where))
    elif page.kind == "text":
        text = decode_page(page.data, where, page.charset) if page.charset else decode(page.data, where)
        found = list(read_text(text, where))
    else:
        found = list(read_json_text(decode(page.data, where), where))
    articles = [item for item in found if isinstance(item, Article)]
    problems = [item for item in found if isinstance(item, Problem)]
    if not articles and problems:
        raise BadFile(where, problems[0].reason)
    if len(articles) != 1:
        raise BadFile(where, f"{len(articles) or 'no'} articles, where one is wanted: save them and add them as a file")
    yield _of(articles[0], page.url)
    yield from (Problem(where, problem.reason) for problem in problems)


def _of(article: Article, url: str) -> Article:
    """The article under the address that it was fetched from, whatever it says: else any page could take the place of
    another's article. Where it names no publisher, that is its host."""
    return Article.of(
        article.title,
        article.text,
        publisher=article.publisher or httpx.URL(url).raw_host.decode("ascii").removeprefix("www."),
        byline=article.byline,
        url=web_address(url),
        language=article.language,
        published=article.published,
        updated=article.updated,
    )
