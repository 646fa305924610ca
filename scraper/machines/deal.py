"""Deal sources out to machines by rendezvous hashing: a source stays where its ledger is.

Each pair of source and machine has a score, and a machine gets the sources for which it has the best. If a machine
fails, its sources go to the next best, and no other source moves; if one is added, it takes its share and no other
moves. Python's own ``hash`` differs from process to process; sha256 does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

_PART = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


def ranked(key: str, machines: Iterable[str]) -> list[str]:
    """The machines for a key, the best first; the same in each process, whatever the order of the machines."""
    return sorted(machines, key=lambda machine: (sha256(f"{machine}\n{key}".encode()).digest(), machine))


def part_of(key: str, parts: int) -> int:
    """The part, from 1 to ``parts``, that a key is in."""
    return int(ranked(key, map(str, range(1, parts + 1)))[0])


def parse_part(text: str) -> tuple[int, int]:
    """Parse ``2/5``, the second of five parts.

    Raises:
        ValueError: it is not like that.
    """
    found = _PART.fullmatch(text)
    part, parts = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= part <= parts:
        raise ValueError(f"--part must be like 2/5, the second of five parts, not {text!r}")
    return part, parts
