"""The texts that the four sources really served, kept beside the project and not in it."""

from pathlib import Path

import pytest

from scraper.text.bylines import signature
from scraper.text.dates import date_line
from scraper.text.documents import document_refs
from scraper.text.language import language
from scraper.text.normalise import clean
from scraper.text.repair import repair

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seed texts are not at {SEEDS}")


@pytest.fixture(scope="module")
def seeds() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]


def test_each_document_is_found(seeds: list[str]) -> None:
    by_line = [[ref for line in seed.splitlines() for ref in document_refs(clean(line))] for seed in seeds]
    assert sum(map(len, by_line)) == 28  # each mention
    refs = [document_refs(clean(seed)) for seed in seeds]
    assert [len(found) for found in refs] == [9, 5, 9, 3]
    assert all(ref.kind and ref.issuer for found in refs for ref in found)
    third = refs[2]
    assert (third[0].raw, third[0].number, third[0].date) == (
        "Kế hoạch số175-KH/TU, ngày 26/5/2023",
        "175-KH/TU",
        "2023-05-26",
    )


def test_the_lost_spaces_come_back_and_no_typo_is_touched(seeds: list[str]) -> None:
    assert [sorted(repair(clean(seed))[1]) for seed in seeds] == [
        [],
        ["tỉnh“Học→tỉnh “Học"],
        sorted(
            [
                *("số175→số 175", "số50→số 50", "số18→số 18", "số176→số 176"),
                *("vụTỉnh→vụ Tỉnh", "vụTỉnh→vụ Tỉnh", "Kếhoạch→Kế hoạch"),
            ]
        ),
        [],
    ]


def test_one_date_line(seeds: list[str]) -> None:
    found = [[date.iso for line in seed.splitlines() for date in date_line(clean(line))] for seed in seeds]
    assert found == [[], [], ["2023-06-12T16:30:00+07:00"], []]


def test_signatures(seeds: list[str]) -> None:
    pushed = "\u00a0 " * 8
    signed = [
        [
            name
            for line in seed.splitlines()
            if (byline := signature(clean(line), aligned=line.startswith(pushed))) is not None
            for name in byline.names
        ]
        for seed in seeds
    ]
    assert signed == [
        ["Thanh Thảo"],
        ["Ban Tuyên giáo Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh"],
        [],
        ["Như Uyên"],
    ]


def test_language(seeds: list[str]) -> None:
    assert {language(clean(seed)) for seed in seeds} == {"vi"}
