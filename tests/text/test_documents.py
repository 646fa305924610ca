import pytest

from scraper.text.documents import DocumentRef, document_refs


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        # the Party's form
        (
            "theo Kế hoạch số 12-KH/HU, ngày 6/4/2022 của huyện",
            DocumentRef(
                "Kế hoạch số 12-KH/HU, ngày 6/4/2022", "kế hoạch", "12-KH/HU", 2022, "HU", "2022-04-06"
            ),
        ),
        (
            "Kết luận 21-KL/TW ngày 25/10/2021",
            DocumentRef(
                "Kết luận 21-KL/TW ngày 25/10/2021", "kết luận", "21-KL/TW", 2021, "TW", "2021-10-25"
            ),
        ),
        (
            "Chương trình hành động số 39-CTr/TU",
            DocumentRef(
                "Chương trình hành động số 39-CTr/TU", "chương trình hành động", "39-CTr/TU", None, "TU", None
            ),
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
        ("80/2015/QH13", None),
        (
            "Pháp lệnh 05/2020/UBTVQH14",
            DocumentRef("Pháp lệnh 05/2020/UBTVQH14", "pháp lệnh", "05/2020/UBTVQH14", 2020, "UBTVQH", None),
        ),
    ],
)
def test_forms(text: str, ref: DocumentRef | None) -> None:
    assert document_refs(text) == ([ref] if ref else [])
