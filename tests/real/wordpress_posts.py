"""What the editors of the WordPress site have written: our articles as posts, by the classic editor and by blocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from typing import Any

from tests.practice.corpus import Article, ListBlock, Paragraph, Picture, Table, make_articles

PUBLISHED = 60
SCHEDULED, PRIVATE, DRAFTS = 3, 3, 2
SOURCE = "hoabinh"
AUTHORS = ("Nguyễn Thị Lan", "Trần Văn Hùng", "Phạm Quốc Bảo", "Lê Thu Hà")
BIOGRAPHY = "Phóng viên, theo dõi mảng xây dựng Đảng và đời sống ở cơ sở từ nhiều năm nay."
NEWEST = datetime(2024, 11, 29)  # noqa: DTZ001 -- WordPress stores local time
# Two a day, one of them within the hours that are another day in UTC.
TIMES = (timedelta(hours=23, minutes=40), timedelta(minutes=20), timedelta(hours=9, minutes=5))
DAYS_APART = 8
TITLES = {
    # Short titles; of equal ones WordPress numbers the addresses.
    3: "Tin buồn",
    8: "Thư cảm ơn",
    13: "Lịch tiếp công dân",
    18: "Thông báo nghỉ lễ",
    27: "Tin buồn",
    39: "Lịch tiếp công dân",
    # Titles whose addresses end in the same numbers, which are no ids.
    1: "Kế hoạch phát triển kinh tế - xã hội giai đoạn 2025-2030",
    6: "Chương trình hành động của Tỉnh ủy giai đoạn 2025-2030",
    11: "Đề án nâng cao chất lượng sinh hoạt chi bộ giai đoạn 2025-2030",
    5: "Lịch làm việc của Thường trực Huyện ủy tháng 4-2024",
    10: "Kết quả thu ngân sách trên địa bàn tỉnh tháng 4-2024",
    7: "Tổng kết phong trào thi đua yêu nước năm 2024",
    12: "Thông báo tuyển dụng viên chức ngành giáo dục năm 2024",
    21: "Khai giảng lớp bồi dưỡng kết nạp Đảng năm 2024",
    33: "Hội nghị trực tuyến sơ kết sáu tháng, ngày 15/7/2024",
    45: "Kỷ niệm 79 năm Ngày Quốc khánh 2-9",
}
CAPTIONS = (
    "Quang cảnh hội nghị",
    "Các đại biểu dự buổi làm việc",
    "Đồng chí Bí thư Đảng ủy phát biểu",
    "Đoàn viên thanh niên ra quân",
    "",
    "Trao quà cho các gia đình chính sách",
    "",
    "Lãnh đạo tỉnh thăm mô hình sản xuất",
)
TAGS = ("Đại hội", "Chuyển đổi số", "Thi đua", "Đoàn thể", "Nông thôn mới")
COMMENTS = ("Bài viết rất bổ ích, cảm ơn tác giả.", "Tôi đồng ý với ý kiến trên.", "Mong có thêm những bài như vậy.")
PAGES = {
    "Giới thiệu": (
        "Trang thông tin điện tử là tiếng nói của Đảng bộ, chính quyền và nhân dân trong tỉnh, được cấp phép hoạt động "
        "ngày 12/5/2016 và nâng cấp toàn diện vào năm 2021.\n\n"
        "Trang đăng tải các chủ trương, nghị quyết, hoạt động của các cấp ủy và gương người tốt, việc tốt. Nội dung "
        "được biên tập từ cơ sở, nên gần với đời sống của cán bộ, đảng viên.\n\n"
        "Mọi ý kiến đóng góp của bạn đọc đều được tiếp thu, trả lời trong vòng năm ngày làm việc."
    ),
    "Cơ cấu tổ chức": (
        "Bộ máy gồm Ban Thường vụ, Văn phòng và bốn ban xây dựng Đảng. Văn phòng giúp việc cho Ban Thường vụ, điều "
        "phối chương trình công tác và quản lý tài chính, tài sản.\n\n"
        "Ban Tổ chức phụ trách công tác cán bộ và đảng viên; Ban Tuyên giáo phụ trách tư tưởng, báo chí; Ban Dân vận "
        "phụ trách công tác mặt trận và đoàn thể; Ủy ban Kiểm tra giữ gìn kỷ luật của Đảng."
    ),
    "Liên hệ": (
        "Địa chỉ: số 8, đường Trần Hưng Đạo, phường Phương Lâm. Điện thoại: 0218 000 0000. Thư điện tử: "
        "banbientap@example.org. Bạn đọc có thể đến gặp trực tiếp trong giờ hành chính từ thứ Hai đến thứ Sáu.\n\n"
        "Tin, bài cộng tác xin gửi về địa chỉ trên, ghi rõ họ tên, số điện thoại và đơn vị công tác của tác giả."
    ),
    "Sơ đồ": (
        "Trang được chia thành năm chuyên mục, mỗi chuyên mục do một biên tập viên phụ trách và cập nhật hằng ngày. "
        "Bạn đọc tìm bài theo chuyên mục, theo tháng hoặc theo thẻ.\n\n"
        "Để tìm một văn bản cụ thể, nên dùng ô tìm kiếm ở đầu trang và nhập số ký hiệu của văn bản đó."
    ),
}


def posts(now: datetime) -> dict[str, Any]:
    """All that is written into the database."""
    articles = make_articles(SOURCE, PUBLISHED + SCHEDULED + PRIVATE + DRAFTS)
    sections = sorted({article.section for article in articles})
    return {
        "authors": AUTHORS,
        "biography": BIOGRAPHY,
        "sections": sections,
        "captions": CAPTIONS,
        "posts": [_post(number, article, sections, now) for number, article in enumerate(articles)],
        "pages": [
            {"post_title": title, "post_content": text, "post_date": "2021-03-04 05:06:07"}
            for title, text in PAGES.items()
        ],
    }


def _post(number: int, article: Article, sections: list[str], now: datetime) -> dict[str, Any]:
    section = sections.index(article.section)
    date = NEWEST - timedelta(days=number // 2 * DAYS_APART) + TIMES[number % len(TIMES)]
    status = _status(number)
    return {
        "title": TITLES.get(number, article.title),
        "content": _by_blocks(article, number) if number % 2 else _by_classic_editor(article, number),
        "excerpt": article.lead or "" if number % 3 == 0 else "",
        "date": f"{date if status != 'future' else now + timedelta(days=200 + number):%Y-%m-%d %H:%M:%S}",
        "status": status,
        "author": number % len(AUTHORS),
        "sections": sorted({section, (section + 1) % len(sections)} if number % 7 == 0 else {section}),
        "tags": [TAGS[number % len(TAGS)], TAGS[number // 2 % len(TAGS)]] if number % 4 else [],
        "image": number % len(CAPTIONS) if number % 3 else None,
        "sticky": number == 20,
        "comments": COMMENTS[: number % 4] if number % 5 == 0 else [],
    }


def _status(number: int) -> str:
    """The order of the statuses after the published ones."""
    rest = number - PUBLISHED
    if rest < 0:
        return "publish"
    return "future" if rest < SCHEDULED else "private" if rest < SCHEDULED + PRIVATE else "draft"


def _by_classic_editor(article: Article, number: int) -> str:
    """Paragraphs by blank lines, captions by shortcode; some with a cut for the lists."""
    parts = [f"<strong>{escape(article.lead, quote=False)}</strong>"] if article.lead else []
    for place, block in enumerate(article.blocks):
        match block:
            case Paragraph(text):
                parts.append(escape(text, quote=False))
            case Picture(_, caption):
                parts.append(_classic_picture((number + place) % len(CAPTIONS), caption))
            case Table() | ListBlock():
                parts.append(_html(block))
    if number % 6 == 4:
        parts.insert(1, "<!--more-->")
    if number % 10 == 2:
        parts.insert(-1, '<a href="%FILE_URL%">Kế hoạch kèm theo</a>')
    return "\n\n".join(parts)


def _classic_picture(image: int, caption: str | None) -> str:
    """With a caption it links to the picture, without one to the page that WordPress makes for each picture."""
    target = f"%IMAGE_{image}_URL%" if caption else f"%IMAGE_{image}_PAGE%"
    picture = (
        f'<a href="{target}"><img class="size-full wp-image-%IMAGE_{image}_ID%" src="%IMAGE_{image}_URL%" alt="" '
        'width="640" height="400" /></a>'
    )
    if not caption:
        return picture
    return (
        f'[caption id="attachment_%IMAGE_{image}_ID%" align="aligncenter" width="640"]'
        f"{picture} {escape(caption, quote=False)}[/caption]"
    )


def _by_blocks(article: Article, number: int) -> str:
    """Each block between the comments of the block editor."""
    parts = (
        [_block("paragraph", f"<p><strong>{escape(article.lead, quote=False)}</strong></p>")] if article.lead else []
    )
    for place, block in enumerate(article.blocks):
        match block:
            case Paragraph(text):
                parts.append(_block("paragraph", f"<p>{escape(text, quote=False)}</p>"))
            case Picture(_, caption):
                image = (number + place) % len(CAPTIONS)
                below = (
                    f'<figcaption class="wp-element-caption">{escape(caption, quote=False)}</figcaption>'
                    if caption
                    else ""
                )
                picture = f'<img src="%IMAGE_{image}_URL%" alt="" class="wp-image-%IMAGE_{image}_ID%"/>{below}'
                figure = f'<figure class="wp-block-image size-full">{picture}</figure>'
                parts.append(_block(f'image {{"id":%IMAGE_{image}_ID%,"sizeSlug":"full"}}', figure))
            case Table():
                parts.append(_block("table", f'<figure class="wp-block-table">{_html(block)}</figure>'))
            case ListBlock():
                parts.append(_block("list", _html(block)))
    return "\n\n".join(parts)


def _block(head: str, html: str) -> str:
    return f"<!-- wp:{head} -->\n{html}\n<!-- /wp:{head.partition(' ')[0]} -->"


def _html(block: Table | ListBlock) -> str:
    if isinstance(block, ListBlock):
        return f"<ul>{''.join(f'<li>{escape(item, quote=False)}</li>' for item in block.items)}</ul>"
    rows = ("".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) for row in block.rows)
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
