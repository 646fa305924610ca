"""A crawl's archive, replayed: the same records as the crawl, byte for byte, whatever the site is like."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.changing import ChangingPortal
from tests.crawling import FAST, ROOT, Run, crawl, read_lines, scrapy
from tests.e2e.test_crawl import PORTALS
from tests.e2e.test_kills import start, wait_for
from tests.e2e.test_unknown_site import UNLISTED
from tests.e2e.unlisted import unlisted_portal
from tests.practice import Portal, Server, serve
from tests.replay.others import Capture, page, portal, write

# Some of each; REPLAY_ALL=1 takes all portals, about a minute and a half.
SOME = slice(None) if os.environ.get("REPLAY_ALL") else slice(None, None, 8)
BIN = Path(sys.executable).parent
RECENT = ("-a", "revisit=20000")


def archive(portal: Portal, folder: Path, *arguments: str) -> Run:
    return crawl(portal, folder / "live", "-s", f"WARC_DIR={folder / 'warc'}", *arguments)


def replay(folder: Path, *arguments: str, output: str = "again") -> subprocess.CompletedProcess[str]:
    done = scrapy("replay", str(folder / "warc"), "-s", f"OUTPUT_DIR={folder / output}", "--processes=1", *arguments)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def check_same(folder: Path, *arguments: str) -> None:
    done = replay(folder, *arguments)
    assert done.returncode == 0, done.stderr
    logs = list((folder / "live").glob("*.jsonl"))
    assert logs
    for log in logs:
        again = (folder / "again" / log.name).read_bytes()
        assert again.count(b"\n") == len(log.read_bytes().splitlines()) > 0
        assert again == log.read_bytes()
    assert not (folder / "again" / "replay.sqlite3").exists()


@pytest.mark.parametrize(("source", "skin", "form"), PORTALS[SOME])
def test_a_replay_gives_the_same_records(source: str, skin: str, form: Any, tmp_path: Path) -> None:
    run = archive(Portal(source, skin, articles=20, form=form), tmp_path)
    assert run.status == 0
    assert all(record["archive"] for record in run.records)
    check_same(tmp_path)


@pytest.mark.parametrize(("shape", "skin"), UNLISTED[SOME])
def test_so_it_does_for_a_site_whose_addresses_were_learned(shape: str, skin: str, tmp_path: Path) -> None:
    portal = unlisted_portal(shape, skin, 15, short=True)
    with serve(portal) as server:
        done = scrapy(
            "crawl",
            "portal",
            "-a",
            f"base_url={server.base_url}",
            "-s",
            f"OUTPUT_DIR={tmp_path / 'live'}",
            "-s",
            f"WARC_DIR={tmp_path / 'warc'}",
            *FAST,
        )
    assert done.returncode == 0
    check_same(tmp_path)


def test_records_that_others_take_too_pass_through_the_pipelines(tmp_path: Path) -> None:
    archive(Portal("hoabinh", articles=20), tmp_path)
    feed = tmp_path / "feed.jsonl"
    alone = replay(tmp_path, "-L", "INFO", output="alone")
    shared = replay(tmp_path, "-L", "INFO", "-s", f'FEEDS={{"{feed}": {{"format": "jsonlines"}}}}')
    assert (alone.returncode, shared.returncode) == (0, 0)
    logs = [(tmp_path / name / "hoabinh.jsonl").read_bytes() for name in ("alone", "again")]
    assert logs[0] == logs[1]
    assert [each["id"] for each in read_lines(feed)] == [json.loads(line)["id"] for line in logs[0].splitlines()]
    counts = [
        [line for line in done.stderr.splitlines() if re.search(r"'(?:field/|item_|output/new)", line)]
        for done in (alone, shared)
    ]
    assert counts[0] == counts[1]
    assert len(counts[0]) > 10


def crawl_at(server: Server, folder: Path, *arguments: str) -> Run:
    """One more run over a site that stays where it is."""
    source, live = server.portal.source, folder / "live"
    settings = ("-s", f"OUTPUT_DIR={live}", "-s", f"WARC_DIR={folder / 'warc'}")
    done = scrapy("crawl", source, "-a", f"base_url={server.base_url}", *settings, *FAST, *arguments)
    return Run(done.returncode, done.stderr, read_lines(live / f"{source}.jsonl"), list(server.requests))


def test_runs_after_runs_are_replayed_one_after_the_other(tmp_path: Path) -> None:
    portal = ChangingPortal(articles=20)
    edited = portal.articles[6]
    with serve(portal) as server:
        first = crawl_at(server, tmp_path)
        portal.edits[edited.id] = (edited.title, "Hội làng mở lại sau ba năm vắng bóng")
        second = crawl_at(server, tmp_path, *RECENT)
    assert (first.status, second.status, second.stat("output/changed")) == (0, 0, 1)
    assert second.stat("archive/revisits") > 10, "what has not changed is not kept twice"
    assert len(second.records) == 21
    check_same(tmp_path)
    # The second run alone: bodies that the first one archived are still found.
    since = second.records[-1]["fetched_at"][:19]
    assert replay(tmp_path, "--from", since, output="late").returncode == 0
    assert len(read_lines(tmp_path / "late" / "hoabinh.jsonl")) > 5
    # Into the log of the crawls themselves: all of it is there already.
    log = tmp_path / "live" / "hoabinh.jsonl"
    before = log.read_bytes()
    assert replay(tmp_path, output="live").returncode == 0
    assert log.read_bytes() == before


def test_a_killed_crawl_leaves_an_archive_that_is_whole_after_the_next_one(tmp_path: Path) -> None:
    with serve(Portal("hoabinh", articles=60, traps=False)) as server:
        run = start(server, tmp_path / "live", "-s", f"WARC_DIR={tmp_path / 'warc'}")
        wait_for(server, run, 40)
        run.kill()
        run.communicate()
        (torn,) = (tmp_path / "warc").glob("*.open")
        # As if half of a further record had come to the disk: what is whole may be of articles that are in the log.
        torn.write_bytes(torn.read_bytes() + torn.read_bytes()[:200])
        second = crawl_at(server, tmp_path)
    assert second.status == 0
    assert second.stat("archive/truncated_member") == 1
    assert not list((tmp_path / "warc").glob("*.open"))
    check = subprocess.run([BIN / "warcio", "check", *(tmp_path / "warc").glob("*.gz")], check=False)
    assert check.returncode == 0
    assert len(second.records) == 60
    done = replay(tmp_path)
    assert done.returncode == 0
    again = {record["id"]: record for record in read_lines(tmp_path / "again" / "hoabinh.jsonl")}
    assert {one: without_time(record) for one, record in again.items()} == {
        record["id"]: without_time(record) for record in second.records
    }


def without_time(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in ("fetched_at", "archive")}


def test_a_killed_replay_goes_on_where_it_was(tmp_path: Path) -> None:
    archive(Portal("hoabinh", articles=90, traps=False), tmp_path)
    output = tmp_path / "again" / "hoabinh.jsonl"
    command = [sys.executable, "-m", "scrapy", "replay", str(tmp_path / "warc"), "-s", f"OUTPUT_DIR={output.parent}"]
    kills = 0
    for lines in (10, 50):
        run = subprocess.Popen([*command, "--processes=2"], cwd=ROOT, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 600
        while run.poll() is None and (not output.exists() or output.read_bytes().count(b"\n") < lines):
            assert time.monotonic() < deadline
            time.sleep(0.002)
        kills += run.poll() is None
        run.kill()
        run.communicate()
    assert kills >= 1
    check_same(tmp_path, "--processes=2")


def test_captures_of_one_address_become_revisions_and_only_once(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    url, body = page(site := portal(), 1)
    first = site.truth[1].body.split("\n\n")[0].encode()
    captures = [
        Capture(url, body.replace(first, first + f" Bản {year}.".encode()), at=f"{year}-01-01T00:00:00Z")
        for year in (2022, 2020, 2021, 2021)
    ]
    write(tmp_path / "warc" / "a.warc.gz", captures)
    damaged = write(tmp_path / "warc" / "b.warc.gz", [Capture(*page(site, 2))])
    damaged.write_bytes(damaged.read_bytes()[:-200])
    log = tmp_path / "again" / "hoabinh.jsonl"
    for outcome in ("3 new", "3 older"):
        done = replay(tmp_path)
        assert done.returncode == 0
        assert "b.warc.gz at byte 0: cut after" in done.stderr
        assert [(record["revision"], record["fetched_at"][:4]) for record in read_lines(log)] == [
            (1, "2020"),
            (2, "2021"),
            (3, "2022"),
        ], outcome
    assert "3 article, older than its record, 1 article; records: 1 unchanged" in done.stdout


def test_diff_shows_what_changes_and_writes_nothing(tmp_path: Path) -> None:
    archive(Portal("hoabinh", articles=12, traps=False), tmp_path)
    log = tmp_path / "live" / "hoabinh.jsonl"
    assert replay(tmp_path, "--diff", str(log)).stdout == "hoabinh: 12 records reread: 12 the same, 0 changed\n"
    records = sorted(read_lines(log), key=lambda record: not record["authors"])
    records[0]["authors"] = ["Người Khác"]
    records[1]["authors"] = []
    records[2]["title"] = records[2]["title"] + " (cũ)"
    records[3]["id"] = "0" * 32
    log.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    lines = replay(tmp_path, "--diff", str(log)).stdout.splitlines()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert lines[0] == "hoabinh: 11 records reread: 8 the same, 3 changed"
    assert "  1 no longer a record: an article with another id" in lines
    assert "  1 not in the log" in lines
    assert "authors: 2 changed, of these 1 were empty and 0 are now" in lines
    assert "title: 1 changed, of these 0 were empty and 0 are now" in lines
    assert '    - ["Người Khác"]' in lines
    assert any(line.endswith(' (cũ)"') for line in lines)
    wrong = replay(tmp_path, "--diff", str(tmp_path / "none.jsonl"))
    assert wrong.returncode == 2
    assert "none.jsonl" in wrong.stdout + wrong.stderr


def test_the_ledger_takes_a_replay_for_no_walk(tmp_path: Path) -> None:
    with serve(Portal("hoabinh", articles=12, traps=False)) as server:
        crawl_at(server, tmp_path)
        assert replay(tmp_path).returncode == 0
        (tmp_path / "live").rename(tmp_path / "first")
        (tmp_path / "again").rename(tmp_path / "live")
        asked = len(server.requests)
        run = crawl_at(server, tmp_path)
    assert run.status == 0
    assert run.stat("read/articles") == 12, "all lists are walked, all pages asked for"
    assert run.stat("output/unchanged") == 12
    assert len(server.requests) > asked


def test_usage_and_kinds(tmp_path: Path) -> None:
    for arguments, says in (
        ((), "Name a WARC"),
        ((str(tmp_path / "none.warc.gz"),), "No such file"),
        ((str(tmp_path),), "No .warc"),
        ((str(tmp_path), "--source", "nobody"), "No such source: nobody"),
        ((str(tmp_path), "--from", "yesterday"), "--from must look like 2024"),
        ((str(tmp_path), "--processes", "0"), "at least 1"),
    ):
        done = scrapy("replay", *arguments)
        assert done.returncode == 2
        assert says in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_an_archive_that_another_program_made(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    with serve(Portal("stp_travinh", articles=30, traps=False)) as server:
        warc = f"--warc-file={tmp_path / 'warc' / 'mirror'}"
        mirror = ["wget", "-q", "-r", "-l", "8", warc, "-P", str(tmp_path / "files")]
        subprocess.run([*mirror, f"{server.base_url}/"], check=False, timeout=600)
        titles = {truth.title for truth in server.portal.truth}
    assert replay(tmp_path, "--source", "stp_travinh").returncode == 0
    assert {record["title"] for record in read_lines(tmp_path / "again" / "stp_travinh.jsonl")} == titles
    assert replay(tmp_path, output="alone").returncode == 0
    (log,) = (tmp_path / "alone").glob("portal_*.jsonl")
    assert {record["title"] for record in read_lines(log)} == titles
