"""What several CMSes write into addresses, compiled to one pattern each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from scraper.cms.model import Cms


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of some CMSes, one pattern for all."""

    state: re.Pattern[str]
    """Matches ``name=value`` of a parameter that varies for the same page."""
    state_mark: re.Pattern[str]
    """Found where the rest of the path is state."""
    drop_prefix: re.Pattern[str]
    """Matches the beginning of a path."""
    page_params: re.Pattern[str]
    """Found in the name of a parameter that holds a page number."""
    views: re.Pattern[str]
    """Found in a path."""
    view_params: re.Pattern[str]
    """Matches the name of a parameter."""
    files: re.Pattern[str]
    """Found in the path of a file that has one more part after its name."""
    article_class: re.Pattern[str]
    """Found in the ``class`` of an article's ``<body>``."""
    wait: float
    """Seconds, the longest of all CMSes."""
    labels: tuple[str, ...]


def tables_of(known: Iterable[Cms]) -> Tables:
    """The combined tables of some CMSes."""
    each = tuple(known)

    def all_of(field: str) -> tuple[str, ...]:
        return tuple(chain.from_iterable(getattr(cms, field) for cms in each))

    return Tables(
        state=_any_of(all_of("state"), r"{}(?:=.*)?\Z"),
        state_mark=_any_of(re.escape(cms.state_mark) for cms in each if cms.state_mark),
        drop_prefix=_any_of((cms.drop_prefix for cms in each if cms.drop_prefix), r"\A{}(?=/|\Z)"),
        page_params=_any_of(all_of("page_params"), r"(?:\A|_){}\Z"),
        views=_any_of(all_of("views")),
        view_params=_any_of(all_of("view_params"), r"\A{}\Z"),
        files=_any_of(all_of("files")),
        article_class=_any_of(cms.article_class for cms in each if cms.article_class),
        wait=max((cms.wait for cms in each), default=0.0),
        labels=all_of("labels"),
    )


def _any_of(patterns: Iterable[str], frame: str = "{}") -> re.Pattern[str]:
    """One pattern that matches any of several; without patterns, one that matches nothing."""
    return re.compile(frame.format(f"(?:{'|'.join(patterns) or '(?!)'})"), re.IGNORECASE)
