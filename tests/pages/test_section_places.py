"""Where pages of unknown systems print the category of an article, and what stands in the same places."""

from __future__ import annotations

import json
import pickle

import pytest

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS
from scraper.pages.article import ArticleFields, read_article
from scraper.pages.page import Page
from tests.pages.lengths import line
from tests.pages.reading import HOST, TITLE, document, links, page, paragraphs
from tests.pins import pins

URL = f"{HOST}/hoi-lang-mo-lai-sau-ba-nam/"
SITE = "Cổng thông tin xã Đoài"
MENU = (
    "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/gioi-thieu/'>Giới thiệu</a></li>"
    "<li><a href='/category/van-hoa/'>Văn hóa</a></li><li><a href='/category/the-thao/'>Thể thao</a></li>"
    "<li><a href='/so-do/'>Sơ đồ</a></li></ul>"
)
VAN_HOA = "<a href='/category/van-hoa/'>Văn hóa</a>"
CATEGORY = "<a href='/category/van-hoa/' rel='category tag'>Văn hóa</a>"
SPORT = "<a href='/category/the-thao/'>Thể thao</a>"
SPORT_TOO = "<a href='/category/the-thao/' rel='category tag'>Thể thao</a>"
CARD = "<a href='/cho-phien-hop-lai-sau-nhieu-nam/'>Chợ phiên họp lại sau nhiều năm vắng</a>"
TAIL = f"<aside><h2>Bài viết mới</h2><ul><li>{CARD}</li></ul></aside><footer><p>Bản quyền © Xã Đoài</p></footer>"


def read(above: str = "", below: str = "", behind: str = "", head: str = "", menu: str = f"<nav>{MENU}</nav>") -> str:
    """The section of an article with something above its title, below it, and behind its text."""
    return fields(above, below, behind, head, menu).section or ""


def fields(above: str = "", below: str = "", behind: str = "", head: str = "", menu: str = "") -> ArticleFields:
    header = f"<header><p><a href='/'>{SITE}</a></p>{menu}</header>"
    article = f"<article>{above}<h1>{TITLE}</h1>{below}<div class='text'>{paragraphs()}</div>{behind}</article>"
    html = f"<html><head><title>{TITLE} - {SITE}</title>{head}</head><body>{header}<main>{article}</main>{TAIL}</body>"
    return read_article(Page(URL, html.encode(), UrlResolver(("portal.vn",), ANY_CMS)), (TITLE,))


# ------------------------------------------------------------------ breadcrumbs

HOME = "<a href='/'>Trang chủ</a>"
NEWS = "<a href='/category/tin-tuc/'>Tin tức</a>"


@pytest.mark.parametrize(
    "trail",
    [
        f"<div>Trang chủ / {VAN_HOA}</div>",
        f"<div>{HOME}<span>/</span>{VAN_HOA}</div>",
        f"<div>{HOME}<span>›</span>{NEWS}<span>›</span>{VAN_HOA}</div>",
        f"<div><span>{HOME}</span> - <span>{VAN_HOA}</span></div>",
        f"<div>{HOME} - {NEWS} - {VAN_HOA} - {TITLE}</div>",
        f"<div>{HOME} | {NEWS} | {VAN_HOA} | <span>{TITLE}</span></div>",
        f"<div>{HOME}{VAN_HOA}</div>",
        f"<div>{HOME}{NEWS}{VAN_HOA}<span>{TITLE}</span></div>",
        f"<ul><li>{HOME}</li><li>{VAN_HOA}</li></ul>",
        f"<ul><li>{HOME}</li><li>{NEWS}</li><li>{VAN_HOA}</li><li>{TITLE}</li></ul>",
        f"<ul><li>{HOME} /</li><li>{NEWS} /</li><li>{VAN_HOA}</li></ul>",
        f"<ol class='breadcrumb'><li>{HOME}</li><li>{NEWS}</li><li>{VAN_HOA}</li></ol>",
        f"<ol class='breadcrumb'><li>{NEWS}</li><li>{VAN_HOA}</li><li>{TITLE}</li></ol>",
        f"<nav class='breadcrumbs'><a href='/'><i class='fa fa-home'></i></a> {NEWS} {VAN_HOA}</nav>",
        f"<div><a href='/'><i class='fa fa-home'></i></a> / {NEWS} / {VAN_HOA}</div>",
        f"<div><a href='/'><img src='/h.png'></a> › {VAN_HOA}</div>",
        f"<ul><li><a href='/'><i></i></a></li><li>{VAN_HOA}</li></ul>",
        f"<div class='breadcrumb'>Bạn đang ở đây: {HOME} » {VAN_HOA}</div>",
        f"<div><a href='/'>{SITE}</a> » {VAN_HOA} » {TITLE}</div>",
        f"<div>{SITE} » {VAN_HOA} » {TITLE}</div>",
        f"<div class='vi-tri'>{SITE} » {NEWS} » {VAN_HOA}</div>",
        f"<div>{HOME} » {VAN_HOA} » Hội làng mở lại…</div>",
        f"<div>{HOME} » {VAN_HOA} » <a href='{URL}'>Hội làng</a></div>",
        f"<div>{HOME} » {VAN_HOA} » Tin chi tiết</div>",
        f"<p>{HOME}</p><p>» {VAN_HOA}</p>",
        f"<nav><ol><li>{HOME}</li><li><span>/</span>{VAN_HOA}</li><li><span>/</span>{TITLE}</li></ol></nav>",
    ],
)
def test_the_last_step_of_a_breadcrumb(trail: str) -> None:
    assert read(trail) == "Văn hóa"


def test_a_menu_with_an_entry_of_the_articles_name_is_no_breadcrumb() -> None:
    assert (
        read(f"<div class='menu'><ul><li>{HOME}</li><li>{VAN_HOA}</li><li><a href='/hoi/'>{TITLE}</a></li></ul></div>")
        == ""
    )


def test_entries_of_a_breadcrumb_are_named_too() -> None:
    entry = "<li class='breadcrumb-item' id='breadcrumb-{}'>{}</li>".format
    assert read(f"<ul class='breadcrumb'>{entry(1, HOME)}{entry(2, VAN_HOA)}{entry(3, TITLE)}</ul>") == "Văn hóa"
    assert read(below=f"<ul class='breadcrumb'>{entry(1, HOME)}{entry(2, VAN_HOA)}{entry(3, TITLE)}</ul>") == "Văn hóa"


def test_a_breadcrumb_may_be_below_the_title() -> None:
    assert read(below=f"<ol class='breadcrumb'><li>{HOME}</li><li>{VAN_HOA}</li><li>{TITLE}</li></ol>") == "Văn hóa"


@pytest.mark.parametrize(
    "trail",
    [
        MENU,
        f"<nav>{MENU}</nav>",
        f"<div class='menu'><ul><li>{HOME}</li><li>{VAN_HOA}</li></ul></div>",
        f"<div>{HOME} | <a href='/gioi-thieu/'>Giới thiệu</a> | <a href='/the-thao/'>Thể thao</a></div>",
        f"<div>{HOME} - <a href='/gioi-thieu/'>Giới thiệu</a> - <a href='/lien-he/'>Liên hệ</a></div>",
        f"<div>{HOME} » <a href='/lien-he/'>Liên hệ</a></div>",
        f"<ul class='breadcrumb'><li>{HOME}</li><li>{TITLE}</li></ul>",
        f"<ul class='breadcrumb'><li><a href='/'>{SITE}</a></li></ul>",
        f"<div class='breadcrumb'>{SITE}</div>",
        "<div><a href='/so-do/'>Sơ đồ</a></div>",
        "<ul><li><a href='/van-nghe/'>Văn nghệ</a></li></ul>",
        "<div><a href='/a/'>Xã nhà</a></div><div><a href='/b/'>Lịch họp</a></div>",
        f"<h2>{SITE}</h2>",
        f"<p><a href='/'>{SITE}</a></p>",
        "<p><a href='/tag/hoi-lang/'>Hội làng</a></p>",
        f"<div>{HOME} / {TITLE}</div>",
        f"<div>{HOME}</div>",
    ],
)
def test_menus_the_site_and_the_title_are_no_section(trail: str) -> None:
    assert read(trail) == ""


def test_a_menu_of_one_entry_is_no_section() -> None:
    assert read(menu="<nav><ul><li><a href='/van-nghe/'>Văn nghệ</a></li></ul></nav>") == ""
    assert read(menu="<div id='menu'><a href='/van-nghe/'>Văn nghệ</a></div>") == ""


# ------------------------------------------------------------------ labels and marks

LINES = [
    f"<p>Chuyên mục: {VAN_HOA}</p>",
    f"<p>Đăng trong {CATEGORY}</p>",
    f"<p><span>Được đăng trong</span> {VAN_HOA}</p>",
    f"<p>In {VAN_HOA}.</p>",
    f"<p>Thể loại: {VAN_HOA}, {SPORT}</p>",
    f"<p>Danh mục: {VAN_HOA}</p>",
    f"<p>Posted in {VAN_HOA}</p>",
    f"<p>Mục: {VAN_HOA}</p>",
    f"<p>Categories: {VAN_HOA} | Tags: <a href='/tag/hoi/'>hội</a></p>",
    f"<p>Đăng vào 12/06/2023 bởi <a href='/author/an/'>An</a> trong {VAN_HOA}</p>",
    f"<p>12/06/2023 | Chuyên mục: {VAN_HOA} | Lượt xem: 12</p>",
    "<p>Chuyên mục: Văn hóa</p>",
    "<p>Chuyên mục: Văn hóa, Thể thao</p>",
    f"<p>{CATEGORY}</p>",
    f"<p><a href='/tag/hoi/' rel='tag'>hội</a> {CATEGORY} {SPORT_TOO}</p>",
    f"<div><div class='field-label'>Chuyên mục:&nbsp;</div><div class='items'>{VAN_HOA}</div></div>",
    "<div><div class='field-label'>Chuyên mục:</div><div class='items'>Văn hóa</div></div>",
    f"<div class='taxonomy-category post-terms'>{VAN_HOA}<span>, </span>{SPORT}</div>",
    "<p><span itemprop='articleSection'>Văn hóa</span></p>",
    "<p><a href='/category/van-hoa/' itemprop='genre'>Văn hóa</a></p>",
]


@pytest.mark.parametrize(
    "line",
    [
        f"<p>Được phân loại là {CATEGORY}, {SPORT_TOO}</p>",
        f"<div class='taxonomy-category post-terms'>{VAN_HOA}</div>",
    ],
)
def test_a_mark_between_lines_of_text_counts_where_comments_follow(line: str) -> None:
    assert read(below=f"<div>{paragraphs()}<div>{line}</div>{paragraphs()}</div>") == "Văn hóa"
    assert read(below=f"<div>{paragraphs()}<div>{line}{CARD}</div>{paragraphs()}</div>") == ""
    assert read(below=f"<div>{paragraphs()}<p>Chuyên mục: {VAN_HOA}</p>{paragraphs()}</div>") == ""


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("place", ["below", "behind"])
def test_the_name_that_a_label_or_mark_at_the_article_announces(line: str, place: str) -> None:
    assert read(**{place: line}) == "Văn hóa"


def test_the_first_of_the_article_counts_and_not_that_of_a_card() -> None:
    cards = f"<div class='cards'><div>{SPORT_TOO}<h3>{CARD}</h3></div></div>"
    assert read(behind=f"<p>{CATEGORY}</p>{cards}") == "Văn hóa"
    assert read(behind=cards) == ""
    assert read(above=cards) == ""
    assert read(behind=f"<div><p>Chuyên mục: {VAN_HOA}</p>{CARD}</div>") == ""
    assert read(behind=f"<p>Bài viết liên quan</p><p>Chuyên mục: {VAN_HOA}</p>") == ""


def test_a_long_name_behind_a_label_is_no_title_of_another_article() -> None:
    name = "Học tập và làm theo phong cách Hồ Chí Minh"
    link = f"<a href='/category/hoc-tap/'>{name}</a>"
    assert read(behind=f"<p>Chuyên mục: {link}</p>") == name
    assert read(behind=f"<div><div>Chuyên mục:</div><div>{link}</div></div>") == name


def test_a_label_of_its_own_line_may_name_the_category_as_the_title_does() -> None:
    name = f"<a href='/category/hoi/'>{TITLE}</a>"
    assert read(behind=f"<div><div>Chuyên mục:</div><div>{name}</div></div>") == TITLE


@pytest.mark.parametrize(
    "line",
    [
        "<p>Danh mục: các nghị quyết kèm theo văn bản này.</p>",
        "<p>Thể loại: Nghị quyết</p>",
        "<p>Trong năm qua, xã đã mở hội làng ba lần.</p>",
        "<p>In <a href='/in-bai/12'>bài viết</a></p>",
        "<p>Thẻ: <a href='/tag/hoi/'>hội</a></p>",
        "<p>Chuyên mục: <a href='/tag/hoi/'>hội</a></p>",
        "<h3>Chuyên mục</h3><ul><li><a href='/a/'>Y tế</a></li><li><a href='/b/'>Giáo dục</a></li></ul>",
        "<div><p>Chuyên mục:</p>" + "".join(f"<p><a href='/{c}/'>Mục {c}</a></p>" for c in "ABCDE") + "</div>",
    ],
)
@pytest.mark.parametrize("place", ["below", "behind"])
def test_sentences_tools_tags_and_boxes_are_no_category(line: str, place: str) -> None:
    assert read(**{place: line}) == ""


def test_a_sentence_with_a_link_is_no_label() -> None:
    text = f"<p>Sáng 12/6, tại {VAN_HOA}, xã Đoài mở hội làng sau ba năm, trong {SPORT} cũng đông vui như vậy.</p>"
    assert read(behind=text) == ""
    assert read(below=text) == ""
    assert read(behind="<p>Trong <a href='/y/'>bài viết khác</a> có ảnh của hội làng xã Đoài hôm qua.</p>") == ""


@pins("section._MAX_OWN")
@pytest.mark.parametrize(("own", "found"), [(60, "Văn hóa"), (61, "")])
def test_a_line_with_in_is_short(own: int, found: str) -> None:
    words = "Đăng vào 12/06/2023 bởi " + "A" * (own - 31) + " trong "
    assert len(words) == own
    assert read(below=f"<p>{words}{VAN_HOA}</p>", menu="") == found


def test_a_category_linked_beside_the_date_is_in_the_menu_too() -> None:
    assert read(below=f"<p>12/06/2023 · {VAN_HOA}</p>") == "Văn hóa"
    assert read(below="<p>12/06/2023 · <a href='/author/an/'>Lê An</a></p>") == ""


def test_a_category_link_above_the_title() -> None:
    assert read(above=f"<span class='cat'>{VAN_HOA}</span>") == "Văn hóa"
    assert read(above=f"<p>» {VAN_HOA}</p>") == "Văn hóa"
    assert read(above=f"<p>Chuyên mục: {VAN_HOA}</p>") == "Văn hóa"


# ------------------------------------------------------------------ statements for machines


def json_ld(*sections: object) -> str:
    graph = [{"@type": "NewsArticle", "articleSection": section} for section in sections]
    return f"<script type='application/ld+json'>{json.dumps({'@graph': graph})}</script>"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (json_ld("văn hóa"), "Văn hóa"),
        (json_ld(["Văn hóa", "Thể thao"]), "Văn hóa"),
        (json_ld("Văn hóa", "Thể thao"), ""),
        (json_ld("Kinh tế"), "Kinh tế"),
        (json_ld(["Kinh tế", "Y tế"]), ""),
        (json_ld("Uncategorized"), ""),
        (json_ld("Chưa phân loại"), ""),
        (json_ld({"name": "Văn hóa"}), ""),
        (json_ld(SITE), ""),
        ("<script type='application/ld+json'>{articleSection</script>", ""),
        ("<meta property='article:section' content='VĂN HÓA'>", "Văn hóa"),
        ("<meta property='article:section' content='Kinh tế'>", "Kinh tế"),
        ("<meta property='article:section' content='Kinh tế'>" + json_ld("Y tế"), ""),
        ("<meta itemprop='articleSection' content='Thể thao'>", "Thể thao"),
    ],
)
def test_a_stated_category_counts_where_the_page_prints_it_or_no_other_is_stated(head: str, name: str) -> None:
    assert read(head=head) == name


def trail(*items: object) -> str:
    found = {"@type": "BreadcrumbList", "itemListElement": list(items)}
    return f"<script type='application/ld+json'>{json.dumps(found)}</script>"


def step(name: str) -> dict[str, str]:
    return {"@type": "ListItem", "name": name}


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (trail(step("Trang chủ"), step("Kinh tế")), "Kinh tế"),
        (trail(step("Trang chủ"), step("Kinh tế"), step("Chợ phiên"), step(TITLE)), "Chợ phiên"),
        (trail({"item": {"name": "Trang chủ"}}, {"item": {"name": "Kinh tế"}}), "Kinh tế"),
        (trail(step("Trang chủ"), step(TITLE)), ""),
        (trail(step("Kinh tế")), ""),
        (trail(step("Trang chủ"), {"item": "/kinh-te"}), ""),
        (trail("Trang chủ", "Kinh tế"), ""),
        (trail(step("Trang chủ"), step("Kinh tế")) + trail(step("Trang chủ"), step("Y tế")), ""),
        ("<script type='application/ld+json'>{BreadcrumbList</script>", ""),
    ],
)
def test_a_stated_breadcrumb_gives_the_step_before_the_article(head: str, name: str) -> None:
    assert read(head=head) == name


MENU_OF_ONE = "<div><a href='/gioi-thieu'>Giới thiệu</a></div>"
COLUMN = f"<div>{{}}<h1>{TITLE}</h1><p>12/06/2023</p>{paragraphs()}</div><div>Xã Đoài, số 1 đường Làng</div>"


@pytest.mark.parametrize(
    "menu",
    [
        MENU_OF_ONE,
        f"<div><a href='/'><img src='/bia.jpg'></a></div>{MENU_OF_ONE}",
        "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/gioi-thieu'>Giới thiệu</a></li></ul>",
        f"<div><a href='/'>Trang chủ</a></div>{MENU_OF_ONE}",
    ],
)
def test_the_only_entry_of_a_menu_is_no_section(menu: str) -> None:
    assert read_article(page(menu + COLUMN.format(""), URL)).section is None
    assert read_article(page(COLUMN.format(menu), URL)).section == "Giới thiệu"


def test_a_long_name_of_a_category_is_in_the_menu_too_in_capitals() -> None:
    name = "Công đoàn - Đoàn thanh niên"
    menu = f"<ul id='menu'><li><a href='/'>TRANG CHỦ</a></li><li><a href='/doan'>{name.upper()}</a></li></ul>"
    column = COLUMN.format(f"<div><a href='/doan'>{name}</a></div>")
    assert read_article(page(menu + column, URL)).section == name
    assert read_article(page(column, URL)).section is None


def test_a_name_that_only_the_site_is_called_is_no_section() -> None:
    head = "<meta property='og:site_name' content='Xã Đoài'>"
    assert read("<h3>Xã Đoài</h3>", head=head) == ""
    assert read("<h3>Xã Đoài</h3>") == "Xã Đoài"


# ------------------------------------------------------------------ how near and how long

FAR = "<p>Xã nhà</p>"


@pins("breadcrumb._NEAR")
@pytest.mark.parametrize(("between", "found"), [(11, "Văn nghệ"), (12, "")])
def test_a_breadcrumb_that_begins_elsewhere_is_near_the_title(between: int, found: str) -> None:
    trail = "<p class='breadcrumb'><a href='/t/'>Tin tức</a> » <a href='/v/'>Văn nghệ</a></p>"
    assert read(f"{trail}{FAR * between}") == found


@pins("breadcrumb._MAX_TRIES")
@pytest.mark.parametrize(("between", "found"), [(19, "Văn hóa"), (20, "")])
def test_further_lines_that_begin_at_home_are_not_read(between: int, found: str) -> None:
    assert read(f"<p>{HOME} » {VAN_HOA}</p>{f'<p>{HOME}</p><p>Xã</p>' * between}{FAR * 4}") == found


@pins("breadcrumb._MIN_CUT")
@pytest.mark.parametrize(("cut", "found"), [("Hội làn…", "Văn hóa"), ("Hội là…", "Hội là…")])
def test_a_cut_title_has_some_letters(cut: str, found: str) -> None:
    assert read(f"<p>{HOME} » {VAN_HOA} » {cut}</p>") == found


@pins("section._LINES_BELOW")
@pytest.mark.parametrize(("between", "found"), [(11, "Văn hóa"), (12, "")])
def test_a_label_below_the_title_is_near_it(between: int, found: str) -> None:
    lines = "<p><a href='/in-bai/1'>In</a></p>" * between
    assert read(below=f"{lines}<p>Đăng tại {SPORTLESS}</p>") == found


SPORTLESS = "<a href='/category/van-hoa/' rel='category'>Văn hóa</a>"


@pins("section._LINES_BEHIND")
@pytest.mark.parametrize(("between", "found"), [(9, "Văn hóa"), (10, "")])
def test_a_label_behind_the_text_is_near_it(between: int, found: str) -> None:
    lines = "<p><a href='/tag/x/'>Thẻ</a></p>" * between
    assert read(behind=f"<div>{lines}</div><p>Chuyên mục: {VAN_HOA}</p>") == found


@pins("section._LINES_OF_TEXT")
@pytest.mark.parametrize(("between", "found"), [(1, "Văn hóa"), (2, "")])
def test_the_last_lines_of_a_text_may_be_its_footer(between: int, found: str) -> None:
    text = f"<p>Chuyên mục: {VAN_HOA}</p>{paragraphs(*['Hội làng đã mở lại từ sáng, cả xã cùng vui chung.'] * between)}"
    assert read(behind=text) == found


@pins("section._TITLE_LENGTH", "section._TITLE_SPACES")
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Chợ phiên họp lại rồi đó", "Văn hóa"),  # 24 letters
        ("Chợ phiên họp lại rồi đấy", ""),
        ("Chợphiên họplại nhiềunăm vắng", "Văn hóa"),  # three spaces
    ],
)
def test_a_link_as_long_as_a_title_ends_the_footer(name: str, found: str) -> None:
    assert read(behind=f"<p><a href='/x/'>{name}</a></p><p>Chuyên mục: {VAN_HOA}</p>") == found


@pins("section._MAX_CATEGORIES")
@pytest.mark.parametrize(("count", "found"), [(4, "Mục A"), (5, "")])
def test_a_label_above_many_links_is_a_box(count: int, found: str) -> None:
    links = "".join(f"<p><a href='/{c}/'>Mục {c}</a></p>" for c in "ABCDE"[:count])
    assert read(behind=f"<div><p>Chuyên mục:</p>{links}</div>") == found


@pins("head.MAX_SECTIONS")
@pytest.mark.parametrize(("others", "found"), [(19, "Văn hóa"), (20, "")])
def test_a_page_states_some_categories(others: int, found: str) -> None:
    meta = "<meta property='article:section' content='{}'>"
    head = "".join(meta.format(f"Mục {i}") for i in range(others))
    assert read(head=head + meta.format("Văn hóa")) == found


@pytest.mark.parametrize(("length", "found"), [(80, True), (81, False)])
def test_a_category_is_as_long_as_a_name(length: int, found: bool) -> None:
    name = line(length)
    assert (read(behind=f"<p>Chuyên mục: <a href='/x/'>{name}</a></p>") == name) is found


@pytest.mark.parametrize(("rel", "marked"), [("category tag", True), ("category", True), ("tag", False), ("", False)])
def test_a_link_knows_that_it_is_marked_also_in_another_process(rel: str, marked: bool) -> None:
    (link,) = links(f"<p><a href='/v/' rel='{rel}'>Văn hóa</a></p>")
    assert link.is_category is marked
    copy = pickle.loads(pickle.dumps(link))
    assert (copy.is_category, copy.is_next, copy.text) == (marked, False, "Văn hóa")


def test_the_head_has_what_the_page_states_of_categories() -> None:
    head = document(
        "<html><head><meta property='article:section' content=' Văn  hóa '><meta property='og:site_name' content='Xã'>"
        "<meta itemprop='genre' content='Tin'></head><body><p><b itemprop='articleSection'><i>Thể</i> thao</b></p>"
        "<p itemprop='genre'></p></body></html>"
    ).head
    assert (head.sections, head.marked_sections, head.site_name) == (["Văn hóa", "Tin"], ["Thể thao"], "Xã")
