"""Liferay 7 with article portlets: ids in the file name, lists paged by portlet parameters.

article  /tin-chi-tiet/-/bai-viet/{slug}-{id}-{cat}.html
list     /{section}?p_p_id=PORTLET&p_p_lifecycle=0&…&_PORTLET_cur=N&…   eight a page
Every address also answers under any chain of /en and /vi prefixes.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote

from tests.practice.corpus import Article
from tests.practice.families.base import Family, Link, Pager, Target, Where
from tests.practice.sites import Site
from tests.practice.web import PREFIX, Address, Form

ARTICLE = re.compile(r"/tin-chi-tiet/-/bai-viet/.+-(\d+)-(\d+)\.html")
PORTLET = "com_soft_article_listnew_ListNewByCategoryPortlet_INSTANCE_"
INSTANCES = ("vvsg", "kqzd", "hmtr", "ywpe", "xcul")
LANGUAGES = re.compile(r"((?:/(?:en|vi))+)(?=/|$)")
# This list never runs out: past its end it repeats the last page and still offers the next one.
ENDLESS_TOPIC = "notice"
NEXT = "Tiếp theo"
PREVIOUS = "Trước"


def split_language(path: str) -> tuple[str, str]:
    """`/en/vi/tin` becomes (`/en/vi`, `/tin`)."""
    found = LANGUAGES.match(path)
    return (found[1], path[found.end() :] or "/") if found else ("", path)


class Liferay(Family):
    """The province portal."""

    page_size = 8
    splits_neighbours = True

    def __init__(self, site: Site, articles: Sequence[Article], *, endless: bool) -> None:
        super().__init__(site, articles)
        self.endless = endless

    def path(self, article: Article) -> str:
        """The address without a language prefix."""
        number = self.site.sections[self.section_of(article)].number
        return f"/tin-chi-tiet/-/bai-viet/{article.slug}-{article.id}-{number}.html"

    def twins(self, article: Article) -> tuple[str, ...]:
        """The language twins that the language switch leads to first."""
        return f"/en{self.path(article)}", f"/vi{self.path(article)}"

    def link(self, article: Article, where: Where) -> str:
        """The address under the language prefix of the page that prints it."""
        return PREFIX + self.path(article)

    def language_links(self, path: str) -> tuple[Link, ...]:
        """The language switch: each language is put in front of the prefix one already has."""
        update = f"/c/portal/update_language?p_l_id=20137&redirect={quote(path, safe='')}&languageId="
        return (
            Link("English", f"{PREFIX}/en{path}"),
            Link("Tiếng Việt", f"{PREFIX}/vi{path}"),
            Link("EN", f"{update}en_US"),
            Link("VN", f"{update}vi_VN"),
        )

    def list_path(self, section: int, page: int = 1) -> str:
        """Page 1 without parameters."""
        it = self.site.sections[section]
        if page == 1:
            return f"{PREFIX}/{it.slug}"
        name = PORTLET + INSTANCES[section % len(INSTANCES)]
        return (
            f"{PREFIX}/{it.slug}?p_p_id={name}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
            f"&_{name}_cur={page}&_{name}_resetCur=false&_{name}_delta={self.page_size}"
        )

    def pager(self, section: int, page: int) -> Pager:
        """Numbers, and a next link that in the endless list is always there."""
        last = self.pages(section)
        links = [Link(PREVIOUS, self.list_path(section, page - 1))] if page > 1 else []
        links += [Link(str(n), self.list_path(section, n) if n != page else None) for n in range(1, last + 1)]
        if page < last or self.is_endless(section):
            links.append(Link(NEXT, self.list_path(section, page + 1)))
        return Pager(tuple(links) if len(links) > 1 else ())

    def is_endless(self, section: int) -> bool:
        """Whether this list repeats its last page for ever."""
        return self.endless and self.site.sections[section].topic == ENDLESS_TOPIC

    def entries(self, section: int, page: int) -> tuple[Article, ...]:
        """The endless list shows its last page again."""
        if self.is_endless(section):
            page = min(page, self.pages(section))
        return super().entries(section, page)

    def route(self, method: str, address: Address, form: Form) -> Target | None:
        """Language prefixes are ignored, whatever their number."""
        path = split_language(address.path)[1]
        if path == "/":
            return Target("home")
        if found := ARTICLE.fullmatch(path):
            article = self.by_id.get(int(found[1]))
            return Target("article", article) if article else None
        for index, section in enumerate(self.site.sections):
            if path == f"/{section.slug}":
                return Target("list", section=index, page=self._asked_page(index, address))
        return None

    def _asked_page(self, section: int, address: Address) -> int:
        asked = address.query.get(f"_{PORTLET}{INSTANCES[section % len(INSTANCES)]}_cur", "1")
        return max(1, int(asked)) if asked.isdigit() else 1
