"""``make mutants``: how many small changes to the page, address and frontier rules do the unit tests notice?

A seeded sample of mutants is drawn, each is run against the unit tests of its own folder alone, and the rate of those
that at least one test noticed is printed, with the survivors as diffs. End-to-end tests, benchmarks and stored pages
outside the project take no part. ``survivors.toml`` says of known survivors why they live.

The mutants are those of mutmut's operators, one change of meaning each, and rules switched off. mutmut's own runner
changes functions alone, through trampolines, and so leaves out what matters most here: thresholds and tables at the
level of modules, and all functions with a decorator. This one gives a forked interpreter the changed module when it
is first imported, so that a mutant costs the imports and as many tests as run until the first fails. cosmic-ray
writes each mutant into the working tree and starts the tests anew; mutatest wants a coverage of Python 3.8's days.

A sample of 300 takes about ten minutes of one idle core, and no longer than ``--minutes``, by default 30; what could
not be run by then is left out of the rate.
"""

from __future__ import annotations

import argparse
import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from hypothesis import Phase, settings

from tests.mutants.mutations import Mutant, mutants_of, sample

ROOT = Path(__file__).parents[2]
SURVIVORS = Path(__file__).parent / "survivors.toml"
# Rules → their unit tests. The tests named as the module run first.
TESTS = {
    "scraper/pages": ("tests/pages",),
    "scraper/addresses": ("tests/addresses",),
    "scraper/cms": ("tests/cms", "tests/addresses"),
    "scraper/frontier": ("tests/frontier", "tests/base_spiders"),
    "scraper/reading.py": ("tests/test_reading.py", "tests/base_spiders"),
}
MIN_RATE = 0.85
# Imported once, before the forks: they take longer than most tests.
_HEAVY = (
    *("scrapy.http", "scrapy.utils.test", "scrapy.spiderloader", "form2request", "w3lib.url", "jinja2"),
    *("trafilatura", "lxml.html", "jsonschema_rs", "hypothesis.strategies"),
)
# A mutant that takes this many times as long as the tests do without it goes on for ever.
_PATIENCE, _SECONDS = 2, 5
_MEMORY = 4 * 2**30
_TIMEOUTS = (-signal.SIGXCPU, -signal.SIGALRM)
_NO_TESTS = {pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED}
# Plugins are loaded before the forks, which pytest would warn of.
_OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")


class _Changed(SourceFileLoader):
    """Finds and loads one module, changed."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        SourceFileLoader.__init__(self, name, str(path))
        self.source = source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return spec_from_file_location(fullname, self.path, loader=self) if fullname == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)


def tests_of(path: str, root: Path) -> tuple[list[str], list[str]]:
    """The unit tests that a module's mutants are run against: those of its name, and those of its folder."""
    folders = next(tests for place, tests in TESTS.items() if path.startswith(place))
    there = [folder for folder in folders if (root / folder).exists()]
    own = [str(file) for folder in there for file in sorted((root / folder).glob(f"test_{Path(path).stem}*.py"))]
    return own, there


def run(
    tests: tuple[list[str], list[str]], seconds: int, root: Path, mutant: Mutant | None = None
) -> tuple[str, float]:
    """Run tests in a process of their own: ``killed``, ``survived`` or ``timeout``, and its computing time."""
    child = os.fork()
    if child == 0:
        _prepare(seconds, root, mutant)
        codes = (pytest.main([*_OPTIONS, *group]) for group in tests if group)
        os._exit(next((code for code in codes if code), 0))
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code in _NO_TESTS:
        raise ValueError(f"no tests in {tests}")
    outcome = "survived" if code == 0 else "timeout" if code in _TIMEOUTS else "killed"
    return outcome, usage.ru_utime + usage.ru_stime


def _prepare(seconds: int, root: Path, mutant: Mutant | None) -> None:
    # Computing time, for other processes may slow this one down; a mutant that sleeps is woken too.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    signal.alarm(seconds * 10)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    # The same examples each time, and the first failure is enough.
    settings.register_profile("mutants", derandomize=True, database=None, phases=(Phase.explicit, Phase.generate))
    settings.load_profile("mutants")
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    os.chdir(root)
    sys.path[:] = [str(root), *(place for place in sys.path if place not in ("", str(ROOT)))]
    if mutant is not None:
        name = mutant.path.removesuffix(".py").replace("/", ".")
        sys.meta_path.insert(0, _Changed(name, root / mutant.path, mutant.source))
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)


def reasons() -> dict[str, str]:
    """Key → why a known survivor lives."""
    found = tomllib.loads(SURVIVORS.read_text("utf-8")).get("survivor", [])
    return {"\n".join((it["path"], it["function"], it["was"], it["becomes"])): it["why"] for it in found}


def main() -> int:
    """Draw, run, print; 1 where too few were killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=300, help="mutants in the sample (default 300)")
    parser.add_argument("--seed", type=int, default=1, help="which sample (default 1)")
    parser.add_argument("--minutes", type=float, default=30, help="stop after so long (default 30)")
    parser.add_argument("--thresholds", action="store_true", help="all changes of named numbers, and no others")
    parser.add_argument("places", nargs="*", default=list(TESTS), help="only these folders or files of scraper/")
    options = parser.parse_args()
    for name in _HEAVY:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        # A copy: what is edited meanwhile changes nothing, and nothing lies beside it.
        root = Path(folder)
        for name in ("scraper", "tests"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "scrapy.cfg"):
            shutil.copy(ROOT / name, root)
        return _report(root, options)


def _modules(root: Path, places: list[str]) -> list[Path]:
    folders = [path for place in places for path in (root / place).glob("*.py")]
    files = [path for place in places if (path := root / place).suffix == ".py" and path.exists()]
    return sorted(path for path in (*folders, *files) if path.name != "__init__.py")


def _report(root: Path, options: argparse.Namespace) -> int:
    began = time.monotonic()
    mutants = [mutant for path in _modules(root, options.places) for mutant in mutants_of(path, root)]
    if options.thresholds:
        mutants = [mutant for mutant in mutants if mutant.is_threshold]
    mutants = sample(mutants, options.seed, len(mutants) if options.thresholds else options.size)
    known = reasons()
    limits: dict[str, int] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for mutant in mutants:
        if time.monotonic() - began > options.minutes * 60:
            break
        tests = tests_of(mutant.path, root)
        folder = str(Path(mutant.path).parent)
        if folder not in limits:
            limits[folder] = _limit(tests, root)
        outcome, _ = run(tests, limits[folder], root, mutant)
        counts[folder, outcome] += 1
        if outcome == "survived":
            print(f"{mutant.diff}\n{known.get(mutant.key) or mutant.entry}\n", flush=True)
    return _summary(counts, len(mutants), time.monotonic() - began)


def _limit(tests: tuple[list[str], list[str]], root: Path) -> int:
    outcome, seconds = run(([], tests[1]), 600, root)
    if outcome != "survived":
        raise ValueError(f"{tests[1]} fail without a mutant")
    return int(_PATIENCE * seconds) + _SECONDS


def _summary(counts: Counter[tuple[str, str]], drawn: int, seconds: float) -> int:
    for folder in sorted({folder for folder, _ in counts}):
        _row(folder, Counter({outcome: count for (place, outcome), count in counts.items() if place == folder}))
    total: Counter[str] = Counter()
    for (_, outcome), count in counts.items():
        total[outcome] += count
    rate = _row("all", total)
    print(f"{total.total()} of {drawn} drawn, {seconds:.0f} s; at least {MIN_RATE:.0%} are asked for")
    return 0 if rate >= MIN_RATE else 1


def _row(name: str, outcomes: Counter[str]) -> float:
    rate = 1 - outcomes["survived"] / (outcomes.total() or 1)
    print(f"{name:18} {outcomes.total():4} mutants, {rate:6.1%} killed;", dict(outcomes))
    return rate


if __name__ == "__main__":
    sys.exit(main())
