"""Visible labels of portals, as data: the words that mark the parts of a page for its readers.

All patterns are matched against folded text (lower case, no accents), because portals write the same label as
``Tin khác``, ``TIN KHÁC`` and ``Tin khac``. Each label ends the line, or is followed by a colon.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scraper.cms import KNOWN_TABLES
from scraper.text import fold as accents
from scraper.text.letters import LOWER, UPPER

# The first letter of a word, or of a time, that only style separates from the word before. It begins with a set of
# characters, which is searched for at once.
_GLUED = re.compile(rf"[{UPPER}\d](?:(?<=[{LOWER}\d][{UPPER}])|(?<=[{LOWER}]\d)(?=:\d\d))")
# Longer lines are sentences, whatever words they begin with.
MAX_LABEL_LENGTH = 60
MAX_BOILERPLATE = 300
# Longest line with the message that there is no content.
_MAX_EMPTY = 120


# Each line is checked for several kinds of label in a row.
fold = lru_cache(maxsize=4096)(accents.fold)


def _labels(*patterns: str) -> re.Pattern[str]:
    # Around a label portals print bullets, arrows, brackets and rules, and the number of entries.
    return re.compile(rf"[\W_]*(?:{'|'.join(patterns)})[\W\d_]*\Z")


_OTHER_NEWS = _labels(
    r"(?:danh sach |xem (?:them )?)?(?:cac |nhung |mot so )?"
    r"(?:tin|bai|bai viet|tin bai|tin tuc|tin, bai|ban tin|bai dang|su kien|tin hoat dong|tin tuc\W{1,3}su kien) ?"
    r"(?:viet )?"
    r"(?:(?:noi bat|moi(?: nhat)?|gan day) (?=khac|cung|trong))?"
    r"(?:khac|lien quan|da dua|da dang|cu hon|moi hon|tuong tu|truoc (?:do|day)|trong (?:chuyen )?muc"
    r"|cung (?:chuyen muc|chu de|loai|the loai|danh muc|muc|tac gia|linh vuc|su kien|nhom))"
    r"(?: (?:khac|cung (?:linh vuc|chuyen muc|chu de)|trong (?:chuyen )?muc))?(?: ngay| theo ngay)?"
    # A second tab, whose name only style sets apart.
    r"(?: ?(?:cung tac gia|xem them|(?:bai|tin) (?:cua|cung) tac gia|them tu tac gia|tu cung tac gia))?",
    r"(?:danh sach )?(?:bai viet|tin tuc|tin) (?:moi hon|cu(?: ?hon)?)|danh sach bai viet moi",
    r"cung (?:chuyen muc|chu de|danh muc)|co lien quan",
    r"(?:cac )?(?:muc|noi dung) (?:lien quan|cung loai)(?: \(theo the\))?",
    r"theo dong su kien|tin gan day",
    r"(?:xem )?(?:tin|bai) (?:lien quan|khac|truoc do)",
    r"other (?:news|articles|posts)",
    r"related (?:topics|news|articles|posts|stories|items|content)(?: ?more from (?:the )?author)?",
)
# Boxes beside or below an article that list articles by hits or age, not by relation to it; and all other labels after
# the end of an article.
_END_LABEL = _labels(
    r"(?:cac |nhung )?tin (?:doc nhieu|xem nhieu|noi bat|moi|moi nhat|nong|hot|tieu diem|anh|video)(?: nhat)?",
    r"(?:cac |nhung )?(?:bai|bai viet|tin tuc) (?:doc nhieu|xem nhieu|noi bat|moi|moi nhat)(?: nhat)?",
    r"(?:duoc )?(?:doc|xem) nhieu(?: nhat)?(?: (?:trong )?(?:ngay|tuan|thang|nam)(?: qua| nay)?)?|noi bat|moi nhat",
    r"(?:tin |bai )?(?:nhieu nguoi (?:doc|xem|quan tam)|(?:duoc |dang )?(?:ban doc )?quan tam(?: nhieu)?)(?: nhat)?",
    r"tieu diem|(?:co the ban|ban co the)(?: (?:se|cung|cung se))? (?:thich|quan tam|muon (?:doc|xem))|xem them",
    r"doc them|(?:ban )?nen doc|(?:tin|bai) (?:doc|xem) them|moi (?:ban )?(?:doc|xem) them|tham khao them|dung bo lo",
    r"keep reading|more in this section",
    r"thong bao(?: moi)?|van ban(?: moi| phap luat| chi dao| chi dao dieu hanh| moi ban hanh)?|lich cong tac(?: tuan)?",
    r"website lien ket|lien ket nhanh",
    r"(?:cac )?(?:lien ket|website|lien ket web(?:site)?|trang lien ket|weblink)(?: website| web| trang)?",
    r"thong ke(?: truy cap)?|luot truy cap|so luot truy cap|tong (?:so )?(?:luot )?truy cap|bo dem",
    r"duong day nong|thu vien (?:anh|video)|video(?: clip)?s?|hinh anh|album anh|media|multimedia|audio",
    r"danh muc|chuyen muc|menu|tim kiem|tham do y kien|binh chon|quang cao|ban do|thoi tiet|hoi dap|gop y",
    r"y kien ban doc|binh luan|y kien|gui binh luan|gui y kien|comments?|phan hoi|ban doc binh luan|viet binh luan",
    r"(?:cac )?nhan xet(?: moi)?|(?:de lai|gui|viet)(?: mot)? (?:binh luan|nhan xet|phan hoi|tra loi)"
    r"|leave a (?:reply|comment)",
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in)",
    r"(?:more|top|latest|featured|popular) (?:stories|news|posts)|(?:most|also) (?:read|popular|viewed|shared)",
    r"(?:recommended|trending|popular)(?: (?:now|for you|stories|posts|reading))?",
    r"see also|don.?t miss|read (?:more|next|also)|what to read next|follow us(?: on.*)?",
    r"about the authors?|advertisement",
    r"\d+ (?:binh luan|y kien|phan hoi|comments?)|danh gia(?: bai viet)?|xep hang|tu khoa|tags?|the|nhan",
    r"dich vu cong(?: truc tuyen)?|chinh quyen dien tu|thu tuc hanh chinh|co so du lieu|phan mem",
)
# The newer half of a pair of lists, and labels that a list of other news shares with boxes of the front page.
_NEWER = _labels(
    r"(?:cac |nhung |danh sach )?(?:tin|bai|bai viet|tin bai|tin tuc) moi(?: dang| nhat)?",
    r"xem them|(?:co the ban|ban co the)(?: (?:se|cung|cung se))? (?:thich|quan tam|muon (?:doc|xem))"
    r"|(?:cac )?tin noi bat|more (?:posts|news|stories)|you (?:may|might) (?:also )?(?:like|enjoy|be interested in)"
    r"|recommended(?: (?:for you|stories|posts|reading))?|what to read next|read (?:next|more)|see also"
    r"|doc them|(?:ban )?nen doc|(?:tin|bai) (?:doc|xem) them|moi (?:ban )?(?:doc|xem) them|tham khao them|dung bo lo"
    r"|keep reading|more in this section",
)
# Words of tool rows: a line of only these, in any number and order, is boilerplate.
_TOOLS = (
    r"gui (?:cho )?ban be|gui (?:bai|tin)(?: viet)?(?: nay)?(?: qua (?:e-?mail|mail))?|gui (?:qua )?(?:e-?mail|mail)",
    r"in (?:ra|trang(?: nay)?|bai(?: viet)?(?: nay)?)|in|ban in|print|e-?mail",
    r"luu (?:bai|tin|trang)(?: viet)?(?: nay)?|luu",
    r"tai ve|tai xuong|back|quay lai|tro (?:lai|ve)|(?:ve|len) dau trang|ve trang truoc|dau trang|dang nhap",
    r"facebook|twitter|zalo|messenger|linkedin|telegram|tweet|like|share|chia se(?: bai viet| facebook| zalo| len\w*)?",
    r"rss|copy link|sao chep(?: lien ket)?|theo doi|google news|phan hoi|gop y|binh luan|phong to|thu nho|mac dinh",
    r"(?:xem )?(?:voi )?co chu|(?:tang|giam)(?:/giam)?(?: do)? (?:co chu|tuong phan)|a ?[-+]|a(?= |\Z)|[-+]",
    r"(?:nghe )?(?:doc|nghe) (?:bai|tin|noi dung)(?: viet)?|tam dung|dung doc|tiep tuc|\d:\d\d / \d:\d\d",
    r"(?:giong )?(?:nu|nam) mien (?:bac|nam|trung)|toc do doc|x?\d(?:[.,]\d)?x",
    (
        r"(?:so |tong so )?(?:luot|lan|so lan|so luot|so nguoi|nguoi)(?: nguoi)? ?"
        r"(?:xem|doc|truy cap|tai)(?: tin| bai)?\W{0,3}[\d.,]{0,20}"
    ),
    r"da xem\W{0,3}[\d.,]{0,20}(?: (?:lan|luot))?|view(?:s| count)?\W{0,3}[\d.,]{0,20}",
    r"\d[\d.,]{0,20} (?:luot |lan |nguoi )?(?:xem|doc|danh gia|thich|views?)|doc\W{0,3}\d[\d.,]{0,20} lan",
    (
        r"(?:dang (?:online|truy cap)|hom nay|hom qua|(?:trong )?(?:ngay|tuan|thang)(?: nay| hien tai)?|tat ca"
        r"|truc tuyen|tong (?:so )?(?:luot )?truy cap|tong so truc tuyen|khach|thanh vien online)\W{0,3}\d[\d .,]{0,20}"
    ),
    r"anh tin bai|null|xuat ban thong tin|chi tiet(?: bai viet| tin)?",
    r"noi dung(?: chi tiet)?|tom tat",
    r"chung nhan tin nhiem mang|leftcenterrightdel",
    *KNOWN_TABLES.labels,
)
# Each word of a tool row is matched atomically, so no line can cause backtracking.
_TOOL = rf"(?>[\W_]*(?>{'|'.join(_TOOLS)})(?![a-z0-9]))"
_ANY_TOOL = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(_TOOLS)})(?![a-z0-9])")
_TOOL_ROW = re.compile(rf"{_TOOL}++[\W_]*\Z")
# Beginnings of lines that are boilerplate as a whole.
_BOILERPLATE = re.compile(
    r"[\W_]*(?:tong so diem cua bai viet la|click de danh gia|xep hang\W|danh gia (?:bai viet\W|cua ban)"
    r"|\d+ (?:phieu|danh gia)"
    r"|(?:ban )?(?:can|phai|vui long) dang nhap|nhan vao day de|powered by|thiet ke boi|turn (?:on|off) "
    r"|®? ?ghi ro nguon|ban quyen(?: thuoc|\W*©|\W*\d)|(?:all rights reserved|copyright)\b|©|giay phep so"
    r"|(?:proudly )?powered by|share on|loading|dang tai\W*\Z"
    r"|duoc (?:phan loai|gan the)\b|bai viet (?:nay )?(?:da )?duoc (?:dang|gan|phan loai) (?:trong|o|vao|the)\b"
    r"|(?:filed|posted|categori[sz]ed|tagged)(?: (?:under|in|as|with))\b|tagged\b"
    r"|chua (?:duoc|co) danh gia|(?:hien (?:tai )?)?(?:chua|khong) co (?:nhan xet|binh luan|phan hoi)"
    r"|(?:email|dia chi email) cua ban se khong|your email address will not|required fields are marked"
    r"|dang ky (?:de )?nhan (?:ban )?tin\b|(?:sign up|subscribe) (?:for|to|now|today)\b|dang nhap de (?:doc|xem|tiep)"
    r"|this (?:article|story|content) is (?:only )?(?:for|available)\b|already (?:a subscriber|have an account)"
    r"|thong ke truy cap\b|(?:don vi|co quan) (?:quan ly|chu quan)\W|dia chi ?:|(?:email|dien thoai|fax|hotline|tel) ?:"
    r"|(?:truong ban bien tap|chiu trach nhiem (?:noi dung|chinh)|thanh vien ban bien tap)\b)"
)
# Most long lines are sentences, whose first words rule out boilerplate.
_BEGINNING = 60
_BEGINS_BOILERPLATE = re.compile(rf"{_TOOL}|{_BOILERPLATE.pattern}")
# What offices print of themselves below their pages; two of these make a notice of the site.
_OF_OFFICE = re.compile(
    r"\b(?:dia chi|tru so|duong day nong|dien thoai|dt|tel|fax|e-?mail|hotline|website|giay phep|ban quyen|©|copyright"
    r"|co quan (?:chu quan|quan ly)|don vi (?:chu quan|quan ly)|chiu trach nhiem|(?:truong )?ban bien tap|ghi ro nguon)"
    r"(?: [a-z ]{0,30})?(?= ?[:©\d])"
)
_MIN_OF_OFFICE = 2
# The message that a page or a list has no content.
_EMPTY_PAGE = re.compile(
    r"(?:noi dung )?(?:chuyen muc |bai viet |trang )?(?:nay )?"
    r"(?:chua duoc cap nhat|dang (?:duoc )?cap nhat|dang (?:duoc )?xay dung)"
    r"|khong tim thay (?:du lieu|trang|bai viet|noi dung|ket qua)|khong co du lieu|(?:bai viet|trang) khong ton tai"
)
_SITE_MAP = re.compile(
    r"[\W_]*(?:(?:so do|ban do) (?:(?:trang|cong)(?: (?:web|tin|thong tin)\b.{0,40})?|(?:web ?)?site\b.{0,40})"
    r"|site ?map)[\W_]*\Z"
)
_ATTACHMENT_LABEL = re.compile(
    r"[\W_]*(?:(?:cac )?(?:tai lieu|tep|file|tep tin|van ban|tap tin)(?: tin)? (?:dinh )?kem(?: theo| bai viet)?"
    r"|(?:file|tai lieu|tep|tap tin) (?:dinh kem|kem theo)|dinh kem|attachments?"
    r"|(?:click |bam |nhan |vui long |moi )*(?:xem|tai)(?: ve)?(?: chi tiet| noi dung)?(?: toan van)?(?: trong| tai)? "
    r"(?:file|tep|tap tin|tai lieu|day)(?: dinh kem)?.{0,20}"
    r"|tai (?:xuong|ve|file)|download)\W*(?:tai day)?[\W_]*\Z"
)
_PAGER_TEXT = re.compile(
    r"[\W_]*(?:(?:trang )?\d{1,4}"
    r"|(?:trang )?(?:sau|tiep|tiep theo|ke tiep|ke|truoc|dau|dau tien|cuoi|cuoi cung)(?: trang)?(?: theo)?"
    r"|next|previous|prev|first|last|older|newer|xem tiep|tai them|(?:cac )?tin (?:tiep theo|cu hon)|trang)[\W_]*\Z"
)
_PAGER_SYMBOLS = frozenset("… ... .. > >> » » › ›› → < << « ‹ ← |> >| ▶ ► ▸".split())
# What templates put before a title in the words of its link, or in its place.
_LEAD_IN = re.compile(
    r"[\W_]*(?:(?:doc|xem)(?: (?:tiep|them|chi tiet|toan van|bai viet))?|chi tiet(?: bai viet)?|tiep tuc doc|tiep theo"
    r"|truoc do|(?:bai|tin)(?: viet)? (?:truoc|sau|tiep theo|tiep|ke tiep|cu hon|moi hon)|continue reading"
    r"|read (?:more|now)|xem tat ca|(?:view|see|show|load) (?:all|more)"
    r"|(?:next|previous)(?: (?:post|article))?|permalink to|more|hinh anh|anh)"
    r"(?: (?:ve|about|cua|on))?(?![a-z0-9])[\W_]*"
)
# Before the title of the article that was published before or after this one.
_NEIGHBOUR = re.compile(
    r"[\W_]*(?:(?:bai|tin)(?: viet)? (?:truoc|sau|tiep|tiep theo|ke tiep|ke|cu hon|moi hon)|truoc do|tiep theo|ke tiep"
    r"|(?:next|previous|prev)(?: (?:post|article))?)[\W_]*(?::|[«»‹›←→])"
)
_HOME = re.compile(r"[\W_]*(?:trang (?:chu|nhat)|home|trang chinh)[\W_]*\Z")


def is_other_news(text: str) -> bool:
    """True for a label over links to further articles: ``Tin khác``, ``Bài viết cùng chuyên mục`` …"""
    return len(text) <= MAX_LABEL_LENGTH and _OTHER_NEWS.match(fold(text)) is not None


def is_end_label(text: str) -> bool:
    """True for a label that ends the article: a side box, comments, visit counters …"""
    return len(text) <= MAX_LABEL_LENGTH and _END_LABEL.match(fold(text)) is not None


def is_newer(text: str) -> bool:
    """True for ``Tin mới``, ``Xem thêm``: a label of other news right below a text, and of a box anywhere else."""
    return len(text) <= MAX_LABEL_LENGTH and _NEWER.match(fold(text)) is not None


def is_boilerplate(text: str) -> bool:
    """True for a line of boilerplate: tools, counters, copyright, addresses."""
    if len(text) > MAX_BOILERPLATE:
        return False
    if len(text) > _BEGINNING and not _BEGINS_BOILERPLATE.match(accents.fold(_parted(text[:_BEGINNING]))):
        return False
    parted = _parted(text)
    return _is_tools(text, parted) or _BOILERPLATE.match(fold(parted)) is not None


def _parted(text: str) -> str:
    return _GLUED.sub(r" \g<0>", text) if _GLUED.search(text) is not None else text


def _is_tools(text: str, parted: str) -> bool:
    """True for words of tools, also those that only style separates: ``In bài viếtGửi email``, but ``LinkedIn``."""
    if _TOOL_ROW.match(fold(text)) is not None:
        return True
    return parted is not text and _TOOL_ROW.match(fold(parted)) is not None


def is_site_notice(text: str) -> bool:
    """True for what a footer says of its site: its office with address, telephone, licence."""
    return len(text) <= 2 * MAX_BOILERPLATE and len(_OF_OFFICE.findall(accents.fold(text))) >= _MIN_OF_OFFICE


def is_tool_row(text: str) -> bool:
    """True for a line of only tools and counters: ``In bài viết | Lượt xem: 12``."""
    return len(text) <= MAX_BOILERPLATE and _is_tools(text, _parted(text))


def without_tools(folded: str) -> str:
    """The folded words of a tool row without those of tools."""
    return _ANY_TOOL.sub(" ", folded)


def is_attachment_label(text: str) -> bool:
    """True for ``Tài liệu đính kèm:``, ``Xem chi tiết trong file đính kèm`` …"""
    return len(text) <= 100 and _ATTACHMENT_LABEL.match(fold(text)) is not None


def is_empty_page(text: str) -> bool:
    """True for ``Nội dung đang được cập nhật`` and similar messages."""
    return len(text) <= _MAX_EMPTY and _EMPTY_PAGE.search(fold(text)) is not None


def is_site_map(text: str) -> bool:
    """True for ``Sơ đồ trang``, ``Sitemap``."""
    return len(text) <= MAX_LABEL_LENGTH and _SITE_MAP.match(fold(text)) is not None


@lru_cache(maxsize=2048)
def is_pager(text: str) -> bool:
    """True for words or signs of a pager's link: ``2``, ``Trang sau``, ``»``, ``...``."""
    return len(text) <= 20 and (text in _PAGER_SYMBOLS or _PAGER_TEXT.match(fold(text)) is not None)


@lru_cache(maxsize=4096)
def link_words(text: str) -> str:
    """The folded words of a link without ``Đọc tiếp:`` and the like before them; empty if there are no others."""
    folded = fold(text)
    found = _LEAD_IN.match(folded)
    return folded[found.end() :] if found else folded


def is_neighbour(text: str) -> bool:
    """True for a line that leads to the article before or after this one: ``Bài trước: …``."""
    return _NEIGHBOUR.match(fold(text[:MAX_LABEL_LENGTH])) is not None


@lru_cache(maxsize=2048)
def is_home(text: str) -> bool:
    """True for the first entry of menus and breadcrumbs."""
    return len(text) <= 20 and _HOME.match(fold(text)) is not None
