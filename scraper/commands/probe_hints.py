"""What comes after ``scrapy probe --save``, as commands to copy, with the settings that the user gave."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from scraper.commands.new_fixtures import seen_from_here
from scraper.middlewares.contact import is_inner

# What pages are read and stored by.
_OF_FIXTURES = ("FIXTURES_DIR", "REPAIR_TEXT")
_ARCHIVE = "archive"


def called_as(program: str) -> str:
    """The program as it can be called from this folder: ``scrapy`` where that finds it, else by its shortest path.

    Args:
        program: ``sys.argv[0]``.
    """
    path = Path(program)
    if path.name == "__main__.py":  # python -m scrapy
        return f"{shlex.quote(seen_from_here(Path(sys.executable)))} -m scrapy"
    found = shutil.which("scrapy")
    if path.name != "scrapy" or (found is not None and Path(found).absolute() == path.absolute()):
        return "scrapy"
    return shlex.quote(seen_from_here(path.absolute()))


def next_steps(
    name: str, url: str, given: Mapping[str, str], program: str = "scrapy", *, is_archived: bool = False
) -> Iterator[str]:
    """The commands, in their order.

    Args:
        name: of the source.
        url: its front page.
        given: settings of the command line; a proxy, which may have a password, is named without its value.
        program: how it is called, as :func:`called_as` says it.
        is_archived: an archive is set already, by the environment or the project.
    """
    own = {setting: value for setting, value in given.items() if setting in _OF_FIXTURES}
    crawl = dict(given)
    if not is_archived and not crawl.get("WARC_DIR"):
        crawl["WARC_DIR"] = _ARCHIVE
    if "PROXY" in crawl:
        crawl["PROXY"] = "…"
    # Only a site that is named may be in an inner network.
    inner = f" -a base_url={shlex.quote(url)}" if is_inner(url) else ""
    yield f"{program} fixture {name} --show{_options(own)}"
    yield f"{program} fixture {name} --accept{_options(own)}"
    yield f"{program} check {name}{_options(own)}"
    yield f"{program} crawl {name}{inner}{_options(crawl)}"


def _options(settings: Mapping[str, str]) -> str:
    return "".join(f" -s {setting}={shlex.quote(value)}" for setting, value in settings.items())
