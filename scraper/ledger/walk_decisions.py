"""What a source's pages were decided to be when its last complete walk was over."""

from __future__ import annotations

import json
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from scraper.ledger.database import Database


class WalkDecision(StrEnum):
    """What a page was decided to be."""

    ARTICLE = "article"
    LIST = "list"
    OTHER = "other"
    UNDECIDED = "undecided"


def read_walk_decisions(path: Path, source: str, urls: Collection[str]) -> dict[str, WalkDecision]:
    """The decisions on pages, by address, in a state file that may be in use; empty before the first complete walk.

    Args:
        path: of the state file.
        source: name of the source.
        urls: addresses of the pages, as they answered.

    Raises:
        StorageError: it cannot be read.
    """
    wanted, found = frozenset(urls), dict[str, WalkDecision]()
    opened = Database.read_only(path)
    try:
        number = opened.first("SELECT id FROM sources WHERE name = ? AND walked_run > 0", (source,))
        if number is None:
            return {}
        is_list = "lists OR number > 1 OR list_root <> ''"  # of a list's further pages, `lists` is not kept
        for url, lists in opened.execute(f"SELECT url, {is_list} FROM pages WHERE source = ? AND failures = 0", number):
            if url in wanted:
                found[url] = WalkDecision.LIST if lists else WalkDecision.OTHER
        written = "SELECT url, addresses FROM articles WHERE source = ? AND state = 'written'"
        for url, addresses in opened.execute(written, number):
            found |= dict.fromkeys(wanted.intersection((url, *json.loads(addresses))), WalkDecision.ARTICLE)
        for (url,) in opened.execute("SELECT url FROM undecided WHERE source = ?", number):
            if url in wanted:
                found[url] = WalkDecision.UNDECIDED
    finally:
        opened.close()
    return found
