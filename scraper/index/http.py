"""JSON over HTTP to one server, with retries while it is busy.

Not urllib3's ``Retry``: waits have to end when the command is stopped, the first of them is not zero, a ``Retry-After``
that is not a number of seconds is replaced by our own waits, and a connection that breaks twice during a large body has
to be distinguished from a server that is down (:class:`CutOffError`). The fault tests cover all of these, and each
would need an override there.
"""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import logging
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote

from scraper.index.model import Options, TargetDownError, TargetUsageError

logger = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 60
# Waits of 0.5 s, 1, 2, … together half a minute: if a node takes longer to restart, the next run sends the rest.
TRIES = 7
_FIRST_WAIT = 0.5
# A server may answer 413 and close before it has read a body: then only the close is visible. Bytes as sent, and how
# often it has to happen; proxies with a lower limit are not known.
_LARGE = 50_000
_CUT_OFF = 2
# Seconds; the longest wait that a server may request.
_LONGEST_WAIT = 60.0

TOO_MANY = 429
# The name of the error if nobody may write: the disk is full, somebody has set a block, the cluster has no master.
BLOCKED = "cluster_block_exception"
_BUSY = {TOO_MANY, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """The server's answer."""

    status: int
    body: Any
    """Parsed; a string if it is not JSON."""

    @property
    def is_good(self) -> bool:
        """True if the request succeeded."""
        return self.status < http.client.MULTIPLE_CHOICES

    @property
    def is_redirect(self) -> bool:
        """True if the server is at another address. It is not followed: credentials are for the one that was named."""
        return http.client.MULTIPLE_CHOICES <= self.status < http.client.BAD_REQUEST

    @property
    def kind(self) -> str:
        """The server's name for the error; empty if it has no name."""
        error = self.body.get("error") if isinstance(self.body, dict) else None
        return str(error.get("type") or "") if isinstance(error, dict) else ""

    @property
    def reason(self) -> str:
        """The error, in the server's words."""
        error = self.body.get("error", self.body) if isinstance(self.body, dict) else self.body
        words = error.get("reason", error) if isinstance(error, dict) else error
        return f"{self.status} {words}"[:500].encode(errors="replace").decode()


class CutOffError(TargetDownError):
    """The server repeatedly closes the connection while a large body is sent: the body may be too large."""


class Backoff:
    """Waits that double each time.

    Args:
        pause: waits for a number of seconds.
    """

    def __init__(self, pause: Callable[[float], object]) -> None:
        self._pause = pause
        self.tried = 0

    def wait(self, why: str, asked: float | None = None) -> None:
        """Wait before the next attempt.

        Raises:
            TargetDownError: there are no attempts left.
        """
        self.tried += 1
        if self.tried >= TRIES:
            raise TargetDownError(f"{why}; gave up after {TRIES} tries")
        seconds = _FIRST_WAIT * 2 ** (self.tried - 1) if asked is None else min(asked, _LONGEST_WAIT)
        logger.info("%s; next try in %.1f s", why, seconds)
        self._pause(seconds)


class Server:
    """One server, over one connection that is reopened when it breaks.

    Raises:
        TargetUsageError: address, API key or certificate file cannot be used, or the server is at another address.
    """

    def __init__(self, parts: SplitResult, options: Options) -> None:
        self._place = _place(parts)
        self._options = options
        self._headers = {"Accept": "application/json", "Accept-Encoding": "gzip", **_authorization(parts, options)}
        self._packs = True
        self._connection: http.client.HTTPConnection
        if parts.scheme == "https":
            self._connection = http.client.HTTPSConnection(
                *self._place, timeout=_TIMEOUT_SECONDS, context=_trusted(options.ca_file)
            )
        else:
            self._connection = http.client.HTTPConnection(*self._place, timeout=_TIMEOUT_SECONDS)

    def __str__(self) -> str:
        return "{}:{}".format(*self._place)

    def ask(self, method: str, path: str, body: bytes | None = None, content: str = "application/json") -> ServerAnswer:
        """Send a request until the server is not busy; the server may have executed it twice.

        Raises:
            TargetDownError: it cannot be reached, stays busy, or refuses our credentials.
            CutOffError: the connection breaks, and the body is large.
        """
        backoff = Backoff(self._options.pause)
        while True:
            headers, sent = self._packed(body, content)
            try:
                self._connection.request(method, path, sent, headers)
                response = self._connection.getresponse()
                data = response.read()
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                if isinstance(error, ssl.SSLCertVerificationError):
                    raise TargetDownError(
                        f"{self}: {error.verify_message} (INDEX_CA_FILE names its authority)"
                    ) from error
                why = f"{self}: {error or type(error).__name__}"
                if isinstance(error, ConnectionError) and sent and len(sent) > _LARGE and backoff.tried + 1 >= _CUT_OFF:
                    raise CutOffError(why) from error
                backoff.wait(why)
                continue
            answer = ServerAnswer(response.status, _parsed(data, response.getheader("Content-Encoding", "")))
            if answer.status == http.client.UNSUPPORTED_MEDIA_TYPE and "Content-Encoding" in headers:
                self._packs = False  # some managed servers take packed requests only if told to
                continue
            if answer.is_redirect:
                place = response.getheader("Location", "another address")
                raise TargetUsageError(f"{self} redirects {method} {path} to {place}: use that address")
            if answer.status not in _BUSY:
                break
            backoff.wait(f"{self} is busy: {answer.reason}", _asked(response.getheader("Retry-After")))
        if answer.status in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
            what = "is blocked" if answer.kind == BLOCKED else "refuses our credentials"
            raise TargetDownError(f"{self} {what}: {answer.reason}")
        return answer

    def _packed(self, body: bytes | None, content: str) -> tuple[dict[str, str], bytes | None]:
        if body is None:
            return self._headers, None
        if not self._packs:
            return {**self._headers, "Content-Type": content}, body
        packed = gzip.compress(body, compresslevel=3)
        return {**self._headers, "Content-Type": content, "Content-Encoding": "gzip"}, packed

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _place(parts: SplitResult) -> tuple[str, int]:
    try:
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 9200)
    except ValueError as error:
        raise TargetUsageError(f"{parts.netloc.rpartition('@')[2]}: {error}") from error
    if not host or " " in host or not (parts.path.isascii() and parts.path.isprintable()) or " " in parts.path:
        raise TargetUsageError(f"Which server, which index? Not {parts.netloc.rpartition('@')[2]}{parts.path!r}")
    return host, port


def _authorization(parts: SplitResult, options: Options) -> dict[str, str]:
    if options.api_key:
        if not (options.api_key.isascii() and options.api_key.isprintable()):
            raise TargetUsageError("INDEX_API_KEY has a line end, or characters that no key has")
        return {"Authorization": f"ApiKey {options.api_key}"}
    if parts.username is None:
        return {}
    password = unquote(parts.password) if parts.password is not None else options.password
    pair = base64.b64encode(f"{unquote(parts.username)}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def _trusted(ca_file: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise TargetUsageError(f"INDEX_CA_FILE {ca_file}: {error}") from error


def _parsed(data: bytes, encoding: str) -> Any:
    try:
        return json.loads(gzip.decompress(data) if encoding.lower() == "gzip" else data)
    except (ValueError, OSError, EOFError, zlib.error, RecursionError):
        return data[:500].decode("utf-8", "replace")


def _asked(header: str | None) -> float | None:
    """Seconds of a Retry-After header; None for a date, for which our own waits are used."""
    return float(header) if header is not None and header.isdecimal() else None
