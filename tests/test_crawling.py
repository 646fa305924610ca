"""The process that crawls of tests are forked from."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.crawling import IMPORTED, NOT_IMPORTED, ROOT

PROGRAM = """
import importlib, json, sys, threading
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps([threading.active_count(), *sys.modules]))
"""


def test_what_differs_between_runs_is_not_imported_before_they_are_forked() -> None:
    command = [sys.executable, "-c", PROGRAM, json.dumps(IMPORTED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    threads, *modules = json.loads(done.stdout)
    assert threads == 1, "a fork takes none of the others along"
    assert set(IMPORTED) <= set(modules)
    assert not [name for name in modules if name.startswith(NOT_IMPORTED)]
