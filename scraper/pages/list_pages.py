"""Tell a page of a list from an article: titles of further articles are between its lines."""

from __future__ import annotations

from scraper.addresses import Kind
from scraper.pages.attachments import leads_to_file
from scraper.pages.blocks import Block
from scraper.pages.body import SHORT_BODY
from scraper.pages.lines import BlockType
from scraper.pages.page import Page
from scraper.pages.region import Region

# This number of titles of further articles between the lines makes a list.
MIN_LIST = 3
MIN_TITLE = 20
# Titles between the lines of a list make this share of its text at least; further reading in an article does not.
_LONGER = 4
# Shorter links below the title are names of sections.
MIN_ENTRY = 30


def is_list_page(page: Page, region: Region) -> bool:
    """True if titles of further articles are between many of the lines, or before each, which are then teasers."""
    links = lines = led = chars = linked = prose = 0
    entry = False
    inside = [page.blocks[i] for i in range(region.head, region.tail) if i not in region.boxed]
    # Short titles among longer ones have the same place in their entries.
    leading = [block for block in inside if block.links and _leads_on(page, block)]
    shapes = {page.boxes.shape(block.box) for block in leading}
    for block in inside:
        kind = region.kinds[block.index]
        if kind is not BlockType.DATE:
            chars, linked = chars + len(block.text), linked + block.link_chars
        if kind is BlockType.LINKS:
            is_file = any(map(leads_to_file, block.links))
            links += block.index >= region.text and len(block.text) >= MIN_TITLE and not is_file
            entry = entry or page.boxes.shape(block.box) in shapes or _leads_on(page, block)
        elif kind is BlockType.PROSE:
            lines += 1
            prose += block.own_chars
            led += entry
            entry = False
    if len(leading) >= MIN_LIST and linked * 2 > chars:
        return True  # rows of a table, each with a title and a date
    if (
        chars < SHORT_BODY
        and sum(_leads_on(page, block) for block in page.blocks[region.tail : region.end]) >= MIN_LIST
    ):
        return True  # the head of such a table was taken for the text
    return 0 < lines * 2 <= led * 3 or (links >= MIN_LIST and links * 2 >= lines and linked * _LONGER >= prose)


def _leads_on(page: Page, block: Block) -> bool:
    """True if a line links another article of the site, or words as long as a title."""
    for link in block.links:
        target = link.address
        if target is None or not link.text or target.identity == page.address.identity or leads_to_file(link):
            continue
        if target.kind is Kind.ARTICLE or (target.kind is Kind.PAGE and len(link.text) >= MIN_ENTRY):
            return True
    return False
