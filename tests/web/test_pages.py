"""The HTML pages: texts stay texts, and say what was done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from scraper.web.html import linkable, pieces
from tests.index.logs import id_of, record
from tests.web.articles import HOSTILE_TITLE, OPENED
from tests.web.serving import RunningWeb, indexed, running

HOSTILE = id_of("dukcqdn_longan", "hostile")
PAGES = [
    "/",
    "/?q=chuyển đổi số",
    '/?q="><script>alert(1)</script>&source=<b>',
    '/?source="><script>alert(1)</script>',
    "/?q=script&section=</option><i>x</i>",
    "/?q=field:<script>",
    f"/article/{HOSTILE}",
    f"/article/{HOSTILE}?q=script&section=\"'><script>",
    f"/article/{HOSTILE}/versions?before=<script>&after=\"'",
    "/article/<script>",
    "/article/..%2f..%2fetc",
    "/sources",
]


def tree(web: RunningWeb, path: str) -> html.HtmlElement:
    return html.fromstring(web.get(path).body.decode())


@pytest.mark.parametrize("path", PAGES)
def test_no_text_of_a_site_or_an_address_becomes_markup(web: RunningWeb, path: str) -> None:
    page = tree(web, path)
    assert page.xpath("//script/@src") == ["/static/web.js"]
    assert page.xpath("//script[not(@src)] | //style | //img | //i | //b | //u | //iframe | //object") == []
    assert page.xpath("//@onerror | //@onload | //@style") == []
    for link in page.xpath("//@href | //@src | //@action"):
        assert re.match(r"(/(?!/)|#|\?|https?://)", link), link
    assert "\u202e" not in page.text_content()


def test_a_hostile_title_is_shown_as_text(web: RunningWeb) -> None:
    (title,) = tree(web, f"/article/{HOSTILE}?q=so").xpath("//h1")
    assert title.text_content() == HOSTILE_TITLE.replace("\u202e", r"\u202e")
    assert [mark.text for mark in title.xpath("mark")] == ["số"]


def test_an_address_that_runs_a_script_is_no_link(web: RunningWeb) -> None:
    page = tree(web, f"/article/{HOSTILE}")
    assert "javascript:document.title" in page.text_content()
    outside = page.xpath("//a[starts-with(@href, 'http')]")
    assert outside
    assert all(set(link.get("rel").split()) >= {"noopener", "noreferrer"} for link in outside)


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://a.example/?x='\"<", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https:", False),
        ("https://user@a.example", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_links(url: str | None, is_link: bool) -> None:
    assert bool(linkable(url)) == is_link


def test_pieces_of_a_text_with_marks() -> None:
    assert list(pieces("một hai ba", [(4, 7)])) == [("một ", False), ("hai", True), (" ba", False)]
    assert list(pieces("một", [])) == [("một", False)]
    assert list(pieces("", [])) == []


def test_a_search_shows_counts_marks_and_filters(web: RunningWeb) -> None:
    page = tree(web, "/?q=chuyen doi so")
    assert page.xpath("string(//*[@id='status'])").startswith("3 articles")
    assert {"chuyển", "đổi", "số"} <= {mark.text.lower() for mark in page.xpath("//mark")}
    names = [" ".join(link.text_content().split()) for link in page.xpath("//aside//a")]
    assert {"hoabinh 1", "Tin tức 2", "2025-06 2"} <= set(names)


def test_near_duplicates_are_together(web: RunningWeb) -> None:
    page = tree(web, "/?q=hội nghị chuyển đổi số khai mạc")
    (folded,) = page.xpath("//li[@class='hit'][.//details]")
    assert folded.xpath("string(.//summary)") == "1 nearly the same"
    assert len(folded.xpath(".//a[contains(@href, '/article/')]")) == 2 + bool(folded.xpath("p[@class='near']"))


def test_a_click_on_a_filter_and_a_second_one(web: RunningWeb) -> None:
    def link(page: html.HtmlElement, value: str) -> str:
        (found,) = page.xpath(f"//aside//a[.//bdi[.='{value}']]/@href")
        return str(found)

    first = tree(web, "/?q=chuyen doi so")
    filtered = tree(web, link(first, "hoabinh"))
    assert filtered.xpath("string(//*[@id='status'])") == "1 article"
    assert filtered.xpath("string(//aside//a[@aria-current])").split()[0] == "hoabinh"
    assert filtered.xpath("//input[@type='hidden']/@value") == ["hoabinh"]
    both = tree(web, link(filtered, "stp_travinh"))
    assert both.xpath("string(//*[@id='status'])") == "2 articles"
    again = tree(web, link(tree(web, link(both, "hoabinh")), "stp_travinh"))
    assert again.xpath("string(//*[@id='status'])") == "3 articles"


def test_dates_and_what_articles_have_can_be_removed_too(web: RunningWeb) -> None:
    page = tree(web, "/?since=2024&until=2025-06&has=attachment")
    chips = page.xpath("//aside/ul[1]//bdi/text()")
    assert chips == ["attachment", "2024 to 2025-06"]
    assert page.xpath("string(//*[@id='status'])").startswith("1 article")


def test_what_was_corrected_or_left_out_is_said(web: RunningWeb) -> None:
    assert tree(web, "/?q=hoi nghi zzzz").xpath("//p[@class='note']")


def test_pages_of_hits(tmp_path: Path) -> None:
    files = indexed(tmp_path, *(record("s", str(n), f"Hội nghị {n}", f"Số {n}") for n in range(45)))
    with running(files) as web:
        path, seen, pages = "/?q=hội nghị", [], 0
        while path:
            page = tree(web, path)
            seen += page.xpath("//ol[@class='hits']//h2/a/@href")
            (path,) = page.xpath("//a[@rel='next']/@href") or [""]
            pages += 1
        assert page.xpath("string(//ol[@class='hits']/@start)") == "41"
        assert page.xpath("//a[@rel='prev']/@href")
    assert (len(seen), len(set(seen)), pages) == (45, 45, 3)


def test_an_article_shows_all_its_parts_and_loads_none(web: RunningWeb) -> None:
    page = tree(web, f"/article/{id_of('stp_travinh', 'plan')}?q=ke hoach")
    text = page.text_content()
    for part in (
        "Quang cảnh hội nghị",
        "https://stp_travinh.example/anh/1.jpg",
        "12-KH/BTGTU",
        "Trần Thị B",
        "Văn bản",
    ):
        assert part in text
    assert page.xpath("string(//*[contains(@class, 'lead')])") == "Ban Tuyên giáo ban hành kế hoạch tuyên truyền."
    assert page.xpath("//div[@class='text']/@lang") == ["vi"]
    assert page.xpath("//html/@lang") == ["en"]
    (back,) = page.xpath("//a[@id='back']/@href")
    assert back == "/?q=ke+hoach"


def test_versions_stand_side_by_side(web: RunningWeb) -> None:
    id_ = id_of("hoabinh", "opened")
    assert tree(web, f"/article/{id_}").xpath(f"//a[@href='/article/{id_}/versions']")
    page = tree(web, f"/article/{id_}/versions?q=hoi+nghi")
    assert page.xpath("//del/text()") == ["120"]
    assert [text.strip() for text in page.xpath("//ins/text()")] == ["năm 2025", "150", "Hội nghị kết thúc lúc 11 giờ."]
    assert page.xpath("//a[@id='back']/@href") == [f"/article/{id_}?q=hoi+nghi"]


def test_two_of_many_versions_can_be_chosen(tmp_path: Path) -> None:
    lines = [record("s", "a", f"{OPENED} {n}", "Nội dung", n) for n in range(1, 5)]
    files = indexed(tmp_path, *lines)
    with running(files) as web:
        path = f"/article/{lines[0]['id']}/versions"
        page = tree(web, path)
        assert (page.xpath("//del/text()"), page.xpath("//ins/text()")) == (["3"], ["4"])
        (other,) = page.xpath("//ol[@class='versions']/li[2]/a/@href")
        page = tree(web, f"{path}{other}")
        assert (page.xpath("//del/text()"), page.xpath("//ins/text()")) == (["1"], ["2"])
        page = tree(web, f"{path}?before=1&after=4")
        assert (page.xpath("//del/text()"), page.xpath("//ins/text()")) == (["1"], ["4"])


def test_what_is_not_there_is_said(web: RunningWeb) -> None:
    for path in ("/article/none", "/article/none/versions", "/article/none/archived", "/nowhere"):
        reply = web.get(path)
        assert reply.status == 404
        assert "There is no such page" in reply.text
    reply = web.get(f"/article/{HOSTILE}/archived")
    assert reply.status == 404
    assert "WARC_DIR" in reply.text
