"""Schedule each source once, on the node that has its ledger; on the next one if that does not answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from scraper.machines.deal import ranked
from scraper.machines.scrapyd import NodeDownError, NodeError, UnsureError


class JobNode(Protocol):
    """What is asked of a node; :class:`~scraper.machines.scrapyd.Node` is one."""

    name: str

    def busy(self) -> dict[str, str]:
        """The sources that are pending or running there, each with that word."""

    def schedule(self, source: str, arguments: Mapping[str, str], settings: Iterable[str]) -> str:
        """Schedule a source as a job, and return its id."""


@dataclass(frozen=True, slots=True)
class SourceJob:
    """A source to be scheduled."""

    source: str
    key: str
    """What it is dealt out by."""
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PlacedJobs:
    """What became of the jobs."""

    placed: dict[str, str] = field(default_factory=dict)
    """Sources that were scheduled, each with the name of its node."""
    already: dict[str, str] = field(default_factory=dict)
    """Sources that are pending or running, each in words."""
    failed: dict[str, str] = field(default_factory=dict)
    """Sources that no node took, each with the last reason."""
    problems: dict[str, str] = field(default_factory=dict)
    """Nodes that cannot be used, each with the reason."""


def schedule(jobs: Iterable[SourceJob], nodes: Sequence[JobNode], settings: Sequence[str] = ()) -> PlacedJobs:
    """Schedule each source that is not pending or running yet.

    Args:
        jobs: the sources.
        nodes: all that there are, also those that fail now: by them a source finds its place.
        settings: of all jobs, each as ``NAME=value``.
    """
    done = PlacedJobs()
    there: dict[str, JobNode] = {}
    for node in nodes:
        try:
            busy = node.busy()
        except NodeError as error:
            done.problems[node.name] = str(error)
        else:
            there[node.name] = node
            done.already |= {source: f"{state} at {node.name}" for source, state in busy.items()}
    asked: set[str] = set()
    for job in jobs:
        asked.add(job.source)
        if job.source not in done.already:
            _place(job, there, settings, done)
    done.already = {source: words for source, words in done.already.items() if source in asked}
    return done


def _place(job: SourceJob, there: dict[str, JobNode], settings: Sequence[str], done: PlacedJobs) -> None:
    """Schedule one source on the best node that takes it; forget nodes that do not answer."""
    reason = "no node answers"
    for name in ranked(job.key, there):
        try:
            there[name].schedule(job.source, job.arguments, settings)
        except UnsureError as error:
            # It may run there: another node would ask the same host at the same time.
            done.problems[name] = done.failed[job.source] = f"{name} {error}"
            del there[name]
            return
        except NodeDownError as error:
            reason = done.problems[name] = str(error)
            del there[name]
        except NodeError as error:
            reason = f"{name} {error}"
        else:
            done.placed[job.source] = name
            return
    done.failed[job.source] = reason
