"""Validate each record against the schema; an invalid record goes to ``NAME.rejected.jsonl`` with the reason."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from scrapy.exceptions import DropItem

from scraper.extensions.source_ledger import LedgerExtension, OutputFailedError
from scraper.items import Article, as_record
from scraper.pipelines import ledger_of, source_name

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SCHEMA = files("scraper") / "article.schema.json"


class ValidateRecord:
    """Passes valid records, and keeps the others in a file for inspection."""

    def __init__(self, ledger: LedgerExtension, source: str) -> None:
        self.ledger = ledger
        self.source = source

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ValidateRecord:
        return cls(ledger_of(crawler), source_name(crawler))

    def process_item(self, item: Article) -> Article:
        """Validate one record.

        Raises:
            DropItem: it violates the schema.
        """
        record = as_record(item)
        reasons = broken_rules(record)
        if not reasons:
            return item
        self.ledger.ensure(self.source)
        self.ledger.stats.inc_value("validate/rejected")
        try:
            kept = self.ledger.reject(json.dumps({"reasons": reasons, "record": record}, ensure_ascii=False))
        except OutputFailedError as error:
            raise DropItem(f"Rejected {item.url}: {'; '.join(reasons)}; not kept, the disk failed") from error
        raise DropItem(f"Rejected {item.url}: {'; '.join(reasons)}; kept in {kept}")


def broken_rules(record: dict[str, Any]) -> list[str]:
    """The violations of a record, as ``field: reason``; empty if it is valid."""
    return [
        f"{'.'.join(map(str, error.instance_path)) or 'record'}: {error.message[:200]}"
        for error in _validator().iter_errors(record)
    ]


@cache
def _validator() -> jsonschema_rs.Validator:
    """The validator, compiled once per process."""
    return jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
