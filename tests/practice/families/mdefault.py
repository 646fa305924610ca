"""ASP.NET mDefault portal: numbers in the path, postback or AJAX pagers.

article  /{sid}/{pageid}/{catid}/{id}/{catslug}/{titleslug}   the same under any pageid/catid, also
         /mDefault.aspx?sid=..&pageid=..&catid=..&id=..&catname=..&title=..  in any order
list     /{sid}/{pageid}/{catid}/{catslug}
"""

import base64
import hashlib
import re
from urllib.parse import urlencode

from tests.practice.corpus import Article
from tests.practice.families.base import Family, Link, Pager, Target, Where
from tests.practice.slugs import cut_slug
from tests.practice.web import Address, Form

SLUG_LIMIT = 90  # the CMS cuts the title in addresses at about this length
ARTICLE = re.compile(r"/(\d+)/(\d+)/(\d+)/(\d+)/[^/]+/[^/]+")
LIST = re.compile(r"/(\d+)/(\d+)/(\d+)/[^/]+")
# Another layout page and category under which the "hot news" box shows the same article.
BOX_PAGE, BOX_CATEGORY = 7, 5
SMALL_PAGE, LARGE_PAGE, LARGE_SITE = 5, 10, 200  # few articles must still fill several list pages
WINDOW = 5
SCRIPT_PAGES = 3
TARGET = re.compile(r"ctl00\$ctl07\$rptPager\$ctl(\d\d)\$btnPage")
VOID = "javascript:void(0)"
PREVIOUS_WINDOW = NEXT_WINDOW = "..."


class Mdefault(Family):
    """Addresses of the portal; pagers are left to the two kinds below."""

    def _numbers(self, article: Article, where: Where) -> tuple[int, int, int, int]:
        section = self.site.sections[self.section_of(article)]
        if where == "side":
            return self.site.sid, section.page + BOX_PAGE, section.number + BOX_CATEGORY, article.id
        return self.site.sid, section.page, section.number, article.id

    def _pretty(self, article: Article, where: Where) -> str:
        numbers = "/".join(map(str, self._numbers(article, where)))
        section = self.site.sections[self.section_of(article)]
        return f"/{numbers}/{section.slug}/{cut_slug(article.slug, SLUG_LIMIT)}"

    def _query(self, article: Article) -> str:
        """The long form; the order of its parameters depends on the article."""
        sid, page, category, number = self._numbers(article, "list")
        section = self.site.sections[self.section_of(article)]
        pairs: list[tuple[str, int | str]] = [("sid", sid), ("pageid", page), ("catid", category)]
        pairs += [("id", number), ("catname", section.slug), ("title", cut_slug(article.slug, SLUG_LIMIT))]
        turn = article.id % len(pairs)
        return "/mDefault.aspx?" + urlencode(pairs[turn:] + pairs[:turn])

    def path(self, article: Article) -> str:
        """The pretty address under the article's own category."""
        return self._pretty(article, "list")

    def twins(self, article: Article) -> tuple[str, ...]:
        """The address of the hot-news box and the long form."""
        return self._pretty(article, "side"), self._query(article)

    def link(self, article: Article, where: Where) -> str:
        """Lists and other news print the pretty form; side boxes one of the other two."""
        if where == "side":
            return self.twins(article)[article.id % 2]
        return self.path(article)

    def list_path(self, section: int, page: int = 1) -> str:
        """One address for all pages of a list."""
        it = self.site.sections[section]
        return f"/{self.site.sid}/{it.page}/{it.number}/{it.slug}"

    def other_news_pager(self, section: int) -> tuple[Link, ...]:
        """Page numbers that lead nowhere without a browser."""
        return tuple(Link(str(n), VOID) for n in range(1, min(SCRIPT_PAGES, self.pages(section)) + 1))

    def route(self, method: str, address: Address, form: Form) -> Target | None:
        """Articles by id alone, lists by category."""
        if address.path == "/" or (address.path.lower() == "/mdefault.aspx" and "catid" not in address.query):
            return Target("home")
        if address.path.lower() == "/mdefault.aspx":
            ids = address.query.get("id"), address.query.get("catid")
        elif found := ARTICLE.fullmatch(address.path):
            ids = found[4], found[3]
        elif found := LIST.fullmatch(address.path):
            ids = None, found[3]
        else:
            return None
        return self._target(*ids, form if method == "POST" else {})

    def _target(self, number: str | None, category: str | None, form: Form) -> Target | None:
        if number is not None:
            article = self.by_id.get(int(number)) if number.isdigit() else None
            return Target("article", article) if article else None
        for index, section in enumerate(self.site.sections):
            if str(section.number) == category:
                return Target("list", section=index, page=self.posted_page(index, form))
        return None

    def posted_page(self, section: int, form: Form) -> int:
        """The list page a form asks for."""
        return 1


class AjaxPagedMdefault(Mdefault):
    """Only the first list page is ever in the HTML: the pager runs by script."""

    def pager(self, section: int, page: int) -> Pager:
        """The same bare numbers as under the other news."""
        return Pager(self.other_news_pager(section))


class PostbackMdefault(Mdefault):
    """The pager posts the page's own form; control numbers only mean something with its view state."""

    @property
    def page_size(self) -> int:  # type: ignore[override]
        """Rows of a list."""
        return LARGE_PAGE if len(self.articles) >= LARGE_SITE else SMALL_PAGE

    def _window(self, section: int, page: int) -> list[tuple[str, int]]:
        """(text, page) of the pager: the numbers of one window, dots to the windows beside it."""
        last, first = self.pages(section), (page - 1) // WINDOW * WINDOW + 1
        window = [(str(n), n) for n in range(first, min(first + WINDOW, last + 1))]
        before = [(PREVIOUS_WINDOW, first - 1)] if first > 1 else []
        after = [(NEXT_WINDOW, first + WINDOW)] if first + WINDOW <= last else []
        return before + window + after

    def _state(self, section: int, page: int) -> str:
        """The view state of a rendered list page: which list, which page, and a seal."""
        plain = f"{self.site.source}|{section}|{page}"
        seal = hashlib.blake2b(plain.encode(), digest_size=24).hexdigest()
        return base64.b64encode(f"{plain}|{seal}".encode()).decode()

    def _validation(self, state: str) -> str:
        return base64.b64encode(hashlib.blake2b(state.encode(), digest_size=30).digest()).decode()

    def pager(self, section: int, page: int) -> Pager:
        """Numbered buttons of the current window, as ASP.NET writes them."""
        links = []
        for index, (text, number) in enumerate(self._window(section, page)):
            post = f"javascript:__doPostBack('ctl00$ctl07$rptPager$ctl{index:02}$btnPage','')"
            links.append(Link(text, None if number == page else post))
        state = self._state(section, page)
        fields = {
            "__EVENTTARGET": "",
            "__EVENTARGUMENT": "",
            "__VIEWSTATE": state,
            "__VIEWSTATEGENERATOR": "CA0B0334",
            "__EVENTVALIDATION": self._validation(state),
        }
        return Pager(tuple(links) if len(links) > 1 else (), fields)

    def posted_page(self, section: int, form: Form) -> int:
        """The page of the pressed button; page 1 when the state is missing, foreign or unsealed."""
        state, found = form.get("__VIEWSTATE", ""), TARGET.fullmatch(form.get("__EVENTTARGET", ""))
        if not found or form.get("__EVENTVALIDATION") != self._validation(state):
            return 1
        page = self._sealed_page(section, state)
        window = self._window(section, page) if page else []
        return window[int(found[1])][1] if int(found[1]) < len(window) else 1

    def _sealed_page(self, section: int, state: str) -> int | None:
        """The page a view state was made for, if it is one of this list's."""
        try:
            page = int(base64.b64decode(state, validate=True).decode().split("|")[2])
        except (ValueError, IndexError):
            return None
        known = 1 <= page <= self.pages(section) and state == self._state(section, page)
        return page if known else None
