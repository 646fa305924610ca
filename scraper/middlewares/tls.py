"""Speak TLS with a source's hosts as its level says, and strictly with all others."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from OpenSSL import SSL
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface.declarations import implementer

from scraper.middlewares.tls_errors import TlsError, certificate_error, unreadable, wrong_name
from scraper.middlewares.tls_level import TlsLevel
from scraper.paths import setting_path

if TYPE_CHECKING:
    from OpenSSL.crypto import X509
    from scrapy.settings import BaseSettings
    from twisted.protocols.tls import TLSMemoryBIOProtocol


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """Decides for each connection of a crawl how its TLS is spoken: the level counts for the source's own hosts only.

    Args:
        level: the level of the source.
        is_own: True for a host of the source.
        settings: ``TLS_CA_FILE``, and Scrapy's ``DOWNLOAD_VERIFY_CERTIFICATES``, ``DOWNLOAD_TLS_MIN_VERSION``,
            ``DOWNLOAD_TLS_MAX_VERSION`` and ``DOWNLOADER_CLIENT_TLS_CIPHERS``.
    """

    def __init__(self, level: TlsLevel, is_own: Callable[[str], bool], settings: BaseSettings) -> None:
        self._level = level
        self._is_own = is_own
        self._settings = settings
        self.connections = 0
        """Connections that came as far as TLS."""
        self.spoken_with: set[str] = set()
        """Hosts with which a handshake was completed."""

    def level(self, host: str) -> TlsLevel:
        """The level for a host."""
        return self._level if self._is_own(host) else TlsLevel.STRICT

    def creatorForNetloc(self, hostname: bytes, port: int) -> IOpenSSLClientConnectionCreator:  # noqa: N802
        """Prepare the connection to a host."""
        host = hostname.decode("ascii").lower()
        level = self.level(host)
        self.connections += 1
        is_verified = level < TlsLevel.UNVERIFIED and self._settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        creator: Any = _ClientConnection(context_of(level, self._settings), host, level, is_verified, self.spoken_with)
        return creator  # type: ignore[no-any-return]


_VERSIONS = {
    "TLSv1.0": SSL.TLS1_VERSION,
    "TLSv1.1": SSL.TLS1_1_VERSION,
    "TLSv1.2": SSL.TLS1_2_VERSION,
    "TLSv1.3": SSL.TLS1_3_VERSION,
}
# No anonymous and no unencrypted ones. Security level 0 allows what OpenSSL knows, whatever the length of the keys.
_ALL_CIPHERS = "ALL:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0"
# pyOpenSSL has no name for it: servers without RFC 5746 are connected to.
_LEGACY_SERVER_CONNECT = 0x4


def context_of(level: TlsLevel, settings: BaseSettings) -> SSL.Context:
    """The context of all connections of a level.

    Raises:
        ValueError: ``TLS_CA_FILE`` is not a file of certificates, or a version or a cipher is not known.
    """
    is_strict = level is TlsLevel.STRICT
    return _context(
        is_strict,
        settings["DOWNLOAD_TLS_MIN_VERSION"] if is_strict else "TLSv1.0",
        settings["DOWNLOAD_TLS_MAX_VERSION"],
        settings["DOWNLOADER_CLIENT_TLS_CIPHERS"] if is_strict else _ALL_CIPHERS,
        str(setting_path(settings, "TLS_CA_FILE") or ""),
    )


# Shared by the crawls of a process: each context holds all certificates of the system, a megabyte.
@lru_cache(maxsize=16)
def _context(is_strict: bool, oldest: str | None, newest: str | None, ciphers: str, authority: str) -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_options(SSL.OP_ALL | SSL.OP_NO_COMPRESSION | SSL.OP_NO_TICKET)
    context.set_mode(SSL.MODE_RELEASE_BUFFERS)
    context.set_info_callback(_note_handshake)
    if not is_strict:
        context.set_options(_LEGACY_SERVER_CONNECT)
    try:
        context.set_min_proto_version(_VERSIONS[oldest or "TLSv1.2"])
        if newest:
            context.set_max_proto_version(_VERSIONS[newest])
        context.set_cipher_list((ciphers or "DEFAULT").encode())
    except (KeyError, SSL.Error) as error:
        raise ValueError(f"a version or cipher of TLS in the settings is not known: {error}") from error
    context.set_default_verify_paths()
    if authority:
        try:
            context.load_verify_locations(authority)
        except SSL.Error as error:
            raise ValueError(f"TLS_CA_FILE is not a file of certificates in PEM: {authority}") from error
    return context


# The set that a host is to be added to after its handshake, and the host; Twisted uses pyOpenSSL's place for such data.
_places: WeakKeyDictionary[SSL.Connection, tuple[set[str], str]] = WeakKeyDictionary()


def _note_handshake(connection: SSL.Connection, where: int, _: int) -> None:
    if where & SSL.SSL_CB_HANDSHAKE_DONE:
        spoken_with, host = _places[connection]
        spoken_with.add(host)


@implementer(IOpenSSLClientConnectionCreator)
class _ClientConnection:
    """One TLS connection; a certificate that is not accepted ends it with a :class:`TlsError`."""

    def __init__(
        self, context: SSL.Context, host: str, level: TlsLevel, is_verified: bool, spoken_with: set[str]
    ) -> None:
        self._context = context
        self._host = host
        self._level = level
        self._is_verified = is_verified
        self._spoken_with = spoken_with
        self._id, self._is_name = _service_id(host)

    def clientConnectionForTLS(self, protocol: TLSMemoryBIOProtocol) -> SSL.Connection:  # noqa: N802  (Twisted's name)
        """The connection, in the form in which Twisted wants it."""
        connection = SSL.Connection(self._context, None)
        _places[connection] = self._spoken_with, self._host
        if self._is_name:
            connection.set_tlsext_host_name(self._host.encode())

        def verify(_: SSL.Connection, certificate: X509, code: int, depth: int, ok: int) -> bool:
            if not self._is_verified:
                return True
            # An exception in a callback of OpenSSL would be lost.
            try:
                error = self._error(certificate, code, depth, bool(ok))
            except Exception as odd:  # noqa: BLE001
                error = unreadable(self._host, odd, self._level)
            if error is not None:
                protocol.failVerification(Failure(error))  # type: ignore[no-untyped-call]
            return error is None

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, verify)
        return connection

    def _error(self, certificate: X509, code: int, depth: int, ok: bool) -> TlsError | None:
        if not ok:
            return certificate_error(self._host, code, depth, certificate, self._level)
        if depth:
            return None
        try:
            verify_service_identity(extract_patterns(certificate), [self._id], [])
        except (VerificationError, CertificateError):
            return wrong_name(self._host, certificate, self._level)
        return None


def _service_id(host: str) -> tuple[DNS_ID | IPAddress_ID, bool]:
    """The name that a certificate must have, and True if it is no address."""
    try:
        ip_address(host)
    except ValueError:
        return DNS_ID(host), True
    return IPAddress_ID(host), False
