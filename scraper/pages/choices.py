"""Further pages that a list offers by controls: forms sent by GET, and elements that name an address for a script.

Works on plain values, which :mod:`scraper.pages.builder` collects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from scraper.addresses.resolve import MAX_URL_LENGTH
from scraper.pages.labels import MAX_LABEL_LENGTH, fold, is_pager

MAX_CHOICES = 1_000
"""Controls of a page that are followed: a list of 20,000 articles has this number of pages."""

# Common names on any site; names of a single CMS are in its file.
PAGE_PARAM = re.compile(
    r"(?:^|_)(?:page|paged|page_?no|pageid_?list|trang|p|pg|pi|start|offset|currentpage)$", re.IGNORECASE
)
# Six digits are an offset in the longest list; longer numbers are ids.
_NUMBER = re.compile(r"[0-9]{1,6}")
_NUMBERS = re.compile(r"[0-9]+")
_MORE = re.compile(
    r"[\W_]*(?:(?:xem|tai|hien thi) them(?: (?:tin|bai|bai viet|tin bai|tin tuc|noi dung))?(?: (?:khac|cu hon))?"
    r"|(?:load|show|view|see) more(?: (?:news|posts|articles|items))?)[\W\d_]*\Z"
)
# The first part of a relative address has no colon, which a scheme would have.
_ADDRESS = re.compile(
    r"(?:https?:)?//[\w.-]+(?::\d{1,5})?(?:[/?]\S*)?|/(?!/)\S*|\?\S+|\.{1,2}/\S*|[\w.-]+[/?]\S*",
    re.ASCII | re.IGNORECASE,
)
_PARAM_NAME = re.compile(r"[\w.\[\]$-]{1,40}", re.ASCII)
# ``'/list?page=' + this.value``: what a select's script adds the choice to.
_PREFIX_OF_CHOICE = re.compile(r"['\"]([^'\"\s]*[?&][^'\"\s=&?]+=)['\"]\s*\+\s*(?:this\b|\$\(this\))")

# Attributes of elements that a script loads further pages for, the most telling first.
_NEXT_ADDRESSES = ("data-next-url", "data-next")
_ADDRESSES = (*_NEXT_ADDRESSES, "data-url", "data-href", "data-link", "data-page")
_PAGES = ("data-page", "data-next-page", "data-next")
_TOTALS = ("data-pages", "data-total-pages", "data-max-pages", "data-last-page")
_OTHER_ROLES = ("data-param", "data-target", "data-toggle", "data-container", "data-text", "data-loading")
_METHODS = ("data-method", "data-ajax-method", "data-type")
# Attributes that are no fields of a request; those of Bootstrap are for its scripts.
_ROLES = frozenset((*_ADDRESSES, *_PAGES, *_TOTALS, *_METHODS, *_OTHER_ROLES))
_VALUE = re.compile(r"[\w-]{1,60}", re.ASCII)
_CHANGING = frozenset({"post", "put", "patch", "delete"})


_PAGE_AT_END = re.compile(r"/(?:page/|trang/|trang-|page-|p)?([0-9]{1,4})$", re.IGNORECASE | re.ASCII)


class Choice(NamedTuple):
    """One further page that a control leads to."""

    href: str
    words: str
    is_next: bool = False
    """True for the next page, whatever the words."""


@dataclass(frozen=True, slots=True)
class Control:
    """One control of a form."""

    kind: str
    """``hidden``: sent as it is; ``option``; ``button``: sent if pressed; ``text``: the reader has to write."""
    name: str
    """For an option, that of its select."""
    value: str
    words: str = ""
    is_selected: bool = False


@dataclass(slots=True)
class Form:
    """A form that is sent by GET."""

    action: str
    controls: list[Control] = field(default_factory=list)


def is_page_param(name: str, page_params: re.Pattern[str]) -> bool:
    """True for the name of a parameter that holds a page number.

    Args:
        name: the name.
        page_params: further names, those of the site's CMS.
    """
    return PAGE_PARAM.search(name) is not None or page_params.search(name) is not None


def is_more(text: str) -> bool:
    """True for ``Xem thêm``, ``Load more``: words of a button that loads the next page, and of links to anything."""
    return len(text) <= MAX_LABEL_LENGTH and _MORE.match(fold(text)) is not None


def is_address(value: str) -> bool:
    """True for a value that a script may request as a page: no fragment, and no other scheme."""
    return len(value) <= MAX_URL_LENGTH and "#!" not in value and _ADDRESS.fullmatch(value) is not None


def form_choices(form: Form, url: str, page_params: re.Pattern[str]) -> Iterator[Choice]:
    """The pages that the options and buttons of a form lead to; a form that searches has none.

    Args:
        form: the form.
        url: the page's address, to which a form without an address is sent.
        page_params: names of page numbers in the site's CMS.
    """
    names = {control.name for control in form.controls if is_page_param(control.name, page_params)}
    if any(control.kind == "text" and control.name not in names for control in form.controls):
        return
    pages = [(control, words) for control in form.controls if control.name in names and (words := _page_words(control))]
    action = url if form.action[:1] in ("", "#") else form.action
    if not pages:
        return
    fields = urlencode(_fields(form.controls, names), errors="replace")
    if len(fields) > MAX_URL_LENGTH:
        return
    start = action.partition("#")[0].partition("?")[0] + "?" + (f"{fields}&" if fields else "")
    for control, words in pages:
        yield Choice(start + urlencode({control.name: control.value}), words, is_more(words))


def _page_words(control: Control) -> str:
    """The words of a control that chooses another page; none for other controls, and for the page itself."""
    if control.kind not in ("option", "button") or control.is_selected or not _NUMBER.fullmatch(control.value):
        return ""
    words = control.words
    if is_pager(words) or is_more(words):
        return words
    # "2/7": a page number too.
    return control.value if not words or control.value in _NUMBERS.findall(words) else ""


def _fields(controls: list[Control], pages: set[str]) -> list[tuple[str, str]]:
    """What a form sends besides the page number."""
    fields = [(control.name, control.value) for control in controls if control.kind == "hidden"]
    selects: dict[str, str] = {}
    for control in controls:
        if control.kind == "option" and (control.is_selected or control.name not in selects):
            selects[control.name] = control.value
    return [(name, value) for name, value in [*fields, *selects.items()] if name and name not in pages]


def form_of_script(onchange: str) -> tuple[Form, str] | None:
    """The form that a select's script is equal to, and the select's name in it; None for other scripts.

    Args:
        onchange: the script; it may add the choice to an address.
    """
    found = _PREFIX_OF_CHOICE.search(onchange)
    if found is None:
        return None
    action, _, query = found[1].partition("?")
    *fields, (name, _) = parse_qsl(query, keep_blank_values=True)
    return Form(action, [Control("hidden", *pair) for pair in fields]), name


def data_choices(data: Mapping[str, str], around: str, words: Callable[[], str]) -> Iterator[Choice]:
    """The pages that a script loads for an element, by its ``data-`` attributes.

    Args:
        data: the attributes.
        around: ``data-url`` of an element around it, for one with a page number only.
        words: returns the element's words.
    """
    if any(data.get(name, "").lower() in _CHANGING for name in _METHODS):
        return
    by, url = next(((name, data[name]) for name in _ADDRESSES if is_address(data.get(name, ""))), ("", around))
    if not is_address(url):
        return
    number, total = _first_number(data, _PAGES), _first_number(data, _TOTALS)
    if by in _NEXT_ADDRESSES:
        yield Choice(url, words(), is_next=True)
    elif total is not None:
        first = (number or 1) + 1
        for page in range(first, min(total + 1, first + MAX_CHOICES)):
            yield Choice(_with_page(url, data, page), str(page))
    elif number is not None:
        yield from _numbered(url, data, number, words())
    elif by and not url.endswith("="):
        text = words()
        yield Choice(url, text, is_more(text))


def _numbered(url: str, data: Mapping[str, str], number: int, words: str) -> Iterator[Choice]:
    if not is_more(words):
        yield Choice(_with_page(url, data, number), words if is_pager(words) else str(number))
        return
    if number:
        yield Choice(_with_page(url, data, number), words, is_next=True)
    if number <= 1:
        # It may as well be the page that is shown, to which the script adds one.
        yield Choice(_with_page(url, data, number + 1), words, is_next=True)


def _with_page(url: str, data: Mapping[str, str], number: int) -> str:
    """An address with a page number."""
    if url.endswith("="):
        return f"{url}{number}"
    name = data.get("data-param", "")
    # What else the script may send: the list's section or kind.
    others = {key: value for key, value in data.items() if _is_field(key, value)}
    for key, value in others.items():
        url = add_or_replace_parameter(url, key.removeprefix("data-"), value)
    return add_or_replace_parameter(url, name if _PARAM_NAME.fullmatch(name) else "page", str(number))


def _is_field(name: str, value: str) -> bool:
    return name not in _ROLES and not name.startswith("data-bs-") and _VALUE.fullmatch(value) is not None


def _first_number(data: Mapping[str, str], names: tuple[str, ...]) -> int | None:
    return next((int(data[name]) for name in names if _NUMBER.fullmatch(data.get(name, ""))), None)


def split_page(url: str, page_params: re.Pattern[str]) -> tuple[str, int | None]:
    """An address without its page number, and that number: of a parameter, or at the end of the path."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    numbers = [value for name, value in query if is_page_param(name, page_params) and _NUMBER.fullmatch(value)]
    others = [(name, value) for name, value in query if not is_page_param(name, page_params)]
    path = parts.path.rstrip("/")
    if not numbers and (found := _PAGE_AT_END.search(path)):
        numbers, path = [found[1]], path[: found.start()]
    return f"{path}?{urlencode(others)}", int(numbers[0]) if numbers else None
