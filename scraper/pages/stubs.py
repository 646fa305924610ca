"""Pages that a site shows instead of what was asked for: please wait, log in, under maintenance, no such page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.text.fold import fold

if TYPE_CHECKING:
    from scraper.pages.page import Page

# NukeViet's blocker has 1.8 kB; pages with a text have more than that in links alone.
_WAIT_BYTES = 20_000
_FLOOD = re.compile(rb"class\s*=\s*['\"][^'\"]*\bfloodblocker\b")
_TITLE = re.compile(rb"<title[^>]*>(.{0,200}?)</title", re.IGNORECASE | re.DOTALL)
_WAIT = re.compile(r"\W*(?:(?:xin |vui long )?(?:hay |xin )?(?:doi|cho)(?: (?:trong )?(?:giay lat|mot chut|it phut))?"
    r"|(?:please )?wait(?: a moment)?|just a moment|too many requests|dang kiem tra trinh duyet)\W*")  # fmt: skip
# So many words beside menus are a text of its own, whatever its title says.
_FEW_WORDS = 150
STUBS = {
    "login": "the site asks to log in",
    "maintenance": "the site is under maintenance",
    "not_found": "the site says that there is no such page",
}
"""What each kind says."""
_KINDS = {
    "login": re.compile(
        r"(?:thanh vien |trang |form |vui long |xin )?"
        r"(?:dang nhap(?: he thong| tai khoan| thanh vien)?|log ?in|sign ?in"
        r"|ban (?:can|phai|chua) dang nhap.*)\W*"
    ),
    "maintenance": re.compile(
        r"(?:(?:he thong|website|trang web|trang thong tin|cong thong tin|trang)\b.{0,60})?"
        r"(?:dang )?(?:bao tri|nang cap|tam ngung hoat dong|tam ngung phuc vu|tam dung hoat dong)\b.{0,80}"
        r"|(?:site |website )?(?:is )?(?:under|down for) (?:maintenance|construction)\b.{0,40}|service unavailable\W*"
    ),
    "not_found": re.compile(
        r"(?:loi )?(?:404|error 404|http 404)?\W*(?:404|page not found|file not found|not found"
        r"|khong tim thay (?:trang|noi dung|bai viet|du lieu|duong dan).{0,60}"
        r"|(?:trang|bai viet|noi dung|duong dan).{0,40}khong (?:ton tai|con ton tai|tim thay).{0,40})\W*(?:404)?\W*"
    ),
}


def is_waiting_page(body: bytes) -> bool:
    """Does a body say no more than that one should wait? Whatever its status, also where a feed was asked for."""
    if len(body) > _WAIT_BYTES:
        return False
    if _FLOOD.search(body):
        return True
    title = _TITLE.search(body)
    return title is not None and _WAIT.fullmatch(fold(title[1].decode("utf-8", "replace"))) is not None


def stub_kind(page: Page) -> str | None:
    """``login``, ``maintenance`` or ``not_found`` for a page that says no more than that; None for all others.

    Only titles and headings are believed, and only where there is hardly any text beside links: an article may speak
    of maintenance.
    """
    lines = [block.text for block in page.blocks if not block.links]
    if sum(len(line.split()) for line in lines) > _FEW_WORDS:
        return None
    heads = [fold(text).strip() for text in (*page.head_titles[:1], *lines[:3])]
    parts = [part for head in heads for part in re.split(r"\s+[-|–»:]\s+", head)]
    return next((kind for kind, words in _KINDS.items() if any(map(words.fullmatch, parts))), None)
