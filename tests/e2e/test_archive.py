"""What a crawl archives, beside what went over the wire; and disks that are full."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.crawling import FAST, read_lines, scrapy
from tests.e2e.test_kills import check_whole, command, mounted, start
from tests.e2e.test_replay import check_same
from tests.practice import Portal, serve

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

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


# Answers as some servers send them, unasked.


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


def twice(body: bytes) -> bytes:
    return gzip.compress(gzip.compress(body))


# Values of Content-Encoding, what is done to the body, and whether its length is said.
FORMS: list[tuple[tuple[str, ...], Callable[[bytes], bytes], bool]] = [
    ((), bytes, False),
    (("gzip",), gzip.compress, False),
    (("br",), brotli.compress, True),
    (("BR",), brotli.compress, False),
    (("gzip, br",), lambda body: brotli.compress(gzip.compress(body)), True),
    (("zstd",), zstd.compress, True),
    (("deflate",), raw_deflate, True),
    (("gzip", "gzip"), twice, True),
    (("gzip, gzip",), twice, True),
    (("x-gzip",), gzip.compress, True),
    (("GZIP",), gzip.compress, True),
    (("foo",), bytes, True),
    (("",), bytes, True),
    (("", ""), bytes, False),
    (("foo, gzip",), gzip.compress, True),
    (("gzip",), lambda body: gzip.compress(body) + b"behind its end", True),
    (("gzip",), lambda body: gzip.compress(body)[:-8] + bytes(8), True),
]


class Sender(ThreadingHTTPServer):
    """Serves a portal that sends each answer in another form."""

    daemon_threads = True

    def __init__(self, portal: Portal) -> None:
        super().__init__(("127.0.0.1", 0), Sent)
        self.portal, self.forms = portal, cycle(FORMS)
        self.address = portal.base_url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class Sent(BaseHTTPRequestHandler):
    """One answer; its end is that of the connection."""

    server: Sender

    def do_GET(self) -> None:
        said = self.server.portal.respond("GET", self.path)
        codings, pack, has_length = next(self.server.forms)
        body = pack(said.body)
        self.send_response(said.status)
        self.send_header("Content-Type", said.content_type)
        for coding in codings:
            self.send_header("Content-Encoding", coding)
        if has_length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the parent's signature)
        """Nothing."""


def test_however_answers_are_sent_the_archive_is_right_and_replays_equal(tmp_path: Path) -> None:
    with Sender(Portal("hoabinh", articles=40, traps=False)) as server:
        settings = ("-s", f"OUTPUT_DIR={tmp_path / 'live'}", "-s", f"WARC_DIR={tmp_path / 'warc'}", *FAST)
        done = scrapy("crawl", "hoabinh", "-a", f"base_url={server.address}", *settings)
        server.shutdown()
    assert "Traceback" not in done.stderr
    (path,) = (tmp_path / "warc").glob("*.warc.gz")
    check = subprocess.run([BIN / "warcio", "check", path], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr
    archived = gzip.decompress(path.read_bytes())
    assert archived.count(b"X-Crawler-Content-Encoding: ") >= 3 * (40 // len(FORMS))
    assert b"WARC-Truncated" not in archived, "an answer without a length ends with its connection"
    records = read_lines(tmp_path / "live" / "hoabinh.jsonl")
    assert len(records) == 40
    assert not any("cut" in warning for record in records for warning in record["warnings"])
    check_same(tmp_path)
