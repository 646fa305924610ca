"""What robots.txt says, for a reader: the parts that are forbidden, the delay, the sitemaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from protego import Protego

# Lines of a robots.txt that are shown.
_SHOWN = 12


@dataclass(slots=True)
class RobotsFinding:
    """What robots.txt says to this crawler."""

    status: int = 0
    """Of its answer; 0 for none."""
    allowed: bool = True
    """True if the front page may be fetched."""
    disallowed: list[str] = field(default_factory=list)
    """Parts that may not, the first of them."""
    disallowed_count: int = 0
    crawl_delay: float | None = None
    """Seconds."""
    sitemaps: list[str] = field(default_factory=list)


def robots_of(text: str | None, status: int, url: str, agent: str) -> RobotsFinding:
    """What a robots.txt says.

    Args:
        text: of it; None if there is none.
        status: of its answer.
        url: the front page.
        agent: the user agent.
    """
    if text is None:
        return RobotsFinding(status)
    rules = Protego.parse(text)
    delay = rules.crawl_delay(agent)
    disallowed = list(dict.fromkeys(path for path in disallowed_paths(text) if path))
    return RobotsFinding(
        status,
        allowed=rules.can_fetch(url, agent),
        disallowed=disallowed[:_SHOWN],
        disallowed_count=len(disallowed),
        crawl_delay=float(delay) if delay is not None else None,
        sitemaps=list(dict.fromkeys(rules.sitemaps)),
    )


def disallowed_paths(text: str) -> Iterator[str]:
    """The paths that the group of all crawlers (``*``) forbids, in order."""
    is_ours = was_agent = False
    for line in text.splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            is_ours = value == "*" or (was_agent and is_ours)
        elif name == "disallow" and is_ours:
            yield value
        was_agent = name == "user-agent" if name else was_agent
