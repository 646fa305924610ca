"""The benchmark of search indexes runs, at a size that says nothing."""

from __future__ import annotations

import subprocess
import sys

from tests.crawling import ROOT


def test_it_runs() -> None:
    command = [sys.executable, "-m", "benchmarks.index", "--sizes", "80", "--targets", "sqlite", "parquet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert [line.split()[:2] for line in done.stdout.splitlines()[2:]] == [["sqlite", "80"], ["parquet", "80"]]
