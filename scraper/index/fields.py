"""What of a record is searched, and by what its documents are filtered: the same for all targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scraper.index.texts import printed

HAS = ("attachment", "author", "date", "image", "summary")
"""What documents can be asked to have."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The texts of a record, in composed letters; what it lacks is empty."""

    title: str
    body: str
    summary: str
    section: str
    authors: tuple[str, ...]
    captions: tuple[str, ...]
    """Of the pictures."""
    attachments: tuple[str, ...]
    """The titles of the attachments."""
    documents: tuple[str, ...]
    """The documents that the body cites: `Kế hoạch số 175-KH/TU`, as printed, or the number with its kind."""
    has: tuple[str, ...]
    """Those of :data:`HAS` that the record has."""


def fields_of(record: dict[str, Any]) -> Fields:
    """The searched texts of a record; lines of earlier versions and foreign ones may lack fields."""
    authors = tuple(printed(name) for name in record.get("authors") or ())
    images, attachments = record.get("images") or (), record.get("attachments") or ()
    summary = printed(record.get("summary") or "")
    here = {
        "attachment": attachments,
        "author": authors,
        "date": record.get("date_published"),
        "image": images,
        "summary": summary,
    }
    return Fields(
        title=printed(record["title"]),
        body=printed(record["body"]),
        summary=summary,
        section=printed(record.get("section") or ""),
        authors=authors,
        captions=tuple(printed(each["caption"]) for each in images if each.get("caption")),
        attachments=tuple(printed(each["title"]) for each in attachments if each.get("title")),
        documents=tuple(map(_document, record.get("document_refs") or ())),
        has=tuple(name for name in HAS if here[name]),
    )


def _document(reference: dict[str, Any]) -> str:
    """The number behind its kind, without the date: `Kế hoạch số 175-KH/TU ngày 26/5/2023` -> `kế hoạch 175-KH/TU`."""
    return printed(f"{reference.get('kind') or ''} {reference.get('number') or reference.get('raw') or ''}".strip())
