"""Read an article's page into the fields of its record. Pure: no request, no clock, no state.

The order is that of a human reader: the title first (address and link show what it should be), then the region of the
text below it, then everything in or around that region.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scraper.items import Attachment, Image, OtherNews
from scraper.pages.attachments import file_lines, find_attachments, text_frame
from scraper.pages.authors import find_authors
from scraper.pages.body import SHORT_BODY, read_body
from scraper.pages.choices import split_page
from scraper.pages.confidence import choose_longer, low_confidence_reason, reads_like_article
from scraper.pages.dates import find_dates
from scraper.pages.fallback_extractor import fallback_text
from scraper.pages.images import find_images
from scraper.pages.labels import is_empty_page
from scraper.pages.lines import BlockType
from scraper.pages.list_pages import is_list_page
from scraper.pages.metadata import states_article
from scraper.pages.other_news import find_other_news
from scraper.pages.page import Page
from scraper.pages.region import Region, find_region
from scraper.pages.section import find_section
from scraper.pages.title import Title, find_title, letters
from scraper.text.dates import PrintedDate, split_trailing_date

# A text with fewer characters beside a frame is its introduction.
_FRAMED_BODY = 300
# A text this long is content, even if a box beside it is "being updated".
_LONG_BODY = 600
# Names and date are in the first lines, one or two; beside them are "By" and "and" at most.
_BYLINES, _BY = 2, 5
# Articles are split into a few parts.
_PART = re.compile(r"[2-9]|[1-4]\d", re.ASCII)
TAKEN = "fallback taken"
WARNING_UNSURE = "body: unsure"
WARNING_TITLE = "title: neither the address nor the link says the same"


class ListPageError(ValueError):
    """Raised by :func:`read_article` for a page of a list, if it may refuse lists."""


class NoArticleError(ValueError):
    """Raised by :func:`read_article` if a page has no article; the message names what is missing."""


@dataclass(slots=True)
class ArticleFields:
    """The fields of an article that were read from its page."""

    title: str
    authors: list[str]
    authors_raw: str | None
    published: PrintedDate | None
    date_source: str
    modified: PrintedDate | None
    section: str | None
    summary: str | None
    paragraphs: list[str]
    images: list[Image]
    attachments: list[Attachment]
    other_news: list[OtherNews]
    is_list: bool
    """True if links to further articles are between the lines of text, as on a page of a list."""
    is_confirmed: bool
    """True if the address or a link says the same title."""
    is_stated: bool
    """True if the page states for machines that it is an article of this title."""
    is_headline: bool
    """True if the title is set apart, and the head says the same."""
    warnings: list[str] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)
    """Field → the rule that gave it, in a few words; empty where the page gave nothing."""

    @property
    def body(self) -> str:
        """The paragraphs, joined by a blank line."""
        return "\n\n".join(self.paragraphs)


def read_article(
    page: Page, link_texts: tuple[str, ...] = (), today: str = "", *, refuse_lists: bool = False
) -> ArticleFields:
    """Read the article on a page.

    Args:
        page: the page.
        link_texts: words of the links that led here, as far as known.
        today: the day of the fetch, ``YYYY-MM-DD``.
        refuse_lists: read no further if the page lists articles, and nothing says that it is one.

    Raises:
        NoArticleError: the page has no title, or nothing below it.
        ListPageError: it lists articles.
    """
    title = find_title(page, link_texts)
    if title is None:
        raise NoArticleError("no title")
    warnings = [*page.warnings] if title.in_address else [*page.warnings, WARNING_TITLE]
    region = find_region(page.blocks, page.boxes, title.last + 1, file_lines(page, title.last + 1))
    is_list = is_list_page(page, region)
    is_stated = states_article(page, title.text)
    says_article = is_stated or page.head.og_type == "article"
    if refuse_lists and is_list and not title.in_address and not (says_article and title.is_headline):
        raise ListPageError("it lists articles")
    images, captions = find_images(page, region, title.last + 1)
    authors = find_authors(page, region, captions)
    attachments = find_attachments(page, region)
    dates = find_dates(page, title, region, today)
    body = read_body(page, region, captions | authors.lines | bylines(page, region, authors.names, dates.published))
    frame = text_frame(page, region)
    is_titled = title.in_address or title.is_headline or dates.published is not None
    files_alone = (is_titled and bool(attachments or frame)) or (title.in_address and bool(images))
    paragraphs = _without_title(body.paragraphs, title)
    if _says_nothing(page, title, paragraphs, has_files=bool(attachments or images)):
        raise NoArticleError("the page says that it has no content")
    if not is_list or title.in_address:
        may_be_article = reads_like_article(title, is_dated=dates.published is not None, is_stated=says_article)
        if (paragraphs or not files_alone) and may_be_article:
            paragraphs = _reconsidered(page, region, title, paragraphs, warnings)
        _check_body(paragraphs, warnings, files_alone=files_alone)
    warnings += _said_elsewhere(page, region, frame, paragraphs)
    section, section_rule = find_section(page, title, region)
    other_news = _other_news(page, region, title)
    return ArticleFields(
        title=_title_text(title),
        authors=authors.names,
        authors_raw=authors.raw,
        published=dates.published,
        date_source=dates.source,
        modified=dates.modified,
        section=section,
        summary=body.summary,
        paragraphs=paragraphs,
        images=images,
        attachments=attachments,
        other_news=other_news,
        is_list=is_list,
        is_confirmed=title.in_address,
        is_stated=is_stated,
        is_headline=title.is_headline,
        warnings=warnings,
        rules={
            "title": title.rule,
            "authors": authors.rule,
            "date_published": dates.rule,
            "section": section_rule,
            "summary": body.summary_rule,
            "body": _body_rule(page, region, warnings),
            "images": "pictures between title and end, captions below them" if images else "",
            "attachments": "links to files in and below the text" if attachments else "",
            "other_news": "links to articles below a label" if other_news else "",
        },
    )


def _said_elsewhere(page: Page, region: Region, frame: str | None, paragraphs: list[str]) -> Iterator[str]:
    """The warnings of a text that goes on in a frame, or on pages of its own."""
    if frame is not None and sum(map(len, paragraphs)) < _FRAMED_BODY:
        yield f"body: more of it may be in a frame, which is not read: {frame}"
    if (parts := _parts(page, region)) > 1:
        yield f"body: part 1 of {parts}, the others are on pages of their own"


def bylines(page: Page, region: Region, names: list[str], published: PrintedDate | None) -> set[int]:
    """The lines at the beginning of the text that have the authors' names and the date, and nothing else to read."""
    found: set[int] = set()
    for block in page.blocks[region.text : min(region.text + _BYLINES, region.tail)]:
        rest = block.text if published is None else block.text.replace(published.raw, " ")
        for name in names:
            rest = rest.replace(name, " ")
        if rest != block.text and region.kinds[block.index] is BlockType.TEXT and len(letters(rest)) <= _BY:
            found.add(block.index)
    return found


def _check_body(paragraphs: list[str], warnings: list[str], *, files_alone: bool) -> None:
    """Warn of a short text; it may be empty only if the article consists of its files.

    Raises:
        NoArticleError: there is nothing below the title.
    """
    if not paragraphs and not files_alone:
        raise NoArticleError("no text, file or picture below the title")
    if sum(map(len, paragraphs)) < SHORT_BODY:
        warnings.append("body: very short")


def _body_rule(page: Page, region: Region, warnings: list[str]) -> str:
    if any(warning.endswith(TAKEN) for warning in warnings):
        return "fallback extractor"
    holder = region.container
    if holder is None:
        return ""
    name = page.boxes.ids.get(holder) or page.boxes.classes.get(holder)
    first, last = region.text + 1, region.tail  # counted from 1
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    return f"{lines}, in <{page.boxes.tags[holder]}{f' {name}' if name else ''}>"


def _reconsidered(page: Page, region: Region, title: Title, paragraphs: list[str], warnings: list[str]) -> list[str]:
    """The paragraphs, or the fallback extractor's if confidence in ours is low and its text is much longer."""
    why = low_confidence_reason(page, title, region, paragraphs)
    if why is None:
        return paragraphs
    other = fallback_text(page, title.text)
    if title.in_address:
        # If the title is certain, the place of its text is too: never in a box beside it.
        own = {block.text for block in page.blocks[region.head : region.end]}
        other = [paragraph for paragraph in other if paragraph.removeprefix("- ") in own]
    chosen = choose_longer(paragraphs, other)
    warnings.append(f"{WARNING_UNSURE} ({why}); {'kept' if chosen is paragraphs else TAKEN}")
    return chosen


def _title_text(title: Title) -> str:
    text, date = split_trailing_date(title.text)
    return text if date and "T" in date.iso else title.text


def _parts(page: Page, region: Region) -> int:
    """The number of pages that an article is split over, by the page numbers below its text; 1 for most."""
    own = split_page(page.url, page.urls.tables.page_params)[0]
    highest = 1
    for block in page.blocks[region.text : region.end]:
        for link in block.links:
            if not (_PART.fullmatch(link.text.strip()) and link.address is not None):
                continue
            address, number = split_page(link.address.url, page.urls.tables.page_params)
            if address == own and number == int(link.text):
                highest = max(highest, number)
    return highest


def _without_title(paragraphs: list[str], title: Title) -> list[str]:
    return paragraphs[1:] if paragraphs and letters(paragraphs[0]) == letters(title.text) else paragraphs


def _says_nothing(page: Page, title: Title, paragraphs: list[str], *, has_files: bool) -> bool:
    """True for a page without content (``Nội dung đang được cập nhật``)."""
    is_short = not title.in_address and sum(map(len, paragraphs)) < _LONG_BODY
    is_bare = not paragraphs and not has_files
    return (is_short or is_bare) and any(is_empty_page(block.text) for block in page.blocks if not block.hidden)


def _other_news(page: Page, region: Region, title: Title) -> list[OtherNews]:
    """The list after the text; without one, a box inside the text, or in a column before it."""
    boxed = [i for i in region.boxed if region.kinds[i] is BlockType.OTHER_NEWS]
    places = [range(region.tail, len(page.blocks))]
    places += [range(min(boxed), len(page.blocks))] if boxed else []
    places += [range(title.first)]
    for lines in places:
        if found := find_other_news(page, region, lines, title.text):
            return found
    return []
