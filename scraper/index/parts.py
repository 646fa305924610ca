"""What an index keeps of a record besides its columns, to be shown and not searched, as one text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from scraper.index.fields import Fields
from scraper.storage.sqlite import SqliteFile


@dataclass(frozen=True, slots=True)
class Parts:
    """Summary, pictures, attachments and cited documents."""

    summary: str | None = None
    images: tuple[tuple[str, str | None], ...] = ()
    """Address and caption."""
    attachments: tuple[tuple[str, str], ...] = ()
    """Address and title."""
    documents: tuple[str, ...] = ()
    """As cited."""


def packed(record: dict[str, Any], fields: Fields) -> str:
    """The parts of a record as one text; empty if it has nothing of the kind."""
    start = fields.body.find(fields.summary)
    found = {
        # Many sites print the summary in the body too.
        "summary": fields.summary if start < 0 else [start, start + len(fields.summary)] if fields.summary else None,
        "images": [[each["url"], each.get("caption")] for each in record.get("images") or ()],
        "attachments": [[each["url"], each.get("title") or ""] for each in record.get("attachments") or ()],
        "documents": [each["raw"] for each in record.get("document_refs") or ()],
    }
    kept = {name: value for name, value in found.items() if value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""


def parts_of(database: SqliteFile, text: str, body: str) -> Parts:
    """The inverse of :func:`packed`, for a text from a database.

    Raises:
        StorageError: it is not such a text.
    """
    try:
        return _unpacked(text, body)
    except (ValueError, TypeError) as error:
        raise database.damage(f"parts is {text!r:.60}") from error


def names(authors: str) -> tuple[str, ...]:
    """The authors of a document, stored as one text."""
    return tuple(name for name in authors.split("; ") if name)


def _unpacked(text: str, body: str) -> Parts:
    found = json.loads(text or "{}")
    summary = found.get("summary")
    return Parts(
        summary=body[slice(*summary)] if isinstance(summary, list) else summary,
        images=tuple((url, caption) for url, caption in found.get("images", ())),
        attachments=tuple((url, title) for url, title in found.get("attachments", ())),
        documents=tuple(found.get("documents", ())),
    )
