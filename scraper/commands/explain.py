"""A table of the rule, the position on the page and the words for each field of a record."""

from __future__ import annotations

from rich.table import Table

from scraper.commands.terminal import console, shown
from scraper.items import Article
from scraper.pages.article import ArticleFields
from scraper.pages.page import Page
from scraper.review.rows import rows

_VALUE_LENGTH = 60
# The width for a log or a pipe, which have none.
_WIDTH = 160


def explain(page: Page, reading: ArticleFields, article: Article) -> None:
    """Print the table on stderr, with the reader's warnings below it."""
    table = Table("field", "rule", "place", "value")
    for row in rows(page, reading, article):
        count = f" (and {len(row.values) - 1} more)" if len(row.values) > 1 else ""
        value = shown(row.values[0][:_VALUE_LENGTH]) + count if row.values else ""
        table.add_row(row.field, row.rule if row.values else "nothing found", shown(row.place), value)
    screen = console(stderr=True, width=_WIDTH)
    screen.print(table)
    for warning in article.warnings:
        screen.print(f"warning: {shown(warning)}")
