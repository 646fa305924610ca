"""Gather what a look at a site shows; nothing here requests anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from scraper.addresses import UrlResolver
from scraper.items import stamp
from scraper.probe.answers import answers_of
from scraper.probe.cms_evidence import cms_of
from scraper.probe.findings import Findings
from scraper.probe.kinds import count_lists, kinds_of
from scraper.probe.lists import by_lists, by_sitemaps, feed_of, list_pages, lists_of, sections_of
from scraper.probe.look import Look
from scraper.probe.owner import site_name
from scraper.probe.records import days_of, filled_of, recent, short, spread, undecided_of
from scraper.probe.robots_rules import robots_of
from scraper.probe.size import size_of, times_of
from scraper.reading import PageType

_PACE = "pace/seconds_between_requests/"
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
    pages = list_pages(look.pages, kinds)
    listed = [page.seen for found in pages.values() for page in found]
    count_lists(kinds, listed)
    lists = lists_of(pages, kinds)
    feeds = [feed_of(feed, kinds) for feed in look.feeds]
    seen = len({a.identity for a in kinds.linked.values() if kinds.is_like_article(a)})
    is_all = look.is_whole and not look.left and bool(look.articles)
    size = size_of(
        len(look.articles) if is_all else max(seen, len(look.articles)),
        by_lists(lists, pages, days_of(look)),
        by_sitemaps(look.feeds, feeds),
        is_whole=is_all,
    )
    sections = sections_of(look.pages, kinds, listed)
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
        site_name=site_name([seen.page for seen in look.pages]),
        answers=answers_of(look, kinds, pages),
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
