"""``scrapy genspider -t portal NAME URL``: Scrapy's own command, which also finds our template of a source."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from scrapy.commands.genspider import Command as ScrapyGenspider
from scrapy.commands.genspider import verify_url_scheme
from scrapy.exceptions import UsageError

from scraper.base_spiders.arguments import start_page
from scraper.commands.outcome import WRONG_USAGE
from scraper.probe.source_file import TEMPLATE, TEMPLATE_FILE, BadNameError, checked_name, unseen, variables


class Command(ScrapyGenspider):
    """Exit status 2: the name or the address cannot be those of a source, or there is one already."""

    def __init__(self) -> None:
        super().__init__()
        self._opened = ExitStack()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check what a source needs, then run Scrapy's command."""
        is_ours = opts.template == TEMPLATE and not (opts.list or opts.dump)
        if is_ours:
            if len(args) != 2:
                raise UsageError("Give name and address: scrapy genspider -t portal NAME URL", print_help=False)
            try:
                checked_name(args[0])
                start_page(verify_url_scheme(args[1]))
            except BadNameError as error:
                raise UsageError(str(error), print_help=False) from error
            except ValueError as error:
                raise UsageError(
                    f"The address must be like https://HOST/, not {args[1]!r}", print_help=False
                ) from error
        with self._opened:
            super().run(args, opts)

    def _spider_exists(self, name: str) -> bool:
        exists = super()._spider_exists(name)
        if exists:
            self.exitcode = WRONG_USAGE
        return exists

    def _find_template(self, template: str) -> Path | None:
        if template != TEMPLATE:
            return super()._find_template(template)
        # From a zip, a copy is made that lives as long as the command.
        return self._opened.enter_context(as_file(TEMPLATE_FILE))

    def _list_templates(self) -> None:
        super()._list_templates()
        print(f"  {TEMPLATE}")  # noqa: T201

    def _generate_template_variables(self, module: str, name: str, url: str, template_name: str) -> dict[str, Any]:
        found = super()._generate_template_variables(module, name, url, template_name)
        if template_name == TEMPLATE:
            day = datetime.now(UTC).date().isoformat()
            host = found["domain"]
            found |= variables(name, start_page(url), owner=host, about=f"Site at {host}", attributes=unseen(day))
        return found
