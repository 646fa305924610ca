"""Labels at the edges of their lengths, and each family of words once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scraper.pages.labels import (
    is_attachment_label,
    is_boilerplate,
    is_empty_page,
    is_end_label,
    is_home,
    is_newer,
    is_other_news,
    is_pager,
    is_site_map,
    is_site_notice,
    is_tool_row,
    link_words,
    without_tools,
)
from scraper.text.fold import fold
from tests.pins import pins

Label = Callable[[str], bool]


@pins("labels.MAX_LABEL_LENGTH", "labels.MAX_BOILERPLATE", "labels._MAX_EMPTY", "labels._MAX_ATTACHMENT_LABEL")
@pytest.mark.parametrize(
    ("label", "text", "longest"),
    [
        (is_other_news, "Tin khác", 60),
        (is_end_label, "Bình luận", 60),
        (is_newer, "Tin mới", 60),
        (is_site_map, "Sitemap", 60),
        (is_attachment_label, "Tài liệu đính kèm", 100),
        (is_boilerplate, "In bài viết", 300),
        (is_tool_row, "In bài viết", 300),
        (is_empty_page, "Nội dung đang được cập nhật", 120),
        (is_pager, "Trang sau", 20),
        (is_home, "Trang chủ", 20),
    ],
)
def test_no_label_is_longer_than_the_longest_seen(label: Label, text: str, longest: int) -> None:
    assert label(text + "." * (longest - len(text)))
    assert not label(text + "." * (longest + 1 - len(text)))


@pins("labels._BEGINNING")
def test_a_long_line_shows_by_its_beginning_that_it_is_boilerplate() -> None:
    words = " chữ" * 20
    assert is_boilerplate(f"Bản quyền thuộc{words}")
    # The words that say so may end with the sixtieth letter, not behind it.
    begins = "Tổng số điểm của bài viết là"
    assert is_boilerplate(f"{'·' * (60 - len(begins))}{begins}{words}")
    assert not is_boilerplate(f"{'·' * (61 - len(begins))}{begins}{words}")
    assert is_boilerplate(f"{'·' * (60 - len(begins))}{begins}")


@pytest.mark.parametrize(
    "text",
    [
        "Tin mới", "Các tin mới", "Danh sách bài viết mới nhất", "Những bài mới đăng", "Tin tức mới", "Xem thêm",
        "Có thể bạn quan tâm", "Có thể bạn thích", "Các tin nổi bật",
    ],
)  # fmt: skip
def test_labels_of_the_newer_half(text: str) -> None:
    assert is_newer(text)
    assert not is_newer(f"{text} ở xã")


@pytest.mark.parametrize(
    "text",
    [
        "Cùng danh mục", "Tin gần đây", "Bài trước đó", "Xem bài liên quan", "Related articles", "Other posts",
        "Tin cùng loại khác", "Bài cùng danh mục theo ngày", "Tin liên quan cùng lĩnh vực", "Tin viết cũ hơn",
        "Danh sách tin cũ hơn", "Bài mới hơn", "Các tin đã đăng",
    ],
)  # fmt: skip
def test_further_labels_over_other_news(text: str) -> None:
    assert is_other_news(text)


@pytest.mark.parametrize(
    "text",
    [
        "Các tin ảnh", "Tin hot nhất", "Tin nóng", "Tin tiêu điểm", "Tin video", "Các bài đọc nhiều nhất",
        "Tin tức nổi bật", "Đọc nhiều", "Xem nhiều nhất", "Nổi bật", "Mới nhất", "Tiêu điểm", "Có thể bạn thích",
        "Xem thêm", "Thông báo mới", "Văn bản pháp luật", "Văn bản chỉ đạo điều hành", "Văn bản mới ban hành",
        "Lịch công tác", "Các liên kết", "Website", "Trang liên kết", "Weblink", "Thống kê", "Lượt truy cập",
        "Số lượt truy cập", "Tổng lượt truy cập", "Bộ đếm", "Thư viện video", "Video clips", "Hình ảnh", "Album ảnh",
        "Media", "Multimedia", "Audio", "Danh mục", "Chuyên mục", "Menu", "Tìm kiếm", "Thăm dò ý kiến", "Bình chọn",
        "Quảng cáo", "Bản đồ", "Thời tiết", "Hỏi đáp", "Góp ý", "Ý kiến", "Gửi bình luận", "Gửi ý kiến", "Comment",
        "Phản hồi", "Bạn đọc bình luận", "Viết bình luận", "Đánh giá", "Xếp hạng", "Tags", "Thẻ", "Nhãn",
        "Các nhận xét", "Nhận xét mới", "Để lại một bình luận", "Gửi phản hồi", "Leave a Reply", "Leave a comment",
        "Dịch vụ công", "Chính quyền điện tử", "Thủ tục hành chính", "Cơ sở dữ liệu", "Phần mềm",
    ],
)  # fmt: skip
def test_further_labels_at_the_end_of_an_article(text: str) -> None:
    assert is_end_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "Gửi cho bạn bè", "Gửi bài viết này qua email", "Gửi qua mail", "In ra", "In trang này", "Bản in", "Print",
        "E-mail", "Lưu bài viết này", "Lưu", "Tải xuống", "Back", "Trở về", "Về đầu trang", "Lên đầu trang",
        "Về trang trước", "Đăng nhập", "Facebook", "Twitter", "Messenger", "Telegram", "Tweet", "Like",
        "Share", "Chia sẻ bài viết", "RSS", "Copy link", "Sao chép liên kết", "Theo dõi", "Google News", "Phóng to",
        "Thu nhỏ", "Mặc định", "Xem với cỡ chữ", "Tăng cỡ chữ", "Giảm độ tương phản", "A +", "A", "Nghe đọc bài viết",
        "Nghe nội dung", "Dừng đọc", "Tạm dừng", "Tiếp tục", "0:00 / 0:00", "Nữ miền Bắc", "Giọng nam miền Trung",
        "Tốc độ đọc", "x1.5x", "Số lượt xem: 12", "Lượt người truy cập 3.000", "Đã xem: 12", "Views: 12",
        "12 lượt thích", "12 views", "Đang online: 3", "Trong tuần: 1 200", "Tổng số trực tuyến: 7", "Khách: 8",
        "Thành viên online: 2", "Anh tin bai", "Detailcontroller", "Linkedin", "Image banner", "Xuất bản thông tin",
        "Đọc 430 lần", "Đã xem: 12 lần", "430 lần đọc", "Đã xem: 2.911 lượt",
        "Nam miền Bắc Nữ miền Nam0:00 / 0:00",
        "Chi tiết bài viết", "Nội dung chi tiết", "Tóm tắt", "Chứng nhận tín nhiệm mạng", "Skip to main content",
        "Skip navigation links", "leftcenterrightdel",
    ],
)  # fmt: skip
def test_further_words_of_tool_rows(text: str) -> None:
    assert is_tool_row(text)
    assert is_tool_row(f"In bài | {text} | Zalo")
    assert is_boilerplate(text)
    assert not is_tool_row(f"{text} làng")


@pytest.mark.parametrize(
    "text",
    [
        "Click để đánh giá bài viết", "Xếp hạng: 5", "Đánh giá của bạn", "3 phiếu bầu", "12 đánh giá khác",
        "Bạn cần đăng nhập để gửi lời bình", "Vui lòng đăng nhập rồi viết", "Nhấn vào đây để xem",
        "Thiết kế bởi làng", "Turn on more", "® Ghi rõ nguồn khi phát hành", "© 2020 làng", "Giấy phép số 12",
        "Share on all", "Loading data", "Đang tải...", "Thống kê truy cập trong xã", "Đơn vị quản lý: xã",
        "Cơ quan chủ quản: xã", "Địa chỉ: xóm", "Fax: 1", "Hotline: 1", "Tel: 1",
        "Bản quyền © 2024 xã", "Bản quyền 2024", "Proudly powered by Pelican", "All rights reserved by the village",
        "Được phân loại là Chính trị", "Được gắn thẻ Thi đua", "Bài viết này được đăng trong Nông thôn",
        "Filed under: Politics", "Posted in News", "Categorized as Chính trị", "Tagged music, village",
        "Chưa được đánh giá", "Hiện tại không có nhận xét nào", "Chưa có bình luận nào cho bài này",
        "Email của bạn sẽ không được hiển thị", "Your email address will not be published.",
        "Đăng ký nhận bản tin của xã mỗi tuần", "Đăng nhập để đọc tiếp bài này", "Sign up for our newsletter",
        "Subscribe now to read more", "This article is for subscribers only", "Already a subscriber? Log in",
        "Trưởng ban biên tập ông Ba", "Chịu trách nhiệm nội dung ông Ba", "Thành viên ban biên tập",
    ],
)  # fmt: skip
def test_further_lines_of_boilerplate(text: str) -> None:
    assert is_boilerplate(text)
    assert not is_boilerplate(f"Làng {text}")
    assert not is_tool_row(text)


@pytest.mark.parametrize(
    "text",
    [
        "Các tệp đính kèm theo", "Văn bản tin đính kèm bài viết", "Tập tin kèm theo", "Đính kèm", "Attachments",
        "Click xem nội dung toàn văn tại file", "Mời xem trong tệp đính kèm", "Nhấn tải về tại đây", "Tải file",
        "Tải xuống tại đây",
    ],
)  # fmt: skip
def test_further_labels_of_files(text: str) -> None:
    assert is_attachment_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "Đầu", "Đầu tiên", "Cuối cùng", "Kế tiếp", "Kế", "Tiếp", "Sau trang", "Trang trước", "Previous", "Prev",
        "First", "Last", "Older", "Newer", "Tải thêm", "Các tin tiếp theo", "Tin cũ hơn", "9999", "►",
        "..", ">", "›", "››", "→", "<", "<<", "«", "‹", "←", "|>", ">|", "▶", "▸",
    ],
)  # fmt: skip
def test_further_words_of_pagers(text: str) -> None:
    assert is_pager(text)


@pytest.mark.parametrize("text", ["Trang nhất", "Home", "Trang chính", "» Home «"])
def test_further_names_of_the_front_page(text: str) -> None:
    assert is_home(text)


@pytest.mark.parametrize(
    "text",
    [
        "Trang này chưa được cập nhật", "Đang xây dựng", "Bài viết này đang được xây dựng", "Không tìm thấy kết quả",
        "Không tìm thấy trang", "Trang không tồn tại",
    ],
)  # fmt: skip
def test_further_words_of_empty_pages(text: str) -> None:
    assert is_empty_page(text)


@pytest.mark.parametrize("text", ["Bản đồ cổng thông tin điện tử", "Sơ đồ web site xã", "Bản đồ website", "» Site map"])
def test_further_names_of_site_maps(text: str) -> None:
    assert is_site_map(text)


@pins("labels._MIN_OF_OFFICE")
@pytest.mark.parametrize(
    ("text", "is_notice"),
    [
        ("Trang tin của xã Bãi Cỏ. Địa chỉ: thôn Đoài. Điện thoại: 0123 456 789", True),
        ("Giấy phép số: 12/GP. Chịu trách nhiệm nội dung: ông Ba", True),
        ("Bản quyền © 2024 thuộc xã - Email: xa@bai-co.vn", True),
        ("Mọi chi tiết xin liên hệ ông Ba, điện thoại: 0123 456 789", False),
        ("Đoàn đã đến thăm địa chỉ đỏ của huyện và trao 12 suất quà", False),
    ],
)
def test_two_facts_of_an_office_make_a_notice_of_the_site(text: str, is_notice: bool) -> None:
    assert is_site_notice(text) is is_notice


def test_words_less_those_of_tools() -> None:
    assert without_tools(fold("In bài viết, quản trị, Lượt xem: 12")).split() == [",", "quan", "tri,"]
    assert without_tools("lam in an").split() == ["lam", "an"]
    assert without_tools("lamin") == "lamin"


@pytest.mark.parametrize("text", ["LinkedIn", "DetailController"])
def test_names_with_a_capital_inside_are_tools_too(text: str) -> None:
    assert is_tool_row(text)


@pytest.mark.parametrize(
    "lead",
    [
        *(
            "Đọc tiếp: {}",
            "Xem thêm {}",
            "Xem chi tiết » {}",
            "Chi tiết bài viết: {}",
            "Tiếp tục đọc {}",
            "Bài trước: {}",
        ),
        *("« Tin sau: {}", "Bài viết tiếp theo - {}", "Trước đó {}", "Read more about {}", "Continue reading {}"),
        *("Next post: {}", "Permalink to {}", "Hình ảnh về {}", "Ảnh: {}", "More on {}", "{}"),
    ],
)
def test_the_words_of_a_link_are_told_without_what_leads_to_them(lead: str) -> None:
    assert link_words(lead.format("Hội làng mở lại")) == "hoi lang mo lai"
    assert link_words(lead.format("")) == ""


@pytest.mark.parametrize(
    "text", ["Xemtivi cùng bà con", "Đọcsách ở làng", "Tin học trẻ", "Bài học từ làng", "Anhgai", "Chi tiếtx"]
)
def test_words_that_only_begin_like_a_lead_are_words(text: str) -> None:
    assert link_words(text) == fold(text)


def test_a_lead_within_the_words_is_a_part_of_them() -> None:
    assert link_words("Hội làng: đọc tiếp") == "hoi lang: doc tiep"
