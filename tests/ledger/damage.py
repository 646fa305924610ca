"""Damage to files, by a seed: flipped bits, foreign bytes, and pages that are empty, random or of another place."""

from __future__ import annotations

import random

PAGE = 4096
# Header, schema and the roots of the tables are at the start; damage there shows most.
_START = 3 * PAGE


def damaged(data: bytes, seed: int) -> bytes:
    """The data with 1 to 20 faults."""
    chance = random.Random(seed)
    found = bytearray(data)
    for _ in range(chance.randint(1, chance.choice((1, 2, 5, 20)))):
        place = chance.randrange(len(found) if chance.random() < 0.8 else min(_START, len(found)))
        kind = chance.random()
        if kind < 0.6:
            found[place] ^= 1 << chance.randrange(8)
        elif kind < 0.85:
            found[place] = chance.randrange(256)
        else:
            page = place // PAGE * PAGE
            other = chance.randrange(len(found)) // PAGE * PAGE
            size = min(PAGE, len(found) - page)
            pages = (bytes(size), chance.randbytes(size), bytes(found[other : other + size]).ljust(size, b"\0"))
            found[page : page + size] = chance.choice(pages)
    return bytes(found)
