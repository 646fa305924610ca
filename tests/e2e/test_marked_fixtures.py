"""Marks of ``scrapy review`` become fixtures: right pages are confirmed, wrong ones are to be corrected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.crawling import crawl, scrapy
from tests.practice import Portal


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crawl with an archive, and a look at it."""
    made = tmp_path_factory.mktemp("marked")
    assert crawl(Portal("hoabinh", articles=8), made / "out", "-s", f"WARC_DIR={made / 'warc'}").status == 0
    done = scrapy(
        "review", "hoabinh", "-s", f"WARC_DIR={made / 'warc'}", "-s", f"OUTPUT_DIR={made / 'out'}", "--to", str(made)
    )
    assert done.returncode == 0, done.stderr
    return made


def entries(folder: Path, kind: str = "article") -> list[dict[str, Any]]:
    """What the page of the look knows of each of its pages, as its script would save it."""
    page = etree.fromstring((folder / "index.html").read_bytes(), etree.HTMLParser(huge_tree=True))
    found = [json.loads(element.attrib["data-page"]) for element in page.iter() if "data-page" in element.attrib]
    return [entry for entry in found if entry["type"] == kind]


def marks(folder: Path, pages: Any, **changes: Any) -> Path:
    value = {"format": 1, "source": "hoabinh", "looked_at": "2026-01-31T08:00:00Z", "pages": pages} | changes
    path = folder / "marks.json"
    path.write_text(json.dumps(value), "utf-8")
    return path


def run(folder: Path, fixtures: Path, *arguments: str) -> tuple[int, str]:
    settings = ("-s", f"FIXTURES_DIR={fixtures}", "-s", f"WARC_DIR={folder / 'warc'}")
    done = scrapy(*arguments, *settings)
    return done.returncode, done.stdout + done.stderr


def test_what_is_right_is_confirmed_and_what_is_wrong_is_to_be_corrected(folder: Path, tmp_path: Path) -> None:
    one, other, third = entries(folder)[:3]
    right = one | {"right": True, "wrong": []}
    wrong = other | {"right": False, "wrong": ["authors", "date_published"]}
    gone = third | {"right": True, "wrong": [], "archive": {"file": "gone.warc.gz", "offset": 0}}
    status, printed = run(
        folder, tmp_path, "fixture", "hoabinh", "--from", str(marks(folder, [right, wrong, gone, right]))
    )
    assert status == 3
    assert printed.count(": article, right") == 1
    assert ": article, marked wrong: authors, date_published" in printed
    assert f"Not stored, gone.warc.gz is not in the archive: {third['url']}" in printed
    assert f"Not stored, it is a fixture already: {one['url']}" in printed
    metas = [json.loads(path.read_text("utf-8")) for path in tmp_path.glob("hoabinh/*/meta.json")]
    assert sorted((meta["url"], meta["confirmed"]) for meta in metas) == sorted(
        [(one["url"], True), (other["url"], False)]
    )
    assert run(folder, tmp_path, "check", "hoabinh")[0] == 0
    status, printed = run(folder, tmp_path, "fixture", "hoabinh", "--accept")
    assert (status, printed.count("left out, marked wrong: authors, date_published; name it to accept it")) == (0, 1)
    assert other["url"] in run(folder, tmp_path, "fixture", "hoabinh", "--show")[1]
    (expected,) = (
        path.parent / "expected.json"
        for path in tmp_path.glob("hoabinh/*/meta.json")
        if not json.loads(path.read_text("utf-8"))["confirmed"]
    )
    expected.write_text(json.dumps(json.loads(expected.read_text("utf-8")) | {"authors": ["Lê Hà"]}), "utf-8")
    status, printed = run(folder, tmp_path, "check", "hoabinh")
    assert status == 1
    assert "Lê Hà" in printed


def test_a_page_that_is_no_article_is_expected_to_be_none(folder: Path, tmp_path: Path) -> None:
    wrong = entries(folder)[0] | {"right": False, "wrong": ["decision"]}
    status, printed = run(folder, tmp_path, "fixture", "hoabinh", "--from", str(marks(folder, [wrong])))
    assert status == 0
    assert ": other, marked wrong: decision" in printed
    assert 'meta.json, as "type": one of "article", "list", "other"; scrapy check fails until it is read so' in printed
    assert '"expected_article"' not in printed
    assert run(folder, tmp_path, "check", "hoabinh")[0] == 1


def test_a_list_that_is_an_article_is_told_how_to_become_one(folder: Path, tmp_path: Path) -> None:
    page = next(entry for entry in entries(folder, "no article") if entry.get("decided") == "list")
    other = entries(folder, "list or other page")[0]
    pages = [page | {"right": True, "wrong": []}, other | {"right": False, "wrong": ["decision"]}]
    status, printed = run(folder, tmp_path, "fixture", "hoabinh", "--from", str(marks(folder, pages)))
    assert status == 0
    assert ": list, right" in printed
    assert 'Of an article, with "expected_article": true there, scrapy fixture hoabinh --accept ' in printed
    shown = run(folder, tmp_path, "fixture", "hoabinh", "--show")[1]
    assert "entries:" in shown
    assert "the first of them:" in shown


def test_a_page_that_was_shown_as_something_else_is_not_stored(folder: Path, tmp_path: Path) -> None:
    seen = entries(folder)[0] | {"right": True, "wrong": [], "type": "undecided"}
    status, printed = run(folder, tmp_path, "fixture", "hoabinh", "--from", str(marks(folder, [seen])))
    assert status == 3
    assert "it was shown as undecided, and is read as article" in printed
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": 2}, "the marks have format 2"),
        ({"source": "stp_travinh"}, "they are of stp_travinh: scrapy fixture stp_travinh --from FILE"),
        ({"pages": [{"url": "x"}]}, "it is no file of marks"),
        ({"pages": 3}, "it is no file of marks"),
    ],
)
def test_other_files_are_refused(folder: Path, tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    status, printed = run(
        folder, tmp_path, "fixture", "hoabinh", "--from", str(marks(folder, **{"pages": []} | changes))
    )
    assert status == 2
    assert sentence in printed
    assert not list(tmp_path.iterdir())


def test_without_an_archive_or_a_file_it_is_said(tmp_path: Path) -> None:
    done = scrapy("fixture", "hoabinh", "--from", str(tmp_path / "marks.json"))
    assert done.returncode == 2
    assert "Where are the marked pages? -s WARC_DIR=FOLDER" in done.stderr
    status, printed = run(tmp_path, tmp_path, "fixture", "hoabinh", "--from", str(tmp_path / "marks.json"))
    assert status == 2
    assert "cannot be read: No such file or directory" in printed
