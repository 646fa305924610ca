"""Practice portals whose addresses follow no scheme that is known, or one that their lists follow as well.

Their sections have names as long as titles, so that words do not tell lists from articles either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from unittest import mock

from tests.practice import Portal
from tests.practice.corpus import Article, make_articles
from tests.practice.families import Family, Link, Pager, Target
from tests.practice.sites import SITES, Site
from tests.practice.slugs import slugify
from tests.practice.web import Address, Form


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
    "program": Shape("/chi-tiet.php?bai={id}", "/danh-sach.php?muc={id}", "&trang={page}"),
    # Known addresses of articles, which are the lists' too.
    "slug-id": Shape("/bai-viet/{slug}-{id}", "/chuyen-muc/{slug}-{id}", "?page={page}"),
    "slug-id-html": Shape("/tin/{slug}-{id}.html", "/chuyen-muc/{slug}-{id}.html", "?page={page}"),
    "separator": Shape("/-/{slug}", "/-/{slug}", "?cur={page}"),
    "item": Shape("/Pages/tin.aspx?ItemID={id}", "/Pages/muc.aspx?ItemID={id}", "&Page={page}"),
}
SOURCE = "dukcqdn_travinh"
SECTIONS = (
    "Thông tin tuyên truyền, phổ biến, giáo dục pháp luật",
    "Hoạt động của lãnh đạo tỉnh và các sở, ban, ngành",
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Quốc phòng - An ninh và công tác đối ngoại của tỉnh",
    "Công tác xây dựng Đảng và hệ thống chính trị trong tỉnh",
)
SHORT_TITLES = ("Tin buồn", "Thư chúc Tết", "Lịch tiếp dân", "Lễ hội đình làng", "Hội thao Khối 2024")
# Every third article has a short title, as long as there are any.
_STEP = 3


def _site() -> Site:
    """The source's site with other names for its sections."""
    site = SITES[SOURCE]
    names = zip(site.sections, SECTIONS, strict=True)
    return replace(site, sections=tuple(replace(it, name=name, slug=slugify(name)) for it, name in names))


def _articles(count: int, *, short: bool) -> list[Article]:
    names = {section.topic: section.name for section in _site().sections}
    articles = [replace(article, section=names[article.topic]) for article in make_articles(SOURCE, count)]
    for i, title in enumerate(SHORT_TITLES if short else ()):
        articles[_STEP * i] = replace(articles[_STEP * i], title=title, slug=slugify(title))
    return articles


class Unlisted(Family):
    """A site with one address for each article."""

    page_size = 5

    def __init__(self, shape: Shape, articles: list[Article]) -> None:
        super().__init__(_site(), articles)
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


def unlisted_portal(shape: str, skin: str, count: int, *, short: bool = False) -> Portal:
    """A portal with addresses of this shape; with short titles here and there, if wished."""
    with (
        mock.patch("tests.practice.portal.make_articles", lambda source, count: _articles(count, short=short)),
        mock.patch("tests.practice.portal.make_family", lambda site, some, form, traps: Unlisted(SHAPES[shape], some)),
    ):
        return Portal(SOURCE, skin, count)
