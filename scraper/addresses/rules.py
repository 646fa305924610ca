"""The rules of a site's CMSes, tried in order: only those that an address can match by its signs."""

from __future__ import annotations

import re
from itertools import product
from urllib.parse import SplitResult

from scraper.cms import Cms, Match, Path, Query, Rule

_DIGIT = re.compile(r"\d")
_KEY_IS_NUMBER = re.compile(r"\(\?P<key>\\d(?:\+|\{[1-9])")
_PORTLET = "/-/"

_Signs = tuple[bool, ...]
"""Of an address: a digit in its path, Liferay's ``/-/``, parameters."""


class Rules:
    """The rules of some CMSes."""

    def __init__(self, schemes: tuple[Cms, ...]) -> None:
        every = [(rule, cms.is_exact, _needed(rule)) for cms in schemes for rule in cms.articles]
        self._able = {
            signs: tuple((rule, is_exact) for rule, is_exact, needed in every if _has(signs, needed))
            for signs in product((False, True), repeat=3)
        }

    def match(self, address: SplitResult) -> tuple[Match | None, bool]:
        """The match of the first rule that matches an address, and whether the rule is exact."""
        path = address.path
        signs = _DIGIT.search(path) is not None, _PORTLET in path, address.query != ""
        for rule, is_exact in self._able[signs]:
            if match := rule(address):
                return match, is_exact
        return None, False


def _has(signs: _Signs, needed: _Signs) -> bool:
    return all(has or not needs for has, needs in zip(signs, needed, strict=True))


def _needed(rule: Rule) -> _Signs:
    """The signs without which a rule never matches; every match of a pattern has a key."""
    if isinstance(rule, Path):
        return _KEY_IS_NUMBER.search(rule.pattern) is not None, rule.pattern.startswith(_PORTLET), False
    return False, False, isinstance(rule, Query)
