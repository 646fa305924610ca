"""A Mezzanine site in a folder: filled with our articles, served on loopback, asked for what visitors may read."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.practice.corpus import Article, Block, ListBlock, Paragraph, Picture, Table, make_articles
from tests.practice.slugs import slugify
from tests.real.mezzanine_install import HERE, PYTHON
from tests.real.verdict import TrueArticle

HOST = "127.0.0.1"
ARTICLES = 60
SECONDS = 60
# Posts lie this far apart, so that the months of the archive have some each.
SPACING = timedelta(days=5)
BLOG = "Tin tức"
# The accounts that post; the site prints their names.
AUTHORS = ("Nguyễn Thị Lan", "Lâm Hồng Gấm", "Bùi Quốc Trung", "Đặng Thanh Hạnh")
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
DRAFT, PUBLISHED = 1, 2


def _block(block: Block) -> str:
    """HTML as Mezzanine's editor writes it."""
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


def _html(article: Article) -> str:
    lead = f"<p><strong>{escape(article.lead)}</strong></p>" if article.lead else ""
    return lead + "\n".join(map(_block, article.blocks))


def _words(block: Block) -> str:
    """The last words of a block as a record has them."""
    match block:
        case Paragraph(text):
            return text
        case ListBlock(items):
            return items[-1]
        case Table(rows):
            return " | ".join(rows[-1])
        case Picture():
            return ""


def _post(number: int, article: Article, date: datetime, status: int = PUBLISHED) -> dict[str, Any]:
    author = AUTHORS[number % len(AUTHORS)]
    return {
        "title": TITLES.get(number, article.title),
        "html": _html(article),
        "start": article.lead or _words(article.blocks[0]),
        "end": _words(article.blocks[-1]),
        "author": author,
        "username": slugify(author),
        "category": article.section,
        "tags": [f"năm {date.year}", article.topic] if number % 3 == 0 else [],
        "picture": f"anh-{number}.png" if number % 4 == 0 else None,
        "date": date.isoformat(),
        "edited": (date + timedelta(days=number % 4)).isoformat(),
        "status": status,
    }


def posts() -> list[dict[str, Any]]:
    """Sixty that are published, newest first, then two drafts and one that is scheduled."""
    *public, draft, second_draft, scheduled = make_articles("hoabinh", ARTICLES + 3)
    newest = datetime.fromisoformat("2024-11-29T16:40:00+07:00")
    made = [_post(number, article, newest - number * SPACING) for number, article in enumerate(public)]
    made += [_post(-1, article, newest, DRAFT) for article in (draft, second_draft)]
    made.append(_post(-1, scheduled, datetime.fromisoformat("2124-01-01T08:00:00+07:00")))
    return made


def pages() -> list[dict[str, str]]:
    """Three pages of prose, which are no articles."""
    return [{"title": title, "html": f"<p>{text}</p>" * 6} for title, text in PAGES.items()]


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


class Mezzanine:
    """One site.

    Args:
        folder: holds its database, its media and the log of its requests.
        dates: ``day`` puts the day into addresses, "" does not: the operator's choice.
    """

    def __init__(self, folder: Path, dates: str = "") -> None:
        self.folder = folder
        self.port = _free_port()
        self.base_url = f"http://{HOST}:{self.port}/"
        self._environment = {**os.environ, "MEZZANINE_FOLDER": str(folder), "MEZZANINE_DATES": dates}
        given = {"domain": f"{HOST}:{self.port}", "blog": BLOG, "posts": posts(), "pages": pages()}
        self._call("fill", json.dumps(given))

    def _call(self, what: str, given: str = "") -> str:
        done = subprocess.run(
            [str(PYTHON), str(HERE / "mezzanine_site.py"), what],
            input=given,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def truth(self) -> list[TrueArticle]:
        """What visitors may read now, newest first, by the database.

        The page of a post prints the blog's name above it; only lists print its category.
        """
        typed = {post["title"]: post for post in posts()}
        return [
            TrueArticle(
                url=quote(post["url"], safe="/%"),
                title=post["title"],
                date=post["date"],
                authors=(post["author"],),
                section=BLOG,
                other_sections=(post["category"],),
                body_start=typed[post["title"]]["start"],
                body_end=typed[post["title"]]["end"],
            )
            for post in json.loads(self._call("truth"))
        ]

    def change(self, *, delete: str, edit: str, words: str) -> None:
        """Delete the post with one title, and add a paragraph to another's."""
        self._call("change", json.dumps({"delete": delete, "edit": edit, "html": f"<p>{words}</p>"}))

    @contextmanager
    def served(self) -> Iterator[None]:
        """Answers until the block ends."""
        command = [str(PYTHON), str(HERE / "mezzanine_site.py"), "serve", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        try:
            self._wait(process)
            yield
        finally:
            process.terminate()
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                socket.create_connection((HOST, self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError((self.folder / "server.log").read_text("utf-8")[-2000:])

    def take_requests(self) -> list[str]:
        """``METHOD /path STATUS`` of what was requested since the last call."""
        log = self.folder / "requests.log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines
