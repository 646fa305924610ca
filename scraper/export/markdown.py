"""Articles as Markdown with front matter: one text for one article."""

from __future__ import annotations

import json
import re
from typing import Any

from scraper.text.fold import slug

Record = dict[str, Any]

_FRONT = (
    *("id", "source", "url", "title", "authors", "date_published", "date_modified", "section", "summary", "language"),
    *("fetched_at", "revision"),
)
# What a renderer would take for markup, anywhere and at the beginning of a line.
_MARKUP = re.compile(r"[\\`*_<\[\]]")
_AT_START = re.compile(r"^(?=#|>|={2,}|-{2,}|~{3,}|\+ )|^(\d+)(?=[.)] )")
_LONGEST_NAME = 60


def markdown(record: Record) -> str:
    """The article: fields as YAML, title as heading, paragraphs, tables, attachments and pictures as links."""
    # JSON strings and lists are YAML too.
    front = [f"{name}: {json.dumps(record[name], ensure_ascii=False)}" for name in _FRONT]
    blocks = [f"# {_line(record['title'])}", *_blocks(record["body"])]
    blocks += _links("Attachments", [(each.get("title") or each["url"], each["url"]) for each in record["attachments"]])
    blocks += _links("Pictures", [(each.get("caption") or each["url"], each["url"]) for each in record["images"]])
    return "\n".join(["---", *front, "---", "", "\n\n".join(blocks), ""])


def file_name(record: Record) -> str:
    """`2024-05-31-hoi-nghi-ID.md`; the id makes it the article's own, whatever the title."""
    parts = [
        slug((record["date_published"] or "")[:10]),
        slug(record["title"])[:_LONGEST_NAME].strip("-"),
        slug(record["id"]),
    ]
    return "-".join(filter(None, parts)) + ".md"


def _blocks(body: str) -> list[str]:
    """Paragraphs, with neighbouring rows and list items together."""
    blocks: list[str] = []
    rows: list[list[str]] = []
    for paragraph in re.split(r"\n\s*\n", body):
        cells = paragraph.split(" | ")
        if len(cells) > 1 and (not rows or len(rows[0]) == len(cells)):
            rows.append(cells)
            continue
        blocks += _table(rows)
        rows = [cells] if len(cells) > 1 else []
        if not rows and paragraph.strip():
            blocks.append(_text(paragraph))
    return [*blocks, *_table(rows)]


def _table(rows: list[list[str]]) -> list[str]:
    if not rows:
        return []
    lines = ["| " + " | ".join(_line(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return ["\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])]


def _text(paragraph: str) -> str:
    return "  \n".join(map(_line, paragraph.strip().split("\n")))


def _line(line: str) -> str:
    """A line that is shown as it is; list items stay items."""
    line = _MARKUP.sub(r"\\\g<0>", " ".join(line.split()))
    return _AT_START.sub(lambda match: f"{match[1]}\\" if match[1] else "\\", line)


def _links(heading: str, links: list[tuple[str, str]]) -> list[str]:
    if not links:
        return []
    return [f"## {heading}", "\n".join(f"- [{_line(words)}](<{_address(url)}>)" for words, url in links)]


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace("\n", "")
