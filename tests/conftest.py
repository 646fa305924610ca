"""The order of the files of tests."""

from __future__ import annotations

import pytest

# What waits for crawls goes first: a long file that begins last would leave a core without work.
_LONG = ("real", "e2e", "portals", "replay", "commands")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long first, in the same order in each process."""
    items.sort(key=lambda item: _LONG.index(name) if (name := item.path.parent.name) in _LONG else len(_LONG))
