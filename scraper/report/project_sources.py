"""Which sources of a state file the project has: one whose file was removed needs nobody any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from scrapy.spiderloader import get_spider_loader

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

# Names that `crawl portal` gives to sites without a file.
_WITHOUT_FILE = "portal_"


def project_sources(settings: BaseSettings) -> frozenset[str] | None:
    """The names of the project's sources; None if they are not known, because the file of one cannot be read."""
    if not settings.getlist("SPIDER_MODULES"):
        return None
    try:
        return frozenset(get_spider_loader(settings).list())
    except SystemExit:  # the loader has said what is wrong with the file
        return None


def is_kept(name: str, known: Collection[str] | None) -> bool:
    """True if a source of the state file is one of the project, or may be."""
    return known is None or name in known or name.startswith(_WITHOUT_FILE)


def removed_line(names: Iterable[str]) -> str:
    """What is said of sources that the project does not have any more."""
    return (
        f"not in this project any more: {', '.join(names)}; "
        "`scrapy state --forget NAME` removes what is known of it, and never its log"
    )
