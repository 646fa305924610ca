"""``scrapy schedule --node URL… [NAME…]``: a job for each source on the scrapyd node that has its ledger."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import SpiderLoaderProtocol, get_spider_loader
from scrapy.utils.conf import arglist_to_dict, get_config

from scraper.commands.arguments import arguments_for, check_prefixes
from scraper.commands.crawl import check_usage, has_home
from scraper.commands.environment import WithEnvironment
from scraper.commands.outcome import FAILED, FELL_SHORT, OK
from scraper.commands.parts import server_key
from scraper.commands.terminal import complain, say
from scraper.machines.jobs import PlacedJobs, SourceJob, schedule
from scraper.machines.scrapyd import Node
from scraper.middlewares.pace import host_groups


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: all sources are scheduled or running. 1: one is not. 2: wrong usage. 3: all are, a node fails."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [NAME…]"

    def short_desc(self) -> str:
        return "Schedule sources as jobs of scrapyd, each on its node"

    def long_desc(self) -> str:
        return (
            "Schedule sources (all, when none is named) as jobs of scrapyd nodes. A source always goes to the same "
            "node, where its ledger is, and to the next one while that does not answer; one that is pending or running "
            "is left alone. -s NAME=value and -a argument=value are the jobs', -a NAME.argument=value is one source's."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--node",
            dest="nodes",
            action="append",
            default=[],
            metavar="URL",
            help="a scrapyd, http://HOST:6800 (may be repeated; default: SCRAPYD_NODES)",
        )
        parser.add_argument(
            "--project", metavar="NAME", help="the project's name there (default: that of [deploy] in scrapy.cfg)"
        )
        parser.add_argument(
            "-a",
            dest="spargs",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="argument of the jobs (may be repeated)",
        )
        parser.add_argument(
            "-v", "--verbose", action="store_true", help="a line for each source, also where there is no terminal"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Schedule the named sources."""
        if self.settings is None:
            raise UsageError("Run it in the project's folder", print_help=False)
        nodes = self._nodes(opts)
        loader = get_spider_loader(self.settings)
        jobs = self._jobs(args, _arguments(opts.spargs), loader)
        done = schedule(jobs, nodes, opts.set)
        if opts.verbose or sys.stdout.isatty():
            say(*(f"{source}: scheduled at {node}" for source, node in done.placed.items()))
            say(*(f"{source}: {words} already" for source, words in done.already.items()))
        self._complain(done)

    def _nodes(self, opts: argparse.Namespace) -> list[Node]:
        urls = opts.nodes or (self.settings.getlist("SCRAPYD_NODES") if self.settings is not None else [])
        project = opts.project or get_config().get("deploy", "project", fallback="")
        if not urls:
            raise UsageError("Which nodes? --node http://HOST:6800, or SCRAPYD_NODES in the settings", print_help=False)
        if not project:
            raise UsageError("Which project? --project NAME, as it is called on the nodes", print_help=False)
        try:
            return list({node.name: node for node in (Node(url, project) for url in urls)}.values())
        except ValueError as error:
            raise UsageError(str(error)[:1].upper() + str(error)[1:], print_help=False) from error

    def _jobs(self, args: list[str], arguments: dict[str, str], loader: SpiderLoaderProtocol) -> list[SourceJob]:
        """The sources to schedule, with what each is dealt out by.

        Raises:
            UsageError: a source or an argument is unknown, or a value is wrong.
        """
        check_prefixes(arguments, loader.list())
        names = list(dict.fromkeys(args)) or sorted(name for name in loader.list() if has_home(loader, name))
        groups = (host_groups(self.settings) if self.settings is not None else None) or {}
        own = {name: arguments_for(name, arguments) for name in names}
        for name in names:
            check_usage([name], loader, own[name])
        return [SourceJob(name, server_key(name, loader, groups), own[name]) for name in names]

    def _complain(self, done: PlacedJobs) -> None:
        for node, reason in done.problems.items():
            complain(f"{node} {reason.removeprefix(f'{node} ')}")
        if done.problems and not done.failed:
            complain("The next nodes crawl its sources; scrapy index removes what is there twice")
        for source, reason in done.failed.items():
            complain(f"{source} is not scheduled: {reason}")
        self.exitcode = FAILED if done.failed else FELL_SHORT if done.problems else OK


def _arguments(typed: list[str]) -> dict[str, str]:
    try:
        return arglist_to_dict(typed)
    except ValueError as error:
        raise UsageError("Invalid -a value, use -a NAME=VALUE", print_help=False) from error
