"""What a crawl archives, beside what went over the wire; and disks that are full."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.crawling import FAST, scrapy
from tests.e2e.test_kills import check_whole, command, mounted, start
from tests.practice import Portal, serve

BIN = Path(sys.executable).parent
PAGE = gzip.compress("<html><body><p>Trang chủ của một cổng thông tin nhỏ</p></body></html>".encode())
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nX-Name: H\xf2a B\xecnh\r\n"
    b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nConnection: close\r\n"
)
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n" + b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)


class Wire(threading.Thread):
    """A server that keeps the bytes of each request, and answers with the same page in chunks."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(60)
        self.requests: list[bytes] = []

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.requests.append(connection.recv(65_536))
                connection.sendall(HEAD + CHUNKED)


def test_requests_and_answers_are_kept_as_they_went_over_the_wire(tmp_path: Path) -> None:
    wire = Wire()
    wire.start()
    address = f"http://127.0.0.1:{wire.socket.getsockname()[1]}"
    settings = ("-s", f"OUTPUT_DIR={tmp_path}", "-s", f"WARC_DIR={tmp_path}", *FAST)
    scrapy("crawl", "hoabinh", "-a", f"base_url={address}", *settings, timeout=600)
    wire.socket.close()
    (path,) = tmp_path.glob("*.warc.gz")
    blocks: dict[str, list[bytes]] = {"request": [], "response": [], "revisit": []}
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            if record.rec_type in blocks:
                blocks[record.rec_type].append(record.raw_stream.read())
    assert len(blocks["request"]) == len(wire.requests) > 2
    assert sorted(map(lines, blocks["request"])) == sorted(map(lines, wire.requests))
    for block in blocks["response"]:
        head, _, body = block.partition(b"\r\n\r\n")
        assert body == PAGE, "as packed as it came"
        # Scrapy hands on names in its own letters, and neither the order nor what concerns the connection alone.
        assert [line.lower() for line in lines(head)] == [
            line.lower() for line in lines(HEAD) if b"onnection" not in line
        ]


def lines(head: bytes) -> list[bytes]:
    return sorted(head.strip().splitlines())


def test_a_disk_that_takes_no_more_stops_the_run_and_the_next_one_completes_it(tmp_path: Path) -> None:
    disk = tmp_path / "warc"
    if not mounted(disk):
        pytest.skip("mounting a small file system needs root")
    archive = ("-s", f"WARC_DIR={disk}")
    try:
        with serve(Portal("hoabinh", articles=200, traps=False)) as server:
            run = start(server, tmp_path / "output", *archive)
            _, log = run.communicate(timeout=600)
            assert run.returncode == 1, log[-3000:]
            assert "No space left on device" in log or "disk is full" in log, (
                "the file of bodies may be the first to hit it"
            )
            assert "the crawl stops" in log
            assert "Traceback" not in log
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            done = scrapy(*command(server, tmp_path / "output", *archive)[3:])
            assert done.returncode == 0, done.stderr[-3000:]
            check_whole(server, tmp_path / "output")
        check = [str(BIN / "warcio"), "check", *map(str, disk.glob("*.warc.gz"))]
        assert subprocess.run(check, check=False).returncode == 0
        assert not list(disk.glob("*.open"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)
