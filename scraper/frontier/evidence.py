"""What a site shows of its pages: all links to each page, and what the pages of one kind turned out to be.

Everything here is collected in sets and counts, so that the order in which pages arrive does not matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import islice

from scraper.hash_set import HashSet
from scraper.pages.blocks import Block
from scraper.pages.boxes import Boxes
from scraper.reading import PageContext, is_title_like
from scraper.text.dates import PrintedDate

# A page has one to three titles in lists, cut or whole; more are a trap.
_MAX_TEXTS = 16
# Levels of elements around a link that tell a list of news from a menu, and one menu from another.
_LEVELS = 5
# Members of a list that are counted; further ones change no share.
_MAX_MEMBERS = 400
# This number of articles in the same place of pages is not a coincidence …
_ENOUGH_IN_PLACE = 3
# … if there are this many for each other page there.
_IN_PLACE_FOR_EACH_OTHER = 3
# The same for the shape of an address; sites may write lists and articles alike.
_ENOUGH_OF_SHAPE = 5
_OF_SHAPE_FOR_EACH_OTHER = 10
# With this number of articles, a site has shown whether its articles are dated: if most are, a page without a date that
# nothing else announces is a page about the office.
_ENOUGH_DATED = 5
# From this number of pages on, a link on most of those that have its place belongs to a menu or a box of the site.
_ENOUGH_PAGES = 5
_REPEATED_SHARE = 0.5
_REPEATED = 4096
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class LinkEvidence:
    """What all links to one page say of it."""

    texts: set[str] = field(default_factory=set)
    dates: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Dates printed with the links, ISO 8601 and as printed; how often each was seen."""
    places: set[int] = field(default_factory=set)
    """Where on their pages the links are."""
    in_feed: bool = False
    """An item of a feed links it: feeds contain articles only."""

    def add(self, texts: Iterable[str], date: PrintedDate | None, place: int | None) -> None:
        """Add what one link says."""
        for text in texts:
            if text and len(self.texts) < _MAX_TEXTS:
                self.texts.add(text)
        if date is not None:
            self.dates[date.iso, date.raw] += 1
        if place is not None:
            self.places.add(place)

    def date(self) -> tuple[str, str] | None:
        """The date that most lists print, with its time if any prints one; None if they disagree."""
        days = Counter[str]()
        for (iso, _), count in self.dates.items():
            days[iso[:10]] += count
        if not days:
            return None
        (day, most), *others = days.most_common(2)
        if others and others[0][1] == most:
            return None
        return max((iso, raw) for iso, raw in self.dates if iso.startswith(day))


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What an undecided page itself says."""

    title: str
    is_confirmed: bool
    is_promised: bool
    """A form of address that some CMS has for articles."""
    is_exact: bool
    """The form that the site's own CMS has for them, and for no other page."""
    is_stated: bool
    is_dated: bool
    """It prints a date itself."""
    is_short: bool
    """It has only a few words, as notices have, and forms."""
    has_byline: bool
    signs: int
    shape: str
    """Shape of its address."""


class SiteEvidence:
    """Collects, during a walk, what the site shows of its pages."""

    def __init__(self) -> None:
        self._links: dict[str, LinkEvidence] = {}
        self._members: dict[int, Counter[str]] = {}
        """For each place, on how many pages it links each page."""
        self._pages_with = Counter[int]()
        """On how many pages each place is."""
        self._articles = HashSet()
        self._others = HashSet()
        self._article_shapes = Counter[str]()
        self._other_shapes = Counter[str]()
        self._recorded = 0
        self._dated = 0

    def of(self, identity: str) -> LinkEvidence:
        """What links say of a page; to be added to."""
        return self._links.setdefault(identity, LinkEvidence())

    def is_article(self, identity: str) -> bool:
        """True for a page that this run recorded."""
        return identity in self._articles

    def add_page(self, places: Iterable[tuple[int, str]]) -> None:
        """Record where a page links others: places, and the identities linked there."""
        by_place: dict[int, set[str]] = {}
        for place, identity in places:
            by_place.setdefault(place, set()).add(identity)
        self._pages_with.update(by_place.keys())
        for place, identities in by_place.items():
            members = self._members.get(place)
            if members is None:
                members = self._members[place] = Counter()
            if len(members) + len(identities) > _MAX_MEMBERS:
                room = _MAX_MEMBERS - len(members)
                further = [identity for identity in identities if identity not in members][max(room, 0) :]
                identities.difference_update(further)
            members.update(identities)

    def add_link(self, identity: str, texts: Iterable[str], date: PrintedDate | None, place: int | None) -> None:
        """Record a link to a page."""
        if identity not in self._articles:
            self.of(identity).add(texts, date, place)

    def add_item(self, identity: str) -> None:
        """Record that an item of a feed links a page."""
        if identity not in self._articles:
            self.of(identity).in_feed = True

    def add_article(self, names: Iterable[str], shape: str, *, is_dated: bool) -> None:
        """Record that a page with these identities is an article; what links say of it is no longer needed."""
        for identity in names:
            self._articles.add(identity)
            self._links.pop(identity, None)
        self._article_shapes[shape] += 1
        self._recorded += 1
        self._dated += is_dated

    def add_other(self, identity: str, shape: str) -> None:
        """Record that a page is no article."""
        if self._others.add(identity):
            self._other_shapes[shape] += 1

    def add_earlier(self, shape: str, *, is_article: bool) -> None:
        """Record the shape of an address that earlier runs read."""
        (self._article_shapes if is_article else self._other_shapes)[shape] += 1

    def context(self, *identities: str) -> PageContext:
        """The context of a page that is known by several identities."""
        joined = LinkEvidence()
        for identity in dict.fromkeys(identities):
            if found := self._links.get(identity):
                joined.texts |= found.texts
                joined.dates += found.dates
        return PageContext(tuple(sorted(joined.texts)), joined.date())

    def announced(self, pages: Mapping[str, PageFacts], is_known: Callable[[str], bool | None]) -> dict[str, str]:
        """Which undecided pages the site shows to be articles, and by what.

        Args:
            pages: the undecided pages, by identity.
            is_known: whether earlier runs found that a page is an article (True), another page (False), or nothing.
        """
        titles = Counter(facts.title for facts in pages.values())
        found: dict[str, str] = {}
        for identity, facts in pages.items():
            if reason := self._by_itself(identity, facts, is_known, is_unique=titles[facts.title] == 1):
                found[identity] = reason
        self._grow(pages, found, is_known)
        if not self._is_dated_site(pages, found):
            for identity, facts in pages.items():
                if identity not in found and self._without_date(facts):
                    found[identity] = "its title is a link's, and articles of this site have no dates"
            self._grow(pages, found, is_known)
        return found

    def _by_itself(
        self, identity: str, facts: PageFacts, is_known: Callable[[str], bool | None], *, is_unique: bool
    ) -> str:
        links = self.of(identity)
        is_titled = is_title_like(facts.title)
        is_dated = facts.is_dated or bool(links.dates)
        reasons = {
            "earlier runs recorded it": is_known(identity) is True,
            "a feed announces it": links.in_feed,
            "its address is an article's": facts.is_exact
            or (facts.is_promised and facts.is_confirmed and (is_titled or facts.signs > 0)),
            "a list prints its date": bool(links.dates) and is_titled,
            "it states so": facts.is_stated and (is_dated or facts.is_confirmed),
            "link, byline or further articles": facts.is_confirmed and is_titled and facts.signs > 0,
            "title and date of its own": is_titled and facts.is_dated and is_unique,
        }
        possible = list(reasons)[:2] if facts.is_short else list(reasons)
        return next((reason for reason in possible if reasons[reason]), "")

    def _grow(
        self, pages: Mapping[str, PageFacts], found: dict[str, str], is_known: Callable[[str], bool | None]
    ) -> None:
        """Add the pages that are in the same places as articles, until there are no more.

        What an earlier run found to be another page needs more: a later run sees only a part of the site.
        """
        pages = {identity: facts for identity, facts in pages.items() if is_known(identity) is not False}
        while True:
            shapes = self._article_shapes + Counter(pages[it].shape for it in found if it in pages)
            places = _Places(self._members, partial(self._is_article, found, is_known))
            more = {
                identity: reason
                for identity, facts in pages.items()
                if identity not in found and (reason := self._by_site(identity, facts, shapes, places))
            }
            if not more:
                return
            found |= more

    def _by_site(self, identity: str, facts: PageFacts, shapes: Counter[str], places: _Places) -> str:
        if any(places.hold_articles(place) for place in self._own_places(identity)):
            return "it is listed among articles"
        articles, others = shapes[facts.shape], self._other_shapes[facts.shape]
        is_shape = articles >= _ENOUGH_OF_SHAPE and articles >= others * _OF_SHAPE_FOR_EACH_OTHER
        if is_shape and facts.shape and facts.is_confirmed and (facts.is_dated or facts.has_byline):
            return "articles have such addresses"
        return ""

    def _own_places(self, identity: str) -> list[int]:
        """The places of a page's links, without those that link it on most pages, as menus do."""
        return [
            place
            for place in self.of(identity).places
            if self._pages_with[place] < _ENOUGH_PAGES
            or self._members[place][identity] < _REPEATED_SHARE * self._pages_with[place]
        ]

    def _is_article(
        self, found: Mapping[str, str], is_known: Callable[[str], bool | None], identity: str
    ) -> bool | None:
        if identity in self._articles or identity in found:
            return True
        return False if identity in self._others else is_known(identity)

    def _is_dated_site(self, pages: Mapping[str, PageFacts], found: Mapping[str, str]) -> bool:
        dated = self._dated + sum(pages[identity].is_dated or bool(self.of(identity).dates) for identity in found)
        articles = self._recorded + len(found)
        return articles >= _ENOUGH_DATED and dated * 2 > articles

    def announced_others(self) -> int:
        """The number of pages that links announced by titles or dates, and that are no articles."""
        return sum(
            bool(links.dates) or any(map(is_title_like, links.texts))
            for identity, links in self._links.items()
            if identity in self._others
        )

    @staticmethod
    def _without_date(facts: PageFacts) -> bool:
        return facts.is_confirmed and is_title_like(facts.title)

    def is_of_menu(self, identity: str) -> bool:
        """True if pages link it only where no article is, on a site that has shown where its articles are."""
        places = self.of(identity).places
        if not places or self._recorded < _ENOUGH_DATED:
            return False
        return not any(identity in self._articles for place in places for identity in self._members[place])


class _Places:
    """Counts the articles and other pages that are linked in each place."""

    def __init__(self, members: Mapping[int, Iterable[str]], is_article: Callable[[str], bool | None]) -> None:
        self._members = members
        self._is_article = is_article
        self.hold_articles = lru_cache(maxsize=None)(self._hold_articles)

    def _hold_articles(self, place: int) -> bool:
        kinds = [self._is_article(identity) for identity in self._members[place]]
        articles, others = kinds.count(True), kinds.count(False)
        return articles >= _ENOUGH_IN_PLACE and articles >= others * _IN_PLACE_FOR_EACH_OTHER


class PageParts:
    """Where on its page each link is, in a form that all entries of a list, on all pages of a site, share."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes
        self._places: dict[tuple[int, str, str, int, bool], int] = {}

    def place(self, block: Block, *, has_words: bool) -> int:
        """The place of a link in a block."""
        box, boxes = block.box, self._boxes
        if box < 0:
            return hash((block.heading, has_words))
        # Entries of a list have the same box around them, and are alike.
        key = boxes.parents[box], boxes.tags[box], boxes.classes.get(box, ""), block.heading, has_words
        place = self._places.get(key)
        if place is None:
            path = [_name(boxes.tags[it], boxes.classes.get(it, "")) for it in islice(boxes.path(box), _LEVELS)]
            place = self._places[key] = hash((*path, block.heading, has_words))
        return place


@lru_cache(maxsize=_REPEATED)
def _name(tag: str, classes: str) -> str:
    """Tag and first class of an element; classes have numbers of posts, and further ones vary with the entry."""
    first = classes.split(maxsplit=1)[0] if classes.strip() else ""
    return f"{tag}.{_DIGITS.sub('0', first)}"
