"""Which rule gave each field of a record, as a table for the eye."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from scraper.pages.article import Reading
from scraper.pages.page import Page

_VALUE_LENGTH, _PLACE_LENGTH = 60, 40
# A log or a pipe has no width of its own.
_WIDTH = 160


def explain(page: Page, reading: Reading) -> None:
    """A table on stderr: field, rule, place on the page, value as printed."""
    table = Table("field", "rule", "place", "value")
    raw: dict[str, Iterable[str]] = {
        "title": (reading.title,),
        "authors": (reading.authors_raw or "",),
        "date_published": (reading.published.raw if reading.published else "",),
        "section": (reading.section or "",),
        "summary": (reading.summary or "",),
        "body": reading.paragraphs,
        "images": (image.url for image in reading.images),
        "attachments": (file.title for file in reading.attachments),
        "other_news": (entry.title for entry in reading.other_news),
    }
    for field, values in raw.items():
        shown = [value for value in values if value]
        first = shown[0] if shown else ""
        count = f" (and {len(shown) - 1} more)" if len(shown) > 1 else ""
        rule = reading.rules.get(field, "") if shown else "nothing found"
        table.add_row(field, rule, _place(page, first), first[:_VALUE_LENGTH] + count)
    console = Console(stderr=True)
    console = console if console.is_terminal else Console(stderr=True, width=_WIDTH)
    console.print(table)
    for warning in reading.warnings:
        console.print(f"warning: {warning}", markup=False, highlight=False)


def _place(page: Page, value: str) -> str:
    """The element of the line that holds a value."""
    if not value:
        return ""
    block = next((block for block in page.blocks if value in block.text), None)
    if block is None:
        return ""
    path = page.root.getroottree().getpath(block.element)
    return path if len(path) <= _PLACE_LENGTH else f"…{path[-_PLACE_LENGTH:]}"  # the end says more than the beginning
