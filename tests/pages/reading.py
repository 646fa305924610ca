"""Makes pages from a few lines of HTML, for the tests of single rules."""

from __future__ import annotations

from scraper.addresses import UrlResolver
from scraper.cms.liferay import COM_SOFT
from scraper.cms.slug_id import SLUG_ID
from scraper.pages.article import ArticleFields, read_article
from scraper.pages.blocks import Block, Link, LinkTargets
from scraper.pages.builder import ParsedPage, build
from scraper.pages.page import Page

HOST = "http://portal.vn"
URLS = UrlResolver(("portal.vn",), (COM_SOFT, SLUG_ID))
URL = f"{HOST}/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001"
TITLE = "Hội làng mở lại sau ba năm"

# Sentences long enough to be running text.
SENTENCES = (
    "Từ tờ mờ sáng, người dân ba thôn đã kéo nhau ra sân đình dựng rạp và treo đèn lồng giấy.",
    "Các cụ cao niên nhắc lại chuyện cũ, còn trẻ nhỏ thì háo hức chờ trò kéo co trên bãi cỏ.",
    "Đến trưa, đội trống của thôn Đoài đánh bài mở hội, cả sân đình đứng dậy vỗ tay theo nhịp.",
    "Ban tổ chức dặn mọi người giữ sạch bãi cỏ, ăn uống xong thì gom rác về đúng chỗ quy định.",
)
ONE, TWO, THREE, FOUR = SENTENCES
NEWS = '<h4>Tin khác</h4><ul><li><a href="/tin-tuc/cho-phien-hop-lai-202">Chợ phiên họp lại</a> (01/01/2020)</li></ul>'


def page(body: str, url: str = URL, head: str = "") -> Page:
    """A page around some HTML."""
    return Page(url, f"<html><head>{head}</head><body>{body}</body></html>".encode(), URLS)


def article(middle: str, before: str = "", after: str = "") -> Page:
    """An article's page: title, then what the test is about."""
    return page(f"{before}<div><h1>{TITLE}</h1>{middle}</div>{after}")


def paragraphs(*texts: str) -> str:
    """Texts in ``<p>``; the standard sentences where none are given."""
    return "".join(f"<p>{text}</p>" for text in texts or SENTENCES)


def document(html: str) -> ParsedPage:
    """All that is read of some HTML before any rule."""
    found = build(html.encode(), LinkTargets(URL, URLS))
    assert found is not None
    return found


def blocks(html: str) -> list[Block]:
    """The lines of some HTML."""
    return document(html).blocks


def links(html: str) -> list[Link]:
    """The links of some HTML."""
    return document(html).links


def around(middle: str, tail: str = "", head: str = "") -> ArticleFields:
    """An article with something after its title, between its halves, or behind its text."""
    text = f"<div>{paragraphs(ONE, TWO)}{middle}{paragraphs(THREE, FOUR)}{tail}</div>"
    return read_article(article(f"{head}{text}", after=NEWS))
