"""Memory of one run over a large site, and of many sources in one process.

    .venv/bin/python -m benchmarks.memory                    # 100,000 articles; 300 sources (about half an hour)
    .venv/bin/python -m benchmarks.memory --articles 4000 --sources 20

A server in a process of its own makes the pages: lists of 50 articles with pagers, and articles of 1 KB. The large site
is read as fast as possible, the many sources at the pace of the settings (a second between two requests). The figures
are the kernel's: resident memory after half of the articles and after all; peak of the process with all sources.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
ON_A_LIST = 50
SETTINGS = ["DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS_PER_DOMAIN=16", "CONCURRENT_REQUESTS=16", "LOG_LEVEL=WARNING"]
OF_A_SOURCE = 20
PAGE = "<html><head><title>{title}</title></head><body><div class=main><h1>{title}</h1>{body}</div></body></html>"
WORDS = "đại biểu thôn xóm mùa màng họp bàn kế hoạch sản xuất cây trồng vật nuôi nước sạch đường sá trường lớp".split()


def article(number: int) -> str:
    """The page of an article."""
    words = [WORDS[(number * 7 + place * (1 + number % 5)) % len(WORDS)] for place in range(60)]
    text = f"Bài số {number}: " + " ".join(words) + "."
    return PAGE.format(title=title(number), body=f"<p>Ngày đăng: {1 + number % 28:02}/05/2024</p><p>{text}</p>")


def title(number: int) -> str:
    """The title of an article."""
    return f"Hội nghị bàn kế hoạch sản xuất lần thứ {number} của huyện"


def listing(number: int, articles: int) -> str:
    """One page of the list of all articles."""
    first = (number - 1) * ON_A_LIST + 1
    last = min(first + ON_A_LIST - 1, articles)
    links = [f'<li><a href="/tin-tuc/bai-viet-{n}.html">{title(n)}</a></li>' for n in range(first, last + 1)]
    pager = f'<a href="/tin-tuc/?page={number + 1}">Trang sau</a>' if last < articles else ""
    return PAGE.format(title="Tin tức", body=f"<ul>{''.join(links)}</ul>{pager}")


def answer(path: str, articles: int) -> str | None:
    """The page at a path; None if there is none."""
    if found := re.fullmatch(r"/tin-tuc/bai-viet-(\d+)\.html", path):
        return article(int(found[1]))
    if path == "/":
        return PAGE.format(title="Cổng thông tin", body='<a href="/tin-tuc/?page=1">Tin tức</a>')
    if found := re.fullmatch(r"/tin-tuc/\?page=(\d+)", path):
        return listing(int(found[1]), articles)
    return None


async def serve(ports: int, articles: int) -> None:
    """Serve until standard input is closed; the ports are printed."""

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            html = answer(head.split(b" ", 2)[1].decode(), articles)
            body = (html or "").encode()
            status = b"200 OK" if html is not None else b"404 Not Found"
            lines = (
                b"HTTP/1.1 " + status,
                b"Content-Type: text/html; charset=utf-8",
                b"Content-Length: %d" % len(body),
            )
            writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
            await writer.drain()

    async def quiet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await connection(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    servers = [await asyncio.start_server(quiet, "127.0.0.1", 0) for _ in range(ports)]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    os._exit(0)


@contextmanager
def served(ports: int, articles: int) -> Iterator[list[str]]:
    """The front pages of the sites."""
    command = [sys.executable, "-m", "benchmarks.memory", "--serve", str(ports), "--articles", str(articles)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield [f"http://127.0.0.1:{port}/" for port in json.loads(server.stdout.readline())]
        server.stdin.close()


def resident(pid: int) -> float:
    """Resident memory of a process in MB; 0 if it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def one_site(articles: int, folder: Path) -> None:
    """Crawl one site; print the memory after each quarter of its articles."""
    with served(1, articles) as (home,):
        command = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"base_url={home}"]
        for setting in (*SETTINGS, f"OUTPUT_DIR={folder}", "DAILY_PAGES=0"):
            command += ["-s", setting]
        started = time.monotonic()
        seen: dict[int, float] = {}
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as crawl:
            lines, position = 0, 0
            while crawl.poll() is None:
                time.sleep(0.5)
                for log in folder.glob("*.jsonl"):
                    with log.open("rb") as file:
                        file.seek(position)
                        new = file.read()
                    position += len(new)
                    lines += new.count(b"\n")
                if memory := resident(crawl.pid):
                    seen[lines] = memory
    for share in (0.25, 0.5, 0.75, 1.0):
        at = min((count for count in seen if count >= share * articles), default=max(seen))
        print(f"{at:7} articles: {seen[at]:6.1f} MB after")
    print(f"{lines} records, status {crawl.returncode}, {time.monotonic() - started:.0f} s")


def many_sources(sources: int, folder: Path) -> None:
    """Crawl many sites in one process; print its peak memory."""
    with served(sources, OF_A_SOURCE) as homes:
        command = [sys.executable, "-m", "benchmarks.memory", "--run", "--folder", str(folder)]
        done = subprocess.run(command, cwd=ROOT, input=json.dumps(homes), capture_output=True, text=True, check=True)
    records = sum(log.read_bytes().count(b"\n") for log in folder.glob("*.jsonl"))
    print(f"{sources} sources, {records} of {sources * OF_A_SOURCE} records: peak {done.stdout.strip()} MB")


def run(folder: Path) -> None:
    """Crawl the sites that standard input names, all in this process; print its peak memory."""
    import resource

    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    homes = json.loads(sys.stdin.read())
    settings = get_project_settings()
    for name, value in (("OUTPUT_DIR", str(folder)), ("LOG_LEVEL", "WARNING")):
        settings.set(name, value, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    for home in homes:
        process.crawl("portal", base_url=home)
    process.start()
    print(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000))


def main() -> None:
    """Run the benchmark, or the part of it that a process of its own does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--sources", type=int, default=300)
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--run", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.serve, options.articles))
    elif options.run:
        run(options.folder)
    else:
        with tempfile.TemporaryDirectory() as folder:
            if options.sources:
                many_sources(options.sources, Path(folder) / "many")
            if options.articles:
                one_site(options.articles, Path(folder) / "one")


if __name__ == "__main__":
    main()
