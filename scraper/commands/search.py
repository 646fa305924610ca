"""``scrapy search WORDS…``: query the SQLite index."""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import date

from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.environment import WithEnvironment
from scraper.commands.index import default_target
from scraper.commands.outcome import FAILED
from scraper.commands.terminal import PlainConsole, complain, console, shown
from scraper.index.model import TargetUsageError
from scraper.index.search import Found, Hit, NoWordsError, marked, phrases, search, snippet, spans
from scraper.index.targets.sqlite import sqlite_path
from scraper.index.texts import printed
from scraper.paths import output_dir
from scraper.storage.sqlite import StorageError
from scraper.text.harmful import escape, one_line

_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
# All hits are in memory, with their texts.
_MOST = 10_000


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: answered, also without hits. 1: the index cannot be read. 2: wrong usage, or no index yet."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] WORDS…"

    def short_desc(self) -> str:
        return "Search the articles, with or without accents"

    def long_desc(self) -> str:
        return (
            "Search the index that scrapy index has made. All words must occur, with or without accents; words in "
            "double quotes, and the parts of 68-HD/BTGTU, must be adjacent. Nothing else in the query is "
            "special."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--source", default="", help="only articles of this source")
        parser.add_argument(
            "--since", default="", metavar="DAY", help="only articles published since YYYY-MM-DD, YYYY-MM or YYYY"
        )
        parser.add_argument("--limit", type=int, default=10, metavar="N", help="maximum number of hits (10)")
        parser.add_argument("--json", action="store_true", help="one JSON object per line")
        parser.add_argument("--index", metavar="TARGET", help="sqlite:///PATH (search.sqlite3 in OUTPUT_DIR)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Answer one query."""
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command its settings")
        if opts.since and not _is_day(opts.since):
            raise UsageError(f"--since must look like 2024-01-31, not {opts.since!r}", print_help=False)
        if not 1 <= opts.limit <= _MOST:
            raise UsageError(f"--limit: at least 1, at most {_MOST}", print_help=False)
        question = " ".join(args)
        try:
            path = sqlite_path(opts.index or default_target(output_dir(self.settings)))
            if not path.is_file():
                raise UsageError(f"There is no {path} yet: scrapy index makes it", print_help=False)
            found = search(path, question, source=opts.source, since=opts.since, limit=opts.limit)
        except (NoWordsError, TargetUsageError) as error:
            raise UsageError(str(error), print_help=False) from error
        except StorageError as error:
            self.exitcode = FAILED
            complain(f"The index cannot be read: {error}")
            return
        if opts.json:
            _print_json(found)
        else:
            _print_text(found, question)


def _is_day(words: str) -> bool:
    if not _DAY.fullmatch(words):
        return False
    try:
        date.fromisoformat(f"{words}-01-01"[:10])
    except ValueError:
        return False
    return True


def _print_json(found: Found) -> None:
    for hit in found.hits:
        line = {name: getattr(hit, name) for name in ("id", "title", "date", "source", "url", "score")}
        # The output is UTF-8 as the records are, whatever the terminal's locale.
        sys.stdout.buffer.write(f"{escape(json.dumps(line, ensure_ascii=False))}\n".encode())
    sys.stdout.flush()


def _print_text(found: Found, question: str) -> None:
    screen = console(soft_wrap=True)
    if not found.has_all and found.hits:
        screen.print("No article has all of these words; these have some:\n")
    for number, hit in enumerate(found.hits, 1):
        _print_hit(screen, number, hit, phrases(question))
    if not found.hits:
        screen.print("Nothing found.")


def _print_hit(screen: PlainConsole, number: int, hit: Hit, wanted: list[str]) -> None:
    def marked_line(text: str) -> Text:
        text = shown(printed(text))
        if not screen.is_terminal:  # no bold type, as in a file: brackets mark the words
            return Text(marked(text, wanted, "[", "]"))
        line = Text(text)
        for start, end in spans(text, wanted):
            line.stylize("bold", start, end)
        return line

    screen.print(Text(f"{number}. ").append_text(marked_line(hit.title)))
    copy = f" · nearly the same as {hit.duplicate_of}" if hit.duplicate_of else ""
    screen.print(f"   {shown((hit.date or 'no date')[:10])} · {shown(hit.source)} · {one_line(hit.url)}{copy}")
    screen.print(Text("   ").append_text(marked_line(snippet(hit.body, wanted))).append("\n"))
