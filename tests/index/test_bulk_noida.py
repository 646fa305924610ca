"""``_bulk`` against a second server, with data in files: it is stopped, its index is blocked or deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from scraper.index.feed import PUT
from scraper.index.model import TargetDownError
from scraper.items import Image
from scraper.text.documents import DocumentRef
from tests.index.feeding import Feeding
from tests.index.logs import append, gone, id_of, record, records
from tests.index.places import FIELDS, Held, Place, ask
from tests.index.servers import free_port, noida, noida_program

SOURCE = "hoabinh"
COUNT = 60


class Server:
    """One that can be stopped and started again with the same data."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program, self._folder, self._port = program, folder, free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._running: Any = None

    def start(self) -> None:
        self._running = noida(self._program, self._folder, self._port)
        self._running.__enter__()

    def stop(self) -> None:
        self._running.__exit__(None, None, None)

    def tell(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urlopen(
            Request(f"{self.url}/{path}", data, {"Content-Type": "application/json"}, method=method), timeout=60
        ) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = noida_program()
    if program is None:
        pytest.skip("noida-db is not installed: pip install noida-db")
    server = Server(program, tmp_path_factory.mktemp("noida"))
    try:
        server.start()
    except (RuntimeError, OSError) as error:
        pytest.skip(f"noida-db does not run here: {error}")
    yield server
    server.stop()


@pytest.fixture
def feeding(server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Feeding:
    index = f"articles{abs(hash(request.node.name)) % 10**8}"

    def held() -> Held:
        server.tell("POST", f"{index}/_refresh")
        found = ask(f"{server.url}/{index}/_search", {"size": 1_000, "_source": list(FIELDS)})["hits"]["hits"]
        return {hit["_id"]: tuple(hit["_source"][name] for name in FIELDS) for hit in found}

    feeding = Feeding(tmp_path, Place("bulk", f"{server.url}/{index}", held))
    append(feeding.log(), records(SOURCE, COUNT))
    assert feeding.run()[PUT] == COUNT
    return feeding


def index_of(feeding: Feeding) -> str:
    return feeding.place.url.rpartition("/")[2]


def test_new_changed_and_gone(feeding: Feeding) -> None:
    feeding.check()
    assert feeding.run()[PUT] == 0
    feeding.write(record(SOURCE, "a", "Tin", "Cũ."))
    feeding.run()
    feeding.write(record(SOURCE, "a", "Tin", "Mới.", 2), record(SOURCE, "b", "Tin", "Mới."), gone(SOURCE, "b"))
    feeding.run()
    feeding.check()


def test_a_server_that_was_started_again(feeding: Feeding, server: Server) -> None:
    server.stop()
    feeding.write(record(SOURCE, "a", "Tin", "Văn bản."))
    with pytest.raises(TargetDownError):
        feeding.run()
    server.start()
    feeding.run()
    feeding.check()


BLOCKS = ("read_only_allow_delete", "write", "read_only")


@pytest.mark.parametrize("block", BLOCKS)
def test_a_blocked_index_keeps_what_it_has(feeding: Feeding, server: Server, block: str) -> None:
    feeding.write(record(SOURCE, "a", "Tin", "Cũ."))
    feeding.run()
    server.tell("PUT", f"{index_of(feeding)}/_settings", {f"index.blocks.{block}": True})
    feeding.write(record(SOURCE, "a", "Tin", "Mới.", 2))
    with pytest.raises(TargetDownError, match=r"takes no documents: .*blocked"):
        feeding.run()
    assert feeding.place.held()[id_of(SOURCE, "a")][1] == "Cũ."
    server.tell("PUT", f"{index_of(feeding)}/_settings", {f"index.blocks.{block}": None})
    assert feeding.run()[PUT] == 1
    feeding.check()


def test_an_index_that_was_made_again_gets_all_documents(feeding: Feeding, server: Server) -> None:
    server.tell("DELETE", index_of(feeding))
    assert feeding.run()[PUT] == COUNT
    feeding.check()


def test_what_it_cannot_parse_is_named(feeding: Feeding) -> None:
    feeding.write(record(SOURCE, "a", "Tin", "Văn bản.", date_published="ngày nào đó"), record(SOURCE, "b", "Tin", "x"))
    feeding.run()
    assert "date_published" in feeding.refused[id_of(SOURCE, "a")]
    assert id_of(SOURCE, "b") in feeding.place.held()


def test_a_late_request_does_not_bring_back_what_is_old(feeding: Feeding, server: Server) -> None:
    feeding.write(record(SOURCE, "a", "Tin", "Mới.", 2))
    feeding.run()
    path = f"{index_of(feeding)}/_doc/{id_of(SOURCE, 'a')}"
    version = server.tell("GET", path)["_version"]
    with pytest.raises(HTTPError, match="409"):
        server.tell("PUT", f"{path}?version={version - 1}&version_type=external_gte", {"title": "Cũ"})
    feeding.check()


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("chuyen doi so", "title"),
        ("chuyển đổi số ở trường trong năm nay", "body"),
        ("chuyen doi soo o truong trong nam", "body"),
        ("68 hd btgtu", "number"),
        ("kế hoạch 68-HD/BTGTU", "number"),
        ("nguyen van ban", "author"),
        ("ảnh lúa chín sớm", "caption"),
        ("cái bàn mới", "table"),
        ("cái bán chạy", "sale"),
    ],
)
def test_the_query_finds_what_was_meant(feeding: Feeding, server: Server, question: str, key: str) -> None:
    numbers = [
        DocumentRef(f"Hướng dẫn số {number}", "hướng dẫn", number, 2023, "BTGTU", None)
        for number in ("68-HD/BTGTU", "86-HD/BTGTU")
    ]
    feeding.write(
        record(SOURCE, "title", "Chuyển đổi số ở xã", "Xã làm tốt."),
        record(SOURCE, "body", "Tin ngành giáo dục", "Việc chuyển đổi số ở trường trong năm nay."),
        record(SOURCE, "strewn", "Tin ngắn", "Số liệu chuyển về trường, đổi mới ở đó."),
        record(SOURCE, "number", "Triển khai", f"Theo {numbers[0].raw}.", document_refs=numbers[:1]),
        record(SOURCE, "other", "Triển khai", f"Theo {numbers[1].raw}, tờ 68.", document_refs=numbers[1:]),
        record(SOURCE, "author", "Tin khác", "Văn bản mới.", authors=["Nguyễn Văn Bàn"]),
        record(SOURCE, "caption", "Ảnh", "Xem ảnh.", images=[Image("https://x.example/a.jpg", "Lúa chín sớm")]),
        record(SOURCE, "table", "Đồ gỗ", "Cái bàn mới."),
        record(SOURCE, "sale", "Đồ gỗ", "Cái bán chạy."),
    )
    feeding.run()
    server.tell("POST", f"{index_of(feeding)}/_refresh")
    template = (files("scraper.index.targets") / "bulk_query.json").read_text("utf-8")
    query = json.loads(template.replace('"QUESTION"', json.dumps(question)))
    found = server.tell("POST", f"{index_of(feeding)}/_search", {"query": query})["hits"]["hits"]
    assert found[0]["_id"] == id_of(SOURCE, key)
