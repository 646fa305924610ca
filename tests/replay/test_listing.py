"""The first pass of a replay: what is in a file, and what its lists say of articles."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from warcio.warcwriter import WARCWriter

from scraper.archive.files import archives
from scraper.replay.listing import NOT_SELECTED, PAGE, Contents, Mention, Selection, contents
from scraper.sites import sites_of
from tests.replay.others import HOST, HTML, Capture, write

LIST = HOST + "/tin-tuc"
SLUG, KEY = "/tin-chi-tiet/-/bai-viet/hoi-lang-mo-lai-1001-7.html", "key:1001"
TITLE, LONG = "Hội làng mở lại...", "Hội làng mở lại sau ba năm"
DIGEST = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def listing(title: str = LONG, date: str = "05/04/2023", path: str = SLUG) -> bytes:
    return f'<html><body><ul><li><a href="{path}">{title}</a> ({date})</li></ul></body></html>'.encode()


def listed(tmp_path: Path, *captures: Capture, selection: Selection | None = None) -> Contents:
    sites = sites_of(SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["scraper.spiders"]})))
    (archive,) = archives([write(tmp_path / "a.warc.gz", captures)])
    return contents(archive, sites, selection or Selection())


# Selections.


@pytest.mark.parametrize(
    ("selection", "taken"),
    [
        (Selection(), True),
        (Selection(HOST + "/tin"), True),
        (Selection(HOST + "/van"), False),
        (Selection(since="2024"), True),
        (Selection(since="2024-05-01"), True),
        (Selection(since="2024-05-02"), False),
        (Selection(until="2024"), True),
        (Selection(until="2024-05-01"), True),
        (Selection(until="2024-04"), False),
        (Selection(HOST, "2024-05", "2024-05"), True),
        (Selection("https://other.vn", "2024-05", "2024-05"), False),
    ],
    ids=str,
)
def test_what_is_selected(selection: Selection, taken: bool) -> None:
    assert selection.takes(LIST, "2024-05-01T08:00:00.000000Z") is taken


def test_lists_of_the_same_host_are_read_for_the_articles_that_are_meant(tmp_path: Path) -> None:
    selection = Selection(HOST + "/tin-chi-tiet/")
    assert selection.hears(LIST)
    assert not selection.hears("https://other.vn/tin-tuc")
    found = listed(tmp_path, Capture(LIST, listing()), selection=selection)
    assert found.captures == []
    assert [mention.identity for mention in found.mentions.values()] == [KEY]


# Mentions.


def test_a_list_says_title_and_date(tmp_path: Path) -> None:
    found = listed(tmp_path, Capture(LIST, listing()))
    mention = Mention("hoabinh", KEY, LONG, "2023-04-05", "05/04/2023", "2024-05-01T08:00:00.000000Z")
    assert found.mentions == {("hoabinh", KEY): mention}
    assert [(capture.kind, capture.url, capture.own) for capture in found.captures] == [(PAGE, LIST, False)]


def test_of_two_lists_the_longer_title_and_the_first_date_count(tmp_path: Path) -> None:
    early, late = "2024-05-01T08:00:00Z", "2024-05-02T08:00:00Z"
    found = listed(
        tmp_path,
        Capture(LIST, listing(TITLE, "06/04/2023"), at=late),
        Capture(LIST + "?b", listing(LONG, "05/04/2023"), at=early),
    )
    (mention,) = found.mentions.values()
    assert (mention.text, mention.iso) == (LONG, "2023-04-05")


UNDATED = Mention("hoabinh", KEY, TITLE, None, None, "2024-01-01")
DATED = Mention("hoabinh", KEY, LONG, "2023-04-05", "05/04/2023", "2024-02-01")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (UNDATED, DATED, DATED),
        (DATED, UNDATED, DATED),
        (UNDATED, UNDATED, UNDATED),
        (DATED, replace(DATED, iso="2023-04-06", at="2024-01-01"), replace(DATED, iso="2023-04-06", at="2024-01-01")),
    ],
)
def test_what_two_mentions_say_together(one: Mention, other: Mention, expected: Mention) -> None:
    assert one.joined(other) == expected


def test_an_article_that_its_address_shows_is_not_asked_for_others(tmp_path: Path) -> None:
    found = listed(tmp_path, Capture(HOST + SLUG, listing("Chợ phiên", path=SLUG.replace("1001", "1002"))))
    assert found.mentions == {}


def test_a_page_about_the_office_mentions_nothing(tmp_path: Path) -> None:
    found = listed(tmp_path, Capture(LIST, listing("Liên hệ", path="/lien-he")))
    assert found.mentions == {}


# Captures.


@pytest.mark.parametrize(
    ("capture", "kind"),
    [
        (Capture(LIST, listing()), PAGE),
        (Capture(LIST, b"", status="301 Moved"), "redirect"),
        (Capture(LIST, b"", status="399 ?"), "redirect"),
        (Capture(LIST, b"", status="400 Bad"), "status 400"),
        (Capture(LIST, b"", status="299 ?"), "status 299"),
        (Capture(LIST, b"", status="304 Not Modified"), "not changed"),
        (Capture(LIST, b"%PDF-1.4", {"Content-Type": "application/pdf"}), "not HTML"),
        (Capture(HOST + "/tim-kiem?q=a", listing()), "print view, search, file or trap"),
        (Capture(LIST, b"", kind="revisit", warc={"WARC-Profile": DIGEST}), PAGE),
        (Capture(LIST, b"", kind="revisit", warc={"WARC-Profile": "server-not-modified"}), "not changed"),
    ],
)
def test_the_kind_of_a_capture(capture: Capture, kind: str, tmp_path: Path) -> None:
    assert [capture.kind for capture in listed(tmp_path, capture).captures] == [kind]


def test_a_page_of_our_own_archive_that_is_not_selected_may_hold_the_body_of_one_that_is(tmp_path: Path) -> None:
    info = b"spider: hoabinh\r\nsource: hoabinh\r\nhosts: hoabinh.gov.vn\r\n"
    path = tmp_path / "a.warc.gz"
    head = Capture("urn:info", info, {"Content-Type": "application/warc-fields"}, kind="warcinfo")
    path.write_bytes(info_member(head) + Capture(LIST, listing()).member())
    sites = sites_of(SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["scraper.spiders"]})))
    (archive,) = archives([path])
    found = contents(archive, sites, Selection(since="2025"))
    assert [(capture.kind, capture.own, capture.info) for capture in found.captures] == [(NOT_SELECTED, True, 1)]


def info_member(capture: Capture) -> bytes:
    """A ``warcinfo`` record: it has no HTTP headers."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    record = writer.create_warc_record(
        None, "warcinfo", BytesIO(capture.body), len(capture.body), warc_headers_dict={"WARC-Date": capture.at}
    )
    writer.write_record(record)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("warc", "refers"),
    [
        ({}, (LIST, "")),
        ({"WARC-Refers-To-Target-URI": "<HTTPS://HoaBinh.gov.vn/Tin>"}, ("https://hoabinh.gov.vn/Tin", "")),
        ({"WARC-Refers-To-Date": "2024-04-01T08:00:00Z"}, (LIST, "2024-04-01T08:00:00.000000Z")),
        ({"WARC-Refers-To-Date": "yesterday"}, (LIST, "")),
    ],
)
def test_where_the_body_of_a_revisit_lies(warc: dict[str, str], refers: tuple[str, str], tmp_path: Path) -> None:
    capture = Capture(LIST, b"", kind="revisit", warc={"WARC-Profile": DIGEST, **warc})
    assert [capture.refers_to for capture in listed(tmp_path, capture).captures] == [refers]


@pytest.mark.parametrize(
    ("at", "valid"),
    [
        ("1990-01-01T00:00:00Z", True),
        ("1989-12-31T00:00:00Z", False),
        ("2100-12-31T00:00:00Z", True),
        ("2101-01-01T00:00:00Z", False),
        ("soon", False),
    ],
)
def test_a_date_before_there_were_archives_is_damage(at: str, valid: bool, tmp_path: Path) -> None:
    found = listed(tmp_path, Capture(LIST, listing(), {"Content-Type": HTML}, at=at))
    assert (len(found.captures), len(found.damage)) == ((1, 0) if valid else (0, 1))
    assert all("no valid WARC-Date" in damage.reason for damage in found.damage)
