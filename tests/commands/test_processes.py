"""Sources dealt to several processes, and what these say of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.commands.processes import dealt, how_ended
from scraper.commands.progress_pipe import ProgressPipe, decoded, encoded


@given(st.lists(st.text(min_size=1), unique=True), st.integers(1, 9))
def test_each_source_has_one_process_and_the_first_ones_begin_first(names: list[str], parts: int) -> None:
    found = dealt(names, parts)
    assert sorted(name for part in found for name in part) == sorted(names)
    assert len(found) == min(parts, len(names))
    assert {part[0] for part in found} == set(names[: len(found)])
    assert max(map(len, found), default=0) - min(map(len, found), default=0) <= 1


@given(
    st.text(),
    st.dictionaries(
        st.text().filter(lambda name: name != "start_time"), st.integers() | st.text() | st.lists(st.text())
    ),
)
def test_stats_arrive_as_they_were_sent(source: str, stats: dict[str, Any]) -> None:
    stats["start_time"] = datetime(2024, 5, 1, tzinfo=UTC)
    line = encoded(source, stats)
    assert line.count(b"\n") == 1
    assert decoded(line) == (source, stats)


def test_only_what_changes_is_sent() -> None:
    reader, writer = os.pipe()
    stats: dict[str, Mapping[str, Any]] = {"a": {}, "b": {"pages": 1}}
    pipe = ProgressPipe(writer, lambda: dict(stats))
    lines = []
    for count in (1, 1, 2):
        stats["b"] = {"pages": count}
        pipe.send()
        lines.append(os.read(reader, 10_000))
    assert lines == [b'["b", {"pages": 1}]\n\n', b"\n", b'["b", {"pages": 2}]\n\n']
    os.close(reader)
    os.close(writer)


def test_a_crawl_ends_when_nobody_reads_its_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _pid, number: sent.append(number))
    reader, writer = os.pipe()
    os.close(reader)
    pipe = ProgressPipe(writer, dict)
    pipe.send()
    pipe.send()
    os.close(writer)
    assert sent == [signal.SIGTERM]


@pytest.mark.parametrize(
    ("status", "text"),
    [(1, "ended with status 1"), (-15, "was ended by SIGTERM"), (-9, "was ended by SIGKILL (out of memory?)")],
)
def test_the_end_of_a_process_in_words(status: int, text: str) -> None:
    assert how_ended(status) == text
