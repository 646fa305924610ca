"""Pages that say "wait", "log in", "not there": told by their words, and no article is ever taken for one."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from scraper.addresses import UrlResolver
from scraper.pages.notices import Notice, alone, framed
from scraper.pages.page import EmptyPageError, Page

SHARED = Path(__file__).parents[3] / "shared" / "pages"
FIXTURES = Path(__file__).parents[1] / "fixtures"
URLS = UrlResolver(("x.vn",), ())
MENU = "".join(f'<li><a href="/muc-{i}">Chuyên mục số {i}</a></li>' for i in range(30))
FOOT = "<p>Trụ sở: số 1 đường Ví Dụ, tỉnh Ví Dụ. Điện thoại: 0123 456 789. Chịu trách nhiệm: Ban Biên tập</p>"


def page(title: str, body: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def read(body: bytes) -> Page:
    return Page("http://x.vn/tin/1", body, URLS)


@pytest.mark.parametrize(
    ("notice", "title", "body"),
    [
        (Notice.WAIT, "Hãy đợi...", "<p>Hệ thống đang từ chối truy cập của bạn.</p>"),
        (Notice.WAIT, "H&#227;y &#273;&#7907;i...", ""),
        (Notice.WAIT, "Just a moment...", "<p>Checking your browser before accessing x.vn</p>"),
        (Notice.WAIT, "Sở Ví Dụ", "<h1>Vui lòng chờ trong giây lát</h1>"),
        (Notice.WAIT, "429", "<h1>Too Many Requests</h1>"),
        (Notice.WAIT, "", "<p>Website hiện đang quá tải, mời quay lại sau.</p>"),
        (Notice.REFUSED, "Request Rejected", "The requested URL was rejected. Your support ID is: 123"),
        (Notice.REFUSED, "Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"),
        (Notice.REFUSED, "", "<p>Truy cập của bạn đã bị chặn</p>"),
        (Notice.MAINTENANCE, "Thông báo", "<h1>Website đang bảo trì, nâng cấp</h1><p>Mong quý vị thông cảm.</p>"),
        (Notice.MAINTENANCE, "Hệ thống đang được nâng cấp", ""),
        (Notice.MAINTENANCE, "Cổng thông tin điện tử tỉnh Ví Dụ tạm ngừng hoạt động", ""),
        (Notice.MAINTENANCE, "Bảo trì hệ thống", ""),
        (Notice.MAINTENANCE, "", "<p>This site is currently down for scheduled maintenance.</p>"),
        (Notice.MAINTENANCE, "503 Service Temporarily Unavailable", ""),
        (Notice.LOGIN, "Đăng nhập hệ thống", "<form><input type='password' name='p'></form>"),
        (Notice.LOGIN, "Sở Ví Dụ", "<h2>Vui lòng đăng nhập để xem nội dung</h2><input type=password>"),
        (Notice.MISSING, "Lỗi truy cập 404", "<p>Lỗi 404: Trang web mà bạn đã cố gắng truy cập không tồn tại.</p>"),
        (Notice.MISSING, "Sở Ví Dụ", "<h1>Bài viết này không tồn tại hoặc đã bị xóa</h1>"),
        (Notice.MISSING, "Sở Ví Dụ - Không tìm thấy trang", ""),
        (Notice.MISSING, "404 - Page not found", ""),
    ],
)
def test_a_notice_that_stands_alone(notice: Notice, title: str, body: str) -> None:
    assert alone(page(title, body)) is notice


@pytest.mark.parametrize(
    ("notice", "title", "body"),
    [
        (Notice.LOGIN, "Thành viên đăng nhập", "<p>Hãy đăng nhập</p><input type='password'>"),
        (Notice.MISSING, "Sở Ví Dụ", "<h1>Không tìm thấy nội dung yêu cầu</h1>"),
        (Notice.MISSING, "Bài viết không tồn tại | Sở Ví Dụ", "<p>Mời xem các tin khác.</p>"),
    ],
)
def test_a_notice_inside_the_menus(notice: Notice, title: str, body: str) -> None:
    assert alone(page(title, MENU + body)) is None
    assert framed(read(page(title, f"<ul>{MENU}</ul>{body}{FOOT}"))) is notice


@pytest.mark.parametrize(
    "title",
    [
        "Hệ thống cấp nước sạch nông thôn tạm ngừng hoạt động để sửa chữa",
        "Thông báo tạm ngừng cung cấp điện",
        "Nâng cấp đường giao thông nông thôn xã Ví Dụ",
        "Bảo trì cầu Ví Dụ",
        "Chợ quê ngày Tết",
        "Chờ một mùa xuân",
        "Không tìm thấy người mất tích",
        "Trang trại không có điện",
        "Tin buồn",
        "Đăng nhập ngũ: ngày hội tòng quân",
        "Hướng dẫn đăng nhập dịch vụ công",
        "Từ chối nhận quà biếu",
        "Thư mời",
    ],
)
def test_a_short_article_is_none(title: str) -> None:
    body = f"<h1>{title}</h1><p>Ngày 12/6/2023, Ủy ban nhân dân xã có thông báo gửi bà con trong xã.</p>"
    assert alone(page(title, body)) is None
    assert framed(read(page(f"{title} - Sở Ví Dụ", f"<ul>{MENU}</ul>{body}<p>Đăng nhập</p>{FOOT}"))) is None


def test_a_box_to_log_in_beside_an_article_is_no_wall() -> None:
    body = "<p>Đăng nhập</p><input type='password'><h1>Thư mời họp</h1><p>Kính mời các đồng chí dự họp.</p>"
    assert framed(read(page("Thư mời họp", f"<ul>{MENU}</ul>{body}{FOOT}"))) is None


@pytest.mark.skipif(not SHARED.exists(), reason="the real pages lie outside the project")
def test_the_flood_page_of_nukeviet() -> None:
    assert alone((SHARED / "nukeviet" / "egov__flood.html").read_bytes()) is Notice.WAIT
    assert alone((SHARED / "nukeviet" / "probe__tin-hoat-dong_khong-co-bai-999999.html").read_bytes()) is Notice.MISSING
    assert framed(read((SHARED / "nukeviet" / "other__users_login.html").read_bytes())) is Notice.LOGIN


def bodies(folder: Path) -> dict[str, bytes]:
    plain = {str(path): path.read_bytes() for path in folder.rglob("*.html")}
    return plain | {str(path): gzip.decompress(path.read_bytes()) for path in folder.rglob("*.html.gz")}


# Pages of a running NukeViet that are what these rules look for.
KNOWN = ("egov__flood.html", "other__users_login.html")


def missing() -> set[str]:
    """Those that it sent with status 404."""
    rows = (SHARED / "nukeviet" / "manifest.tsv").read_text("utf-8").splitlines() if SHARED.exists() else []
    return {row.split("\t")[0] for row in rows if row.split("\t")[3] == "404"}


@pytest.mark.parametrize("folder", [SHARED, FIXTURES], ids=["shared", "fixtures"])
def test_no_real_page_is_taken_for_a_notice(folder: Path) -> None:
    if not folder.exists():
        pytest.skip("the real pages lie outside the project")
    found = bodies(folder)
    assert len(found) >= 4
    wrong = []
    expected = missing() | set(KNOWN)
    for name, body in found.items():
        if Path(name).name in expected:
            continue
        try:
            notice = alone(body) or framed(read(body))
        except EmptyPageError:
            continue  # the body of a redirect
        if notice is not None:
            wrong.append((name, notice))
    assert wrong == []
