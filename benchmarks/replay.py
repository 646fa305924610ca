"""Pages per second of a replay, beside a trafilatura loop and fastwarc alone over the same archive, in one run.

    .venv/bin/python -m benchmarks.replay                       # 20,000 pages of 60 KB, medians of three; half an hour
    .venv/bin/python -m benchmarks.replay --pages 2000 --runs 1 --folder output/bench    # a look; keeps the archive

The archive is what a crawl of a practice portal would have written, pages compressed as servers send them, with the
walk's notes. ``others`` is the same without notes, as somebody else's crawl: lists are read first, then all pages.
LedgerExtension is the largest process's, at a quarter of the pages and at all of them. trafilatura reads a sample.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from benchmarks.crawl import PAGE_BYTES, ROOT, SOURCE, machine
from scraper.archive.exchange import Exchange
from scraper.archive.files import archives
from scraper.archive.http import answer
from scraper.archive.records import Record, records
from scraper.archive.writer import ArchiveWriter
from scraper.reading import PageContext, context_to_json
from scraper.text.dates import find_dates
from tests.practice import Portal
from tests.practice.skins import day
from tests.practice.web import PREFIX

HOST = "hoabinh.gov.vn"
SAMPLE = 500
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def make_archive(folder: Path, pages: int, *, noted: bool) -> None:
    """Write an archive of articles and the lists that lead to them."""
    portal = Portal(SOURCE, articles=pages, traps=False, page_bytes=PAGE_BYTES)
    portal.base_url = f"https://{HOST}"
    info = {"spider": SOURCE, "hosts": HOST} if noted else {}
    writer = ArchiveWriter(folder, SOURCE, info, fsync=False)
    lists = [
        portal.family.list_path(section, page).replace(PREFIX, "")
        for section in range(len(portal.family.sections))
        for page in range(1, portal.family.pages(section) + 1)
    ]
    contexts = [(path, PageContext()) for path in lists[: pages // 20]]
    # What a crawl notes of an article: not all of them print a date, and not all lists are in the archive.
    for article in portal.articles:
        date = next(iter(find_dates(day(article.date))), None)
        listed = (date.iso, date.raw) if date is not None else None
        context = PageContext((article.title,), listed, expected_article=True)
        contexts.append((portal.family.path(article), context))
    for number, (path, context) in enumerate(contexts):
        body = gzip.compress(portal.respond("GET", path, session="x").body, 6)
        url = f"https://{HOST}{path}"
        headers = [("Content-Type", "text/html; charset=UTF-8"), ("Content-Encoding", "gzip")]
        headers.append(("Content-Length", str(len(body))))
        at = BEGAN + timedelta(seconds=number)
        place = writer.write(
            Exchange(url, at, f"GET {path} HTTP/1.1", [], b"", "HTTP/1.1 200 OK", headers, body, None, cut=False)
        )
        if noted:
            writer.write_metadata(url, place, context_to_json(context))
    writer.close()


def replay(folder: Path, processes: int, prefix: str = "") -> tuple[int, float, float, float]:
    """One replay in a process of its own: records, seconds, peak memory in MB, seconds of CPU time of all processes."""
    with tempfile.TemporaryDirectory(dir=ROOT / "output") as output:
        command = [sys.executable, "-m", "scrapy", "replay", str(folder), "-s", f"OUTPUT_DIR={output}"]
        command += ["--processes", str(processes), "--url-prefix", prefix]
        began = time.perf_counter()
        done = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(done.pid, 0)
        seconds = time.perf_counter() - began
        done.returncode = os.waitstatus_to_exitcode(status)
        assert done.returncode == 0, done.returncode
        with (Path(output) / f"{SOURCE}.jsonl").open("rb") as lines:
            return sum(1 for _ in lines), seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def bodies(folder: Path) -> Iterator[bytes]:
    """The pages of an archive."""
    for archive in archives([folder]):
        for record in records(archive):
            if isinstance(record, Record) and record.kind == "response":
                yield answer(record.block).body


def trafilatura_rate(folder: Path, pages: int) -> float:
    """Pages per second of a loop, from the archive to the text and its metadata."""
    import trafilatura

    skipped = pages // 20  # the lists
    began, count = 0.0, 0
    for number, body in enumerate(bodies(folder)):
        if number == skipped:
            began = time.perf_counter()
        if number >= skipped:
            trafilatura.bare_extraction(body, with_metadata=True)
            count += 1
        if count == SAMPLE:
            break
    return count / (time.perf_counter() - began)


def fastwarc_rate(folder: Path) -> float:
    """Pages per second of fastwarc alone, with all compression undone."""
    began, count = time.perf_counter(), 0
    for archive in archives([folder]):
        with archive.open() as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response, auto_decode="all"):
                record.reader.read()
                count += 1
    return count / (time.perf_counter() - began)


@contextmanager
def folder_of(wanted: Path | None) -> Iterator[Path]:
    """The folder that a user named, kept, or one for this run."""
    if wanted is not None:
        yield wanted
        return
    with tempfile.TemporaryDirectory(dir=ROOT / "output") as name:
        yield Path(name)


def compare(folder: Path, pages: int, runs: int) -> None:
    """Print the table that the README quotes."""
    for kind in ("ours", "others"):
        for count in (pages // 4, pages):
            target = folder / f"{kind}-{count}"
            if not target.exists():
                # In a process of its own: what is measured later would inherit its memory's peak.
                maker = get_context("spawn").Process(
                    target=make_archive, args=(target, count), kwargs={"noted": kind == "ours"}
                )
                maker.start()
                maker.join()
    ours, others, small = folder / f"ours-{pages}", folder / f"others-{pages}", folder / f"ours-{pages // 4}"
    rates: dict[str, list[float]] = {}
    costs: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    for _ in range(runs):
        for name, target, processes, noted in (
            ("replay, 1 process", ours, 1, True),
            ("replay, 2 processes", ours, 2, True),
            ("replay, 2, others' archive", others, 2, False),
        ):
            count, seconds, peaks[name], spent = replay(target, processes)
            if noted:
                assert count == pages, (count, pages)
            rates.setdefault(name, []).append(count / seconds)
            costs.setdefault(name, []).append(1000 * spent / count)
        rates.setdefault("trafilatura loop", []).append(trafilatura_rate(ours, pages))
        rates.setdefault("fastwarc alone", []).append(fastwarc_rate(ours))
    median = {name: statistics.median(values) for name, values in rates.items()}
    print(f"{pages} articles of {PAGE_BYTES // 1000} KB, medians of {runs}, {machine()}")
    for name, values in rates.items():
        memory = f"{peaks[name]:6.0f} MB {statistics.median(costs[name]):6.1f} ms CPU a page" if name in peaks else ""
        print(f"{name:28} {median[name]:8.0f} pages/s ({min(values):.0f} to {max(values):.0f}) {memory}")
    print(f"2 processes / 1: {median['replay, 2 processes'] / median['replay, 1 process']:.2f}")
    for name in ("replay, 1 process", "replay, 2 processes"):
        print(f"{name} / trafilatura: {median[name] / median['trafilatura loop']:.1f}")
    print(f"memory at {pages // 4} pages: {replay(small, 2)[2]:.0f} MB")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the archives are made, and kept")
    options = parser.parse_args()
    with folder_of(options.folder) as folder:
        compare(folder, options.pages, options.runs)


if __name__ == "__main__":
    main()
