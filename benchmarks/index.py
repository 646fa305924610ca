"""Search indexes: documents a second into each target, again with nothing new, and how long questions take.

    make bench-setup                                                        # tantivy, into .venv
    .venv/bin/python -m benchmarks.index                                    # 10,000 and 100,000 documents, 8 minutes
    .venv/bin/python -m benchmarks.index --sizes 10000 --targets sqlite tantivy
    .venv/bin/python -m benchmarks.index --agreement                        # see below

The logs are records of the practice corpus, 1.4 kB of text and 3 kB of JSON each, read from the file each time. Each
target is a process of its own; ``again`` is a run with nothing new, ``rewritten`` one after all logs were replaced by
copies with another first line, so that everything is read again and nothing sent. tantivy has no such thing, and gets
all documents anew. ``bulk`` is osmem, which keeps everything in memory: 1,000 documents of it, and no figure of
Elasticsearch's.

With ``--agreement``, only the share of places among the first ten in which ``scrapy search`` has the same article as
when all matching articles are scored: at each size, and on the articles of a real portal.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from benchmarks.crawl import ROOT, machine
from benchmarks.full_scoring import all_scored
from benchmarks.reading.corpora import CORPORA
from scraper.index.feed import PUT, Feed
from scraper.index.model import Options
from scraper.index.targets import open_target
from scraper.index.texts import folded_words
from scraper.search.answer import SearchQuery
from scraper.search.search import search
from tests.index.logs import SOURCES, append, record, records
from tests.index.servers import postgres, postgres_programs

R = TypeVar("R")

SIZES = (10_000, 100_000)
TARGETS = ("sqlite", "tantivy", "parquet", "postgres", "bulk")
BULK_SIZE = 1_000
QUERIES = 200
# As people ask: some words of a title, mostly without accents, a whole title, a name, a document's number.
SHAPES = ("words",) * 10 + ("accents",) * 4 + ("title",) * 2 + ("name",) * 2 + ("number",) * 2
LIMIT = 10


def make_logs(folder: Path, size: int) -> None:
    """Logs of all sources together."""
    for source in SOURCES:
        append(folder / f"{source}.jsonl", records(source, size // len(SOURCES)))


def rewrite(folder: Path) -> None:
    """Replace each log by one with the same records in another order."""
    for path in folder.glob("*.jsonl"):
        new = path.with_suffix(".new")
        with path.open("rb") as old, new.open("wb") as copy:
            first = old.readline()
            shutil.copyfileobj(old, copy)
            copy.write(first)
        new.replace(path)


def questions(folder: Path) -> list[str]:
    """The same for all engines."""
    luck = random.Random(7)
    logs = sorted(folder.glob("*.jsonl"))
    asked: list[str] = []
    while len(asked) < QUERIES:
        with luck.choice(logs).open("rb") as log:
            log.seek(luck.randrange(log.seek(0, os.SEEK_END) // 2))
            log.readline()
            record = json.loads(log.readline())
        asked += filter(None, [question(record, SHAPES[len(asked) % len(SHAPES)], luck)])
    return asked


def question(record: dict[str, Any], shape: str, luck: random.Random) -> str:
    """One question that a record should answer; empty where it has nothing of that kind."""
    words = record["title"].split()
    start, count = luck.randrange(max(1, len(words) - 3)), luck.randint(2, 4)
    match shape:
        case "words":
            return folded_words(" ".join(words[start : start + count]))
        case "accents":
            return " ".join(words[start : start + count])
        case "title":
            return folded_words(record["title"])
        case "name":
            return " ".join(record["authors"][:1])
    return " ".join(ref["raw"] for ref in record["document_refs"][:1]) or next(
        (word for word in words if "/" in word), ""
    )


def feed(folder: Path, url: str) -> Counter[str]:
    """What ``scrapy index`` does."""
    counts: Counter[str] = Counter()
    with closing(open_target(url, Options(folder / "index"))) as target:
        Feed(folder, target, Event(), counts).catch_up()
    return counts


def measure_target(folder: Path, url: str, size: int) -> dict[str, Any]:
    """Fill, again, and again after a rewrite."""
    result: dict[str, Any] = {}
    first, result["fill"] = timed(lambda: feed(folder, url))
    again, result["again"] = timed(lambda: feed(folder, url))
    assert first[PUT] >= size
    assert again[PUT] == 0
    rewrite(folder)
    rewritten, result["rewritten"] = timed(lambda: feed(folder, url))
    assert rewritten[PUT] == 0
    return result


def measure_sqlite(folder: Path, size: int) -> dict[str, Any]:
    """The default target, and its questions."""
    path = folder / "search.sqlite3"
    result = measure_target(folder, f"sqlite:///{path}", size)
    result["bytes"] = path.stat().st_size
    return result | latencies(folder, lambda words: len(search(path, SearchQuery(words, limit=LIMIT)).hits))


def measure_tantivy(folder: Path, _size: int) -> dict[str, Any]:
    """A library for search in Rust: the same folded words, the same weights, stored titles and texts."""
    tantivy = import_module("tantivy")

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in ("title", "body"):
        builder.add_text_field(name, stored=False)
        builder.add_text_field(f"{name}_printed", stored=True, tokenizer_name="raw", index_option="basic")
    place = folder / "tantivy"
    place.mkdir()
    index = tantivy.Index(builder.build(), str(place))

    def fill() -> None:
        writer = index.writer(heap_size=128_000_000, num_threads=1)
        for path in sorted(folder.glob("*.jsonl")):
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    record = json.loads(line)
                    writer.delete_documents_by_term("id", record["id"])
                    texts = {name: folded_words(record[name]) for name in ("title", "body")}
                    printed = {f"{name}_printed": record[name][:60_000] for name in ("title", "body")}
                    writer.add_document(tantivy.Document(id=record["id"], **texts, **printed))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()

    _, filled = timed(fill)
    _, rewritten = timed(fill)
    searcher = index.searcher()

    def ask(words: str) -> int:
        query = index.parse_query(
            folded_words(words), ["title", "body"], field_boosts={"title": 8.0}, conjunction_by_default=True
        )
        return len([searcher.doc(address)["title_printed"] for _, address in searcher.search(query, LIMIT).hits])

    result = {"fill": filled, "rewritten": rewritten, "bytes": sum(p.stat().st_size for p in place.iterdir())}
    return result | latencies(folder, ask)


def agreement(folder: Path) -> float:
    """The share of places among the first ten that are as by full scoring, over all questions."""
    path = folder / "search.sqlite3"
    feed(folder, f"sqlite:///{path}")
    same = places = 0
    for words in questions(folder):
        query = SearchQuery(words, limit=LIMIT)
        some = [hit.id for hit in search(path, query).hits]
        with all_scored():
            pairs = list(zip_longest(some, [hit.id for hit in search(path, query).hits]))
        same += sum(one == other for one, other in pairs)
        places += len(pairs)
    return same / places


def real_logs(folder: Path) -> int:
    """A log of the NukeViet articles; their number."""
    samples = CORPORA["nukeviet"](None)
    append(
        folder / "nukeviet.jsonl",
        (
            record("nukeviet", sample.name, sample.truth["title"], sample.truth["body"], url=sample.url)
            | {"authors": sample.truth.get("authors") or []}
            for sample in samples
        ),
    )
    return len(samples)


def show_agreement(sizes: list[int]) -> None:
    """One line for each corpus."""
    makers: list[tuple[str, Callable[[Path], object]]] = [("NukeViet", real_logs)]
    makers += [(f"practice, {size:,}", lambda folder, size=size: make_logs(folder, size)) for size in sizes]  # type: ignore[misc]
    for name, make in makers:
        with tempfile.TemporaryDirectory(dir=ROOT / "output") as place:
            make(Path(place))
            print(f"{name:20} {agreement(Path(place)):6.1%} of places as by full scoring", flush=True)


def measure_parquet(folder: Path, size: int) -> dict[str, Any]:
    """Files, no questions."""
    result = measure_target(folder, f"parquet:{folder / 'parquet'}", size)
    result["bytes"] = sum(path.stat().st_size for path in (folder / "parquet").rglob("*.parquet"))
    return result


def measure_postgres(folder: Path, size: int) -> dict[str, Any]:
    """A server of our own on this machine, with fsync; questions as its users ask."""
    import psycopg

    programs = postgres_programs()
    if programs is None:
        sys.exit("PostgreSQL is not installed: apt-get install postgresql")
    with postgres(programs, sync=True) as url:
        result = measure_target(folder, url, size)
        with psycopg.connect(url) as database:

            def ask(words: str) -> int:
                found = database.execute(
                    "SELECT id, title, url FROM articles, websearch_to_tsquery('simple', folded(%s)) q"
                    " WHERE words @@ q ORDER BY ts_rank(words, q) DESC LIMIT %s",
                    (words, LIMIT),
                )
                return len(found.fetchall())

            sized = database.execute("SELECT pg_database_size('postgres')").fetchone()
            result["bytes"] = sized[0] if sized else 0
            return result | latencies(folder, ask)


def measure_bulk(folder: Path, size: int) -> dict[str, Any]:
    """A fake of Elasticsearch: what our side costs, not the server's."""
    from osmem_server import OsmemServer

    with OsmemServer.start(japanese=False) as server:
        return measure_target(folder, f"{server.url}/articles", size)


def latencies(folder: Path, ask: Callable[[str], int]) -> dict[str, Any]:
    """Milliseconds of each question, after one round that fills the caches."""
    asked = questions(folder)
    for words in asked:
        ask(words)
    answers = [timed(lambda words=words: ask(words)) for words in asked]  # type: ignore[misc]
    times = sorted(seconds * 1000 for _, seconds in answers)
    hits = sum(count > 0 for count, _ in answers)
    return {"p50": statistics.median(times), "p99": times[int(len(times) * 0.99)], "answered": hits}


def timed(work: Callable[[], R]) -> tuple[R, float]:
    """What it gives, and the seconds it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


MEASURES: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "sqlite": measure_sqlite,
    "tantivy": measure_tantivy,
    "parquet": measure_parquet,
    "postgres": measure_postgres,
    "bulk": measure_bulk,
}


def run_one(target: str, size: int) -> None:
    """Inside the child: one target at one size; prints the result as its last line."""
    # Beside the project: a folder for temporary files may lie in memory.
    with tempfile.TemporaryDirectory(dir=ROOT / "output") as name:
        folder = Path(name)
        # In a process of its own, so that its memory is not counted.
        made = "import sys; from pathlib import Path; from benchmarks.index import make_logs; "
        made += "make_logs(Path(sys.argv[1]), int(sys.argv[2]))"
        subprocess.run([sys.executable, "-c", made, name, str(size)], cwd=ROOT, check=True)
        result = MEASURES[target](folder, size)
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))


def child(target: str, size: int) -> dict[str, Any]:
    """Measure one target in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.index", "--one", target, "--sizes", str(size)]
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    return result


def show(target: str, size: int, result: dict[str, Any]) -> None:
    """One line of the table."""

    def rate(name: str) -> str:
        return f"{size / result[name]:11,.0f}" if name in result else f"{'–':>11}"

    def number(name: str, form: str) -> str:
        return format(result[name], form) if name in result else f"{'–':>8}"

    again = f"{result['again']:8.2f}" if "again" in result else f"{'–':>8}"
    megabytes = f"{result['bytes'] / 1e6:8.0f}" if "bytes" in result else f"{'–':>8}"
    print(
        f"{target:9} {size:9,} {rate('fill')} {again} {rate('rewritten')} {number('p50', '8.1f')}"
        f" {number('p99', '8.1f')} {number('answered', '8d')} {megabytes} {result['peak_mb']:8.0f}",
        flush=True,
    )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--targets", nargs="*", default=list(TARGETS), choices=TARGETS)
    parser.add_argument("--agreement", action="store_true", help="compare the first ten with full scoring")
    parser.add_argument("--one", choices=TARGETS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run_one(options.one, options.sizes[0])
        return
    if options.agreement:
        show_agreement(options.sizes)
        return
    print(f"Search indexes, {machine()}; p50 and p99 in ms, of {QUERIES} questions; peak is our process's")
    print("target    documents     docs/s  again s  rewritten/s      p50      p99 answered       MB  peak MB")
    for size in options.sizes:
        for target in options.targets:
            if target != "bulk":
                show(target, size, child(target, size))
    if "bulk" in options.targets:
        show("bulk", BULK_SIZE, child("bulk", BULK_SIZE))


if __name__ == "__main__":
    main()
