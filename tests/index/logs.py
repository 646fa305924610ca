"""Logs as crawls write them, without crawling: records of the practice corpus."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from scraper.items import Article, as_record
from scraper.text.fingerprints import content_hash, simhash
from tests.practice.corpus import make_articles
from tests.practice.truth import body_text, iso

SOURCES = ("dukcqdn_longan", "dukcqdn_travinh", "hoabinh", "stp_travinh")


def records(source: str, count: int) -> Iterator[dict[str, Any]]:
    """Records of a source's practice articles."""
    for article in make_articles(source, count):
        body = body_text(article)
        yield record(
            source,
            str(article.id),
            article.title,
            body,
            url=f"https://{source}.example/{article.slug}-{article.id}",
            date_published=iso(article.date) if article.date else None,
            section=article.section,
            summary=article.lead,
            authors=list(article.authors),
        )


def record(source: str, key: str, title: str, body: str, revision: int = 1, **fields: Any) -> dict[str, Any]:
    """One record, complete."""
    url = f"https://{source}.example/{key}"
    filled = {
        "id": id_of(source, key),
        "source": source,
        "url": url,
        "canonical_url": url,
        "title": title,
        "body": body,
        "language": "vi",
        "content_hash": content_hash(title, body),
        "simhash": simhash(f"{title}\n{body}"),
        "fetched_at": "2026-01-31T08:00:00Z",
        "revision": revision,
    }
    return as_record(Article(**{**filled, **fields}))


def gone(source: str, key: str) -> dict[str, Any]:
    """The line that says that an article is not there any more."""
    url = f"https://{source}.example/{key}"
    stamp = "2026-02-01T08:00:00Z"
    return {"id": id_of(source, key), "source": source, "url": url, "deleted": True, "fetched_at": stamp}


def id_of(source: str, key: str) -> str:
    """32 hex digits."""
    return sha256(f"{source} {key}".encode()).hexdigest()[:32]


def append(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Add lines to a log."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def state_of(folder: Path) -> dict[str, dict[str, Any]]:
    """What logs say in the end: the last record of each id that is not gone."""
    state: dict[str, dict[str, Any]] = {}
    for path in sorted(set(folder.glob("*.jsonl")) - set(folder.glob("*.rejected.jsonl"))):
        for text in path.read_text("utf-8").splitlines():
            line = json.loads(text)
            if line.get("deleted"):
                state.pop(line["id"], None)
            else:
                state[line["id"]] = line
    return state
