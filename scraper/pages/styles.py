"""The style that a line inherits from the elements around it: alignment, weight, heading, visibility."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

EMPHASIS = frozenset(["b", "strong", "i", "em", "u", "th"])
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ALIGN = re.compile(r"text-align\s*:\s*(right|center|end|left|justify|start)", re.IGNORECASE)
_STYLE_EMPHASIS = re.compile(r"font-(?:weight\s*:\s*(?:bold|[6-9]00)|style\s*:\s*italic)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:hidden|hide|d-none|sr-only|hide-accessible|visually-hidden|display-none)(?:\s|$)", re.IGNORECASE
)
# "hidden on phones": Bootstrap's and Tailwind's classes for what wide screens show.
_SHOWN_CLASS = re.compile(
    r"(?:^|\s)(?:(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline\S*|table\S*|contents)"
    r"|d-(?:sm|md|lg|xl|xxl|print)-(?:block|flex|grid|inline\S*|table\S*))(?:\s|$)"
)
_CLASS_ALIGN = re.compile(r"(?:^|[\s_-])(?:text|align|txt)-?(right|center|end)(?:$|[\s_-])", re.IGNORECASE)
_ALIGN_NAMES = {"right": "right", "end": "right", "center": "center", "middle": "center"}
# A float moves a signature to the right as an alignment does.
_FLOAT_RIGHT = re.compile(r"float\s*:\s*right|margin-left\s*:\s*(?:[2-9]\d\d|\d{4,})p[xt]", re.IGNORECASE)
CELLS = frozenset(("td", "th"))
TABLE_PARTS = CELLS | {"tr"}
_TAG_CHANGES: dict[str, dict[str, Any]] = {
    "li": {"item": True},
    "th": {"emphasised": True},
    "center": {"align": "center"},
    **{tag: {"heading": level} for tag, level in _HEADINGS.items()},
}
STYLED_TAGS = frozenset(_TAG_CHANGES) | CELLS
# Keys are attributes in the page's source, and a site uses a few hundred combinations of them.
_STYLES = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """The inherited style of a line; one object for each combination, so that it is its own key."""

    align: str = ""
    heading: int = 0
    emphasised: bool = False
    item: bool = False
    hidden: bool = False


PLAIN = Style()


def _hides(name: str) -> bool:
    return _HIDDEN_CLASS.search(name) is not None and _SHOWN_CLASS.search(name) is None


@lru_cache(maxsize=_STYLES)
def styled(outer: Style, tag: str, align: str | None, css: str | None, name: str | None, hidden: bool) -> Style:
    """The style inside a block-level element with these attributes."""
    style = replace(outer, **_TAG_CHANGES[tag]) if tag in _TAG_CHANGES else outer
    place = style.align
    if align is not None and tag != "table":
        place = _ALIGN_NAMES.get(align.strip().lower(), "")
    emphasised = style.emphasised and tag != "td"
    if css is not None:
        if found := _ALIGN.search(css):
            place = _ALIGN_NAMES.get(found[1].lower(), "")
        elif _FLOAT_RIGHT.search(css):
            place = "right"
        hidden = hidden or _HIDDEN_STYLE.search(css) is not None
        emphasised = emphasised or _STYLE_EMPHASIS.search(css) is not None
    if name is not None:
        if found := _CLASS_ALIGN.search(name):
            place = _ALIGN_NAMES[found[1].lower()]
        hidden = hidden or _hides(name)
    hidden = hidden or style.hidden
    if (place, emphasised, hidden) == (style.align, style.emphasised, style.hidden):
        return style  # one object for one style: deeply nested plain boxes are one key of the cache
    return replace(style, align=place, emphasised=emphasised, hidden=hidden)


@lru_cache(maxsize=_STYLES)
def inline_style(css: str | None, name: str | None) -> tuple[bool, bool]:
    """Whether an inline element is hidden, and whether it is emphasised."""
    hidden = css is not None and _HIDDEN_STYLE.search(css) is not None
    hidden = hidden or (name is not None and _hides(name))
    return hidden, css is not None and _STYLE_EMPHASIS.search(css) is not None
