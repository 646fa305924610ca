"""The words by which a reader finds the way on a page: which lines are labels, and which only begin like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.pages.labels import (
    is_attachment_label,
    is_boilerplate,
    is_empty_page,
    is_end_label,
    is_home,
    is_other_news,
    is_pager,
    is_site_map,
)

Label = Callable[[str], bool]

# fmt: off
MATCH: list[tuple[Label, str]] = [
    *((is_other_news, text) for text in (
        "Tin khác", "TIN KHÁC", "Tin khac:", "» Các tin khác", "CÁC TIN KHÁC:", "[Tin khác]", "Tin liên quan",
        "Tin, bài liên quan", "Tin tức khác", "Bài viết khác", "Các bài viết khác", "Tin đã đưa", "Các tin đã đưa",
        "Tin cùng chuyên mục", "Bài viết cùng chuyên mục", "Cùng chuyên mục", "Tin bài cùng chủ đề",
        "Những tin cũ hơn", "Những tin mới hơn", "Danh sách bài viết mới", "Danh sách bài viết cũ",
        "Theo dòng sự kiện", "Xem tin khác", "Other news", "Related Topics", "Tin liên quan (12)",
        "Các tin đã đưa ngày",
    )),
    *((is_end_label, text) for text in (
        "Tin đọc nhiều", "TIN XEM NHIỀU NHẤT", "Tin nổi bật", "Tin mới", "Bài viết mới nhất", "Thông báo",
        "VĂN BẢN MỚI", "Lịch công tác tuần", "Liên kết website", "Thống kê truy cập", "Bình luận (2)",
        "Ý kiến bạn đọc", "Đánh giá bài viết", "Từ khóa:", "Đường dây nóng", "Thư viện ảnh",
        "Dịch vụ công trực tuyến", "Comments",
    )),
    *((is_boilerplate, text) for text in (
        "In bài viết", "In trang | Quay lại", "Gửi email", "Lượt xem: 1.204", "Số lượt xem: 55", "1.204 lượt xem",
        "A- A A+", "Đang truy cập: 12", "Hôm nay: 431", "Chia sẻ: Zalo Facebook", "Chia sẻ", "View Count: 1549",
        "Bản quyền thuộc Sở Tư pháp", "Copyright 2020", "Powered by Liferay", "Điện thoại: 0294", "null",
        "In bài viếtGửi email", "Giọng nữ miền Nam", "Tốc độ đọc 1.0x", "Tổng số điểm của bài viết là: 0",
    )),
    *((is_attachment_label, text) for text in (
        "Tài liệu đính kèm:", "File đính kèm", "Tệp tin đính kèm:", "Tải về", "Tải về tại đây",
        "Xem chi tiết trong file đính kèm", "Download", "Vui lòng xem tại đây", "Văn bản kèm theo",
    )),
    *((is_pager, text) for text in (
        "2", "12", "Trang 3", "...", "…", "»", ">>", "Trang sau", "Trang tiếp theo", "Sau", "Cuối", "Next",
        "« Trước", "Xem tiếp", "Trang",
    )),
    *((is_home, text) for text in (
        "Trang chủ", "TRANG NHẤT", "Home", "» Trang chủ",
    )),
    *((is_empty_page, text) for text in (
        "Nội dung đang được cập nhật", "Không tìm thấy dữ liệu", "Chuyên mục đang cập nhật",
        "Bài viết không tồn tại", "Không có dữ liệu",
    )),
    *((is_site_map, text) for text in (
        "Sơ đồ trang", "SƠ ĐỒ CỔNG", "Sơ đồ website Sở Tư pháp", "Bản đồ trang", "Sitemap", "Site map",
    )),
]

NO_MATCH: list[tuple[Label, str]] = [
    *((is_other_news, text) for text in (
        "", "Tin", "Khác", "Tin khác thường", "Tin khác với mọi năm, hội năm nay có thêm môn vật", "Tin mới",
        "Tin đọc nhiều", "Các bài viết dự thi phải gửi trước thứ sáu", "Người dân liên quan", "Bài học khác",
        "Những tin vui",
    )),
    *((is_end_label, text) for text in (
        "", "Thông báo kết quả thi", "Văn bản được gửi trong ngày", "Bình luận viên đến sớm", "Tin nổi tiếng",
        "Thống kê số hộ nghèo ở xã", "Hình ảnh đẹp ở làng quê", "Tin khác",
    )),
    *((is_boilerplate, text) for text in (
        "", "Hôm nay trời đẹp", "Hôm nay, 431 em nhỏ đến trường", "In tiền giả bị phạt tù", "Lượt về trận bóng",
        "Đọc sách mỗi sáng", "Khách đến chơi nhà", "Tóm tắt sách hay", "Địa chỉ đỏ của thanh niên",
    )),
    *((is_attachment_label, text) for text in (
        "", "Tài liệu mới", "Tải trọng xe", "Xem phim tại làng", "Tệp khách hàng", "Tải lượng xe qua cầu",
    )),
    *((is_pager, text) for text in (
        "", "12345", "Trang phục", "Sau lễ hội", "Trước giờ thi", "Đầu năm", "Năm 2023", "Tiếp dân", "-",
    )),
    *((is_home, text) for text in (
        "", "Trang chủ tỉnh", "Nhà", "Homestay",
    )),
    *((is_empty_page, text) for text in (
        "", "Dữ liệu được cập nhật mỗi sáng", "Xã không tìm thấy mạch nước ngầm", "Nội dung buổi họp",
    )),
    *((is_site_map, text) for text in (
        "", "Sơ đồ trang trại nuôi tôm", "Sơ đồ cổng chào", "Bản đồ hành chính",
    )),
]
# fmt: on


@pytest.mark.parametrize(("label", "text"), MATCH)
def test_labels(label: Label, text: str) -> None:
    assert label(text)


@pytest.mark.parametrize(("label", "text"), NO_MATCH)
def test_lines_that_are_no_labels(label: Label, text: str) -> None:
    assert not label(text)


@pytest.mark.parametrize("label", [is_other_news, is_end_label, is_boilerplate, is_attachment_label, is_pager, is_home])
def test_a_sentence_is_no_label_however_it_begins(label: Label) -> None:
    for start in ("Tin khác", "Thông báo", "In bài viết", "Tải về", "Trang sau", "Trang chủ"):
        assert not label(f"{start} cho biết " + "rằng bà con trong xóm đã cùng nhau làm xong con đường " * 6)


# The words of the patterns in any order: what makes a careless pattern try all ways.
_WORDS = st.lists(
    st.sampled_from(
        "tin bài viết khác liên quan in a A - + xem lượt số đọc 12 1.5x : | . / tải về trang » nghe".split()
    )
).map(" ".join)


@given(st.one_of(st.text(), _WORDS, st.text("a +-1x.,").map(lambda text: text * 20)))
def test_no_label_raises_or_hangs_on_any_text(text: str) -> None:
    for label in (is_other_news, is_end_label, is_boilerplate, is_attachment_label, is_pager, is_home, is_empty_page):
        assert label(text) in (True, False)
