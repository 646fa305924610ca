"""The order of the files of tests, and an environment without the settings of a shell that crawls."""

from __future__ import annotations

import os
from collections.abc import Iterator

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


@pytest.fixture(autouse=True)
def _same_environment() -> Iterator[None]:
    """Programs that a later test starts get the environment too: a test must leave it as it was."""
    before = _environment()
    yield
    assert _environment() == before


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
