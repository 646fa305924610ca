"""Where the time of reading goes: CPU ms a page for each step, beside one parse of lxml and trafilatura.

    .venv/bin/python -m benchmarks.profile                            # all corpora, three minutes
    .venv/bin/python -m benchmarks.profile --corpus wcxb --passes 5
    .venv/bin/python -m benchmarks.profile --save before.json         # what was read of each page
    .venv/bin/python -m benchmarks.profile --against before.json      # the pages of which something else is read now

A step's time is its own, without that of the steps it calls; the best of all passes counts. Watching the steps costs
time too, so the sum is a little more than an unwatched reading, which is measured for itself.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import wraps
from importlib import import_module
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

from lxml import etree

from benchmarks.crawl import machine
from benchmarks.reading.child import attempt, forget
from benchmarks.reading.corpora import CORPORA, Corpus, MissingCorpusError, load
from benchmarks.reading.readers import TOOLS, Read
from benchmarks.reading.sample import Sample

OURS, PEER = "ours", "trafilatura + metadata"
STEPS = (
    *("charset.utf8", "letters_repair.repair_letters", "tree.parse", "style_sheets.hiding_rules"),
    *("builder.build", "head_builder.read_head", "shell.with_json_article", "entries.read_entries"),
    *("notices.notice_of", "shell.is_empty_shell", "title.find_title", "region.find_region", "images.find_images"),
    *("authors.find_authors", "attachments.file_lines", "attachments.find_attachments", "attachments.text_frame"),
    *("dates.find_dates", "body.read_body", "list_pages.is_list_page", "section.find_section"),
    *("article.find_other_news", "other_news.find_other_news", "metadata.states_article", "metadata.stated_address"),
    *("article.low_confidence_reason", "fallback_extractor.fallback_text", "record.record_of"),
    *("breadcrumb.marked_names", "article.read_article"),
)
METHODS = (("scraper.addresses.resolve", "UrlResolver", "resolve"),)
"""Steps that are methods: module, class, name."""
REST = "rest"


class Stopwatch:
    """Adds up the own time of steps that call one another."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._open = [REST]
        self._since = process_time()

    def _switch(self) -> None:
        now = process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    @contextmanager
    def page(self) -> Iterator[None]:
        """Measure one page: all steps of it from nothing."""
        self.seconds.clear()
        self._since = process_time()
        yield
        self._switch()

    def watched(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """A function whose time is its own."""

        @wraps(work)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._switch()
            self._open.append(name)
            try:
                return work(*args, **kwargs)
            finally:
                self._switch()
                self._open.pop()

        return timed


def watch(stopwatch: Stopwatch) -> Callable[[], None]:
    """Replace each step by a watched one wherever it is imported; gives what undoes it."""
    undo: list[tuple[Any, str, Any]] = []

    def replace(owner: Any, name: str, new: Any) -> None:
        undo.append((owner, name, getattr(owner, name)))
        setattr(owner, name, new)

    for step in STEPS:
        module, _, name = step.partition(".")
        work = getattr(import_module(f"scraper.pages.{module}"), name, None)
        if work is None:
            continue
        timed = stopwatch.watched(step, work)
        for user in _users(work, name):
            replace(user, name, timed)
    for module, owner, name in METHODS:
        cls = getattr(import_module(module), owner)
        replace(cls, name, stopwatch.watched(f"{owner}.{name}", getattr(cls, name)))

    def restore() -> None:
        for owner, name, work in undo:
            setattr(owner, name, work)

    return restore


def _users(work: Callable[..., Any], name: str) -> list[ModuleType]:
    modules = [module for path, module in sys.modules.items() if path.startswith("scraper.")]
    return [module for module in modules if getattr(module, name, None) is work]


def profile(corpus: Corpus, read: Read, passes: int) -> dict[str, float]:
    """Step → CPU ms a page; ``whole`` for an unwatched reading, ``lxml`` for one parse, and the peer's reading.

    Each page is read by all of them in turn, so that whatever else the machine does slows them alike.
    """
    samples, peer = corpus.samples, TOOLS[PEER].make()
    best = [defaultdict[str, float](lambda: float("inf")) for _ in samples]
    stopwatch = Stopwatch()
    for number in range(2 * passes):
        is_watched = number % 2 == 1
        undo = watch(stopwatch) if is_watched else lambda: None
        forget()
        for found, sample in zip(best, samples, strict=True):
            with stopwatch.page():
                attempt(read, sample)
            taken = dict(stopwatch.seconds) if is_watched else {"whole": sum(stopwatch.seconds.values())}
            if not is_watched:
                taken["lxml"], taken[PEER] = _seconds(_parse, sample), _seconds(peer, sample)
            for name, seconds in taken.items():
                found[name] = min(found[name], seconds)
        undo()
    names = {name for found in best for name in found}
    return {name: 1000 * sum(found.get(name, 0.0) for found in best) / len(samples) for name in names}


def _seconds(read: Read, sample: Sample) -> float:
    start = process_time()
    attempt(read, sample)
    return process_time() - start


def _parse(sample: Sample) -> None:
    etree.fromstring(sample.html, etree.HTMLParser(encoding="utf-8", huge_tree=True))


def show(table: dict[str, dict[str, float]]) -> None:
    """Print a row a step, a column a corpus."""
    print(f"{'ms a page':32}", *(f"{name:>10}" for name in table))
    steps = {step for column in table.values() for step in column}
    first = ("lxml", PEER, "whole")
    order = sorted(steps - set(first), key=lambda step: -sum(column.get(step, 0.0) for column in table.values()))
    for step in (*first, *order):
        print(f"{step:32}", *(f"{column.get(step, 0.0):10.3f}" for column in table.values()))
    print(f"{'in parses':32}", *(f"{column['whole'] / column['lxml']:10.1f}" for column in table.values()))
    print(f"{'× the peer':32}", *(f"{column[PEER] / column['whole']:10.1f}" for column in table.values()))


def readings(corpus: Corpus, read: Read) -> dict[str, Any]:
    """Page → its fields, or the name of the error."""
    return {sample.name: _plain(attempt(read, sample)) for sample in corpus.samples}


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=asdict))


def compare(name: str, before: dict[str, Any], now: dict[str, Any]) -> int:
    """Print each page of which something else is read; give their number."""
    changed = [page for page in now if before.get(page) != now[page]]
    for page in changed:
        (old, old_error), (new, new_error) = before.get(page, (None, "not read")), now[page]
        fields = [field for field in new or {} if not old or old.get(field) != new[field]]
        print(f"{name} {page}: {', '.join(fields) or f'{old_error} → {new_error}'}")
        for field in fields if old else ():
            print(f"    {field}: {str(old.get(field))[:200]!r} → {str(new[field])[:200]!r}")
    return len(changed)


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "benchmarks.profile", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", action="append", help=f"{', '.join(CORPORA)} or dir:PATH; may be repeated")
    parser.add_argument("--pages", type=int, help="at most so many pages of each block")
    parser.add_argument("--passes", type=int, default=3, help="how often each page is read, watched and unwatched (3)")
    parser.add_argument("--save", type=Path, help="write what is read of each page, and measure nothing")
    parser.add_argument("--against", type=Path, help="compare what is read with a saved file, and measure nothing")
    return parser.parse_args()


def main() -> None:
    """Print the table, or what changed."""
    chosen = options()
    print(machine())
    table: dict[str, dict[str, float]] = {}
    found: dict[str, dict[str, Any]] = {}
    for name in chosen.corpus or CORPORA:
        try:
            corpus = load(name, chosen.pages)
        except MissingCorpusError as error:
            print(f"{name}: left out, {error}")
            continue
        read = TOOLS[OURS].make()
        if chosen.save or chosen.against:
            found[name] = readings(corpus, read)
        else:
            table[name] = profile(corpus, read, chosen.passes)
    if chosen.save:
        chosen.save.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    elif chosen.against:
        before = json.loads(chosen.against.read_text("utf-8"))
        changed = sum(compare(name, before.get(name, {}), pages) for name, pages in found.items())
        print(f"{changed} pages changed")
        sys.exit(1 if changed else 0)
    else:
        show(table)


if __name__ == "__main__":
    main()
