"""A real scrapyd: the egg is deployed as README says, a spider scheduled, and its records are found."""

from __future__ import annotations

import configparser
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.crawling import FAST, read_lines
from tests.practice import Portal, Server, serve

pytest.importorskip("scrapyd", reason="scrapyd is not installed")

ROOT = Path(__file__).parents[2]
SECONDS = 600
CONFIG = """[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.2
max_proc = 1
"""


@dataclass(frozen=True)
class Scrapyd:
    """A running server, and the folder that is its own."""

    folder: Path
    url: str
    project: str

    def call(self, service: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
        """GET, or POST where there are fields; a list repeats its field."""
        data = urlencode({"project": self.project, **fields}, doseq=True).encode() if fields is not None else None
        with urlopen(f"{self.url}{service}.json{'' if data else f'?project={self.project}'}", data, SECONDS) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        assert found["status"] == "ok", found
        return found

    def run(self, spider: str, **fields: Any) -> str:
        """Schedule a spider and wait for its end; gives its log."""
        job = self.call("schedule", {"spider": spider, **fields})["jobid"]
        end = time.monotonic() + SECONDS
        while not any(done["id"] == job for done in self.call("listjobs")["finished"]):
            assert time.monotonic() < end, self.log(spider, job)
            time.sleep(0.3)
        return self.log(spider, job)

    def log(self, spider: str, job: str) -> str:
        """What a job wrote."""
        path = self.folder / "logs" / self.project / spider / f"{job}.log"
        return path.read_text("utf-8") if path.exists() else "no log"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while True:
        assert server.poll() is None, log.read_text("utf-8")
        try:
            urlopen(f"{url}daemonstatus.json", timeout=5).close()
        except URLError:
            assert time.monotonic() < end, log.read_text("utf-8")
            time.sleep(0.1)
        else:
            return


def deploy(source: Path, url: str) -> subprocess.CompletedProcess[str]:
    """``scrapyd-deploy`` in a copy of the project, for it leaves a setup.py and a build folder behind."""
    shutil.copytree(ROOT / "scraper", source / "scraper", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    config = (ROOT / "scrapy.cfg").read_text("utf-8")
    assert "url = http://localhost:6800/" in config
    (source / "scrapy.cfg").write_text(config.replace("http://localhost:6800/", url), "utf-8")
    command = [sys.executable, "-m", "scrapyd_client.deploy"]
    return subprocess.run(command, cwd=source, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scrapyd]:
    """A server on the loopback address with the project deployed to it."""
    folder, port = tmp_path_factory.mktemp("scrapyd"), free_port()
    (folder / "scrapyd.conf").write_text(CONFIG.format(port=port), "utf-8")
    url, log = f"http://127.0.0.1:{port}/", folder / "scrapyd.log"
    with (
        log.open("wb") as output,
        subprocess.Popen([sys.executable, "-m", "scrapyd"], cwd=folder, stdout=output, stderr=output) as server,
    ):
        try:
            wait_until_it_answers(url, server, log)
            deployed = deploy(tmp_path_factory.mktemp("project"), url)
            assert deployed.returncode == 0, deployed.stdout + deployed.stderr + log.read_text("utf-8")
            config = configparser.ConfigParser()
            config.read(ROOT / "scrapy.cfg")
            yield Scrapyd(folder, url, config["deploy"]["project"])
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    with serve(Portal("hoabinh", articles=12, traps=False)) as server:
        yield server


def hasty(folder: Path) -> list[str]:
    """Settings of a job: where its files go, and no politeness towards a portal of ours."""
    return [*FAST[1::2], f"OUTPUT_DIR={folder}", f"STATE_FILE={folder / 'state.sqlite3'}"]


def test_the_egg_brings_all_sources(scrapyd: Scrapyd) -> None:
    sources = {path.stem for path in (ROOT / "scraper" / "spiders").glob("[!_]*.py")}
    assert set(scrapyd.call("listspiders")["spiders"]) == sources


def test_a_job_for_any_portal_leaves_its_records(scrapyd: Scrapyd, site: Server, tmp_path: Path) -> None:
    log = scrapyd.run("portal", base_url=f"{site.base_url}/", setting=hasty(tmp_path))
    (path,) = tmp_path.glob("*.jsonl")
    assert {record["title"] for record in read_lines(path)} == {truth.title for truth in site.portal.truth}, log
    assert "'finish_reason': 'finished'" in log
    assert "ERROR" not in log


def test_a_second_job_of_a_source_knows_the_first(scrapyd: Scrapyd, site: Server, tmp_path: Path) -> None:
    settings = [*hasty(tmp_path), "USER_AGENT=scheduled (+mailto:data@example.org)", f"WARC_DIR={tmp_path / 'warc'}"]
    scrapyd.run("hoabinh", base_url=site.base_url, setting=settings)
    log = scrapyd.run("hoabinh", base_url=site.base_url, setting=settings)
    assert len(read_lines(tmp_path / "hoabinh.jsonl")) == 12, log
    assert "'output/new'" not in log
    assert list((tmp_path / "warc").glob("hoabinh-*.warc.gz"))


def test_a_job_with_an_unknown_argument_says_so_in_its_log(scrapyd: Scrapyd) -> None:
    log = scrapyd.run("hoabinh", ful="1")
    assert "ERROR: Not crawled (wrong_usage): unknown argument ful; did you mean full? hoabinh takes base_url," in log


def test_a_job_of_wrong_usage_says_why_in_the_servers_log(scrapyd: Scrapyd) -> None:
    scrapyd.run("portal")
    assert "Which site? scrapy crawl portal -a base_url=" in (scrapyd.folder / "scrapyd.log").read_text("utf-8")
