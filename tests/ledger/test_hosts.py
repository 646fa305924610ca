"""One pace, one back-off and one daily budget for all crawlers of a host, with a monotonic clock of the test's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.ledger.hosts import HostRow, Hosts, Reservation, is_busy

NOON = 1_700_000_000.0


class Clock:
    now = 5_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("time.monotonic", clock)
    return clock


@pytest.fixture
def hosts(tmp_path: Path, clock: Clock) -> Iterator[Hosts]:
    hosts = Hosts.shared(tmp_path / "state")
    yield hosts
    hosts.leave()


def reserve(hosts: Hosts, owner: str = "a", own: float = 1.0, host: str = "x.vn", **how: Any) -> Reservation:
    return hosts.reserve(host, owner, own, **{"day": "2024-01-31", "now": NOON, "daily": 0, **how})


def release(hosts: Hosts, reserved: Reservation, own: float = 1.0, latency: float = 0.1) -> None:
    hosts.release("x.vn", reserved.until, own, day="2024-01-31", latency=latency)


def test_the_delay_counts_from_the_answer_for_every_crawler(hosts: Hosts, clock: Clock) -> None:
    first = reserve(hosts)
    assert first.wait == 0
    clock.now += 0.3
    release(hosts, first)
    for owner in "ab":
        assert reserve(hosts, owner).wait == pytest.approx(1.0)
    assert reserve(hosts, host="y.vn").wait == 0
    clock.now += 1.0
    second = reserve(hosts, "b")
    assert second.wait == 0
    assert second.since == pytest.approx(1.0)


def test_while_an_answer_is_awaited_nobody_else_asks(hosts: Hosts, clock: Clock) -> None:
    reserved = reserve(hosts)
    until = reserved.until
    for _ in range(20):
        clock.now += 0.5
        until = hosts.renew("x.vn", until, reserved.delay)
        assert reserve(hosts, "b").wait > 0


@pytest.mark.parametrize(("delay", "longest"), [(1.0, 2.0), (100.0, 110.0)])
def test_a_crawler_that_was_killed_costs_one_delay(delay: float, longest: float, hosts: Hosts, clock: Clock) -> None:
    reserve(hosts, own=delay)
    assert reserve(hosts, "b", own=delay).wait == pytest.approx(longest)
    clock.now += longest
    assert reserve(hosts, "b", own=delay).wait == 0


def test_the_longer_delay_of_two_crawlers_holds_for_both(hosts: Hosts, clock: Clock) -> None:
    slow = reserve(hosts, "slow", own=5.0)
    release(hosts, slow, own=5.0)
    assert reserve(hosts, "quick", own=1.0).wait == pytest.approx(5.0)
    clock.now += 5.0
    quick = reserve(hosts, "quick", own=1.0)
    release(hosts, quick)
    assert reserve(hosts, "slow", own=5.0).wait == pytest.approx(5.0)


@pytest.mark.parametrize("own", [0.0, 1.0])
def test_who_asked_last_lets_those_who_wait_go_first(own: float, hosts: Hosts, clock: Clock) -> None:
    turns = []
    owners = [("a", own), ("b", 1.0)]
    for _ in range(2_000):
        for owner, least in owners:
            reserved = reserve(hosts, owner, least)
            if not reserved.wait:
                turns.append(owner)
                release(hosts, reserved, least)
        clock.now += 0.01
    late = turns[len(turns) // 2 :]
    assert abs(late.count("a") - late.count("b")) <= 1
    assert len(late) >= 6


def test_a_crawler_alone_lets_nobody_go_first(hosts: Hosts, clock: Clock) -> None:
    for _ in range(5):
        reserved = reserve(hosts)
        assert reserved.wait == 0
        release(hosts, reserved)
        clock.now += 1.0


def test_requests_are_counted_by_host_and_day_for_all_crawlers(hosts: Hosts) -> None:
    def ask(owner: str = "a", **how: Any) -> Reservation:
        return reserve(hosts, owner, 0.0, daily=3, **how)

    assert [ask().pages, ask("b").pages, ask().pages] == [1, 2, 3]
    spent = ask("b")
    assert spent.is_spent
    assert ask("b").is_spent
    assert not ask(host="y.vn").is_spent
    assert ask(day="2024-02-01").pages == 1
    assert reserve(hosts, own=0.0).pages == 4, "no limit"


def test_a_request_that_has_to_wait_is_not_counted(hosts: Hosts, clock: Clock) -> None:
    reserve(hosts)
    reserve(hosts, "b")
    clock.now += 10
    assert reserve(hosts, "b").pages == 2


def test_a_pause_is_kept_by_all_and_the_day_stays_slower(hosts: Hosts, clock: Clock) -> None:
    release(hosts, reserve(hosts))
    hosts.pause("x.vn", 30.0, 4.0, day="2024-01-31")
    assert reserve(hosts, "b").wait == pytest.approx(30.0)
    clock.now += 30.0
    assert reserve(hosts, "b").delay == 4.0
    clock.now += 30.0
    assert reserve(hosts, "b", day="2024-02-01").delay == 1.0


def test_a_release_does_not_shorten_a_pause(hosts: Hosts) -> None:
    reserved = reserve(hosts)
    hosts.pause("x.vn", 30.0, 0.0, day="2024-01-31")
    release(hosts, reserved)
    assert reserve(hosts).wait == pytest.approx(30.0)


def test_crawl_delay_holds_for_who_does_not_know_it(hosts: Hosts, clock: Clock) -> None:
    hosts.ask_for("x.vn", 2.5, day="2024-01-31")
    hosts.ask_for("x.vn", 2.0, day="2024-01-31")
    for own in (0.0, 1.0):
        reserved = reserve(hosts, "b", own)
        release(hosts, reserved, own)
        assert reserve(hosts, own=own).wait == pytest.approx(2.5)
        clock.now += 3.0


def test_refusals_in_a_row_are_counted_over_crawlers(hosts: Hosts, clock: Clock) -> None:
    sent = clock.now
    reserved = reserve(hosts)
    clock.now += 1
    release(hosts, reserved)
    assert hosts.refuse("x.vn", sent) == 1
    assert hosts.refuse("x.vn", sent) == 1, "was in flight when the first arrived"
    hosts.accept("x.vn", sent)
    clock.now += 1
    assert hosts.refuse("x.vn", clock.now) == 2
    hosts.accept("x.vn", clock.now + 0.1)
    assert hosts.refuse("x.vn", clock.now) == 1


def test_after_ten_minutes_refusals_and_latency_are_forgotten(hosts: Hosts, clock: Clock) -> None:
    release(hosts, reserve(hosts), latency=30.0)
    hosts.refuse("x.vn", clock.now)
    clock.now += 599
    known = reserve(hosts)
    assert (known.delay, known.refusals) == (30.0, 1)
    clock.now += 601
    forgotten = reserve(hosts)
    assert (forgotten.delay, forgotten.refusals) == (1.0, 0)


def test_a_slow_host_is_asked_more_slowly_by_all_up_to_a_minute(hosts: Hosts, clock: Clock) -> None:
    delays = []
    for latency in [8.0] * 20 + [0.2] * 60 + [900.0] * 60:
        reserved = reserve(hosts)
        release(hosts, reserved, latency=latency)
        clock.now += 70
        delays.append(reserve(hosts, "b").delay)
        clock.now += 200
    assert delays[19] == pytest.approx(8.0, rel=0.01)
    assert delays[79] == 1.0
    assert delays[139] == 60.0


def test_a_host_that_was_slow_once_is_asked_as_before_within_minutes(hosts: Hosts, clock: Clock) -> None:
    release(hosts, reserve(hosts), latency=55.0)
    began = clock.now
    for _ in range(7):
        clock.now += reserve(hosts).wait
        release(hosts, reserve(hosts), latency=0.1)
    assert reserve(hosts).wait == pytest.approx(1.0)
    assert clock.now - began < 120


@pytest.mark.parametrize(
    ("now", "is_told"), [(NOON, True), (NOON + 7_199, True), (NOON + 7_200, False), (NOON - 1, False), (0.0, False)]
)
def test_a_long_pause_lasts_over_runs(now: float, is_told: bool, hosts: Hosts) -> None:
    hosts.tell("x.vn", now=NOON, until=NOON + 7_200)
    assert bool(reserve(hosts, now=now).told_until) is is_told


@given(
    st.floats(-1e300, 1e300), st.floats(-1e300, 1e300), st.floats(0, 60), st.floats(-1e9, 1e9)
)  # the machine was restarted, or the file damaged
def test_no_time_of_another_clock_makes_anyone_wait_for_long(
    last: float, free: float, delay: float, moment: float
) -> None:
    row = HostRow("a", last, free, delay).current(moment)
    assert max(row.free, row.last) - moment <= 600


def test_two_connections_share_a_host(hosts: Hosts, tmp_path: Path, clock: Clock) -> None:
    other = Hosts(tmp_path / "state")
    try:
        release(hosts, reserve(hosts))
        assert reserve(other, "b").wait == pytest.approx(1.0)
    finally:
        other.close()


def test_the_crawlers_of_a_process_use_one_connection(tmp_path: Path) -> None:
    one, other = Hosts.shared(tmp_path / "state"), Hosts.shared(tmp_path / "." / "state")
    assert one is other
    one.leave()
    reserve(other)
    other.leave()
    again = Hosts.shared(tmp_path / "state")
    assert again is not one
    again.leave()


def test_a_file_that_was_deleted_is_noticed(hosts: Hosts, tmp_path: Path) -> None:
    reserve(hosts)
    (tmp_path / "state").rename(tmp_path / "moved")
    with pytest.raises(OSError, match="deleted or replaced while it was in use"):
        reserve(hosts)
    (tmp_path / "state").write_bytes(b"")
    with pytest.raises(OSError, match="deleted or replaced while it was in use"):
        reserve(hosts)


def test_a_writer_elsewhere_is_no_failure(hosts: Hosts, tmp_path: Path) -> None:
    writer = sqlite3.connect(tmp_path / "state", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(OSError, match="locked") as busy:
        reserve(hosts)
    assert is_busy(busy.value)
    writer.execute("ROLLBACK")
    writer.close()
    assert reserve(hosts).wait == 0
    hosts.execute("DROP TABLE hosts")
    with pytest.raises(OSError, match="no such table") as failed:
        reserve(hosts)
    assert not is_busy(failed.value)
