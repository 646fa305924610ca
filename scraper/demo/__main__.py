"""Run practice portals until stdin closes, a signal comes, or the time is up.

`python -m scraper.demo [--source NAME]… [--skin NAME] [--articles N] [--hidden N] [--form wcm|slug]
[--page-bytes N] [--no-traps] [--warm] [--seconds N]` prints one JSON line once all of them listen:
`{"stp_travinh": "http://127.0.0.1:PORT", …}`.
"""

import argparse
import json
import os
import signal
import sys
from contextlib import ExitStack
from threading import Event, Thread
from types import FrameType

from scraper.demo.portal import Portal
from scraper.demo.server import serve
from scraper.demo.sites import SITES
from scraper.demo.skins import SKINS


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m scraper.demo", description="Serve the practice portals.")
    parser.add_argument("--source", action="append", choices=sorted(SITES), help="portal to serve (default: all)")
    parser.add_argument("--skin", choices=sorted(SKINS), help="look of the pages (default: the source's own)")
    parser.add_argument("--articles", type=int, default=40, help="articles in each portal")
    parser.add_argument("--hidden", type=int, default=0, help="newest articles not published yet")
    parser.add_argument("--form", choices=("wcm", "slug"), default="wcm", help="CMS of the Long An portal")
    parser.add_argument("--page-bytes", type=int, help="pad pages up to about this size")
    parser.add_argument("--no-traps", action="store_true", help="a portal without crawl traps")
    parser.add_argument("--seconds", type=float, help="stop after this time")
    parser.add_argument("--warm", action="store_true", help="render all pages before the first request")
    return parser.parse_args(argv)


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


def _stop_when_asked(stop: Event) -> None:
    """Set `stop` on a signal and when stdin closes."""

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    def watch_stdin() -> None:
        # Not through sys.stdin: its lock would be held by this thread when the interpreter ends.
        while os.read(0, 1024):
            pass
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    Thread(target=watch_stdin, daemon=True).start()


def main(argv: list[str] | None = None) -> int:
    """Serve, and return when it is over."""
    options, stop = arguments(argv), Event()
    with ExitStack() as running:
        servers = [running.enter_context(serve(portal)) for portal in portals(options)]
        _stop_when_asked(stop)
        addresses = {server.portal.source: server.base_url for server in servers}
        sys.stdout.write(json.dumps(addresses) + "\n")
        sys.stdout.flush()
        stop.wait(options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
