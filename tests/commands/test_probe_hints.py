"""The commands after a probe that saved a source."""

from __future__ import annotations

from scraper.commands.probe_hints import next_steps

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


def test_a_site_of_an_inner_network_is_named() -> None:
    crawl = list(next_steps("sxd", "http://127.0.0.1:8000/sxd/", {}))[-1]
    assert crawl == "scrapy crawl sxd -a base_url=http://127.0.0.1:8000/sxd/ -s WARC_DIR=archive"


def test_fixtures_need_their_folder_and_no_password_is_shown() -> None:
    given = {"FIXTURES_DIR": "my pages", "PROXY": "http://me:secret@proxy:3128"}
    show, *_, crawl = next_steps("sxd", "https://sxd.vidu.gov.vn/", given)
    assert show == "scrapy fixture sxd --show -s FIXTURES_DIR='my pages'"
    assert "secret" not in crawl
    assert "-s PROXY=…" in crawl.replace("'", "")
