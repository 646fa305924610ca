"""Passages of articles for a vector index, with ids that outlive changes elsewhere in the text, and what has changed.

A passage is one or more whole paragraphs, at most so many characters; only a longer paragraph is cut, after sentences
or words. Where passages begin is decided by the paragraphs themselves: one in four, by the hash of its words, always
begins one. So another paragraph before it, more or changed, moves no border behind the next such paragraph.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

Record = dict[str, Any]

# Characters: about 250 syllables, a fifth of what usual embedding models read of Vietnamese.
USUAL_LENGTH = 1_000
SHORTEST_LENGTH = 100
# Of 256: paragraphs that always begin a passage. With more, passages are shorter; with fewer, more of them change.
_BEGINNINGS = 64
# A body has a paragraph a line (article.schema.json).
_PARAGRAPH = re.compile(r"\S[^\n]*")
# Ends of sentences, then of words.
_ENDS = (re.compile(r"[.!?…;:]['\"”»)]*\s"), re.compile(r"\s"))

Span = tuple[int, int]


class NoPassageError(ValueError):
    """A file is not what an earlier export wrote."""


def chunks(record: Record, length: int = USUAL_LENGTH) -> Iterator[Record]:
    """The passages of a record, in order.

    Args:
        record: complete.
        length: maximum number of characters of a passage.
    """
    body = record["body"]
    seen: Counter[str] = Counter()
    for number, (start, end) in enumerate(_passages(body, length)):
        text = body[start:end]
        seen[text] += 1
        yield {
            "id": _id(record["id"], text, seen[text]),
            "article_id": record["id"],
            "number": number,
            "start": start,
            "end": end,
            "text": text,
            "title": record["title"],
            "date_published": record["date_published"],
            "section": record["section"],
            "authors": record["authors"],
            "source": record["source"],
            "url": record["url"],
            "language": record["language"],
        }


def _id(article: str, text: str, occurrence: int) -> str:
    """32 hex digits, the same as long as the article has the passage, wherever it stands."""
    return sha256(json.dumps([article, text, occurrence]).encode()).hexdigest()[:32]


def _passages(body: str, length: int) -> Iterator[Span]:
    """The offsets of passages."""
    first = last = -1
    for start, end in _pieces(body, length):
        if first >= 0 and end - first <= length and not _begins(body[start:end]):
            last = end
            continue
        if first >= 0:
            yield first, last
        first, last = start, end
    if first >= 0:
        yield first, last


def _begins(paragraph: str) -> bool:
    return blake2b(paragraph.encode(), digest_size=1).digest()[0] < _BEGINNINGS


def _pieces(body: str, length: int) -> Iterator[Span]:
    """The offsets of paragraphs, longer ones cut."""
    for match in _PARAGRAPH.finditer(body):
        start, end = match.start(), match.start() + len(match[0].rstrip())
        while end - start > length:
            cut = _cut(body, start, start + length)
            yield start, cut
            start = cut + len(body[cut:end]) - len(body[cut:end].lstrip())
        yield start, end


def _cut(body: str, start: int, most: int) -> int:
    """Where to cut a paragraph: behind the last sentence or word that fits and leaves no tiny piece."""
    for pattern in _ENDS:
        ends = [match.end() - 1 for match in pattern.finditer(body, start + (most - start) // 2, most + 1)]
        if ends:
            return ends[-1]
    return most


def changes(new: Iterable[Record], former: Path) -> Iterator[Record]:
    """What a vector index has to do, from the passages of the last time to those of today.

    ``add`` a passage, that is, embed it; ``update`` the fields of one whose text it has embedded; ``delete`` one. To do
    so twice does no harm.

    Args:
        new: all passages.
        former: the file of the last time; it may be missing.

    Raises:
        NoPassageError: a line of the file is no passage.
    """
    known = dict(_known(former)) if former.exists() else {}
    for passage in new:
        digest = known.pop(passage["id"], None)
        if digest != _digest(passage):
            yield {"change": "add" if digest is None else "update", **passage}
    yield from ({"change": "delete", "id": id_} for id_ in known)


def _known(path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                passage = json.loads(line)
                yield passage["id"], _digest(passage)
            except (ValueError, TypeError, KeyError) as error:
                raise NoPassageError(f"Line {number} of {path} is no passage of an earlier export") from error


def _digest(passage: Record) -> bytes:
    return blake2b(json.dumps(passage, sort_keys=True).encode(), digest_size=16).digest()
