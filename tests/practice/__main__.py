"""The practice portals as a program: real HTTP on the loopback address, for crawls by hand, benchmarks and tests.

    python -m tests.practice                              # four portals on free ports, until Ctrl-C or SIGTERM
    python -m tests.practice --port 8001                  # on 8001, 8002, 8003 and 8004
    python -m tests.practice --source hoabinh --port 8001

Once all of them listen it prints one JSON line: `{"stp_travinh": "http://127.0.0.1:PORT", …}`.
"""

import argparse
import json
import os
import signal
import sys
from contextlib import ExitStack
from threading import Event, Thread
from types import FrameType

from tests.practice.portal import Portal
from tests.practice.server import serve
from tests.practice.sites import SITES
from tests.practice.skins import SKINS

LAST_PORT = 65_535


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.practice",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--source", action="append", choices=sorted(SITES), help="portal to serve (default: all)")
    parser.add_argument(
        "--port", type=_port, default=0, help="of the first portal, the next has the next (default: free)"
    )
    parser.add_argument("--skin", choices=sorted(SKINS), help="look of the pages (default: the source's own)")
    parser.add_argument("--articles", type=int, default=40, help="articles in each portal (40)")
    parser.add_argument("--hidden", type=int, default=0, help="newest articles not published yet")
    parser.add_argument("--form", choices=("wcm", "slug"), default="wcm", help="CMS of the Long An portal")
    parser.add_argument("--page-bytes", type=int, help="pad pages up to about this size")
    parser.add_argument("--no-traps", action="store_true", help="a portal without crawl traps")
    parser.add_argument("--warm", action="store_true", help="render all pages before the first request")
    parser.add_argument("--seconds", type=float, help="stop after this time")
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="stop when the program that holds our stdin ends, too"
    )
    return parser.parse_args(argv)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= LAST_PORT - len(SITES):
        raise argparse.ArgumentTypeError(f"{text}: from 0 to {LAST_PORT - len(SITES)}")
    return number


def portals(options: argparse.Namespace) -> list[Portal]:
    """The portals asked for."""
    made = [
        Portal(
            source,
            options.skin,
            options.articles,
            options.form,
            traps=not options.no_traps,
            page_bytes=options.page_bytes,
            hidden=options.hidden,
        )
        for source in options.source or SITES
    ]
    if options.warm:
        for portal in made:
            portal.warm()
    return made


def _stop_on_signals(stop: Event) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)


def _stop_with_stdin(stop: Event) -> None:
    """However the program that started this one ends, its end of the pipe is closed then."""

    def watch() -> None:
        # Not through sys.stdin: its lock would be held by this thread when the interpreter ends.
        while os.read(0, 1024):
            pass
        stop.set()

    Thread(target=watch, daemon=True).start()


def main(argv: list[str] | None = None) -> int:
    """Serve, and return when it is over."""
    options, stop = arguments(argv), Event()
    with ExitStack() as running:
        try:
            servers = [
                running.enter_context(serve(portal, options.port + place if options.port else 0))
                for place, portal in enumerate(portals(options))
            ]
        except OSError as error:
            sys.stderr.write(f"No portal: {error.strerror}. Another --port?\n")
            return 1
        _stop_on_signals(stop)
        if options.until_stdin_closes:
            _stop_with_stdin(stop)
        addresses = {server.portal.source: server.base_url for server in servers}
        sys.stdout.write(json.dumps(addresses) + "\n")
        sys.stdout.flush()
        stop.wait(options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
