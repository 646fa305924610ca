"""An archive of ours whose bytes and members are changed at random: only its own pages are read, with their own bodies.

Its bodies contain whole records of other files, some of them forged for its own addresses. ``ARCHIVES=5000 pytest
tests/archive/test_mutants.py`` is the long form; a mutant that fails stays in the folder that is printed.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from warcio.warcwriter import WARCWriter

from scraper.archive.exchange import Exchange
from scraper.archive.file import OPEN
from scraper.archive.files import Archive
from scraper.archive.frames import packed_at
from scraper.archive.http import answer_of
from scraper.archive.mending import mend
from scraper.archive.records import MEMBERSHIP, Damage, record_at
from scraper.archive.writer import CONTEXT_TYPE, ArchiveWriter
from scraper.reading import PageContext, context_to_json
from scraper.replay.listing import PAGE, Contents, Selection, contents
from scraper.sites import Sites, sites_of
from tests.archive.test_writer import PAGE as EXCHANGE
from tests.replay.others import HOST, HTML, Capture, page, portal

COUNT = int(os.environ.get("ARCHIVES", "150"))
SITES: Sites = sites_of(SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["scraper.spiders"]})))
INFO = {"spider": "hoabinh", "hosts": "hoabinh.gov.vn"}
FORGED = b"<html><body><h1>Forged</h1><p>" + b"Nothing of this was ever on the page. " * 9 + b"</p></body></html>"
NOTE = context_to_json(PageContext(("Tin tức",)))


def special(kind: str, body: bytes, **headers: str) -> bytes:
    """A record without HTTP headers."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    warc = {name.replace("_", "-"): value for name, value in headers.items()}
    writer.write_record(writer.create_warc_record(HOST, kind, BytesIO(body), len(body), warc_headers_dict=warc))
    return buffer.getvalue()


def foreign(url: str, noise: random.Random) -> list[bytes]:
    """A file that is not ours, though it says so: another body of an address, and a page of another site."""
    name = f"<urn:uuid:{noise.randrange(10**20)}>"
    lines = [*INFO.items(), ("source", "hoabinh"), ("isPartOf", "x"), MEMBERSHIP]
    info = "".join(f"{name}: {value}\r\n" for name, value in lines).encode()
    warc = {"WARC-Warcinfo-ID": name, "WARC-Record-ID": name}
    forged = FORGED + noise.randbytes(1_500)
    return [
        special("warcinfo", info, WARC_Record_ID=name),
        Capture(url, forged, warc=warc).member(),
        special("metadata", NOTE.encode(), Content_Type=CONTEXT_TYPE, WARC_Refers_To=name),
        Capture("https://evil.example/tin-chi-tiet/-/bai-viet/x-1-2.html", forged).member(),
    ]


@dataclass
class Original:
    """The archive before its changes."""

    members: list[bytes] = field(default_factory=list)
    bodies: dict[str, set[bytes]] = field(default_factory=dict)
    foreign: list[list[bytes]] = field(default_factory=list)
    pages: int = 0


def exchange(url: str, body: bytes, status: str = "200 OK") -> Exchange:
    return replace(EXCHANGE, url=url, headers=[("Content-Type", HTML)], body=body, status_line=f"HTTP/1.1 {status}")


def original(folder: Path) -> Original:
    site, noise = portal(8), random.Random(17)
    pages = [page(site, number) for number in range(8)]
    made = Original(foreign=[foreign(url, noise) for url, _ in pages])
    archive = ArchiveWriter(folder, "hoabinh", INFO)
    # Behind so much of noise zlib stores bytes as they are, and knows nothing like them.
    inside = [noise.randbytes(33_000) + b"".join(file) for file in made.foreign]
    traps = [b"".join(inside[n::4]) + noise.randbytes(size) for n, size in enumerate((0, 9, 4_000, 20_000))]
    for number, (url, body) in enumerate(pages):
        bodies = [body, body] if number % 3 == 0 else [body]
        bodies += [body.replace(b"</p>", b" Moi.</p>")] if number % 4 == 1 else []
        for each in bodies:
            place = archive.write(exchange(url, each))
            archive.write_metadata(url, place, NOTE)
            made.bodies.setdefault(url, set()).add(each)
            made.pages += 1
        archive.write(exchange(url, b"", "304 Not Modified"))
        if number % 2:
            trap = traps.pop()
            archive.write(exchange(f"{HOST}/tai-lieu/{number}.warc.gz", trap))
            made.bodies[f"{HOST}/tai-lieu/{number}.warc.gz"] = {trap}
            made.pages += 1
    archive.close()
    (path,) = folder.glob("*.warc.gz")
    data, position = path.read_bytes(), 0
    while position < len(data):
        end = packed_at(BytesIO(data), position).end
        made.members.append(data[position:end])
        position = end
    return made


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Original:
    return original(tmp_path_factory.mktemp("whole"))


Change = Callable[[bytes, Original, random.Random], bytes]


def flipped(data: bytes, _: Original, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _each in range(chance.choice([1, 1, 3, 30])):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def overwritten(data: bytes, _: Original, chance: random.Random) -> bytes:
    begin, size = chance.randrange(len(data)), chance.choice([1, 20, 500, 5_000, 60_000])
    return data[:begin] + (chance.randbytes(size) if chance.random() < 0.5 else bytes(size)) + data[begin + size :]


def shortened(data: bytes, _: Original, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def cut_out(data: bytes, _: Original, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data))
    return data[:begin] + data[begin + chance.choice([1, 100, 3_000, 50_000]) :]


def inserted(data: bytes, _: Original, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data))
    return data[:begin] + chance.randbytes(chance.choice([1, 100, 3_000])) + data[begin:]


def repeated(data: bytes, _: Original, chance: random.Random) -> bytes:
    begin, place = chance.randrange(len(data)), chance.randrange(len(data))
    return data[:place] + data[begin : begin + chance.choice([10, 1_000, 40_000])] + data[place:]


def with_foreign_bytes(data: bytes, whole: Original, chance: random.Random) -> bytes:
    """Foreign records in place of bytes of ours, which no page can do."""
    begin, more = chance.randrange(len(whole.members[0]), len(data) + 1), b"".join(chance.choice(whole.foreign)[1:])
    return data[:begin] + more + data[begin + chance.choice([0, len(more)]) :]


BYTES: list[Change] = [flipped, overwritten, shortened, cut_out, inserted, repeated]


def members_changed(members: list[bytes], chance: random.Random) -> list[bytes]:
    """Members lost, repeated and in another order."""
    found = list(members)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(found))
        match chance.randrange(3):
            case 0:
                del found[place]
            case 1:
                found.insert(place, chance.choice(found))
            case 2:
                other = chance.randrange(len(found))
                found[place], found[other] = found[other], found[place]
    return found


def mutant(whole: Original, number: int) -> bytes:
    chance = random.Random(f"archive {number}")
    members = members_changed(whole.members, chance) if chance.random() < 0.3 else whole.members
    data = b"".join(members)
    if chance.random() < 0.1:
        return with_foreign_bytes(data, whole, chance)
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
        change = chance.choice(BYTES)
        data = change(data, whole, chance) if data else data
    return data


def read(path: Path) -> tuple[Contents, set[tuple[str, bytes]]]:
    """What is listed of a file, and the address and body of each page in it."""
    archive = Archive(path, path.name, size=path.stat().st_size)
    found, pages = contents(archive, SITES, Selection()), set()
    with archive.open() as file:
        for capture in found.captures:
            record = record_at(file, capture.offset)
            assert not isinstance(record, Damage)
            if record.kind == "response":
                pages.add((capture.url, answer_of(record).raw))
    return found, pages


def check(whole: Original, data: bytes, folder: Path) -> None:
    path = folder / f"a.warc.gz{OPEN}"
    path.write_bytes(data)
    found, pages = read(path)
    originals = {(url, body) for url, bodies in whole.bodies.items() for body in bodies} | {
        (url, b"") for url in whole.bodies
    }
    assert pages <= originals
    assert {note for _, _, note in found.notes} <= {NOTE}
    assert not any("forged" in info.get("isPartOf", "") or info.get("isPartOf") == "x" for info in found.infos)
    assert bool(found.damage) is not is_made_of(whole.members, data), "what is not read is told, and nothing else"
    kept = [member for member in whole.members if member in data]
    mended = mend(folder, "a.warc.gz", lambda _: None)
    after = path.with_name("a.warc.gz")
    result = after.read_bytes()
    assert data.startswith(result)
    assert len(data) - len(result) == mended[after].cut
    assert all(member in result for member in kept), "a whole record is lost"
    assert read(after)[1] == pages
    if data.startswith(whole.members[0]) and result != data:
        assert any(is_same(member, result[-len(member) :]) for member in whole.members), "half a record is left"
    after.unlink()


def is_made_of(members: list[bytes], data: bytes) -> bool:
    """True if a file consists of whole members, in whatever order."""
    distinct = set(members)
    while data:
        member = next((member for member in distinct if is_same(member, data[: len(member)])), None)
        if member is None:
            return False
        data = data[len(member) :]
    return True


def is_same(member: bytes, found: bytes) -> bool:
    """True for the same record: of a gzip header, time, system and the mark of a text mean nothing."""
    return found[:3] == member[:3] and found[3:4] in (b"\0", b"\1") and found[10:] == member[10:]


def test_the_archive_itself(whole: Original, tmp_path: Path) -> None:
    data = b"".join(whole.members)
    assert sum(b"".join(file) in data for file in whole.foreign) >= 3, "zlib has stored them as they are"
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    found, pages = read(path)
    assert found.damage == []
    assert {url for url, _ in pages} == set(whole.bodies)
    assert sum(capture.kind == PAGE for capture in found.captures) == whole.pages


def test_mutants(whole: Original, tmp_path: Path) -> None:
    for number in range(COUNT):
        try:
            check(whole, mutant(whole, number), tmp_path)
        except Exception as error:
            raise AssertionError(f"mutant {number}, in {tmp_path}") from error


@pytest.mark.parametrize("place", [1, 5, -1])
def test_a_foreign_record_between_whole_ones_is_refused_and_counted(
    place: int, whole: Original, tmp_path: Path
) -> None:
    members = list(whole.members)
    members[place:place] = whole.foreign[0][1:] + whole.foreign[1][1:]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(members))
    found, pages = read(path)
    assert {url for url, _ in pages} == set(whole.bodies)
    assert not any(body.startswith(FORGED) for _, body in pages)
    (damage,) = found.damage
    assert damage.reason.startswith(f"{len(members) - len(whole.members)} records that are not proven")
