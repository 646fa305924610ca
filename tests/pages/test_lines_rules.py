"""What a line is by itself, at the edges of each rule."""

from __future__ import annotations

import pytest

from scraper.pages.blocks import Block
from scraper.pages.lines import BlockType, kind_of_words, line_kind, printed_dates
from tests.pages.lengths import line, sentence
from tests.pages.reading import blocks, page
from tests.pins import pins

ARTICLE, LIST = "/tin-tuc/cho-phien-hop-lai-202", "/tin-tuc"


def block(html: str) -> Block:
    return page(html).blocks[0]


def kind(html: str) -> BlockType:
    return line_kind(block(html))


@pins("lines._PROSE_LENGTH")
@pytest.mark.parametrize(("length", "expected"), [(79, BlockType.TEXT), (80, BlockType.PROSE)])
def test_words_of_a_paragraphs_length_are_running_text(length: int, expected: BlockType) -> None:
    assert kind(f"<p>{line(length)}</p>") is expected


@pins("lines._SENTENCE_LENGTH")
@pytest.mark.parametrize("end", [".", "!", "?", ";", ":", "…", "”", '"'])
@pytest.mark.parametrize(("length", "expected"), [(39, BlockType.TEXT), (40, BlockType.PROSE)])
def test_a_sentence_is_running_text_sooner(length: int, expected: BlockType, end: str) -> None:
    assert kind(f"<p>{sentence(length, end)}</p>") is expected


def test_a_name_of_a_sentences_length_is_text() -> None:
    assert kind(f"<p>{line(40)}</p>") is BlockType.TEXT


@pins("lines._LINKS_SHARE")
@pytest.mark.parametrize(("linked", "expected"), [(6, BlockType.TEXT), (7, BlockType.LINKS)])
def test_a_line_is_links_when_more_than_six_tenths_of_it_are(linked: int, expected: BlockType) -> None:
    words = "abcdefghij"
    assert kind(f"<p><a href='{LIST}'>{words[:linked]}</a>{words[linked:]}</p>") is expected


@pins("lines._TITLE_LENGTH", "lines._TITLE_SPACES")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thứ tư ngày 1/6/2023 6h30", BlockType.LINKS),
        ("Thứ 2 ngày 1/6/2023 6:30", BlockType.DATE),  # a letter less
        ("Thứ tư ngày 01/6/2023 12 giờ", BlockType.LINKS),
        ("Cập nhật: 01/06/2023 16:30:00", BlockType.DATE),  # a word less
        ("Xem chi tiết trong file đính kèm", BlockType.LINKS),
        ("Tin bài viết cùng chuyên mục khác", BlockType.OTHER_NEWS),  # as long as a title, and a label
        ("Văn bản chỉ đạo điều hành mới nhất", BlockType.LINKS),
        ("Văn bản chỉ đạo điều hành (1)", BlockType.END_LABEL),
        ("Gửi bài viết này qua email", BlockType.BOILERPLATE),
    ],
)
def test_a_link_as_long_as_a_title_is_an_entry_whatever_its_words(text: str, expected: BlockType) -> None:
    assert kind(f"<p><a href='{LIST}'>{text}</a></p>") is expected


def test_words_of_a_label_beside_another_link_are_a_label() -> None:
    two = f"<p><a href='{LIST}'>Xem chi tiết trong</a> <a href='{LIST}'>file đính kèm</a></p>"
    assert kind(two) is BlockType.ATTACHMENT


OWN = line(70)


@pins("lines._TITLE_LENGTH", "lines._BULLET_LENGTH")
@pytest.mark.parametrize(
    ("bullet", "title", "href", "expected"),
    [
        ("", line(25), ARTICLE, BlockType.LINKS),
        ("", line(24), ARTICLE, BlockType.PROSE),
        ("-- ", line(25), ARTICLE, BlockType.LINKS),
        ("--- ", line(25), ARTICLE, BlockType.PROSE),
        ("", line(25), LIST, BlockType.PROSE),
        ("", line(25), "javascript:void(0)", BlockType.PROSE),
    ],
)
def test_a_teaser_that_begins_with_an_articles_title_is_its_entry(
    bullet: str, title: str, href: str, expected: BlockType
) -> None:
    assert kind(f"<p>{bullet}<a href='{href}'>{title}</a> {OWN}</p>") is expected


def test_a_picture_before_the_title_is_not_its_words() -> None:
    picture = f"<a href='{LIST}'><img src='/anh.jpg'></a>"
    assert kind(f"<p>{picture}<a href='{ARTICLE}'>{line(25)}</a> {OWN}</p>") is BlockType.LINKS


def test_hidden_lines_and_pictures_are_kinds_of_their_own() -> None:
    assert kind("<p hidden>Tin khác</p>") is BlockType.HIDDEN
    assert kind("<p><img src='/anh.jpg'></p>") is BlockType.PICTURE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tin khác", BlockType.OTHER_NEWS),
        ("Bình luận", BlockType.END_LABEL),
        ("1 2 3 … »", BlockType.PAGER),
        ("Trang sau", BlockType.PAGER),
        ("Trang 2 Tin 3", None),
        ("Tài liệu đính kèm:", BlockType.ATTACHMENT),
        ("12/06/2023", BlockType.DATE),
        ("In bài viết", BlockType.BOILERPLATE),
        ("Hội làng", None),
    ],
)
def test_what_words_alone_tell(text: str, expected: BlockType | None) -> None:
    assert kind_of_words(text) is expected


@pins("labels.MAX_LABEL_LENGTH")
@pytest.mark.parametrize(("length", "expected"), [(60, BlockType.PAGER), (61, None)])
def test_a_row_of_page_numbers_is_no_longer_than_a_label(length: int, expected: BlockType | None) -> None:
    numbers = " ".join(["12"] * 20)
    assert kind_of_words(f"{numbers}{'3' * (length - len(numbers))}") is expected


def test_a_file_named_behind_its_label_is_an_attachment() -> None:
    assert kind("<p>Tài liệu đính kèm: <a href='/tep/a.pdf'>kế hoạch</a> của xã</p>") is BlockType.ATTACHMENT
    assert kind("<p>Tài liệu đính kèm: kế hoạch của xã</p>") is BlockType.TEXT
    assert kind("<p>Tài liệu đính kèm <a href='/tep/a.pdf'>kế hoạch</a> của xã</p>") is BlockType.TEXT


@pins("lines._NAME_WORDS")
@pytest.mark.parametrize(("words", "count"), [("Lê Thị Hà An", 1), ("Họp ở xã An Bá", 0)])
def test_a_name_beside_a_date_has_few_words(words: str, count: int) -> None:
    assert len(printed_dates(f"12/06/2023 16:30 | {words}")) == count


@pins("lines._NAME_LETTERS")
@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12/06/2023 16:30 | Nguyễn Thị Hồng Phươngg", 1),  # twenty letters
        ("12/06/2023 16:30 | Nguyễn Thị Hồng Phươnggg", 0),
        ("Ngày đăng: 12/06/2023 | quản trị viên", 1),
        ("12/06/2023 | quản trị viên", 0),  # neither a time nor a label
        ("12/06/2023 16:30 | In bài viết | admin", 1),
        ("12/06/2023 16:30 12/06/2023 17:30", 2),
        ("Giấy phép số 12 ngày 12/06/2023 | In bài viết", 0),
        ("12/06/2023 | Tốc độ đọc 1.0x", 1),
    ],
)
def test_who_typed_a_page_in_may_stand_beside_its_time(text: str, count: int) -> None:
    assert len(printed_dates(text)) == count


def test_long_lines_have_no_date_of_their_own() -> None:
    tools = " | In bài viết | Gửi email" * 7
    assert len(printed_dates(f"12/06/2023 16:30{tools}")) == 1
    assert printed_dates(f"12/06/2023 16:30{tools}{tools}") == ()


@pins("lines._SENTENCE_LENGTH")
@pytest.mark.parametrize(("count", "kind"), [(14, BlockType.PROSE), (13, BlockType.TEXT)])
def test_sentences_of_chinese_have_fewer_letters(count: int, kind: BlockType) -> None:
    text = "村" * (count - 1) + "。"
    assert line_kind(blocks(f"<p>{text}</p>")[0]) is kind


def test_long_chinese_lines_are_text_without_an_end() -> None:
    assert line_kind(blocks(f"<p>{'村' * 27}</p>")[0]) is BlockType.PROSE
    assert line_kind(blocks(f"<p>{'村' * 26}</p>")[0]) is BlockType.TEXT
