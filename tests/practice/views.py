"""What templates are given: the chrome around every page and the view of one page.

chrome (`c`): site, clock, menu, left, right, documents, quick, languages, archive, pads
view (`v`):   title, path and what the kind of page needs; see the classes below
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.practice import labels
from tests.practice.corpus import Article, Block, Paragraph
from tests.practice.families import Family, Link, Pager
from tests.practice.families.base import Where
from tests.practice.families.liferay import Liferay
from tests.practice.padding import SLOTS
from tests.practice.sites import Site
from tests.practice.skins import WEEKDAYS, Dates, Skin, date_line, day
from tests.practice.traps import calendar_path, odd_links, tools
from tests.practice.truth import body_text, iso

BOX_SIZE, HOME_SIZE = 6, 4
# Day, back from today, on which the documents of the notice box are dated: dates that belong to no article.
DOCUMENT_AGES = (3, 11, 19)


@dataclass(frozen=True, slots=True)
class Box:
    """A titled list of links; `head` where the title is itself a link."""

    label: str
    links: tuple[Link, ...]
    head: Link | None = None


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A menu entry with its submenu."""

    link: Link
    children: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Chrome:
    """Everything around the page proper."""

    site: Site
    clock: str
    menu: tuple[MenuItem, ...]
    left: tuple[Box, ...]
    right: tuple[Box, ...]
    documents: tuple[Link, ...]
    quick: tuple[Link, ...]
    languages: tuple[Link, ...]
    archive: Link | None
    pads: dict[str, str] = field(default_factory=lambda: dict(SLOTS))


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article page; `blocks` are (class name, block), `others` the other-news lists in page order."""

    title: str
    path: str
    article: Article
    section_href: str
    date_line: str | None
    meta_date: str | None
    foreign_canonical: str | None
    views: int
    tools: tuple[Link, ...]
    blocks: tuple[tuple[str, Block], ...]
    printed: tuple[str, ...]
    others: tuple[Box, ...]
    ajax: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list page."""

    link: Link
    teaser: str | None


@dataclass(frozen=True, slots=True)
class ListView:
    """A list page."""

    title: str
    path: str
    entries: tuple[Entry, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page."""

    title: str
    path: str
    hot: tuple[Link, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class StaticView:
    """A page that is no article."""

    title: str
    path: str
    paragraphs: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    form: bool = False


View = ArticleView | ListView | HomeView | StaticView


class Views:
    """Builds the views of one portal."""

    def __init__(self, family: Family, skin: Skin, dates: Dates, *, traps: bool, today: date) -> None:
        self.family, self.skin, self.dates, self.traps, self.today = family, skin, dates, traps, today
        self._boxes = (
            Box(labels.MOST_READ, self._links(family.articles[1 : 1 + BOX_SIZE], "side")),
            Box(labels.LATEST, self._links(family.articles[:BOX_SIZE], "list")),
        )
        self._quick = self._static_links() + (odd_links(family, today) if traps else ())

    def _links(self, articles: tuple[Article, ...], where: Where) -> tuple[Link, ...]:
        dated = self.dates.listing and (where != "other" or self.skin.dates_other_news)
        return tuple(Link(a.title, self.family.link(a, where), self._shown(a) if dated else None) for a in articles)

    def _shown(self, article: Article) -> datetime | date | None:
        """The date in a list: a time only where the article's own page has it too."""
        when = article.date
        return when.date() if isinstance(when, datetime) and not self.dates.page else when

    @staticmethod
    def _static_links() -> tuple[Link, ...]:
        return (
            Link(labels.INTRODUCTION, "/gioi-thieu"),
            Link(labels.CONTACT, "/lien-he"),
            Link(labels.SITE_MAP, "/so-do-trang"),
        )

    def section_links(self) -> tuple[Link, ...]:
        """The lists of all sections."""
        sections = self.family.site.sections
        return tuple(Link(section.name, self.family.list_path(i)) for i, section in enumerate(sections))

    def chrome(self, path: str) -> Chrome:
        """The chrome of the page at this address."""
        family, today = self.family, self.today
        menu = (
            MenuItem(Link(labels.HOME, "/")),
            MenuItem(Link(labels.INTRODUCTION, "/gioi-thieu"), (Link(labels.CONTACT, "/lien-he"),)),
            MenuItem(Link(labels.NEWS, "/tin-tuc/" if self.traps else "#"), self.section_links()),
            MenuItem(Link(labels.SITE_MAP, "/so-do-trang")),
        )
        ages = zip(labels.DOCUMENTS, DOCUMENT_AGES, strict=True)
        switch = family.language_links(path) if self.traps and isinstance(family, Liferay) else ()
        return Chrome(
            site=family.site,
            clock=labels.CLOCK.format(weekday=WEEKDAYS[today.weekday()], day=day(today)),
            menu=menu,
            left=self._boxes[:1],
            right=self._boxes[1:],
            documents=tuple(
                Link(text, f"/uploads/vb/van-ban-{age}.pdf", today - timedelta(days=age)) for text, age in ages
            ),
            quick=self._quick,
            languages=switch,
            archive=Link(day(today), calendar_path(today)) if self.traps else None,
        )

    def others(self, article: Article) -> tuple[Box, ...]:
        """The other-news lists, newer before older, without empty ones."""
        newer, older = self.family.neighbours(article)
        boxes = (
            Box(self.skin.newer_label, self._links(newer, "other")),
            Box(self.skin.older_label, self._links(older, "other")),
        )
        return tuple(box for box in boxes if box.links)

    def article(self, article: Article) -> ArticleView:
        """The page of an article."""
        path, section = self.family.link(article, "list"), self.family.section_of(article)
        dates = self.dates
        return ArticleView(
            title=article.title,
            path=path,
            article=article,
            section_href=self.family.list_path(section),
            date_line=date_line(self.skin, article.date) if dates.page else None,
            meta_date=iso(article.date) if dates.metadata else None,
            foreign_canonical=f"https://hoabinh.example.invalid/-/{article.id}"
            if self.traps and isinstance(self.family, Liferay)
            else None,
            views=article.id % 1900 + 12,
            tools=tools(article, path, traps=self.traps),
            blocks=tuple((type(block).__name__, block) for block in article.blocks),
            printed=tuple(body_text(article).split("\n\n")),
            others=self.others(article),
            ajax=self.family.other_news_pager(section),
        )

    def listing(self, section: int, page: int) -> ListView:
        """A list page."""
        articles = self.family.entries(section, page)
        entries = zip(self._links(articles, "list"), map(_teaser, articles), strict=True)
        return ListView(
            title=self.family.site.sections[section].name,
            path=self.family.list_path(section, page),
            entries=tuple(Entry(link, teaser) for link, teaser in entries),
            pager=self.family.pager(section, page),
        )

    def home(self, broken: tuple[Link, ...]) -> HomeView:
        """The front page: the newest of each section, and the addresses that misbehave."""
        members = zip(self.section_links(), self.family.sections, strict=True)
        boxes = (Box(head.text, self._links(some[:HOME_SIZE], "list"), head) for head, some in members)
        return HomeView("", "/", broken + self._links(self.family.articles[:2], "side"), tuple(boxes))

    def calendar(self, shown: date) -> StaticView:
        """One day of a calendar without end."""
        days = ((labels.PREVIOUS_DAY, -1), (labels.NEXT_DAY, 1))
        links = tuple(Link(text, calendar_path(shown + timedelta(days=step))) for text, step in days)
        return StaticView(
            f"{labels.CALENDAR} {day(shown)}", calendar_path(shown), links=links, rows=labels.CALENDAR_ROWS
        )


def _teaser(article: Article) -> str | None:
    """What a list prints under the title: the lead, or the beginning of the first paragraph."""
    if article.lead:
        return article.lead
    text = next((block.text for block in article.blocks if isinstance(block, Paragraph)), "")
    return text[:120].rpartition(" ")[0] + "..." if text else None
