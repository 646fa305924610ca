"""Lists of further articles told by their place and the form of their entries, on sites of unknown addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.addresses import UrlResolver
from scraper.items import OtherNews
from scraper.pages.article import read_article
from scraper.pages.labels import is_end_label, is_neighbour, is_other_news
from scraper.pages.page import Page
from tests.pages.reading import HOST, TITLE, paragraphs
from tests.pins import pins

URLS = UrlResolver(("portal.vn",), ())
OWN = "/muc/{}"
NAMES = (
    "Chợ phiên vùng cao họp lại sau mùa mưa",
    "Trường làng có thêm một phòng đọc sách",
    "Đội trống thôn Đoài tập luyện mỗi chiều",
    "Bến đò cũ được sửa trước mùa nước lên",
)
TEXT = f"<div>{paragraphs()}</div>"


def read(html: str, form: str = OWN) -> list[OtherNews]:
    """Other news of a page with some HTML around its article."""
    url = HOST + form.format("hoi-lang-mo-lai")
    page = Page(url, f"<html><body>{html}</body></html>".encode(), URLS)
    return read_article(page, (TITLE,)).other_news


def below(html: str, form: str = OWN) -> list[str]:
    """Titles of other news where some HTML stands below the text, in the article's box."""
    return [entry.title for entry in read(f"<div><h1>{TITLE}</h1>{TEXT}{html}</div>", form)]


def link(i: int, words: str = "", form: str = OWN) -> str:
    return f"<a href='{form.format(f'bai-viet-so-{i}')}'>{words or NAMES[i]}</a>"


def items(*words: str, form: str = OWN) -> str:
    return "".join(f"<li>{link(i, words[i], form)}</li>" for i in range(len(words)))


LIST = f"<ul>{items(*NAMES)}</ul>"

# ------------------------------------------------------------------ under any words


@pytest.mark.parametrize(
    "label", ["", "<h4>Góc quê nhà</h4>", "<p>Mời bạn đọc thêm các bài sau</p>", "<h4>Tin mới</h4>"]
)
@pytest.mark.parametrize("form", ["/{}/", "/muc/{}", "/vi/muc/{}", "/xem.asp?id={}", "/tin/{}.html"])
def test_a_list_right_behind_the_text_is_other_news_under_any_words(label: str, form: str) -> None:
    assert below(f"{label}<ul>{items(*NAMES, form=form)}</ul>", form) == [*NAMES]


@pytest.mark.parametrize("label", ["Đọc nhiều trong tuần", "Xem nhiều", "Thông báo", "Chuyên mục", "Bài viết nổi bật"])
def test_a_list_under_the_label_of_another_box_is_not(label: str) -> None:
    assert below(f"<h4>{label}</h4>{LIST}") == []


@pins("other_news._RUN")
@pytest.mark.parametrize("count", [1, 2, 3])
def test_two_links_are_the_articles_before_and_after(count: int) -> None:
    assert below(f"<h4>Góc quê nhà</h4><ul>{items(*NAMES[:count])}</ul>") == [*NAMES[:count]] * (count >= 3)
    assert below(f"<h4>Tin khác</h4><ul>{items(*NAMES[:count])}</ul>") == [*NAMES[:count]]
    # The articles before and after have no heading over them and no dates.
    dated = "".join(f"<li>{link(i)} (1{i}/06/2023)</li>" for i in range(count))
    assert below(f"<h4>Góc quê nhà</h4><ul>{dated}</ul>") == [*NAMES[:count]] * (count >= 2)
    assert below(f"<ul>{dated}</ul>") == [*NAMES[:count]] * (count >= 3)


@pytest.mark.parametrize("words", ["Bài trước: ", "Bài sau: ", "Tiếp theo » ", "Previous post: "])
def test_the_articles_before_and_after_are_no_part_of_a_list(words: str) -> None:
    nav = f"<p>{words}{link(3)}</p>"
    assert below(f"<h4>Tin khác</h4>{nav}<ul>{items(*NAMES[:2])}</ul>{nav}") == [*NAMES[:2]]


@pins("other_news._LONG_TITLE")
@pytest.mark.parametrize(
    ("words", "is_list"), [("Hội làng mở lại sau mưa", False), ("Hội làng mở lại sau mưa lũ", True)]
)
def test_links_with_few_words_are_sections(words: str, is_list: bool) -> None:
    assert len(below(f"<ul>{items(words, words, 'Tin buồn', 'Tin vui')}</ul>")) == 4 * is_list


@pytest.mark.parametrize(("more", "is_list"), [("ở xã bên sông", True), ("ở xã bên", False)])
def test_under_a_heading_titles_are_long_in_the_mean(more: str, is_list: bool) -> None:
    listed = [
        f"{NAMES[0]} {more}",
        f"{NAMES[1]} trong dịp hè",
        "Hội làng mở lại",
        "Thư cảm ơn",
        "Mùa nước lên rồi",
    ]
    assert sum(len(words.split()) for words in listed) == 35 - (not is_list)
    assert below(f"<h4>Góc quê nhà</h4><ul>{items(*listed, form='/{}/')}</ul>", "/{}/") == listed * is_list
    assert below(f"<ul>{items(*listed)}</ul>") == []


def test_links_to_addresses_of_another_form_are_menus_unless_they_are_dated() -> None:
    form = "/chuyen-muc/{}"
    assert below(f"<ul>{items(*NAMES, form=form)}</ul>") == []
    dated = "".join(f"<li>{link(i, form=form)} (1{i}/06/2023)</li>" for i in range(4))
    assert below(f"<ul>{dated}</ul>") == [*NAMES]


def test_after_boxes_of_the_whole_site_the_newest_articles_are_one_too() -> None:
    boxes = "".join(
        f"<div><h4>{label}</h4><ul>{items(*(f'{name} {label}' for name in NAMES))}</ul></div>"
        for label in ("Đọc nhiều", "Tin mới")
    )
    assert below(boxes) == []
    assert below(f"<div><h4>Góc quê nhà</h4>{LIST}</div>{boxes}") == [*NAMES]


# ------------------------------------------------------------------ in the article's column


@pins("other_news._BESIDE")
@pytest.mark.parametrize(
    ("frame", "is_below"),
    [
        ("<div><article>{text}</article>{list}</div>", True),
        ("<div><article>{text}</article><div>{list}</div></div>", True),
        ("<div><div><article>{text}</article></div><div><h4>Đọc tiếp</h4>{list}<p>Tất cả</p></div></div>", True),
        ("<div><div>{text}</div><div><h4>Đọc tiếp</h4>{list}<p>Tất cả</p><p>Tin lạ</p></div></div>", False),
        ("<div><article>{text}</article><aside>{list}</aside></div>", False),
        ("<div><article>{text}</article><footer>{list}</footer></div>", False),
        ("<div>{text}<aside><div>{list}</div></aside></div>", False),
        ("<div><div><div>{text}</div><p>Xã</p></div><div>{list}</div></div>", False),
        ("<div><main><div>{text}</div></main></div><div>{list}</div>", True),
        ("<table><tr><td>{text}</td><td>{list}</td></tr></table>", False),
        ("<table><tr><td>{text}</td></tr><tr><td>{list}</td></tr></table>", True),
    ],
)
def test_a_list_stands_in_the_column_of_title_and_text(frame: str, is_below: bool) -> None:
    html = frame.format(text=f"<h1>{TITLE}</h1>{TEXT}", list=LIST)
    assert [entry.title for entry in read(html)] == [*NAMES] * is_below


def test_newest_articles_of_the_site_in_a_side_column_are_none() -> None:
    side = f"<aside><section><h2>Bài viết mới</h2>{LIST}</section><section><h2>Lưu trữ</h2></section></aside>"
    related = f"<div><h3>Bài viết liên quan</h3><ul>{items(*NAMES[:2])}</ul></div><p>1 bình luận</p>"
    html = "<div><main><article><h1>{}</h1>{}</article>{}</main>{}</div>"
    assert read(html.format(TITLE, TEXT, "", side)) == []
    assert [entry.title for entry in read(html.format(TITLE, TEXT, related, side))] == [*NAMES[:2]]


# ------------------------------------------------------------------ the entries of one list


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("short", ["Tin buồn", "Thư cảm ơn", "Thông báo nghỉ lễ"])
@pytest.mark.parametrize("item", ["<li>{}</li>", "<p>- {}</p>", "<div class=x><span>{}</span></div>", "{}<br>"])
def test_a_short_title_belongs_to_its_list(place: int, short: str, item: str) -> None:
    titles = [*NAMES[:2]]
    titles.insert(place, short)
    html = "".join(item.format(f"{link(i, title)} (1{i}/06/2023)") for i, title in enumerate(titles))
    found = read(f"<div><h1>{TITLE}</h1>{TEXT}<h4>Tin khác</h4><div>{html}</div></div>")
    assert [(entry.title, entry.date) for entry in found] == [
        (title, f"2023-06-1{i}") for i, title in enumerate(titles)
    ]


def test_a_menu_behind_a_list_is_no_part_of_it() -> None:
    menu = f"<ul>{items('Liên hệ', 'Giới thiệu')}</ul>"
    assert below(f"<h4>Tin khác</h4><ul>{items(*NAMES[:2])}</ul>{menu}") == [*NAMES[:2]]


TITLE_LINK = "<h5><a href='{0}'>{1}</a></h5>"
CARDS = [
    "<a href='{0}'><img src=/a.jpg></a>" + TITLE_LINK + "<p>{2}</p>",
    "<a class=card href='{0}'><img src=/a.jpg><div><h5>{1}</h5><p>Chợ họp từ sáng</p></div><p>{2}</p></a>",
    "<div class=nhan>Thông tin</div>" + TITLE_LINK + "<p>{2}</p>",
    TITLE_LINK + "<p>Chợ họp từ sáng</p><p>{2}</p><a href='{0}'>Xem chi tiết bài này</a>",
    "<p><a href='/chuyen-muc/3'>Pháp luật và đời sống</a></p>" + TITLE_LINK + "<p>{2}</p>",
    TITLE_LINK + "<p>Chợ họp từ sáng sớm.</p><p>{2}</p>",
    "<div><div><div>" + TITLE_LINK + "</div><p>{2}</p></div></div>",
]


@pytest.mark.parametrize(
    "card",
    [
        "<h5>{1}</h5><p>Chợ họp từ sáng</p><p>{2}</p><a href='{0}'>Xem chi tiết</a>",
        "<p>Chợ họp</p><b>{1}</b><p><span>{2}</span><a href='{0}'>Đọc tiếp</a></p>",
        "<a href='{0}'><img src=/a.jpg alt='{1}'></a><p>{1}</p><p>{2}</p>",
    ],
)
def test_a_title_without_a_link_is_the_entrys(card: str) -> None:
    found = read(f"<div><h1>{TITLE}</h1>{TEXT}<h4>Tin liên quan</h4><div>{grid(card, [0, 1, 2])}</div></div>")
    assert [(entry.title, entry.date) for entry in found] == [(NAMES[i], f"2023-06-1{i}") for i in range(3)]


def test_a_button_without_a_title_is_no_entry() -> None:
    assert below(f"<h4>Tin khác</h4><p>{link(0)}</p><p>{link(1, 'Xem chi tiết')}</p>") == [NAMES[0]]


@pins("other_entries._SET_APART")
@pytest.mark.parametrize(("length", "is_title"), [(4, True), (3, False)])
def test_of_the_lines_above_a_button_the_one_set_apart_is_the_title(length: int, is_title: bool) -> None:
    card = f"<p>Chợ họp</p><p><b>{'c' * 2 * length}</b>{'h' * 2 * (5 - length)}</p><a href='{{0}}'>Xem chi tiết</a>"
    found = below(f"<h4>Tin liên quan</h4><div>{grid(card, [0, 1])}</div>")
    assert found == [("c" * 2 * length + "h" * 2 * (5 - length)) if is_title else "Chợ họp"] * 2


@pytest.mark.parametrize("name", ["col-md-3", "col-4", "span4", "lg:col-span-4", "large-4", "col-md-12"])
def test_a_narrow_column_of_a_grid_is_beside_the_text(name: str) -> None:
    article = f"<div class='col-md-9'><h1>{TITLE}</h1>{TEXT}</div>"
    assert len(read(f"<div class=row>{article}<div class='{name}'>{LIST}</div></div>")) == 4 * (name == "col-md-12")


def test_boxes_with_a_title_each_are_several_lists() -> None:
    boxes = "".join(
        f"<div><h4>{label}</h4><ul>{items(*(f'{name} {label}' for name in NAMES[:2]))}</ul></div>" for label in "ABC"
    )
    assert below(boxes) == []


@pins("other_entries.CARD_LEVELS")
@pytest.mark.parametrize(("levels", "count"), [(4, 4), (5, 2)])
def test_a_short_title_has_the_same_elements_around_it(levels: int, count: int) -> None:
    names = [*NAMES[:2], "Tin buồn", NAMES[2]]
    card = "<div>" * levels + "<h5>{}</h5>" + "</div>" * levels
    html = "".join(f"<div>{card.format(link(i, name))}</div>" for i, name in enumerate(names))
    assert below(f"<h4>Tin khác</h4><div>{html}</div>")[:count] == names[:count]


def grid(card: str, order: list[int]) -> str:
    cards = (card.format(f"/muc/bai-viet-so-{i}", NAMES[i], f"1{i}/06/2023") for i in order)
    return "".join(f"<div class=col>{html}</div>" for html in cards)


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("label", ["<h4>Tin liên quan</h4>", "<h4>Góc quê nhà</h4>"])
def test_a_card_is_one_entry_with_its_title_and_date(card: str, label: str) -> None:
    found = read(f"<div><h1>{TITLE}</h1>{TEXT}{label}<div class=row>{grid(card, [0, 1, 2, 3])}</div></div>")
    assert [(entry.title, entry.date) for entry in found] == [(name, f"2023-06-1{i}") for i, name in enumerate(NAMES)]


def test_boxes_with_a_label_each_are_not_cards() -> None:
    boxes = "".join(f"<div><h4>{label}</h4><p>{link(i)}</p></div>" for i, label in enumerate(("Tin khác", "Vùng cao")))
    assert below(f"<div>{boxes}</div>") == [NAMES[0]]


@pins("other_entries.NEAR")
@pytest.mark.parametrize(("lines", "is_list"), [(6, True), (7, False)])
def test_entries_of_one_list_are_near_each_other(lines: int, is_list: bool) -> None:
    between = "<p>***</p>" * lines
    html = "".join(f"<li>{link(i)}{between}</li>" for i in range(3))
    assert len(below(f"<ul>{html}</ul>")) == 3 * is_list


@given(st.permutations(range(4)), st.sampled_from(CARDS[:4]))
def test_the_order_of_entries_is_the_pages(order: list[int], card: str) -> None:
    assert below(f"<h4>Tin khác</h4><div>{grid(card, order)}</div>") == [NAMES[i] for i in order]


def test_of_several_links_in_one_line_the_one_like_the_page_is_the_entry() -> None:
    line = "<li><a href='/chuyen-muc/3'>Pháp luật và đời sống quanh ta hôm nay</a> {}</li>"
    assert below(f"<h4>Tin khác</h4><ul>{line.format(link(0))}{line.format(link(1))}</ul>") == [*NAMES[:2]]


@pytest.mark.parametrize(
    ("text", "leads_on"),
    [
        ("Bài trước: Chợ phiên họp lại", True),
        ("« Tin sau » Chợ phiên họp lại", True),
        ("Next post: Chợ phiên họp lại", True),
        ("Bài sau cùng", False),
        ("Tin trước giờ họp: chợ phiên", False),
        ("Bài viết cũ hơn", False),
    ],
)
def test_lines_that_lead_to_the_article_before_or_after(text: str, leads_on: bool) -> None:
    assert is_neighbour(text) is leads_on


@pytest.mark.parametrize(
    "text",
    [
        "Bạn có thể quan tâm",
        "Có thể bạn cũng thích",
        "Bài viết mới",
        "Xem nhiều trong ngày",
        "Đọc nhiều tuần qua",
        "Được xem nhiều",
        "1 bình luận",
        "12 comments",
    ],
)
def test_labels_of_boxes_of_the_whole_site(text: str) -> None:
    assert is_end_label(text)
    assert not is_other_news(text)


@pytest.mark.parametrize(
    "text",
    [
        "BÀI VIẾT LIÊN QUANCÙNG TÁC GIẢ",
        "Tin liên quanXem thêm",
        "Related ArticlesMore from author",
        "Mục liên quan (theo thẻ)",
        "Bài viết tương tự",
        "Có liên quan",
        "Nội dung liên quan",
        "Tin tức - Sự kiện khác",
        "Tin mới nhất cùng chuyên mục",
        "Danh sách tin liên quan",
        "Xem thêm tin khác",
        "Tin trong chuyên mục",
        "Bài viết gần đây cùng mục",
    ],
)
def test_labels_of_related_articles(text: str) -> None:
    assert is_other_news(text)


@pytest.mark.parametrize(
    "label",
    [
        "Bạn có thể quan tâm",
        "Đọc thêm",
        "Mời bạn đọc thêm",
        "Keep reading",
        "More posts",
        "You may also like",
        "Read next",
    ],
)
def test_right_below_the_text_other_labels_head_other_news_too(label: str) -> None:
    assert below(f"<h4>{label}</h4>{LIST}") == [*NAMES]
    assert below(f"<h4>Tin khác</h4><ul>{items(NAMES[3])}</ul><h4>{label}</h4><ul>{items(*NAMES[:3])}</ul>") == [
        NAMES[3]
    ]


# ------------------------------------------------------------------ rows, menus, side columns


@pytest.mark.parametrize("date", ["", "<small>{}</small>", " <small>{}</small>"])
@pytest.mark.parametrize("day", ["01/06/2023", "01/06"])
@pytest.mark.parametrize("label", ["", "<h4>Tin khác</h4>"])
def test_links_that_only_style_parts_are_entries(label: str, date: str, day: str) -> None:
    words = [NAMES[0], "Tin buồn", *NAMES[1:]]
    row = "".join(link(i, f"<span>{title}</span>{date.format(day)}") for i, title in enumerate(words))
    found = read(f"<div><h1>{TITLE}</h1>{TEXT}{label}<div>{row}</div></div>")
    assert [entry.title for entry in found] == words
    assert {entry.date for entry in found} == {"2023-06-01" if date and len(day) > 5 else None}


def test_words_between_links_make_a_line_no_row() -> None:
    line = f"{link(0)} và {link(1)}"
    assert below(f"<h4>Tin khác</h4><p>{line}</p>") == [NAMES[0]]


def test_a_category_of_the_menu_in_a_card_is_no_entry() -> None:
    menu = "<p><a href='/muc/van-hoa'>Văn hóa</a> <a href='/muc/y-te'>Y tế xã</a></p>"
    cards = "".join(
        f"<div>{link(i, f'<img src=/{i}.jpg>')}<a href='/muc/van-hoa'>Văn hóa</a><h5>{link(i)}</h5></div>"
        for i in range(4)
    )
    found = read(f"{menu}<div><h1>{TITLE}</h1>{TEXT}<h4>Tin khác</h4><div>{cards}</div></div>")
    assert [entry.title for entry in found] == [*NAMES]
    in_box = f"<p>{link(9, 'Tin buồn')}</p><div><h1>{TITLE}</h1>{TEXT}<h4>Tin khác</h4><ul>{items(NAMES[0])}"
    assert len(read(f"{in_box}<li>{link(9, 'Tin buồn')}</li></ul></div>")) == 2


@pytest.mark.parametrize("name", ["sidebar", "side-bar", "cot-phai", "col-right", "right-column"])
def test_a_box_in_a_side_column_is_not_other_news(name: str) -> None:
    article = f"<div><h1>{TITLE}</h1>{TEXT}</div>"
    assert read(f"<div>{article}<div class='{name}'>{LIST}</div></div>") == []
    assert len(read(f"<div>{article}<div class='duoi'>{LIST}</div></div>")) == 4


@pytest.mark.parametrize("label", ["Nhiều người đọc", "Được quan tâm", "Tin được quan tâm nhất", "Ban đọc quan tâm"])
def test_boxes_of_what_many_read_are_not_other_news(label: str) -> None:
    assert below(f"<h4>{label}</h4>{LIST}") == []


def test_behind_a_list_a_box_of_the_front_page_is_none() -> None:
    other = f"<ul>{''.join(f'<li>{link(i + 10, name)} lần hai</li>' for i, name in enumerate(NAMES))}</ul>"
    assert below(f"<h4>Tin khác</h4>{LIST}<h4>Tin nổi bật</h4>{other}") == [*NAMES]


@pytest.mark.parametrize(("tag", "count"), [("div", 0), ("article", 4), ("main", 4)])
def test_a_label_in_the_footer_of_a_page_is_not_the_articles(tag: str, count: int) -> None:
    html = f"<h1>{TITLE}</h1>{TEXT}<footer><h4>Tin liên quan</h4>{LIST}</footer>"
    assert len(read(f"<{tag}>{html}</{tag}>")) == count


def test_categories_keywords_and_authors_in_cards_are_no_entries() -> None:
    tags = "".join(f"<a href='/tag/{name}/'>{name} và nhiều chuyện khác nữa</a>, " for name in ("lua", "hoi"))
    more = "<p><a href='/author/an/'>Phóng viên Trần Thị An Khê</a></p>"
    cards = "".join(f"<div><p>{tags}</p><h5>{link(i)}</h5>{more}</div>" for i in range(4))
    assert below(f"<h4>Tin khác</h4><div>{cards}</div>") == [*NAMES]


def test_words_between_the_entries_of_a_list_with_sections_do_not_end_it() -> None:
    card = "<div><div><a href='/chuyen-muc/{0}'>Mục {0}</a></div><h5>{1}</h5><p>Lê Thị Na</p></div>"
    cards = "".join(card.format(i, link(i)) for i in range(4))
    assert below(f"<h4>Tin khác</h4><div>{cards}</div>") == [*NAMES]
