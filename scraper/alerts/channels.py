"""The two ways to tell: a command with JSON on its stdin, and an HTTP server that gets JSON by POST."""

from __future__ import annotations

import base64
import http.client
import logging
import os
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener, getproxies, proxy_bypass

from scraper.middlewares.public_resolver import is_public_host

logger = logging.getLogger(__name__)

# Seconds for a command, and for each step of a request.
_COMMAND_SECONDS, _REQUEST_SECONDS = 60, 10
# Seconds between the attempts of a request.
_PAUSES = (1.0, 4.0)
_TOO_MANY, _SERVER_ERROR = 429, 500
# Characters of a command's last words in a log.
_LAST_WORDS = 300
# As the setting PROXY has it: the proxy of the environment.
_FROM_ENVIRONMENT = "env"

Send = Callable[[bytes], None]


class NotToldError(Exception):
    """A message could not be delivered; the words say why, without secrets."""


def to_command(command: str, message: bytes) -> None:
    """Run a command without a shell, with a message on its stdin.

    Raises:
        NotToldError: it is not a command, cannot be started, fails, or takes too long.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise NotToldError(f"is not a command ({error})") from None
    if not words:
        raise NotToldError("is not a command")
    # Arguments may be secrets.
    name = words[0]
    with tempfile.TemporaryFile() as stderr:
        try:
            # A session of its own: its children are ended with it.
            process = subprocess.Popen(  # noqa: S603
                words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=stderr, start_new_session=True
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "it has a null character"
            raise NotToldError(f"{name} cannot be started ({reason})") from None
        try:
            process.communicate(message, timeout=_COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            raise NotToldError(f"{name} took longer than {_COMMAND_SECONDS} s and was ended") from None
        finally:
            _end(process)
        if process.returncode:
            raise NotToldError(f"{name} ended with status {process.returncode}{_last_words(stderr)}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command that is still running, and its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _last_words(stderr: IO[bytes]) -> str:
    stderr.seek(max(0, stderr.seek(0, os.SEEK_END) - _LAST_WORDS))
    words = stderr.read().decode("utf-8", "replace").strip()
    return f": {words}" if words else ""


def to_url(url: str, proxy: str, message: bytes) -> None:
    """Send a message by POST; redirects are not followed.

    Args:
        url: of the team's own server, so that robots.txt does not count.
        proxy: the setting ``PROXY``; servers of the inner network are asked without it.
        message: JSON.

    Raises:
        NotToldError: it is not an address, the server cannot be reached, or does not accept the message.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise NotToldError("is not an http or https address")
    headers = {"Content-Type": "application/json", "User-Agent": "vietnam-portal-crawler"} | _authorization(parts)
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
    opener = build_opener(ProxyHandler(_proxies(proxy, host)), _NoRedirect())
    request = Request(bare, message, headers, method="POST")  # noqa: S310  # the scheme is checked
    place = f"{parts.scheme}://{host}"
    for pause in (*_PAUSES, None):
        why, may_pass = _attempt(lambda: opener.open(request, timeout=_REQUEST_SECONDS))
        if not why:
            return
        if pause is None or not may_pass:
            break
        logger.info("ALERT_URL: %s %s; next try in %.0f s", place, why, pause)
        time.sleep(pause)
    raise NotToldError(f"{place} {why}")


def _attempt(post: Callable[[], Any]) -> tuple[str, bool]:
    """Why an attempt failed, empty if it did not; and whether another one may succeed."""
    try:
        post().close()
    except HTTPError as error:
        error.close()
        return f"answers with status {error.code}", error.code == _TOO_MANY or error.code >= _SERVER_ERROR
    except URLError as error:
        return f"cannot be reached ({error.reason})", True
    except OSError as error:
        return f"does not answer ({error})", True
    except (http.client.HTTPException, ValueError) as error:
        # Their words may contain the address.
        return f"cannot be asked ({type(error).__name__})", isinstance(error, http.client.BadStatusLine)
    return "", False


def _authorization(parts: SplitResult) -> dict[str, str]:
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _proxies(setting: str, host: str) -> dict[str, str]:
    if not setting or not is_public_host(host):
        return {}
    if setting == _FROM_ENVIRONMENT:
        return {} if proxy_bypass(host) else getproxies()
    return {"http": setting, "https": setting}


class _NoRedirect(HTTPRedirectHandler):
    """A redirect is an answer that is not accepted: a message goes where it was sent, or nowhere."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None
