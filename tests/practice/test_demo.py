"""The demo as a user sees it: in a pipe, and on a terminal of 80 columns."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tests.practice.demo"]
SOURCES = ["dukcqdn_longan", "dukcqdn_travinh", "hoabinh", "stp_travinh"]
# Only against hanging: on a busy machine a demo takes minutes.
SECONDS = 600


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The demo in a pipe."""
    command = [*COMMAND, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)


def on_a_terminal(columns: int, *arguments: str) -> str:
    """What the demo prints on a terminal."""
    ours, its = pty.openpty()
    environment = os.environ | {"COLUMNS": str(columns), "LINES": "24", "TERM": "xterm"}
    with subprocess.Popen([*COMMAND, *arguments], cwd=ROOT, stdin=its, stdout=its, stderr=its, env=environment) as demo:
        os.close(its)
        printed, end = bytearray(), time.monotonic() + SECONDS
        while time.monotonic() < end:
            try:
                printed += os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
        os.close(ours)
        assert demo.wait(SECONDS) == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", printed.decode()).replace("\r", "\n")


def test_a_pipe_gets_tables_their_meaning_and_a_record(tmp_path: Path) -> None:
    demo = run("--articles", "30", "--folder", str(tmp_path))
    assert (demo.returncode, demo.stderr) == (0, "")
    table, text = demo.stdout.split("Filled", 1)
    for source in SOURCES:
        assert re.search(rf"^{source} +\d+ +30 +30 +0 +4 +\d+ s +ok", table, re.MULTILINE), table
    assert "Errors are planted: each portal has 4 dead links (404, 500, empty, placeholder).\n" in text
    assert "0 % date_published: dukcqdn_travinh prints no dates, and none is guessed.\n" in text
    record = json.loads("{" + demo.stdout.rsplit("\n{", 1)[1])
    assert record["source"] == "hoabinh"


def test_all_that_it_writes_is_in_its_folder(tmp_path: Path) -> None:
    before = {(path.name, path.stat().st_mtime_ns) for path in (ROOT / "output").glob("*.*")}
    run("--articles", "3", "--folder", str(tmp_path))
    assert {(path.name, path.stat().st_mtime_ns) for path in (ROOT / "output").glob("*.*")} == before
    assert {path.stem for path in tmp_path.glob("*.jsonl")} == set(SOURCES)
    assert (tmp_path / "state.sqlite3").exists()
    log = (tmp_path / "crawl.log").read_text("utf-8")
    assert len(re.findall("WARNING: Status 404: ", log)) == len(SOURCES)


def test_a_terminal_of_80_columns_shows_whole_words_and_the_last_state(tmp_path: Path) -> None:
    printed = on_a_terminal(80, "--articles", "30", "--folder", str(tmp_path))
    text = printed.split("Filled")[0]
    assert "…" not in text
    result = text.split("Result")[1]
    assert re.findall(r"^(\w+) +\d+ +30 +30 +0 +4 +\d+ s +ok", result, re.MULTILINE) == SOURCES
    lines = printed.split("The first record")[0].splitlines()
    # A path is as long as it is.
    assert max(len(line) for line in lines if str(tmp_path) not in line) <= 80


@pytest.mark.parametrize(("number", "send"), [(signal.SIGINT, os.killpg), (signal.SIGTERM, os.kill)])
def test_ctrl_c_and_sigterm_end_the_crawl_in_good_order(
    tmp_path: Path, number: int, send: Callable[[int, int], None]
) -> None:
    command = [*COMMAND, "--articles", "400", "--folder", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as demo:
        end = time.monotonic() + SECONDS
        # Then each source has begun: the one whose articles have no dates writes none before its end.
        while sum(path.stat().st_size > 0 for path in tmp_path.glob("*.jsonl")) < len(SOURCES) - 1:
            assert time.monotonic() < end
            assert demo.poll() is None
            time.sleep(0.1)
        send(demo.pid, number)
        printed, _ = demo.communicate(timeout=SECONDS)
    assert demo.returncode == 0
    assert "interrupted" in printed


def test_wrong_usage_is_said_and_nothing_is_removed(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    for option, value in (("--articles", "0"), ("--articles", "many"), ("--folder", str(tmp_path))):
        demo = run(option, value)
        assert demo.returncode == 2
        assert f"argument {option}: " in demo.stderr
    assert (tmp_path / "mine").read_text() == "kept"


@pytest.mark.parametrize("module", ["tests.practice", "tests.practice.demo"])
def test_help_says_how_to_call_it(module: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=True
    )
    assert f"python -m {module} " in shown.stdout
    assert "loopback" in shown.stdout or "practice portals" in shown.stdout
