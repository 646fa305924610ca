"""Levels and words of TLS; real servers of each kind are in tests/e2e/test_tls.py."""

from __future__ import annotations

from typing import Any

import pytest
from OpenSSL import SSL, crypto
from scrapy.exceptions import DownloadFailedError
from scrapy.utils.test import get_crawler
from twisted.internet.error import ConnectionLost

from scraper import settings
from scraper.base_spiders.portal import PortalSpider
from scraper.middlewares.reasons import reason_of
from scraper.middlewares.tls import TlsPolicy, context_of
from scraper.middlewares.tls_errors import certificate_error, handshake_error, wrong_name
from scraper.middlewares.tls_level import TlsLevel, level_of, tls_level
from tests.e2e.certificates import Certificate, certificate

DEFAULTS = {name: getattr(settings, name) for name in ("TLS", "TLS_CA_FILE", "DOWNLOAD_TLS_MIN_VERSION")}


def x509(one: Certificate) -> crypto.X509:
    return crypto.X509.from_cryptography(one.certificate)


@pytest.mark.parametrize(
    ("attribute", "given", "level"),
    [
        ("strict", {}, TlsLevel.STRICT),
        ("legacy", {}, TlsLevel.LEGACY),
        ("unverified", {}, TlsLevel.UNVERIFIED),
        ("strict", {"tls": "legacy"}, TlsLevel.LEGACY),
        ("unverified", {"tls": "strict"}, TlsLevel.STRICT),
    ],
)
def test_an_argument_outweighs_the_sources_attribute(attribute: str, given: dict[str, str], level: TlsLevel) -> None:
    spider: Any = type("Source", (PortalSpider,), {"name": "x", "home": "https://x.vn/", "tls": attribute})
    crawler: Any = get_crawler(spider, DEFAULTS if attribute == "strict" else {})
    crawler.spider = spider.from_crawler(crawler, **given)
    assert level_of(crawler) is level


@pytest.mark.parametrize("text", ["", "none", "strict ", "1"])
def test_other_levels_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="tls must be strict, legacy or unverified"):
        tls_level(text)


def test_the_level_is_for_own_hosts_only() -> None:
    policy = TlsPolicy(TlsLevel.UNVERIFIED, lambda host: host == "x.vn", get_crawler().settings)
    assert policy.level("x.vn") is TlsLevel.UNVERIFIED
    assert policy.level("y.vn") is TlsLevel.STRICT


@pytest.mark.parametrize(
    "name", ["DOWNLOAD_TLS_MIN_VERSION", "DOWNLOAD_TLS_MAX_VERSION", "DOWNLOADER_CLIENT_TLS_CIPHERS"]
)
def test_unknown_versions_and_ciphers_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not known"):
        context_of(TlsLevel.STRICT, get_crawler(settings_dict={name: "TLSv9"}).settings)


def test_what_is_no_failure_of_tls_gets_no_words() -> None:
    assert handshake_error("x.vn", 443, [], TlsLevel.STRICT) is None
    assert handshake_error("x.vn", 443, [OSError(), ValueError()], TlsLevel.STRICT) is None


def test_a_closed_connection_may_be_tried_again_and_a_refusal_is_final() -> None:
    closed = handshake_error("x.vn", 443, [ConnectionLost()], TlsLevel.STRICT)
    refused = handshake_error("x.vn", 443, [SSL.Error([("SSL routines", "", "dh key too small")])], TlsLevel.STRICT)
    assert isinstance(closed, DownloadFailedError)
    assert refused is not None
    assert not isinstance(refused, DownloadFailedError)
    assert reason_of(refused).startswith("x.vn: its key exchange has a key of less than 2,048 bits [dh key too small]")


def test_an_unknown_failure_keeps_openssls_words() -> None:
    found = handshake_error("x.vn", 443, [SSL.Error([("SSL routines", "", "odd thing")])], TlsLevel.STRICT)
    assert str(found).startswith("x.vn: the TLS handshake fails [odd thing]; tls = ")
    assert handshake_error("x.vn", 443, [SSL.Error()], TlsLevel.UNVERIFIED) is not None


@pytest.mark.parametrize("raw", ["tls alert handshake failure", "tlsv1 alert insufficient security"])
def test_a_server_with_other_ciphers_only(raw: str) -> None:
    found = handshake_error("x.vn", 443, [SSL.Error([("SSL routines", "", raw)])], TlsLevel.STRICT)
    assert found is not None
    assert found.kind == "no_common_cipher"


def test_plain_http_names_the_address_that_may_work() -> None:
    error = SSL.Error([("SSL routines", "", "wrong version number")])
    assert "http://x.vn/" in str(handshake_error("x.vn", 443, [error], TlsLevel.STRICT))
    assert "http://x.vn:8443/" in str(handshake_error("x.vn", 8443, [error], TlsLevel.STRICT))


def test_the_certificate_of_an_authority_is_named_as_such() -> None:
    late = x509(certificate("late", days=(-9, -2)))
    assert "x.vn: its certificate expired" in str(certificate_error("x.vn", 10, 0, late, TlsLevel.STRICT))
    assert "the certificate of its authority expired" in str(certificate_error("x.vn", 10, 1, late, TlsLevel.STRICT))


def test_names_in_certificates_cannot_command_a_terminal() -> None:
    odd = x509(certificate("a\x1b[2J\u202eb", host="y.vn"))
    assert "\x1b" not in str(certificate_error("x.vn", 20, 0, odd, TlsLevel.STRICT))
    assert "\u202e" not in str(certificate_error("x.vn", 20, 0, odd, TlsLevel.STRICT))
    assert "is for other names: y.vn" in str(wrong_name("x.vn", odd, TlsLevel.STRICT))
    assert "is for other names: none at all" in str(wrong_name("x.vn", x509(certificate("z")), TlsLevel.STRICT))


def test_twisteds_list_of_failures_gets_words() -> None:
    assert reason_of(DownloadFailedError("[x]")).startswith("the server closes the connection")
    assert reason_of(ValueError("x")) == "x"
    assert reason_of(ValueError()) == "ValueError"
