"""Who signs: the last line of the text, or a labelled one."""

from __future__ import annotations

import pytest

from tests.pages.reading import SENTENCES, around


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p style='text-align:right'>Hà Văn Thuận</p>", ["Hà Văn Thuận"]),
        ("<p align='right'><b>Lâm Bé Năm</b></p>", ["Lâm Bé Năm"]),
        ("<p><strong>Hà Văn Thuận</strong></p>", ["Hà Văn Thuận"]),
        (f"<p>{'&nbsp;' * 40}Hà Văn Thuận</p>", ["Hà Văn Thuận"]),
        ("<p>Hà Văn Thuận</p>", ["Hà Văn Thuận"]),
        ("<p>Tác giả: Hà Văn Thuận</p>", ["Hà Văn Thuận"]),
        ("<p align='right'>Bài, ảnh: Hà Văn Thuận - Bùi Minh</p>", ["Hà Văn Thuận", "Bùi Minh"]),
        ("<p align='right'>Hà Văn Thuận</p><p align='right'>(Theo Báo Nhà nông)</p>", ["Hà Văn Thuận"]),
        ("<p align='right'>H.T</p>", ["H.T"]),
        ("<p>Tác giả: admin</p>", []),
        ("<p align='right'>Nguồn: Báo Nhà nông</p>", []),
    ],
)
def test_the_last_line_signs(line: str, names: list[str]) -> None:
    found = around("", tail=line)
    assert found.authors == names
    assert found.paragraphs == list(SENTENCES)
