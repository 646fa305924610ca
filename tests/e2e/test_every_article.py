"""A small site whose addresses and links tell nothing: each of its articles is recorded once, with its own id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.crawling import FAST, read_lines, scrapy
from tests.practice.corpus import Paragraph, make_articles
from tests.practice.slugs import slugify

SHORT_TITLES = ("Tin buồn", "Thư cảm ơn", "Thư mời", "Thông báo nghỉ lễ")
SIDE = "<div class=khung><b>Giới thiệu</b><ul><li><a href=/gioi-thieu>Giới thiệu chung</a></li></ul></div>"
ABOUT = "Sở có năm phòng chuyên môn và ba đơn vị trực thuộc, thực hiện chức năng quản lý nhà nước trên địa bàn tỉnh."

Linked = Callable[[str, str, str], str]
"""Makes a link from address, title and day."""


class SmallSite:
    """Twelve articles, one list, a page about the office.

    Args:
        links: makes the links to an article.
        address: of an article, from its number and slug.
        is_dated: articles print their day.
        listing: the list is there; otherwise only a sitemap leads to the articles.
        titles: further titles, in the place of the corpus's.
    """

    def __init__(
        self,
        links: Linked,
        address: Callable[[int, str], str] = lambda number, slug: f"/{slug}",
        *,
        is_dated: bool = True,
        listing: bool = True,
        titles: tuple[str, ...] = SHORT_TITLES,
    ) -> None:
        corpus = make_articles("hoabinh", 12)
        self.titles = [*titles, *(article.title for article in corpus)][:12]
        self.pages: dict[str, str] = {}
        entries = []
        for number, (title, article) in enumerate(zip(self.titles, corpus, strict=True), 1):
            path, day = address(number, slugify(title)), f"{number:02d}/03/2024"
            text = "".join(f"<p>{escape(it.text)}</p>" for it in article.blocks if isinstance(it, Paragraph))
            date = f"<p class=ngay>{day}</p>" if is_dated else ""
            self.pages[path] = f"<div id=chinh><h1>{escape(title)}</h1>{date}{text}</div>{SIDE}"
            entries.append((path, links(path, escape(title), day)))
        about = f"<h1>Giới thiệu chung</h1><p>{ABOUT}</p><p>{ABOUT}</p>"
        self.pages["/gioi-thieu"] = f"<div id=chinh>{about}</div>{SIDE}"
        items = "".join(f"<div class=tin>{entry}</div>" for _, entry in entries)
        self.pages["/"] = f"<div id=chinh>{items if listing else ''}</div>{SIDE}"
        self.sitemap = "" if listing else "".join(f"<url><loc>{{base}}{path}</loc></url>" for path, _ in entries)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve it; yields the address."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                base = f"http://{self.headers['Host']}"
                page = site.pages.get(self.path)
                if self.path == "/sitemap.xml" and site.sitemap:
                    self.answer(200, "text/xml", f"<urlset>{site.sitemap.format(base=base)}</urlset>")
                elif page is None:
                    self.answer(404, "text/html", "<h1>Không tìm thấy trang</h1>")
                else:
                    head = "<title>Trang thông tin điện tử</title>"
                    self.answer(200, "text/html; charset=utf-8", f"<html><head>{head}</head><body>{page}</body></html>")

            def answer(self, status: int, content_type: str, text: str) -> None:
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """No lines on the terminal."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def crawl(
    site: SmallSite, folder: Path, *arguments: str, source: str = "portal"
) -> tuple[int, list[dict[str, Any]], str]:
    """Exit status, records and log of a crawl."""
    with site.served() as base_url:
        done = scrapy("crawl", source, "-a", f"base_url={base_url}", "-s", f"OUTPUT_DIR={folder}", *FAST, *arguments)
    records = [record for path in folder.glob("*.jsonl") for record in read_lines(path)]
    return done.returncode, records, done.stderr


LINKS: dict[str, Linked] = {
    "title": lambda path, title, day: f"<a href={path}>{title}</a>",
    "picture before title": lambda path, title, day: (
        f"<a href={path}><img src=/a.jpg></a><h3><a href={path}>{title}</a></h3>"
    ),
    "words of a picture": lambda path, title, day: f'<a href={path}><img src=/a.jpg alt="{title}"></a>',
    "title attribute": lambda path, title, day: f'<a href={path} title="{title}">Chi tiết</a>',
    "more before title": lambda path, title, day: f"<a href={path}>Xem thêm</a><h3><a href={path}>{title}</a></h3>",
    "label and title": lambda path, title, day: f"<a href={path}>Đọc thêm: {title}</a>",
    "teaser": lambda path, title, day: f"<h3>{title}</h3><a href={path}>Đọc tiếp<span> về {title}</span></a>",
    "card": lambda path, title, day: (
        f"<a href={path}><h5>{title}</h5><p>Sáng nay, tại hội trường tỉnh […]</p><span>{day}</span></a>"
    ),
}


@pytest.mark.parametrize(
    ("links", "address"),
    [*((name, "/node/{number}") for name in LINKS), ("title", "/{slug}"), ("picture before title", "/{slug}")],
)
def test_whatever_a_link_looks_like(links: str, address: str, tmp_path: Path) -> None:
    site = SmallSite(LINKS[links], lambda number, slug: address.format(number=number, slug=slug))
    status, records, log = crawl(site, tmp_path)
    assert sorted(record["title"] for record in records) == sorted(site.titles)
    assert {record["date_published"] for record in records} == {f"2024-03-{day:02d}" for day in range(1, 13)}
    assert len({record["id"] for record in records}) == len(records)
    assert status == 0, log[-2000:]


def test_a_sitemap_alone(tmp_path: Path) -> None:
    site = SmallSite(LINKS["title"], listing=False, titles=())
    _, records, _ = crawl(site, tmp_path)
    assert sorted(record["title"] for record in records) == sorted(site.titles)


def test_a_button_that_names_no_title(tmp_path: Path) -> None:
    site = SmallSite(lambda path, title, day: f"<h3>{title}</h3><a href={path}>Chi tiết</a>", titles=())
    _, records, _ = crawl(site, tmp_path)
    assert sorted(record["title"] for record in records) == sorted(site.titles)


def test_articles_without_any_date_are_written_at_the_end(tmp_path: Path) -> None:
    site = SmallSite(LINKS["title"], is_dated=False, titles=())
    _, records, _ = crawl(site, tmp_path)
    assert sorted(record["title"] for record in records) == sorted(site.titles)
    assert {record["date_published"] for record in records} == {None}


@pytest.mark.parametrize(
    "address", ["/tin/{slug}/", "/tin/{slug}.html", "/thong-bao/{number}-{slug}", "/{slug}-{number}.html"]
)
def test_numbers_of_titles_are_no_ids(address: str, tmp_path: Path) -> None:
    titles = (
        "Kế hoạch phát triển kinh tế giai đoạn 2025-2030",
        "Chương trình hành động của Tỉnh ủy giai đoạn 2025-2030",
        "Kết quả thu ngân sách tháng 4-2024",
        "Lịch làm việc của Thường trực tháng 4-2024",
        "10 năm thành lập ngành Tư pháp",
        "10 năm thực hiện nghị quyết Trung ương",
    )
    site = SmallSite(LINKS["title"], lambda number, slug: address.format(number=47 + number, slug=slug), titles=titles)
    _, records, _ = crawl(site, tmp_path)
    assert sorted(record["title"] for record in records) == sorted(site.titles)
    assert len({record["id"] for record in records}) == len(records)
    with site.served() as base_url:
        for _ in range(2):
            done = scrapy(
                "crawl",
                "portal",
                "-a",
                f"base_url={base_url}",
                "-a",
                "full=1",
                "-s",
                f"OUTPUT_DIR={tmp_path / 'b'}",
                *FAST,
            )
            assert done.returncode == 0
    (path,) = (tmp_path / "b").glob("*.jsonl")
    assert len(read_lines(path)) == len(records)


def test_a_scheme_that_does_not_fit_loses_nothing_and_is_told(tmp_path: Path) -> None:
    site = SmallSite(LINKS["title"], lambda number, slug: f"/tin-tuc/{slug}-{number}.html")
    _, expected, _ = crawl(site, tmp_path / "portal")
    _, records, log = crawl(site, tmp_path / "source", source="hoabinh")
    assert sorted(record["title"] for record in records) == sorted(record["title"] for record in expected)
    assert "The schemes of this source (com_soft) match 0 of 12 articles; their addresses are those of nukeviet" in log


def test_what_stays_undecided_is_told_and_listed(tmp_path: Path) -> None:
    def hidden(path: str, title: str, day: str) -> str:
        return f"<a href={path}>Chi tiết</a>"

    site = SmallSite(hidden, lambda number, slug: f"/node/{number}", is_dated=False, titles=())
    with site.served() as base_url:
        folder = ("-s", f"OUTPUT_DIR={tmp_path}")
        done = scrapy("crawl", "portal", "-a", f"base_url={base_url}", *folder, *FAST)
        assert done.returncode == 3
        assert "13 pages read like articles and were not recorded: " in done.stderr
        (name,) = {path.name.partition(".")[0] for path in tmp_path.glob("portal_*")}
        listed = scrapy("undecided", name, *folder)
    assert listed.returncode == 0
    lines = [line.split("\t") for line in listed.stdout.splitlines()]
    assert {line[1] for line in lines} >= set(site.titles)
    assert all(reason for *_, reason in lines)
