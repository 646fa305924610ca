"""``scrapy export``: other names, same values, against files that were read by eye."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.commands.export import _write_file
from scraper.export.cells import COLUMNS, cells
from scraper.export.profiles import PROFILES
from scraper.text.harmful import escape
from tests.crawling import read_lines, scrapy
from tests.index.logs import append, gone, record, records

GOLDEN = Path(__file__).parent / "golden"
LOG = GOLDEN / "log.jsonl"
ALL = (*PROFILES, "csv")


def export(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return scrapy("export", *arguments, "-s", f"OUTPUT_DIR={folder}")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    (tmp_path / "hoabinh.jsonl").write_bytes(LOG.read_bytes())
    return tmp_path


@pytest.mark.parametrize("profile", ALL)
def test_golden(output: Path, profile: str) -> None:
    path = output / "out"
    done = export(output, "hoabinh", "--profile", profile, "-o", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert path.read_bytes() == (GOLDEN / f"{profile}.{'csv' if profile == 'csv' else 'jsonl'}").read_bytes()


def test_to_the_terminal(output: Path) -> None:
    done = export(output, "hoabinh", "--profile", "zyte")
    assert done.stdout == (GOLDEN / "zyte.jsonl").read_text("utf-8")


def values(thing: Any) -> set[str]:
    """All strings in it."""
    if isinstance(thing, dict):
        return {word for value in thing.values() for word in values(value)}
    if isinstance(thing, list):
        return {word for value in thing for word in values(value)}
    return {str(thing)}


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_is_said_that_the_record_does_not_say(profile: str) -> None:
    constants = {"None", "", "NewsArticle", "https://schema.org", "ImageObject", "MediaObject", "hoabinh.example"}
    for line in [*read_lines(LOG)[2:4], *records("hoabinh", 30)]:
        said = values(PROFILES[profile](line)) - constants
        dates = {str(line[name])[:10] for name in ("date_published", "fetched_at")}
        assert said <= values(line) | dates | {"; ".join(line["authors"])}


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    line = record("hoabinh", "a", text, text, authors=[text], summary=text)
    row = dict(zip(COLUMNS, cells(line), strict=True))
    for name in ("title", "body", "authors", "summary"):
        assert not row[name].lstrip().startswith(tuple("=+-@＝＋－＠"))
        assert escape(text) in (row[name], row[name].removeprefix("'"))
    written = io.StringIO(newline="")
    csv.writer(written).writerow(row.values())
    written.seek(0)
    if "\r" not in text and "\x00" not in text:
        assert next(csv.reader(written)) == list(row.values())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nobody", "--profile", "zyte"], "There is no"),
        (["../hoabinh", "--profile", "zyte"], "There is no"),
        (["--profile", "zyte"], "Name one source"),
        (["hoabinh"], "required"),
        (["hoabinh", "--profile", "word"], "invalid choice"),
    ],
)
def test_wrong_usage(output: Path, arguments: list[str], says: str) -> None:
    done = export(output, *arguments)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_file_that_can_not_be_written_stays_as_it_was(output: Path) -> None:
    done = export(output, "hoabinh", "--profile", "csv", "-o", str(output / "none" / "out.csv"))
    assert done.returncode == 1
    assert "Not written" in done.stderr


def test_the_highest_revision_counts(output: Path) -> None:
    lines = [record("hoabinh", "x", f"Lần {number}", "Văn bản.", revision) for number, revision in enumerate((2, 2, 1))]
    append(
        output / "hoabinh.jsonl",
        [*lines, lines[0] | {"id": "y"}, gone("hoabinh", "y") | {"id": "y"}, lines[2] | {"id": "y"}],
    )
    done = export(output, "hoabinh", "--profile", "trafilatura")
    titles = {line["id"]: line["title"] for line in map(json.loads, done.stdout.splitlines())}
    assert (titles[lines[0]["id"]], titles["y"]) == ("Lần 1", "Lần 2")


@pytest.mark.parametrize("profile", ALL)
def test_a_record_of_somebody_else_has_less(output: Path, profile: str) -> None:
    least = {"id": "a", "source": "s", "url": "https://x.example/a", "title": "Tin", "body": "Văn bản.", "revision": 1}
    append(output / "s.jsonl", [least, least | {"id": "b", "authors": None, "attachments": [{"url": "u"}]}])
    done = export(output, "s", "--profile", profile)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Tin") == 2


@pytest.mark.parametrize("name", ["hoabinh.jsonl", "link", "other.jsonl", "x.rejected.jsonl"])
def test_a_log_is_never_written_over(output: Path, name: str) -> None:
    (output / "link").symlink_to("hoabinh.jsonl")
    (output / "x.rejected.jsonl").touch()
    before = {path.name: path.read_bytes() for path in output.iterdir()}
    done = export(output, "hoabinh", "--profile", "zyte", "-o", str(output / "." / name))
    assert (done.returncode, "place of a log" in done.stderr) == (2, True)
    assert {path.name: path.read_bytes() for path in output.iterdir()} == before


def test_what_is_no_file_is_written_to(output: Path) -> None:
    wanted = (GOLDEN / "zyte.jsonl").read_bytes()
    (output / "file").write_text("old")
    (output / "link").symlink_to("file")
    assert export(output, "hoabinh", "--profile", "zyte", "-o", str(output / "link")).returncode == 0
    assert (output / "link").is_symlink()
    assert (output / "file").read_bytes() == wanted
    os.mkfifo(output / "pipe")
    with subprocess.Popen(["cat", str(output / "pipe")], stdout=subprocess.PIPE) as reader:
        try:
            assert export(output, "hoabinh", "--profile", "zyte", "-o", str(output / "pipe")).returncode == 0
            assert reader.communicate(timeout=600)[0] == wanted
        finally:
            reader.kill()
    assert (output / "pipe").is_fifo()
    assert export(output, "hoabinh", "--profile", "zyte", "-o", "-").stdout.encode() == wanted
    assert {path.name for path in output.iterdir()} == {"hoabinh.jsonl", "file", "link", "pipe"}


def test_nothing_is_left_of_a_file_that_could_not_be_written(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(lines: object, file: object) -> None:
        raise KeyError("any")

    monkeypatch.setattr("scraper.commands.export._write", fail)
    with pytest.raises(KeyError):
        _write_file(iter(()), output / "out")
    assert [path.name for path in output.iterdir()] == ["hoabinh.jsonl"]


def test_lines_that_are_no_records_are_named(output: Path) -> None:
    with (output / "hoabinh.jsonl").open("a") as log:
        log.write("no record\n")
    append(output / "hoabinh.jsonl", [record("hoabinh", "b", "Tin", "Văn bản.")])
    done = export(output, "hoabinh", "--profile", "newsplease")
    assert done.returncode == 0
    assert "is not a record" in done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["title"] == "Tin"
