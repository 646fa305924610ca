"""The category of an article, as the page prints it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from scraper.addresses import Kind
from scraper.pages.blocks import Block, Link
from scraper.pages.boxes import ROW_PARTS, Boxes
from scraper.pages.breadcrumb import (
    MAX_LENGTH,
    Step,
    find_breadcrumb,
    is_in_menu,
    is_name,
    is_tag,
    is_title,
    stands_over,
    steps,
)
from scraper.pages.head import MAX_SECTIONS
from scraper.pages.labels import MAX_LABEL_LENGTH, is_boilerplate, is_home, is_other_news
from scraper.pages.lines import kind_of_words
from scraper.pages.metadata import json_of
from scraper.pages.page import Page
from scraper.pages.region import Region
from scraper.pages.title import Title, letters
from scraper.text.dates import find_dates
from scraper.text.fold import fold
from scraper.text.normalise import clean

# A category's name is directly above the title, or with a date or picture between.
_LINES_ABOVE = 3
# Below the title are a date, an author and tools; behind the text also tags and share buttons.
_LINES_BELOW, _LINES_BEHIND = 12, 10
# The last lines of a text may already be the article's footer.
_LINES_OF_TEXT = 2
# A line with the category of an article has few other words: a date, an author, keywords.
_MAX_META = 240
_SHARED_LEVELS = 6
# Shorter links are names of categories and people; of this length and number of words are titles.
_TITLE_LENGTH, _TITLE_SPACES = 25, 4
# More links below a label are a box of all categories.
_MAX_CATEGORIES = 4
_NO_CATEGORY = re.compile(r"uncategori[sz]ed|(?:chua|khong)(?: duoc)? phan loai|mac dinh|default|others?|khac")
_CATEGORY = re.compile(r"breadcrumb|categor|cate|folder|section|chuyen-?muc|danh-?muc|path", re.IGNORECASE)
_CATEGORY_BOX = re.compile(r"categor|cat-?links|chuyen-?muc", re.IGNORECASE)
# Where keywords replace categories, as in Ghost, the first one is above the title: "article-tag", "post-primary-tag".
_FIRST_TAG = re.compile(r"(?<![a-z])tag(?![a-z])", re.IGNORECASE)
# On folded text. Those with a colon may announce words, the others a link; "in" alone is a word of any sentence.
_LABEL = re.compile(
    r"(?<![a-z0-9])(?:(?P<sure>(?:thuoc |trong |o )?(?:chuyen muc|danh muc|the loai|muc|categor(?:y|ies)|section"
    r"|(?:nhom|loai) tin"
    r"|posted in|filed under|dang (?:trong|tai|o)(?: (?:chuyen )?muc)?)\s*:)"
    r"|(?:thuoc |trong |o )?(?:chuyen muc|danh muc|the loai|categor(?:y|ies)|filed under)"
    r"|duoc phan loai (?:la|trong)|categori[sz]ed (?:as|in|under)"
    r"|(?:posted|published) in|(?:duoc )?dang (?:trong|tai|o)(?: (?:chuyen )?muc)?"
    r"|(?P<bare>in|trong))[\s–—-]*"
)
# Longer lines with "in" are sentences.
_MAX_OWN = 60
# Words before a label in its line: of a date and an author.
_BEFORE = re.compile(r"(?:\A|[|•·,;/–—-]|\bby\b.*|\bboi\b.*|\b(?:ngay|luc|posted|dang)\b.*|\d)\W*\Z")

_Rule = tuple[str, Callable[[Page, Title, Region], str | None]]


def find_section(page: Page, title: Title, region: Region) -> tuple[str | None, str]:
    """The section of an article, and the rule that found it."""
    address: _Rule = ("name of the category in the address", _by_slug)
    trail, label = ("breadcrumb", _from_breadcrumb), ("label above the title", _label_above)
    near = (("marked as a category", _marked), ("label at the article", _labelled))
    stated = (("breadcrumb for machines", _stated_trail), ("statement for machines", _stated))
    unprinted: _Rule = ("statement for machines alone", _unprinted)
    # A content path names folders, which are not always categories.
    rules: tuple[_Rule, ...] = (trail, *near, *stated, label, address, unprinted)
    if page.address.kind is Kind.ARTICLE:
        # A rule of the site's own CMS knows the category's part of the address; a hint guesses.
        if page.address.matched_exactly:
            rules = (address, trail, *near, *stated, label, unprinted)
        else:
            rules = (trail, *near, *stated, address, label, unprinted)
    for rule, look in rules:
        if found := look(page, title, region):
            return found, rule
    return None, ""


def _by_slug(page: Page, title: Title, _region: Region) -> str | None:
    """The printed name of the category in the address, which has no accents, from a menu, breadcrumb or label."""
    slug = letters(page.address.section_slug)
    return _printed(page, title, [slug]) if len(slug) >= 3 else None


def _printed(page: Page, title: Title, names: list[str]) -> str | None:
    """The first of some names, as letters, that the page prints above the title or as a link."""
    printed: dict[str, str] = {}
    for block in reversed(page.blocks[: title.first]):
        if len(block.text) <= _MAX_META:
            compact = letters(block.text)
            if any(name in compact for name in names):
                for step in steps(block):
                    printed.setdefault(letters(step.text), step.text)
    for link in page.links:
        if 3 <= len(link.text) <= MAX_LENGTH:
            printed.setdefault(letters(link.text), link.text)
    return next((printed[name] for name in names if name in printed), None)


def _stated(page: Page, title: Title, _region: Region) -> str | None:
    """The category that the head or JSON-LD states, as the page prints it."""
    names = _stated_names(page, title)
    return _printed(page, title, [compact for name in names if len(compact := letters(name)) >= 3])


def _unprinted(page: Page, title: Title, _region: Region) -> str | None:
    """The only category that the head or JSON-LD states, which the page prints nowhere."""
    names = {letters(name): name for name in _stated_names(page, title)}
    name = next(iter(names.values())) if len(names) == 1 else ""
    return name if name and not _NO_CATEGORY.fullmatch(fold(name)) else None


def _stated_names(page: Page, title: Title) -> list[str]:
    stated = [*page.head.sections, *(name for script in page.head.json_ld for name in _in_json(script))]
    return [name for name in stated[:MAX_SECTIONS] if is_name(page, title, Step(name))]


def _stated_trail(page: Page, title: Title, _region: Region) -> str | None:
    """The last step before the article in the breadcrumb that JSON-LD states."""
    trails = [trail for script in page.head.json_ld for trail in _trails(script)]
    if len(trails) != 1:
        return None
    names = trails[0]
    if names and is_title(names[-1], title):
        names = names[:-1]
    return names[-1] if len(names) > 1 and is_name(page, title, Step(names[-1])) else None


def _trails(script: str) -> list[list[str]]:
    """The names of each breadcrumb in a JSON-LD script, in order."""
    if "BreadcrumbList" not in script:
        return []
    found: list[list[str]] = []

    def collect(node: dict[str, Any]) -> dict[str, Any]:
        items = node.get("itemListElement")
        if node.get("@type") == "BreadcrumbList" and isinstance(items, list):
            found.append([_name_of(item) for item in items[:MAX_SECTIONS]])
        return node

    return found if json_of(script, collect) is not None and all(map(all, found)) else []


def _name_of(item: object) -> str:
    """The name of a step of a breadcrumb, its own or that of its target; empty for none."""
    if not isinstance(item, dict):
        return ""
    target = item.get("item")
    name = item.get("name") or (target.get("name") if isinstance(target, dict) else None)
    return clean(name) if isinstance(name, str) else ""


def _in_json(script: str) -> list[str]:
    """The categories of the article in a JSON-LD script; none if it describes several articles."""
    if "articleSection" not in script:
        return []
    found: list[object] = []

    def collect(node: dict[str, Any]) -> dict[str, Any]:
        if stated := node.get("articleSection"):
            found.append(stated)
        return node

    if json_of(script, collect) is None or len(found) != 1:
        return []
    names = found[0] if isinstance(found[0], list) else [found[0]]
    return [clean(name) for name in names if isinstance(name, str)]


def _from_breadcrumb(page: Page, title: Title, region: Region) -> str | None:
    return find_breadcrumb(page, title, region.text)


# ------------------------------------------------------------------ at the article


def _marked(page: Page, title: Title, region: Region) -> str | None:
    """The first link or name in the article's header or footer that markup calls a category."""
    marked = {letters(name) for name in page.head.marked_sections}
    if not marked and not any(link.is_category for link in page.links):
        return None
    for block in _around_article(page, title, region):
        for step in steps(block):
            is_marked = step.link is not None and step.link.is_category
            if (is_marked or letters(step.text) in marked) and is_name(page, title, step, is_certain=True):
                return step.text
    return None


def _labelled(page: Page, title: Title, region: Region) -> str | None:
    """The name behind ``Chuyên mục:`` and the like, or in an element of that class, in the header or footer."""
    for block in _around_article(page, title, region):
        in_text = region.text <= block.index < region.tail
        is_last = block.index >= region.tail - _LINES_OF_TEXT
        step = None
        if is_last or not in_text:
            step = _behind_label(page, block, in_text=in_text) or _below_label(page, block)
        is_certain = step is not None
        if step is None:
            step = _of_class(page, block) or (None if in_text else _beside_date(page, title, block))
        if step is not None and is_name(page, title, step, is_certain=is_certain):
            return step.text
    return None


def _around_article(page: Page, title: Title, region: Region) -> Iterator[Block]:
    """The short lines of the article's header and footer, in page order; not those of cards of other articles."""
    return (block for block in _at_article(page, title, region) if 0 < len(block.text) <= _MAX_META)


def _at_article(page: Page, title: Title, region: Region) -> Iterator[Block]:
    blocks = page.blocks
    last = blocks[max(region.tail - 1, title.last)]
    above = range(max(title.first - _LINES_ABOVE, 0), title.first)
    below = range(title.last + 1, min(region.text, title.last + 1 + _LINES_BELOW))
    behind = range(region.tail, min(region.tail + _LINES_BEHIND, len(blocks)))
    for i in above:
        is_near = _is_over(page, blocks[i], title) and not is_in_menu(page, blocks[i], title)
        if is_near and _is_own(page, blocks[i], blocks[title.first]):
            yield blocks[i]
    yield from (blocks[i] for i in below)
    # Where comments or an author's note follow, the footer is between lines of text.
    for i in range(max(below.stop, region.text), region.tail):
        if i >= region.tail - _LINES_OF_TEXT or (blocks[i].links and _is_own(page, blocks[i], blocks[region.text])):
            yield blocks[i]
    for i in behind:
        if is_other_news(blocks[i].text) or blocks[i].heading or _links_article(page, blocks[i]):
            return
        if _is_own(page, blocks[i], last):
            yield blocks[i]


def _is_own(page: Page, block: Block, anchor: Block) -> bool:
    """True if no other article is linked in the box of a line beside the article's title or text."""
    boxes = page.boxes
    outer = boxes.child_with(boxes.around(anchor.box, block.box), block.box)
    if outer < 0:
        return True
    at = block.index
    after, before = page.blocks[at : at + _LINES_BEHIND], page.blocks[max(at - _LINES_BEHIND, 0) : at]
    for lines in (after, before[::-1]):
        for line in lines:
            if not boxes.holds(outer, line.box):
                break
            if _links_article(page, line):
                return False
    return True


def _links_article(page: Page, block: Block) -> bool:
    """True for a line with a link as long as a title, which no label calls a category."""
    if not any(_is_title_like(link) for link in block.links if not link.is_category):
        return False
    before = page.blocks[block.index - 1] if block.index else block
    label = _LABEL.match(fold(block.text[:MAX_LABEL_LENGTH]))
    return not (_bare_label(before) or (label is not None and label["sure"]))


def _is_title_like(link: Link) -> bool:
    """True for a link as long as a title; some categories have names of that length."""
    return len(link.text) >= _TITLE_LENGTH and link.text.count(" ") >= _TITLE_SPACES


def _bare_label(block: Block) -> bool:
    """True for a label in a line of its own: ``Chuyên mục:``."""
    if block.links or block.heading or not block.text.endswith(":"):
        return False
    label = _LABEL.fullmatch(fold(block.text))
    return label is not None and label["sure"] is not None


def _behind_label(page: Page, block: Block, *, in_text: bool) -> Step | None:
    """The link, or the words after a colon, that a label in the same line announces."""
    folded = fold(block.text)
    links = list(_positions(block))
    for label in _LABEL.finditer(folded):
        if not _BEFORE.search(folded[: label.start()]):
            continue
        link = next((link for at, link in links if at == label.end()), None)
        if label["bare"] and (in_text or block.own_chars > _MAX_OWN):
            continue
        if link is not None and _leads_to_category(link):
            return Step(link.text, link)
        if link is None and label["sure"] and not in_text and label.start() == 0:
            return _words_behind(page, block.text[label.end() :])
    return None


def _positions(block: Block) -> Iterator[tuple[int, Link]]:
    """The links of a line with their places in its text."""
    at = 0
    for link in block.links:
        found = block.text.find(link.text, at) if link.text else -1
        if found >= 0:
            yield found, link
            at = found + len(link.text)


def _leads_to_category(link: Link) -> bool:
    """True if a link may lead to a list of the site."""
    address = link.address
    if address is None or is_boilerplate(link.text) or is_tag(link):
        return False
    return address.kind is Kind.PAGE or (address.kind is Kind.ARTICLE and not address.matched_exactly)


def _words_behind(page: Page, text: str) -> Step | None:
    """A name without a link: one that the page links elsewhere, as its menu does; of several, the first."""
    name = text.partition("|")[0].strip(" .")
    linked = {link.text for link in page.links if link.text}
    for part in (name, name.partition(",")[0], name.partition(";")[0]):
        if part in linked:
            return Step(part)
    return None


def _below_label(page: Page, block: Block) -> Step | None:
    """The name in the line below a label that has its own line: ``Chuyên mục:``."""
    if not _bare_label(block) or block.index + 1 >= len(page.blocks):
        return None
    below = page.blocks[block.index + 1 : block.index + 2 + _MAX_CATEGORIES]
    around = page.boxes.around(block.box, below[0].box)
    lines = [line for line in below if page.boxes.holds(around, line.box) and line.links]
    if len(lines) > _MAX_CATEGORIES or below[0].heading:
        return None
    link = next((link for link in below[0].links if link.text), None)
    if link is None:
        return _words_behind(page, below[0].text)
    return Step(link.text, link) if _leads_to_category(link) and below[0].text.startswith(link.text) else None


def _of_class(page: Page, block: Block) -> Step | None:
    """The first link of an element whose class says category."""
    link = next((link for link in block.links if link.text), None)
    names = (page.boxes.name(box) for box in islice(page.boxes.path(block.box), 2))
    if link is None or block.own_chars > len(link.text) + MAX_LENGTH or not any(map(_CATEGORY_BOX.search, names)):
        return None
    return Step(link.text, link) if _leads_to_category(link) and block.text.startswith(link.text) else None


def _beside_date(page: Page, title: Title, block: Block) -> Step | None:
    """A link beside the date below the title that the menu has too."""
    if block.index < title.first or not find_dates(block.text):
        return None
    menu = {link.text for link in page.links if 0 <= link.block < title.first}
    links = (link for link in block.links if link.text in menu and _leads_to_category(link))
    return next((Step(link.text, link) for link in links), None)


# ------------------------------------------------------------------ above the title


def _label_above(page: Page, title: Title, _region: Region) -> str | None:
    """A short line of its own right above the title, or None."""
    for i in range(title.first - 1, max(title.first - 1 - _LINES_ABOVE, -1), -1):
        block = page.blocks[i]
        text = block.text.strip(" :»›>|-")
        if not text or block.hidden or find_dates(text) or is_boilerplate(text):
            continue
        return text if _is_label(page, title, block, text) and _is_over(page, block, title) else None
    return None


def _is_label(page: Page, title: Title, block: Block, text: str) -> bool:
    """True if a line is a category's name by itself: linked to a list, set apart, or in the menu too."""
    links = [link for link in block.links if link.text]
    is_first = _FIRST_TAG.search(page.boxes.classes.get(block.box, "")) is not None
    if len(links) > 1 or not is_name(page, title, Step(text, links[0] if links and not is_first else None)):
        return False
    if links:
        # Of a menu above the title, the last entry is the nearest line.
        in_menu = block.item or is_in_menu(page, block, title) or _follows_entry(page, block)
        is_whole = letters(links[0].text) == letters(text)
        is_apart = not stands_over(page, block, title) and not _is_marked_box(page, block)
        return is_whole and not in_menu and not is_apart and _leads_to_list(page, block, links[0])
    if kind_of_words(text) is not None:
        return False
    return _is_marked_box(page, block) or _is_menu_entry(page, text)


def _is_marked_box(page: Page, block: Block) -> bool:
    """True for a line that is set apart as a heading is, or whose class says category."""
    name = page.boxes.classes.get(block.box, "")
    named = _CATEGORY.search(name) or _FIRST_TAG.search(name)
    return bool(block.heading) or block.emphasis > 0.5 or named is not None


def _follows_entry(page: Page, block: Block) -> bool:
    """True if the line before is a link in an element beside this one's, as the entries of menus are."""
    if block.index == 0:
        return False
    before, boxes = page.blocks[block.index - 1], page.boxes
    if len(before.links) != 1 or before.link_chars < len(before.text) or is_home(before.text):
        return False
    own = boxes.parents[block.box], boxes.tags[block.box]
    return before.box == block.box or own == (boxes.parents[before.box], boxes.tags[before.box])


def _is_menu_entry(page: Page, text: str) -> bool:
    """True if a text is also a link in the menu, as the name of a category is."""
    return any(link.text.casefold() == text.casefold() for link in page.links)


def _leads_to_list(page: Page, block: Block, link: Link) -> bool:
    """True for a link to a list; a target that only a hint calls an article is one if the menu has it too."""
    target = link.address
    same = [other for other in page.links if other.text.casefold() == link.text.casefold()]
    if _is_title_like(link) and not any(other.block < block.index for other in same):
        return False
    if target is None or target.matched_exactly:
        return target is not None and target.kind is Kind.PAGE
    return target.kind is Kind.PAGE or (target.kind is Kind.ARTICLE and len(same) > 1)


def _share_an_ancestor(boxes: Boxes, label: Block, title: Block) -> bool:
    """True if a label is above this title, and not at the end of a column or menu beside it."""
    holders = (box for box in boxes.path(title.box) if boxes.tags[box] not in ROW_PARTS)
    return any(boxes.holds(box, label.box) for box in islice(holders, _SHARED_LEVELS))


def _is_over(page: Page, label: Block, title: Title) -> bool:
    return _share_an_ancestor(page.boxes, label, page.blocks[title.first])
