"""Did a run do its work? The exit status of the commands depends on it."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.commands.outcome import FAILED, FELL_SHORT, OK, OUTCOMES, WRONG_USAGE, failure, status, trouble, word

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
    assert word(stats) in OUTCOMES


@pytest.mark.parametrize(
    ("stats", "says", "helps"),
    [
        ({}, "did not start", "The log says why"),
        ({"finish_reason": "source_taken"}, "another process crawls it", "Wait for its end"),
        ({"finish_reason": "told_to_wait"}, "stopped early: told_to_wait", "raise DOWNLOAD_DELAY"),
        ({"finish_reason": "output_failed"}, "output_failed", "full disk"),
        ({"finish_reason": "its process 7 was ended by SIGKILL"}, "was ended by SIGKILL", "the next run continues"),
        (
            {"finish_reason": "finished", "health/short": ["the site returned no page: status 500"]},
            "the site returned no page",
            "Open the site in a browser",
        ),
        (
            {"finish_reason": "finished", "health/short": ["body is empty"], "walk/last_failure": "x", **PAGE},
            "body is empty; for example x",
            "read --explain",
        ),
        (
            {
                "finish_reason": "finished",
                "health/short": ["9 pages read like articles and were not recorded: http://x.vn/1"],
                "read/undecided": 9,
                "read/undecided_examples": "http://x.vn/1",
                **PAGE,
            },
            "http://x.vn/1",
            "`scrapy undecided NAME`",
        ),
        ({"finish_reason": "finished", "log_count/ERROR": 2, **PAGE}, "2 errors of the program", "the log has more"),
    ],
)
def test_what_is_wrong_is_said_with_what_helps(stats: dict[str, Any], says: str, helps: str) -> None:
    told = trouble(stats) or ""
    assert says in told
    assert helps in told


@pytest.mark.parametrize("reason", ["finished", "shutdown", "daily_pages_spent", "outside_hours"])
def test_nothing_is_said_when_all_is_well(reason: str) -> None:
    assert trouble({"finish_reason": reason, "walk/failed/404": 9, "log_count/WARNING": 9, **PAGE}) is None
