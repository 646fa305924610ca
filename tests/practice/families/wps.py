"""WebSphere Portal with WCM: the address is mostly navigation state, which differs on every rendering.

article  /wps/portal/!ut/p/z0/{state}/p0/IZ7_…=CZ6_…=MEns_Z7_…_WCM_Page.{uuid}!5=CTX!QCP…QCP{slug}=WCM_PI!1==/
list     /wps/portal/menutop/{name}/!ut/p/z0/{state}/[p0/IZ7_…!5=WCM_PI!{page}==/]
The content path hides behind `CTX!`, with QCP for the slash; any state answers.
"""

import base64
import hashlib
import re
import uuid
from functools import cached_property
from urllib.parse import quote

from tests.practice.corpus import Article
from tests.practice.families.base import Family, Link, Pager, Target, Where
from tests.practice.web import TOKEN, Address, Form

CONTENT = re.compile(r"/wps/portal/.*!ut/p/.*[!=]CTX!(QCP[^=!/]+)=WCM_PI!(\d+)==/?")
LIST = re.compile(r"/wps/portal/menutop/([^/]+)(?:/!ut/p/.*?(?:WCM_PI!(\d+)==)?)?/?")
HOME = frozenset({"/", "/wps/portal", "/wps/portal/"})
SLASH = "QCP"
LIBRARY = f"{SLASH}dukcqdnlibrary{SLASH}sitedukcqdn{SLASH}tintuc{SLASH}"
WINDOW_ID, PAGE_ID = "3H4A1G02NOD950Q6M7ERC510G3", "000000000000000A0BR2B300Q1"
FIXED_STATE = "0" * 16  # stands for the state in addresses that have to be written down


class WebSphere(Family):
    """The Party portal of Long An."""

    page_size = 6

    def _state(self, name: str) -> str:
        """A navigation state: a part that differs with each rendering, a part for each link."""
        digest = hashlib.blake2b(name.encode(), digest_size=27).digest()
        return f"jY7{TOKEN}" + base64.urlsafe_b64encode(digest).decode().replace("-", "_")

    def _portlet(self, name: str) -> str:
        unique = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.site.source}/{name}")
        return f"IZ7_{WINDOW_ID}=CZ6_{PAGE_ID}=MEns_Z7_{WINDOW_ID}_WCM_Page.{unique}!5="

    def _content(self, article: Article) -> str:
        return LIBRARY + article.slug

    def key(self, article: Article) -> str:
        """The content path."""
        return self._content(article).replace(SLASH, "/")

    def _address(self, article: Article) -> str:
        content = self._content(article)
        portlet = self._portlet(article.topic)
        return f"/wps/portal/!ut/p/z0/{self._state(article.slug)}/p0/{portlet}CTX!{content}=WCM_PI!1==/"

    def path(self, article: Article) -> str:
        """One of the article's endless number of addresses, with a fixed state."""
        return self._address(article).replace(TOKEN, FIXED_STATE)

    def twins(self, article: Article) -> tuple[str, ...]:
        """The same with a session in the address."""
        return (self.path(article) + f";jsessionid=0000{FIXED_STATE}:1a2b3c4d5",)

    def link(self, article: Article, where: Where) -> str:
        """A fresh state everywhere; side boxes add the session."""
        suffix = f";jsessionid=0000{TOKEN}:1a2b3c4d5" if where == "side" else ""
        return self._address(article) + suffix

    def list_path(self, section: int, page: int = 1) -> str:
        """Percent-encoded name of the section and a fresh state."""
        name = self.site.sections[section].name
        base = f"/wps/portal/menutop/{quote(name)}/!ut/p/z0/{self._state(f'{name}/{page}')}/"
        return base if page == 1 else f"{base}p0/{self._portlet(name)}WCM_PI!{page}==/"

    def pager(self, section: int, page: int) -> Pager:
        """Numbers without a link for the page one is on."""
        numbers = range(1, self.pages(section) + 1)
        links = tuple(Link(str(n), self.list_path(section, n) if n != page else None) for n in numbers)
        return Pager(links if len(links) > 1 else ())

    def route(self, method: str, address: Address, form: Form) -> Target | None:
        """By content path or section name; the state is not looked at."""
        if address.path in HOME:
            return Target("home")
        if found := CONTENT.fullmatch(address.path):
            article = self._by_content.get(found[1])
            return Target("article", article) if article else None
        if found := LIST.fullmatch(address.path):
            return self._list(found[1], int(found[2] or 1))
        return None

    @cached_property
    def _by_content(self) -> dict[str, Article]:
        return {self._content(article): article for article in self.articles}

    def _list(self, name: str, page: int) -> Target | None:
        for index, section in enumerate(self.site.sections):
            if section.name == name:
                return Target("list", section=index, page=page)
        return None
