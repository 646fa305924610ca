"""When the reader doubts its text, and which reading it takes then."""

from __future__ import annotations

import pytest

from scraper.pages.article import TAKEN, WARNING_UNSURE, read_article
from scraper.pages.confidence import choose_longer
from tests.pages.reading import ONE, SENTENCES, TWO, page, paragraphs
from tests.pins import pins

UNKNOWN = "http://portal.vn/xyz"
LONG = paragraphs(*(f"{sentence} {sentence} {i}" for i in range(6) for sentence in SENTENCES))


def unsure(warnings: list[str]) -> list[str]:
    return [warning for warning in warnings if warning.startswith(WARNING_UNSURE)]


def test_a_short_notice_whose_title_the_address_says_is_no_doubt() -> None:
    url = "http://portal.vn/tin-tuc/moi-hop-to-dan-pho-thang-sau-1234"
    reading = read_article(page(f"<h1>Mời họp tổ dân phố tháng sáu</h1><p>{ONE}</p>", url))
    assert unsure(reading.warnings) == []


def test_hardly_any_text_on_an_unknown_page_is_a_doubt_and_stays_when_nothing_else_is_found() -> None:
    title = "Hội làng mở lại sau ba năm vắng tiếng trống"
    reading = read_article(page(f"<div><h1>{title}</h1><p>{ONE}</p></div>", UNKNOWN, f"<title>{title}</title>"))
    (warning,) = unsure(reading.warnings)
    assert not warning.endswith(TAKEN)
    assert reading.paragraphs == [ONE]


@pins("confidence._TITLE_WORDS")
@pytest.mark.parametrize(("title", "is_read_again"), [("Hội làng mở lại", False), ("Hội làng mở lại rồi", True)])
def test_below_a_few_words_that_nothing_confirms_no_other_text_is_sought(title: str, is_read_again: bool) -> None:
    head = f"<title>{title}</title>"
    reading = read_article(page(f"<div><h1>{title}</h1><p>{ONE}</p></div>", UNKNOWN, head))
    assert bool(unsure(reading.warnings)) is is_read_again
    stated = f"{head}<meta property='og:type' content='article'>"
    assert unsure(read_article(page(f"<div><h1>{title}</h1><p>{ONE}</p></div>", UNKNOWN, stated)).warnings)
    dated = f"<div><h1>{title}</h1><p>12/06/2023 16:30</p><p>{ONE}</p></div>"
    assert unsure(read_article(page(dated, UNKNOWN, head)).warnings)


def test_a_long_text_on_an_unknown_page_is_no_doubt() -> None:
    title = "Hội làng mở lại sau ba năm vắng tiếng trống"
    reading = read_article(page(f"<div><h1>{title}</h1>{LONG}</div>", UNKNOWN, f"<title>{title}</title>"))
    assert unsure(reading.warnings) == []


def test_the_other_reading_must_say_much_more() -> None:
    own = [ONE, TWO]
    assert choose_longer(own, [ONE, TWO, "Thêm một câu."]) is own
    assert choose_longer(own, []) is own
    assert choose_longer(own, [ONE, TWO, ONE, TWO]) == [ONE, TWO, ONE, TWO]
    assert choose_longer([], [ONE]) == [ONE]
