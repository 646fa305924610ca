"""What the documentation of Elasticsearch and OpenSearch says of errors of ``_bulk``, and what becomes of documents.

Each error is played by a proxy before a server that has the documents. In the end nothing is lost, twice or old: what
the index cannot take now waits, what it will never take is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.index.feed import PUT
from scraper.index.http import TRIES
from scraper.index.model import TargetDownError, TargetUsageError
from tests.index.faulty import Proxy, in_another_order, items, no_answer, proxy_before, says
from tests.index.feeding import Feeding
from tests.index.logs import append, gone, id_of, record
from tests.index.places import Place

SOURCE = "hoabinh"
COUNT = 10


@pytest.fixture
def proxy(osmem: str) -> Iterator[Proxy]:
    with proxy_before(osmem) as proxy:
        yield proxy


@pytest.fixture
def feeding(proxy: Proxy, bulk: Place, tmp_path: Path) -> Feeding:
    """An index with documents, of which all have changed since."""
    feeding = Feeding(tmp_path, Place("bulk", f"{proxy.url}/{bulk.url.rpartition('/')[2]}", bulk.held))
    append(feeding.log(), (record(SOURCE, str(n), "Tin", "Cũ.") for n in range(COUNT)))
    assert feeding.run()[PUT] == COUNT
    append(feeding.log(), (record(SOURCE, str(n), "Tin", "Mới.", 2) for n in range(COUNT)))
    proxy.bulks.clear()
    return feeding


FULL = "index [articles] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has"
READ_ONLY = "index [articles] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];"
OF_INDEX = [
    (429, "cluster_block_exception", FULL),
    (403, "cluster_block_exception", READ_ONLY),
    (403, "cluster_block_exception", "index [articles] blocked by: [FORBIDDEN/8/index write (api)];"),
    (400, "index_closed_exception", "closed"),
    (404, "index_not_found_exception", "no such index [articles]"),
    (403, "security_exception", "action [indices:data/write/index] is unauthorized for user [feeder]"),
]


@pytest.mark.parametrize("all_of_them", [True, False], ids=["all", "some"])
@pytest.mark.parametrize(("status", "kind", "reason"), OF_INDEX, ids=lambda value: str(value)[:60])
def test_an_index_that_takes_nothing_is_down_and_keeps_what_it_has(
    feeding: Feeding, proxy: Proxy, status: int, kind: str, reason: str, all_of_them: bool
) -> None:
    waits: list[float] = []
    feeding.options["pause"] = waits.append
    proxy.faults.append(items(status, *range(0 if all_of_them else 4, COUNT), kind=kind, reason=reason))
    with pytest.raises(TargetDownError) as error:
        feeding.run()
    assert reason in str(error.value)
    # Nobody waits for an administrator; and no earlier version is removed, which such a block allows.
    assert waits == []
    assert len(proxy.bulks) == 1
    assert len(feeding.place.held()) == COUNT
    assert feeding.run()[PUT] == (COUNT if all_of_them else COUNT - 4)
    assert feeding.refused == {}
    feeding.check()


OF_A_MOMENT = [
    (429, "es_rejected_execution_exception", "rejected execution of coordinating operation"),
    (429, "circuit_breaking_exception", "[parent] Data too large"),
    (503, "unavailable_shards_exception", "primary shard is not active"),
    (503, "cluster_block_exception", "blocked by: [SERVICE_UNAVAILABLE/2/no master];"),
    (503, "process_cluster_event_timeout_exception", "failed to process cluster event within 30s"),
    (500, "node_closed_exception", "node closed"),
    (504, "timeout", "upstream"),
]


@pytest.mark.parametrize(("status", "kind", "reason"), OF_A_MOMENT, ids=lambda value: str(value)[:60])
def test_what_passes_is_sent_again_alone_with_longer_waits(
    feeding: Feeding, proxy: Proxy, status: int, kind: str, reason: str
) -> None:
    waits: list[float] = []
    feeding.options["pause"] = waits.append
    proxy.faults.extend([items(status, 1, 8, kind=kind, reason=reason), items(status, 0, 1, kind=kind, reason=reason)])
    assert feeding.run()[PUT] == COUNT
    assert waits == [0.5, 1.0]
    first, second, third = (lines for _, lines in proxy.bulks)
    assert second == third == [*first[2:4], *first[16:18]]
    feeding.check()


@pytest.mark.parametrize(("status", "kind", "reason"), OF_A_MOMENT, ids=lambda value: str(value)[:60])
def test_what_does_not_pass_is_down_and_says_why(
    feeding: Feeding, proxy: Proxy, status: int, kind: str, reason: str
) -> None:
    proxy.faults.extend([items(status, 3, kind=kind, reason=reason)])
    proxy.faults.extend([items(status, 0, kind=kind, reason=reason)] * TRIES)
    with pytest.raises(TargetDownError, match="too busy for 1 documents") as error:
        feeding.run()
    assert reason in str(error.value)
    proxy.faults.clear()
    assert feeding.run()[PUT] == 1
    feeding.check()


OF_A_DOCUMENT = [
    (400, "mapper_parsing_exception", "failed to parse field [date_published] of type [date]"),
    (400, "document_parsing_exception", "[1:246] failed to parse field [date_published] of type [date]"),
    (400, "strict_dynamic_mapping_exception", "mapping set to strict, dynamic introduction of [x] is not allowed"),
    (400, "illegal_argument_exception", "Document contains at least one immense term in field"),
]


@pytest.mark.parametrize(("status", "kind", "reason"), OF_A_DOCUMENT, ids=lambda value: str(value)[:60])
def test_what_is_wrong_with_a_document_is_named(
    feeding: Feeding, proxy: Proxy, status: int, kind: str, reason: str
) -> None:
    proxy.faults.append(items(status, 2, kind=kind, reason=reason))
    assert feeding.run()[PUT] == COUNT
    assert feeding.refused == {id_of(SOURCE, "2"): f"{status} {reason}"}
    # Its earlier version would be a wrong answer.
    assert id_of(SOURCE, "2") not in feeding.place.held()
    assert feeding.run()[PUT] == 1
    assert feeding.refused == {}
    feeding.check()


def test_a_version_that_is_there_is_done(feeding: Feeding, proxy: Proxy) -> None:
    proxy.faults.append(items(409, kind="version_conflict_engine_exception", reason="version conflict"))
    assert feeding.run()[PUT] == COUNT
    assert feeding.refused == {}
    assert feeding.run()[PUT] == 0


def test_items_are_known_by_their_ids(feeding: Feeding, proxy: Proxy) -> None:
    feeding.write(record(SOURCE, "bad", "Tin", "Văn bản.", date_published="ngày nào đó"))
    proxy.faults.append(in_another_order)
    feeding.run()
    assert feeding.refused.keys() == {id_of(SOURCE, "bad")}
    assert len(feeding.place.held()) == COUNT


def test_nobody_knows_whether_it_was_done(feeding: Feeding, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same versions are sent once more, which changes nothing."""
    monkeypatch.setattr("scraper.index.http._TIMEOUT_SECONDS", 0.5)
    feeding.write(gone(SOURCE, "3"))
    proxy.faults.extend([no_answer, no_answer])
    assert feeding.run()[PUT] == COUNT - 1
    first, *others = (lines for _, lines in proxy.bulks)
    assert others == [first, first]
    feeding.check()


def test_a_server_that_takes_only_plain_requests_gets_them(feeding: Feeding, proxy: Proxy) -> None:
    proxy.takes_packed = False
    assert feeding.run()[PUT] == COUNT
    ((headers, _),) = proxy.bulks
    assert "Content-Encoding" not in headers
    feeding.check()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_another_address_is_named_and_not_followed(feeding: Feeding, proxy: Proxy, status: int) -> None:
    """Neither are credentials sent to it, nor does a POST become a GET."""
    proxy.faults.append(says(b"", status, Location="https://search.example:9200/_bulk"))
    with pytest.raises(TargetUsageError, match=r"redirects POST .* to https://search\.example:9200/_bulk"):
        feeding.run()
    assert feeding.run()[PUT] == COUNT
    feeding.check()


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (401, {"error": {"type": "security_exception", "reason": "missing authentication"}}, "refuses our credentials"),
        (403, b'{"Message":"User: anonymous is not authorized"}', "refuses our credentials: 403 .*anonymous"),
        (403, {"error": {"type": "cluster_block_exception", "reason": READ_ONLY}}, "is blocked: 403 index"),
        (404, b"<html>nginx</html>", "should not answer so: 404 <html>"),
        (405, {"error": "Incorrect HTTP method for uri [/_bulk]"}, "should not answer so: 405 Incorrect"),
        (500, {"error": {"type": "null_pointer_exception", "reason": "x"}}, "should not answer so: 500 x"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_request_that_is_refused_refuses_no_document(
    feeding: Feeding, proxy: Proxy, status: int, body: object, message: str
) -> None:
    proxy.faults.append(says(body, status))
    with pytest.raises(TargetDownError, match=message):
        feeding.run()
    assert len(feeding.place.held()) == COUNT
    assert feeding.run()[PUT] == COUNT
    assert feeding.refused == {}
    feeding.check()


def test_too_much_for_the_proxy_before_it_is_sent_in_parts(feeding: Feeding, proxy: Proxy) -> None:
    proxy.largest = 3_000
    assert feeding.run()[PUT] == COUNT
    assert len(proxy.bulks) > 3
    assert feeding.refused == {}
    feeding.check()
