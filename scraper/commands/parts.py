"""``--part 2/5``: the share of the sources that this machine crawls, the same each time."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoaderProtocol

from scraper.machines.deal import parse_part, part_of
from scraper.middlewares.pace import host_groups, shared_name
from scraper.sites import SourceSpider, host_of


def add_part_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--part``."""
    parser.add_argument(
        "--part",
        metavar="I/N",
        help="only the I-th of N parts of the sources, a machine each; sources of one host stay together",
    )


def of_part(names: Iterable[str], part: str | None, loader: SpiderLoaderProtocol, settings: BaseSettings) -> list[str]:
    """The sources that belong to a part; all if there is none.

    Args:
        names: of sources.
        part: what the user typed after ``--part``.
        loader: of the sources.
        settings: with HOST_GROUPS.

    Raises:
        UsageError: it is not like ``2/5``.
    """
    if part is None:
        return list(names)
    try:
        number, parts = parse_part(part)
    except ValueError as error:
        raise UsageError(str(error), print_help=False) from error
    known, groups = loader.list(), host_groups(settings) or {}
    return [name for name in names if name not in known or part_of(server_key(name, loader, groups), parts) == number]


def server_key(name: str, loader: SpiderLoaderProtocol, groups: Mapping[str, str]) -> str:
    """What a source is dealt out by: its server, since two machines must not ask one host at once; else its name."""
    spider = loader.load(name)
    host = host_of(spider.home) if issubclass(spider, SourceSpider) else None
    return name if host is None else shared_name(host, dict(groups))
