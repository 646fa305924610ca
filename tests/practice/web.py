"""Requests and responses without sockets, and the tokens that change with every rendering.

Pages are rendered once and kept; what must differ each time they are served is a private-use character:
`TOKEN` (session ids, portal state), `BASE` (scheme and host), `PREFIX` (language prefix of the address).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

TOKEN, BASE, PREFIX = "\ue000", "\ue001", "\ue002"
HTML = "text/html; charset=utf-8"

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Response:
    """What goes over the wire.  `declared_length` larger than the body makes a truncated answer."""

    status: int
    body: bytes
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    declared_length: int | None = None

    @property
    def text(self) -> str:
        """The body read as UTF-8."""
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Address:
    """A request target taken apart: path without `;jsessionid`, decoded query."""

    path: str
    query: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, path_qs: str) -> "Address":
        """Take a path with query apart; of a repeated parameter the last one counts."""
        # A path may begin with two slashes, which urlsplit alone would read as a host.
        parts = urlsplit("http://portal" + path_qs)
        path = parts.path.partition(";")[0] or "/"
        return cls(unquote(path), dict(parse_qsl(parts.query, keep_blank_values=True)))


def redirect(location: str) -> Response:
    """A temporary redirect."""
    return Response(302, b"", headers=(("Location", location),))
