"""Sources that the project does not have any more: one line, and nothing that needs a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.settings import Settings

from scraper.alerts.claims import claim
from scraper.ledger.database import StateFile
from scraper.metrics import write
from scraper.report.as_html import report_file
from scraper.report.as_json import report_values
from scraper.report.as_table import report_lines
from scraper.report.gather import RunReport, gather
from scraper.report.places import Places
from scraper.report.project_sources import is_kept, project_sources
from tests.report.made_runs import NOW, MadeRun, add_runs, ok

KNOWN = frozenset({"hoabinh", "portal"})
DOWN = MadeRun(1, short=["the site returned no page: status 500"])
EVIL = "<b>`evil`"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    for name in ("hoabinh", "portal_sxd_vidu_gov_vn", "old", EVIL):
        add_runs(tmp_path / "state.sqlite3", name, DOWN)
    return tmp_path / "state.sqlite3"


@pytest.fixture
def database(state: Path) -> Iterator[StateFile]:
    with closing(StateFile(state)) as opened:
        yield opened


def report(database: StateFile, state: Path, *names: str, known: frozenset[str] | None = KNOWN) -> RunReport:
    return gather(database, Places(state, state.parent), NOW, 3, names, known)


@pytest.mark.parametrize(
    ("name", "known", "kept"),
    [
        ("hoabinh", KNOWN, True),
        ("old", KNOWN, False),
        ("old", None, True),
        ("old", frozenset[str](), False),
        ("portal_sxd_vidu_gov_vn", KNOWN, True),
    ],
)
def test_which_sources_are_kept(name: str, known: frozenset[str] | None, kept: bool) -> None:
    assert is_kept(name, known) is kept


def test_a_removed_source_is_one_line_and_no_trouble(database: StateFile, state: Path) -> None:
    found = report(database, state)
    assert [source.name for source in found.sources] == ["hoabinh", "portal_sxd_vidu_gov_vn"]
    assert {trouble.name for trouble in found.troubles} == {"hoabinh", "portal_sxd_vidu_gov_vn"}
    assert found.removed == [EVIL, "old"]
    line = f"- not in this project any more: {EVIL}, old; `scrapy state --forget NAME` removes what is known of it"
    assert [one for one in report_lines(found) if one.startswith(line)]
    assert json.loads(json.dumps(report_values(found)))["not_in_project"] == [EVIL, "old"]
    html = report_file(found).decode()
    assert "Sources not in this project any more: &lt;b&gt;" in html
    assert EVIL not in html


def test_it_is_shown_if_it_is_named_and_still_no_trouble(database: StateFile, state: Path) -> None:
    found = report(database, state, "old")
    assert ([source.name for source in found.sources], found.troubles, found.removed) == (["old"], [], ["old"])


def test_if_the_project_is_not_known_all_sources_count(database: StateFile, state: Path) -> None:
    assert len({trouble.name for trouble in report(database, state, known=None).troubles}) == 4


def test_a_removed_source_is_not_told_and_what_was_told_is_over(database: StateFile, state: Path) -> None:
    first = claim(database, "c", (), NOW, KNOWN | {"old"})
    assert {trouble.name for trouble in first.new} == {"hoabinh", "portal_sxd_vidu_gov_vn", "old"}
    database.execute("UPDATE alerts SET told = 1, claimed = 0")
    second = claim(database, "c", (), NOW, KNOWN)
    assert (second.new, [over.name for over in second.over]) == ([], ["old"])


def test_metrics_have_the_project_s_sources_only(state: Path) -> None:
    add_runs(state, "stp_travinh", ok(1))
    path = state.with_name("crawler.prom")
    settings = {"OUTPUT_DIR": str(state.parent), "STATE_FILE": "", "METRICS_FILE": str(path)}
    write(Settings({**settings, "SPIDER_MODULES": ["scraper.spiders"]}))
    text = path.read_text("utf-8")
    assert 'source="old"' not in text
    assert all(f'source="{name}"' in text for name in ("hoabinh", "stp_travinh", "portal_sxd_vidu_gov_vn"))


def test_the_sources_of_a_project() -> None:
    found = project_sources(Settings({"SPIDER_MODULES": ["scraper.spiders"]}))
    assert found is not None
    assert {"hoabinh", "portal"} <= found
    assert project_sources(Settings()) is None


def test_with_a_broken_file_they_are_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "their_sources"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "broken.py").write_text("from scraper.cms.joomla import JOMLA\n")
    monkeypatch.syspath_prepend(tmp_path)
    loader = "scraper.source_loader.SourceLoader"
    assert project_sources(Settings({"SPIDER_MODULES": ["their_sources"], "SPIDER_LOADER_CLASS": loader})) is None
    assert "JOMLA" in capsys.readouterr().err
