"""Views to bytes: rendered once, kept as chunks, joined at each request with what differs every time."""

import re
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.practice.markup import halves, spaced, word_paste
from tests.practice.padding import SLOTS, Padding
from tests.practice.skins import Skin, day, moment
from tests.practice.views import Chrome, View

TEMPLATES = Path(__file__).parent / "templates"
# All tokens and slots are U+E0xx, three bytes in UTF-8; nothing else on the pages is.
MARKS = re.compile(b"(\xee\x80[\x80-\xbf])")
SLOT_BYTES = {char.encode(): slot for slot, char in SLOTS.items()}

Chunks = list[bytes]
Made = tuple[str, Chrome, View]  # template, chrome, view


# One for all portals of a process: it compiles each template once.
@cache
def environment(skin: Skin) -> Environment:
    """A Jinja environment in which every template sees its skin."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["skin"] = skin
    made.filters.update(day=day, moment=moment, halves=halves, spaced=spaced, word_paste=word_paste)
    return made


class Pages:
    """The page cache of one portal."""

    def __init__(self, skin: Skin, padding: Padding | None) -> None:
        self.skin, self.padding = skin, padding
        self._environment = environment(skin)
        self._cache: dict[Hashable, Chunks] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Chunks:
        """The chunks of a page, rendered from what `make` gives unless they are kept; no key, not kept."""
        chunks = self._cache.get(key)
        if chunks is None:
            chunks = self._render(*make())
            if key is not None:
                self._cache[key] = chunks
        return chunks

    def _render(self, template: str, chrome: Chrome, view: View) -> Chunks:
        folder = "_shared" if template in {"static.html", "print.html"} else self.skin.name
        html = self._environment.get_template(f"{folder}/{template}").render(c=chrome, v=view)
        return self._padded(html.encode())

    def _padded(self, page: bytes) -> Chunks:
        fill = self.padding.fill(len(page)) if self.padding else {}
        parts = MARKS.split(page)
        chunks = [fill.get(SLOT_BYTES[part], b"") if part in SLOT_BYTES else part for part in parts]
        return [chunk for chunk in chunks if chunk]
