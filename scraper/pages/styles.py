"""The style that a line inherits from the elements around it: alignment, weight, heading, visibility."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from scraper.pages.hiding import font_size, hides

BOLD, ITALIC = 1, 2
EMPHASIS = {"b": BOLD, "strong": BOLD, "u": BOLD, "th": BOLD, "i": ITALIC, "em": ITALIC}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ALIGN = re.compile(r"text-align\s*:\s*(right|center|end|left|justify|start)", re.IGNORECASE)
_STYLE_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_STYLE_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
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
    "th": {"emphasis": BOLD},
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
    emphasis: int = 0
    """``BOLD``, ``ITALIC``, or both."""
    item: bool = False
    hidden: bool = False
    tiny: bool = False
    """Its letters have the size 0, until an element inside sets another."""


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
    emphasis = style.emphasis if tag != "td" else 0
    tiny = style.tiny and name is None
    if css is not None:
        if found := _ALIGN.search(css):
            place = _ALIGN_NAMES.get(found[1].lower(), "")
        elif _FLOAT_RIGHT.search(css):
            place = "right"
        hidden = hidden or hides(css, name, is_heading=tag in _HEADINGS)
        emphasis |= emphasis_of(css)
        if (size := font_size(css)) is not None:
            tiny = size == 0
    if name is not None:
        if found := _CLASS_ALIGN.search(name):
            place = _ALIGN_NAMES[found[1].lower()]
        hidden = hidden or _hides(name)
    hidden = hidden or style.hidden
    if (place, emphasis, hidden, tiny) == (style.align, style.emphasis, style.hidden, style.tiny):
        return style  # one object for one style: deeply nested plain boxes are one key of the cache
    return replace(style, align=place, emphasis=emphasis, hidden=hidden, tiny=tiny)


@lru_cache(maxsize=_STYLES)
def inline_style(css: str | None, name: str | None) -> tuple[bool, int]:
    """Whether an inline element is hidden, and how it is emphasised."""
    hidden = css is not None and (hides(css, name) or font_size(css) == 0)
    hidden = hidden or (name is not None and _hides(name))
    return hidden, emphasis_of(css) if css is not None else 0


def emphasis_of(css: str) -> int:
    """``BOLD``, ``ITALIC``, both or none, by the declarations of a style attribute."""
    return (BOLD if _STYLE_BOLD.search(css) else 0) | (ITALIC if _STYLE_ITALIC.search(css) else 0)
