"""What the ledger is told of an answer: an article, another page, or nothing that was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import FormRequest, Request
from scrapy.http import HtmlResponse, Response

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS
from scraper.cms.slug_id import SLUG_ID
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.link_context import META_KEY, LinkContext
from scraper.frontier.record_outcome import record_article, record_failure, record_page, validators
from scraper.items import Article
from scraper.ledger.articles import State
from scraper.ledger.database import HOUR
from scraper.ledger.undecided import UndecidedPage
from scraper.pages.page import Page
from scraper.storage.records import RecordLine
from tests.pipelines.records import article, ledger_in

NOW = 1_700_000_000
HOME = "http://x.vn"
URL, PAGE = "http://x.vn/tin/hoi-lang-mo-lai-lan-thu-1-1001.html", "http://x.vn/tin-tuc"
KEY = "key:1001|hoi-lang-mo-lai-lan-thu-1"
ARTICLE = article(date_published="2023-04-05", date_source="page")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[LedgerExtension]:
    ledger = ledger_in(tmp_path, lambda: NOW)
    ledger.open("hoabinh")
    yield ledger
    if ledger.is_open:
        ledger.spider_closed("finished")


def response(headers: dict[str, str] | None = None) -> Response:
    return HtmlResponse(URL, 200, headers, b"<p>x</p>")


def link(ledger: LedgerExtension, key: str = KEY) -> LinkContext:
    """A link to an article was seen."""
    ledger.articles.record_link(key, URL, URL, "Hội làng", None, NOW)
    return LinkContext(key)


def record(ledger: LedgerExtension, *names: str, article: Article | None = ARTICLE, etag: str | None = None) -> None:
    """Record that a page with these identities was read as the article."""
    record_article(ledger, names, URL, ARTICLE.id, article, (etag, None))


def state(ledger: LedgerExtension, key: str = KEY) -> tuple[State, int] | None:
    known = ledger.articles.get(key)
    return None if known is None else (known.state, known.next_try)


def write(ledger: LedgerExtension, key: str = KEY) -> LinkContext:
    """Read an article, and write its record."""
    context = link(ledger, key)
    record(ledger, key)

    async def written() -> None:
        ledger.writer.append(RecordLine(bytes.fromhex(ARTICLE.id), bytes(32), 1), "{}\n")
        ledger.writer.sync()

    asyncio.run(written())
    return context


def test_an_article_is_fetched_with_its_date_and_validators(ledger: LedgerExtension) -> None:
    link(ledger)
    record(ledger, KEY, etag='"1"')
    known = ledger.articles.get(KEY)
    assert known is not None
    assert (known.state, known.etag, known.last_modified, known.id) == (
        State.FETCHED,
        '"1"',
        None,
        bytes.fromhex(ARTICLE.id),
    )


def test_an_article_is_known_by_the_link_and_by_its_own_address(ledger: LedgerExtension) -> None:
    link(ledger, "/bai-viet")
    record(ledger, KEY, "/bai-viet")
    assert state(ledger) == state(ledger, "/bai-viet") == (State.FETCHED, 0)
    rows = ledger.articles._db.execute("SELECT key, is_alias FROM articles ORDER BY key")
    assert rows == [("/bai-viet", 1), (KEY, 0)]


def test_an_article_that_was_recorded_before_is_written_already(ledger: LedgerExtension) -> None:
    write(ledger)
    record(ledger, "/bai-viet", article=None)
    assert state(ledger, "/bai-viet") == (State.WRITTEN, 0)
    rows = ledger.articles._db.execute("SELECT key, is_alias FROM articles ORDER BY key")
    assert rows == [("/bai-viet", 1), (KEY, 0)]


@pytest.mark.parametrize(
    ("source", "published", "listed"),
    [
        ("listing", "2023-04-05", ("2023-04-05", "05/04/2023")),
        ("page", "2023-04-05", (None, None)),
        ("listing", None, (None, None)),
    ],
)
def test_what_confirmed_an_article_is_kept_for_its_next_visit(
    ledger: LedgerExtension, source: Any, published: str | None, listed: tuple[str | None, str | None]
) -> None:
    record(ledger, KEY, article=article(date_published=published, date_raw="05/04/2023", date_source=source))
    known = ledger.articles.get(KEY)
    assert known is not None
    assert (known.title, known.listed, known.listed_raw) == (ARTICLE.title, *listed)


def test_an_article_is_no_longer_undecided(ledger: LedgerExtension) -> None:
    for key in (KEY, "/bai-viet", "/khac"):
        ledger.undecided.add(key, UndecidedPage(HOME + key, "Hội làng", "no date"))
    record(ledger, KEY, "/bai-viet")
    assert [page.url for page in ledger.undecided.all()] == [f"{HOME}/khac"]


def test_a_page_that_is_read_as_a_list_is_no_longer_undecided(ledger: LedgerExtension) -> None:
    ledger.undecided.add("/tin-tuc", UndecidedPage(PAGE, "Tin tức", "no date"))
    record_page(ledger, Page(PAGE, b"<p>x</p>", UrlResolver(("x.vn",), ANY_CMS)), "/tin-tuc", LinkContext("/tin-tuc"))
    assert ledger.undecided.all() == []


def test_a_page_is_walked_and_forgotten_as_an_article(ledger: LedgerExtension) -> None:
    urls = UrlResolver(("x.vn",), ANY_CMS)
    record_page(ledger, Page(PAGE, b"<p>x</p>", urls), "/tin-tuc", link(ledger, "/tin-tuc"))
    assert ledger.articles.get("/tin-tuc") is None
    known = ledger.pages.get("/tin-tuc")
    assert known is not None
    assert (known.url, known.number) == (PAGE, 1)


def test_a_page_at_the_address_of_an_article_is_asked_again(ledger: LedgerExtension) -> None:
    urls = UrlResolver(("x.vn",), (SLUG_ID,))
    record_page(ledger, Page(URL, b"<p>x</p>", urls), KEY, link(ledger))
    assert state(ledger) == (State.FOUND, NOW)
    assert ledger.pages.get(KEY) is None
    record_page(ledger, Page(URL, b"<p>x</p>", urls), KEY, LinkContext(key=KEY))
    assert state(ledger) == (State.FOUND, NOW + HOUR)


def test_where_addresses_are_only_hints_a_page_is_walked_whatever_its_address(ledger: LedgerExtension) -> None:
    record_page(ledger, Page(URL, b"<p>x</p>", UrlResolver(("x.vn",), ANY_CMS)), KEY, link(ledger))
    assert state(ledger) is None
    assert ledger.pages.get(KEY) is not None


def failed(ledger: LedgerExtension, context: LinkContext, status: int = 0, request: Request | None = None) -> None:
    request = request or Request(URL)
    request.meta[META_KEY] = context
    record_failure(ledger, request, status)


@pytest.mark.parametrize("status", [0, 200, 403, 500])
def test_an_article_that_could_not_be_fetched_is_asked_again(ledger: LedgerExtension, status: int) -> None:
    context = link(ledger)
    failed(ledger, context, status)
    failed(ledger, context, status)
    assert state(ledger) == (State.FOUND, NOW + HOUR)


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_that_is_missing_twice_is_gone(ledger: LedgerExtension, status: int) -> None:
    context = link(ledger)
    failed(ledger, context, status)
    assert state(ledger) == (State.FOUND, 0)
    failed(ledger, context, status)
    assert state(ledger) == (State.GONE, NOW)


def test_a_written_article_is_missing_at_the_end_of_the_run(ledger: LedgerExtension) -> None:
    failed(ledger, write(ledger), 404)
    known = ledger.articles.get(KEY)
    assert known is not None
    assert (known.state, known.missing) == (State.WRITTEN, 0)
    ledger._write_tombstones()
    known = ledger.articles.get(KEY)
    assert known is not None
    assert (known.state, known.missing) == (State.WRITTEN, 1)


def test_a_page_that_failed_is_asked_again_by_its_address(ledger: LedgerExtension) -> None:
    failed(ledger, LinkContext(key="/tin-tuc"), 500, Request(PAGE))
    assert [page.url for page in ledger.pages.due_for_retry(NOW)] == [PAGE]
    assert ledger.is_complete


def test_a_form_that_failed_keeps_the_walk_incomplete_for_three_times(ledger: LedgerExtension) -> None:
    for times in range(1, 5):
        ledger.is_complete = True
        failed(ledger, LinkContext(key="/tin-tuc#grid#2"), 500, FormRequest(PAGE, formdata={"a": "1"}))
        assert ledger.is_complete is (times > 3)
    assert ledger.pages.due_for_retry(NOW) == []


def test_an_answer_without_a_request_is_a_fault(ledger: LedgerExtension) -> None:
    with pytest.raises(ValueError, match="without a request"):
        record_failure(ledger, None, 200)


def test_validators() -> None:
    assert validators(response()) == (None, None)
    stamped = response({"Last-Modified": "Mon, 01 May 2023 08:00:00 GMT", "ETag": '"1"'})
    assert validators(stamped) == ('"1"', "Mon, 01 May 2023 08:00:00 GMT")


def mains(ledger: LedgerExtension) -> dict[str, str | None]:
    """The entries that are no aliases, with the days of their articles."""
    return dict(ledger.articles._db.execute("SELECT key, published FROM articles WHERE NOT is_alias"))


@pytest.mark.parametrize(
    "reads",
    [
        [((KEY, KEY), ARTICLE), ((KEY, "/cu"), None)],
        [((KEY, "/cu"), ARTICLE), ((KEY, KEY), None)],
        [((KEY, KEY), ARTICLE), (("/cu", "/cu"), None)],
        [(("/cu", "/cu"), ARTICLE), ((KEY, KEY), ARTICLE)],
        [(("/cu", "/cu"), ARTICLE), ((KEY, "/cu"), ARTICLE), ((KEY, KEY), None)],
    ],
    ids=["redirect second", "redirect first", "same text elsewhere", "moved", "moved with a redirect"],
)
def test_an_article_at_two_addresses_has_one_main_entry(ledger: LedgerExtension, reads: list[Any]) -> None:
    for names, read in reads:
        record(ledger, *names, article=read)
    assert mains(ledger) == {KEY: "2023-04-05"}


def test_an_alias_of_a_refused_record_waits_with_it(ledger: LedgerExtension) -> None:
    record(ledger, KEY)
    record(ledger, KEY, "/cu", article=None)
    ledger.articles.reopen(ARTICLE.id, NOW)
    assert state(ledger) == (State.FOUND, NOW)
    record(ledger, KEY, "/cu", article=None)
    assert state(ledger) == (State.FETCHED, NOW), "the next run reads it again"
