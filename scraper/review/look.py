"""One look at a source: which of its pages a person should see first, and why; what is kept for the next look."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scraper.pages.line_uses import READ_FIELDS
from scraper.reading import PageType, why_undecided
from scraper.review.archived import LookedPage
from scraper.review.changes import Change, changes_between

KEPT = "look.json"
"""The file with the records of the look before."""
_FORMAT = 1
# A field that so many articles have is missing on the others; of fewer articles nothing can be said.
_USUAL_SHARE, _USUAL_ARTICLES = 0.8, 5
# How much a reason counts in the order of the pages; a change counts more than all that was there before.
_CHANGED, _INVALID, _NOT_RECORDED, _WARNED, _MISSING = 100, 4, 3, 2, 2


@dataclass(slots=True)
class PageToJudge:
    """A page that may be shown."""

    page: LookedPage
    changes: list[Change] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    """Why it is doubtful, besides its changes."""
    weight: int = 0
    """How doubtful it is; 0 for a page that is not."""
    is_new: bool = False
    """True if the look before had no such page."""


def candidates(pages: Sequence[LookedPage], before: dict[str, Any]) -> list[PageToJudge]:
    """The pages with the reasons to doubt each.

    Args:
        pages: of this look.
        before: of the look before, by address; empty if there was none.
    """
    articles = [page.record for page in pages if page.record is not None]
    usual = {name for name in READ_FIELDS if _share(name, articles) >= _USUAL_SHARE}
    found = []
    for page in pages:
        made = PageToJudge(page, is_new=bool(before) and page.url not in before)
        if isinstance(known := before.get(page.url), dict):
            made.changes = changes_between(known, kept(page))
            made.weight = _CHANGED if made.changes else 0
        for weight, doubt in _doubts(page, usual if len(articles) >= _USUAL_ARTICLES else set(), articles):
            made.weight += weight
            made.doubts.append(doubt)
        found.append(made)
    return found


def chosen(found: Sequence[PageToJudge], count: int) -> list[PageToJudge]:
    """The most doubtful pages first, then articles without a doubt, spread over the crawl; then other pages.

    Of doubtful pages that are alike, all but one come later: the pages of a list have one title and one doubt.
    """
    seen = Counter[tuple[str, ...]]()
    ranked: list[tuple[int, int, PageToJudge]] = []
    for one in sorted((one for one in found if one.weight), key=lambda one: -one.weight):
        kind = one.page.title, *one.doubts, str(one.changes)
        ranked.append((seen[kind], -one.weight, one))
        seen[kind] += 1
    doubtful = [one for *_, one in sorted(ranked, key=lambda each: each[:2])][:count]
    for is_article in (True, False):
        rest = [one for one in found if not one.weight and (one.page.record is not None) is is_article]
        doubtful += _spread(rest, count - len(doubtful))
    return doubtful


def kept(page: LookedPage) -> dict[str, Any]:
    """What is kept of a page for the next look."""
    return {"type": page.type, "reason": page.reason, "record": page.record}


def read_look(folder: Path) -> dict[str, Any]:
    """The pages of the look before, by address; empty if there was none.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not such a file.
    """
    try:
        found = json.loads((folder / KEPT).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    if not isinstance(found, dict) or found.get("format") != _FORMAT or not isinstance(found.get("pages"), dict):
        raise ValueError("it is no such file, or of another version")
    pages: dict[str, Any] = found["pages"]
    return pages


def look_file(source: str, looked_at: str, pages: Sequence[LookedPage]) -> bytes:
    """The file for the next look."""
    records = {page.url: kept(page) for page in pages}
    value = {"format": _FORMAT, "source": source, "looked_at": looked_at, "pages": records}
    return json.dumps(value, ensure_ascii=False).encode()


def _doubts(page: LookedPage, usual: set[str], articles: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """The reasons to doubt a page, each with its weight."""
    found = []
    if page.refused:
        found.append((_INVALID, f"refused, the record is not valid: {page.refused}"))
    if page.type == PageType.UNDECIDED:
        found.append((_NOT_RECORDED, f"undecided: {why_undecided(page.reason)}"))
    elif page.record is None and page.announced:
        reason = f" ({page.reason})" if page.reason else ""
        found.append((_NOT_RECORDED, f"announced like an article, but taken for: {page.type}{reason}"))
    found += [(_WARNED, warning) for warning in page.warnings]
    if page.record is not None:
        for name in READ_FIELDS:
            if name in usual and not page.record[name]:
                found.append((_MISSING, f"no {name}, which {_share(name, articles):.0%} of the articles have"))
    return found


def _share(name: str, articles: list[dict[str, Any]]) -> float:
    return sum(bool(record[name]) for record in articles) / len(articles) if articles else 0.0


def _spread(found: list[PageToJudge], count: int) -> list[PageToJudge]:
    """So many of some pages, evenly spread."""
    if count >= len(found):
        return found
    return [found[i * len(found) // count] for i in range(count)]
