"""Further pages behind forms, buttons and marks of the markup: each as an address with words."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.addresses import UrlResolver
from scraper.cms import Cms
from scraper.pages.choices import (
    MAX_CHOICES,
    Choice,
    Control,
    Form,
    data_choices,
    form_choices,
    form_of_script,
    is_address,
    is_more,
    is_page_param,
)
from scraper.pages.page import Page
from tests.pages.reading import HOST, URLS, page
from tests.pins import pins

LIST = f"{HOST}/tin-tuc"
NONE = re.compile(r"(?!)")
Ways = list[tuple[str, str]]


def found(html: str, head: str = "", url: str = LIST, urls: UrlResolver = URLS) -> Ways:
    """Words and addresses of what the page offers besides its links."""
    it = Page(url, f"<html><head>{head}</head><body>{html}</body></html>".encode(), urls)
    return [(link.text, link.address.url.removeprefix(HOST)) for link in it.outlinks[len(it.links) :] if link.address]


OPTIONS = "<select name='page'><option value='1' selected>1</option><option value='2'>2</option></select>"


@pytest.mark.parametrize(
    ("form", "ways"),
    [
        (f"<form method='get' action='/muc'>{OPTIONS}</form>", [("2", "/muc?page=2")]),
        (f"<form method='GET' action='muc'>{OPTIONS}</form>", [("2", "/muc?page=2")]),
        (f"<form>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        (f"<form action=''>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        (f"<form action='#'>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        (f"<form action='?page=7#x'>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        (f"<form method='post' action='/muc'>{OPTIONS}</form>", []),
        (f"<form action='javascript:go()'>{OPTIONS}</form>", []),
        (OPTIONS, []),
        (
            f"<form><input type='hidden' name='loai' value='xã hội'>{OPTIONS}</form>",
            [("2", "/tin-tuc?loai=x%C3%A3+h%E1%BB%99i&page=2")],
        ),
        (
            f"<form><select name='nam'><option>2023<option selected>2024</select>{OPTIONS}</form>",
            [("2", "/tin-tuc?nam=2024&page=2")],
        ),
        (f"<form><select name='n'><option>23<option>24</select>{OPTIONS}</form>", [("2", "/tin-tuc?n=23&page=2")]),
        (f"<form><input type='checkbox' name='a' checked>{OPTIONS}</form>", [("2", "/tin-tuc?a=on&page=2")]),
        (f"<form><input type='checkbox' name='a'>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        (f"<form><input type='hidden' name='page' value='1'>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        (f"<form><input type='submit' value='Đi'>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        (f"<form><input name='page' value='1'>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        (f"<form><input name='q'>{OPTIONS}</form>", []),
        (f"<form><input type='password' name='pw'>{OPTIONS}</form>", []),
        (f"<form><textarea name='loi'></textarea>{OPTIONS}</form>", []),
        ("<form><button name='page' value='2'>Trang <b>sau</b></button></form>", [("Trang sau", "/tin-tuc?page=2")]),
        ("<form><button name='page' value='2'><i></i></button></form>", [("2", "/tin-tuc?page=2")]),
        ("<form><button name='page' value='2'>Xem thêm</button></form>", [("Xem thêm", "/tin-tuc?page=2")]),
        ("<form><button name='page' value='2'>Bình chọn</button></form>", []),
        ("<form><button name='page' value='2' disabled>2</button></form>", []),
        ("<form><button type='button' name='page' value='2'>2</button></form>", []),
        ("<form><input type='submit' name='page' value='2'></form>", [("2", "/tin-tuc?page=2")]),
        ("<form><input type='submit' name='page' value='Trang sau'></form>", []),
        ("<form><select name='start'><option value='20'>Trang 2</select></form>", [("Trang 2", "/tin-tuc?start=20")]),
        ("<form><select name='trang'><option value='2'>2/7</select></form>", [("2", "/tin-tuc?trang=2")]),
        ("<form><select name='nam'><option value='2024'>2024</select></form>", []),
        ("<form><select name='p'><option value='gioi-thieu'>2</select></form>", []),
        ("<form><select><option value='2'>2</select></form>", []),
        (f"<form><div><form action='/khac' method='post'></div>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        (f"<form action='http://khac.vn/'>{OPTIONS}</form>", [("2", "http://khac.vn/?page=2")]),
        (f"<form action=/a>{OPTIONS}</form><form action=b>{OPTIONS}</form>", [("2", "/a?page=2"), ("2", "/b?page=2")]),
        (f"<form>{OPTIONS}</form><p>x</p><form>{OPTIONS}</form>", [("2", "/tin-tuc?page=2")]),
        ("<select><option value='/muc?page=2'>Trang 2</select>", [("Trang 2", "/muc?page=2"), ("", "/muc?page=2")]),
        ("<select><option value='/muc'>Văn bản chỉ đạo điều hành</select>", [("", "/muc")]),
    ],
)  # fmt: skip
def test_pages_behind_forms(form: str, ways: Ways) -> None:
    assert found(form) == ways


@pytest.mark.parametrize(
    ("script", "ways"),
    [
        ("location.href='/muc?page='+this.value", [("2", "/muc?page=2")]),
        ("location = '?loai=3&page=' + this.options[this.selectedIndex].value", [("2", "/tin-tuc?loai=3&page=2")]),
        ("location = '/muc?page=' + $(this).val()", [("2", "/muc?page=2")]),
        ("location.href='/muc?nam='+this.value", []),
        ("location.href='/muc?page='+x", []),
        ("this.form.submit()", []),
    ],
)
def test_pages_behind_a_select_with_a_script(script: str, ways: Ways) -> None:
    assert found(f'<select onchange="{script}"><option value="2">2</option></select>') == ways


def test_a_form_without_an_address_is_sent_to_the_page_and_not_to_its_base() -> None:
    base = "<base href='/khac/'>"
    assert found(f"<form>{OPTIONS}</form>", base, f"{LIST}?x=1#y") == [("2", "/tin-tuc?page=2")]
    assert found(f"<form action='muc'>{OPTIONS}</form>", base) == [("2", "/khac/muc?page=2")]


def test_a_sources_own_cms_may_name_its_page_number() -> None:
    form = "<form><select name='to'><option value='2'>2</select></form>"
    own = UrlResolver(("portal.vn",), (Cms("own", page_params=("to",)),))
    assert found(form) == []
    assert found(form, urls=own) == [("2", "/tin-tuc?to=2")]


def test_a_form_with_the_state_of_a_server_is_no_address() -> None:
    state = "<input type='hidden' name='__VIEWSTATE' value='{}'>"
    assert len(found(f"<form>{state.format('x' * 1000)}{OPTIONS}</form>")) == 1
    assert found(f"<form>{state.format('x' * 2000)}{OPTIONS}</form>") == []


@pytest.mark.parametrize(
    ("html", "ways"),
    [
        ("<button data-page='2' data-url='/ajax/list'>2</button>", [("2", "/ajax/list?page=2")]),
        ("<button data-page='2' data-url='/ajax/list?page='>2</button>", [("2", "/ajax/list?page=2")]),
        ("<button data-page='2' data-url='/ajax/list?loai=3'>2</button>", [("2", "/ajax/list?loai=3&page=2")]),
        ("<button data-page='2' data-url='/ajax/list?page=1'>2</button>", [("2", "/ajax/list?page=2")]),
        ("<button data-page='2' data-url='/ajax' data-param='trang'>2</button>", [("2", "/ajax?trang=2")]),
        ("<button data-page='2' data-url='/ajax' data-param='a b'>2</button>", [("2", "/ajax?page=2")]),
        ("<span data-page='2' data-url='/ajax'>Hai</span>", [("2", "/ajax?page=2")]),
        ("<a data-page='2' data-url='/ajax'>»</a>", [("»", "/ajax?page=2")]),
        ("<a href='#' data-page='/muc?page=2'>2</a>", [("2", "/muc?page=2")]),
        ("<a href='javascript:load(2)' data-href='/muc?page=2'>2</a>", [("2", "/muc?page=2")]),
        ("<a href='/muc/2' data-href='/ajax?page=2'>2</a>", []),
        ("<a data-link='/muc/2'>2</a>", [("2", "/muc/2")]),
        ("<a data-next='/muc/2'><i class='icon'></i></a>", [("", "/muc/2")]),
        ("<a data-next='2' data-url='/ajax'>Tiếp</a>", [("Tiếp", "/ajax?page=2")]),
        ("<button data-next-url='ajax?offset=20' title='Xem thêm'></button>", [("Xem thêm", "/ajax?offset=20")]),
        ("<button data-url='/a?n=2'>Xem <b>thêm</b> tin <script>x</script></button>", [("Xem thêm tin", "/a?n=2")]),
        ("<input type='button' data-url='/ajax?n=2' value='Tải thêm'>", [("Tải thêm", "/ajax?n=2")]),
        ("<b data-url='/a' data-page='1'>Xem thêm</b>", []),
        ("<a data-url='/a' data-page='1'>Xem thêm</a>", [("Xem thêm", "/a?page=1"), ("Xem thêm", "/a?page=2")]),
        ("<button data-url='/ajax' data-page='0'>Xem thêm</button>", [("Xem thêm", "/ajax?page=1")]),
        ("<button data-url='/ajax' data-page='2'>Xem thêm</button>", [("Xem thêm", "/ajax?page=2")]),
        ("<div data-url='/ajax' data-page='5' data-pages='7'></div>", [("6", "/ajax?page=6"), ("7", "/ajax?page=7")]),
        ("<div data-url='/ajax' data-total-pages='2'></div>", [("2", "/ajax?page=2")]),
        ("<div data-url='/ajax' data-page='7' data-pages='7'></div>", []),
        ("<div data-url='/bai-viet'><p>Hội làng</p></div>", [("Hội làng", "/bai-viet")]),
        ("<div data-url='/ajax'><a href='#' data-page='2'>2</a></div>", [("", "/ajax"), ("2", "/ajax?page=2")]),
        ("<button data-page='2'>2</button>", []),
        ("<button data-url='/ajax?page='>2</button>", []),
        ("<button data-url='/ajax' data-method='POST'>2</button>", []),
        ("<button data-url='#!/tin/5'>2</button>", []),
        ("<button data-url='/#!/tin/5'>2</button>", []),
        ("<button data-url='javascript:go(2)'>2</button>", []),
        ("<button data-url='primary'>2</button>", []),
        ("<button data-url='http://[x'>2</button>", []),
        ("<button data-url='http://khac.vn/2'>2</button>", [("2", "http://khac.vn/2")]),
        ("<div class='fb-like' data-href='/muc'>x</div>", []),
        ("<img data-url='/anh/1'><video data-url='/phim'></video>", []),
    ],
)  # fmt: skip
def test_pages_that_a_script_loads(html: str, ways: Ways) -> None:
    assert found(html) == ways


def test_buttons_that_load_more_lead_to_the_next_page() -> None:
    links = page("<button data-url='/a'>Xem thêm</button><b data-url='/b'>x</b><p data-url='/c'>Văn hóa</p>").outlinks
    assert [(link.href, link.is_next) for link in links] == [("/a", True), ("/c", False)]


@pins("head_builder._MAX_PARTS")
@pytest.mark.parametrize(("icons", "words"), [(9, "Hội làng"), (10, "")])
def test_an_element_with_many_parts_is_no_button(icons: int, words: str) -> None:
    assert found(f"<div data-url='/a'>{'<i></i>' * icons}Hội làng</div>") == [(words, "/a")]


@pins("head_builder._MAX_LEVELS")
@pytest.mark.parametrize(("levels", "ways"), [(3, [("", "/a"), ("2", "/a?page=2")]), (4, [("", "/a")])])
def test_an_address_far_around_a_number_belongs_to_another_list(levels: int, ways: Ways) -> None:
    number = "<a data-page='2'>2</a>"
    assert found(f"<div data-url='/a'>{'<b>' * levels}{number}{'</b>' * levels}</div>") == ways


def select(count: int) -> str:
    options = "".join(f"<option value='{number}'>{number}</option>" for number in range(count))
    return f"<form><select name='page'>{options}</select></form>"


def container(count: int) -> str:
    return f"<div data-url='/a' data-pages='{count + 1}'></div>"


@pins("choices.MAX_CHOICES")
@pytest.mark.parametrize("html", [select, container])
def test_the_controls_of_a_page_are_limited(html: Callable[[int], str]) -> None:
    assert [len(page(html(number)).head.choices) for number in (999, 1_000, 1_001)] == [999, 1_000, 1_000]


def test_options_of_a_page_are_as_many_as_its_links() -> None:
    options = "".join(f"<option value='/{number}'>x</option>" for number in range(20_001))
    assert len(page(f"<select>{options}</select>").outlinks) == 20_000


@pytest.mark.parametrize(
    ("rel", "is_next"), [("next", True), ("Next nofollow", True), ("prev", False), ("nextpage", False), ("", False)]
)
def test_a_link_may_be_marked_as_the_next_page(rel: str, is_next: bool) -> None:
    (link,) = page(f"<a rel='{rel}' href='/cu-hon'>Cũ hơn</a>").links
    assert link.is_next is is_next
    assert pickle.loads(pickle.dumps(link)).is_next is is_next


@pytest.mark.parametrize("href", ["#", "javascript:go()"])
def test_a_script_that_is_marked_as_next_marks_no_other(href: str) -> None:
    html = f"<a rel='next' href='{href}' onclick='turn(2)'>»</a><a href='{href}' onclick='open(1)'>Hội làng</a>"
    assert not any(link.is_next for link in page(html).links)


def test_the_head_may_name_the_next_page() -> None:
    (link,) = page("<p>x</p>", head="<link rel='next' href='/cu-hon' title='Trang  2'>").outlinks
    assert (link.text, link.href, link.is_next) == ("Trang 2", "/cu-hon", True)
    (link,) = page("<a href='/cu-hon'>x</a>", head="<link rel='next' href='/cu-hon'>").links
    assert link.is_next


def test_the_next_page_of_an_article_is_another_article() -> None:
    head = "<meta property='article:published_time' content='2024-01-01'><link rel='next' href='/bai'>"
    assert not any(link.is_next for link in page("<a rel='next' href='/bai-2'>x</a>", head=head).outlinks)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Xem thêm", True),
        ("Xem thêm »", True),
        ("XEM THÊM TIN KHÁC", True),
        ("Tải thêm bài viết", True),
        ("Hiển thị thêm (12)", True),
        ("Load more", True),
        ("Show more posts", True),
        ("Read more", False),
        ("Xem thêm về hội làng", False),
        ("Xem", False),
        ("", False),
    ],
)
def test_words_that_load_more(text: str, more: bool) -> None:
    assert is_more(text) is more


@pytest.mark.parametrize(
    "value",
    ["/", "/a", "?a=1", "./a", "../a", "//x.vn/a", "http://x.vn", "https://x.vn:8080/a?b#c", "a/b", "a.aspx?p=1"],
)
def test_values_that_are_addresses(value: str) -> None:
    assert is_address(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "#",
        "#/a",
        "#!/tin/5",
        "/#!/tin",
        "?",
        "a",
        "a b/c",
        "/a b",
        "mailto:a/b",
        "javascript:a/b",
        "http://[x/",
        "2",
    ],
)
def test_values_that_are_no_addresses(value: str) -> None:
    assert not is_address(value)
    assert is_address("/" + "a" * 1999)
    assert not is_address("/" + "a" * 2000)


@pytest.mark.parametrize("name", ["page", "Page", "trang", "_p", "list_page", "offset", "currentpage"])
def test_names_of_page_numbers(name: str) -> None:
    assert is_page_param(name, NONE)
    assert not is_page_param(f"{name}size", NONE)


def test_the_script_of_a_select_is_a_form() -> None:
    assert form_of_script("go('/a?b=1&c=&page=' + this.value)") == (
        Form("/a", [Control("hidden", "b", "1"), Control("hidden", "c", "")]),
        "page",
    )
    assert form_of_script("go('/a/' + this.value)") is None


NAMES = st.sampled_from("data-page data-pages data-url data-href data-next data-next-url data-link data-param".split())
VALUES = st.one_of(
    st.text(max_size=20), st.sampled_from(["/a", "?b=", "//[x]/", "http://a", "0", "7", "999999", "a/b?"])
)


@given(st.dictionaries(NAMES, VALUES), VALUES, st.sampled_from(["", "2", "Xem thêm", "»"]))
def test_any_attributes_give_addresses_or_nothing(data: dict[str, str], around: str, words: str) -> None:
    choices = list(data_choices(data, around, lambda: words))
    assert len(choices) <= MAX_CHOICES
    assert all(isinstance(choice, Choice) and choice.href for choice in choices)


KINDS = st.sampled_from(["hidden", "option", "button", "text", ""])


@given(st.lists(st.builds(Control, KINDS, st.sampled_from(["page", "x", ""]), VALUES, VALUES, st.booleans())), VALUES)
def test_any_form_gives_addresses_or_nothing(controls: list[Control], action: str) -> None:
    for choice in form_choices(Form(action, controls), LIST, NONE):
        assert "page=" in choice.href
