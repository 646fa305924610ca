"""Article addresses of further CMS families: hints for sites that have no source of their own.

Each rule is a pattern over the path, or a parameter of the query, with which a family numbers its articles. None is
needed for a page to be read: what no rule knows is told by its words. The examples that they were made from are in
the tests.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import SplitResult, parse_qsl

from scraper.addresses.schemes import COM_SOFT, MDEFAULT, SLUG_ID, WCM, Match, Scheme

# A title has four words and more; a list's name may have three.
_TITLE = r"(?P<title>[^/]+?(?:-[^/-]+?){3,}?)"
_END = r"(?:\.html?|\.aspx|\.chn)?/?$"
_PATHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Liferay 6 and 7
        rf"/-/view_content/(?P<key>\d+)(?:-(?P<title>[^/]+?))?{_END}",
        r"/-/asset_publisher/[^/]+/content/id/(?P<key>\d+)",
        r"/-/asset_publisher/[^/]+/content/(?P<title>(?P<key>[^/]+))/?$",
        r"/-/view-article/(?:\d+/)*(?P<key>\d+)/?$",
        r"/-/(?P<key>\d+-\d+)/?$",
        r"/-/(?P<title>(?P<key>[^/]*-[^/]+))/?$",
        # NukeViet, and newspapers
        rf"/(?P<section>[^/]+)/{_TITLE}-(?:a|post)?(?P<key>\d+)\.html?$",
        rf"^/{_TITLE}-(?:a|post)?(?P<key>\d{{3,}})\.html?$",
        rf"/(?P<key>\d{{4,}})/{_TITLE}\.html?$",
        # Nghệ An: article, site, category
        r"/(?P<title>[^/]+)/(?P<key>\d+)-\d+-\d+/?$",
        # DotNetNuke
        r"/tabid/\d+/id/(?P<key>\d+)(?:/|$)",
        rf"/(?:articleid|newsid|itemid|ndid)/(?P<key>\d+)(?:/(?P<title>[^/]+?){_END})?",
    )
)
# SharePoint, PHP and old ASP: one parameter is the article's number, beside the page that shows articles.
_KEY_PARAMETERS = ("itemid", "newsid", "articleid", "details", "id_news", "id_tb", "id_tintuc", "ndid")
_KEY_VALUE = re.compile(r"\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# SharePoint's own blog pages have nothing but an ID.
_POST_PAGE = re.compile(r"/(?:view)?post\.aspx$", re.IGNORECASE)
_PAGE = re.compile(r"(?:^|/)(?:page|trang)-\d+|/page/\d+|-page-\d+", re.IGNORECASE)


def _by_path(parts: SplitResult) -> Match | None:
    if "!ut/p/" in parts.path or _PAGE.search(parts.path):
        return None
    for pattern in _PATHS:
        if found := pattern.search(parts.path):
            named = found.groupdict()
            return Match(found["key"], named.get("title") or "", named.get("section") or "")
    return None


def _by_parameter(parts: SplitResult) -> Match | None:
    parameters = {name.lower(): value for name, value in parse_qsl(parts.query)}
    if parameters.get("nv") == "news" and "op" in parameters:  # NukeViet without rewritten addresses
        return _by_path(parts._replace(path=f"/{parameters['op']}", query=""))
    names = ("id",) if _POST_PAGE.search(parts.path) else _KEY_PARAMETERS
    for name in names:
        value = parameters.get(name, "")
        if _KEY_VALUE.fullmatch(value) and value != "0":
            return Match(f"{parts.path.lower()}?{name}={value.lower()}")
    return None


BY_PATH = Scheme("by_path", _by_path)
BY_PARAMETER = Scheme("by_parameter", _by_parameter)

# The four sources' own families first: their rules are the more exact. On a site that nobody knows they are hints too.
ANY_FAMILY = tuple(replace(scheme, sure=False) for scheme in (MDEFAULT, COM_SOFT, WCM, SLUG_ID, BY_PATH, BY_PARAMETER))
