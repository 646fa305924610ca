"""What editors type into Mezzanine and into the sources of Pelican."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any

from tests.practice.corpus import Article, Block, ListBlock, Paragraph, Picture, Table, make_articles
from tests.practice.slugs import slugify

ARTICLES = 60
SITE = "Trang thông tin điện tử huyện Ví Dụ"
# The accounts that post; the site prints their names.
AUTHORS = ("Nguyễn Thị Lan", "Lâm Hồng Gấm", "Bùi Quốc Trung", "Đặng Thanh Hạnh")
NEWEST = datetime.fromisoformat("2024-11-29T16:40:00+07:00")
SCHEDULED = datetime.fromisoformat("2124-01-01T08:00:00+07:00")
# Posts lie this far apart, so that the months of an archive have some each.
SPACING = timedelta(days=5)
# By number, newest first: what editors call a post when they are in a hurry, and titles that end in numbers.
TITLES = {
    2: "Tin buồn",
    7: "Thư cảm ơn",
    11: "Lịch tiếp công dân",
    16: "Kế hoạch công tác năm 2024",
    23: "Công khai dự toán ngân sách quý 3",
    31: "Nghị quyết số 12",
    38: "Chuyển đổi số",
    44: "Kết quả bầu cử 2021-2026",
}
PAGES = {
    "Giới thiệu": "Huyện Ví Dụ nằm ở phía nam của tỉnh, có diện tích tự nhiên hơn ba trăm cây số vuông và mười hai xã.",
    "Chức năng, nhiệm vụ": "Văn phòng tham mưu cho Ủy ban nhân dân huyện về chương trình, kế hoạch công tác hằng năm.",
    "Lịch sử hình thành": "Vùng đất này được khai phá từ thế kỷ mười tám, khi người đi mở đất dừng chân ở ven sông.",
}
# What the tests delete, edit and add.
DELETED, EDITED = "Thư cảm ơn", "Nghị quyết số 12"
ADDED = "Đoạn này được bổ sung sau khi bài đã đăng, để người đọc biết kết quả cuối cùng của cuộc họp hôm qua."


@dataclass(frozen=True)
class Post:
    """One post; times are ISO 8601."""

    title: str
    html: str
    start: str
    """The first words of the text."""
    end: str
    """The last words of the text."""
    author: str
    account: str
    category: str
    tags: Sequence[str]
    picture: str | None
    date: str
    edited: str
    """Days later, for most: no date of publication."""
    is_draft: bool

    def typed(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def posts() -> list[Post]:
    """Sixty that are published, newest first, then two drafts and one that is scheduled."""
    *public, draft, second_draft, scheduled = make_articles("hoabinh", ARTICLES + 3)
    made = [_post(number, article, NEWEST - number * SPACING) for number, article in enumerate(public)]
    made += [_post(-1, article, NEWEST, is_draft=True) for article in (draft, second_draft)]
    return [*made, _post(-1, scheduled, SCHEDULED)]


def pages() -> list[dict[str, str]]:
    """Three pages of prose, which are no articles."""
    return [{"title": title, "html": f"<p>{text}</p>" * 6} for title, text in PAGES.items()]


def _post(number: int, article: Article, date: datetime, *, is_draft: bool = False) -> Post:
    lead = f"<p><strong>{escape(article.lead)}</strong></p>\n" if article.lead else ""
    return Post(
        title=TITLES.get(number, article.title),
        html=lead + "\n".join(map(_html, article.blocks)),
        start=article.lead or _last_words(article.blocks[0]),
        end=_last_words(article.blocks[-1]),
        author=AUTHORS[number % len(AUTHORS)],
        account=slugify(AUTHORS[number % len(AUTHORS)]),
        category=article.section,
        tags=(f"năm {date.year}", article.topic) if number % 3 == 0 else (),
        picture=f"anh-{number}.png" if number % 4 == 0 else None,
        date=date.isoformat(),
        edited=(date + timedelta(days=number % 4)).isoformat(),
        is_draft=is_draft,
    )


def _html(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case ListBlock(items):
            return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
        case Table(rows):
            lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
            return "<table><tbody>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</tbody></table>"
        case Picture(url, caption):
            return f'<p><img src="/media{url}" alt="{escape(caption or "")}"></p>'


def _last_words(block: Block) -> str:
    """As a record has them."""
    match block:
        case Paragraph(text):
            return text
        case ListBlock(items):
            return items[-1]
        case Table(rows):
            return " | ".join(rows[-1])
        case Picture():
            return ""
