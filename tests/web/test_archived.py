"""Archived pages are text, or something to save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scraper.web.archived import NotArchivedError, archived_page, place_of
from tests.index.logs import record
from tests.replay.others import Capture
from tests.web.serving import indexed, running

PAGE = "<html><head><meta charset='utf-8'><script>alert(1)</script></head><body>Hội nghị</body></html>".encode()


def archived(folder: Path, body: bytes = PAGE, content_type: str = "text/html") -> dict[str, Any]:
    """A record whose page is the second one in an archive."""
    first = Capture("https://s.example/other", b"<p>other</p>").member()
    second = Capture("https://s.example/a", body, {"Content-Type": content_type}).member()
    (folder / "warc").mkdir()
    (folder / "warc" / "a.warc.gz").write_bytes(first + second)
    return record("s", "a", "Tin", "Nội dung") | {"archive": {"file": "a.warc.gz", "offset": len(first)}}


def test_a_page_is_text_that_cannot_run(tmp_path: Path) -> None:
    one = archived(tmp_path)
    files = indexed(tmp_path, one)
    with running(files) as web:
        assert f"/article/{one['id']}/archived" in web.get(f"/article/{one['id']}").text
        reply = web.get(f"/article/{one['id']}/archived")
    assert reply.body == PAGE
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert "sandbox" in reply.headers["content-security-policy"]
    assert "script-src" not in reply.headers["content-security-policy"]
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_other_kinds_are_saved(tmp_path: Path) -> None:
    one = archived(tmp_path, b"%PDF-1.7 \x00\xff", "application/pdf")
    files = indexed(tmp_path, one)
    with running(files) as web:
        reply = web.get(f"/article/{one['id']}/archived")
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.body.startswith(b"%PDF")


@pytest.mark.parametrize("charset", ["windows-1258", "utf-16", "utf-8"])
def test_a_page_is_decoded_as_it_says(tmp_path: Path, charset: str) -> None:
    body = "<html><body>ơn đông</body></html>".encode(charset)
    page = archived_page(tmp_path / "warc", archived(tmp_path, body, f"text/html; charset={charset}"))
    assert "ơn đông" in page.body.decode()


@pytest.mark.parametrize("charset", ["x-unknown", "idna", "hex", "undefined", "utf-8;", ""])
def test_a_charset_that_is_none_has_no_effect(tmp_path: Path, charset: str) -> None:
    page = archived_page(tmp_path / "warc", archived(tmp_path, PAGE, f"text/html; charset={charset}"))
    assert "Hội nghị" in page.body.decode()


@pytest.mark.parametrize(
    "refers",
    [
        None,
        {},
        {"file": "a.warc.gz"},
        {"file": "a.warc.gz", "offset": "0"},
        {"file": "a.warc.gz", "offset": -1},
        {"file": "../s.jsonl", "offset": 0},
        {"file": "..", "offset": 0},
        {"file": "/etc/passwd", "offset": 0},
        {"file": "a\0", "offset": 0},
        {"file": "other.warc.gz", "offset": 0},
        {"file": 7, "offset": 0},
    ],
)
def test_only_files_of_the_archive_are_read(tmp_path: Path, refers: object) -> None:
    one = archived(tmp_path)
    (tmp_path / "s.jsonl").write_text("HTTP/1.1 200 OK\r\n\r\nsecret")
    assert place_of(tmp_path / "warc", one) is not None
    assert place_of(None, one) is None
    assert place_of(tmp_path / "warc", one | {"archive": refers}) is None
    assert place_of(tmp_path / "warc", None) is None


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    one = archived(tmp_path)
    one["archive"]["offset"] += 5
    with pytest.raises(NotArchivedError, match=r"cannot be read from a\.warc\.gz"):
        archived_page(tmp_path / "warc", one)
