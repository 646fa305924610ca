"""The page of a record as it was archived, as text: never as HTML, whose scripts would be ours then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.archive.file import OPEN
from scraper.archive.files import Archive
from scraper.archive.http import MAX_UNPACKED, NoHttpError, answer_at, is_html

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_TEXT = re.compile(r"^(text/|application/(json|xml|xhtml))", re.IGNORECASE)
# Bytes in which a page declares its charset.
_HEAD = 2_048


class NotArchivedError(Exception):
    """There is no archived page; the message says why."""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """The body of an archived answer."""

    body: bytes
    is_text: bool
    """True for UTF-8 text; otherwise bytes of another kind, to be saved."""


def place_of(archive: Path | None, record: dict[str, Any] | None) -> tuple[Path, int] | None:
    """The file and offset to which a record refers, if the file is in the archive."""
    refers = (record or {}).get("archive")
    if archive is None or not isinstance(refers, dict):
        return None
    name, offset = refers.get("file"), refers.get("offset")
    # A log may come from elsewhere: it must not name a file outside the archive.
    if not isinstance(name, str) or not isinstance(offset, int) or offset < 0 or Path(name).name != name:
        return None
    paths = (archive / each for each in (name, f"{name}{OPEN}"))
    path = next((path for path in paths if "\0" not in name and path.is_file()), None)
    return None if path is None else (path, offset)


def archived_page(archive: Path | None, record: dict[str, Any] | None) -> ArchivedPage:
    """The archived page of a record.

    Raises:
        NotArchivedError: there is none, or it is damaged.
    """
    place = place_of(archive, record)
    if place is None:
        raise NotArchivedError("The archive does not have this page, or WARC_DIR is not set")
    path, offset = place
    try:
        with Archive(path, path.name, size=path.stat().st_size).open() as opened:
            answer = answer_at(opened, offset)
    except NoHttpError as error:
        raise NotArchivedError(f"The page cannot be read from {path.name}: {error}") from error
    body = answer.body[:MAX_UNPACKED]
    if not is_html(body, answer.content_type) and not _TEXT.match(answer.content_type):
        return ArchivedPage(body, is_text=False)
    return ArchivedPage(_decoded(body, answer.content_type).encode(), is_text=True)


def _decoded(body: bytes, content_type: str) -> str:
    """The text in the declared charset; in UTF-8 if Python lacks that one."""
    for text in (content_type, body[:_HEAD].decode("latin-1")):
        found = _CHARSET.search(text)
        if found:
            try:
                return body.decode(found[1], "replace")
            except (LookupError, UnicodeError):
                continue
    return body.decode("utf-8", "replace")
