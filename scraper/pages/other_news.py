"""The links to further articles that an article's page lists, with the dates printed beside them.

A list stands below a label (``Tin khác``), or right behind the text in the article's column, under any words. Its
entries have the same place in boxes of the same tags, so that a short title among them is one too.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise, takewhile

from scraper.addresses import Kind
from scraper.items import OtherNews
from scraper.pages.authors import is_authors
from scraper.pages.blocks import Block, Link
from scraper.pages.boxes import TOO_WIDE, Boxes
from scraper.pages.breadcrumb import is_tag
from scraper.pages.entries import ListEntry
from scraper.pages.labels import is_neighbour, is_newer, is_other_news, is_pager, link_words
from scraper.pages.lines import BlockType, kind_of_words
from scraper.pages.other_entries import CARD_LEVELS, MIN_TITLE, NEAR, Lists, collect_entries
from scraper.pages.page import Page
from scraper.pages.region import Region

TITLE_WORDS = 4
# After this number of entries of one shape, another shape is another box.
_UNIFORM = 3
# Lines of one half of a pair of lists: ten entries with a date each.
_HALF = 21
# A short line without links that is not a date heads the next box.
_BOX_TITLE = 60
# Two links behind a text lead to the article before and the one after it; more are a list.
_RUN = 3
# Names of sections have fewer words than most titles.
_LONG_TITLE = 7
# Lines that a box with a single list has beside its entries: label and link to all; a side column has more.
_BESIDE = 2
# Levels of boxes between a list and its column, of which pages have ten; looking at thousands for each list takes time.
_MAX_LEVELS = 100
# Elements around the boxes of entries.
_NO_ITEMS = frozenset({"ul", "ol", "table", "tbody"})
_OF_ARTICLES = frozenset({"article", "main"})
_SIDE = frozenset({"aside", "nav", "footer"})
_SIDE_NAME = re.compile(
    r"side-?bar|\baside|(?:cot|col|column|block|box)-?(?:right|phai)|right-?(?:col|side|box)", re.IGNORECASE
)

# A column of a grid, and its width: `col-md-3`, `span4`, `lg:col-span-4`, `w-1/3`.
_GRID = re.compile(
    r"(?<![a-z])(?:cols?|column|span|large|medium|grid|w)[-_]?(?:[a-z]{2}[-_])?(?:span[-_]?)?(\d+)", re.IGNORECASE
)
_ALL_COLUMNS = "12"


def find_other_news(page: Page, region: Region, lines: range, title: str) -> list[OtherNews]:
    """The further articles that a page lists below a label or right behind the text, in page order.

    Args:
        page: the page.
        region: the article's part of it.
        lines: indices of the lines that are searched for lists.
        title: the article's own, which is left out.
    """
    found: dict[str, OtherNews] = {}
    menu = frozenset(link.text for link in page.links if 0 <= link.block < region.head)
    lists = Lists(page, region, title, page.urls.shape(page.address), {}, {}, menu)
    lists.entries = collect_entries(lists, lines)
    lists.first_box = _first_box(lists)
    behind = tried = lines.start
    for block in page.blocks[lines.start : lines.stop]:
        if block.index < behind or block.hidden:
            continue
        if (
            _is_label(block, region.kinds.get(block.index)) and not _in_page_footer(page.boxes, block)
        ) or _is_newer_half(lists, block):
            behind = _read_list(lists, _first_line(block), block, found)
        elif block.index >= max(region.tail, tried) and _may_be_entry(lists, block.index):
            run = _run(lists, block.index)
            tried = run[-1] + 1
            label = _line_above(lists, run)
            if _is_list(lists, run, label, has_found=bool(found)):
                behind = _read_list(lists, block.index, label, found)
    return list(found.values())


def _is_label(block: Block, kind: BlockType | None) -> bool:
    text = block.text
    if (kind or kind_of_words(text)) is BlockType.OTHER_NEWS:
        return True
    if not block.links:
        return False
    if any(link.address is None and is_other_news(link.text) for link in block.links):
        return True  # one of two tabs, whose names are glued: "Bài viết liên quanXem thêm"
    # "Tin liên quan: <a>…" in one line.
    head, colon, _ = text.partition(":")
    return bool(colon) and is_other_news(head)


def _in_page_footer(boxes: Boxes, block: Block) -> bool:
    """True for a line in the footer of a page, as opposed to an article's."""
    tags = [boxes.tags[box] for box in boxes.path(block.box)]
    return "footer" in tags and _OF_ARTICLES.isdisjoint(tags[tags.index("footer") :])


def _is_newer_half(lists: Lists, block: Block) -> bool:
    """True if this ``Tin mới`` heads the newer half of the list, and not a box of the front page.

    It does if the article has not ended yet, or if ``Tin khác`` heads the other half right after its entries.
    """
    if block.links or not is_newer(block.text):
        return False
    page = lists.page
    if block.index == lists.region.end:
        near = range(block.index + 1, min(block.index + 1 + NEAR, len(page.blocks)))
        first = next((i for i in near if i in lists.entries), None)
        if first is not None and _stands_below(page, lists.region, block.index, _run(lists, first)[-1]):
            return True
    for follower in page.blocks[block.index + 1 : block.index + 1 + _HALF]:
        if kind_of_words(follower.text) is BlockType.OTHER_NEWS:
            return page.boxes.shape(follower.box) == page.boxes.shape(block.box)
        if follower.text and not follower.links and kind_of_words(follower.text) is not BlockType.DATE:
            return False
    return False


def _first_line(label: Block) -> int:
    return label.index if label.links and ":" in label.text else label.index + 1


def _line_above(lists: Lists, run: list[int]) -> Block | None:
    """The line above a list, behind the text: the list's label, if it has one."""
    blocks, boxes = lists.page.blocks, lists.page.boxes
    first, other = blocks[run[0]], blocks[run[min(1, len(run) - 1)]]
    item = boxes.child_with(boxes.around(first.box, other.box), first.box)
    above = blocks[max(run[0] - NEAR, lists.region.tail) : run[0]]
    return next(
        (line for line in reversed(above) if line.text and not (item >= 0 and boxes.holds(item, line.box))), None
    )


def _is_list(lists: Lists, run: list[int], label: Block | None, *, has_found: bool) -> bool:
    """True if entries that follow each other are other news under any label, or none: in the article's column."""
    page = lists.page
    is_headed = label is not None and not label.links
    if (is_headed and has_found) or run[0] > lists.first_box:
        return False
    entries = [entry for i in run for entry in lists.rows.get(i, [lists.entries[i]])]
    targets = {entry.link.address.identity for entry in entries if entry.link.address is not None}
    if not _stands_below(page, lists.region, run[0], run[-1]):
        return False
    dated = [entry for entry in entries if entry.date]
    if len(targets) < _RUN - (is_headed and len(dated) == len(entries)):
        return False
    words = [len(entry.title.split()) for entry in entries]
    long = [entry for entry, count in zip(entries, words, strict=True) if entry.date or count >= _LONG_TITLE]
    return 2 * len(long) >= len(entries) or (is_headed and sum(words) >= _LONG_TITLE * len(words))


def _is_akin_entry(lists: Lists, i: int) -> bool:
    entry = lists.entries.get(i)
    target = entry.link.address if entry is not None else None
    if entry is None or target is None or is_neighbour(lists.page.blocks[i].text) or is_pager(entry.title):
        return False
    if is_tag(entry.link) or is_authors(entry.link):
        return False
    return lists.is_akin(target) or target.kind is Kind.ARTICLE


def _first_box(lists: Lists) -> int:
    """The label of the first box of the whole site behind the text, as ``Đọc nhiều``; comments are no such box."""
    lines = [block for block in lists.page.blocks[lists.region.tail :] if block.text]
    labels = (
        label.index
        for label, below in pairwise(lines)
        if below.index in lists.entries
        and not label.links
        and kind_of_words(label.text) is BlockType.END_LABEL
        and not is_newer(label.text)
    )
    return next(labels, len(lists.page.blocks))


def _may_be_entry(lists: Lists, i: int) -> bool:
    """True for an entry whose address is like the page's own, or that has a date and is no section's in a card."""
    if _is_akin_entry(lists, i):
        return True
    entry = lists.entries.get(i)
    target = entry.link.address if entry is not None else None
    if entry is None or target is None or target.kind is not Kind.PAGE or entry.date is None:
        return False
    is_button = is_neighbour(lists.page.blocks[i].text) or is_pager(entry.title) or _is_in_menu(lists, entry)
    return not is_button and not _is_section(lists, entry, i, None)


def _run(lists: Lists, first: int) -> list[int]:
    """The lines of entries from this one on that follow each other in boxes alike, without a label between."""
    run, gaps = [first], False
    blocks = lists.page.blocks
    for block in blocks[first + 1 :]:
        i = block.index
        if i >= run[-1] + NEAR:
            break
        if _may_be_entry(lists, i):
            if not _is_other(lists, blocks[run[-1]], i):
                continue
            if not _are_siblings(lists.page.boxes, blocks[run[-1]], block):
                break
            # The first line of words between two entries is the title of the next box; cards have one each.
            gap = any(_ends_list(line, started=True) and not line.links for line in blocks[run[-1] + 1 : i])
            if gap and not gaps and len(run) > 1:
                break
            gaps = gaps or gap
            run.append(i)
        elif not block.links and kind_of_words(block.text) in (BlockType.END_LABEL, BlockType.OTHER_NEWS):
            break
    return run


def _stands_below(page: Page, region: Region, first: int, last: int) -> bool:
    """True if a list is in the article's column: in one box with title and text, or in a box of its own below it.

    Args:
        page: the page.
        region: the article's part of it.
        first: the list's first line.
        last: the line of its last link.
    """
    if region.container is None:
        return False
    boxes = page.boxes
    column = boxes.around(page.blocks[max(region.head - 1, 0)].box, region.container)
    if boxes.tags[column] in TOO_WIDE:
        column = region.container
    around = boxes.around(page.blocks[first].box, page.blocks[last].box)
    while not boxes.holds(column, around) and _is_only_child(boxes, column):
        column -= 1
    if boxes.holds(column, around):
        inside = takewhile(lambda box: box != column, islice(boxes.path(around), _MAX_LEVELS))
        return not any(boxes.tags[box] in _SIDE or _SIDE_NAME.search(boxes.name(box)) for box in inside)
    parent = boxes.parents[column]
    if parent < 0 or not boxes.holds(parent, around):
        return False
    box = boxes.child_with(parent, around)
    if box < 0:
        return True  # columns are boxes
    width = _GRID.search(boxes.name(box))
    if width is not None and width[1] != _ALL_COLUMNS:
        return False
    if boxes.tags[box] in _SIDE or boxes.tags[box] == "td" or _SIDE_NAME.search(boxes.name(box)):
        return False
    near = [*range(max(first - 1 - _BESIDE, 0), first), *range(last + 1, min(last + 1 + NEAR, len(page.blocks)))]
    others = [i for i in near if page.blocks[i].text and boxes.holds(box, page.blocks[i].box)]
    return len(others) <= _BESIDE


def _is_only_child(boxes: Boxes, box: int) -> bool:
    parent = boxes.parents[box]
    return parent == box - 1 and parent >= 0 and boxes.ends[parent] == boxes.ends[box]


def _read_list(lists: Lists, start: int, label: Block | None, found: dict[str, OtherNews]) -> int:
    """Take the entries of a list, which a label may head; return the index of the line after it."""
    page = lists.page
    taken: list[Block] = []
    links: set[int] = set()
    i = start
    while i < len(page.blocks):
        block = page.blocks[i]
        entry = lists.entries.get(i)
        if taken and entry is not None and not _is_other(lists, taken[-1], i):
            _take(lists, entry, found)  # a second link of the same entry
        elif entry is not None and _is_article(lists, entry, taken) and not _is_section(lists, entry, start, label):
            alike = bool(taken) and page.boxes.shape(block.box) == page.boxes.shape(taken[0].box)
            if taken and not alike and (_in_new_box(page, i) or len(taken) >= _UNIFORM):
                return i
            taken.append(block)
            for one in lists.rows.get(i, [entry]):
                links.add(id(one.link))
                _take(lists, one, found)
        elif _ends_list(block, started=bool(taken)) and not _in_entry(lists, block, taken, links, label):
            return i
        i += 1
    return i


def _is_article(lists: Lists, entry: ListEntry, taken: list[Block]) -> bool:
    """True if an entry is a further article: by address, by words as long as a title, or by its place in the list."""
    target = entry.link.address
    block = lists.page.blocks[entry.link.block]
    if (
        target is None
        or len(entry.title) < MIN_TITLE
        or not link_words(entry.title)
        or is_pager(entry.title)
        or is_neighbour(block.text)
    ):
        return False
    if is_tag(entry.link) or is_authors(entry.link):
        return False
    if target.kind is Kind.ARTICLE:
        return True
    if target.kind is not Kind.PAGE:
        return False
    if target.key is not None or entry.date is not None or len(entry.title.split()) >= TITLE_WORDS:
        return True
    if not taken:
        return lists.is_akin(target)
    return _are_siblings(lists.page.boxes, taken[-1], block)


def _is_in_menu(lists: Lists, entry: ListEntry) -> bool:
    """True for a short name that is a link above the article too, as categories are."""
    return len(entry.link.text.split()) < TITLE_WORDS and entry.link.text in lists.menu


def _are_siblings(boxes: Boxes, one: Block, other: Block) -> bool:
    """True if two lines are in one box, or in two boxes of the same tags in one that lists them."""
    if one.box == other.box:
        return True
    around = boxes.around(one.box, other.box)
    if boxes.tags[around] in TOO_WIDE:
        return False
    paths = [_tags_below(boxes, block.box, around) for block in (one, other)]
    return paths[0] == paths[1] and 0 < len(paths[0]) <= CARD_LEVELS and paths[0][-1] not in _NO_ITEMS


def _tags_below(boxes: Boxes, box: int, around: int) -> list[str]:
    """The tags from a box up to below another that contains it, as far as they matter."""
    return [
        boxes.tags[inner]
        for inner in takewhile(lambda inner: inner != around, islice(boxes.path(box), CARD_LEVELS + 1))
    ]


def _in_entry(lists: Lists, block: Block, taken: list[Block], links: set[int], label: Block | None) -> bool:
    """True if a line belongs to an entry: of the same link, or in the same box of the list."""
    if block.links and all(id(link) in links for link in block.links):
        return True
    if not taken:
        return False
    blocks = lists.page.blocks
    before = taken[-1]
    near = range(block.index + 1, min(block.index + NEAR, len(blocks)))
    others = (blocks[i] for i in near if i in lists.entries and _is_other(lists, before, i))
    after = next((other for other in others if _are_siblings(lists.page.boxes, before, other)), None)
    other = next((one for one in reversed(taken[-NEAR:]) if one.box != before.box), None)
    return any(_hold(lists, before, one, block, label) for one in (after, other) if one is not None)


def _is_section(lists: Lists, entry: ListEntry, start: int, label: Block | None) -> bool:
    """True if a link stands in an entry's box beside a title whose address is like the page's own."""
    blocks, i = lists.page.blocks, entry.link.block
    if not lists.shape or (_is_akin_entry(lists, i) and not _is_in_menu(lists, entry)):
        return False
    near = range(max(i - NEAR, start), min(i + 2 * NEAR, len(blocks)))
    akin = [blocks[k] for k in near if k != i and _is_akin_entry(lists, k) and not _is_in_menu(lists, lists.entries[k])]
    return any(_hold(lists, one, other, blocks[i], label) for one, other in pairwise(akin))


def _hold(lists: Lists, one: Block, other: Block, block: Block, label: Block | None) -> bool:
    """True if the box around one of two entries that are listed side by side contains a line too."""
    boxes = lists.page.boxes
    if one.box == other.box or not _are_siblings(boxes, one, other):
        return False
    around = boxes.around(one.box, other.box)
    items = (boxes.child_with(around, one.box), boxes.child_with(around, other.box))
    if label is not None and boxes.holds(items[0], label.box):
        return False  # boxes with a label each
    return any(boxes.holds(item, block.box) for item in items)


def _is_other(lists: Lists, before: Block, i: int) -> bool:
    """True if two lines have entries that lead to different pages."""
    entries = (lists.entries[before.index], lists.entries[i])
    names = {entry.link.address.identity_for(entry.title) for entry in entries if entry.link.address is not None}
    return len(names) > 1


def _take(lists: Lists, entry: ListEntry, found: dict[str, OtherNews]) -> None:
    target = entry.link.address
    if target is None or not entry.title or lists.is_self(entry):
        return
    name = target.identity_for(entry.title)
    known = found.get(name)
    if known is None:
        found[name] = OtherNews(entry.title, target.url, entry.date.iso if entry.date else None)
    elif known.date is None and entry.date:
        known.date = entry.date.iso


def _ends_list(block: Block, *, started: bool) -> bool:
    text = block.text
    if not text or block.hidden:
        return False
    kind = kind_of_words(text)
    if kind in (BlockType.END_LABEL, BlockType.OTHER_NEWS):
        return True
    if block.links:
        if kind is BlockType.PAGER:
            return False
        # A menu or the footer: links that do not lead to an article.
        return started and not any(_leads_to_article(link) for link in block.links)
    if not started or kind is BlockType.BOILERPLATE or not any(char.isalpha() for char in text):
        return False
    return len(text) <= _BOX_TITLE and not any(char.isdigit() for char in text)


def _leads_to_article(link: Link) -> bool:
    target = link.address
    return target is not None and (target.kind is Kind.ARTICLE or target.key is not None or target.is_stateful)


def _in_new_box(page: Page, i: int) -> bool:
    """True if a line that is neither entry nor date is between this entry and the one before it."""
    block = page.blocks[i - 1]
    return bool(block.text) and not block.links and any(char.isalpha() for char in block.text)
