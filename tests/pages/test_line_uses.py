"""What became of each line of a page."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from scraper.cms import ANY_CMS
from scraper.pages.line_uses import READ_FIELDS, LineUse, lines_of
from scraper.pages.page import Page
from scraper.reading import Outcome, PageContext, decide
from scraper.sites import Site, host_of, resolver_of
from tests.pages.reading import NEWS, ONE, SENTENCES, THREE, TITLE, TWO, article, page, paragraphs
from tests.written import WrittenPage, written_pages

NOW = datetime(2026, 1, 31, tzinfo=UTC)
_WORDS = re.compile(r"\w+")


def decided(found: Page) -> Outcome:
    return decide(found, PageContext(alone=True), "x", NOW)


def uses_of(found: Page) -> dict[str, LineUse]:
    """The use of each line, by its words."""
    uses = lines_of(found, decided(found).fields)
    return {found.blocks[use.line].text: use for use in uses}


def written(given: WrittenPage) -> Page:
    host = host_of(given.url)
    assert host is not None
    return Page(given.url, given.html, resolver_of(Site("portal", (host,), ANY_CMS)))


WRITTEN = written_pages("worked_with")


@pytest.mark.parametrize("given", WRITTEN, ids=lambda given: given.name)
def test_lines_of_the_body_have_the_words_of_the_body_and_no_others(given: WrittenPage) -> None:
    found = written(given)
    outcome = decided(found)
    uses = lines_of(found, outcome.fields)
    assert [use.line for use in uses] == [block.index for block in found.blocks]
    assert all(bool(use.fields) != bool(use.reason) for use in uses)
    if outcome.article is None or outcome.fields is None:
        return
    lines = Counter(
        word for use in uses if "body" in use.fields for word in _WORDS.findall(found.blocks[use.line].text)
    )
    assert lines == Counter(_WORDS.findall(outcome.fields.body))


def test_each_field_that_is_printed_has_its_lines() -> None:
    # Others are stated for machines, in the address, or in frames.
    missing = Counter[str]()
    for given in WRITTEN:
        found = written(given)
        outcome = decided(found)
        if outcome.article is None or outcome.fields is None:
            continue
        taken = {name for use in lines_of(found, outcome.fields) for name in use.fields}
        read = {name: rule for name, rule in outcome.fields.rules.items() if rule}
        assert taken <= read.keys(), given.name
        missing.update(
            name for name in read.keys() - taken if "machines" not in read[name] and "JSON" not in read[name]
        )
    assert missing == {"attachments": 5}


OTHER_DATE = "<p>01/01/2024</p>"
SECRET = "Mật khẩu của biên tập viên"
SIGNED = "<p style='text-align:right'><b>Nguyễn Văn An</b></p>"
TOOLS = '<div class="tools">In trang | Gửi email | Lượt xem: 12</div>'


@pytest.mark.parametrize(
    ("found", "words", "fields", "reason"),
    [
        (article(paragraphs()), TITLE, ("title",), ""),
        (article(paragraphs()), TWO, ("body",), ""),
        (article(f"<p>12/06/2023</p>{paragraphs()}"), "12/06/2023", ("date_published",), ""),
        (
            article(f"<p>12/06/2023</p>{paragraphs()}", before=OTHER_DATE),
            "01/01/2024",
            (),
            "above the title: a date line",
        ),
        (article(f"<p class='sapo'>{ONE}</p>{paragraphs(*SENTENCES[1:])}"), ONE, ("summary", "body"), ""),
        (article(f"{paragraphs()}{SIGNED}"), "Nguyễn Văn An", ("authors",), ""),
        (article(f"<p style='display:none'>{SECRET}</p>{paragraphs()}"), SECRET, (), "hidden"),
        (article(f"{TOOLS}{paragraphs()}"), "In trang | Gửi email | Lượt xem: 12", (), "boilerplate"),
        (article(paragraphs(), after=NEWS), "Tin khác", (), "below the article: label over further articles"),
        (article(paragraphs(), after=NEWS), "Chợ phiên họp lại (01/01/2020)", ("other_news",), ""),
        (article(paragraphs(), before="<a href='/'>Trang chủ</a>"), "Trang chủ", (), "above the title: links"),
        (
            article(f"{paragraphs(*SENTENCES[:2])}<div class='comments'><p>{THREE}</p></div>"),
            THREE,
            (),
            "an aside: comments, tags, a note or a form",
        ),
        (page("<p>Lời chào</p>"), "Lời chào", (), "no title on the page: words"),
    ],
)
def test_a_line_gives_fields_or_is_left_out_for_a_reason(
    found: Page, words: str, fields: tuple[str, ...], reason: str
) -> None:
    use = uses_of(found)[words]
    assert (use.fields, use.reason) == (fields, reason)


def test_a_date_of_a_list_is_not_said_to_be_of_a_line() -> None:
    found = article(paragraphs(*SENTENCES, "Hội mở ngày 12/06/2023."))
    context = PageContext((TITLE,), ("2023-06-12", "12/06/2023"))
    outcome = decide(found, context, "x", NOW)
    assert outcome.article is not None
    assert outcome.article.date_source == "listing"
    assert not any("date_published" in use.fields for use in lines_of(found, outcome.fields, context.link_texts))


def test_a_page_that_is_no_article_has_its_likely_title_and_reasons() -> None:
    entries = "".join(
        f"<li><a href='/tin-tuc/tin-so-{i}-10{i}'>Bản tin số {i} về hội làng mở lại</a></li>" for i in range(30)
    )
    found = page(f"<h1>Tin tức sự kiện trong tỉnh tuần qua</h1><ul>{entries}</ul>", url="http://portal.vn/tin-tuc")
    outcome = decided(found)
    assert outcome.article is None
    uses = lines_of(found, outcome.fields)
    assert {name for use in uses for name in use.fields} <= {"title"}
    assert set(READ_FIELDS) >= {"title"}
    assert sum("links" in use.reason for use in uses) == 30
