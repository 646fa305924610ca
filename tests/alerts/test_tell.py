"""Each trouble is told once when it begins and once when it is over, by whatever process, on each channel."""

from __future__ import annotations

import json
import logging
import shutil
import time
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.settings import Settings

from scraper.alerts import tell
from scraper.alerts.claims import claim, confirm, release
from scraper.ledger.database import StateFile
from tests.alerts.servers import alert_server
from tests.alerts.test_channels import free_port
from tests.report.made_runs import MadeRun, add_runs, ok

DOWN = "the site returned no page: status 500"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made runs are of the last hours."""
    monkeypatch.setattr("tests.report.made_runs.NOW", int(time.time()))
    monkeypatch.setattr("scraper.alerts.channels._PAUSES", (0.0,))


def short(ago: float = 1) -> MadeRun:
    return MadeRun(ago, short=[DOWN])


class Told:
    """What a command was told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "told.jsonl"
        script = folder / "alert.sh"
        script.write_text(f"#!/bin/sh\ncat >> '{self.file}'; echo >> '{self.file}'\n")
        script.chmod(0o755)
        self.command = str(script)

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text("utf-8").splitlines()] if self.file.exists() else []

    def kinds(self) -> list[tuple[list[str], list[str]]]:
        """Of each message, the new troubles and those that are over."""
        return [
            tuple([f"{one['source']} {one['kind']}" for one in message[part]] for part in ("new", "over"))  # type: ignore[misc]
            for message in self.messages()
        ]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def run(told: Told, **changed: Any) -> None:
    """What follows a crawl."""
    tell(Settings({"OUTPUT_DIR": str(told.folder), "STATE_FILE": "", "WARC_DIR": "", "PROXY": "", **changed}))


def add(told: Told, name: str, *runs: MadeRun, **more: int) -> None:
    add_runs(told.folder / "state.sqlite3", name, *runs, **more)


def test_a_trouble_is_told_once_and_once_when_it_is_over(told: Told) -> None:
    command = {"ALERT_COMMAND": told.command}
    add(told, "hoabinh", ok(5))
    run(told, **command)
    assert told.messages() == []
    for ago in (4, 3, 2):
        add(told, "hoabinh", short(ago))
        run(told, **command)
    add(told, "hoabinh", ok(1))
    run(told, **command)
    run(told, **command)
    assert told.kinds() == [(["hoabinh fell_short"], []), ([], ["hoabinh fell_short"])]
    begun, over = told.messages()
    assert begun["text"].startswith(f"hoabinh: {DOWN}. Look at the site in a browser; ")
    assert begun["new"][0]["sentence"] == DOWN
    assert over["text"] == f"Over, after 4 h 0 min: hoabinh: {DOWN}"
    # It may come again.
    add(told, "hoabinh", short(0.5))
    run(told, **command)
    assert told.kinds()[2:] == [(["hoabinh fell_short"], [])]


def test_several_are_one_message(told: Told) -> None:
    add(told, "a", short(), poisoned=2, undecided=9)
    add(told, "b", short())
    run(told, ALERT_COMMAND=told.command)
    assert told.kinds() == [(["a fell_short", "a poisoned", "b fell_short"], [])]
    assert len(told.messages()[0]["text"].splitlines()) == 3
    add(told, "a", ok(0.5))
    run(told, ALERT_COMMAND=told.command)
    assert told.kinds()[1:] == [([], ["a fell_short"])]


def test_a_server_that_was_down_is_told_later_and_the_command_not_again(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    add(told, "hoabinh", short())
    port = free_port()
    both = {"ALERT_COMMAND": told.command, "ALERT_URL": f"http://user:pass@127.0.0.1:{port}/secret?key=hidden"}
    run(told, **both)
    (warning,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert "ALERT_URL: http://127.0.0.1 cannot be reached" in warning.getMessage()
    assert warning.getMessage().endswith("Nothing was told, the next run tells it")
    assert not any(word in caplog.text for word in ("secret", "hidden", "user:", "pass@"))
    with alert_server([503, 503, 500], port=port) as server:
        run(told, **both)
        run(told, **both)
        run(told, **both)
    assert [[one["kind"] for one in message["new"]] for message in server.got] == [["fell_short"]]
    assert len(told.messages()) == 1


def test_what_is_over_before_anyone_was_told_is_not_told(told: Told) -> None:
    add(told, "hoabinh", short(2))
    run(told, ALERT_COMMAND="false")
    add(told, "hoabinh", ok(1))
    run(told, ALERT_COMMAND=told.command)
    run(told, ALERT_COMMAND=told.command)
    assert told.messages() == []


def test_an_end_that_could_not_be_told_is_told_later(told: Told) -> None:
    add(told, "hoabinh", short(2))
    run(told, ALERT_COMMAND=told.command)
    add(told, "hoabinh", ok(1))
    run(told, ALERT_COMMAND="false")
    run(told, ALERT_COMMAND=told.command)
    run(told, ALERT_COMMAND=told.command)
    assert told.kinds() == [(["hoabinh fell_short"], []), ([], ["hoabinh fell_short"])]


def test_a_claim_of_a_killed_process_ends_by_itself(told: Told) -> None:
    add(told, "hoabinh", short())
    at = int(time.time())
    with closing(StateFile(told.folder / "state.sqlite3")) as database:
        first = claim(database, "ALERT_COMMAND", (), at)
        assert [str(trouble.kind) for trouble in first.new] == ["fell_short"]
        for later, expected in ((0, 0), (599, 0), (600, 1), (601, 0)):
            assert len(claim(database, "ALERT_COMMAND", (), at + later).new) == expected, later
        # A clock that was set back must not keep it for ever.
        back = claim(database, "ALERT_COMMAND", (), at - 5_000)
        assert len(back.new) == 1
        release(database, "ALERT_COMMAND", back)
        again = claim(database, "ALERT_COMMAND", (), at)
        confirm(database, "ALERT_COMMAND", again, at)
        assert claim(database, "ALERT_COMMAND", (), at + 9_999).new == []
        # Each channel has its own.
        assert len(claim(database, "ALERT_URL", (), at).new) == 1


def _process(folder: str, command: str, port: int, barrier: Any) -> None:
    places = {"OUTPUT_DIR": folder, "STATE_FILE": "", "WARC_DIR": "", "PROXY": ""}
    barrier.wait()
    tell(Settings({**places, "ALERT_COMMAND": command, "ALERT_URL": f"http://127.0.0.1:{port}/"}))


def test_several_processes_at_once_tell_once(told: Told) -> None:
    for number in range(12):
        add(told, f"source_{number:02}", short())
    fork = get_context("forkserver")
    barrier = fork.Barrier(5)
    with alert_server() as server:
        port = int(server.url.rpartition(":")[2])
        places = (str(told.folder), told.command, port, barrier)
        processes = [fork.Process(target=_process, args=places) for _ in range(5)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(120)
    assert [process.exitcode for process in processes] == [0] * 5
    for messages in (told.messages(), server.got):
        names = [one["source"] for message in messages for one in message["new"]]
        assert sorted(names) == [f"source_{number:02}" for number in range(12)]


def test_without_settings_or_a_state_file_nothing_happens(told: Told) -> None:
    run(told, ALERT_COMMAND=told.command)
    assert not (told.folder / "state.sqlite3").exists()
    add(told, "hoabinh", short())
    run(told)
    run(told, ALERT_COMMAND="", ALERT_URL="")
    with closing(StateFile(told.folder / "state.sqlite3")) as database:
        assert database.execute("SELECT * FROM alerts") == []


def test_a_damaged_state_file_is_a_warning(told: Told, caplog: pytest.LogCaptureFixture) -> None:
    (told.folder / "state.sqlite3").write_bytes(b"no database" * 500)
    run(told, ALERT_COMMAND=told.command)
    assert "No alert is sent, and the next run sends it: " in caplog.text
    assert "scrapy state --rebuild" in caplog.text


def test_a_disk_that_is_nearly_full_is_told_for_all(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    add(told, "hoabinh", ok(1))
    usage = shutil.disk_usage(told.folder)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage._replace(free=5))
    run(told, ALERT_COMMAND=told.command)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage._replace(free=usage.total))
    run(told, ALERT_COMMAND=told.command)
    assert told.kinds() == [(["None disk_nearly_full"], []), ([], ["None disk_nearly_full"])]
    assert "is nearly full: 5 bytes of " in told.messages()[0]["text"]


EVENTS = st.lists(st.tuples(st.sampled_from(["ok", "short", "killed", "stopped"]), st.booleans()), max_size=12)


@settings(max_examples=25, deadline=None)
@given(EVENTS)
def test_whatever_happens_beginnings_and_ends_alternate(events: list[tuple[str, bool]]) -> None:
    """Runs end in any way, and the channel works or does not; at last it works."""
    runs = {"ok": ok(1), "short": short(), "killed": MadeRun(1, reason=""), "stopped": MadeRun(1, "shutdown")}
    messages: list[str] = []
    with TemporaryDirectory() as folder, closing(StateFile(Path(folder) / "state")) as database:
        is_short = False
        for kind, works in [*events, ("stopped", True)]:
            add_runs(Path(folder) / "state", "hoabinh", runs[kind])
            is_short = {"ok": False, "short": True}.get(kind, is_short)
            claimed = claim(database, "ALERT_URL", (), int(time.time()))
            if not works:
                release(database, "ALERT_URL", claimed)
                continue
            messages += ["new" for trouble in claimed.new if trouble.kind == "fell_short"]
            messages += ["over" for over in claimed.over if over.kind == "fell_short"]
            confirm(database, "ALERT_URL", claimed, int(time.time()))
            assert (messages[-1:] == ["new"]) == is_short
    assert messages == ["new", "over"] * (len(messages) // 2) + ["new"] * (len(messages) % 2)
