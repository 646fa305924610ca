"""Which pages a look shows first, and what changed since the look before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper.items import Article, as_record
from scraper.review.archived import _SHORT, LookedPage
from scraper.review.changes import Change, changes_between
from scraper.review.look import KEPT, candidates, chosen, kept, look_file, read_look


def looked(name: str, kind: str = "article", reason: str = "", *, announced: bool = True, **fields: Any) -> LookedPage:
    values: dict[str, Any] = {"title": name, "body": "Hội làng mở lại.", "section": "Tin tức"} | fields
    record = as_record(Article(**values)) if kind == "article" else None
    warnings = tuple(values.get("warnings", ()))
    return LookedPage(f"http://x.vn/{name}", kind, reason, name, record, warnings, "", announced, {})


PLAIN = [looked(f"a{i}") for i in range(10)]


def order(*pages: LookedPage, before: dict[str, Any] | None = None, count: int = 99) -> list[str]:
    return [one.page.url.rpartition("/")[2] for one in chosen(candidates(pages, before or {}), count)]


@pytest.mark.parametrize(
    ("page", "doubt"),
    [
        (looked("x", warnings=["body: very short"]), "body: very short"),
        (looked("x", section=None), "no section, which 91% of the articles have"),
        (looked("x", "undecided", "no date"), "undecided: no date"),
        (
            looked("x", "list or other page", "it lists articles"),
            "announced like an article, but taken for: list or other page (it lists articles)",
        ),
    ],
)
def test_doubtful_pages_are_first_and_say_why(page: LookedPage, doubt: str) -> None:
    found = chosen(candidates([*PLAIN, page], {}), 5)
    assert found[0].page is page
    assert found[0].doubts == [doubt]
    assert [one.doubts for one in found[1:]] == [[]] * 4


@pytest.mark.parametrize(
    ("decided", "is_short", "final", "doubts"),
    [
        ("other", False, "no article, because only menus and the like link it, as they do pages about the office", []),
        ("list", True, f"no article but a list, because {_SHORT}", []),
        ("undecided", False, "", ["undecided: no date"]),
        ("", False, "", ["undecided: no date"]),
        ("article", False, "", ["recorded by the crawl, and undecided by today's rules"]),
    ],
)
def test_a_page_that_the_end_of_the_walk_decided_is_not_doubtful(
    decided: str, is_short: bool, final: str, doubts: list[str]
) -> None:
    page = replace(looked("x", "undecided", "no date"), decided=decided, is_short=is_short)
    (found,) = candidates([page], {})
    assert (page.final, found.doubts) == (final, doubts)


def test_lists_are_last_and_articles_are_spread_over_the_crawl() -> None:
    pages = [looked("list", "list or other page", announced=False), *PLAIN]
    assert order(*pages, count=5) == ["a0", "a2", "a4", "a6", "a8"]
    assert order(*pages)[-1] == "list"


def test_of_doubtful_pages_that_are_alike_one_is_first() -> None:
    alike = [looked("same", "undecided", "no date") for _ in range(3)]
    other = looked("other", warnings=["body: very short"])
    assert order(*alike, other, *PLAIN)[:4] == ["same", "other", "same", "same"]


def test_what_few_have_is_not_missing() -> None:
    pages = [looked(f"a{i}", section="Tin" if i < 7 else None) for i in range(10)]
    assert not any(one.doubts for one in candidates(pages, {}))
    assert not any(one.doubts for one in candidates([looked("one", section=None)], {}))


def test_pages_of_the_look_before_are_compared() -> None:
    before = {page.url: kept(page) for page in PLAIN}
    changed = looked("a3", section="Kinh tế", body="Hội làng mở lại.\n\nHết.")
    found = chosen(candidates([*PLAIN[:3], changed, looked("new")], before), 9)
    assert found[0].page is changed
    assert found[0].changes == [Change("section", "Tin tức", "Kinh tế"), Change("body", "", "Hết.")]
    assert [one.page.title for one in found if one.is_new] == ["new"]


def test_an_article_that_is_one_no_longer_has_changed() -> None:
    before, now = kept(looked("a")), kept(looked("a", "undecided", "no date"))
    assert changes_between(before, now) == [Change("decision", "article", "undecided: no date")]
    assert changes_between(now, now) == []


@pytest.mark.parametrize("broken", [{}, {"type": 3, "record": [1]}, {"record": {"body": 7, "images": {"a": 1}}}])
def test_a_kept_look_of_another_shape_is_compared_all_the_same(broken: dict[str, Any]) -> None:
    assert changes_between(broken, kept(looked("a")))


def test_a_look_is_kept_for_the_next_one(tmp_path: Path) -> None:
    assert read_look(tmp_path) == {}
    (tmp_path / KEPT).write_bytes(look_file("x", "2026-01-31T08:00:00Z", PLAIN))
    assert read_look(tmp_path) == {page.url: json.loads(json.dumps(kept(page))) for page in PLAIN}


@pytest.mark.parametrize("content", [b"", b"[]", b'{"format": 2, "pages": {}}', b'{"format": 1, "pages": []}', b"\xff"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEPT).write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        read_look(tmp_path)
