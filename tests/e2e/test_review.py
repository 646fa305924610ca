"""``scrapy read --html`` and ``scrapy review``: what a person sees, and judges, in a browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from tests.browser import CHROMIUM, NO_CHROMIUM, Tab, chromium
from tests.crawling import FAST, crawl, scrapy
from tests.portals.served import served
from tests.practice import Portal, serve
from tests.replay.others import HOST, Capture, write
from tests.review import hostile

FIXTURE = Path("tests/fixtures/hoabinh/boxes-and-halves")
URL = json.loads((FIXTURE / "meta.json").read_text("utf-8"))["url"]
WINDOWS = [(width, dark) for width in (1280, 400) for dark in (False, True)]
in_browser = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as found:
        yield found


@dataclass(frozen=True)
class Crawled:
    """An archived crawl of a practice portal, and a look at it."""

    folder: Path
    records: list[dict[str, Any]]

    def review(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        archive = ("-s", f"WARC_DIR={self.folder / 'warc'}")
        return scrapy("review", "hoabinh", *archive, "-s", f"OUTPUT_DIR={self.folder / 'out'}", *arguments)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("crawled")
    run = crawl(Portal("hoabinh", articles=25), folder / "out", "-s", f"WARC_DIR={folder / 'warc'}")
    assert run.status == 0
    return Crawled(folder, run.records)


@pytest.fixture(scope="module")
def look(crawled: Crawled) -> Path:
    done = crawled.review("--to", str(crawled.folder / "look"))
    assert done.returncode == 0, done.stderr
    assert "20 pages, " in done.stdout
    return crawled.folder / "look" / "index.html"


def test_a_page_that_the_end_of_the_walk_decided_is_shown_so_and_not_as_doubtful(tmp_path: Path) -> None:
    settings = ("-s", f"WARC_DIR={tmp_path / 'warc'}", "-s", f"OUTPUT_DIR={tmp_path / 'out'}")
    with served(import_module("tests.portals.sites.drupal_bandantoc").build) as (portal, _):
        done = scrapy("crawl", "portal", "-a", f"base_url={portal.start}", *settings, *FAST)
        assert done.returncode == 0, done.stderr[-2000:]
        (log,) = (tmp_path / "out").glob("*.jsonl")
        seen = scrapy("review", log.stem, *settings, "--sample", "99", "--to", str(tmp_path / "look"))
        unknown = scrapy("review", log.stem, *settings, "-s", f"STATE_FILE={tmp_path / 'none'}", "--to", str(tmp_path))
    assert " 0 doubtful" in seen.stdout, seen.stderr
    text = (tmp_path / "look" / "index.html").read_text("utf-8")
    final = "no article, because only menus and the like link it, as they do pages about the office"
    assert text.count(f"— decided at the end of the walk: {final}") == 2
    assert f"Decided at the end of the walk: <b>{final}</b>" in text
    assert "What a walk decided" not in text
    assert "date of other news" in text
    assert " 2 doubtful" in unknown.stdout, unknown.stderr
    assert "What a walk decided at its end is not known" in (tmp_path / "index.html").read_text("utf-8")


# One page.


def test_a_page_is_written_beside_the_record(tmp_path: Path) -> None:
    file = tmp_path / "why.html"
    done = scrapy("read", str(FIXTURE / "page.html"), "--base-url", URL, "--html", str(file))
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    text = file.read_text("utf-8")
    assert record["title"] in text
    assert record["summary"] in text


def test_a_page_that_is_no_article_is_written_too(tmp_path: Path) -> None:
    page, file = tmp_path / "list.html", tmp_path / "why.html"
    page.write_text("<p>Danh sách</p>", "utf-8")
    done = scrapy("read", str(page), "--html", str(file))
    assert done.returncode == 3
    assert "<b>no article</b>: no title" in file.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    done = scrapy("read", str(FIXTURE / "page.html"), "--html", str(tmp_path / "no" / "why.html"))
    assert done.returncode == 1
    assert "why.html cannot be written (No such file or directory)" in done.stderr
    done = scrapy("read", str(FIXTURE / "page.html"), str(FIXTURE / "page.html"), "--html", str(tmp_path / "a.html"))
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "--html shows one page" in done.stderr


@in_browser
@pytest.mark.parametrize(("width", "dark"), WINDOWS)
def test_it_is_readable_in_each_window(tab: Tab, tmp_path: Path, width: int, dark: bool) -> None:
    file = tmp_path / "why.html"
    scrapy("read", str(FIXTURE / "page.html"), "--base-url", URL, "--html", str(file))
    tab.open(file.as_uri(), width=width, dark=dark)
    assert (tab.requested, tab.refused) == ([], [])
    assert tab.run("document.documentElement.scrollWidth") <= width, "nothing is cut at the side"
    back = tab.run("getComputedStyle(document.body).backgroundColor")
    assert back == ("rgb(22, 24, 27)" if dark else "rgb(255, 255, 255)")
    lines, record = (
        tab.run(f"document.querySelector('.{name}').getBoundingClientRect().toJSON()") for name in ("lines", "record")
    )
    if width == 1280:
        assert record["left"] >= lines["right"]
    else:
        assert record["top"] >= lines["bottom"]


@in_browser
def test_a_hostile_page_runs_and_requests_nothing(tab: Tab, tmp_path: Path) -> None:
    page, file = tmp_path / "page.html", tmp_path / "why.html"
    url, body = hostile.PAGE
    page.write_bytes(body)
    scrapy("read", str(page), "--base-url", url, "--html", str(file))
    tab.open(file.as_uri())
    assert tab.run("typeof attacked") == "undefined"
    assert (tab.requested, tab.refused) == ([], [])
    assert tab.run("document.querySelectorAll('script, img, iframe, style').length") == 1


# A look at a source.


def test_without_an_archive_one_sentence_says_so() -> None:
    done = scrapy("review", "hoabinh")
    assert done.returncode == 2
    assert "Without an archive there are no pages to show" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("hoabinh", "-s", "WARC_DIR=/no/such/folder"), "No such file or folder"),
        ((), "Name one source"),
        (("a", "b"), "Name one source"),
        (("hoabinh", "--sample", "0"), "--sample: at least 1"),
    ],
)
def test_wrong_usage_is_said_in_a_word(arguments: tuple[str, ...], message: str) -> None:
    done = scrapy("review", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_another_source_names_those_of_the_archive(crawled: Crawled) -> None:
    done = scrapy("review", "stp_travinh", "-s", f"WARC_DIR={crawled.folder / 'warc'}")
    assert done.returncode == 2
    assert "no page of stp_travinh. It has those of: hoabinh" in done.stderr


def test_what_changed_since_the_last_look_is_first(crawled: Crawled) -> None:
    folder = crawled.folder / "twice"
    assert crawled.review("--to", str(folder)).returncode == 0
    kept = json.loads((folder / "look.json").read_text("utf-8"))
    url = crawled.records[7]["url"]
    title = kept["pages"][url]["record"]["title"]
    kept["pages"][url]["record"] |= {"title": "Một tên cũ", "authors": ["Lê Cũ"]}
    (folder / "look.json").write_text(json.dumps(kept), "utf-8")
    done = crawled.review("--to", str(folder), "--sample", "3")
    assert "3 pages, " in done.stdout
    assert ", 1 changed since the last look" in done.stdout
    text = (folder / "index.html").read_text("utf-8")
    assert text.index("changed since the last look: title, authors") < text.index('id="page-1"')
    assert "<del>Một tên cũ</del>" in text
    assert f"<ins>{title}</ins>" in text
    assert ", 0 changed since the last look" in crawled.review("--to", str(folder)).stdout


def test_a_damaged_last_look_costs_the_comparison_alone(crawled: Crawled) -> None:
    folder = crawled.folder / "damaged"
    folder.mkdir()
    (folder / "look.json").write_text("{", "utf-8")
    done = crawled.review("--to", str(folder))
    assert done.returncode == 0
    assert "nothing is compared with the last look" in done.stderr
    assert "pages" in json.loads((folder / "look.json").read_text("utf-8"))


def test_a_folder_that_cannot_be_written_is_named(crawled: Crawled) -> None:
    (crawled.folder / "file").write_text("", "utf-8")
    done = crawled.review("--to", str(crawled.folder / "file" / "look"))
    assert done.returncode == 1
    assert "cannot be used (Not a directory)" in done.stderr
    assert "Traceback" not in done.stderr


@in_browser
@pytest.mark.parametrize(("width", "dark"), WINDOWS)
def test_the_list_is_readable_in_each_window(tab: Tab, look: Path, width: int, dark: bool) -> None:
    tab.open(look.as_uri(), width=width, dark=dark)
    assert (tab.requested, tab.refused) == ([], [])
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert tab.run("document.querySelectorAll('#list li').length") == 20
    tab.press("n")
    assert tab.run("document.documentElement.scrollWidth") <= width


@in_browser
def test_twenty_pages_are_judged_by_keys_alone(tab: Tab, look: Path, tmp_path: Path) -> None:
    tab.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    opened_anew(tab, look)
    assert where(tab) == "list; 0 judged"
    tab.press("n", "2", "w", "3", "w", "3", "w", "ArrowRight", "0", "w")
    assert where(tab) == "2 of 20; 2 judged"
    assert tab.run("scrollY") == 0, "the next page is shown from its beginning"
    tab.press("ArrowLeft", "p", "n", "n", "n", *"r" * 18)
    assert where(tab) == "list; 20 judged", "after the last page comes the list"
    tab.open("about:blank")
    tab.open(look.as_uri())
    assert where(tab) == "list; 20 judged", "marks are kept"
    tab.run("document.getElementById('save').click()")
    file = tmp_path / "marks.json"
    for _ in range(600):  # the browser writes it under another name first
        if not file.exists():
            sleep(0.1)
    marks = json.loads(file.read_text("utf-8"))
    assert (marks["format"], marks["source"], len(marks["pages"])) == (1, "hoabinh", 20)
    first, second, *rest = marks["pages"]
    assert (first["wrong"], first["right"]) == (["authors"], False)
    assert (second["wrong"], second["right"]) == (["decision"], False)
    assert all(page["right"] and not page["wrong"] for page in rest)
    assert all(set(page) == MARK for page in marks["pages"])
    assert all((look.parent.parent / "warc" / page["archive"]["file"]).exists() for page in marks["pages"])


MARK = {
    *("url", "archive", "fetched_at", "charset", "link_texts", "listed", "expected_article", "alone", "type"),
    *("decided", "right", "wrong"),
}


def opened_anew(tab: Tab, look: Path, page: str = "", width: int = 1280) -> None:
    """Open a look whose marks are forgotten."""
    tab.open(look.as_uri())
    tab.run("localStorage.clear()")
    tab.open("about:blank")  # the same address with another page in it would not be loaded again
    tab.open(look.as_uri() + page, width=width)


def where(tab: Tab) -> str:
    return str(tab.run("document.getElementById('where').textContent"))


@in_browser
def test_a_click_on_a_field_and_the_buttons_do_the_same(tab: Tab, look: Path) -> None:
    opened_anew(tab, look, "#page-3", width=400)
    tab.run("document.querySelector('#page-3 [data-field=decision]').click()")
    tab.run("document.getElementById('wrong').click()")
    assert where(tab) == "3 of 20; 1 judged"
    shown = "getComputedStyle(document.querySelector('#page-3 [data-field=decision]'), '::after').content"
    assert tab.run(shown) == '"✗ wrong"'
    tab.run("document.getElementById('right').click()")
    assert where(tab) == "4 of 20; 1 judged"
    tab.run("document.getElementById('to-list').click()")
    assert "✓ right" in tab.run("document.querySelector('[data-entry=\"3\"]').textContent")


# Archives that others wrote.

ATTACKS = (
    hostile.HTML,
    f"<title>{hostile.SAID}</title><p>{hostile.SAID}</p>",
    f"<ul>{''.join(f'<li><a href=/tin-{i}.html>{hostile.SAID} {i}</a></li>' for i in range(30))}</ul>",
    "<!doctype html>",
)


def others_review(folder: Path, *captures: Capture) -> subprocess.CompletedProcess[str]:
    (folder / "warc").mkdir()
    write(folder / "warc" / "a.warc.gz", captures)
    return scrapy("review", "hoabinh", "-s", f"WARC_DIR={folder / 'warc'}", "--to", str(folder))


@in_browser
def test_a_look_at_hostile_pages_runs_and_requests_nothing(tab: Tab, tmp_path: Path) -> None:
    name = "?x=%3C/script%3E'\"%3E%3Cimg%20src=x%20onerror=attacked=1%3E"
    captures = [
        Capture(f"{HOST}/tin-chi-tiet/-/bai-viet/hoi-lang-{i}-1000{i}-2032.html{name}", text.encode("utf-8", "replace"))
        for i, text in enumerate(ATTACKS)
    ]
    done = others_review(tmp_path, *captures)
    assert done.returncode == 0, done.stderr
    tab.open((tmp_path / "index.html").as_uri())
    tab.press("n", "1", "w", "n", "n", "r")
    assert tab.run("typeof attacked") == "undefined"
    assert (tab.requested, tab.refused) == ([], [])
    assert tab.run("document.querySelectorAll('script, img, iframe, style').length") == 2
    assert where(tab).startswith("4 of 4; 2 judged")


@in_browser
def test_the_site_itself_is_not_asked(tab: Tab, tmp_path: Path) -> None:
    portal = Portal("hoabinh", articles=4, traps=False)
    with serve(portal) as server:
        address = server.base_url + portal.truth[0].paths[0]
        file = tmp_path / "why.html"
        fast = ("-s", "DOWNLOAD_DELAY=0")
        assert scrapy("read", address, "--html", str(file), *fast).returncode == 0
        before = len(server.requests)
        tab.open(file.as_uri())
        assert "127.0.0.1" in tab.run("document.querySelector('.about a').href")
        assert len(server.requests) == before
