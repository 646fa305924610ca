import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.syllables import Syllable, is_syllable, parse

SENTENCE = """
    ban chấp hành đảng bộ huyện khai giảng lớp nghiệp vụ khuyến nông quyết nghiêng giường xoong yêu ỉa uỵch
    chuyện thuở khuya quỳnh quýt ghế nghĩ nguyên ngoằn rượu hươu phở trưởng kỷ yết gì giết uống oanh Kạn ưu
"""


@pytest.mark.parametrize("token", [*SENTENCE.split(), "Hoạch", "HOẠCH", "hoá", "hóa", "ý", "Ủy", "pa"])
def test_vietnamese_syllables(token: str) -> None:
    assert is_syllable(token)


@pytest.mark.parametrize(
    "token",
    [
        *(
            "",
            "internet",
            "Facebook",
            "zalo",
            "wifi",
            "nahan",
            "vụTỉnh",
            "Kếhoạch",
            "Krông",
            "Đắk",
            "TW",
            "HĐND",
        ),
        "cat",  # closed by a stop, and no tone
        "tàp",  # closed by a stop, and a tone that cannot be there
        "ngiên",  # ngh before i
        "ghan",  # g before a
        "cế",  # k before e
        "giá2",
        "hóá",  # two tones
        "nghiêngg",
        "iên",  # written yên
    ],
)
def test_what_is_none(token: str) -> None:
    assert not is_syllable(token)


@pytest.mark.parametrize(
    ("token", "parts"),
    [
        ("hoạch", Syllable("h", "oach", 5)),
        ("già", Syllable("gi", "a", 1)),
        ("gì", Syllable("g", "i", 1)),
        ("giếng", Syllable("g", "iêng", 2)),
        ("quyền", Syllable("qu", "yên", 1)),
        ("ủy", Syllable("", "uy", 3)),
        ("đỗ", Syllable("đ", "ô", 4)),
        ("nghe", Syllable("ngh", "e", 0)),
    ],
)
def test_a_syllable_comes_apart(token: str, parts: Syllable) -> None:
    assert parse(token) == parts


@given(st.text(max_size=12))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert is_syllable(text) in (True, False)
    assert is_syllable(text.lower()) == is_syllable(text) or len(text.lower()) != len(text)
