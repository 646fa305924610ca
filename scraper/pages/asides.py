"""Lines that belong to a page and not to its article, by the tags and names of the boxes around them.

Comments, the author's note, newsletters, rows of buttons, lists of tags, footers: systems name such boxes in English
and use the same names in thousands of themes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from scraper.pages.blocks import Block
from scraper.pages.boxes import TOO_WIDE, Boxes

_TAGS = frozenset({"aside", "footer", "nav", "menu", "label", "legend"})
# In a quotation, its source.
_QUOTES = frozenset({"blockquote", "figure"})
# Before each word of a name is a space or a hyphen, which is searched for at once.
_COMMENTS = re.compile(
    r"[\s-](?:comments?|comment(?:s|list|area|form|block|wrap|box)|respond|disqus|binh-?luan|y-?kien|phan-?hoi|nhan-?xet"
    r"|feedback|discussion)\b"
)
_ASIDES = re.compile(
    r"[\s-](?:(?:author-?(?:bio|box|info|note|card|profile|about|description|desc|details|block|area|wrap|content)"
    r"|about-(?:the-)?author|bio|biography|saboxplugin|molongui"
    r"|newsletters?|subscribe|subscription|sign-?up|opt-?in|mailchimp|paywall|pay-?wall|gate|regwall"
    r"|related|recommended|recommendations?|recirc|recirculation|read-?more|more-stories|also-?read|lien-?quan|tin-?khac"
    r"|trending|popular|most-?read|doc-?nhieu|xem-?nhieu|you-may-also-like"
    r"|shar(?:e|ing)|sharedaddy|social|socials|addtoany|addthis|chia-?se|follow-?us"
    r"|tags|tag-?(?:list|links|cloud|box|cont)|keywords|tu-?khoa|taxonom(?:y|ies)|cat-links"
    r"|ratings?|star-?ratings?|votes?|voting|danh-?gia|binh-?chon"
    r"|copyright|footer|colophon|site-info|sidebar|side-bar|pagination|pager|breadcrumbs?|toolbar|tools"
    r"|adverti[sz](?:e?ment|ing)|advert|ads?|adsbygoogle|banner|sponsor(?:ed)?|promo(?:tion)?|quang-?cao"
    r"|cookies?|gdpr|consent|modal|popup|dialog|post-?navigation|nav-links|entry-footer|post-footer)\b"
    r"|(?<=\s)(?:widget|bottom)(?!\S))"
)
# A name has words: "authorBox", "post_tags". Class names of Tailwind and hashes have none of ours.
_CAMEL = re.compile(r"[A-Z](?<=[a-z][A-Z])")
_SEPARATED = re.compile(r"[^a-z0-9\s]+")
# "has-share", "comments-open", "no-sidebar" describe a page or an article.
_STATES = re.compile(
    r"[\s-](?:(?:has|no|with|without|is|show|hide|enable)-"
    r"|(?<=-)(?:open|closed|enabled|disabled|on|off|allowed)(?!\S))"
)
# Boxes and names repeat on all pages of a site.
_REPEATED = 4096
# A box with more than half of the sentences of the one around it has the same text.
_MOST = 2
# A heading's own boxes; those further out may be of the whole page.
_NEAR_LEVELS = 3
# Further boxes around one line are nested comments.
_LEVELS = 8


@lru_cache(maxsize=_REPEATED)
def _named(name: str) -> str:
    """What the names of a box say: ``comments``, ``aside`` or nothing."""
    words = _CAMEL.sub(r"-\g<0>", name) if _CAMEL.search(name) is not None else name
    plain = " " + _SEPARATED.sub("-", words.lower())
    if _STATES.search(plain):
        plain = "".join(word for word in (f" {word}" for word in plain.split()) if not _STATES.search(word))
    if _COMMENTS.search(plain):
        return "comments"
    return "aside" if _ASIDES.search(plain) else ""


def aside_lines(blocks: list[Block], boxes: Boxes, head: int, sentences: set[int]) -> set[int]:
    """The indices of lines from ``head`` on in boxes that are no part of the article.

    Args:
        blocks: the lines of the page.
        boxes: the boxes around them.
        head: the first line below the title.
        sentences: the lines that are running text.
    """
    title = blocks[head - 1].box if head else 0
    around: dict[int, tuple[int, ...]] = {}
    kinds: dict[int, str] = {}
    lines = blocks[head:]
    for block in lines:
        if block.box not in around:
            _note_asides(boxes, block.box, title, around, kinds)
    chars = dict.fromkeys(kinds, 0)
    outside = 0
    for block in lines:
        if block.index in sentences:
            outer = around[block.box]
            outside += 0 if outer else block.own_chars
            for box in outer:
                chars[box] += block.own_chars
    own = {box for box, kind in kinds.items() if kind != "comments" or outside}
    own -= _holding_text(boxes, {box: chars[box] for box in own if kinds[box] != "comments"}, outside)
    return {block.index for block in lines if not own.isdisjoint(around[block.box])}


def _holding_text(boxes: Boxes, chars: dict[int, int], outside: int) -> set[int]:
    """The asides, one in the other, with more sentences than there are outside of all: their names are no asides'."""
    largest = max(chars, key=chars.__getitem__, default=-1)
    if largest < 0 or chars[largest] <= outside:
        return set()
    nested = (box for box in chars if boxes.holds(box, largest) or boxes.holds(largest, box))
    return {box for box in nested if _MOST * chars[box] > chars[largest]}


def is_aside(boxes: Boxes, block: Block) -> bool:
    """True if one of the boxes right around a line has the tag or the name of an aside."""
    return any(_kind_of(boxes, box) for box in islice(boxes.path(block.box), _NEAR_LEVELS))


def _note_asides(boxes: Boxes, box: int, title: int, around: dict[int, tuple[int, ...]], kinds: dict[int, str]) -> None:
    """Note for a box which boxes around it have a name or tag of an aside and do not hold the title, by kind."""
    parents = boxes.parents
    path: list[int] = []
    while box >= 0 and box not in around:
        path.append(box)
        box = parents[box]
    known = around.get(box, ())
    for inner in reversed(path):
        if len(known) < _LEVELS and (kind := _kind_of(boxes, inner)) and not boxes.holds(inner, title):
            known = (*known, inner)
            kinds[inner] = kind
        around[inner] = known


def _kind_of(boxes: Boxes, box: int) -> str:
    tag = boxes.tags[box]
    if tag in _TAGS:
        quoted = any(boxes.tags[outer] in _QUOTES for outer in islice(boxes.path(box), 1, 3))
        return "" if quoted else "aside"
    if tag in TOO_WIDE:
        return "aside" if tag == "form" else ""
    is_named = box in boxes.classes or box in boxes.ids
    return _named(boxes.name(box)) if is_named else ""
