"""``scrapy undecided``: what a user sees of the pages that are not recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.commands.undecided import _print
from scraper.ledger.database import Database
from scraper.ledger.undecided import Undecided, UndecidedPage
from scraper.reading import why_undecided
from tests.crawling import scrapy

PAGES = [
    UndecidedPage("http://x.vn/a", "Chợ phiên [vùng cao] họp lại", "nothing confirms its title"),
    UndecidedPage("http://x.vn/b", "Hội làng", "no date"),
]
LINES = [f"{page.url}\t{page.title}\t{why_undecided(page.reason)}" for page in PAGES]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    database = Database(tmp_path / "state.sqlite3", "hoabinh")
    for page in PAGES:
        Undecided(database).add(page.url, page)
    database.close()
    return tmp_path


@pytest.mark.parametrize(("source", "lines"), [("hoabinh", LINES), ("stp_travinh", [])])
def test_each_page_has_a_line_with_its_reason(output: Path, source: str, lines: list[str]) -> None:
    done = scrapy("undecided", source, "-s", f"OUTPUT_DIR={output}")
    assert (done.returncode, done.stdout.splitlines(), done.stderr) == (0, lines, "")


def test_the_ledger_is_where_the_settings_say(output: Path, tmp_path: Path) -> None:
    state = tmp_path / "elsewhere.db"
    (output / "state.sqlite3").rename(state)
    done = scrapy("undecided", "hoabinh", "-s", f"OUTPUT_DIR={output}", "-s", f"STATE_FILE={state}")
    assert done.stdout.splitlines() == LINES


@pytest.mark.parametrize("names", [[], ["hoabinh", "stp_travinh"]])
def test_it_takes_one_source(output: Path, names: list[str]) -> None:
    done = scrapy("undecided", *names, "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 2
    assert "Name one source" in done.stdout + done.stderr


def test_without_a_ledger_it_says_so(tmp_path: Path) -> None:
    done = scrapy("undecided", "hoabinh", "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 2
    assert f"The ledger {tmp_path / 'state.sqlite3'} cannot be read" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_on_a_terminal_they_are_a_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "120", "NO_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    _print(PAGES, "hoabinh")
    shown = capsys.readouterr().out
    assert "2 pages" in shown
    for page in PAGES:
        assert page.url in shown
        assert page.title in shown, "brackets are no markup"
        assert page.reason in shown


def test_on_a_terminal_it_says_that_nothing_waits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "120", "NO_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    _print([], "hoabinh")
    assert "No page of hoabinh waits for a decision" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("hoabin", "There is no source hoabin; did you mean hoabinh?"),
        ("portal_a_vn", "There is no source portal_a_vn; did you mean portal_b_vn?"),
        ("zzz", "There is no source zzz; `scrapy list` shows those of the project"),
    ],
)
def test_a_name_that_is_no_source_is_wrong_usage(output: Path, name: str, says: str) -> None:
    Database(output / "state.sqlite3", "portal_b_vn").close()
    done = scrapy("undecided", name, "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 2
    assert says in done.stdout + done.stderr
    known = scrapy("undecided", "portal_b_vn", "-s", f"OUTPUT_DIR={output}")
    assert (known.returncode, known.stdout) == (0, "")
