"""The files in docs/deploy: each is checked by the program that reads it, where that is there."""

from __future__ import annotations

import configparser
import getpass
import grp
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
FOLDER = "/srv/crawler"


def program(name: str) -> str:
    """The path of a program; without it the test is skipped."""
    found = shutil.which(
        name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"], "/usr/sbin"])
    )
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    for name in ("crawler.service", "crawler.timer"):
        text = (DEPLOY / name).read_text("utf-8").replace(f"{FOLDER}/.venv/bin/scrapy", sys.executable)
        (tmp_path / name).write_text(text, "utf-8")
    found = run(analyze, "verify", "--man=no", *map(str, sorted(tmp_path.glob("crawler.*"))))
    said = [line for line in found.stderr.splitlines() if "crawler." in line]
    assert found.returncode == 0, found.stderr
    assert not said


def test_logrotate_accepts_its_file(tmp_path: Path) -> None:
    logrotate = program("logrotate")
    output = tmp_path / "output"
    output.mkdir()
    (output / "crawlall.log").write_text("a line\n")
    group = grp.getgrgid(os.getgid()).gr_name
    text = (DEPLOY / "logrotate.conf").read_text("utf-8")
    file = tmp_path / "logrotate.conf"
    file.write_text(
        text.replace(FOLDER, str(tmp_path)).replace("su crawler crawler", f"su {getpass.getuser()} {group}")
    )
    file.chmod(0o644)
    tmp_path.chmod(0o755)
    found = run(logrotate, "--force", "--state", str(tmp_path / "state"), str(file))
    assert found.returncode == 0, found.stderr
    assert "error" not in found.stderr
    assert [path.name for path in output.iterdir()] == ["crawlall.log.1"]


def test_the_dockerfile_is_clean() -> None:
    found = run(program("hadolint"), str(DEPLOY / "Dockerfile"))
    assert found.returncode == 0, found.stdout


def test_the_dockerfile_copies_what_is_there_and_not_ignored() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = {name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE) for name in line.split()}
    kept = set(re.findall(r"^!(\S+)$", (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8"), re.MULTILINE))
    assert copied == kept
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_is_built_in_two_stages_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    _, last = re.split(r"^FROM \S+ AS build$", text, flags=re.MULTILINE)[1].split("\nFROM ", 1)
    assert re.search(r"^USER 10001$", last, re.MULTILINE)
    assert f"VOLUME {FOLDER}/output" in last
    assert "pip install" not in last


class Recorded:
    """Stands for Airflow's classes where it is not installed: it remembers how it was called."""

    made: list[dict[str, Any]] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        self.made.append(options)

    def __enter__(self) -> Recorded:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_the_dag_has_a_task_for_each_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recorded, "made", [])
    for name, cls in (("airflow.providers.standard.operators.bash", "BashOperator"), ("airflow.sdk", "DAG")):
        module = ModuleType(name)
        setattr(module, cls, Recorded)
        monkeypatch.setitem(sys.modules, name, module)
    path = DEPLOY / "airflow_dag.py"
    exec(compile(path.read_text("utf-8"), path, "exec"), {})  # the file is ours, and no module of a package
    _, *tasks = Recorded.made
    sources = SpiderLoader(Settings({"SPIDER_MODULES": ["scraper.spiders"]})).list()
    assert {task["task_id"] for task in tasks} == set(sources) - {"portal"}
    assert all(task["bash_command"] == f"cd {FOLDER} && .venv/bin/scrapy crawl {task['task_id']}" for task in tasks)


def test_scrapyd_knows_the_options_of_its_file() -> None:
    pytest.importorskip("scrapyd", reason="scrapyd is not installed")
    default, ours = configparser.ConfigParser(), configparser.ConfigParser()
    default.read_string((pkgutil.get_data("scrapyd", "default_scrapyd.conf") or b"").decode())
    ours.read(DEPLOY / "scrapyd.conf")
    assert set(ours["scrapyd"]) - set(default["scrapyd"]) == set()
    assert ours["scrapyd"]["bind_address"] == "127.0.0.1"
