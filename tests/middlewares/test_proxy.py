"""Which proxy a request takes, what its setting may be, and what its answers mean."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response

from scraper.middlewares.proxy import Proxies, Proxy, is_proxys_own, proxy_of, refusal, tunnel_refusal

SITE = urlsplit("https://x.vn/")


@pytest.mark.parametrize(
    ("setting", "proxy"),
    [
        ("http://h:3128", Proxy("h", 3128)),
        ("http://h", Proxy("h", 80)),
        ("h:3128", Proxy("h", 3128)),
        ("http://h:3128/", Proxy("h", 3128)),
        ("http://[::1]:3128", Proxy("::1", 3128)),
        ("http://u@h:1", Proxy("h", 1, b"Basic dTo=")),
        ("http://u:p%40ss@h:1", Proxy("h", 1, b"Basic dTpwQHNz")),
    ],
)
def test_settings(setting: str, proxy: Proxy) -> None:
    assert proxy_of(setting) == proxy
    assert Proxies(setting).of(SITE) == proxy


@pytest.mark.parametrize(
    "setting",
    ["socks5://h:1", "https://h:1", "http://u:s3cret@h:port", "http://u:s3cret@h:1/x", "http://", "http://:1"],
)
def test_other_settings_are_refused_without_their_password(setting: str) -> None:
    with pytest.raises(ValueError, match="PROXY must be") as refused:
        Proxies(setting)
    assert "s3cret" not in str(refused.value)


@given(st.text(), st.text())
def test_no_text_of_a_proxy_has_its_password(user: str, password: str) -> None:
    secret = f"x{password}x"
    proxy = Proxy("h", 1, f"{user}{secret}".encode())
    for text in (repr(proxy), proxy.url, str(refusal(proxy, "x.vn", 407)), str(tunnel_refusal(proxy, "x.vn", "?"))):
        assert secret not in text


def test_the_environment_counts_if_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with pytest.raises(ValueError, match="PROXY=env, but"):
        Proxies("env")
    monkeypatch.setenv("https_proxy", "http://h:3128")
    monkeypatch.setenv("no_proxy", "y.vn")
    assert Proxies("").of(SITE) is None
    assert Proxies("env").of(SITE) == Proxy("h", 3128)
    assert Proxies("env").of(urlsplit("http://x.vn/")) is None
    assert Proxies("env").of(urlsplit("https://y.vn/")) is None


@pytest.mark.parametrize(
    ("status", "is_retried"), [(407, False), (403, False), (500, False), (502, True), (503, True), (504, True)]
)
def test_a_failure_that_may_pass_is_tried_again(status: int, is_retried: bool) -> None:
    message = f"Could not open CONNECT tunnel with proxy h:1 [{{'status': {status}, 'reason': b'No'}}]"
    for error in (refusal(Proxy("h", 1), "x.vn", status), tunnel_refusal(Proxy("h", 1), "x.vn", message)):
        assert isinstance(error, DownloadFailedError) is is_retried
        assert f"status {status}" in str(error)


@pytest.mark.parametrize(
    ("status", "header", "is_own"),
    [
        (200, "", False),
        (200, "X-Squid-Error", False),
        (404, "", False),
        (407, "", True),
        (502, "", True),
        (503, "", False),
        (503, "X-Squid-Error", True),
        (504, "", True),
        (399, "Proxy-Status", False),
        (400, "Proxy-Status", True),
    ],
)
def test_answers_of_a_proxys_own(status: int, header: str, is_own: bool) -> None:
    response = Response("http://x.vn/", status=status, headers={header: "x"} if header else {})
    assert is_proxys_own(response) is is_own
