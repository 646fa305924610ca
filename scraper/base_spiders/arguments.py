"""Parse spider arguments."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.addresses.resolve import netloc

# The front page of a whole site may be in a folder of its language.
_LANGUAGES = re.compile(r"(?:/(?:vi|en|vn|vi-vn|en-us))*", re.IGNORECASE)
# A hundred years: more is a typing error.
_MANY_DAYS = 36_500


def front_page(base_url: str) -> str:
    """``http://HOST[:PORT]/`` of an address.

    Raises:
        ValueError: it is not an http or https address with a host.
    """
    parts = urlsplit(base_url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"base_url must be http://HOST[:PORT] or https://HOST[:PORT], not {base_url!r}")
    return f"{parts.scheme}://{netloc(parts)}/"


def start_page(base_url: str) -> str:
    """The address that a crawl starts from: ``base_url`` without fragment; a folder ends in a slash.

    Raises:
        ValueError: it is not an http or https address with a host.
    """
    parts = urlsplit(base_url.strip())
    path = parts.path or "/"
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        path += "/"
    query = f"?{parts.query}" if parts.query else ""
    return front_page(base_url).rstrip("/") + path + query


def border(start: str) -> str:
    """The folder of a start page, within which its site is: ``/sotuphap``; empty for a whole host."""
    folder = urlsplit(start).path.rpartition("/")[0]
    return "" if _LANGUAGES.fullmatch(folder) else folder


def days(text: str) -> float:
    """Parse a number of days.

    Raises:
        ValueError: it is not a number, or negative.
    """
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= _MANY_DAYS:
        raise ValueError(f"revisit must be a number of days, not {text!r}")
    return number


def switch(text: str) -> bool:
    """Parse a switch: 1 or 0.

    Raises:
        ValueError: it is neither.
    """
    if text not in ("0", "1"):
        raise ValueError(f"full must be 1 or 0, not {text!r}")
    return text == "1"
