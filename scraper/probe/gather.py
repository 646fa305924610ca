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
from scraper.probe.hourly import hourly_requests
from scraper.probe.kinds import Kinds, count_lists, kinds_of
from scraper.probe.lists import by_lists, by_sitemaps, feed_of, list_pages, lists_of, sections_of
from scraper.probe.look import Look
from scraper.probe.owner import site_name
from scraper.probe.records import days_of, filled_of, recent, short, spread, undecided_of
from scraper.probe.robots_rules import robots_of
from scraper.probe.size import Seen, size_of, times_of
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
    answers = answers_of(look, kinds, pages)
    seen = seen_of(look, kinds)
    size = size_of(
        seen,
        by_lists(lists, pages, days_of(look)),
        by_sitemaps(look.feeds, feeds),
        is_whole=look.is_whole and not look.left and bool(look.articles),
    )
    sections = sections_of(look.pages, kinds, listed)
    entries = [found.entries for found in lists]
    times = times_of(
        size,
        max((float(value) for name, value in stats.items() if name.startswith(_PACE)), default=0.0),
        per_page=sum(entries) / len(entries) if entries else _USUAL_ENTRIES,
        lists=len(lists) + kinds.unread_lists,
        hourly=hourly_requests(look, kinds, lists, answers, recent(look.articles, look.started, seen.most)),
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
        answers=answers,
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


def seen_of(look: Look, kinds: Kinds) -> Seen:
    """How many articles were read, and how many are linked."""
    alike = {identity for identity, it in kinds.linked.items() if kinds.is_like_article(it.address, it.words)}
    # Addresses that looked like those of articles, and were not answered with a new one.
    read = len(look.articles)
    tried = {it.name for it in look.pages if kinds.types[it.page.url] is PageType.ARTICLE}
    wrong = max(0, len(tried) - read)
    for identity in kinds.others:
        link = kinds.linked.get(identity)
        wrong += link is not None and kinds.is_shaped_like_article(link.address, link.words)
    unread = len(alike - tried)
    return Seen(read, read + int(unread * read / (read + wrong + 1)), read + unread)


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
