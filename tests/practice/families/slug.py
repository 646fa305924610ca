"""Slug-id portal: `/{catslug}-{catid}/{slug}-{id}`, lists `/{catslug}-{catid}?PageIndex=N` from 0."""

import re

from tests.practice.corpus import Article
from tests.practice.families.base import Family, Link, Pager, Target, Where
from tests.practice.web import Address, Form

ARTICLE = re.compile(r"/[^/]+-(\d+)/[^/]+-(\d+)")
LIST = re.compile(r"/[^/]+-(\d+)")
TRACKING = "utm_source=trang-chu&utm_medium=hop-tin"


class SlugPortal(Family):
    """The second possible portal of Long An."""

    page_size = 6

    def path(self, article: Article) -> str:
        """The address under the article's own category."""
        section = self.section_of(article)
        return f"{self.list_path(section)}/{article.slug}-{article.id}"

    def twins(self, article: Article) -> tuple[str, ...]:
        """Filed under the front page's category too, and with tracking parameters."""
        return f"/tin-noi-bat-90001/{article.slug}-{article.id}", f"{self.path(article)}?{TRACKING}"

    def link(self, article: Article, where: Where) -> str:
        """Side boxes print the twins."""
        return self.twins(article)[article.id % 2] if where == "side" else self.path(article)

    def list_path(self, section: int, page: int = 1) -> str:
        """The first page has no parameter, the second is number 1."""
        it = self.site.sections[section]
        return f"/{it.slug}-{it.number}" + (f"?PageIndex={page - 1}" if page > 1 else "")

    def pager(self, section: int, page: int) -> Pager:
        """All page numbers."""
        numbers = range(1, self.pages(section) + 1)
        links = tuple(Link(str(n), self.list_path(section, n) if n != page else None) for n in numbers)
        return Pager(links if len(links) > 1 else ())

    def route(self, method: str, address: Address, form: Form) -> Target | None:
        """Articles by their last number, lists by the category's."""
        if address.path == "/":
            return Target("home")
        if found := ARTICLE.fullmatch(address.path):
            article = self.by_id.get(int(found[2]))
            return Target("article", article) if article else None
        if found := LIST.fullmatch(address.path):
            return self._list(found[1], address.query.get("PageIndex", "0"))
        return None

    def _list(self, number: str, index: str) -> Target | None:
        page = int(index) + 1 if index.isdigit() else 1
        for position, section in enumerate(self.site.sections):
            if str(section.number) == number:
                return Target("list", section=position, page=page)
        return None
