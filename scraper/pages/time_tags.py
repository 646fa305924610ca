"""The elements of a page that state a time, from its bytes: lines do not say which of their words were in which.

``<time>``, and the ``<abbr>`` of old blogs.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice

from scraper.text.normalise import clean

# A ``<time>`` with short tags and words; more of them than in any article with its comments are not read.
_TIME = re.compile(rb"<(?:time|abbr)\s([^<>]{1,300})>(.{1,200}?)</(?:time|abbr)", re.DOTALL)
_MAX_TIMES = 200
_TAG = re.compile(r"<[^<>]*>")
_DATETIME = re.compile(r"datetime\s*=\s*(?:[\"']([^\"']{10,40})[\"']|([^\s\"'>]{10,40}))", re.IGNORECASE)
# Before there was ``<time>``, blogs wrote ``<abbr class="published" title="2019-06-27T10:21:40Z">``.
_TITLE = re.compile(r"title\s*=\s*[\"'](\d{4}-\d\d-\d\d(?:[T ][^\"']{0,30})?)[\"']()", re.IGNORECASE)
_MODIFIED = re.compile(r"updated|modified", re.IGNORECASE)
_PUBLISHED = re.compile(r"publi|pubdate", re.IGNORECASE)


def time_tags(html: bytes) -> list[tuple[str, str, bool]]:
    """Words, ``datetime``, and whether it is an update's, of all elements of the page that state a time."""
    found = []
    for match in islice(_TIME.finditer(html), _MAX_TIMES):
        tag, inner = (part.decode("utf-8", "replace") for part in match.groups())
        stated = _DATETIME.search(tag) or _TITLE.search(tag)
        if stated and (words := clean(unescape(_TAG.sub("", inner)))):
            is_modified = _MODIFIED.search(tag) is not None and _PUBLISHED.search(tag) is None
            found.append((words, stated[1] or stated[2], is_modified))
    return found
