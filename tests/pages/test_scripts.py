"""Titles of every script are found, by the head, the link and the address."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from scraper.pages.article import read_article
from scraper.pages.title import letters, same_as_slug
from tests.pages.reading import HOST, page
from tests.pins import pins

TITLES = [
    "市长会见来访外宾一行",
    "通知公告",
    "県知事が新しい橋の開通式に出席しました",
    "도지사 새로운 다리 개통식에 참석",
    "В области открыли новый мост через реку",
    "رئيس المحافظة يفتتح الجسر الجديد على النهر",
    "ពិធីសម្ពោធស្ពានថ្មីឆ្លងកាត់ទន្លេ",
    "ພິທີເປີດຂົວໃໝ່ຂ້າມແມ່ນ້ຳ",
    "พิธีเปิดสะพานใหม่ข้ามแม่น้ำ",
    "राज्यपाल ने नदी पर बने नए पुल का उद्घाटन किया और मजदूरों से बात की",
]
TEXT = "<p>Από το πρωί οι κάτοικοι του χωριού μαζεύτηκαν στην πλατεία, για να στήσουν τα τραπέζια της γιορτής.</p>" * 4


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_any_script_is_the_line_that_the_head_repeats(title: str) -> None:
    body = f"<div><b>Menu of the site</b></div><h1>{title}</h1>{TEXT}"
    assert read_article(page(body, f"{HOST}/a", head=f"<title>{title} | Portal</title>")).title == title


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_any_script_is_the_line_that_the_link_names(title: str) -> None:
    body = f"<h1>The name of the portal</h1><p>{title}</p>{TEXT}"
    found = read_article(page(body, f"{HOST}/a", head="<title>The name of the portal</title>"), (title,))
    assert (found.title, found.is_confirmed) == (title, True)


@pytest.mark.parametrize("title", TITLES[4:6] + TITLES[9:])
@pytest.mark.parametrize("encoded", [True, False])
def test_an_address_may_have_words_of_any_script(title: str, encoded: bool) -> None:
    slug = title.replace(" ", "-")
    url = f"{HOST}/{quote(slug) if encoded else slug}"
    body = f"<h1>The name of the portal</h1><p>{title}</p>{TEXT}"
    found = read_article(page(body, url, head="<title>The name of the portal</title>"))
    assert (found.title, found.is_confirmed) == (title, True)


def test_an_address_without_hyphens_may_be_a_title() -> None:
    title = TITLES[0]
    assert letters(page("<p>a</p>", f"{HOST}/news/{quote(title)}").address.title_slug) == title
    assert page("<p>a</p>", f"{HOST}/news/{quote('公告')}").address.title_slug == ""


@pytest.mark.parametrize(
    ("text", "compact"),
    [
        ("Đảng ủy họp, ngày 12/6", "danguyhopngay126"),
        ("%D0%BC%D0%BE%D1%81%D1%82-%D0%BD%D0%BE%D0%B2%D1%8B%D0%B9", "мостновыи".replace("и", "й")),
        ("мости\u0306", "мостй"),
        ("50% giảm", "50giam"),
        ("50%-off", "50off"),
        ("市长_会见", "市长会见"),
        ("", ""),
    ],
)
def test_letters_are_those_of_a_slug(text: str, compact: str) -> None:
    assert letters(text) == compact


@pins("title._MIN_LETTERS", "title._MIN_CUT")
@pytest.mark.parametrize(
    ("compact", "slug", "same"),
    [
        ("公告", "公告", True),
        ("告", "告", False),
        ("市长会见来访外宾", "市长会见来访", True),
        ("市长会见来访外宾", "市长会见来", False),
    ],
)
def test_a_chinese_letter_counts_as_three(compact: str, slug: str, same: bool) -> None:
    assert same_as_slug(compact, slug) is same
