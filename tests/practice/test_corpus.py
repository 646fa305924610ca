"""The articles: deterministic, unique, clean."""

import re
import unicodedata
from collections.abc import Callable

import pytest

from tests.practice.corpus import Article, Paragraph, Table, make_articles
from tests.practice.markup import halves, spaced, to_windows_1258, word_paste
from tests.practice.sites import SITES
from tests.practice.slugs import cut_slug, slugify
from tests.practice.truth import body_text


@pytest.fixture(scope="module")
def many() -> list[Article]:
    return make_articles("stp_travinh", 3000)


def test_same_articles_every_time(many: list[Article]) -> None:
    assert make_articles("stp_travinh", 100) == many[:100]


def test_titles_and_addresses_are_unique(many: list[Article]) -> None:
    for values in ({a.title for a in many}, {a.slug for a in many}, {a.id for a in many}):
        assert len(values) == len(many)
    assert all(40 <= len(a.title) <= 170 for a in many)


def test_text_is_clean(many: list[Article]) -> None:
    for article in many:
        text = "\n".join([article.title, body_text(article), article.byline or ""])
        assert text == unicodedata.normalize("NFC", text)
        assert not re.search(r"[{}<>\u00a0]|  |ngày ngày", text), text


def test_shares(many: list[Article]) -> None:
    anonymous = sum(not article.authors for article in many) / len(many)
    assert 0.25 < anonymous < 0.36
    assert sum(article.date is None for article in many) > 0
    styles = {article.byline_style for article in many if article.byline}
    assert styles == {"right", "centre", "label", "before", "source"}
    assert all(not article.authors for article in many if article.byline_style == "source")


@pytest.mark.parametrize("source", sorted(SITES))
def test_forty_articles_hold_all_kinds(source: str) -> None:
    articles = make_articles(source, 40)
    blocks = {type(block).__name__ for article in articles for block in article.blocks}
    assert blocks == {"Paragraph", "Table", "ListBlock", "Picture"}
    assert {article.topic for article in articles} == {section.topic for section in SITES[source].sections}
    assert any(article.attachments for article in articles)
    assert any(len(article.blocks) == 1 for article in articles)


def test_body_joins_blocks() -> None:
    article = next(a for a in make_articles("hoabinh", 40) if any(isinstance(b, Table) for b in a.blocks))
    table = next(b for b in article.blocks if isinstance(b, Table))
    paragraph = next(b for b in article.blocks if isinstance(b, Paragraph))
    assert " | ".join(table.rows[0]) + "\n" in body_text(article)
    assert paragraph.text in body_text(article).split("\n\n")


@pytest.mark.parametrize("spell", [halves, spaced, word_paste])
def test_spellings_read_like_the_text(many: list[Article], spell: Callable[[str], str]) -> None:
    from lxml import html

    for article in many[:60]:
        for block in article.blocks:
            if isinstance(block, Paragraph):
                read = html.fromstring(f"<p>{spell(block.text)}</p>").text_content()
                assert " ".join(unicodedata.normalize("NFC", read).split()) == block.text


def test_windows_1258_round_trip(many: list[Article]) -> None:
    for article in many[:60]:
        text = body_text(article)
        assert unicodedata.normalize("NFC", to_windows_1258(text).decode("cp1258")) == text


def test_slugs() -> None:
    assert slugify("Đảng ủy Khối – số 27-KH/TU") == "dang-uy-khoi-so-27-kh-tu"
    assert cut_slug("mot-hai-ba", 7) == "mot-hai"
    assert cut_slug("mot-hai-ba", 8) == "mot-hai"
    assert cut_slug("dai" * 10, 5) == "daida"
