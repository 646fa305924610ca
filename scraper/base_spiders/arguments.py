"""Parse spider arguments, and know their names."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from scrapy import Spider

from scraper.addresses.resolve import netloc
from scraper.sites import SourceSpider
from scraper.text.near_name import did_you_mean

# The front page of a whole site may be in a folder of its language.
_LANGUAGES = re.compile(r"(?:/(?:vi|en|vn|vi-vn|en-us))*", re.IGNORECASE)
# A hundred years: more is a typing error.
_MANY_DAYS = 36_500
# Attributes of a source that a run may set too: ours for TLS, Scrapy's for the user agent.
_ATTRIBUTES = ("tls", "user_agent")
_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


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


def known_arguments(spider: type[SourceSpider]) -> set[str]:
    """The names that ``-a`` may have for a source.

    They are the parameters of ``__init__`` and ``from_crawler`` of its class and the bases, and what a source of a user
    declares besides: an attribute that the class has and no source of ours needs.
    """
    known = set(_ATTRIBUTES)
    facts = {name for base in (SourceSpider, Spider) for name in (*vars(base), *inspect.get_annotations(base))}
    for base in spider.__mro__:
        if base in SourceSpider.__mro__:
            continue
        for name in ("__init__", "from_crawler"):
            if method := vars(base).get(name):
                known |= _parameters(method)
        if not base.__module__.startswith("scraper."):
            declared = {*vars(base), *inspect.get_annotations(base)} - facts
            known |= {name for name in declared if not name.startswith("_") and not callable(getattr(base, name, None))}
    return known


def unknown_argument(spider: type[Spider], names: Iterable[str]) -> str:
    """What is wrong with the first name that a source does not know, as a message; empty if it knows all.

    Scrapy's other spiders may use any argument without declaring it: nothing is wrong with theirs. A name that begins
    with ``_`` is of what runs the job: scrapyd adds ``_job``.
    """
    if not issubclass(spider, SourceSpider):
        return ""
    known = known_arguments(spider)
    for name in names:
        if name not in known and not name.startswith("_"):
            return f"unknown argument {name}{did_you_mean(name, known) or ';'} {spider.name} takes {_listed(known)}"
    return ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _parameters(method: object) -> set[str]:
    function = method.__func__ if isinstance(method, classmethod) else method
    if not inspect.isfunction(function):
        return set()
    _, *rest = inspect.signature(function).parameters.values()
    return {parameter.name for parameter in rest if parameter.kind in _NAMED and parameter.name != "crawler"}
