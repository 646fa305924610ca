"""Compare the records of a crawl with what the CMS itself says of its articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

_SPACE = re.compile(r"\s+")
# The day of an ISO date: YYYY-MM-DD.
_DAY = 10


@dataclass(frozen=True)
class TrueArticle:
    """One article that visitors can read, as the CMS stores it."""

    url: str
    """Its address, or only the path and query."""
    title: str
    date: str
    """ISO 8601 in the site's time zone; the day counts."""
    authors: tuple[str, ...] = ()
    """As the site prints them; empty where it prints no author: then a record may have none."""
    section: str | None = None
    """As the site prints it; None where it prints none."""
    body_start: str = ""
    """The first words of the text; any white space. What a theme prints before them is not the text."""
    body_end: str = ""
    """The last words of the text. What a theme prints after them is not the text."""
    other_urls: tuple[str, ...] = ()
    """Further addresses that answer with this article."""
    other_sections: tuple[str, ...] = ()
    """Further sections that are as right as ``section``."""


@dataclass(frozen=True)
class Verdict:
    """How a crawl's records differ from the truth; each difference begins with the address concerned."""

    expected: int
    lost: tuple[str, ...]
    """Articles without a record."""
    extra: tuple[str, ...]
    """Records that are not an article: static pages, lists, what is not public."""
    duplicates: tuple[str, ...]
    """Articles with more than one identity."""
    wrong_titles: tuple[str, ...]
    wrong_days: tuple[str, ...]
    missing_days: tuple[str, ...]
    wrong_authors: tuple[str, ...]
    missing_authors: tuple[str, ...]
    wrong_sections: tuple[str, ...]
    missing_sections: tuple[str, ...]
    wrong_starts: tuple[str, ...]
    """Bodies that begin with something else than the text."""
    wrong_ends: tuple[str, ...]
    """Bodies that end with something else than the text."""
    requests: int
    """All that the crawl requested, robots.txt and feeds included."""

    @property
    def recorded(self) -> int:
        """Articles with at least one record."""
        return self.expected - len(self.lost)

    @property
    def requests_an_article(self) -> float:
        """What one article of the site costs, whether it was recorded or not."""
        return self.requests / max(self.expected, 1)

    def figures(self) -> dict[str, str]:
        """One row of a table."""
        counted = (
            *("extra", "duplicates", "wrong_titles", "wrong_days", "missing_days", "wrong_authors"),
            *("missing_authors", "wrong_sections", "missing_sections", "wrong_starts", "wrong_ends"),
        )
        return {
            "recorded": f"{self.recorded}/{self.expected}",
            **{name.replace("_", " "): str(len(getattr(self, name))) for name in counted},
            "requests/article": f"{self.requests_an_article:.2f}",
        }


def key(url: str) -> str:
    """What two forms of one address share: path without a slash at the end, and query."""
    parts = urlsplit(url)
    return unquote(parts.path).rstrip("/") + (f"?{unquote(parts.query)}" if parts.query else "")


def current(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last line of each id, without those that are deleted."""
    last: dict[str, dict[str, Any]] = {record["id"]: record for record in records}
    return [record for record in last.values() if not record.get("deleted")]


def judge(truth: Sequence[TrueArticle], records: Iterable[dict[str, Any]], requests: int = 0) -> Verdict:
    """Compare records with the truth. The earliest record of an article is the one that is read closely."""
    by_key = {key(url): article for article in truth for url in (article.url, *article.other_urls)}
    found: dict[str, list[dict[str, Any]]] = {article.url: [] for article in truth}
    extra = []
    for record in current(records):
        article = by_key.get(key(record["url"])) or by_key.get(key(record["canonical_url"]))
        if article is None:
            extra.append(f"{record['url']}: {record['title']}")
        else:
            found[article.url].append(record)
    pairs = [(article, found[article.url][0]) for article in truth if found[article.url]]
    days = [(a, r, (r["date_published"] or "")[:_DAY]) for a, r in pairs]
    sections = [(a, r["section"], {a.section, *a.other_sections}) for a, r in pairs]
    return Verdict(
        expected=len(truth),
        lost=tuple(f"{article.url}: {article.title}" for article in truth if not found[article.url]),
        extra=tuple(extra),
        duplicates=tuple(
            f"{article.url}: {' '.join(record['url'] for record in found[article.url])}"
            for article in truth
            if len(found[article.url]) > 1
        ),
        wrong_titles=_differ((a, r["title"], a.title) for a, r in pairs if _line(r["title"]) != _line(a.title)),
        wrong_days=_differ(
            (a, f"{r['date_raw']}→{day}", a.date) for a, r, day in days if day not in ("", a.date[:_DAY])
        ),
        missing_days=tuple(a.url for a, _, day in days if not day),
        wrong_authors=_differ(
            (a, str(r["authors"]), str(list(a.authors)))
            for a, r in pairs
            if r["authors"] and sorted(r["authors"]) != sorted(a.authors)
        ),
        missing_authors=tuple(a.url for a, r in pairs if a.authors and not r["authors"]),
        wrong_sections=_differ((a, s, str(a.section)) for a, s, right in sections if s is not None and s not in right),
        missing_sections=tuple(a.url for a, s, _ in sections if a.section is not None and s is None),
        wrong_starts=_differ(
            (a, r["body"][:60], a.body_start[:60])
            for a, r in pairs
            if not _line(r["body"]).startswith(_line(a.body_start))
        ),
        wrong_ends=_differ(
            (a, r["body"][-60:], a.body_end[-60:]) for a, r in pairs if not _line(r["body"]).endswith(_line(a.body_end))
        ),
        requests=requests,
    )


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _differ(found: Iterable[tuple[TrueArticle, str, str]]) -> tuple[str, ...]:
    return tuple(f"{article.url}: {_line(ours)!r}, not {_line(true)!r}" for article, ours, true in found)
