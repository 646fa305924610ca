"""The same records from a Dask cluster of two workers as from one process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.crawling import ROOT, crawl, scrapy
from tests.practice import Portal

pytest.importorskip("distributed", reason="the extra dask is not installed")

LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard")


@contextmanager
def dask(*arguments: str) -> Iterator[None]:
    """A part of the cluster, for as long as it is needed."""
    with subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers on loopback; gives the scheduler's address."""
    about = folder / "scheduler.json"
    with ExitStack() as parts:
        parts.enter_context(dask("scheduler", *LOOPBACK, "--port", "0", "--scheduler-file", str(about)))
        deadline = time.monotonic() + 600
        while not about.exists() or not about.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        address: str = json.loads(about.read_text())["address"]
        for _ in range(2):
            parts.enter_context(
                dask("worker", address, *LOOPBACK, "--nthreads", "1", "--no-nanny", "--death-timeout", "60")
            )
        yield address


def test_a_cluster_gives_the_same_records(tmp_path: Path) -> None:
    for source in ("hoabinh", "dukcqdn_longan"):
        crawl(Portal(source, articles=30), tmp_path / "live", "-s", f"WARC_DIR={tmp_path / 'warc'}")
    with cluster(tmp_path) as address:
        done = scrapy("replay", str(tmp_path / "warc"), "-s", f"OUTPUT_DIR={tmp_path / 'dask'}", "--dask", address)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    alone = scrapy("replay", str(tmp_path / "warc"), "-s", f"OUTPUT_DIR={tmp_path / 'one'}", "--processes=1")
    assert alone.stdout == done.stdout
    for source in ("hoabinh", "dukcqdn_longan"):
        records = (tmp_path / "dask" / f"{source}.jsonl").read_bytes()
        assert records.count(b"\n") == 30
        assert records == (tmp_path / "one" / f"{source}.jsonl").read_bytes()


def test_no_cluster_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "1s")
    (tmp_path / "a.warc").touch()
    done = scrapy("replay", str(tmp_path), "--dask", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "--dask: no cluster at tcp://127.0.0.1:9" in done.stdout + done.stderr
