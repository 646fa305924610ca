"""Which answers are a stub that wants a cookie, and which cookie."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from scraper.middlewares.challenge import Challenge, cookie_of

URL = "http://x.vn/tin/1"
SMALL_PAGE = (
    b"<h1>A title of an article</h1><p>Some words that people read, and more of them.</p>"
    b"<script>document.cookie='seen=1';open('x','location=no')</script>"
)
STUB = b'<html><body><script>document.cookie="D1N=%s"+"; expires=x; path=/";window.location.reload(true);</script>'


@pytest.mark.parametrize(
    ("body", "cookie"),
    [
        (STUB % b"0123456789abcdef0123456789abcdef", (b"D1N", b"0123456789abcdef0123456789abcdef")),
        (b"<script>var D1N = 0123456789abcdef;location.href=x</script>", (b"D1N", b"0123456789abcdef")),
        (b"<script>document.cookie='seen=1; path=/';location.reload()</script>", (b"seen", b"1")),
        (b"<script>document.cookie='seen=1'</script>", None),
        (
            b"<script>document.cookie='D1N='+'0123456789abcdef';location.reload()</script>",
            (b"D1N", b"0123456789abcdef"),
        ),
        (b"<script>document['cookie']=`k=a/b+c=`;history.go(0)</script>", (b"k", b"a/b+c=")),
        (b"<script>setCookie('D1N','0123abcd');location.reload()</script>", (b"D1N", b"0123abcd")),
        (SMALL_PAGE, None),
        (b"<script>location.reload()</script>", None),
        (b"D1N=" + STUB % b"0123456789abcdef" + b" " * 5_000, None),
        (b"", None),
    ],
)
def test_cookie_of(body: bytes, cookie: tuple[bytes, bytes] | None) -> None:
    assert cookie_of(body) == cookie


def test_the_page_is_asked_for_again_and_so_are_all_others_with_the_cookie() -> None:
    challenge = Challenge(get_crawler())
    again = challenge.process_response(Request(URL), HtmlResponse(URL, body=STUB % b"0123456789abcdef"))
    assert isinstance(again, Request)
    other = Request("http://x.vn/tin/2")
    foreign = Request("http://y.vn/")
    for request in (again, other, foreign):
        challenge.process_request(request)
    assert again.headers["Cookie"] == other.headers["Cookie"] == b"D1N=0123456789abcdef"
    assert "Cookie" not in foreign.headers


def test_a_host_that_wants_cookie_after_cookie_is_left() -> None:
    challenge = Challenge(get_crawler())
    answers = []
    for number in range(5):
        request = Request(URL)
        challenge.process_request(request)
        answers.append(challenge.process_response(request, Response(URL, body=STUB % (b"%016d" % number))))
    assert [isinstance(one, Request) for one in answers] == [True, True, True, False, False]
    assert isinstance(answers[-1], Response)
    assert answers[-1].status == 503


def test_cookies_in_turn_do_not_go_on_for_ever() -> None:
    challenge = Challenge(get_crawler())
    stubs = [STUB.replace(b"D1N", name) % b"0123456789abcdef" for name in (b"A1", b"B1")]
    outcomes = []
    for number in range(8):
        request = Request(URL)
        challenge.process_request(request)
        outcomes.append(challenge.process_response(request, Response(URL, body=stubs[number % 2])))
    assert [isinstance(one, Request) for one in outcomes] == [True, True] + [False] * 6


def test_a_key_may_change_as_often_as_pages_come_between() -> None:
    challenge = Challenge(get_crawler())
    for number in range(10):
        request = Request(URL)
        challenge.process_request(request)
        assert isinstance(challenge.process_response(request, Response(URL, body=STUB % (b"%016d" % number))), Request)
        page = Response(URL, body=b"<h1>A page</h1>")
        assert challenge.process_response(request, page) is page
