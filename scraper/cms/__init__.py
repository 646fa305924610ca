"""The CMSes, one file each; a new file is found by the :class:`Cms` that it defines.

For a site whose CMS is unknown, all of them serve as hints. What a CMS writes into addresses beside the article (state,
page numbers, print views) applies to all sites, because no other CMS uses it in another meaning.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from scraper.cms.model import Cms, Match, Path, Query, Rule
from scraper.cms.tables import Tables, tables_of

__all__ = [
    "ANY_CMS",
    "KNOWN",
    "KNOWN_TABLES",
    "Cms",
    "Match",
    "Path",
    "Query",
    "Rule",
    "Tables",
    "find_cms",
    "tables_for",
]


def find_cms() -> tuple[Cms, ...]:
    """The CMSes of this package's files, in the order in which their rules are tried."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, Cms)}
    return tuple(sorted(found, key=lambda cms: (cms.rank, cms.name)))


KNOWN = find_cms()
KNOWN_TABLES = tables_of(KNOWN)
ANY_CMS = tuple(replace(cms, is_exact=False) for cms in KNOWN)
"""All of them as hints: for other addresses, words and content decide."""


def tables_for(schemes: tuple[Cms, ...] = ()) -> Tables:
    """The tables of all known CMSes and of those that only a source defines."""
    names = {cms.name for cms in KNOWN}
    own = tuple(cms for cms in schemes if cms.name not in names)
    return tables_of((*KNOWN, *own)) if own else KNOWN_TABLES
