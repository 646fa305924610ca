"""Turn JSON that a script loads further pages of a list from into a page of the same links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from w3lib.html import remove_tags, replace_entities

from scraper.pages.choices import is_address

# A list of twenty articles with their whole texts has half a megabyte.
_MAX_BYTES = 5_000_000
# Levels of lists and objects: data, result, items, item, link and a few more.
_MAX_DEPTH = 12
# Longer than any title; the parts that are cut may be a text.
_MAX_TITLE = 500

_HAS_LINK = re.compile(r"<a\s", re.IGNORECASE)
_DATE = re.compile(r"[0-9][0-9 /.:TZ+-]{5,34}")
_HAS_EXTENSION = re.compile(r"[\w.-]+\.(?:html?|aspx|php|jsp)")
# Names of fields without case, hyphens and underscores, the best first.
_NEXT = frozenset("next nexturl nextpage nextpageurl nexthref nextlink more moreurl loadmore loadmoreurl".split())
_HREFS = (
    "url link href permalink detailurl urldetail detaillink linkdetail urlchitiet linkchitiet friendlyurl seourl path"
    " slug alias"
).split()
TITLES = "title tieude headline subject name ten label".split()
DATES = (
    "publishedat publishdate publisheddate published pubdate datepublished ngaydang ngayxuatban date createdat"
    " createddate createdate datecreated ngaytao publishtime publishedtime publishon publishedon timepublish"
).split()


def html_of_json(body: bytes) -> bytes | None:
    """The links in JSON as HTML in UTF-8: its HTML strings, its objects with address and title, and the next page.

    Args:
        body: any bytes.

    Returns:
        None for all that is not JSON with links.
    """
    if len(body) > _MAX_BYTES:
        return None
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    parts, following = list(_parts(value, _MAX_DEPTH)), list(dict.fromkeys(_following(value, _MAX_DEPTH)))
    if not parts:
        return None
    parts += [f'<a rel="next" href="{escape(href)}">Trang sau</a>' for href in following]
    return "\n".join(parts).encode("utf-8", "replace")


def _parts(value: Any, levels: int) -> Iterator[str]:
    """The HTML of all links in a value, in order."""
    if isinstance(value, str):
        if _HAS_LINK.search(value):
            yield f"<div>{value}</div>"
    elif levels and (items := _items(value)) is not None:
        entries = [_entry(item) if isinstance(item, dict) else "" for item in items]
        for item, entry in zip(items, entries, strict=True):
            if entry:
                yield entry
                # The texts of an entry have links of their own; lists are its articles, if it is a section.
                for inner in item.values():
                    if isinstance(inner, list):
                        yield from _parts(inner, levels - 1)
            else:
                yield from _parts(item, levels - 1)
    elif levels and isinstance(value, dict):
        for inner in value.values():
            yield from _parts(inner, levels - 1)


def _items(value: Any) -> list[Any] | None:
    """The items of a list; PHP writes a list with gaps as an object with numbers for names."""
    if isinstance(value, list):
        return value
    is_numbered = isinstance(value, dict) and value and all(name.isdecimal() for name in value)
    return list(value.values()) if is_numbered else None


def _entry(fields: dict[str, Any]) -> str:
    """An object with address and title as an item of a list, with its date; nothing for other objects."""
    plain = {plain_name(name): value for name, value in fields.items()}
    href = next((href for name in _HREFS if (href := _href(plain.get(name)))), "")
    title = next((title for name in TITLES if (title := title_of(plain.get(name)))), "")
    if not href or not title:
        return ""
    date = next((value for name in DATES if isinstance(value := plain.get(name), str) and _DATE.fullmatch(value)), "")
    return f'<ul><li><a href="{escape(href)}">{escape(title)}</a> {date}</li></ul>'


def plain_name(name: str) -> str:
    """The name of a field without case, hyphens and underscores."""
    return re.sub(r"[\W_]", "", name).lower()


def _href(value: Any) -> str:
    """An address from the root of the site: what it is relative to is not the address of the JSON."""
    if not isinstance(value, str):
        return ""
    value = value.strip()
    if is_address(value):
        return value if value[0] in "/?." or value[:4].lower() == "http" else f"/{value}"
    # A bare "slug" is left out: the rest of its address is known to a script only.
    return f"/{value}" if _HAS_EXTENSION.fullmatch(value) else ""


def title_of(value: Any) -> str:
    """A title without markup; WordPress has it in an object."""
    if isinstance(value, dict):
        value = value.get("rendered")
    if not isinstance(value, str):
        return ""
    return replace_entities(remove_tags(value[:_MAX_TITLE])).strip()


def _following(value: Any, levels: int) -> Iterator[str]:
    """The addresses of the next page in a value."""
    if not levels:
        return
    if isinstance(value, list):
        for inner in value:
            yield from _following(inner, levels - 1)
    elif isinstance(value, dict):
        for name, inner in value.items():
            target = inner.get("href") if isinstance(inner, dict) else inner
            if plain_name(name) in _NEXT and isinstance(target, str) and is_address(target.strip()):
                yield target.strip()
            else:
                yield from _following(inner, levels - 1)
