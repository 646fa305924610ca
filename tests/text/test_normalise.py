import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.normalise import clean


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("Sở  Tư  pháp", "Sở Tư pháp"),
        ("\u00a0\u00a0 \u00a0Thanh Thảo\u00a0", "Thanh Thảo"),
        ("dòng một\r\ndòng hai\tdòng ba", "dòng một dòng hai dòng ba"),
        ("a\u2003b\u3000c\u2028d\u0085e\x1cf", "a b c d e f"),
        ("tin\u00adtức", "tintức"),
        ("\ufefftỉnh\u200b ủy\u200f", "tỉnh ủy"),
        ("\u202aĐảng\u202c \u2067bộ\u2069", "Đảng bộ"),
        ("bí\x00 thư\x9f", "bí thư"),
        ("một \u200b hai", "một hai"),
        ("", ""),
        (" \u200b\n", ""),
    ],
)
def test_white_space_is_one_space_and_nothing_invisible_stays(printed: str, cleaned: str) -> None:
    assert clean(printed) == cleaned


@pytest.mark.parametrize(
    "decomposed",
    [
        unicodedata.normalize("NFD", "Huyện ủy Trần Đề họp"),
        "tr\u00f4\u0300ng chu\u00f4\u0323t",  # half of the letter as an entity, half as a mark
        "ho\u0302\u0300 Ba Be\u0302\u0309",
    ],
)
def test_letters_are_composed(decomposed: str) -> None:
    cleaned = clean(decomposed)
    assert cleaned == unicodedata.normalize("NFC", decomposed)
    assert not any(unicodedata.combining(char) for char in cleaned)


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("\u00d0ảng ta", "Đảng ta"),
        ("\u00d0ồng Tháp", "Đồng Tháp"),
        ("Ông \u00d0inh Văn \u00d0ức", "Ông Đinh Văn Đức"),
        ("HỘI \u00d0ỒNG", "HỘI ĐỒNG"),
        ("lãnh \u00f0ạo", "lãnh đạo"),
        ("STA\u00d0UR", "STA\u00d0UR"),
        ("\u00d0", "\u00d0"),
    ],
)
def test_an_icelandic_eth_in_a_vietnamese_word_is_a_barred_d(printed: str, cleaned: str) -> None:
    assert clean(printed) == cleaned


def test_clean_text_comes_back_as_it_is() -> None:
    text = "Ban Tuyên giáo mở lớp bồi dưỡng cho 45 học viên (đợt 2)."
    assert clean(text) == text


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(st.text())
def test_clean_text_has_no_control_character_and_only_single_spaces(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(char) == "Cc" for char in cleaned)
    assert cleaned.split() == cleaned.split(" ") or not cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(("marks", "kept"), [(30, 30), (31, 30), (90_000, 30)])
def test_of_marks_piled_on_one_letter_the_first_are_kept(marks: int, kept: int) -> None:
    pile = "\u0300\u0323\u0316" * (marks // 3) + "\u0300" * (marks % 3)
    cleaned = clean(f"x{pile} {pile}")
    assert [len(word) for word in cleaned.split()] == [kept + 1, kept]
    assert clean(f"— {'—' * 90} {'á' * 40}") == f"— {'—' * 90} {'á' * 40}"
