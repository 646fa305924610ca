import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.language import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xã Đôn Xuân mở lớp dạy nghề cho bà con.", "vi"),
        ("Diễm My", "vi"),
        ("Hội thảo về Blockchain và Artificial Intelligence", "vi"),
        ("12/05/2023", "vi"),
        ("", "vi"),
        ("The delegation visited three farms in the district.", "en"),
        (
            "Mr. Nguyễn Văn An met farmers of the cooperative and promised a new road.",
            "en",
        ),
        ("Hoi nghi tong ket cong tac nam", "en"),
        ("Le préfet a été reçu à la mairie", "en"),
        ("សួស្តី ពិភពលោក", "km"),
        ("ສະບາຍດີ", "lo"),
        ("越南新闻", "zh"),
        ("Привет, мир", "ru"),
    ],
)
def test_language(text: str, code: str) -> None:
    assert language(text) == code


@given(st.text())
def test_always_two_small_letters(text: str) -> None:
    code = language(text)
    assert len(code) == 2
    assert code.islower()
