"""Files: feeds are whole or refused, and output is where the project is, wherever one stands."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.crawling import FAST, ROOT, TIMEOUT, read_lines, scrapy
from tests.practice import Portal, Server, serve

SOURCES = ("hoabinh", "stp_travinh")
ENDINGS = ("csv", "json", "jsonl", "xml")
ARTICLES = 8


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, Server]]:
    first, second = (serve(Portal(source, articles=ARTICLES, traps=False)) for source in SOURCES)
    with first as one, second as other:
        yield dict(zip(SOURCES, (one, other), strict=True))


def addresses(sites: dict[str, Server]) -> list[str]:
    pairs = (("-a", f"{source}.base_url={site.base_url}") for source, site in sites.items())
    return [part for pair in pairs for part in pair]


def titles(path: Path) -> list[str]:
    """The titles in a feed, by its ending."""
    text = path.read_text("utf-8")
    match path.suffix:
        case ".csv":
            return [row["title"] for row in csv.DictReader(text.splitlines(keepends=True))]
        case ".json":
            return [record["title"] for record in json.loads(text)]
        case ".jsonl":
            return [record["title"] for record in read_lines(path)]
        case _:
            return [str(item.findtext("title")) for item in ElementTree.fromstring(text)]


def expected(site: Server) -> list[str]:
    return sorted(truth.title for truth in site.portal.truth)


# Feeds.


@pytest.mark.parametrize("option", ["-O", "-o"])
def test_one_file_for_several_sources_is_refused_before_anything_is_fetched(
    option: str, sites: dict[str, Server], tmp_path: Path
) -> None:
    before = [len(site.requests) for site in sites.values()]
    places = ("-s", f"OUTPUT_DIR={tmp_path / 'output'}", option, f"{tmp_path}/all.csv")
    done = scrapy("crawlall", *SOURCES, *addresses(sites), *places, *FAST)
    assert done.returncode == 2
    assert f"2 sources cannot write one file, {tmp_path}/all.csv: name one for each, like" in done.stderr
    assert "scrapy export NAME --profile csv -o FILE" in done.stderr
    assert [len(site.requests) for site in sites.values()] == before
    assert not list(tmp_path.iterdir())


def test_a_file_for_each_source_is_whole_in_every_format_and_says_why_it_is_empty(
    sites: dict[str, Server], tmp_path: Path
) -> None:
    places = [part for kind in ENDINGS for part in ("-O", f"{tmp_path}/%(name)s.{kind}")]
    crawl = ("crawlall", *SOURCES, *addresses(sites), "-s", f"OUTPUT_DIR={tmp_path / 'output'}", *places, *FAST)
    done = scrapy(*crawl)
    assert done.returncode == 0, done.stderr
    for source, site in sites.items():
        for kind in ENDINGS:
            assert sorted(titles(tmp_path / f"{source}.{kind}")) == expected(site), (source, kind)
        assert "None" not in (tmp_path / f"{source}.xml").read_text("utf-8")
    again = scrapy(*crawl)
    assert again.returncode == 0, again.stderr
    for source in SOURCES:
        for kind in ENDINGS:
            why = f"{tmp_path}/{source}.{kind} is empty: nothing is new or changed, and a feed gets only what is."
            assert f"{why} All articles of {source}: scrapy export {source} --profile csv -o FILE" in again.stderr
        done = scrapy(
            *("export", source, "--profile", "csv", "-o", f"{tmp_path}/all.csv"),
            *("-s", f"OUTPUT_DIR={tmp_path / 'output'}"),
        )
        assert done.returncode == 0, done.stderr
        rows = list(csv.DictReader((tmp_path / "all.csv").read_text("utf-8-sig").splitlines(keepends=True)))
        assert sorted(row["title"] for row in rows) == expected(sites[source])


def test_a_feed_never_replaces_a_log(sites: dict[str, Server], tmp_path: Path) -> None:
    log = tmp_path / "hoabinh.jsonl"
    log.write_text("{}\n", "utf-8")
    address = ("-a", f"base_url={sites['hoabinh'].base_url}")
    done = scrapy("crawl", "hoabinh", *address, "-s", f"OUTPUT_DIR={tmp_path}", "-O", str(log), *FAST)
    assert done.returncode == 2
    assert f"{log} is the place of a log: name a file elsewhere" in done.stderr
    assert log.read_text("utf-8") == "{}\n"


# Where files are.


def project_in(folder: Path, more: str = "") -> Path:
    """A project of somebody's own, with a folder inside; gives that."""
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = mine\n", "utf-8")
    (folder / "mine.py").write_text(f"from scraper.settings import *\n{more}", "utf-8")
    inside = folder / "some" / "folder"
    inside.mkdir(parents=True)
    return inside


def scrapy_in(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the scrapy command in a folder."""
    command = [sys.executable, "-m", "scrapy", *arguments]
    everything: dict[str, Any] = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        command, cwd=folder, env=everything, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )


def test_a_crawl_from_another_folder_of_the_project_continues_the_ledger(
    sites: dict[str, Server], tmp_path: Path
) -> None:
    inside = project_in(tmp_path, 'WARC_DIR = "archive"\n')
    site = sites["hoabinh"]
    crawl = ("crawl", "hoabinh", "-a", f"base_url={site.base_url}", *FAST)
    done = scrapy_in(tmp_path, *crawl)
    assert done.returncode == 0, done.stderr
    assert sorted(record["title"] for record in read_lines(tmp_path / "output" / "hoabinh.jsonl")) == expected(site)
    assert list((tmp_path / "archive").glob("*.warc.gz"))
    before = len(site.requests)
    again = scrapy_in(inside, *crawl)
    assert again.returncode == 0, again.stderr
    assert "'output/new'" not in again.stderr
    assert len(read_lines(tmp_path / "output" / "hoabinh.jsonl")) == ARTICLES
    assert len(site.requests) - before < before
    assert not list(inside.iterdir())
    stated = scrapy_in(inside, "state", "hoabinh")
    assert stated.returncode == 0, stated.stderr
    exported = scrapy_in(inside, "export", "hoabinh", "--profile", "zyte")
    assert len(exported.stdout.splitlines()) == ARTICLES


def test_the_environment_is_above_the_projects_file_and_below_the_command_line(tmp_path: Path) -> None:
    inside = project_in(tmp_path, 'OUTPUT_DIR = "of the file"\n')

    def output_dir(*arguments: str, **environment: str) -> str:
        done = scrapy_in(inside, "settings", "--get", "OUTPUT_DIR", *arguments, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    assert output_dir() == "of the file"
    assert output_dir(SCRAPER_OUTPUT_DIR="of the environment") == "of the environment"
    assert output_dir("-s", "OUTPUT_DIR=typed", SCRAPER_OUTPUT_DIR="of the environment") == "typed"


def test_a_crawl_and_the_commands_after_it_use_the_environment(sites: dict[str, Server], tmp_path: Path) -> None:
    inside = project_in(tmp_path, 'OUTPUT_DIR = "of the file"\n')
    environment = {"SCRAPER_OUTPUT_DIR": "data", "SCRAPER_DOWNLOAD_DELAY": "0", "SCRAPER_LOG_LEVEL": "WARNING"}
    address = ("-a", f"base_url={sites['hoabinh'].base_url}")
    done = scrapy_in(inside, "crawl", "hoabinh", *address, **environment)
    assert done.returncode == 0, done.stderr
    assert "INFO" not in done.stderr
    assert len(read_lines(tmp_path / "data" / "hoabinh.jsonl")) == ARTICLES
    assert (
        len(scrapy_in(inside, "export", "hoabinh", "--profile", "zyte", **environment).stdout.splitlines()) == ARTICLES
    )
    assert scrapy_in(inside, "index", **environment).stdout.startswith(f"{ARTICLES} new lines")
    assert (tmp_path / "data" / "search.sqlite3").exists()


@pytest.mark.parametrize(
    "command", [("crawl", "hoabinh"), ("crawlall",), ("state",), ("settings", "--get", "OUTPUT_DIR"), ("list",)]
)
def test_a_variable_that_names_no_setting_is_wrong_usage(command: tuple[str, ...], tmp_path: Path) -> None:
    done = scrapy_in(project_in(tmp_path), *command, SCRAPER_OUTPUTDIR="x")
    message = "SCRAPER_OUTPUTDIR in the environment: there is no setting OUTPUTDIR; did you mean SCRAPER_OUTPUT_DIR?"
    assert (done.returncode, message in done.stderr) == ((0, False) if command == ("list",) else (2, True)), done.stderr
    assert "Traceback" not in done.stderr


def test_a_script_without_a_project_says_where_its_files_are(sites: dict[str, Server], tmp_path: Path) -> None:
    script = (
        "from scrapy.crawler import AsyncCrawlerProcess\nfrom scrapy.settings import Settings\n"
        "settings = Settings()\nsettings.setmodule('scraper.settings')\nsettings.set('DOWNLOAD_DELAY', 0)\n"
        "process = AsyncCrawlerProcess(settings)\n"
        f"process.crawl('hoabinh', base_url={sites['hoabinh'].base_url!r})\nprocess.start()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    where = f"No scrapy.cfg here or above: relative paths of the settings count from {tmp_path}"
    assert done.stderr.count(where) == 1, done.stderr
    assert len(read_lines(tmp_path / "output" / "hoabinh.jsonl")) == ARTICLES
