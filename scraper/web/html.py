"""The Jinja templates, and what they need: texts of sites stay text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from scraper.text.harmful import escape as visible

_ENVIRONMENT = Environment(
    loader=PackageLoader("scraper.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def rendered(template: str, **values: Any) -> str:
    """The HTML of a template."""
    return _ENVIRONMENT.get_template(template).render(values)


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The parts of a text, and whether each is marked; characters that control or reorder text are spelt out."""
    done = 0
    for start, end in spans:
        if start > done:
            yield visible(text[done:start]), False
        yield visible(text[start:end]), True
        done = end
    if done < len(text):
        yield visible(text[done:]), False


def linkable(url: str | None) -> str:
    """The address if a browser may be sent there; empty otherwise."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    is_web = parts.scheme.lower() in ("http", "https") and parts.netloc and "@" not in parts.netloc
    return str(url) if is_web else ""


def day(date: str | None) -> str:
    """The day of an ISO date or moment."""
    return (date or "")[:10] or "no date"


def stamp(at: str | None) -> str:
    """An ISO moment in UTC as people read it."""
    return (at or "not known").replace("T", " ").replace("Z", " UTC")


def moment(seconds: int) -> str:
    """A time in seconds since 1970, to the minute, where the server runs."""
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}" if seconds else "never"


_ENVIRONMENT.filters |= {
    "visible": lambda text: visible(str(text)),
    "linkable": linkable,
    "day": day,
    "moment": moment,
    "stamp": stamp,
}
_ENVIRONMENT.globals["pieces"] = pieces
