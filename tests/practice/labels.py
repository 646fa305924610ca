"""The Vietnamese words of the portal's chrome, in one place."""

HOME = "Trang chủ"
NEWS = "Tin tức"
MOST_READ = "TIN ĐỌC NHIỀU"
LATEST = "TIN MỚI"
INTRODUCTION = "Giới thiệu"
CONTACT = "Liên hệ"
SITE_MAP = "Sơ đồ trang"
INTERNAL = "Nội bộ"
CALENDAR = "Lịch công tác"
PRINT = "In"
PRINT_VIEW = "Bản in"
MAIL = "Gửi email"
FONT_SMALL, FONT_NORMAL, FONT_LARGE = "A-", "A", "A+"
BOOKMARK = "Lưu bài viết này"
PARTNER = "Cổng thông tin đối tác"
PREVIOUS_DAY, NEXT_DAY = "Ngày trước", "Ngày sau"
CLOCK = "{weekday}, ngày {day}"
DOCUMENTS = (
    "Quyết định ban hành quy chế văn hóa công sở",
    "Kế hoạch kiểm tra công vụ quý IV",
    "Hướng dẫn bình xét thi đua cuối năm",
)
CALENDAR_ROWS = (
    ("Buổi", "Nội dung", "Chủ trì"),
    ("Sáng", "Giao ban cơ quan", "Lãnh đạo cơ quan"),
    ("Chiều", "Làm việc tại cơ sở", "Phó Thủ trưởng cơ quan"),
)
BROKEN = {
    "gone": "Hướng dẫn cũ về hồ sơ đảng viên (đã gỡ)",
    "dead": "Chuyên trang kỷ niệm ngày thành lập",
    "blank": "Thư chúc mừng năm mới của lãnh đạo tỉnh",
    "updating": "Kết quả cuộc thi trực tuyến tuần này",
}
