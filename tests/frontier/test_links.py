"""What a link leads to: by its address, its words, and what earlier runs know."""

from __future__ import annotations

import pytest

from scraper.addresses import Address, UrlResolver
from scraper.cms import ANY_CMS, Cms, tables_for
from scraper.cms.websphere import WCM
from scraper.frontier.links import (
    KnownAs,
    LinkType,
    by_link,
    classify,
    is_archive,
    link_identity,
    may_be_article,
    texts_of,
    title_and_date,
)
from scraper.pages.blocks import Link
from scraper.pages.entries import ListEntry
from tests.pages.reading import page
from tests.pins import pins

LIST = "http://x.vn/tin-tuc"
TITLE = "Hội làng mở lại sau ba năm vắng bóng"
ARTICLE, PAGE = "/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001.html", "/gioi-thieu"
NOTHING, AS_ARTICLE, AS_PAGE = KnownAs


def address(path: str) -> Address:
    found = UrlResolver(("x.vn",), ANY_CMS).resolve(LIST, path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "words", "reliable", "known_as", "expected"),
    [
        # An address that shows an article is one, whatever its words and whatever is known.
        (ARTICLE, "", True, NOTHING, LinkType.ARTICLE),
        (ARTICLE, "2", True, AS_PAGE, LinkType.ARTICLE),
        # What is never crawled.
        ("/a.pdf", TITLE, False, NOTHING, LinkType.SKIPPED),
        ("/tim-kiem?q=a", TITLE, False, AS_ARTICLE, LinkType.SKIPPED),
        ("http://other.vn/tin", TITLE, False, NOTHING, LinkType.SKIPPED),
        # Where addresses do not tell, words as long as a title's do.
        (PAGE, TITLE, False, NOTHING, LinkType.ARTICLE),
        (PAGE, "Giới thiệu", False, NOTHING, LinkType.PAGE),
        (PAGE, "", False, NOTHING, LinkType.PAGE),
        # … but not where addresses are reliable,
        (PAGE, TITLE, True, NOTHING, LinkType.PAGE),
        # and what earlier runs found counts more than words.
        (PAGE, TITLE, False, AS_PAGE, LinkType.PAGE),
        (PAGE, "Tin buồn", False, AS_ARTICLE, LinkType.ARTICLE),
        (PAGE, "Tin buồn", True, AS_ARTICLE, LinkType.ARTICLE),
        # Pagers: by words, or by an address that differs in a page number.
        (PAGE, "2", False, NOTHING, LinkType.PAGER),
        (PAGE, "Trang sau", True, NOTHING, LinkType.PAGER),
        ("/tin-tuc?page=2", "Xem", False, NOTHING, LinkType.PAGER),
        ("/tin-tuc?page=2", TITLE, False, NOTHING, LinkType.ARTICLE),
        ("/tin-tuc?page=2", TITLE, True, NOTHING, LinkType.PAGER),
        ("/van-hoa?page=2", "Xem", False, NOTHING, LinkType.PAGE),
        # Lists by tag, author or day, whatever their words and addresses look like.
        ("/tag/hoi-lang", TITLE, False, NOTHING, LinkType.ARCHIVE),
        ("/tag/hoi-lang?page=2", "2", True, NOTHING, LinkType.ARCHIVE),
        ("/tag/hoi-lang-mo-lai-sau-ba-nam-1001.html", TITLE, False, NOTHING, LinkType.ARCHIVE),
        ("/tag/hoi-lang", TITLE, False, AS_PAGE, LinkType.ARCHIVE),
        ("/tag/hoi-lang", TITLE, False, AS_ARTICLE, LinkType.ARTICLE),
    ],
)
def test_what_a_link_leads_to(path: str, words: str, reliable: bool, known_as: KnownAs, expected: LinkType) -> None:
    link = Link(path, "", words)
    assert classify(link, address(path), LIST, urls_reliable=reliable, known_as=known_as) is expected


def test_a_sources_own_cms_may_have_a_pager_parameter_of_its_own() -> None:
    link, url = Link("/tin-tuc?to=2", "", "Xem"), address("/tin-tuc?to=2")
    own = tables_for((Cms("own", page_params=("to",)),))
    known = {"urls_reliable": False, "known_as": NOTHING}
    assert classify(link, url, LIST, **known) is LinkType.PAGE  # type: ignore[arg-type]
    assert classify(link, url, LIST, **known, tables=own) is LinkType.PAGER  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/tag/hoi-lang", True),
        ("/tags/hoi-lang", True),
        ("/tu-khoa/hoi-lang", True),
        ("/author/an", True),
        ("/author12.html", True),
        ("/tac-gia/nguyen-van-an", True),
        ("/2023", True),
        ("/2023/06", True),
        ("/2023/06/12/", True),
        ("/blog/2023-06-12", True),
        ("/2023/06/page/2", True),
        ("/2023/06?page=2", True),
        ("/?m=202306", True),
        ("/tin?loai=1&ngay=12", True),
        ("/tag/", False),
        ("/tag", False),
        ("/tag/?page=2", False),
        ("/tin?ngay=", False),
        ("/tin?team=12", False),
        ("/vintage/hoi-lang", False),
        ("/2023/06/12/hoi-lang", False),
        ("/2023/13456", False),
        ("/12023", False),
        ("/1823", False),
        ("/hoi-lang-2023", False),
    ],
)
def test_addresses_of_lists_by_tag_author_or_day(path: str, expected: bool) -> None:
    assert is_archive(f"http://x.vn{path}") is expected


@pytest.mark.parametrize(
    ("text", "title", "entry_title", "expected"),
    [
        (TITLE, "", None, [TITLE]),
        (TITLE, TITLE, TITLE, [TITLE]),
        ("Hội làng mở lại …", TITLE, "Hội làng mở lại …", ["Hội làng mở lại …", TITLE]),
        (f"{TITLE} (05/04/2023)", "", TITLE, [TITLE, f"{TITLE} (05/04/2023)"]),
        ("", TITLE, None, [TITLE]),
        ("Xem thêm", "Xem tiếp", None, []),
        ("", "", None, []),
    ],
)
def test_all_words_of_a_link_are_kept_but_those_of_templates(
    text: str, title: str, entry_title: str | None, expected: list[str]
) -> None:
    link = Link("/x", title, text)
    assert texts_of(link, None if entry_title is None else ListEntry(link, entry_title, None)) == expected


@pins("links._MAX_TEXT")
@pytest.mark.parametrize(("length", "kept"), [(599, 599), (600, 600), (601, 600)])
def test_the_words_of_a_link_are_cut_where_no_card_is_longer(length: int, kept: int) -> None:
    (text,) = texts_of(Link("/x", "", ("Hội làng " * 70)[:length].replace(" ", "_")), None)
    assert len(text) == kept


@pytest.mark.parametrize(
    ("path", "words", "reliable", "expected"),
    [
        (ARTICLE, "", True, True),
        (PAGE, TITLE, False, True),
        (PAGE, TITLE, True, False),
        (PAGE, "Giới thiệu", False, False),
        ("/a.pdf", TITLE, False, False),
    ],
)
def test_what_may_be_an_article(path: str, words: str, reliable: bool, expected: bool) -> None:
    assert may_be_article(address(path), Link(path, "", words), urls_reliable=reliable) is expected


def test_the_title_and_date_of_an_entry() -> None:
    listing = page(f'<ul><li><a href="{ARTICLE}">{TITLE} (05/04/2023)</a></li><li><a href="{PAGE}">Tin</a></li></ul>')
    entries = by_link(listing.entries)
    dated, bare = listing.links
    title, date = title_and_date(dated, entries)
    assert (title, date and date.iso) == (TITLE, "2023-04-05")
    assert title_and_date(bare, entries) == ("Tin", None)
    assert title_and_date(Link(ARTICLE, "", "Khác"), entries) == ("Khác", None)


def test_where_addresses_are_state_the_words_tell_pages_apart() -> None:
    urls = UrlResolver(("x.vn",), (WCM,))
    found = [urls.resolve("http://x.vn/", f"/wps/portal/tin/!ut/p/z0/{text}/") for text in ("aaa", "bbb")]
    one, other = (address for address in found if address)
    assert link_identity(one, "Hội làng mở lại") == link_identity(other, "HỘI LÀNG MỞ LẠI")
    assert link_identity(one, "Hội làng mở lại") != link_identity(one, "Chợ phiên họp lại")
    assert link_identity(address(PAGE), "a") == link_identity(address(PAGE), "b")
