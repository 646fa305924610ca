"""One article with what the log and the index say of it besides."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.index.database import IndexFile
from scraper.search.answer import FoundArticle
from scraper.search.search import article
from scraper.web.archived import place_of
from scraper.web.places import ServedFiles
from scraper.web.versions import current_line

# Copies of one article that are named.
_MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """An article that is nearly the same."""

    id: str
    title: str
    source: str
    date: str | None
    is_original: bool
    """True for the earliest one."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What is shown of an article."""

    article: FoundArticle
    record: dict[str, Any] | None
    """Its line in the log, with the fields that the index lacks; None if the log has it no longer."""
    near: list[NearDuplicate]
    is_archived: bool

    @property
    def language(self) -> str:
        """Its language code."""
        return str((self.record or {}).get("language") or "vi")


def view_of(files: ServedFiles, id_: str) -> ArticleView | None:
    """An article; None if the index does not have it.

    Raises:
        StorageError: the index cannot be read.
    """
    path = files.existing_index()
    found = article(path, id_)
    if found is None:
        return None
    record = current_line(files, id_)
    return ArticleView(found, record, _near(path, found), place_of(files.archive, record) is not None)


def _near(path: Path, one: FoundArticle) -> list[NearDuplicate]:
    """The earliest of the articles that are nearly the same, and the others by their date."""
    original = one.duplicate_of or one.id
    if original == one.id and not one.copies:
        return []
    with closing(IndexFile.read_only(path)) as index:
        # The copies of an article have an index in this table only.
        rows = index.execute(
            "SELECT id, title, source, date FROM article WHERE id IN"
            " (SELECT ?1 UNION ALL SELECT id FROM book_doc WHERE duplicate_of = ?1) AND id <> ?2"
            " ORDER BY id <> ?1, date, id LIMIT ?3",
            (original, one.id, _MOST_COPIES),
        )
    return [NearDuplicate(id_, title, source, date, is_original=id_ == original) for id_, title, source, date in rows]
