"""The order of the files of tests, and an environment without the settings of a shell that crawls."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Half of hypothesis' default: thousands of tests have to end within ten minutes.
settings.register_profile("short", max_examples=50)
settings.load_profile("short")

for _name in [name for name in os.environ if name.startswith("SCRAPER_")]:
    del os.environ[_name]

# Folders of files that wait for crawls most of the time.
_WAITING = ("real", "e2e", "portals", "replay", "commands")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that wait between files that reckon, so that the cores always have work; the longest first of each."""
    waiting: list[Path] = []
    reckoning: list[Path] = []
    for path in sorted({item.path for item in items}, key=lambda path: (-path.stat().st_size, path)):
        (waiting if path.parent.name in _WAITING else reckoning).append(path)
    places = {path: place / len(files) for files in (waiting, reckoning) for place, path in enumerate(files)}
    items.sort(key=lambda item: (places[item.path], item.path))


@pytest.fixture(autouse=True)
def _same_environment() -> Iterator[None]:
    """Programs that a later test starts get the environment too: a test must leave it as it was."""
    before = _environment()
    yield
    assert _environment() == before


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
