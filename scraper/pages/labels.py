"""Visible labels of portals, as data: the words by which a reader of the page finds its way.

All patterns are matched against folded text (lower case, no accents), because portals write the same label as
``Tin khác``, ``TIN KHÁC`` and ``Tin khac``. Each label ends the line, or is followed by a colon.
"""

from __future__ import annotations

import re

from scraper.text.fold import fold

# Longer lines are sentences, whatever words they begin with.
MAX_LABEL_LENGTH = 60


def _labels(*patterns: str) -> re.Pattern[str]:
    # Around a label portals print bullets, arrows, brackets and rules.
    return re.compile(rf"[\W_]*(?:{'|'.join(patterns)})[\W_]*\Z")


_OTHER_NEWS = _labels(
    r"(?:cac |nhung )?(?:tin|bai|bai viet|tin bai|tin tuc|tin, bai) ?(?:viet )?(?:khac|lien quan|da dua|da dang|cu hon|moi hon"
    r"|cung chuyen muc|cung chu de|cung loai|cung danh muc)(?: (?:khac|cung (?:linh vuc|chuyen muc|chu de)))?"
    r"(?: ngay| theo ngay)?",
    r"(?:danh sach )?(?:bai viet|tin tuc|tin) (?:moi|cu) ?(?:hon)?(?<!tin moi)(?<!tin tuc moi)",
    r"cung (?:chuyen muc|chu de|danh muc)",
    r"theo dong su kien",
    r"(?:xem )?(?:tin|bai) (?:lien quan|khac|truoc do)",
    r"other (?:news|articles|posts)|related (?:topics|news|articles|posts)",
)
# Boxes beside or below an article that list articles too, by hits or by age and not for this article's sake; and
# everything with which a page goes on when the article is over.
_AFTERWARDS = _labels(
    r"tin (?:doc nhieu|xem nhieu|noi bat|moi|moi nhat|nong|hot|tieu diem|anh|video)(?: nhat)?",
    r"(?:bai|bai viet|tin tuc) (?:doc nhieu|xem nhieu|noi bat|moi|moi nhat)(?: nhat)?",
    r"(?:doc|xem) nhieu(?: nhat)?|noi bat|moi nhat|tieu diem|co the ban (?:thich|quan tam)|xem them",
    r"thong bao(?: moi)?|van ban(?: moi| phap luat| chi dao| chi dao dieu hanh| moi ban hanh)?|lich cong tac(?: tuan)?",
    r"(?:cac )?(?:lien ket|website|lien ket web(?:site)?|trang lien ket|weblink)(?: website| web| trang)?",
    r"thong ke(?: truy cap)?|luot truy cap|so luot truy cap|tong (?:so )?(?:luot )?truy cap|bo dem",
    r"duong day nong|thu vien (?:anh|video)|video(?: clip)?s?|hinh anh|album anh|media|multimedia|audio",
    r"danh muc|chuyen muc|menu|tim kiem|tham do y kien|binh chon|quang cao|ban do|thoi tiet|hoi dap|gop y",
    r"y kien ban doc|binh luan|y kien|gui binh luan|gui y kien|comments?|phan hoi|ban doc binh luan|viet binh luan",
    r"danh gia(?: bai viet)?|xep hang|tu khoa|tags?|the|nhan|chia se(?: bai viet| len)?|share",
    r"dich vu cong(?: truc tuyen)?|chinh quyen dien tu|thu tuc hanh chinh|co so du lieu|phan mem",
)
# Lines that a page prints around an article and that are no part of it.
_CHROME = re.compile(
    r"[\W_]*(?:"
    r"(?:in|in ra|in bai|in trang|in bai (?:viet|nay|viet nay)|ban in|print|email|e-mail|gui email|gui mail|gui (?:cho )?ban be"
    r"|gui (?:bai|tin)(?: viet| nay)*(?: qua email)?|luu|luu (?:bai|tin)(?: viet| nay)*|tai ve|back|quay lai|tro (?:lai|ve)"
    r"|ve dau trang|len dau trang|ve trang truoc|dau trang|dang nhap|facebook|twitter|zalo|tweet|like|share|chia se"
    r"|rss|copy link|sao chep lien ket|theo doi|google news|phan hoi|gop y|binh luan|phong to|thu nho|mac dinh)"
    r"(?:[\W_]+(?:in|in ra|ban in|email|gui email|chia se|luu|quay lai|facebook|twitter|zalo|print|share|phan hoi))*"
    r"|(?:xem (?:voi )?)?co chu\b.{0,20}|a ?[-+]?(?:[\W_]*a ?[-+]?)*|(?:tang|giam)?(?:/giam)? (?:co chu|do tuong phan|tuong phan).{0,20}"
    r"|(?:nghe )?(?:doc|nghe) (?:bai|tin)(?: viet)?.{0,20}|tam dung|dung doc|0:00 / 0:00|(?:giong )?(?:nam|nu) mien (?:bac|nam|trung).*"
    r"|(?:so )?(?:luot|lan|so lan|so luot|so nguoi) ?(?:nguoi )?(?:xem|doc|truy cap|tai|nguoi xem).{0,20}|da xem.{0,20}|view(?:s| count)?\W*\d*"
    r"|\d+ luot (?:xem|doc|danh gia|thich).{0,20}|luot xem"
    r"|tong so diem cua bai viet la.*|click de danh gia.*|xep hang\W.*|danh gia bai viet.*|danh gia\W*\d.*"
    r"|(?:dang (?:online|truy cap)|hom nay|hom qua|trong tuan|tuan nay|trong thang|thang (?:nay|hien tai)|tat ca|truc tuyen"
    r"|tong (?:so )?(?:luot )?truy cap|tong so truc tuyen|khach)\W*[\d .,]*"
    r"|anh tin bai|detailcontroller|null|image banner|xuat ban thong tin|chi tiet(?: bai viet| tin)?|noi dung chi tiet|noi dung|tom tat"
    r"|chung nhan tin nhiem mang|skip (?:to main content|navigation links|ribbon commands)|turn (?:on|off).*"
    r"|(?:ban )?(?:can|phai|vui long) dang nhap.*|nhan vao day de.*|leftcenterrightdel|powered by.*"
    r"|®? ?ghi ro nguon.*|ban quyen thuoc.*|copyright.*|©.*|giay phep so.*"
    r"|(?:don vi|co quan) (?:quan ly|chu quan)\W.*|dia chi\W.*|(?:email|dien thoai|fax|hotline)\W.*|(?:truong ban bien tap|chiu trach nhiem)\b.*"
    r"|thanh vien ban bien tap.*|loading\W*|dang tai\W*|share on.*"
    r")[\W_]*\Z"
)
# Says that a page or a list has nothing to show.
_EMPTY_PAGE = re.compile(
    r"(?:noi dung )?(?:chuyen muc |bai viet |trang )?(?:nay )?(?:chua duoc cap nhat|dang (?:duoc )?cap nhat|dang (?:duoc )?xay dung)"
    r"|khong tim thay (?:du lieu|trang|bai viet|noi dung|ket qua)|bai viet khong ton tai|khong co du lieu|trang khong ton tai"
)
_ATTACHMENT_LABEL = re.compile(
    r"[\W_]*(?:(?:cac )?(?:tai lieu|tep|file|tep tin|van ban|tap tin)(?: tin)? (?:dinh )?kem(?: theo| bai viet)?"
    r"|(?:file|tai lieu|tep|tap tin) (?:dinh kem|kem theo)|dinh kem|attachments?"
    r"|(?:click |bam |nhan |vui long |moi )*(?:xem|tai)(?: ve)?(?: chi tiet| noi dung)?(?: toan van)?(?: trong| tai)? (?:file|tep|tap tin|tai lieu|day)(?: dinh kem)?.{0,20}"
    r"|tai (?:xuong|ve|file)|download)\W*(?:tai day)?[\W_]*\Z"
)
_PAGER_TEXT = re.compile(
    r"[\W_]*(?:(?:trang )?\d{1,4}|(?:trang )?(?:sau|tiep|tiep theo|ke tiep|ke|truoc|dau|dau tien|cuoi|cuoi cung)(?: trang)?(?: theo)?"
    r"|next|previous|prev|first|last|older|newer|xem tiep|tai them|(?:cac )?tin (?:tiep theo|cu hon)|trang)[\W_]*\Z"
)
_PAGER_SYMBOLS = frozenset("… ... .. > >> » » › ›› → < << « ‹ ← |> >| ▶ ► ▸".split())
_HOME = re.compile(r"[\W_]*(?:trang (?:chu|nhat)|home|trang chinh)[\W_]*\Z")


def is_other_news(text: str) -> bool:
    """A label over links to further articles: ``Tin khác``, ``Bài viết cùng chuyên mục`` …"""
    return len(text) <= MAX_LABEL_LENGTH and _OTHER_NEWS.match(fold(text)) is not None


def is_afterwards(text: str) -> bool:
    """A label that says that the article is over: a side box, comments, visit counters …"""
    return len(text) <= MAX_LABEL_LENGTH and _AFTERWARDS.match(fold(text)) is not None


def is_chrome(text: str) -> bool:
    """A line of the page's own furniture: tools, counters, copyright, addresses."""
    return len(text) <= 300 and _CHROME.match(fold(text)) is not None


def is_attachment_label(text: str) -> bool:
    """``Tài liệu đính kèm:``, ``Xem chi tiết trong file đính kèm`` …"""
    return len(text) <= 100 and _ATTACHMENT_LABEL.match(fold(text)) is not None


def is_empty_page(text: str) -> bool:
    """``Nội dung đang được cập nhật`` and its like."""
    return len(text) <= 120 and _EMPTY_PAGE.search(fold(text)) is not None


def is_pager(text: str) -> bool:
    """Words or signs of a pager's link: ``2``, ``Trang sau``, ``»``, ``...``."""
    return len(text) <= 20 and (text in _PAGER_SYMBOLS or _PAGER_TEXT.match(fold(text)) is not None)


def is_home(text: str) -> bool:
    """The first entry of menus and breadcrumbs."""
    return len(text) <= 20 and _HOME.match(fold(text)) is not None
