"""Why a run ended: Scrapy's ``finish_reason``, set by what ends a run and read by what judges it."""

from __future__ import annotations

from typing import Final

# Scrapy's own: all pages are read; somebody has stopped the run; a limit of the settings (a beginning).
FINISHED: Final = "finished"
SHUTDOWN: Final = "shutdown"
CLOSESPIDER: Final = "closespider_"
TOO_MANY_ERRORS: Final = "closespider_errorcount"

# The ledger's: another process has the source; the disk takes no more.
TAKEN: Final = "source_taken"
OUTPUT_FAILED: Final = "output_failed"

# Of politeness: the host refuses; it has given as many pages as it may be asked for on a day; the source's hours end.
TOLD_TO_WAIT: Final = "told_to_wait"
BUDGET_SPENT: Final = "daily_pages_spent"
OUTSIDE_HOURS: Final = "outside_hours"

# All archived pages are read. Not FINISHED: the ledger must not take a replay for a crawl that came to its end.
REPLAYED: Final = "replayed"
