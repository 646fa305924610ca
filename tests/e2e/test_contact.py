"""No entry point of Scrapy asks a live host without a contact: each is started as users do, in a process of its own.

The hosts end in ``.invalid``, which no name server knows: an attempt to connect would be logged as another error.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawling import FAST, ROOT, scrapy
from tests.hostile.server import Hostile, article, fixed, redirect, reply

HOST = "cong.vidu.invalid"
SITE = f"http://{HOST}/"
WHY = "offices want to know who reads them"
# In the stats, if a name is asked for.
UNKNOWN = "CannotResolveHostError"
CONTACT = "our-crawler (+mailto:data@example.org)"
SECONDS = 120
HEADER = f"""
    async def start(self):
        yield scrapy.Request(self.start_urls[0], headers={{"User-Agent": "{CONTACT}"}})
"""
SPIDERS = {
    "Spider": """
import scrapy
class A(scrapy.Spider):
    name = "a"
    start_urls = [f"{site}?{{n}}" for n in range(20)]
    def parse(self, response):
        pass
""",
    "CrawlSpider": """
from scrapy.spiders import CrawlSpider
class A(CrawlSpider):
    name = "a"
    start_urls = ["{site}"]
""",
    "SitemapSpider": """
from scrapy.spiders import SitemapSpider
class A(SitemapSpider):
    name = "a"
    sitemap_urls = ["{site}sitemap.xml", "{site}robots.txt"]
""",
}
PROCESS = """
import sys
from scrapy.crawler import {process}
from scrapy.utils.project import get_project_settings
sys.path.insert(0, {folder!r})
import a
process = {process}(get_project_settings())
crawler = process.create_crawler(a.A)
process.crawl(crawler)
process.start()
print(crawler.stats.get_value("finish_reason"))
"""


def write(folder: Path, base: str = "Spider", site: str = SITE, more: str = "") -> Path:
    """A spider of somebody's own, as ``scrapy genspider`` makes it."""
    path = folder / "a.py"
    path.write_text(SPIDERS[base].replace("{site}", site).replace("{{n}}", "{n}") + more, "utf-8")
    return path


def check(log: str, *, refusals: int = 1) -> None:
    """Refused in one line, and nothing was resolved or connected to."""
    assert log.count(f"ERROR: {HOST} is not asked") == refusals, log
    assert WHY in log
    assert "Traceback" not in log
    assert UNKNOWN not in log
    assert "downloader/response_count" not in log


@pytest.mark.parametrize("base", SPIDERS)
@pytest.mark.parametrize("obey", ["1", "0"], ids=["robots", "free"])
def test_runspider(base: str, obey: str, tmp_path: Path) -> None:
    done = scrapy("runspider", str(write(tmp_path, base)), "-s", f"ROBOTSTXT_OBEY={obey}", *FAST)
    assert done.returncode == 2, done.stderr
    check(done.stderr)
    assert "'finish_reason': 'no_contact'" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("fetch", SITE),
        ("view", SITE),
        ("parse", SITE, "--spider", "portal", "-a", f"base_url={SITE}"),
        ("shell", SITE, "-c", "response"),
    ],
    ids=["fetch", "view", "parse", "shell"],
)
def test_commands_for_an_address(command: tuple[str, ...]) -> None:
    done = scrapy(*command, *FAST)
    assert done.returncode == 2, done.stderr
    assert done.stderr.count(f"ERROR: {HOST} is not asked") == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert UNKNOWN not in done.stderr


@pytest.mark.parametrize("process", ["CrawlerProcess", "AsyncCrawlerProcess"])
def test_a_script_with_a_process_of_its_own(process: str, tmp_path: Path) -> None:
    write(tmp_path)
    script = PROCESS.format(folder=str(tmp_path), process=process)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=SECONDS, check=False
    )
    assert done.stdout.strip() == "no_contact", done.stderr
    check(done.stderr)


def test_a_spider_made_by_genspider_is_refused(tmp_path: Path) -> None:
    spiders = tmp_path / "mine" / "spiders"
    spiders.mkdir(parents=True)
    for package in (spiders.parent, spiders):
        (package / "__init__.py").touch()
    settings = "from scraper.settings import *\nSPIDER_MODULES = ['mine.spiders']\nNEWSPIDER_MODULE = 'mine.spiders'\n"
    (spiders.parent / "settings.py").write_text(settings, "utf-8")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = mine.settings\n", "utf-8")
    environment = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": "/usr/bin:/bin"}
    for command in (("genspider", "-t", "basic", "a", HOST), ("crawl", "a")):
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *command],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
        assert bool(done.returncode) is (command[0] == "crawl"), done.stderr
    check(done.stderr)


def test_a_spider_of_a_project_is_refused_by_crawl(tmp_path: Path) -> None:
    write(tmp_path)
    settings = "from scraper.settings import *\nSPIDER_MODULES = ['a', 'scraper.spiders']\n"
    (tmp_path / "mine.py").write_text(settings, "utf-8")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = mine\n", "utf-8")
    environment = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "scrapy", "crawl", "a"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=SECONDS, check=False
    )
    assert done.returncode == 1, done.stderr
    check(done.stderr)
    assert "stopped early: no_contact" in done.stderr


def test_a_source_whose_argument_leads_past_the_early_check_is_refused(tmp_path: Path) -> None:
    # As by scrapyd or a script: the command's own check is not run.
    script = (
        "from scrapy.crawler import CrawlerProcess\nfrom scrapy.utils.project import get_project_settings\n"
        f"settings = get_project_settings()\nsettings['OUTPUT_DIR'] = {str(tmp_path)!r}\n"
        f"process = CrawlerProcess(settings)\nprocess.crawl('portal', base_url={SITE!r})\nprocess.start()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=SECONDS, check=False
    )
    check(done.stderr)
    assert "walk/failed" not in done.stderr


@pytest.mark.parametrize(
    ("more", "settings"),
    [
        (f'    custom_settings = {{"USER_AGENT": "{CONTACT}"}}\n', ()),
        (f'    user_agent = "{CONTACT}"\n', ()),
        (HEADER, ("-s", "ROBOTSTXT_OBEY=0")),
        ("", ("-s", f"USER_AGENT={CONTACT}")),
    ],
    ids=["custom_settings", "attribute", "header", "setting"],
)
def test_what_is_really_sent_counts(more: str, settings: tuple[str, ...], tmp_path: Path) -> None:
    done = scrapy("runspider", str(write(tmp_path, more=more)), *settings, "-s", "RETRY_ENABLED=0", *FAST)
    assert WHY not in done.stderr
    assert UNKNOWN in done.stderr, "it was let through"


def test_a_user_agent_without_a_contact_does_not_hide_behind_the_setting(tmp_path: Path) -> None:
    path = write(tmp_path, more='    custom_settings = {"USER_AGENT": "Mozilla/5.0"}\n')
    done = scrapy("runspider", str(path), "-s", "ROBOTSTXT_OBEY=0", *FAST)
    assert done.returncode == 2
    assert 'USER_AGENT is "Mozilla/5.0"' in done.stderr


def test_a_site_of_an_inner_network_is_asked_and_what_it_leads_to_is_not(tmp_path: Path) -> None:
    with Hostile() as site:
        site.answers["/"] = fixed(reply(article()))
        site.answers["/go"] = redirect(SITE)
        done = scrapy("runspider", str(write(tmp_path, site=f"{site.base_url}/")), *FAST)
        assert done.returncode == 0, done.stderr
        assert WHY not in done.stderr
        done = scrapy("fetch", f"{site.base_url}/go", *FAST)
        assert done.returncode == 2
        assert f"{HOST} is not asked" in done.stderr
