"""Stored pages, each with the whole record that a reader of the page would write down."""

from __future__ import annotations

import pytest

from tests.fixtures.golden import GOLDEN, Golden


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.name)
def test_the_record_is_what_the_page_says(golden: Golden) -> None:
    assert golden.record() == golden.expected
