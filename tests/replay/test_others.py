"""Archives of Common Crawl, the Wayback Machine and others: read as they are."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from warcio.warcwriter import WARCWriter

from scraper.replay.listing import Selection
from tests.replay.others import HOST, HTML, Capture, page, portal, replayed, write

SITE = portal()


def chunked(body: bytes, size: int = 700) -> bytes:
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def packed_and_chunked(body: bytes) -> bytes:
    return chunked(gzip.compress(body))


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


CODED: dict[str, tuple[dict[str, str], Callable[[bytes], bytes]]] = {
    "as it is": ({}, bytes),
    "gzip": ({"Content-Encoding": "gzip"}, gzip.compress),
    "deflate": ({"Content-Encoding": "deflate"}, zlib.compress),
    "deflate without a header": ({"Content-Encoding": "deflate"}, raw_deflate),
    "chunked": ({"Transfer-Encoding": "chunked"}, chunked),
    "gzip in chunks": ({"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, packed_and_chunked),
    "unpacked, and the header still says gzip": ({"Content-Encoding": "gzip"}, bytes),
    "joined, and the header still says chunked": ({"Transfer-Encoding": "chunked"}, bytes),
    "both": ({"Transfer-Encoding": "chunked", "Content-Encoding": "br"}, bytes),
    "header names in other letters": ({"content-encoding": "GZIP"}, gzip.compress),
    "a wrong length": ({"Content-Length": "17"}, bytes),
}


@pytest.mark.parametrize("name", CODED)
def test_bodies_however_they_are_kept(name: str, tmp_path: Path) -> None:
    headers, code = CODED[name]
    url, body = page(SITE, 1)
    done = replayed(write(tmp_path / "a.warc.gz", [Capture(url, code(body), {"Content-Type": HTML, **headers})]))
    (article,) = done.articles
    assert (article.title, article.body) == (SITE.truth[1].title, SITE.truth[1].body)
    assert article.source == "hoabinh"
    assert article.archive == {"file": "a.warc.gz", "offset": 0}
    assert article.fetched_at == "2024-05-01T08:00:00Z"


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html",
        "text/plain",
        "application/octet-stream",
        "text/html; charset=iso-8859-1",
        "image/jpeg",
        "",
        "nonsense",
    ],
)
def test_a_content_type_that_is_missing_or_lies(content_type: str, tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    headers = {"Content-Type": content_type} if content_type else {}
    (article,) = replayed(write(tmp_path / "a.warc.gz", [Capture(url, body, headers)])).articles
    assert article.body == SITE.truth[1].body


def test_what_is_no_page_whatever_the_server_calls_it(tmp_path: Path) -> None:
    url, _ = page(SITE, 1)
    bodies = (
        b"%PDF-1.4 <html>",
        b"\xff\xd8\xff\xe0 jpeg",
        b'{"html": "<p>x</p>"}',
        b"\x00\x01<html>",
        b"<?xml version='1.0'?><rss/>",
    )
    done = replayed(write(tmp_path / "a.warc.gz", [Capture(url, body) for body in bodies]))
    assert done.articles == []
    assert done.others == {"not HTML": 5}


def test_kinds_are_counted(tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    captures = [
        Capture(url, body, status="301 Moved", headers={"Location": "/"}),
        Capture(url, b"gone", status="404 Not Found"),
        Capture(url, b"", status="304 Not Modified"),
        Capture(HOST + "/in-bai/1", body),
        Capture(HOST + "/", SITE.respond("GET", "/", session="x").body),
        Capture(url, b"<html></html>"),
        Capture("dns:hoabinh.gov.vn", b"1.2.3.4"),
        Capture(url, body, kind="request"),
        Capture(url, body, kind="revisit", warc={"WARC-Profile": "x/revisit/identical-payload-digest"}),
    ]
    done = replayed(write(tmp_path / "a.warc.gz", captures))
    assert done.others == {"redirect": 1, "status 404": 1, "not changed": 1, "print view, search, file or trap": 1}
    assert done.kinds == ["no article"] * 3, "the front page, and an empty one twice"
    assert done.damage == []


def test_lists_in_the_archive_give_dates_to_articles_that_print_none(tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    bare = b"<html><body><h1>%s</h1><p>%s</p><p>%s</p></body></html>" % tuple(
        text.encode() for text in (SITE.truth[1].title, *SITE.truth[1].body.split("\n\n")[:2])
    )
    listing = (
        f'<html><body><ul><li><a href="{url}">{SITE.truth[1].title}</a> (05/04/2023)</li></ul></body></html>'.encode()
    )
    # The list is fetched later, and lies in another file.
    article = write(tmp_path / "a.warc.gz", [Capture(url, bare)])
    lists = write(tmp_path / "b.warc.gz", [Capture(HOST + "/tin-tuc", listing, at="2024-06-01T00:00:00Z")])
    (alone,) = replayed(article).articles
    assert (alone.date_published, alone.date_source) == (None, None)
    (found,) = replayed(article, lists).articles
    assert (found.date_published, found.date_source, found.title) == ("2023-04-05", "listing", SITE.truth[1].title)
    assert body


def test_the_longest_words_and_the_first_date_of_all_lists_count(tmp_path: Path) -> None:
    url, title = HOST + "/tin-chi-tiet/-/bai-viet/x-1-2.html", SITE.truth[1].title
    body = f"<html><body><h1>{title}</h1><p>{SITE.truth[1].body[:300]}</p></body></html>".encode()

    def listing(words: str, day: str, at: str) -> Capture:
        text = f'<html><body><ul><li><a href="{url}">{words}</a> {day}</li></ul></body></html>'
        return Capture(f"{HOST}/tin-tuc?day={at}", text.encode(), at=f"{at}T00:00:00Z")

    lists = [
        listing(title[:30] + "...", "(07/04/2023)", "2024-03-03"),
        listing(title, "", "2024-03-01"),
        listing(title[:40] + "...", "(05/04/2023)", "2024-03-02"),
    ]
    article = Capture(url, body, at="2024-02-02T00:00:00Z")
    one = write(tmp_path / "a.warc.gz", [lists[0], article])
    other = write(tmp_path / "b.warc.gz", lists[1:])
    for selection in (Selection(), Selection(url_prefix=url), Selection(until="2024-02")):
        (found,) = replayed(one, other, selection=selection).articles
        assert (found.date_published, found.title) == ("2023-04-05", title)
    assert replayed(one, other, selection=Selection(url_prefix="https://other.gov.vn/")).readings == []


def test_a_site_that_nobody_knows_is_read_by_content(tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    url = url.replace(HOST, "https://sxd.vidu.gov.vn")
    moved = body.replace(HOST.encode(), b"https://sxd.vidu.gov.vn")
    odd = url.partition("/tin-chi-tiet")[0] + "/x/y.do?b=7"
    done = replayed(write(tmp_path / "a.warc.gz", [Capture(url, moved), Capture(odd, moved)]))
    assert [article.source for article in done.articles] == ["portal_sxd_vidu_gov_vn"] * 2
    assert {article.title for article in done.articles} == {SITE.truth[1].title}


def test_the_source_may_be_said(tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    path = write(tmp_path / "a.warc.gz", [Capture(url.replace("hoabinh.gov.vn", "web.archive.example"), body)])
    (article,) = replayed(path, source="hoabinh").articles
    assert article.source == "hoabinh"
    assert article.id == replayed(write(tmp_path / "b.warc.gz", [Capture(url, body)])).articles[0].id


def test_several_captures_come_in_the_order_of_time(tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    first = SITE.truth[1].body.split("\n\n")[0]
    versions = [body.replace(first.encode(), f"{first} Bản {n}.".encode()) for n in (1, 2, 3)]
    captures = [Capture(url, text, at=f"202{n}-01-01T00:00:00Z") for n, text in enumerate(versions)]
    one = write(tmp_path / "a.warc.gz", [captures[2], captures[0]])
    other = write(tmp_path / "b.warc.gz", [captures[1]])
    done = replayed(one, other)
    assert [article.fetched_at[:4] for article in done.articles] == ["2020", "2021", "2022"]
    assert len({article.id for article in done.articles}) == 1


@pytest.mark.parametrize(
    ("selection", "years"),
    [
        (Selection(since="2021"), ["2021", "2022"]),
        (Selection(until="2021"), ["2020", "2021"]),
        (Selection(since="2021-01-01", until="2021-01-01"), ["2021"]),
        (Selection(since="2021-01-02"), ["2022"]),
        (Selection(url_prefix=HOST + "/tin-chi"), ["2020", "2021", "2022"]),
        (Selection(url_prefix=HOST + "/tin-khac"), []),
    ],
)
def test_selections(selection: Selection, years: list[str], tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    path = write(tmp_path / "a.warc.gz", [Capture(url, body, at=f"202{n}-01-01T10:00:00Z") for n in range(3)])
    assert [article.fetched_at[:4] for article in replayed(path, selection=selection).articles] == years


def test_a_body_that_its_archive_cut_is_read_and_says_so(tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    path = write(tmp_path / "a.warc.gz", [Capture(url, body[:-20], warc={"WARC-Truncated": "length"})])
    (article,) = replayed(path).articles
    assert article.warnings[-1] == "cut in the archive: length"


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("harm", ["torn", "hole", "rubbish", "lost"])
def test_damage_costs_what_is_damaged_and_nothing_else(packed: bool, harm: str, tmp_path: Path) -> None:
    members = [Capture(*page(SITE, n)).member(packed=packed) for n in range(5)]
    begin, end = len(b"".join(members[:2])), len(b"".join(members[:3]))
    whole = b"".join(members)
    damaged = {
        "torn": whole[:-100],
        "hole": whole[: begin + 200] + bytes(300) + whole[begin + 500 :],
        "rubbish": whole[:end] + b"rubbish \x1f\x8b\x08 WARC/1.x " * 30 + whole[end:],
        "lost": whole[: begin + 150] + whole[end - 150 :],
    }[harm]
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(damaged)
    done = replayed(path)
    titles = [article.title for article in done.articles]
    lost = {"torn": 4, "rubbish": None}.get(harm, 2)
    assert titles == [truth.title for n, truth in enumerate(SITE.truth[:5]) if n != lost]
    # A hole in a page that is not packed looks like a page of another kind.
    assert done.damage or (harm == "hole" and not packed and sum(done.others.values()) == 1)


def test_records_without_a_date_are_damage(tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    done = replayed(write(tmp_path / "a.warc.gz", [Capture(url, body, at="yesterday"), Capture(url, body)]))
    assert len(done.articles) == 1
    assert done.damage == [f"no valid WARC-Date, {url}"]


def test_stormcrawler_masks_headers_or_keeps_none(tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    masked = {"Content-Type": HTML, "X-Crawler-Content-Encoding": "gzip", "X-Crawler-Transfer-Encoding": "chunked"}
    buffer = BytesIO()
    writer = WARCWriter(buffer)
    writer.write_record(
        writer.create_warc_record(url, "resource", BytesIO(body), len(body), warc_content_type="text/html")
    )
    path = tmp_path / "a.warc.gz"
    path.write_bytes(Capture(url, body, masked).member() + buffer.getvalue())
    assert [article.body for article in replayed(path).articles] == [SITE.truth[1].body] * 2


def test_wacz_and_folders(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    warcs = [write(tmp_path / f"{n}.warc.gz", [Capture(*page(SITE, n))]) for n in range(3)]
    warcs[2].rename(tmp_path / "below" / "2.warc.gz")
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as wacz:
        wacz.writestr("datapackage.json", "{}")
        for n in (0, 1):
            wacz.write(warcs[n], f"archive/{n}.warc.gz")
            warcs[n].unlink()
    done = replayed(tmp_path)
    assert [article.title for article in done.articles] == [SITE.truth[n].title for n in range(3)]
    assert [article.archive and article.archive["file"] for article in done.articles] == [
        "a.wacz/0.warc.gz",
        "a.wacz/1.warc.gz",
        "2.warc.gz",
    ]


def test_what_stands_together_in_a_member_is_damage_and_the_rest_is_read(tmp_path: Path) -> None:
    members = [Capture(*page(SITE, n)).member(packed=False) for n in range(3)]
    (tmp_path / "whole.warc.gz").write_bytes(gzip.compress(b"".join(members)))
    good = write(tmp_path / "good.warc.gz", [Capture(*page(SITE, 4))])
    done = replayed(tmp_path / "whole.warc.gz", good)
    assert SITE.truth[4].title in [article.title for article in done.articles]
    assert any("recompress" in reason for reason in done.damage)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "1800-01-01T00:00:00Z"])
def test_years_without_a_web_are_damage(at: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", [Capture(*page(SITE, 1), at=at), Capture(*page(SITE, 2))])
    done = replayed(path)
    assert [article.title for article in done.articles] == [SITE.truth[2].title]
    assert len(done.damage) == 1


NOTE = "application/vnd.scraper.note+json"


@pytest.mark.parametrize("text", [b"{", b"\xff", b"[]", b'{"text": 5}', b'{"text": "", "further": 1}'])
def test_a_note_that_is_none_is_damage(text: bytes, tmp_path: Path) -> None:
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    kind = {"Content-Type": NOTE, "WARC-Refers-To": "<urn:uuid:1>"}
    writer.write_record(writer.create_warc_record(HOST, "metadata", BytesIO(text), len(text), warc_headers_dict=kind))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(buffer.getvalue() + Capture(*page(SITE, 2)).member())
    done = replayed(path)
    assert [article.title for article in done.articles] == [SITE.truth[2].title]
    assert len(done.damage) == 1


def test_an_archive_does_not_write_into_the_log_of_another_site(tmp_path: Path) -> None:
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    said = {"spider": "hoabinh", "hosts": "evil.example", "source": "stp_travinh"}
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", said))
    url, body = page(SITE, 1)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(buffer.getvalue() + Capture(url.replace(HOST, "https://evil.example"), body).member())
    assert "stp_travinh" not in {article.source for article in replayed(path).articles}


def test_the_newest_capture_may_be_a_revisit(tmp_path: Path) -> None:
    url, body = page(SITE, 1)
    first = SITE.truth[1].body.split("\n\n")[0]
    old, new = (body.replace(first.encode(), f"{first} Bản {n}.".encode()) for n in (1, 2))
    again = {"WARC-Profile": "x/revisit/identical-payload-digest", "WARC-Refers-To-Target-URI": url,
             "WARC-Refers-To-Date": "2020-01-01T00:00:00Z"}  # fmt: skip
    captures = [
        Capture(url, old, at="2020-01-01T00:00:00Z"),
        Capture(url, new, at="2021-01-01T00:00:00Z"),
        Capture(url, b"", at="2022-01-01T00:00:00Z", kind="revisit", warc=again),
    ]
    done = replayed(write(tmp_path / "a.warc.gz", captures))
    assert [(article.fetched_at[:4], "Bản 1" in article.body) for article in done.articles] == [
        ("2020", True),
        ("2021", False),
        ("2022", True),
    ]


def test_half_a_wacz_in_a_folder_costs_itself(tmp_path: Path) -> None:
    (tmp_path / "half.wacz").write_bytes(b"PK\x03\x04 and no end")
    write(tmp_path / "GOOD.WARC.GZ", [Capture(*page(SITE, 2))])
    assert [article.title for article in replayed(tmp_path).articles] == [SITE.truth[2].title]
