"""The category of an article: by its address, its breadcrumb, the label above its title, in that order or another."""

from __future__ import annotations

import pytest

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS, Cms
from scraper.cms.liferay import COM_SOFT
from scraper.cms.mdefault import MDEFAULT
from scraper.cms.slug_id import SLUG_ID
from scraper.pages.article import read_article
from scraper.pages.page import Page
from tests.pages.lengths import line
from tests.pages.reading import HOST, TITLE, paragraphs
from tests.pins import pins

SLUG = "hoi-lang-mo-lai-sau-ba-nam"
# No category in the address; one that names its category; one that is only a hint.
PLAIN = f"{HOST}/tin-chi-tiet/-/bai-viet/{SLUG}-1001-20.html"
NAMED = f"{HOST}/van-hoa-xa-hoi/{SLUG}-1001"
KNOWN = (COM_SOFT, SLUG_ID, MDEFAULT)
ARTICLE = f"<div><h1>{TITLE}</h1><div>{paragraphs()}</div></div>"


def section(
    above: str, url: str = PLAIN, schemes: tuple[Cms, ...] = KNOWN, article: str = ARTICLE
) -> tuple[str | None, str]:
    html = f"<html><body>{above}{article}</body></html>"
    found = read_article(Page(url, html.encode(), UrlResolver(("portal.vn",), schemes)), (TITLE,))
    return found.section, found.rules["section"]


def steps(*names: str, sep: str = " » ", home: str = "Trang chủ") -> str:
    return sep.join(f"<a href='/{i}'>{name}</a>" for i, name in enumerate((home, *names)))


# ------------------------------------------------------------------ by the address


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("<p><a href='/v'>Văn hóa - Xã hội</a> <a href='/t'>Tin tức</a></p>", "Văn hóa - Xã hội"),
        ("<p>Tin tức » VĂN HÓA XÃ HỘI:</p>", "VĂN HÓA XÃ HỘI"),
        ("<p>Tin tức » Văn hóa</p>", None),
        ("<p>Văn hóa xã hội ở thôn Đoài</p>", None),
    ],
)
def test_the_address_names_the_category_and_the_page_prints_it_in_full(above: str, name: str | None) -> None:
    assert section(above, NAMED) == (name, "name of the category in the address" if name else "")


@pins("section._MAX_META")
@pytest.mark.parametrize(("length", "read"), [(240, True), (241, False)])
def test_it_is_looked_for_in_lines_of_some_length(length: int, read: bool) -> None:
    name = "Văn hóa xã hội"
    text = f"{line(length - len(name) - 3)} » {name}"
    assert (section(f"<p>{text}</p>", NAMED)[0] == name) is read


@pytest.mark.parametrize(("slug", "name"), [("abc", "A-b-c"), ("ab", None)])
def test_a_slug_of_two_letters_names_nothing(slug: str, name: str | None) -> None:
    assert section("<p>A-b-c » A-b</p>", f"{HOST}/{slug}/{SLUG}-1001")[0] == name


def test_a_link_behind_the_article_may_print_it() -> None:
    menu = "<p><a href='/v'>Văn hóa - Xã hội</a></p>"
    assert section("", NAMED, article=ARTICLE + menu)[0] == "Văn hóa - Xã hội"
    assert section("", NAMED, article=ARTICLE + "<p>Văn hóa - Xã hội</p>")[0] is None


@pins("breadcrumb.MAX_LENGTH")
@pytest.mark.parametrize(("dots", "read"), [(66, True), (67, False)])
def test_a_link_that_prints_it_has_a_names_length(dots: int, read: bool) -> None:
    menu = f"<p><a href='/v'>Văn hóa xã hội{'.' * dots}</a></p>"
    assert (section("", NAMED, article=ARTICLE + menu)[0] is not None) is read


def test_the_nearest_line_above_the_title_counts() -> None:
    assert section("<p>VĂN HÓA XÃ HỘI</p><p>Văn hóa xã hội</p>", NAMED)[0] == "Văn hóa xã hội"


TRAIL = f"<div>{steps('Văn hóa xã hội', 'Tin làng')}</div>"


@pytest.mark.parametrize(
    ("schemes", "name", "rule"),
    [
        (KNOWN, "Văn hóa xã hội", "name of the category in the address"),
        (ANY_CMS, "Tin làng", "breadcrumb"),
        ((), "Tin làng", "breadcrumb"),
    ],
)
def test_a_hint_comes_behind_the_breadcrumb(schemes: tuple[Cms, ...], name: str, rule: str) -> None:
    assert section(TRAIL, NAMED, schemes) == (name, rule)


LABEL = "<div><p>VĂN HÓA XÃ HỘI</p></div><div><h3>Tin làng</h3>{}</div>"


@pytest.mark.parametrize(
    ("schemes", "name", "rule"),
    [
        (KNOWN, "VĂN HÓA XÃ HỘI", "name of the category in the address"),
        (ANY_CMS, "VĂN HÓA XÃ HỘI", "name of the category in the address"),
        ((), "Tin làng", "label above the title"),
    ],
)
def test_where_no_rule_knows_the_address_the_label_comes_first(schemes: tuple[Cms, ...], name: str, rule: str) -> None:
    assert section("", NAMED, schemes, LABEL.format(ARTICLE)) == (name, rule)


# ------------------------------------------------------------------ the breadcrumb


@pytest.mark.parametrize("sep", [" » ", " > ", " › ", " → ", " | ", " \\ ", " ❯ ", " ▸ ", " / ", " » » "])
def test_the_signs_between_steps(sep: str) -> None:
    assert section(f"<div>Trang chủ{sep}Tin tức{sep}Văn hóa</div>") == ("Văn hóa", "breadcrumb")


def test_a_slash_in_a_word_is_no_sign() -> None:
    assert section("<div>Trang chủ » Văn bản 12/KH</div>")[0] == "Văn bản 12/KH"


@pytest.mark.parametrize("name", ["breadcrumb", "bread-crumb", "duong-dan", "duongdan", "SiteMapPath", "path"])
@pytest.mark.parametrize("attribute", ["class", "id"])
def test_a_breadcrumb_is_named_so(name: str, attribute: str) -> None:
    far = "<p>Xã nhà</p>" * 4
    trail = f"<ul><li>{'</li><li>'.join(steps('Tin tức', 'Văn hóa', sep='|').split('|'))}</li></ul>"
    assert section(f"<div {attribute}='{name}'>{trail}</div>{far}")[0] == "Văn hóa"
    assert section(f"<div {attribute}='menu'>{trail}</div>{far}")[0] is None


@pins("breadcrumb._NAMED_LEVELS")
@pytest.mark.parametrize(("levels", "read"), [(2, True), (3, False)])
def test_its_name_stands_near_it(levels: int, read: bool) -> None:
    trail = f"{'<div>' * levels}<p>{steps('Văn hóa', sep=' ')}</p>{'</div>' * levels}"
    far = "<p>Xã nhà</p>" * 4
    assert (section(f"<div class='path'>{trail}</div>{far}")[0] == "Văn hóa") is read


def test_lines_behind_the_named_element_are_no_steps() -> None:
    assert section(f"<div class='path'>{steps('Văn hóa')}</div><p><a href='/x'>Y tế</a></p><p>Xã</p>")[0] == "Văn hóa"


@pins("breadcrumb._BESIDE")
@pytest.mark.parametrize(("between", "read"), [(2, True), (3, False)])
def test_home_right_above_the_title_begins_a_breadcrumb(between: int, read: bool) -> None:
    trail = "<p><a href='/'>Trang chủ</a></p>" + "<p>Văn hóa</p>" * between
    assert (section(trail)[0] == "Văn hóa") is read


def test_home_in_a_list_begins_a_menu() -> None:
    menu = "<ul><li><a href='/'>Trang chủ</a></li></ul><p>Văn hóa</p><p>Xã</p>"
    assert section(menu)[0] is None


def test_two_links_in_a_line_need_a_sign() -> None:
    assert section(f"<p>{steps('Văn hóa', sep=' ')}</p>")[0] is None
    assert section(f"<p>{steps('Văn hóa')}</p>")[0] == "Văn hóa"


@pins("breadcrumb._MAX_STEPS")
@pytest.mark.parametrize(("count", "read"), [(6, True), (7, False)])
def test_a_trail_of_many_steps_is_a_menu(count: int, read: bool) -> None:
    names = [f"Mục {'ABCDEFG'[i]}" for i in range(count)]
    assert section(f"<p>{steps(*names)}</p>")[0] == (names[-1] if read else None)


@pins("breadcrumb._MAX_STEPS")
@pytest.mark.parametrize(("count", "last"), [(5, 4), (6, 5), (7, None)])
def test_a_trail_of_many_lines_is_a_menu_too(count: int, last: int | None) -> None:
    items = "".join(f"<p><a href='/m{i}'>Mục {'ABCDEFG'[i]}</a></p>" for i in range(count))
    found = section(f"<div class='path'><p><a href='/'>Trang chủ</a></p>{items}</div>{'<p>Xã</p>' * 4}")[0]
    assert found == (None if last is None else f"Mục {'ABCDEFG'[last]}")


@pins("breadcrumb.MAX_LENGTH")
@pytest.mark.parametrize(("length", "read"), [(80, True), (81, False)])
def test_a_step_is_no_longer_than_a_name(length: int, read: bool) -> None:
    assert section(f"<p>Trang chủ » Văn hóa » {line(length)}</p>")[0] == (line(length) if read else "Văn hóa")


@pins("breadcrumb._MAX_LINE")
@pytest.mark.parametrize(("length", "read"), [(320, True), (321, False)])
def test_a_trail_is_no_longer_than_some_names(length: int, read: bool) -> None:
    text = f"Trang chủ » Văn hóa » {line(length - 22)}"
    assert len(text) == length
    assert (section(f"<p>{text}</p>")[0] == "Văn hóa") is read


@pytest.mark.parametrize("title", [TITLE, TITLE.upper(), "Hội làng mở lại sau ba nă"])
def test_the_title_is_no_step(title: str) -> None:
    assert section(f"<p>Trang chủ » Văn hóa » {title}</p>")[0] == "Văn hóa"


def test_a_page_of_a_list_is_no_step() -> None:
    assert section("<p>Trang chủ » Văn hóa » 2</p>")[0] == "Văn hóa"
    assert section("<p>Trang chủ » Văn hóa » Trang sau</p>")[0] is None


def test_a_tool_is_no_step_and_a_date_ends_the_trail() -> None:
    assert section(f"<p>{steps('Văn hóa')} » <a href='/dang-nhap'>Vào trang</a></p>")[0] == "Văn hóa"
    path = "<div class='path'><p><a href='/'>Trang chủ</a></p><p>Văn hóa</p><p>{}</p><p>Y tế</p></div>"
    assert section(path.format("12/06/2023"))[0] == "Văn hóa"
    assert section(path.format("In bài viết"))[0] == "Văn hóa"
    assert section(path.format("Tin làng"))[0] == "Y tế"


def test_a_named_breadcrumb_without_steps_ends_the_search() -> None:
    other = f"<p>{steps('Văn hóa')}</p>"
    assert section(f"{other}<div class='path'><a href='/'>Trang chủ</a></div>")[0] is None
    assert section(f"{other}<p><b>Xã</b></p><p>Trang chủ »</p>")[0] == "Văn hóa"


def test_words_around_links_are_steps_too() -> None:
    assert section("<p><a href='/'>Trang chủ</a> » Tin làng » <a href='/v'>Văn hóa</a></p>")[0] == "Văn hóa"
    assert section("<p><a href='/'>Trang chủ</a> » <a href='/v'>Văn hóa</a> » Tin làng</p>")[0] == "Tin làng"
    assert section("<p><a href='/'>Trang chủ</a> » Tin làng » Văn hóa</p>")[0] == "Văn hóa"


# ------------------------------------------------------------------ the label above the title


def labelled(label: str, between: str = "", frame: str = "<div>{}</div>") -> str | None:
    return section("", article=frame.format(f"{label}{between}<h1>{TITLE}</h1><div>{paragraphs()}</div>"))[0]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("<h3>Văn hóa</h3>", "Văn hóa"),
        ("<p><b>Văn hóa</b></p>", "Văn hóa"),
        ("<p><b>Văn</b> hóa làng</p>", None),
        *(
            (f"<p class='{name}'>Văn hóa</p>", "Văn hóa")
            for name in ("category", "cate", "folder", "section", "chuyen-muc")
        ),
        *(
            (f"<p class='{name}'>Văn hóa</p>", "Văn hóa")
            for name in ("chuyenmuc", "danh-muc", "danhmuc", "breadcrumb", "path")
        ),
        ("<p>Văn hóa</p>", None),
        ("<p>» Văn hóa:</p>", None),
        ("<h3>» Văn hóa:</h3>", "Văn hóa"),
        ("<h3 hidden>Văn hóa</h3>", None),
        ("<h3>Trang chủ</h3>", None),
        ("<h3>Tin khác</h3>", None),
        ("<h3>#lang</h3>", None),
        ("<h3><a href='/author/diem-my/'>Diễm My</a></h3>", None),
        ("<h3><a href='/v' rel='author'>Diễm My</a></h3>", None),
        ("<h3>1</h3>", None),
        ("<h3><a href='/v'>Văn hóa</a></h3>", "Văn hóa"),
        ("<h3><a href='/v'>Văn</a> <a href='/h'>hóa</a></h3>", None),
        ("<h3><a href='http://other.vn/'>Văn hóa</a></h3>", None),
        ("<h3><a href='javascript:x()'>Văn hóa</a></h3>", None),
        ("<h3><a href='/tin-tuc/cho-phien-hop-lai-202'>Văn hóa</a></h3>", None),
    ],
)
def test_a_label_stands_above_the_title(label: str, name: str | None) -> None:
    assert labelled(label) == name


def test_a_plain_line_is_a_category_where_the_menu_has_it_too() -> None:
    menu = "<p><a href='/v'>Văn hóa</a></p>"
    article = f"<div><p>Văn hóa</p><h1>{TITLE}</h1><div>{paragraphs()}</div></div>{menu}"
    assert section("", article=article)[0] == "Văn hóa"


@pins("breadcrumb.MAX_LENGTH")
@pytest.mark.parametrize(("length", "read"), [(80, True), (81, False)])
def test_a_label_is_no_longer_than_a_name(length: int, read: bool) -> None:
    assert (labelled(f"<h3>{line(length)}</h3>") == line(length)) is read


@pins("section._LINES_ABOVE")
@pytest.mark.parametrize(("between", "read"), [(2, True), (3, False)])
def test_between_label_and_title_stand_dates_and_tools(between: int, read: bool) -> None:
    assert (labelled("<h3>Văn hóa</h3>", "<p>12/06/2023</p>" * between) == "Văn hóa") is read
    assert (labelled("<h3>Văn hóa</h3>", "<p>In bài viết</p>" * between) == "Văn hóa") is read
    assert (labelled("<h3>Văn hóa</h3>", "<p><img src='/a.jpg'></p>" * between) == "Văn hóa") is read


def test_another_line_between_them_ends_the_search() -> None:
    assert labelled("<h3>Văn hóa</h3>", "<p>Xã nhà</p>") is None


@pins("section._SHARED_LEVELS")
@pytest.mark.parametrize(("levels", "read"), [(4, True), (5, False)])
def test_a_label_and_the_title_share_a_box(levels: int, read: bool) -> None:
    nested = f"{'<div>' * levels}<h1>{TITLE}</h1>{'</div>' * levels}<div>{paragraphs()}</div>"
    assert (section("", article=f"<section><h3>Văn hóa</h3>{nested}</section>")[0] == "Văn hóa") is read


@pytest.mark.parametrize("part", ["tbody", "thead"])
def test_rows_are_no_boxes(part: str) -> None:
    deep = f"{'<div>' * 4}<h1>{TITLE}</h1>{'</div>' * 4}"
    rows = f"<{part}><tr><td><h3>Văn hóa</h3></td></tr><tr><td>{deep}</td></tr></{part}>"
    assert section("", article=f"<table>{rows}</table><div>{paragraphs()}</div>")[0] is None
    rows = rows.replace("<div>" * 4, "<div>" * 3).replace("</div>" * 4, "</div>" * 3)
    assert section("", article=f"<table>{rows}</table><div>{paragraphs()}</div>")[0] == "Văn hóa"


@pytest.mark.parametrize("entries", [1, 2, 5])
def test_the_last_entry_of_a_menu_is_no_label(entries: int) -> None:
    items = "".join(f"<li><a href='/m{i}'>Mục {'ABCDE'[i]}</a></li>" for i in range(entries))
    assert labelled(f"<ul>{items}</ul>") is None


HINT = "<a href='/thon-doai/van-hoa-van-nghe-202'>Văn hóa văn nghệ</a>"


def test_what_a_hint_takes_for_an_article_is_a_list_where_the_menu_has_it_too() -> None:
    def label(menu: str) -> str | None:
        article = f"<div><h3>{HINT}</h3><h1>{TITLE}</h1><div>{paragraphs()}</div></div>{menu}"
        return section("", PLAIN, ANY_CMS, article)[0]

    assert label(f"<p>{HINT}</p>") == "Văn hóa văn nghệ"
    assert label("") is None


@pytest.mark.parametrize(
    ("name", "is_section"), [("article-tag", True), ("post-primary-tag", True), ("article-tags", False), ("", False)]
)
def test_where_keywords_replace_categories_the_first_is_above_the_title(name: str, is_section: bool) -> None:
    assert labelled(f"<div class='{name}'><a href='/tag/van-hoa/'>Văn hóa</a></div>") == (
        "Văn hóa" if is_section else None
    )
