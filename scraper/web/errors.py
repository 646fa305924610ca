"""Answers that say what is wrong and what helps: a page, or JSON below ``/api/``."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import HTMLResponse, Response

from scraper.web.html import rendered
from scraper.web.json_answer import JsonAnswer

API = "/api/"


def error_answer(path: str, status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that has no other.

    Args:
        path: of the request.
        status: of HTTP.
        text: what is wrong, and what helps.
        headers: of the answer.
    """
    title = HTTPStatus(status).phrase
    if path.startswith(API):
        return JsonAnswer({"error": text, "status": status}, status, headers)
    return HTMLResponse(rendered("message.html", title=title, text=text), status, headers)
