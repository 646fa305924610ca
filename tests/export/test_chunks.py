"""Passages of articles: whole paragraphs, ids that stay, and what has changed since the last export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.export.chunks import NoPassageError, changes, chunks
from tests.crawling import scrapy
from tests.export.test_export import export
from tests.index.logs import append, gone, record, records

SOURCE = "hoabinh"
WORDS = st.text("abcd đổi.  !", min_size=1, max_size=90).filter(lambda text: text.strip())
PARAGRAPHS = st.lists(WORDS, max_size=30)


def article(paragraphs: list[str], title: str = "Tin") -> dict[str, Any]:
    return record(SOURCE, "a", title, "\n\n".join(paragraphs))


@given(PARAGRAPHS, st.integers(10, 300))
def test_passages_are_pieces_of_the_text_and_lose_no_word(paragraphs: list[str], length: int) -> None:
    body = article(paragraphs)["body"]
    found = list(chunks(article(paragraphs), length))
    assert [each["text"] for each in found] == [body[each["start"] : each["end"]] for each in found]
    assert all(0 < len(each["text"]) <= length for each in found)
    assert "".join("".join(each["text"] for each in found).split()) == "".join(body.split())
    assert len({each["id"] for each in found}) == len(found)
    assert [each["number"] for each in found] == list(range(len(found)))


@given(PARAGRAPHS)
def test_paragraphs_that_fit_are_whole(paragraphs: list[str]) -> None:
    for each in chunks(article(paragraphs), 100):
        assert {text.strip() for text in each["text"].split("\n\n")} <= {text.strip() for text in paragraphs}


def long_text(count: int) -> list[str]:
    body = "\n\n".join(line["body"] for line in records(SOURCE, 30))
    return body.split("\n\n")[:count]


@pytest.mark.parametrize("place", range(0, 60, 4))
def test_a_changed_paragraph_changes_few_passages(place: int) -> None:
    paragraphs = long_text(60)
    before = {each["id"] for each in chunks(article(paragraphs))}
    for changed in ("Thay đổi.", "Một đoạn dài hơn. " * 20, f"{paragraphs[place]} Thêm."):
        after = {each["id"] for each in chunks(article([*paragraphs[:place], changed, *paragraphs[place + 1 :]]))}
        assert 1 <= len(before - after) <= 6, "those up to the next paragraph that always begins one"
    assert len(before) > 20
    inserted = {each["id"] for each in chunks(article(["Đoạn mới.", *paragraphs]))}
    assert len(before - inserted) <= 6


def test_passages_are_not_small() -> None:
    found = [each for line in records(SOURCE, 100) for each in chunks(line)]
    assert sum(len(each["text"]) for each in found) / len(found) > 450


def test_an_equal_paragraph_of_one_article_has_an_id_of_its_own() -> None:
    found = list(chunks(article(["x" * 90] * 5), 100))
    assert len({each["id"] for each in found}) == 5


def test_changes_are_what_a_vector_index_has_to_do(tmp_path: Path) -> None:
    former = tmp_path / "former.jsonl"
    old = list(chunks(article(["Một. " * 30, "Hai. " * 30]), 160))
    assert [(each["change"], each["id"]) for each in changes(old, former)] == [("add", each["id"]) for each in old]
    append(former, old)
    assert list(changes(old, former)) == []
    renamed = list(chunks(article(["Một. " * 30, "Hai. " * 30], title="Tin khác"), 160))
    assert [each["change"] for each in changes(renamed, former)] == ["update"] * len(old)
    other = list(chunks(article(["Một. " * 30, "Ba. " * 30]), 160))
    done = [(each["change"], each["id"]) for each in changes(other, former)]
    assert done == [("add", other[1]["id"]), ("delete", old[1]["id"])]
    former.write_text('{"id": 1}\nno passage\n', "utf-8")
    with pytest.raises(NoPassageError, match="Line 2 of"):
        list(changes(other, former))


def test_by_the_command(tmp_path: Path) -> None:
    (tmp_path / "vectors").mkdir()
    log, out, todo = (tmp_path / name for name in (f"{SOURCE}.jsonl", "vectors/all.jsonl", "vectors/changes.jsonl"))
    lines = list(records(SOURCE, 3))
    append(log, lines)

    def run() -> list[tuple[str, str]]:
        done = export(tmp_path, SOURCE, "--profile", "chunks", "-o", str(out), "--changes", str(todo))
        assert (done.returncode, done.stderr) == (0, "")
        return [(line["change"], line["id"]) for line in map(json.loads, todo.read_text("utf-8").splitlines())]

    first = run()
    assert {change for change, _ in first} == {"add"}
    assert [id_ for _, id_ in first] == [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()]
    assert run() == []
    append(log, [lines[0] | gone(SOURCE, "x") | {"id": lines[0]["id"]}])
    assert run() == [("delete", each["id"]) for each in chunks(lines[0])]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--profile", "zyte", "--length", "500"], "are for --profile chunks"),
        (["--profile", "chunks", "--length", "99"], "at least 100"),
        (["--profile", "chunks", "--changes", "x"], "needs -o FILE"),
        (["--profile", "chunks", "--changes", "x.jsonl", "-o", "x.jsonl"], "name the same file"),
        (["--profile", "chunks", "--changes", "{output}/hoabinh.jsonl", "-o", "x"], "place of a log"),
        (["--profile", "chunks", "--changes", "y", "-o", "{output}/bad"], "no passage of an earlier export"),
        (["--profile", "markdown", "-o", "{output}/bad"], "name a folder"),
    ],
)
def test_wrong_usage_of_passages(tmp_path: Path, arguments: list[str], says: str) -> None:
    append(tmp_path / f"{SOURCE}.jsonl", records(SOURCE, 1))
    (tmp_path / "bad").write_text("bad\n")
    given_paths = [each.replace("{output}", str(tmp_path)) for each in arguments]
    done = scrapy("export", SOURCE, *given_paths, "-s", f"OUTPUT_DIR={tmp_path}")
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
