"""What a perfect reader would say about each article, in the terms of the record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tests.practice.corpus import Article, ListBlock, Paragraph, Picture, Table

DateSource = Literal["page", "metadata", "listing"]


@dataclass(frozen=True, slots=True)
class OtherNews:
    """One entry of the other-news lists; `date` ISO, only where the list prints one."""

    key: str
    title: str
    path: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Truth:
    """One article of a portal.

    `key`: article id, or the content path in the WCM form.  `body`: lead first, paragraphs joined by a blank
    line.  `paths[0]` is the canonical address, the others are twins.  `authors_raw` is None where the page
    prints only a source; that line is `source_line` then.  `trap` names what happens to the article's page:
    flaky-500, truncated, bytes-1258, latin1-header, broken-html.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    authors_raw: str | None
    source_line: str | None
    date_published: str | None
    date_source: DateSource | None
    section: str
    summary: str | None
    body: str
    captions: tuple[str, ...]
    images: tuple[tuple[str, str | None], ...]
    attachments: tuple[tuple[str, str], ...]
    other_news: tuple[OtherNews, ...]
    paths: tuple[str, ...]
    trap: str | None = None


def block_text(block: Paragraph | Table | ListBlock) -> str:
    """One block as the record writes it."""
    match block:
        case Paragraph(text):
            return text
        case Table(rows):
            return "\n\n".join(" | ".join(row) for row in rows)
        case ListBlock(items):
            return "\n\n".join(f"- {item}" for item in items)


def body_text(article: Article) -> str:
    """Lead and blocks; pictures and captions are not part of the body."""
    texts = [block_text(block) for block in article.blocks if not isinstance(block, Picture)]
    return "\n\n".join(([article.lead] if article.lead else []) + texts)


def iso(when: datetime | date | None, *, with_time: bool = True) -> str | None:
    """ISO 8601 with as much of the date as was printed."""
    if when is None:
        return None
    if isinstance(when, datetime):
        return when.isoformat(timespec="seconds") if with_time else when.date().isoformat()
    return when.isoformat()


def images(article: Article) -> tuple[tuple[str, str | None], ...]:
    """(address, caption) of the pictures in the article."""
    return tuple((b.url, b.caption) for b in article.blocks if isinstance(b, Picture))
