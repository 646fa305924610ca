"""What speaks for a title, and how much: each weight against the next."""

from __future__ import annotations

import pytest

from scraper.addresses import UrlResolver
from scraper.cms.websphere import WCM
from scraper.pages.page import Page
from scraper.pages.title import Title, find_title, letters, same_as_slug
from tests.pages.lengths import line, sentence
from tests.pages.reading import HOST, ONE, TITLE, URL, page, paragraphs
from tests.pins import pins

UNKNOWN = f"{HOST}/xem?tin=77"
OTHER = "Chợ phiên vùng cao họp lại"
BODY = paragraphs()


def found(html: str, url: str = UNKNOWN, link: str = "", head: str = "") -> Title | None:
    return find_title(page(html, url, head), (link,) if link else ())


def title(html: str, url: str = UNKNOWN, link: str = "", head: str = "") -> str | None:
    it = found(html, url, link, head)
    return it.text if it else None


def head(*texts: str) -> str:
    return f"<title>{' - '.join(texts)}</title>"


# ------------------------------------------------------------------ slugs


def slug(length: int) -> str:
    return "x" * length


@pins("title._MIN_LETTERS", "title._MIN_CUT")
@pytest.mark.parametrize(
    ("compact", "other", "same"),
    [
        ("abcdef", "abcdef", True),
        ("abcde", "abcde", False),
        (slug(17), slug(16), True),
        (slug(17), slug(15), False),
        ("d" + slug(17), slug(16), True),
        ("d" + slug(17), slug(15), False),
        (slug(16), "d" + slug(16), True),
        (slug(16), slug(17), False),
    ],
)
def test_a_cut_slug_is_long_enough_to_be_no_accident(compact: str, other: str, same: bool) -> None:
    assert same_as_slug(compact, other) is same


def test_letters_are_what_slugs_keep() -> None:
    assert letters("Đường số 12: «Hội làng»!") == "duongso12hoilang"


# ------------------------------------------------------------------ lengths


@pins("title.MAX_LENGTH")
@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("Hội ta", False),  # five letters
        ("Hội xã", False),
        ("Hội to!", False),
        ("Hộixãa", True),
        (line(400), True),
        (line(401), False),
    ],
)
def test_a_title_is_neither_a_word_nor_a_text(text: str, is_title: bool) -> None:
    assert (title(f"<p>{text}</p>{BODY}", link=text) == text) is is_title


@pytest.mark.parametrize(
    ("html", "link", "confirmed"),
    [
        ("<h5>{}</h5>", f"01/06/2023 {TITLE} {ONE}", True),
        ("<p>{}</p>", f"{TITLE} {ONE}", None),  # any words of a card, without other evidence
        ("<h1>{}</h1>", f"Xem chi tiết: {TITLE}", True),
        ("<p>{}</p>", f"Xem chi tiết: {TITLE}", True),
        ("<p>{}</p>", f"Bài trước: {TITLE}", True),
        ("<h1>{}</h1>", "Xem chi tiết", False),
        ("<h1>{}</h1>", OTHER, False),
        ("<h1>{}</h1>", TITLE[:-1] + "g", False),
    ],
)
def test_a_card_and_a_button_say_the_title_among_other_words(html: str, link: str, confirmed: bool | None) -> None:
    it = found(html.format(TITLE) + BODY, link=link)
    assert (None if it is None else it.in_address) is confirmed


@pins("title._MIN_LETTERS")
@pytest.mark.parametrize(("text", "is_title"), [("Lễ-hội-!!", False), ("Lễ-hội-A!", True)])
def test_few_letters_agree_with_anything(text: str, is_title: bool) -> None:
    assert (title(f"<p>{text}</p>{BODY}", link=text) is not None) is is_title


@pins("title._MIN_IN_HEAD")
@pytest.mark.parametrize(("text", "is_title"), [("Hội làng ta", False), ("Hội làng em", False), ("Hội làng tôi", True)])
def test_a_short_word_may_stand_in_the_head_by_chance(text: str, is_title: bool) -> None:
    assert (title(f"<p>{text}</p>{BODY}", head=head(text, "Huyện nhà")) is not None) is is_title


# ------------------------------------------------------------------ what outweighs what


@pytest.mark.parametrize(
    ("better", "worse", "where"),
    [
        # The address against the link, the link against the head and any heading, the head against a heading.
        ("<p>{}</p>", "<p>{}</p>", {"url": URL, "link": OTHER}),
        ("<p>{}</p>", "<h1>{}</h1>", {"link": TITLE}),
        ("<p>{}</p>", "<h1 class='title'><b>{}</b></h1>", {"link": TITLE, "head": head("Huyện nhà", OTHER, "Cổng")}),
        ("<p>{}</p>", "<h1>{}</h1>", {"head": head(TITLE)}),
        ("<h1>{}</h1>", "<p>{}</p>", {"head": head("Huyện nhà", OTHER, "Cổng")}),
        ("<h1>{}</h1>", "<h2>{}</h2>", {}),
        ("<h2>{}</h2>", "<h3>{}</h3>", {"head": head(TITLE, OTHER)}),
        ("<h3>{}</h3>", "<h4>{}</h4>", {"head": head(TITLE, OTHER)}),
        ("<h4>{}</h4>", "<h5>{}</h5>", {"head": head(TITLE, OTHER)}),
        ("<p class='title'>{}</p>", "<p><b>{}</b></p>", {"head": head(TITLE, OTHER)}),
        ("<p id='tieude'>{}</p>", "<h4>{}</h4>", {"head": head(TITLE, OTHER)}),
        ("<p><b>{}</b></p>", "<p>{}</p>", {"head": head(TITLE, OTHER)}),
        ("<h5>{}</h5>", "<h1><a href='/tin-tuc'>{}</a></h1>", {"head": head(TITLE, OTHER)}),
        # A line within the words of a card against the head, and against a heading that the head repeats.
        ("<h5>{}</h5>", "<p>{}</p>", {"link": f"{TITLE} {ONE}", "head": head(OTHER)}),
        ("<h3>{}</h3>", "<h5>{}</h5>", {"link": f"{OTHER} {ONE}", "head": head(TITLE)}),
    ],
)
@pytest.mark.parametrize("first", [True, False])
@pins("title._IN_LINK")
@pins("title._SLUG", "title._LINK", "title._HEAD", "title._HEAD_MIDDLE", "title._NAMED", "title._EMPHASIS")
@pins("title._HEADINGS")
def test_of_two_lines_the_one_that_more_speaks_for(better: str, worse: str, where: dict[str, str], first: bool) -> None:
    lines = [better.format(TITLE), worse.format(OTHER)]
    html = "".join(lines if first else reversed(lines)) + BODY
    assert title(html, **where) == TITLE


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        ("<p>{}</p>", "<p class='title'>{}</p>", {"url": URL, "link": OTHER}),
        ("<p>{}</p>", "<h1><b>{}</b></h1>", {"link": TITLE, "head": head(OTHER, "Huyện nhà")}),
        ("<p>{}</p>", "<h1><b>{}</b></h1>", {"head": head(TITLE, "Huyện nhà")}),
        ("<h3>{}</h3>", "<h1>{}</h1>", {"head": head("Huyện nhà", TITLE, "Cổng")}),
        ("<h3 class='title'>{}</h3>", "<h1>{}</h1>", {}),
        ("<h2><b>{}</b></h2>", "<h1>{}</h1>", {}),
        ("<h4 class='title'><b>{}</b></h4>", "<h2><b>{}</b></h2>", {}),
    ],
)
def test_of_two_lines_for_which_the_same_speaks_the_last_counts(one: str, other: str, where: dict[str, str]) -> None:
    lines = [one.format(TITLE), other.format(OTHER)]
    assert title("".join(lines) + BODY, **where) == OTHER
    assert title("".join(reversed(lines)) + BODY, **where) == TITLE


@pins("title._HEADINGS", "title.MIN_SCORE")
@pytest.mark.parametrize(
    ("html", "where", "is_title"),
    [
        ("<h1>{}</h1>", {}, True),
        ("<h2 class='title'>{}</h2>", {}, True),
        ("<h2><b>{}</b></h2>", {}, True),
        ("<h3 class='title'>{}</h3>", {}, True),
        ("<h3><b>{}</b></h3>", {}, False),
        ("<h4 class='title'><b>{}</b></h4>", {}, True),
        ("<h4 class='title'>{}</h4>", {}, False),
        ("<h3>{}</h3>", {}, False),
        ("<h5 class='title'><b>{}</b></h5>", {}, False),
        ("<p>{}</p>", {"head": head("Huyện nhà", TITLE, "Cổng")}, False),
        ("<h3>{}</h3>", {"head": head("Huyện nhà", TITLE, "Cổng")}, True),
        ("<h4><b>{}</b></h4>", {"head": head("Huyện nhà", TITLE, "Cổng")}, True),
        ("<h4>{}</h4>", {"head": head("Huyện nhà", TITLE, "Cổng")}, False),
        ("<p>{}</p>", {"head": head("Huyện nhà", TITLE)}, True),
        ("<p>{}</p>", {"head": head(TITLE, "Huyện nhà")}, True),
    ],
)
def test_enough_must_speak_for_a_title(html: str, where: dict[str, str], is_title: bool) -> None:
    # Four words: a longer heading needs less.
    short = "Hội làng Đoài mở"
    where = {name: text.replace(TITLE, short) for name, text in where.items()}
    assert (title(html.format(short) + BODY, **where) == short) is is_title


@pins("title._HEADING_SCORE", "title._HEADING_WORDS")
@pytest.mark.parametrize(
    ("html", "is_title"),
    [
        ("<h2>Hội làng Đoài mở lại</h2>", True),
        ("<h2>Hội làng Đoài mở</h2>", False),
        ("<h3>Hội làng Đoài mở</h3>", False),
        ("<h3><b>Hội làng Đoài mở lại</b></h3>", True),
    ],
)
def test_a_heading_as_long_as_a_title_needs_less(html: str, is_title: bool) -> None:
    assert (title(html + BODY) is not None) is is_title


@pytest.mark.parametrize(
    ("html", "is_title"),
    [
        ("<h3>Hội làng Đoài mở lại</h3>{0}", True),
        ("<h5>Hội làng Đoài mở lại</h5>{0}", True),
        ("<h5>Hội làng Đoài mở</h5>{0}", False),
        ("<h5><a href='/x'>Hội làng Đoài mở lại</a></h5>{0}", False),
        ("<h5 hidden>Hội làng Đoài mở lại</h5>{0}", False),
        ("{0}<h5>Hội làng Đoài mở lại</h5>{0}", False),
        ("<h5>Hội làng Đoài mở lại</h5>", False),
        ("<div class='newsletter'><h5>Hội làng Đoài mở lại</h5></div>{0}", False),
    ],
)
def test_any_heading_over_nearly_all_sentences_is_a_title_where_no_line_has_evidence(html: str, is_title: bool) -> None:
    assert (title(f"<p>Xã nhà</p>{html.format(BODY)}") == "Hội làng Đoài mở lại") is is_title


@pins("title._MOSTLY_LINK")
@pytest.mark.parametrize(
    ("html", "is_title"),
    [
        ("<p><a href='/tin-tuc'>{0}</a></p>", False),
        ("<h1><a href='/tin-tuc'>{0}</a></h1>", False),
        ("<h2 class='title'><a href='/tin-tuc'>{0}</a></h2>", False),
        ("<h1 class='title'><a href='/tin-tuc'>{0}</a></h1>", True),  # so much speaks for it
        ("<p><a href='/xem?tin=77'>{0}</a></p>", True),
        ("<p><a href='/tin-tuc'>Hội làng</a> Đoài mở lại</p>", True),
    ],
)
def test_a_title_that_is_a_link_leads_to_its_own_page(html: str, is_title: bool) -> None:
    short = "Hội làng Đoài mở lại"
    assert (title(html.format(short) + BODY, head=head(f"{short} - Xã Bãi Cỏ")) == short) is is_title


@pytest.mark.parametrize(("tag", "is_title"), [("h1", True), ("h2", True), ("h3", False), ("p", False)])
def test_a_large_heading_is_a_title_even_as_a_link_if_the_head_has_the_same_words(tag: str, is_title: bool) -> None:
    short = "Hội làng Đoài mở lại"
    html = f"<{tag}><a href='/tin-tuc'>{short}</a></{tag}>"
    assert (title(html + BODY, head=head(short)) == short) is is_title


@pytest.mark.parametrize(
    ("box", "text", "is_title"),
    [
        ("<div class='newsletter-box'><h2>{0}</h2></div>", "Nhận tin của xã mỗi sáng thứ hai", False),
        ("<aside><h2>{0}</h2></aside>", "Nhận tin của xã mỗi sáng thứ hai", False),
        ("<aside><h1>{0}</h1></aside>", "Nhận tin của xã mỗi sáng thứ hai", True),
        ("<div><h2>{0}</h2></div>", "Nhận tin của xã mỗi sáng thứ hai", True),
        ("<div><h1>{0}</h1></div>", "Tin đọc nhiều", False),
    ],
)
def test_the_heading_of_a_box_beside_the_article_is_no_title(box: str, text: str, is_title: bool) -> None:
    assert (title(box.format(text) + BODY) == text) is is_title


@pins("title._UNKNOWN_SLUG", "title._TITLE_SLUG")
@pytest.mark.parametrize(
    ("words", "better"), [("Tin tức và sự kiện của thôn Đoài", False), ("Tin tức và sự kiện của bản Đoài", True)]
)
def test_the_end_of_an_unknown_address_may_be_a_lists_name(words: str, better: bool) -> None:
    assert len(letters("Tin tức và sự kiện của thôn Đoài")) == 25
    path = "-".join(letters(word) for word in words.split())
    linked = f"<p>{words}</p><p>{TITLE}</p>{BODY}"
    assert title(linked, f"{HOST}/{path}", TITLE) == (TITLE if better else words)


@pins("title._UNKNOWN_SLUG", "title._HEAD")
def test_the_end_of_an_unknown_address_is_enough_for_a_title_and_less_than_the_head() -> None:
    name, url = "Sự kiện của xã", f"{HOST}/su-kien-cua-xa"
    assert title(f"<p>{name}</p>{BODY}", url) == name
    assert title(f"<p>{TITLE}</p><p>{name}</p>{BODY}", url, head=head(TITLE)) == TITLE


def test_a_list_entry_is_no_title_unless_it_is_a_heading() -> None:
    entry = f"<ul><li><a href='/tin-tuc'>{TITLE}</a></li></ul>"
    assert title(entry + BODY, link=TITLE) is None
    assert title(f"<ul><li>{TITLE}</li></ul>{BODY}", link=TITLE) == TITLE
    assert title(f"<ul><li><h2><a href='/xem?tin=77'>{TITLE}</a></h2></li></ul>{BODY}", link=TITLE) == TITLE


@pytest.mark.parametrize("link", [f"{TITLE}...", f"{TITLE}…", f"{TITLE}New", f"{TITLE[:24]}..."])
def test_lists_cut_titles_and_mark_new_ones(link: str) -> None:
    it = found(f"<h1>Cổng thông tin huyện nhà</h1><p>{TITLE}</p>{BODY}", link=link)
    assert it is not None
    assert (it.text, it.in_address) == (TITLE, True)


@pins("title._MIN_CUT")
@pytest.mark.parametrize(("link", "is_title"), [("Hội làng mở lại sau b", True), ("Hội làng mở lại sau", False)])
def test_a_link_cut_short_says_little(link: str, is_title: bool) -> None:
    assert (title(f"<p>{TITLE}</p>{BODY}", link=link) == TITLE) is is_title


# ------------------------------------------------------------------ where nothing names it

DATE = "<p>12/06/2023</p>"


@pytest.mark.parametrize(
    ("html", "is_title"),
    [
        ("<p><b>Hội làng Đoài mở lại</b></p>" + DATE, True),
        ("<h5>Hội làng Đoài mở lại</h5>" + DATE, True),
        ("<p><b>Hội làng Đoài mở</b></p>" + DATE, False),
        ("<p>Hội làng Đoài mở lại</p>" + DATE, True),  # a sentence is below the date
        ("<p>Hội làng Đoài mở lại</p>" + DATE + "<p>Xã nhà</p>", False),
        ("<p>Hội làng Đoài mở</p>" + DATE, False),
        ("<p><b>Hội làng Đoài mở lại</b></p>", False),
        ("<p><b>Hội làng Đoài mở lại</b></p><p>Xã nhà</p>" + DATE, False),
        ("<p><b><a href='/x'>Hội làng Đoài mở lại</a></b></p>" + DATE, False),
        ("<ul><li><b>Hội làng Đoài mở lại</b></li></ul>" + DATE, False),
        ("<p hidden><b>Hội làng Đoài mở lại</b></p>" + DATE, False),
    ],
)
def test_a_line_set_apart_over_a_date_is_a_title(html: str, is_title: bool) -> None:
    assert (title(html + BODY) == "Hội làng Đoài mở lại") is is_title
    assert title(html) is None, "with nothing below it"


@pins("title._SPACERS")
@pytest.mark.parametrize(("pictures", "is_title"), [(1, True), (2, True), (3, False)])
def test_cells_with_a_picture_may_be_between_title_and_date(pictures: int, is_title: bool) -> None:
    spacers = "<tr><td><img src='/dau.gif'></td></tr>" * pictures
    rows = f"<tr><td><b>Hội làng Đoài mở lại</b></td></tr>{spacers}<tr><td>12/06/2023</td></tr>"
    html = f"<table>{rows}</table><p>Xã nhà</p>{BODY}"
    assert (title(html) == "Hội làng Đoài mở lại") is is_title


def test_elsewhere_a_picture_parts_a_line_from_a_date() -> None:
    assert title(f"<p><b>Hội làng Đoài mở lại</b></p><p><img src='/a.jpg'></p>{DATE}<p>Xã nhà</p>{BODY}") is None


@pins("title._BOLD")
@pytest.mark.parametrize(("bold", "is_title"), [(80, True), (79, False)])
def test_it_is_set_apart_by_bold_letters(bold: int, is_title: bool) -> None:
    text = line(100)
    html = f"<p><b>{text[:bold]}</b>{text[bold:]}</p>{DATE}<p>Xã nhà</p>{BODY}"
    assert (title(html) == text) is is_title


@pins("title.MAX_LENGTH")
@pytest.mark.parametrize(
    ("text", "is_title"), [("a b c d", False), ("a b c d e", True), (line(400), True), (line(401), False)]
)
def test_it_has_the_length_of_a_title(text: str, is_title: bool) -> None:
    assert (title(f"<h5>{text}</h5>{DATE}{BODY}") == text) is is_title


MENU = "<p><a href='/x'>Mục</a></p>"
DATED = "<p><b>Hội làng Đoài mở lại</b></p>" + DATE


@pins("title._MENU_LINES", "title._CLEAR_SCORE")
@pytest.mark.parametrize(
    ("name", "menu", "dated"),
    [
        ("<h1>{}</h1>", 9, False),
        ("<h1>{}</h1>", 10, True),
        ("<h2>{}</h2>", 0, False),
        ("<h3>{}</h3>", 0, True),
        ("<h3><b>{}</b></h3>", 0, False),
    ],
)
def test_the_sites_name_is_no_clear_heading_or_has_a_menu_below(name: str, menu: int, dated: bool) -> None:
    site = "Cổng huyện nhà"
    html = f"{name.format(site)}{MENU * menu}{DATED}{BODY}"
    assert title(html, head=head(site)) == ("Hội làng Đoài mở lại" if dated else site)


def test_what_the_address_says_stays_though_another_line_stands_over_a_date() -> None:
    assert title(f"<p>{TITLE}</p>{MENU * 20}{DATED}{BODY}", URL) == TITLE


@pins("title._MORE_TEXT")
@pytest.mark.parametrize(("below", "heading"), [(100, False), (99, True)])
def test_a_heading_with_the_text_below_it_outweighs_the_sites_name_in_the_footer(below: int, heading: bool) -> None:
    site = "Cổng thông tin điện tử huyện nhà"
    html = f"<h2>Hội làng Đoài mở lại</h2><p>{sentence(400)}</p><p>{site}</p><p>{sentence(below)}</p>"
    assert title(html, head=head(site)) == ("Hội làng Đoài mở lại" if heading else site)


# ------------------------------------------------------------------ where it stands


@pins("title._MOST_TEXT")
@pytest.mark.parametrize(("lengths", "taken"), [((300, 700), 1), ((301, 699), 0), ((0, 700), 1), ((1000, 0), 0)])
def test_of_equal_lines_the_last_with_most_of_the_text_below(lengths: tuple[int, int], taken: int) -> None:
    above, below = (f"<p>{sentence(length)}</p>" if length else "" for length in lengths)
    it = found(f"<p>{TITLE}</p>{above}<p>{TITLE}</p>{below}", URL)
    assert it is not None
    assert it.first == (0 if taken == 0 else 1 + bool(lengths[0]))


@pytest.mark.parametrize(("length", "counts"), [(60, False), (61, True)])
def test_text_below_a_title_is_longer_than_a_name(length: int, counts: bool) -> None:
    it = found(f"<p>{TITLE}</p><p>{line(length)}</p><p>{TITLE}</p>", URL)
    assert it is not None
    assert it.first == (0 if counts else 2)


def test_links_below_a_title_are_no_text() -> None:
    it = found(f"<p>{TITLE}</p><p><a href='/x'>{line(70)}</a> {line(60)}</p><p>{TITLE}</p>", URL)
    assert it is not None
    assert it.first == 2


@pins("title._LINES")
@pytest.mark.parametrize(("before", "is_title"), [(2_999, True), (3_000, False)])
def test_no_title_stands_below_thousands_of_lines(before: int, is_title: bool) -> None:
    html = f"{'<p>x</p>' * before}<h1>{TITLE}</h1><p>12/06/2023</p>{BODY}"
    assert (found(html) is not None) is is_title


# ------------------------------------------------------------------ broken and dated


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>Hội làng mở lại<br>sau ba năm</h1>", TITLE),
        ("<h1>Hội làng mở lại<br>ở thôn Đoài</h1>", None),
        ("<h1>Hội làng mở lại sau ba năm<br>ở thôn Đoài</h1>", TITLE),
        ("<h1>Hội làng mở lại</h1><h1>sau ba năm</h1>", None),
    ],
)
def test_two_lines_are_one_title_where_the_address_says_so(html: str, text: str | None) -> None:
    it = found(html + BODY, URL)
    assert (it.text if it and it.in_address else None) == text


def test_most_of_a_slug_is_the_title_and_less_is_not() -> None:
    assert len(letters(TITLE)) == 20
    for text, same in (("Hội làng mở lại sau ba n", True), ("Hội làng mở lại sau ba", False)):
        it = found(f"<h1>{text}</h1>{BODY}", URL)
        assert it is not None
        assert it.in_address is same


@pytest.mark.parametrize(
    ("printed", "link", "text"),
    [
        (f"{TITLE} (12/06/2023)", TITLE, TITLE),
        (f"{TITLE} (12/06/2023)", f"{TITLE} (12/06/2023)", f"{TITLE} (12/06/2023)"),
        (f"{TITLE} - 12/06/2023", "", f"{TITLE} - 12/06/2023"),
    ],
)
def test_a_date_behind_the_title_is_not_its_own_where_the_link_has_none(printed: str, link: str, text: str) -> None:
    assert title(f"<h1>{printed}</h1>{BODY}", UNKNOWN, link) == text


def test_the_rule_says_what_agreed() -> None:
    it = found(f"<h2>{TITLE}</h2>{BODY}", URL, TITLE, head(TITLE))
    assert it is not None
    assert it.rule == "line that agrees with the address, the link, the head, <h2>"
    plain = found(f"<h1>{TITLE}</h1>{BODY}")
    assert plain is not None
    assert plain.rule == "line that agrees with <h1>"


def test_hidden_lines_and_dates_are_no_titles() -> None:
    assert title(f"<h1 hidden>{TITLE}</h1>{BODY}") is None
    assert title(f"<h1>12/06/2023 16:30</h1><p>{ONE}</p>") is None


def test_where_addresses_are_state_a_title_that_is_a_link_is_an_entry() -> None:
    url = f"{HOST}/wps/portal/tin/!ut/p/z0/aaa/"
    html = f"<html><title>{TITLE}</title><p><a href='{url}'>{TITLE}</a></p>{BODY}</html>"
    assert find_title(Page(url, html.encode(), UrlResolver(("portal.vn",), (WCM,)))) is None
