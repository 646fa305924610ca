"""What CSS hides from people, and what only looks so."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.pages.article import read_article
from scraper.pages.hiding import hides
from scraper.pages.style_sheets import hiding_rules
from scraper.pages.tree import parse
from tests.pages.reading import FOUR, ONE, SENTENCES, THREE, TWO, article, document, page, paragraphs
from tests.pins import pins

SPAM = "Nhà cái uy tín tặng thưởng cho người chơi mới đăng ký trong hôm nay, nạp lần đầu nhân đôi."


def shown(html: str, style: str = "") -> list[str]:
    """The lines that people see."""
    head = f"<head><style>{style}</style></head>" if style else ""
    lines = "".join(f"<p>{text}</p>" for text in SENTENCES)
    found = document(f"<html>{head}<body>{lines}{html}</body></html>").blocks[len(SENTENCES) :]
    return [block.text for block in found if block.text and not block.hidden]


@pins("hiding._OFF_SCREEN", "hiding._FAR_OFF", "hiding._SMALL", "hiding._PIXELS")
@pytest.mark.parametrize(
    "css",
    [
        "display:none", "DISPLAY : NONE !important", "visibility:hidden", "opacity:0", "opacity: 0.0", "opacity:.01",
        "content-visibility:hidden",
        "position:absolute;left:-9999px", "position:absolute;left:-999px", "position:fixed;top:-10000em",
        "position:relative;left:-2000px", "position:absolute;right:-9999px", "position:absolute;left:-100%",
        "position:absolute;left:5000px", "position:absolute;top:-63em", "position:absolute;left:-100vw",
        "position:absolute;left:-67vw", "position:absolute;top:-752pt", "position:absolute;left:-125ex",
        "text-indent:-9999px", "text-indent:-9999", "margin-left:-9999px", "text-indent:-999em",
        "height:0;overflow:hidden", "width:0px;overflow:hidden", "max-height:0;overflow:hidden",
        "height:1px;width:1px;overflow:hidden", "position:absolute;width:1px;height:1px;overflow:clip",
        "position:absolute;clip:rect(0,0,0,0)", "position:absolute;clip:rect(0 0 0 0)",
        "position:absolute;clip:rect(1px, 1px, 1px, 1px)", "clip-path:inset(50%)", "clip-path: inset(100%)",
        "clip-path:circle(0)", "transform:scale(0)", "transform:scale(0,0)", "transform:scaleY(0)",
        "transform:translateX(-9999px)", "color:transparent", "color:rgba(0,0,0,0)", "color:#ffffff00",
        "display:block;display:none", "height:0;overflow:hidden;/* padding-top:9px */",
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_hidden(css: str) -> None:
    assert hides(css)
    assert shown(f"<div style='{css}'><p>{SPAM}</p></div>ba") == ["ba"]
    assert shown(f"<p>hai <span style='{css}'>{SPAM}</span></p>") == ["hai"]
    assert shown(f"<p>hai <a href='/x' style='{css}'>{SPAM}</a></p>") == ["hai"]


@pytest.mark.parametrize(
    "css",
    [
        "", "color:red", "left:0", "position:relative;left:-5px", "left:-9999px", "position:static;left:-9999px",
        "position:absolute;left:-998px", "position:absolute;left:4999px", "position:absolute;top:-62em",
        "position:absolute;left:-66vw", "position:absolute;top:-751pt", "position:absolute;left:-124ex",
        "position:absolute;left:100%",
        "position:absolute;left:50%;margin-left:-490px", "float:left;margin-left:-100%", "text-indent:-20px",
        "height:0", "height:0;overflow:visible", "height:0;padding-bottom:56.25%;overflow:hidden",
        "max-height:0;overflow:hidden;transition:max-height .3s", "height:auto;overflow:hidden",
        "height:1px;overflow:hidden", "height:0;min-height:40px;overflow:hidden", "overflow:hidden",
        "opacity:0.02", "opacity:1", "opacity:0;transform:translateY(40px)", "opacity:0;transition:opacity 1s",
        "clip:rect(0,0,0,0)", "position:absolute;clip:rect(0,90px,20px,0)", "clip-path:inset(10%)",
        "transform:scale(0.9)", "transform:scale(1)", "transform:translateX(-50%)",
        "transform:scale(0);animation:in 1s",
        "color:transparent;background-clip:text", "color:transparent;text-shadow:0 0 1px #000", "color:rgba(0,0,0,.9)",
        "background:transparent", "display:none;display:block", "visibility:visible", "line-height:0",
        "display:inline-block", "border-color:transparent", "width:100%;overflow:hidden", "/* display:none */",
    ],
)  # fmt: skip
def test_what_looks_so_and_is_seen_stays(css: str) -> None:
    assert not hides(css)
    assert shown(f"<div style='{css}'><p>một</p></div>") == ["một"]
    assert shown(f"<p>hai <span style='{css}'>ba</span></p>") == ["hai ba"]


def test_letters_of_no_size_are_hidden_unless_those_inside_have_one() -> None:
    assert shown(f"<div style='font-size:0'>{SPAM}<p>{SPAM}</p></div>") == []
    assert shown(f"<p>hai <span style='font-size:0px'>{SPAM}</span></p>") == ["hai"]
    assert shown("<div style='font-size:0'><p style='font-size:14px'>hai</p></div>") == ["hai"]
    assert shown("<div style='font-size:0'><p class='o'>hai</p></div>") == ["hai"]
    assert shown("<div style='font-size:0'><span style='font-size:14px'>hai</span></div>") == ["hai"]
    assert shown("<div style='font-size:0'><a href='/x' class='o'>hai</a></div>") == ["hai"]
    assert shown("<p style='font-size:80%'>hai</p>") == ["hai"]
    assert shown(f"<p class='x'>{SPAM}</p>", ".x{font-size:0}") == []
    assert shown("<div class='x'>hai</div>", ".x{font-size:0}") == ["hai"]
    assert shown("<p class='x' style='font-size:2em'>hai</p>", ".x{font-size:0}") == ["hai"]


def test_markup_hides_too() -> None:
    assert shown("<div hidden>một</div><p>hai <span hidden>ba</span> <a href='/x' hidden>ba</a> bốn</p>") == ["hai bốn"]
    assert shown("<dialog open>một</dialog><dialog>hai</dialog>ba") == ["ba"]
    closed = "<div {} aria-hidden='true'>một</div>hai"
    assert shown(closed.format("role='dialog'")) == shown(closed.format("class='modal fade'")) == ["hai"]
    assert shown(closed.format("class='modern'")) == shown(closed.format("")) == ["một", "hai"]
    assert shown("<div class='modal'>một</div><div role='dialog' aria-hidden='false'>hai</div>") == ["một", "hai"]


@pytest.mark.parametrize(
    "style",
    [
        ".an{display:none}", "div.an{display:none}", "#an1{display:none}", ".a .an{display:none}",
        "body > .a .an{display:none!important}", "#khung .an{display:none}", ".an.hai{visibility:hidden}",
        "h9,.an , .x:hover{display:none}", "/* .an{} */ .an /* x */ {position:absolute;left:-9999px}",
        "@charset 'utf-8';.an{height:0;overflow:hidden}", "<!-- .an{display:none} -->",
        "@media screen{.an{display:none}}", "@media all { .an { display : none } }", "@layer x{.an{opacity:0}}",
        ".an{display:block}.an{display:none}", ".an{display:none!important}.an{display:block}",
        "#an1{display:none}.an{display:block}", ".an{display:none}.b .an{display:block}",
        ".an{display:none}.an:target{display:block}", "@media print{.an{display:block}}.an{display:none}",
        "@import url(x.css);.an{display:none}", "@media print{.x{color:red}}.an{display:none}",
    ],
)  # fmt: skip
def test_rules_of_the_pages_own_style_hide(style: str) -> None:
    html = f"<div class='a' id='khung'><div class='an hai' id='an1'><p>{SPAM}</p></div>ba</div>"
    assert shown(html, style) == ["ba"]


@pytest.mark.parametrize(
    "style",
    [
        "", ".An{display:none}", "p.an{display:none}", ".b .an{display:none}", "#an2{display:none}",
        ".an.ba{display:none}", ".an:hover{display:none}", ".an[x]{display:none}", ".x + .an{display:none}",
        "@media print{.an{display:none}}", "@media (max-width:600px){.an{display:none}}",
        "@media screen and (max-width:600px){.an{display:none}}", "@supports (x:y){.an{display:none}}",
        "@media print{@media screen{.an{display:none}}}", "@keyframes k{from{opacity:0}}.an{color:red}",
        ".an{display:none}.an{display:block}", ".an{display:none}.hai{display:block}",
        ".an{display:none}#an1{display:flex}",
        ".an{display:none}.a .an{display:block}", ".an{display:none}.an{display:block!important}",
        ".an{opacity:0;transition:opacity 1s}", "div{display:none}", "body{visibility:hidden}",
        ".an{color:red", ".an display:none}", "}}}.x{display:none}", ".an{height:0}",
    ],
)  # fmt: skip
def test_rules_for_other_elements_media_and_times_hide_nothing(style: str) -> None:
    html = "<div class='a' id='khung'><div class='an hai' id='an1'><p>hai</p></div>ba</div>"
    assert shown(html, style) == ["hai", "ba"]


@pytest.mark.parametrize(
    "name",
    (
        "tab-pane tabcontent collapse accordion-body panel slide mySlides lazyload fade-in wow carousel-item more"
        " swiper-slide toggle-box gallery"
    ).split(),
)
def test_what_a_script_shows_is_content(name: str) -> None:
    assert shown(f"<div class='{name}'>hai</div>", f".{name}{{display:none}}") == ["hai"]


@pytest.mark.parametrize("css", ["height:0;overflow:hidden", "max-height:0;overflow:hidden", "opacity:0"])
def test_what_a_script_opens_is_content_unless_it_takes_no_place(css: str) -> None:
    for name in ("accordion-body", "rah-static rah-static--height-zero", "tab-pane"):
        assert shown(f"<div class='{name}' style='{css}'>hai</div>") == ["hai"]
        assert shown(f"<p>một <span class='{name}' style='{css}'>hai</span></p>") == ["một hai"]
        assert shown(f"<div class='{name}' style='display:none;{css}'>hai</div>ba") == ["ba"]


def test_headings_are_faded_in() -> None:
    assert shown("<h2 style='opacity:0'>hai</h2>") == ["hai"]
    assert shown("<h2 style='opacity:0;display:none'>hai</h2>ba") == ["ba"]


def test_an_elements_own_style_counts_before_the_rules() -> None:
    assert shown("<div class='an' style='display:block'>hai</div>", ".an{display:none}") == ["hai"]
    assert shown("<div class='an' style='color:red'>hai</div>ba", ".an{display:none}") == ["ba"]


def test_inline_elements_and_links_have_rules_too() -> None:
    html = f"<p>hai <span class='an'>{SPAM}</span> <i id='k'>{SPAM}</i> <a class='an' href='/x'>{SPAM}</a></p>"
    assert shown(html, ".an,#k{display:none}") == ["hai"]


@pins("style_sheets._MAX_STYLE")
@pytest.mark.parametrize(("length", "lines"), [(100_000, []), (100_001, ["hai"])])
def test_long_style_sheets_are_a_librarys(length: int, lines: list[str]) -> None:
    rule = ".an{display:none}"
    assert shown("<div class='an'>hai</div>", rule + " " * (length - len(rule))) == lines


def test_styles_for_browsers_without_scripts_and_for_printers_hide_nothing() -> None:
    rule = ".an{display:none}</style>"
    for head in (f"<noscript><style>{rule}</noscript>", f"<style media='print'>{rule}"):
        assert [b.text for b in document(f"<head>{head}</head><p class='an'>hai</p>").blocks if not b.hidden] == ["hai"]
    (block,) = document(f"<style media='screen'>{rule}<p class='an'>hai</p>").blocks
    assert block.hidden


def test_hidden_text_is_in_no_field_and_the_rest_of_the_article_is() -> None:
    for box, style in (
        ("style='position:absolute;left:-9999px'", ""),
        ("class='zx'", "<style>.zx{display:none}</style>"),
        ("class='zx' style='overflow:hidden;height:0'", ""),
    ):
        spam = f"<div {box}><p>{SPAM}</p><p>Tác giả: Hà Văn Thuận</p><a href='/x.pdf'>x</a></div>"
        body = f"<div><h1>Hội làng mở lại sau ba năm</h1>{paragraphs(ONE, TWO)}{spam}{paragraphs(THREE, FOUR)}</div>"
        found = read_article(page(body, head=style))
        assert found.paragraphs == list(SENTENCES)
        assert found.authors == []


def test_a_page_of_which_nearly_all_is_hidden_is_shown_by_a_script() -> None:
    body = f"<div class='noi-dung'><h1>Hội làng mở lại sau ba năm</h1>{paragraphs(*SENTENCES, *SENTENCES)}</div>"
    found = read_article(page(body, head="<style>.noi-dung{visibility:hidden}</style>"))
    assert found.paragraphs == [*SENTENCES, *SENTENCES]


@pytest.mark.parametrize(
    "style",
    [
        ".a{display:none}" * 60_000,
        ".a,".join([""] * 300_000) + ".a{display:none}",
        "/*" * 500_000,
        "{" * 1_000_000,
        "}" * 1_000_000,
        "a{" * 300_000 + "display:none",
        ".a " * 300_000 + "{display:none}",
        ".a{" + "display:none;" * 80_000 + "}",
        "@media screen{" * 70_000 + ".a{display:none}",
        ".a{opacity:" + "0" * 1_000_000,
        "display" + " " * 1_000_000,
        "".join(f".a{i}{{display:none}}" for i in range(50_000)),
    ],
    ids=range(12),
)
def test_a_megabyte_of_style_takes_no_longer_than_its_size(style: str) -> None:
    body = "<div class='a a1'><div class='b'>" * 200 + "một" + "</div></div>" * 200 + "<p class='a'>hai</p>" * 3_000
    start = process_time()
    document(f"<style>{style}</style>{body}")
    document(f"<style>{style[:95_000]}</style>{body}")  # longer ones are a library's, and not read
    assert process_time() - start < 8  # quadratic time would be minutes


@given(st.text("ab{}.#;:/*@-0 ,<!>", max_size=60), st.text("display:noe;-0px/*!(", max_size=60))
def test_any_style_is_read(style: str, css: str) -> None:
    root, _ = parse(f"<style>{style}</style><p class='a' id='b'>x</p>".encode())
    assert root is not None
    hiding_rules(root.iter("style"))
    hides(css)


def test_text_behind_an_embedded_file_is_text() -> None:
    assert shown("<p>một <embed src='x.pdf'> hai</p><p>ba</p>") == ["một hai", "ba"]
    assert shown("<p>một <embed src='x.pdf'></embed> hai</p>") == ["một hai"]


def test_an_article_that_a_click_opens_stays_hidden_as_before() -> None:
    tabs = f"<div class='tab-pane active'>{paragraphs()}</div><div class='tab-pane' style='display:none'>{SPAM}</div>"
    assert read_article(article(tabs)).paragraphs == list(SENTENCES)
