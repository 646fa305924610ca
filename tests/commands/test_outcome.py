"""Did a run do its work? The exit status of the commands depends on it."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.commands.outcome import FAILED, FELL_SHORT, OK, failure, status

PAGE = {"walk/pages": 1, "read/articles": 1}


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
        # robots.txt answers, the site does not.
        ({"finish_reason": "finished", "downloader/response_status_count/200": 1}, "gave no page"),
        ({"finish_reason": "finished", "walk/pages": 9}, "no article"),
        ({"finish_reason": "shutdown"}, "gave no page"),
    ],
)
def test_runs_that_failed_say_why(stats: dict[str, Any], says: str) -> None:
    assert says in (failure(stats) or "")


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        ({"finish_reason": "finished", **PAGE}, OK),
        ({"finish_reason": "finished", "walk/pages": 9}, FELL_SHORT),
        ({"finish_reason": "finished"}, FAILED),
        ({"finish_reason": "output_failed", **PAGE}, FAILED),
        ({}, FAILED),
    ],
)
def test_the_exit_status_tells_a_failed_run_from_a_poor_one(stats: dict[str, Any], expected: int) -> None:
    assert status(stats) == expected
