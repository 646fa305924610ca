"""Settings from the environment: SCRAPER_ and the setting's name."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from scrapy.settings import Settings

import scraper.commands
from scraper.commands.environment import WithEnvironment
from scraper.environment import EnvironmentSettingError, EnvironmentSettings, apply_environment


def settings_with(priority: str = "project", **values: Any) -> Settings:
    settings = Settings()
    settings.setmodule("scraper.settings")
    settings.setdict(values, priority=priority)
    return settings


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("SCRAPER_OUTPUT_DIR", "/srv/crawler", "OUTPUT_DIR", "/srv/crawler"),
        ("SCRAPER_DAILY_PAGES", "100", "DAILY_PAGES", "100"),
        ("SCRAPER_LOG_LEVEL", "WARNING", "LOG_LEVEL", "WARNING"),
        ("SCRAPER_PROXY", "", "PROXY", ""),
    ],
)
def test_a_variable_sets_a_setting(variable: str, value: str, name: str, expected: str) -> None:
    settings = settings_with(**{name: "of the file"})
    apply_environment(settings, {variable: value, "OUTPUT_DIR": "not ours", "SCRAPY_CHECK": "1"})
    assert settings[name] == expected


@pytest.mark.parametrize("priority", ["spider", "cmdline"])
def test_a_source_and_the_command_line_are_above_it(priority: str) -> None:
    settings = settings_with(priority, TLS="legacy")
    apply_environment(settings, {"SCRAPER_TLS": "strict"})
    assert settings["TLS"] == "legacy"


def test_a_table_is_json() -> None:
    settings = settings_with()
    groups = '{"a.example.vn": "server 1"}'
    apply_environment(settings, {"SCRAPER_HOST_GROUPS": groups, "SCRAPER_EXTENSIONS": '{"a.B": 1}'})
    assert settings.getdict("HOST_GROUPS") == {"a.example.vn": "server 1"}
    assert settings.getdict("EXTENSIONS") == {"a.B": 1}


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("SCRAPER_OUTPUTDIR", "there is no setting OUTPUTDIR; did you mean SCRAPER_OUTPUT_DIR?"),
        ("SCRAPER_DAILY_PAGE", "there is no setting DAILY_PAGE; did you mean SCRAPER_DAILY_PAGES?"),
        ("SCRAPER_output_dir", "there is no setting output_dir"),
        ("SCRAPER_", "there is no setting "),
    ],
)
def test_a_variable_that_names_no_setting_is_refused(variable: str, message: str) -> None:
    with pytest.raises(EnvironmentSettingError, match=f"^{variable} in the environment: {message}".replace("?", r"\?")):
        apply_environment(settings_with(), {variable: "1"})


def test_a_table_that_is_not_json_is_refused() -> None:
    settings = settings_with()
    settings.set("MIDDLEWARES_OF_MINE", {"a": 1})
    with pytest.raises(EnvironmentSettingError, match="must be a table in JSON"):
        apply_environment(settings, {"SCRAPER_DOWNLOADER_MIDDLEWARES_BASE": "not json"})


def test_a_process_ends_where_the_environment_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCRAPER_OUTPUTDIR", "x")
    with pytest.raises(SystemExit) as ended:
        EnvironmentSettings.update_pre_crawler_settings(settings_with())
    assert ended.value.code == 2
    assert "did you mean SCRAPER_OUTPUT_DIR?" in capsys.readouterr().err


def test_commands_that_make_no_process_apply_it_themselves() -> None:
    modules = (import_module(f"scraper.commands.{info.name}") for info in iter_modules(scraper.commands.__path__))
    commands = [module.Command for module in modules if hasattr(module, "Command")]
    # Scrapy's genspider reads nothing that a crawl has written.
    without = [it for it in commands if not it.requires_crawler_process and "genspider" not in it.__module__]
    assert len(without) >= 7
    assert [command.__module__ for command in without if not issubclass(command, WithEnvironment)] == []
