"""``scrapy report`` and ``scrapy history``: what a person sees in a browser, on a terminal and in JSON."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.browser import CHROMIUM, NO_CHROMIUM, Tab, chromium
from tests.crawling import crawl, scrapy
from tests.practice import Portal
from tests.report import made_runs
from tests.report.made_runs import MadeRun, add_runs, as_of_earlier_version, figures, ok
from tests.report.many_runs import many_runs

WINDOWS = [(width, dark) for width in (1280, 400) for dark in (False, True)]
EVIL = "<script>attacked = 1</script><img src='http://evil.vn/x'>\x1b[2J\u202e"
in_browser = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs of the last days, of sources in order and of one that is not, on whose site everything is hostile."""
    folder = tmp_path_factory.mktemp("output")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made_runs, "NOW", int(time.time()))
        state = folder / "state.sqlite3"
        add_runs(state, "hoabinh", *(ok(hours, new=hours % 3, **{"output/changed": 1}) for hours in range(50, 1, -4)))
        stats = figures(3) | {"example/walk/failed/404": f"http://x.vn/{EVIL}", "walk/failed/404": 3}
        bad = MadeRun(1, stats=stats, short=[f"the site answers with one stub page («{EVIL}»)"])
        add_runs(state, "dukcqdn_travinh", ok(3, new=4), bad, undecided=2, poisoned=1)
        add_runs(state, "stp_travinh", MadeRun(2, "told_to_wait", figures()), MadeRun(0.1, reason=""))
    (folder / "hoabinh.jsonl").write_bytes(b"x" * 2_500_000)
    return folder


def command(output: Path, *arguments: str) -> CompletedProcess[str]:
    done = scrapy(*arguments, "-s", f"OUTPUT_DIR={output}")
    assert "Traceback" not in done.stderr
    return done


# In a browser.


@pytest.fixture(scope="module")
def file(output: Path) -> Path:
    done = command(output, "report", "--html", str(output / "report.html"))
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")
    return output / "report.html"


@in_browser
@pytest.mark.parametrize(("width", "dark"), WINDOWS)
def test_it_is_readable_in_each_window(tab: Tab, file: Path, width: int, dark: bool) -> None:
    tab.open(file.as_uri(), width=width, dark=dark)
    assert (tab.requested, tab.refused) == ([], [])
    assert tab.run("document.documentElement.scrollWidth") <= width, "nothing is cut at the side"
    back = tab.run("getComputedStyle(document.body).backgroundColor")
    assert back == ("rgb(22, 24, 27)" if dark else "rgb(255, 255, 255)")
    assert tab.run("document.querySelectorAll('.overview svg').length") == 3
    new, words = (tab.run(f"getComputedStyle(document.querySelector('{it}')).{how}") for it, how in COLOURS)
    assert new != words


COLOURS = (("svg .new", "fill"), (".troubles", "backgroundColor"))


@in_browser
def test_what_needs_a_person_stands_on_top(tab: Tab, file: Path) -> None:
    tab.open(file.as_uri())
    urgent = tab.run("document.querySelector('.urgent').innerText")
    assert "Needs a person (2)" in urgent
    assert "dukcqdn_travinh: the site answers with one stub page" in urgent
    assert "dukcqdn_travinh: 1 page cannot be read and is set aside" in urgent
    top, table = (tab.run(f"document.querySelector('{it}').getBoundingClientRect().top") for it in (".urgent", "table"))
    assert top < table


@in_browser
def test_a_link_opens_the_figures_of_its_source(tab: Tab, file: Path) -> None:
    tab.open(file.as_uri())
    closed = tab.run("[...document.querySelectorAll('details')].map(it => it.open)")
    assert closed == [True, False, False], "only a source with a trouble is open"
    tab.run("document.querySelector('.overview a[href=\"#source-2\"]').click()")
    tab.run("document.querySelector('#source-2 > summary').click()")
    shown = tab.run("document.querySelector('#source-2').innerText")
    for words in ("requests an article", "a request every 1.04 s", "status 404", "2.5 MB", "authors", "13 runs"):
        assert words in shown, words
    assert tab.run("document.querySelectorAll('#source-2 .day title')[0].textContent").count("new") == 1
    # The bars of a chart lie within it.
    box, bars = (
        tab.run(f"document.querySelector('#source-2 {it}').getBoundingClientRect().toJSON()")
        for it in (".chart", ".chart .new")
    )
    assert box["top"] <= bars["top"] < bars["bottom"] <= box["bottom"]
    assert box["left"] <= bars["left"] < bars["right"] <= box["right"]


@in_browser
def test_a_hostile_site_runs_and_requests_nothing(tab: Tab, file: Path) -> None:
    tab.open(file.as_uri())
    assert tab.run("typeof attacked") == "undefined"
    assert (tab.requested, tab.refused) == ([], [])
    assert tab.run("document.querySelectorAll('script, img, iframe').length") == 0
    assert "<script>attacked" in tab.run("document.body.innerText")
    assert "\x1b" not in file.read_text("utf-8")


def test_the_policy_allows_its_style_alone(file: Path) -> None:
    text = file.read_text("utf-8")
    assert "default-src 'none'; style-src 'sha256-" in text
    assert "script-src" not in text
    assert " style=" not in text


def test_a_thousand_runs_are_a_small_file(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in ("made_runs", "many_runs"):
            patch.setattr(f"tests.report.{module}.NOW", int(time.time()))
        many_runs(tmp_path / "state.sqlite3", 1, 1_000)
    done = command(tmp_path, "report", "--days", "45", "--html", str(tmp_path / "r.html"))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "r.html").stat().st_size < 50_000
    assert (tmp_path / "state.sqlite3").stat().st_size < 2_000_000


# On a terminal, and for programs.


def test_the_table_fits_80_columns(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "80", "NO_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    done = command(output, "report")
    assert done.returncode == 3
    text = re.sub(r"\x1b\[[\d;]*m", "", done.stdout)  # styles of rich
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("! dukcqdn_travinh: the site answers")
    (row,) = (line.split() for line in lines if line.strip().startswith("hoabinh"))
    assert row[3:] == ["ok", "14", "13", "0", "13", "0"]
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_it_is_json_for_programs(output: Path) -> None:
    done = command(output, "report", "dukcqdn_travinh", "--json")
    found = json.loads(done.stdout)
    assert [source["source"] for source in found["sources"]] == ["dukcqdn_travinh"]
    assert [trouble["kind"] for trouble in found["troubles"]] == ["fell_short", "poisoned", "undecided"]
    assert found["sources"][0]["errors"][0] == {"kind": "walk/failed/404", "count": 4, "example": f"http://x.vn/{EVIL}"}
    assert "\x1b" not in done.stdout


def test_nothing_needs_a_person(output: Path) -> None:
    done = command(output, "report", "hoabinh")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "Nothing needs a person"


def test_history_has_a_line_a_run(output: Path) -> None:
    lines = command(output, "history").stdout.splitlines()
    assert lines[0].split() == ["begun", "source", "took", "ended", *("pages", "new", "chg", "gone", "err", "und")]
    rows = [line.split() for line in lines[1:]]
    assert len(rows) == 13 + 2 + 2
    assert [row[2] for row in rows[-3:]] == ["stp_travinh", "dukcqdn_travinh", "stp_travinh"]
    assert " ".join(rows[-1][3:]) == "killed or running 0 0 0 0 0 0"
    assert " ".join(rows[-2][3:]) == "2 min fell short 23 3 0 0 3 0"


def test_history_of_a_source_since_a_day_as_json(output: Path) -> None:
    runs = [json.loads(line) for line in command(output, "history", "stp_travinh", "--json").stdout.splitlines()]
    assert [(run["outcome"], run["exit_status"], run["seconds"]) for run in runs] == [
        ("failed", 1, 90),
        ("no end", None, None),
    ]
    assert runs[0]["finish_reason"] == "told_to_wait"
    assert command(output, "history", "--since", "2100-01-01", "--json").stdout == ""
    assert command(output, "history", "--since", "2100-01-01").stdout.startswith("No run has begun since 01/01 00:00")


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("report", "no_such"), 2, "No run of no_such is known. There are: dukcqdn_travinh, hoabinh, stp_travinh"),
        (("history", "no_such"), 2, "No run of no_such is known"),
        (("report", "--days", "0"), 2, "--days must be 1 to 1000"),
        (("history", "--since", "gestern"), 2, "--since must be a day as 2026-01-31, not 'gestern'"),
        (("report", "--html", "/no/such/folder/r.html"), 1, "/no/such/folder/r.html cannot be written (No such file"),
    ],
)
def test_wrong_usage_says_what_is_wrong(output: Path, arguments: tuple[str, ...], status: int, says: str) -> None:
    done = command(output, *arguments)
    assert done.returncode == status
    assert says in done.stdout + done.stderr


def test_history_fits_80_columns_and_no_number_is_cut(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "80", "NO_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    lines = re.sub(r"\x1b\[[\d;]*m", "", command(output, "history").stdout).splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.split()[-6:] for line in lines if "stp_travinh" in line] == [
        ["20", "0", "0", "0", "1", "0"],
        ["0", "0", "0", "0", "0", "0"],
    ]


@pytest.mark.parametrize("name", ["report", "history"])
def test_without_a_state_file_and_with_a_damaged_one(tmp_path: Path, name: str) -> None:
    done = command(tmp_path, name)
    assert done.returncode == 2
    assert "state.sqlite3" in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == [], "nothing is made"
    (tmp_path / "state.sqlite3").write_bytes(b"damaged" * 999)
    done = command(tmp_path, name)
    assert done.returncode == 1
    assert "scrapy state --rebuild" in done.stderr


def test_a_file_of_an_earlier_version_is_shown_with_what_it_has(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state.sqlite3", "hoabinh", ok(5, new=3), MadeRun(1, short=["x"]))
    as_of_earlier_version(state)
    done = command(tmp_path, "report", "--days", "1000")
    assert done.returncode == 3
    assert "! hoabinh: fell short of 1 expectation" in done.stdout
    assert "hoabinh" in command(tmp_path, "history", "--since", "2025-11-01").stdout
    with closing(sqlite3.connect(state)) as raw:
        assert raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'run_ends'").fetchall() == [], "it is read only"


def test_a_real_run_is_stored_with_all_of_it(tmp_path: Path) -> None:
    for _ in range(2):
        crawl(Portal("hoabinh", articles=6), tmp_path)
    (source,) = json.loads(command(tmp_path, "report", "--json").stdout)["sources"]
    assert source["last_run"]["exit_status"] == 0
    assert source["last_run"]["seconds"] is not None
    assert (sum(day["new"] for day in source["by_day"].values()), source["runs_begun"]) == (6, 2)
    assert all(kind["example"].startswith("http://127.0.0.1:") for kind in source["errors"])
    assert {"walk/failed/404", "read/no_article"} <= {kind["kind"] for kind in source["errors"]}
    assert len(source["seconds_between_requests"]) == 2, "each served portal has a port of its own"
    with closing(sqlite3.connect(tmp_path / "state.sqlite3")) as raw:
        sizes = [
            sum(row)
            for row in raw.execute(
                "SELECT length(stats), length(short) + length(examples) FROM runs JOIN run_ends USING (source, run)"
            )
        ]
    assert max(sizes) < 2_500
