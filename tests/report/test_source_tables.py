"""The figures of one source on a terminal."""

from __future__ import annotations

from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from scraper.ledger.database import StateFile
from scraper.report.gather import gather
from scraper.report.places import Places
from scraper.report.source_tables import per_cent, source_tables
from tests.report.made_runs import NOW, MadeRun, add_runs, ok


@pytest.mark.parametrize(
    ("rate", "words"),
    [(None, "–"), (0.0, "0"), (0.001, "1"), (0.5, "50"), (0.994, "99"), (0.999, "99"), (1.0, "100")],
)
def test_none_and_all_are_exact(rate: float | None, words: str) -> None:
    assert per_cent(rate) == words


def printed(folder: Path, *runs: MadeRun) -> str:
    state = add_runs(folder / "state.sqlite3", "hoabinh", *runs)
    with closing(StateFile.read_only(state)) as database:
        report = gather(database, Places(state, folder), NOW, 30, ["hoabinh"])
    shown = StringIO()
    screen = Console(file=shown, width=100)
    for table in source_tables(report, report.sources[0]):
        screen.print(table)
    return shown.getvalue()


def test_the_last_complete_run_with_articles_stands_beside_the_days(tmp_path: Path) -> None:
    text = printed(tmp_path, ok(50, new=8), ok(30, new=2), ok(2), MadeRun(1, "shutdown", {"item_scraped_count": 4}))
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.strip()}
    assert "run of 29/11 11:53 (+07)" in text
    assert rows["title"] == ["100", "71"], "10 of 14"
    assert rows["authors"] == ["50", "36"]
    assert rows["images"] == ["0", "0"]
    assert rows["3"] == ["status", "404", "https://hoabinh.gov.vn/tin/khong-con-1"]


def test_without_articles_and_errors_there_is_no_table(tmp_path: Path) -> None:
    assert printed(tmp_path, MadeRun(1, stats={})) == ""
    (tmp_path / "old").mkdir()
    assert "field" in printed(tmp_path / "old", ok(24 * 40, new=2)), "its last run is older than the days"
