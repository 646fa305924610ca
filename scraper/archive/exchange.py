"""One request and its answer, as they went over the wire; where the answer lies; what the crawl knew of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

# The words of the link, and the two of a date.
_CONTEXT_WORDS = 3

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is archived of one fetch."""

    url: str
    at: datetime
    """When the request was sent."""
    request_line: str
    request_headers: Headers
    request_body: bytes
    status_line: str
    """``HTTP/1.1 200 OK``."""
    headers: Headers
    body: bytes
    """Compressed, if it came so; not in chunks, whose sizes the client does not hand on."""
    ip: str | None
    cut: bool
    """The connection ended before the body did."""

    @property
    def status(self) -> int:
        """200, 404, …"""
        return int(self.status_line.split(" ", 2)[1])


@dataclass(frozen=True, slots=True)
class WarcLocation:
    """Where an answer lies."""

    file: str
    """Name of the file in the archive's folder."""
    offset: int
    """Of the record that holds the body; compressed bytes."""
    at: datetime
    """When it was requested."""
    record: str
    """``WARC-Record-ID`` of this answer's own record."""
    is_revisit: bool
    """The body is an earlier answer's."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a walk knows of a page before it reads it: all that a record owes to other pages."""

    text: str
    """Words of the link."""
    listed: tuple[str, str] | None
    """The date that a list printed: ISO 8601, and the words."""
    announced: bool
    """Link or address said that it is an article."""
    sure: bool
    """Addresses of the site show which pages are articles."""
    learned: tuple[str, ...]
    """Shapes of addresses that turned out to be articles'."""


def page_context_of(text: str) -> PageContext:
    """What was known of a page, from the text of its metadata record.

    Raises:
        ValueError: it is not one, or another version's.
    """
    try:
        context = PageContext(**json.loads(text))
        listed: Any = context.listed if context.listed is None else tuple(context.listed)
        context = replace(context, listed=listed, learned=tuple(context.learned))
    except TypeError as error:
        raise ValueError(str(error)) from error
    words = [context.text, *(context.listed or ("", "")), *context.learned]
    is_right = all(isinstance(one, str) for one in words) and len(words) == len(context.learned) + _CONTEXT_WORDS
    if not is_right or not isinstance(context.announced, bool) or not isinstance(context.sure, bool):
        raise ValueError("its fields are of other types")
    return context


def warc_date(moment: datetime) -> str:
    """A moment as WARC 1.1 has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
