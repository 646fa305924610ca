"""``scrapy read``: one page from a file or fetched, its record on stdout, its rules on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawling import FAST, ROOT, crawl, scrapy
from tests.practice import Portal, serve

FIXTURE = Path("tests/fixtures/hoabinh/boxes-and-halves")
EXPLAINED = (
    *("id", "canonical_url", "title", "authors", "date_published", "date_modified", "section", "summary", "body"),
    *("images", "attachments", "other_news", "document_refs", "language", "repairs"),
)


def test_a_stored_page_gives_its_golden_record() -> None:
    meta = json.loads((FIXTURE / "meta.json").read_text("utf-8"))
    golden = json.loads((FIXTURE / "expected.json").read_text("utf-8"))
    done = scrapy("read", str(FIXTURE / "page.html"), "--base-url", meta["url"])
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1, "a line for a pipe"
    assert {field: record[field] for field in golden} == golden


def test_each_field_says_its_rule() -> None:
    meta = json.loads((FIXTURE / "meta.json").read_text("utf-8"))
    done = scrapy("read", str(FIXTURE / "page.html"), "--base-url", meta["url"], "--explain")
    rows = {cells[1]: cells[2:5] for line in done.stderr.splitlines() if len(cells := cells_of(line)) > 4 and cells[1]}
    record = json.loads(done.stdout)
    filled = {field for field in EXPLAINED if record[field]}
    assert all(rows[field][0] not in ("", "nothing found") for field in filled), done.stderr
    assert rows["title"][1] == "line 7, h1#titleDetail"
    assert rows["date_published"][2] == record["date_raw"]
    assert "nothing found" in done.stderr
    assert rows.keys() >= set(EXPLAINED)


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("│")]


def test_a_file_without_an_address_gets_one_that_leads_nowhere(tmp_path: Path) -> None:
    page = tmp_path / "bài viết.html"
    page.write_bytes((ROOT / FIXTURE / "page.html").read_bytes())
    done = scrapy("read", str(page))
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["url"] == "http://file.invalid/b%C3%A0i%20vi%E1%BA%BFt.html"
    assert record["source"] == "portal_file_invalid"
    golden = json.loads((ROOT / FIXTURE / "expected.json").read_text("utf-8"))
    assert (record["title"], record["body"]) == (golden["title"], golden["body"])


def test_several_files_give_a_record_a_line_and_the_worst_gives_the_status(tmp_path: Path) -> None:
    page, empty = FIXTURE / "page.html", tmp_path / "empty.html"
    empty.write_text("<h1>Danh mục</h1>", "utf-8")
    done = scrapy("read", str(page), str(empty), str(page))
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(records)) == (3, 2)
    assert records[0]["title"] == records[1]["title"]
    assert done.stderr.count("\n") == 1
    assert "empty.html" in done.stderr


def test_standard_input_is_a_page(tmp_path: Path) -> None:
    meta = json.loads((FIXTURE / "meta.json").read_text("utf-8"))
    golden = json.loads((FIXTURE / "expected.json").read_text("utf-8"))
    command = [sys.executable, "-m", "scrapy", "read", "-", "--base-url", meta["url"]]
    with (ROOT / FIXTURE / "page.html").open("rb") as page:
        done = subprocess.run(command, stdin=page, capture_output=True, cwd=ROOT, check=True)
    record = json.loads(done.stdout)
    assert {field: record[field] for field in golden} == golden


def test_nothing_is_written(tmp_path: Path) -> None:
    scrapy("read", str(FIXTURE / "page.html"), "-s", f"OUTPUT_DIR={tmp_path}")
    assert list(tmp_path.iterdir()) == []


def test_a_fetched_page_gives_the_record_of_a_crawl(tmp_path: Path) -> None:
    portal = Portal("stp_travinh", "modern", articles=4, traps=False)
    crawled = crawl(portal, tmp_path).records[0]
    with serve(portal) as server:
        path = crawled["url"].split("/", 3)[3]
        done = scrapy("read", f"{server.base_url.rstrip('/')}/{path}", *FAST)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    same = ("title", "body", "authors", "section", "summary", "content_hash", "simhash", "language", "document_refs")
    assert {field: record[field] for field in same} == {field: crawled[field] for field in same}


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ((), 2, "Name files, one address, or -"),
        (("http://x.vn/1", "http://x.vn/2"), 2, "An address is read alone"),
        ((str(FIXTURE / "page.html"), "no/such/file.html"), 2, "No such file"),
        ((str(FIXTURE / "page.html"), "-", "--base-url", "http://x.vn/"), 2, "the address of one page"),
        (("no/such/file.html",), 2, "No such file"),
        ((str(FIXTURE / "page.html"), "--base-url", "tin-tuc"), 2, "--base-url must be"),
        ((str(FIXTURE / "page.html"), "--base-url", "http://x.vn:port/"), 2, "--base-url must be"),
        ((str(FIXTURE / "page.html"), "--base-url", f"http://x.vn/{'a' * 5_000}"), 3, "Not the address of a page"),
        (("ftp://x.vn/tin-1.html",), 2, "must be an http or https address"),
        (("http://x.vn/tin-1.html", "--base-url", "http://x.vn/"), 2, "--base-url is for files"),
        (("http://127.0.0.1:9/tin-1.html", "-s", "RETRY_ENABLED=0"), 1, "Not fetched"),
        (("tests/fixtures/hoabinh/boxes-and-halves/meta.json",), 3, "No "),
    ],
)
def test_what_goes_wrong_is_said_in_a_word(arguments: tuple[str, ...], status: int, message: str) -> None:
    done = scrapy("read", *arguments)
    assert done.returncode == status, done.stderr
    assert message in done.stdout + done.stderr
    assert status == 1 or "Traceback" not in done.stderr  # Scrapy's robots.txt middleware logs one for a dead host


def test_a_list_is_no_article(tmp_path: Path) -> None:
    page = tmp_path / "list.html"
    entries = "".join(
        f"<div><a href='/tin/hoi-nghi-so-ket-lan-thu-{i}-cua-xa-{1000 + i}.html'>Hội nghị sơ kết lần thứ {i} của xã</a>"
        f"<p>Sáng ngày {i + 1}, xã tổ chức hội nghị sơ kết công tác sáu tháng đầu năm với đông đủ đảng viên.</p></div>"
        for i in range(8)
    )
    page.write_text(f"<h1>Tin tức và sự kiện của xã nhà</h1><div>{entries}</div>", "utf-8")
    done = scrapy("read", str(page), "--base-url", "http://x.vn/tin-tuc")
    assert done.returncode == 3, done.stdout
    assert "lists articles" in done.stderr


def test_a_page_whose_text_a_script_loads_needs_a_browser(tmp_path: Path) -> None:
    page = tmp_path / "app.html"
    page.write_text('<title>Tin tức</title><div id="root"></div><script src="/app.js"></script>', "utf-8")
    done = scrapy("read", str(page))
    assert done.returncode == 3
    assert done.stderr == "Needs a browser, a script loads its text: http://file.invalid/app.html\n"


def test_letters_of_another_charset_are_listed_as_repaired(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    text = "S¸ng nay, ñy ban nh©n d©n tØnh häp b¸o vÒ mïa lÔ héi s¾p tíi, cã h¬n mét tr¨m ®¹i biÓu tham dù."
    page.write_text(f"<title>Hội làng mở lại</title><h1>Hội làng mở lại</h1><p>12/06/2023</p><p>{text}</p>", "utf-8")
    record = json.loads(scrapy("read", str(page)).stdout)
    assert record["body"].startswith("Sáng nay, Ủy ban nhân dân tỉnh họp báo")
    assert record["repairs"] == ["TCVN3→Unicode"]
