"""Reading a page takes time that grows as its size, whatever it contains. ``LINEAR=1`` tries up to a million bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.pages.page import EmptyPageError, Page
from scraper.reading import PageContext, decide
from tests.linear.bodies import kinds
from tests.linear.growth import LONG, MOST, growth
from tests.pages.reading import URL, URLS

NOW = datetime(2024, 1, 1, tzinfo=UTC)
LENGTH, MEASURABLE = (256_000, 0.3) if LONG else (12_000, 0.05)
KINDS = kinds()


def read(body: bytes) -> None:
    """All that a crawl does with a page."""
    try:
        page = Page(URL, body, URLS)
    except EmptyPageError:
        return
    decide(page, PageContext(alone=True), "source", NOW)
    page.resolve_outlinks()


@pytest.mark.parametrize("name", KINDS)
def test_a_page_is_read_in_linear_time(name: str) -> None:
    assert growth(KINDS[name], read, most=LENGTH, measurable=MEASURABLE) <= MOST
