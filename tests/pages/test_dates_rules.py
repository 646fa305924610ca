"""Whose a printed date is: by its place, its label, its neighbours, and what the page tells machines."""

from __future__ import annotations

import pytest

from scraper.pages.article import ArticleFields, read_article
from tests.pages.lengths import line
from tests.pages.reading import FOUR, NEWS, ONE, SENTENCES, THREE, TITLE, TWO, article, page, paragraphs
from tests.pins import pins

DAY, TIME = "2023-06-12", "2023-06-12T16:30:00+07:00"
LONG, LONG_URL = f"{TITLE} vắng bóng", "http://portal.vn/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-vang-bong-1001"
META = '<meta property="article:published_time" content="{}">'
TEXT = f"<div>{paragraphs()}</div>"


def read(html: str, head: str = "", today: str = "") -> ArticleFields:
    return read_article(page(html, head=head), (), today)


def date(html: str, head: str = "", today: str = "") -> str | None:
    found = read(html, head, today).published
    return found.iso if found else None


def above(html: str, today: str = "") -> str | None:
    """The date of an article with something above its title, in one box with it."""
    return date(f"<div>{html}<h1>{TITLE}</h1>{TEXT}</div>", today=today)


# ------------------------------------------------------------------ above the title


@pytest.mark.parametrize(
    ("text", "today", "taken"),
    [
        ("12/06/2023 16:30", "2023-06-13", TIME),
        ("12/06/2023 16:30", "2023-06-12", None),  # the page's clock
        ("Ngày đăng: 12/06/2023 16:30", "2023-06-12", TIME),
        ("12/06/2023 16:30", "", TIME),
    ],
)
def test_todays_date_above_the_title_is_the_pages_clock_unless_it_is_labelled(
    text: str, today: str, taken: str | None
) -> None:
    assert above(f"<p>{text}</p>", today) == taken


@pins("dates._LINES_ABOVE")
@pytest.mark.parametrize(("between", "taken"), [(3, DAY), (4, None)])
def test_a_date_above_the_title_stands_close_by(between: int, taken: str | None) -> None:
    assert above(f"<p>12/06/2023</p>{'<p>Xã nhà</p>' * between}") == taken


@pins("dates._NEXT")
@pytest.mark.parametrize(
    ("text", "between", "taken"),
    [
        ("12/06/2023", 1, DAY),
        ("12/06/2023", 2, None),
        ("Thứ hai, 12/06/2023", 1, None),
        ("Chủ nhật, 12/06/2023", 1, None),
        ("Monday, 12/06/2023", 1, None),
        ("Ngày đăng: 12/06/2023", 2, DAY),
    ],
)
def test_a_plain_date_in_another_box_is_the_articles_only_right_above_it(
    text: str, between: int, taken: str | None
) -> None:
    box = f"<div><p>{text}</p></div>{'<p>Xã nhà</p>' * between}"
    assert date(f"{box}<div><h1>{TITLE}</h1>{TEXT}</div>") == taken


@pins("dates._LEVELS_ABOVE")
@pytest.mark.parametrize(("levels", "taken"), [(1, DAY), (2, None)])
def test_a_date_above_the_title_stands_in_one_box_with_it(levels: int, taken: str | None) -> None:
    wrapped = f"{'<div>' * levels}<h1>{TITLE}</h1>{'</div>' * levels}"
    assert date(f"<section><p>Thứ hai, 12/06/2023</p>{wrapped}</section>{TEXT}") == taken


def test_rows_of_a_table_are_no_box_and_the_whole_page_is_none() -> None:
    rows = f"<tr><td><p>Thứ hai, 12/06/2023</p></td></tr><tr><td><h1>{TITLE}</h1></td></tr>"
    assert date(f"<table><tbody>{rows}</tbody></table>{TEXT}") == DAY
    assert date(f"<form><p>Thứ hai, 12/06/2023</p><h1>{TITLE}</h1></form>{TEXT}") is None


@pytest.mark.parametrize(
    ("between", "taken"),
    [
        ("", DAY),
        ("<p>Xã nhà</p>", DAY),
        ("<p><a href='/tin-tuc'>Tin tức của xã</a></p>", DAY),
        ("<p><a href='/a'>Tin tức của xã</a> <a href='/b'>Văn hóa</a></p>", None),
        (f"<p>{ONE}</p>", None),
        ("<p>1 2 3</p>", None),
    ],
)
def test_menus_and_sentences_part_a_date_from_the_title_below(between: str, taken: str | None) -> None:
    assert above(f"<p>12/06/2023</p>{between}") == taken


def test_a_date_below_a_linked_title_is_that_entrys() -> None:
    entry = "<p><a href='/tin-tuc/cho-phien-hop-lai-202'>Chợ phiên họp lại</a></p>"
    assert above(f"{entry}<p>12/06/2023</p>") is None
    assert above("<p><a href='/tin-tuc'>Tin tức</a></p><p>12/06/2023</p>") == DAY


def test_the_nearest_date_above_decides() -> None:
    assert above("<p>Ngày đăng: 01/01/2020</p><p>12/06/2023</p>", today=DAY) is None


# ------------------------------------------------------------------ which place comes first


@pytest.mark.parametrize(
    ("html", "taken", "rule"),
    [
        (
            f"<div><p>11/06/2023</p><h1>{TITLE}</h1><p>12/06/2023</p>{TEXT}<p>Ngày đăng: 13/06/2023</p></div>",
            DAY,
            "line below the title",
        ),
        (
            f"<div><h1>{LONG} (12/06/2023 16:30)</h1>{TEXT}<p>Ngày đăng: 13/06/2023</p></div>",
            TIME,
            "end of the title's line",
        ),
        (
            f"<div><p>11/06/2023</p><h1>{TITLE}</h1>{TEXT}<p>Ngày đăng: 12/06/2023</p></div>",
            DAY,
            "labelled line at the text",
        ),
        (f"<div><p>12/06/2023</p><h1>{TITLE}</h1>{TEXT}<p>13/06/2023</p></div>", DAY, "line above the title"),
        (f"<div><h1>{TITLE}</h1>{TEXT}<p>12/06/2023</p></div>", DAY, "line at the text"),
        (f"<div><h1>{TITLE}</h1><p>Xã nhà • 12/06/2023</p>{TEXT}</div>", DAY, "among words near the title"),
        (f"<div><h1>{TITLE}</h1>{TEXT}</div>", None, ""),
    ],
)
def test_the_first_place_with_a_date_counts(html: str, taken: str | None, rule: str) -> None:
    found = read_article(page(html, LONG_URL))
    assert (found.published.iso if found.published else None, found.rules["date_published"]) == (taken, rule)


@pytest.mark.parametrize("printed", ["(12/06/2023)", "- 12/06/2023 16:30"])
def test_a_day_at_the_end_of_a_title_may_be_a_part_of_it(printed: str) -> None:
    assert read_article(page(f"<h1>{LONG} {printed}</h1>{TEXT}", LONG_URL)).published is None


def test_a_time_at_the_end_of_a_title_is_no_part_of_it() -> None:
    assert read_article(page(f"<h1>{LONG} (12/06/2023 16:30)</h1>{TEXT}", LONG_URL)).title == LONG


def test_a_short_title_with_its_time_is_a_title() -> None:
    assert read(f"<h1>{TITLE} (12/06/2023 16:30)</h1>{TEXT}").title == TITLE


# ------------------------------------------------------------------ at the text


@pins("dates._FIRST_LINES")
@pytest.mark.parametrize(("texts", "taken"), [((ONE,), DAY), ((ONE, TWO), None)])
def test_among_the_paragraphs_only_a_first_line_is_the_articles(texts: tuple[str, ...], taken: str | None) -> None:
    assert date(f"<h1>{TITLE}</h1><div>{paragraphs(*texts)}<p>12/06/2023</p>{paragraphs(THREE, FOUR)}</div>") == taken


@pins("dates._LINES_BELOW")
@pytest.mark.parametrize(("between", "taken"), [(7, DAY), (8, None)])
def test_below_the_text_a_date_stands_close_by(between: int, taken: str | None) -> None:
    assert date(f"<h1>{TITLE}</h1><div>{paragraphs()}{'<p>Xã nhà</p>' * between}<p>12/06/2023</p></div>") == taken


def test_a_date_behind_a_label_is_no_longer_the_articles() -> None:
    assert date(f"<h1>{TITLE}</h1><div>{paragraphs()}<h4>Bình luận</h4><p>12/06/2023</p></div>") is None


def test_a_date_in_a_box_inside_the_text_is_the_boxs() -> None:
    box = "<h4>Tin liên quan</h4><p><a href='/tin-tuc/cho-phien-hop-lai-202'>Chợ phiên họp lại</a></p><p>12/06/2023</p>"
    assert date(f"<h1>{TITLE}</h1><div><p>{ONE}</p>{box}{paragraphs(*SENTENCES)}</div>") is None


# ------------------------------------------------------------------ among words


@pytest.mark.parametrize(
    ("text", "head", "taken"),
    [
        ("Xã nhà • 12/06/2023", "", DAY),
        ("Xã nhà · 12/06/2023 16:30", "", TIME),
        ("Xã nhà | 12/06/2023", "", DAY),
        ("Xã nhà, 12/06/2023", "", None),
        ("Xã nhà, 12/06/2023", META.format(TIME), TIME),
        ("Xã nhà, 12/06/2023", META.format(DAY), DAY),
        ("Xã nhà, 12/06/2023 08:00", META.format(TIME), "2023-06-12T08:00:00+07:00"),
        ("Xã nhà, 12/06/2023", META.format("2023-06-13T16:30:00+07:00"), None),
        ("Xã nhà • họp ngày 12/06/2023", "", None),
    ],
)
def test_a_date_among_words_is_a_part_of_its_line_or_stated_for_machines(
    text: str, head: str, taken: str | None
) -> None:
    assert date(f"<h1>{TITLE}</h1><p>{text}</p>{TEXT}", head) == taken


STATED, WORDS = META.format(TIME), "<p>Xã nhà, 12/06/2023</p>"


@pins("dates._AROUND")
@pytest.mark.parametrize(("between", "taken"), [(11, TIME), (12, None)])
def test_a_stated_date_stands_near_the_title(between: int, taken: str | None) -> None:
    filler = "<p>Xã nhà</p>" * between
    assert date(f"{WORDS}{filler}<h1>{TITLE}</h1>{TEXT}", STATED) == taken
    assert date(f"<h1>{TITLE}</h1><div>{paragraphs()}{filler}{WORDS}</div>", STATED) == taken
    texts = paragraphs(*[ONE] * between)
    assert date(f"<h1>{TITLE}</h1><div>{texts}{WORDS}{paragraphs()}</div>", STATED) == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("<p hidden>Xã nhà, 12/06/2023</p>", None),
        (f"<p>Xã nhà, 12/06/2023 {line(181)}</p>", TIME),
        (f"<p>Xã nhà, 12/06/2023 {line(182)}</p>", None),
        ("<p>12/06/2023, <a href='/tin-tuc/cho-phien-hop-lai-202'>Chợ phiên</a> của xã nhà ta</p>", None),
        ("<p>12/06/2023, <a href='/xa'>Xã</a> nhà ta hôm nay vui</p>", TIME),
    ],
)
def test_hidden_lines_long_lines_and_entries_are_not_asked(text: str, taken: str | None) -> None:
    assert date(f"<h1>{TITLE}</h1>{text}{TEXT}", STATED) == taken


@pins("dates._TITLE")
@pytest.mark.parametrize(("length", "taken"), [(24, TIME), (25, None)])
def test_a_link_as_long_as_a_title_has_a_date_of_its_own(length: int, taken: str | None) -> None:
    text = f"<p>{line(60)}, 12/06/2023, <a href='/tin-tuc'>{line(length)}</a></p>"
    assert date(f"<h1>{TITLE}</h1>{text}{TEXT}", STATED) == taken


def test_a_stated_date_may_stand_right_above_the_title() -> None:
    assert date(f"{WORDS}<h1>{TITLE}</h1>{TEXT}", STATED) == TIME


def test_a_part_of_a_line_counts_in_the_head_alone() -> None:
    part = "<p>Xã nhà • 12/06/2023</p>"
    assert date(f"<h1>{TITLE}</h1>{part}{TEXT}") == DAY
    assert date(f"<h1>{TITLE}</h1><div>{paragraphs()}{part}</div>") is None


# ------------------------------------------------------------------ labels, and another language


@pytest.mark.parametrize(
    ("lines", "published", "modified"),
    [
        ("<p>12/06/2023</p><p>Ngày đăng: 13/06/2023</p>", "2023-06-13", None),
        ("<p>12/06/2023</p><p>Cập nhật: 13/06/2023</p>", DAY, "2023-06-13"),
        ("<p>Cập nhật: 12/06/2023</p>", DAY, None),
        ("<p>12/06/2023</p><p>13/06/2023</p>", DAY, None),
    ],
)
def test_a_label_decides_and_else_the_first_date(lines: str, published: str, modified: str | None) -> None:
    found = read(f"<h1>{TITLE}</h1>{lines}{TEXT}")
    assert found.published is not None
    assert (found.published.iso, found.modified.iso if found.modified else None) == (published, modified)


ENGLISH = "The village festival is back after three long years"
BOTH = '<script type="application/ld+json">{"datePublished": "2023-06-12T16:30:00+07:00"}</script>'
URL = "http://portal.vn/xem?tin=77"


def foreign(middle: str, head: str, title: str = ENGLISH) -> ArticleFields:
    return read_article(page(f"<h1>{title}</h1>{middle}{TEXT}", URL, head))


@pytest.mark.parametrize(
    ("head", "title", "taken"),
    [
        (BOTH + META.format(TIME), ENGLISH, DAY),
        (BOTH, ENGLISH, None),  # of what, it does not say
        (BOTH.replace("{", '{"@type": "NewsArticle", ', 1), ENGLISH, DAY),
        (BOTH.replace("{", '{"@type": "WebPage", ', 1), ENGLISH, None),
        (META.format(TIME), ENGLISH, DAY),
        (BOTH + META.format("2023-06-13T16:30:00+07:00"), ENGLISH, None),
        (BOTH + META.format(TIME), "Hội làng mở lại sau ba năm vắng tiếng trống", TIME),
        (BOTH + META.format("2023-06-12"), "Hội làng mở lại sau ba năm vắng tiếng trống", DAY),
        (BOTH, "Hội làng mở lại sau ba năm vắng tiếng trống", None),
        (META.format(TIME), "Hội làng mở lại sau ba năm vắng tiếng trống", None),
    ],
)
def test_without_a_printed_date_two_statements_have_to_agree_or_one_of_another_language(
    head: str, title: str, taken: str | None
) -> None:
    found = foreign("", head, title)
    assert (found.published.iso if found.published else None) == taken
    assert found.date_source == ("metadata" if taken else "page")


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>{ENGLISH}</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><p>July 1, 2023</p><p>{FOUR}</p>",
        f"<h1>{ENGLISH}</h1><div>{paragraphs()}</div><aside><p>Updated: 1 July 2023</p></aside>",
    ],
)
def test_another_printed_day_contradicts_one_statement(html: str) -> None:
    found = read_article(page(html, URL, META.format(TIME))).published
    assert found is None or found.iso != DAY


@pytest.mark.parametrize(
    ("middle", "taken"),
    [
        (f"<p><time datetime='{TIME}'>5 days ago</time></p>", DAY),
        (f"<p><time datetime='{TIME}'>in 2023</time></p>", None),
        (f"<p><time datetime='{TIME}'>5 days ago</time> <time datetime='2023-06-14'>3 days ago</time></p>", None),
        (f"<p><time class='updated' datetime='{TIME}'>5 days ago</time></p>", None),
    ],
)
def test_the_only_time_element_without_a_year_states_the_day(middle: str, taken: str | None) -> None:
    found = foreign(middle, "").published
    assert (found.iso if found else None) == taken


@pytest.mark.parametrize(
    ("printed", "stated", "title", "taken"),
    [
        ("10/12/2023", "2023-10-12", ENGLISH, "2023-10-12"),
        ("10/12/2023", "2023-12-10", ENGLISH, "2023-12-10"),
        ("10/12/2023", "2023-10-13", ENGLISH, "2023-12-10"),
        ("10/12/2023", "2023-10-12", "Hội làng mở lại sau ba năm vắng tiếng trống", "2023-12-10"),
        ("2023-12-10", "2023-10-12", ENGLISH, "2023-12-10"),
        ("13/12/2023", "2023-13-12", ENGLISH, "2023-12-13"),
    ],
)
def test_an_american_date_is_read_so_where_machines_are_told(printed: str, stated: str, title: str, taken: str) -> None:
    found = foreign(f"<p>{printed}</p>", META.format(stated), title).published
    assert found is not None
    assert found.iso == taken


def test_other_news_dates_are_theirs() -> None:
    assert read_article(article(TEXT, after=NEWS)).published is None
