"""The page's login: a key is shown once and becomes a session, whose id a cookie holds. No script, no key in an address."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.api.access import SESSION_COOKIE, Access, session_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "cache-control": "no-store",
}
_STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fbfaf7;--rule:#c9c5bb;--accent:#8c1c13;--soft:#5c5850}
@media (prefers-color-scheme:dark){:root{--ink:#ece9e2;--paper:#171614;--rule:#45423c;--accent:#f0a69e;--soft:#aaa59a}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:24rem;border-top:3px double var(--ink);padding-top:1.25rem}
h1{margin:0 0 .25rem;font:700 2rem/1.1 Georgia,serif;letter-spacing:-.01em}
p{margin:.25rem 0 1.25rem;color:var(--soft)}
label{display:block;font-weight:600;margin-bottom:.35rem}
input{width:100%;padding:.65rem .75rem;border:1px solid var(--rule);border-radius:2px;background:transparent;color:inherit;
font:1rem ui-monospace,monospace}
button{margin-top:1rem;padding:.65rem 1.25rem;border:0;border-radius:2px;background:var(--accent);color:var(--paper);
font:600 1rem system-ui,sans-serif;cursor:pointer}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
p.wrong{margin:.75rem 0 0;color:var(--accent);font-weight:600}
"""
_ASK = (
    "<p>Ask the archive. Show the key that you were given.</p>"
    '<form method="post" action="/login"><label for="key">Key</label>'
    '<input id="key" name="key" type="password" autocomplete="current-password" required autofocus{described}>'
    "{wrong}<button>Log in</button></form>"
)
_WRONG = '<p class="wrong" id="wrong" role="alert">This key is not known. Check it, or ask for another.</p>'
_IN = (
    '<p>You are logged in as {name}. <a href="/">Ask the archive</a></p>'
    '<form method="post" action="/logout"><button>Log out</button></form>'
)


@router.get("/login")
async def login_form(request: Request) -> Response:
    """The form, or who is logged in."""
    access: Access = request.app.state.access
    if access.keys is None:
        return RedirectResponse("/", 303)
    caller = access.caller(request.scope)
    return _page(_IN.format(name=escape(caller.name)) if caller else _ASK.format(wrong="", described=""))


@router.post("/login")
async def login(request: Request) -> Response:
    """Take a key, begin a session."""
    access: Access = request.app.state.access
    if access.keys is None:
        return RedirectResponse("/", 303)
    try:
        fields = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
    except ValueError:  # more fields than the form has
        fields = {}
    caller = access.keys.caller(fields.get("key", [""])[0].strip())
    if caller is None:
        return _page(_ASK.format(wrong=_WRONG, described=' aria-invalid="true" aria-describedby="wrong"'), 401)
    reply = RedirectResponse("/", 303)
    secure = request.url.scheme == "https"
    session = access.sessions.begin(caller)
    reply.set_cookie(SESSION_COOKIE, session, path="/", httponly=True, samesite="strict", secure=secure)
    return reply


@router.post("/logout")
async def logout(request: Request) -> Response:
    """End the session."""
    access: Access = request.app.state.access
    access.sessions.end(session_of(request.headers))
    reply = RedirectResponse("/login", 303)
    reply.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")
    return reply


def _page(body: str, status: int = 200) -> HTMLResponse:
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Log in · newsqa</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>newsqa</h1>{body}</main></body></html>"
    )
    return HTMLResponse(page, status, _HEADERS)
