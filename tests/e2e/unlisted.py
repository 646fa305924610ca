"""Practice portals whose addresses follow no scheme that is known: nothing but words and content tells articles."""

from __future__ import annotations

from dataclasses import dataclass
from unittest import mock

from scraper.demo import Portal
from scraper.demo.corpus import Article
from scraper.demo.families import Family, Link, Pager, Target
from scraper.demo.sites import SITES
from scraper.demo.web import Address, Form


@dataclass(frozen=True)
class Shape:
    """How a site writes its addresses."""

    article: str
    """With ``{slug}`` or ``{id}``."""
    listing: str
    """With ``{slug}`` or ``{id}`` of the category."""
    page: str
    """What a further page of a list adds; with ``{page}``."""


SHAPES = {
    "slug": Shape("/bai-viet/{slug}", "/chuyen-muc/{slug}", "?page={page}"),
    "root-slug": Shape("/{slug}", "/{slug}", "/trang/{page}"),
    "blog": Shape("/?p={id}", "/?cat={id}", "&paged={page}"),
    "number": Shape("/tin/{id}", "/danh-muc/{id}", "?page={page}"),
    "dated": Shape("/2023/06/{slug}/", "/category/{slug}/", "page/{page}/"),
    "one-page": Shape("/chi-tiet.php?bai={id}", "/danh-sach.php?muc={id}", "&trang={page}"),
}


class Unlisted(Family):
    """A site with one address for each article."""

    page_size = 5

    def __init__(self, shape: Shape, articles: list[Article]) -> None:
        super().__init__(SITES["hoabinh"], articles)
        self.shape = shape
        self._targets = {self.path(article): Target("article", article) for article in articles}
        for section in range(len(self.sections)):
            for page in range(1, self.pages(section) + 1):
                self._targets[self.list_path(section, page)] = Target("list", section=section, page=page)

    def path(self, article: Article) -> str:
        """The one address."""
        return self.shape.article.format(slug=article.slug, id=article.id)

    def list_path(self, section: int, page: int = 1) -> str:
        """The first page has no number."""
        it = self.site.sections[section]
        first = self.shape.listing.format(slug=it.slug, id=it.number)
        return first + self.shape.page.format(page=page) if page > 1 else first

    def placeholder_path(self, number: int) -> str:
        """The portal knows its broken addresses by their path alone."""
        return f"/khong-con-{number}"

    def pager(self, section: int, page: int) -> Pager:
        """All page numbers."""
        numbers = range(1, self.pages(section) + 1)
        links = tuple(Link(str(n), self.list_path(section, n) if n != page else None) for n in numbers)
        return Pager(links if len(links) > 1 else ())

    def route(self, method: str, address: Address, form: Form) -> Target | None:
        """By the whole address."""
        query = "&".join(f"{name}={value}" for name, value in address.query.items())
        target = self._targets.get(f"{address.path}?{query}" if query else address.path)
        return Target("home") if target is None and address.path == "/" and not query else target


def unlisted_portal(shape: str, skin: str, articles: int) -> Portal:
    """A portal with addresses of this shape."""
    with mock.patch("scraper.demo.portal.make_family", lambda site, some, form, traps: Unlisted(SHAPES[shape], some)):
        return Portal("dukcqdn_travinh", skin, articles)
