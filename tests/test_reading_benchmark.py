"""The reading benchmark: what its figures mean, and that it runs."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from benchmarks.reading.child import attempt, measure
from benchmarks.reading.corpora import CORPORA, MissingCorpusError, load
from benchmarks.reading.sample import Fields, Measured, Sample
from benchmarks.reading.scores import (
    bootstrap_sd,
    invented_names,
    percentile,
    same_day,
    same_set,
    same_text,
    same_time,
    share,
    word_f1,
    wrong_date,
)
from benchmarks.reading.table import mistakes, rows


def sample(truth: Fields) -> Sample:
    return Sample("block", "page.html", "http://portal.vn/", b"<p>", truth)


@pytest.mark.parametrize(
    ("text", "truth", "expected"),
    [
        ("Hội làng mở lại", "hội làng, mở lại.", 1.0),
        ("hội làng", "hội làng mở lại", 2 * 2 / (2 + 4)),
        ("mưa mưa mưa", "mưa", 2 * 1 / (3 + 1)),  # words count as often as they stand
        ("nắng", "mưa", 0.0),
        ("", "mưa", 0.0),
        ("", "", 1.0),
        ("Hô\u0323i", "Hội", 1.0),  # two encodings of one letter
    ],
)
def test_word_f1(text: str, truth: str, expected: float) -> None:
    assert word_f1(text, truth) == pytest.approx(expected)


def test_texts_are_compared_without_regard_to_spaces_and_encoding() -> None:
    assert same_text(" Hô\u0323i  làng\n", "Hội làng")
    assert same_text(None, "")
    assert not same_text("hội làng", "Hội làng")


def test_sets_have_no_order() -> None:
    assert same_set(["b", "a "], ["a", "b"])
    assert same_set([], [])
    assert not same_set(["a"], ["a", "b"])


@pytest.mark.parametrize(
    ("found", "truth", "day", "time", "wrong"),
    [
        ("2024-01-31T08:00:00+07:00", "2024-01-31T08:00:30+07:00", True, True, False),
        ("2024-01-31T08:00:00+07:00", "2024-01-31T09:00:00+07:00", True, False, False),
        ("2024-01-31", "2024-01-31T08:00:00+07:00", True, False, False),
        ("2024-01-31T08:00:00+07:00", "2024-01-31", True, False, False),
        ("2024-01-31T08:00:00", "2024-01-31T08:00:00+07:00", True, True, False),
        ("2024-02-01", "2024-01-31", False, False, True),
        ("2024-01-31", None, False, False, True),
        (None, "2024-01-31", False, False, False),
        (None, None, True, True, False),
    ],
)
def test_dates(found: str | None, truth: str | None, day: bool, time: bool, wrong: bool) -> None:
    assert (same_day(found, truth), same_time(found, truth), wrong_date(found, truth)) == (day, time, wrong)


def test_names_that_are_no_authors_are_counted() -> None:
    assert invented_names(["Thu Hà", "admin"], ["thu hà", "Minh Anh"]) == 1
    assert invented_names(["Sở Tư pháp"], []) == 1
    assert invented_names([], ["Thu Hà"]) == 0


def test_pages_without_a_known_truth_do_not_count() -> None:
    assert share("title", [({"title": "a"}, {"title": "a"}), (None, {"title": "b"}), ({"title": "c"}, {})]) == 0.5
    assert share("title", [({"title": "c"}, {})]) is None


def test_spread() -> None:
    assert bootstrap_sd([0.9] * 20) == pytest.approx(0)
    assert 0.05 < bootstrap_sd([0.0, 1.0] * 20) < 0.11  # sqrt(0.25 / 40) = 0.079
    assert percentile([float(i) for i in range(1, 101)], 99) == 99
    assert percentile([7.0], 99) == 7


def test_what_a_tool_raises_is_its_result() -> None:
    def broken(page: Sample) -> Fields:
        raise LookupError(page.name)

    assert attempt(broken, sample({})) == (None, "LookupError")
    (line,) = rows([sample({"title": "a"})], {"ours": Measured([None], ["LookupError"], [1.0])}, [0], whole=True)
    assert line.endswith("LookupError 1")


def test_mistakes_show_what_differs() -> None:
    truth = {"title": "Hội làng", "authors": ["An", "Bình"], "body": "một\n\nhai", "date": "2024-01-31"}
    read = {"title": "Hội làng", "authors": ["An", "Chi"], "body": "một\n\nba", "date": "2024-01-30"}
    assert mistakes([sample(truth)], Measured([read], [""])) == [
        "block/page.html: authors",
        "    expected 1 more: Bình",
        "    got      1 more: Chi",
        "block/page.html: body",
        "    expected 1 more: hai",
        "    got      1 more: ba",
        "block/page.html: date",
        "    expected 2024-01-31",
        "    got      2024-01-30",
    ]


def test_a_directory_is_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_bytes(b"<p>")
    row = {
        "file": "one.html",
        "url": "http://portal.vn/",
        "title": "a",
        "other_news": [{"title": "b"}],
        "authors": None,
    }
    (tmp_path / "truth.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (found,) = load(f"dir:{tmp_path}").samples
    assert found.truth == {"title": "a", "other_news": ["b"], "authors": []}


def test_a_corpus_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingCorpusError, match=r"truth\.jsonl"):
        load(f"dir:{tmp_path}")


def test_three_pages_of_the_practice_portal(tmp_path: Path) -> None:
    samples = load("practice", 3).samples[:3]
    pages = tmp_path / "samples.pickle"
    pages.write_bytes(pickle.dumps(samples))
    found = measure("ours", pages, 1)
    assert mistakes(samples, found) == []
    assert all(found.milliseconds)
    (line,) = rows(samples, {"ours": found}, [0, 1, 2], whole=True)
    assert line.split()[:2] == ["ours", "1.000"]
    assert set(CORPORA) == {"practice", "nukeviet", "real", "wcxb"}
