"""Meta refresh: reloads by a tag of the page, followed only if they lead from an address to its page."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import HtmlResponse
from scrapy.utils.response import get_meta_refresh
from w3lib.html import remove_comments, remove_tags, remove_tags_with_content
from w3lib.url import canonicalize_url

from scraper.middlewares.challenge import cookie_of

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

_ERROR = 400
# A page that only reloads has some hundred bytes; one with text has more than a few thousand.
_MAX_BYTES = 3_000
# Scrapy looks for the tag in the first 4,096 characters, which takes the whole page as text. In none of these bytes is
# one without its word, also if it is written in numbers, or in more than a byte for each letter.
_MAY_RELOAD = re.compile(rb"refresh|&#|\0", re.IGNORECASE)
_LOOKED_AT = 4 * 4_096
_UNSEEN = ("script", "style", "noscript", "title")


class MetaRefresh(MetaRefreshMiddleware):
    """Scrapy's middleware, except for error pages and for pages that reload themselves.

    NukeViet's page for a missing article has status 404 and leads to the front page after three seconds: if it were
    followed, the article would never count as gone. A page with text of its own that reloads itself shows what is new
    since, or asks to wait, and :class:`~scraper.middlewares.pace.Pace` waits; one that sets a cookie is answered by
    :class:`~scraper.middlewares.challenge.Challenge`.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Follow a reload, or pass the answer on."""
        if response.status >= _ERROR or not isinstance(response, HtmlResponse):
            return response
        if not _MAY_RELOAD.search(response.body, 0, _LOOKED_AT):
            return response
        try:
            url = get_meta_refresh(response, ignore_tags=self._ignore_tags)[1]
            if url is None or (_is_same(url, response.url) and _is_page(response)):
                return response
            return super().process_response(request, response)
        except ValueError:  # it leads nowhere: "http://[…", "javascript:"
            return response


def _is_same(url: str, other: str) -> bool:
    return canonicalize_url(url) == canonicalize_url(other)


def _is_page(response: HtmlResponse) -> bool:
    """True unless an answer shows nothing and only reloads."""
    if len(response.body) > _MAX_BYTES or cookie_of(response.body) is not None:
        return True
    seen = remove_tags(remove_tags_with_content(remove_comments(response.text), _UNSEEN))
    return bool(html.unescape(seen).strip())
