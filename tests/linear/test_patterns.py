"""No pattern of the package takes the square of the time for twice the text. ``LINEAR=1`` tries more and longer."""

from __future__ import annotations

import pytest

from tests.linear.growth import LONG, MOST, growth
from tests.linear.patterns import Found, hostile, patterns

FOUND = patterns()
# Patterns that never see a long text, with what keeps it from them.
BOUNDED = {
    "middlewares.contact._CONTACT": "the operator's own setting",
    "pages.notices._WORDS[wait]": "notices._LONG_LINE",
    "pages.notices._WORDS[login]": "notices._LONG_LINE",
    "text.documents._BEFORE": "documents._LONGEST_PREFIX",
    "text.documents._AFTER": "documents._LONGEST_SUFFIX",
}
LENGTH, MEASURABLE = (500_000, 0.05) if LONG else (8_000, 0.004)


def test_the_patterns_are_found() -> None:
    names = {found.name for found in FOUND}
    assert len(FOUND) > 350
    assert {"pages.tree._MARKUP", "pages.sources._SIZE[width]", "cms.KNOWN_TABLES[state]"} <= names
    assert set(BOUNDED) <= names


@pytest.mark.parametrize("found", FOUND, ids=[found.name for found in FOUND])
def test_a_pattern_is_linear(found: Found) -> None:
    if found.name in BOUNDED:
        pytest.skip(BOUNDED[found.name])
    is_bytes = isinstance(found.pattern.pattern, bytes)
    for strings in hostile(found.pattern, pairs=LONG):
        for method, work in found.works():
            make = strings.bytes if is_bytes else strings.text
            grown = growth(make, work, most=LENGTH, measurable=MEASURABLE)
            assert grown <= MOST, f"{method} of {strings}"
