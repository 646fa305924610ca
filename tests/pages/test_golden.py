"""Stored pages, each with the whole record that a reader of the page would write down."""

from __future__ import annotations

import pytest

from tests.fixtures.golden import GOLDEN, Golden


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.name)
def test_the_record_is_what_the_page_says(golden: Golden) -> None:
    assert golden.record() == golden.expected


def test_every_source_has_a_stored_page() -> None:
    assert {golden.source for golden in GOLDEN} == {"stp_travinh", "dukcqdn_travinh", "hoabinh", "dukcqdn_longan"}
