"""A valid record in the form in which it is appended to its log, made wherever its page was read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scraper.extensions.field_coverage import filled_fields
from scraper.items import Article, as_record
from scraper.pipelines.validate_record import broken_rules

# The revision is the last field of a record.
_END = b"1}"


@dataclass(frozen=True, slots=True)
class FinishedRecord:
    """An enriched and valid record, but for its revision, which its log decides."""

    id: str
    content_hash: str
    fetched_at: str
    archive: Mapping[str, Any] | None
    filled: tuple[str, ...]
    """The fields that it has."""
    url: str
    text: bytes
    """Its line, as of the first revision."""

    def line(self, revision: int) -> bytes:
        """Its line."""
        return self.text if revision == 1 else self.text.removesuffix(_END) + b"%d}" % revision


def finished(article: Article) -> FinishedRecord | None:
    """An enriched article as a finished record; None if a rule of the schema is broken."""
    article.revision = 1
    record = as_record(article)
    if broken_rules(record):
        return None
    return FinishedRecord(
        article.id,
        article.content_hash,
        article.fetched_at,
        article.archive,
        filled_fields(article),
        article.url,
        json.dumps(record, ensure_ascii=False).encode(),
    )
