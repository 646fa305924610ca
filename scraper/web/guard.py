"""Who may ask for what: GET and HEAD only, the Host header, the token; and the security headers of each answer."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from hashlib import sha256
from hmac import compare_digest
from html import escape
from ipaddress import ip_address
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scraper.web.errors import error_answer

_HOST = re.compile(r"(?:\[(?P<inside>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::[0-9]{1,5})?")
TOKEN_BYTES = 16
"""Fewest bytes of a token: nobody guesses 16."""
_COOKIE = "scraper_web"
# Feed readers keep no cookies.
_FEED = "/feed.atom"
# Of no use without the rest, and the page that asks for a token has a style.
_PUBLIC = "/static/"

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class RequestGuard:
    """Middleware before all others.

    Args:
        app: what it guards.
        token: what a request must have; empty for none.
        hosts: names under which it is asked, besides addresses of the network and ``localhost``.
    """

    def __init__(self, app: ASGIApp, token: str = "", hosts: Iterable[str] = ()) -> None:
        self._app = app
        self._token = _digest(token) if token else b""
        self._cookie = sha256(b"cookie " + token.encode()).hexdigest()
        self._hosts = {"localhost", *(host.lower() for host in hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let others answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._refusal(Request(scope)) or self._app
        await answer(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> Response | None:
        # Not ``url``, which the Host header may make invalid.
        path = str(request.scope["path"])
        if request.method not in ("GET", "HEAD"):
            return error_answer(path, 405, "Nothing can be changed here: GET and HEAD only", {"Allow": "GET, HEAD"})
        # A page of another site can make its own name mean this address; the Host header has that name then.
        if not self._is_known(request.headers.getlist("host")):
            text = "Unknown Host header: open the address that scrapy web has printed, or start it with --allow-host"
            return error_answer(path, 421, text)
        if not self._token or path.startswith(_PUBLIC):
            return None
        return self._without_token(request, path)

    def _is_known(self, hosts: list[str]) -> bool:
        if len(hosts) != 1:
            return False
        name = host_name(hosts[0])
        return name in self._hosts or _is_address(name)

    def _without_token(self, request: Request, path: str) -> Response | None:
        kind, _, said = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._is_token(said.strip()):
            return None
        if compare_digest(request.cookies.get(_COOKIE, "").encode(), self._cookie.encode()):
            return None
        pairs = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        tokens = [value for name, value in pairs if name == "token"]
        if tokens and self._is_token(tokens[-1]):
            return None if path == _FEED else self._signed_in(path, pairs)
        text = "A token is needed: ?token=… in the address once, or the header Authorization: Bearer …"
        return error_answer(path, 401, text, {"WWW-Authenticate": "Bearer"})

    def _is_token(self, said: str) -> bool:
        return compare_digest(_digest(said), self._token)

    def _signed_in(self, path: str, pairs: list[tuple[str, str]]) -> Response:
        """The token as a cookie, and the same page without it in its address.

        A page that reloads, and no redirect: after a link from elsewhere, a browser follows a redirect without the
        cookie.
        """
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        local = "/" + quote(path.lstrip("/\\"))
        target = escape(f"{local}?{rest}" if rest else local)
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Signed in</title>'
            f'<meta http-equiv="refresh" content="0; url={target}"><p><a href="{target}">Continue</a></p></html>'
        )
        answer = HTMLResponse(page)
        answer.set_cookie(_COOKIE, self._cookie, httponly=True, samesite="strict", path="/")
        return answer


def host_name(host: str) -> str:
    """The name in a Host header, without port, in small letters; empty if it is not valid."""
    found = _HOST.fullmatch(host.strip().lower())
    return (found["inside"] or found["name"]).removesuffix(".") if found else ""


def known_hosts(host: str, others: Iterable[str]) -> set[str]:
    """Names under which a server is asked that listens on a host."""
    names = {host_name(each) for each in others} | {host.lower()}
    return names if is_loopback(host) else names | {socket.gethostname().lower()}


def is_loopback(host: str) -> bool:
    """True for an address, or ``localhost``, that only this machine reaches."""
    return host.lower() == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogateescape")).digest()
