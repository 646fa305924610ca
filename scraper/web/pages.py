"""The HTML pages."""

from __future__ import annotations

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from scraper.search.answer import SearchQuery
from scraper.search.filters import QueryError
from scraper.search.marks import Marks
from scraper.search.search import search, search_with_facets
from scraper.web.archived import NotArchivedError, archived_page
from scraper.web.html import rendered
from scraper.web.places import ServedFiles
from scraper.web.record import ArticleView, view_of
from scraper.web.results import SHOWN, chips, folded, groups
from scraper.web.search_address import NAMES, address, asked, page_address, pairs_of
from scraper.web.sources import sources_of
from scraper.web.versions import ArticleVersion, history
from scraper.web.word_diff import side_by_side

# Nothing in it may run, even if a browser takes it for a page.
_ARCHIVED_HEADERS = {"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'"}
# Characters of a field that are compared; a longer text is compared up to there.
_MOST_COMPARED = 200_000
_LISTED = ("title", "summary", "body", "section", "authors", "date_published", "date_modified", "url")


class HtmlPages:
    """The HTML pages of some files.

    Args:
        served: the files.
    """

    def __init__(self, served: ServedFiles) -> None:
        self._served = served

    def search(self, request: Request) -> Response:
        """The search and its hits."""
        typed = (request.query_params.get("q") or "").strip()
        kept = [(name, value) for name in NAMES if name != "q" for value in request.query_params.getlist(name) if value]
        index = self._served.existing_index()
        try:
            query = asked(request.query_params, paged=True)
            answer, counted = search_with_facets(index, query, most=SHOWN)
        except QueryError as error:
            text = rendered(
                "search.html", typed=typed[:500], kept=kept[:20], problem=str(error), answer=None, groups=(), chips=()
            )
            return HTMLResponse(text, 400)
        pairs = pairs_of(query)
        page = query.offset // query.limit + 1
        has_next = len(answer.hits) == query.limit and (answer.is_at_least or answer.total > query.offset + query.limit)
        text = rendered(
            "search.html",
            typed=typed,
            kept=kept,
            problem="",
            answer=answer,
            hits=folded(answer.hits),
            groups=groups(query, counted),
            counted=counted,
            first=query.offset + 1,
            page=page,
            previous=page_address(query, page - 1) if page > 1 else "",
            next=page_address(query, page + 1) if has_next else "",
            feed=address("/feed.atom", pairs),
            json=address("/api/search", pairs),
            all=page_address(SearchQuery(query.words)) if pairs and pairs != [("q", query.words)] else "",
            chips=chips(query),
            suffix=address("", pairs),
        )
        return HTMLResponse(text)

    def article(self, request: Request) -> Response:
        """One article."""
        view, words, suffix = self._view(request)
        one, marks = view.article, Marks(words)
        text = rendered(
            "article.html",
            view=view,
            one=one,
            title_spans=marks.spans(one.title),
            summary_spans=marks.spans(one.summary or ""),
            paragraphs=[(text, marks.spans(text)) for text in one.body.split("\n\n") if text],
            images=[(url, caption or "", marks.spans(caption or "")) for url, caption in one.images],
            attachments=[(url, title, marks.spans(title)) for url, title in one.attachments],
            suffix=suffix,
            back=address("/", _search_pairs(request)),
        )
        return HTMLResponse(text)

    def versions(self, request: Request) -> Response:
        """The versions of an article, two of them side by side."""
        view, _, suffix = self._view(request)
        known = history(self._served, view.article.id)
        shown = [(number, each) for number, each in enumerate(known.versions, 1) if each.record is not None]
        before, after = _chosen(request, shown)
        fields = []
        if before is not None and after is not None:
            for name in _LISTED:
                one, other = (_as_text((each[1].record or {}).get(name)) for each in (before, after))
                if one != other:
                    fields.append((name, side_by_side(one[:_MOST_COMPARED], other[:_MOST_COMPARED])))
        text = rendered(
            "versions.html",
            view=view,
            one=view.article,
            known=known,
            before=before,
            after=after,
            fields=fields,
            suffix=suffix,
            article_address=f"/article/{quote(view.article.id)}{suffix}",
        )
        return HTMLResponse(text)

    def archived(self, request: Request) -> Response:
        """The archived page of an article, as text."""
        view, _, _ = self._view(request)
        try:
            page = archived_page(self._served.archive, view.record)
        except NotArchivedError as error:
            raise HTTPException(404, str(error)) from error
        if page.is_text:
            return Response(page.body, headers=_ARCHIVED_HEADERS, media_type="text/plain; charset=utf-8")
        headers = _ARCHIVED_HEADERS | {"Content-Disposition": 'attachment; filename="archived"'}
        return Response(page.body, headers=headers, media_type="application/octet-stream")

    def sources(self, _request: Request) -> Response:
        """The sources with their state."""
        return HTMLResponse(rendered("sources.html", view=sources_of(self._served)))

    def _view(self, request: Request) -> tuple[ArticleView, tuple[str, ...], str]:
        """The article of a request, the words of the search that led to it, and that search as a suffix."""
        view = view_of(self._served, request.path_params["id"])
        if view is None:
            raise HTTPException(404)
        pairs = _search_pairs(request)
        words: tuple[str, ...] = ()
        try:
            query = asked(request.query_params, paged=True)
            if query.words:
                words = search(self._served.existing_index(), query).words
        except QueryError:
            pairs = []
        return view, words, address("", pairs)


def _search_pairs(request: Request) -> list[tuple[str, str]]:
    known = (*NAMES, "page")
    return [(name, value) for name, value in request.query_params.multi_items() if name in known]


Numbered = tuple[int, ArticleVersion]


def _chosen(request: Request, shown: list[Numbered]) -> tuple[Numbered | None, Numbered | None]:
    """The two versions to compare: those of the address, otherwise the last two."""
    by_number = {str(number): (number, each) for number, each in shown}
    after = by_number.get(request.query_params.get("after", "")) or (shown[-1] if shown else None)
    before = by_number.get(request.query_params.get("before", ""))
    if before is None and after is not None:
        before = next((each for each in reversed(shown) if each[0] < after[0]), None)
    return before, after


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
