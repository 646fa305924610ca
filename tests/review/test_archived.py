"""Which pages of an archive a look reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from scraper.archive.files import Archive
from scraper.replay.catalogue import Catalogue
from scraper.replay.reading import Task
from scraper.review.archived import last_crawl
from scraper.sites import Site

SITE = Site("x", ("x.vn",), ())
FILE = Archive(Path("a.warc"), "a.warc")


class Runs:
    """The tasks of some runs, in their order."""

    def __init__(self, *sizes: int) -> None:
        self.sizes = sizes

    def tasks(self, source: str, skip: int) -> Iterator[tuple[str, Task | None]]:
        for run, size in enumerate(self.sizes):
            yield "", None  # a body that is not among the files
            for page in range(size):
                yield f"run {run}", Task(FILE, run * 1000 + page, f"http://x.vn/{page}", "", SITE, "{}")


@pytest.mark.parametrize(
    ("sizes", "least", "most", "offsets", "total"),
    [
        ((5, 3), 2, 99, [1000, 1001, 1002], 3),
        ((5, 3), 3, 99, [1000, 1001, 1002], 3),
        ((5, 3), 4, 99, [3, 4, 1000, 1001, 1002], 8),  # of a page that was fetched twice, the last answer
        ((5, 10), 2, 5, [1000, 1002, 1004, 1006, 1008], 10),
        ((5, 10), 2, 4, [1000, 1003, 1006, 1009], 10),
        ((), 2, 9, [], 0),
    ],
)
def test_pages_are_those_of_the_last_runs_evenly_spread(
    sizes: tuple[int, ...], least: int, most: int, offsets: list[int], total: int
) -> None:
    found, count = last_crawl(cast("Catalogue", Runs(*sizes)), "x", least, most)
    assert sorted(task.offset for task in found) == offsets
    assert count == total
