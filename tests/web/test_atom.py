"""Feeds of searches: valid Atom, the newest first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from scraper.web.atom import ENTRIES
from tests.index.logs import record
from tests.web.articles import OPENED
from tests.web.serving import RunningWeb, indexed, running

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")


def feed(web: RunningWeb, path: str) -> etree._Element:
    """A feed that has what RFC 4287 requires."""
    reply = web.get(path)
    assert reply.status == 200, reply.text
    assert reply.headers["content-type"].startswith("application/atom+xml")
    root = etree.fromstring(reply.body)
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (one,) = element.findall(f"{ATOM}{name}")
            assert one.text
        assert MOMENT.fullmatch(element.findtext(f"{ATOM}updated") or "")
        assert re.match(r"(https?|urn):", element.findtext(f"{ATOM}id") or "")
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for link in root.iter(f"{ATOM}link"):
        assert re.match(r"https?://", link.get("href") or "")
    (own,) = root.xpath("a:link[@rel='self']/@href", namespaces={"a": ATOM[1:-1]})
    assert own == root.findtext(f"{ATOM}id")
    return root


def titles(root: etree._Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.findall(f"{ATOM}entry")]


def test_the_newest_come_first(web: RunningWeb) -> None:
    found = titles(feed(web, "/feed.atom?q=chuyen doi so"))
    assert found[1:] == [f"{OPENED} tại Trà Vinh", f"{OPENED} năm 2025"]
    assert found[0].startswith("<script>")
    assert r"\u202e" in found[0]


def test_a_feed_of_all(web: RunningWeb) -> None:
    root = feed(web, "/feed.atom")
    assert len(titles(root)) == 5
    assert root.findtext(f"{ATOM}updated") == "2025-07-01T00:00:00+07:00" or titles(root)


def test_filters_count_in_feeds(web: RunningWeb) -> None:
    assert titles(feed(web, "/feed.atom?q=hội nghị&source=hoabinh&author=Nguyễn Văn A")) == [f"{OPENED} năm 2025"]
    assert web.get("/feed.atom?source=nowhere").status == 400


def test_links_lead_to_the_page_here_and_to_the_office(web: RunningWeb) -> None:
    root = feed(web, "/feed.atom?q=ke hoach tuyen truyen")
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    links = {link.get("rel"): link.get("href") or "" for link in entry.findall(f"{ATOM}link")}
    assert links["via"] == "https://stp_travinh.example/plan"
    base = f"http://{web.host}:{web.port}"
    assert links["alternate"].startswith(f"{base}/article/")
    assert web.get(links["alternate"].removeprefix(base)).status == 200


@pytest.mark.parametrize("words", ["hội nghị zzzz", "chuyển đôỉ sso"])
def test_what_only_resembles_the_search_is_no_news_of_it(web: RunningWeb, words: str) -> None:
    assert titles(feed(web, f"/feed.atom?q={words}")) == []


def test_of_many_the_newest_are_there_whatever_their_rank(tmp_path: Path) -> None:
    lines = [
        record(
            "s",
            str(number),
            "Hội nghị" if number % 2 else "Tin hội nghị tuần và nhiều chữ khác nữa",
            f"Hội nghị số {number}.",
            date_published=f"{2000 + number // 12}-{number % 12 + 1:02}-05",
        )
        for number in range(150)
    ]
    files = indexed(tmp_path, *lines)
    with running(files) as web:
        root = feed(web, "/feed.atom?q=hội nghị")
        days = [(entry.findtext(f"{ATOM}updated") or "")[:10] for entry in root.findall(f"{ATOM}entry")]
    expected = sorted((line["date_published"] for line in lines), reverse=True)[:ENTRIES]
    assert days == expected
