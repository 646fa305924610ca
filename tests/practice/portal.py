"""The practice portal itself: a request target in, a response out, no sockets."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from hashlib import blake2b
from itertools import count
from typing import Literal

from tests.practice import feeds, statics, traps
from tests.practice.corpus import VIETNAM, Article, make_articles
from tests.practice.families import Link, Target, make_family
from tests.practice.families.liferay import Liferay, split_language
from tests.practice.padding import Padding
from tests.practice.rendering import Chunks, Made, Pages
from tests.practice.sites import SITES
from tests.practice.skins import DEFAULT_SKINS, SKINS, dates_of
from tests.practice.truth import Truth
from tests.practice.verdict import truth_of
from tests.practice.views import StaticView, View, Views
from tests.practice.web import BASE, PREFIX, TOKEN, Address, Response, redirect

Form = Literal["wcm", "slug"]
OPEN_ROBOTS = b"User-agent: *\nDisallow:\n"
FILE_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
}
FILES = ("/uploads/", "/images/")
PRINT = "/print/"
UPDATE_LANGUAGE = "/c/portal/update_language"
NOT_FOUND = Response(404, b"<html><body><h1>404 - File or directory not found.</h1></body></html>")
# Links repeated in the ballast of padded pages; more would only make the crawl frontier larger.
BALLAST_LINKS = 30
TOKEN_LENGTH = 16


class Portal:
    """One portal: `source` names it, `skin` its look, `form` the CMS where two are possible (Long An).

    `hidden` leaves out the newest articles, so that a later portal with fewer hidden ones has news.
    `page_bytes` pads every page up to about that size.  `today` is the day on the header's clock.
    """

    def __init__(
        self,
        source: str,
        skin: str | None = None,
        articles: int = 40,
        form: Form = "wcm",
        traps: bool = True,
        page_bytes: int | None = None,
        *,
        hidden: int = 0,
        today: date | None = None,
    ) -> None:
        form = form if source == "dukcqdn_longan" else "wcm"
        self.source, self.form, self.traps = source, form, traps
        self.skin = SKINS[skin or DEFAULT_SKINS[source, form][0]]
        self.today = today or datetime.now(VIETNAM).date()
        self.base_url = "http://127.0.0.1"  # the server puts its own here
        self.articles: list[Article] = make_articles(source, articles + hidden)[hidden:]
        self.family = make_family(SITES[source], self.articles, form, traps=traps)
        self.dates = dates_of(source, form, self.skin)
        self.views = Views(self.family, self.skin, self.dates, traps=traps, today=self.today)
        self._set_traps(traps)
        self._pages = Pages(self.skin, self._padding(page_bytes) if page_bytes else None)
        self._served = count()

    def _set_traps(self, wanted: bool) -> None:
        trapped = traps.assign(self.articles) if wanted else {}
        self._misbehaviour = traps.Misbehaviour(trapped)
        ghosts = traps.ghosts(self.family) if wanted else {}
        self._ghosts = {Address.parse(path).path: name for path, name in ghosts.items()}

    def _padding(self, page_bytes: int) -> Padding:
        def plain(link: Link) -> Link:
            return Link(link.text, (link.href or "/").replace(TOKEN, "0" * TOKEN_LENGTH).replace(PREFIX, ""))

        menu = [plain(link) for link in self.views.section_links()]
        side = [plain(Link(a.title, self.family.link(a, "list"))) for a in self.articles[:BALLAST_LINKS]]
        return Padding(page_bytes, menu, side)

    @cached_property
    def truth(self) -> list[Truth]:
        """What a perfect reader gets out of the portal, newest article first."""
        return [truth_of(a, self.family, self.skin, self.dates, self._misbehaviour.trapped) for a in self.articles]

    def reset(self) -> None:
        """Forget who asked for what: pages that recovered fail again."""
        self._set_traps(self.traps)

    def warm(self) -> None:
        """Render every article and list page beforehand, so that a benchmark measures only serving."""
        for article in self.articles:
            self._article_chunks(article)
        for section in range(len(self.family.sections)):
            for page in range(1, self.family.pages(section) + 1):
                self._list_chunks(section, page)

    def respond(
        self, method: str, path_qs: str, form: Mapping[str, str] | None = None, session: str | None = None
    ) -> Response:
        """Answer one request; `session` is the cookie header's session, None for a first visit."""
        address = Address.parse(path_qs)
        language = ""
        if isinstance(self.family, Liferay):
            language, path = split_language(address.path)
            address = Address(path, address.query)
        response = self._special(address) or self._page(method, address, form or {}, language)
        if session is None and response.status == 200:
            cookie = f"{self._cookie_name}={self._token()}; path=/; HttpOnly"
            headers = (*response.headers, ("Set-Cookie", cookie))
            return Response(200, response.body, response.content_type, headers, response.declared_length)
        return response

    @property
    def _cookie_name(self) -> str:
        return "ASP.NET_SessionId" if self.source.endswith("_travinh") else "JSESSIONID"

    def _token(self) -> str:
        """A new session or state on every call, the same series in every run."""
        return blake2b(str(next(self._served)).encode(), digest_size=TOKEN_LENGTH // 2).hexdigest()

    def _special(self, address: Address) -> Response | None:
        """Files, robots, feeds, the language switch and ghosts."""
        path = address.path
        if path == "/robots.txt":
            return Response(200, traps.ROBOTS if self.traps else OPEN_ROBOTS, "text/plain")
        if path.startswith(FILES):
            kind = path.rpartition(".")[2].lower()
            return Response(200, b"%PDF-1.4 " + path.encode(), FILE_TYPES.get(kind, "application/octet-stream"))
        if name := self._ghosts.get(path):
            return traps.ghost_response(name)
        return self._liferay_special(address) if isinstance(self.family, Liferay) else None

    def _liferay_special(self, address: Address) -> Response | None:
        match address.path:
            case "/sitemap.xml":
                return self._xml(feeds.sitemap(self.family))
            case "/rss" | "/rss.xml":
                return self._xml(feeds.rss(self.family))
            case path if path == UPDATE_LANGUAGE and self.traps:
                language = address.query.get("languageId", "vi")[:2]
                target = address.query.get("redirect", "/").replace(PREFIX, "")
                return redirect(f"/{language}{target if target.startswith('/') else '/'}")
        return None

    def _xml(self, text: str) -> Response:
        return Response(200, text.replace(BASE, self.base_url).encode(), feeds.XML)

    def _page(self, method: str, address: Address, form: Mapping[str, str], language: str) -> Response:
        """Everything that is rendered: articles, lists, the front page, static pages, twins."""
        if self.traps and address.path.startswith(PRINT):
            return self._print(address.path.removeprefix(PRINT), language)
        if address.path in self._ghosts:
            return self._static(statics.page("dang-cap-nhat", address.path), language)
        if target := self.family.route(method, address, form):
            return self._target(target, address, language)
        return self._static(statics.static_page(address, self.views, self.today), language)

    def _static(self, view: StaticView | None, language: str) -> Response:
        return self._finish(self._uncached("static.html", view), language) if view else NOT_FOUND

    def _target(self, target: Target, address: Address, language: str) -> Response:
        if target.kind == "home":
            return self._finish(self._pages.get("home", self._home), language)
        if target.article is None:
            return self._finish(self._list_chunks(target.section, target.page), language)
        if self.traps and address.query.get("print") == "1":
            return self._print(str(target.article.id), language)
        whole = self._finish(self._article_chunks(target.article), language)
        return self._misbehaviour.apply(target.article.id, whole.body)

    def _article_chunks(self, article: Article) -> Chunks:
        return self._pages.get(article.id, lambda: self._made("article.html", self.views.article(article)))

    def _list_chunks(self, section: int, page: int) -> Chunks:
        # Pages beyond the end are endless, so they are not kept.
        key = ("list", section, page) if page <= self.family.pages(section) else None
        return self._pages.get(key, lambda: self._made("list.html", self.views.listing(section, page)))

    def _home(self) -> Made:
        broken = traps.broken_links(self.family) if self.traps else ()
        return self._made("home.html", self.views.home(broken))

    def _made(self, template: str, view: View) -> Made:
        return template, self.views.chrome(view.path.replace(PREFIX, "")), view

    def _uncached(self, template: str, view: View) -> Chunks:
        return self._pages.get(None, lambda: self._made(template, view))

    def _print(self, article_id: str, language: str) -> Response:
        article = self.family.by_id.get(int(article_id)) if article_id.isdigit() else None
        if article is None:
            return NOT_FOUND
        return self._finish(self._uncached("print.html", self.views.article(article)), language)

    def _finish(self, chunks: Chunks, language: str) -> Response:
        """Put in what differs at every rendering."""
        fresh = {
            TOKEN.encode(): self._token().encode(),
            PREFIX.encode(): language.encode(),
            BASE.encode(): self.base_url.encode(),
        }
        return Response(200, b"".join([fresh.get(chunk, chunk) for chunk in chunks]))
