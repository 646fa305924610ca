"""The portals: every article reachable and readable, every trap in its place."""

import re
import unicodedata
from datetime import date

import pytest
from lxml import html

from tests.practice import Portal, Truth
from tests.practice.skins import DEFAULT_SKINS, SKINS
from tests.practice.traps import ARTICLE_TRAPS
from tests.practice.walker import BASE, fetch, readable, walk
from tests.practice.web import Address

FORMS = sorted(DEFAULT_SKINS)
WORN = [(source, form, skin) for (source, form), skins in sorted(DEFAULT_SKINS.items()) for skin in skins]
ALL = [(source, form, skin) for source, form in FORMS for skin in SKINS]
TODAY = date(2026, 5, 4)


def portal(source: str, form: str, skin: str | None = None, **options: object) -> Portal:
    return Portal(source, skin, form=form, today=TODAY, **options)  # type: ignore[arg-type]


def visible(page: str) -> str:
    """The text of the body, NFC, white space collapsed."""
    root = html.fromstring(page)
    for node in root.xpath("//script|//style"):
        node.drop_tree()
    return " ".join(unicodedata.normalize("NFC", " ".join(root.xpath("//body//text()"))).split())


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(("source", "form", "skin"), WORN)
def test_every_article_is_reachable(source: str, form: str, skin: str) -> None:
    site = portal(source, form, skin)
    found = walk(site)
    targets = [site.family.route("GET", Address.parse(path), {}) for path in found.pages]
    reached = {target.article.id for target in targets if target and target.article}
    assert reached == {article.id for article in site.articles}


def check_page(truth: Truth, page: str) -> None:
    text = squeezed(visible(page))
    for part in [truth.title, *truth.authors, *truth.captions, *(n.title for n in truth.other_news)]:
        assert squeezed(part) in text, part
    for block in re.split(r"\n\n|\n(?:- )?| \| |^- ", truth.body):
        assert squeezed(block.removeprefix("- ")) in text, block


@pytest.mark.parametrize(("source", "form", "skin"), ALL)
def test_every_skin_shows_the_whole_truth(source: str, form: str, skin: str) -> None:
    site = portal(source, form, skin)
    for truth in site.truth:
        answer = fetch(site, "GET", truth.paths[0])
        assert answer.status == 200
        check_page(truth, readable(answer))


@pytest.mark.parametrize(("source", "form", "skin"), ALL)
def test_pages_are_whole_documents(source: str, form: str, skin: str) -> None:
    site = portal(source, form, skin)
    paths = ["/", site.family.list_path(0).replace("\ue002", ""), "/gioi-thieu", "/lien-he", "/so-do-trang"]
    for path in [*paths, site.truth[0].paths[0], "/lich-cong-tac?ngay=01-03-2024", "/noi-bo/", "/tin-tuc/"]:
        answer = site.respond("GET", path)
        assert answer.status == 200, path
        page = answer.text
        assert page.count("<title>") == page.count("</title>") == 1
        assert page.count("<body") == page.count("</body>") == 1
        assert page.rstrip().endswith("</html>")
        assert not re.search("[\ue000-\uf8ff]", page)
        for tag in ("div", "table", "ul", "td", "tr", "section", "span", "a"):
            assert len(re.findall(rf"<{tag}[\s>]", page)) == page.count(f"</{tag}>"), (path, tag)


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_all_addresses_of_an_article_answer(source: str, form: str) -> None:
    site = portal(source, form)
    for truth in site.truth:
        for path in truth.paths:
            answer = fetch(site, "GET", path)
            assert answer.status == 200, path
            assert squeezed(truth.title) in squeezed(visible(readable(answer)))
        assert len(set(truth.paths)) == len(truth.paths)


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_traps_of_articles(source: str, form: str) -> None:
    site = portal(source, form)
    trapped = {truth.trap: truth.paths[0] for truth in site.truth if truth.trap}
    assert list(trapped) == list(ARTICLE_TRAPS)
    assert [site.respond("GET", trapped["flaky-500"]).status for _ in range(3)] == [500, 200, 200]
    first, second = (site.respond("GET", trapped["truncated"]) for _ in range(2))
    assert first.declared_length == len(second.body) > len(first.body)
    assert second.declared_length is None
    old = site.respond("GET", trapped["bytes-1258"])
    assert "utf-8" in old.content_type
    assert b"windows-1258" in old.body
    with pytest.raises(UnicodeDecodeError):
        old.body.decode()
    assert "iso-8859-1" in site.respond("GET", trapped["latin1-header"]).content_type
    assert "</p>" not in site.respond("GET", trapped["broken-html"]).text
    site.reset()
    assert site.respond("GET", trapped["flaky-500"]).status == 500


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_ghosts_are_linked_from_the_front_page(source: str, form: str) -> None:
    site = portal(source, form)
    hrefs = html.fromstring(site.respond("GET", "/").text).xpath("//a/@href")
    answers = [site.respond("GET", path) for path in _ghosts(site, hrefs)]
    assert sorted(answer.status for answer in answers) == [200, 200, 404, 500]
    assert sum(not answer.body for answer in answers) == 1
    assert sum("Nội dung đang cập nhật" in answer.text for answer in answers) == 1


def _ghosts(site: Portal, hrefs: list[str]) -> list[str]:
    found = [href for href in hrefs if "tin-khong-con" in href]
    assert len(found) == 4
    return found


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_endless_traps_never_end(source: str, form: str) -> None:
    site = portal(source, form)
    path = "/lich-cong-tac?ngay=01-03-2024"
    for _ in range(40):
        answer = site.respond("GET", path)
        path = [a for a in html.fromstring(answer.text).xpath("//a/@href") if "ngay=" in a][-1]
    assert path != "/lich-cong-tac?ngay=01-03-2024"
    deep = "/" + "tin-tuc/" * 10
    assert '"tin-tuc/"' in site.respond("GET", deep).text
    assert "/noi-bo/8" in site.respond("GET", "/noi-bo/7").text
    assert b"Disallow: /noi-bo/" in site.respond("GET", "/robots.txt").body
    home = site.respond("GET", "/").text
    pieces = (
        "example.invalid",
        "127.0.0.1:9/",
        "javascript:",
        'href="#"',
        "jsessionid",
        "fbclid",
        "/noi-bo/",
    )
    for piece in pieces:
        assert piece in home, piece


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_without_traps_a_walk_meets_only_good_pages(source: str, form: str) -> None:
    site = portal(source, form, traps=False)
    found = walk(site)
    assert set(found.statuses) == {200}
    assert all(truth.trap is None for truth in site.truth)
    assert len(found.pages) < 400


def test_print_twins() -> None:
    site = portal("stp_travinh", "wcm")
    truth = site.truth[0]
    for path in (f"/print/{truth.key}", truth.paths[0] + "?print=1"):
        assert truth.title in site.respond("GET", path).text
    assert site.respond("GET", "/print/1").status == 404


@pytest.mark.parametrize(("source", "form", "skin"), WORN)
def test_dates_are_printed_where_the_truth_says(source: str, form: str, skin: str) -> None:
    site = portal(source, form, skin)
    for truth in site.truth[:4]:
        page = site.respond("GET", truth.paths[0]).text
        detail = "article:published_time" in page
        assert detail == (truth.date_source == "metadata")
        if truth.date_source in {"page", "metadata"} and truth.date_published:
            shown = date.fromisoformat(truth.date_published[:10])
            assert f"{shown:%d/%m/%Y}" in page or truth.date_published in page
    sources = {truth.date_source for truth in site.truth}
    expected = {"stp_travinh": "listing", "hoabinh": "page"}.get(source)
    assert expected is None or sources == {expected, None}


def test_lists_give_the_dates_that_articles_lack() -> None:
    site = portal("stp_travinh", "wcm")
    newest = site.family.sections[0][0]
    truth = next(t for t in site.truth if t.key == str(newest.id))
    assert truth.date_published
    shown = date.fromisoformat(truth.date_published)
    assert f"({shown:%d/%m/%Y})" in site.respond("GET", site.family.list_path(0)).text


def test_equal_portals_answer_alike() -> None:
    one, two = (portal("dukcqdn_longan", "wcm") for _ in range(2))
    assert one.truth == two.truth
    for path in ("/", one.truth[3].paths[0], one.family.list_path(0)):
        assert one.respond("GET", path) == two.respond("GET", path)


def test_portal_state_differs_on_every_rendering() -> None:
    site = portal("dukcqdn_longan", "wcm")
    one, two = (set(html.fromstring(site.respond("GET", "/").text).xpath("//a/@href")) for _ in range(2))
    assert len(one - two) > 20
    assert any(";jsessionid=" in href for href in one)
    stale = next(href for href in one if site.articles[0].slug in href)
    assert site.respond("GET", stale).status == 200


def test_hidden_articles_appear_later() -> None:
    before, after = portal("hoabinh", "wcm", articles=38, hidden=2), portal("hoabinh", "wcm")
    assert [t.key for t in before.truth] == [t.key for t in after.truth[2:]]
    assert before.respond("GET", after.truth[0].paths[0]).status == 404


def test_padding_reaches_the_size() -> None:
    site = portal("dukcqdn_longan", "wcm", page_bytes=60_000)
    for truth in site.truth[:4]:
        answer = site.respond("GET", truth.paths[0])
        assert 54_000 < len(answer.body) <= 61_000
        assert not re.search("[\ue000-\uf8ff]", answer.text)
    site.warm()
    assert BASE not in site.respond("GET", "/").text
