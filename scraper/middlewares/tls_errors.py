"""What is wrong with a site's TLS, in words, and the level that reads it nevertheless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.x509 import DNSName, ExtensionNotFound, IPAddress, SubjectAlternativeName
from OpenSSL import SSL
from scrapy.exceptions import DownloadFailedError
from twisted.internet.error import ConnectionClosed

from scraper.middlewares.tls_level import TlsLevel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from OpenSSL.crypto import X509


class TlsError(Exception):
    """A site's TLS is refused, or refuses; another attempt has the same result.

    Args:
        kind: counted in the stats as ``tls/KIND``.
        words: what is wrong with the site, and what reads it nevertheless.
    """

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


class HandshakeClosedError(TlsError, DownloadFailedError):
    """The connection was closed in the handshake; Scrapy retries this one."""


_UNKNOWN_ISSUER = (
    "it does not send the intermediate certificate of its authority ({issuer}), or this machine does not know that"
    " authority; -s TLS_CA_FILE=FILE adds a certificate"
)
# X509_V_ERR_… → kind, words, and the level that reads the site.
_CERTIFICATES = {
    2: ("unknown_issuer", _UNKNOWN_ISSUER, TlsLevel.UNVERIFIED),
    9: ("not_yet_valid", "its certificate is not valid before {begin}", TlsLevel.UNVERIFIED),
    10: ("expired", "its certificate expired on {end}", TlsLevel.UNVERIFIED),
    18: ("self_signed", "its certificate is signed by no authority but by itself", TlsLevel.UNVERIFIED),
    19: ("unknown_issuer", _UNKNOWN_ISSUER, TlsLevel.UNVERIFIED),
    20: ("unknown_issuer", _UNKNOWN_ISSUER, TlsLevel.UNVERIFIED),
    21: ("unknown_issuer", _UNKNOWN_ISSUER, TlsLevel.UNVERIFIED),
    66: ("weak_key", "its certificate has a key of {bits} bits, which is too short", TlsLevel.LEGACY),
    67: ("weak_key", "the certificate of its authority has a key of {bits} bits, which is too short", TlsLevel.LEGACY),
    68: ("weak_signature", "its certificate is signed by an outdated method ({method})", TlsLevel.LEGACY),
}
_NO_CIPHER = "it accepts none of the offered ciphers; RC4 and 3DES, which some old servers need, are never offered"
# Words of OpenSSL → kind, words, and the level that reads the site; None if no level does.
_HANDSHAKES = (
    ("protocol version", "old_protocol", "it speaks only protocols that are older than TLS 1.2", TlsLevel.LEGACY),
    ("unsupported protocol", "old_protocol", "it speaks only protocols that are older than TLS 1.2", TlsLevel.LEGACY),
    ("legacy renegotiation", "old_protocol", "it has no secure renegotiation (RFC 5746 of 2010)", TlsLevel.LEGACY),
    ("dh key too small", "weak_key", "its key exchange has a key of less than 2,048 bits", TlsLevel.LEGACY),
    ("bad dh value", "weak_key", "its key exchange is broken", TlsLevel.LEGACY),
    ("key too small", "weak_key", "it has a key that is too short", TlsLevel.LEGACY),
    ("wrong signature type", "weak_signature", "it signs by an outdated method (SHA-1 or MD5)", TlsLevel.LEGACY),
    ("legacy sigalg", "weak_signature", "it signs by an outdated method (SHA-1 or MD5)", TlsLevel.LEGACY),
    ("unrecognized name", "unknown_name", "it does not know the name {host}", None),
    ("wrong version number", "no_tls", "it speaks no TLS at that port, but perhaps plain HTTP: http://{place}/", None),
    ("http request", "no_tls", "it speaks no TLS at that port, but perhaps plain HTTP: http://{place}/", None),
    ("handshake failure", "no_common_cipher", _NO_CIPHER, TlsLevel.LEGACY),
    ("insufficient security", "no_common_cipher", _NO_CIPHER, TlsLevel.LEGACY),
)
_HTTPS = 443
_LONGEST_NAME = 200
_CLOSED = "it closes the connection during the TLS handshake, as servers do that speak old protocols only"


def certificate_error(host: str, code: int, depth: int, certificate: X509, level: TlsLevel) -> TlsError:
    """Words for a certificate that OpenSSL does not accept.

    Args:
        host: the site.
        code: OpenSSL's, ``X509_V_ERR_…``.
        depth: 0 for the site's own certificate, more for those of authorities.
        certificate: the certificate in question.
        level: the level that refused it.
    """
    usual = ("certificate", "its certificate is not valid", TlsLevel.UNVERIFIED)
    kind, words, needed = _CERTIFICATES.get(code, usual)
    found = certificate.to_cryptography()
    words = words.format(
        begin=f"{found.not_valid_before_utc:%d %B %Y}",
        end=f"{found.not_valid_after_utc:%d %B %Y}",
        bits=certificate.get_pubkey().bits(),
        method=getattr(found.signature_hash_algorithm, "name", "unknown"),
        issuer=_printable(found.issuer.rfc4514_string()) or "without a name",
    )
    if depth and kind in ("expired", "not_yet_valid"):
        words = words.replace("its certificate", "the certificate of its authority")
    return TlsError(kind, _sentence(host, words, f"OpenSSL's verify error {code}", needed, level))


def unreadable(host: str, error: Exception, level: TlsLevel) -> TlsError:
    """Words for a certificate that cannot be parsed."""
    return TlsError(
        "certificate", _sentence(host, "its certificate cannot be read", str(error), TlsLevel.UNVERIFIED, level)
    )


def handshake_error(host: str, port: int, errors: Sequence[BaseException], level: TlsLevel) -> TlsError | None:
    """Words for a handshake that failed; None if none of the errors is one of TLS.

    Args:
        host: the site.
        port: its port.
        errors: why the connection ended.
        level: the level of this connection.
    """
    for error in errors:
        if isinstance(error, TlsError):
            return error
        if isinstance(error, SSL.Error):
            return _of_openssl(host, port, error, level)
    if any(isinstance(error, ConnectionClosed) for error in errors):
        return HandshakeClosedError("closed", _sentence(host, _CLOSED, "", TlsLevel.LEGACY, level))
    return None


def _of_openssl(host: str, port: int, error: SSL.Error, level: TlsLevel) -> TlsError:
    raw = "; ".join(reason for _, _, reason in error.args[0]) if error.args and error.args[0] else type(error).__name__
    for needle, kind, words, needed in _HANDSHAKES:
        if needle in raw:
            place = host if port == _HTTPS else f"{host}:{port}"
            return TlsError(kind, _sentence(host, words.format(host=host, place=place), raw, needed, level))
    return TlsError("handshake", _sentence(host, "the TLS handshake fails", raw, TlsLevel.LEGACY, level))


def _sentence(host: str, words: str, raw: str, needed: TlsLevel | None, level: TlsLevel) -> str:
    raw = f" [{raw}]" if raw else ""
    if needed is None or needed <= level:
        return f"{host}: {words}{raw}"
    name = needed.name.lower()
    may = "reads" if needed is TlsLevel.UNVERIFIED else "may read"
    return f'{host}: {words}{raw}; tls = "{name}" in the source, or -s TLS={name}, {may} it nevertheless'


def wrong_name(host: str, certificate: X509, level: TlsLevel) -> TlsError:
    """Words for a certificate of other names."""
    words = f"its certificate is for other names: {_printable(', '.join(_names(certificate))) or 'none at all'}"
    return TlsError("wrong_name", _sentence(host, words, "", TlsLevel.UNVERIFIED, level))


def _printable(text: str) -> str:
    """The beginning of a text that a server chose, without what a terminal would obey."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:_LONGEST_NAME])


def _names(certificate: X509) -> list[str]:
    try:
        names = certificate.to_cryptography().extensions.get_extension_for_class(SubjectAlternativeName).value
    except (ExtensionNotFound, ValueError):
        return []
    return [*names.get_values_for_type(DNSName), *map(str, names.get_values_for_type(IPAddress))]
