"""``scrapy search [WORDS…]``: query the SQLite index."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.environment import WithEnvironment
from scraper.commands.index import default_target
from scraper.commands.outcome import FAILED
from scraper.commands.terminal import PlainConsole, complain, console, shown
from scraper.index.fields import HAS
from scraper.index.model import TargetUsageError
from scraper.index.targets.sqlite import sqlite_path
from scraper.paths import output_dir
from scraper.search.answer import Answer, Hit, SearchQuery
from scraper.search.filters import Filters, QueryError, period
from scraper.search.hits import MOST_HITS
from scraper.search.marks import Marks
from scraper.search.search import parsed, search
from scraper.storage.sqlite import StorageError
from scraper.text.harmful import escape, one_line

_COLUMNS = (
    *("id", "title", "date", "source", "section", "authors", "url", "score", "snippet", "duplicate_of", "has", "lacks"),
)
_SUMMARY = ("total", "is_at_least", "has_all", "words", "corrected", "left_out", "folded", "notes")


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: answered, also without hits. 1: the index cannot be read. 2: wrong usage, or no index yet."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [WORDS…]"

    def short_desc(self) -> str:
        return "Search the articles, with or without accents"

    def long_desc(self) -> str:
        return (
            "Search the index that scrapy index has made: titles, leads, texts, authors, sections, captions, titles of "
            "attachments and numbers of documents, with or without accents. Words in double quotes, and the parts of "
            "68-HD/BTGTU, must be adjacent. Filters may stand among the words: source:NAME section:WORD "
            'author:"Nguyễn Văn A" date:2024-05..2024-06 has:attachment. Without words, the newest articles are listed.'
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        many = partial(parser.add_argument, action="append", default=[])
        many("--source", metavar="NAME", help="only articles of this source, or these")
        many("--section", metavar="WORDS", help="only of sections with these words")
        many("--author", metavar="WORDS", help="only of authors with these words in their names")
        many("--has", choices=HAS, help="only articles that have this")
        parser.add_argument(
            "--since", default="", metavar="DAY", help="only articles published since YYYY-MM-DD, YYYY-MM or YYYY"
        )
        parser.add_argument("--until", default="", metavar="DAY", help="only articles published until then, inclusive")
        parser.add_argument("--limit", type=int, default=10, metavar="N", help="hits on a page (10)")
        parser.add_argument("--page", type=int, metavar="N", help="the first page is 1")
        parser.add_argument("--offset", type=int, metavar="N", help="skip so many hits")
        parser.add_argument("--json", action="store_true", help="one JSON object per line")
        parser.add_argument("--summary", action="store_true", help="with --json, a last object about the answer")
        parser.add_argument("--index", metavar="TARGET", help="sqlite:///PATH (search.sqlite3 in OUTPUT_DIR)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Answer one query."""
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command its settings")
        try:
            query = _query(args, opts)
            path = sqlite_path(opts.index or default_target(output_dir(self.settings)))
            if not path.is_file():
                raise UsageError(f"There is no {path} yet: scrapy index makes it", print_help=False)
            answer = search(path, query)
        except (QueryError, TargetUsageError) as error:
            raise UsageError(str(error), print_help=False) from error
        except StorageError as error:
            self.exitcode = FAILED
            complain(f"The index cannot be read: {error}")
            return
        if opts.json:
            _print_json(answer, query, with_summary=opts.summary)
        else:
            _print_text(answer, query)


def _query(args: Sequence[str], opts: argparse.Namespace) -> SearchQuery:
    if opts.page is not None and opts.offset is not None:
        raise QueryError("--page and --offset say the same: use one of them")
    if opts.summary and not opts.json:
        raise QueryError("--summary is a line of --json: use both")
    if opts.page is not None and opts.page < 1:
        raise QueryError("--page: the first page is 1")
    offset = (opts.page - 1) * opts.limit if opts.page else opts.offset or 0
    if opts.limit < 1 or offset < 0 or opts.limit + offset > MOST_HITS:
        raise QueryError(f"--limit: at least 1, and with the hits before it at most {MOST_HITS}")
    filters = Filters(
        sources=tuple(opts.source),
        sections=tuple(opts.section),
        authors=tuple(opts.author),
        since=period(opts.since),
        until=period(opts.until),
        has=tuple(opts.has),
    )
    return parsed(" ".join(map(_requoted, args)), filters, limit=opts.limit, offset=offset)


def _requoted(argument: str) -> str:
    """An argument with the quotes that the shell has taken: `author:"Nguyễn Văn A"` arrives without them."""
    field, colon, value = argument.partition(":")
    is_field = field.isascii() and field.isalpha() and colon and '"' not in value and len(value.split()) > 1
    return f'{field}:"{value}"' if is_field else argument


def _print_json(answer: Answer, query: SearchQuery, *, with_summary: bool) -> None:
    lines = [{name: value for name, value in asdict(hit).items() if name in _COLUMNS} for hit in answer.hits]
    if with_summary:
        summary = {name: value for name, value in asdict(answer).items() if name in _SUMMARY}
        lines.append({"summary": {**summary, "offset": query.offset, "filters": asdict(query.filters)}})
    for line in lines:
        # The output is UTF-8 as the records are, whatever the terminal's locale.
        sys.stdout.buffer.write(f"{escape(json.dumps(line, ensure_ascii=False))}\n".encode())
    sys.stdout.flush()


def _print_text(answer: Answer, query: SearchQuery) -> None:
    screen = console(soft_wrap=True)
    for note in answer.notes:
        screen.print(Text(shown(note)))
    if answer.notes and answer.hits:
        screen.print()
    marks = Marks(answer.words)
    for number, hit in enumerate(answer.hits, query.offset + 1):
        _print_hit(screen, number, hit, marks)
    if not answer.hits:
        screen.print("Nothing found." if not answer.total else f"No more: {answer.total} were found.")
    elif answer.is_at_least or answer.total > query.offset + len(answer.hits):
        first, last = query.offset + 1, query.offset + len(answer.hits)
        more = " or more" if answer.is_at_least else ""
        screen.print(f"{first} to {last} of {answer.total:,}{more}; the next: --page {last // query.limit + 1}")


def _print_hit(screen: PlainConsole, number: int, hit: Hit, marks: Marks) -> None:
    def marked_line(text: str) -> Text:
        text = shown(text)
        if not screen.is_terminal:  # no bold type, as in a file: brackets mark the words
            return Text(marks.marked(text, "[", "]"))
        line = Text(text)
        for start, end in marks.spans(text):
            line.stylize("bold", start, end)
        return line

    screen.print(Text(f"{number}. ").append_text(marked_line(hit.title)))
    facts = [(hit.date or "no date")[:10], hit.source, hit.section, ", ".join(hit.authors)]
    copy = f" · nearly the same as {hit.duplicate_of}" if hit.duplicate_of else ""
    lacks = f" · without: {', '.join(hit.lacks)}" if hit.lacks else ""
    screen.print(
        Text(f"   {' · '.join(shown(fact) for fact in facts if fact)} · {one_line(hit.url)}{copy}{shown(lacks)}")
    )
    screen.print(Text("   ").append_text(marked_line(hit.snippet)).append("\n"))
