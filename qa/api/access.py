"""Who may ask what: one table of all addresses, and the check of every request against it.

What stands in no row is denied to everyone but an admin. Without a file of keys every caller may do everything: the server then
listens on loopback only, or was told to do without.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.routing import compile_path
from starlette.types import Scope

from qa.api.keys import SCOPES, Caller, KeyRing, Sessions
from qa.api.limits import InFlight, RateLimit

__all__ = ["LARGEST_BODY", "OWNER", "SESSION_COOKIE", "Access", "Refusal", "Rule", "rule_of", "session_of"]

LARGEST_BODY = 1_000_000  # bytes
_LARGEST_INGEST = 32_000_000
SESSION_COOKIE = "newsqa_session"
EVERYONE = Caller("everyone", frozenset(SCOPES))
OWNER = Caller("owner", frozenset(SCOPES))


@dataclass(frozen=True, slots=True)
class Rule:
    """What an address needs: `scope`, or nothing if that is empty. `works`: it counts against the limits."""

    method: str
    path: str  # as routes have it
    scope: str
    works: bool = False
    body: int = LARGEST_BODY  # bytes


RULES = (
    Rule("GET", "/healthz", ""),
    Rule("GET", "/livez", ""),
    Rule("GET", "/readyz", ""),
    Rule("GET", "/login", ""),
    Rule("POST", "/login", ""),
    Rule("POST", "/logout", ""),
    Rule("GET", "/docs", "ask"),
    Rule("GET", "/openapi.json", "ask"),
    Rule("POST", "/api/ask", "ask", works=True),
    Rule("POST", "/api/search", "ask", works=True),
    Rule("GET", "/api/articles", "ask", works=True),
    Rule("GET", "/api/articles/{article_id}", "ask"),
    Rule("GET", "/api/status", "ask"),
    Rule("POST", "/api/feedback", "ask", works=True),
    Rule("GET", "/api/feedback", "admin"),
    Rule("GET", "/metrics", "admin"),
    Rule("POST", "/api/ingest", "ingest", works=True, body=_LARGEST_INGEST),
    Rule("GET", "/api/jobs", "ingest"),
    Rule("GET", "/api/jobs/{job_id}", "ingest"),
    Rule("POST", "/api/jobs/{job_id}/cancel", "ingest"),
    Rule("DELETE", "/api/articles/{article_id}", "ingest"),
    Rule("POST", "/v1/chat/completions", "ask", works=True),
    Rule("POST", "/v1/completions", "ask", works=True),
    Rule("POST", "/v1/responses", "ask", works=True),
    Rule("GET", "/v1/models", "ask"),
    Rule("GET", "/v1/models/{name}", "ask"),
    Rule("POST", "/mcp", "ask", works=True),
)
# The page's own files and calls; what of them exists is the page's affair.
_PAGE = Rule("*", "/", "ask")
_PAGE_PATH = re.compile(
    r"/|/(config|theme\.css|manifest\.json|robots\.txt|favicon\.ico)/?|/(assets|static|svelte|gradio_api)/.*"
)
_DENIED = Rule("*", "*", "admin")
_COMPILED = tuple((rule, compile_path(rule.path)[0]) for rule in RULES)


def rule_of(method: str, path: str) -> tuple[Rule, tuple[str, ...]]:
    """The rule for a request, and the methods that its address takes if there is no rule for this one."""
    at = [rule for rule, pattern in _COMPILED if pattern.match(path)]
    for rule in at:
        if rule.method == ("GET" if method == "HEAD" else method):
            return rule, ()
    if not at and _PAGE_PATH.fullmatch(path):
        return _PAGE, ()
    return _DENIED, tuple(sorted(rule.method for rule in at))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request does not pass."""

    status: int
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Access:
    """The check of a request. `keys` None: everyone may do everything."""

    def __init__(self, keys: KeyRing | None, per_minute: float, most_at_once: int, token: str = "") -> None:
        """token: what the owner of the data directory shows in place of a key, if it is not empty."""
        self.keys = keys
        self._owner = f"Bearer {token}".encode() if token else b""
        self.sessions = Sessions()
        self.in_flight = InFlight(most_at_once)
        self._rate = RateLimit(per_minute)

    def check(self, scope: Scope, rule: Rule, allowed: tuple[str, ...]) -> Refusal | None:
        """Why a request may not pass; else scope["newsqa.caller"] says who asks."""
        caller = self.caller(scope)
        if rule.scope and caller is None:
            return _unknown(scope)
        if caller is not None:
            scope["newsqa.caller"] = caller
            if rule is _DENIED and not caller.may(rule.scope):
                return _nothing(allowed)
            if rule.scope and not caller.may(rule.scope):
                return Refusal(403, f"This needs a key with the scope {rule.scope}; {caller.name} has none.")
            if self.keys and caller is not OWNER and (rule.works or scope["path"].startswith("/gradio_api/queue/join")):
                wait = self._rate.wait(caller.sha256)
                if wait:
                    detail = f"This key has asked too often; ask again in {wait} seconds."
                    return Refusal(429, detail, {"retry-after": str(wait)})
        return None

    def caller(self, scope: Scope) -> Caller | None:
        """Who asks, by the owner's token, by key or by session."""
        headers = Headers(scope=scope)
        if self._owner and hmac.compare_digest(headers.get("authorization", "").encode(), self._owner):
            return OWNER
        if self.keys is None:
            return EVERYONE
        kind, _, key = headers.get("authorization", "").partition(" ")
        key = key.strip() if kind.casefold() == "bearer" else headers.get("x-api-key", "")
        if key:
            return self.keys.caller(key)
        session = session_of(headers)
        digest = session and self.sessions.key_of(session)
        return self.keys.by_hash(digest) if digest else None


def session_of(headers: Headers) -> str:
    """The id of a browser's session, or ""."""
    return cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE, "")


def _unknown(scope: Scope) -> Refusal:
    headers = Headers(scope=scope)
    given = any(name in headers for name in ("authorization", "x-api-key"))
    wants_page = scope["method"] in ("GET", "HEAD") and "text/html" in headers.get("accept", "")
    if wants_page and not given:
        return Refusal(303, "Show a key first.", {"location": "/login"})
    detail = "This key is not known." if given else "Show a key: Authorization: Bearer …, or x-api-key."
    return Refusal(401, detail, {"www-authenticate": 'Bearer realm="newsqa"'})


def _nothing(allowed: tuple[str, ...]) -> Refusal:
    if allowed:
        return Refusal(
            405, "This address does not take this method; /docs lists what it takes.", {"allow": ", ".join(allowed)}
        )
    return Refusal(404, "There is nothing at this address; /docs lists what there is.")
