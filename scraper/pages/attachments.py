"""Files of an article: linked in its text, or listed below it."""

from __future__ import annotations

import mimetypes
import re
from urllib.parse import unquote, urlsplit

from scraper.cms import Tables
from scraper.items import Attachment
from scraper.pages.blocks import Link
from scraper.pages.labels import is_attachment_label, is_end_label, is_other_news
from scraper.pages.page import Page
from scraper.pages.region import Region
from scraper.text.normalise import clean

_DOCUMENT = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|rtf|odt|ods|odp|zip|rar|7z|csv|txt)$", re.IGNORECASE)
_MAY_BE_FILE = re.compile(r"\.(?!html?\b|aspx?\b|php\b)\w{2,4}\s*(?:[/?#;]|$)|[?&]download=1", re.IGNORECASE)
# NukeViet and others serve files at the article's own address.
_DOWNLOAD = re.compile(r"[?&]download=1\b")
# Types that are missing on some systems; the record must not depend on the machine.
_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "zip": "application/zip",
    "rtf": "application/rtf",
    "csv": "text/csv",
}
# How many lines below the article's last line a list of files may begin.
_LINES_BELOW = 12


def find_attachments(page: Page, region: Region) -> list[Attachment]:
    """The files of the article on a page, each address once."""
    found: dict[str, Attachment] = {}
    stop = _stop(page, region)
    for link in page.links:
        if not region.head <= link.block < stop or link.block in region.boxed:
            continue
        address = link.address if _MAY_BE_FILE.search(link.href) else None
        if address is None or address.url in found:
            continue
        name = _file_name(address.url, page.urls.tables)
        if _DOCUMENT.search(name):
            found[address.url] = Attachment(address.url, _title(link, name), _media_type(name))
        elif _DOWNLOAD.search(address.url):
            found[address.url] = Attachment(address.url, _title(link, name), _media_type(link.text))
    return list(found.values())


def _stop(page: Page, region: Region) -> int:
    """The line at which the search ends: files are listed below the text and above further articles."""
    limit = min(region.end + _LINES_BELOW, len(page.blocks))
    for i in range(region.end, limit):
        text = page.blocks[i].text
        if is_other_news(text) or is_end_label(text):
            return i
    return region.end


def _file_name(url: str, tables: Tables) -> str:
    """The last part of the path; some CMSes write an id after it."""
    path = urlsplit(url).path
    *_, before, last = ["", *path.split("/")]
    return clean(unquote(before if tables.files.search(path) else last))


def _title(link: Link, name: str) -> str:
    text = link.text if link.text and not is_attachment_label(link.text) else link.title
    return text if text and not is_attachment_label(text) else name or link.href


def _media_type(name: str) -> str | None:
    found = _DOCUMENT.search(name.strip())
    if not found:
        return None
    return _TYPES.get(found[1].lower()) or mimetypes.guess_type(f"x.{found[1].lower()}")[0]
