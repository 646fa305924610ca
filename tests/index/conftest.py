"""The servers and targets of these tests."""

from tests.index.fixtures import bulk, database, osmem, place, postgres_server

__all__ = ["bulk", "database", "osmem", "place", "postgres_server"]
