"""Validate each record against the schema; an invalid record goes to ``NAME.rejected.jsonl`` with the reason.

An invalid link, picture or file costs only itself, and a warning in the record says so.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from scrapy.exceptions import DropItem

from scraper.extensions.source_ledger import LedgerExtension, OutputFailedError
from scraper.items import Article, as_record
from scraper.ledger.health import EXAMPLE
from scraper.pipelines import ledger_of, source_name
from scraper.text.harmful import HARMFUL, escape, one_line

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

SCHEMA = files("scraper") / "article.schema.json"

# Fields whose entries a record can do without.
_LINKS = ("images", "attachments", "other_news")
# Of a value in a reason.
_LONGEST = 200


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
        if reasons and (left_out := leave_out_links(item)):
            self.ledger.stats.inc_value("validate/links_left_out", len(left_out))
            logger.warning("Left out of the record of %s: %s", item.url, "; ".join(left_out))
            reasons = broken_rules(as_record(item))
        if not reasons:
            return item
        self.ledger.ensure(self.source)
        self.ledger.stats.inc_value("validate/rejected")
        self.ledger.stats.set_value(f"{EXAMPLE}validate/rejected", item.url)
        why = f"{item.url}: {'; '.join(reasons)}"
        text = json.dumps({"reasons": reasons, "record": record}, ensure_ascii=False)
        try:
            kept = self.ledger.reject(escape(text))
        except OutputFailedError as error:
            raise DropItem(f"Rejected {why}; not kept, the disk failed") from error
        raise DropItem(f"Rejected {why}; kept in {kept}")


def broken_rules(record: dict[str, Any]) -> list[str]:
    """The violations of a record, as ``field: reason``; empty if it is valid."""
    return [f"{'.'.join(map(str, path)) or 'record'}: {reason}" for path, reason in _violations(record)]


def leave_out_links(article: Article) -> list[str]:
    """Take the invalid links, pictures and files out of a record, with a warning in it.

    Returns:
        Why, as ``field: reason`` for each of them.
    """
    broken = {path[:2]: reason for path, reason in _violations(as_record(article)) if len(path) > 1}
    left_out = []
    for name in _LINKS:
        entries = getattr(article, name)
        numbers = [number for number in range(len(entries)) if (name, number) in broken]
        left_out += [f"{name}.{number}: {broken[name, number]}" for number in numbers]
        if numbers:
            setattr(article, name, [entry for number, entry in enumerate(entries) if number not in numbers])
            article.warnings = [*article.warnings, f"{name}: {len(numbers)} left out, not valid"]
    return left_out


def broken_without_links(article: Article) -> list[str]:
    """What is still invalid in a record once its invalid links are left out, as a crawl does; empty if it is valid."""
    broken = broken_rules(as_record(article))
    return broken_rules(as_record(article)) if broken and leave_out_links(article) else broken


def _violations(record: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """Where a record violates the schema, and how."""
    try:
        found = [(tuple(error.instance_path), one_line(error.message)) for error in _validator().iter_errors(record)]
    except UnicodeEncodeError:  # half a character, which the validator cannot take
        return list(_harmful(record))
    if not found:
        return []
    harmful = dict(_harmful(record))
    found = [(path, reason[:_LONGEST]) for path, reason in found if path not in harmful]
    return [*harmful.items(), *found]


def _harmful(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The strings with characters that control, reorder or hide text, and the first of these."""
    if isinstance(value, str):
        if found := HARMFUL.search(value):
            yield path, f"U+{ord(found[0]):04X} at {found.start()}, a character that controls, reorders or hides text"
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _harmful(part, (*path, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _harmful(part, (*path, number))


@cache
def _validator() -> jsonschema_rs.Validator:
    """The validator, compiled once per process."""
    return jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
