"""The outcome of a run, from its stats, for the exit status and the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.crawler import Crawler

from scraper.commands.terminal import shown
from scraper.finish_reasons import (
    NO_CONTACT,
    OF_USAGE,
    OUTPUT_FAILED,
    PROXY_FAILED,
    TAKEN,
    TOLD_TO_WAIT,
    TOO_MANY_ERRORS,
    WRONG_SETTING,
    is_intended,
)
from scraper.ledger.health import ERRORS, EXAMPLE, PRIVATE_ADDRESS, SHORT, UNDECIDED, UNDECIDED_EXAMPLES

# The documented exit statuses; 2 is also Scrapy's own for wrong usage.
OK, FAILED, WRONG_USAGE, FELL_SHORT = 0, 1, 2, 3

# The words of the result table, the worst one last.
OUTCOMES = ("ok", "interrupted", "falls short", "failed")

# Stats: the last address without a page; errors of our own, with tracebacks in the log.
_LAST_FAILURE, _ERRORS = "walk/last_failure", "log_count/ERROR"

# What helps after a run that ended early.
_HELP = {
    TAKEN: "wait for its end; two schedulers may start the same source",
    TOLD_TO_WAIT: "nothing to do now, the next run continues; if that is so each time, raise DOWNLOAD_DELAY",
    OUTPUT_FAILED: "look for a full disk and for the rights of OUTPUT_DIR, then run it again; what is written is kept",
    WRONG_SETTING: "the log names the setting; correct it and run it again",
    NO_CONTACT: "set USER_AGENT to one with a contact address",
    PROXY_FAILED: "look at the setting PROXY and the proxy; the next run continues",
    TOO_MANY_ERRORS: "the log has the errors; the next run continues",
}


def failure(stats: Mapping[str, Any]) -> str | None:
    """Why a run failed, in words for a log; None if it did not."""
    reason = stats.get("finish_reason")
    if reason == TAKEN:
        return "another process crawls it; the log says which file it holds"
    if reason is None:
        return "stopped at once" if "start_time" in stats else "did not start; the log says why"
    if not is_intended(str(reason)):
        return f"stopped early: {reason}"
    return "; ".join(map(shown, stats.get(SHORT, ()))) or None


def word(stats: Mapping[str, Any]) -> str:
    """The outcome of a run, in words for a table."""
    if failure(stats) is None:
        return "interrupted" if stats.get("interrupted") else "ok"
    return "falls short" if status(stats) == FELL_SHORT else "failed"


def status(stats: Mapping[str, Any]) -> int:
    """The exit status of a run."""
    if failure(stats) is None:
        return OK
    if stats.get("finish_reason") in OF_USAGE:
        return WRONG_USAGE
    return FELL_SHORT if SHORT in stats else FAILED


def trouble(stats: Mapping[str, Any]) -> str | None:
    """What is wrong after a run, with an example and what helps, for a person who is called; None if nothing is."""
    what = failure(stats)
    if what is None:
        count = stats.get(_ERRORS, 0)
        errors = "an error" if count == 1 else f"{count} errors"
        return f"{errors} of the program, the log has more; what it could read is recorded" if count else None
    example = _example(stats)
    if SHORT in stats and example and example not in what:
        what = f"{what}; for example {example}"
    return f"{what}{'' if what.endswith('?') else '.'} {_help(stats)}"


def _example(stats: Mapping[str, Any]) -> str:
    """The address of the most frequent failure; of addresses without one, what went wrong last."""
    counts = {name: n for name, n in stats.items() if name.startswith(ERRORS) and f"{EXAMPLE}{name}" in stats}
    if not counts:
        return shown(str(stats.get(_LAST_FAILURE, "")))
    worst = max(counts, key=counts.__getitem__)
    return shown(f"{stats[f'{EXAMPLE}{worst}']} ({worst})")


def _help(stats: Mapping[str, Any]) -> str:
    if SHORT not in stats:
        advice = _HELP.get(str(stats.get("finish_reason")), "the log says why; the next run continues")
    elif stats.get(UNDECIDED) and str(stats.get(UNDECIDED_EXAMPLES, "")) in "; ".join(stats[SHORT]):
        advice = "`scrapy undecided NAME` shows them all, `scrapy read --explain URL` says why"
    elif stats.get(PRIVATE_ADDRESS) and not stats.get("walk/pages"):
        advice = "if the inner network is meant, crawl it with -a base_url=; else the office's name server is wrong"
    elif not stats.get("walk/pages"):
        advice = "open the site in a browser; if it is only down, the next run continues"
    else:
        advice = "compare the site in a browser with `scrapy read --explain URL`; the next run tries again"
    return f"{advice[0].upper()}{advice[1:]}"


def stats_so_far(crawler: Crawler) -> dict[str, Any]:
    """The stats of a crawl; empty if it has not started."""
    try:
        return dict(crawler.stats.get_stats()) if crawler.stats else {}
    except RuntimeError:  # Scrapy raises it before the start
        return {}
