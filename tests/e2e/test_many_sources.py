"""Several sources in one run: which are due, what is printed, one process or several, and how a signal ends them."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.crawling import FAST, ROOT, read_lines, scrapy
from tests.e2e.counted import PATH, Counted
from tests.e2e.test_terminal import on_a_terminal
from tests.hostile.server import fixed, reply
from tests.practice import Portal, Server, serve
from tests.practice.sites import SITES

ARTICLES = 5
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, Server]]:
    """A portal for each source that the project has."""
    with ExitStack() as running:
        yield {
            source: running.enter_context(serve(Portal(source, articles=ARTICLES, traps=False)))
            for source in sorted(SITES)
        }


def options(sites: dict[str, Server], folder: Path, *more: str, **addresses: str) -> list[str]:
    homes = {source: server.base_url for source, server in sites.items()} | addresses
    words = [word for source, home in homes.items() for word in ("-a", f"{source}.base_url={home}")]
    return [*words, "-s", f"OUTPUT_DIR={folder}", *FAST, *more]


def asked(sites: dict[str, Server]) -> dict[str, int]:
    """How many requests each server has seen."""
    return {source: len(server.requests) for source, server in sites.items()}


def check_whole(sites: dict[str, Server], folder: Path) -> None:
    for source in sites:
        records = read_lines(folder / f"{source}.jsonl")
        assert len({record["id"] for record in records}) == len(records) == ARTICLES, source


def test_nothing_is_printed_while_all_is_well_and_the_log_is_a_file(sites: dict[str, Server], tmp_path: Path) -> None:
    done = scrapy("crawlall", *options(sites, tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    check_whole(sites, tmp_path)
    assert "Spider opened" in (tmp_path / "crawlall.log").read_text()


def test_sources_are_asked_again_when_they_are_due(sites: dict[str, Server], tmp_path: Path) -> None:
    scrapy("crawlall", *options(sites, tmp_path))
    before = asked(sites)
    again = scrapy("crawlall", "-v", *options(sites, tmp_path))
    assert again.returncode == 0
    assert re.search(r"^0 of 4 sources are due; the others follow by \d\d:\d\d", again.stdout)
    assert asked(sites) == before
    one = scrapy("crawlall", "hoabinh", *options(sites, tmp_path))
    assert one.returncode == 0
    assert [source for source in before if asked(sites)[source] > before[source]] == ["hoabinh"]
    for how in (("--all",), ("-a", "full=1"), ("-s", "MIN_INTERVAL_HOURS=0", "-s", "MAX_INTERVAL_HOURS=0")):
        before = asked(sites)
        scrapy("crawlall", *options(sites, tmp_path, *how))
        assert all(asked(sites)[source] > count for source, count in before.items()), how


def test_what_is_wrong_is_said_in_few_lines_and_the_source_stays_due(sites: dict[str, Server], tmp_path: Path) -> None:
    done = scrapy("crawlall", *options(sites, tmp_path, hoabinh=NOBODY))
    assert done.returncode == 3
    assert done.stdout == ""
    what, log = done.stderr.splitlines()
    assert what.startswith("hoabinh: the site returned no page: ")
    assert "Open the site in a browser" in what
    assert log == f"Log: {tmp_path / 'crawlall.log'}"
    before = asked(sites)
    again = scrapy("crawlall", *options(sites, tmp_path))
    assert (again.returncode, again.stderr) == (0, "")
    assert [source for source in before if asked(sites)[source] > before[source]] == ["hoabinh"]


def test_a_source_that_is_told_to_wait_ends_alone_and_writes_no_more(sites: dict[str, Server], tmp_path: Path) -> None:
    with Counted() as site:
        site.answers[PATH.format(11)] = fixed(reply(b"", "503 Service Unavailable", "Retry-After: 7200"))
        other = sites["stp_travinh"].base_url
        slowly = ("-s", "DOWNLOAD_DELAY=0.2", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
        words = options({}, tmp_path, *slowly, hoabinh=site.base_url, stp_travinh=other)
        done = scrapy("crawlall", "hoabinh", "stp_travinh", *words)
    assert done.returncode == 1
    what, _ = done.stderr.splitlines()
    assert what.startswith("hoabinh: stopped early: told_to_wait. Nothing to do now, the next run continues")
    assert " ERROR: " not in (tmp_path / "crawlall.log").read_text()


def test_one_trouble_of_many_sources_is_one_line(tmp_path: Path) -> None:
    stopped = ("-s", "CLOSESPIDER_ERRORCOUNT=1", "-s", "SPIDER_MODULES=tests.e2e.broken_sources")
    done = scrapy("crawlall", *options({}, tmp_path, *stopped))
    assert done.returncode == 1
    assert "one, three, two: stopped early: closespider_errorcount. The log has the errors" in done.stderr


def test_an_error_is_counted_for_the_source_that_has_it(tmp_path: Path) -> None:
    done = scrapy("crawlall", "-v", *options({}, tmp_path, "-s", "SPIDER_MODULES=tests.e2e.broken_sources"))
    rows = [line.split() for line in done.stdout.splitlines()]
    errors = {row[0]: row[5] for row in rows if row and row[0] in ("one", "two", "three", "quiet")}
    assert errors == {"one": "1", "two": "1", "three": "1", "quiet": "0"}


@pytest.mark.parametrize("asks", [("-L", "INFO"), ("-s", "LOG_LEVEL=INFO"), ("-v",)])
def test_who_asks_for_the_log_has_it_on_stderr(asks: tuple[str, ...], sites: dict[str, Server], tmp_path: Path) -> None:
    done = scrapy("crawlall", "hoabinh", *options(sites, tmp_path, *asks))
    assert "Spider opened" in done.stderr
    assert not (tmp_path / "crawlall.log").exists()
    assert bool(done.stdout) is (asks == ("-v",))


def test_a_log_file_is_the_users(sites: dict[str, Server], tmp_path: Path) -> None:
    done = scrapy("crawlall", "hoabinh", *options(sites, tmp_path, "--logfile", str(tmp_path / "mine.log")))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "Spider opened" in (tmp_path / "mine.log").read_text()
    assert not (tmp_path / "crawlall.log").exists()


def test_a_log_that_cannot_be_written_is_wrong_usage(sites: dict[str, Server], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = scrapy("crawlall", "hoabinh", *options(sites, tmp_path / "file"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_others_wait_while_as_many_run_as_may(sites: dict[str, Server], tmp_path: Path) -> None:
    done = scrapy("crawlall", "-v", *options(sites, tmp_path, "-s", "MAX_SOURCES_AT_ONCE=1"))
    assert done.returncode == 0
    check_whole(sites, tmp_path)
    assert re.findall(r"Spider (opened|closed)", done.stderr) == ["opened", "closed"] * len(sites)


def test_a_terminal_shows_the_result_and_no_table_that_is_out_of_date(sites: dict[str, Server], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "crawlall", *options(sites, tmp_path)]
    status, text = on_a_terminal(command)
    assert status == 0
    assert "Result" in text
    end = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", text[text.rindex("Result") :])
    assert re.search(r"all 4 +\d+ +20 +20", end), end
    assert "running" not in end
    assert "Filled, % of articles" in end
    assert f"Log: {tmp_path / 'crawlall.log'}" in end


def test_processes_share_the_sources(sites: dict[str, Server], tmp_path: Path) -> None:
    done = scrapy("crawlall", "-v", "--processes", "3", *options(sites, tmp_path))
    assert done.returncode == 0, done.stderr
    check_whole(sites, tmp_path)
    assert re.search(r"^all 4 +\d+ +20 +20", done.stdout, re.MULTILINE)
    again = scrapy("crawlall", "--all", "--processes", "2", *options(sites, tmp_path, hoabinh=NOBODY))
    assert again.returncode == 3
    assert [line.partition(":")[0] for line in again.stderr.splitlines()] == ["hoabinh", "Log"]


def test_feeds_are_of_one_process(sites: dict[str, Server], tmp_path: Path) -> None:
    done = scrapy("crawlall", "--processes", "2", "-O", "x.csv", *options(sites, tmp_path))
    assert done.returncode == 2
    assert "leave out --processes" in done.stderr


Started = subprocess.Popen[str]


def start(sites: dict[str, Server], folder: Path, *more: str) -> Started:
    """A slow run, once each source has been asked."""
    before = asked(sites)
    command = [sys.executable, "-m", "scrapy", "crawlall", *options(sites, folder, *more, "-s", "DOWNLOAD_DELAY=0.5")]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while any(asked(sites)[source] < count + 2 for source, count in before.items()):
        assert run.poll() is None, run.communicate()
        time.sleep(0.01)
    return run


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("more", [(), ("--processes", "2")], ids=["one", "processes"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_all_in_order(
    number: signal.Signals, more: tuple[str, ...], sites: dict[str, Server], tmp_path: Path
) -> None:
    run = start(sites, tmp_path, *more)
    run.send_signal(number)
    assert run.communicate(timeout=300) == ("", "")
    assert run.returncode == 0
    at = asked(sites)
    assert scrapy("crawlall", *options(sites, tmp_path)).returncode == 0
    assert all(asked(sites)[source] > count for source, count in at.items()), "what was interrupted is due"
    check_whole(sites, tmp_path)


def ends(run: Started) -> None:
    """SIGTERM twice."""
    gone = children(run.pid)
    for _ in range(2):
        run.send_signal(signal.SIGTERM)
        time.sleep(0.5)
    assert run.wait(300) == -signal.SIGTERM
    _wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in gone))


def dies(run: Started) -> None:
    """SIGKILL; its processes notice that nobody listens."""
    gone = children(run.pid)
    run.kill()
    run.wait(300)
    _wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in gone))


def _wait_until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.05)


@pytest.mark.parametrize("end", [ends, dies])
def test_no_process_outlives_the_command(
    end: Callable[[Started], None], sites: dict[str, Server], tmp_path: Path
) -> None:
    with start(sites, tmp_path, "--processes", "2") as run:
        end(run)
    assert scrapy("crawlall", *options(sites, tmp_path)).returncode == 0
    check_whole(sites, tmp_path)


def test_a_process_that_dies_is_named_and_the_others_go_on(sites: dict[str, Server], tmp_path: Path) -> None:
    run = start(sites, tmp_path, "--processes", "2")
    victim = children(run.pid)[0]
    subprocess.run(["kill", "-KILL", str(victim)], check=True)
    _, told = run.communicate(timeout=300)
    assert run.returncode == 1
    assert f"stopped early: its process {victim} was ended by SIGKILL" in told
    whole = [source for source in sites if len(read_lines(tmp_path / f"{source}.jsonl")) == ARTICLES]
    assert len(whole) == 2
    assert all(source not in told for source in whole)
    assert scrapy("crawlall", *options(sites, tmp_path)).returncode == 0
    check_whole(sites, tmp_path)
