"""Article addresses of the CMS families, as data.

A scheme looks at a cleaned address (no session, tracking or language state) and tells the CMS's own key of the
article, the slug of its title and the slug of its category, as far as the address shows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, unquote_plus


@dataclass(frozen=True, slots=True)
class Match:
    """What an address tells about the page behind it."""

    key: str
    """The CMS's own key: an article id, or a content path."""
    title_slug: str = ""
    """Without accents, words joined by ``-``; may be cut short."""
    section_slug: str = ""
    is_article: bool = True
    """False: the key is stable, but only the page can tell an article from a list."""
    canonical: str | None = None
    """Path and query of the one address to keep, where the address at hand is not it."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One family's way to write addresses."""

    name: str
    match: Callable[[SplitResult], Match | None]
    sure: bool = True
    """An address tells an article from a list."""


# /{sid}/{pageid}/{catid}/{id}/{catslug}/{titleslug}, some hosts with a site name before and .aspx behind.
# The same article stands under other pageid and catid, and the title slug is cut at about 90 characters: only
# the fourth number identifies it.
_MDEFAULT_PATH = re.compile(
    r"^(?:/[^/]+)?/\d+/\d+/\d+/(?P<key>\d+)/(?P<section>[^/]+)/(?P<title>[^/]+?)(?:\.aspx)?/?$", re.IGNORECASE
)
_MDEFAULT_QUERY_PATH = "/mdefault.aspx"


def _mdefault(parts: SplitResult) -> Match | None:
    if found := _MDEFAULT_PATH.match(parts.path):
        return Match(found["key"], found["title"], found["section"])
    if not parts.path.lower().endswith(_MDEFAULT_QUERY_PATH):
        return None
    params = {name.lower(): value for name, value in parse_qsl(parts.query)}
    key = params.get("id", "")
    if not key.isdigit() or not int(key):
        return None
    return Match(key, params.get("title", ""), params.get("catname", ""))


# /tin-chi-tiet/-/bai-viet/{slug}-{id}-{category id}.html
_COM_SOFT_PATH = re.compile(r"/-/bai-viet/(?P<title>[^/]*?)-?(?P<key>\d+)-\d+\.html?$", re.IGNORECASE)


def _com_soft(parts: SplitResult) -> Match | None:
    found = _COM_SOFT_PATH.search(parts.path)
    return Match(found["key"], found["title"]) if found else None


# /{catslug}[-{catid}]/{slug}-{id}. Ids of the portals seen have four digits and more; three are asked, so that a
# young site works too while a list such as /van-ban/khoa-xi-2 does not match. A slug of one word is no title.
_SLUG_ID_PATH = re.compile(
    r"(?:^|/)(?P<section>[^/]+?)(?:-\d+)?/(?P<title>(?=[^/]*[a-z])[^/]+-[^/]+)-(?P<key>\d{3,})(?:\.html?|\.aspx)?/?$",
    re.IGNORECASE,
)
# "…-nam-2023" ends a section's name as well as a title: a year is no id.
_LISTING_WORDS = re.compile(r"^(?:trang|page)-|/(?:page|trang)-\d+|-nam-(?:19|20)\d\d/?$", re.IGNORECASE)


def _slug_id(parts: SplitResult) -> Match | None:
    if "!ut/p/" in parts.path or _LISTING_WORDS.search(parts.path):
        return None
    found = _SLUG_ID_PATH.search(parts.path)
    return Match(found["key"], found["title"], found["section"]) if found else None


# Everything behind !ut/p/ is session and navigation state, new on every view. What stays is the content path that
# hides in it as CTX!QCPlibraryQCPsiteQCP… (QCP is "/", QCA is "+"), or the wcm:path of newer versions.
# WCM_PI!n is the page of a list.
_WCM_CONTEXT = re.compile(r"CTX!(?P<path>QCP[^=!/]*)")
_WCM_PATH = re.compile(r"(?:wcm:path:|/wps/wcm/(?:my)?connect)(?P<path>/[^?&!=]+)", re.IGNORECASE)
_WCM_PAGE = re.compile(r"WCM_PI[!=](?P<number>\d+)")
# The servlet of Web Content Manager answers at this place for every content path: the one address without state.
_WCM_SERVLET = "/wps/wcm/connect"


def _wcm(parts: SplitResult) -> Match | None:
    whole = unquote(f"{parts.path}?{parts.query}")
    if "/wps/" not in whole:
        return None
    page = _WCM_PAGE.search(whole)
    suffix = f"#{page['number']}" if page and int(page["number"]) > 1 else ""
    if context := _WCM_CONTEXT.search(whole):
        path = context["path"].replace("QCP", "/").replace("QCA", "+")
    elif plain := _WCM_PATH.search(whole):
        path = plain["path"]
    else:
        return None
    path = unquote_plus(path).rstrip("/")
    *_, section, title = ["", *path.split("/")]
    return Match(path + suffix, title, section, is_article=False, canonical=_WCM_SERVLET + path)


MDEFAULT = Scheme("mdefault", _mdefault)
COM_SOFT = Scheme("com_soft", _com_soft)
SLUG_ID = Scheme("slug_id", _slug_id)
WCM = Scheme("wcm", _wcm, sure=False)
