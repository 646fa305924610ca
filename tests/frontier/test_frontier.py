"""Which outlinks are requested, in what order, and where a walk ends; with the ledger of a run on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS, Cms
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.evidence import PageFacts
from scraper.frontier.feeds import FeedEntry
from scraper.frontier.frontier import Frontier, barren_patterns
from scraper.frontier.limits import MAX_IDLE, MAX_STALE, OVERLAP
from scraper.frontier.link_context import LinkContext
from scraper.frontier.pagers import Turn
from scraper.ledger.pages import KnownPage
from scraper.pages.page import Page
from scraper.reading import PageContext, PageType
from scraper.storage.records import RecordLine
from tests.pins import pins
from tests.pipelines.records import ledger_in

HOME = "http://x.vn/"
ID = "ab" * 16
HOUR = 3600
TITLE = "Hội làng mở lại sau ba năm vắng bóng"


class Clock:
    """A clock that a test sets."""

    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


class Site:
    """A frontier of one run after the other over the same ledger file."""

    def __init__(self, folder: Path, schemes: tuple[Cms, ...] = ANY_CMS) -> None:
        self.folder, self.schemes, self.clock = folder, schemes, Clock()
        self.ledger: LedgerExtension
        self.frontier: Frontier
        self.begin()

    def begin(self, *, full: bool = False) -> None:
        self.ledger = ledger_in(self.folder, self.clock)
        self.ledger.open("x", full=full)
        self.frontier = Frontier(UrlResolver(("x.vn",), self.schemes), HOME, self.ledger, self.ledger.stats)

    def end(self, reason: str = "finished") -> None:
        self.ledger.spider_closed(reason)

    def follow(
        self,
        html: str,
        path: str = "tin-tuc",
        context: LinkContext | None = None,
        depth: int = 0,
        page_type: PageType = PageType.LIST,
    ) -> list[tuple[str | Turn, LinkContext]]:
        page = Page(HOME + path, f"<html><body>{html}</body></html>".encode(), self.frontier.urls)
        return list(self.frontier.follow(page, context or LinkContext(key=f"/{path}"), depth, page_type))

    def paths(self, html: str, path: str = "tin-tuc", context: LinkContext | None = None, depth: int = 0) -> list[str]:
        """The paths that a page's links ask for."""
        return [str(url).removeprefix(HOME) for url, _ in self.follow(html, path, context, depth)]

    def skipped(self, why: str) -> int:
        return int(self.ledger.stats.get_value(f"walk/skipped/{why}", 0))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    if site.ledger.is_open:
        site.end()


def link(path: str, words: str = "Tin") -> str:
    return f'<p><a href="/{path}">{words}</a></p>'


def article(number: int, date: str = " (05/04/2023)") -> str:
    return (
        f'<li><a href="/tin/hoi-lang-mo-lai-lan-thu-{number}-{1000 + number}.html">Hội làng lần {number}</a>{date}</li>'
    )


def path_of(number: int) -> str:
    return f"tin/hoi-lang-mo-lai-lan-thu-{number}-{1000 + number}.html"


def key_of(number: int) -> str:
    return f"/{path_of(number)}"


# Once.


def test_a_page_is_requested_once(site: Site) -> None:
    assert site.paths(link("van-hoa") + link("van-hoa") + link("the-thao")) == ["van-hoa", "the-thao"]
    assert site.paths(link("van-hoa"), "khac") == []


def test_the_front_page_is_not_requested_again(site: Site) -> None:
    assert site.paths('<a href="/">Trang chủ</a>' + link("van-hoa")) == ["van-hoa"]


def test_what_is_never_crawled_is_counted_once(site: Site) -> None:
    html = link("a.pdf") + link("a.pdf") + link("tim-kiem?q=a") + '<a href="http://other.vn/">Khác</a>'
    assert site.paths(html) == []
    assert (site.skipped("file"), site.skipped("view"), site.skipped("foreign")) == (1, 1, 1)


def test_pages_that_a_script_makes_are_counted(site: Site) -> None:
    html = link("van-hoa#!/1") + link("van-hoa#!/1") + link("van-hoa#!/2") + link("van-hoa#top")
    assert site.paths(html) == ["van-hoa"]
    assert site.skipped("hash_bang") == 2


# Articles.


def test_an_article_is_requested_at_once_with_or_without_a_date(site: Site) -> None:
    (dated, _), (undated, _) = found = site.follow(f"<ul>{article(1)}{article(2, '')}</ul>")
    assert [dated, undated] == [HOME + path_of(1), HOME + path_of(2)]
    assert [context.key for _, context in found] == [key_of(1), key_of(2)]
    known = site.ledger.articles.get(key_of(1))
    assert known is not None
    assert (known.title, known.listed) == ("Hội làng lần 1", None), "its page says whether the date is its own"
    assert site.paths(f"<ul>{article(1)}</ul>", "van-hoa") == []


def test_a_written_article_is_not_requested_by_its_link(site: Site) -> None:
    ((url, context),) = site.follow(f"<ul>{article(1)}</ul>")
    write(site, str(url), context)
    site.end()
    site.begin()
    assert site.paths(f"<ul>{article(1)}{article(2)}</ul>") == [path_of(2)]
    site.end()
    site.begin(full=True)
    assert path_of(1) in site.paths(f"<ul>{article(1)}{article(2)}</ul>")


def test_a_failed_article_is_requested_when_it_is_due(site: Site) -> None:
    ((_, context),) = site.follow(f"<ul>{article(1)}</ul>")
    site.ledger.articles.failed(context.key, site.ledger.now)
    site.ledger.articles.failed(context.key, site.ledger.now)
    site.end()
    site.begin()
    assert site.paths(f"<ul>{article(1)}</ul>") == []
    site.end()
    site.clock.now += HOUR
    site.begin()
    assert site.paths(f"<ul>{article(1)}</ul>") == [path_of(1)]


def write(site: Site, url: str, context: LinkContext, published: str | None = "2023-04-05", at: str = ID) -> None:
    """Read an article and write its record."""
    articles = site.ledger.articles
    articles.fetched(context.key, url, at, published, ('"1"', None), site.ledger.now)

    async def written() -> None:
        site.ledger.writer.append(RecordLine(bytes.fromhex(at), bytes(32), 1), "{}\n")
        site.ledger.writer.sync()

    asyncio.run(written())


# Lists and pagers.


def pager(*numbers: int) -> str:
    return "".join(f'<a href="/tin-tuc?page={n}">{n}</a> ' for n in numbers)


def test_all_pages_of_a_list_are_requested_by_a_first_walk(site: Site) -> None:
    found = site.follow(f"<ul>{article(1)}</ul>{pager(2, 3)}")
    contexts = {str(url): context for url, context in found}
    assert list(contexts) == [HOME + path_of(1), f"{HOME}tin-tuc?page=2", f"{HOME}tin-tuc?page=3"]
    second = contexts[f"{HOME}tin-tuc?page=2"]
    assert (second.number, second.list_root) == (2, "/tin-tuc")


@pytest.mark.parametrize(("stale", "goes_on"), [(MAX_STALE - 2, True), (MAX_STALE - 1, False)])
def test_a_list_that_shows_nothing_new_ends(site: Site, stale: int, goes_on: bool) -> None:
    site.paths(f"<ul>{article(1)}</ul>")
    context = LinkContext("/tin-tuc?page=2", "/tin-tuc", 2, stale)
    assert bool(site.paths(f"<ul>{article(1)}</ul>{pager(3)}", "tin-tuc?page=2", context)) is goes_on


def test_a_new_article_makes_a_list_fresh_again(site: Site) -> None:
    site.paths(f"<ul>{article(1)}</ul>")
    context = LinkContext("/tin-tuc?page=2", "/tin-tuc", 2, MAX_STALE - 1)
    found = site.follow(f"<ul>{article(1)}{article(2)}</ul>{pager(3)}", "tin-tuc?page=2", context)
    assert [context.stale for _, context in found if context.number == 3] == [0]


def test_an_article_has_no_further_pages(site: Site) -> None:
    assert site.follow(pager(2), "tin-tuc", page_type=PageType.ARTICLE) == []


def test_a_later_run_goes_page_by_page(site: Site) -> None:
    site.follow(f"<ul>{article(1)}</ul>{pager(2, 3)}")
    site.end()
    site.begin()
    assert site.frontier.patience == OVERLAP != MAX_STALE
    assert site.paths(f"<ul>{article(1)}</ul>{pager(2, 3)}") == [path_of(1), "tin-tuc?page=2"]


@pytest.mark.parametrize(("stale", "goes_on"), [(OVERLAP - 2, True), (OVERLAP - 1, False)])
def test_a_later_run_reads_five_pages_with_nothing_new(site: Site, stale: int, goes_on: bool) -> None:
    site.follow(f"<ul>{article(1)}</ul>{pager(2, 3)}")
    site.end()
    site.begin()
    context = LinkContext("/tin-tuc?page=2", "/tin-tuc", 2, stale)
    assert bool(site.paths(f"<ul>{article(1)}</ul>{pager(3)}", "tin-tuc?page=2", context)[1:]) is goes_on


@pins("frontier._FURTHER_PAGES")
def test_what_a_list_links_is_requested_before_its_further_pages(site: Site) -> None:
    form = "<form><a href=\"javascript:__doPostBack('grid','Page$3')\">3</a></form>"
    found = site.follow(f"<ul>{article(1)}</ul>{pager(2)}{form}")
    assert [(context.number, context.priority) for _, context in found] == [(1, 0), (2, -1), (3, -1)]


def test_pagers_of_forms_are_turned_forward(site: Site) -> None:
    grid = "".join(f"<a href=\"javascript:__doPostBack('grid','Page${n}')\">{n}</a>" for n in (1, 3, 4))
    second = LinkContext(number=2, list_root="/tin-tuc")
    found = site.follow(f"<ul>{article(1)}</ul><form>{grid}</form>", context=second)
    turns = [(target.number, context.number, context.key) for target, context in found if isinstance(target, Turn)]
    assert (3, 3, "/tin-tuc#grid#3") in turns
    assert (4, 4, "/tin-tuc#grid#4") in turns
    assert site.follow(f"<form>{grid}</form>", context=second) == []


def test_a_pager_whose_address_is_state_is_told_by_its_number(tmp_path: Path) -> None:
    site = Site(tmp_path, (WCM,))
    state = "wps/portal/tin/!ut/p/z0"
    html = link(f"{state}/aaa/", "2") + link(f"{state}/bbb/", "2") + link(f"{state}/ccc/", "3")
    assert site.paths(html) == [f"{state}/aaa/", f"{state}/ccc/"]
    site.end()


# Where nothing is found.


@pytest.mark.parametrize(("idle", "goes_on"), [(MAX_IDLE - 2, True), (MAX_IDLE - 1, False)])
def test_a_way_without_new_articles_ends(site: Site, idle: int, goes_on: bool) -> None:
    assert bool(site.paths(link("sau-hon"), "sau", LinkContext(idle=idle, key="/sau"))) is goes_on


def test_a_new_article_makes_a_way_good_again(site: Site) -> None:
    found = site.follow(f"<ul>{article(1)}</ul>" + link("sau-hon"), "sau", LinkContext(idle=MAX_IDLE, key="/sau"))
    assert [context.idle for url, context in found if str(url).endswith("sau-hon")] == [0]


@pytest.mark.parametrize(
    ("pages", "depth", "goes_on"),
    [(15, 2, False), (14, 2, True), (15, 1, True)],
)
def test_a_calendar_is_a_trap_but_not_a_menu(site: Site, pages: int, depth: int, goes_on: bool) -> None:
    for day in range(pages - 1):
        site.follow("", f"lich/{day}", LinkContext(key=f"/lich/{day}"))
    found = site.paths(link("lich/999"), "lich/500", LinkContext(key="/lich/500"), depth)
    assert bool(found) is goes_on
    assert site.skipped("trap") == (0 if goes_on else 1)


@pytest.mark.parametrize(("path", "goes_on"), [("lich/500", False), ("van-hoa", True)])
def test_one_trap_may_lead_into_another(site: Site, path: str, goes_on: bool) -> None:
    for day in range(15):
        for trap in ("lich", "ngay"):
            site.follow("", f"{trap}/{day}", LinkContext(key=f"/{trap}/{day}"))
    assert bool(site.paths(link("ngay/999"), path, LinkContext(key=f"/{path}"), depth=2)) is goes_on


def test_addresses_without_articles_are_barren_where_there_are_many() -> None:
    days = [KnownPage(str(i), f"{HOME}lich/{i}", 1, lists=False, list_root="", number=1) for i in range(15)]
    assert barren_patterns(days) == {"/lich/0?"}
    assert barren_patterns(days[1:]) == frozenset()
    assert barren_patterns([*days[1:], replace(days[0], lists=True)]) == frozenset()


# What earlier runs left.


def resumed(site: Site, days: float = 14) -> list[str]:
    return [str(url).removeprefix(HOME) for url, _ in site.frontier.resume(days)]


def test_what_was_found_and_not_written_comes_first(site: Site) -> None:
    site.follow(f"<ul>{article(1)}</ul>")
    site.end("cancelled")
    site.begin()
    assert resumed(site) == [path_of(1)]
    assert site.paths(f"<ul>{article(1)}</ul>") == [], "requested already"


@pytest.mark.parametrize(("days", "expected"), [(222, []), (223, [path_of(1)])])
def test_recent_articles_are_revisited_if_they_changed(site: Site, days: float, expected: list[str]) -> None:
    # The clock stands at 14 November 2023, 223 days after the article.
    ((url, context),) = site.follow(f"<ul>{article(1)}</ul>")
    write(site, str(url), context)
    site.end()
    site.begin()
    found = list(site.frontier.resume(days))
    assert [str(url).removeprefix(HOME) for url, _ in found] == expected
    assert all(context.conditional_headers == (("If-None-Match", '"1"'),) for _, context in found)
    assert site.ledger.stats.get_value("ledger/revisited", 0) == len(expected)


def test_lists_that_showed_articles_are_read_again(site: Site) -> None:
    html = "".join(article(n) for n in range(3))
    for number, path in ((1, "tin-tuc"), (2, "tin-tuc?page=2")):
        site.follow(
            html if number == 1 else article(7), path, LinkContext(number=number, list_root="/tin-tuc", key=f"/{path}")
        )
        site.ledger.pages.walked(f"/{path}", HOME + path, "/tin-tuc", number)
    site.ledger.pages.walked("/gioi-thieu", HOME + "gioi-thieu", "", 1)
    site.frontier.note_lists()
    site.end()
    site.begin()
    assert "tin-tuc" in resumed(site)
    assert not {"tin-tuc?page=2", "gioi-thieu"} & set(resumed(site))


def test_a_page_of_an_earlier_run_that_lists_nothing_is_not_requested_again(site: Site) -> None:
    site.ledger.pages.walked("/gioi-thieu", HOME + "gioi-thieu", "", 1)
    site.end()
    site.begin()
    assert site.paths(link("gioi-thieu") + link("van-hoa")) == ["van-hoa"]
    assert site.skipped("known") == 1


def test_addresses_that_never_listed_an_article_are_not_requested_again(site: Site) -> None:
    for day in range(15):
        site.ledger.pages.walked(f"/lich/{day}", f"{HOME}lich/{day}", "", 1)
    site.end()
    site.begin()
    assert resumed(site) == []
    assert site.paths(link("lich/99") + link("van-hoa")) == ["van-hoa"]
    assert site.skipped("trap") == 1


def test_a_site_that_moved_is_asked_at_its_new_host(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.follow(f"<ul>{article(1)}</ul>")
    site.end("cancelled")
    site.begin()
    site.frontier = Frontier(UrlResolver(("y.vn",), ANY_CMS), "http://y.vn/", site.ledger, site.ledger.stats)
    assert [str(url) for url, _ in site.frontier.resume(14)] == [f"http://y.vn/{path_of(1)}"]
    site.end()


# Feeds.


def entry(path: str, title: str = "", *, is_item: bool = False) -> FeedEntry:
    return FeedEntry(HOME + path, title, is_item=is_item)


def feed(site: Site, *entries: FeedEntry) -> list[tuple[str, LinkContext]]:
    return [(str(url).removeprefix(HOME), context) for url, context in site.frontier.follow_feed(list(entries))]


def test_a_sitemap_asks_for_pages_articles_and_packed_sitemaps(site: Site) -> None:
    paths = ("van-hoa", "van-hoa", "sitemap-2.xml.gz", "sitemap.txt", "a.pdf", "tim-kiem?q=a", path_of(1))
    found = feed(site, *map(entry, paths), FeedEntry("http://other.vn/sitemap.xml", "", is_item=False))
    assert [path for path, _ in found] == ["van-hoa", "sitemap-2.xml.gz", "sitemap.txt", path_of(1)]
    assert [context.idle for _, context in found] == [MAX_IDLE - 1] * 3 + [0]
    assert site.ledger.articles.get(key_of(1)) is not None
    assert not site.frontier.evidence.of(key_of(1)).in_feed, "sitemaps have pages of all kinds"


def test_a_sitemap_without_addresses_asks_for_nothing(site: Site) -> None:
    assert list(site.frontier.follow_feed([FeedEntry("http://[x", "", is_item=False)])) == []


def test_an_item_of_a_feed_is_an_article(site: Site) -> None:
    ((path, context),) = feed(site, entry("bai-viet", TITLE, is_item=True), entry("a.pdf", TITLE, is_item=True))
    assert (path, context.idle) == ("bai-viet", 0)
    known = site.ledger.articles.get("/bai-viet")
    assert known is not None
    assert known.title == TITLE
    assert said(site, "bai-viet").link_texts == (TITLE,)
    assert site.frontier.evidence.of("/bai-viet").in_feed


@pins("frontier._AFTER_LISTS")
def test_what_only_a_feed_names_comes_after_the_lists(site: Site) -> None:
    assert [context.priority for _, context in feed(site, entry("van-hoa"), entry(path_of(1)))] == [-10, -10]
    assert [context.priority for _, context in site.follow(link("the-thao") + article(2))] == [0, 0]


@pytest.mark.parametrize(
    ("url", "is_asked"),
    [
        ("http://x.vn/sotuphap/tin", True),
        ("http://x.vn/sitemap-2.XML", True),
        ("http://x.vn/soyte/tin", False),
        ("http://y.vn/sitemap-2.xml", False),
    ],
)
def test_the_sitemaps_of_a_folder_may_be_outside_of_it(site: Site, url: str, is_asked: bool) -> None:
    urls = UrlResolver(("x.vn",), ANY_CMS, "/sotuphap")
    site.frontier = Frontier(urls, f"{HOME}sotuphap/", site.ledger, site.ledger.stats)
    found = list(site.frontier.follow_feed([FeedEntry(url, "", is_item=False)]))
    assert [found_url for found_url, _ in found] == ([url] if is_asked else [])


@pytest.mark.parametrize(
    ("page_type", "expected"),
    [
        (PageType.LIST, ["feed"]),
        (PageType.NO_ARTICLE, ["feed"]),
        (PageType.ARTICLE, []),
        (PageType.UNDECIDED, []),
    ],
)
def test_the_feeds_of_an_article_are_its_comments(site: Site, page_type: PageType, expected: list[str]) -> None:
    html = f'<link rel="alternate" type="application/rss+xml" href="{HOME}feed">'
    assert [url for url, _ in site.follow(html, page_type=page_type)] == [HOME + path for path in expected]


# Reliable addresses.


@pins("frontier._ENOUGH_EXACT")
@pytest.mark.parametrize(
    ("exact", "others", "expected"), [(4, 0, False), (5, 0, True), (5, 4, True), (5, 5, False), (0, 0, False)]
)
def test_addresses_are_reliable_if_the_rules_match_most_titles(
    tmp_path: Path, exact: int, others: int, expected: bool
) -> None:
    site = Site(tmp_path, (SLUG_ID,))
    for _ in range(2):  # each address counts once
        site.follow("".join(link(f"tin/hoi-lang-mo-lai-{1001 + number}") for number in range(exact)))
        site.follow("".join(link(f"bai-{number}", TITLE) for number in range(others)))
    assert site.frontier.urls_reliable is expected
    site.end()


@pytest.mark.parametrize("exact", [3, 9])
def test_where_addresses_are_reliable_words_make_no_article(tmp_path: Path, exact: int) -> None:
    site = Site(tmp_path, (SLUG_ID,))
    site.follow("".join(link(f"tin/hoi-lang-mo-lai-{1001 + number}") for number in range(exact)))
    assert site.paths(link("gioi-thieu", TITLE)) == ["gioi-thieu"]
    assert (site.ledger.articles.get("/gioi-thieu") is None) is (exact > 4)
    site.end()


def test_hints_are_never_reliable(site: Site) -> None:
    site.follow("".join(article(number) for number in range(20)))
    assert not site.frontier.urls_reliable


# What links say.


def said(site: Site, path: str, key: str = "") -> PageContext:
    """What links say of a page."""
    address = site.frontier.urls.address(HOME + path)
    assert address is not None
    return site.frontier.context_of(address, key or address.identity)


def test_the_words_and_dates_of_all_links_come_together(site: Site) -> None:
    site.follow(f"<ul>{article(1)}</ul>")
    site.follow(link(path_of(1), "Hội làng lần thứ nhất mở lại"), "van-hoa")
    context = said(site, path_of(1))
    assert context.link_texts == ("Hội làng lần 1", "Hội làng lần thứ nhất mở lại")
    assert context.listing_date == ("2023-04-05", "05/04/2023")


def test_a_page_is_known_by_its_own_address_and_by_its_link(site: Site) -> None:
    site.follow(link("bai-viet", TITLE) + link("bai-viet-cu", "Hội làng"))
    assert said(site, "bai-viet", "/bai-viet-cu").link_texts == ("Hội làng", TITLE)
    assert said(site, "bai-viet").link_texts == (TITLE,)


def test_where_addresses_are_state_a_page_is_known_by_its_link(tmp_path: Path) -> None:
    site = Site(tmp_path, (WCM,))
    state = "wps/portal/tin/!ut/p/z0"
    found = site.follow(link(f"{state}/aaa/", TITLE) + link("wps/portal/tin", "Tin tức"))
    assert said(site, f"{state}/bbb/", found[0][1].key).link_texts == (TITLE,)
    site.end()


@pytest.mark.parametrize("path", ["a.pdf", "tim-kiem?q=a"])
def test_what_links_say_of_files_and_views_is_not_kept(site: Site, path: str) -> None:
    site.follow(link(path, TITLE))
    assert said(site, path).link_texts == ()


def listed(count: int, dated: int) -> str:
    """A list with some entries that have a date in a line of their own."""
    entries = (
        f'<li><a href="/bai-{n}">{TITLE} {n}</a>{"<p>12/06/2023</p>" if n < dated else ""}</li>' for n in range(count)
    )
    return f"<ul>{''.join(entries)}</ul>"


@pytest.mark.parametrize(("count", "dated", "is_date"), [(2, 1, True), (3, 1, False), (3, 2, True), (1, 1, True)])
def test_a_date_beside_one_entry_of_several_may_be_a_clock(site: Site, count: int, dated: int, is_date: bool) -> None:
    site.follow(listed(count, dated))
    assert (said(site, "bai-0").listing_date is not None) is is_date
    assert said(site, f"bai-{count - 1}").link_texts == (f"{TITLE} {count - 1}",)


def test_a_date_beside_a_link_to_the_page_itself_is_a_clock(site: Site) -> None:
    site.follow(listed(1, 1), "bai-0")
    assert said(site, "bai-0").listing_date is None


def test_two_titles_with_one_number_are_told_by_their_addresses(site: Site) -> None:
    paths = [f"tin/{name}-10017.html" for name in ("hoi-lang-mo-lai-sau-mua", "cho-phien-vung-cao-hop")]
    assert said(site, paths[0]).is_key_trusted
    site.follow("".join(map(link, paths)))
    assert not said(site, paths[0]).is_key_trusted


def test_what_earlier_runs_heard_of_an_article_counts_as_a_link(site: Site) -> None:
    site.ledger.articles.record_link(
        "/bai-viet", f"{HOME}bai-viet", f"{HOME}bai-viet", TITLE, ("2023-06-12", "12/06/2023"), site.ledger.now
    )
    site.ledger.articles.record_link("/khac", f"{HOME}khac", f"{HOME}khac", "", None, site.ledger.now)
    site.end()
    site.begin()
    assert said(site, "bai-viet").link_texts == ()
    assert resumed(site) == ["bai-viet", "khac"]
    heard, nothing = said(site, "bai-viet"), said(site, "khac")
    assert (heard.link_texts, heard.listing_date) == ((TITLE,), ("2023-06-12", "12/06/2023"))
    assert (nothing.link_texts, nothing.listing_date) == ((), None)


def test_what_earlier_runs_found(site: Site) -> None:
    site.follow(link("bai-moi", TITLE))
    ((url, context),) = site.follow(f"<ul>{article(1)}</ul>")
    write(site, str(url), context)
    site.ledger.pages.walked("/gioi-thieu", f"{HOME}gioi-thieu", "", 1)
    is_known = site.frontier.is_known
    keys = (key_of(1), "/gioi-thieu", "/bai-moi", "/khac")
    assert [is_known(key) for key in keys] == [True, None, None, None], "found by this run"
    site.ledger.run += 1
    assert [is_known(key) for key in keys] == [True, False, None, None]


def test_a_page_of_an_earlier_run_is_no_article_for_the_words_of_its_link(site: Site) -> None:
    site.ledger.pages.walked("/gioi-thieu", f"{HOME}gioi-thieu", "", 1)
    assert site.paths(link("gioi-thieu", TITLE) + link("bai-viet", TITLE)) == ["gioi-thieu", "bai-viet"]
    assert site.ledger.articles.get("/gioi-thieu") is None
    assert site.ledger.articles.get("/bai-viet") is not None


def test_the_shapes_of_earlier_addresses_are_learned(site: Site) -> None:
    for number in range(6):
        ((url, context),) = site.follow(link(f"bai-viet/{'abcdef'[number]}", f"{TITLE} {number}"))
        write(site, str(url), context, at=f"{number:02}" * 16)
    site.end()
    site.begin()
    list(site.frontier.resume(14))
    facts = PageFacts("Tin", True, False, False, False, True, False, False, 1, "/bai-viet/*?")
    announced = site.frontier.evidence.announced({"/bai-viet/x": facts}, site.frontier.is_known)
    assert announced == {"/bai-viet/x": "articles have such addresses"}


# Archives: lists by tag, author or day.


def taken(site: Site) -> list[str]:
    return [str(url).removeprefix(HOME) for url, _ in site.frontier.take_archives()]


@pins("frontier._ARCHIVES_AT_ONCE")
@pytest.mark.parametrize(("tags", "at_once"), [(5, 5), (6, 6), (7, 6)])
def test_some_archives_are_taken_at_the_end_of_the_walk(site: Site, tags: int, at_once: int) -> None:
    paths = [f"tag/{'abcdefg'[number]}" for number in range(tags)]
    assert site.paths("".join(map(link, reversed(paths)))) == []
    assert taken(site) == paths[:at_once]
    assert site.skipped("archive") == 0
    assert taken(site) == [], "they led to nothing new"
    assert site.skipped("archive") == tags - at_once


def test_archives_are_taken_as_long_as_they_lead_to_something_new(site: Site) -> None:
    paths = [f"tag/{letter}" for letter in "abcdefgh"]
    site.follow("".join(map(link, paths)))
    assert taken(site) == paths[:6]
    assert site.paths(f"<ul>{article(1)}</ul>{link('tag/a')}{link('tag/i')}", "tag/a") == [path_of(1)]
    assert taken(site) == [*paths[6:], "tag/i"]
    assert taken(site) == []
    assert site.skipped("archive") == 0


def test_without_archives_the_walk_ends(site: Site) -> None:
    site.follow(link("van-hoa"))
    assert taken(site) == []
