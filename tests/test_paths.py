"""Relative paths of settings: where they count from, and that one place says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.settings import Settings

from scraper.environment import EnvironmentSettings
from scraper.paths import fixtures_dir, output_dir, project_folder, setting_path, state_file, warc_dir

ROOT = Path(__file__).parent.parent
PATHS = ("OUTPUT_DIR", "STATE_FILE", "WARC_DIR", "FIXTURES_DIR", "TLS_CA_FILE", "INDEX_CA_FILE")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a project; the current one is inside."""
    (tmp_path / "scrapy.cfg").touch()
    (tmp_path / "inside" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "inside" / "deep")
    return tmp_path


@pytest.mark.parametrize("name", PATHS)
def test_a_relative_path_counts_from_the_project(name: str, project: Path) -> None:
    assert setting_path(Settings({name: "kept/here"}), name) == project / "kept" / "here"


@pytest.mark.parametrize("name", PATHS)
def test_an_absolute_path_is_what_it_is(name: str, project: Path) -> None:
    assert setting_path(Settings({name: "/srv/crawler"}), name) == Path("/srv/crawler")


def test_what_a_user_typed_counts_from_where_they_are(project: Path) -> None:
    settings = Settings()
    settings.set("OUTPUT_DIR", "../out", priority="cmdline")
    assert output_dir(settings).resolve() == project / "inside" / "out"


@pytest.mark.parametrize(("priority", "place"), [("project", "."), ("spider", "."), ("cmdline", "inside/deep")])
def test_paths_that_scrapy_reads_are_made_absolute_by_the_same_rule(priority: str, place: str, project: Path) -> None:
    settings = Settings()
    settings.set("LOG_FILE", "logs/crawl.log", priority=priority)
    EnvironmentSettings.update_pre_crawler_settings(settings)
    assert settings["LOG_FILE"] == str(project / place / "logs" / "crawl.log")
    assert settings["JOBDIR"] is None


def test_in_the_projects_folder_a_path_stays_as_short_as_it_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    assert output_dir(Settings({"OUTPUT_DIR": "output"})) == Path("output")


def test_without_a_project_it_counts_from_the_current_folder_and_the_log_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    caplog.set_level("INFO")
    assert project_folder() is None
    for _ in range(3):
        assert output_dir(Settings({"OUTPUT_DIR": "output"})) == Path("output")
    assert caplog.messages == [f"No scrapy.cfg here or above: relative paths of the settings count from {tmp_path}"]


def test_a_tilde_is_the_home_of_the_user(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/crawler")
    assert output_dir(Settings({"OUTPUT_DIR": "~/data"})) == Path("/home/crawler/data")


def test_the_state_file_is_beside_the_logs_unless_it_is_named(project: Path) -> None:
    assert state_file(Settings({"OUTPUT_DIR": "out", "STATE_FILE": ""})) == project / "out" / "state.sqlite3"
    assert state_file(Settings({"OUTPUT_DIR": "out", "STATE_FILE": "a/b.sqlite3"})) == project / "a" / "b.sqlite3"


def test_an_empty_setting_is_no_path(project: Path) -> None:
    assert warc_dir(Settings({"WARC_DIR": ""})) is None
    assert fixtures_dir(Settings({"FIXTURES_DIR": "pages"})) == project / "pages"


def test_nothing_else_reads_these_settings() -> None:
    reading = re.compile(rf"settings(?:\.get\w*\(|\[)[\"'](?:{'|'.join(PATHS)})[\"']")
    readers = [path for path in (ROOT / "scraper").rglob("*.py") if reading.search(path.read_text("utf-8"))]
    assert readers == [], "scraper/paths.py knows from where they count"
