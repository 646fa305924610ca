"""What the answers of a crawl are, and what the run learns and counts of each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from scraper.addresses import UrlResolver
from scraper.base_spiders.page_reader import PageReader, declared_charset
from scraper.cms import ANY_CMS
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.frontier import Frontier
from scraper.frontier.link_context import LinkContext
from scraper.items import Article
from scraper.pages.article import TAKEN, WARNING_UNSURE
from scraper.pages.page import Page
from scraper.reading import NO_DATE, NOT_ANNOUNCED, Outcome, PageType, context_from_json
from tests.pages.reading import NEWS, paragraphs
from tests.pipelines.records import article, ledger_in

HOME = "http://x.vn/"
URL = f"{HOME}tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001.html"
PLAIN = f"{HOME}bai-viet"
TITLE = "Hội làng mở lại sau ba năm vắng bóng"
LINK = LinkContext(TITLE, key="/bai-viet")
ARTICLE = f"<html><body><div><h1>{TITLE}</h1><p>12/06/2023</p>{paragraphs()}{NEWS}</div></body></html>"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[LedgerExtension]:
    ledger = ledger_in(tmp_path)
    ledger.open("x")
    yield ledger
    ledger.spider_closed("finished")


@pytest.fixture
def reader(ledger: LedgerExtension) -> PageReader:
    urls = UrlResolver(("x.vn",), ANY_CMS)
    ledger.crawler.get_extension = lambda kind: None  # type: ignore[assignment]  # nothing is archived
    return PageReader(ledger.crawler, "x", urls, Frontier(urls, HOME, ledger, ledger.stats), ledger, ledger.stats)


def response(html: str = ARTICLE, url: str = PLAIN, *, redirected: str = "") -> HtmlResponse:
    meta = {"redirect_urls": [redirected]} if redirected else {}
    return HtmlResponse(url, body=html.encode(), headers={"Content-Type": "text/html"}, request=Request(url, meta=meta))


def page_of(reader: PageReader, answer: Response) -> Page | None:
    return asyncio.run(reader.page(answer))


def outcome(reader: PageReader, answer: HtmlResponse, link: LinkContext = LINK) -> tuple[Outcome, Article | None]:
    """The outcome of a page, and the article that the run records."""
    page = page_of(reader, answer)
    assert page is not None
    found = asyncio.run(reader.decide(page, answer, link))
    return found, reader.accept(found, page, answer, link)


def count(reader: PageReader, name: str) -> int:
    return int(reader.stats.get_value(name, 0))


def test_an_article_is_recorded_once(reader: PageReader) -> None:
    first, article = outcome(reader, response())
    assert article is not None
    assert article is first.article
    again, none = outcome(reader, response())
    assert (again.type, none) == (PageType.ARTICLE, None)
    assert (count(reader, "read/articles"), count(reader, "read/known")) == (1, 1)
    assert reader.recorded == {first.identity: article.id}


def test_what_is_not_a_page_is_counted_by_its_reason(reader: PageReader) -> None:
    assert page_of(reader, Response(HOME + "a.jpg", body=b"x", request=Request(HOME))) is None
    assert page_of(reader, response("")) is None
    assert page_of(reader, response(url=HOME, redirected=URL)) is None
    names = ("walk/not_html", "read/empty_page", "read/redirected_away", "walk/pages")
    assert [count(reader, name) for name in names] == [1, 1, 1, 0]


@pytest.mark.parametrize(("url", "redirected"), [(URL, URL), (PLAIN, HOME), (HOME, PLAIN)])
def test_other_redirects_lead_to_pages(reader: PageReader, url: str, redirected: str) -> None:
    assert page_of(reader, response(url=url, redirected=redirected)) is not None


def test_pages_that_differ_in_numbers_alone_are_not_distinct(reader: PageReader) -> None:
    for text, distinct in (("Trang 1", 1), ("Trang 2", 1), ("Chủ", 2), ("Khác", 2)):
        page_of(reader, response(f"<title>{text}</title><p>{text}</p>"))
        assert count(reader, "walk/distinct_pages") == distinct
    assert count(reader, "walk/pages") == 4


def test_a_notice_is_counted_by_its_kind(reader: PageReader) -> None:
    found, none = outcome(reader, response("<title>404 Not Found</title><h1>404 Not Found</h1>"))
    assert (found.type, none) == (PageType.NOTICE, None)
    assert count(reader, "read/notice/missing") == 1


@pytest.mark.parametrize(
    ("url", "text", "warned"),
    [(URL, "", 1), (URL, TITLE, 1), (PLAIN, TITLE, 0), (PLAIN, "Tin buồn", 0)],
)
def test_a_page_without_the_article_that_its_address_promised(
    reader: PageReader, url: str, text: str, warned: int
) -> None:
    found, _ = outcome(reader, response("<h1>Danh mục</h1>", url), LinkContext(text, key="k"))
    assert found.type is (PageType.NO_ARTICLE)
    assert count(reader, "read/no_article") == warned


def test_what_was_known_of_a_page_is_archived_even_if_reading_it_fails(
    reader: PageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived: list[str] = []
    recorder = SimpleNamespace(write_metadata=lambda answer, text: archived.append(text))
    reader.crawler.get_extension = lambda kind: recorder  # type: ignore[assignment,return-value]

    def fail(*_: object) -> Outcome:
        raise MemoryError

    monkeypatch.setattr("scraper.base_spiders.page_reader.decide", fail)
    with pytest.raises(MemoryError):
        outcome(reader, response())
    assert [context_from_json(text).link_text for text in archived] == [TITLE]


def test_an_undecided_page_waits(reader: PageReader) -> None:
    html = ARTICLE.replace(TITLE, "Tin buồn")
    found, none = outcome(reader, response(html), LinkContext("Tin buồn", expected_article=False, key="/bai-viet"))
    assert (found.reason, none) == (NOT_ANNOUNCED, None)
    assert "/bai-viet" in reader.frontier.waiting
    assert not reader.frontier.waiting.waits("/bai-viet")


def test_an_article_without_a_date_waits_for_a_list(reader: PageReader) -> None:
    html = ARTICLE.replace("<p>12/06/2023</p>", "")
    found, none = outcome(reader, response(html), LinkContext(TITLE, expected_article=False, key="/bai-viet"))
    assert (found.reason, none) == (NO_DATE, None)
    assert reader.frontier.waiting.waits("/bai-viet")
    _, recorded = outcome(reader, response(html))
    assert recorded is not None
    assert "/bai-viet" not in reader.frontier.waiting


def test_reading_an_article_leaves_others_waiting_that_share_its_readable_path(reader: PageReader) -> None:
    state = f"{HOME}wps/portal/tin/!ut/p/z0/"
    waiting = ARTICLE.replace("<p>12/06/2023</p>", "")
    found, _ = outcome(reader, response(waiting, f"{state}aaa/"), LinkContext(TITLE, expected_article=False, key="a"))
    assert found.reason == NO_DATE
    _, recorded = outcome(reader, response(ARTICLE, f"{state}bbb/"))
    assert recorded is not None
    assert reader.frontier.waiting.waits(found.identity)


def test_five_articles_teach_their_addresses(reader: PageReader) -> None:
    for name in "abcde":
        assert reader.urls.learned == frozenset()
        outcome(reader, response(url=f"{HOME}bai-viet/{name}"))
    assert reader.urls.learned != frozenset()


@pytest.mark.parametrize(("end", "taken"), [(TAKEN, 1), ("kept", 0)])
def test_low_confidence_is_counted_with_its_share(reader: PageReader, end: str, taken: int) -> None:
    page = page_of(reader, response())
    assert page is not None
    for number, warnings in enumerate(([], [f"{WARNING_UNSURE} (very short); {end}"])):
        found = Outcome(PageType.ARTICLE, "", article(warnings=warnings), str(number), is_article=True)
        reader.accept(found, page, response(), LINK)
    assert (count(reader, "read/unsure"), count(reader, "read/fallback_taken")) == (1, taken)
    assert reader.stats.get_value("read/unsure_share") == 0.5


def test_the_charset_that_a_server_declares() -> None:
    assert declared_charset(HtmlResponse(HOME, headers={"Content-Type": "text/html; charset=windows-1258"})) == (
        "windows-1258"
    )
    assert declared_charset(HtmlResponse(HOME)) is None
