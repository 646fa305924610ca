"""Pictures of the article and their captions."""

from __future__ import annotations

import re

from scraper.items import Image
from scraper.pages.blocks import Block, Picture
from scraper.pages.boxes import Boxes
from scraper.pages.labels import is_boilerplate
from scraper.pages.lines import BlockType
from scraper.pages.page import Page
from scraper.pages.region import Region
from scraper.text.bylines import labelled_byline, signature
from scraper.text.fold import fold
from scraper.text.names import is_account

# Names of icons, buttons and badges, but not of photographs.
_ICON = re.compile(
    r"(?:^|[/_.-])(?:icons?|ico|logo|bullet|button|btn|spacer|blank|arrow|print|printer|email|mail|facebook|zalo"
    r"|twitter|share|rss|loading|star|avatar|no_?image|pixel|1x1|handle_cert|ncsc|qrcode|calendar|clock)[^/]*$"
    r"|/(?:themes?|skins?|smil(?:ey|ies)|emoticons|_layouts|templates?)/",
    re.IGNORECASE,
)
# Smaller pictures are ornaments.
_MIN_PIXELS = 60
_PIXELS = re.compile(r"\d+")
# "Ảnh: Các đồng chí lãnh đạo…": a labelled caption. "Ảnh: Công Nãng" after a sentence is a credit and stays as printed.
_CAPTION_LABEL = re.compile(r"^\W*(?:anh|hinh|hinh anh|anh minh hoa)\s*(?:\d+\s*)?[:.]\s*(?=\S)")
MAX_CAPTION = 300
_LONG_CAPTION = 120
_SHORT_PHRASE = 200
# More than half, since the photographer's name after a caption is often plain.
_EMPHASISED = 0.6
_SENTENCE_END = (".", "!", "?", ":", ";", "…", "/.")
# A table around a picture has a row for it and one for its caption; some have a spacer above or below.
_CAPTION_ROWS = 4
# Two to six pictures are usual side by side; each scans its row, so a row of thousands would take seconds.
_GRID_COLUMNS = 50
# "1. …", "II. …", "a) …" begin a part of the text, also under a picture.
_NUMBERED = re.compile(r"^(?:\d+[.)]|[IVX]+\.|[a-zđ]\)|[-+*•–])\s*")


def pictures(block: Block) -> list[Picture]:
    """The pictures of a line that are content."""
    return [picture for picture in block.pictures if _is_content(picture)]


def _is_content(picture: Picture) -> bool:
    source = picture.src
    if not source or source.startswith("data:") or _ICON.search(source.split("?")[0]):
        return False
    for length in (picture.width, picture.height):
        size = _PIXELS.match(length.strip())
        if size and "%" not in length and int(size[0]) < _MIN_PIXELS:
            return False
    return True


def find_images(page: Page, region: Region, start: int) -> tuple[list[Image], set[int]]:
    """Pictures between the title and the article's end, and the lines that are their captions.

    Args:
        page: the page.
        region: the article's part of it.
        start: first line to check (a picture may be right under the title).
    """
    found: list[Image] = []
    captions: set[int] = set()
    seen: set[str] = set()
    for block in page.blocks[start : region.end]:
        if block.index in region.boxed or block.hidden or region.kinds.get(block.index) is BlockType.ASIDE:
            continue
        for picture in pictures(block):
            address = page.targets.resolve(picture.src)
            if address is None or address.url in seen:
                continue
            seen.add(address.url)
            lines = _whole(page.blocks, region, _caption(page, region, block, captions))
            text = " ".join(page.blocks[i].text for i in lines)
            found.append(Image(address.url, _without_label(text) or None))
            captions.update(lines)
    # A labelled caption whose picture is above another line or drawn by script.
    for i in range(region.text, region.end):
        block = page.blocks[i]
        if i not in captions and _says_caption(block, region.kinds.get(i)) and len(block.text) <= MAX_CAPTION:
            captions.add(i)
            _give_caption(found, _without_label(block.text))
    return found, captions


def _whole(blocks: list[Block], region: Region, caption: int | None) -> list[int]:
    """The lines of a caption: the photographer may be on a separate line."""
    if caption is None:
        return []
    lines = [caption]
    for i in range(caption + 1, region.end):
        follower = blocks[i]
        if not (follower.broken and follower.box == blocks[caption].box and follower.text):
            break
        if not _says_caption(follower, region.kinds.get(i)):
            break
        lines.append(i)
    return lines


def _give_caption(images: list[Image], caption: str) -> None:
    for image in reversed(images):
        if image.caption is None:
            image.caption = caption
            return


def _caption(page: Page, region: Region, block: Block, taken: set[int]) -> int | None:
    """The line that is the caption of the pictures in a line."""
    blocks, boxes = page.blocks, page.boxes
    below = _below_in_grid(blocks, boxes, block)
    if below is not None:
        return below if below not in taken and _may_be(blocks[below], region) else None
    if block.text:
        # The words beside the picture in one line: its caption if they are few and set apart.
        return block.index if _sets_apart(boxes, block, block) and _may_be(block, region) else None
    for i in range(block.index + 1, min(block.index + 3, region.end)):
        candidate = blocks[i]
        if not candidate.text and not pictures(candidate):
            continue  # a spacer
        if i in taken or not _may_be(candidate, region) or _is_data(boxes, candidate, block):
            return None
        return i if _sets_apart(boxes, candidate, block) or _says_caption(candidate, region.kinds.get(i)) else None
    return None


def _may_be(block: Block, region: Region) -> bool:
    kind = region.kinds.get(block.index, BlockType.TEXT)
    return (
        kind in (BlockType.TEXT, BlockType.PROSE)
        and 3 <= len(block.text) <= MAX_CAPTION
        and not block.heading
        and not is_boilerplate(block.text)
        and labelled_byline(block.text) is None
        and not is_account(block.text)
        and not (block.align == "right" and signature(block.text, aligned=True) is not None)
    )


def _below_in_grid(blocks: list[Block], boxes: Boxes, picture: Block) -> int | None:
    """The caption of one of several pictures in a row, in the row below, each under its picture."""
    row, below = picture.row, boxes.next_to(picture.row)
    if below < 0 or boxes.tags[below] != "tr" or boxes.has_children(row, _GRID_COLUMNS + 1):
        return None
    cells, cells_below = list(boxes.children(row)), list(boxes.children(below))
    if picture.cell not in cells or not 1 < len(cells) == len(cells_below):
        return None
    under = cells_below[cells.index(picture.cell)]
    lines = range(picture.index + 1, min(picture.index + 2 * len(cells) + 2, len(blocks)))
    found = [i for i in lines if blocks[i].cell == under]
    return found[0] if len(found) == 1 and blocks[found[0]].text else None


def _is_data(boxes: Boxes, candidate: Block, picture: Block) -> bool:
    """True if the line is a cell of a table that has more than one column."""
    row = candidate.row
    return row >= 0 and row != picture.row and boxes.has_children(row, 2)


def _says_caption(block: Block, kind: BlockType | None) -> bool:
    return kind in (BlockType.TEXT, BlockType.PROSE) and _CAPTION_LABEL.match(fold(block.text)) is not None


def _sets_apart(boxes: Boxes, line: Block, picture: Block) -> bool:
    """True if the page formats this line as a part of the picture."""
    if boxes.tags[line.box] == "figcaption" or any(
        boxes.tags[box] == "figure" for box in boxes.path(boxes.parents[line.box])
    ):
        return True
    if _in_rows_of_one_table(boxes, line, picture):
        # Rows of the page's layout contain more than a caption.
        return line.row != picture.row and not boxes.has_children(boxes.parents[line.row], _CAPTION_ROWS + 1)
    if _CAPTION_NAMES.search(boxes.classes.get(line.box, "")):
        return True
    return not _NUMBERED.match(line.text) and (_looks_apart(line) or _is_short_phrase(boxes, line, picture))


def _in_rows_of_one_table(boxes: Boxes, line: Block, picture: Block) -> bool:
    """True if the line is in another cell of the picture's table."""
    if min(picture.cell, line.cell, picture.row, line.row) < 0 or line.cell == picture.cell:
        return False
    return boxes.parents[picture.row] == boxes.parents[line.row]


def _looks_apart(line: Block) -> bool:
    """True if the line is centred or emphasised, as captions are.

    Word paste makes whole paragraphs bold; a caption of that length would be one sentence without a full stop.
    """
    is_paragraph = len(line.text) > _LONG_CAPTION and line.text.endswith(_SENTENCE_END)
    return line.align == "center" or (line.emphasis > _EMPHASISED and not is_paragraph)


def _is_short_phrase(boxes: Boxes, line: Block, picture: Block) -> bool:
    """True if the line does not end as a sentence does, and is short or in the picture's own box."""
    in_its_box = line.box == picture.box or boxes.parents[line.box] == picture.box
    return (in_its_box or len(line.text) <= _SHORT_PHRASE) and not line.text.endswith(_SENTENCE_END)


_CAPTION_NAMES = re.compile(r"caption|chu-?thich|img-?title|imgalt|image-?note|photo-?desc|desc-?img", re.IGNORECASE)


def _without_label(text: str) -> str:
    found = _CAPTION_LABEL.match(fold(text))
    return text[found.end() :] if found else text
