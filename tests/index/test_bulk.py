"""``_bulk`` over the wire: what is sent, and what becomes of it when the server is busy, breaks off or says no."""

from __future__ import annotations

import base64
import datetime
import gzip
import json
import random
import ssl
import time
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scraper.index.feed import PUT
from scraper.index.http import TRIES
from scraper.index.model import Options, TargetDownError, TargetUsageError
from scraper.index.targets import open_target
from tests.index.faulty import (
    Fault,
    Proxy,
    busy,
    cut_short,
    items,
    proxy_before,
    reset_after,
    reset_before,
    says,
    takes,
)
from tests.index.feeding import Feeding
from tests.index.logs import append, gone, id_of, record, records
from tests.index.places import Place, ask, bulk_place

SOURCE = "hoabinh"


@pytest.fixture
def proxy(osmem: str) -> Iterator[Proxy]:
    with proxy_before(osmem) as proxy:
        yield proxy


@pytest.fixture
def feeding(proxy: Proxy, bulk: Place, tmp_path: Path) -> Feeding:
    """Logs that go through the proxy; what is there is asked of the server itself."""
    index = bulk.url.rpartition("/")[2]
    feeding = Feeding(tmp_path, Place("bulk", f"{proxy.url}/{index}", bulk.held))
    append(feeding.log(), records(SOURCE, 30))
    return feeding


def test_what_is_sent(feeding: Feeding, proxy: Proxy) -> None:
    feeding.write(gone(SOURCE, "x"))
    feeding.run()
    ((headers, lines),) = proxy.bulks
    assert headers["Content-Type"] == "application/x-ndjson"
    assert headers["Content-Encoding"] == "gzip"
    first = lines[0]["index"]
    assert (first["_id"], first["version_type"]) == (lines[1]["id"], "external_gte")
    assert lines[1]["duplicate_of"] is None
    assert lines[-1]["delete"]["_id"] == id_of(SOURCE, "x")
    # Versions grow with the revision, and are higher for what is gone.
    feeding.write(record(SOURCE, "x", "Tin", "Văn bản.", 2), record(SOURCE, "x", "Tin", "Văn bản.", 3))
    feeding.run()
    assert proxy.bulks[-1][1][0]["index"]["version"] > lines[-1]["delete"]["version"]


@pytest.mark.parametrize(
    "faults",
    [
        [busy(429), busy(503), busy(502)],
        [reset_before, reset_after, reset_before],
        [cut_short],
        [items(429, 0, 7, 29), items(503, 2)],
        [items(500, 3), reset_after],
    ],
    ids=["busy", "resets", "cut-short", "some-items", "item-and-reset"],
)
def test_it_is_all_there_in_the_end(feeding: Feeding, proxy: Proxy, faults: list[Fault]) -> None:
    waits: list[float] = []
    feeding.options["pause"] = waits.append
    proxy.faults.extend(faults)
    assert feeding.run()[PUT] == 30
    assert not proxy.faults
    assert len(waits) == len(faults)
    feeding.check()
    assert feeding.run()[PUT] == 0


def test_a_server_says_how_long_to_wait(feeding: Feeding, proxy: Proxy) -> None:
    waits: list[float] = []
    feeding.options["pause"] = waits.append
    proxy.faults.extend([busy(429, Retry_After="2"), busy(503, Retry_After="86400"), busy(429, Retry_After="soon")])
    feeding.run()
    assert waits[:2] == [2, 60]
    assert waits[2] < 60
    feeding.check()


def test_only_what_failed_is_sent_again(feeding: Feeding, proxy: Proxy) -> None:
    proxy.faults.append(items(429, 4, 5))
    feeding.run()
    (_, first), (_, second) = proxy.bulks
    assert second == first[8:12]


def test_a_server_that_takes_a_few_at_a_time_gets_them_all(feeding: Feeding, proxy: Proxy) -> None:
    proxy.faults.extend([takes(3)] * (TRIES + 2))
    assert feeding.run()[PUT] == 30
    assert not proxy.faults
    feeding.check()


def test_what_a_server_took_before_it_went_down_is_not_sent_again(feeding: Feeding, proxy: Proxy) -> None:
    proxy.faults.extend([takes(4), *[reset_before] * 50])
    with pytest.raises(TargetDownError):
        feeding.run()
    proxy.faults.clear()
    assert feeding.run()[PUT] == 26
    assert len(proxy.bulks[-1][1]) == 2 * 26
    feeding.check()


def test_a_refused_revision_does_not_leave_the_one_before(feeding: Feeding, proxy: Proxy) -> None:
    feeding.write(record(SOURCE, "a", "Tin", "Cũ."))
    feeding.run()
    feeding.write(record(SOURCE, "a", "Tin", "Mới.", 2, date_published="ngày nào đó"))
    feeding.run()
    assert feeding.refused.keys() == {id_of(SOURCE, "a")}
    assert len(feeding.place.held()) == 30
    feeding.write(record(SOURCE, "a", "Tin", "Mới.", 3))
    feeding.run()
    feeding.check()
    # An index that is not there takes nothing.
    feeding.write(record(SOURCE, "b", "Tin", "Mới."), record(SOURCE, "c", "Tin", "Mới."))
    proxy.faults.append(items(404, 0))
    feeding.run()
    assert feeding.refused[id_of(SOURCE, "b")].startswith("404 ")


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        7,
        b"<html>hello",
        b"[" * 200_000,
        {"errors": True},
        {"errors": True, "items": [{"index": {"status": 400}}]},
        {"errors": True, "items": [{"index": {}}] * 30},
        {"errors": True, "items": [{}] * 30},
        {"errors": True, "items": [{"index": {"status": "x"}}] * 30},
        {"errors": True, "items": 7},
    ],
    ids=lambda body: str(body)[:60],
)
def test_what_is_no_answer_is_a_server_that_is_down(feeding: Feeding, proxy: Proxy, body: object) -> None:
    proxy.faults.append(says(body))
    with pytest.raises(TargetDownError, match="should not answer so"):
        feeding.run()
    assert feeding.run()[PUT] == 30


def test_packed_answers(feeding: Feeding, proxy: Proxy) -> None:
    packed = gzip.compress(json.dumps({"errors": False}).encode())
    proxy.faults.append(says(packed, Content_Encoding="GZIP"))
    assert feeding.run()[PUT] == 30
    feeding.write(record(SOURCE, "a", "Tin", "Văn bản."))
    proxy.faults.append(says(packed[:10] + b"\xff" * 9, Content_Encoding="gzip"))
    with pytest.raises(TargetDownError, match="should not answer so"):
        feeding.run()


def test_half_a_letter_in_a_reason(feeding: Feeding, proxy: Proxy) -> None:
    error = {"type": "x", "reason": "bad \ud800"}
    proxy.faults.append(says({"errors": True, "items": [{"index": {"status": 400, "error": error}}] * 30}))
    feeding.run()
    assert set(feeding.refused.values()) == {"400 bad ?"}


def test_what_somebody_has_set_up_stays(feeding: Feeding, proxy: Proxy) -> None:
    proxy.said["_index_template"] = 200, {"index_templates": [{"name": "own"}]}
    feeding.run()
    assert not [asked for asked in proxy.asked if asked.startswith("PUT") and "_index_template" in asked]
    proxy.said["_settings"] = 200, {"articles": {}}
    with pytest.raises(TargetDownError, match="not the settings of an index"):
        feeding.run()


def test_waits_grow_and_end(feeding: Feeding, proxy: Proxy) -> None:
    waits: list[float] = []
    feeding.options["pause"] = waits.append
    proxy.faults.extend([busy(429)] * 50)
    with pytest.raises(TargetDownError, match="gave up after"):
        feeding.run()
    assert len(waits) == TRIES - 1
    assert all(later == 2 * earlier for earlier, later in pairwise(waits))
    proxy.faults.clear()
    assert feeding.run()[PUT] == 30
    feeding.check()


def test_a_server_that_is_down_is_caught_up_with_later(feeding: Feeding, proxy: Proxy) -> None:
    feeding.run()
    feeding.write(record(SOURCE, "new", "Tin mới", "Văn bản mới."))
    proxy.faults.extend([reset_before] * 50)
    with pytest.raises(TargetDownError):
        feeding.run()
    proxy.faults.clear()
    assert feeding.run()[PUT] == 1
    feeding.check()


def test_what_is_not_taken_is_kept_until_it_is(feeding: Feeding) -> None:
    bad = record(SOURCE, "bad", "Tin", "Văn bản.", date_published="ngày nào đó")
    feeding.write(bad)
    assert feeding.run()[PUT] == 31
    assert feeding.refused.keys() == {bad["id"]}
    assert feeding.refused[bad["id"]].startswith("400 ")
    held = feeding.place.held()
    assert bad["id"] not in held
    assert len(held) == 30
    feeding.write(record(SOURCE, "bad", "Tin", "Văn bản.", 2, date_published="2026-01-02"))
    feeding.run()
    assert feeding.refused == {}
    feeding.check()


def test_what_is_too_large_is_halved(feeding: Feeding, proxy: Proxy) -> None:
    proxy.largest = 20_000
    feeding.write(record(SOURCE, "large", "Tin", "Văn bản rất dài. " * 2_000))
    feeding.run()
    assert feeding.refused == {id_of(SOURCE, "large"): "413 too large"}
    assert len(feeding.place.held()) == 30


def test_a_server_that_closes_before_it_has_read_a_large_body(feeding: Feeding, proxy: Proxy) -> None:
    luck = random.Random(3)
    words = [record(SOURCE, f"random {n}", "Tin", luck.randbytes(8_000).hex()) for n in range(20)]
    feeding.write(*words)
    proxy.unread = 60_000
    assert feeding.run()[PUT] == 50
    feeding.check()


def test_batches_have_a_size(feeding: Feeding, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.index.targets.bulk._BATCH_BYTES", 20_000)
    feeding.run()
    assert len(proxy.bulks) > 3
    feeding.check()


def test_an_index_that_was_made_again_gets_all_documents(feeding: Feeding, osmem: str) -> None:
    feeding.run()
    index = feeding.place.url.rpartition("/")[2]
    ask_to(osmem, "DELETE", index)
    assert feeding.run()[PUT] == 30
    feeding.check()


def test_a_book_that_was_lost_is_written_anew(
    feeding: Feeding, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeding.write(record(SOURCE, "a", "Tin", "Văn bản.", 3))
    feeding.run()
    assert "already" not in caplog.text
    feeding.write(record(SOURCE, "a", "Tin", "Đã sửa.", 4), gone(SOURCE, "a"), record(SOURCE, "b", "Tin", "Mới."))
    for path in (feeding.folder / "index").iterdir():
        path.unlink()
    feeding.rewrite(*list(records(SOURCE, 30)), record(SOURCE, "b", "Tin", "Mới."), gone(SOURCE, "a"))
    later = time.time() + 2
    monkeypatch.setattr(time, "time", lambda: later)
    feeding.run()
    assert "holds 31 documents already" in caplog.text
    feeding.check()


def test_a_late_request_does_not_bring_back_what_is_old(feeding: Feeding, proxy: Proxy, osmem: str) -> None:
    feeding.write(record(SOURCE, "a", "Tin", "Cũ."))
    feeding.run()
    late = proxy.bulks[-1][1][-2:]
    feeding.write(record(SOURCE, "a", "Tin", "Mới.", 2))
    feeding.run()
    version = late[0]["index"]["version"]
    index = feeding.place.url.rpartition("/")[2]
    with pytest.raises(Exception, match="409"):
        ask(f"{osmem}/{index}/_doc/{late[1]['id']}?version={version}&version_type=external_gte", late[1])
    feeding.check()


@pytest.mark.parametrize("typed", ["dang uy", "Đảng ủy", "Đảng uỷ", "ĐẢNG ỦY", normalize("NFD", "Đảng ủy")], ids=ascii)
@pytest.mark.parametrize("printed", ["Đảng ủy", "Đảng uỷ", normalize("NFD", "Đảng ủy")], ids=ascii)
def test_accents_do_not_matter(bulk: Place, tmp_path: Path, typed: str, printed: str) -> None:
    feeding = Feeding(tmp_path, bulk)
    feeding.write(record(SOURCE, "a", f"Hội nghị {printed}", "Văn bản."), record(SOURCE, "b", "Đăng ký", "Văn bản."))
    feeding.run()
    found = ask(f"{bulk.url}/_search", {"query": {"match": {"title": {"query": typed, "operator": "and"}}}})
    assert [hit["_id"] for hit in found["hits"]["hits"]] == [id_of(SOURCE, "a")]


@pytest.mark.parametrize(
    ("user", "options", "header"),
    [
        ("", {"api_key": "abc"}, "ApiKey abc"),
        ("feeder@", {"password": "p:ä"}, "Basic " + base64.b64encode("feeder:p:ä".encode()).decode()),
        ("fee%40der:s%2Fx@", {}, "Basic " + base64.b64encode(b"fee@der:s/x").decode()),
    ],
)
def test_who_we_are(
    feeding: Feeding, proxy: Proxy, user: str, options: dict[str, str], header: str, tmp_path: Path
) -> None:
    proxy.authorization = header
    with pytest.raises(TargetDownError, match="401 missing authentication"):
        feeding.run()
    known = Place("bulk", feeding.place.url.replace("//", f"//{user}"), feeding.place.held)
    knowing = Feeding(tmp_path, known, **options)
    assert knowing.run()[PUT] == 30
    names = [path.name for path in (knowing.folder / "index").iterdir()]
    assert not [name for name in names if "s_x" in name or "p:" in name]


def test_the_authority_is_a_setting(osmem: str, bulk: Place, tmp_path: Path) -> None:
    certificate = own_certificate(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    with proxy_before(osmem, server) as proxy:
        index = bulk.url.rpartition("/")[2]
        feeding = Feeding(tmp_path, Place("bulk", f"{proxy.url}/{index}", bulk.held))
        feeding.write(record(SOURCE, "a", "Tin", "Văn bản."))
        with pytest.raises(TargetDownError, match="INDEX_CA_FILE"):
            feeding.run()
        with pytest.raises(TargetUsageError, match="INDEX_CA_FILE"):
            Feeding(tmp_path, feeding.place, ca_file=str(tmp_path / "none")).run()
        trusting = Feeding(tmp_path, feeding.place, ca_file=str(certificate))
        assert trusting.run()[PUT] == 1
        trusting.check()


@pytest.mark.parametrize("key", ["secret\n", "secret\r\nX: y", "sécret"])
def test_a_key_is_no_line(key: str, tmp_path: Path) -> None:
    with pytest.raises(TargetUsageError, match="INDEX_API_KEY") as error:
        open_target("http://127.0.0.1:1/articles", Options(tmp_path, api_key=key))
    assert "cret" not in str(error.value)


@pytest.mark.parametrize(
    "place", ["h:99999", "h:x", "[::1", "", ":9200", "a..b", f"{'a' * 70}.vn", "a b", "u:secret@h:x", "h/a b", "h/ủ"]
)
def test_an_address_that_is_none(place: str, tmp_path: Path) -> None:
    with pytest.raises(TargetUsageError) as error:
        open_target(f"http://{place}/articles", Options(tmp_path))
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://127.0.0.1:1/Articles", "http://127.0.0.1:1/a,b"])
def test_an_index_has_a_name(url: str, tmp_path: Path) -> None:
    with pytest.raises(TargetUsageError, match="Which index"):
        open_target(url, Options(tmp_path))


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(TargetDownError, match="refused"):
        open_target("http://127.0.0.1:1/articles", Options(tmp_path, pause=lambda _: None))


def test_two_indexes_of_a_server_have_two_books(osmem: str, bulk: Place, tmp_path: Path) -> None:
    one = Feeding(tmp_path, bulk)
    one.write(record(SOURCE, "a", "Tin", "Văn bản."))
    two = Feeding(tmp_path, bulk_place(osmem, bulk.url.rpartition("/")[2] + "-more"))
    assert one.run()[PUT] == two.run()[PUT] == 1
    two.check()


def ask_to(server: str, method: str, path: str) -> None:
    from http.client import HTTPConnection

    connection = HTTPConnection(server.partition("//")[2], timeout=60)
    connection.request(method, f"/{path}")
    connection.getresponse().read()
    connection.close()


def own_certificate(folder: Path) -> Path:
    """A certificate for loopback and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "own.pem"
    encodings = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*encodings))
    return path
