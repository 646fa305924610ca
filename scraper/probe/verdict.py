"""Whether a site would make a good source, and why not."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.probe.findings import Findings
from scraper.text.counted import counted

# Least share of the articles with a text. A date is no condition: some portals print none.
LEAST_WITH_BODY = 0.5


def reasons_against(found: Findings) -> Iterator[str]:
    """The reasons against a source, as sentences; nothing if it would make a good one."""
    if not found.robots.allowed:
        yield f"robots.txt forbids {found.url} to this crawler"
    shells = len(found.needs_browser)
    if shells > found.articles:
        yield f"{shells} of {found.pages} pages need a browser: a script loads their text, and this crawler runs none"
    if not found.pages:
        return
    if not found.articles:
        yield f"no article was found on {counted(found.pages, 'page')}"
        return
    if len(found.undecided) > found.articles:
        yield (
            f"{len(found.undecided)} pages read like articles and cannot be decided, more than the {found.articles} "
            f"that can: {found.undecided[0].reason}"
        )
    share = found.filled.get("body", 0.0)
    if share < LEAST_WITH_BODY:
        yield f"body is filled in {share:.0%} of {found.articles} articles only: their text is in files, or not found"
