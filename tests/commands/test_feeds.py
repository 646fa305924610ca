"""Feeds that would not become whole files are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from scraper.commands.feeds import check_feeds

ENDINGS = ("csv", "json", "jsonl", "xml")


def feeds(place: object, kind: str, folder: Path, **options: Any) -> Settings:
    return Settings({"FEEDS": {place: {"format": kind, **options}}, "OUTPUT_DIR": str(folder / "output")})


@pytest.mark.parametrize("ending", ENDINGS)
def test_one_file_of_several_sources_is_refused_and_says_what_to_use(ending: str, tmp_path: Path) -> None:
    settings = feeds(f"{tmp_path}/all.{ending}", ending, tmp_path)
    with pytest.raises(UsageError, match="scrapy export NAME") as refused:
        check_feeds(settings, 2)
    assert f"{tmp_path}/all-%(name)s.{ending}" in str(refused.value)
    check_feeds(settings, 1)


@pytest.mark.parametrize("place", ["stdout:", "s3://bucket/all.csv", "out/%(time)s.csv"])
def test_other_places_too(place: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2 sources cannot write one file"):
        check_feeds(feeds(place, "csv", tmp_path), 2)


def test_a_file_for_each_source_is_fine(tmp_path: Path) -> None:
    check_feeds(feeds("out/%(name)s.csv", "csv", tmp_path), 30)
    check_feeds(feeds("out/%(day)s.csv", "csv", tmp_path, uri_params="mine.params"), 30)


@pytest.mark.parametrize(("kind", "is_refused"), [("json", True), ("xml", True), ("csv", False), ("jsonl", False)])
def test_what_has_an_end_is_not_continued(kind: str, is_refused: bool, tmp_path: Path) -> None:
    file = tmp_path / f"a.{kind}"
    check_feeds(feeds(file, kind, tmp_path))
    file.touch()
    check_feeds(feeds(file, kind, tmp_path))
    file.write_text("[]", "utf-8")
    check_feeds(feeds(file, kind, tmp_path, overwrite=True))
    if is_refused:
        with pytest.raises(UsageError, match=r"cannot be continued: -O replaces the file, and -o .*a\.jsonl"):
            check_feeds(feeds(file, kind, tmp_path))
        with pytest.raises(UsageError, match="cannot be continued"):
            check_feeds(feeds(file.as_uri(), kind, tmp_path))
    else:
        check_feeds(feeds(file, kind, tmp_path))


@pytest.mark.parametrize("name", ["hoabinh.jsonl", "%(name)s.jsonl", "../output/new.jsonl"])
def test_a_feed_is_no_log(name: str, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    with pytest.raises(UsageError, match="is the place of a log"):
        check_feeds(feeds(tmp_path / "output" / name, "jsonl", tmp_path, overwrite=True))
    check_feeds(feeds(tmp_path / "output" / "hoabinh.csv", "csv", tmp_path))
