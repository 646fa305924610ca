"""Scrapy's spider loader, which says in one sentence what is wrong with the file of a source.

A command ends with exit status 2 then, before anything is requested or written.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from traceback import extract_tb
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from scraper.cms import KNOWN, Cms
from scraper.items import Article
from scraper.ledger.health import Expectations
from scraper.sites import SourceSpider

_WRONG_USAGE = 2
_RECORD_FIELDS = frozenset(field.name for field in fields(Article))
# What the lines of a class raise when something is misspelt.
_MISSPELT = (ImportError, SyntaxError, NameError, TypeError, AttributeError, ValueError)


class SourceLoader(SpiderLoader):
    """Loads the spiders of a project, and checks the sources among them."""

    def __init__(self, settings: BaseSettings) -> None:
        try:
            super().__init__(settings)
        except _MISSPELT as error:
            place = _place(error, settings.getlist("SPIDER_MODULES"))
            if place is None:
                raise
            _refuse(f"{place}: {_said(error)}")
        spiders = [self.load(name) for name in self.list()]
        in_file = Counter(spider.__module__ for spider in spiders)
        for spider in spiders:
            for problem in problems(spider, alone=in_file[spider.__module__] == 1):
                _refuse(f"{_file_of(spider)}: {problem}")


def problems(spider: type[Spider], *, alone: bool = True) -> Iterator[str]:
    """What is wrong with a source, as sentences; nothing for other spiders.

    Args:
        spider: its class.
        alone: no other spider is in its file.
    """
    if not issubclass(spider, SourceSpider):
        return
    home = getattr(spider, "home", None)
    if home is None:
        yield f'{spider.__name__} has no home; add home = "https://HOST/"'
    elif home and not _is_address(home):
        yield f"home must be an http or https address, not {home!r}"
    file = spider.__module__.rpartition(".")[2]
    # A source that replaces another one keeps its name.
    is_other = any(getattr(base, "name", None) == spider.name for base in spider.__mro__[1:])
    if alone and spider.name != file and not is_other:
        yield f"the source is called {spider.name!r} and its file {file}.py; give both the same name"
    if not isinstance(spider.expectations, Expectations):
        yield f"expectations must be Expectations(…), not {spider.expectations!r}"
    elif unknown := sorted(spider.expectations.filled.keys() - _RECORD_FIELDS):
        yield f"expectations: a record has no field {unknown[0]!r}; it has {', '.join(sorted(_RECORD_FIELDS))}"
    for cms in spider.schemes:
        if not isinstance(cms, Cms):
            yield f"schemes: {cms!r} is no CMS; known are {_known()}, each in a file of scraper/cms"


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _place(error: BaseException, modules: list[str]) -> str | None:
    """File and line of a source at which loading failed; None if it was elsewhere."""
    folders = tuple(module.replace(".", "/") for module in modules)
    if isinstance(error, SyntaxError) and error.filename and any(folder in error.filename for folder in folders):
        return f"{error.filename}, line {error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if any(each in frame.filename for each in folders)]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else None


def _said(error: BaseException) -> str:
    words = error.msg if isinstance(error, SyntaxError) else str(error)
    if isinstance(error, ImportError) and "scraper.cms" in words:
        return f"{words}; known CMSes are {_known()}"
    if "Expectations" in words:
        return f"{words}; there are {', '.join(field.name for field in fields(Expectations))}"
    return words


def _known() -> str:
    return ", ".join(sorted(cms.name for cms in KNOWN))


def _file_of(spider: type[Spider]) -> str:
    return f"{spider.__module__.replace('.', '/')}.py"


def _refuse(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(_WRONG_USAGE)
