"""Near-duplicates: which texts are, and that the order in which they come does not matter."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.index.near import NEAR_BITS, Simhashes, from_signed, same_words, shingles, to_signed
from scraper.text.fingerprints import simhash
from tests.index.feeding import Feeding
from tests.index.logs import id_of, record, records
from tests.index.places import sqlite_place

HASHES = st.integers(0, (1 << 64) - 1)
# Of a shorter text a line of its source changes more bits.
TEXTS = [line["body"] for line in records("hoabinh", 90) if len(line["body"]) > 1_500]


@given(HASHES, st.sets(st.integers(0, 63), max_size=14))
def test_near_ones_are_found_and_no_others(one: int, flips: set[int]) -> None:
    other = one ^ sum(1 << flip for flip in flips)
    known = Simhashes([(1, one), (2, other)])
    is_near = len(flips) <= NEAR_BITS and one != 0 and other != 0
    assert known.near(1) == ([2] if is_near else [])
    known.put(2, one ^ (1 << 64) - 1)
    assert known.near(1) == []
    known.drop(1)
    known.drop(1)
    assert known.near(1) == []


@given(HASHES)
def test_signed(value: int) -> None:
    assert -(1 << 63) <= to_signed(value) < 1 << 63
    assert from_signed(to_signed(value)) == value


def near(one: str, other: str) -> bool:
    bits = (int(simhash(one), 16) ^ int(simhash(other), 16)).bit_count()
    return bits <= NEAR_BITS and same_words(shingles(one), shingles(other))


@pytest.mark.parametrize("text", TEXTS[:20])
def test_republished_texts_are_near(text: str) -> None:
    paragraphs = text.split("\n\n")
    assert near(text, text.upper())
    assert near(text, f"{text}\n\nNguồn: Cổng thông tin điện tử tỉnh")
    assert near(text, text.replace("ủy", "uỷ"))
    assert not near(text, paragraphs[0])


@pytest.mark.parametrize("text", TEXTS[:20])
def test_little_changes_to_short_texts(text: str) -> None:
    short = " ".join(text.split()[:200])
    assert near(short, f"(Báo Hòa Bình) - {short}")
    assert near(short, f"{short}\n\nNguyễn Văn An")


def test_the_title_does_not_matter(tmp_path: Path) -> None:
    feeding = Feeding(tmp_path, sqlite_place(tmp_path))
    short = " ".join(TEXTS[0].split()[:60])
    for number, title in enumerate(("Tin", "Nhiều kết quả đáng ghi nhận trong sáu tháng đầu năm của toàn tỉnh")):
        feeding.write(record("hoabinh", title, title, short, date_published=f"2025-01-0{number + 1}"))
    feeding.run()
    assert len(feeding.duplicates()) == 1


def test_other_texts_are_not() -> None:
    pairs = [(one, other) for number, one in enumerate(TEXTS) for other in TEXTS[:number]]
    assert [pair for pair in pairs if near(*pair)] == []


def test_short_texts_are_never_copies() -> None:
    notice = "Thông báo lịch tiếp công dân, xin xem tệp đính kèm bên dưới."
    assert not near(notice, notice)


def test_the_order_does_not_matter(tmp_path: Path) -> None:
    luck = random.Random(5)
    lines = []
    for number, text in enumerate(TEXTS[:6]):
        for copy in range(4):
            day = f"2025-0{luck.randint(1, 9)}-11"
            body = f"{text}\n\nBản {copy}."
            lines.append(record("hoabinh", f"{number} {copy}", f"Tin {number}", body, date_published=day))
    wanted = None
    for turn in range(6):
        folder = tmp_path / str(turn)
        folder.mkdir()
        feeding = Feeding(folder, sqlite_place(folder))
        luck.shuffle(lines)
        for start in range(0, len(lines), 5):
            feeding.write(*lines[start : start + 5])
            feeding.run()
        wanted = wanted or feeding.duplicates()
        assert feeding.duplicates() == wanted
    assert wanted is not None
    assert len(wanted) == 18


def test_a_text_that_becomes_another_is_no_copy_any_more(tmp_path: Path) -> None:
    feeding = Feeding(tmp_path, sqlite_place(tmp_path))
    for key, day in (("a", "01"), ("b", "02"), ("c", "03")):
        feeding.write(record("hoabinh", key, "Tin", TEXTS[0], date_published=f"2025-01-{day}"))
    feeding.run()
    assert feeding.duplicates() == {id_of("hoabinh", key): id_of("hoabinh", "a") for key in "bc"}
    feeding.write(record("hoabinh", "a", "Tin", TEXTS[1], 2, date_published="2025-01-01"))
    feeding.run()
    assert feeding.duplicates() == {id_of("hoabinh", "c"): id_of("hoabinh", "b")}
    feeding.check()


def test_a_rewritten_log_keeps_its_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.index.feed._LINES", 1)
    feeding = Feeding(tmp_path, sqlite_place(tmp_path))
    first = record("hoabinh", "a", "Tin", TEXTS[0], date_published="2025-01-01")
    copy = record("hoabinh", "b", "Tin", TEXTS[0], date_published="2025-01-02")
    changed = record("hoabinh", "b", "Tin", f"{TEXTS[0]} Hết.", 2, date_published="2025-01-02")
    feeding.write(record("hoabinh", "x", "Tin", TEXTS[1]), first, copy)
    feeding.run()
    # The copy comes before the text that it is compared with, and that lies elsewhere now.
    feeding.rewrite(changed, first)
    feeding.run()
    assert feeding.duplicates() == {copy["id"]: first["id"]}
    feeding.check()
