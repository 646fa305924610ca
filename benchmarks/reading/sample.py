"""What a tool is given and what it gives back; imports nothing, so that a tool's process holds the tool alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Fields = dict[str, Any]
"""Field → value. A key that is missing was never asked for: the truth does not know it, or the tool has no such field.

``title``, ``section``, ``summary``, ``body``, ``date`` (ISO 8601) are texts or None; ``authors``, ``captions``,
``attachments`` and ``other_news`` (titles) are lists of texts.
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One page with its truth."""

    block: str
    """The lines of the table that it counts for."""
    name: str
    url: str
    html: bytes
    truth: Fields
    link_text: str = ""
    """Words of the link that leads here; empty where the corpus has none."""
    listed: str = ""
    """Date that a list prints beside that link."""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Measured:
    """What the process of one tool found out about one corpus; every list has one entry a page."""

    readings: list[Fields | None]
    """None: the tool says that the page is no article."""
    errors: list[str]
    """Name of the exception, or nothing."""
    milliseconds: list[float] = field(default_factory=list)
    """CPU time of each page, best of all passes."""
    peak_mb: float = 0.0
    """Peak memory above that of the loaded pages."""
