"""Kinds of official documents: their full names, and their codes inside a document's number."""

from typing import Final

# Code -> kind, lower case. From Decree 30/2020 (State) and from the Party's own rules, where the same two letters may
# mean another kind; the word before the number then decides.
KINDS_BY_CODE: Final = {
    "BB": "biên bản",
    "BC": "báo cáo",
    "BGN": "bản ghi nhớ",
    "BTT": "bản thỏa thuận",
    "CĐ": "công điện",
    "CT": "chỉ thị",
    "CTHĐ": "chương trình hành động",
    "CTPH": "chương trình phối hợp",
    "CTr": "chương trình",
    "CTrHĐ": "chương trình hành động",
    "CV": "công văn",
    "DA": "dự án",
    "ĐA": "đề án",
    "GGT": "giấy giới thiệu",
    "GM": "giấy mời",
    "GNP": "giấy nghỉ phép",
    "GUQ": "giấy ủy quyền",
    "HD": "hướng dẫn",
    "HĐ": "hợp đồng",
    "KH": "kế hoạch",
    "KL": "kết luận",
    "L": "luật",
    "NĐ": "nghị định",
    "NQ": "nghị quyết",
    "NQLT": "nghị quyết liên tịch",
    "PA": "phương án",
    "PB": "phiếu báo",
    "PC": "phiếu chuyển",
    "PG": "phiếu gửi",
    "PL": "pháp lệnh",
    "QC": "quy chế",
    "QCPH": "quy chế phối hợp",
    "QĐ": "quyết định",
    "QyĐ": "quy định",
    "SL": "sắc lệnh",
    "SY": "bản sao y",
    "TB": "thông báo",
    "TC": "thông cáo",
    "TrS": "bản trích sao",
    "TT": "thông tư",
    "TTLT": "thông tư liên tịch",
    "TTr": "tờ trình",
}

# In the Party's form (`12-TT/TW`) this code means another kind.
PARTY_KINDS_BY_CODE: Final = KINDS_BY_CODE | {"TT": "thông tri"}

# Kinds that are only written out and have no code in a number.
_IN_WORDS_ONLY: Final = frozenset(
    {
        "bộ luật",
        "chương trình công tác",
        "điều lệ",
        "giấy phép",
        "lệnh",
        "quy hoạch",
        "thông tri",
        "văn bản hợp nhất",
    }
)
KINDS: Final = _IN_WORDS_ONLY.union(KINDS_BY_CODE.values())

# The number of an office's letter has no kind code, only the issuer and its unit: `45/UBND-VX`.
LETTER: Final = "công văn"
