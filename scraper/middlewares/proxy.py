"""The proxy of a crawl: ``-s PROXY=http://USER:PASSWORD@HOST:PORT``; of the environment with ``-s PROXY=env``."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from scrapy.exceptions import DownloadFailedError

from scraper.middlewares.robots import NotNowError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.http import Response

FROM_ENVIRONMENT = "env"
_AUTHENTICATION = 407
_GATEWAY = (502, 504)
_UNAVAILABLE = (502, 503, 504)
_ERROR = 400
# Squid and RFC 9209: the answer is the proxy's own, whatever its status.
_PROXYS_OWN = ("X-Squid-Error", "Proxy-Status")
_STATUS = re.compile(r"'status': (\d{3})")


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy."""

    host: str
    port: int
    authorization: bytes = field(default=b"", repr=False)
    """Value of ``Proxy-Authorization``; empty without a user name."""

    @property
    def url(self) -> str:
        """Its address without user name and password."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


class Proxies:
    """Chooses the proxy of a request.

    Args:
        setting: ``PROXY``: empty, an address, or ``env``.

    Raises:
        ValueError: it is not the address of an HTTP proxy; the message has no password.
    """

    def __init__(self, setting: str) -> None:
        self._is_of_environment = setting == FROM_ENVIRONMENT
        named: Mapping[str, str] = getproxies() if self._is_of_environment else {"http": setting, "https": setting}
        self._proxies = {scheme: proxy_of(named[scheme]) for scheme in ("http", "https") if named.get(scheme)}
        if self._is_of_environment and not self._proxies:
            raise ValueError("PROXY=env, but the environment names no proxy in http_proxy or https_proxy")

    def of(self, parts: SplitResult) -> Proxy | None:
        """The proxy for an address; None where it is requested directly."""
        if self._is_of_environment and parts.hostname and proxy_bypass(parts.netloc):
            return None
        return self._proxies.get(parts.scheme)

    @property
    def all(self) -> tuple[Proxy, ...]:
        """Every proxy that may be used."""
        return tuple(dict.fromkeys(self._proxies.values()))


def proxy_of(address: str) -> Proxy:
    """Parse the address of a proxy.

    Raises:
        ValueError: it is not one; the message has no password.
    """
    parts = urlsplit(address if "://" in address else f"http://{address}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if parts.scheme != "http" or not host or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(
            "PROXY must be http://HOST:PORT or http://USER:PASSWORD@HOST:PORT (signs other than letters and digits"
            " in user and password as %XX); https and SOCKS proxies are not supported"
        )
    if parts.username is None:
        return Proxy(host, port or 80)
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return Proxy(host, port or 80, b"Basic " + base64.b64encode(login.encode()))


class ProxyError(NotNowError):
    """The proxy refuses: this says nothing of the site, so nothing is recorded, and the next run requests it again."""


class ProxyUnavailableError(ProxyError, DownloadFailedError):
    """The proxy fails, perhaps for a moment only; Scrapy retries this one."""


def refusal(proxy: Proxy, host: str, status: int) -> ProxyError:
    """The error for a status of the proxy's own."""
    if status == _AUTHENTICATION:
        asked = "does not accept that user and password" if proxy.authorization else "asks for a user and a password"
        return ProxyError(f"the proxy {proxy.url} {asked} (status 407); see -s PROXY=")
    words = f"the proxy {proxy.url} answers with status {status} for {host}"
    if status in _UNAVAILABLE:
        return ProxyUnavailableError(f"{words}: it does not reach the site")
    return ProxyError(f"{words}: it may not be used for that site")


def tunnel_refusal(proxy: Proxy, host: str, message: str) -> ProxyError:
    """The error for a message of Scrapy's ``TunnelError``."""
    if found := _STATUS.search(message):
        return refusal(proxy, host, int(found[1]))
    return ProxyError(f"the proxy {proxy.url} does not answer in HTTP; see -s PROXY=")


def is_proxys_own(response: Response) -> bool:
    """True if an answer over plain HTTP is the proxy's, not the site's."""
    if response.status == _AUTHENTICATION or response.status in _GATEWAY:
        return True
    return response.status >= _ERROR and any(name in response.headers for name in _PROXYS_OWN)
