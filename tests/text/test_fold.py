import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.fold import fold, slug, tone_marks

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng ủy xã Đôn Xuân", "dang uy xa don xuan"),
        ("LƯỢT XEM: 12", "luot xem: 12"),
        ("Nguyễn Hữu Thọ", "nguyen huu tho"),
        ("naïve Ångström ça", "naive angstrom ca"),
        ("\u0130stanbul", "istanbul"),
        ("ASCII only", "ascii only"),
        ("", ""),
    ],
)
def test_folding_drops_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_vietnamese_letter_folds_to_ascii() -> None:
    assert fold(VIETNAMESE).isascii()
    assert fold(VIETNAMESE.upper()) == fold(VIETNAMESE)


@given(st.text().map(lambda text: unicodedata.normalize("NFC", text)))
def test_folding_keeps_the_length_so_that_offsets_carry_over(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "slugged"),
    [
        ("Kế hoạch số 12-KH/HU", "ke-hoach-so-12-kh-hu"),
        ("  “Đổi mới” – sáng tạo! ", "doi-moi-sang-tao"),
        ("…", ""),
    ],
)
def test_slug(text: str, slugged: str) -> None:
    assert slug(text) == slugged


@given(st.text())
def test_a_slug_is_its_own_slug(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("written", "older_style"),
    [
        ("hoá", "hóa"),
        ("uỷ", "ủy"),
        ("Uỷ", "Ủy"),
        ("THUỶ", "THỦY"),
        ("khoẻ", "khỏe"),
        ("loà", "lòa"),
        ("Thuý", "Thúy"),
        # the tone strayed, as old keyboards let it
        ("qủa", "quả"),
        ("gìa", "già"),
        ("hòan", "hoàn"),
        ("tìên", "tiền"),
        ("ngừơi", "người"),
        ("cuả", "của"),
        ("gíup", "giúp"),
    ],
)
def test_the_tone_goes_to_the_letter_of_the_older_style(written: str, older_style: str) -> None:
    assert tone_marks(written) == older_style


@pytest.mark.parametrize(
    "word",
    [
        *("hòa", "ủy", "quý", "quả", "già", "gì", "gìn", "giếng", "giặt", "hoàn", "toán", "khuỷu", "ngoèo"),
        *("thuở", "huệ", "mía", "múa", "nữa", "của", "người", "Nguyễn", "huỳnh", "tuýt", "ngoài", "xoáy"),
    ],
)
def test_words_in_the_older_style_stay(word: str) -> None:
    assert tone_marks(word) == word


@pytest.mark.parametrize("word", ["café", "résumé", "Facebook", "Müller", "Đắk", "naïveté", "xyzoà"])
def test_what_is_no_vietnamese_syllable_stays(word: str) -> None:
    assert tone_marks(word) == word


def test_layout_and_punctuation_stay() -> None:
    text = "  “Thuỷ lợi”,\tuỷ ban;\n\nhoà-hợp  "
    assert tone_marks(text) == "  “Thủy lợi”,\tủy ban;\n\nhòa-hợp  "


@given(st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " .,-\n"))
def test_tone_marks_move_but_nothing_else_does(text: str) -> None:
    moved = tone_marks(text)
    assert len(moved) == len(text)
    assert fold(moved) == fold(text)
    assert tone_marks(moved) == moved


@given(st.text())
def test_tone_marks_take_any_text(text: str) -> None:
    assert len(tone_marks(text)) == len(text)
