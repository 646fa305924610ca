"""The documents that a target does not take now: one file for each target, written anew at the end of a run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scraper.index.book import Row

_NO_NAME = re.compile(r"[^A-Za-z0-9.]+")


def keep_refused(refused: Iterator[tuple[Row, dict[str, Any] | None]], folder: Path, url: str) -> tuple[int, Path]:
    """Write the file, or remove it where nothing is refused.

    Returns:
        How many documents, and the file.
    """
    path = folder / f"{file_name(url)}.refused.jsonl"
    lines = [
        json.dumps({"id": row.id, "log": row.log, "reason": row.refusal, "record": record}, ensure_ascii=False)
        for row, record in refused
    ]
    if not lines:
        path.unlink(missing_ok=True)
        return 0, path
    folder.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text("\n".join(lines) + "\n", "utf-8")
    new.replace(path)
    return len(lines), path


def file_name(url: str) -> str:
    """A name for the files of a target, without its password: words to know it by, and a hash of its place."""
    parts = urlsplit(url)
    place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    words = _NO_NAME.sub("_", place.partition("://")[2]).strip("_.")[-60:]
    return f"{words}-{sha256(place.encode()).hexdigest()[:8]}"
