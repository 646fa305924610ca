"""Articles, lists and pages of nothing; and when the reader doubts what it read."""

from __future__ import annotations

import logging

import pytest

from scraper.pages import article as module
from scraper.pages.article import TAKEN, WARNING_TITLE, ArticleFields, NoArticleError, read_article
from scraper.pages.body import SHORT_BODY
from scraper.pages.confidence import choose_longer
from scraper.pages.fallback_extractor import fallback_text
from tests.pages.lengths import line, sentence
from tests.pages.reading import ONE, SENTENCES, THREE, TITLE, TWO, URL, article, page, paragraphs
from tests.pins import pins

UNKNOWN = "http://portal.vn/xyz"
LONG_TITLE = "Hội làng mở lại sau ba năm vắng tiếng trống"
EMPTY = "<p>Nội dung đang được cập nhật</p>"


def unknown(html: str, head: str = LONG_TITLE) -> ArticleFields:
    """A page whose address does not say the title."""
    return read_article(page(f"<div><h1>{LONG_TITLE}</h1>{html}</div>", UNKNOWN, f"<title>{head}</title>"))


# ------------------------------------------------------------------ nothing to read


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<p>Mời vào</p>", "no title"),
        (f"<h1>{TITLE}</h1>", "no text, file or picture below the title"),
        (f"<h1>{TITLE}</h1>{EMPTY}", "the page says that it has no content"),
        (f"<h1>{TITLE}</h1><p hidden>Nội dung đang được cập nhật</p>", "no text, file or picture below the title"),
    ],
)
def test_why_a_page_is_no_article(html: str, why: str) -> None:
    with pytest.raises(NoArticleError) as error:
        read_article(page(html))
    assert str(error.value) == why


@pins("article._LONG_BODY")
@pytest.mark.parametrize(("length", "read"), [(599, False), (600, True)])
def test_a_long_text_stands_for_itself_beside_an_empty_box(length: int, read: bool) -> None:
    html = f"<p>{sentence(length)}</p><h4>Bình luận</h4>{EMPTY}"
    if read:
        assert unknown(html).paragraphs == [sentence(length)]
    else:
        with pytest.raises(NoArticleError, match="no content"):
            unknown(html)
    assert read_article(article(f"<p>{sentence(100)}</p><h4>Bình luận</h4>{EMPTY}")).paragraphs == [sentence(100)]


@pytest.mark.parametrize("only", ["<p><a href='/a.pdf'>Kế hoạch</a></p>", "<p><img src='/anh/hoi.jpg'></p>"])
def test_files_and_pictures_alone_are_an_article_where_the_title_is_sure(only: str) -> None:
    found = read_article(article(only))
    assert (found.paragraphs, len(found.attachments) + len(found.images)) == ([], 1)
    assert found.warnings == ["body: very short"]
    assert read_article(article(only + EMPTY)).paragraphs == []
    with pytest.raises(NoArticleError, match="no text"):
        unknown(only, head="Trang tin của xã")


@pins("body.SHORT_BODY")
@pytest.mark.parametrize(("length", "warnings"), [(SHORT_BODY - 1, ["body: very short"]), (SHORT_BODY, [])])
def test_a_short_text_is_an_announcement_at_best(length: int, warnings: list[str]) -> None:
    assert SHORT_BODY == 60
    assert read_article(article(f"<p>{sentence(length)}</p>")).warnings == warnings
    assert read_article(article(f"<p>{sentence(length - 20)}</p><p>{line(20)}</p>")).warnings == warnings


def test_a_title_that_nothing_confirms_is_warned_of() -> None:
    assert WARNING_TITLE in unknown(paragraphs()).warnings
    assert read_article(article(paragraphs())).warnings == []


def test_the_body_is_its_paragraphs_with_a_blank_line_between() -> None:
    assert read_article(article(paragraphs(ONE, TWO))).body == f"{ONE}\n\n{TWO}"


def test_the_rule_of_the_body_says_where_it_stands() -> None:
    def rule(html: str) -> str:
        return read_article(article(html)).rules["body"]

    assert rule(f"<section id='a' class='b'>{paragraphs()}</section>") == "lines 1 to 4, in <section a>"
    assert rule(f"<section class='b'>{paragraphs()}</section>") == "lines 1 to 4, in <section b>"
    assert rule(f"<section>{paragraphs()}</section>") == "lines 1 to 4, in <section>"
    assert rule("<p><a href='/a.pdf'>Kế hoạch</a></p>") == ""


# ------------------------------------------------------------------ lists


def linked(number: int, length: int = 30, href: str = "") -> str:
    return f"<p><a href='{href or f'/tin-tuc/bai-viet-so-{number}01'}'>{line(length)}</a></p>"


def is_list(html: str) -> bool:
    return read_article(article(f"<div>{html}</div>")).is_list


@pins("list_pages.MIN_LIST", "list_pages.MIN_TITLE", "list_pages._LONGER")
@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>{ONE}</p>{linked(1)}{linked(2)}{linked(3)}<p>{TWO}</p>", True),
        (f"<p>{ONE}</p>{linked(1)}{linked(2)}<p>{TWO}</p>", False),
        (f"<p>{ONE}</p>{linked(1, 20)}{linked(2, 20)}{linked(3, 20)}<p>{TWO}</p>", True),
        (f"<p>{ONE}</p>{linked(1, 20)}{linked(2, 20)}{linked(3, 19)}<p>{TWO}</p>", False),
        (f"{linked(1)}{linked(2)}{linked(3)}<p>{ONE}</p><p>{TWO}</p>", False),  # above the text
        (f"{paragraphs(*[sentence(60)] * 5)}{linked(1)}{linked(2)}{linked(3)}<p>{sentence(60)}</p>", True),
        (f"{paragraphs(*[sentence(60)] * 5)}{linked(1)}{linked(2)}{linked(3)}<p>{sentence(61)}</p>", False),
        (f"{paragraphs(*[sentence(50)] * 6)}{linked(1)}{linked(2)}{linked(3)}<p>{sentence(50)}</p>", False),
    ],
)
def test_titles_between_many_of_the_lines_make_a_list(html: str, expected: bool) -> None:
    assert is_list(html) is expected


@pins("list_pages.MIN_ENTRY")
@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"{linked(1)}<p>{ONE}</p>{linked(2)}<p>{TWO}</p>", True),
        (f"<p>{ONE}</p>{linked(2)}<p>{TWO}</p>", False),
        (f"{linked(1)}<p>{ONE}</p>{linked(2)}<p>{TWO}</p><p>{THREE}</p>", True),
        (f"{linked(1)}<p>{ONE}</p>{linked(2)}<p>{TWO}</p><p>{THREE}</p><p>{ONE}</p>", False),
        (f"{linked(1, 30, '/muc')}<p>{ONE}</p>", True),
        (f"{linked(1, 29, '/muc')}<p>{ONE}</p>", False),
        (f"{linked(1, 29)}<p>{ONE}</p>", True),
        (f"{linked(1, 30, URL)}<p>{ONE}</p>", False),
        (f"{linked(1, 30, 'http://other.vn/')}<p>{ONE}</p>", False),
        (f"{linked(1)}<p>Xã nhà</p><p>{ONE}</p>", True),
        (f"<p>{ONE}</p>", False),
    ],
)
def test_a_title_before_each_of_the_sentences_makes_teasers(html: str, expected: bool) -> None:
    assert is_list(html) is expected


ENTRY = "<div><h3><a href='/xem?bai={}'>{}</a></h3><p>{}</p></div>"


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("Hội làng mở lại sau ba năm vắng bóng", "Tin buồn", "Tin vui"), True),  # in the places of titles
        (("Tin buồn", "Tin vui", "Lễ hội"), False),
        (("Tin buồn", "Tin vui", "Hội làng mở lại sau ba năm vắng bóng"), True),
    ],
)
def test_short_titles_among_long_ones_lead_teasers_too(titles: tuple[str, ...], expected: bool) -> None:
    html = "".join(ENTRY.format(i, text, ONE) for i, text in enumerate(titles))
    assert is_list(html) is expected


def test_a_section_beside_each_text_makes_no_list() -> None:
    long = "Hội làng mở lại sau ba năm vắng bóng"
    html = f"<h4><a href='/xem?bai=1'>{long}</a></h4>" + f"<h5><a href='/muc'>Tin xã</a></h5><p>{ONE}</p>" * 3
    assert not is_list(html)


def test_the_words_of_a_link_count_and_not_those_beside_it() -> None:
    line_ = "<p><a href='/muc'>Tin xã</a> và chuyện hội làng mở lại sau ba năm vắng bóng</p>"
    assert not is_list(f"{line_}<p>{ONE}</p>{line_}<p>{ONE}</p>")


def test_links_of_a_box_inside_the_text_make_no_list() -> None:
    box = f"<h4>Tin liên quan</h4>{linked(1)}{linked(2)}{linked(3)}"
    assert not is_list(f"<p>{ONE}</p>{box}{paragraphs()}")


# ------------------------------------------------------------------ doubts


def doubt(html: str) -> str | None:
    found = [warning for warning in unknown(html).warnings if warning.startswith("body: unsure")]
    return found[0].partition("(")[2].partition(")")[0] if found else None


@pins("confidence._SHORT")
@pytest.mark.parametrize(("length", "why"), [(199, "very short"), (200, None)])
def test_a_short_text_is_a_doubt_where_the_title_is_not_sure(length: int, why: str | None) -> None:
    assert doubt(f"<p>{sentence(length)}</p>") == why


@pins("confidence._LINKED")
@pytest.mark.parametrize(("linked_", "why"), [(100, None), (101, "many links")])
def test_a_text_half_of_links_is_a_doubt(linked_: int, why: str | None) -> None:
    words = line(200)
    text = f"<p><a href='http://other.vn/'>{words[:linked_].strip()}</a>{words[linked_:]}</p>"
    assert doubt(text) == why


@pins("confidence._SHARE", "confidence._SENTENCES")
@pytest.mark.parametrize(
    ("elsewhere", "why"),
    [
        (f"<p>{sentence(300)}</p>", None),
        (f"<p>{sentence(301)}</p>", "as much text elsewhere"),
        (f"<p>{sentence(80)}</p>" * 4, "as much text elsewhere"),
        (f"<p>{sentence(79)}</p>" * 4, None),
        (f"<p hidden>{sentence(301)}</p>", None),
        (f"<p><a href='/x'>{line(200)}</a>{line(200)}</p>", None),
    ],
)
def test_as_much_text_elsewhere_is_a_doubt(elsewhere: str, why: str | None) -> None:
    assert doubt(f"<div><p>{sentence(300)}</p></div><h4>Bình luận</h4><section>{elsewhere}</section>") == why


def test_a_box_inside_the_text_is_not_what_was_taken() -> None:
    box = f"<h4>Tin liên quan</h4><p><a href='/tin-tuc/bai-viet-so-201'>{line(150)}</a></p>"
    assert doubt(f"<div><p>{sentence(150)}</p>{box}<p>{sentence(150)}</p></div>") is None


@pins("confidence._SHORT")
@pytest.mark.parametrize(("length", "taken"), [(199, False), (200, True)])
def test_a_missing_text_is_a_doubt_only_where_there_is_one_somewhere(length: int, taken: bool) -> None:
    asked: list[str] = []

    def fallback(_: object, title: str) -> list[str]:
        asked.append(title)
        return []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "fallback_text", fallback)
        body = f"<p>{sentence(length)}</p><h1>{TITLE}</h1>"
        with pytest.raises(NoArticleError, match="no text"):
            read_article(page(body, URL))
    assert bool(asked) is taken


def test_the_other_reading_is_taken_whole_where_the_title_is_not_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    other = [sentence(300), sentence(300, "!")]
    monkeypatch.setattr(module, "fallback_text", lambda *_: other)
    found = unknown(f"<p>{ONE}</p>")
    assert found.paragraphs == other
    assert found.warnings == [WARNING_TITLE, f"body: unsure (very short); {TAKEN}"]
    assert found.rules["body"] == "fallback extractor"


def test_the_other_reading_is_not_taken_where_it_says_little_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "fallback_text", lambda *_: [ONE, "Thêm."])
    found = unknown(f"<p>{ONE}</p>")
    assert (found.paragraphs, found.warnings) == ([ONE], [WARNING_TITLE, "body: unsure (very short); kept"])


@pins("confidence._MORE")
@pytest.mark.parametrize(("words", "taken"), [(13, False), (14, True)])
def test_the_other_reading_says_two_fifths_more(words: int, taken: bool) -> None:
    own, other = [" ".join(["chữ"] * 10)], [" ".join(["chữ"] * words)]
    assert (choose_longer(own, other) is other) is taken
    assert choose_longer([], ["một"]) == []
    assert choose_longer([], ["một hai"]) == ["một hai"]


# ------------------------------------------------------------------ the other reading


def test_the_other_reading_leaves_out_title_links_and_labels() -> None:
    more = paragraphs(*SENTENCES, "Tin khác", "Trang chủ của xã nhà ta", *SENTENCES)
    html = f"<article><h1>{TITLE}</h1>{more}</article><p><a href='/x'>Trang chủ của xã nhà ta</a></p>"
    found = fallback_text(page(html), TITLE)
    assert ONE in found
    assert {TITLE, "Tin khác", "Trang chủ của xã nhà ta"}.isdisjoint(found)
    assert all(found)


@pins("fallback_extractor._LARGEST")
@pytest.mark.parametrize(("size", "read"), [(1_000_000, True), (1_000_001, False)])
def test_a_large_page_is_not_read_twice(size: int, read: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: ONE)
    monkeypatch.setattr("scraper.pages.fallback_extractor.reserialised", lambda _: "<p>x</p>".ljust(size))
    assert fallback_text(page(""), TITLE) == ([ONE] if read else [])


def test_the_other_reading_writes_nothing_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    # Of a page without a text, trafilatura warns that it discards it.
    with caplog.at_level(logging.WARNING):
        assert fallback_text(page(""), TITLE) == []
        assert fallback_text(page("<div></div>"), TITLE) == []
    assert caplog.records == []


# ------------------------------------------------------------------ bylines above the text


@pins("article._BYLINES", "article._BY")
@pytest.mark.parametrize(
    ("html", "is_text"),
    [
        ("<h4>Ann Lee June 12, 2023</h4>{0}", False),
        ("<h4>By Ann Lee and June 12, 2023</h4>{0}", False),
        ("<h4>Byandx Ann Lee June 12, 2023</h4>{0}", True),
        ("<h4>More of it</h4><h4>Ann Lee June 12, 2023</h4>{0}", False),
        ("<h4>More of it</h4><h4>Part one</h4><h4>Ann Lee June 12, 2023</h4>{0}", True),
    ],
)
def test_a_line_of_names_and_date_is_no_text(html: str, is_text: bool) -> None:
    head = '<script type="application/ld+json">{"@type":"Article","author":{"name":"Ann Lee"}}</script>'
    text = "".join(f"<p>{'The people of three hamlets came to the green early. ' * 4}</p>" for _ in range(3))
    found = read_article(page(f"<div><h1>Village fair opens again</h1>{html.format(text)}</div>", UNKNOWN, head))
    assert any("June" in paragraph for paragraph in found.paragraphs) is is_text
