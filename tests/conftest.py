"""The order of the files of tests, and an environment without the settings of a shell that crawls."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# Half of hypothesis' default: thousands of tests have to end within ten minutes.
settings.register_profile("short", max_examples=50)
settings.load_profile("short")

for _name in [name for name in os.environ if name.startswith("SCRAPER_")]:
    del os.environ[_name]

# What waits for crawls goes first: a long file that begins last would leave a core without work.
_LONG = ("real", "e2e", "portals", "replay", "commands")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long first, in the same order in each process."""
    items.sort(key=lambda item: _LONG.index(name) if (name := item.path.parent.name) in _LONG else len(_LONG))
