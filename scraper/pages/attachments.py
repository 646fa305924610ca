"""Files of an article: linked in its text, or listed below it."""

from __future__ import annotations

import mimetypes
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from scraper.addresses import Address, Kind
from scraper.cms import Tables
from scraper.items import Attachment
from scraper.pages.blocks import Link
from scraper.pages.labels import fold, is_attachment_label, is_end_label, is_other_news
from scraper.pages.lines import BlockType
from scraper.pages.page import Page
from scraper.pages.region import Region
from scraper.text.normalise import clean

_ENDS = r"\.(pdf|docx?|xlsx?|pptx?|rtf|odt|ods|odp|zip|rar|7z|csv|txt)"
_DOCUMENT = re.compile(rf"{_ENDS}$", re.IGNORECASE)
# Searched for from its first character, which is never a letter, as all patterns for addresses here.
_MAY_BE_FILE = re.compile(
    r"[.?&](?:(?<=\.)(?!html?\b|aspx?\b|php\b)\w{2,4}\s*(?:[/?#;]|$)|(?<=[?&])download=1)", re.IGNORECASE
)
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
# How many lines above a link its label may be: a list of files has a line or two for each.
_LINES_ABOVE = 12
# The name of a file as the words of a link, with its size behind it.
_NAMED = re.compile(rf"{_ENDS}(?:\s*[(\[,–-][^\n]{{0,30}})?$", re.IGNORECASE)
# Addresses that programs of the site answer with a file.
_HANDLER = re.compile(
    # With a number, a program's name or a parameter behind it: /download/laws/… is a section of the site.
    r"(?:[/?&_=.]|files?)(?:down-?load|get_?-?(?:file|attach)|attach(?:ment)?s?\b|file-?handler|view-?file)"
    r"\w{0,20}(?:/\w{1,12})?(?:/\d+|/[\da-f-]{20,}|[.?&=/]?$|[.?&=])"
    r"|/(?:tai-?(?:ve|file|xuong)|dinh-?kem)(?:[/?.]|$)|[?&]file_?(?:id|name)?=|/documents/\d+/",
    re.IGNORECASE,
)
_OTHER_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|bmp|ico|mp[34]|avi|wmv|html?)$", re.IGNORECASE)
_NO_FILE = re.compile(
    r"print|in-?bai|(?:e|send)-?mail|mailto:|attachment_id=|play\.google|apps\.apple|itunes|app-?store|[/=-]apps?\b|\.apk\b|\.exe\b|rss"
    r"|log-?in|facebook|zalo",
    re.IGNORECASE,
)
# What links to documents are called, in folded words.
_DOCUMENT_WORDS = re.compile(
    r"[\W\d_]*(?:(?:toan van|xem|tai|mau|ban|file|tep) )*(?:quyet dinh|ke hoach|cong van|thong bao|nghi quyet|nghi dinh"
    r"|thong tu|chi thi|huong dan|bao cao|to trinh|phu luc|du thao|danh sach|danh muc|bieu mau|mau so|giay moi"
    r"|chuong trinh|quy che|quy dinh|de cuong|ket luan|tai lieu|van ban|luat|phap lenh|de an|bieu|file|tep|tap tin|don)"
    r"\b"
)
# Viewers that name the file in their own address: Google's, Microsoft's, PDF.js and what is built on it.
_FILE_PARAMS = frozenset("url src file pdf pdfurl path filename file_name filepath document doc link".split())
_PREVIEW = re.compile(
    r"//(?:drive\.google\.com/(?:file/d/|open\?)|docs\.google\.com/(?:document|spreadsheets|presentation|file)/)",
    re.IGNORECASE,
)


_FILE_LINK = re.compile(r"[.?&](?:(?<=\.)(?!html?$|aspx?$|php$)\w{2,5}$|(?<=[?&])download=1)", re.IGNORECASE)


def leads_to_file(link: Link) -> bool:
    """True for a link to a file, by its address or its words alone."""
    return _FILE_LINK.search(link.href) is not None or _NAMED.search(link.text) is not None


def file_lines(page: Page, head: int) -> set[int]:
    """The lines from ``head`` on that link a file, or have one, or a page of the site, shown right below them.

    Args:
        page: the page.
        head: the first line below the title, which may have a file below it too.
    """
    found = {link.block for link in page.links if link.block >= head and leads_to_file(link)}
    frames = (frame for frame in page.frames if frame.block >= head - 1)
    return found | {frame.block for frame in frames if _shown_file(page, frame) or _is_of_site(frame)}


def text_frame(page: Page, region: Region) -> str | None:
    """The address of a page of the site that the article shows in a frame, which may be its text; None for none."""
    for frame in page.frames:
        is_inside = region.head - 1 <= frame.block < region.end
        if is_inside and _is_of_site(frame) and _shown_file(page, frame) is None and frame.address is not None:
            return frame.address.url
    return None


def _is_of_site(frame: Link) -> bool:
    return frame.address is not None and frame.address.kind is not Kind.FOREIGN


def find_attachments(page: Page, region: Region) -> list[Attachment]:
    """The files of the article on a page, each address once, in the order in which the page shows them."""
    found: dict[str, tuple[int, Attachment]] = {}
    stop = _stop(page, region)
    for link in page.links:
        if not region.head <= link.block < stop or link.block in region.boxed:
            continue
        attachment = _linked_file(page, region, link)
        if attachment is None:
            continue
        known = found.get(attachment.url)
        if known is None or (known[1].title == _file_name(attachment.url, page.urls.tables) and link.text):
            found[attachment.url] = (known[0] if known is not None else link.block, attachment)
    for frame in page.frames:
        # A frame stands behind its block.
        if region.head - 1 <= frame.block < stop and frame.block not in region.boxed:
            attachment = _shown_file(page, frame)
            if attachment is not None:
                found.setdefault(attachment.url, (frame.block, attachment))
    return _each_once(
        [attachment for _, attachment in sorted(found.values(), key=lambda one: one[0])], page.urls.tables
    )


def _each_once(files: list[Attachment], tables: Tables) -> list[Attachment]:
    """The files without programs' addresses of those that have an address of their own too."""
    names = {name for file in files if _DOCUMENT.search(name := _file_name(file.url, tables))}
    return [file for file in files if _file_name(file.url, tables) in names or not _ends_with(file.title, names)]


def _ends_with(title: str, names: set[str]) -> bool:
    return any(title.endswith(name) for name in names)


def _linked_file(page: Page, region: Region, link: Link) -> Attachment | None:
    """The file that a link leads to; None if it leads to something else."""
    tables = page.urls.tables
    if _MAY_BE_FILE.search(link.href) and (address := link.address) is not None:
        name = _file_name(address.url, tables)
        if _DOCUMENT.search(name):
            return Attachment(address.url, _title(link, name), _media_type(name))
        if _DOWNLOAD.search(address.url):
            return Attachment(address.url, _title(link, name), _media_type(link.text))
    words = link.text or link.title
    is_named = _NAMED.search(words) is not None
    is_handled = _HANDLER.search(link.href) is not None or _PREVIEW.search(link.href) is not None
    if not (is_named or is_handled) or (not is_named and _NO_FILE.search(link.href)):
        return None
    address = link.address
    if address is None or address.identity == page.address.identity or _OTHER_FILE.search(_path_of(address.url)):
        return None
    if (viewed := _viewed(page, address)) is not None:
        name = _file_name(viewed, tables)
        return Attachment(viewed, _title(link, name), _media_type(name))
    is_label = is_attachment_label(words)
    if not (is_named or is_label or _DOCUMENT_WORDS.match(fold(words)) or _is_labelled(page, region, link)):
        return None
    name = _file_name(address.url, tables)
    title = _title(link, name)
    if title == name and not _DOCUMENT.search(name):  # it names the program, not the file
        title = _beside(page, link) or words or name
    return Attachment(address.url, title, _media_type(_words_of_name(words)) or _media_type(_named_by(address.url)))


def _shown_file(page: Page, frame: Link) -> Attachment | None:
    """The file that a frame shows, itself or by a viewer; None if it shows a page."""
    address = frame.address
    if address is None:
        return None
    url = _viewed(page, address) or address.url
    name = _file_name(url, page.urls.tables)
    if _DOCUMENT.search(name):
        return Attachment(url, name, _media_type(name))
    if _PREVIEW.search(url):
        return Attachment(url, frame.title or name, None)
    return None


def _viewed(page: Page, address: Address) -> str | None:
    """The address of the file that a viewer's address names; None if it is no viewer's."""
    parts = urlsplit(address.url)
    for name, value in parse_qsl(f"{parts.query}&{parts.fragment}")[:_MAX_PARAMS]:
        if name.lower() not in _FILE_PARAMS:
            continue
        value = unquote(value) if "%2f" in value.lower() else value  # some encode it twice
        if not (_VIEWER.search(address.url) or _DOCUMENT.search(_path_of(value))):
            continue
        if "/" not in value and not _VIEWER.search(address.url):
            continue  # the name of a file that a program sends
        found = page.urls.resolve(address.url, value)
        if found is not None:
            return found.url
    return None


_VIEWER = re.compile(
    r"/(?:gview|viewer|viewerng/viewer|op/(?:embed|view)\.aspx|[\w.-]*viewer(?:\.html?)?)\?", re.IGNORECASE
)
_MAX_PARAMS = 20


def _path_of(value: str) -> str:
    return value.partition("?")[0].partition("#")[0]


def _words_of_name(words: str) -> str:
    """The name of a file without its size behind it."""
    found = _NAMED.search(words)
    return words[: found.end(1)] if found else words


def _named_by(url: str) -> str:
    """The name of a file in the parameters of a program's address; empty for none."""
    values = (value for _, value in parse_qsl(urlsplit(url).query)[:_MAX_PARAMS])
    return next((value for value in values if _DOCUMENT.search(value)), "")


def _is_labelled(page: Page, region: Region, link: Link) -> bool:
    """True if a link stands behind a label of files in its line, or in a list of links below such a label."""
    for i in range(link.block, max(region.head, link.block - _LINES_ABOVE) - 1, -1):
        block = page.blocks[i]
        if is_attachment_label(block.text) or is_attachment_label(block.text.partition(":")[0]):
            return True
        if i != link.block and (region.kinds.get(i) is BlockType.PROSE or block.heading):
            return False
    return False


def _beside(page: Page, link: Link) -> str:
    """The words beside a link that says no more than that it leads to a file."""
    block = page.blocks[link.block]
    words = block.text.replace(link.text, " ", 1) if link.text else block.text
    label, colon, rest = words.partition(":")
    words = clean(rest if colon and is_attachment_label(label) else words).strip(" :-–()[]|")
    return words if len(words) <= _MAX_TITLE and not is_attachment_label(words) else ""


_MAX_TITLE = 200


def _stop(page: Page, region: Region) -> int:
    """The line at which the search ends: files are listed below the text and above further articles."""
    limit = min(region.end + _LINES_BELOW, len(page.blocks))
    for i in range(region.end, limit):
        text = page.blocks[i].text
        if is_other_news(text) or is_end_label(text):
            return i
    return region.end


# What Liferay and others write behind the name.
_ID = re.compile(r"[0-9a-f]{4,}(?:-[0-9a-f]{4,})*$", re.IGNORECASE)


def _file_name(url: str, tables: Tables) -> str:
    """The last part of the path; some CMSes write an id after it."""
    path = urlsplit(url).path
    *_, before, last = ["", *path.split("/")]
    name = before if tables.files.search(path) or (_ID.match(last) and _DOCUMENT.search(before)) else last
    return clean(unquote(name))


def _title(link: Link, name: str) -> str:
    text = link.text if link.text and not is_attachment_label(link.text) else link.title
    return text if text and not is_attachment_label(text) else name or clean(link.href)


def _media_type(name: str) -> str | None:
    found = _DOCUMENT.search(name.strip())
    if not found:
        return None
    return _TYPES.get(found[1].lower()) or mimetypes.guess_type(f"x.{found[1].lower()}")[0]
