"""What a page states for machines, and when it is used.

Dates are often wrong: NukeViet writes the time of the last edit into ``datePublished``. So a stated date is used only
if a printed one, of the page or of the list that led to it, is the same day, or if two vocabularies agree and nothing
is printed; in other languages than Vietnamese one is enough. Times of Greenwich are converted to those of Viet Nam;
but many sites write their own time with a ``Z``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from scraper.addresses import Address, Kind
from scraper.pages.head import ARTICLE_TYPES, schema_types
from scraper.pages.page import Page
from scraper.pages.title import letters, same_as_slug
from scraper.text.clock import VIETNAM
from scraper.text.normalise import clean

# `Thu, 06 Oct 2011 08:10:27 EST`, as mails have it.
_OF_MAIL = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ])")
# <html>, <head> is no box, <body>: further boxes are in it.
_FIRST_BOXES = 3
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?(?![:\d])")
_IN_ZONE = re.compile(r"\+07:?00\s*$")
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
    """All days, ``YYYY-MM-DD``, that the page states for machines as its publication date, as written and converted."""
    return {day for text in _statements(page) for day in _days(text)}


def agreed_time(page: Page, day: str) -> str | None:
    """The one time on a day, in Viet Nam's zone, that JSON-LD and another vocabulary both state; or None."""
    linked, marked = (
        {time for text in texts if _IN_ZONE.search(text) and (time := _parse(text)) and time.startswith(day)}
        for texts in (_in_json(page), _marked(page))
    )
    return linked.pop() if len(linked) == 1 and linked == marked else None


def only_day(page: Page) -> str | None:
    """The one day, as written, that all statements have, if one is of an article: plain pages have one too."""
    is_articles = bool(_marked(page)) or any(map(_in_articles, page.head.json_ld))
    days = {found[0] for text in _statements(page) if (found := _days(text))}
    return days.pop() if is_articles and len(days) == 1 else None


def agreed_day(page: Page, *, in_vietnam: bool = False) -> str | None:
    """The one day that JSON-LD and another vocabulary both state; None if either is missing or they differ.

    Args:
        page: the page.
        in_vietnam: whether times are converted to those of Viet Nam. The day must then be written somewhere, since a
            time near midnight may have the wrong zone; and no further statement may have another.
    """
    linked, marked = list(map(_days, _in_json(page))), list(map(_days, _marked(page)))
    which = -1 if in_vietnam else 0
    days = {found[which] for found in linked if found}
    if len(days) != 1 or not days <= {found[which] for found in marked if found}:
        return None
    day = days.pop()
    if in_vietnam and any((_days(text) or [text.strip()[:10]])[-1] != day for text in _marked(page)):
        return None
    return day if any(found and found[0] == day for found in linked + marked) else None


def _days(text: str) -> list[str]:
    """The day of a statement as written, then as converted to Viet Nam's time; nothing if it has no day."""
    text = text.strip()
    if _OF_MAIL.match(text):
        try:
            text = parsedate_to_datetime(text).isoformat()
        except (ValueError, OverflowError):
            return []
    if not _DAY.match(text):
        return []
    return [text[:10], (_parse(text) or text)[:10]]


@dataclass(frozen=True, slots=True)
class TimeElement:
    """A ``<time>`` of the page in one of its lines."""

    line: int
    """Index of the block that has its words."""
    words: str
    written: str
    """The day of its ``datetime`` as written, ``YYYY-MM-DD``."""
    iso: str
    """Its ``datetime`` in Viet Nam's time; only the day where no time is known, as at midnight."""
    in_zone: bool
    """Whether it names the zone of Viet Nam."""
    is_modified: bool


def time_elements(page: Page, lines: Sequence[int]) -> list[TimeElement]:
    """The ``<time>`` elements in some lines, in page order.

    A line does not say which of its words were in which element. So it is their order that counts; where other lines
    have the same words outside of any ``<time>``, nothing is known.
    """
    texts = {i: page.blocks[i].text for i in lines}
    by_words: dict[str, list[tuple[str, bool]]] = {}
    for words, stated, is_modified in page.time_tags:
        by_words.setdefault(words, []).append((stated, is_modified))
    found = []
    for words, stated_times in by_words.items():
        if not any(words in text for text in texts.values()):
            continue
        places = [block.index for block in page.blocks for _ in range(block.text.count(words))]
        if len(places) != len(stated_times) and (len(places) > len(stated_times) or len(set(stated_times)) > 1):
            continue
        for place, (stated, is_modified) in zip(places, stated_times, strict=False):
            if place in texts and (days := _days(stated)):
                iso = days[0] if _MIDNIGHT.search(stated) else _parse(stated) or days[0]
                in_zone = _IN_ZONE.search(stated) is not None
                found.append(TimeElement(place, words, days[0], iso, in_zone, is_modified))
    return sorted(found, key=lambda element: (element.line, texts[element.line].find(element.words)))


def _statements(page: Page) -> list[str]:
    return _marked(page) + _in_json(page)


def _marked(page: Page) -> list[str]:
    """The statements in markup, without ``<time>`` elements: those of other articles and of comments have them too."""
    found, times = list(page.head.published), Counter(stated for _, stated, _ in page.time_tags)
    while found and times[found[-1]] > 0:
        times[found.pop()] -= 1
    return found


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


def json_of(script: str, each: Callable[[dict[str, Any]], Any] | None = None) -> Any:
    """The value of a JSON-LD script; None if it is broken, or nested deeper than Python reads.

    Args:
        script: its text.
        each: called with each of its objects, from the inside out; returns what stands for it.
    """
    try:
        return json.loads(script, object_hook=each)
    except (ValueError, RecursionError):
        return None


def _headlines(script: str) -> list[str]:
    """Headlines of the articles in a JSON-LD script, in its graph and in lists of it."""
    found = json_of(script)
    nodes = found if isinstance(found, list) else [found]
    graphs = [node["@graph"] for node in nodes if isinstance(node, dict) and isinstance(node.get("@graph"), list)]
    nodes = [node for node in (*nodes, *chain.from_iterable(graphs)) if isinstance(node, dict)]
    articles = [node for node in nodes if schema_types(node.get("@type")) & ARTICLE_TYPES]
    return [clean(str(node.get("headline") or node.get("name"))) for node in articles]


def _in_articles(script: str) -> list[str]:
    """Times of publication of the articles in a JSON-LD script."""
    if "datePublished" not in script:
        return []
    found: list[str] = []

    def collect(node: dict[str, Any]) -> dict[str, Any]:
        if schema_types(node.get("@type")) & ARTICLE_TYPES and isinstance(stated := node.get("datePublished"), str):
            found.append(stated)
        return node

    json_of(script, collect)
    return found
