"""What a page states for machines, and when it is used.

Dates are often wrong: NukeViet writes the time of the last edit into ``datePublished``. So a stated date is used only
if a printed one, of the page or of the list that led to it, is the same day.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from scraper.addresses import Address, Kind
from scraper.pages.page import Page
from scraper.pages.title import letters, same_as_slug
from scraper.text.clock import VIETNAM
from scraper.text.normalise import clean

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ])")
# Types of schema.org that news and posts have; plain pages are WebPage.
_ARTICLE_TYPES = frozenset({"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle"})
# <html>, <head> is no box, <body>: further boxes are in it.
_FIRST_BOXES = 3
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')


def stated_time(page: Page, day: str) -> str | None:
    """A stated publication time on a printed day, ISO 8601 with ``+07:00``; None if no statement agrees.

    Args:
        page: the page.
        day: the printed day, ``YYYY-MM-DD``.
    """
    for text in _statements(page):
        time = _parse(text)
        if time is not None and time.startswith(day):
            return time
    return None


def stated_days(page: Page) -> set[str]:
    """All days, ``YYYY-MM-DD``, that the page states for machines as its publication date."""
    return {text.strip()[:10] for text in _statements(page) if _DAY.match(text.strip())}


def agreed_day(page: Page) -> str | None:
    """The one day that JSON-LD and another vocabulary both state; None if either is missing or they differ."""
    linked = {text[:10] for text in _in_json(page) if _DAY.match(text)}
    marked = {text.strip()[:10] for text in page.head.published if _DAY.match(text.strip())}
    return linked.pop() if len(linked) == 1 and linked <= marked else None


def _statements(page: Page) -> list[str]:
    return page.head.published + _in_json(page)


def _in_json(page: Page) -> list[str]:
    return [time for script in page.head.json_ld for time in _JSON_LD.findall(script)]


def _parse(text: str) -> str | None:
    try:
        time = datetime.fromisoformat(text.strip())
        if time.tzinfo is not None:
            time = time.astimezone(VIETNAM)
    except (ValueError, OverflowError):  # the years 1 and 9999 have no day before or after
        return None
    if "T" not in text and ":" not in text:
        return None  # only a day: the printed one has the same information
    return time.replace(tzinfo=VIETNAM).isoformat(timespec="seconds")


def stated_address(page: Page, title: str) -> Address | None:
    """The canonical address that an article's page states, if it is another one of the site and fits the article.

    Some sites state the front page or a section everywhere.
    """
    own = page.address
    stated = page.urls.resolve(page.url, page.head.canonical) if page.head.canonical else None
    if stated is None or own.matched_exactly or own.is_stateful or stated.is_stateful:
        return None
    if stated.kind not in (Kind.PAGE, Kind.ARTICLE) or stated.identity == own.identity:
        return None
    names = [urlsplit(address.url).path.rstrip("/").rpartition("/")[2] for address in (own, stated)]
    is_same_name = bool(names[0]) and names[0] == names[1]
    is_titled = same_as_slug(letters(title), letters(stated.title_slug))
    return stated if is_same_name or is_titled or stated.matched_exactly else None


def states_article(page: Page, title: str) -> bool:
    """True if the page states for machines that it is an article, or a post, of this title."""
    body = page.boxes.tags.index("body") if "body" in page.boxes.tags[:_FIRST_BOXES] else -1
    if page.urls.tables.article_class.search(page.boxes.classes.get(body, "")):
        return True
    headlines = [headline for script in page.head.json_ld for headline in _headlines(script)]
    return len(headlines) == 1 and letters(headlines[0]) == letters(title)


def _headlines(script: str) -> list[str]:
    """Headlines of the articles in a JSON-LD script, in its graph and in lists of it."""
    try:
        found: Any = json.loads(script)
    except ValueError:
        return []
    nodes = found if isinstance(found, list) else [found]
    graphs = [node["@graph"] for node in nodes if isinstance(node, dict) and isinstance(node.get("@graph"), list)]
    nodes = [node for node in (*nodes, *chain.from_iterable(graphs)) if isinstance(node, dict)]
    return [clean(str(node.get("headline") or node.get("name"))) for node in nodes if _is_article(node.get("@type"))]


def _is_article(stated: object) -> bool:
    types = stated if isinstance(stated, list) else [stated]
    return any(isinstance(name, str) and name in _ARTICLE_TYPES for name in types)
