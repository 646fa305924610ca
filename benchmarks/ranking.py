"""The order of search results, judged by questions with their right answers, beside full-text engines as they come.

    make bench-setup                                       # tantivy, into .venv
    .venv/bin/python -m benchmarks.ranking                 # a table in Markdown, half a minute
    .venv/bin/python -m benchmarks.ranking --half tuned    # of the half that the rules may be fitted to
    .venv/bin/python -m benchmarks.ranking --missed        # our questions without a right answer in the first place
    .venv/bin/python -m benchmarks.ranking --engines ours  # ours alone, a few seconds
    .venv/bin/python -m benchmarks.ranking --among 5000    # the NukeViet articles among as many of the practice corpus

MRR is the mean of 1 / the place of the first right answer among the first ten, 0 if there is none; beside it the share
of questions with a right answer among the first three. ``benchmarks/questions/README.md`` says how the questions were
made. Rules and weights are fitted to one half of them alone, chosen by the hash of the question; the other half says
what they are worth.

FTS5 is bm25 with the default weights and ``unicode61 remove_diacritics 2``, over texts with any of the words; tantivy
has the same texts in our folding, and its defaults. Both once with title and body, and once with summary, authors and
section too. PostgreSQL is the function ``search_articles`` of our target ``postgresql:``, in a server that is started;
``_bulk`` the query in ``bulk_query.json`` in an emulator of Elasticsearch, which is started too.
"""

from __future__ import annotations

import argparse
import atexit
import json
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from threading import Event
from typing import Any

import psycopg

from benchmarks.crawl import ROOT
from benchmarks.questions import KINDS, Question, documents, load
from scraper.index.feed import Feed
from scraper.index.model import Options
from scraper.index.targets import open_target
from scraper.index.texts import folded_words
from scraper.search.answer import SearchQuery
from scraper.search.search import search
from tests.index.logs import SOURCES, append, records
from tests.index.places import ask as search_in
from tests.index.servers import free_port, noida, noida_program, postgres, postgres_programs

CORPORA = ("practice", "nukeviet")
PLACES = 10
FIRST = 3
HALVES = ("tuned", "held")
TITLE_AND_BODY = ("title", "body")
ALL_FIELDS = ("title", "summary", "body", "authors", "section")

Record = dict[str, Any]
Ask = Callable[[str], list[str]]
"""The ids of the first ten answers."""


def half_of(question: Question) -> str:
    """The half that a question belongs to, whatever else is asked."""
    return HALVES[sha256(question.text.encode()).digest()[0] % 2]


def feed(url: str, folder: Path, lines: list[Record]) -> None:
    """Write lines to their logs, and send them to a target."""
    for line in lines:
        append(folder / f"{line['source']}.jsonl", [line])
    with closing(open_target(url, Options(folder / "index"))) as target:
        Feed(folder, target, Event(), Counter()).catch_up()


def ours(folder: Path, lines: list[Record]) -> Ask:
    """What ``scrapy search`` asks."""
    path = folder / "search.sqlite3"
    feed(f"sqlite:///{path}", folder, lines)
    return lambda words: [hit.id for hit in search(path, SearchQuery(words, limit=PLACES)).hits]


def postgresql(folder: Path, lines: list[Record]) -> Ask:
    """The function ``search_articles`` of the target ``postgresql:``, in a server of its own."""
    programs = postgres_programs()
    assert programs, "PostgreSQL's server is not installed: apt-get install postgresql"
    servers = ExitStack()
    atexit.register(servers.close)
    url = servers.enter_context(postgres(programs))
    feed(url, folder, lines)
    database = servers.enter_context(psycopg.connect(url, autocommit=True))

    def ask(words: str) -> list[str]:
        found = database.execute("SELECT id FROM search_articles(%s, most => %s)", (words, PLACES))
        return [id_ for (id_,) in found]

    return ask


def bulk(folder: Path, lines: list[Record]) -> Ask:
    """The query of ``bulk_query.json`` in noida-db, an emulator of Elasticsearch, fed by the target ``http:``."""
    program = noida_program()
    assert program, "noida-db is not installed: pip install -r tests/requirements.txt"
    servers = ExitStack()
    atexit.register(servers.close)
    port = free_port()
    servers.enter_context(noida(program, Path(servers.enter_context(tempfile.TemporaryDirectory())), port))
    url = f"http://127.0.0.1:{port}/articles"
    feed(url, folder, lines)
    search_in(f"{url}/_refresh", {})
    template = (files("scraper.index.targets") / "bulk_query.json").read_text("utf-8")

    def ask(words: str) -> list[str]:
        query = json.loads(template.replace('"QUESTION"', json.dumps(words)))
        return [hit["_id"] for hit in search_in(f"{url}/_search", {"query": query, "size": PLACES})["hits"]["hits"]]

    return ask


def text_of(line: Record, name: str) -> str:
    """A field as one text."""
    value = line[name]
    return "; ".join(value) if isinstance(value, list) else value or ""


def fts5(lines: list[Record], fields: tuple[str, ...]) -> Ask:
    """SQLite's full-text search with its defaults."""
    database = sqlite3.connect(":memory:")
    columns = ", ".join(fields)
    database.execute(
        f"CREATE VIRTUAL TABLE t USING fts5 (id UNINDEXED, {columns}, tokenize='unicode61 remove_diacritics 2')"
    )
    marks = ", ".join("?" * (len(fields) + 1))
    rows = ([line["id"], *(text_of(line, name) for name in fields)] for line in lines)
    database.executemany(f"INSERT INTO t VALUES ({marks})", rows)

    def ask(words: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in re.findall(r"[^\W_]+", words))
        found = database.execute("SELECT id FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT ?", (match, PLACES))
        return [id_ for (id_,) in found]

    return ask


def tantivy(lines: list[Record], fields: tuple[str, ...]) -> Ask:
    """The library tantivy with its defaults, and our folding."""
    engine = import_module("tantivy")
    builder = engine.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in fields:
        builder.add_text_field(name, stored=False)
    index = engine.Index(builder.build())
    writer = index.writer(heap_size=32_000_000, num_threads=1)
    for line in lines:
        texts = {name: folded_words(text_of(line, name)) for name in fields}
        writer.add_document(engine.Document(id=line["id"], **texts))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(words: str) -> list[str]:
        query = index.parse_query(folded_words(words), list(fields))
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, PLACES).hits]

    return ask


ENGINES: dict[str, Callable[[Path, list[Record]], Ask]] = {
    "ours": ours,
    "PostgreSQL": postgresql,
    "_bulk": bulk,
    "FTS5": lambda _, lines: fts5(lines, TITLE_AND_BODY),
    "FTS5, all fields": lambda _, lines: fts5(lines, ALL_FIELDS),
    "tantivy": lambda _, lines: tantivy(lines, TITLE_AND_BODY),
    "tantivy, all fields": lambda _, lines: tantivy(lines, ALL_FIELDS),
}

Ranks = dict[tuple[str, Question], int]
"""By engine and question, the place of the first right answer; 0 if there is none."""


def others(count: int) -> list[Record]:
    """Articles of the practice corpus."""
    return [line for source in SOURCES for line in records(source, count // len(SOURCES))]


def ranks(engines: Iterable[str], questions: list[Question], corpora: Iterable[str], among: int = 0) -> Ranks:
    """Ask all engines all questions, of a corpus among other articles."""
    found: Ranks = {}
    for corpus in corpora:
        keyed = documents(corpus)
        ids = {key: line["id"] for key, line in keyed.items()}
        for engine in engines:
            with tempfile.TemporaryDirectory(dir=ROOT / "output") as folder:
                ask = ENGINES[engine](Path(folder), [*keyed.values(), *others(among)])
                for question in questions:
                    if question.corpus == corpus:
                        right = {ids[key] for key in question.right}
                        answers = ask(question.text)
                        found[engine, question] = next((n for n, id_ in enumerate(answers, 1) if id_ in right), 0)
    return found


def figures(found: Ranks, engine: str, questions: list[Question]) -> str:
    """MRR and the share in the first three."""
    places = [found[engine, question] for question in questions]
    if not places:
        return "–"
    mrr = sum(1 / place for place in places if place) / len(places)
    first = sum(1 <= place <= FIRST for place in places) / len(places)
    return f"{mrr:.3f} / {first:.1%}"


def show(found: Ranks, engines: list[str], questions: list[Question]) -> None:
    """The table."""
    groups: list[tuple[str, Callable[[Question], bool]]] = [("all", lambda _: True)]
    groups += [(f"half: {half}", lambda each, half=half: half_of(each) == half) for half in HALVES]  # type: ignore[misc]
    groups += [(corpus, lambda each, corpus=corpus: each.corpus == corpus) for corpus in CORPORA]  # type: ignore[misc]
    groups += [
        (f"{kind}, {corpus}", lambda each, kind=kind, corpus=corpus: (each.kind, each.corpus) == (kind, corpus))  # type: ignore[misc]
        for kind in KINDS
        for corpus in CORPORA
    ]
    print(f"| MRR / first {FIRST} | questions | {' | '.join(engines)} |")
    print(f"|---|--:|{'--:|' * len(engines)}")
    for name, is_in in groups:
        some = [question for question in questions if is_in(question)]
        if some:
            print(f"| {name} | {len(some)} | {' | '.join(figures(found, engine, some) for engine in engines)} |")


def show_missed(found: Ranks, questions: list[Question]) -> None:
    """Our questions whose first answer is not right."""
    for question in questions:
        if (place := found["ours", question]) != 1:
            print(f"{place:2} {question.kind:10} {question.corpus:8} {question.text} ({question.note})")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, help="only one half of the questions")
    parser.add_argument("--engines", nargs="*", default=list(ENGINES), choices=list(ENGINES))
    parser.add_argument("--among", type=int, default=0, metavar="N", help="NukeViet among so many other articles")
    parser.add_argument("--missed", action="store_true", help="our questions without a right answer in the first place")
    options = parser.parse_args()
    # Further articles of the practice corpus may be right answers to its questions, which nobody has looked for.
    corpora = CORPORA if not options.among else ("nukeviet",)
    questions = [each for each in load() if options.half in (None, half_of(each)) and each.corpus in corpora]
    engines = ["ours"] if options.missed else options.engines
    found = ranks(engines, questions, corpora, options.among)
    if options.missed:
        show_missed(found, questions)
    else:
        show(found, engines, questions)


if __name__ == "__main__":
    main()
