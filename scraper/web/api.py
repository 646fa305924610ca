"""The JSON answers; :mod:`scraper.web.openapi` describes them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from scraper.report.as_json import trouble_values
from scraper.search.search import facets, search
from scraper.web.json_answer import JsonAnswer
from scraper.web.openapi import description
from scraper.web.places import ServedFiles
from scraper.web.record import ArticleView, view_of
from scraper.web.search_address import address, asked, pairs_of
from scraper.web.sources import sources_of
from scraper.web.versions import history

# Fields of a hit and of an answer, as ``scrapy search --json`` has them.
_HIT = (
    *("id", "title", "date", "source", "section", "authors", "url", "score", "snippet", "duplicate_of", "has", "lacks"),
)
# Of each kind of label.
_MOST_VALUES = 50
_SUMMARY = ("total", "is_at_least", "has_all", "words", "corrected", "left_out", "folded", "notes")


class JsonPages:
    """The JSON answers from some files.

    Args:
        served: the files.
    """

    def __init__(self, served: ServedFiles) -> None:
        self._served = served

    def search(self, request: Request) -> Response:
        """The hits of a search."""
        query = asked(request.query_params, paged=False)
        answer = search(self._served.existing_index(), query)
        last = query.offset + len(answer.hits)
        has_more = len(answer.hits) == query.limit and (answer.is_at_least or answer.total > last)
        place = [*pairs_of(query), ("limit", str(query.limit)), ("offset", str(last))]
        hits = [{name: getattr(hit, name) for name in (*_HIT, "title_spans", "snippet_spans")} for hit in answer.hits]
        following = address("/api/search", place) if has_more else None
        return JsonAnswer({name: getattr(answer, name) for name in _SUMMARY} | {"hits": hits, "next": following})

    def facets(self, request: Request) -> Response:
        """The counts for the filters of a search."""
        query = asked(request.query_params, paged=False)
        counted = facets(self._served.existing_index(), query, most=_MOST_VALUES)
        named = {name: getattr(counted, name) for name in ("sources", "sections", "authors", "months")}
        lists = {name: [{"value": value, "count": n} for value, n in values] for name, values in named.items()}
        return JsonAnswer({**lists, "counted": counted.counted, "is_at_least": counted.is_at_least})

    def article(self, request: Request) -> Response:
        """One article."""
        return JsonAnswer(_article(self._view(request)))

    def versions(self, request: Request) -> Response:
        """The versions of an article."""
        view = self._view(request)
        known = history(self._served, view.article.id)
        made = [
            {
                "revision": each.revision,
                "fetched_at": each.fetched_at,
                "is_deleted": each.record is None,
                "changed": list(each.changed),
                "record": each.record,
            }
            for each in known.versions
        ]
        return JsonAnswer({"id": view.article.id, "is_whole": known.is_whole, "versions": made})

    def sources(self, _request: Request) -> Response:
        """The sources with their state."""
        view = sources_of(self._served)
        sources = [asdict(one.counts) | {"ended": one.ended} for one in view.sources]
        return JsonAnswer({"sources": sources, "troubles": [trouble_values(trouble) for trouble in view.troubles]})

    def description(self, _request: Request) -> Response:
        """What all these answers are."""
        return JsonAnswer(description())

    def _view(self, request: Request) -> ArticleView:
        view = view_of(self._served, request.path_params["id"])
        if view is None:
            raise HTTPException(404)
        return view


def _article(view: ArticleView) -> dict[str, Any]:
    one = view.article
    return {
        "id": one.id,
        "source": one.source,
        "url": one.url,
        "title": one.title,
        "date": one.date,
        "section": one.section,
        "authors": list(one.authors),
        "summary": one.summary,
        "body": one.body,
        "language": view.language,
        "images": [{"url": url, "caption": caption} for url, caption in one.images],
        "attachments": [{"url": url, "title": title} for url, title in one.attachments],
        "documents": list(one.documents),
        "duplicate_of": one.duplicate_of,
        "near_duplicates": [{"id": each.id, "title": each.title, "source": each.source} for each in view.near],
        "revision": one.revision,
        "fetched_at": one.fetched_at,
        "is_archived": view.is_archived,
    }
