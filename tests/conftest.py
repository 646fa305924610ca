"""Fixtures that tests of more than one package use."""

from tests.index.fixtures import bulk, database, osmem, place, postgres_server

__all__ = ["bulk", "database", "osmem", "place", "postgres_server"]
