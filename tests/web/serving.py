"""``scrapy web`` in this process, on a socket, over an index of some records."""

from __future__ import annotations

import http.client
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

from scraper.index.feed import Feed
from scraper.index.model import Options
from scraper.index.targets import open_target
from scraper.web.app import application
from scraper.web.places import ServedFiles
from scraper.web.server import listening, server_of
from tests.index.logs import append

_SECONDS = 60


@dataclass(frozen=True)
class HttpReply:
    """What the server has sent."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class RunningWeb:
    """A server on a socket."""

    host: str
    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> HttpReply:
        """Request a path; other characters than ASCII are encoded."""
        with closing(http.client.HTTPConnection(self.host, self.port, timeout=_SECONDS)) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, quote(path, safe="/?&=%+#:~-._"), headers=named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return HttpReply(answer.status, found, answer.read())


def files_in(folder: Path) -> ServedFiles:
    """The files of a folder as ``scrapy web`` has them."""
    archive = folder / "warc"
    return ServedFiles(
        folder / "search.sqlite3", folder, folder / "state.sqlite3", archive if archive.is_dir() else None
    )


def indexed(folder: Path, *records: Mapping[str, Any]) -> ServedFiles:
    """A folder with a log for each source of some records, in their order, and an index."""
    for each in records:
        append(folder / f"{each['source']}.jsonl", [dict(each)])
    index(folder)
    return files_in(folder)


def index(folder: Path, names: Iterable[str] = ()) -> None:
    """What ``scrapy index`` does."""
    url = f"sqlite:///{folder / 'search.sqlite3'}"
    with closing(open_target(url, Options(folder / "index"))) as target:
        Feed(folder, target, Event(), Counter()).catch_up(list(names))


@contextmanager
def running(files: ServedFiles, token: str = "", hosts: Iterable[str] = ()) -> Iterator[RunningWeb]:
    """A server that answers."""
    opened = listening("127.0.0.1", 0)
    server = server_of(application(files, token, hosts))
    thread = Thread(target=server.run, kwargs={"sockets": [opened]})
    thread.start()
    try:
        yield RunningWeb(*opened.getsockname()[:2])
    finally:
        server.should_exit = True
        thread.join(_SECONDS)
        opened.close()
