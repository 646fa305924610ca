"""Runs after runs: what stays in the file, what Scrapy's own options do, and how a run says that it failed."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tests.crawling import FAST, crawl, read_lines, scrapy
from tests.practice import Portal, serve


@pytest.fixture(scope="module")
def portal() -> Portal:
    return Portal("hoabinh", articles=12, traps=False)


def test_a_second_run_appends_nothing(portal: Portal, tmp_path: Path) -> None:
    first = crawl(portal, tmp_path)
    lines = (tmp_path / "hoabinh.jsonl").read_bytes()
    # Each served portal has a port of its own: ids must not depend on it.
    second = crawl(portal, tmp_path)
    assert len(first.records) == 12
    assert (tmp_path / "hoabinh.jsonl").read_bytes() == lines
    assert second.status == 0
    assert not [request for request in second.requests if "/bai-viet/" in request], "lists only"


def test_new_articles_are_appended(tmp_path: Path) -> None:
    crawl(Portal("hoabinh", articles=10, hidden=2, traps=False), tmp_path)
    run = crawl(Portal("hoabinh", articles=12, traps=False), tmp_path)
    assert run.stat("output/new") == 2
    assert len({record["id"] for record in run.records}) == 12


def test_a_torn_last_line_is_cut_and_its_article_fetched_again(portal: Portal, tmp_path: Path) -> None:
    crawl(portal, tmp_path)
    path = tmp_path / "hoabinh.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-700])
    run = crawl(portal, tmp_path)
    assert len({record["id"] for record in run.records}) == len(run.records) == 12
    assert run.stat("output/truncated_tail") == 1


def test_scrapys_own_feeds_work_beside_the_log(portal: Portal, tmp_path: Path) -> None:
    feed, output = tmp_path / "feed.jsonl", tmp_path / "output"
    crawl(portal, output, "-O", str(feed))
    crawl(portal, output, "-O", str(feed), "-a", "full=1")
    assert len(read_lines(feed)) == 12
    crawl(portal, output, "-o", str(feed), "-a", "full=1")
    assert len(read_lines(feed)) == 24
    assert read_lines(feed)[0].keys() == read_lines(output / "hoabinh.jsonl")[0].keys()


def test_a_site_that_is_down_falls_short(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = scrapy("crawl", "hoabinh", "-a", f"base_url=http://127.0.0.1:{port}", "-s", f"OUTPUT_DIR={tmp_path}", *FAST)
    assert done.returncode == 3
    assert "hoabinh: the site returned no page: robots.txt" in done.stderr
    assert "is not available (Connection was refused" in done.stderr.splitlines()[-1]
    assert done.stderr.splitlines()[-1].endswith("; as far as known, phutho.gov.vn takes over")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("crawl", "no_such_source"), "No such source: no_such_source"),
        (("crawl", "hoabinh", "-a", "base_url=ftp://x"), "base_url must be"),
        (("crawl", "hoabinh", "-a", "revisit=soon"), "revisit must be a number of days"),
        (("crawl", "hoabinh", "-a", "full=yes"), "full must be 1 or 0"),
        (("crawlall", "no_such_source"), "No such source"),
        (("crawlall", "-a", "base_url=http://127.0.0.1:1", "hoabinh", "--processes", "0"), "at least 1"),
        *(
            (
                ("crawlall", "hoabinh", "-a", "base_url=http://127.0.0.1:1", "-s", f"{name}={value}"),
                f"{name} must be a number, not {value}",
            )
            for name, value in (
                ("MIN_INTERVAL_HOURS", "often"),
                ("MAX_INTERVAL_HOURS", "-1"),
                ("MAX_SOURCES_AT_ONCE", "nan"),
            )
        ),
        (("crawlall", "hoabinh", "stp_travinh", "-a", "base_url=http://127.0.0.1:1"), "base_url is one source's"),
    ],
)
def test_wrong_usage_says_what_is_wrong(arguments: tuple[str, ...], says: str) -> None:
    done = scrapy(*arguments)
    assert done.returncode == 2
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_crawlall_shows_what_each_source_gave(tmp_path: Path) -> None:
    with (
        serve(Portal("hoabinh", articles=6, traps=False)) as one,
        serve(Portal("stp_travinh", articles=6, traps=False)) as other,
    ):
        done = scrapy(
            "crawlall",
            "-v",
            "hoabinh",
            "stp_travinh",
            "-a",
            f"hoabinh.base_url={one.base_url}",
            "-a",
            f"stp_travinh.base_url={other.base_url}",
            "-s",
            f"OUTPUT_DIR={tmp_path}",
            *FAST,
        )
    assert done.returncode == 0, done.stderr
    assert "hoabinh: " in done.stdout, "plain progress where there is no terminal"
    assert "Filled, % of articles" in done.stdout
    for source in ("hoabinh", "stp_travinh"):
        assert len(read_lines(tmp_path / f"{source}.jsonl")) == 6


def test_one_source_that_fails_does_not_stop_the_other(tmp_path: Path) -> None:
    with serve(Portal("hoabinh", articles=6, traps=False)) as server:
        done = scrapy(
            "crawlall",
            "hoabinh",
            "stp_travinh",
            "-a",
            f"hoabinh.base_url={server.base_url}",
            "-a",
            "stp_travinh.base_url=http://127.0.0.1:9",
            "-s",
            f"OUTPUT_DIR={tmp_path}",
            *FAST,
        )
    assert done.returncode == 3
    assert len(read_lines(tmp_path / "hoabinh.jsonl")) == 6
    assert "the site returned no page" in done.stderr


def test_invalid_records_go_to_quarantine_with_the_reason(portal: Portal, tmp_path: Path) -> None:
    run = crawl(portal, tmp_path, "-s", "SPIDER_MODULES=tests.e2e.broken")
    assert run.records == []
    rejected = [json.loads(line) for line in (tmp_path / "hoabinh.rejected.jsonl").read_text("utf-8").splitlines()]
    assert len(rejected) == 12
    assert rejected[0]["reasons"] == ['language: "vietnamese" does not match "^[a-z]{2}$"']
    assert rejected[0]["record"]["title"]
    assert run.stat("validate/rejected") == 12
