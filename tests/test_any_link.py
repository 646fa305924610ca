"""Any link and any characters in the places of an article's page that its record is made of: the record stays valid."""

from __future__ import annotations

import json
import os
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper import read
from scraper.items import Article, as_record
from scraper.pages.article import NoArticleError
from scraper.pipelines.validate_record import broken_rules
from tests.hostile.links import any_link
from tests.pages.reading import FOUR, ONE, THREE, TITLE, TWO, paragraphs

URL = "https://sxd.vidu.gov.vn/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001.html"
EXAMPLES = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "60")),
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# One of each kind that controls, reorders or hides text, or breaks lines.
HOSTILE = "\x07\x1b[31m\x7f\x85\x9b\u200e\u202e\u2028\ufeff\ufffe\U000e0041\r\n\t[red]"
PAGE = """<html><head><title>{title}</title><link rel="canonical" href="{link}">
<meta property="og:url" content="{link}"><meta property="og:image" content="{link}">
<meta name="author" content="{words}">{head}</head><body>
<div class="breadcrumb"><a href="/">Trang chủ</a> › <a href="{link}">Tin {words} tức</a></div>
<div><h1>{title}</h1><p>12/06/2023 {words} 16:30</p><p><b>{one} {words}</b></p>
<p>{two}</p><p><img src="{link}" alt="{words}"></p><p style="text-align: center"><i>Ảnh {words} của lễ hội</i></p>
<figure><img data-src="{link}"><figcaption>Lễ hội {words} đình</figcaption></figure>
<p>{three} {words}</p><p>{four}</p><table><tr><td>Ô {words}</td><td>Ô</td></tr></table>
<p>Tài liệu đính kèm: <a href="{link}">Kế hoạch {words} số 12/KH-UBND.pdf</a> <a href="{link}.pdf"></a>
<a href="{link}.pdf" title="{words}">Tải về</a> <a href="/tai-ve/1{link}">Tải về</a>
<a href="/tep/{words}.pdf">Tải về</a></p><iframe src="{link}"></iframe><iframe src="/viewer.html?file={link}"></iframe>
<p style="text-align: right"><b>Hà Văn {words} Thuận</b></p></div>
<h4>Tin khác</h4><ul><li><a href="/tin-tuc/cho-phien-hop-lai-202.html">Chợ phiên {words} họp lại</a> (01/01/2020)</li>
<li><a href="{link}">Chợ phiên {words} họp lại ngày mai</a></li></ul></body></html>"""


def page(link: str, words: str, head: str = "") -> str:
    """An article's page with a link in all places of links, and words in all places of words."""
    sentences = {"one": ONE, "two": TWO, "three": THREE, "four": FOUR}
    inside = {"link": escape(link), "words": escape(words), "title": f"Hội làng {escape(words)} mở lại sau ba năm"}
    return PAGE.format(**sentences, **inside, head=head)


def check(article: Article) -> None:
    assert broken_rules(as_record(article)) == []


@EXAMPLES
@given(any_link())
def test_any_link_on_a_page_leaves_the_record_valid(link: str) -> None:
    article = read(page(link, "lớn"), URL)
    check(article)
    assert article.title == "Hội làng lớn mở lại sau ba năm"
    assert "https://sxd.vidu.gov.vn/tin-tuc/cho-phien-hop-lai-202.html" in {entry.url for entry in article.other_news}


@EXAMPLES
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from([*HOSTILE, *"ấm"])).map("".join)))
def test_any_characters_on_a_page_leave_the_record_valid(words: str) -> None:
    try:
        check(read(page("/tep/ke-hoach.pdf", words), URL))
    except NoArticleError:
        return  # words may make it a list or a notice


@pytest.mark.parametrize("letter", HOSTILE)
def test_each_hostile_character_is_cleaned_where_it_is_read(letter: str) -> None:
    for words in (letter, f"a{letter}b", f"&#{ord(letter)};"):
        article = read(page(f"/tep/{words}.pdf", words), URL)
        check(article)
        assert article.attachments


@EXAMPLES
@given(any_link(), st.text(max_size=20))
def test_json_of_a_page_leaves_the_record_valid(link: str, words: str) -> None:
    """Only JSON can bring half a character into a page's text."""
    title, text = f"{TITLE} {words}", paragraphs(f"{ONE} {words}", TWO, THREE, FOUR)
    files = f"{text}<p><a href='{link}.pdf'></a><img src='{link}'></p>"
    props = {"post": {"title": title, "content": files, "slug": link, "image": link, "author": words}}
    linked = {"@type": "NewsArticle", "headline": title, "articleBody": f"{ONE} {TWO} {words}", "url": link}
    for data in (
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"pageProps": props}})}</script>',
        f'<script type="application/ld+json">{json.dumps(linked)}</script>',
    ):
        for html in (page(link, words, data), f"<html><body><div id='__next'></div>{data}</body></html>"):
            try:
                check(read(html, URL))
            except NoArticleError:
                continue


@pytest.mark.parametrize(
    ("link", "files"),
    [
        ("http:x.pdf", ["https://sxd.vidu.gov.vn/tep/k.pdf"]),
        ("http: //a.vn/x.pdf", ["https://sxd.vidu.gov.vn/tep/k.pdf"]),
        ("http://a.vn/\x01.pdf", ["https://sxd.vidu.gov.vn/tep/k.pdf", "http://a.vn/%01.pdf"]),
    ],
)
def test_a_bad_link_costs_the_link(link: str, files: list[str]) -> None:
    text = paragraphs() + f'<p>Tệp kèm: <a href="/tep/k.pdf">Kế hoạch</a> <a href="{link}">Danh sách</a></p>'
    article = read(f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1><p>12/06/2023</p>{text}</body></html>", URL)
    check(article)
    assert [file.url for file in article.attachments] == files


def test_a_file_without_words_has_a_clean_title() -> None:
    text = paragraphs() + '<p>Tệp kèm: <a href="/download/17?\x1b[31m\x07\u202e"></a></p>'
    article = read(f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1><p>12/06/2023</p>{text}</body></html>", URL)
    check(article)
    assert len(article.attachments) == 1
