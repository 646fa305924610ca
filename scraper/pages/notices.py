"""Pages that a site returns instead of the requested one: please wait, refused, under maintenance, log in, not there.

A notice is recognised by its few words and by its title or first lines, never by one site's markup. An article may have
any of these words in its title; so a page with a text of its own is never a notice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from enum import StrEnum

from scraper.pages.page import Page
from scraper.text.fold import fold


class Notice(StrEnum):
    """The kind of a notice."""

    WAIT = "wait"
    REFUSED = "refused"
    MAINTENANCE = "maintenance"
    LOGIN = "login"
    MISSING = "missing"


# A blocker's page has 1 to 5 kB, most of it style; on a page with text the menus alone have more.
_MAX_BYTES = 8_000
# A notice has one or two sentences; the shortest articles seen (obituaries, invitations) have 60 words and menus.
_MAX_WORDS = 60
# A notice on a page of its own links home, back, and three languages at most; menus have more links.
_MAX_LINKS = 8
# The same inside a site's menus, whose words are links; its footer has an address and telephone numbers too.
_MAX_FRAMED_WORDS = 200
# The number of lines under the title that may contain the notice.
_FIRST_LINES = 3
_LONG_LINE = 160
# Link text of this length is a title, and not "Xem thêm".
_TITLE_LETTERS = 15

_MARKUP = re.compile(
    r"<(script|style|noscript|title)\b.*?(?:</\1\s*+>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL
)
_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^>]{0,300}\btype\s*=\s*['\"]?password", re.IGNORECASE)
_PARTS = re.compile(r"(?<!\s)\s++[-|–—»]\s++|:\s++")

# Folded words: lower case, no marks. A site's name for itself; "hệ thống" alone may be waterworks.
_SITE = r"(?:(?:he thong )?(?:website|web site|trang web|trang thong tin|cong thong tin|trang tin|may chu|server|site)"
_SITE += r"(?: .{1,60}?)?|he thong(?: cua chung toi)?)"
_DOWN = r"(?:bao tri|bao duong|nang cap|tam ngung (?:hoat dong|phuc vu|truy cap)|tam dung (?:hoat dong|phuc vu))"
_THING = r"(?:trang(?: web| tin)?|bai viet|tin bai|noi dung|duong dan|dia chi|lien ket|url|du lieu|page|article)"
_ASKED = r"(?: (?:nay|tren|duoc yeu cau|(?:ma )?(?:ban|quy vi|quy khach) .{1,60}?|you .{1,60}?))?"
_WORDS = {
    Notice.WAIT: re.compile(
        r"(?:(?:xin |vui long |hay )+(?:doi|cho)(?: (?:trong )?(?:giay lat|mot chut|mot lat|it phut|\d+ giay))?"
        r"|please (?:wait|hold on)(?: .{0,60})?|(?:just|wait) a (?:moment|minute)|one moment,? please|too many requests"
        r"|dang kiem tra .{0,40}trinh duyet.{0,40}|checking (?:your|the|if) .{0,80}|ddos protection by .{0,40}"
        rf"|{_SITE} (?:hien (?:dang )?|dang )qua tai(?:,? .{{0,80}})?"
        r"|(?:dang )?xac minh ban la con nguoi|truy cap bat thuong(?:,? .{0,60})?)"
    ),
    Notice.REFUSED: re.compile(
        r"(?:403 ?)?(?:access denied|forbidden|request rejected|web page blocked|attention required)"
        r"|(?:the )?requested url was rejected(?: .{0,80})?|(?:sorry, )?you (?:have been|are) blocked(?: .{0,60})?"
        r"|(?:yeu cau|truy cap)(?: cua (?:ban|quy vi))? (?:da |dang )?bi (?:tu choi|chan)(?: (?:boi|do) .{0,60})?"
        r"|ban khong co quyen (?:truy cap|xem)(?: (?:noi dung|trang|bai viet))?(?: (?:nay|web nay))?"
        rf"|{_SITE} (?:da |dang )?tu choi (?:yeu cau|truy cap)(?: .{{0,60}})?"
    ),
    Notice.MAINTENANCE: re.compile(
        rf"(?:{_SITE} )?(?:hien )?(?:tam thoi )?dang (?:duoc |trong qua trinh )?{_DOWN}(?:,? .{{0,80}})?"
        rf"|{_SITE} (?:hien )?(?:tam thoi )?(?:duoc |se )?{_DOWN}(?:,? .{{0,80}})?"
        r"|(?:thong bao )?(?:bao tri|nang cap) (?:he thong|website|trang web|cong thong tin|may chu)(?: website)?"
        r"|(?:runtime|server) error(?: in .{0,40} application)?|error establishing a database connection"
        r"|(?:khong the ket noi|loi ket noi)(?: den| toi)? co so du lieu|account suspended|(?:da )?co loi xay ra"
        r"|(?:(?:this |our |the )?(?:web ?)?site |we are )?(?:is |are )?(?:currently |temporarily )?"
        r"(?:under|down for|undergoing) (?:\w+ )?maintenance(?: .{0,60})?"
        r"|(?:503 ?)?service (?:is )?(?:temporarily )?unavailable"
    ),
    Notice.LOGIN: re.compile(
        r"(?:(?:trang|form|thanh vien|vui long|xin|hay|ban (?:can|phai|chua)|please) )*"
        r"(?:dang nhap|log ?in|sign ?in)"
        r"(?: (?:he thong|tai khoan|thanh vien|nguoi dung|quan tri|sso|to .{0,40}|mot lan"
        r"|de (?:xem|doc|tiep tuc|truy cap|su dung).{0,40}))?"
    ),
    Notice.MISSING: re.compile(
        r"(?:(?:loi|error|http|loi truy cap) ?)?404(?:\W*(?:page |file )?not found)?|(?:page|file|article) not found"
        r"|(?:rat tiec,? )?khong tim thay (?:trang|noi dung|bai viet|du lieu|duong dan|tap tin|file)"
        r"(?: (?:web|nay|yeu cau|phu hop|tren he thong|(?:ma )?(?:ban|quy vi|quy khach) .{1,50}))*"
        r"|tin (?:bai )?(?:nay )?(?:da )?het han(?: dang)?"
        rf"|(?:rat tiec,? )?{_THING}{_ASKED} (?:hien )?(?:da )?"
        r"(?:khong (?:con )?(?:ton tai|(?:duoc )?tim thay)|bi (?:xoa|go)(?: bo)?|khong co san|het han)"
        r"(?: (?:hoac|va) .{0,60}| (?:tren|khoi) (?:he thong|trang|website).{0,40})?"
        rf"|(?:the |sorry, the )?{_THING}{_ASKED} (?:does not exist|(?:was|could|can) ?not (?:be )?found)"
        r"(?: .{0,40})?"
    ),
}


def notice_of(page: Page, link_text: str = "") -> Notice | None:
    """The notice on a page, given the words of the link to it; None for all other pages."""
    asked_for = _plain(link_text)
    if len(asked_for) >= _TITLE_LETTERS and any(asked_for in _plain(head) for head in _heads(page)):
        return None  # the requested page, whatever its title
    return alone(page.body) or framed(page, instead=len(asked_for) >= _TITLE_LETTERS)


def alone(body: bytes) -> Notice | None:
    """The notice that makes up a whole body; None for all others.

    Works on raw bytes, so that it can check every answer, including feeds, since a blocker's page may replace any.
    """
    if len(body) > _MAX_BYTES or b"<" not in body[:1_000]:
        return None
    text = body.decode("utf-8", "replace")
    if len(_LINK.findall(text)) > _MAX_LINKS:
        return None
    title = _TITLE.search(text)
    lines = [line.strip() for line in html.unescape(_MARKUP.sub("\n", text)).splitlines()]
    if sum(len(line.split()) for line in lines) > _MAX_WORDS:
        return None
    found = _said([html.unescape(title[1]) if title else "", *list(filter(None, lines))[:_FIRST_LINES]])
    return None if found is Notice.LOGIN and not _PASSWORD.search(text) else found


def framed(page: Page, *, instead: bool = False) -> Notice | None:
    """The notice inside a site's menus; None for all other pages.

    Args:
        page: the page.
        instead: another title was requested. Otherwise only log-in walls and missing pages are detected: a short
            article may announce maintenance.
    """
    own = [line for block in page.blocks if not block.links and (line := block.text.strip())]
    if sum(len(line.split()) for line in own) > _MAX_FRAMED_WORDS:
        return None
    titles = page.head.titles[:1]
    if _said(titles) is Notice.LOGIN and page.head.has_password:
        return Notice.LOGIN  # only by its title: articles have log-in boxes beside them too
    found = _said([*titles, *own[:_FIRST_LINES]])
    return found if found is Notice.MISSING or (instead and found is not Notice.LOGIN) else None


def _heads(page: Page) -> Iterator[str]:
    """Lines that may be a title; nearly always the first one is, and the others are not needed."""
    yield from page.head.titles[:1]
    yield from (block.text for block in page.blocks if block.heading or not block.links)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _said(heads: list[str]) -> Notice | None:
    """The notice in a title, in one of its parts, or in one of the lines under it."""
    parts = [part for head in heads for part in [head, *_PARTS.split(head)] if len(part) <= _LONG_LINE]
    folded = [" ".join(fold(part).split()).strip(" .…!?:*-|\"'") for part in parts]
    return next((kind for kind, words in _WORDS.items() if any(map(words.fullmatch, folded))), None)
