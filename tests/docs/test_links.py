"""The documents: their links lead somewhere, and the commands, settings and files that they name exist."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from scrapy.settings import Settings

import scraper.commands

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:bin/|`)scrapy ([a-z]+)\b")
SETTING = re.compile(r"-s ([A-Z_]{3,})=")
FILE = re.compile(r"`((?:scraper|tests|benchmarks|docs|\.ci)/[\w./-]+)`")
# Commands of scrapy itself, and words that follow its name in a sentence.
SCRAPY_OWN = {"list", "shell", "fetch", "parse", "view", "runspider", "settings", "startproject", "genspider", "check"}
LONGEST_README = 150


@cache
def text(page: Path) -> str:
    return page.read_text("utf-8")


@cache
def anchors(page: Path) -> set[str]:
    """The names by which headings of a page are linked."""
    headings = re.findall(r"^#+ (.+)$", text(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def ids(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_the_readme_is_short() -> None:
    assert len(text(ROOT / "README.md").splitlines()) < LONGEST_README


def test_the_readme_leads_to_all_pages() -> None:
    linked = {(ROOT / target.partition("#")[0]).resolve() for target in LINK.findall(text(ROOT / "README.md"))}
    assert {page for page in PAGES if page.name != "README.md"} - linked == set()


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    missing = []
    for target in LINK.findall(text(page)):
        if re.match(r"https?:|mailto:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            missing.append(target)
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_files_that_a_page_names_exist(page: Path) -> None:
    named = {name for name in FILE.findall(text(page)) if not re.search(r"NAME|SOURCE|\.\.\.", name)}
    assert {name for name in named if not (ROOT / name).exists()} == set() or page.name == "CHANGELOG.md"


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_commands_and_settings_that_a_page_names_exist(page: Path) -> None:
    ours = {path.stem for path in Path(next(iter(scraper.commands.__path__))).glob("*.py")}
    settings = Settings()
    settings.setmodule("scraper.settings")
    if page.name == "CHANGELOG.md":
        pytest.skip("it also names what is gone")
    lines = COMMAND.findall(text(page))
    assert set(lines) - ours - SCRAPY_OWN == set()
    assert {name for name in SETTING.findall(text(page)) if name not in {*settings, "NAME"}} == set()


def test_stats_of_the_operations_page_are_counted_somewhere() -> None:
    _, _, below = text(ROOT / "docs" / "operations.md").partition("## Stats")
    named = set(re.findall(r"`([a-z_]+/[a-z_/]+)", below.partition("\n## ")[0]))
    code = "".join(path.read_text("utf-8") for path in (ROOT / "scraper").rglob("*.py"))
    assert {name for name in named if name not in code} == set()
    assert len(named) > 20
