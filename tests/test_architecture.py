"""The shape of the project: imports go one way, and a source is its attributes."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from scraper.base_spiders.arguments import front_page
from scraper.base_spiders.portal import PortalSpider
from scraper.cms import Cms

ROOT = Path(__file__).parent.parent
SCRAPER = ROOT / "scraper"
SPIDERS = sorted(path for path in (SCRAPER / "spiders").glob("*.py") if path.name != "__init__.py")

# Package → what of ours it may import, besides itself. ``scraper/__init__.py`` says it in words.
MAY_IMPORT = {
    "text": set[str](),
    "hash_set": set[str](),
    "cms": set[str](),
    "addresses": {"cms", "text", "hash_set"},
    "items": {"text"},
    "isolated": set[str](),
    "offload": {"isolated"},
    "finish_reasons": set[str](),
    "schedule": set[str](),
    "storage": set[str](),
    "paths": set[str](),
    "environment": {"text", "paths"},
    "pages": {"addresses", "cms", "text", "items"},
    "reading": {"pages", "addresses", "text", "items"},
    "ledger": {"storage", "items"},
    "archive": {"storage"},
    "sites": {"ledger", "addresses", "cms"},
    "extensions": {"archive", "ledger", "storage", "sites", "items", "finish_reasons", "text", "paths"},
    "middlewares": {
        *("extensions", "archive", "ledger", "sites", "pages", "addresses", "cms", "text", "finish_reasons", "paths"),
    },
    "pipelines": {"extensions", "archive", "ledger", "storage", "text", "items", "offload"},
    "frontier": {
        *("extensions", "reading", "pages", "ledger", "archive", "addresses", "cms", "text", "items", "hash_set"),
    },
    "base_spiders": {
        *("frontier", "reading", "middlewares", "extensions", "pages", "ledger", "archive", "sites", "addresses"),
        *("text", "items", "offload", "isolated", "cms", "pipelines", "storage", "hash_set"),
    },
    "spiders": {"base_spiders", "ledger", "cms"},
    "replay": {
        *("archive", "reading", "pages", "addresses", "text", "items", "ledger", "pipelines", "frontier", "sites"),
        *("extensions", "storage", "finish_reasons", "isolated", "paths"),
    },
    "source_loader": {"sites", "cms", "items", "ledger"},
    "probe": {
        *("base_spiders", "frontier", "reading", "middlewares", "extensions", "pages", "ledger", "sites", "addresses"),
        *("cms", "items", "text", "fixtures", "paths", "storage"),
    },
    "fixtures": {"reading", "pipelines", "sites", "pages", "addresses", "items", "text"},
    "library": {"reading", "pipelines", "sites", "pages", "items", "text"},
    "settings": set[str](),
    "index": {"storage", "text"},
    "search": {"index", "storage", "text"},
    "machines": set[str](),
    "export": {"storage", "items", "text"},
    "review": {"archive", "replay", "reading", "pages", "items", "text", "sites", "pipelines"},
    "report": {"paths", "ledger", "storage", "items", "finish_reasons", "text", "review"},
    "web": {"search", "index", "ledger", "storage", "archive", "text", "report"},
    "alerts": {"report", "ledger", "middlewares", "text"},
    "metrics": {"report", "ledger", "paths"},
    "commands": {
        *("base_spiders", "frontier", "reading", "middlewares", "archive", "replay", "ledger", "extensions", "sites"),
        *(
            "items",
            "pages",
            "addresses",
            "pipelines",
            "index",
            "search",
            "export",
            "storage",
            "finish_reasons",
            "isolated",
        ),
        *("text", "fixtures", "review", "probe", "cms", "schedule", "report", "alerts", "metrics", "paths"),
        *("environment", "machines", "web", "search"),
    },
}


def package_of(path: Path) -> str:
    """The first name below ``scraper``: a folder or a module."""
    return path.relative_to(SCRAPER).parts[0].removesuffix(".py")


@cache
def imported(path: Path) -> frozenset[str]:
    """Modules that a file imports, at its top or inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            module = str(node.module)
            found |= {f"{module}.{alias.name}" for alias in node.names} if module == "scraper" else {module}
    return frozenset(found)


def ours(path: Path) -> set[str]:
    """Packages of ours that a file imports, its own left out."""
    names = (name.split(".") for name in imported(path))
    return {parts[1] for parts in names if parts[0] == "scraper" and len(parts) > 1} - {package_of(path)}


MODULES = sorted(path for path in SCRAPER.rglob("*.py") if path != SCRAPER / "__init__.py")


def test_every_package_has_its_place_in_the_order() -> None:
    assert {package_of(path) for path in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SCRAPER)))
def test_imports_go_one_way(path: Path) -> None:
    assert ours(path) <= MAY_IMPORT[package_of(path)]


def test_the_order_has_no_circle() -> None:
    above: set[str] = set()
    left = dict(MAY_IMPORT)
    while left:
        free = {name for name, needs in left.items() if needs <= above}
        assert free, f"a circle among {sorted(left)}"
        above |= free
        left = {name: needs for name, needs in left.items() if name not in free}


def test_nothing_imports_the_spiders() -> None:
    # The end-to-end tests may: they break one on purpose.
    paths = [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    naming = [path for path in paths if "spiders" in path.read_text("utf-8")]
    importers = [path for path in naming if any(name.startswith("scraper.spiders") for name in imported(path))]
    assert [path for path in importers if "e2e" not in path.parts and path.parent != SCRAPER / "spiders"] == []


@pytest.mark.parametrize("package", ["text", "cms", "addresses", "pages"])
def test_reading_asks_no_network_and_no_clock(package: str) -> None:
    forbidden = {"socket", "http", "requests", "urllib.request", "time", "random", "twisted"}
    for path in (SCRAPER / package).glob("*.py"):
        assert imported(path).isdisjoint(forbidden), path
        scrapy = {name for name in imported(path) if name.split(".")[0] == "scrapy"}
        assert scrapy == set(), path


def test_only_the_builder_sees_the_parsed_tree() -> None:
    parsers = {"lxml", "parsel", "trafilatura"}
    users = {
        path.name: {name.split(".")[0] for name in imported(path)} & parsers
        for path in (SCRAPER / "pages").glob("*.py")
    }
    assert {name: used for name, used in users.items() if used} == {
        "builder.py": {"lxml"},
        "head_builder.py": {"lxml"},
        "style_sheets.py": {"lxml"},
        "sources.py": {"lxml"},
        "tree.py": {"lxml"},
        "fallback_extractor.py": {"trafilatura"},
    }


@pytest.mark.parametrize("package", ["text", "cms"])
def test_text_and_cms_need_nothing_but_python(package: str) -> None:
    for path in (SCRAPER / package).glob("*.py"):
        foreign = {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names - {"scraper"}
        assert foreign == set(), path


def assert_attributes_only(source: str) -> None:
    tree = ast.parse(source)
    (spider,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    rest = [node for node in tree.body if node is not spider and not isinstance(node, ast.ImportFrom)]
    assert [type(node) for node in rest] == [ast.Expr], "a docstring and nothing else around the class"
    assert {type(node) for node in spider.body[1:]} == {ast.Assign}, "attributes behind the docstring"
    assert ast.get_docstring(spider)
    assert ast.get_docstring(tree)


@pytest.mark.parametrize("path", SPIDERS, ids=lambda path: path.stem)
def test_a_source_is_attributes_only(path: Path) -> None:
    assert_attributes_only(path.read_text("utf-8"))


def test_a_source_may_hold_its_cms_but_no_code() -> None:
    imports = '"""Sở."""\nfrom scraper.cms import Cms\n'
    source = imports + 'class S(PortalSpider):\n    """Office."""\n    schemes = (Cms("s"),)\n'
    assert_attributes_only(source)
    with pytest.raises(AssertionError):
        assert_attributes_only(source + "    def parse(self): ...\n")
    with pytest.raises(AssertionError):
        assert_attributes_only(source.replace("class", "S_CMS = Cms('s')\nclass"))


CMS_FILES = sorted(path for path in (SCRAPER / "cms").glob("*.py") if path.stem not in ("__init__", "model", "tables"))


@pytest.mark.parametrize("path", CMS_FILES, ids=lambda path: path.stem)
def test_a_cms_is_data_and_the_few_rules_that_no_pattern_holds(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    allowed = (ast.ImportFrom, ast.Import, ast.Assign, ast.FunctionDef)
    assert all(isinstance(node, allowed) for node in tree.body[1:])
    calls = [node.value for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)]
    assert "Cms" in {ast.unparse(call.func) for call in calls}


@pytest.mark.parametrize("path", SPIDERS, ids=lambda path: path.stem)
def test_a_source_says_whose_it_is_and_what_is_known_of_it(path: Path) -> None:
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["scraper.spiders"]}))
    spider = loader.load(path.stem)
    assert issubclass(spider, PortalSpider)
    own = vars(spider)
    assert own["name"] == path.stem
    assert own["owner"]
    assert front_page(own["home"]) == own["home"] if own["home"] else path.stem == "portal"
    assert all(isinstance(cms, Cms) for cms in spider.schemes)
    facts = [*own.get("verified", {}).items(), *own.get("unverified", {}).items()]
    assert facts, "what was seen on the site, and what still has to be"
    assert all(fact and reason for fact, reason in facts)


def test_every_source_file_is_a_source() -> None:
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["scraper.spiders"]}))
    assert sorted(loader.list()) == [path.stem for path in SPIDERS]
    assert set(loader.list()) >= {"stp_travinh", "dukcqdn_travinh", "hoabinh", "dukcqdn_longan"}


def test_tests_mirror_the_packages() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith("__")}
    others = {
        "deploy",
        "docs",
        "e2e",
        "fixtures",
        "hostile",
        "linear",
        "mutants",
        "practice",
        "real",
        "portals",
        "written",
    }
    assert folders - others <= set(MAY_IMPORT)
    assert all((ROOT / "tests" / name / "__init__.py").exists() for name in folders)


def test_the_practice_portal_and_the_crawler_share_no_code() -> None:
    # The portal says what is true about its pages; a fault that both share would stay unseen.
    for path in (ROOT / "tests" / "practice").rglob("*.py"):
        assert not [name for name in imported(path) if name.split(".")[0] == "scraper"], path
    for path in MODULES:
        assert not [name for name in imported(path) if name.split(".")[0] == "tests"], path
