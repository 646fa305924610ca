"""The category above an article: breadcrumb, label, menu."""

from __future__ import annotations

import pytest

from scraper.pages.article import read_article
from tests.pages.reading import HOST, TITLE, page, paragraphs


@pytest.mark.parametrize(
    "frame",
    [
        '<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/van-hoa">Văn hóa</a></div>{}',
        '<div><ul><li><a href="/">Trang chủ</a></li><li><a href="/van-hoa">Văn hóa</a></li></ul>{}</div><p>Xã Đoài</p>',
        f'<div><a href="/">Trang chủ</a> / <a href="/van-hoa">Văn hóa</a> / {TITLE}</div>{{}}',
        '<h3><a href="/van-hoa">Văn hóa</a></h3>{}',
        '<div class="path"><span>Trang chủ</span> > <span>Văn hóa</span></div>{}',
    ],
)
def test_the_section_is_the_last_step_before_the_article(frame: str) -> None:
    html = frame.format(f"<div><h1>{TITLE}</h1><div>{paragraphs()}</div></div>")
    url = f"{HOST}/tin-chi-tiet/-/bai-viet/hoi-lang-mo-lai-sau-ba-nam-1001-20.html"
    assert read_article(page(html, url)).section == "Văn hóa"


@pytest.mark.parametrize(
    "before",
    [
        "",
        "<h2 class='hide-accessible'>Asset Publisher</h2>",
        "<div><a href='/'>Trang chủ</a> <a href='/a'>Tin tức</a> <a href='/b'>Văn hóa</a> <a href='/c'>Y tế</a></div>",
        "<div>Thứ Hai, 12/06/2023</div>",
    ],
)
def test_a_menu_a_hidden_heading_and_a_clock_are_no_section(before: str) -> None:
    html = f"{before}<div><h1>{TITLE}</h1><div>{paragraphs()}</div></div>"
    url = f"{HOST}/tin-chi-tiet/-/bai-viet/hoi-lang-mo-lai-sau-ba-nam-1001-20.html"
    assert read_article(page(html, url)).section is None
