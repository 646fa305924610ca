"""Pagers: which links of a page lead to further pages of the same list, and to which one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from form2request import form2request
from scrapy import Request
from scrapy.http import TextResponse

from scraper.cms import KNOWN_TABLES, Tables
from scraper.pages.blocks import Link
from scraper.pages.choices import is_more, is_page_param
from scraper.pages.labels import is_pager
from scraper.pages.tree import bounded
from scraper.text.fold import fold

# A day or month of ASP.NET's calendar, by days since the year 2000; pages are "Page$2", or smaller numbers.
_CALENDAR = re.compile(r"V?-?[0-9]{4,5}")
_POSTBACK = re.compile(
    r"(?:__doPostBack|PostBackOptions)\(\s*(?:'|\"|&#39;)(?P<target>[^'\"&]*)(?:'|\"|&#39;)\s*,\s*(?:'|\"|&#39;)(?P<argument>[^'\"&]*)"
)
_PAGE_IN_PATH = re.compile(r"/(?:page|trang|p)[-/]?\d+(?=/|\.|$)|/phantrang(?=/)|(?<=/page)/\d+", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[0-9]{1,4}")
_FORWARD = re.compile(r"\W*(?:trang )?(?:sau|tiep|tiep theo|ke|ke tiep|next|older|xem tiep|tai them)(?: trang)?\W*\Z")
_FORWARD_SIGNS = frozenset(("»", ">", "›", "→", "▶", "►", "▸", "|>", "››"))
_MORE_SIGNS = frozenset(("...", "…", ".."))


def is_pager_link(link: Link, url: str, list_url: str, tables: Tables = KNOWN_TABLES) -> bool:
    """True for a link to another page of the list at ``list_url``: by its markup, by its words, or by an address that
    differs in a page number only.

    Args:
        link: the link.
        url: where it leads.
        list_url: the list.
        tables: what the site's CMS may write into addresses.
    """
    if link.is_next or is_pager(link.text or link.title):
        return True
    return url != list_url and without_page(url, tables.page_params) == without_page(list_url, tables.page_params)


@lru_cache(maxsize=4096)
def without_page(url: str, page_params: re.Pattern[str] = KNOWN_TABLES.page_params) -> str:
    """An address without the page number of a list."""
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if not is_page_param(name, page_params)]
    path = _PAGE_IN_PATH.sub("", parts.path).rstrip("/")
    return f"{parts.netloc}{path}?{urlencode(query)}"


def page_number(link: Link, current: int, visible: list[int]) -> int | None:
    """The number of the page that a pager's link leads to; None for a link back, or where it cannot be derived.

    Args:
        link: the link.
        current: number of the page that contains the link.
        visible: the numbers that the pager shows.
    """
    text = (link.text or link.title).strip()
    words = fold(text)
    if digits := re.fullmatch(r"\D{0,8}([0-9]{1,4})\W*", text):
        return int(digits[1])
    if text in _MORE_SIGNS:
        # It is before the window of numbers, leading back, or after it.
        return max([current, *visible]) + 1
    if link.is_next or text in _FORWARD_SIGNS or _FORWARD.match(words):
        return current + 1
    if not link.script and is_more(text):
        return current + 1  # a postback with these words may lead to an article
    return None


def visible_numbers(links: list[Link]) -> list[int]:
    """The page numbers that a page's pager shows."""
    return [int(link.text) for link in links if link.text.isdecimal() and _PAGE_NUMBER.fullmatch(link.text)]


@dataclass(frozen=True, slots=True)
class Turn:
    """One postback that turns a list to another page."""

    target: str
    argument: str
    pager: str
    """Which of the page's pagers: two grids count separately, and a calendar's days are not pages."""
    number: int


def postback_turns(links: list[Link], current: int) -> Iterator[Turn]:
    """The forward turns in a page's scripts, pager by pager, in page order.

    Args:
        links: the page's links.
        current: number of this page.
    """
    pagers: dict[str, list[tuple[Link, str, str]]] = {}
    for link in links:
        if found := _POSTBACK.search(link.script):
            target, argument = found["target"], found["argument"]
            if _CALENDAR.fullmatch(argument):
                continue
            # Grids have the page in the argument; repeaters number their buttons.
            pager = target if argument else target.rpartition("$")[0]
            pagers.setdefault(pager, []).append((link, target, argument))
    for pager, turns in pagers.items():
        numbers = visible_numbers([link for link, _, _ in turns])
        for position, (link, target, argument) in enumerate(turns):
            back = (
                link.text.strip() in _MORE_SIGNS and visible_numbers([other for other, _, _ in turns[:position]]) == []
            )
            number = page_number(link, current, numbers)
            if number is not None and not (back and numbers):
                yield Turn(target, argument, pager, number)


def page_of_forms(response: TextResponse) -> TextResponse:
    """The page whose forms :func:`postback_request` reads: without what would take a parser long."""
    body = bounded(response.body)
    return response if body is response.body else response.replace(body=body)


def postback_request(response: TextResponse, turn: Turn) -> Request:
    """The request that a browser sends for ``__doPostBack``: the page's own form with the event.

    Raises:
        ValueError: the page has no form that posts.
    """
    form = response.xpath("(//form[.//input[@name='__VIEWSTATE']] | //form[@method='post' or @method='POST'])[1]")
    if not form:
        raise ValueError(f"no form to post on {response.url}")
    # DotNetNuke declares multipart, for uploads; servers read a form without files in the usual encoding too, and
    # form2request knows no other.
    form[0].root.attrib.pop("enctype", None)
    event = {"__EVENTTARGET": turn.target, "__EVENTARGUMENT": turn.argument}
    request: Request = form2request(form, event, click=False).to_scrapy(None)
    return request
