"""The package as others install it: a wheel in an environment of its own, used from somebody else's folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.crawling import read_lines
from tests.practice import Portal, serve

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SECONDS = 600
# A user's folder has this one file; the practice portal is ours, no need to be polite to it.
SCRAPY_CFG = "[settings]\ndefault = scraper.settings\n"
HASTY = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "-s", "RETRY_BACKOFF=0")


def requirements(lines: Iterable[str]) -> dict[str, Requirement]:
    """Requirements by their names."""
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def pinned(*files: str) -> dict[str, str]:
    """The versions that requirements files pin; what they include is left out."""
    lines = [line.split(" #")[0].strip() for name in files for line in (ROOT / name).read_text("utf-8").splitlines()]
    found = requirements(line for line in lines if line and not line.startswith(("#", "-")))
    pins = {name: str(requirement.specifier) for name, requirement in found.items()}
    assert all(re.fullmatch(r"==[^*]+", pin) for pin in pins.values()), pins
    return {name: pin.removeprefix("==") for name, pin in pins.items()}


def test_requirements_pins_what_the_package_needs() -> None:
    check_ranges(requirements(PROJECT["dependencies"]), pinned("requirements.txt"))


def test_the_tests_pin_what_all_extras_need() -> None:
    extras = (line for lines in PROJECT["optional-dependencies"].values() for line in lines)
    check_ranges(requirements(extras), pinned("tests/requirements.txt", "tests/practice/requirements.txt"))


def check_ranges(ranges: dict[str, Requirement], pins: dict[str, str]) -> None:
    """The same names, and each pinned version lies in its range."""
    assert ranges.keys() == pins.keys()
    outside = [
        f"{requirement}: {pins[name]}"
        for name, requirement in ranges.items()
        if pins[name] not in requirement.specifier
    ]
    assert outside == []


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "scraper").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_code_asks_where_its_file_lies() -> None:
    # In an egg or a zip there is no such file; importlib.resources reads from there too.
    assert [path for path in (ROOT / "scraper").rglob("*.py") if "__file__" in path.read_text("utf-8")] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: a build leaves files behind in its folder."""
    folder = tmp_path_factory.mktemp("wheel")
    copy_source(folder / "source")
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(folder / "source"))
    (made,) = folder.glob("*.whl")
    return made


def copy_source(target: Path) -> None:
    """What a package is built from."""
    shutil.copytree(ROOT / "scraper", target / "scraper", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "scrapy.cfg"):
        shutil.copy(ROOT / name, target)


def pip(*arguments: str) -> None:
    """Call pip; its words are shown where it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment that holds the wheel; its dependencies are those of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    pip("--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """A folder somewhere else, with a scrapy.cfg of three lines."""
    (tmp_path / "scrapy.cfg").write_text(SCRAPY_CFG, "utf-8")
    return tmp_path


def scrapy(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run scrapy of the fresh environment in a user's folder."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(python), "-m", "scrapy", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )


def test_the_wheel_holds_code_and_data_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = [path for path in (ROOT / "scraper").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert names == {str(path.relative_to(ROOT)) for path in files}
    assert "scraper/py.typed" in names


def test_commands_and_sources_are_there_in_a_folder_of_somebody_else(python: Path, user: Path) -> None:
    listed = scrapy(python, user, "list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert {"portal", "hoabinh", "stp_travinh"} <= set(listed.stdout.split())
    assert "crawlall" in scrapy(python, user, "-h").stdout


def test_a_page_is_read(python: Path, user: Path) -> None:
    with serve(Portal("hoabinh", articles=8, traps=False)) as server:
        truth = server.portal.truth[0]
        read = scrapy(python, user, "read", server.base_url + truth.paths[0])
    assert read.returncode == 0, read.stderr
    assert json.loads(read.stdout)["title"] == truth.title


def test_a_crawl_writes_into_the_users_folder_and_a_search_finds_it(python: Path, user: Path) -> None:
    with serve(Portal("hoabinh", articles=8, traps=False)) as server:
        crawl = scrapy(python, user, "crawl", "portal", "-a", f"base_url={server.base_url}/", *HASTY)
        titles = {truth.title for truth in server.portal.truth}
    assert crawl.returncode == 0, crawl.stderr
    (log,) = (user / "output").glob("*.jsonl")
    assert {record["title"] for record in read_lines(log)} == titles
    assert scrapy(python, user, "index").returncode == 0
    assert scrapy(python, user, "search", "tinh").stdout
    assert "Deprecat" not in crawl.stderr


def test_a_project_with_sources_of_its_own_builds_upon_it(python: Path, user: Path) -> None:
    spiders = user / "mysources" / "spiders"
    spiders.mkdir(parents=True)
    for folder in (user / "mysources", spiders):
        (folder / "__init__.py").touch()
    (user / "scrapy.cfg").write_text("[settings]\ndefault = mysources.settings\n", "utf-8")
    settings = 'from scraper.settings import *\n\nSPIDER_MODULES = ["mysources.spiders", "scraper.spiders"]\n'
    (user / "mysources" / "settings.py").write_text(settings, "utf-8")
    example = (ROOT / "scraper" / "spiders" / "hoabinh.py").read_text("utf-8")
    (spiders / "mine.py").write_text(example.replace('name = "hoabinh"', 'name = "mine"'), "utf-8")
    assert "mine" in scrapy(python, user, "list").stdout.split()
    with serve(Portal("hoabinh", articles=8, traps=False)) as server:
        crawl = scrapy(python, user, "crawl", "mine", "-a", f"base_url={server.base_url}/", *HASTY)
    assert crawl.returncode == 0, crawl.stderr
    assert len(read_lines(user / "output" / "mine.jsonl")) == 8


def test_fixtures_of_a_users_folder_are_checked(python: Path, user: Path) -> None:
    shutil.copytree(ROOT / "tests" / "fixtures" / "hoabinh", user / "tests" / "fixtures" / "hoabinh")
    checked = scrapy(python, user, "check", "hoabinh")
    assert (checked.returncode, checked.stdout) == (0, "hoabinh: 2 fixtures as expected, 2 not confirmed by a person\n")
    expected = user / "tests" / "fixtures" / "hoabinh" / "boxes-and-halves" / "expected.json"
    expected.write_text(expected.read_text("utf-8").replace("Hà Văn Thuận", "Hà Văn"), "utf-8")
    checked = scrapy(python, user, "check", "hoabinh")
    assert checked.returncode == 1
    assert "hoabinh/boxes-and-halves differs: authors, authors_raw\n" in checked.stdout
