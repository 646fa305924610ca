"""The HTML of a look: the list of its pages, the pages, and the keys to judge them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from lxml.html import HtmlElement
from lxml.html.builder import E

from scraper.review.attributes import as_attribute
from scraper.review.look import PageToJudge
from scraper.review.page_html import STYLE, html_file, plain, written
from scraper.text.counted import counted

_OWN_STYLE = (files("scraper.review") / "index.css").read_text("utf-8")
_SCRIPT = (files("scraper.review") / "index.js").read_text("utf-8")
_KEYS = (
    ("n →", "next page"),
    ("p ←", "previous page"),
    ("1–9", "field under focus; a click does the same"),
    ("0", "the decision: what the page is"),
    ("w", "the field under focus is wrong, or not"),
    ("r", "all is right: mark it and go to the next page"),
    ("l", "list of pages"),
)


def index_file(
    source: str,
    looked_at: str,
    about: str,
    shown: Sequence[PageToJudge],
    sections: Sequence[str],
    unread: Sequence[str],
) -> bytes:
    """The file of a look.

    Args:
        source: name of the source.
        looked_at: ISO 8601.
        about: which pages of how many, in a sentence.
        shown: the pages, in their order.
        sections: the HTML of each.
        unread: pages that cannot be read, with the reason.
    """
    entries = [_entry(number, candidate) for number, candidate in enumerate(shown, 1)]
    keys = [part for key, meaning in _KEYS for part in (E.dt(E.kbd(key)), E.dd(meaning))]
    listed = E.div(
        {"class": "list page", "id": "list"},
        E.h1(f"{source}: {counted(len(shown), 'page')} to judge"),
        E.p({"class": "about"}, plain(about)),
        E.dl({"class": "keys"}, *keys),
        E.p(
            {"class": "about"},
            "Marks stay in this browser. “Save marks” downloads marks.json; then: ",
            E.code(f"scrapy fixture {source} --from marks.json -s WARC_DIR=…"),
        ),
        E.ol(*entries),
    )
    if unread:
        items = [E.li(plain(each)) for each in unread]
        listed.append(E.div({"class": "warnings"}, E.h2(f"Not read ({len(items)})"), E.ul(*items)))
    parts = [written(_bar(source, looked_at)), written(listed), *sections]
    return html_file(f"Review of {source}", parts, STYLE + _OWN_STYLE, _SCRIPT)


def _bar(source: str, looked_at: str) -> HtmlElement:
    """The row of buttons; hidden without a script, which it needs."""
    about: dict[str, Any] = {"format": 1, "source": source, "looked_at": looked_at}
    buttons = (
        ("previous", "‹", "previous page (p)"),
        ("next", "›", "next page (n)"),
        ("right", "right", "all is right (r)"),
    )
    made = [E.button(text, {"type": "button", "id": name, "title": title}) for name, text, title in buttons]
    wrong = E.button("wrong", {"type": "button", "id": "wrong", "title": "the field under focus is wrong (w)"})
    go_list = E.button("list", {"type": "button", "id": "to-list", "title": "list of pages (l)"})
    save = E.button("Save marks", {"type": "button", "id": "save", "title": "download marks.json"})
    where = E.span({"id": "where", "role": "status"})
    return E.div(
        {"class": "bar", "id": "bar", "hidden": "", "data-look": as_attribute(about)},
        *made,
        wrong,
        go_list,
        save,
        where,
    )


def _entry(number: int, candidate: PageToJudge) -> HtmlElement:
    page = candidate.page
    title = (page.record or {}).get("title") or page.title or page.url
    kind = f"decided at the end of the walk: {page.final}" if page.final else page.type
    entry = E.li({"data-entry": str(number)}, E.a(plain(title), href=f"#page-{number}"), f" — {kind}")
    if candidate.is_new:
        entry.append(E.span({"class": "badge"}, "new since the last look"))
    changed = ", ".join(change.field for change in candidate.changes)
    for doubt in [*([f"changed since the last look: {changed}"] if changed else []), *candidate.doubts]:
        entry.append(E.span({"class": "badge doubt"}, plain(doubt)))
    return entry
