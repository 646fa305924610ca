"""A crawl that falls short alerts once, not twice, and once when it is over; also several crawls of one command."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.alerts.servers import alert_server
from tests.crawling import FAST, crawl, scrapy
from tests.practice import Portal, serve

SECRET = "hidden-word"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def command(tmp_path: Path) -> str:
    script = tmp_path / "alert.sh"
    script.write_text(f"#!/bin/sh\ncat >> '{tmp_path}/told.jsonl'; echo >> '{tmp_path}/told.jsonl'\n")
    script.chmod(0o755)
    return f"{script} {SECRET}"


def told(folder: Path) -> list[dict[str, Any]]:
    file = folder / "told.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def test_a_crawl_alerts_once_and_once_when_it_is_over(tmp_path: Path, command: str) -> None:
    output, metrics = tmp_path / "output", tmp_path / "portal_crawler.prom"
    with alert_server([500]) as server:
        settings = (
            *("-s", f"ALERT_COMMAND={command}", "-s", f"ALERT_URL={server.url}/{SECRET}"),
            *("-s", f"METRICS_FILE={metrics}"),
        )
        down = ("-a", f"base_url=http://127.0.0.1:{free_port()}")
        for _ in range(2):
            done = scrapy("crawl", "hoabinh", *down, "-s", f"OUTPUT_DIR={output}", *settings, *FAST)
            assert done.returncode == 3, done.stderr
            assert SECRET not in done.stderr
            assert 'portal_crawler_trouble{kind="fell_short",source="hoabinh"} 1.0' in metrics.read_text("utf-8")
        assert [len(message["new"]) for message in told(tmp_path)] == [1]
        run = crawl(Portal("hoabinh", articles=6, traps=False), output, *settings)
        assert run.status == 0
        assert SECRET not in run.log
        assert "portal_crawler_trouble{" not in metrics.read_text("utf-8")
    begun, over = told(tmp_path)
    assert (begun["new"][0]["source"], begun["new"][0]["kind"]) == ("hoabinh", "fell_short")
    assert begun["new"][0]["sentence"].startswith("the site returned no page: ")
    assert [one["kind"] for one in over["over"]] == ["fell_short"]
    # The server answered 500 once; what it got is the same, but for the second of it.
    assert [{**message, "at": "", "text": ""} for message in server.got] == [
        {**message, "at": "", "text": ""} for message in (begun, over)
    ]


def test_what_fails_behind_a_crawl_does_not_fail_it(tmp_path: Path) -> None:
    settings = (
        *("-s", f"ALERT_COMMAND=/no/such/{SECRET}", "-s", f"ALERT_URL=gopher://{SECRET}"),
        *("-s", "METRICS_FILE=/dev/null/x.prom"),
    )
    run = crawl(Portal("hoabinh", articles=6, traps=False), tmp_path, *settings)
    assert run.status == 0, "nothing was to be told"
    assert "METRICS_FILE is not written" in run.log
    down = ("-a", f"base_url=http://127.0.0.1:{free_port()}")
    done = scrapy("crawl", "hoabinh", *down, "-s", f"OUTPUT_DIR={tmp_path}", *settings, *FAST)
    assert done.returncode == 3
    assert (
        "ALERT_COMMAND: /no/such/hidden-word cannot be started (No such file or directory). Nothing was" in done.stderr
    )
    assert "ALERT_URL: is not an http or https address. Nothing was told" in done.stderr
    assert "Traceback" not in done.stderr


def test_sources_of_one_command_are_one_message(tmp_path: Path, command: str) -> None:
    port = free_port()
    with serve(Portal("hoabinh", articles=6, traps=False)) as server:
        done = scrapy(
            *("crawlall", "hoabinh", "stp_travinh", "dukcqdn_travinh", "-a", f"hoabinh.base_url={server.base_url}"),
            *("-a", f"stp_travinh.base_url=http://127.0.0.1:{port}"),
            *("-a", f"dukcqdn_travinh.base_url=http://127.0.0.1:{port}"),
            *("-s", f"OUTPUT_DIR={tmp_path / 'output'}", "-s", f"ALERT_COMMAND={command}", *FAST),
        )
    assert done.returncode == 3, done.stderr
    (message,) = told(tmp_path)
    assert [one["source"] for one in message["new"]] == ["dukcqdn_travinh", "stp_travinh"]


def test_a_report_tells_what_no_crawl_is_there_to_tell(tmp_path: Path, command: str) -> None:
    output = tmp_path / "output"
    down = ("-a", f"base_url=http://127.0.0.1:{free_port()}")
    scrapy("crawl", "hoabinh", *down, "-s", f"OUTPUT_DIR={output}", *FAST)
    settings = ("-s", f"OUTPUT_DIR={output}", "-s", f"ALERT_COMMAND={command}")
    assert scrapy("report", *settings).returncode == 3
    assert told(tmp_path) == []
    for _ in range(2):
        assert scrapy("report", "--tell", *settings).returncode == 3
    assert len(told(tmp_path)) == 1
