"""The routes, and the answers to errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scraper.search.filters import QueryError
from scraper.storage.sqlite import StorageError
from scraper.web.api import JsonPages
from scraper.web.atom import feed
from scraper.web.errors import error_answer
from scraper.web.guard import RequestGuard
from scraper.web.pages import HtmlPages
from scraper.web.places import ServedFiles

# Answers that are made at the same time: each may hold some thousand texts in memory.
_AT_ONCE = 4
_STATIC = {"web.css": "text/css", "web.js": "text/javascript", "icon.svg": "image/svg+xml"}


def application(served: ServedFiles, token: str = "", hosts: Iterable[str] = ()) -> Starlette:
    """The application.

    Args:
        served: the files.
        token: what a request must have; empty for none.
        hosts: names under which it is asked.
    """
    html, api = HtmlPages(served), JsonPages(served)
    routes = [
        Route("/", html.search),
        Route("/article/{id}", html.article),
        Route("/article/{id}/versions", html.versions),
        Route("/article/{id}/archived", html.archived),
        Route("/sources", html.sources),
        Route("/feed.atom", lambda request: feed(served, request)),
        Route("/openapi.json", api.description),
        Route("/api/search", api.search),
        Route("/api/facets", api.facets),
        Route("/api/article/{id}", api.article),
        Route("/api/article/{id}/versions", api.versions),
        Route("/api/sources", api.sources),
        *(Route(f"/static/{name}", _static(name, kind)) for name, kind in _STATIC.items()),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(RequestGuard, token=token, hosts=tuple(hosts))],
        exception_handlers={
            StorageError: _on_storage,
            OSError: _on_disk,
            QueryError: _on_query,
            HTTPException: _on_http,
            Exception: _on_fault,
        },
        lifespan=_few_threads,
    )


@asynccontextmanager
async def _few_threads(_app: Starlette) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = _AT_ONCE
    yield


def _static(name: str, kind: str) -> Any:
    content = (files("scraper.web") / "static" / name).read_bytes()

    def answer(_request: Request) -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": "no-cache"})

    return answer


def _on_storage(request: Request, error: Exception) -> Response:
    return error_answer(request.url.path, 503, str(error))


def _on_disk(request: Request, error: Exception) -> Response:
    return error_answer(request.url.path, 503, f"A file cannot be read: {error}")


def _on_query(request: Request, error: Exception) -> Response:
    return error_answer(request.url.path, 400, str(error))


def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise TypeError("Starlette calls it for its own errors only") from error
    text = error.detail
    if text == HTTPStatus.NOT_FOUND.phrase:
        text = "There is no such page, or the article is not in the index any more"
    return error_answer(request.url.path, error.status_code, text, error.headers)


def _on_fault(request: Request, _error: Exception) -> Response:
    return error_answer(request.url.path, 500, "A fault of this program; its log on the terminal has more")
