"""The records of a look: shares of their fields, some in short, and what stays undecided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from scraper.extensions.field_coverage import filled_fields
from scraper.frontier.links import link_identity
from scraper.items import SITE_FIELDS, Article
from scraper.probe.findings import RecordFinding, UndecidedFinding
from scraper.probe.kinds import Kinds
from scraper.probe.look import Look
from scraper.reading import PageType, why_undecided

# Records that are shown, and the characters of a text.
_RECORDS, _SHORT = 3, 100
_FIELDS = (*SITE_FIELDS, "document_refs")
# By default a source revisits articles of these days.
_REVISITED = timedelta(days=14)


def filled_of(articles: list[Article]) -> dict[str, float]:
    """The share of the articles with each field."""
    counts = Counter(name for article in articles for name in filled_fields(article))
    return {name: round(counts[name] / len(articles), 3) for name in _FIELDS} if articles else {}


def spread(articles: list[Article], count: int = _RECORDS) -> list[Article]:
    """Some of the articles, of different sections where there are such."""
    by_section: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_section[article.section or ""].append(article)
    first = [group[0] for group in by_section.values()]
    return (first + [it for it in articles if it not in first])[:count]


def short(article: Article) -> RecordFinding:
    """An article in short."""
    body = " ".join(article.body.split())
    text = body if len(body) <= _SHORT else f"{body[:_SHORT]}…"
    return RecordFinding(
        article.url, article.title, article.date_published, article.authors, article.section, text, len(article.body)
    )


def recent(articles: Iterable[Article], now: datetime, total: int) -> float:
    """About how many of ``total`` articles are younger than the days in which they are revisited.

    A probe sees the newest articles first, so what it saw of them is not scaled beyond what it saw of all.
    """
    days = [date.fromisoformat(it.date_published[:10]) for it in articles if it.date_published]
    young = sum(day >= now.date() - _REVISITED for day in days)
    return min(float(total), young * max(1.0, total / len(days))) if days else 0.0


def days_of(look: Look) -> dict[str, str]:
    """The day of each article of which a list prints it, or which was read, by identity; ISO 8601."""
    found: dict[str, str] = {}
    read = {article.url: article.date_published for article in look.articles}
    for seen in look.pages:
        for entry in seen.page.entries:
            if entry.date is not None and entry.link.address is not None:
                found[link_identity(entry.link.address, entry.title)] = entry.date.iso[:10]
    for seen in look.pages:
        if day := read.get(seen.page.url):
            found[seen.name] = day[:10]
    return found


def undecided_of(look: Look, kinds: Kinds) -> list[UndecidedFinding]:
    """The pages that stay undecided; of a look that was stopped, those that were undecided when they came."""
    if look.is_whole:
        return [UndecidedFinding(it.url, it.title, why_undecided(it.reason)) for it in look.undecided]
    return [
        UndecidedFinding(
            it.page.url, it.outcome.fields.title if it.outcome.fields else "", why_undecided(it.outcome.reason)
        )
        for it in look.pages
        if kinds.types[it.page.url] is PageType.UNDECIDED
    ]
