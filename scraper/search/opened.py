"""The index as one search sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from scraper.index.codes import FORMAT, character
from scraper.index.database import IndexFile
from scraper.index.labels import range_of, value_of
from scraper.storage.sqlite import VersionError


class KnownLabel(NamedTuple):
    """A label that documents have."""

    character: str
    value: str
    """As printed."""
    documents: int


class OpenIndex(IndexFile):
    """The index, read-only and at one moment, whatever ``scrapy index`` writes meanwhile."""

    @cached_property
    def _known(self) -> dict[str, list[KnownLabel]]:
        return {}

    def known(self, kind: str) -> list[KnownLabel]:
        """All labels of a kind, those of the most documents first."""
        if kind not in self._known:
            found = self.execute(
                "SELECT code, word, documents FROM vocabulary WHERE word >= ? AND word < ? AND documents > 0"
                " ORDER BY documents DESC, word",
                range_of(kind),
            )
            self._known[kind] = [KnownLabel(character(code), value_of(word), count) for code, word, count in found]
        return self._known[kind]


@contextmanager
def opened(path: Path) -> Iterator[OpenIndex]:
    """Open an index.

    Raises:
        StorageError: it is missing, or is not an index, or of another version.
    """
    with closing(OpenIndex.read_only(path)) as index:
        index.execute("BEGIN")  # all of one moment
        known = index.first("SELECT value FROM book_meta WHERE name = 'target'")
        if known is not None and not str(known[0]).endswith(f" {FORMAT}"):
            raise VersionError(
                f"{path} was made by another version of this program: run scrapy index, which fills it anew"
            )
        yield index
