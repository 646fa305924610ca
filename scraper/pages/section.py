"""The category of an article, as the page prints it."""

from __future__ import annotations

import re
from itertools import islice

from scraper.addresses import Kind
from scraper.pages.blocks import Block
from scraper.pages.boxes import ROW_PARTS, Boxes
from scraper.pages.labels import is_boilerplate, is_home, is_pager
from scraper.pages.lines import BlockType, kind_of_words
from scraper.pages.page import Page
from scraper.pages.title import Title, letters, same_as_slug
from scraper.text.dates import find_dates

MAX_LENGTH = 80
# A breadcrumb with more steps is a menu.
_MAX_STEPS = 6
# A category's name is directly above the title, or with a date or picture between.
_LINES_ABOVE = 3
# "Trang chủ", a section, and the title: two such lines are a breadcrumb even without its class name.
_BESIDE = 3
# A list with more steps right above a title is a menu.
_MAX_TRAIL = 4
# A slash inside a word belongs to a document's number.
_SEPARATORS = re.compile(r"\s*(?:[>»›→|\\❯▸]|(?<=\s)/(?=\s))+\s*")
_NAMED_LEVELS, _SHARED_LEVELS = 4, 6
_CATEGORY = re.compile(r"breadcrumb|categor|cate|folder|section|chuyen-?muc|danh-?muc|path", re.IGNORECASE)
_NAMES = re.compile(r"breadcrumb|bread-crumb|duong-?dan|sitemappath|path", re.IGNORECASE)


def find_section(page: Page, title: Title) -> tuple[str | None, str]:
    """The section of an article, and the rule that found it."""
    address = ("name of the category in the address", _by_slug)
    trail, label = ("breadcrumb", _from_breadcrumb), ("label above the title", _label_above)
    rules = (trail, label, address)  # a content path names folders, which are not always categories
    if page.address.kind is Kind.ARTICLE:
        # A rule of the site's own CMS knows the category's part of the address; a hint guesses.
        rules = (address, trail, label) if page.address.matched_exactly else (trail, address, label)
    for rule, look in rules:
        if found := look(page, title):
            return found, rule
    return None, ""


def _by_slug(page: Page, title: Title) -> str | None:
    """The printed name of the category in the address, which has no accents, from a menu, breadcrumb or label."""
    slug = letters(page.address.section_slug)
    if len(slug) < 3:
        return None
    for block in reversed(page.blocks[: title.first]):
        if len(block.text) <= MAX_LENGTH * 3 and slug in letters(block.text):
            for text in _steps(block):
                if letters(text) == slug:
                    return text
    for link in page.links:
        if 3 <= len(link.text) <= MAX_LENGTH and letters(link.text) == slug:
            return link.text
    return None


def _steps(block: Block) -> list[str]:
    """The names in a line: its links, and the words between them."""
    if not block.links:
        return [step.strip(" :") for step in _SEPARATORS.split(block.text) if step.strip(" :")]
    steps, rest = [], block.text
    for link in block.links:
        before, found, after = rest.partition(link.text) if link.text else ("", "", rest)
        steps += [part.strip(" :") for part in _SEPARATORS.split(before)]
        if link.address is None or link.address.kind is not Kind.VIEW:  # "Sign in" is not a category
            steps.append(found)
        rest = after if found else rest
    steps += [part.strip(" :") for part in _SEPARATORS.split(rest)]
    return [step for step in steps if any(char.isalpha() for char in step)]


def _from_breadcrumb(page: Page, title: Title) -> str | None:
    """The last step between ``Trang chủ`` and the article."""
    for start in range(title.first - 1, -1, -1):
        if not _begins_at_home(page.blocks[start]):
            continue
        named = _named(page.boxes, page.blocks[start])
        steps = [step for line in _breadcrumb(page, title, start, named) for step in _steps(line)][1:]
        steps = [step for step in steps if not _is_title(step, title) and len(step) <= MAX_LENGTH]
        if 0 < len(steps) <= _MAX_STEPS and not is_pager(steps[-1]):
            return steps[-1]
        if named is not None:
            return None
    return None


def _begins_at_home(block: Block) -> bool:
    """True if the first step of a line is ``Trang chủ``; menus and breadcrumbs begin so."""
    if len(block.text) > MAX_LENGTH * 4:
        return False
    return is_home(block.links[0].text if block.links else _SEPARATORS.split(block.text, maxsplit=1)[0])


def _breadcrumb(page: Page, title: Title, start: int, named: int | None) -> list[Block]:
    """The lines of a breadcrumb from its first line on; empty for a menu."""
    head = page.blocks[start]
    lines = _trail(page, title, start, named)
    if named is not None:
        return lines
    if title.first - start <= _BESIDE and not head.item and len(head.links) == 1:
        return page.blocks[start : title.first]  # right above the title there is no room for a menu
    return lines if any(_SEPARATORS.search(line.text) for line in lines) else []


def _trail(page: Page, title: Title, start: int, named: int | None) -> list[Block]:
    """The lines of a breadcrumb, all those in the box of that name: lists give each step a line of its own."""
    head = page.blocks[start]
    lines = [head]
    for follower in page.blocks[start + 1 : title.first]:
        if not (follower.links or (follower.hidden and head.hidden) or named is not None) or len(lines) > _MAX_STEPS:
            break
        if named is not None and not page.boxes.holds(named, follower.box):
            break
        if kind_of_words(follower.text) in (BlockType.DATE, BlockType.BOILERPLATE):
            break
        lines.append(follower)
    return lines


def _named(boxes: Boxes, block: Block) -> int | None:
    """The box around a line that is named a breadcrumb, or None."""
    near = islice(boxes.path(block.box), _NAMED_LEVELS)
    return next((box for box in near if _NAMES.search(boxes.classes.get(box) or boxes.ids.get(box, ""))), None)


def _share_an_ancestor(boxes: Boxes, label: Block, title: Block) -> bool:
    """True if a label is above this title, and not at the end of a column or menu beside it."""
    holders = (box for box in boxes.path(title.box) if boxes.tags[box] not in ROW_PARTS)
    return any(boxes.holds(box, label.box) for box in islice(holders, _SHARED_LEVELS))


def _is_in_long_list(boxes: Boxes, block: Block) -> bool:
    """True if a line is in a list with more entries than a breadcrumb."""
    entry = next((box for box in boxes.path(block.box) if boxes.tags[box] == "li"), block.box)
    parent = boxes.parents[entry]
    return parent >= 0 and boxes.has_children(parent, _MAX_TRAIL + 1)


def _is_menu_entry(page: Page, text: str) -> bool:
    """True if a text is also a link in the menu, as the name of a category is."""
    return any(link.text == text for link in page.links)


def _leads_to_list(page: Page, block: Block) -> bool:
    """True if a line is a link to a list; a target that only a hint calls an article is one if the menu has it too."""
    target = block.links[0].address
    if target is None or target.matched_exactly or block.item:
        return target is not None and target.kind is Kind.PAGE
    names = sum(link.text == block.links[0].text for link in page.links)
    return target.kind is Kind.PAGE or (target.kind is Kind.ARTICLE and names > 1)


def _is_title(text: str, title: Title) -> bool:
    return same_as_slug(letters(title.text), letters(text)) or letters(text) == letters(title.text)


def _label_above(page: Page, title: Title) -> str | None:
    """A short line of its own right above the title, or None."""
    for i in range(title.first - 1, max(title.first - 1 - _LINES_ABOVE, -1), -1):
        block = page.blocks[i]
        text = block.text.strip(" :»›>|-")
        if not text or block.hidden or find_dates(text) or is_boilerplate(text):
            continue
        return text if _is_label(page, block, text) and _is_over(page, block, title) else None
    return None


def _is_label(page: Page, block: Block, text: str) -> bool:
    """True if a line is a category's name by itself: linked to a list, set apart, or in the menu too."""
    if len(text) > MAX_LENGTH or is_home(text) or len(block.links) > 1 or kind_of_words(text) is not None:
        return False
    if block.links:
        in_menu = block.item and _is_in_long_list(page.boxes, block)  # its last entry
        return not in_menu and _leads_to_list(page, block)
    apart = block.heading or block.emphasis > 0.5 or _CATEGORY.search(page.boxes.classes.get(block.box, ""))
    return bool(apart) or _is_menu_entry(page, text)


def _is_over(page: Page, label: Block, title: Title) -> bool:
    return _share_an_ancestor(page.boxes, label, page.blocks[title.first])
