"""The figures of the requests that a run sent to a host."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class HostFigures:
    """Requests that left the downloader, answered or not. Times in seconds of a monotonic clock."""

    requests: int = 0
    first: float = 0.0
    """When the first request was sent."""
    last: float = 0.0
    """When the last request was sent."""
    end: float = 0.0
    """When the last answer arrived."""
    answering: float = 0.0
    """Sum of all latencies."""
    shortest: float = float("inf")
    """The shortest time between an answer, or a request, and the next request; whatever crawler sent them."""
    waits: int = 0
    waited: float = 0.0

    def add(self, sent: float, end: float, latency: float, since: float) -> None:
        """Count one request.

        Args:
            sent: when it was sent.
            end: when its answer arrived, or it failed.
            latency: in seconds.
            since: seconds since the request before it, or its answer.
        """
        self.first = min(self.first, sent) if self.requests else sent
        self.last = max(self.last, sent) if self.requests else sent
        self.end = max(self.end, end) if self.requests else end
        self.shortest = min(self.shortest, since)
        self.answering += latency
        self.requests += 1

    @property
    def interval(self) -> float:
        """Mean time in seconds from one request to the next; 0 for fewer than two."""
        return (self.last - self.first) / (self.requests - 1) if self.requests > 1 else 0.0

    def __str__(self) -> str:
        if not self.requests:
            return "no request"
        parts = [f"{self.requests} request{'s' * (self.requests > 1)} in {self.end - self.first:.0f} s"]
        if self.requests > 1:
            parts[0] += f", one every {self.interval:.2f} s"
        if self.shortest < float("inf"):
            parts[0] += f", the shortest pause {self.shortest:.2f} s"
        parts.append(f"it took {self.answering / self.requests:.2f} s to answer")
        if self.waits:
            parts.append(f"paused {self.waits} times, {self.waited:.0f} s in all")
        return "; ".join(parts)
