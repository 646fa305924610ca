"""The commands after a probe that saved a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.commands.probe_hints import called_as, next_steps

AGENT = "our-crawler (+mailto:data@example.org)"


def test_what_comes_next_with_what_the_user_gave() -> None:
    assert list(next_steps("sxd", "https://sxd.vidu.gov.vn/", {"USER_AGENT": AGENT, "WARC_DIR": "warc"})) == [
        "scrapy fixture sxd --show",
        "scrapy fixture sxd --accept",
        "scrapy check sxd",
        f"scrapy crawl sxd -s USER_AGENT='{AGENT}' -s WARC_DIR=warc",
    ]


def test_an_archive_is_proposed() -> None:
    assert list(next_steps("sxd", "https://sxd.vidu.gov.vn/", {}))[-1] == "scrapy crawl sxd -s WARC_DIR=archive"


def test_an_archive_that_is_set_is_not_repeated() -> None:
    *_, crawl = next_steps("sxd", "https://sxd.vidu.gov.vn/", {}, ".venv/bin/scrapy", is_archived=True)
    assert crawl == ".venv/bin/scrapy crawl sxd"


def test_commands_are_named_as_the_program_was_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / ".venv" / "bin" / "scrapy"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    assert called_as(str(program)) == called_as(".venv/bin/scrapy") == ".venv/bin/scrapy"
    assert called_as(str(tmp_path / "scrapy" / "__main__.py")).endswith(" -m scrapy")
    assert called_as("/usr/bin/pytest") == "scrapy", "called by another program"
    monkeypatch.setenv("PATH", str(program.parent))
    assert called_as(str(program)) == "scrapy"
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(program.parent.parent.parent / ".venv" / "bin")
    assert called_as("/usr/local/bin/scrapy") == "/usr/local/bin/scrapy"


def test_a_site_of_an_inner_network_is_named() -> None:
    crawl = list(next_steps("sxd", "http://127.0.0.1:8000/sxd/", {}))[-1]
    assert crawl == "scrapy crawl sxd -a base_url=http://127.0.0.1:8000/sxd/ -s WARC_DIR=archive"


def test_fixtures_need_their_folder_and_no_password_is_shown() -> None:
    given = {"FIXTURES_DIR": "my pages", "PROXY": "http://me:secret@proxy:3128"}
    show, *_, crawl = next_steps("sxd", "https://sxd.vidu.gov.vn/", given)
    assert show == "scrapy fixture sxd --show -s FIXTURES_DIR='my pages'"
    assert "secret" not in crawl
    assert "-s PROXY=…" in crawl.replace("'", "")
