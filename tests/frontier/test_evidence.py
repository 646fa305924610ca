"""What a site shows of its pages: which of the undecided ones are articles, in whatever order it was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.frontier.evidence import LinkEvidence, PageFacts, PageParts, SiteEvidence
from scraper.reading import PageContext
from scraper.text.dates import PrintedDate
from tests.pages.reading import page
from tests.pins import pins

TITLE, OTHER_TITLE = "Hội làng mở lại sau ba năm vắng bóng", "Chợ phiên vùng cao họp lại sau mùa mưa"
LIST, MENU = 1, 2
SHAPE = "/bai-viet/*?"
PAGE = PageFacts(
    "Tin buồn",
    is_confirmed=False,
    is_promised=False,
    is_exact=False,
    is_stated=False,
    is_dated=False,
    is_short=False,
    has_byline=False,
    signs=0,
    shape="",
)
LISTED = "it is listed among articles"
OF_SHAPE = "articles have such addresses"
WITHOUT_DATES = "its title is a link's, and articles of this site have no dates"


def date(iso: str, raw: str = "") -> PrintedDate:
    return PrintedDate.stored(iso, raw or iso)


def unknown(identity: str) -> bool | None:
    return None


def site(dated: int = 5) -> SiteEvidence:
    """A site that has shown so many articles with dates."""
    evidence = SiteEvidence()
    for number in range(dated):
        evidence.add_article([f"/dated-{number}"], "", is_dated=True)
    return evidence


def show(
    evidence: SiteEvidence, articles: Iterable[str] = (), others: Iterable[str] = (), *, shape: str = ""
) -> SiteEvidence:
    """Articles and other pages that were decided."""
    for identity in articles:
        evidence.add_article([identity], shape, is_dated=True)
    for identity in others:
        evidence.add_other(identity, shape)
    return evidence


def names(prefix: str, count: int) -> list[str]:
    return [f"/{prefix}-{number}" for number in range(count)]


def reason(evidence: SiteEvidence, is_known: Callable[[str], bool | None] = unknown, **facts: Any) -> str:
    """Why one page is an article; empty if it stays undecided."""
    return evidence.announced({"/x": replace(PAGE, **facts)}, is_known).get("/x", "")


# What one page and its links say.


@pytest.mark.parametrize(("known", "expected"), [(True, "earlier runs recorded it"), (False, ""), (None, "")])
def test_what_earlier_runs_recorded_is_an_article(known: bool | None, expected: str) -> None:
    for is_short in (True, False):
        assert reason(site(), lambda identity: known, is_short=is_short) == expected


def test_a_feed_announces_articles() -> None:
    evidence = site()
    evidence.add_link("/x", ["Tin buồn"], None, None)
    assert reason(evidence) == ""
    evidence.add_item("/x")
    assert reason(evidence) == reason(evidence, is_short=True) == "a feed announces it"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # A form of address that some CMS has for articles, if the title is confirmed, and long or with a sign.
        ({"is_promised": True, "is_confirmed": True, "title": TITLE}, "its address is an article's"),
        ({"is_promised": True, "is_confirmed": True, "signs": 1}, "its address is an article's"),
        ({"is_promised": True, "is_confirmed": True}, ""),
        ({"is_promised": True, "title": TITLE, "signs": 1}, ""),
        # A statement for machines, if a date or a confirmed title agrees.
        ({"is_stated": True, "is_dated": True}, "it states so"),
        ({"is_stated": True, "is_confirmed": True}, "it states so"),
        ({"is_stated": True}, ""),
        # A title that a link has too, and one sign.
        ({"is_confirmed": True, "title": TITLE, "signs": 1}, "link, byline or further articles"),
        ({"is_confirmed": True, "title": TITLE}, ""),
        ({"is_confirmed": True, "signs": 3}, ""),
        ({"title": TITLE, "signs": 3}, ""),
        # A title and a date of its own.
        ({"title": TITLE, "is_dated": True}, "title and date of its own"),
        ({"is_dated": True}, ""),
        ({"title": TITLE}, ""),
        # Few words: nothing of that is enough.
        ({"title": TITLE, "is_short": True, "is_dated": True}, ""),
        ({"title": TITLE, "is_short": True, "is_confirmed": True, "is_promised": True, "signs": 1}, ""),
    ],
)
def test_what_a_page_says_itself(facts: dict[str, Any], expected: str) -> None:
    assert reason(site(), **facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"title": TITLE}, "a list prints its date"),
        ({}, ""),
        ({"title": TITLE, "is_short": True}, ""),
        ({"is_stated": True}, "it states so"),
    ],
)
def test_a_list_that_prints_a_date_announces_a_title(facts: dict[str, Any], expected: str) -> None:
    evidence = site()
    evidence.add_link("/x", ["Tin"], date("2023-06-12"), None)
    assert reason(evidence, **facts) == expected


def test_a_title_that_several_pages_have_is_a_sections() -> None:
    one = replace(PAGE, title=TITLE, is_dated=True)
    assert site().announced({"/x": one, "/y": one}, unknown) == {}
    other = replace(one, title=OTHER_TITLE)
    assert site().announced({"/x": one, "/y": other}, unknown).keys() == {"/x", "/y"}


# What the places of links say.


def among(articles: int, others: int = 0, unknown_pages: int = 0) -> SiteEvidence:
    """A page that is linked in a place with others."""
    evidence = show(site(0), names("article", articles), names("other", others))
    members = [*names("unknown", unknown_pages), *names("other", others), *names("article", articles)]
    for identity in members:
        evidence.add_page([(LIST, identity)])
    evidence.add_link("/x", ["Tin buồn"], None, LIST)
    evidence.add_page([(LIST, "/x")])
    return evidence


@pins("evidence._ENOUGH_IN_PLACE")
@pytest.mark.parametrize(("articles", "expected"), [(2, ""), (3, LISTED)])
def test_three_articles_in_one_place_announce_what_is_beside_them(articles: int, expected: str) -> None:
    assert reason(among(articles)) == reason(among(articles), is_short=True) == expected


@pins("evidence._IN_PLACE_FOR_EACH_OTHER")
@pytest.mark.parametrize(("articles", "others", "expected"), [(3, 1, LISTED), (5, 2, ""), (6, 2, LISTED)])
def test_other_pages_in_the_same_place_count_against_it(articles: int, others: int, expected: str) -> None:
    assert reason(among(articles, others)) == expected


@pins("evidence._MAX_MEMBERS")
@pytest.mark.parametrize(("before", "expected"), [(397, LISTED), (398, "")])
def test_only_the_first_members_of_a_list_are_counted(before: int, expected: str) -> None:
    assert reason(among(3, unknown_pages=before)) == expected


def test_pages_of_earlier_runs_count_in_a_place() -> None:
    articles = {f"/article-{number}" for number in range(3)}
    evidence = among(0, unknown_pages=1)
    for identity in articles:
        evidence.add_page([(LIST, identity)])
    assert reason(evidence) == ""
    assert reason(evidence, lambda identity: True if identity in articles else None) == LISTED
    others = {"/unknown-0": False}
    assert reason(evidence, lambda identity: others.get(identity, identity in articles or None)) == LISTED
    others["/article-0"] = False
    assert reason(evidence, lambda identity: others.get(identity, identity in articles or None)) == ""


def test_pages_in_one_place_announce_each_other_step_by_step() -> None:
    evidence = show(site(0), names("article", 2))
    places = {LIST: ["/article-0", "/article-1", "/a", "/b"], 3: ["/a", "/b", "/c", "/d"], 4: ["/c", "/e"]}
    for place, members in places.items():
        evidence.add_page([(place, member) for member in members])
        for member in members:
            evidence.add_link(member, ["Tin"], None, place)
    pages = dict.fromkeys(("/a", "/b", "/c", "/d", "/e"), PAGE)
    assert evidence.announced(pages, unknown) == {}
    pages["/a"] = replace(PAGE, title=TITLE, is_dated=True)
    found = evidence.announced(pages, unknown)
    assert found == {"/a": "title and date of its own", "/b": LISTED}, "two articles are not enough for the next place"
    pages["/c"] = replace(PAGE, title=OTHER_TITLE, is_dated=True)
    assert evidence.announced(pages, unknown) == found | {"/c": "title and date of its own", "/d": LISTED}


def linked_on(pages: int, times: int) -> SiteEvidence:
    """A page that has a place in common with articles, and is there on some of the pages."""
    evidence = show(site(0), names("article", 60))
    for number in range(pages):
        beside = [(LIST, "/x")] if number < times else []
        evidence.add_page([*((LIST, f"/article-{3 * number + step}") for step in range(3)), *beside])
    evidence.add_link("/x", ["Tin buồn"], None, LIST)
    return evidence


@pins("evidence._ENOUGH_PAGES", "evidence._REPEATED_SHARE")
@pytest.mark.parametrize(
    ("pages", "times", "expected"),
    [(4, 4, LISTED), (5, 5, ""), (6, 3, ""), (6, 2, LISTED), (20, 10, ""), (20, 9, LISTED)],
)
def test_what_most_pages_link_in_a_place_belongs_to_a_box(pages: int, times: int, expected: str) -> None:
    assert reason(linked_on(pages, times)) == expected


# What addresses say.


def of_shape(articles: int, others: int = 0) -> SiteEvidence:
    return show(site(), names("article", articles), names("other", others), shape=SHAPE)


@pins("evidence._ENOUGH_OF_SHAPE", "evidence._OF_SHAPE_FOR_EACH_OTHER")
@pytest.mark.parametrize(
    ("articles", "others", "expected"),
    [(4, 0, ""), (5, 0, OF_SHAPE), (9, 1, ""), (10, 1, OF_SHAPE), (19, 2, ""), (20, 2, OF_SHAPE)],
)
def test_the_shape_of_the_addresses_of_articles(articles: int, others: int, expected: str) -> None:
    evidence = of_shape(articles, others)
    assert reason(evidence, shape=SHAPE, is_confirmed=True, has_byline=True) == expected
    assert reason(evidence, shape=SHAPE, is_confirmed=True, is_dated=True) == expected


@pytest.mark.parametrize(
    "facts",
    [
        {"shape": SHAPE, "is_confirmed": True},
        {"shape": SHAPE, "is_dated": True, "has_byline": True},
        {"shape": "/khac/*?", "is_confirmed": True, "is_dated": True},
        {"shape": "", "is_confirmed": True, "is_dated": True},
    ],
)
def test_a_shape_needs_a_title_that_is_confirmed_and_a_date_or_a_byline(facts: dict[str, Any]) -> None:
    assert reason(of_shape(9), **facts) == ""


def test_shapes_that_earlier_runs_read_count_too() -> None:
    evidence = site()
    for _ in range(10):
        evidence.add_earlier(SHAPE, is_article=True)
    facts: dict[str, Any] = {"shape": SHAPE, "is_confirmed": True, "is_dated": True}
    evidence.add_earlier(SHAPE, is_article=False)
    assert reason(evidence, **facts) == OF_SHAPE
    evidence.add_earlier(SHAPE, is_article=False)
    assert reason(evidence, **facts) == ""


def test_an_other_page_is_counted_once() -> None:
    evidence = of_shape(10)
    for _ in range(5):
        evidence.add_other("/other", SHAPE)
    assert reason(evidence, shape=SHAPE, is_confirmed=True, is_dated=True) == OF_SHAPE


# Sites without dates.


@pins("evidence._ENOUGH_DATED")
@pytest.mark.parametrize(("dated", "expected"), [(0, WITHOUT_DATES), (4, WITHOUT_DATES), (5, "")])
def test_a_page_without_a_date_is_an_article_where_articles_have_none(dated: int, expected: str) -> None:
    assert reason(site(dated), title=TITLE, is_confirmed=True) == expected
    assert reason(site(dated), title=TITLE) == reason(site(dated), is_confirmed=True) == ""


@pytest.mark.parametrize(("undated", "expected"), [(4, ""), (5, WITHOUT_DATES)])
def test_a_site_is_dated_if_most_of_its_articles_are(undated: int, expected: str) -> None:
    evidence = site()
    for identity in names("undated", undated):
        evidence.add_article([identity, f"{identity}-alias"], "", is_dated=False)
    assert reason(evidence, title=TITLE, is_confirmed=True) == expected


def test_an_article_that_is_known_by_two_identities_is_one_article() -> None:
    evidence = SiteEvidence()
    for identity in names("article", 5):
        evidence.add_article({identity, f"{identity}-alias"}, "", is_dated=True)
    assert reason(evidence, title=TITLE, is_confirmed=True) == ""


@pytest.mark.parametrize("on_page", [True, False])
def test_undecided_pages_show_too_that_a_site_is_dated(on_page: bool) -> None:
    evidence, pages = SiteEvidence(), {}
    for identity in names("page", 5):
        pages[identity] = replace(PAGE, title=f"{TITLE} {identity}", is_dated=on_page)
        if not on_page:
            evidence.add_link(identity, [], date("2023-06-12"), None)
    bare = replace(PAGE, title=OTHER_TITLE, is_confirmed=True)
    assert evidence.announced({**pages, "/x": bare}, unknown).keys() == pages.keys()
    del pages["/page-0"]
    assert evidence.announced({**pages, "/x": bare}, unknown).keys() == {*pages, "/x"}


def test_what_is_announced_on_a_site_without_dates_announces_its_neighbours() -> None:
    evidence = among(2)
    evidence.add_page([(LIST, "/y")])
    pages = {"/x": PAGE, "/y": replace(PAGE, title=TITLE, is_confirmed=True)}
    assert evidence.announced(pages, unknown) == {"/y": WITHOUT_DATES, "/x": LISTED}


# Order.

IDENTITIES = st.sampled_from(["/x", "/y", "/z", "/a", "/b", "/c", "/d", "/e"])
UNDECIDED = ("/x", "/y", "/z")
SHAPES = st.sampled_from(["", SHAPE, "/khac/*?"])
DATES = st.none() | st.builds(date, st.sampled_from(["2023-06-12", "2023-06-12T08:00:00+07:00", "2023-06-13"]))
PLACES = st.integers(1, 3)
DECIDED = st.sampled_from(["/a", "/b", "/c", "/d", "/e"])
Observation = tuple[str, tuple[Any, ...], dict[str, Any]]
OBSERVATIONS: st.SearchStrategy[list[Any]] = st.lists(
    st.one_of(
        st.tuples(st.just("add_page"), st.tuples(st.lists(st.tuples(PLACES, IDENTITIES), max_size=6)), st.just({})),
        st.tuples(
            st.just("add_link"),
            st.tuples(IDENTITIES, st.lists(st.sampled_from([TITLE, "Tin", ""]), max_size=2), DATES, PLACES),
            st.just({}),
        ),
        st.tuples(st.just("add_item"), st.tuples(IDENTITIES), st.just({})),
        st.tuples(
            st.just("add_article"),
            st.tuples(st.lists(DECIDED, min_size=1, max_size=1), SHAPES),
            st.fixed_dictionaries({"is_dated": st.booleans()}),
        ),
        st.tuples(st.just("add_earlier"), st.tuples(SHAPES), st.fixed_dictionaries({"is_article": st.booleans()})),
    ),
    max_size=25,
)
FACTS = st.builds(
    PageFacts,
    st.sampled_from([TITLE, OTHER_TITLE, "Tin buồn"]),
    is_confirmed=st.booleans(),
    is_promised=st.booleans(),
    is_stated=st.booleans(),
    is_dated=st.booleans(),
    is_short=st.booleans(),
    has_byline=st.booleans(),
    signs=st.integers(0, 3),
    shape=SHAPES,
)


def observed(observations: list[Observation], others: list[Observation]) -> SiteEvidence:
    evidence = SiteEvidence()
    evidence.add_page([(place, identity) for place in range(1, 4) for identity in UNDECIDED])
    for name, arguments, options in [*observations, *others]:
        getattr(evidence, name)(*arguments, **options)
    return evidence


@given(st.data())
def test_the_order_of_what_is_seen_does_not_matter(data: st.DataObject) -> None:
    observations: list[Observation] = data.draw(OBSERVATIONS)
    # A page is declined once, and never an article too.
    others: list[Observation] = [("add_other", (identity, SHAPE), {}) for identity in ("/o", "/p")]
    seen: list[Observation] = [("add_link", (identity, [TITLE], None, LIST), {}) for identity in ("/o", "/q")]
    pages = {identity: data.draw(FACTS) for identity in UNDECIDED}
    one = observed(observations, [*others, *seen])
    mixed = data.draw(st.permutations([*observations, *others, *seen]))
    other = observed(list(mixed), [])
    other_pages = dict(data.draw(st.permutations(list(pages.items()))))
    assert one.announced(pages, unknown) == other.announced(other_pages, unknown)
    assert one.announced_others() == other.announced_others() == 1
    for identity in UNDECIDED:
        assert one.context(identity) == other.context(identity)
        assert one.is_of_menu(identity) == other.is_of_menu(identity)


# Links to one page.


@pins("evidence._MAX_TEXTS")
@pytest.mark.parametrize(("links", "kept"), [(15, 15), (16, 16), (17, 16)])
def test_a_page_has_so_many_titles(links: int, kept: int) -> None:
    evidence = SiteEvidence()
    for number in range(links):
        evidence.add_link("/x", [f"{TITLE} {number}", ""], None, None)
    assert len(evidence.context("/x").link_texts) == kept


def test_a_context_joins_what_is_said_of_all_identities_of_a_page() -> None:
    evidence = SiteEvidence()
    assert evidence.context("/x", "/y") == PageContext()
    evidence.add_link("/x", ["Tin", TITLE], date("2023-06-12", "12/06/2023"), None)
    evidence.add_link("/y", [TITLE, OTHER_TITLE], None, None)
    listed = ("2023-06-12", "12/06/2023")
    assert evidence.context("/x", "/y") == PageContext((OTHER_TITLE, TITLE, "Tin"), listed)
    assert evidence.context("/x", "/x") == PageContext((TITLE, "Tin"), listed)
    assert evidence.context("/y").listing_date is None


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([], None),
        (["2023-06-12"], "2023-06-12"),
        (["2023-06-12", "2023-06-13"], None),
        (["2023-06-12", "2023-06-13", "2023-06-13"], "2023-06-13"),
        (["2023-06-12", "2023-06-12T08:00:00+07:00"], "2023-06-12T08:00:00+07:00"),
        (["2023-06-12T09:00:00+07:00", "2023-06-12T08:00:00+07:00"], "2023-06-12T09:00:00+07:00"),
        (["2023-06-12", "2023-06-12T08:00:00+07:00", "2023-06-13"], "2023-06-12T08:00:00+07:00"),
    ],
)
def test_the_date_of_a_page_is_the_day_that_most_lists_print(dates: list[str], expected: str | None) -> None:
    links = LinkEvidence()
    for iso in dates:
        links.add([], date(iso, "as printed"), None)
    assert links.date() == (None if expected is None else (expected, "as printed"))


def test_what_links_say_of_an_article_is_no_longer_kept() -> None:
    evidence = SiteEvidence()
    evidence.add_link("/x", [TITLE], None, LIST)
    evidence.add_article(["/x", "/y"], "", is_dated=False)
    evidence.add_link("/y", [TITLE], None, LIST)
    evidence.add_item("/y")
    assert evidence.context("/x", "/y") == PageContext()
    assert not evidence.of("/y").in_feed


# Other pages.


@pytest.mark.parametrize(
    ("text", "listed", "count"), [(TITLE, None, 1), ("Tin", date("2023-06-12"), 1), ("Tin", None, 0)]
)
def test_other_pages_that_lists_announce_like_articles(text: str, listed: PrintedDate | None, count: int) -> None:
    for is_first in (True, False):
        evidence = SiteEvidence()
        if is_first:
            evidence.add_other("/x", "")
        evidence.add_link("/x", [text], listed, LIST)
        assert is_first or evidence.announced_others() == 0, "it may be an article"
        evidence.add_other("/x", "")
        assert evidence.announced_others() == count


@pytest.mark.parametrize(
    ("articles", "places", "expected"),
    [
        (5, [MENU], True),
        (4, [MENU], False),
        (5, [MENU, LIST], False),
        (5, [], False),
    ],
)
def test_pages_about_the_office_are_linked_where_no_article_is(
    articles: int, places: list[int], expected: bool
) -> None:
    evidence = show(SiteEvidence(), names("article", articles))
    evidence.add_page([(LIST, "/article-0"), (MENU, "/gioi-thieu")])
    evidence.add_link("/x", [TITLE], None, None)
    for place in places:
        evidence.add_link("/x", [TITLE], None, place)
    assert evidence.is_of_menu("/x") is expected


# Places.


def places(html: str, *, has_words: bool = True) -> list[int]:
    """The place of each link of a page."""
    listing = page(html)
    parts = PageParts(listing.boxes)
    return [parts.place(listing.blocks[link.block], has_words=has_words) for link in listing.links if link.block >= 0]


def entry(number: int, classes: str = "") -> str:
    return f'<li class="{classes}"><a href="/bai-{number}">Hội làng lần thứ {number}</a></li>'


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"<ul>{entry(1)}</ul>", f"<ul>{entry(2)}</ul>", True),
        (f"<ul>{entry(1)}</ul>", f"<ol>{entry(2)}</ol>", False),
        (f"<ul>{entry(1)}</ul>", f"<ul class='menu'>{entry(2)}</ul>", False),
        (f"<ul>{entry(1, 'post-17 first')}</ul>", f"<ul>{entry(2, 'post-18 sticky')}</ul>", True),
        (f"<ul>{entry(1, 'post')}</ul>", f"<ul>{entry(2, 'menu')}</ul>", False),
        (f"<ul>{entry(1, ' ')}</ul>", f"<ul>{entry(2)}</ul>", True),
        ("<h2><a href='/1'>Một</a></h2>", "<h3><a href='/1'>Một</a></h3>", False),
    ],
)
def test_entries_of_one_list_have_one_place(one: str, other: str, same: bool) -> None:
    assert (places(one) == places(other)) is same


def test_a_picture_has_another_place_than_the_title_beside_it() -> None:
    assert places(entry(1)) != places(entry(1), has_words=False)


@pins("evidence._LEVELS")
@pytest.mark.parametrize(("levels", "same"), [(3, False), (4, True)])
def test_five_elements_around_a_link_tell_places_apart(levels: int, same: bool) -> None:
    inner = "<div>" * levels + "<p><a href='/1'>Một</a></p>" + "</div>" * levels
    one, other = (places(f"<div class='{name}'>{inner}</div>") for name in ("news", "menu"))
    assert (one == other) is same
