"""Plausible ballast that brings a page up to the size of real ones, for benchmarks.

Templates print one private-use character for each slot; `Padding.fill` gives the bytes to put there.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from markupsafe import escape

from tests.practice.families import Link

SLOTS = {"head": "\ue010", "menu": "\ue011", "side": "\ue012", "foot": "\ue013"}
# How the bytes of a portal page divide: mostly styles and scripts, then menus and boxes.
SHARES = {"head": 0.55, "menu": 0.18, "side": 0.12, "foot": 0.15}
STEP = 512  # pages of nearly the same size share their ballast


def _style(n: int) -> str:
    return f".mod-{n:04} .row > a{{margin:{n % 7}px {n % 11}px;color:#{n * 7919 % 0xFFFFFF:06x};float:left}}\n"


def _script(n: int) -> str:
    return f'Portal.widgets.push({{id:"w{n:04}",delay:{n * 37 % 900},group:"g{n % 9}",url:"/api/box/{n}"}});\n'


def _menu(link: Link) -> str:
    return f'<li class="mega-item"><a href="{escape(link.href)}">{escape(link.text)}</a></li>\n'


def _side(link: Link) -> str:
    return f'<div class="ticker"><a href="{escape(link.href)}">{escape(link.text)}</a></div>\n'


FRAMES = {
    "head": (b"<style>\n", b"</style>\n"),
    "menu": (b'<ul class="mega">\n', b"</ul>\n"),
    "side": (b'<div class="tickers">\n', b"</div>\n"),
    "foot": (b"<script>\n", b"</script>\n"),
}


class Padding:
    """Ballast for pages of `page_bytes`; its links repeat some that the pages have anyway."""

    def __init__(self, page_bytes: int, menu: Sequence[Link], side: Sequence[Link]) -> None:
        self.page_bytes = page_bytes
        makers: dict[str, Callable[[int], str]] = {
            "head": _style,
            "menu": lambda n: _menu(menu[n % len(menu)]),
            "side": lambda n: _side(side[n % len(side)]),
            "foot": _script,
        }
        self._units = {slot: self._make(slot, maker) for slot, maker in makers.items()}
        self._ends = {slot: list(accumulate(map(len, units))) for slot, units in self._units.items()}
        self._cache: dict[tuple[str, int], bytes] = {}

    def _make(self, slot: str, maker: Callable[[int], str]) -> list[bytes]:
        """As many units as the emptiest page can need."""
        budget, units = int(self.page_bytes * SHARES[slot]), list[bytes]()
        while budget > 0:
            units.append(maker(len(units)).encode())
            budget -= len(units[-1])
        return units

    def fill(self, have: int) -> dict[str, bytes]:
        """The bytes for each slot of a page that has `have` bytes without ballast."""
        need = max(0, self.page_bytes - have) // STEP * STEP
        return {slot: self._slot(slot, int(need * share)) for slot, share in SHARES.items()}

    def _slot(self, slot: str, size: int) -> bytes:
        if (slot, size) not in self._cache:
            count = bisect_right(self._ends[slot], size)
            start, end = FRAMES[slot]
            self._cache[slot, size] = start + b"".join(self._units[slot][:count]) + end if count else b""
        return self._cache[slot, size]
