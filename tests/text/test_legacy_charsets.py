"""Text in the charsets from before Unicode is told by its words, and converted letter by letter."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.legacy_charsets import (
    CHARSETS,
    TCVN3,
    VISCII,
    VNI,
    LegacyCharset,
    decoded_text,
    decoded_words,
    evidence,
)
from scraper.text.letters import LOWER, MARKED, TONE, UPPER

WORDS = "Sở Tư pháp Vĩnh Quỳnh mở lớp tập huấn kỹ năng hòa giải cho bảy mươi hai tổ trưởng ở các thôn ven sông"


def encoded(text: str, charset: LegacyCharset) -> str:
    """The text as a Unicode page shows it."""
    codes = {letter: code for code, letter in reversed(charset.letters.items())}
    return "".join(codes.get(char, char) for char in text)


LETTERS = {
    TCVN3.name: "".join(char for char in LOWER + UPPER if char.islower() or char not in TONE),
    VNI.name: LOWER + UPPER,
    VISCII.name: "".join(char for char in LOWER + UPPER if char not in "ẲẴẪỶỸỴ"),
}


@pytest.mark.parametrize("charset", CHARSETS, ids=lambda charset: charset.name)
def test_a_charset_has_all_letters_each_once(charset: LegacyCharset) -> None:
    found = [encoded(char, charset) for char in LETTERS[charset.name]]
    assert len(set(found)) == len(found)
    assert [charset.decode(code) for code in found] == list(LETTERS[charset.name])


@pytest.mark.parametrize("charset", CHARSETS, ids=lambda charset: charset.name)
@given(data=st.data())
def test_syllables_come_back(charset: LegacyCharset, data: st.DataObject) -> None:
    letters = [char for char in LETTERS[charset.name] if char.islower()]
    # Two vowels in a row may be one of VNI's: so letters with spaces between.
    text = " ".join(data.draw(st.lists(st.sampled_from(letters))))
    assert charset.decode(encoded(text, charset)) == text


@pytest.mark.parametrize(
    ("shown", "text", "charset"),
    [
        ("S¸ng nay, ñy ban nh©n d©n tØnh", "Sáng nay, Ủy ban nhân dân tỉnh", TCVN3),
        ("®­êng th«n", "đường thôn", TCVN3),
        ("ph-¬ng h-íng n¨m 2008-2010", "phương hướng năm 2008-2010", TCVN3),
        ("HéI NGHÞ TæNG KÕT", "HỘI NGHỊ TỔNG KẾT", TCVN3),
        ("vÒ Kinh tÕ. ý kiÕn kh¸c", "về Kinh tế. Ý kiến khác", TCVN3),
        ("Hoäi nghò tổng keát".replace("ổ", "oå"), "Hội nghị tổng kết", VNI),
        ("ÑAÛNG BOÄ TÆNH", "ĐẢNG BỘ TỈNH", VNI),
        ("Ñaø Naüng saün saøng, nghóa tình öùng hoä", "Đà Nẵng sẵn sàng, nghĩa tình ứng hộ", VNI),
        ("Vi®t Nam", "Việt Nam", VISCII),
    ],
)
def test_what_pages_show_is_what_was_meant(shown: str, text: str, charset: LegacyCharset) -> None:
    assert decoded_text(shown, charset) == text


def test_a_paragraph_begins_with_a_capital() -> None:
    assert decoded_text("¸p dông", TCVN3, begins=True) == "Áp dụng"
    assert decoded_text("¸p dông", TCVN3) == "áp dụng"


@pytest.mark.parametrize(("word", "converted"), [("Hé", "Hộ"), ("HéI", "HỘI")])
def test_two_capitals_make_a_word_in_capitals(word: str, converted: str) -> None:
    assert decoded_text(f"lµ {word}", TCVN3) == f"là {converted}"


@pytest.mark.parametrize("charset", CHARSETS, ids=lambda charset: charset.name)
def test_words_of_a_charset_are_its_evidence(charset: LegacyCharset) -> None:
    said = evidence(encoded(WORDS.lower(), charset), charset)
    assert len(said.odd) >= 8
    assert len(said.good) >= 0.8 * len(said.odd)
    assert said.valid == said.words


@pytest.mark.parametrize("charset", CHARSETS, ids=lambda charset: charset.name)
@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        "Thông báo là có và không có gì",
        "Le député a été élu à la tête de l'assemblée après un débat très animé où chaque côté s'est exprimé",
        "Für die Bürger wäre es möglich, daß die Straße über den Fluß geführt würde, müßte man höher bauen",
        "El año pasado la compañía española anunció una campaña más pequeña que según señaló continuará",
        "På grund av detta är många så nöjda, även om vi får några förslag från både språk- och miljörådet",
        "A 5 µm film and a 7 µm film at 10 °C are ± 3 µm apart · © 2020 · Windows® · «quote» · ½ cup · 2 × 3",
    ],
)
def test_words_of_other_languages_are_none(charset: LegacyCharset, text: str) -> None:
    said = evidence(text, charset)
    assert len(said.odd) < 4 or len(said.good) < 0.8 * len(said.odd) or said.valid < 0.6 * said.words


def test_single_words_are_converted_among_right_ones() -> None:
    assert decoded_words("Tỉnh ủy häp © «vÒ» việc cã", TCVN3) == "Tỉnh ủy họp © «vÒ» việc cã"


@given(st.text(max_size=60), st.sampled_from(CHARSETS))
def test_any_text_is_converted(text: str, charset: LegacyCharset) -> None:
    evidence(text, charset)
    decoded_text(text, charset, begins=True)
    assert re.sub(r"\S", "", decoded_words(text, charset)) == re.sub(r"\S", "", text)


def test_every_letter_with_a_mark_is_known_to_viscii() -> None:
    assert MARKED - set(VISCII.letters.values()) - set("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý") == set("ẲẴẪỶỸỴ")
