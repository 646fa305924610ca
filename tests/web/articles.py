"""Records for the pages: versions, near-duplicates, hostile texts."""

from __future__ import annotations

from typing import Any

from tests.index.logs import gone, record

OPENED = "Khai mạc hội nghị chuyển đổi số"
_COMMON = (
    "Ngày 12/6, Sở Thông tin và Truyền thông tổ chức hội nghị chuyển đổi số của tỉnh với sự tham gia của các sở, ban, "
    "ngành và địa phương; hội nghị đánh giá kết quả sáu tháng đầu năm và bàn nhiệm vụ những tháng cuối năm. Theo báo "
    "cáo, toàn tỉnh đã cung cấp hơn chín trăm dịch vụ công trực tuyến, tỷ lệ hồ sơ nộp qua mạng tăng so với cùng kỳ; "
    "các tổ công nghệ cộng đồng ở xã, phường, thị trấn hướng dẫn người dân cài đặt ứng dụng, thanh toán không dùng "
    "tiền mặt và tra cứu kết quả giải quyết thủ tục hành chính. Các đại biểu thảo luận về hạ tầng số, dữ liệu dùng "
    "chung, nguồn nhân lực, an toàn thông tin, kinh phí thực hiện và trách nhiệm của người đứng đầu cơ quan, đơn vị."
)
HOSTILE_TITLE = "<script>document.title='run'</script> \"'> \u202eđổi <b>số</b> ${7*7} {{7*7}}"
HOSTILE_BODY = (
    "<img src=x onerror=\"document.title='run'\"> chuyển đổi số </mark></p></script>\n\n"
    "<script>document.title='run'</script> &lt;b&gt; \u202egnort\u202c"
)


def all_records() -> list[dict[str, Any]]:
    """Of three sources: an article with two versions, its copy, one with all fields, one hostile, one deleted."""
    return [
        record("hoabinh", "opened", OPENED, f"{_COMMON}\n\nCó 120 đại biểu.", 1, **_fields("2025-06-12")),
        record(
            "hoabinh",
            "opened",
            f"{OPENED} năm 2025",
            f"{_COMMON}\n\nCó 150 đại biểu.\n\nHội nghị kết thúc lúc 11 giờ.",
            2,
            **_fields("2025-06-12"),
            fetched_at="2026-02-02T08:00:00Z",
        ),
        record(
            "stp_travinh", "copy", f"{OPENED} tại Trà Vinh", f"{_COMMON}\n\nCó 120 đại biểu.", **_fields("2025-06-13")
        ),
        record(
            "stp_travinh",
            "plan",
            "Kế hoạch tuyên truyền quý III",
            "Thực hiện Hướng dẫn 68-HD/BTGTU, Ban Tuyên giáo xây dựng kế hoạch.\n\nKế hoạch gồm ba phần.",
            summary="Ban Tuyên giáo ban hành kế hoạch tuyên truyền.",
            date_published="2024-07-01T09:30:00+07:00",
            section="Văn bản",
            authors=["Trần Thị B", "Nguyễn Văn A"],
        )
        | {
            "images": [{"url": "https://stp_travinh.example/anh/1.jpg", "caption": "Quang cảnh hội nghị"}],
            "attachments": [
                {
                    "url": "https://stp_travinh.example/ke-hoach.pdf",
                    "title": "Kế hoạch số 12-KH/BTGTU",
                    "media_type": "application/pdf",
                }
            ],
        },
        record(
            "dukcqdn_longan",
            "hostile",
            HOSTILE_TITLE,
            HOSTILE_BODY,
            url="https://dukcqdn_longan.example/?a='\"><script>",
            date_published="2025-07-01",
            section="</option><i>x</i>",
            authors=['"><script>document.title=1</script>'],
        )
        | {"attachments": [{"url": "javascript:document.title='run'", "title": "<u>tệp</u>", "media_type": None}]},
        record("dukcqdn_longan", "undated", "Thông báo tuyển dụng công chức", "Sở Nội vụ thông báo tuyển dụng."),
        record("dukcqdn_longan", "deleted", "Bài đã gỡ", "Bài này đã được gỡ khỏi trang."),
        gone("dukcqdn_longan", "deleted"),
    ]


def _fields(date: str) -> dict[str, Any]:
    return {"date_published": date, "section": "Tin tức", "authors": ["Nguyễn Văn A"]}
