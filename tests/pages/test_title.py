"""The title: said by the address, by the link that led here, by the head; not by size and colour alone."""

from __future__ import annotations

import pytest

from scraper.pages.article import NoArticleError, read_article
from scraper.pages.title import find_title, same_as_slug
from tests.pages.reading import HOST, TITLE, URL, page, paragraphs

UNKNOWN = f"{HOST}/xem?tin=77"
BODY = paragraphs()


def title(html: str, url: str = URL, link_text: str = "", head: str = "") -> str | None:
    found = find_title(page(html, url, head), (link_text,) if link_text else ())
    return found.text if found else None


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>Cổng thông tin huyện nhà</h1><font size=4>{TITLE}</font>{BODY}",
        f"<h1><a href='/'>Cổng thông tin huyện nhà</a></h1><td>{TITLE}</td>{BODY}",
        f"<div class='breadcrumb'>{TITLE}</div><h2>{TITLE}</h2>{BODY}<p>{TITLE}</p>",
        f"<h2><a href='{URL}'>{TITLE}</a></h2>{BODY}",
        f"<ul><li><a href='{URL}'>{TITLE}</a></li></ul><div>{TITLE}</div>{BODY}",
        f"<div style='display:none'><h1>{TITLE} (bản in)</h1></div><p>{TITLE}</p>{BODY}",
    ],
)
def test_the_address_tells_the_title(html: str) -> None:
    assert title(html) == TITLE


@pytest.mark.parametrize(
    "broken",
    [
        "<h1>Hội làng mở lại<br>sau ba năm</h1>",
        "<h1>Hội làng mở lại<br/>\n  sau ba năm<br></h1>",
        "<h1><span>Hội làng mở lại</span><br><span>sau ba năm</span></h1>",
        "<h1>Hội làng mở lại\n   sau   ba năm</h1>",
    ],
)
def test_a_title_broken_over_lines_is_joined(broken: str) -> None:
    found = find_title(page(f"{broken}{BODY}"))
    assert found is not None
    assert (found.text, found.in_address) == (TITLE, True)
    assert page(f"{broken}{BODY}").blocks[found.last + 1].text.startswith("Từ tờ mờ sáng")


@pytest.mark.parametrize(
    ("compact", "slug", "same"),
    [
        ("hoilangmolaisaubanam", "hoilangmolaisaubanam", True),
        ("hoilangmolaisaubanam", "hoilangmolaisauba", True),  # cut at the end
        ("donghoduocmothem", "onghouocmothem", False),  # too short for letters left out
        ("dongbaoduocdondienmoi", "ongbaouoconienmoi", True),  # đ left out
        ("hoilangmolaisaubanam", "hoilang", False),  # too short a cut
        ("hoilang", "hoilang", True),
        ("hoi", "hoi", False),
        ("", "hoilang", False),
        ("hoilangmolaisaubanam", "", False),
        ("hoilangmolai", "hoilangmolaisaubanam", False),  # a line is no title's beginning
    ],
)
def test_slugs_are_compared_by_letters(compact: str, slug: str, same: bool) -> None:
    assert same_as_slug(compact, slug) is same


def test_a_cut_slug_finds_the_whole_title() -> None:
    long = "Hội làng mở lại sau ba năm, người đi xa cũng kịp về dự đêm hát chèo"
    assert title(f"<h3>{long}</h3>{BODY}") == long


@pytest.mark.parametrize(
    ("link_text", "printed"),
    [
        (TITLE, TITLE),
        ("Hội làng mở lại sau ba...", TITLE),
        ("HỘI LÀNG MỞ LẠI SAU BA NĂM", TITLE),
    ],
)
def test_the_link_tells_the_title_where_the_address_does_not(link_text: str, printed: str) -> None:
    html = f"<h1>Tin tức</h1><div>{printed}</div>{BODY}"
    assert title(html, UNKNOWN, link_text) == TITLE


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{TITLE}</title>",
        f"<title>{TITLE} - Tin tức - Huyện nhà</title>",
        f"<title>Huyện nhà | {TITLE}</title>",
        f'<title>Huyện nhà</title><meta property="og:title" content="{TITLE}">',
    ],
)
def test_the_head_tells_the_title_where_nothing_else_does(head: str) -> None:
    html = f"<div>Tin tức sự kiện</div><div>{TITLE}</div>{BODY}"
    assert title(html, UNKNOWN, head=head) == TITLE


def test_a_section_in_the_middle_of_the_head_is_no_title() -> None:
    html = f"<div>Văn hóa xã hội</div><h3>{TITLE}</h3>{BODY}"
    head = f"<title>{TITLE} - Văn hóa xã hội - Huyện nhà</title>"
    assert title(html, UNKNOWN, head=head) == TITLE


@pytest.mark.parametrize(
    "html",
    ["", "<p></p>", BODY, f"<b class='title'>Đây là dòng chữ đậm</b>{BODY}", f"<h1>Tin</h1>{BODY}"],
)
def test_nothing_speaks_for_a_title(html: str) -> None:
    assert title(html, UNKNOWN) is None


def test_a_heading_alone_is_a_title_that_the_address_does_not_say() -> None:
    found = find_title(page(f"<h1>{TITLE}</h1>{BODY}", UNKNOWN))
    assert found is not None
    assert (found.text, found.in_address) == (TITLE, False)


@pytest.mark.parametrize("heading", ["12/06/2023 16:30", "Saturday, 20/05/2023, 22:38", "Ngày đăng: 12/06/2023 16:30"])
def test_a_date_in_a_heading_is_no_title(heading: str) -> None:
    with pytest.raises(NoArticleError, match="no title"):
        read_article(page(f"<h1>{heading}</h1>{BODY}", UNKNOWN))
