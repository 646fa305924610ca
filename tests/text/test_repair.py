import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.repair import repair


@pytest.mark.parametrize(
    ("text", "repaired", "changes"),
    [
        ("Kế hoạch số12-KH/HU của huyện", "Kế hoạch số 12-KH/HU của huyện", ["số12→số 12"]),
        ("Số9 và SỐ9", "Số 9 và SỐ 9", ["Số9→Số 9", "SỐ9→SỐ 9"]),
        ("họp ngày15/8/2023", "họp ngày 15/8/2023", ["ngày15→ngày 15"]),
        ("Ban Thường vụHuyện ủy", "Ban Thường vụ Huyện ủy", ["vụHuyện→vụ Huyện"]),
        ("củaĐảng tađã", "của Đảng tađã", ["củaĐảng→của Đảng"]),
        ("nghịQuyếtĐịnh", "nghị Quyết Định", ["nghịQuyếtĐịnh→nghị Quyết Định"]),
        ("các Kếhoạch mới", "các Kế hoạch mới", ["Kếhoạch→Kế hoạch"]),
        ("một sốđiều luật", "một số điều luật", ["sốđiều→số điều"]),
        ("HÀNHCHÍNH", "HÀNH CHÍNH", ["HÀNHCHÍNH→HÀNH CHÍNH"]),
        ("cuộc thi“Đổi mới”của xã", "cuộc thi “Đổi mới” của xã", ["thi“Đổi→thi “Đổi", "mới”của→mới” của"]),
        ("hệsố5", "hệ số 5", ["hệsố→hệ số", "số5→số 5"]),
        ("vụHuyện, vụHuyện", "vụ Huyện, vụ Huyện", ["vụHuyện→vụ Huyện"] * 2),
        ("dòng\n\nthườngvụ  xã ", "dòng\n\nthường vụ  xã ", ["thườngvụ→thường vụ"]),
    ],
)
def test_lost_spaces_come_back(text: str, repaired: str, changes: list[str]) -> None:
    assert repair(text) == (repaired, changes)


@pytest.mark.parametrize(
    "text",
    [
        "Chi bộ xã mở lớp dạy nghề cho 45 bà con (đợt 2).",
        # the author's spelling
        *("nahan dân", "nghiên tứu", "chỉnh đón", "truyên truyền", "điển tử", "banhành", "củủa", "xãã"),
        # names, and words from abroad written together
        *("YouTube", "iPhone", "MoMo", "VietNam", "DetailController", "ThanhNien", "McDonald", "Ukraina"),
        *("Lênin", "panô", "internet", "ôtô", "môtô", "bêtông", "côngtơ", "Êđê", "Xơđăng", "résumé", "Krông"),
        # codes and numbers
        *("HĐND", "BTGTU", "QĐ-UBND", "175-KH/TU", "thứ5", "COVID19", "mã sốx5"),
        # addresses
        *("https://xa.example.vn/tinTứcXã/số5", "www.xa.vn/vụTỉnh", "vụTỉnh@xa.vn", "vụTỉnh.gov.vn"),
        # quotes in their places
        *("“Đổi mới”, (“Đổi mới”)", 'tỉnh"Học tập"', "“”", "'thi'“", "thi“ và ”hội “"),
        "",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert repair(text) == (text, [])


PIECES = [
    "số",
    "ngày",
    "12",
    "Tỉnh",
    "vụ",
    "kế",
    "hoạch",
    "Đảng",
    "“",
    "”",
    " ",
    "a",
    "ủy",
    ".",
    "/",
    "\n",
    "HĐ",
    "ô",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_only_spaces_are_added_and_only_once(text: str) -> None:
    repaired, changes = repair(text)
    assert repaired.replace(" ", "") == text.replace(" ", "")
    assert repair(repaired) == (repaired, [])
    assert bool(changes) == (repaired != text)
    assert all(change.count("→") >= 1 for change in changes)
