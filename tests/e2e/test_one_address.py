"""Scrapy's shell, fetch, view and parse: they work for pages of ours, or say why not, and record nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawling import FAST, ROOT, TIMEOUT, scrapy
from tests.e2e.test_scrapyd import free_port
from tests.hostile.server import Hostile, article, fixed, reply
from tests.practice import Portal, Server, serve


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    with serve(Portal("hoabinh", articles=6, traps=False)) as server:
        yield server


def page(site: Server) -> str:
    return site.base_url + site.portal.truth[0].paths[0]


def test_shell_has_the_page_and_reads_it(site: Server) -> None:
    done = scrapy("shell", page(site), "-c", "response.status, read(response.body, response.url).title", *FAST)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str((200, site.portal.truth[0].title))


def test_fetch_prints_the_page(site: Server) -> None:
    done = scrapy("fetch", page(site), "--nolog", *FAST)
    assert done.returncode == 0
    assert "<html" in done.stdout


@pytest.mark.parametrize("spider", ["hoabinh", "portal"])
def test_parse_gives_the_record_and_the_links(spider: str, site: Server, tmp_path: Path) -> None:
    output = tmp_path / "output"
    address = ("-a", f"base_url={site.base_url}") if spider == "hoabinh" else ()
    command = [
        sys.executable,
        "-W",
        "error::DeprecationWarning",
        "-m",
        "scrapy",
        "parse",
        page(site),
        "--spider",
        spider,
    ]
    command += [*address, "--nocolour", "-s", f"OUTPUT_DIR={output}", *FAST]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("'title': '" + " ".join(site.portal.truth[0].title.split()[:4])) == 1
    assert "<GET http" in done.stdout
    assert "eprecat" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not output.exists(), "nothing is recorded"


def test_parse_follows_links_as_deep_as_it_is_told(site: Server) -> None:
    command = ("parse", site.base_url + "/", "--spider", "portal", "--depth", "2", "--nocolour", "--nolinks", *FAST)
    done = scrapy(*command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("'source': ") >= 2
    assert "eprecat" not in done.stderr
    assert "Traceback" not in done.stderr


COMMANDS = {
    "shell": ("-c", "response"),
    "fetch": (),
    "view": (),
    "parse": ("--spider", "portal"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_robots_txt_forbids_it_and_that_is_said(command: str) -> None:
    with Hostile() as host:
        host.answers["/robots.txt"] = fixed(reply(b"User-agent: *\nDisallow: /secret\n", kind="text/plain"))
        host.answers["/secret"] = fixed(reply(article()))
        url = f"{host.base_url}/secret"
        done = scrapy(command, url, *COMMANDS[command], *FAST)
        assert done.returncode == 1, done.stderr
        assert f"ERROR: Not fetched, {url}: Forbidden by robots.txt" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_nobody_answers_and_that_is_said(command: str) -> None:
    url = f"http://127.0.0.1:{free_port()}/page"
    done = scrapy(command, url, *COMMANDS[command], *FAST, "-s", "RETRY_ENABLED=0")
    assert done.returncode == 1, done.stderr
    assert done.stderr.count(f"ERROR: Not fetched, {url}: ") == 1, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [(), ("no address",), ("http://a.vn/", "http://b.vn/")])
def test_parse_of_no_address_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    done = scrapy("parse", *arguments)
    assert done.returncode == 2
    assert "Name one address: scrapy parse https://HOST/PAGE" in done.stderr


def test_the_ledger_of_a_source_is_left_alone(site: Server, tmp_path: Path) -> None:
    # Its spider asks, but this is no run: the next one would take lists for walked that nobody has seen.
    places = ("-s", f"OUTPUT_DIR={tmp_path}", *FAST)
    address = ("-a", f"base_url={site.base_url}")
    assert scrapy("crawl", "hoabinh", *address, *places).returncode == 0
    log = (tmp_path / "hoabinh.jsonl").read_bytes()
    for command in ("fetch", "shell", "parse"):
        done = scrapy(
            command, page(site), "--spider", "hoabinh", *(COMMANDS["shell"] if command == "shell" else ()), *places
        )
        assert "Traceback" not in done.stderr, done.stderr
    with closing(sqlite3.connect(tmp_path / "state.sqlite3")) as state:
        assert state.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    assert (tmp_path / "hoabinh.jsonl").read_bytes() == log
