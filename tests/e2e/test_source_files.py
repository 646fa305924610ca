"""What is wrong with the file of a source is one sentence, before anything is requested."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawling import FAST
from tests.hostile.server import Hostile, fixed, redirect, reply

ROOT = Path(__file__).parents[2]
HEAD = "from scraper.base_spiders.portal import PortalSpider\nfrom scraper.ledger.health import Expectations\n"
HOME = 'home = "https://vidu.gov.vn/"'


def source(*lines: str, name: str = "vidu", head: str = "") -> str:
    body = "".join(f"    {line}\n" for line in (f'name = "{name}"', *lines))
    return f"{HEAD}{head}\n\nclass Vidu(PortalSpider):\n{body}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (source(), "vidu.py: Vidu has no home; add home"),
        (source('home = "vidu.gov.vn"'), "vidu.py: home must be an http or https address, not 'vidu.gov.vn'"),
        (source(HOME, name="khac"), "the source is called 'khac' and its file vidu.py; give both the same name"),
        (source(HOME, "expectations = Expectations(filled={'autors': 0.5})"), "a record has no field 'autors'"),
        (source(HOME, "expectations = Expectations(nwe=5)"), "line 8: Expectations.__init__() got an unexpected"),
        (source(HOME, "expectations = 5"), "expectations must be Expectations(…), not 5"),
        (source(HOME, "schemes = ('wordpres',)"), "schemes: 'wordpres' is no CMS; known are "),
        (source(HOME, head="from scraper.cms.wordpres import WORDPRESS\n"), "line 3: No module named"),
        (source(HOME, "hosts = ('www.vidu.gov.vn'"), "'(' was never closed"),
        (source(HOME, "hosts = WWW"), "line 8: name 'WWW' is not defined"),
    ],
)
def test_one_sentence_says_what_to_mend(text: str, sentence: str, tmp_path: Path) -> None:
    done = crawl_vidu(tmp_path, text)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert sentence in line


def test_a_home_that_is_an_inner_address_is_crawled_and_nothing_else_there(tmp_path: Path) -> None:
    with Hostile() as other, Hostile() as site:
        links = f'<a href="/tin/hoi-lang-2.html">Hội làng</a><a href="{other.base_url}/tin/1.html">Tin</a>'
        site.answers["/"] = fixed(reply(links.encode()))
        site.answers["/tin/hoi-lang-2.html"] = redirect(f"{other.base_url}/tin/2.html")
        done = crawl_vidu(tmp_path, source(f'home = "{site.base_url}/"'), *FAST)
        assert {"/", "/tin/hoi-lang-2.html"} <= set(site.requests)
        assert other.requests == []
    assert "Traceback" not in done.stderr


def crawl_vidu(tmp_path: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``scrapy crawl vidu`` in a project whose only source has this file."""
    package = tmp_path / "vidu_sources"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "vidu.py").write_text(text, "utf-8")
    settings = "from scraper.settings import *\n\nSPIDER_MODULES = ['vidu_sources']\n"
    (tmp_path / "vidu_settings.py").write_text(settings, "utf-8")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = vidu_settings\n", "utf-8")
    command = [sys.executable, "-m", "scrapy", "crawl", "vidu", *arguments]
    return subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=600
    )
