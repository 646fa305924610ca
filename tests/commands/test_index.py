"""``scrapy index`` and ``scrapy search`` as commands: what they say, and how they end."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from scraper.commands.search import _print_hit, _requoted
from scraper.commands.terminal import PlainConsole
from scraper.search.answer import Hit
from scraper.search.marks import Marks
from tests.crawling import ROOT, read_lines, scrapy
from tests.index.logs import append, gone, id_of, record, state_of
from tests.index.places import Place, sqlite_place

SOURCE = "hoabinh"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    append(folder / f"{SOURCE}.jsonl", [record(SOURCE, "a", "Ban Tuyên giáo Tỉnh uỷ họp", "Hội nghị toàn tỉnh [1].")])
    append(folder / "stp_travinh.jsonl", [record("stp_travinh", "b", "Phổ biến pháp luật", "Tuyên truyền [tỉnh].")])
    append(folder / f"{SOURCE}.rejected.jsonl", [{"reason": "no title"}])
    return folder


def run(name: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return scrapy(name, *arguments, "-s", f"OUTPUT_DIR={folder}")


def test_index_and_search(output: Path) -> None:
    done = run("index", output)
    assert (done.returncode, done.stdout) == (0, "2 new lines: 2 documents sent, 0 removed\n"), done.stderr
    assert "0 new lines" in run("index", output, SOURCE).stdout

    found = run("search", output, "tuyen", "giao", "tinh", "uy")
    assert found.returncode == 0, found.stderr
    assert "1. Ban [Tuyên] [giáo] [Tỉnh] [uỷ] họp" in found.stdout
    assert f"no date · {SOURCE} · https://{SOURCE}.example/a" in found.stdout
    assert "Hội nghị toàn [tỉnh] [1]." in found.stdout

    found = run("search", output, "TUYÊN", "--json", "--source", "stp_travinh")
    (line,) = map(json.loads, found.stdout.splitlines())
    assert line.pop("score") > 0
    assert line == {
        "id": id_of("stp_travinh", "b"),
        "title": "Phổ biến pháp luật",
        "date": None,
        "source": "stp_travinh",
        "section": None,
        "authors": [],
        "url": "https://stp_travinh.example/b",
        "snippet": "Tuyên truyền [tỉnh].",
        "duplicate_of": None,
        "has": [],
        "lacks": [],
    }
    assert run("search", output, "khongco").stdout == "Nothing found.\n"
    assert run("search", output, "khongco", "--json").stdout == ""
    assert "some" in run("search", output, "tuyen", "khongco").stdout


def test_what_a_search_says(output: Path) -> None:
    run("index", output)
    found = run("search", output, "tuyn", "giáo", "khongco", "--json", "--summary")
    *hits, last = map(json.loads, found.stdout.splitlines())
    assert [hit["lacks"] for hit in hits] == [["khongco"], ["giáo", "khongco"]]
    summary = last["summary"]
    assert (summary["total"], summary["is_at_least"], summary["has_all"]) == (2, False, False)
    assert (summary["corrected"], summary["left_out"]) == ([["tuyn", "tuyen"]], ["khongco"])
    said = run("search", output, "tuyn", "giáo", "khongco").stdout
    assert said.startswith("\n".join(summary["notes"]) + "\n\n1. Ban [Tuyên] [giáo]")
    assert " · without: khongco\n" in said


def test_pages_and_lists(output: Path) -> None:
    run("index", output)
    first = run("search", output, "--limit", "1").stdout
    assert first.endswith("1 to 1 of 2; the next: --page 2\n")
    second = run("search", output, "--limit", "1", "--page", "2").stdout
    assert second.startswith("2. ")
    assert second == run("search", output, "--limit", "1", "--offset", "1").stdout
    assert run("search", output, "--page", "2").stdout == "No more: 2 were found.\n"
    assert "Phổ biến" in run("search", output, "tinh", "source:stp_travinh").stdout
    assert run("search", output, "--until", "2024").stdout == "Nothing found.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("x", "--source", "hoabin"), "No source in this index is called 'hoabin': there are hoabinh, stp_travinh"),
        (("x", "sourc:hoabinh"), "No field is called 'sourc': there are source"),
        (("--page", "2", "--offset", "1"), "use one of them"),
        (("--page", "0"), "first page is 1"),
        (("--offset", "-1"), "at least 1"),
        (("--page", "5000", "--limit", "10"), "at most 10000"),
        (("x", "--summary"), "use both"),
        (("--has", "video"), "invalid choice"),
        (("--since", "2024", "--until", "2023"), "No day is after 2024 and before 2023"),
    ],
)
def test_wrong_usage_of_an_index_that_is_there(output: Path, arguments: tuple[str, ...], says: str) -> None:
    run("index", output)
    done = run("search", output, *arguments)
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr


@pytest.mark.parametrize("argument", ["author:Nguyễn Văn A", 'author:"Nguyễn Văn A"'])
def test_quotes_that_the_shell_takes_are_no_matter(argument: str) -> None:
    assert _requoted(argument) == 'author:"Nguyễn Văn A"'


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("index", "nobody"), "There is no "),
        (("index", "../hoabinh"), "There is no "),
        (("index", f"{SOURCE}.rejected"), "There is no log"),
        (("index", "--to", "ftp://x"), "No target is called"),
        (("index", "--to", "http://127.0.0.1:99999/articles"), "Port out of range"),
        (("index", "--to", "postgresql://127.0.0.1:x/d"), "port"),
        (("index", "--to", "postgresql://u:p@[::1/d"), "not an address"),
        (("index", "--to", "postgresql://127.0.0.1:99999/d"), "port"),
        (("index", "--to", "sqlite:"), "which file"),
        (("index", "--to", "http://127.0.0.1:9/"), "Which index"),
        (("search", "tuyen"), "scrapy index makes it"),
        (("search", "tuyen", "--since", "hôm qua"), "write 2024-01-31"),
        (("search", "tuyen", "--since", "2024-02-30"), "write 2024-01-31"),
        (("search", "tuyen", "--since", "2024-13"), "write 2024-01-31"),
        (("search", "tuyen", "--since", "0000"), "write 2024-01-31"),
        (("search", "tuyen", "--limit", "0"), "at least 1"),
        (("search", "tuyen", "--limit", str(10**20)), "at most"),
        (("search", "tuyen", "--index", "nonsense"), "which file"),
        (("search", "tuyen", "--index", "http://x/y"), "which file"),
    ],
)
def test_wrong_usage(output: Path, arguments: tuple[str, ...], says: str) -> None:
    done = run(arguments[0], output, *arguments[1:])
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("is_terminal", [True, False])
def test_signs_in_texts_mean_nothing(is_terminal: bool) -> None:
    odd = "Tin [/bold] \x1b[31m \x02 :smile: [red] \\"
    hit = Hit("a", odd, None, "[/x]", None, (), "https://x/[/bold]", 1.0, odd, "[/b]", (), (), (), ())
    out = io.StringIO()
    console = PlainConsole(file=out, force_terminal=is_terminal, color_system="standard", soft_wrap=True)
    _print_hit(console, 1, hit, Marks(["bold"]))
    said = out.getvalue()
    assert "\x1b[31m" not in said
    assert "\x02" not in said
    assert said.splitlines()[0].startswith("1. Tin [/\x1b[1mbold\x1b[0m]" if is_terminal else "1. Tin [/[bold]]")
    assert said.splitlines()[0].endswith(":smile: [red] \\")
    assert "[/x] · https://x/[/bold] · nearly the same as [/b]" in said


def test_a_question_without_words_is_wrong_usage(output: Path) -> None:
    run("index", output)
    done = run("search", output, "?!")
    assert (done.returncode, "no word" in done.stderr) == (2, True)


def test_what_is_refused_is_kept_in_a_file(output: Path, bulk: Place) -> None:
    bad = record(SOURCE, "bad", "Tin", "Văn bản.", date_published="hôm qua")
    append(output / f"{SOURCE}.jsonl", [bad])
    done = run("index", output, "--to", bulk.url)
    assert done.returncode == 1
    assert "1 documents were refused" in done.stderr
    (path,) = (output / "index").glob("*.refused.jsonl")
    (line,) = read_lines(path)
    assert (line["id"], line["log"], line["record"]) == (bad["id"], SOURCE, bad)
    assert str(path) in done.stderr
    assert line["reason"] in done.stderr
    append(output / f"{SOURCE}.jsonl", [gone(SOURCE, "bad")])
    assert run("index", output, "--to", bulk.url).returncode == 0
    assert not path.exists()


def test_what_is_secret_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INDEX_PASSWORD", "INDEX_API_KEY", "INDEX_CA_FILE"):
        monkeypatch.setenv(name, "p:ä")
        assert scrapy("settings", "--get", name).stdout == "p:ä\n"


def test_a_target_that_is_down(output: Path) -> None:
    done = run("index", output, "--to", "postgresql://nobody@127.0.0.1:9/none")
    assert done.returncode == 1
    assert "the next run continues from here" in done.stderr
    assert "Traceback" not in done.stderr


def wait_until(is_so: Callable[[], Any], run: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 600
    while not is_so():
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_follow(output: Path, tmp_path: Path) -> None:
    place = sqlite_place(output)
    log = output / f"{SOURCE}.jsonl"

    def is_equal() -> bool:
        with suppress(sqlite3.OperationalError):  # it is being made
            return place.held().keys() == state_of(output).keys()
        return False

    command = [sys.executable, "-m", "scrapy", "index", "--follow", "-s", f"OUTPUT_DIR={output}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as follower:
        try:
            wait_until(is_equal, follower)
            append(log, [record(SOURCE, "c", "Tin mới", "Văn bản mới.")])
            append(output / "longan.jsonl", [record("longan", "d", "Nguồn mới", "Văn bản mới.")])
            wait_until(is_equal, follower)
            assert run("index", output).returncode == 2, "one process feeds a target"
            new = tmp_path / "new"
            append(new, [record(SOURCE, "e", "Bản viết lại", "Văn bản.")])
            new.replace(log)
            wait_until(is_equal, follower)
            follower.send_signal(signal.SIGTERM)
            said, log_text = follower.communicate(timeout=600)
        finally:
            follower.kill()
    assert follower.returncode == 0, log_text
    assert "removed" in said
    assert "was rewritten" in log_text
    assert "INFO: 2 new lines: 2 documents sent, 0 removed" in log_text
