"""A hijacked site beside a good one in the same run: nothing foreign is fetched, nothing grows or stands still."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scraper.pipelines.validate_record import broken_rules
from scraper.text.harmful import HARMFUL
from tests.crawling import FAST, ROOT, read_lines
from tests.hostile.probes import armed
from tests.hostile.server import Hostile, fixed, reply
from tests.practice import Portal, serve

GOOD, BAD = "dukcqdn_travinh", "hoabinh"
ARTICLES = 40
MEGABYTES = 250
# The longest that the event loop may be held, in sums of a million numbers: 20 ms each on an idle core of 2024.
UNITS = 50


@dataclass(frozen=True)
class Attack:
    """What a run over a hostile and a good site left behind."""

    status: int
    log: str
    asked: list[str]
    inner: list[str]
    bad: list[dict[str, Any]]
    good: list[dict[str, Any]]


def run(folder: Path, bad: Hostile, *arguments: str) -> tuple[int, str, list[dict[str, Any]]]:
    """``crawlall`` over both; status, log, and the good one's records."""
    with serve(Portal(GOOD, articles=ARTICLES, traps=False)) as good:
        command = [sys.executable, "-m", "scrapy", "crawlall", "-v", BAD, GOOD]
        command += ["-a", f"{BAD}.base_url={bad.base_url}", "-a", f"{GOOD}.base_url={good.base_url}"]
        command += ["-s", f"OUTPUT_DIR={folder}", *FAST, *arguments]
        environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "tests.hostile.settings"}
        log = folder / "run.log"
        with log.open("wb") as output:
            done = subprocess.run(
                command, cwd=ROOT, stdout=output, stderr=output, env=environment, check=False, timeout=900
            )
    text = log.read_bytes().decode("utf-8", "replace")
    return done.returncode, text, read_lines(folder / f"{GOOD}.jsonl")


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Attack:
    folder = tmp_path_factory.mktemp("attack")
    with Hostile() as inner, Hostile(f"127.0.0.1:{inner.port}") as bad:
        inner.answers["/secret"] = inner.answers["/secret.xml"] = fixed(reply(b"secret"))
        armed(bad)
        status, log, good = run(folder, bad, "-s", "RETRY_TIMES=1")
        return Attack(status, log, bad.requests, inner.requests, read_lines(folder / f"{BAD}.jsonl"), good)


def test_every_probe_was_asked_for(attack: Attack) -> None:
    with Hostile() as site:
        names = armed(site)
    missed = [name for name in names if not any(f"-{name}-" in path for path in attack.asked)]
    assert missed == []


def test_nothing_foreign_was_fetched(attack: Attack) -> None:
    assert attack.inner == []
    assert "root:" not in json.dumps(attack.bad)
    assert "secret" not in json.dumps([{**record, "url": ""} for record in attack.bad])


def test_nothing_grew(attack: Attack) -> None:
    peaks = [int(found) for found in re.findall(r"'test/peak_mb': (\d+)", attack.log)]
    assert len(peaks) == 2
    assert max(peaks) < MEGABYTES


def test_nothing_stood_still(attack: Attack) -> None:
    holds = [float(found) for found in re.findall(r"'test/longest_hold': ([\d.]+)", attack.log)]
    units = [float(found) for found in re.findall(r"'test/unit': ([\d.]+)", attack.log)]
    assert len(holds) == len(units) == 2
    assert max(holds) < UNITS * max(units)


def test_the_good_site_is_unharmed(attack: Attack) -> None:
    assert len({record["id"] for record in attack.good}) == len(attack.good) == ARTICLES


def test_each_limit_that_was_hit_is_said_with_the_address(attack: Attack) -> None:
    assert "Traceback" not in attack.log
    for name, words in {
        "redirect-to-loopback": "not this source's host",
        "redirect-to-metadata": "not this source's host",
        "redirect-too-long": "more than 2000 characters",
        "gzip-bomb": "DOWNLOAD_MAXSIZE",
        "brotli-bomb": "DOWNLOAD_MAXSIZE",
        "endless": "Not fetched",
        "drip": "Not fetched",
        "reset": "Not fetched",
    }.items():
        said = [line for line in attack.log.splitlines() if f"-{name}-" in line and "WARNING" in line]
        assert any(words in line for line in said), (name, said)
    assert "robots.txt of more than" in attack.log


def test_bad_links_cost_themselves_and_not_the_record(attack: Attack) -> None:
    (record,) = (record for record in attack.bad if "-bad-links-" in record["url"])
    found = [part["url"] for name in ("attachments", "images", "other_news") for part in record[name]]
    assert broken_rules(record) == []
    assert {url.rpartition("/")[2] for url in found} >= {"a.pdf", "b.pdf"}
    assert "'validate/rejected'" not in attack.log


def test_output_and_log_hold_no_harmful_characters(attack: Attack) -> None:
    assert attack.bad, "what reads well is read"
    assert not HARMFUL.search("".join(_strings(attack.bad)))
    assert not HARMFUL.search(attack.log)
    assert not [line for line in attack.log.splitlines() if line.startswith("WARNING: forged")]


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []
