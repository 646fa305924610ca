"""One article with what the log and the index say of it besides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.index.answer import FoundArticle, article
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
    copies = one.copies
    original = article(path, one.duplicate_of) if one.duplicate_of else None
    if original is not None:
        copies = tuple(id_ for id_ in original.copies if id_ != one.id)
    others = [original, *(article(path, id_) for id_ in copies[:_MOST_COPIES])]
    return [
        NearDuplicate(each.id, each.title, each.source, each.date, is_original=each is original)
        for each in others
        if each is not None
    ]
