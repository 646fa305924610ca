"""The search with all matching documents scored, not only candidates, to compare with."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from scraper.search.candidates import Wanted

_ALL = 1_000_000_000


def all_scored() -> AbstractContextManager[Any]:
    """Within this, a search reads all documents that have the words; the best 50 are ranked again, as otherwise."""
    return patch.object(Wanted, "most", property(lambda _: _ALL))
