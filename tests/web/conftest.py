"""One server for the tests that change nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scraper.web.places import ServedFiles
from tests.web.articles import all_records
from tests.web.serving import RunningWeb, indexed, running


@pytest.fixture(scope="package")
def files(tmp_path_factory: pytest.TempPathFactory) -> ServedFiles:
    return indexed(tmp_path_factory.mktemp("web"), *all_records())


@pytest.fixture(scope="package")
def web(files: ServedFiles) -> Iterator[RunningWeb]:
    with running(files) as server:
        yield server
