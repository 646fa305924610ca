"""A new target is one small class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from scraper.index.database import SqliteConnection
from scraper.index.feed import PUT
from scraper.index.model import Document, Gone, Options, Refusal, Target, TargetUsageError
from scraper.index.targets import open_target
from tests.index.feeding import Feeding
from tests.index.logs import append, gone, id_of, records
from tests.index.places import FIELDS, Place


def test_a_class_is_enough(tmp_path: Path) -> None:
    class Memory(Target):
        schemes = ("memory:",)
        example = "memory:NAME"
        keeps_state = False
        records: ClassVar[dict[str, dict[str, Any]]] = {}

        def __init__(self, url: str, options: Options) -> None:
            self.connection: SqliteConnection = SqliteConnection(options.file(url, ".sqlite3"), sync=False)

        def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
            for each in documents:
                self.records[each.id] = {**each.record, "duplicate_of": each.duplicate_of}
            for left in gone:
                self.records.pop(left.id, None)
            return []

        def close(self) -> None:
            self.connection.close()

    def held() -> dict[str, Any]:
        return {id_: tuple(record[name] for name in FIELDS) for id_, record in Memory.records.items()}

    feeding = Feeding(tmp_path, Place("memory", "memory:x", held))
    lines = list(records("hoabinh", 20))
    append(feeding.log(), lines)
    assert feeding.run()[PUT] == 20
    feeding.check()
    feeding.write(dict(gone("hoabinh", "x"), id=lines[3]["id"]))
    feeding.run()
    feeding.check()
    assert id_of("hoabinh", "x") not in Memory.records


def test_an_unknown_target_is_told_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(TargetUsageError, match=r"parquet:DIR.*postgresql://.*sqlite:///"):
        open_target("solr://x", Options(tmp_path))
