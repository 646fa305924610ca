"""A search as the address of a page: parameters to a query and back, and the query of a click on a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from scraper.search.answer import SearchQuery
from scraper.search.filters import Filters, QueryError
from scraper.search.search import parsed

# Characters of a parameter, and values of one name; nobody types more, and each takes time.
_LONGEST = 500
_MOST_VALUES = 20
# Documents whose texts are in memory for a page far behind.
_LAST = 10_000
PAGE_SIZE = 20
MOST_HITS = 100

NAMES = ("q", "source", "section", "author", "since", "until", "has")
"""Parameters of a search."""
_LISTS = {"source": "sources", "section": "sections", "author": "authors", "has": "has"}


def asked(parameters: QueryParams, *, paged: bool) -> SearchQuery:
    """The query of an address.

    Args:
        parameters: of the address; unknown ones have no effect.
        paged: the address has a number of a page; otherwise ``limit`` and ``offset``.

    Raises:
        QueryError: a value has no sense, or is too long.
    """
    filters = Filters(
        **{field: tuple(values_of(parameters, name)) for name, field in _LISTS.items()},
        since=value_of(parameters, "since"),
        until=value_of(parameters, "until"),
    )
    if paged:
        limit, offset = PAGE_SIZE, (_number(parameters, "page", 1, 1, _LAST // PAGE_SIZE) - 1) * PAGE_SIZE
    else:
        limit, offset = _number(parameters, "limit", 10, 1, MOST_HITS), _number(parameters, "offset", 0, 0, _LAST)
    return parsed(value_of(parameters, "q"), filters, limit=limit, offset=offset)


def value_of(parameters: QueryParams, name: str) -> str:
    """The last value of a parameter."""
    value = (parameters.get(name) or "").strip()
    if len(value) > _LONGEST:
        raise QueryError(f"{name} has more than {_LONGEST} characters")
    return value


def values_of(parameters: QueryParams, name: str) -> list[str]:
    """The values of a parameter, each once."""
    values = list(dict.fromkeys(value for each in parameters.getlist(name) if (value := each.strip())))
    if len(values) > _MOST_VALUES:
        raise QueryError(f"{name} has more than {_MOST_VALUES} values")
    if any(len(value) > _LONGEST for value in values):
        raise QueryError(f"{name} has more than {_LONGEST} characters")
    return values


def _number(parameters: QueryParams, name: str, default: int, least: int, most: int) -> int:
    value = value_of(parameters, name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise QueryError(f"{name} must be a number from {least} to {most}, not {value!r}")
    return int(value)


def pairs_of(query: SearchQuery) -> list[tuple[str, str]]:
    """The parameters of a query, without page, limit and offset."""
    filters = query.filters
    lists = [(name, value) for name, field in _LISTS.items() for value in getattr(filters, field)]
    all_ = [("q", query.words), *lists, ("since", filters.since), ("until", filters.until)]
    return [(name, value) for name, value in all_ if value]


def address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A path with parameters."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def page_address(query: SearchQuery, page: int = 1) -> str:
    """The address of a page of hits."""
    pairs = pairs_of(query)
    return address("/", [*pairs, ("page", str(page))] if page > 1 else pairs)


def without(query: SearchQuery, kind: str) -> SearchQuery:
    """A query without its filters of one kind: ``source``, ``section``, ``author``, ``has``, or ``month``."""
    none: dict[str, tuple[str, ...] | str] = {_LISTS[kind]: ()} if kind in _LISTS else {"since": "", "until": ""}
    return replace(query, filters=replace(query.filters, **none))  # type: ignore[arg-type]  # names and types fit


def toggled(query: SearchQuery, kind: str, value: str) -> SearchQuery:
    """A query with a filter more, or without it if it has it."""
    if kind == "month":
        is_on = query.filters.since == query.filters.until == value
        new = "" if is_on else value
        return replace(query, filters=replace(query.filters, since=new, until=new))
    field = _LISTS[kind]
    values: tuple[str, ...] = getattr(query.filters, field)
    changed = tuple(each for each in values if each != value) if value in values else (*values, value)
    return replace(query, filters=replace(query.filters, **{field: changed}))  # type: ignore[arg-type]  # the lists
