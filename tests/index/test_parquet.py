"""Parquet files: their schema, their folders, and that only those in which something changes are written."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pyarrow.parquet
import pytest

from scraper.index.feed import PUT
from scraper.index.model import Options, TargetDownError, TargetUsageError
from scraper.index.targets import open_target
from scraper.items import Article, Image
from tests.index.feeding import Feeding
from tests.index.logs import append, gone, id_of, record
from tests.index.places import parquet_place

SOURCE = "hoabinh"


@pytest.fixture
def feeding(tmp_path: Path) -> Feeding:
    feeding = Feeding(tmp_path, parquet_place(tmp_path))
    feeding.write(
        record(SOURCE, "a", "Tin một", "Văn bản.", date_published="2025-03-02T08:00:00+07:00", authors=["Thanh Thảo"]),
        record(SOURCE, "b", "Tin hai", "Văn bản.", date_published="2025-04-01", images=[Image("https://x/1.jpg")]),
        record("stp_travinh", "c", "Tin ba", "Văn bản."),
    )
    assert feeding.run()[PUT] == 3
    return feeding


def files(feeding: Feeding) -> dict[str, int]:
    """The files, and when they were written."""
    folder = feeding.folder.parent / "parquet"
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*.parquet")}


MARCH, APRIL = (f"source=hoabinh/month=2025-0{month}/part.parquet" for month in (3, 4))
UNDATED = "source=stp_travinh/month=__HIVE_DEFAULT_PARTITION__/part.parquet"


def test_a_file_for_each_source_and_month(feeding: Feeding) -> None:
    assert files(feeding).keys() == {MARCH, APRIL, UNDATED}


def test_only_what_changes_is_written(feeding: Feeding) -> None:
    before = files(feeding)
    feeding.write(record(SOURCE, "a", "Tin một", "Đã sửa.", 2, date_published="2025-03-02"))
    feeding.run()
    after = files(feeding)
    assert after[MARCH] != before[MARCH]
    assert after[APRIL] == before[APRIL]
    # A date that was corrected moves the document.
    feeding.write(record(SOURCE, "a", "Tin một", "Đã sửa.", 3, date_published="2025-04-02"))
    feeding.run()
    assert files(feeding).keys() == {APRIL, UNDATED}
    feeding.check()
    feeding.write(gone("stp_travinh", "c"))
    feeding.run()
    assert files(feeding).keys() == {APRIL}


def test_the_schema_is_the_records(feeding: Feeding) -> None:
    folder = feeding.folder.parent / "parquet"
    schemas = [pyarrow.parquet.read_schema(folder / name) for name in (MARCH, APRIL, UNDATED)]
    assert schemas[0] == schemas[1] == schemas[2]
    assert {*schemas[0].names, "source"} == {*(field.name for field in fields(Article)), "duplicate_of"}
    (row,) = pyarrow.parquet.ParquetFile(folder / APRIL).read().to_pylist()
    assert row["id"] == id_of(SOURCE, "b")
    assert row["images"] == [{"url": "https://x/1.jpg", "caption": None}]


def test_a_file_that_was_removed_is_written_again(feeding: Feeding) -> None:
    (feeding.folder.parent / "parquet" / MARCH).unlink()
    feeding.run()
    feeding.check()


def test_a_record_that_can_not_be_read_keeps_no_other_back(feeding: Feeding) -> None:
    feeding.write(record("longan", "x", "Cũ", "Văn bản." * 1_000), record(SOURCE, "y", "Tin", "Ở tệp khác."))
    append(feeding.log("other"), [record(SOURCE, "z", "Tin", "Ở tệp khác.")])
    feeding.run()
    feeding.log("other").unlink()
    changed = feeding.log("longan").read_bytes().replace("Cũ".encode(), "Cú".encode())
    feeding.log("longan").write_bytes(changed)
    feeding.write(record(SOURCE, "new", "Tin", "Mới."), record("longan", "new", "Tin", "Mới."))
    feeding.run()
    held = feeding.place.held()
    assert {id_of(SOURCE, key) for key in ("y", "z", "new")} <= held.keys()
    assert {id_of("longan", key) for key in ("x", "new")} <= held.keys()
    # Where the file is gone as well, the rest is written, and the run is not good.
    for path in (feeding.folder.parent / "parquet" / "source=hoabinh").rglob("*.parquet"):
        path.unlink()
    for _ in range(2):
        with pytest.raises(TargetDownError, match="lacks 1 records"):
            feeding.run()
        assert feeding.place.held().keys() == held.keys() - {id_of(SOURCE, "z")}


def test_what_does_not_fit_is_refused_alone(feeding: Feeding) -> None:
    feeding.write({**record(SOURCE, "bad", "Tin", "x"), "warnings": 7}, record(SOURCE, "d", "Tin", "x"))
    feeding.run()
    assert feeding.refused.keys() == {id_of(SOURCE, "bad")}
    assert id_of(SOURCE, "d") in feeding.place.held()


def test_without_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr("scraper.index.model.import_module", missing)
    for url in ("parquet:x", "postgresql://x"):
        with pytest.raises(TargetUsageError, match=r"pip install '\.\[(parquet|postgres)\]'"):
            open_target(url, Options(tmp_path))
