"""The server that a command's test feeds."""

from tests.index.fixtures import bulk, osmem

__all__ = ["bulk", "osmem"]
