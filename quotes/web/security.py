"""Guard the application: who may ask, from where, and how much; and what a page may load.

Plain ASGI, so that it stands before everything else. Browsers are the danger: a page of another site that the user has
open can send requests to this computer, and a name that resolves to this computer (DNS rebinding) can read the answers.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "quotes_token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'",
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
        "require-trusted-types-for 'script'; trusted-types quotes",
    )
)
_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    # Not no-referrer: forms would then be sent with the origin "null", as from another site.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask.

    Args:
        host: address that the server listens on.
        port: its port.
        token: what must be known to ask at all; None: nothing, because only this computer can.
        max_bytes: size of the largest request.
    """

    host: str
    port: int
    token: str | None
    max_bytes: int

    def allows_host(self, host: str) -> bool:
        """Tell whether a Host header names this server. A name that an attacker made to resolve here does not."""
        name, port = _split(host)
        if port != self.port:
            return False
        if is_local(name):
            return True
        if is_local(self.host):
            return False
        return name in {self.host.lower(), socket.gethostname().lower()} or _is_address(name)

    def allows_origin(self, origin: str, host: str) -> bool:
        """Tell whether an Origin header is of the page that this server itself sent."""
        parts = urlsplit(origin)
        return parts.scheme in {"http", "https"} and parts.netloc.lower() == host.lower()


def is_local(host: str) -> bool:
    """Tell whether an address can be reached from this computer only.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("0.0.0.0"), is_local("evil.example")
    (True, True, False, False)
    """
    if host.lower().strip("[]") == "localhost":
        return True
    return _is_address(host) and ipaddress.ip_address(host.strip("[]")).is_loopback


def new_token() -> str:
    """Return a token that cannot be guessed."""
    return secrets.token_urlsafe(24)


class Guard:
    """Middleware that refuses what must not be asked, and adds the headers that browsers obey."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        limited = _Limited(receive, self._access.max_bytes)
        await self._app(scope, limited, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._access.allows_host(host):
            return _say(
                421, f"This server does not answer to {host[:100]!r}. Open http://127.0.0.1:{self._access.port}/"
            )
        if problem := self._cross_site(scope, headers, host):
            return _say(403, problem)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._access.max_bytes:
            return _say(413, f"Too large: at most {self._access.max_bytes // 1024**2} MB. Send one article at a time.")
        return self._token_refusal(scope, headers)

    def _cross_site(self, scope: Scope, headers: Headers, host: str) -> str | None:
        """Say why a request comes from another site; None: it does not."""
        origin, fetch_site = headers.get("origin"), headers.get("sec-fetch-site")
        is_safe = scope["method"] in _SAFE_METHODS
        if origin is not None and not (is_safe and origin == "null") and not self._access.allows_origin(origin, host):
            return "The request comes from another site, and is refused."
        if fetch_site in {"cross-site", "same-site"} and not (is_safe and headers.get("sec-fetch-mode") == "navigate"):
            return "The request comes from another site, and is refused."
        return None

    def _token_refusal(self, scope: Scope, headers: Headers) -> Response | None:
        token = self._access.token
        if token is None:
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if _same(query.get("token", [""])[0], token):
            rest = urlencode([(key, value) for key, values in query.items() for value in values if key != "token"])
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), status_code=303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return answer
        given = (cookie_parser(headers.get("cookie", "")).get(COOKIE, ""), _bearer(headers.get("authorization", "")))
        if any(_same(one, token) for one in given):
            return None
        return _say(401, "A token is needed. Open the address that `quotes serve` printed, with ?token=... at its end.")


class _Limited:
    """Receives a request's body, and stops where it grows too large, whatever its header said."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                return {"type": "http.disconnect"}
        return message


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS:
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending


def _split(host: str) -> tuple[str, int]:
    """Split a Host header; a port that is none is 0."""
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "").lower(), parts.port or 80
    except ValueError:
        return "", 0


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf8", "replace"), other.encode())


def _bearer(header: str) -> str:
    kind, _, value = header.partition(" ")
    return value if kind.lower() == "bearer" else ""


def _say(status: int, message: str) -> Response:
    return PlainTextResponse(message + "\n", status_code=status)
