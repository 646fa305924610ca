"""Did a run do its work? The exit status of the commands depends on it."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.commands.outcome import FAILED, FELL_SHORT, OK, WRONG_USAGE, failure, status, word

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
        {"finish_reason": "finished", "walk/pages": 9, "walk/pages_with_articles": 60},
        # Stopped before it came to anything.
        {"finish_reason": "shutdown", "interrupted": True},
    ],
)
def test_runs_that_did_their_work(stats: dict[str, Any]) -> None:
    assert failure(stats) is None


@pytest.mark.parametrize(
    ("stats", "says"),
    [
        ({}, "did not start"),
        (PAGE, "did not start"),
        ({"start_time": 1, **PAGE}, "stopped at once"),
        ({"finish_reason": "cancelled", **PAGE}, "stopped early: cancelled"),
        ({"finish_reason": "memusage_exceeded", **PAGE}, "stopped early: memusage_exceeded"),
        ({"finish_reason": "closespider_errorcount", **PAGE}, "stopped early: closespider_errorcount"),
        ({"finish_reason": "source_taken"}, "another process crawls it"),
        ({"finish_reason": "finished", "health/short": ["one", "other"]}, "one; other"),
    ],
)
def test_runs_that_failed_say_why(stats: dict[str, Any], says: str) -> None:
    assert says in (failure(stats) or "")


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        ({"finish_reason": "finished", **PAGE}, OK),
        ({"finish_reason": "finished", "health/short": ["one"]}, FELL_SHORT),
        ({"finish_reason": "output_failed", **PAGE}, FAILED),
        ({"finish_reason": "source_taken"}, WRONG_USAGE),
        ({}, FAILED),
    ],
)
def test_the_exit_status_tells_a_failed_run_from_a_poor_one(stats: dict[str, Any], expected: int) -> None:
    assert status(stats) == expected


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        ({"finish_reason": "finished"}, "ok"),
        ({"finish_reason": "shutdown", "interrupted": True}, "interrupted"),
        ({"finish_reason": "finished", "health/short": ["one"]}, "falls short"),
        ({"finish_reason": "output_failed"}, "failed"),
        ({}, "failed"),
    ],
)
def test_the_table_has_a_word_for_each_end(stats: dict[str, Any], expected: str) -> None:
    assert word(stats) == expected
