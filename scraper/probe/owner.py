"""Whose site it is: what its pages state, else the name of an office in the header of its front page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from scraper.pages.page import Page
from scraper.probe.lists import FRONT_PAGES
from scraper.text.fold import fold, tone_marks
from scraper.text.normalise import clean

# The words with which names of offices and their sites begin, in lower case. With accents: "Số 12" is no office.
OFFICES = (
    *("sở", "đảng ủy", "đảng bộ", "tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "quận ủy", "ủy ban", "ubnd", "hđnd"),
    *("hội đồng nhân dân", "cổng thông tin", "trang thông tin", "cổng ttđt", "trang tin", "website", "báo điện tử"),
    *("ban dân tộc", "ban dân vận", "ban nội chính", "ban quản lý", "ban tổ chức", "ban tuyên giáo", "ban chỉ huy"),
    *("chi cục", "cục", "văn phòng", "trung tâm", "thanh tra tỉnh", "tòa án", "viện kiểm sát", "công an", "bộ chỉ huy"),
    *("mặt trận tổ quốc", "ủy ban mặt trận", "liên đoàn lao động", "công đoàn", "tỉnh đoàn", "đoàn thanh niên"),
    *("hội liên hiệp", "hội nông dân", "hội cựu chiến binh", "trường chính trị", "kho bạc", "bảo hiểm xã hội"),
)
# A name of two words is that of a section: "Công đoàn", "Cục thuế".
_LEAST_WORDS = 3
# The name of an office with its province has less; more is a sentence, or the title of an article.
_MOST_WORDS = 16
# Bytes of a page in which its header is, behind scripts and styles.
_HEADER = 60_000
_ALT = re.compile(rb"<img\s[^>]{0,500}?\balt\s*=\s*(?:\"([^\"]{4,200})|'([^']{4,200}))", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s[-–—|:»]+\s")


def site_name(pages: Sequence[Page]) -> str:
    """The name of a site; empty where it has none.

    What the pages state comes first, then an office in title or header of the front page, then its title.

    Args:
        pages: those that were read, the front page first.
    """
    for page in pages:
        if page.head.site_name:
            return page.head.site_name
    for page in pages[:1]:
        title = _without_front(next(iter(page.head.titles), ""))
        named = title if len(title.split()) >= _LEAST_WORDS else ""
        return next(filter(is_office, (title, *_header(page))), named)
    return ""


def is_office(name: str) -> bool:
    """True for words that read like the name of an office, or of an office's site."""
    words = tone_marks(name.lower())
    return _LEAST_WORDS <= len(words.split()) <= _MOST_WORDS and words.startswith(_STARTS)


_STARTS = tuple(f"{tone_marks(words)} " for words in OFFICES)


def _header(page: Page) -> Iterator[str]:
    """The words of a page's banner: of pictures, of links to the front page, of headings of the first rank."""
    for double, single in _ALT.findall(page.received[:_HEADER]):
        yield clean(unescape((double or single).decode("utf-8", "replace")))
    for link in page.links:
        if link.address is not None and link.address.is_front:
            yield link.text or link.title
    for block in page.blocks:
        if block.heading == 1:
            yield block.text


def _without_front(title: str) -> str:
    """A title without words for front page."""
    parts = _SEPARATORS.split(title)
    return " - ".join(part for part in parts if fold(part.strip()) not in FRONT_PAGES)
