"""``scrapy web``: pages to search the articles, on this machine."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.environment import WithEnvironment
from scraper.commands.index import default_target
from scraper.commands.outcome import FAILED
from scraper.commands.terminal import complain, say
from scraper.index.model import TargetUsageError
from scraper.index.targets.sqlite import sqlite_path
from scraper.report.places import places_of
from scraper.report.project_sources import project_sources

_PORT = 8020
_LAST_PORT = 65_535
_NEEDED = ("starlette", "uvicorn", "jinja2")


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: ended by a signal. 1: the port is taken. 2: wrong usage, or the extra is not installed."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Serve pages to search the articles, on this machine"

    def long_desc(self) -> str:
        return (
            "Serve the search, the articles with their versions, and the sources with their state as pages, as JSON "
            "(/openapi.json) and as feeds. Read-only, for this machine only, until SIGTERM or Ctrl-C. Another --host "
            "needs a token in the environment: SCRAPER_WEB_TOKEN. It is sent unencrypted: put a server with TLS in "
            "front."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=_PORT, help=f"port ({_PORT}); 0: a free one")
        parser.add_argument("--index", metavar="TARGET", help="sqlite:///PATH (search.sqlite3 in OUTPUT_DIR)")
        parser.add_argument(
            "--allow-host",
            action="append",
            default=[],
            metavar="NAME",
            help="a name under which it is asked, such as that of a server in front of it",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve until a signal."""
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command its settings")
        if args:
            raise UsageError(f"What is {args[0]!r}? The command has options only", print_help=False)
        if not 0 <= opts.port <= _LAST_PORT:
            raise UsageError(f"--port: 0 to {_LAST_PORT}", print_help=False)
        _check_installed()
        # Only now: they need what the extra installs.
        from scraper.web.app import application
        from scraper.web.guard import TOKEN_BYTES, is_loopback, known_hosts
        from scraper.web.places import ServedFiles
        from scraper.web.server import address_of, listening, serve

        token = str(self.settings["WEB_TOKEN"] or "")
        if not token and not is_loopback(opts.host):
            raise UsageError(
                f"{opts.host} is open to other machines: set SCRAPER_WEB_TOKEN in the environment, to a secret of "
                f"{TOKEN_BYTES} characters or more",
                print_help=False,
            )
        if token and len(token.encode()) < TOKEN_BYTES:
            raise UsageError(f"WEB_TOKEN is too short: at least {TOKEN_BYTES} characters", print_help=False)
        places = places_of(self.settings)
        try:
            index = sqlite_path(opts.index or default_target(places.output))
        except TargetUsageError as error:
            raise UsageError(str(error), print_help=False) from error
        served = ServedFiles(index, places.output, places.state, places.archive, project_sources(self.settings))
        try:
            opened = listening(opts.host, opts.port)
        except (OSError, UnicodeError) as error:
            self.exitcode = FAILED
            complain(f"Cannot listen on {opts.host}, port {opts.port}: {error}. --port 0 takes a free port")
            return
        if not index.is_file():
            complain(f"There is no {index} yet: run scrapy index; the pages find it then")
        say(address_of(opened))
        sys.stdout.flush()
        serve(application(served, token, known_hosts(opts.host, opts.allow_host)), opened)


def _check_installed() -> None:
    try:
        for name in _NEEDED:
            import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError(f"{error}; scrapy web needs: pip install '.[web]'", print_help=False) from error
