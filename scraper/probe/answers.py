"""What came of the requests of a look: each of them once, so that the counts add up to their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scraper.probe.kinds import Kinds
from scraper.probe.lists import ListPage
from scraper.probe.look import Look, NoPage
from scraper.reading import PageType

UNDECIDED = "undecided"
# One and several of each kind, in the order in which they are told.
WORDS = {
    "articles": ("article", "articles"),
    "doubles": ("article read before", "articles read before"),
    "refused": ("article with an invalid record", "articles with invalid records"),
    "lists": ("page of a list", "pages of lists"),
    "others": ("other page", "other pages"),
    UNDECIDED: ("undecided page", "undecided pages"),
    "needs browser": ("page that needs a browser", "pages that need a browser"),
    "notices": ("notice of the site", "notices of the site"),
    "feeds": ("feed", "feeds"),
    "sitemaps": ("sitemap", "sitemaps"),
    NoPage.ROBOTS.value: ("robots.txt", "robots.txt"),
    NoPage.ABSENT.value: ("sitemap that is not there", "sitemaps that are not there"),
    NoPage.FAILED.value: ("failed", "failed"),
    "led on": ("redirected or repeated", "redirected or repeated"),
}
_TYPES = {PageType.UNDECIDED: UNDECIDED, PageType.SHELL: "needs browser", PageType.NOTICE: "notices"}


def answers_of(look: Look, kinds: Kinds, lists: Mapping[str, Sequence[ListPage]]) -> dict[str, int]:
    """How many requests gave what; their sum is the number of requests.

    Args:
        look: all that was seen.
        kinds: what its pages turned out to be.
        lists: the pages of each list.
    """
    counts = Counter(dict.fromkeys(WORDS, 0))
    listed = {id(page.seen) for pages in lists.values() for page in pages}
    recorded = {article.url for article in look.articles}
    for seen in look.pages:
        url, kind = seen.page.url, kinds.types[seen.page.url]
        if kind is not PageType.ARTICLE:
            counts[_TYPES.get(kind) or ("lists" if id(seen) in listed else "others")] += 1
        elif url in recorded:
            recorded.remove(url)
            counts["articles"] += 1
        else:
            counts["refused" if url in look.refused else "doubles"] += 1
    counts.update("sitemaps" if feed.is_sitemap else "feeds" for feed in look.feeds)
    counts.update({kind.value: count for kind, count in look.no_pages.items()})
    counts["led on"] = look.requests - counts.total()
    return {name: count for name, count in counts.items() if count}


def told(answers: Mapping[str, int]) -> str:
    """The counts in words."""
    return ", ".join(f"{count} {WORDS[name][count != 1]}" for name, count in answers.items())
