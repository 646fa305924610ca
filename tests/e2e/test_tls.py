"""Servers with all that is old or wrong in TLS: each is refused in words, and read where the level allows it."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.crawling import FAST, ROOT, scrapy
from tests.e2e.certificates import Certificate, certificate, signed_by_sha1
from tests.hostile.server import Hostile, article, fixed, redirect, reply

# Python warns of what the servers are made for.
pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")
HERE = "127.0.0.1"
SECONDS = 300
LEVELS = ("strict", "legacy", "unverified")
OLD = ssl.TLSVersion.TLSv1
V11 = ssl.TLSVersion.TLSv1_1
V12 = ssl.TLSVersion.TLSv1_2
# What a server sends that has nothing in common with the client, or breaks off: TLS records by hand.
ALERT = "1503010002 02{:02x}"
SSL3_HELLO = "160300002a 02000026 0300" + "00" * 32 + "00 000a 00"
# TLS 1.2 with RSA and AES, and no renegotiation_info, as before RFC 5746.
HELLO_OF_2009 = "160303002a 02000026 0303" + "11" * 32 + "00 002f 00"


class Encrypted(Hostile):
    """Shows an article over TLS."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__()
        self.base_url = self.base_url.replace("http:", "https:")
        self.context = context
        self.answers["/"] = fixed(reply(article()))

    def serve(self, connection: socket.socket) -> None:
        with self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as encrypted:
            encrypted.do_handshake()
            super().serve(encrypted)


class Raw(Hostile):
    """Answers the first bytes of a handshake with its own, and closes the connection."""

    def __init__(self, answer: str | bytes) -> None:
        super().__init__()
        self.base_url = self.base_url.replace("http:", "https:")
        self.bytes = bytes.fromhex(answer) if isinstance(answer, str) else answer

    def serve(self, connection: socket.socket) -> None:
        connection.recv(65_536)
        self.requests.append("hello")
        connection.sendall(self.bytes)


@dataclass(frozen=True)
class Kind:
    """A kind of server: what its refusal says, and the first level that reads it."""

    kind: str
    words: str
    level: str | None


KINDS = {
    "fine": Kind("", "", "strict"),
    "TLS 1.0": Kind("old_protocol", "it speaks only protocols that are older than TLS 1.2", "legacy"),
    "TLS 1.1": Kind("old_protocol", "it speaks only protocols that are older than TLS 1.2", "legacy"),
    "RSA 1024": Kind("weak_key", "its certificate has a key of 1024 bits", "legacy"),
    "DH 1024": Kind("weak_key", "its key exchange has a key of less than 2,048 bits", "legacy"),
    "SHA-1": Kind("weak_signature", "its certificate is signed by an outdated method (sha1)", "legacy"),
    "intermediate": Kind("unknown_issuer", "does not send the intermediate certificate", "unverified"),
    "authority": Kind("unknown_issuer", "this machine does not know that authority", "unverified"),
    "name": Kind("wrong_name", "its certificate is for other names: www.vidu.gov.vn", "unverified"),
    "expired": Kind("expired", "its certificate expired on ", "unverified"),
    "early": Kind("not_yet_valid", "its certificate is not valid before ", "unverified"),
    "self": Kind("self_signed", "is signed by no authority but by itself", "unverified"),
    "all": Kind("old_protocol", "it speaks only protocols that are older than TLS 1.2", "unverified"),
    "3DES": Kind("no_common_cipher", "it accepts none of the offered ciphers; RC4 and 3DES", None),
    "SSL 3": Kind("old_protocol", "it speaks only protocols that are older than TLS 1.2", None),
    "unnamed": Kind("unknown_name", f"it does not know the name {HERE}", None),
    "2009": Kind("old_protocol", "it has no secure renegotiation", None),
    "HTTP": Kind("no_tls", f"it speaks no TLS at that port, but perhaps plain HTTP: http://{HERE}:", None),
    "closed": Kind("closed", "it closes the connection during the TLS handshake", None),
}


def context(
    one: Certificate, folder: Path, *chain: Certificate, versions: tuple[Any, Any] = (V12, None), ciphers: str = "ALL"
) -> ssl.SSLContext:
    """A server's side."""
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    found.minimum_version = versions[0]
    found.maximum_version = versions[1] or ssl.TLSVersion.MAXIMUM_SUPPORTED
    path = folder / f"{id(one)}.pem"
    path.write_bytes(b"".join([one.pem, *(it.pem for it in chain), one.key_pem]))
    found.load_cert_chain(path)
    return found


def servers(folder: Path) -> dict[str, Hostile]:
    """The server of each kind; the file ``authority.pem`` has the certificate that signed the good ones."""
    root = certificate("Test Root")
    (folder / "authority.pem").write_bytes(root.pem)
    between = certificate("Test Intermediate", root)
    fine = certificate("fine", between, host=HERE)
    weak_dh = context(fine, folder, between, versions=(OLD, V12), ciphers="DHE")
    command = ["openssl", "dhparam", "-dsaparam", "-out", str(folder / "dh.pem"), "1024"]
    subprocess.run(command, check=True, capture_output=True)
    weak_dh.load_dh_params(str(folder / "dh.pem"))
    contexts = {
        "fine": context(fine, folder, between),
        "TLS 1.0": context(fine, folder, between, versions=(OLD, OLD)),
        "TLS 1.1": context(fine, folder, between, versions=(OLD, V11)),
        "RSA 1024": context(certificate("short", root, bits=1024, host=HERE), folder),
        "DH 1024": weak_dh,
        "SHA-1": context(signed_by_sha1(root, HERE, folder), folder),
        "intermediate": context(certificate("alone", between, host=HERE), folder),
        "authority": context(certificate("other", certificate("Other Root"), host=HERE), folder),
        "name": context(certificate("name", root, host="www.vidu.gov.vn"), folder),
        "expired": context(certificate("late", root, days=(-9, -2), host=HERE), folder),
        "early": context(certificate("early", root, days=(2, 9), host=HERE), folder),
        "self": context(certificate("self", host=HERE), folder),
        "all": context(certificate("all", bits=1024, days=(-9, -2), host="x.vn"), folder, versions=(OLD, OLD)),
    }
    raw: dict[str, str | bytes] = {
        "3DES": ALERT.format(40),
        "SSL 3": SSL3_HELLO,
        "unnamed": ALERT.format(112),
        "2009": HELLO_OF_2009,
        "HTTP": reply(b"<h1>Bad Request", "400 Bad Request"),
        "closed": b"",
    }
    made: dict[str, Hostile] = {name: Encrypted(it) for name, it in contexts.items()}
    return made | {name: Raw(it) for name, it in raw.items()}


def read_in_one_process(pages: list[tuple[str, str]], *settings: str) -> tuple[list[dict[str, Any]], str]:
    """What came of pages that one process read, and its log."""
    command = [sys.executable, "-m", "tests.e2e.one_process", json.dumps(pages), *settings]
    with TemporaryDirectory() as folder:
        place = os.environ | {"SCRAPER_OUTPUT_DIR": folder}
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, env=place, timeout=SECONDS, check=False
        )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found, done.stderr


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], dict[str, Any]]]:
    """All kinds of servers, each read at all levels, in one process."""
    folder = tmp_path_factory.mktemp("tls")
    with ExitStack() as stack:
        sites = {name: stack.enter_context(site) for name, site in servers(folder).items()}
        cases = [(name, level) for name in sites for level in LEVELS]
        pages = [(f"{sites[name].base_url}/", level) for name, level in cases]
        settings = (f"TLS_CA_FILE={folder / 'authority.pem'}", "RETRY_BACKOFF=0", "LOG_LEVEL=WARNING")
        found, log = read_in_one_process(pages, *settings)
        assert "Traceback" not in log
        yield dict(zip(cases, found, strict=True))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", KINDS)
def test_a_server_is_read_from_its_level_on(name: str, level: str, outcomes: dict[Any, dict[str, Any]]) -> None:
    kind, outcome = KINDS[name], outcomes[name, level]
    is_read = kind.level is not None and LEVELS.index(level) >= LEVELS.index(kind.level)
    assert bool(outcome["body"]) is is_read, outcome
    if is_read:
        assert not [stat for stat in outcome["stats"] if stat.startswith("tls/")]
        assert "hội làng" in outcome["body"].lower()


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.kind])
def test_a_refusal_says_what_is_wrong_and_which_level_reads_it(name: str, outcomes: dict[Any, dict[str, Any]]) -> None:
    kind, outcome = KINDS[name], outcomes[name, "strict"]
    assert HERE in outcome["reason"]
    assert kind.words in outcome["reason"]
    assert f"tls/{kind.kind}" in outcome["stats"]
    named = {"all": "legacy"}.get(name, kind.level)
    if named is not None:
        assert f'tls = "{named}" in the source, or -s TLS={named}' in outcome["reason"]


def test_what_no_level_reads_promises_none(outcomes: dict[Any, dict[str, Any]]) -> None:
    for name in (name for name, kind in KINDS.items() if kind.level is None):
        assert "tls = " not in outcomes[name, "unverified"]["reason"]


def test_only_a_closed_connection_is_tried_again(outcomes: dict[Any, dict[str, Any]]) -> None:
    retried = {name for (name, level), it in outcomes.items() if level == "strict" and "retry/count" in it["stats"]}
    assert retried == {"closed"}


def test_a_redirect_to_another_host_is_read_strictly(tmp_path: Path) -> None:
    other = context(certificate("self", host="localhost"), tmp_path)
    own = context(certificate("self", host=HERE), tmp_path)
    with Encrypted(other) as elsewhere, Encrypted(own) as site:
        site.answers["/"] = redirect(f"https://localhost:{elsewhere.port}/")
        ((outcome,), log) = read_in_one_process(
            [(f"{site.base_url}/", "unverified")], "TWISTED_DNS_RESOLVER=scrapy.resolver.CachingThreadedResolver"
        )
        assert outcome["body"] == ""
        assert elsewhere.requests == []
        assert "localhost: its certificate is signed by no authority but by itself" in log + outcome["reason"]


def test_a_crawl_ends_with_the_words_and_a_spider_argument_reads_the_site(tmp_path: Path) -> None:
    with Encrypted(context(certificate("x", host=HERE, days=(-9, -2)), tmp_path)) as site:
        command = ("crawl", "portal", "-a", f"base_url={site.base_url}", "-s", f"OUTPUT_DIR={tmp_path}", *FAST)
        refused = scrapy(*command)
        assert refused.returncode == 3
        last = refused.stderr.splitlines()[-1]
        assert "its certificate" in last
        assert 'tls = "unverified" in the source, or -s TLS=unverified, reads it nevertheless' in last
        assert site.requests == []
        scrapy(*command, "-a", "tls=unverified")
        assert "/" in site.requests


def test_a_connection_that_is_closed_after_the_handshake_is_no_fault_of_tls(tmp_path: Path) -> None:
    one = certificate("x", host=HERE)
    (tmp_path / "own.pem").write_bytes(one.pem)
    with Encrypted(context(one, tmp_path)) as site:
        site.answers["/"] = fixed(reply(b"<ul><li><a href='/tin-tuc/bai-1.html'>B\xc3\xa0i 1</a></ul>"))
        site.answers["/tin-tuc/bai-1.html"] = lambda *_: None
        place = ("-a", f"base_url={site.base_url}", "-s", f"OUTPUT_DIR={tmp_path}")
        done = scrapy("crawl", "portal", *place, "-s", f"TLS_CA_FILE={tmp_path / 'own.pem'}", *FAST)
    assert "'tls/" not in done.stderr
    assert "Not fetched (the server closes the connection, or does not answer in HTTP" in done.stderr


def test_scrapy_read_takes_the_level_as_a_setting(tmp_path: Path) -> None:
    with Encrypted(context(certificate("x", host="x.vn"), tmp_path, versions=(OLD, OLD))) as site:
        address = f"{site.base_url}/"
        assert "it speaks only protocols that are older than TLS 1.2" in scrapy("read", address, *FAST).stderr
        assert site.requests == []
        scrapy("read", address, *FAST, "-s", "TLS=unverified")
        assert "/" in site.requests


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("-a", "tls=any"), 2, "tls must be strict, legacy or unverified, not 'any'"),
        (("-s", "TLS=any"), 1, "tls must be strict, legacy or unverified, not 'any'"),
        (("-s", "TLS_CA_FILE=/nowhere.pem"), 1, "TLS_CA_FILE is not a file of certificates in PEM: /nowhere.pem"),
    ],
)
def test_a_wrong_setting_is_named(arguments: tuple[str, ...], status: int, message: str, tmp_path: Path) -> None:
    site = ("-a", "base_url=http://127.0.0.1:9", "-s", f"OUTPUT_DIR={tmp_path}")
    done = scrapy("crawl", "portal", *site, *FAST, *arguments)
    assert done.returncode == status, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
