"""What every family answers: where an article lives, what a request means, how a list is paged."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from tests.practice.corpus import Article
from tests.practice.sites import Site
from tests.practice.web import Address, Form

NEIGHBOURS = 10
Where = Literal["list", "other", "side"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a request asks for: an article, or a page (1-based) of a section's list."""

    kind: Literal["article", "list", "home"]
    article: Article | None = None
    section: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """A printed link; `href` None for the page one is on.  `date` only where it is printed."""

    text: str
    href: str | None
    date: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """The page links under a list, and the hidden fields that travel with them in a form."""

    links: tuple[Link, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)


class Family(ABC):
    """The site structure of one portal.  Articles come newest first."""

    page_size = 10
    splits_neighbours = False  # two lists, newer and older, instead of one

    def __init__(self, site: Site, articles: Sequence[Article]) -> None:
        self.site = site
        self.articles = tuple(articles)
        self.by_id = {article.id: article for article in articles}
        self.sections: tuple[tuple[Article, ...], ...] = tuple(
            tuple(a for a in articles if a.topic == section.topic) for section in site.sections
        )
        self._rank = {a.id: i for members in self.sections for i, a in enumerate(members)}

    def section_of(self, article: Article) -> int:
        """Index of the section that files the article."""
        return self.site.section_index(article.topic)

    def pages(self, section: int) -> int:
        """Number of list pages of a section, at least one."""
        return max(1, -(-len(self.sections[section]) // self.page_size))

    def entries(self, section: int, page: int) -> tuple[Article, ...]:
        """The articles on one list page."""
        return self.sections[section][(page - 1) * self.page_size : page * self.page_size]

    def neighbours(self, article: Article) -> tuple[tuple[Article, ...], tuple[Article, ...]]:
        """(newer, older) articles of the same section.

        Without a split: the next ten older ones, going round at the end, so that from any article the chain
        leads to all others of its section.  With a split: up to five on either side.
        """
        members, rank = self.sections[self.section_of(article)], self._rank[article.id]
        if self.splits_neighbours:
            half = NEIGHBOURS // 2
            return members[max(0, rank - half) : rank], members[rank + 1 : rank + 1 + half]
        count = min(NEIGHBOURS, len(members) - 1)
        return (), tuple(members[(rank + i) % len(members)] for i in range(1, count + 1))

    def key(self, article: Article) -> str:
        """The CMS's own name of the article."""
        return str(article.id)

    def twins(self, article: Article) -> tuple[str, ...]:
        """Further addresses of the article that the portal itself links."""
        return ()

    def link(self, article: Article, where: Where) -> str:
        """The address printed for an article in a list, an other-news list or a side box."""
        return self.path(article)

    def other_news_pager(self, section: int) -> tuple[Link, ...]:
        """The pager under an other-news list."""
        return ()

    @abstractmethod
    def path(self, article: Article) -> str:
        """The canonical address."""

    @abstractmethod
    def list_path(self, section: int, page: int = 1) -> str:
        """The address of a list page, as the menu prints it."""

    @abstractmethod
    def pager(self, section: int, page: int) -> Pager:
        """The pager under this list page."""

    @abstractmethod
    def route(self, method: str, address: Address, form: Form) -> Target | None:
        """What a request asks for; None when the address is none of this family."""

    def placeholder_path(self, number: int) -> str:
        """An article-shaped address with no article behind it."""
        model = self.articles[0]
        ghost = Article(
            id=11_000 + number,
            title="",
            topic=model.topic,
            section=model.section,
            lead=None,
            blocks=(),
            authors=(),
            byline=None,
            byline_style="right",
            byline_unit=None,
            date=None,
            attachments=(),
            slug=f"tin-khong-con-{number}",
        )
        return self.path(ghost)
