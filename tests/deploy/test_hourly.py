"""The hourly command of cron and systemd, run as they run it: quiet when all is well, a few lines when not."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crawling import read_lines
from tests.practice import Portal, serve

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
FOLDER = "/srv/crawler"
SECONDS = 300
SETTINGS = """from scraper.settings import *
SPIDER_MODULES = ["mine.spiders"]
DOWNLOAD_DELAY = 0
MIN_INTERVAL_HOURS = MAX_INTERVAL_HOURS = 0
"""
SOURCE = """from scraper.base_spiders.portal import PortalSpider


class Office(PortalSpider):
    name = "office"
    owner = "An office"
    home = "https://office.vidu.gov.vn/"
    unverified = {"host": "made up"}
"""


@dataclass(frozen=True)
class Command:
    """A line for a shell, and its environment."""

    line: str
    environment: dict[str, str]


def of_cron() -> Command:
    lines = [line for line in (DEPLOY / "crontab").read_text("utf-8").splitlines() if not line.startswith("#")]
    environment = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    (entry,) = (line for line in lines if line[0].isdigit())
    return Command(entry.split(None, 5)[5], environment)


def of_systemd() -> Command:
    text = (DEPLOY / "crawler.service").read_text("utf-8")
    values = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    name, _, value = shlex.split(values["Environment"])[0].partition("=")
    return Command(f"cd {values['WorkingDirectory']} && exec {values['ExecStart']}", {name: value})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a program ``.venv/bin/scrapy``."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = mine.settings\n")
    (tmp_path / "mine" / "spiders").mkdir(parents=True)
    (tmp_path / "mine" / "spiders" / "__init__.py").touch()
    (tmp_path / "mine" / "settings.py").write_text(SETTINGS)
    scrapy = tmp_path / ".venv" / "bin" / "scrapy"
    scrapy.parent.mkdir(parents=True)
    scrapy.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT}:. exec {sys.executable} -m scrapy "$@"\n')
    scrapy.chmod(0o755)
    return tmp_path


def hourly(command: Command, folder: Path, site: str) -> subprocess.CompletedProcess[str]:
    """Run it as cron does: without a terminal, in the user's home, with hardly any environment.

    A site on loopback is asked only where its address is an argument.
    """
    line = command.line.replace(FOLDER, str(folder)).replace("crawlall", f"crawlall -a base_url={site}")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)} | command.environment
    return subprocess.run(
        ["/bin/sh", "-c", line], cwd="/", env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )


@pytest.mark.parametrize("command", [of_cron(), of_systemd()], ids=["cron", "systemd"])
def test_the_hourly_command_is_quiet_until_something_is_wrong(command: Command, folder: Path) -> None:
    with serve(Portal("hoabinh", articles=12, traps=False)) as server:
        site = f"{server.base_url}/"
        (folder / "mine" / "spiders" / "office.py").write_text(SOURCE)
        first = hourly(command, folder, site)
        assert (first.returncode, first.stdout, first.stderr) == (0, "", "")
        assert len(read_lines(folder / "output" / "office.jsonl")) == 12
        again = hourly(command, folder, site)
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    gone = hourly(command, folder, site)
    assert gone.returncode == 3, gone.stderr
    assert "office" in gone.stderr
    assert 0 < len(gone.stderr.splitlines()) < 10
    assert len(read_lines(folder / "output" / "office.jsonl")) == 12
