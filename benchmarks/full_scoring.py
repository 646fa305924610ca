"""The search with all matching documents scored, not only candidates, to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from scraper.index.candidates import Wanted

_ALL = 1_000_000_000


@contextmanager
def all_scored() -> Iterator[None]:
    """Within this, a search reads all documents that have the words, and weighs accents and runs in all of them."""
    with ExitStack() as patches:
        for name in ("most", "enough"):
            patches.enter_context(patch.object(Wanted, name, property(lambda _: _ALL)))
        yield
