"""Addresses and pagers of the families."""

import re
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html

from tests.practice import Portal
from tests.practice.walker import postbacks


def titles(page: str, site: Portal) -> set[str]:
    links = html.fromstring(page).xpath("//a[@class='TieuDeTin']")
    texts = {" ".join(a.text_content().split()) for a in links}
    return texts & {article.title for article in site.articles}


def test_postback_pager_shows_other_pages_at_the_same_address() -> None:
    site = Portal("stp_travinh")
    path = site.family.list_path(0)
    first = site.respond("GET", path).text
    second = site.respond("POST", path, next(postbacks(first))).text
    assert titles(first, site)
    assert titles(second, site)
    assert not titles(first, site) & titles(second, site)


def test_postback_without_its_state_shows_page_one() -> None:
    site = Portal("stp_travinh")
    path, other = site.family.list_path(0), site.family.list_path(1)
    first = site.respond("GET", path).text
    form = next(postbacks(first))
    foreign = next(postbacks(site.respond("GET", other).text))
    broken = [
        form | {"__VIEWSTATE": ""},
        form | {"__VIEWSTATE": "!!"},
        form | {"__EVENTVALIDATION": ""},
        {key: value for key, value in form.items() if key == "__EVENTTARGET"},
        foreign,
    ]
    for stale in broken:
        assert titles(site.respond("POST", path, stale).text, site) == titles(first, site)


def test_postback_window_moves_by_dots() -> None:
    site = Portal("stp_travinh", articles=180)
    path = site.family.list_path(0)
    page = site.respond("GET", path).text
    assert re.findall(r'class="ButtonPage"[^>]*>([^<]+)<', page) == ["2", "3", "4", "5", "..."]
    page = site.respond("POST", path, list(postbacks(page))[-1]).text
    assert re.findall(r'class="ButtonPage\w*"[^>]*>([^<]+)<', page)[:2] == ["...", "6"]


def test_ajax_portal_lists_only_the_newest() -> None:
    site = Portal("dukcqdn_travinh", articles=120)
    page = site.respond("GET", site.family.list_path(0)).text
    assert "javascript:void(0)" in page
    assert "__VIEWSTATE" not in page
    assert site.respond("POST", site.family.list_path(0), {"__EVENTTARGET": "x"}).text.count("dong-tin") == 10


def test_long_addresses_name_the_same_article_in_any_order() -> None:
    site = Portal("stp_travinh")
    long = [path for truth in site.truth for path in truth.paths if "mDefault" in path]
    assert len({tuple(parse_qs(urlsplit(path).query)) for path in long}) > 1


def test_endless_list_repeats_its_last_page() -> None:
    site = Portal("hoabinh")
    index = next(i for i in range(5) if site.family.is_endless(i))  # type: ignore[attr-defined]
    far = site.family.list_path(index, 40).replace("\ue002", "")
    page = site.respond("GET", far).text
    assert "_cur=41" in page
    assert site.family.sections[index][-1].title in html.fromstring(page).text_content()
    past = site.family.list_path(0, 40).replace("\ue002", "")
    assert "Không tìm thấy" in site.respond("GET", past).text


def test_language_prefixes_grow() -> None:
    site = Portal("hoabinh")
    path = site.truth[0].paths[0]
    page = site.respond("GET", "/en/vi/en" + path).text
    assert f'href="/en/vi/en/en{path}"' in page
    moved = site.respond("GET", "/c/portal/update_language?redirect=%2Fchinh-tri&languageId=en_US")
    assert (moved.status, dict(moved.headers)["Location"]) == (302, "/en/chinh-tri")


def test_feeds_are_xml() -> None:
    site = Portal("hoabinh")
    sitemap = etree.fromstring(site.respond("GET", "/sitemap.xml").body)
    assert len(sitemap) == len(site.articles)
    assert len(etree.fromstring(site.respond("GET", "/rss").body).findall(".//item")) == 20


def test_slug_pages_count_from_zero() -> None:
    site = Portal("dukcqdn_longan", form="slug")
    path = site.family.list_path(0)
    assert site.family.list_path(0, 2) == path + "?PageIndex=1"
    first, same = site.respond("GET", path), site.respond("GET", path + "?PageIndex=0")
    assert first.text.count("news-card") == same.text.count("news-card") == 6


def test_other_news_are_neighbours_of_the_same_section() -> None:
    for source in ("stp_travinh", "hoabinh"):
        site = Portal(source, articles=90)
        by_key = {truth.key: truth for truth in site.truth}
        for truth in site.truth:
            assert len(truth.other_news) <= 10
            assert truth.key not in {other.key for other in truth.other_news}
            assert {by_key[other.key].section for other in truth.other_news} <= {truth.section}
