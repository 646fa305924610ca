"""What the rules of a page's own ``<style>`` elements hide from people.

Menus that open, tabs, accordions, slides and what is faded in are shown by scripts: their readers see them, so rules
that hide them do not count. Only what is hidden at every width and for good is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

from lxml.etree import _Element as Element

from scraper.pages.hiding import TOGGLED, declarations, groups, length_in_pixels, own_groups, without_comments

# Longer style sheets are not the page's own but a library's, which hides only what scripts show.
_MAX_STYLE = 100_000
_MAX_RULES = 2_000
# Rules and elements around others that are looked at for a page in all.
_MAX_STEPS = 300_000
_MAX_REMEMBERED = 4_096
# Each begins with letters that are found fast: style sheets of a hundred kilobytes are usual.
_HIDING = tuple(
    re.compile(pattern)
    for pattern in (
        r"display\s*:\s*none",
        r"visibility\s*:\s*hidden",
        r"opacity\s*:\s*+0?\.?0*+\s*+(?:[;}!]|\Z)",
        r"font-size\s*:\s*0",
        r":\s*-?\d{3}",
        r"height\s*:\s*[01](?:px)?\s*(?:[;}!]|\Z)",
        r"width\s*:\s*[01](?:px)?\s*(?:[;}!]|\Z)",
        r"clip(?:-path)?\s*:",
        r"scale[xyd3]*\(\s*0",
        r"color\s*:\s*(?:transparent|rgba)",
    )
)
# What shows elements that another of their classes hides: .show, .active.
_SHOWN = re.compile(r"display\s*:\s*(?:block|flex|grid|inline|table|initial|unset|revert|list-item|contents)")
# Rules within rules, of which pages have one or two.
_MAX_DEPTH = 10
# For every reader at a screen: no width, no print.
_EVERYWHERE = re.compile(r"\s*@(?:layer\b[^{]*|media\s+(?:only\s+)?(?:screen|all)\s*)\Z", re.IGNORECASE)
_COMPOUND = re.compile(r"([a-z][\w-]*|\*)?((?:[.#][\w-]+)*)\Z", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
# Elements that hold words and no further boxes: letters of size 0 elsewhere remove the space between boxes.
_LINES = frozenset("p span a font b strong i em u small li h1 h2 h3 h4 h5 h6 label sub sup".split())

Weight = tuple[bool, int, int, int]
"""Of a declaration in the cascade: important, ids, classes, position."""


@dataclass(frozen=True, slots=True)
class Compound:
    """``tag.class#id``: what one element must be."""

    tag: str
    names: frozenset[str]
    """Classes with a dot, ids with ``#``."""

    def matches(self, element: Element) -> bool:
        """True if the element is such a one."""
        return self.tag in ("", element.tag) and self.names <= _names(element.get("class"), element.get("id"))


@dataclass(frozen=True, slots=True)
class HidingRule:
    """A selector, and which groups of properties hide or show what it selects."""

    last: Compound
    around: tuple[Compound, ...]
    """From the inside out, each anywhere around the one before."""
    groups: tuple[tuple[str, bool, Weight], ...]


class StyleSheet:
    """Those rules of a style sheet that hide, and, if they are asked for, those that show."""

    def __init__(self, css: str) -> None:
        css = without_comments(css).replace("<!--", "").replace("-->", "")
        hits = sorted(found.start() for pattern in _HIDING for found in islice(pattern.finditer(css), _MAX_RULES))
        self._rules = list(_selected(css)) if hits else []
        self.hiding: dict[str, list[HidingRule]] = {}
        """By one class or id of the element that they are about."""
        self._indexed: set[int] = set()
        at, last = 0, len(hits) - 1
        for order, (_, start, body) in enumerate(self._rules):
            while hits[at] < start and at < last:
                at += 1
            if start <= hits[at] < start + len(body) and not self._index(self.hiding, order):
                break
        self.ids = {name[1:] for name in self.hiding if name[0] == "#"}
        self.classes = {name[1:] for name in self.hiding if name[0] == "."}

    @cached_property
    def showing(self) -> dict[str, list[HidingRule]]:
        """The rules that may show what others hide."""
        names = set(self.hiding)
        found: dict[str, list[HidingRule]] = {}
        for order, (selectors, _, body) in enumerate(self._rules):
            if order in self._indexed:
                continue
            is_about = ("display" in body and _SHOWN.search(body)) or not names.isdisjoint(_NAME.findall(selectors))
            if is_about and not self._index(found, order):
                break
        return found

    def _index(self, rules: dict[str, list[HidingRule]], order: int) -> bool:
        """Add the rules of one place in the sheet; False where there are too many."""
        self._indexed.add(order)
        selectors, _, body = self._rules[order]
        for rule in _rules_of(selectors, body, order):
            rules.setdefault(min(rule.last.names), []).append(rule)
        return len(self._indexed) < _MAX_RULES


@dataclass(slots=True, eq=False)
class HidingRules:
    """The rules of one page."""

    sheet: StyleSheet
    quiet: set[str] = field(default_factory=set)
    """Class attributes without a rule, as far as seen."""
    _known: dict[tuple[str, str, str], list[HidingRule]] = field(default_factory=dict)
    _steps: int = _MAX_STEPS

    def may_hide(self, name: str | None, key: str | None) -> bool:
        """False if there is no rule about this class or id; fast, since most elements have none."""
        if key in self.sheet.ids:
            return True
        if name is None or name in self.quiet:
            return False
        if not self.sheet.classes.isdisjoint(name.split()):
            return True
        if len(self.quiet) < _MAX_REMEMBERED:
            self.quiet.add(name)
        return False

    def hide(self, element: Element) -> bool:
        """True if an element is hidden; its own style attribute counts before the rules."""
        get = element.get
        key, name = get("id") or "", get("class") or ""
        found = self._candidates(str(element.tag), name, key)
        self._steps -= len(found)
        if not found or self._steps < 0:
            return False
        own = own_groups(get("style") or "")
        best: dict[str, tuple[Weight, bool]] = {}
        for rule in found:
            if rule.around and not self._is_around(element, rule.around):
                continue
            for group, hidden, weight in rule.groups:
                if group not in own and (group not in best or best[group][0] <= weight):
                    best[group] = (weight, hidden)
        # Letters of size 0 in a box remove the space between those in it, which have sizes of their own.
        return any(hidden and (group != "font" or element.tag in _LINES) for group, (_, hidden) in best.items())

    def _candidates(self, tag: str, name: str, key: str) -> list[HidingRule]:
        """The rules about such an element, if those around it are right; none if none of them hides."""
        known = self._known.get((tag, name, key))
        if known is not None:
            return known
        if len(self._known) >= _MAX_REMEMBERED:
            self._known.clear()
        names = _names(name, key)
        found = self._about(self.sheet.hiding, tag, names)
        if not any(hidden for rule in found for _, hidden, _ in rule.groups):
            found = []
        else:
            found += self._about(self.sheet.showing, tag, names)
        self._known[tag, name, key] = found
        return found

    def _about(self, rules: dict[str, list[HidingRule]], tag: str, names: frozenset[str]) -> list[HidingRule]:
        about = (rule for word in names & rules.keys() for rule in rules[word])
        return [rule for rule in about if rule.last.tag in ("", tag) and rule.last.names <= names]

    def _is_around(self, element: Element, wanted: tuple[Compound, ...]) -> bool:
        left = 0
        for outer in element.iterancestors():
            self._steps -= 1
            if self._steps < 0:
                return False
            if wanted[left].matches(outer):
                left += 1
                if left == len(wanted):
                    return True
        return False


def _names(name: str | None, key: str | None) -> frozenset[str]:
    classes = [f".{word}" for word in name.split()] if name else []
    return frozenset([*classes, f"#{key}"] if key else classes)


def hiding_rules(styles: Iterable[Element]) -> HidingRules | None:
    """The rules of a page's ``<style>`` elements that hide something by a class or an id; None for none."""
    texts = [style.text or "" for style in styles if _is_for_all(style)]
    css = "\n".join(text for text in texts if len(text) <= _MAX_STYLE)[:_MAX_STYLE]
    sheet = _style_sheet(css) if css else None
    return HidingRules(sheet) if sheet is not None and sheet.hiding else None


_style_sheet = lru_cache(maxsize=32)(StyleSheet)


def _is_for_all(style: Element) -> bool:
    around, media = style.getparent(), style.get("media")
    if around is not None and around.tag == "noscript":
        return False
    return not media or _EVERYWHERE.match(f"@media {media}") is not None


def _selected(css: str) -> Iterator[tuple[str, int, str]]:
    """Selectors, place and declarations of the rules that hold for every reader at a screen."""
    end = 0
    inside: list[bool] = []  # of the open at-rules: whether what is in them holds for every reader
    for rule in css.split("}"):
        end += len(rule) + 1
        selectors, brace, body = rule.rpartition("{")
        if not brace:
            if inside:
                inside.pop()
            continue
        if "{" in selectors:
            *outer, selectors = selectors.split("{")
            inside += [_EVERYWHERE.match(prelude.rpartition(";")[2]) is not None for prelude in outer[:_MAX_DEPTH]]
        if all(inside):
            yield selectors.rpartition(";")[2], end - 1 - len(body), body


def _rules_of(selectors: str, body: str, order: int) -> Iterator[HidingRule]:
    said = declarations(body)
    hidden = groups(said)
    if (size := length_in_pixels(said.get("font-size"))) is not None:
        hidden["font"] = size == 0
    hides = any(hidden.values())
    important = any("!important" in value for value in said.values())
    for selector in selectors.split(",") if hidden else ():
        compounds = _compounds(selector)
        if not compounds or not compounds[0].names:
            continue
        last = compounds[0]
        toggled = hides and any(map(TOGGLED.search, last.names))
        names = [name[0] for it in compounds for name in it.names]
        weight = (important, names.count("#"), names.count("."), order)
        kept = [(group, is_hidden, weight) for group, is_hidden in hidden.items() if not (is_hidden and toggled)]
        if kept:
            yield HidingRule(last, tuple(compounds[1:]), tuple(kept))


def _compounds(selector: str) -> list[Compound]:
    """The elements that a selector names, from the inside out; empty if it says more than tag, class and id."""
    found = []
    for part in reversed(selector.replace(">", " ").split()):
        match = _COMPOUND.match(part)
        if match is None:
            return []
        tag = (match[1] or "").lower()
        found.append(Compound("" if tag == "*" else tag, frozenset(_NAME.findall(match[2]))))
    return found
