import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.full_names import full_names, is_full_name


@pytest.mark.parametrize(
    "name",
    [
        *("Jane Doe", "JANE DOE", "Conan O'Brien", "Jean-Luc Picard", "J. R. R. Tolkien", "James S.A. Corey"),
        *("Juan de la Cruz", "Ludwig van der Berg", "Jörg Müller", "Dr Milan Milanović", "Анна Петрова", "April Jones"),
        *("Nguyễn Văn An", "Osama bin Hassan", "Angus McIntyre"),
    ],
)
def test_full_names(name: str) -> None:
    assert is_full_name(name)


@pytest.mark.parametrize(
    "text",
    [
        *("Jane", "jane doe", "janedoe7 Doe", "Jane Doe 7", "jane@post.com", "https://post.com Jane", "Jane_Doe Roe"),
        *("The Post", "Editorial Team", "News Desk", "Acme Media", "Daily Planet Staff", "BBC NEWS", "USA TODAY"),
        *("New York", "Super User", "Jane Doe Wrote Six Long Books", "J. R.", "", " ", "Jane Doe is here", "x" * 80),
    ],
)
def test_other_words(text: str) -> None:
    assert not is_full_name(text)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, John Roe, and Mary Major, Daily Post", ("Jane Doe", "John Roe", "Mary Major")),
        ("Jane Doe, PhD, and John Roe, Jr.", ("Jane Doe", "John Roe")),
        ("Jane Doe | Reuters", ("Jane Doe",)),
        ("Jane Doe - New York", ("Jane Doe",)),
        ("Reuters, Jane Doe", ()),
        ("Burda Style", ()),
        ("", ()),
        ("Jane Doe, " * 40, ()),
    ],
)
def test_the_persons_of_a_statement(value: str, names: tuple[str, ...]) -> None:
    assert full_names(value, {"burda style"}) == names


@given(st.text())
def test_any_text_may_be_asked_about(text: str) -> None:
    assert all(name in text for name in full_names(text))
