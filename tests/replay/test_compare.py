"""``replay --diff``: what a replay is compared with, and what it says of the difference."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from scraper.archive.files import Archive
from scraper.items import Article
from scraper.replay.compare import Comparison
from scraper.replay.reading import PageResult, Task
from scraper.sites import Site
from tests.index.logs import gone, id_of, record

SITE = Site("hoabinh", ("hoabinh.gov.vn",), ())


@contextmanager
def compared(folder: Path, lines: Iterable[dict[str, Any]]) -> Iterator[Comparison]:
    log = folder / "hoabinh.jsonl"
    log.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    with closing(Comparison(log)) as comparison:
        yield comparison


def task(offset: int = 0, file: str = "a.warc.gz") -> Task:
    return Task(Archive(Path(file), file), offset, "https://hoabinh.gov.vn/1", "2024-01-01T00:00:00Z", SITE, "")


def reading(title: str, key: str = "1", **fields: Any) -> PageResult:
    return PageResult("article", Article(**{**record("hoabinh", key, title, "Văn bản."), **fields}))


def line(title: str, revision: int, key: str = "1", **fields: Any) -> dict[str, Any]:
    return record("hoabinh", key, title, "Văn bản.", revision, **fields)


def changed(comparison: Comparison) -> list[str]:
    return [field.name for field in comparison.fields()]


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (2, 1, 1)])
def test_the_highest_revision_is_compared_wherever_it_stands(tmp_path: Path, order: tuple[int, ...]) -> None:
    titles = {1: "Cũ", 2: "Mới"}
    with compared(tmp_path, [line(titles[revision], revision) for revision in order]) as comparison:
        comparison.take(task(), reading("Mới"))
        assert next(comparison.report()) == "hoabinh: 1 records read again: 1 the same, 0 changed"


def test_of_equal_revisions_the_last_is_compared(tmp_path: Path) -> None:
    with compared(tmp_path, [line("Cũ", 1), line("Mới", 1)]) as comparison:
        comparison.take(task(), reading("Cũ"))
        assert "title" in changed(comparison)


def test_what_is_gone_is_not_in_the_log(tmp_path: Path) -> None:
    with compared(tmp_path, [line("Cũ", 3), gone("hoabinh", "1")]) as comparison:
        comparison.take(task(), reading("Cũ"))
        assert list(comparison.report())[1] == "  1 not in the log"
    with compared(tmp_path, [line("Cũ", 3), gone("hoabinh", "1"), line("Lại", 1)]) as comparison:
        comparison.take(task(), reading("Lại"))
        assert next(comparison.report()).endswith("1 the same, 0 changed")


def test_a_line_that_is_not_a_record_is_named(tmp_path: Path) -> None:
    first = json.dumps(line("Tin", 1))
    lines = [line("Tin", 1), {**line("Tin", 2), "revision": "two"}]
    with pytest.raises(ValueError, match=rf"byte {len(first) + 1}.*without a revision"), compared(tmp_path, lines):
        pass


def test_the_page_that_a_record_names_counts_more_than_another(tmp_path: Path) -> None:
    place = {"file": "a.warc.gz", "offset": 7}
    with compared(tmp_path, [line("Mới", 1, archive=place)]) as comparison:
        comparison.take(task(7), reading("Mới"))
        comparison.take(task(9), reading("Khác"))
        assert comparison.fields() == []
    with compared(tmp_path, [line("Mới", 1, archive=place)]) as comparison:
        comparison.take(task(9), reading("Khác"))
        assert "title" in changed(comparison)
        comparison.take(task(7), reading("Mới"))
        assert comparison.fields() == []


def test_filled_and_emptied_fields_are_counted(tmp_path: Path) -> None:
    lines = [line("Tin", 1, key, section="Tin tức" if key == "1" else None) for key in "12"]
    with compared(tmp_path, lines) as comparison:
        comparison.take(task(1), reading("Tin", "1", section=None))
        comparison.take(task(2), reading("Tin", "2", section="Tin tức"))
        (field,) = comparison.fields()
        assert (field.name, field.changed, field.filled, field.emptied) == ("section", 2, 1, 1)


def test_a_page_without_an_article_and_a_record_without_a_page_are_told(tmp_path: Path) -> None:
    place = {"file": "a.warc.gz", "offset": 7}
    with compared(tmp_path, [line("Tin", 1, archive=place), line("Tin", 1, "2")]) as comparison:
        comparison.take(task(7), PageResult("no article"))
        comparison.take(task(8), reading("Tin", "3"))
        report = list(comparison.report())
    assert "  1 no longer a record: no article" in report
    assert "  1 not in the log" in report
    assert "  1 of the log are not in the archive" in report
    assert id_of("hoabinh", "1") not in report


def test_the_time_of_the_fetch_is_not_a_change(tmp_path: Path) -> None:
    with compared(tmp_path, [line("Tin", 4)]) as comparison:
        comparison.take(task(), reading("Tin", fetched_at="2030-01-01T00:00:00Z", archive={"file": "b", "offset": 1}))
        assert comparison.fields() == []


def test_three_samples_of_a_field_show_where_it_differs(tmp_path: Path) -> None:
    words = "Một " * 30
    with compared(tmp_path, [line(f"{words}cũ {words}", 1, key) for key in "12345"]) as comparison:
        for place, key in enumerate("12345"):
            comparison.take(task(place), reading(f"{words}mới {words}", key))
        report = list(comparison.report())
    samples = report[report.index("title: 5 changed, of these 0 were empty and 0 are now") + 1 :][:9]
    old, new = (("Một " * 5)[-20:] + word for word in ("cũ ", "mới "))
    assert [sample[6:].startswith(f"…{old}") for sample in samples[1::3]] == [True] * 3
    assert [sample[6:].startswith(f"…{new}") for sample in samples[2::3]] == [True] * 3
    assert all(sample.endswith("…") and len(sample) == 6 + 1 + 100 + 1 for sample in samples[1::3])
    assert sum(text.startswith("    - …Một Một Một Một Một cũ") for text in report) == 3
