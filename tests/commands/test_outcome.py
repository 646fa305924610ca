"""Did a run do its work? The exit status of the commands depends on it."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.commands.outcome import failure

PAGE = {"downloader/response_status_count/200": 1}


@pytest.mark.parametrize(
    "stats",
    [
        {"finish_reason": "finished", **PAGE},
        {"finish_reason": "shutdown", **PAGE},
        {"finish_reason": "closespider_itemcount", **PAGE},
        {"finish_reason": "closespider_timeout", **PAGE},
        # Trouble with some pages is no failed run.
        {"finish_reason": "finished", **PAGE, "downloader/response_status_count/500": 9, "validate/rejected": 3},
        # A second run finds nothing new.
        {"finish_reason": "finished", **PAGE, "output/unchanged": 9},
    ],
)
def test_runs_that_did_their_work(stats: dict[str, Any]) -> None:
    assert failure(stats) is None


@pytest.mark.parametrize(
    ("stats", "says"),
    [
        ({}, "did not start"),
        (PAGE, "did not start"),
        ({"finish_reason": "cancelled", **PAGE}, "stopped early: cancelled"),
        ({"finish_reason": "memusage_exceeded", **PAGE}, "stopped early: memusage_exceeded"),
        ({"finish_reason": "finished"}, "gave no page"),
        ({"finish_reason": "finished", "downloader/response_status_count/403": 4}, "gave no page"),
        ({"finish_reason": "finished", "downloader/response_status_count/200": 0}, "gave no page"),
        ({"finish_reason": "shutdown"}, "gave no page"),
    ],
)
def test_runs_that_failed_say_why(stats: dict[str, Any], says: str) -> None:
    assert says in (failure(stats) or "")
