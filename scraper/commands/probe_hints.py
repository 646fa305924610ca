"""What comes after ``scrapy probe --save``, as commands to copy, with the settings that the user gave."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from scraper.middlewares.contact import is_inner

# What pages are read and stored by.
_OF_FIXTURES = ("FIXTURES_DIR", "REPAIR_TEXT")
_ARCHIVE = "archive"


def next_steps(name: str, url: str, given: Mapping[str, str]) -> Iterator[str]:
    """The commands, in their order.

    Args:
        name: of the source.
        url: its front page.
        given: settings of the command line; a proxy, which may have a password, is named without its value.
    """
    own = {setting: value for setting, value in given.items() if setting in _OF_FIXTURES}
    crawl = dict(given)
    crawl["WARC_DIR"] = given.get("WARC_DIR") or _ARCHIVE
    if "PROXY" in crawl:
        crawl["PROXY"] = "…"
    # Only a site that is named may be in an inner network.
    inner = f" -a base_url={shlex.quote(url)}" if is_inner(url) else ""
    yield f"scrapy fixture {name} --show{_options(own)}"
    yield f"scrapy fixture {name} --accept{_options(own)}"
    yield f"scrapy check {name}{_options(own)}"
    yield f"scrapy crawl {name}{inner}{_options(crawl)}"


def _options(settings: Mapping[str, str]) -> str:
    return "".join(f" -s {setting}={shlex.quote(value)}" for setting, value in settings.items())
