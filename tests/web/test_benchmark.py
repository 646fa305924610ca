"""The benchmark runs, at a size that says nothing."""

from __future__ import annotations

import subprocess
import sys

from tests.crawling import ROOT, TIMEOUT


def test_it_runs() -> None:
    command = [sys.executable, "-m", "benchmarks.web", "--size", "80", "--times", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stderr
    kinds = [line.split()[0] for line in done.stdout.splitlines()[2:]]
    assert kinds == ["page", "filtered", "broad", "json", "feed", "article", "versions"]
