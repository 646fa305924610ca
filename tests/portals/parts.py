"""What several portals have in common: their texts, slugs, pictures and answers; their pages have nothing in common."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.portals.articles import articles


class Portal:
    """A WSGI application, the address that a crawl starts from, and the articles that it must record."""

    def __init__(self, app: Any, start: str, truth: list[dict[str, Any]]) -> None:
        self.app, self.start, self.truth = app, start, truth


def slugify(text: str) -> str:
    """The letters and digits of a text, joined by hyphens; case stays."""
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")


def moved(text: str, days: int) -> str:
    """The text with every d/m/yyyy moved by so many days."""

    def one(found: re.Match[str]) -> str:
        try:
            day = date(int(found[3]), int(found[2]), int(found[1])) + timedelta(days)
        except ValueError:
            return found[0]
        return f"{day.day}/{day.month}/{day.year}"

    return text and re.sub(r"\b(\d{1,2})/(\d{1,2})/(20\d\d)\b", one, text)


def load(
    first: int,
    last: int,
    extras: Iterable[tuple[Any, ...]],
    newest: datetime,
    gap: float,
    capitals: Iterable[int] = (),
) -> list[SimpleNamespace]:
    """Articles, newest first, one every ``gap`` hours.

    Args:
        first: of the articles.
        last: the one after the last.
        extras: further ones: place, title, section, lead, paragraphs, author.
        newest: when the first is published.
        gap: hours between two.
        capitals: places of those whose title is written in capitals.
    """
    rows = articles()[first:last]
    keys = "title", "section", "lead", "paragraphs", "author"
    rows = [dict(row, title=row["title"].upper()) if i in capitals else row for i, row in enumerate(rows)]
    for place, *values in extras:
        rows.insert(place, dict(zip(keys, values, strict=False), date=None))
    found = []
    for i, row in enumerate(rows):
        when = newest - timedelta(hours=gap * i)
        when = when.replace(hour=7 + i * 7 % 11, minute=i * 13 % 60)
        days = (when.date() - datetime.fromisoformat(row["date"]).date()).days if row["date"] else 0
        article = SimpleNamespace(
            n=i,
            title=moved(row["title"], days),
            section=row["section"],
            lead=moved(row["lead"], days),
            paras=[moved(paragraph, days) for paragraph in row["paragraphs"]],
            author=row["author"],
            when=when,
        )
        found.append(article)
    return found


def png() -> bytes:
    """A small picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 6, 8, 2, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + b"\xb0\xc4\xde" * 8) * 6))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")


def answer(
    environ: dict[str, Any],
    start_response: Any,
    body: str | bytes,
    status: str = "200 OK",
    kind: str = "text/html; charset=UTF-8",
    extra: Iterable[tuple[str, str]] = (),
) -> list[bytes]:
    """One answer of a portal."""
    data = body if isinstance(body, bytes) else body.encode("utf-8")
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(data))), *extra])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [data]
