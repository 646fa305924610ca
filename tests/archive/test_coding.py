"""Bodies in codings that servers send unasked: the archive is right for other tools, and is read as a crawl reads."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from scraper.archive.coding import as_archived
from scraper.archive.exchange import Headers
from scraper.archive.http import MAX_UNPACKED
from tests.archive.test_writer import PAGE, writer

TEXT = "<html><body><p>Hội làng mở lại</p></body></html>".encode() * 50
PACKED = brotli.compress(TEXT)
LENGTH = ("Content-Length", "7")


@pytest.mark.parametrize(
    ("codings", "body", "names", "archived"),
    [
        (["br"], PACKED, ["X-Crawler-Content-Encoding", "X-Crawler-Content-Length"], TEXT),
        ([" BR "], PACKED, ["X-Crawler-Content-Encoding", "X-Crawler-Content-Length"], TEXT),
        (["gzip, br"], brotli.compress(gzip.compress(TEXT, mtime=0)), None, TEXT),
        (["gzip", "br"], brotli.compress(gzip.compress(TEXT, mtime=0)), None, TEXT),
        (["br"], TEXT, None, TEXT),
        (["br"], b"", None, b""),
        (
            ["br"],
            brotli.compress(bytes(MAX_UNPACKED), quality=1),
            None,
            brotli.compress(bytes(MAX_UNPACKED), quality=1),
        ),
        (["gzip"], gzip.compress(TEXT, mtime=0), ["Content-Encoding", "Content-Length"], gzip.compress(TEXT, mtime=0)),
        (["foo"], TEXT, ["Content-Encoding", "Content-Length"], TEXT),
        ([], TEXT, ["Content-Length"], TEXT),
    ],
)
def test_brotli_is_unpacked_and_all_else_stays(
    codings: list[str], body: bytes, names: list[str] | None, archived: bytes
) -> None:
    headers: Headers = [*(("Content-Encoding", coding) for coding in codings), LENGTH]
    found, kept = as_archived(headers, body)
    assert kept == archived
    assert [value for _, value in found] == [value for _, value in headers]
    if names is not None:
        assert [name for name, _ in found] == names


def test_warcio_finds_no_fault_in_any_of_them(tmp_path: Path) -> None:
    bodies = [
        TEXT,
        b"",
        PACKED,
        PACKED[:-9],
        gzip.compress(TEXT, mtime=0),
        gzip.compress(TEXT, mtime=0)[:-20],
        zlib.compress(TEXT),
        b"\0",
    ]
    values = [
        ["br"],
        ["BR"],
        ["gzip", "br"],
        ["gzip"],
        ["gzip", "gzip"],
        ["deflate"],
        ["zstd"],
        ["foo"],
        [""],
        ["a,b"],
    ]
    archive = writer(tmp_path)
    for value in values:
        for number, body in enumerate(bodies):
            headers, kept = as_archived([("Content-Encoding", one) for one in value], body)
            page = replace(
                PAGE, url=f"https://hoabinh.gov.vn/{len(value)}{value[0].strip()}/{number}", headers=headers, body=kept
            )
            archive.write(page)
            assert archive.write(page).is_revisit is bool(kept)
            archive.write(replace(page, status_line="HTTP/1.1 304 Not Modified", body=b""))
    archive.close()
    (path,) = tmp_path.glob("*.warc.gz")
    check = subprocess.run(
        [Path(sys.executable).parent / "warcio", "check", path], capture_output=True, text=True, check=False
    )
    assert (check.returncode, check.stdout, check.stderr) == (0, "", "")
