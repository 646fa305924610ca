"""Pictures of the article and their captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from scraper.addresses import Kind
from scraper.items import Image
from scraper.pages.blocks import Block, Picture
from scraper.pages.boxes import Boxes
from scraper.pages.labels import is_boilerplate
from scraper.pages.lines import BlockType, line_kind
from scraper.pages.page import Page
from scraper.pages.region import Region
from scraper.pages.sources import is_placeholder
from scraper.text.bylines import labelled_byline, signature
from scraper.text.fold import fold
from scraper.text.names import is_account

# Names of icons, buttons and badges, but not of photographs.
_ICON = re.compile(
    r"(?:^|[/_.-])(?:icons?|ico|logo|bullet|button|btn|spacer|blank|arrow|print|printer|email|mail|facebook|zalo"
    r"|twitter|share|rss|loading|star|avatar|no_?image|pixel|1x1|handle_cert|ncsc|qr-?code|calendar|clock|gravatar)[^/]*$"
    r"|/(?:themes?|skins?|smil(?:ey|ies)|emoticons|emojis?|twemoji|_layouts|templates?|file-?(?:icons?|types?)|mimetypes?)/"
    # Signs of file types, and of unnamed things: pdf.gif, word-2.png, f.gif.
    r"|/(?:file-?|type-?|ext-?)?(?:pdf|docx?|xlsx?|pptx?|word|excel|powerpoint|zip|rar|txt|file|files|attach\w*|download"
    r"|dinh-?kem|tai-?ve|[a-z])[-_]?\d{0,3}\.(?:gif|png|svg|ico)$",
    re.IGNORECASE,
)
_ICON_CLASS = re.compile(
    r"(?:^|[\s_-])(?:icons?|emojis?|wp-smiley|avatar|gravatar|qr-?code|file-?icon|logo)(?:$|[\s_-])", re.IGNORECASE
)
# Hosts and paths that count readers, show advertisements or draw codes, by any name.
_SERVICE = re.compile(
    r"//(?:[\w.-]+\.)?(?:gravatar\.com|doubleclick\.net|googlesyndication\.com|googleadservices\.com|adnxs\.com|criteo\.\w+"
    r"|google-analytics\.com|statcounter\.com|histats\.com|scorecardresearch\.com|s\.w\.org|qrserver\.com|adtimaserver\.vn"
    r"|admicro\.vn|addthis\.com|sharethis\.com)/|facebook\.com/tr\b|[?&]cht=qr\b"
    r"|/(?:counter|tracking|track|beacon|collect|qr|hit|stats?)(?:[./?]|$)",
    re.IGNORECASE,
)
_AD_PATH = re.compile(r"(?:^|/)(?:ads?|adv|advert\w*|quang-?cao|doi-?tac|sponsors?)(?:/|[-_.]?\d*[-_.])", re.IGNORECASE)
_AD_BOX = re.compile(
    r"(?:^|[\s_-])(?:ads?|adv|advert\w*|adsbygoogle|quang-?cao|qc|sponsor\w*|doitac|author-?(?:bio|box|info)|avatar"
    r"|comments?|comment-?list|share|sharing|social\w*|qr-?code)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
_BANNER = re.compile(r"(?:^|[\s/_.-])banners?(?:$|[\s/_.\d-])", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)$", re.IGNORECASE)
# Boxes of an article's parts are within this number of levels around a picture.
_BOX_LEVELS = 6
# From a picture to the box of its slide.
_SLIDE_LEVELS = 3
# Names of what shows one picture after another.
_GALLERY = re.compile(
    r"slid|carousel|swiper|slick|gallery|album|lightbox|owl-|fotorama|photo-?(?:list|story|set)|splide|flickity|bxslider",
    re.IGNORECASE,
)
# Copies of one picture in other sizes: -300x200.jpg, /thumbs/, ?w=600.
_COPY_NAME = re.compile(r"(?:-\d{2,4}x\d{2,4}|-scaled)(?=\.\w{3,4}$)")
_COPY_FOLDER = re.compile(
    r"/(?:_?thumbs?|thumbnails?|resized?|small|medium|large|\d{2,4}x\d{2,4}|w\d{2,4}|zoom/\d+_\d+)(?=/)", re.IGNORECASE
)
_COPY_PARAMS = frozenset("w h width height size quality q fit resize crop ssl strip v ver mode scale t itok".split())
# Smaller pictures are ornaments.
_MIN_PIXELS = 60
_PIXELS = re.compile(r"\d+")
# "Ảnh: Các đồng chí lãnh đạo…": a labelled caption. "Ảnh: Công Nãng" after a sentence is a credit and stays as printed.
_CAPTION_LABEL = re.compile(r"^\W*(?:anh|hinh|hinh anh|anh minh hoa)\s*(?:\d+\s*)?[:.]\s*(?=\S)")
# Few lines begin so; only they are folded.
_FIRST_LETTER, _FIRST_OF_LABEL = re.compile(r"\w"), "ah"
_BYLINE = re.compile(r"[\W_]*(?:duoc )?(?:viet|dang|soan|bien tap|cap nhat|post(?:ed)?|written) (?:boi|by)\b")
MAX_CAPTION = 300
_LONG_CAPTION = 120
_SHORT_PHRASE = 200
# More than half, since the photographer's name after a caption is often plain.
_EMPHASISED = 0.6
# A bold paragraph of this length before all other text is its lead.
_LEAD_LENGTH = 60
_LEAD_EMPHASIS = 0.8
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
    if is_placeholder(source) or _ICON.search(source.split("?")[0]) or _SERVICE.search(source):
        return False
    if picture.name and _ICON_CLASS.search(picture.name):
        return False
    for length in (picture.width, picture.height):
        size = _PIXELS.match(length.strip())
        if size and "%" not in length and int(size[0]) < _MIN_PIXELS:
            return False
    return True


def _is_advertisement(page: Page, region: Region, block: Block, picture: Picture) -> bool:
    """True for a picture in a box of advertisements, comments or the like, or one of a folder of such."""
    target = picture.link.address if picture.link is not None else None
    leads_away = target is not None and target.kind is Kind.FOREIGN and not _PICTURE_FILE.search(target.url)
    path = picture.src.partition("?")[0]
    if _AD_PATH.search(path) or (leads_away and _BANNER.search(path)):
        return True
    around = region.container if region.container is not None else 0
    for box in islice(page.boxes.path(block.box), _BOX_LEVELS):
        if page.boxes.holds(box, around):
            return False
        name = page.boxes.name(box)
        if _AD_BOX.search(name) or (leads_away and _BANNER.search(name)):
            return True
    return False


def find_images(page: Page, region: Region, start: int) -> tuple[list[Image], set[int]]:
    """Pictures between the title and the article's end, and the lines that are their captions.

    Args:
        page: the page.
        region: the article's part of it.
        start: first line to check (a picture may be right under the title).
    """
    found: dict[str, Image] = {}
    captions: set[int] = set()
    shown = _shapes_of_pictures(page, start, region.end)
    for block in page.blocks[start : region.end]:
        kind = region.kinds.get(block.index)
        if not block.pictures or block.index in region.boxed or kind is BlockType.ASIDE:
            continue
        is_slide = _is_slide(page, region, block, shown)
        if block.hidden and not is_slide:
            continue
        for picture in pictures(block):
            address = page.targets.resolve(picture.src)
            if address is None or (picture.hidden and not is_slide):
                continue
            if _is_advertisement(page, region, block, picture):
                continue
            _add(found, address.url, _printed_caption(page, region, block, picture, captions))
    images = list(found.values())
    # A labelled caption whose picture is above another line or drawn by script.
    for i in range(region.text, region.end):
        block = page.blocks[i]
        if i not in captions and len(block.text) <= MAX_CAPTION and _says_caption(block, region.kinds.get(i)):
            captions.add(i)
            _give_caption(images, _without_label(block.text))
    return images, captions


def _printed_caption(page: Page, region: Region, block: Block, picture: Picture, captions: set[int]) -> str | None:
    """The caption below a picture, else the one for the viewer that opens it; its lines join the captions."""
    lines = _whole(page.blocks, region, _caption(page, region, block, captions))
    captions.update(lines)
    text = " ".join(page.blocks[i].text for i in lines) or picture.caption
    return _without_label(text) or None


def _add(found: dict[str, Image], url: str, caption: str | None) -> None:
    """Add a picture; of one that is there in another size, the caption and the whole size."""
    key = _key(url)
    known = found.get(key)
    if known is None:
        found[key] = Image(url, caption)
        return
    if known.caption is None:
        known.caption = caption
    if _is_copy(known.url) and not _is_copy(url):
        known.url = url


def _key(url: str) -> str:
    """An address that all sizes of one picture share."""
    parts = urlsplit(url)
    path = _COPY_NAME.sub("", _COPY_FOLDER.sub("", parts.path))
    query = "&".join(pair for pair in parts.query.split("&") if pair.partition("=")[0].lower() not in _COPY_PARAMS)
    return f"{parts.netloc}{path}?{query}"


def _is_copy(url: str) -> bool:
    path = urlsplit(url).path
    return _COPY_NAME.search(path) is not None or _COPY_FOLDER.search(path) is not None


def _shapes_of_pictures(page: Page, start: int, stop: int) -> set[tuple[int, str, str]]:
    """The boxes with pictures that are shown, by what those beside them share."""
    shown = (block for block in page.blocks[start:stop] if block.pictures and not block.hidden)
    return {shape for block in shown for shape in _shapes(page.boxes, block) if shape[2]}


def _shapes(boxes: Boxes, block: Block) -> Iterator[tuple[int, str, str]]:
    """Parent, tag and first class of the boxes around a picture."""
    for box in islice(boxes.path(block.box), _SLIDE_LEVELS):
        yield boxes.parents[box], boxes.tags[box], boxes.classes.get(box, "").partition(" ")[0]


def _is_slide(page: Page, region: Region, block: Block, shown: set[tuple[int, str, str]]) -> bool:
    """True for a hidden picture that is one of a gallery's: beside one that is shown, or in a box that says so."""
    if not block.hidden and not any(picture.hidden for picture in block.pictures):
        return False
    if not shown.isdisjoint(_shapes(page.boxes, block)):
        return True
    around = region.container if region.container is not None else 0
    for box in islice(page.boxes.path(block.box), _BOX_LEVELS):
        if page.boxes.holds(box, around):
            return False
        if _GALLERY.search(page.boxes.name(box)):
            return True
    return False


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
        if candidate.hidden != block.hidden or (block.hidden and not _share_box(boxes, candidate, block)):
            return None
        if _begins_text(page, region, block, candidate):
            return None
        says = _says_caption(candidate, _kind(region, candidate))
        return i if _sets_apart(boxes, candidate, block) or says else None
    return None


def _share_box(boxes: Boxes, one: Block, other: Block) -> bool:
    """True if a line and a picture are in one slide."""
    return boxes.holds(boxes.parents[one.box], other.box) or boxes.holds(boxes.parents[other.box], one.box)


def _kind(region: Region, block: Block) -> BlockType:
    """The kind of a line; of one in a hidden slide, as if it were shown."""
    if block.hidden:
        return line_kind(replace(block, hidden=False))
    return region.kinds.get(block.index, BlockType.TEXT)


def _begins_text(page: Page, region: Region, picture: Block, line: Block) -> bool:
    """True for a bold line below a picture that leads the text or a part of it: captions are more often italic."""
    boxes = page.boxes
    is_bold = line.emphasis > _LEAD_EMPHASIS and line.italic < _EMPHASISED and line.align != "center"
    if not is_bold or line.hidden or _is_framed(boxes, line) or _says_caption(line, _kind(region, line)):
        return False
    if line.row >= 0 and line.row != picture.row and picture.row >= 0:
        return False  # the row below a picture
    kinds = [_kind(region, block) for block in page.blocks[region.head : picture.index]]
    is_first = BlockType.PROSE not in kinds
    if is_first and len(line.text) >= _LEAD_LENGTH:
        return True
    # Parts of one text have headings of one look.
    alike = (
        block
        for block in page.blocks[region.text : region.tail]
        if block is not line and block.emphasis > _LEAD_EMPHASIS and block.italic < _EMPHASISED and not block.hidden
    )
    return any(
        boxes.shape(block.box) == boxes.shape(line.box)
        and len(block.text) <= _LONG_CAPTION
        and not page.blocks[block.index - 1].pictures
        and _kind(region, block) in (BlockType.TEXT, BlockType.PROSE)
        and _heads(page, region, block)
        for block in alike
    ) and _heads(page, region, line)


def _heads(page: Page, region: Region, line: Block) -> bool:
    """True if running text follows a line."""
    return region.kinds.get(line.index + 1) is BlockType.PROSE and not page.blocks[line.index + 1].emphasis


def _is_framed(boxes: Boxes, line: Block) -> bool:
    """True for a line that the markup names a part of a picture."""
    named = (boxes.tags[box] in ("figure", "figcaption") for box in boxes.path(line.box))
    return any(named) or _CAPTION_NAMES.search(boxes.classes.get(line.box, "")) is not None


def _may_be(block: Block, region: Region) -> bool:
    return (
        _kind(region, block) in (BlockType.TEXT, BlockType.PROSE)
        and 3 <= len(block.text) <= MAX_CAPTION
        and not block.heading
        and not is_boilerplate(block.text)
        and labelled_byline(block.text) is None
        and _BYLINE.match(fold(block.text)) is None
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
    return kind in (BlockType.TEXT, BlockType.PROSE) and _caption_label(block.text) is not None


def _caption_label(text: str) -> re.Match[str] | None:
    first = _FIRST_LETTER.search(text)
    if first is None or fold(first[0]) not in _FIRST_OF_LABEL:
        return None
    return _CAPTION_LABEL.match(fold(text))


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
    found = _caption_label(text)
    return text[found.end() :] if found else text
