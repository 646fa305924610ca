"""Elasticsearch, OpenSearch and other servers with their ``_bulk`` API: lines of JSON over HTTP, no client library."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import (
    BAD_REQUEST,
    CONFLICT,
    FORBIDDEN,
    INTERNAL_SERVER_ERROR,
    NOT_FOUND,
    REQUEST_ENTITY_TOO_LARGE,
    UNAUTHORIZED,
)
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from scraper.index.database import SqliteConnection
from scraper.index.fields import fields_of
from scraper.index.http import BLOCKED, TOO_MANY, Backoff, CutOffError, Server, ServerAnswer
from scraper.index.model import Document, Gone, Options, Outcomes, Refusal, Target, TargetDownError, TargetUsageError

logger = logging.getLogger(__name__)

_TEMPLATE = files("scraper.index.targets") / "bulk.json"
# Servers accept 100 MB by default, proxies before them often 10; a few MB are recommended.
_BATCH_BYTES = 5_000_000
_INDEX = re.compile(r"[a-z0-9][a-z0-9._-]*")
# Reduces the answer to the items' errors.
_FILTER = "filter_path=errors,items.*._id,items.*.status,items.*.error.type,items.*.error.reason"
# Errors that are the index's, not the document's: it would refuse any other one too.
_OF_INDEX = frozenset((BLOCKED, "index_closed_exception", "index_not_found_exception", "security_exception"))
_OF_INDEX_STATUS = frozenset((UNAUTHORIZED, FORBIDDEN))

Item = tuple[str, bytes]
"""An id, and the lines of its action."""


class BulkTarget(Target):
    """``http://user@host:9200/index``; the password or an API key by settings, the index state in a file here.

    The index state may be behind the index after a crash; sending the same documents again changes nothing. Versions
    are external, so a late request cannot restore what was replaced or removed.
    """

    schemes = ("http://", "https://")
    example = "http://user@host:9200/index"
    keeps_state = False

    def __init__(self, url: str, options: Options) -> None:
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise TargetUsageError(f"{error}: {self.example}") from error
        self._prefix, _, self._index = parts.path.rstrip("/").rpartition("/")
        if not _INDEX.fullmatch(self._index):
            raise TargetUsageError(f"Which index? {self.example}, in small letters")
        self._options = options
        self._server = Server(parts, options)
        self.connection: SqliteConnection = SqliteConnection(options.file(url, ".sqlite3"), sync=True)
        try:
            self._identity = self._made()
        except BaseException:
            self.close()
            raise

    def identity(self) -> str:
        """The UUID of the index, which changes when the index is recreated."""
        return self._identity

    def empty(self) -> None:
        """Warn if the index is not empty: others may feed it too."""
        answer = self._server.ask("GET", f"{self._prefix}/{self._index}/_count")
        count = answer.body.get("count", 0) if isinstance(answer.body, dict) else 0
        if count:
            logger.warning(
                "%s holds %d documents already; those that are not in a log of this folder stay there",
                self._index,
                count,
            )

    def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
        """Write and remove documents; the earlier version of a refused document is removed."""
        outcomes: Outcomes = {}
        try:
            for batch in _batches([*map(self._put, documents), *map(self._remove, gone)]):
                self._send(batch, outcomes)
            refused = {id_: reason for id_, reason in outcomes.items() if reason is not None}
            former = [Gone(each.number, each.id, each.version) for each in documents if each.id in refused]
            self._send([self._remove(each) for each in former], {})
        except TargetDownError as error:
            error.outcomes = {id_: None for id_, reason in outcomes.items() if reason is None}
            raise
        return [Refusal(id_, reason) for id_, reason in refused.items()]

    def close(self) -> None:
        """Close index state and connection."""
        self._server.close()
        self.connection.close()

    def _made(self) -> str:
        """Create template and index if they are missing; existing ones are not changed."""
        place = f"{self._prefix}/{self._index}"
        answer = self._server.ask("GET", f"{place}/_settings")
        if answer.status == NOT_FOUND:
            template = f"{self._prefix}/_index_template/{self._index}"
            if self._server.ask("GET", template).status == NOT_FOUND:
                made = {"index_patterns": [self._index], **json.loads(_TEMPLATE.read_text("utf-8"))}
                self._need("PUT", template, json.dumps(made).encode())
            self._need("PUT", place)
            answer = self._server.ask("GET", f"{place}/_settings")
        if not answer.is_good or not isinstance(answer.body, dict) or len(answer.body) != 1:
            raise TargetUsageError(f"{self._server}: {self._index} is not a single index: {answer.reason}")
        (settings,) = answer.body.values()
        try:
            return str(settings["settings"]["index"]["uuid"])
        except (KeyError, TypeError) as error:
            raise TargetDownError(f"{self._server}: these are not the settings of an index: {answer.reason}") from error

    def _need(self, method: str, path: str, body: bytes | None = None) -> None:
        answer = self._server.ask(method, path, body)
        if not answer.is_good:
            raise TargetUsageError(f"{self._server}: {method} {path}: {answer.reason}")

    def _put(self, document: Document) -> Item:
        action = {"index": self._target(document)}
        more = {"duplicate_of": document.duplicate_of, "has": fields_of(document.record).has}
        return document.id, _lines(action, {**document.record, **more})

    def _remove(self, gone: Gone) -> Item:
        return gone.id, _lines({"delete": self._target(gone)})

    def _target(self, what: Document | Gone) -> dict[str, Any]:
        return {"_index": self._index, "_id": what.id, "version": what.version, "version_type": "external_gte"}

    def _send(self, items: list[Item], outcomes: Outcomes) -> None:
        """Send a batch; only items that the server was too busy for are sent again."""
        backoff = Backoff(self._options.pause)
        while items:
            try:
                answer = self._server.ask(
                    "POST",
                    f"{self._prefix}/_bulk?{_FILTER}",
                    b"".join(lines for _, lines in items),
                    "application/x-ndjson",
                )
            except CutOffError:
                if len(items) == 1:
                    raise
                self._halves(items, outcomes)
                return
            if answer.status in (BAD_REQUEST, REQUEST_ENTITY_TOO_LARGE):
                if len(items) == 1:
                    outcomes[items[0][0]] = answer.reason
                else:
                    self._halves(items, outcomes)
                return
            said = self._said(items, answer)
            outcomes |= {id_: None if each.is_done else each.reason for id_, each in said.items() if each.is_final}
            blocked = next((each.reason for each in said.values() if each.is_of_index), "")
            if blocked:
                raise TargetDownError(f"{self._server}: {self._index} takes no documents: {blocked}")
            left = [item for item in items if not said[item[0]].is_final]
            if len(left) < len(items):
                backoff = Backoff(self._options.pause)
            items = left
            if items:
                why = said[items[0][0]].reason
                backoff.wait(f"{self._server} is too busy for {len(items)} documents ({why})")

    def _halves(self, items: list[Item], outcomes: Outcomes) -> None:
        """Send a batch in two halves, since one document is refused or the batch is too large."""
        middle = len(items) // 2
        self._send(items[:middle], outcomes)
        self._send(items[middle:], outcomes)

    def _said(self, items: list[Item], answer: ServerAnswer) -> dict[str, _ItemAnswer]:
        """What the server says of each item.

        Raises:
            TargetDownError: it is not an answer of ``_bulk``.
        """
        ids = [id_ for id_, _ in items]
        try:
            body: Any = answer.body if answer.is_good else None
            if body["errors"] is False:
                return dict.fromkeys(ids, _ItemAnswer("index", HTTPStatus.OK, "", ""))
            results = [next(iter(result.items())) for result in body["items"]]
            # By their ids if the server names them; else they are in the order of the request.
            named = {result.get("_id"): (action, result) for action, result in results}
            if named.keys() == set(ids):
                results = [named[id_] for id_ in ids]
            return {
                id_: _item_answer(action, ServerAnswer(result["status"], result))
                for id_, (action, result) in zip(ids, results, strict=True)
            }
        except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
            raise TargetDownError(f"{self._server}: _bulk should not answer so: {answer.reason}") from error


@dataclass(frozen=True, slots=True)
class _ItemAnswer:
    action: str
    status: int
    kind: str
    reason: str

    @property
    def is_done(self) -> bool:
        """True if nothing is left to do, which includes an existing version and the removal of a missing document."""
        return self.status < BAD_REQUEST or self.status == CONFLICT or self._is_missing

    @property
    def is_of_index(self) -> bool:
        """True if the index takes no documents at all."""
        if self.is_done or self.status >= INTERNAL_SERVER_ERROR:
            return False
        return self.kind in _OF_INDEX or self.status in _OF_INDEX_STATUS

    @property
    def is_final(self) -> bool:
        """True if sending it again would change nothing."""
        is_busy = self.status == TOO_MANY or self.status >= INTERNAL_SERVER_ERROR
        return not is_busy and not self.is_of_index

    @property
    def _is_missing(self) -> bool:
        return self.action == "delete" and self.status == NOT_FOUND and self.kind not in _OF_INDEX


def _item_answer(action: str, answer: ServerAnswer) -> _ItemAnswer:
    return _ItemAnswer(action, int(answer.status), answer.kind, answer.reason)


def _lines(*objects: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in objects)


def _batches(items: Sequence[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    size = 0
    for item in items:
        if batch and size + len(item[1]) > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += len(item[1])
    if batch:
        yield batch
