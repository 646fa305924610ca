"""Pages that libxml2 cuts or cannot finish are read whole."""

from __future__ import annotations

import pytest

from scraper.pages.article import read_article
from scraper.pages.tree import WARNING_CUT, WARNING_FLAT, parse
from tests.pages.reading import ONE, TITLE, TWO, article


@pytest.mark.parametrize(("levels", "flat"), [(10, False), (300, False), (2_500, True), (50_000, True)])
@pytest.mark.parametrize("tag", ["div", "span"])
def test_text_is_kept_however_deep_it_stands(tag: str, levels: int, flat: bool) -> None:
    nested = f"<p>{ONE}</p>{f'<{tag}>' * levels}{TWO}{f'</{tag}>' * levels}"
    reading = read_article(article(nested))
    assert TWO in reading.body
    assert (WARNING_FLAT in reading.warnings) is flat


def test_an_inline_picture_of_eleven_megabytes_hides_no_text() -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 11_000_000}'>"
    reading = read_article(article(f"<p>{ONE}</p>{picture}<p>{TWO}</p>"))
    assert (reading.title, reading.paragraphs) == (TITLE, [ONE, TWO])


def test_an_element_of_countless_attributes_loses_them_and_nothing_else() -> None:
    crowded = " ".join(f"a{i}='1'" for i in range(20_000))
    root, warnings = parse(f"<html><body><p {crowded}>{ONE}</p><p class='x'>{TWO}</p></body></html>".encode())
    assert root is not None
    assert [(p.text, len(p.attrib)) for p in root.iter("p")] == [(ONE, 0), (TWO, 1)]
    assert warnings == []


def test_a_page_of_tags_without_end_is_cut() -> None:
    root, warnings = parse(b"<h1>Title</h1>" + b"<a>x</a>" * 300_000)
    assert warnings == [WARNING_CUT]
    assert root is not None
    assert root.findtext(".//h1") == "Title"
    assert 100_000 < sum(1 for _ in root.iter()) < 250_000
