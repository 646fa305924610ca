"""The crawler's work from end to end, without a network: serve the practice portals, crawl them, show what came out.

    python -m tests.practice.demo [--articles N] [--folder PATH]

The crawl is `scrapy crawlall` in a process of its own, as for live sites. Its data, ledger and log are in output/demo/,
which each demo begins anew; live crawls have nothing to do with it.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.json import JSON

from tests.practice.portal import Portal
from tests.practice.server import serve
from tests.practice.sites import SITES
from tests.practice.traps import GHOSTS

FOLDER = Path("output") / "demo"
LOG_NAME = "crawl.log"
# The practice portals are our own: no need to be polite to them.
HASTY = {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "RETRY_BACKOFF": 0}
SHOWN = "hoabinh"  # whose first record is shown
MEANING = {"gone": "404", "dead": "500", "blank": "empty", "updating": "placeholder"}


def main(argv: list[str] | None = None) -> int:
    """Crawl, and say what the figures mean; the exit status is the crawl's."""
    options = arguments(argv)
    folder: Path = options.folder
    if folder == FOLDER:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    portals = [Portal(source, articles=options.articles) for source in sorted(SITES)]
    with ExitStack() as running:
        addresses = {portal.source: running.enter_context(serve(portal)).base_url for portal in portals}
        status = crawl(addresses, folder)
    console = Console(highlight=False)
    for line in [*explanations(portals), *files(folder)]:
        console.print(line, soft_wrap=not console.is_terminal)
    show_record(console, folder / f"{SHOWN}.jsonl")
    return status


def arguments(argv: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.practice.demo",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--articles", type=_number, default=60, help="articles of each portal (60)")
    parser.add_argument("--folder", type=_empty_folder, default=FOLDER, help=f"an empty one for its files ({FOLDER})")
    return parser.parse_args(argv)


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _empty_folder(text: str) -> Path:
    folder = Path(text)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise argparse.ArgumentTypeError(f"{folder} is not empty")
    return folder


def crawl(addresses: Mapping[str, str], folder: Path) -> int:
    """Run `scrapy crawlall` on this terminal; gives its exit status."""
    command = [sys.executable, "-m", "scrapy", "crawlall", "--verbose", *sorted(addresses)]
    for name, address in addresses.items():
        command += ["-a", f"{name}.base_url={address}"]
    places = {"OUTPUT_DIR": folder, "STATE_FILE": folder / "state.sqlite3", "LOG_FILE": folder / LOG_NAME}
    for name, value in {**HASTY, **places}.items():
        command += ["-s", f"{name}={value}"]

    def leave_it_to_the_crawl(_number: int, _frame: FrameType | None) -> None:
        """Ctrl-C reaches both processes; the crawl ends in good order and still needs its portals."""

    def hand_it_on(number: int, _frame: FrameType | None) -> None:
        process.send_signal(number)

    signal.signal(signal.SIGINT, leave_it_to_the_crawl)
    with subprocess.Popen(command) as process:
        signal.signal(signal.SIGTERM, hand_it_on)
        return process.wait()


def explanations(portals: list[Portal]) -> list[str]:
    """What looks like a fault in the tables and is not."""
    planted = ", ".join(MEANING[name] for name in GHOSTS)
    return [
        f"Errors are planted: each portal has {len(GHOSTS)} dead links ({planted}).",
        "0 % date_modified: no portal prints it.",
        *zero("date_published", portals, "prints no dates, and none is guessed"),
        *zero("summary", portals, "does not set the lead apart from the text"),
    ]


def zero(field: str, portals: list[Portal], reason: str) -> Iterator[str]:
    """Why a field is empty in all articles of a portal."""
    for portal in portals:
        if not any(getattr(truth, field) for truth in portal.truth):
            yield f"0 % {field}: {portal.source} {reason}."


def files(folder: Path) -> list[str]:
    """Where everything is."""
    found = [f"{path}: {sum(1 for _ in path.open('rb'))} lines" for path in sorted(folder.glob("*.jsonl"))]
    return [*found, f"{folder / LOG_NAME}: what happened, address by address"]


def show_record(console: Console, path: Path) -> None:
    """The first record of a log, in full."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        first = next(lines, None)
    if first:
        console.print(f"The first record of {path}:")
        console.print(JSON(first, indent=2), soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
