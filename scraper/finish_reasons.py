"""Why a run ended: values of Scrapy's ``finish_reason``, which decide the exit status."""

from __future__ import annotations

from typing import Final

# Scrapy's own: all pages are read; a user stopped the run; a limit of the settings (a prefix).
FINISHED: Final = "finished"
SHUTDOWN: Final = "shutdown"
CLOSESPIDER: Final = "closespider_"
TOO_MANY_ERRORS: Final = "closespider_errorcount"

# The ledger's: another process holds the lock of the source; the disk is full or fails.
TAKEN: Final = "source_taken"
OUTPUT_FAILED: Final = "output_failed"

# Politeness: the host refuses; the daily budget of pages is used up; the source's crawl hours end.
TOLD_TO_WAIT: Final = "told_to_wait"
BUDGET_SPENT: Final = "daily_pages_spent"
OUTSIDE_HOURS: Final = "outside_hours"

# An argument of the crawl is unknown, the log says which.
WRONG_USAGE: Final = "wrong_usage"
# A setting cannot be used, the log says which; the user agent names no contact; the proxy fails again and again.
WRONG_SETTING: Final = "wrong_setting"
NO_CONTACT: Final = "no_contact"
PROXY_FAILED: Final = "proxy_failed"

# All archived pages are read. Not FINISHED: the ledger must not mistake a replay for a completed crawl.
REPLAYED: Final = "replayed"

# Reasons to end that a user mends by another command.
OF_USAGE: Final = (TAKEN, NO_CONTACT, WRONG_USAGE)
_INTENDED = (FINISHED, SHUTDOWN, CLOSESPIDER, BUDGET_SPENT, OUTSIDE_HOURS, REPLAYED)


def is_intended(reason: str) -> bool:
    """True for a run that ended as intended: all is read, a signal, a limit of the settings, the hours of a source."""
    return reason.startswith(_INTENDED) and reason != TOO_MANY_ERRORS
