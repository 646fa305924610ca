"""The ledger of a look: a file of its own, so that a probe writes nothing of a source; only pace is shared."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from scraper.extensions.source_ledger import LedgerExtension
from scraper.storage.log import RecordLog

OWN_STATE = "state.sqlite3"


class ProbeLedger(LedgerExtension):
    """A ledger beside its log in OUTPUT_DIR, whatever STATE_FILE says: that file has the pace of hosts alone."""

    def _set_up(self, opened: ExitStack, source: str, state: Path, log: RecordLog) -> None:
        super()._set_up(opened, source, log.path.with_name(OWN_STATE), log)
