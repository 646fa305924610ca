"""What commands print: strings from sites are shown as they are spelt, and a terminal acts on none of them."""

from __future__ import annotations

import sys
from typing import Any

from rich.console import Console
from rich.text import Text

from scraper.text.harmful import escape, one_line

# The width of tables in a log or a pipe, which have none.
LOG_WIDTH = 120
# Characters of a string from a site: longer ones fill the screen, and no title or reason is that long.
LONGEST = 600


class PlainConsole(Console):
    """A console without markup, in whose strings control characters are escaped."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Make printable text of a string; rich calls it for each, also in tables."""
        return super().render_str(escape(text), **options | {"markup": False, "emoji": False, "highlight": False})


def console(*, stderr: bool = False, width: int = LOG_WIDTH, soft_wrap: bool = False) -> PlainConsole:
    """A console that is as wide as the terminal, or ``width`` columns wide in a log or a pipe."""

    def made(columns: int | None) -> PlainConsole:
        return PlainConsole(stderr=stderr, width=columns, soft_wrap=soft_wrap)

    found = made(None)
    return found if found.is_terminal else made(width)


def shown(text: str) -> str:
    """A string from a site as one line of limited length."""
    text = one_line(text[: LONGEST + 1])
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def complain(text: str) -> None:
    """Print one line on stderr."""
    sys.stderr.write(f"{one_line(text)}\n")


def say(*lines: str) -> None:
    """Print lines on stdout."""
    for line in lines:
        sys.stdout.write(f"{one_line(line)}\n")
