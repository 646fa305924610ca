"""``scrapy export NAME --profile PROFILE``: the current records of a source in the format of another tool."""

from __future__ import annotations

import argparse
import csv
import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.environment import WithEnvironment
from scraper.commands.outcome import FAILED
from scraper.commands.terminal import complain
from scraper.export.cells import COLUMNS, cells
from scraper.export.current import current_records
from scraper.export.profiles import PROFILES
from scraper.extensions.plain_log import clean_log
from scraper.paths import output_dir
from scraper.storage.reader import log_names, log_path
from scraper.text.harmful import escape

_CSV = "csv"
# Without it, spreadsheets read UTF-8 in another encoding.
_MARK = "\ufeff"


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: done. 1: the disk failed, the file is unchanged. 2: wrong usage."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "NAME --profile PROFILE [-o FILE]"

    def short_desc(self) -> str:
        return "Write a source's articles as another tool's JSON, or as CSV"

    def long_desc(self) -> str:
        return (
            "Write the current revision of each article of output/NAME.jsonl that is not deleted, fields renamed: one "
            "JSON object per line, or CSV that spreadsheets open without executing anything."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        # Scrapy's own option of this name profiles the run: it stays off, and the name is used here.
        parser.set_defaults(profile=None)
        names = (*PROFILES, _CSV)
        parser.add_argument(
            "--profile", dest="names", choices=names, required=True, help="the tool whose format is used (required)"
        )
        parser.add_argument(
            "-o", "--output", default="-", metavar="FILE", help="write to a file instead of the terminal"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export one source."""
        if len(args) != 1 or self.settings is None:
            raise UsageError("Name one source", print_help=False)
        logging.basicConfig(level="WARNING", format="%(levelname)s: %(message)s", stream=sys.stderr)
        clean_log()
        folder = output_dir(self.settings)
        path = log_path(folder, args[0])
        if args[0] not in log_names(folder):
            raise UsageError(f"There is no log {path}", print_help=False)
        if _is_among_logs(Path(opts.output), folder):
            raise UsageError(f"{opts.output} is the place of a log: name a file elsewhere", print_help=False)
        lines = _table(path) if opts.names == _CSV else _objects(path, opts.names)
        try:
            if opts.output == "-":
                _write(lines, sys.stdout.buffer)
            else:
                _write_file(lines, Path(opts.output))
        except BrokenPipeError:
            self.exitcode = FAILED  # the reader has closed the pipe
            sys.stderr.close()
        except OSError as error:
            self.exitcode = FAILED
            complain(f"Not written: {error}")


def _objects(path: Path, profile: str) -> Iterator[str]:
    for record in current_records(path):
        yield f"{escape(json.dumps(PROFILES[profile](record), ensure_ascii=False))}\n"


def _table(path: Path) -> Iterator[str]:
    yield _MARK + _row(COLUMNS)
    for record in current_records(path):
        yield _row(cells(record))


def _row(values: tuple[str, ...] | list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()


def _write(lines: Iterator[str], file: IO[bytes]) -> None:
    file.writelines(line.encode() for line in lines)
    file.flush()


def _is_among_logs(path: Path, folder: Path) -> bool:
    """True if a file at this path would replace a log, or be mistaken for one."""
    path = path.resolve()
    return path == log_path(folder.resolve(), path.stem)


def _write_file(lines: Iterator[str], path: Path) -> None:
    """Replace a file with all lines, or leave it unchanged; pipes and devices are written to directly."""
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            _write(lines, file)
        return
    path = path.resolve()
    new = path.with_name(f"{path.name}.new")
    try:
        with new.open("wb") as file:
            _write(lines, file)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
