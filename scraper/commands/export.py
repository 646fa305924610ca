"""``scrapy export NAME --profile PROFILE``: the current records of a source in the format of another tool."""

from __future__ import annotations

import argparse
import csv
import io
import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.environment import WithEnvironment
from scraper.commands.outcome import FAILED
from scraper.commands.terminal import complain
from scraper.export.cells import COLUMNS, cells
from scraper.export.chunks import SHORTEST_LENGTH, USUAL_LENGTH, NoPassageError, changes, chunks
from scraper.export.current import current_records
from scraper.export.markdown import file_name, markdown
from scraper.export.profiles import PROFILES
from scraper.extensions.plain_log import clean_log
from scraper.paths import output_dir
from scraper.storage.reader import log_names, log_path
from scraper.text.harmful import escape

_CSV, _CHUNKS, _MARKDOWN = "csv", "chunks", "markdown"
# The name of a file in Markdown ends with an id.
_OURS = re.compile(r"(?:^|-)[0-9a-f]{32}\.md$")
# Without it, spreadsheets read UTF-8 in another encoding.
_MARK = "\ufeff"


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: done. 1: the disk failed, the file is unchanged. 2: wrong usage."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "NAME --profile PROFILE [-o FILE or FOLDER]"

    def short_desc(self) -> str:
        return "Write a source's articles as another tool's JSON, CSV, Markdown, or passages for a vector index"

    def long_desc(self) -> str:
        return (
            "Write the current revision of each article of output/NAME.jsonl that is not deleted, fields renamed: one "
            "JSON object per line, or CSV that spreadsheets open without executing anything. chunks: passages of whole "
            "paragraphs for a vector index, with ids that stay while the text stays; with --changes only what is to be "
            "added, updated and deleted since the last export to FILE. markdown: one text for each article, with its "
            "fields as YAML in front; -o FOLDER writes one file for each."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        # Scrapy's own option of this name profiles the run: it stays off, and the name is used here.
        parser.set_defaults(profile=None)
        names = (*PROFILES, _CSV, _CHUNKS, _MARKDOWN)
        parser.add_argument(
            "--profile", dest="names", choices=names, required=True, help="the tool whose format is used (required)"
        )
        parser.add_argument(
            "-o", "--output", default="-", metavar="FILE", help="write to a file instead of the terminal"
        )
        parser.add_argument(
            "--length", type=int, metavar="N", help=f"characters of a passage at most, for chunks ({USUAL_LENGTH})"
        )
        parser.add_argument(
            "--changes", metavar="FILE", help="for chunks with -o: what has changed since -o was written last"
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
        _check_options(opts, folder)
        try:
            if opts.names == _MARKDOWN and opts.output != "-":
                _write_folder(path, Path(opts.output))
                return
            if opts.changes:
                # Before the new state: what is repeated after a kill does no harm.
                former = Path(opts.output)
                _write_file(_json_lines(changes(_chunks(path, opts.length), former)), Path(opts.changes))
            lines = _lines(path, opts)
            if opts.output == "-":
                _write(lines, sys.stdout.buffer)
            else:
                _write_file(lines, Path(opts.output))
        except NoPassageError as error:
            raise UsageError(f"{error}: move it away, and all passages are new", print_help=False) from error
        except BrokenPipeError:
            self.exitcode = FAILED  # the reader has closed the pipe
            sys.stderr.close()
        except OSError as error:
            self.exitcode = FAILED
            complain(f"Not written: {error}")


def _check_options(opts: argparse.Namespace, folder: Path) -> None:
    """Refuse options that have no effect, or would write over something.

    Raises:
        UsageError: with what helps.
    """
    if opts.names != _CHUNKS and (opts.length is not None or opts.changes):
        raise UsageError("--length and --changes are for --profile chunks", print_help=False)
    opts.length = USUAL_LENGTH if opts.length is None else opts.length
    if opts.length < SHORTEST_LENGTH:
        raise UsageError(f"--length: at least {SHORTEST_LENGTH}", print_help=False)
    if opts.changes and (opts.output == "-" or not _is_file_or_new(Path(opts.output))):
        raise UsageError("--changes needs -o FILE, which it compares with", print_help=False)
    if opts.changes and Path(opts.changes).resolve() == Path(opts.output).resolve():
        raise UsageError("--changes and -o name the same file", print_help=False)
    if opts.changes and _is_among_logs(Path(opts.changes), folder):
        raise UsageError(f"{opts.changes} is the place of a log: name a file elsewhere", print_help=False)
    if opts.names == _MARKDOWN and opts.output != "-" and Path(opts.output).is_file():
        raise UsageError(f"{opts.output} is a file: name a folder", print_help=False)


def _is_file_or_new(path: Path) -> bool:
    return path.is_file() or not path.exists()


def _lines(path: Path, opts: argparse.Namespace) -> Iterator[str]:
    match opts.names:
        case "csv":
            return _table(path)
        case "chunks":
            return _json_lines(_chunks(path, opts.length))
        case "markdown":
            return (f"{escape(markdown(record))}\n" for record in current_records(path))
    return _json_lines(PROFILES[opts.names](record) for record in current_records(path))


def _chunks(path: Path, length: int) -> Iterator[dict[str, Any]]:
    return chain.from_iterable(chunks(record, length) for record in current_records(path))


def _json_lines(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    return (f"{escape(json.dumps(each, ensure_ascii=False))}\n" for each in objects)


def _write_folder(path: Path, folder: Path) -> None:
    """One file for each article in a folder of the source's name; files of articles that are gone are removed."""
    folder = folder / path.stem
    folder.mkdir(parents=True, exist_ok=True)
    written = set()
    for record in current_records(path):
        name = file_name(record)
        written.add(name)
        text = escape(markdown(record))
        place = folder / name
        if not place.is_file() or place.read_bytes() != text.encode():
            _write_file(iter((text,)), place)
    for place in folder.iterdir():
        if _OURS.search(place.name) and place.name not in written:
            place.unlink()


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
