"""Pages that strangers to the rules wrote, with their right values: 350 in three files, each a line of JSON.

``python -m tests.written`` lists them, and ``python -m tests.written FILE NAME`` prints the bytes of a page.
"""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILES = ("worked_with", "held_back", "held_back_to_the_end")


@dataclass(frozen=True)
class WrittenPage:
    """One page, and what is right of it."""

    name: str
    situation: str
    url: str
    expected: dict[str, Any]
    html: bytes


@cache
def written_pages(file: str) -> tuple[WrittenPage, ...]:
    """The pages of a file, in order."""
    lines = lzma.decompress((Path(__file__).parent / f"{file}.jsonl.xz").read_bytes()).decode().rstrip("\n").split("\n")
    rows = [json.loads(line) for line in lines]
    # Bytes as letters of the same numbers: some pages are not UTF-8.
    return tuple(WrittenPage(**row | {"html": row["html"].encode("latin-1")}) for row in rows)
