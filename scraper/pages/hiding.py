"""What the declarations of an element or a rule hide from people: by display, place, size, color or transparency."""

from __future__ import annotations

import re
from functools import lru_cache

_MAY_HIDE = re.compile(
    r"display|visibility|opacity|left|right|top|bottom|indent|height|width|font|clip|transform|color|margin",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?=(px|p[tc]|r?em|ex|ch|v[wh]|%|[a-z]*))")
# Pixels of one unit, about; text moved by a percentage or by the width of the window is moved by its own size.
_PIXELS = {"em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "pt": 1.33, "pc": 16.0, "%": 10.0, "vw": 15.0, "vh": 10.0}
# Text moved further is off the screen: banners of 2,000 pixels are centred by half of that.
_OFF_SCREEN = 999
# Pages scroll to the right and down, but not that far.
_FAR_OFF = 5_000
_SMALL = 0.011
_SCALED_AWAY = re.compile(r"scale(?:3d|[xy])?\(\s*(?:0(?:\.0+)?\s*[,)]|[\d.]+\s*,\s*0(?:\.0+)?\s*[,)])")
_MOVED_AWAY = re.compile(r"translate(?:3d|x)?\(\s*(-?[\d.]+(?:px|r?em|vw|%)?)")
_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)")
_CLIP_PATH = re.compile(r"(?:inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0)")
_TRANSPARENT = re.compile(
    r"transparent|(?:rgba|hsla)\([^)]{0,40}[,/]\s*(?:0|0?\.0+|0%)\s*\)|#[0-9a-f]{6}00|#[0-9a-f]{3}0"
)

# Names of what scripts show when a reader clicks, scrolls or waits.
TOGGLED = re.compile(
    r"(?:^|[\s_#.-])(?:tabs?|pane|collaps\w*|accord\w*|toggl\w*|panel|slid\w*|carousel|swiper|slick|owl|gallery|lazy\w*"
    r"|lightbox|rah|fade\w*|anim\w*|wow|aos|reveal\w*|load\w*|faq|more|full|expand\w*)(?=$|[\s_-]|\d)"
    r"|tab-?(?:content|pane)|my-?slide",
    re.IGNORECASE,
)

Declarations = dict[str, str]
Groups = dict[str, bool]
"""Group of properties → whether they hide; a later rule of the same group replaces an earlier one."""


def declarations(css: str) -> Declarations:
    """Properties and values of a style attribute or rule, in small letters; ``!important`` stays in the value."""
    found: Declarations = {}
    for part in without_comments(css.lower()).split(";"):
        name, colon, value = part.partition(":")
        name, value = name.strip(), value.strip()
        if colon and ("!important" in value or "!important" not in found.get(name, "")):
            found[name] = value
    return found


def hides(css: str, name: str | None = None, *, is_heading: bool = False) -> bool:
    """True if a style attribute hides its element.

    Args:
        css: its declarations.
        name: the element's class: what scripts open is hidden only where it takes no place on the page.
        is_heading: headings are faded in.
    """
    hiding = _hiding_groups(css)
    if hiding and name is not None and TOGGLED.search(name):
        hiding &= _CLOSED
    return bool(hiding - _FADED if is_heading else hiding)


_CLOSED, _FADED = frozenset({"display", "visibility"}), frozenset({"opacity"})


@lru_cache(maxsize=4096)
def _hiding_groups(css: str) -> frozenset[str]:
    if _MAY_HIDE.search(css) is None:
        return frozenset()
    return frozenset(group for group, hidden in groups(declarations(css)).items() if hidden)


@lru_cache(maxsize=4096)
def font_size(css: str) -> float | None:
    """The size of letters in pixels, about, that these declarations set; None for none."""
    return length_in_pixels(declarations(css).get("font-size"))


def groups(css: Declarations) -> Groups:
    """Which groups of properties are declared, and whether each of them hides."""
    found: Groups = {}
    if (display := _value(css, "display")) is not None:
        found["display"] = display == "none"
    if (visibility := _value(css, "visibility")) is not None:
        found["visibility"] = visibility == "hidden"
    if _value(css, "content-visibility") == "hidden":
        found["visibility"] = True
    if (opacity := length_in_pixels(css.get("opacity"))) is not None:
        # With a movement it is the beginning of an animation.
        found["opacity"] = opacity < _SMALL and not _is_animated(css) and "transform" not in css
    if not _PLACED.isdisjoint(css):
        found["place"] = _is_off_screen(css)
    if not _SIZED.isdisjoint(css):
        found["size"] = _has_no_size(css)
    if (color := _value(css, "color")) is not None:
        found["color"] = _has_no_color(css, color)
    return found


_PLACED = frozenset(
    "position left right top bottom text-indent margin-left margin-top clip clip-path transform".split()
)
_SIZED = frozenset("height width max-height max-width overflow overflow-x overflow-y".split())


def _value(css: Declarations, name: str) -> str | None:
    value = css.get(name)
    return None if value is None else value.partition("!")[0].strip()


def length_in_pixels(value: str | None) -> float | None:
    """A length in pixels, about; None if it does not begin with a number."""
    found = _NUMBER.match(value) if value is not None else None
    return float(found[0]) * _PIXELS.get(found[1], 1.0) if found else None


def _is_animated(css: Declarations) -> bool:
    return any(name.startswith(("transition", "animation", "-webkit-transition", "-webkit-animation")) for name in css)


def _is_far(value: str | None) -> bool:
    pixels = length_in_pixels(value)
    return pixels is not None and (pixels <= -_OFF_SCREEN or pixels >= _FAR_OFF)


def _is_off_screen(css: Declarations) -> bool:
    position = _value(css, "position") or "static"
    if position != "static" and any(_is_far(css.get(side)) for side in ("left", "right", "top", "bottom")):
        return True
    # Columns of old layouts have a margin of -100%.
    moved_by = (css.get(name, "") for name in ("text-indent", "margin-left", "margin-top"))
    if any(_is_far(value) and "%" not in value for value in moved_by):
        return True
    if position in ("absolute", "fixed") and _CLIPPED.search(css.get("clip", "")):
        return True
    if _CLIP_PATH.search(css.get("clip-path", "")):
        return True
    transform = css.get("transform", "")
    moved = _MOVED_AWAY.search(transform)
    if _is_animated(css):
        return False
    return _SCALED_AWAY.search(transform) is not None or (moved is not None and _is_far(moved[1]))


def _has_no_size(css: Declarations) -> bool:
    """True for what is cut to nothing: not for boxes that get their height from a padding, as those around videos."""
    cut = (_value(css, name) or "" for name in ("overflow", "overflow-x", "overflow-y"))
    if not any(word in value for value in cut for word in ("hidden", "clip", "auto", "scroll")):
        return False
    if any(name.startswith("padding") and (length_in_pixels(css[name]) or 0) > 0 for name in css) or _is_animated(css):
        return False
    heights = [size for name in ("height", "max-height") if (size := length_in_pixels(css.get(name))) is not None]
    widths = [size for name in ("width", "max-width") if (size := length_in_pixels(css.get(name))) is not None]
    if 0 in heights or 0 in widths:
        return "min-height" not in css
    return bool(heights and widths) and max(min(heights), min(widths)) <= 1


def _has_no_color(css: Declarations, color: str) -> bool:
    if any("background-clip" in name or name == "text-shadow" for name in css):
        return False  # letters filled with a picture
    return _TRANSPARENT.fullmatch(color) is not None


@lru_cache(maxsize=1024)
def own_groups(css: str) -> frozenset[str]:
    """The groups of properties that a style attribute declares, whether they hide or not."""
    own = groups(declarations(css))
    return frozenset(own) if font_size(css) is None else frozenset([*own, "font"])


def without_comments(css: str) -> str:
    """Declarations or rules without their comments."""
    if "/*" not in css:
        return css
    first, *others = css.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)
