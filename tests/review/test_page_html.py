"""The HTML of one page: nothing of a source is markup in it, and it is readable in light and dark."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from scraper.pages.line_uses import READ_FIELDS
from scraper.pages.page import Page
from scraper.reading import PageContext, decide
from scraper.review.page_html import STYLE, ReadPage, html_file, page_file
from tests.pages.reading import TITLE, URLS, article, page, paragraphs
from tests.review import hostile

NOW = datetime(2026, 1, 31, tzinfo=UTC)
# Of a page that has none of its own: all elements that the file may have.
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "p", "a", "b", "div", "ul", "li"),
    *("details", "summary", "span", "br", "dl", "dt", "dd"),
}


def shown(found: Page) -> html.HtmlElement:
    outcome = decide(found, PageContext(alone=True), "x", NOW)
    return html.document_fromstring(page_file(ReadPage(found, outcome, outcome.article)).decode())


def test_a_hostile_page_becomes_text() -> None:
    url, body = hostile.PAGE
    document = shown(Page(url, body, URLS))
    assert {element.tag for element in document.iter()} <= ELEMENTS
    for element in document.iter():
        names = set(element.attrib)
        assert names <= {"class", "id", "data-field", "href", "rel", "target", "name", "content", "http-equiv"} | {
            *("charset", "lang", "role", "open")
        }
        href = element.get("href", "#")
        assert href.startswith("#") or href == url
    text = document.text_content()
    assert hostile.ATTACK in text
    assert "\\u202eđảo ngược" in text or "\u202e" not in text


def test_lines_are_counted_from_one_and_dates_of_other_news_are_named() -> None:
    news = (
        '<h4>Tin khác</h4><ul><li><a href="/tin-tuc/cho-phien-hop-lai-202">Chợ phiên họp lại</a><p>01/01/2020</p></li>'
        "</ul><p>02/02/2020</p>"
    )
    document = shown(article(paragraphs(), after=news))
    first = document.xpath("//span[@class='number']")[0].text_content()
    assert first.strip() == "1"
    lines = {line.text_content() for line in document.xpath("//div[contains(@class, 'left-out')]")}
    dated = {line.split("date of other news")[-1] for line in lines if "date of other news" in line}
    assert dated == {"01/01/2020"}, "not a date that is no entry's"
    anchors = {element.get("id") for element in document.xpath("//div[@id]")}
    links = [link.get("href") for link in document.xpath("//dt/a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= anchors


@given(st.text(max_size=60))
def test_no_words_become_markup(words: str) -> None:
    file = html_file(words, [], STYLE).decode()
    title = re.search(r"<title>(.*?)</title>", file, re.DOTALL)
    assert title is not None
    assert "<" not in title[1]
    assert file.count("<title>") == file.count("</head>") == 1
    assert unescape(title[1]).isprintable() or not words.isprintable()


def test_the_policy_allows_the_own_style_and_nothing_else() -> None:
    document = shown(article(paragraphs()))
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = document.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


def test_each_value_has_its_rule_and_a_link_to_its_first_line() -> None:
    document = shown(article(f"<p>12/06/2023</p>{paragraphs()}"))
    record = {row.get("data-field"): row for row in document.xpath("//*[@class='record']//*[@data-field]")}
    assert [*record] == [*READ_FIELDS]
    assert "rule: " in record["date_published"].text_content()
    assert "nothing found" in record["authors"].text_content()
    for name in ("title", "date_published", "body"):
        (anchor,) = record[name].xpath(".//a/@href")
        (line,) = document.xpath(f"//*[@id='{anchor[1:]}']")
        assert name in line.get("class")
        assert name.replace("_", " ") in line.text_content(), "colour is never the only sign"


def test_warnings_are_before_the_lines() -> None:
    other = "http://portal.vn/tin-tuc/mot-ban-tin-khac-1001"
    text = shown(page(f"<h1>{TITLE}</h1><p>12/06/2023</p>{paragraphs()}", url=other)).text_content()
    assert 0 < text.index("title: neither the address nor the link says the same") < text.index("Lines of the page")


def test_a_page_that_is_no_article_has_its_decision_and_its_lines_unfolded() -> None:
    document = shown(page("".join(f"<p>Mục {i}</p>" for i in range(9))))
    assert "Decision: no article: no title" in document.text_content()
    assert len(document.xpath("//details[@open]/div")) == 9


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_colours_have_the_contrast_that_the_wcag_asks_for(scheme: str) -> None:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light if scheme == "light" else dark))
    own = [name for name in colours if f"{name}-back" in colours]
    assert len(own) == len(READ_FIELDS) + 1, "each field, and warnings"
    for name in own:
        back = colours[f"{name}-back"]
        for text in ("text", "quiet", name):
            assert contrast(colours[text], back) >= 4.5, (name, text)
        assert contrast(colours[name], colours["back"]) >= 4.5, name
    for text in ("text", "quiet"):
        assert contrast(colours[text], colours["back"]) >= 4.5
        assert contrast(colours[text], colours["panel"]) >= 4.5
