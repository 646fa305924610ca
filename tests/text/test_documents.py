import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.documents import DocumentRef, document_refs


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        # the Party's form
        (
            "theo Kế hoạch số 12-KH/HU, ngày 6/4/2022 của huyện",
            DocumentRef("Kế hoạch số 12-KH/HU, ngày 6/4/2022", "kế hoạch", "12-KH/HU", 2022, "HU", "2022-04-06"),
        ),
        (
            "Kết luận 21-KL/TW ngày 25/10/2021",
            DocumentRef("Kết luận 21-KL/TW ngày 25/10/2021", "kết luận", "21-KL/TW", 2021, "TW", "2021-10-25"),
        ),
        (
            "Chương trình hành động số 39-CTr/TU",
            DocumentRef("Chương trình hành động số 39-CTr/TU", "chương trình hành động", "39-CTr/TU", None, "TU", None),
        ),
        (
            "Quy định số 85-QĐ/TW",
            DocumentRef("Quy định số 85-QĐ/TW", "quy định", "85-QĐ/TW", None, "TW", None),
        ),
        (
            "Thông tri số 12-TT/TW",
            DocumentRef("Thông tri số 12-TT/TW", "thông tri", "12-TT/TW", None, "TW", None),
        ),
        ("xem 12-TT/TW", DocumentRef("12-TT/TW", "thông tri", "12-TT/TW", None, "TW", None)),
        ("xem 9-QĐ/HU", DocumentRef("9-QĐ/HU", "quyết định", "9-QĐ/HU", None, "HU", None)),
        ("số 15a-HD/VPTU", DocumentRef("số 15a-HD/VPTU", "hướng dẫn", "15a-HD/VPTU", None, "VPTU", None)),
        (
            "Công văn số: 84 - CV / BTGTU",
            DocumentRef("Công văn số: 84 - CV / BTGTU", "công văn", "84-CV/BTGTU", None, "BTGTU", None),
        ),
        (
            "Kế hoạch số 36-KH/ĐUK",
            DocumentRef("Kế hoạch số 36-KH/ĐUK", "kế hoạch", "36-KH/ĐUK", None, "ĐUK", None),
        ),
        # the State's forms
        (
            "QUYẾT ĐỊNH số 1234/QĐ-UBND",
            DocumentRef("QUYẾT ĐỊNH số 1234/QĐ-UBND", "quyết định", "1234/QĐ-UBND", None, "UBND", None),
        ),
        ("Chỉ thị 16/CT-TTg", DocumentRef("Chỉ thị 16/CT-TTg", "chỉ thị", "16/CT-TTg", None, "TTg", None)),
        ("113/TB-VPCP", DocumentRef("113/TB-VPCP", "thông báo", "113/TB-VPCP", None, "VPCP", None)),
        (
            "Công văn 45/UBND-VX",
            DocumentRef("Công văn 45/UBND-VX", "công văn", "45/UBND-VX", None, "UBND", None),
        ),
        (
            "số 310/BTTTT-ƯDCNTT ngày 10/02/2012",
            DocumentRef(
                "số 310/BTTTT-ƯDCNTT ngày 10/02/2012",
                "công văn",
                "310/BTTTT-ƯDCNTT",
                2012,
                "BTTTT",
                "2012-02-10",
            ),
        ),
        (
            "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
            DocumentRef(
                "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
                "nghị định",
                "30/2020/NĐ-CP",
                2020,
                "CP",
                "2020-03-05",
            ),
        ),
        (
            "Thông tư liên tịch số 01/2020/TTLT-BTC-BNV",
            DocumentRef(
                "Thông tư liên tịch số 01/2020/TTLT-BTC-BNV",
                "thông tư liên tịch",
                "01/2020/TTLT-BTC-BNV",
                2020,
                "BTC-BNV",
                None,
            ),
        ),
        (
            "Luật số 80/2015/QH13",
            DocumentRef("Luật số 80/2015/QH13", "luật", "80/2015/QH13", 2015, "QH", None),
        ),
        ("80/2015/QH13", DocumentRef("80/2015/QH13", None, "80/2015/QH13", 2015, "QH", None)),
        (
            "Pháp lệnh 05/2020/UBTVQH14",
            DocumentRef("Pháp lệnh 05/2020/UBTVQH14", "pháp lệnh", "05/2020/UBTVQH14", 2020, "UBTVQH", None),
        ),
    ],
)
def test_forms(text: str, ref: DocumentRef) -> None:
    assert document_refs(text) == [ref]


@pytest.mark.parametrize(
    ("text", "raw", "date"),
    [
        ("số 12-KH/HU, ngày 6/4/2022 của", "số 12-KH/HU, ngày 6/4/2022", "2022-04-06"),
        ("số 12-KH/HU ngày 06-4-2022", "số 12-KH/HU ngày 06-4-2022", "2022-04-06"),
        ("số 12-KH/HU (ngày 06/4/2022) của", "số 12-KH/HU (ngày 06/4/2022)", "2022-04-06"),
        ("số 12-KH/HU ban hành ngày 06/4/2022", "số 12-KH/HU ban hành ngày 06/4/2022", "2022-04-06"),
        ("số 12-KH/HU, ngày 06 tháng 4 năm 2022", "số 12-KH/HU, ngày 06 tháng 4 năm 2022", "2022-04-06"),
        ("số12-KH/HU, ngày06/4/2022", "số12-KH/HU, ngày06/4/2022", "2022-04-06"),
        ("số  12-KH/HU,\nngày 06/4/2022", "số 12-KH/HU, ngày 06/4/2022", "2022-04-06"),
        ("số 12-KH/HU, ngày 31/4/2022", "số 12-KH/HU", None),
        ("số 12-KH/HU, ngày 06/4/22", "số 12-KH/HU", None),
        ("số 12-KH/HU của huyện, ngày 06/4/2022", "số 12-KH/HU", None),
        ("ngày 06/4/2022, huyện gửi số 12-KH/HU", "số 12-KH/HU", None),
    ],
)
def test_the_date_is_the_one_that_follows(text: str, raw: str, date: str | None) -> None:
    (ref,) = document_refs(text)
    assert (ref.raw, ref.date) == (raw, date)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kếhoạch số12-KH/HU", "kế hoạch"),  # the word is fused, the code tells
        ("Quy định số 12-QĐ/HU", "quy định"),  # the word tells more than the code
        ("Nghị quyết  Liên tịch số 12/NQLT-TU", "nghị quyết liên tịch"),
        ("thông tư liên tịch số 1/2020/TTLT-BTC-BNV", "thông tư liên tịch"),
        ("đơn số 12/ĐN-TH", None),
        ("số 5-XY/HU", None),
    ],
)
def test_the_kind_is_the_words_or_else_the_codes(text: str, kind: str | None) -> None:
    (ref,) = document_refs(text)
    assert ref.kind == kind


def test_each_wording_comes_once_and_in_order() -> None:
    text = "Nghị quyết số 18-NQ/TW, 19-NQ/TW và Nghị quyết số 18-NQ/TW; Chỉ thị số 05-CT/TW."
    assert [ref.raw for ref in document_refs(text)] == [
        "Nghị quyết số 18-NQ/TW",
        "19-NQ/TW",
        "Chỉ thị số 05-CT/TW",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1.650/1.277 bài",
            "2020-2025",
            "nhiệm kỳ 2020 - 2025",
            "03/8/2023",
            "TCVN 6909:2001",
            "24/7",
            "50 km/h",
        ),
        *("0294-FAX/AB", "5-XY/HU", "12/CLB-ABC", "12/QH13", "http://xa.example.vn/12-kh/tu", "a/b", "", "/"),
    ],
)
def test_what_is_no_document(text: str) -> None:
    assert document_refs(text) == []


PARTS = [
    *("số ", "12", "-", "/", "KH", "TU", "QĐ", "UBND"),
    *("2020", "QH13", " ", ", ngày ", "6/4/2022", "Kế hoạch ", "(", ")"),
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PARTS)).map("".join)))
def test_any_text_may_be_searched(text: str) -> None:
    words = " ".join(text.split())
    for ref in document_refs(text):
        assert ref.raw in words
        assert ref.number
        assert " " not in ref.number
        assert ref.date is None or ref.year is not None
