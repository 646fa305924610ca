"""The metrics of all sources, as a Prometheus server reads them, and the dashboard that shows them."""

from __future__ import annotations

import json
import logging
import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from scrapy.settings import Settings

from scraper.metrics import write
from tests.report.made_runs import HOUR, MadeRun, add_runs, as_of_earlier_version, figures, ok

DASHBOARD = Path(__file__).parents[1] / "docs" / "deploy" / "grafana-dashboard.json"
Labels = dict[str, str]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> int:
    found = int(time.time())
    monkeypatch.setattr("tests.report.made_runs.NOW", found)
    return found


def written(folder: Path, **settings: Any) -> str:
    path = folder / "textfile" / "portal_crawler.prom"
    write(Settings({"OUTPUT_DIR": str(folder), "STATE_FILE": "", "METRICS_FILE": str(path), **settings}))
    return path.read_text("utf-8") if path.exists() else ""


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    return {
        (sample.name.removeprefix("portal_crawler_"), frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def of(found: dict[Any, float], name: str, **labels: str) -> float | None:
    return found.get((name, frozenset(labels.items())))


def test_all_figures_of_two_sources(tmp_path: Path, now: int) -> None:
    state = tmp_path / "state.sqlite3"
    add_runs(state, "hoabinh", ok(3, new=4), MadeRun(2, short=["x", "y"], stats=figures()), undecided=2, poisoned=1)
    add_runs(state, "other", MadeRun(1, "told_to_wait", {"output/changed": 3}), MadeRun(0.5, reason=""))
    found = samples(written(tmp_path))
    hoabinh, other = {"source": "hoabinh"}, {"source": "other"}
    assert of(found, "last_run_start_timestamp_seconds", **hoabinh) == now - 2 * HOUR
    assert of(found, "last_run_end_timestamp_seconds", **hoabinh) == now - 2 * HOUR + 90
    assert of(found, "last_success_timestamp_seconds", **hoabinh) == now - 3 * HOUR + 90
    assert of(found, "last_run_duration_seconds", **hoabinh) == 90
    assert of(found, "last_run_exit_status", **hoabinh) == 3
    assert of(found, "request_interval_seconds", **hoabinh, host="hoabinh.gov.vn") == 1.042
    assert of(found, "runs_started_total", **hoabinh) == 2
    assert of(found, "runs_ended_total", **hoabinh, reason="finished") == 2
    assert of(found, "expectations_not_met_total", **hoabinh) == 2
    assert of(found, "articles_total", **hoabinh, change="new") == 4
    assert of(found, "articles_total", **other, change="changed") == 3
    assert of(found, "requests_total", **hoabinh) == 48
    assert of(found, "received_bytes_total", **hoabinh) == 1_000_000
    assert of(found, "errors_total", **hoabinh, kind="walk/failed/404") == 2
    assert of(found, "undecided_pages", **hoabinh) == 2
    assert of(found, "poisoned_pages", **hoabinh) == 1
    assert of(found, "trouble", **hoabinh, kind="fell_short") == 1
    assert of(found, "trouble", **hoabinh, kind="undecided") is None, "what can wait is no trouble"
    # Of a run that was killed, or is still running, no end is known.
    assert of(found, "last_run_start_timestamp_seconds", **other) == now - HOUR // 2
    assert of(found, "last_run_exit_status", **other) is None
    assert of(found, "last_success_timestamp_seconds", **other) is None


def test_sums_never_fall_when_old_runs_are_dropped(tmp_path: Path, now: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.ledger.runs.KEPT", 3)
    before = 0.0
    for hours in range(9, 0, -1):
        add_runs(tmp_path / "state.sqlite3", "hoabinh", ok(hours, new=2))
        new = of(samples(written(tmp_path)), "articles_total", source="hoabinh", change="new")
        assert new == before + 2
        before = new


def test_names_follow_the_conventions(tmp_path: Path, now: int) -> None:
    add_runs(tmp_path / "state.sqlite3", "hoabinh", ok(1))
    text = written(tmp_path)
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
    assert {name for name, kind in kinds.items() if kind == "counter"} == {
        name for name in kinds if name.endswith("_total")
    }
    assert all(re.fullmatch(r"portal_crawler_[a-z_]+", name) for name in kinds)
    assert set(re.findall(r"^# HELP (\S+) \S", text, re.MULTILINE)) == set(kinds)
    assert "_created" not in text


def test_other_users_may_read_the_file_and_no_part_of_it_stays(tmp_path: Path, now: int) -> None:
    add_runs(tmp_path / "state.sqlite3", "hoabinh", ok(1))
    before = os.umask(0o077)
    try:
        written(tmp_path)
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
    (file,) = (tmp_path / "textfile").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_a_file_of_an_earlier_version_is_shown_with_what_it_has(tmp_path: Path, now: int) -> None:
    state = add_runs(tmp_path / "state.sqlite3", "hoabinh", ok(1, new=3))
    as_of_earlier_version(state)
    found = samples(written(tmp_path))
    assert of(found, "last_run_exit_status", source="hoabinh") == 0
    assert of(found, "articles_total", source="hoabinh", change="new") == 0


def test_names_of_sources_and_hosts_cannot_add_lines(tmp_path: Path, now: int) -> None:
    host = 'x"\n} 9\nevil 1'
    run = MadeRun(1, stats={f"pace/seconds_between_requests/{host}": 2.5})
    add_runs(tmp_path / "state.sqlite3", "hoabinh", run)
    text = written(tmp_path)
    assert of(samples(text), "request_interval_seconds", source="hoabinh", host=host) == 2.5
    assert "\nevil" not in text


def test_what_goes_wrong_is_a_warning(tmp_path: Path, now: int, caplog: pytest.LogCaptureFixture) -> None:
    assert written(tmp_path) == "", "no state file yet"
    add_runs(tmp_path / "state.sqlite3", "hoabinh", ok(1))
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "x.prom", tmp_path):
        caplog.clear()
        written(tmp_path, METRICS_FILE=str(path))
        (record,) = caplog.records
        assert record.levelno == logging.WARNING
        assert "METRICS_FILE is not written, and the next run writes it: " in record.getMessage()
    (tmp_path / "state.sqlite3").write_bytes(b"damaged" * 999)
    written(tmp_path)
    assert "scrapy state --rebuild" in caplog.text


def test_commands_start_without_the_client_library() -> None:
    code = "import sys, scraper.commands.crawl; print([name for name in sys.modules if 'prometheus' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# The dashboard.


def expressions() -> list[str]:
    dashboard = json.loads(DASHBOARD.read_text("utf-8"))
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    return shown + [one["query"]["query"] for one in dashboard["templating"]["list"] if isinstance(one["query"], dict)]


def test_the_dashboard_names_metrics_and_labels_that_exist(tmp_path: Path, now: int) -> None:
    add_runs(tmp_path / "state.sqlite3", "hoabinh", ok(2, new=1), MadeRun(1, short=["x"], stats=figures()))
    found = samples(written(tmp_path))
    labels: dict[str, set[str]] = {}
    for name, pairs in found:
        labels.setdefault(name, set()).update(label for label, _ in pairs)
    assert len(expressions()) > 10
    for expression in expressions():
        used = re.findall(r"portal_crawler_(\w+)(?:\{([^}]*)\})?", expression)
        assert used, expression
        for name, matchers in used:
            assert name in labels, expression
            assert {matcher.split("=")[0] for matcher in matchers.split(",") if matcher} <= labels[name], expression
        for label in re.findall(r"by \((\w+)\)", expression):
            assert label in labels[used[0][0]]


def test_the_panels_do_not_overlap() -> None:
    places = [panel["gridPos"] for panel in json.loads(DASHBOARD.read_text("utf-8"))["panels"]]
    cells = [
        (x, y) for at in places for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
