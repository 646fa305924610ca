"""The judge itself: each kind of difference is seen, and only it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.real.verdict import TrueArticle, judge

TRUTH = TrueArticle("http://a/tin-1/", "Tin một", "2024-05-06T07:08:09+07:00", ("Lê An",), "Tin tức", "Đầu", "cuối")
FIELDS = [
    *("lost", "extra", "duplicates", "wrong_titles", "wrong_days", "missing_days", "wrong_authors", "missing_authors"),
    *("wrong_sections", "missing_sections", "wrong_starts", "wrong_ends"),
]


def record(**changes: Any) -> dict[str, Any]:
    right = {
        "id": "1",
        "url": "http://a/tin-1",
        "canonical_url": "http://a/tin-1",
        "title": "Tin một",
        "date_published": "2024-05-06",
        "date_raw": "06/05/2024",
        "authors": ["Lê An"],
        "section": "Tin tức",
        "body": "Đầu bài\n\nvà cuối",
    }
    return right | changes


def differences(*records: dict[str, Any]) -> list[str]:
    verdict = judge([TRUTH], records)
    return [name for name in FIELDS if getattr(verdict, name)]


def test_equal_records_have_no_difference() -> None:
    verdict = judge([TRUTH], [record()], requests=3)
    assert differences(record()) == []
    assert (verdict.recorded, verdict.requests_an_article) == (1, 3)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], ["lost"]),
        ([record(), record(id="2", url="http://a/?p=1", canonical_url="http://a/?p=1")], ["extra"]),
        ([record(), record(id="2")], ["duplicates"]),
        ([record(title="Tin hai")], ["wrong_titles"]),
        ([record(date_published="2024-05-07T00:00:00+07:00")], ["wrong_days"]),
        ([record(date_published=None)], ["missing_days"]),
        ([record(authors=["Lê Anh"])], ["wrong_authors"]),
        ([record(authors=[])], ["missing_authors"]),
        ([record(section="Trang chủ")], ["wrong_sections"]),
        ([record(section=None)], ["missing_sections"]),
        ([record(body="Chia sẻ: Đầu bài và cuối")], ["wrong_starts"]),
        ([record(body="Đầu bài và cuối. Thẻ: tin")], ["wrong_ends"]),
        ([record(), {"id": "1", "deleted": True}], ["lost"]),
        ([record(title="Tin hai"), record(revision=2)], []),
    ],
)
def test_each_difference_is_seen_alone(records: list[dict[str, Any]], expected: list[str]) -> None:
    assert differences(*records) == expected
