"""What the answers of a crawl are, and what the run learns and counts of each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from scraper.archive.exchange import WarcLocation
from scraper.base_spiders.end_of_walk import EndOfWalk
from scraper.base_spiders.page_reader import PageReader, declared_charset
from scraper.cms import ANY_CMS, Cms
from scraper.cms.slug_id import SLUG_ID
from scraper.extensions.archive_recorder import META_KEY as ARCHIVED_KEY
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.evidence import PageFacts
from scraper.frontier.frontier import Frontier
from scraper.frontier.held import HeldPage
from scraper.frontier.link_context import LinkContext
from scraper.items import Article
from scraper.ledger.undecided import UndecidedPage
from scraper.pages.article import TAKEN, WARNING_UNSURE
from scraper.pages.page import Page
from scraper.reading import (
    NO_DATE,
    NOT_ANNOUNCED,
    NOT_CONFIRMED,
    SHORT,
    Outcome,
    PageContext,
    PageType,
    context_from_json,
)
from scraper.sites import Site, resolver_of
from scraper.text.dates import PrintedDate
from scraper.text.fold import slug
from tests.pages.reading import NEWS, ONE, paragraphs
from tests.pipelines.records import article, ledger_in

HOME = "http://x.vn/"
URL = f"{HOME}tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001.html"
PLAIN = f"{HOME}bai-viet"
KEY = "/bai-viet"
TITLE = "Hội làng mở lại sau ba năm vắng bóng"
OTHER_TITLE = "Chợ phiên vùng cao họp lại sau mùa mưa"
UNDATED = f"<html><body><div><h1>{TITLE}</h1>{paragraphs()}</div></body></html>"
ARTICLE = f"<html><body><div><h1>{TITLE}</h1><p>12/06/2023</p>{paragraphs()}{NEWS}</div></body></html>"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[LedgerExtension]:
    ledger = ledger_in(tmp_path)
    ledger.open("x")
    yield ledger
    ledger.spider_closed("finished")


def reader_of(ledger: LedgerExtension, schemes: tuple[Cms, ...] = ANY_CMS) -> PageReader:
    site = Site("x", ("x.vn",), schemes)
    ledger.crawler.get_extension = lambda kind: None  # type: ignore[assignment]  # nothing is archived
    frontier = Frontier(resolver_of(site), HOME, ledger, ledger.stats)
    return PageReader(ledger.crawler, site, frontier, ledger, ledger.stats)


@pytest.fixture
def reader(ledger: LedgerExtension) -> PageReader:
    return reader_of(ledger)


LOCATION = WarcLocation("x.warc.gz", 17, datetime(2026, 1, 2, tzinfo=UTC), "<urn:uuid:1>", is_revisit=False)


def archive(reader: PageReader) -> list[tuple[str, WarcLocation, PageContext]]:
    """The contexts that are archived from now on."""
    archived: list[tuple[str, WarcLocation, PageContext]] = []

    def write(url: str, location: WarcLocation, text: str) -> None:
        archived.append((url, location, context_from_json(text)))

    recorder = SimpleNamespace(write_metadata=write)
    reader.crawler.get_extension = lambda kind: recorder  # type: ignore[assignment,return-value]
    return archived


def located(answer: HtmlResponse) -> HtmlResponse:
    """An answer that is in an archive."""
    answer.meta[ARCHIVED_KEY] = LOCATION
    return answer


def response(html: str = ARTICLE, url: str = PLAIN, *, redirected: str = "") -> HtmlResponse:
    meta = {"redirect_urls": [redirected]} if redirected else {}
    return HtmlResponse(url, body=html.encode(), headers={"Content-Type": "text/html"}, request=Request(url, meta=meta))


def page_of(reader: PageReader, answer: Response) -> Page | None:
    read = asyncio.run(reader.read(answer, LinkContext()))
    return read and read[0]


def link(reader: PageReader, key: str = KEY, text: str = TITLE, listed: str = "", place: int | None = None) -> None:
    """A link to a page was seen."""
    date = PrintedDate.stored(listed, listed) if listed else None
    reader.frontier.evidence.add_link(key, [text], date, place)
    if place is not None:
        reader.frontier.evidence.add_page([(place, key)])


def outcome(
    reader: PageReader, answer: HtmlResponse, text: str = TITLE, key: str = KEY
) -> tuple[Outcome, Article | None]:
    """The outcome of a page that a link with some words leads to, and the article that the run records."""
    link(reader, key, text)
    read = asyncio.run(reader.read(answer, LinkContext(key)))
    assert read is not None
    page, found = read
    return found, reader.accept(found, page.address, key, None)


def decided(reader: PageReader) -> list[tuple[HeldPage, Article]]:
    """The articles that are recorded at the end of the walk."""

    async def all_of() -> list[tuple[HeldPage, Article]]:
        return [found async for found in EndOfWalk(reader).decide_held()]

    return asyncio.run(all_of())


def count(reader: PageReader, name: str) -> int:
    return int(reader.stats.get_value(name, 0))


def make_dated(reader: PageReader) -> None:
    """The site has shown that its articles have dates."""
    for number in range(5):
        reader.frontier.evidence.add_article([f"/dated-{number}"], "", is_dated=True)


def test_an_article_is_recorded_once(reader: PageReader) -> None:
    first, article = outcome(reader, response())
    assert article is not None
    assert article is first.article
    _, none = outcome(reader, response())
    assert none is None
    assert (count(reader, "read/articles"), count(reader, "read/known")) == (1, 1)
    assert reader.recorded.id_of(first.identity) == article.id


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


@pytest.mark.parametrize("text", ["", TITLE])
def test_a_page_whose_text_a_script_loads_is_counted_once(
    reader: PageReader, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    html = '<html><body><div id="app">Đang tải…</div><script src="/a.js"></script></body></html>'
    outcome(reader, response(html), text=text)
    assert decided(reader) == []
    assert count(reader, "read/needs_browser") == 1
    assert count(reader, "read/no_article") == 0
    assert f"Needs a browser, a script loads its text: {PLAIN}" in caplog.text


def test_a_page_that_asks_for_scripts_may_be_an_article_yet(reader: PageReader) -> None:
    html = f"<noscript>Vui lòng bật JavaScript.</noscript><div>{TITLE}</div><p>{ONE}</p><div>12/06/2023</div>"
    found, _ = outcome(reader, response(f"<html><body>{html}<script></script></body></html>"), text="")
    assert (found.type, found.may_change) == (PageType.SHELL, True)
    link(reader)
    assert [article.title for _, article in decided(reader)] == [TITLE]
    assert count(reader, "read/needs_browser") == 0


@pytest.mark.parametrize(("text", "warned"), [(TITLE, 1), ("Tin buồn", 0)])
def test_a_page_without_the_article_that_its_link_promised(reader: PageReader, text: str, warned: int) -> None:
    found, none = outcome(reader, response("<h1>Danh mục</h1>"), text)
    assert (found.type, none) == (PageType.NO_ARTICLE, None)
    assert count(reader, "read/no_article") == 0, "a later link may name another line of it"
    assert decided(reader) == []
    assert count(reader, "read/no_article") == warned
    assert reader.ledger.pages.get(KEY) is not None


def test_where_addresses_are_state_a_page_without_an_article_is_known_by_its_link(reader: PageReader) -> None:
    outcome(reader, response("<h1>Danh mục</h1>", f"{HOME}wps/portal/tin/!ut/p/z0/aaa/"), key="/wps/portal/tin|a")
    decided(reader)
    assert (count(reader, "read/no_article"), count(reader, "read/announced_others")) == (1, 1)


def test_a_page_without_the_article_that_an_exact_rule_promised(ledger: LedgerExtension) -> None:
    reader = reader_of(ledger, (SLUG_ID,))
    found, _ = outcome(reader, response("<h1>Danh mục</h1>", URL), "", "key:1001")
    assert found.type is PageType.NO_ARTICLE
    decided(reader)
    assert count(reader, "read/no_article") == 1


def test_what_was_known_of_a_page_is_archived_even_if_reading_it_fails(
    reader: PageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived = archive(reader)

    def fail(*_: object) -> Outcome:
        raise MemoryError

    monkeypatch.setattr("scraper.base_spiders.reading_task.decide", fail)
    found, _ = outcome(reader, located(response()))
    assert found.type is PageType.ARTICLE, "it is read once more, in another process"
    assert archived == [(PLAIN, LOCATION, PageContext((TITLE,), is_key_trusted=False))]


def test_a_page_that_is_decided_late_has_its_last_context_in_the_archive_too(reader: PageReader) -> None:
    archived = archive(reader)
    outcome(reader, located(response(UNDATED)))
    ((_, article),) = decided(reader)
    first = PageContext((TITLE,), is_key_trusted=False)
    last = replace(first, expected_article=True)
    assert archived == [(PLAIN, LOCATION, first), (PLAIN, LOCATION, last)]
    assert article.archive == {"file": "x.warc.gz", "offset": 17}
    assert article.fetched_at == "2026-01-02T00:00:00Z", "when it was fetched, not when it was decided"


# Pages that are decided at the end of the walk.


def test_an_undated_page_is_written_at_the_end(reader: PageReader) -> None:
    found, none = outcome(reader, response(UNDATED))
    assert (found.type, found.reason, none) == (PageType.UNDECIDED, NO_DATE, None)
    assert KEY in reader.held
    ((held, article),) = decided(reader)
    assert (held.identity, held.key, held.url) == (KEY, KEY, PLAIN)
    assert (article.title, article.date_published) == (TITLE, None)
    assert reader.recorded.id_of(KEY) == article.id
    names = ("read/articles", "read/decided_late", "read/undecided")
    assert [count(reader, name) for name in names] == [1, 1, 0]


def test_an_undated_page_has_the_date_that_a_later_list_prints(reader: PageReader) -> None:
    outcome(reader, response(UNDATED))
    link(reader, listed="2023-06-12")
    ((_, article),) = decided(reader)
    assert (article.date_published, article.date_source) == ("2023-06-12", "listing")
    assert count(reader, "read/decided_late") == 0, "the list was enough, whatever the site is like"


def test_a_title_that_only_a_later_link_confirms(reader: PageReader) -> None:
    found, none = outcome(reader, response(), "Xem ảnh")
    assert (found.reason, none) == (NOT_CONFIRMED, None)
    link(reader)
    ((_, article),) = decided(reader)
    assert (article.title, count(reader, "read/decided_late")) == (TITLE, 0)


def test_a_later_link_says_which_line_is_the_title(reader: PageReader) -> None:
    html = response(ARTICLE.replace(f"<h1>{TITLE}</h1>", f"<h1>Tin tức</h1><p><b>{TITLE}</b></p>"))
    found, none = outcome(reader, html, "Xem ảnh")
    assert (found.type, none) == (PageType.UNDECIDED, None)
    link(reader)
    ((_, article),) = decided(reader)
    assert article.title == TITLE


def test_a_short_title_among_articles_is_one(reader: PageReader) -> None:
    make_dated(reader)
    html = ARTICLE.replace(TITLE, "Tin buồn")
    found, none = outcome(reader, response(html), "Tin buồn")
    assert (found.reason, none) == (NOT_ANNOUNCED, None)
    link(reader, text="Tin buồn", place=1)
    for number in range(3):
        link(reader, f"/dated-{number}", place=1)
    ((_, article),) = decided(reader)
    assert (article.title, article.date_published) == ("Tin buồn", "2023-06-12")
    assert count(reader, "read/decided_late") == 1


def test_a_list_stays_a_list(reader: PageReader) -> None:
    teasers = "".join(f'<h3><a href="/bai-{n}">{OTHER_TITLE} {n}</a></h3><p>{ONE}</p>' for n in range(5))
    found, none = outcome(reader, response(f"<h1>Tin tức</h1>{teasers}"), "Xem tất cả")
    assert (found.type, found.may_change, none) == (PageType.LIST, True, None)
    assert KEY in reader.held
    link(reader, text=OTHER_TITLE)
    assert decided(reader) == []
    known = reader.ledger.pages.get(KEY)
    assert known is not None
    assert (known.url, known.number) == (PLAIN, 1)
    assert KEY not in reader.recorded
    assert (count(reader, "read/undecided"), count(reader, "read/of_menu")) == (0, 0)
    assert count(reader, "read/announced_others") == 1, "a link with a title leads to it"


def test_a_page_that_is_decided_again_is_not_fetched_as_an_article(reader: PageReader) -> None:
    reader.ledger.articles.record_link(KEY, PLAIN, PLAIN, TITLE, None, 0)
    reader.ledger.undecided.add(KEY, UndecidedPage(PLAIN, TITLE, NO_DATE))
    outcome(reader, response("<h1>Danh mục</h1>"), "Tin buồn")
    decided(reader)
    assert reader.ledger.articles.get(KEY) is None
    assert reader.ledger.undecided.all() == []


@pytest.mark.parametrize(("pages", "more"), [(1, ""), (3, ""), (4, " …")])
def test_pages_that_stay_undecided_are_told(
    reader: PageReader, caplog: pytest.LogCaptureFixture, pages: int, more: str
) -> None:
    make_dated(reader)
    keys = [f"/bai-{number}" for number in range(pages)]
    for key in keys:
        html = UNDATED.replace(TITLE, f"{TITLE} {key[-1]}")
        outcome(reader, response(html, HOME + key[1:]), f"{TITLE} {key[-1]}", key)
        reader.ledger.articles.record_link(key, HOME + key[1:], HOME + key[1:], TITLE, None, reader.ledger.now)
    assert decided(reader) == []
    examples = ", ".join(HOME + key[1:] for key in keys[:3])
    assert caplog.messages[-1] == (
        f"{pages} pages read like articles and are not recorded: {examples}{more}; "
        "scrapy undecided x lists them with reasons"
    )
    assert caplog.records[-1].name == "x"
    assert count(reader, "read/undecided") == pages
    assert reader.stats.get_value("read/undecided_examples") == examples
    found = reader.ledger.undecided.all()
    assert found == [UndecidedPage(HOME + key[1:], f"{TITLE} {key[-1]}", NO_DATE) for key in keys]
    assert reader.ledger.articles.get("/bai-0") is not None, "the next run reads it again"


def test_without_undecided_pages_nothing_is_said(reader: PageReader, caplog: pytest.LogCaptureFixture) -> None:
    outcome(reader, response())
    assert decided(reader) == []
    assert caplog.messages == []
    assert (count(reader, "read/undecided"), reader.stats.get_value("read/undecided_examples")) == (0, None)
    assert KEY not in reader.held


def test_pages_of_earlier_runs_stay_undecided(reader: PageReader) -> None:
    reader.ledger.undecided.add("/cu", UndecidedPage(f"{HOME}cu", TITLE, NO_DATE))
    assert decided(reader) == []
    assert count(reader, "read/undecided") == 1


def test_pages_about_the_office_are_not_told(reader: PageReader, caplog: pytest.LogCaptureFixture) -> None:
    make_dated(reader)
    outcome(reader, response(UNDATED))
    link(reader, place=1)
    assert decided(reader) == []
    assert (count(reader, "read/of_menu"), count(reader, "read/undecided")) == (1, 0)
    assert reader.ledger.pages.get(KEY) is not None
    assert caplog.messages == []


def test_a_few_words_that_nothing_announces_are_not_told(reader: PageReader) -> None:
    make_dated(reader)
    words = "Mời bạn đọc xem lịch tiếp công dân của huyện trong tháng này tại trụ sở."
    found, _ = outcome(reader, response(f"<div><h1>{TITLE}</h1><p>{words}</p></div>"))
    assert found.reason == SHORT
    assert decided(reader) == []
    assert (count(reader, "read/of_menu"), count(reader, "read/undecided")) == (1, 0)


def test_pages_are_not_held_beyond_a_size(reader: PageReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.frontier.held.MAX_BYTES", 0)
    outcome(reader, response(UNDATED))
    assert KEY not in reader.held
    assert count(reader, "read/not_held") == 1
    outcome(reader, response("<h1>Danh mục</h1>", f"{HOME}khac"), "Tin", "/khac")
    assert count(reader, "read/not_held") == 1, "only pages that read like articles are told"
    assert decided(reader) == []


def test_a_held_page_that_is_recorded_later_is_dropped(reader: PageReader) -> None:
    found, none = outcome(reader, response(UNDATED))
    assert (found.reason, none) == (NO_DATE, None)
    _, article = outcome(reader, response())
    assert article is not None
    assert KEY not in reader.held
    assert decided(reader) == []
    again, none = outcome(reader, response(UNDATED))
    assert (again.type, none) == (PageType.UNDECIDED, None)
    assert KEY not in reader.held, "recorded is recorded"


def test_reading_an_article_leaves_others_held_that_share_its_readable_path(reader: PageReader) -> None:
    state = f"{HOME}wps/portal/tin/!ut/p/z0/"
    found, _ = outcome(reader, response(UNDATED.replace(TITLE, OTHER_TITLE), f"{state}aaa/"), OTHER_TITLE, "a")
    assert found.reason == NO_DATE
    _, recorded = outcome(reader, response(ARTICLE, f"{state}bbb/"), TITLE, "b")
    assert recorded is not None
    ((held, article),) = decided(reader)
    assert (held.identity, article.title) == ("a", OTHER_TITLE)


# One article at two addresses, and two articles with one number.


def test_a_print_view_with_the_same_text_is_recorded_once(reader: PageReader) -> None:
    _, article = outcome(reader, response())
    assert article is not None
    found, none = outcome(reader, response(url=f"{HOME}ban-cho-may-in"), key="/ban-cho-may-in")
    assert (found.type, none) == (PageType.ARTICLE, None)
    assert (count(reader, "read/articles"), count(reader, "read/known")) == (1, 1)
    assert [reader.recorded.id_of(it) for it in (KEY, "/ban-cho-may-in")] == [article.id, article.id]


@pytest.mark.parametrize(("length", "records"), [(149, 2), (150, 1)])
def test_texts_of_a_few_words_may_be_the_same(reader: PageReader, length: int, records: int) -> None:
    text = ("Cả sân đình đứng dậy vỗ tay theo nhịp trống hội. " * 9)[: length - 1].rstrip().ljust(length - 1, "a")
    html = f"<html><body><div><h1>{TITLE}</h1><p>12/06/2023</p><p>{text}.</p></div></body></html>"
    found = [outcome(reader, response(html, HOME + name), key=f"/{name}")[1] for name in ("a", "b")]
    assert len([article for article in found if article is not None]) == records


def test_two_articles_with_one_number_in_their_addresses(reader: PageReader, caplog: pytest.LogCaptureFixture) -> None:
    titles = (TITLE, OTHER_TITLE, "Lễ cầu ngư của làng biển năm nay")
    found = []
    for title in titles:
        url = f"{HOME}tin/{slug(title)}-10017.html"
        _, article = outcome(reader, response(ARTICLE.replace(TITLE, title), url), title, f"key:10017|{slug(title)}")
        assert article is not None
        found.append(article)
    assert len({article.id for article in found}) == 3
    assert count(reader, "read/ambiguous_numbers") == 2
    (message,) = caplog.messages
    assert message == (
        "Two articles have the number 10017 in their addresses: such numbers are no keys of this site, and the "
        f"address is the id of the second: {HOME}tin/{slug(OTHER_TITLE)}-10017.html"
    )
    again, none = outcome(reader, response(ARTICLE.replace("12/06/2023", "13/06/2023"), found[0].url))
    assert (again.type, none) == (PageType.ARTICLE, None)
    assert count(reader, "read/articles") == 3


def test_an_article_that_earlier_runs_recorded_keeps_its_id(reader: PageReader) -> None:
    reader.ledger.articles.fetched(KEY, PLAIN, "ab" * 16, None, (None, None), reader.ledger.now)
    _, article = outcome(reader, response())
    assert article is not None
    assert article.id == "ab" * 16


def test_articles_show_the_site_what_its_articles_are(reader: PageReader) -> None:
    for number, letter in enumerate("abcde"):
        html = ARTICLE.replace(TITLE, f"{TITLE} {letter}")
        outcome(reader, response(html, f"{HOME}bai-viet/{letter}"), f"{TITLE} {letter}", f"/{number}")
    evidence = reader.frontier.evidence
    facts = PageFacts("Tin", True, False, False, False, True, False, False, 1, "/bai-viet/*?")
    assert evidence.announced({"/x": facts}, lambda key: None) == {"/x": "articles have such addresses"}
    assert evidence.context("/bai-viet/a", "/0") == PageContext(), "no longer needed"


EXACT, SLUGS, OWN = "tin-tuc/hoi-lang-mo-lai-{0}-100{0}", "index.php/tin/10{0}-hoi-lang-mo-lai-lan-{0}", "bai/{0}"


@pytest.mark.parametrize(
    ("forms", "says"),
    [
        ([EXACT, EXACT, OWN, OWN], ""),
        ([EXACT, OWN, OWN], "match 1 of 3 articles; no known CMS has such addresses: leave them out"),
        ([SLUGS, SLUGS, SLUGS, OWN], "match 0 of 4 articles; their addresses are those of joomla"),
        ([SLUGS, SLUGS, OWN, OWN], "match 0 of 4 articles; no known CMS has such addresses: leave them out"),
    ],
)
def test_rules_that_match_few_of_a_sources_articles_are_told(
    ledger: LedgerExtension, caplog: pytest.LogCaptureFixture, forms: list[str], says: str
) -> None:
    for schemes in ((SLUG_ID,), ANY_CMS):
        reader = reader_of(ledger, schemes)
        page = page_of(reader, response())
        assert page is not None
        for number, form in enumerate(forms):
            address = reader.urls.address(HOME + form.format(number))
            assert address is not None
            item = article(id=f"{number:032}", body=f"{number}")
            assert reader.accept(Outcome(PageType.ARTICLE, "", item, str(number)), address, str(number), None)
        caplog.clear()
        EndOfWalk(reader).tell_wrong_schemes()
        is_told = bool(says) and schemes != ANY_CMS
        assert caplog.messages == ([f"The schemes of this source (slug_id) {says}"] if is_told else [])
    assert count(reader, "read/wrong_schemes") == int(bool(says))


@pytest.mark.parametrize(("end", "taken"), [(TAKEN, 1), ("kept", 0)])
def test_low_confidence_is_counted_with_its_share(reader: PageReader, end: str, taken: int) -> None:
    page = page_of(reader, response())
    assert page is not None
    for number, warnings in enumerate(([], [f"{WARNING_UNSURE} (very short); {end}"])):
        item = article(warnings=warnings, id=f"{number:032}", body=f"{number}")
        found = Outcome(PageType.ARTICLE, "", item, str(number))
        reader.accept(found, page.address, KEY, None)
    assert (count(reader, "read/unsure"), count(reader, "read/fallback_taken")) == (1, taken)
    assert reader.stats.get_value("read/unsure_share") == 0.5


def test_the_charset_that_a_server_declares() -> None:
    assert declared_charset(HtmlResponse(HOME, headers={"Content-Type": "text/html; charset=windows-1258"})) == (
        "windows-1258"
    )
    assert declared_charset(HtmlResponse(HOME)) is None
