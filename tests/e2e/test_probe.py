"""``scrapy probe URL``: what it says of a site against the truth, its exit statuses, and the source that it writes."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import ssl
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from scraper.fixtures import differences
from tests.crawling import FAST, ROOT, read_lines, scrapy
from tests.e2e.certificates import certificate
from tests.hostile.server import Hostile, article, fixed, redirect, reply
from tests.portals.served import served
from tests.portals.test_portals import NAMES as SITES
from tests.practice import Portal, serve

HERE = "127.0.0.1"
# Those that differ most in their pagers; all of them, and more practice portals, in the long form.
IS_LONG = bool(os.environ.get("ALL_PORTALS"))
PORTALS = SITES if IS_LONG else ("number_bai", "vendor_truongchinhtri", "asp_detail")
PRACTICE = [("dukcqdn_longan", "cards", 40), ("stp_travinh", "tables", 40)] + IS_LONG * [
    ("dukcqdn_travinh", "word", 40),
    ("hoabinh", "portlet", 40),
    ("hoabinh", "modern", 150),
    ("dukcqdn_longan", "wcm", 40),
    ("dukcqdn_longan", "word", 150),
]
CRAWLED_TWICE = SITES if IS_LONG else ("drupal_bandantoc",)
RUFF = (sys.executable, "-m", "ruff")


def probe(url: str, folder: Path, *arguments: str) -> tuple[int, dict[str, Any], str]:
    """Exit status, findings and stderr of a probe; nothing may come into ``folder``."""
    done = scrapy("probe", url, "--json", "-s", f"OUTPUT_DIR={folder / 'output'}", *FAST, *arguments)
    assert "Traceback" not in done.stderr
    assert not (folder / "output").exists()
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


@pytest.mark.parametrize(
    ("name", "cms", "sections", "always"),
    [
        ("wp_congdoan", "wordpress", 5, ("title", "body", "date_published", "section", "images", "other_news")),
        ("joomla_mattran", "joomla", 4, ("title", "body", "date_published", "section")),
        ("dnn_sokhcn", "dotnetnuke", 5, ("title", "body", "date_published", "section")),
    ],
)
def test_what_it_says_of_a_small_portal_is_true(
    name: str, cms: str, sections: int, always: tuple[str, ...], tmp_path: Path
) -> None:
    with served(import_module(f"tests.portals.sites.{name}").build) as (portal, requests):
        status, found, _ = probe(portal.start, tmp_path)
        count = len(portal.truth)
    assert (status, found["reasons"]) == (0, [])
    assert len(requests) == found["requests"] <= 60
    assert found["cms"]["name"] == cms
    assert any("generator" in line for line in found["cms"]["evidence"])
    assert 25 <= found["articles"] <= count
    assert_near(found, count)
    assert all(found["filled"][field] == 1.0 for field in always)
    assert len(found["sections"]) == sections
    assert found["undecided"] == found["needs_browser"] == []
    assert max(found["shapes"], key=lambda shape: shape["articles"])["example"].startswith(portal.start)
    assert len(found["records"]) == 3


def assert_near(found: dict[str, Any], count: int) -> None:
    """The range holds the true number of articles and is narrow; the counts add up."""
    low, high = found["size"]["low"], found["size"]["high"]
    assert low <= count <= high <= 1.5 * low
    assert sum(found["answers"].values()) == found["requests"]
    assert sum(shape["read"] for shape in found["shapes"]) == found["pages"]
    for shape in found["shapes"]:
        assert shape["read"] == shape["articles"] + shape["lists"] + shape["others"]
    assert found["answers"]["articles"] == found["articles"]
    assert sum(one["read"] for one in found["lists"]) == found["answers"].get("lists", 0)


@pytest.mark.parametrize("name", PORTALS)
def test_the_true_number_of_articles_is_in_the_range(name: str, tmp_path: Path) -> None:
    with served(import_module(f"tests.portals.sites.{name}").build) as (portal, _):
        _, found, _ = probe(portal.start, tmp_path)
        assert_near(found, len(portal.truth))


@pytest.mark.parametrize(("source", "skin", "articles"), PRACTICE)
def test_the_true_number_of_articles_is_in_the_range_of_a_practice_portal(
    source: str, skin: str, articles: int, tmp_path: Path
) -> None:
    with serve(Portal(source, skin, articles=articles)) as server:
        _, found, _ = probe(server.base_url, tmp_path)
        requests = len(server.requests)
    assert_near(found, articles)
    assert found["requests"] == requests


@pytest.mark.parametrize("name", CRAWLED_TWICE)
def test_an_hourly_run_sends_about_as_many_requests_as_was_said(name: str, tmp_path: Path) -> None:
    with served(import_module(f"tests.portals.sites.{name}").build) as (portal, requests):
        _, found, _ = probe(portal.start, tmp_path)
        for _ in range(2):
            before = len(requests)
            done = scrapy("crawl", "portal", "-a", f"base_url={portal.start}", "-s", f"OUTPUT_DIR={tmp_path}", *FAST)
            assert done.returncode == 0, done.stderr[-2000:]
        second = len(requests) - before
    assert 0.7 * second <= found["times"]["hourly_requests"] <= 1.3 * second


def test_sections_are_lists(tmp_path: Path) -> None:
    with served(import_module("tests.portals.sites.vendor_truongchinhtri").build) as (portal, _):
        _, found, _ = probe(portal.start, tmp_path)
    names = {section["name"].lower() for section in found["sections"]}
    assert "hoạt động nhà trường" in names
    assert names.isdisjoint({"liên hệ", "giới thiệu", "cơ cấu tổ chức"})


def test_a_probe_shares_the_pace_of_crawls_and_writes_nothing_of_a_source(tmp_path: Path) -> None:
    output = ("-s", f"OUTPUT_DIR={tmp_path}")
    with serve(Portal("stp_travinh", "modern", articles=5, traps=False)) as server:
        crawled = scrapy("crawl", "stp_travinh", "-a", f"base_url={server.base_url}", *output, *FAST)
        assert crawled.returncode == 0, crawled.stderr[-2000:]
        files, before, asked = sorted(tmp_path.rglob("*")), tables_of(tmp_path), len(server.requests)
        done = scrapy("probe", server.base_url, "--json", *output, *FAST)
        assert done.returncode == 0, done.stderr
        sent = len(server.requests) - asked
    assert sent == json.loads(done.stdout)["requests"] > 5
    assert sorted(tmp_path.rglob("*")) == files
    after = tables_of(tmp_path)
    (host_before,), (host_after,) = before.pop("host_days"), after.pop("host_days")
    assert host_after[-1] - host_before[-1] == sent
    assert before.pop("hosts") != after.pop("hosts")
    assert before == after
    assert before["articles"]


def tables_of(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the state file, by table."""
    with closing(sqlite3.connect(folder / "state.sqlite3")) as opened:
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: opened.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def test_probe_undecided_and_review_give_the_same_reason(tmp_path: Path) -> None:
    # A page with the form of an article, and nothing that decides it.
    folder = ("-s", f"OUTPUT_DIR={tmp_path / 'out'}", "-s", f"WARC_DIR={tmp_path / 'warc'}")
    with serve(Portal("stp_travinh", "modern", articles=6)) as server:
        _, found, _ = probe(server.base_url, tmp_path / "probe", "--pages", "200")
        done = scrapy("crawl", "stp_travinh", "-a", f"base_url={server.base_url}", *folder, *FAST)
        assert done.returncode == 0, done.stderr[-2000:]
    listed = scrapy("undecided", "stp_travinh", *folder)
    reviewed = scrapy("review", "stp_travinh", *folder)
    assert reviewed.returncode == 0, reviewed.stderr
    page = (tmp_path / "out" / "review" / "stp_travinh" / "index.html").read_text("utf-8")
    lines = [line.split("\t") for line in listed.stdout.splitlines()]
    assert lines
    assert {(one["url"], one["reason"]) for one in found["undecided"]} == {(url, reason) for url, _, reason in lines}
    for _, _, reason in lines:
        assert f"undecided: {reason}" in page
        assert f"<b>undecided</b>: {reason}" in page


def test_a_site_that_is_smaller_than_a_probe_is_counted(tmp_path: Path) -> None:
    portal = Portal("hoabinh", "modern", articles=6, traps=False)
    with serve(portal) as server:
        status, found, _ = probe(server.base_url, tmp_path, "--pages", "200")
    assert status == 0
    assert (found["size"]["low"], found["size"]["high"], found["size"]["is_whole"]) == (6, 6, True)
    assert found["cms"]["addresses"]["com_soft"] == 6


def test_fewer_pages_are_fewer_requests(tmp_path: Path) -> None:
    with serve(Portal("stp_travinh", "modern", articles=40)) as server:
        status, found, _ = probe(server.base_url, tmp_path, "--pages", "15")
        assert len(server.requests) <= 15
    assert status == 0
    assert found["articles"] >= 4


def test_the_table_has_80_columns_and_names_all_parts(tmp_path: Path) -> None:
    with serve(Portal("dukcqdn_travinh", "tables", articles=30)) as server:
        done = scrapy("probe", server.base_url, *FAST, "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    for part in ("CMS", "robots.txt", "first walk", "Shapes of addresses", "Lists, feeds and sitemaps", "Records"):
        assert part in done.stdout
    assert done.stdout.rstrip().endswith("It would make a good source.")


def test_a_site_that_forbids_crawlers_is_no_source(tmp_path: Path) -> None:
    with Hostile() as site:
        site.answers["/robots.txt"] = fixed(reply(b"User-agent: *\nDisallow: /\n", kind="text/plain"))
        site.answers["/"] = fixed(reply(article()))
        status, found, _ = probe(f"{site.base_url}/", tmp_path)
        assert "/" not in [request.split()[-1] for request in site.requests]
    assert status == 3
    assert found["reasons"] == [f"robots.txt forbids {site.base_url}/ to this crawler"]
    assert found["robots"]["disallowed"] == ["/"]


def test_a_site_that_a_script_draws_needs_a_browser(tmp_path: Path) -> None:
    shell = '<title>Tin tức</title><div id="root"></div><script src="/app.js"></script><a href="/tin-{}.html"></a>'
    with Hostile() as site:
        for number, path in enumerate(("/", "/tin-1.html", "/tin-2.html"), 1):
            site.answers[path] = fixed(reply(shell.format(number).encode()))
        status, found, _ = probe(f"{site.base_url}/", tmp_path)
    assert status == 3
    assert len(found["needs_browser"]) == 3
    assert "need a browser: a script loads their text" in found["reasons"][0]


def test_a_broken_certificate_is_told_with_the_option_that_reads_it(tmp_path: Path) -> None:
    late = certificate("late", host=HERE, days=(-9, -2))
    (tmp_path / "late.pem").write_bytes(late.pem + late.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "late.pem")

    class Encrypted(Hostile):
        def serve(self, connection: Any) -> None:
            with context.wrap_socket(connection, server_side=True) as encrypted:
                super().serve(encrypted)

    with Encrypted() as site:
        site.answers["/"] = fixed(reply(article()))
        url = f"https://{HERE}:{site.port}/"
        status, found, words = probe(url, tmp_path)
        assert (status, found) == (1, {})
        assert words.startswith(f"Nothing was fetched of {url}: ")
        assert 'tls = "unverified" in the source, or -s TLS=unverified, reads it nevertheless' in words
        assert len(words.splitlines()) == 1
        status, found, _ = probe(url, tmp_path, "-s", "TLS=unverified")
        assert found["pages"] == 1


def test_a_front_page_that_leads_to_another_host_is_told(tmp_path: Path) -> None:
    with Hostile() as site:
        other = f"http://localhost:{site.port}/"
        site.answers["/"] = redirect(other)
        status, _, words = probe(f"{site.base_url}/", tmp_path)
    assert status == 1
    assert f"not this source's host: {other}; if the site has moved there, probe that address" in words


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((), 2, "Name one address"),
        (("https://a.vn/", "https://b.vn/"), 2, "Name one address"),
        (("ftp://a.vn/",), 2, "The address must be like https://HOST/"),
        (("a.vn",), 2, "The address must be like https://HOST/"),
        (("http://127.0.0.1:9/", "--pages", "no"), 2, "--pages must be a number from 5 to 1000"),
        (("http://127.0.0.1:9/", "--pages", "4"), 2, "--pages must be a number from 5 to 1000"),
        (("http://127.0.0.1:9/", "--save", "Sở"), 2, "A source's name has small letters"),
        (("http://127.0.0.1:9/", "--save", "hoabinh"), 2, "choose another name"),
        (("https://a.gov.vn/",), 2, "offices want to know who reads them"),
        (("http://127.0.0.1:9/", "-s", "RETRY_ENABLED=0"), 1, "Nothing was fetched of http://127.0.0.1:9/: "),
    ],
)
def test_what_goes_wrong_is_one_sentence(arguments: tuple[str, ...], status: int, words: str) -> None:
    done = scrapy("probe", *arguments)
    assert done.returncode == status, done.stderr
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


# A project of somebody's own.


def in_project(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"}
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    spiders = tmp_path / "mine" / "spiders"
    spiders.mkdir(parents=True)
    for package in (spiders, spiders.parent):
        (package / "__init__.py").write_text('"""Mine."""\n', "utf-8")
    settings = 'from scraper.settings import *\nSPIDER_MODULES = ["mine.spiders", "scraper.spiders"]\n'
    (spiders.parent / "settings.py").write_text(f'{settings}NEWSPIDER_MODULE = "mine.spiders"\n', "utf-8")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = mine.settings\n", "utf-8")
    return tmp_path


def assert_clean(path: Path) -> None:
    for arguments in (("check",), ("format", "--check")):
        done = subprocess.run(
            [*RUFF, *arguments, "--config", str(ROOT / "pyproject.toml"), str(path)], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout.decode()


def test_a_probe_writes_a_source_that_crawls_and_fixtures_that_pass(project: Path) -> None:
    path = project / "mine" / "spiders" / "congdoan.py"
    with served(import_module("tests.portals.sites.wp_congdoan").build) as (portal, _):
        saved = in_project(project, "probe", portal.start, "--save", "congdoan", *FAST)
        assert saved.returncode == 0, saved.stderr
        assert_clean(path)
        text = path.read_text("utf-8")
        assert f'home = "{portal.start}"' in text
        assert '"body": 0.8' in text
        assert re.search(r'"CMS": "wordpress, on \d{4}-\d\d-\d\d: meta generator: WordPress', text)
        folders = sorted((project / "tests" / "fixtures" / "congdoan").iterdir())
        kinds = [json.loads((folder / "meta.json").read_text("utf-8"))["type"] for folder in folders]
        assert [kinds.count(kind) for kind in ("article", "list", "other")] == [6, 2, 1]
        checked = in_project(project, "check", "congdoan")
        assert checked.returncode == 0, checked.stderr
        crawled = in_project(project, "crawl", "congdoan", "-a", f"base_url={portal.start}", *FAST)
        assert crawled.returncode == 0, crawled.stderr[-2000:]
        records = {record["url"]: record for record in read_lines(project / "output" / "congdoan.jsonl")}
        assert len(records) == len(portal.truth)
        for folder in folders:
            if (folder / "expected.json").exists():
                expected = json.loads((folder / "expected.json").read_text("utf-8"))
                assert differences(expected, records[expected["url"]]) == []
        again = in_project(project, "probe", portal.start, "--save", "congdoan", *FAST)
    assert again.returncode == 2
    assert "exists already; choose another name" in again.stderr
    assert path.read_text("utf-8") == text


def test_what_is_no_good_source_is_not_saved(project: Path) -> None:
    with Hostile() as site:
        site.answers["/robots.txt"] = fixed(reply(b"User-agent: *\nDisallow: /\n", kind="text/plain"))
        done = in_project(project, "probe", f"{site.base_url}/", "--save", "closed", *FAST)
    assert done.returncode == 3
    assert "Nothing is saved; scrapy genspider -t portal closed" in done.stderr
    assert not (project / "mine" / "spiders" / "closed.py").exists()


def test_genspider_writes_the_same_form_without_a_network(project: Path) -> None:
    path = project / "mine" / "spiders" / "sxd_vidu.py"
    made = in_project(project, "genspider", "-t", "portal", "sxd_vidu", "sxd.vidu.gov.vn")
    assert made.returncode == 0, made.stderr
    assert_clean(path)
    assert 'home = "https://sxd.vidu.gov.vn/"' in path.read_text("utf-8")
    assert "sxd_vidu" in in_project(project, "list").stdout.split()
    assert "portal" in in_project(project, "genspider", "--list").stdout.split()
    again = in_project(project, "genspider", "-t", "portal", "sxd_vidu", "sxd.vidu.gov.vn")
    assert again.returncode == 2
    with serve(Portal("stp_travinh", "modern", articles=5, traps=False)) as server:
        crawled = in_project(project, "crawl", "sxd_vidu", "-a", f"base_url={server.base_url}", *FAST)
    assert crawled.returncode == 0, crawled.stderr[-2000:]
    assert len(read_lines(project / "output" / "sxd_vidu.jsonl")) == 5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Sxd-vidu", "x.vn"), "small letters"),
        (("class", "x.vn"), "small letters"),
        (("sxd",), "Give name and address"),
    ],
)
def test_genspider_refuses_what_is_no_name(arguments: tuple[str, ...], words: str, project: Path) -> None:
    done = in_project(project, "genspider", "-t", "portal", *arguments)
    assert done.returncode == 2
    assert words in done.stdout + done.stderr


def test_scrapys_own_templates_are_as_before(project: Path) -> None:
    done = in_project(project, "genspider", "plain", "example.org")
    assert done.returncode == 0, done.stderr
    assert "start_urls" in (project / "mine" / "spiders" / "plain.py").read_text("utf-8")
