"""Names after ``-a``: refused before a crawl where no source knows them; and what is refused is in the log too."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from scrapy import Spider
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from scraper.base_spiders.arguments import unknown_argument
from scraper.finish_reasons import WRONG_USAGE
from scraper.text.near_name import did_you_mean

logger = logging.getLogger(__name__)


@contextmanager
def logged_usage(settings: BaseSettings) -> Iterator[None]:
    """Repeat wrong usage in the log file, if there is one: of a job of scrapyd nobody sees the terminal."""
    try:
        yield
    except UsageError as error:
        if settings["LOG_FILE"]:
            logger.error("Not crawled (%s): %s", WRONG_USAGE, error)  # noqa: TRY400
        raise


def check_names(spider: type[Spider], arguments: Iterable[str]) -> None:
    """Check the names of a source's arguments.

    Raises:
        UsageError: one is unknown.
    """
    if problem := unknown_argument(spider, arguments):
        raise UsageError(problem, print_help=False)


def check_prefixes(arguments: Iterable[str], sources: Iterable[str]) -> None:
    """Check the source in each ``NAME.argument``.

    Raises:
        UsageError: there is no such source.
    """
    known = sorted(sources)
    for argument in arguments:
        source, dot, _ = argument.partition(".")
        if dot and source not in known:
            raise UsageError(
                f"-a {argument}: no source is called {source}{did_you_mean(source, known)}", print_help=False
            )


def arguments_for(source: str, arguments: Mapping[str, str]) -> dict[str, str]:
    """The arguments for all sources, overridden by those for this one (``NAME.argument``)."""
    own = {key.partition(".")[2]: value for key, value in arguments.items() if key.startswith(f"{source}.")}
    return {key: value for key, value in arguments.items() if "." not in key} | own
