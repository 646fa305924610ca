"""A practice portal that changes between runs: articles are edited, taken down, moved in their lists; pages break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from tests.practice import Portal, Response
from tests.practice.corpus import Article
from tests.practice.families import Target
from tests.practice.portal import NOT_FOUND
from tests.practice.web import Address

STUB = "<html><head><title>Bảo trì</title></head><body><p>Hệ thống đang bảo trì</p></body></html>".encode()


class ChangingPortal(Portal):
    """Change its attributes while it is served."""

    edits: dict[int, tuple[str, str]]
    """By article id, words on its page and what stands there instead."""
    gone: set[int]
    """Ids of articles that answer 404."""
    broken: str
    """Pages whose address holds these words answer 500."""
    stub: bool
    """Every address answers with one and the same page."""
    erased: tuple[bytes, ...]
    """What stands on no page any more."""

    def __init__(
        self, source: str = "hoabinh", articles: int = 12, hidden: int = 0, form: Literal["wcm", "slug"] = "wcm"
    ) -> None:
        super().__init__(source, None, articles, form, traps=False, hidden=hidden)
        self.edits, self.gone, self.broken, self.stub, self.erased = {}, set(), "", False, ()

    def respond(
        self, method: str, path_qs: str, form: Mapping[str, str] | None = None, session: str | None = None
    ) -> Response:
        """Answer one request."""
        if self.stub and path_qs != "/robots.txt":
            return Response(200, STUB)
        if self.broken and self.broken in path_qs:
            return Response(500, b"<html><body><h1>Server Error</h1></body></html>")
        response = super().respond(method, path_qs, form, session)
        body = response.body
        for words in self.erased:
            body = body.replace(words, b"")
        return replace(response, body=body)

    def _target(self, target: Target, address: Address, language: str) -> Response:
        article = target.article
        if article is not None and article.id in self.gone:
            return NOT_FOUND
        response = super()._target(target, address, language)
        body = response.body
        if article is not None and article.id in self.edits:
            before, after = self.edits[article.id]
            assert before.encode() in body
            body = body.replace(before.encode(), after.encode())
        return Response(response.status, body, response.content_type)

    def order(self, section: int, article: Article, place: int) -> None:
        """Move an article to another place of its list, as editors do."""
        members = [one for one in self.family.sections[section] if one is not article]
        members.insert(place, article)
        sections = list(self.family.sections)
        sections[section] = tuple(members)
        self.family.sections = tuple(sections)
        self._pages = type(self._pages)(self.skin, None)
