"""Gather what a look at a site shows; nothing here requests anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from scraper.addresses import UrlResolver
from scraper.items import stamp
from scraper.probe.cms_evidence import cms_of
from scraper.probe.findings import Findings
from scraper.probe.kinds import kinds_of
from scraper.probe.lists import FRONT_PAGES, by_lists, by_sitemaps, feed_of, lists_of, sections_of
from scraper.probe.look import Look, SeenPage
from scraper.probe.records import filled_of, recent, short, spread, undecided_of
from scraper.probe.robots_rules import robots_of
from scraper.probe.size import size_of, times_of
from scraper.reading import PageType
from scraper.text.fold import fold

_PACE = "pace/seconds_between_requests/"
_SEPARATORS = re.compile(r"\s[-–—|:»]+\s")
# Entries a page of a list, where none was seen.
_USUAL_ENTRIES = 10.0


def findings_of(look: Look, urls: UrlResolver, stats: Mapping[str, Any], agent: str) -> Findings:
    """What a look at a site shows.

    Args:
        look: all that was seen.
        urls: the addresses of the site.
        stats: of the crawl.
        agent: its user agent.
    """
    kinds = kinds_of(look, urls)
    lists = lists_of(look.pages, kinds)
    feeds = [feed_of(feed, kinds) for feed in look.feeds]
    seen = len({a.identity for a in kinds.linked.values() if kinds.is_like_article(a)})
    is_all = look.is_whole and not look.left and bool(look.articles)
    size = size_of(
        len(look.articles) if is_all else max(seen, len(look.articles)),
        by_lists(lists, look.url),
        by_sitemaps(look.feeds, feeds),
        is_whole=is_all,
    )
    sections = sections_of(look.pages, kinds)
    entries = [found.entries for found in lists]
    times = times_of(
        size,
        max((float(value) for name, value in stats.items() if name.startswith(_PACE)), default=0.0),
        per_page=sum(entries) / len(entries) if entries else _USUAL_ENTRIES,
        lists=max(len(lists), len(sections)),
        paged_lists=sum(found.pager != "" for found in lists),
        recent=recent(look.articles, look.started, seen),
    )
    return Findings(
        look.url,
        stamp(look.started),
        look.requests,
        len(look.pages),
        cms_of([it.page.received for it in look.pages], look.headers, [it.url for it in look.articles]),
        robots_of(look.robots, look.robots_status, look.url, agent),
        size,
        times,
        site_name=_site_name(look.pages),
        page_types=dict(Counter(str(kind) for kind in kinds.types.values()).most_common()),
        trouble=_trouble(look, stats),
        shapes=kinds.shapes,
        sections=sections,
        lists=lists,
        feeds=feeds,
        articles=len(look.articles),
        filled=filled_of(look.articles),
        records=[short(article) for article in spread(look.articles)],
        undecided=undecided_of(look, kinds),
        needs_browser=[url for url, kind in kinds.types.items() if kind is PageType.SHELL],
        is_interrupted=not look.is_whole,
    )


def _site_name(pages: list[SeenPage]) -> str:
    """The name that the pages state, else the title of the front page without words for front page."""
    for seen in pages:
        if name := seen.page.head.site_name:
            return name
    for seen in pages[:1]:
        parts = _SEPARATORS.split(next(iter(seen.page.head.titles), ""))
        return " - ".join(part for part in parts if fold(part.strip()) not in FRONT_PAGES)
    return ""


def _trouble(look: Look, stats: Mapping[str, Any]) -> list[str]:
    """What went wrong, the most frequent first, in the words that a crawl has for it."""
    reasons = Counter(reason for _, reason in look.failures)
    examples = {reason: url for url, reason in reversed(look.failures)}
    found = [f"{reason} ({count} times, {examples[reason]})" for reason, count in reasons.most_common()]
    if waits := stats.get("pace/waits"):
        found.append(f"the site refused {waits} times (429, 503 or a waiting page), and was paused each time")
    if refused := stats.get("fetch_guard/refused"):
        found.append(f"{refused} requests to other hosts were refused; a redirect may name the right host")
    return found
