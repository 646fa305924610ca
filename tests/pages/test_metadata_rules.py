"""What a page states for machines: where it is looked for, and which statement counts."""

from __future__ import annotations

import pytest

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS, Cms
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM
from scraper.pages.metadata import (
    agreed_day,
    stated_address,
    stated_days,
    stated_time,
    states_article,
    time_elements,
)
from scraper.pages.page import Page
from tests.pages.reading import TITLE, page
from tests.pins import pins

AT, DAY = "2023-06-12T16:30:00+07:00", "2023-06-12"


@pins("head_builder._LONG_TAG")
@pytest.mark.parametrize(("distance", "days"), [(5_000, {DAY}), (5_001, set())])
def test_a_tag_that_names_a_time_begins_close_before_it(distance: int, days: set[str]) -> None:
    before, behind = "<span title='", "' itemprop='"
    padding = "x" * (distance - len(before) - len(behind))
    assert stated_days(page(f"<p>{before}{padding}{behind}datePublished'>{AT}</span></p>")) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (AT, {DAY}),
        (f" {DAY} ", {DAY}),
        (f"{DAY} 16:30", {DAY}),
        (f"{DAY}+07", set()),
        ("12/06/2023", set()),
        ("", set()),
    ],
)
def test_the_days_that_a_page_states(text: str, days: set[str]) -> None:
    assert stated_days(page("", head=f"<meta name='pubdate' content='{text}'>")) == days


def test_statements_for_machines_alone_come_first() -> None:
    body = f"<p itemprop='datePublished'>{DAY}T03:00</p><time datetime='{DAY}T04:00'>x</time>"
    heads = [
        f"<meta name='pubdate' content='{DAY}T02:00'>",
        f"<meta itemprop='datePublished' content='{DAY}T01:00'>",
        f"<meta property='article:published_time' content='{DAY}T00:00'>",
    ]
    expected = [None, *"3210"]  # other articles and comments have a ``<time>``, too
    times = [stated_time(page(f"<time datetime='{DAY}T04:00'>x</time>"), DAY)]
    times += [stated_time(page(body, head="".join(heads[:count])), DAY) for count in range(4)]
    assert [time and time[12] for time in times] == expected


@pytest.mark.parametrize(("text", "time"), [(f"{DAY}T16", f"{DAY}T16:00:00+07:00"), (DAY, None), ("20230612T1630", AT)])
def test_a_statement_with_an_hour_is_a_time(text: str, time: str | None) -> None:
    assert stated_time(page("", head=f"<meta name='pubdate' content='{text}'>"), DAY) == time


@pytest.mark.parametrize(
    ("script", "time"),
    [
        ('{"datePublished": "2023-06-12T16:30:00+07:00"}', AT),
        ('{"datePublished" : "2023-06-12 16:30"}', AT),
        ('{"dateModified": "2023-06-12T16:30:00+07:00"}', None),
        ('{"datePublished": "2023-06"}', None),
    ],
)
def test_json_ld_states_a_time(script: str, time: str | None) -> None:
    assert stated_time(page("", head=f"<script type='application/ld+json'>{script}</script>"), DAY) == time
    assert stated_time(page("", head=f"<script>{script}</script>"), DAY) is None


LINKED = '<script type="application/ld+json">{"datePublished": "2023-06-12T16:30:00+07:00"}</script>'


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (f"{LINKED}<meta name='pubdate' content=' {DAY} '>", DAY),
        (f"{LINKED}<meta name='pubdate' content='2023-06-13'>", None),
        (f"{LINKED}<meta name='pubdate' content='2023-06-13'><meta name='pubdate' content='{DAY}'>", DAY),
        (f"{LINKED}{LINKED.replace('-12T', '-13T')}<meta name='pubdate' content='{DAY}'>", None),
        (LINKED, None),
        (f"<meta name='pubdate' content='{DAY}'>", None),
    ],
)
def test_a_day_counts_where_two_vocabularies_state_it(head: str, day: str | None) -> None:
    assert agreed_day(page("", head=head)) == day


PUBDATE = "<meta name='pubdate' content='{}'>"


@pytest.mark.parametrize(
    ("linked", "marked", "day"),
    [
        (AT, AT, DAY),
        ("2023-06-12T09:30:00Z", AT, DAY),
        ("2023-06-12T09:30:00Z", "2023-06-12T09:30:00Z", DAY),
        # Seventeen hours in Greenwich is the next day in Viet Nam, unless the site wrote its own time with a `Z`.
        ("2023-06-11T17:30:00Z", "2023-06-12T00:30:00+07:00", DAY),
        ("2023-06-11T17:30:00Z", "2023-06-11T17:30:00Z", None),
        ("2023-06-12T17:30:00Z", "2023-06-12T17:30:00+07:00", None),
        (AT, f"{AT}'><meta name='pubdate' content='2023-06-15T08:00", None),
        (AT, f"{AT}'><meta name='pubdate' content='2023-06-15+0708:00:00", None),
    ],
)
def test_a_day_that_two_vocabularies_state_is_in_viet_nams_time(linked: str, marked: str, day: str | None) -> None:
    head = f"{LINKED.replace(AT, linked)}{PUBDATE.format(marked)}"
    assert agreed_day(page("", head=head), in_vietnam=True) == day


def test_a_time_near_midnight_states_two_days() -> None:
    assert stated_days(page("", head=PUBDATE.format("2023-06-11T17:30:00Z"))) == {"2023-06-11", DAY}


def elements(html: str) -> list[tuple[str, str, bool]]:
    found = page(html)
    return [(one.words, one.iso, one.is_modified) for one in time_elements(found, range(len(found.blocks)))]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<p>Xã, <time datetime='{AT}'>12/6/2023</time></p>", [("12/6/2023", AT, False)]),
        (f"<p><time class='x' datetime='{AT}'><span>12</span> Th6</time></p>", [("12 Th6", AT, False)]),
        (f"<p><time class='updated' datetime='{AT}'>12/6/2023</time></p>", [("12/6/2023", AT, True)]),
        (f"<p><time class='published updated' datetime='{AT}'>12/6</time></p>", [("12/6", AT, False)]),
        ("<p><time datetime='2023-06-12T00:00:00Z'>12/6/2023</time></p>", [("12/6/2023", DAY, False)]),
        (f"<p><time datetime='{DAY}'>12/6/2023</time></p>", [("12/6/2023", DAY, False)]),
        ("<p><time datetime='hôm qua và hôm kia'>12/6/2023</time></p>", []),
        ("<p><time>12/6/2023</time></p>", []),
        (f"<p><time datetime='{AT}'> </time></p>", []),
        # The same words elsewhere: which of them is the element's is unknown.
        (f"<p>12/6/2023</p><p><time datetime='{AT}'>12/6/2023</time></p>", []),
        (f"<template><time datetime='{AT}'>12/6/2023</time></template><p>x</p>", []),
    ],
)
def test_time_elements(html: str, found: list[tuple[str, str, bool]]) -> None:
    assert elements(html) == found


def test_the_same_words_are_told_apart_by_their_order() -> None:
    found = page(f"<p><time datetime='{DAY}T08:00'>12/6/2023</time></p><p><time datetime='{AT}'>12/6/2023</time></p>")
    assert [one.iso for one in time_elements(found, [1])] == [AT]


@pins("time_tags._MAX_TIMES")
@pytest.mark.parametrize(("before", "count"), [(199, 1), (200, 0)])
def test_so_many_time_elements_are_read(before: int, count: int) -> None:
    html = "".join(f"<p><time datetime='{AT}'>Xã {number}.</time></p>" for number in range(before))
    found = page(f"{html}<p><time datetime='{AT}'>12/6/2023</time></p>")
    assert len(time_elements(found, [before])) == count


# ------------------------------------------------------------------ statements that a page is an article


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


POST = f'{{"@type": "NewsArticle", "headline": "{TITLE}"}}'
OTHER = POST.replace(TITLE, "Chợ phiên họp lại")


@pytest.mark.parametrize(
    ("head", "states"),
    [
        (ld(POST), True),
        (ld(POST.replace(TITLE, f" {TITLE.upper()}! ")), True),
        *((ld(POST.replace("NewsArticle", name)), True) for name in ("Article", "BlogPosting", "ReportageNewsArticle")),
        *((ld(POST.replace("NewsArticle", name)), False) for name in ("WebPage", "Organization", "newsarticle", "")),
        (ld(POST.replace('"NewsArticle"', '["WebPage", "Article"]')), True),
        (ld(POST.replace('"NewsArticle"', '["WebPage"]')), False),
        (ld(POST.replace('"NewsArticle"', "7")), False),
        (ld(POST.replace("headline", "name")), True),
        (ld(POST.replace("headline", "title")), False),
        (ld(f"[{POST}]"), True),
        (ld(f'{{"@graph": [{{"@type": "WebSite"}}, {POST}, 7]}}'), True),
        (ld(f'[7, {{"@graph": [{POST}]}}]'), True),
        (ld(f'{{"@graph": {POST}}}'), False),
        (ld(f'{{"itemListElement": [{POST}]}}'), False),
        (ld(OTHER), False),
        (ld(POST) + ld(OTHER), False),  # a list states its articles
        (ld(f"[{POST}, {POST}]"), False),
        (ld(POST) + ld('{"@type": "WebSite", "name": "Cổng"}'), True),
        (ld(POST) + ld("{broken"), True),
        (ld(POST[:-1]), False),
        (ld("null"), False),
        (ld(""), False),
        (f"<script>{POST}</script>", False),
    ],
)
def test_a_page_states_one_headline_that_is_its_title(head: str, states: bool) -> None:
    assert states_article(page("", head=head), TITLE) is states


@pytest.mark.parametrize(
    ("body", "states"),
    [
        ("<body class='single single-post postid-7'>", True),
        ("<body class='page-node-7 node-type-article'>", True),
        ("<body class='archive category'>", False),
        ("<body id='single-post'>", False),
        ("<body>", False),
        ("<body><div class='single single-post postid-7'>", False),
        ("<div class='single single-post postid-7'>", False),
    ],
)
def test_a_cms_states_it_by_the_class_of_the_body(body: str, states: bool) -> None:
    html = f"<html><head><title>{TITLE}</title></head>{body}<p>x</p></html>"
    it = Page("http://x.vn/tin-buon", html.encode(), UrlResolver(("x.vn",), ANY_CMS))
    assert states_article(it, TITLE) is states


# ------------------------------------------------------------------ the address that a page states


STATE = "/wps/portal/tin/!ut/p/z0/aaa/"


@pytest.mark.parametrize(
    ("path", "canonical", "stated"),
    [
        # The same last name, in another folder; the words of the title; a rule of the site's own CMS.
        ("/noi-bat/tin-buon", "/tin/tin-buon", "/tin/tin-buon"),
        ("/noi-bat/tin-buon", "http://x.vn/tin/tin-buon/", "/tin/tin-buon"),
        ("/xem?bai=7", "/tin/hoi-lang-mo-lai-sau-ba-nam", "/tin/hoi-lang-mo-lai-sau-ba-nam"),
        ("/xem?bai=7", "/tin/hoi-lang-mo-lai-sau-ba-nam-12.html", "/tin/hoi-lang-mo-lai-sau-ba-nam-12.html"),
        ("/xem?bai=7", "/tin/hoi-lang-1001", "/tin/hoi-lang-1001"),
        ("/xem", "/xem?bai=7", "/xem?bai=7"),
        # None, the same, or one that may be stated on every page.
        ("/xem?bai=7", "", None),
        ("/xem?bai=7", "/xem?bai=7&utm_source=a", None),
        ("/xem?bai=7", "/", None),
        ("/", "/?bai=7", None),
        ("/xem?bai=7", "/tin", None),
        ("/noi-bat/tin-buon", "/noi-bat", None),
        ("/xem?bai=7", "/tin/cho-phien-hop-lai-sau-mua-mua", None),
        # Not a page of the site.
        ("/noi-bat/tin-buon", "http://y.vn/tin/tin-buon", None),
        ("/noi-bat/tin-buon", "/print/tin-buon", None),
        ("/noi-bat/ke-hoach.pdf", "/tep/ke-hoach.pdf", None),
        ("/noi-bat/tin-buon", "javascript:void(0)", None),
        # Its own address is certain, or one of both is nothing but state.
        ("/tin/hoi-lang-1001", "/noi-bat/hoi-lang-1002", None),
        (STATE, "/tin/hoi-lang-mo-lai-sau-ba-nam", None),
        ("/xem?bai=7", STATE, None),
    ],
)
def test_a_stated_address_counts_where_it_fits_the_article(path: str, canonical: str, stated: str | None) -> None:
    own: tuple[Cms, ...] = (SLUG_ID, WCM)
    html = f"<html><head><link rel='canonical' href='{canonical}'></head><body><h1>{TITLE}</h1></body></html>"
    found = stated_address(Page(f"http://x.vn{path}", html.encode(), UrlResolver(("x.vn",), own)), TITLE)
    assert (None if found is None else found.canonical.removeprefix("http://x.vn")) == stated


@pytest.mark.parametrize("script", ["[" * 200_000, '[{"a":' * 50_000, '{"headline": "Hội'])
def test_scripts_that_cannot_be_parsed_state_nothing(script: str) -> None:
    assert not states_article(page("", head=f"<script type='application/ld+json'>{script}</script>"), TITLE)
