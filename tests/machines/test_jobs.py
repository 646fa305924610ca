"""Jobs on nodes: each source once, where it belongs, or on the next node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pytest

from scraper.machines.deal import ranked
from scraper.machines.jobs import SourceJob, schedule
from scraper.machines.scrapyd import NodeDownError, NodeError, UnsureError

SOURCES = [f"so{number}" for number in range(30)]


@dataclass
class FakeNode:
    """A node that notes what it is told."""

    name: str
    there: dict[str, str] = field(default_factory=dict)
    fails_asked: NodeError | None = None
    fails_scheduling: NodeError | None = None
    jobs: list[str] = field(default_factory=list)
    told: list[tuple[Mapping[str, str], list[str]]] = field(default_factory=list)

    def busy(self) -> dict[str, str]:
        if self.fails_asked is not None:
            raise self.fails_asked
        return self.there

    def schedule(self, source: str, arguments: Mapping[str, str], settings: Iterable[str]) -> str:
        if self.fails_scheduling is not None:
            raise self.fails_scheduling
        self.jobs.append(source)
        self.told.append((arguments, list(settings)))
        return "1"


def jobs(*sources: str) -> list[SourceJob]:
    return [SourceJob(source, source) for source in sources or SOURCES]


def three() -> list[FakeNode]:
    return [FakeNode(name) for name in "abc"]


def test_each_source_is_scheduled_once_and_where_it_belongs() -> None:
    nodes = three()
    done = schedule(jobs(), nodes)
    assert sorted(source for node in nodes for source in node.jobs) == sorted(SOURCES)
    assert done.placed == {source: ranked(source, "abc")[0] for source in SOURCES}
    assert not done.failed
    assert not done.problems


def test_sources_of_one_server_go_to_one_node() -> None:
    nodes = three()
    schedule([SourceJob(source, "one.example.gov.vn") for source in SOURCES], nodes)
    assert sorted(len(node.jobs) for node in nodes) == [0, 0, 30]


def test_a_source_that_is_there_already_is_left_alone_wherever_it_is() -> None:
    nodes = three()
    nodes[0].there, nodes[2].there = {"so1": "running", "foreign": "running"}, {"so2": "pending"}
    done = schedule(jobs(), nodes)
    assert done.already == {"so1": "running at a", "so2": "pending at c"}
    assert len(done.placed) == 28


def test_the_sources_of_a_node_that_does_not_answer_go_to_the_next_ones() -> None:
    whole = schedule(jobs(), three()).placed
    nodes = three()
    nodes[1].fails_asked = NodeDownError("does not answer: Connection refused")
    done = schedule(jobs(), nodes)
    assert done.problems == {"b": "does not answer: Connection refused"}
    assert not done.failed
    assert {source: node for source, node in done.placed.items() if whole[source] != "b"} == {
        source: node for source, node in whole.items() if node != "b"
    }
    assert set(done.placed.values()) == {"a", "c"}


def test_a_node_that_goes_down_meanwhile_is_asked_once() -> None:
    nodes = three()
    nodes[1].fails_scheduling = NodeDownError("does not answer: Connection reset by peer")
    done = schedule(jobs(), nodes)
    assert len(done.placed) == 30
    assert done.problems == {"b": "does not answer: Connection reset by peer"}


def test_a_job_that_a_node_refuses_goes_to_the_next_one() -> None:
    nodes = three()
    nodes[0].fails_scheduling = NodeError("refuses: project 'x' not found")
    done = schedule(jobs(), nodes)
    assert len(done.placed) == 30
    assert not done.failed


def test_a_job_that_may_have_been_taken_goes_nowhere_else() -> None:
    nodes = three()
    nodes[0].fails_scheduling = UnsureError("has not answered in 30 s")
    done = schedule(jobs(), nodes)
    (source,) = done.failed
    assert done.failed[source] == "a has not answered in 30 s"
    assert ranked(source, "abc")[0] == "a"
    assert len(done.placed) == 29


@pytest.mark.parametrize("number", [0, 3])
def test_without_a_node_nothing_is_scheduled(number: int) -> None:
    nodes = three()[:number]
    for node in nodes:
        node.fails_asked = NodeDownError("does not answer: timed out")
    done = schedule(jobs("so1"), nodes)
    assert done.failed == {"so1": "no node answers"}
    assert len(done.problems) == number


def test_arguments_and_settings_reach_the_job() -> None:
    node = FakeNode("a")
    schedule([SourceJob("so1", "so1", {"full": "1"})], [node], ["LOG_LEVEL=INFO"])
    assert node.told == [({"full": "1"}, ["LOG_LEVEL=INFO"])]
