"""Servers for all tests of a run, and a fresh target for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from osmem_server import OsmemServer

from tests.index.places import Place, bulk_place, parquet_place, postgres_place, sqlite_place
from tests.index.servers import postgres, postgres_programs

_numbers = count(1)


@pytest.fixture(scope="session")
def osmem() -> Iterator[str]:
    """The URL of a server that speaks ``_bulk``."""
    with OsmemServer.start(japanese=False) as server:
        yield server.url
    server.process.stdout.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed: apt-get install postgresql")
    with postgres(programs) as url:
        yield url


@pytest.fixture
def database(postgres_server: str) -> str:
    """The URL of an empty database."""
    name = f"test{next(_numbers)}"
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
    return postgres_server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def bulk(osmem: str) -> Place:
    """An index that is not there yet."""
    return bulk_place(osmem, f"articles{next(_numbers)}")


@pytest.fixture(params=["sqlite", "parquet", "postgres", "bulk"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each target in turn."""
    makers: dict[str, Callable[[], Place]] = {
        "sqlite": lambda: sqlite_place(tmp_path),
        "parquet": lambda: parquet_place(tmp_path),
        "postgres": lambda: postgres_place(request.getfixturevalue("database")),
        "bulk": lambda: request.getfixturevalue("bulk"),
    }
    return makers[request.param]()
