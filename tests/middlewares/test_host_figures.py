"""What is said of the requests to a host at the end of a run."""

from __future__ import annotations

import pytest

from scraper.middlewares.host_figures import HostFigures

INF = float("inf")


@pytest.mark.parametrize(
    ("requests", "text"),
    [
        ([], "no request"),
        ([(-5_000.0, -4_998.0, 2.0, INF)], "1 request in 2 s; it took 2.00 s to answer"),
        (
            [(10.0, 10.5, 0.4, INF), (11.5, 12.5, 0.6, 1.0), (14.0, 14.1, 0.2, 1.5)],
            "3 requests in 4 s, one every 2.00 s, the shortest pause 1.00 s; it took 0.40 s to answer",
        ),
        (
            [(10.0, 13.0, 3.0, INF), (10.0, 11.0, 1.0, 0.0)],  # two at a time; the later one is answered first
            "2 requests in 3 s, one every 0.00 s, the shortest pause 0.00 s; it took 2.00 s to answer",
        ),
    ],
)
def test_figures(requests: list[tuple[float, float, float, float]], text: str) -> None:
    figures = HostFigures()
    for request in requests:
        figures.add(*request)
    assert str(figures) == text


def test_pauses_are_told() -> None:
    figures = HostFigures(waits=2, waited=75.4)
    figures.add(1.0, 1.5, 0.5, INF)
    assert str(figures).endswith("; paused 2 times, 75 s in all")
