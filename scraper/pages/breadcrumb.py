"""The breadcrumb of an article: the steps from the front page to it, in one line or in several.

Class names, home pages, signs between steps, and the title as the last step show what is a breadcrumb. A menu has the
first three at times too, so without a class name or a clear sign only few steps right above the title are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from scraper.addresses import Kind
from scraper.pages.authors import is_authors
from scraper.pages.blocks import Block, Link
from scraper.pages.boxes import Boxes
from scraper.pages.labels import is_boilerplate, is_home, is_pager
from scraper.pages.lines import BlockType, kind_of_words
from scraper.pages.page import Page
from scraper.pages.title import Title, letters, same_as_slug
from scraper.text.fold import fold

MAX_LENGTH = 80
"""Longer texts are not names of categories."""
# A line of names: a breadcrumb, a row of categories, date and author.
_MAX_LINE = 320
# A breadcrumb with more steps is a menu.
_MAX_STEPS = 6
# "Trang chủ", a section, and the title: two such lines are a breadcrumb even without its class name.
_BESIDE = 3
# A breadcrumb that does not begin with "Trang chủ" is near the title; so is one below it.
_NEAR = 12
_NAMED_LEVELS = 4
# Further lines that begin with "Trang chủ" are not those of menus and breadcrumbs.
_MAX_TRIES = 20
# A slash inside a word belongs to a document's number.
_SEPARATORS = re.compile(r"(?:(?<!\s)\s++)?+(?:[>»›→|\\❯▸]|(?<=\s)/(?=\s))++\s*+")
# Between links a slash is a sign without spaces too. Menus have bars, hyphens or dots between their entries.
_SIGN = re.compile(r"[>»›→\\❯▸/]")
_EDGES = " :|/\\>»›→❯▸•·–—-"
_NAMES = re.compile(r"crumb|duong-?dan|sitemappath|path|vi-?tri\b", re.IGNORECASE)
_MENU = re.compile(r"menu|\bnav|top-?bar|masthead", re.IGNORECASE)
_MENU_TAGS = frozenset({"nav", "header", "menu"})
_CUT = re.compile(r"(?:…|(?<!\.)\.{2,}+)$")
_MIN_CUT = 6
# The front page: nothing in the path but the language and the name of a start page.
_ROOT = re.compile(
    r"https?://[^/?#]+(?:/(?:vi|en|vn)(?:-\w\w)?)?(?:/(?:index|default|home|trang-?chu)(?:\.\w{2,5})?)?/?",
    re.IGNORECASE,
)
_HEAD_PARTS = re.compile(r"(?<!\s)\s++[|–—»-]\s++")
# Entries of menus that no article is in.
_SERVICES = re.compile(
    r"[\W_]*(?:lien he|so do(?: (?:trang|cong|web).{0,30})?|site ?map|rss|dang (?:nhap|ky|xuat)|tim kiem(?: nang cao)?"
    r"|contact(?: us)?|search|log ?in|tags?|english|tieng (?:viet|anh)|menu|chi tiet.{0,20}|tin chi tiet)[\W_]*\Z"
)
_TAG_PATH = re.compile(r"[/?&](?:(?<=/)(?:tags?|tu-khoa|the|nhan)/|(?<=[?&])tag=)", re.IGNORECASE)


class Step(NamedTuple):
    """A name in a line, and its link if it is one."""

    text: str
    link: Link | None = None


def steps(block: Block) -> Iterator[Step]:
    """The names in a line: its links, and the words between them; none in a paragraph."""
    if len(block.text) > _MAX_LINE:
        return
    rest = block.text
    for link in block.links:
        if not link.text:
            if leads_home(link):
                yield Step("", link)  # an icon
            continue
        before, found, after = rest.partition(link.text)
        yield from _words(before)
        if _is_named(found) and (link.address is None or link.address.kind is not Kind.VIEW):
            yield Step(found.strip(_EDGES), link)  # "Sign in" is not a category
        rest = after if found else rest
    yield from _words(rest)


def _words(text: str) -> Iterator[Step]:
    if not _is_named(text):
        return
    for name in _SEPARATORS.split(text):
        if _is_named(name):
            yield Step(name.strip(_EDGES))


def _is_named(name: str) -> bool:
    return any(map(str.isalpha, name))


def leads_home(link: Link) -> bool:
    """True for a link to the front page."""
    if is_home(link.text or link.title):
        return True
    return link.address is not None and _ROOT.fullmatch(link.address.url) is not None


def is_name(page: Page, title: Title, step: Step, *, is_certain: bool = False) -> bool:
    """True if a step may be a category's name: not the title, a tool, a tag, the front page or the site.

    Args:
        page: the page.
        title: its title, which may also be the name of its category if that is certain.
        step: the name.
        is_certain: a label or markup says that it is a category.
    """
    text, link = step.text, step.link
    if not _is_named(text) or len(text) > MAX_LENGTH or is_home(text):
        return False
    if is_title(text, title) and not is_certain:
        return False
    if kind_of_words(text) not in (None, BlockType.END_LABEL) or _SERVICES.match(fold(text)):
        return False
    if text.startswith("#") or (link is not None and (leads_home(link) or is_tag(link) or is_authors(link))):
        return False
    return not _is_site(page, text)


def is_tag(link: Link) -> bool:
    """True for a link to the articles of a keyword."""
    return not link.is_category and _TAG_PATH.search(link.href) is not None


def is_title(text: str, title: Title) -> bool:
    """True for the title, which may be cut."""
    own, compact = letters(title.text), letters(text)
    if compact == own or same_as_slug(own, compact):
        return True
    return _CUT.search(text) is not None and len(compact) >= _MIN_CUT and own.startswith(compact)


def _is_site(page: Page, text: str) -> bool:
    """True for the site's name: the head says so, or the name leads to the front page and nowhere else."""
    name = letters(text)
    if name == letters(page.head.site_name):
        return True
    same = [link for link in page.links if link.text == text or link.title == text]
    if same:
        return all(leads_home(link) for link in same)
    # "Title - site": of two parts, the second may be the category as well, but that is linked.
    parts = _HEAD_PARTS.split(page.head.titles[0]) if page.head.titles else []
    return len(parts) > 1 and letters(parts[-1]) == name


def find_breadcrumb(page: Page, title: Title, text: int) -> str | None:
    """The last step between ``Trang chủ`` and the article; None if no breadcrumb is certain.

    Args:
        page: the page.
        title: its title.
        text: index of the first line of running text; some breadcrumbs are between the title and it.
    """
    tries = 0
    for start in range(title.first - 1, -1, -1):
        block = page.blocks[start]
        begins = tries < _MAX_TRIES and _begins_at_home(block)
        tries += begins
        is_near = title.first - start <= _NEAR
        named = _named(page.boxes, block, title_box(page, title)) if begins or is_near else None
        if named is not None:
            return _last_named(page, title, named, start)
        found = _unnamed(page, title, start) if begins else None
        if found is None and is_near:
            found = _up_to_title(page, title, block)
        if found is not None:
            return found
    for start in range(title.last + 1, min(text, title.last + 1 + _NEAR)):
        named = _named(page.boxes, page.blocks[start], title_box(page, title))
        if named is not None:
            return _last_named(page, title, named, start)
    return None


def title_box(page: Page, title: Title) -> int:
    """The box around the title."""
    return page.blocks[title.first].box


def _named(boxes: Boxes, block: Block, title: int) -> int | None:
    """The box around a line that is named a breadcrumb, and not one around the title too; or None."""
    # Entries have such names too: "breadcrumb-item".
    near = (box for box in islice(boxes.path(block.box), _NAMED_LEVELS) if boxes.tags[box] != "li")
    found = (box for box in near if _NAMES.search(boxes.classes.get(box) or boxes.ids.get(box, "")))
    return next((box for box in found if not boxes.holds(box, title)), None)


def _last_named(page: Page, title: Title, box: int, inside: int) -> str | None:
    """The last step of the breadcrumb in a box that has the line ``inside``."""
    first = inside
    while first > 0 and inside - first <= _MAX_STEPS and page.boxes.holds(box, page.blocks[first - 1].box):
        first -= 1
    lines: list[Block] = []
    for block in page.blocks[first : first + 2 * _MAX_STEPS]:
        if not page.boxes.holds(box, block.box) or kind_of_words(block.text) in (BlockType.DATE, BlockType.BOILERPLATE):
            break
        lines.append(block)
    return _last_of(page, title, lines)


def _last(page: Page, title: Title, found: list[Step]) -> str | None:
    """The last of some steps that may be a category, without those before ``Trang chủ`` and the article's own."""
    homes = [i for i, step in enumerate(found[:2]) if _is_home(step)]
    rest = found[homes[-1] + 1 :] if homes else found
    while rest and (_is_article(page, title, rest[-1]) or len(rest[-1].text) > MAX_LENGTH or _is_detail(rest[-1].text)):
        rest.pop()
    if not 0 < len(rest) <= _MAX_STEPS or is_pager(rest[-1].text) or not is_name(page, title, rest[-1]):
        return None
    return rest[-1].text


def _is_detail(text: str) -> bool:
    """True for ``Chi tiết tin`` and the like, as the last step."""
    return is_boilerplate(text) or fold(text) in ("tin chi tiet", "chi tiet bai viet", "bai viet")


def _is_article(page: Page, title: Title, step: Step) -> bool:
    """True for the article's own step: its title, or another name with its address."""
    if is_title(step.text, title):
        return True
    return step.link is not None and _is_here(page, step)


def _is_here(page: Page, step: Step) -> bool:
    """True for a step that leads nowhere else."""
    if step.link is None:
        return True
    address = step.link.address
    return address is not None and address.identity == page.address.identity and not address.is_stateful


def _is_home(step: Step) -> bool:
    return is_home(step.text) or (step.link is not None and leads_home(step.link))


def _begins_at_home(block: Block) -> bool:
    """True if the first step of a line is ``Trang chủ`` or its icon; menus and breadcrumbs begin so."""
    first = list(islice(steps(block), 2))
    return any(map(_is_home, first if ":" in block.text else first[:1]))  # "Bạn đang ở đây: Trang chủ"


def _unnamed(page: Page, title: Title, start: int) -> str | None:
    """The last step of the lines from one that begins at home on, if signs or their place show a breadcrumb."""
    head = page.blocks[start]
    if head.item:
        return _in_list(page, title, start)
    found = list(islice(steps(head), _MAX_STEPS + 3))
    if len(found) == 1:
        return _over_lines(page, title, start)
    if _has_signs(head):
        return _last_of(page, title, [head, *_continued(page.blocks[start + 1 : title.first])])
    if is_title(found[-1].text, title):
        return _last(page, title, found)
    beside = title.first - start <= _BESIDE
    if not beside or not (is_home(found[0].text) or not found[0].text) or is_in_menu(page, head, title):
        return None
    certain = _is_elsewhere(page, found[1], start) if len(found) == 2 else _are_nested(found[1:])
    return _last(page, title, found) if certain else None


def _has_signs(block: Block) -> bool:
    """True if a sign of breadcrumbs is between two steps; a bar is one only between words without links."""
    if not block.links:
        return _SEPARATORS.search(block.text) is not None
    rest, named = block.text, False
    for link in block.links:
        before, found, after = rest.partition(link.text) if link.text else ("", "", rest)
        named = named or _is_named(before)
        if named and _SIGN.search(before) and (not _is_named(before) or _SEPARATORS.search(before)):
            return True
        named = named or bool(found) or not link.text
        rest = after if found else rest
    return _SEPARATORS.search(rest) is not None


def _continued(blocks: list[Block]) -> Iterator[Block]:
    """The lines that go on with a sign."""
    for block in islice(blocks, _MAX_STEPS):
        if not _SIGN.match(block.text):
            return
        yield block


def _over_lines(page: Page, title: Title, start: int) -> str | None:
    """The last step where ``Trang chủ`` has a line of its own."""
    head = page.blocks[start]
    between = page.blocks[start + 1 : min(title.first, start + 2 + _MAX_STEPS)]
    if title.first - start <= _BESIDE:  # right above the title there is no room for a menu
        is_apart = is_in_menu(page, head, title) or not all(stands_over(page, line, title) for line in between)
        return None if is_apart else _last_of(page, title, between)
    lines = list(_followers(head, between))
    is_signed = any(_SEPARATORS.search(line.text) for line in (head, *lines[:1]))
    return _last_of(page, title, lines) if is_signed else None


def _last_of(page: Page, title: Title, lines: list[Block]) -> str | None:
    return _last(page, title, [step for line in lines for step in steps(line)])


def _followers(head: Block, between: list[Block]) -> Iterator[Block]:
    for block in between:
        if not (block.links or (block.hidden and head.hidden)):
            return
        if kind_of_words(block.text) in (BlockType.DATE, BlockType.BOILERPLATE):
            return
        yield block


def _in_list(page: Page, title: Title, start: int) -> str | None:
    """The last step of a list that begins at home: one right above the title, with signs, or with the title."""
    head, boxes = page.blocks[start], page.boxes
    entries = next((box for box in boxes.path(head.box) if boxes.tags[box] in ("ul", "ol")), head.box)
    lines = [head]
    for block in page.blocks[start + 1 : title.first]:
        if not boxes.holds(entries, block.box) or len(lines) > _MAX_STEPS + 1:
            break
        lines.append(block)
    if any(is_title(step.text, title) and _is_here(page, step) for step in steps(lines[-1])):
        return _last_of(page, title, lines)  # a menu does not end with the article
    if is_in_menu(page, head, title):
        return None
    is_signed = title.first - start <= _NEAR and any(_SEPARATORS.search(line.text) for line in lines)
    right_above = start + len(lines) == title.first and len(lines) <= _BESIDE and stands_over(page, lines[-1], title)
    return _last_of(page, title, lines) if is_signed or right_above or is_title(lines[-1].text, title) else None


def is_in_menu(page: Page, block: Block, title: Title) -> bool:
    """True if a line is in a box for menus, or the site's header, that does not hold the title."""
    boxes, own = page.boxes, title_box(page, title)
    for box in boxes.path(block.box):
        if boxes.holds(box, own):
            return False
        if boxes.tags[box] in _MENU_TAGS or _MENU.search(boxes.name(box)):
            return True
    return False


def stands_over(page: Page, block: Block, title: Title) -> bool:
    """True if a line is in the title's column, and no entry of a small menu above the whole page."""
    if is_in_menu(page, block, title):
        return False
    if not block.links or _is_elsewhere(page, Step(block.links[-1].text), block.index):
        return True
    around = page.boxes.around(block.box, title_box(page, title))
    return not page.boxes.holds(around, page.blocks[-1].box)


def _is_elsewhere(page: Page, step: Step, start: int) -> bool:
    """True if the page has a link of the same name in another line, as the menu does."""
    name = step.text.casefold()
    return bool(name) and any(link.text.casefold() == name and link.block != start for link in page.links)


def _are_nested(found: list[Step]) -> bool:
    """True if the address of each step begins with that of the step before."""
    urls = [step.link.address.url.rstrip("/") for step in found if step.link is not None and step.link.address]
    return len(urls) == len(found) and all(inner.startswith(f"{outer}/") for outer, inner in pairwise(urls))


def _up_to_title(page: Page, title: Title, block: Block) -> str | None:
    """The step before the title, in a line that ends with it and names at least two places before."""
    if len(block.text) > _MAX_LINE or not _has_signs(block):
        return None
    found = list(islice(steps(block), _MAX_STEPS + 3))
    if len(found) < 2 or not is_title(found[-1].text, title):
        return None
    is_linked = found[-2].link is not None
    return _last(page, title, found) if len(found) > 2 or is_linked else None
