"""The title: the line that the address, the link that led here, and the head of the page agree on.

Portals print titles in ``<h1>``, in ``<font>`` and in bare cells, and ``<h1>`` is often the site's name. The slug in
the address and the words of the link outlive every redesign, so they have the greatest weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote

from scraper.pages.asides import is_aside
from scraper.pages.blocks import Block
from scraper.pages.boxes import Boxes
from scraper.pages.labels import is_end_label, is_other_news, link_words
from scraper.pages.lines import REPEATED_LINES, BlockType, line_kind, printed_dates
from scraper.text.dates import split_trailing_date
from scraper.text.fold import fold
from scraper.text.scripts import extent

if TYPE_CHECKING:
    from scraper.pages.page import Page

MIN_LENGTH, MAX_LENGTH = 2, 400
# Weights of the evidence for a line. A slug or the words of the link outweigh any markup; the head's title helps if it
# is not the site's name; markup decides between several occurrences of the title.
_SLUG, _LINK, _IN_LINK, _HEAD, _HEAD_MIDDLE, _NAMED, _EMPHASIS = 12, 10, 6, 5, 2, 2, 1
# The end of an address that no scheme matches may be a title, or the name of a list.
_UNKNOWN_SLUG = 4
# A slug this long is not the name of a list.
_TITLE_SLUG = 25
_HEADINGS = {1: 4, 2: 3, 3: 2, 4: 1}
_MOSTLY_LINK = -8
# A lower score has only a small heading or a bold line as evidence.
MIN_SCORE = 4
# … and for a heading as long as a title, if no better line has any text below it.
_HEADING_SCORE, _HEADING_WORDS = 3, 5
_MORE_TEXT = 5
# Share of the text after the best line that a later one must have after it to be the title.
_MOST_TEXT = 0.7
# A large heading that the head repeats is a title without further evidence.
_CLEAR_SCORE = 8
_BOLD = 0.8
_MENU_LINES = 10
# A date is the next line, or behind one or two cells with a picture or a rule.
_SPACERS = 3
_NAMES = re.compile(r"title|tieu-?de|headline|subject|tenbai", re.IGNORECASE)
_WORDS = re.compile(r"\w+")
_NO_LETTERS = re.compile(r"[\W_]+")
# Menus fill hundreds of lines above a title; after thousands, the text has long begun.
_LINES = 3_000
# Lists cut titles, and append a badge to new ones: "…hội nghịNew".
_BADGE = re.compile(r"(?<![.…\s])[.…\s]*+(?:(?<=\w)New)?$")
# A cut slug must still be too long for a coincidence.
_MIN_CUT = 16
# Fewer letters match by chance.
_MIN_LETTERS, _MIN_IN_HEAD = 6, 10


@dataclass(frozen=True, slots=True)
class Title:
    """The title and its line (the last one, if it is broken over several)."""

    text: str
    first: int
    last: int
    in_address: bool
    """The address (or the link that led here) says the same."""
    rule: str = ""
    is_headline: bool = False
    """It is set apart, and the head begins or ends with it; or a heading, of which the head has half of the words."""


@lru_cache(maxsize=REPEATED_LINES)
def letters(text: str) -> str:
    """The folded letters and digits of a text in any script, as in slugs, which may be percent-encoded."""
    if text.isascii():
        if "%" not in text or (decoded := unquote(text)) == text:
            return _NO_LETTERS.sub("", text.lower())
        text = decoded
    return _NO_LETTERS.sub("", fold(normalize("NFC", text)))


def same_as_slug(compact: str, slug: str) -> bool:
    """True if letters agree with a slug, which may be cut, drop ``đ``, and have hyphens inside decomposed words."""
    if not compact or extent(slug) < _MIN_LETTERS:
        return False
    if compact == slug:
        return True
    if compact[0] != slug[0] and "d" not in (compact[0], slug[0]):
        return False  # nearly all lines
    is_cut = extent(slug) >= _MIN_CUT
    return is_cut and (compact.startswith(slug) or compact.replace("d", "").startswith(slug.replace("d", "")))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be the title, and the evidence for it."""

    score: int
    block: Block
    in_address: bool
    """The address (or the link that led here) says the same."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of the title outside the lines, as :func:`letters`."""

    slug: str
    """In the address."""
    hints: list[str]
    """Words of the links that led here."""
    heads: list[str]
    """In the head, beside the names of sections and site."""

    @classmethod
    def of(cls, page: Page, link_texts: tuple[str, ...]) -> Stated:
        """What a page, its address and the links that led to it say."""
        slug = letters(page.address.title_slug)
        hints = [letters(link_words(_BADGE.sub("", text))) for text in link_texts]
        hints = [hint for hint in hints if extent(hint) >= _MIN_LETTERS]
        return cls(slug, hints, [letters(text) for text in page.head.titles])


def find_title(page: Page, link_texts: tuple[str, ...] = ()) -> Title | None:
    """The title of the article on a page; None if no line has enough evidence.

    Args:
        page: the page.
        link_texts: words of the links that led here, as far as known.
    """
    stated = Stated.of(page, link_texts)
    prose_after = _prose_after(page.blocks)
    found = list(_candidates(page, stated))
    best = _best(found)
    best = _or_heading(best, found, prose_after)
    best = _or_dated(best, page, prose_after) or _small_heading(page, prose_after)
    if not best:
        return None
    # Breadcrumbs repeat the title before it, lists and share boxes after the text: take the last one that still has the
    # text after it.
    most = max(prose_after[candidate.block.index] for candidate in best)
    chosen = [candidate for candidate in best if prose_after[candidate.block.index] >= _MOST_TEXT * most][-1]
    title = _whole(page, chosen.block, stated, chosen.in_address)
    is_headline = _heads_page(page, chosen.block, stated)
    return replace(title, rule=_why(page, chosen.block, stated), is_headline=is_headline)


def _candidates(page: Page, stated: Stated) -> Iterator[Candidate]:
    """The lines with any evidence, in page order."""
    for block in page.blocks[:_LINES]:
        if block.hidden or not MIN_LENGTH <= len(block.text) <= MAX_LENGTH:
            continue
        if block.item and block.link_chars * 2 > len(block.text) and not block.heading:
            continue  # an entry of a menu or list
        score, in_address = _score(page, block, stated)
        if score < _HEADING_SCORE or _is_date(block):
            continue
        if in_address or not _heads_box(page, block):
            yield Candidate(score, block, in_address)


def _is_date(block: Block) -> bool:
    return bool(printed_dates(block.text)) or not split_trailing_date(block.text)[0]


def _heads_box(page: Page, block: Block) -> bool:
    """True for the label of a box beside the article; a page may have its ``<h1>`` anywhere."""
    if is_other_news(block.text) or is_end_label(block.text):
        return True
    return block.heading != 1 and is_aside(page.boxes, block)


def _heads_page(page: Page, block: Block, stated: Stated) -> bool:
    """True if a line is set apart and the head begins or ends with it, or has half of the words of a heading."""
    is_apart = _is_apart(page.boxes, block) or _is_over_date(page.blocks, block)
    if is_apart and _said_by_head(letters(block.text), stated.heads) == _HEAD:
        return True
    if not block.heading:
        return False
    words = set(_WORDS.findall(fold(block.text)))
    if len(words) < _HEADING_WORDS:
        return False
    return any(2 * len(words & set(_WORDS.findall(fold(head)))) >= len(words) for head in page.head.titles)


def _best(found: list[Candidate]) -> list[Candidate]:
    """The candidates of the highest score, if it is high enough."""
    highest = max((candidate.score for candidate in found), default=0)
    return [candidate for candidate in found if candidate.score == highest >= MIN_SCORE]


def _or_heading(best: list[Candidate], found: list[Candidate], prose_after: list[int]) -> list[Candidate]:
    """The first heading as long as a title, if the best have hardly any text below: then the head names the site."""
    headings = (c for c in found if c.block.heading and len(c.block.text.split()) >= _HEADING_WORDS)
    heading = next(headings, None)
    if heading is None or any(candidate.in_address for candidate in best):
        return best
    behind = max((prose_after[candidate.block.index] for candidate in best), default=0)
    return [heading] if behind * _MORE_TEXT < prose_after[heading.block.index] else best


def _small_heading(page: Page, prose_after: list[int]) -> list[Candidate]:
    """The first heading of any level as long as a title, if nearly all sentences are below it."""
    for block in page.blocks[:_LINES]:
        if not prose_after[block.index] or prose_after[block.index] < _MOST_TEXT * prose_after[0]:
            break
        is_long = len(block.text.split()) >= _HEADING_WORDS and len(block.text) <= MAX_LENGTH
        if (
            block.heading
            and is_long
            and not (block.links or block.hidden or _heads_box(page, block) or _is_date(block))
        ):
            return [Candidate(MIN_SCORE, block, in_address=False)]
    return []


def _or_dated(best: list[Candidate], page: Page, prose_after: list[int]) -> list[Candidate]:
    """The first line above a date, as titles are, if the site's name is the only evidence for the best."""
    if best and best[0].in_address:
        return best
    blocks = page.blocks
    over_dates = [block for block in blocks[:_LINES] if prose_after[block.index] and _stands_over_date(blocks, block)]
    dated = next((block for block in over_dates if _is_apart(page.boxes, block)), None)
    if dated is not None:
        return (
            best if best and not _is_sites(blocks, best[0], dated) else [Candidate(MIN_SCORE, dated, in_address=False)]
        )
    # A line like any other, but with a sentence below the date, if the best has hardly any.
    plain = next((block for block in over_dates if _is_over_sentence(blocks, block)), None)
    behind = max((prose_after[candidate.block.index] for candidate in best), default=0)
    if plain is None or behind * _MORE_TEXT >= prose_after[plain.index]:
        return best
    return [Candidate(MIN_SCORE, plain, in_address=False)]


def _is_sites(blocks: list[Block], best: Candidate, dated: Block) -> bool:
    """True if the line that the head repeats is the site's name: no clear heading, or with a menu below it."""
    menu = sum(bool(line.links) for line in blocks[best.block.index + 1 : dated.index])
    return best.score < _CLEAR_SCORE or menu >= _MENU_LINES


def _stands_over_date(blocks: list[Block], block: Block) -> bool:
    """True for a line as long as a title with only a date below it."""
    if block.hidden or block.links or block.item or not MIN_LENGTH <= len(block.text) <= MAX_LENGTH:
        return False
    if len(block.text.split()) < _HEADING_WORDS or is_end_label(block.text):
        return False
    return _is_over_date(blocks, block) and not _is_date(block)


def _is_over_sentence(blocks: list[Block], block: Block) -> bool:
    """True if a sentence follows the date below a line."""
    behind = blocks[block.index + 2 : block.index + 3]
    return bool(behind) and line_kind(behind[0]) is BlockType.PROSE


def _is_apart(boxes: Boxes, block: Block) -> bool:
    """True for a heading, a bold line, or one whose box is named a title."""
    return block.heading > 0 or block.emphasis >= _BOLD or _NAMES.search(boxes.name(block.box)) is not None


def _is_over_date(blocks: list[Block], block: Block) -> bool:
    """True if a date is the next line with words; a cell with a picture may be between."""
    lines = blocks[block.index + 1 : block.index + 1 + _SPACERS]
    below = next((line.text for line in lines if line.text or line.row < 0), "")
    return bool(printed_dates(below))


def _score(page: Page, block: Block, stated: Stated) -> tuple[int, bool]:
    compact = letters(block.text)
    if len(compact) < _MIN_LETTERS and extent(compact) < _MIN_LETTERS:
        return 0, False
    score = 0
    if _is_slug(page, block, compact, stated.slug):
        score += _SLUG if page.address.key or len(stated.slug) >= _TITLE_SLUG else _UNKNOWN_SLUG
    in_address = score >= _SLUG
    by_head = _said_by_head(compact, stated.heads)
    if any(compact == hint or (compact.startswith(hint) and extent(hint) >= _MIN_CUT) for hint in stated.hints):
        score += _LINK
        in_address = True
    elif (by_head or block.heading) and any(compact in hint for hint in stated.hints):
        # A card that is one link says more than the title; without other evidence the line could be any of its words.
        score += _IN_LINK
        in_address = True
    score += by_head + _HEADINGS.get(block.heading, 0)
    if not score:
        return 0, False  # a class and bold letters alone do not make a title
    if _NAMES.search(page.boxes.name(block.box)):
        score += _NAMED
    if block.emphasis > 0.5:
        score += _EMPHASIS
    is_whole_head = block.heading in (1, 2) and compact in stated.heads
    if block.link_chars * 2 > len(block.text) and not (is_whole_head or _links_itself(page, block)):
        score += _MOSTLY_LINK
    return score, in_address


def _why(page: Page, block: Block, stated: Stated) -> str:
    """The evidence for a line, in words."""
    compact = letters(block.text)
    signs = {
        "the address": _is_slug(page, block, compact, stated.slug),
        "the link": any(compact.startswith(hint) or compact in hint for hint in stated.hints),
        "the head": _said_by_head(compact, stated.heads) > 0,
        f"<h{block.heading}>": block.heading > 0,
    }
    return "line that agrees with " + ", ".join(sign for sign, speaks in signs.items() if speaks)


def _said_by_head(compact: str, heads: list[str]) -> int:
    """The score of a line in the head, "title - section - site" or reversed; the middle part is a section."""
    best = 0
    for head in heads:
        if compact in head and extent(compact) >= _MIN_IN_HEAD:
            best = _HEAD if head.startswith(compact) or head.endswith(compact) else max(best, _HEAD_MIDDLE)
    return best


def _is_slug(page: Page, block: Block, compact: str, slug: str) -> bool:
    """True if a line is the title of the address, or the first line of it."""
    return same_as_slug(compact, slug) or _begins_slug(page, block, compact, slug)


def _begins_slug(page: Page, block: Block, compact: str, slug: str) -> bool:
    """True for the first line of a title broken over two, which is only the beginning of the slug."""
    if not slug.startswith(compact) or block.index + 1 >= len(page.blocks):
        return False
    follower = page.blocks[block.index + 1]
    return (extent(compact) >= _MIN_CUT and len(compact) >= 0.9 * len(slug)) or (
        follower.broken and same_as_slug(compact + letters(follower.text), slug)
    )


def _links_itself(page: Page, block: Block) -> bool:
    """True for a link to its own page, as titles of blogs and of some portals are."""
    target, own = block.links[0].address, page.address
    return target is not None and target.identity == own.identity and not own.is_stateful


def _whole(page: Page, block: Block, stated: Stated, in_address: bool) -> Title:
    """The title, joined if ``<br>`` breaks it over two lines of one heading."""
    text, last = block.text, block.index
    untitled, date = split_trailing_date(text)
    if date is not None and letters(untitled) in (*stated.hints, stated.slug):
        text = untitled
    if last + 1 < len(page.blocks):
        follower = page.blocks[last + 1]
        if follower.broken and follower.box == block.box and follower.text:
            joined = letters(text) + letters(follower.text)
            slug = stated.slug
            if len(letters(text)) < len(slug) and joined.startswith(slug[: len(joined)]):
                text, last = f"{text} {follower.text}", follower.index
    return Title(text, block.index, last, in_address)


def _prose_after(blocks: list[Block]) -> list[int]:
    """For each block, the number of characters of running text after it."""
    sums, total = [0] * len(blocks), 0
    for block in reversed(blocks):
        sums[block.index] = total
        if len(block.text) > 60 and block.own_chars > block.link_chars:
            total += block.own_chars
    return sums
