"""``scrapy web`` as a process, and what a person does with it in a browser."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser import CHROMIUM, NO_CHROMIUM, Tab, chromium
from tests.crawling import ROOT, TIMEOUT, crawl, scrapy
from tests.index.logs import append, id_of
from tests.practice import Portal
from tests.web.articles import HOSTILE_BODY, HOSTILE_TITLE, OPENED, all_records
from tests.web.serving import RunningWeb, index

WINDOWS = [(width, dark) for width in (1280, 400) for dark in (False, True)]
in_browser = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
TOKEN = "sixteen characters"
# Seconds; only against hanging.
PATIENCE = float(os.environ.get("WEB_PATIENCE", "120"))


@dataclass(frozen=True)
class WebProcess:
    """``scrapy web`` in a process of its own."""

    process: subprocess.Popen[str]
    url: str
    """Without a slash at its end."""

    @property
    def http(self) -> RunningWeb:
        host, _, port = self.url.removeprefix("http://").rpartition(":")
        return RunningWeb(host, int(port))


@contextmanager
def scrapy_web(folder: Path, *arguments: str, **environment: str) -> Iterator[WebProcess]:
    command = [sys.executable, "-m", "scrapy", "web", "--port", "0", "-s", f"OUTPUT_DIR={folder}", *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address), process.communicate(timeout=TIMEOUT)
        yield WebProcess(process, address.rstrip("/"))
    finally:
        process.kill()
        process.communicate(timeout=TIMEOUT)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a crawl with an archive, and some records of ours, indexed."""
    folder = tmp_path_factory.mktemp("made")
    run = crawl(Portal("stp_travinh", articles=12, traps=False), folder, "-s", f"WARC_DIR={folder / 'warc'}")
    assert run.status == 0
    for each in all_records():
        append(folder / f"{each['source']}.jsonl", [each])
    index(folder)
    return folder


@pytest.fixture(scope="module")
def web(made: Path) -> Iterator[WebProcess]:
    with scrapy_web(made, "-s", f"WARC_DIR={made / 'warc'}") as found:
        yield found


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as found:
        yield found


# The command.


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_also_with_open_connections(tmp_path: Path, number: signal.Signals) -> None:
    with scrapy_web(tmp_path) as web:
        assert web.http.get("/").status == 503
        with socket.create_connection((web.http.host, web.http.port)):
            web.process.send_signal(number)
            _, printed = web.process.communicate(timeout=TIMEOUT)
    assert web.process.returncode == 0
    assert "Traceback" not in printed
    assert "run scrapy index" in printed


def test_sources_articles_and_archived_pages_of_a_crawl(web: WebProcess) -> None:
    sources = web.http.get("/api/sources").json
    (one,) = sources["sources"]
    assert (one["name"], one["written"], one["ended"]) == ("stp_travinh", 12, "ok")
    page = web.http.get("/sources").text
    assert "stp_travinh" in page
    hits = web.http.get("/api/search?source=stp_travinh&limit=100").json["hits"]
    archived = [hit["id"] for hit in hits if web.http.get(f"/api/article/{hit['id']}").json["is_archived"]]
    assert len(archived) == 12
    reply = web.http.get(f"/article/{archived[0]}/archived")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<html" in reply.text.lower()


def test_other_machines_need_a_token(tmp_path: Path) -> None:
    done = scrapy("web", "--host", "0.0.0.0", "--port", "0", "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 2
    assert "SCRAPER_WEB_TOKEN" in done.stderr
    done = scrapy("web", "-s", "WEB_TOKEN=short", "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 2
    assert "at least 16" in done.stderr


def test_a_token_of_the_environment_counts(made: Path) -> None:
    with scrapy_web(made, SCRAPER_WEB_TOKEN=TOKEN) as web:
        assert web.http.get("/api/search").status == 401
        assert web.http.get("/api/search", Authorization=f"Bearer {TOKEN}").status == 200


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        (["--port", "65536"], 2, "--port"),
        (["words"], 2, "options only"),
        (["--index", "postgresql://x"], 2, "which file"),
        (["--host", "192.0.2.1", "-s", f"WEB_TOKEN={TOKEN}"], 1, "Cannot listen on 192.0.2.1"),
        (["--host", "no such name", "-s", f"WEB_TOKEN={TOKEN}"], 1, "Cannot listen"),
    ],
)
def test_wrong_usage_is_said(tmp_path: Path, arguments: list[str], status: int, text: str) -> None:
    done = scrapy("web", *arguments, "-s", f"OUTPUT_DIR={tmp_path}")
    assert (done.returncode, done.stdout) == (status, "")
    assert text in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = scrapy("web", "--port", str(port), "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 1
    assert f"port {port}" in done.stderr


@pytest.mark.parametrize("package", ["starlette", "uvicorn", "jinja2"])
def test_without_the_extra_it_says_which(tmp_path: Path, package: str) -> None:
    hidden = tmp_path / package
    hidden.mkdir()
    (hidden / "__init__.py").write_text(f"raise ModuleNotFoundError(\"No module named '{package}'\")")
    command = [sys.executable, "-m", "scrapy", "web", "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=TIMEOUT)
    assert done.returncode == 2
    assert f"No module named '{package}'" in done.stderr
    assert "pip install '.[web]'" in done.stderr


# In a browser.


def until(tab: Tab, script: str) -> Any:
    """Wait for something in the page; a page that is being replaced has no value."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if value := tab.run(script):
                return value
        except AssertionError:
            pass
        time.sleep(0.02)
    raise AssertionError(f"not reached: {script}")


def is_at(tab: Tab, path: str) -> None:
    until(tab, f"document.readyState == 'complete' && location.pathname + location.search == {path!r}")


STATUS = "document.getElementById('status')?.textContent"
FOCUS = "document.activeElement.textContent.trim()"
FIRST = "document.querySelector('.hit h2 a')?.textContent"


@in_browser
def test_type_filter_open_and_go_back(web: WebProcess, tab: Tab) -> None:
    total = web.http.get("/api/search?q=chuyen doi so").json["total"]
    tab.open(web.url)
    assert tab.run("document.activeElement.id") == "q"
    for word in ("chuyen", " doi", " so"):
        tab.type(word)
    until(tab, f"{STATUS} == '{total} articles' && location.search == '?q=chuyen+doi+so'")
    assert tab.run("document.title").startswith("chuyen doi so")
    assert tab.run("document.querySelectorAll('.hits mark').length") > 0
    tab.run("[...document.querySelectorAll('aside a')].find((a) => a.textContent.includes('hoabinh')).click()")
    is_at(tab, "/?q=chuyen+doi+so&source=hoabinh")
    assert tab.run(STATUS) == "1 article"
    tab.run("document.querySelector('.hit h2 a').click()")
    is_at(tab, f"/article/{id_of('hoabinh', 'opened')}?q=chuyen+doi+so&source=hoabinh")
    assert tab.run("document.querySelector('h1').textContent") == f"{OPENED} năm 2025"
    assert tab.run("document.querySelectorAll('article mark').length") > 2
    tab.run("history.back()")
    is_at(tab, "/?q=chuyen+doi+so&source=hoabinh")
    until(tab, f"{FOCUS} == '{OPENED} năm 2025'")
    tab.run("history.back()")
    is_at(tab, "/?q=chuyen+doi+so")
    assert tab.run(STATUS) == f"{total} articles"
    tab.run("history.back()")
    is_at(tab, "/")
    until(tab, "document.getElementById('q').value == ''")
    assert tab.refused == []


@in_browser
def test_the_keyboard_alone(web: WebProcess, tab: Tab) -> None:
    sources = "&source=hoabinh&source=stp_travinh"
    total = web.http.get(f"/api/search?q=khai mạc{sources}").json["total"]
    tab.open(f"{web.url}/?q={quote('hội nghị')}{sources}")
    tab.press("/")
    assert tab.run("document.activeElement.id") == "q"
    tab.type("khai mạc")
    until(tab, f"location.search.includes('khai') && {STATUS} == '{total} articles'")
    titles = tab.run("[...document.querySelectorAll('.hit h2 a')].map((a) => a.textContent)")
    tab.press("ArrowDown")
    assert tab.run(FOCUS) == titles[0]
    assert tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.press("k")
    assert tab.run("document.activeElement.id") == "q"
    tab.press("Escape")
    assert tab.run(FOCUS) == titles[0]
    for key in ("j", "ArrowDown", "ArrowUp", "j", "k", "j"):
        tab.press(key)
    opened = tab.run(FOCUS)
    assert opened in titles[1:]
    tab.press("Enter")
    until(tab, "location.pathname.startsWith('/article/') && document.readyState == 'complete'")
    tab.press("Escape")
    until(tab, f"location.pathname == '/' && document.readyState == 'complete' && {FOCUS} == {opened!r}")
    tab.press("Enter")
    until(tab, "location.pathname.startsWith('/article/') && document.readyState == 'complete'")
    tab.press("/")
    is_at(tab, "/")


@in_browser
def test_escape_on_an_article_that_was_opened_by_its_address(web: WebProcess, tab: Tab) -> None:
    tab.open(f"{web.url}/article/{id_of('hoabinh', 'opened')}?q=hoi+nghi")
    tab.press("Escape")
    is_at(tab, "/?q=hoi+nghi")
    tab.open(f"{web.url}/article/{id_of('hoabinh', 'opened')}/versions")
    tab.press("Escape")
    is_at(tab, f"/article/{id_of('hoabinh', 'opened')}")


@in_browser
def test_enter_in_the_search_and_marks_of_what_is_wrong(web: WebProcess, tab: Tab) -> None:
    tab.open(f"{web.url}/?q=zz")
    tab.press("/")
    tab.type("source:nowhere")
    tab.press("Enter")
    until(tab, "document.querySelector('[role=alert]')?.textContent.includes('nowhere')")


@in_browser
def test_it_works_without_scripts(web: WebProcess, tab: Tab) -> None:
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(web.url)
        tab.type("khai mac source:hoabinh")
        tab.press("Enter")
        is_at(tab, "/?q=khai+mac+source%3Ahoabinh")
        assert tab.run(STATUS) == "1 article"
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)


@in_browser
def test_hostile_texts_stay_texts(web: WebProcess, tab: Tab) -> None:
    id_ = id_of("dukcqdn_longan", "hostile")
    for path in (
        f"/article/{id_}?q=so",
        "/?q=script",
        f"/article/{id_}/versions",
        "/?q=<script>document.title=1</script>",
    ):
        tab.open(web.url + quote(path, safe="/?=&"))
        assert not tab.run("document.title").startswith(("run", "1"))
        assert tab.run("document.querySelectorAll('main script, main img, main iframe, main i, main b').length") == 0
        assert tab.refused == []
    tab.open(f"{web.url}/article/{id_}")
    text = tab.run("document.querySelector('article').innerText")
    for shown in (HOSTILE_TITLE, *HOSTILE_BODY.split("\n\n")):
        assert re.sub("[\u202c\u202e]", lambda found: f"\\u{ord(found[0]):04x}", shown) in text
    tab.open(web.url)
    tab.type("script")
    until(tab, f"{FIRST} && location.search == '?q=script'")
    assert tab.run("document.querySelectorAll('main script, main b').length") == 0
    assert not tab.run("document.title").startswith("run")


@in_browser
@pytest.mark.parametrize(("width", "dark"), WINDOWS)
def test_every_page_fits_its_window_and_is_legible(web: WebProcess, tab: Tab, width: int, dark: bool) -> None:
    id_ = id_of("hoabinh", "opened")
    for path in (
        "/?q=hoi+nghi&source=hoabinh",
        f"/article/{id_}?q=hoi",
        f"/article/{id_}/versions",
        "/sources",
        "/?page=0",
    ):
        tab.open(web.url + path, width=width, dark=dark)
        assert tab.run("document.documentElement.scrollWidth") <= width
        assert tab.run(CONTRAST) >= 4.5, path
        assert {address.startswith(web.url) for address in tab.requested} == {True}


# The least contrast of a text with what is behind it, as WCAG computes it; 4.5 is what it asks for.
CONTRAST = """(() => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [.2126, .7152, .0722][place], 0);
  const behind = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return colour != 'rgba(0, 0, 0, 0)' || !element.parentElement ? colour : behind(element.parentElement);
  };
  const texts = [...document.querySelectorAll('main *')].filter((element) =>
    element.offsetParent && [...element.childNodes].some((node) => node.nodeType == 3 && node.data.trim()));
  return Math.min(...texts.map((element) => {
    const [one, other] = [light(getComputedStyle(element).color), light(behind(element))];
    return (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
  }));
})()"""
