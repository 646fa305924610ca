"""Logs as a reader sees them."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scraper.index.logs import Log
from scraper.index.model import Options
from tests.index.logs import append, record


@given(st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line)), st.binary(max_size=9))
def test_whole_lines_and_their_places(lines: list[bytes], rest: bytes) -> None:
    rest = rest.replace(b"\n", b"")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(b"".join(line + b"\n" for line in lines) + rest)
        with closing(Log(path, "hoabinh")) as log:
            found = list(log.lines(0))
            assert [line.text[:-1] for line in found] == lines
            for line in found:
                assert log.at(line.start, len(line.text)) == line.text
                assert [each.start for each in log.lines(line.end)] == [e.start for e in found if e.start > line.start]
                assert log.holds(log.place(line.end))


def test_a_log_that_was_cut_or_rewritten_does_not_hold_a_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    append(path, [record("a", str(number), "Tin", "Văn bản.") for number in range(20)])
    with closing(Log(path, "hoabinh")) as log:
        place = log.place(path.stat().st_size)
        half = log.place(next(iter(log.lines(0))).end)
        append(path, [record("a", "more", "Tin", "Văn bản.")])
        assert log.holds(place)
    text = path.read_bytes()
    path.write_bytes(text[: place.offset - 9])
    with closing(Log(path, "hoabinh")) as log:
        assert not log.holds(place)
        assert log.holds(half)
    new = tmp_path / "new"
    new.write_bytes(text.replace("Văn bản".encode(), "Bản văn".encode()))
    new.replace(path)
    with closing(Log(path, "hoabinh")) as log:
        assert not log.holds(place)
        assert not log.holds(half)


def test_files_of_targets_have_names_without_secrets(tmp_path: Path) -> None:
    options = Options(tmp_path)
    urls = ["https://u:p@h:9200/a", "https://h:9200/a", "https://h:9200/b", "http://h:9200/a", "https://g:9200/a"]
    names = [options.file(url, ".x").name for url in urls]
    assert names[0] == names[1]
    assert len(set(names)) == 4
    assert all(name.endswith(".x") and "/" not in name for name in names)
