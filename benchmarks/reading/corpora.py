"""Pages with their truth, each corpus in its own shape.

Our rules are not trained, so nothing is held out: the practice portal and the real pages are what the rules were
written against, and read well for that reason. Only ``wcxb`` and what is given as ``dir:PATH`` may be new to them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.reading.sample import Fields, Sample
from tests.practice import Portal, Truth
from tests.practice.skins import DEFAULT_SKINS, SKINS, day, moment

PAGES = Path(__file__).parents[3] / "shared" / "pages"
# Of each portal in each skin; the size is that of the crawl benchmark.
ARTICLES = 10
PAGE_BYTES = 60_000
_LISTS = ("authors", "captions", "attachments", "other_news")


class MissingCorpusError(Exception):
    """Raised by :func:`load` where the pages of a corpus are not on this machine; says what is missing."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Pages that are read in one go."""

    name: str
    samples: list[Sample]


def load(name: str, limit: int | None = None) -> Corpus:
    """The corpus of this name, or of ``dir:PATH``.

    Args:
        name: one of `CORPORA`, or ``dir:`` and a directory.
        limit: the most pages of each block.

    Raises:
        MissingCorpusError: the pages are not there.
        KeyError: there is no such corpus.
    """
    if name.startswith("dir:"):
        return Corpus(name, _limited(_directory(Path(name.removeprefix("dir:"))), limit))
    return Corpus(name, CORPORA[name](limit))


def _limited(samples: Iterable[Sample], limit: int | None) -> list[Sample]:
    return list(islice(samples, limit))


def _practice(limit: int | None) -> list[Sample]:
    """Every skin on every portal, without the crawl's traps: broken bytes are no matter of reading."""

    def portal_pages(source: str, form: str, skin: str) -> Iterator[Sample]:
        site = Portal(source, skin, ARTICLES, "slug" if form == "slug" else "wcm", False, PAGE_BYTES)
        listed = (moment if site.dates.page else day) if site.dates.listing else lambda _: ""
        for article, truth in zip(site.articles, site.truth, strict=True):
            yield Sample(
                block=skin,
                name=f"{source}/{form}/{article.id}",
                url=site.base_url + truth.paths[0],
                html=site.respond("GET", truth.paths[0]).body,
                truth=_portal_truth(truth),
                link_text=truth.title,
                listed=listed(article.date),
            )

    samples = []
    for skin in SKINS:
        portals = [portal_pages(source, form, skin) for source, form in DEFAULT_SKINS]
        samples += _limited((sample for row in zip(*portals, strict=True) for sample in row), limit)
    return samples


def _portal_truth(truth: Truth) -> Fields:
    return {
        "title": truth.title,
        "authors": list(truth.authors),
        "date": truth.date_published,
        "section": truth.section,
        "summary": truth.summary,
        "body": truth.body,
        "captions": list(truth.captions),
        "attachments": [title for _, title in truth.attachments],
        "other_news": [entry.title for entry in truth.other_news],
    }


def _nukeviet(limit: int | None) -> list[Sample]:
    """A NukeViet portal that was run with sample articles; the truth is from its database."""
    folder = PAGES / "nukeviet"
    return _limited((_nukeviet_page(folder, row) for row in _rows(folder / "truth.jsonl")), limit)


def _nukeviet_page(folder: Path, row: dict[str, Any]) -> Sample:
    lead = [row["summary"]] if row["summary"] else []
    truth: Fields = {
        "title": row["title"],
        "date": row["date_published"],
        "section": row["section"],
        "summary": row["summary"] or None,
        "body": "\n\n".join([*lead, *row["paragraphs"]]),
        "attachments": _titles(row["attachments"]),
        "other_news": _titles(row["other_news"]),
    }
    authors = _nukeviet_authors(row["author_line"], row["signature"])
    if authors is not None:
        truth["authors"] = authors
    html = (folder / row["file"]).read_bytes()
    return Sample("nukeviet", row["file"], row["url"], html, truth, row["title"])


def _nukeviet_authors(line: str | None, signature: list[str]) -> list[str] | None:
    """Who signs, where the author line and the signature do not contradict each other; else nobody knows."""
    names = [line] if line else []
    names += [name for name in signature if not line or name.casefold() != line.casefold()]
    plain = all(":" not in name and "(" not in name for name in names)
    return names if len(names) < 2 and plain else None


def _real(limit: int | None) -> list[Sample]:
    """Articles of three portals as they were served."""
    path = PAGES / "truth.json"
    if not path.exists():
        raise MissingCorpusError(f"no {path}")
    return _limited((_real_page(row) for row in json.loads(path.read_text("utf-8"))), limit)


def _real_page(row: dict[str, Any]) -> Sample:
    truth: Fields = {
        "title": row["title"],
        "authors": row["authors"],
        "date": row["date_published"],
        "body": "\n\n".join(row["paragraphs"]),
        "captions": row["captions"],
        "other_news": _titles(row["other_news"]),
    }
    if "attachments" in row:
        truth["attachments"] = row["attachments"]
    html = (PAGES / row["file"]).read_bytes()
    return Sample("real", row["file"], row["url"], html, truth, row["title"])


def _wcxb(limit: int | None) -> list[Sample]:
    """English pages of all kinds of sites (WCXB development set, CC-BY-4.0), none of them known to us."""
    folder = PAGES / "wcxb"
    return _limited((_wcxb_page(folder, row) for row in _rows(folder / "truth.jsonl")), limit)


def _wcxb_page(folder: Path, row: dict[str, Any]) -> Sample:
    truth: Fields = {key: row[key] for key in ("title", "date", "body")}
    truth["authors"] = [row["author"]] if row["author"] else []
    html = gzip.decompress((folder / row["file"]).read_bytes())
    return Sample("wcxb", row["file"], row["url"], html, truth, language="en")


def _directory(folder: Path) -> Iterator[Sample]:
    """Any pages: ``*.html`` and a ``truth.jsonl`` with the keys of the README of the project's pages."""
    for row in _rows(folder / "truth.jsonl"):
        truth: Fields = {key: row[key] for key in ("title", "date", "section", "summary") if key in row}
        if "date" in truth:  # a list may know the day that the page does not print
            truth["date"] = truth["date"] or row.get("listed_date")
        truth |= {key: _titles(row[key] or []) for key in _LISTS if key in row}
        if "body" in row:
            truth["body"] = row["body"] if isinstance(row["body"], str) else "\n\n".join(row["body"] or [])
        yield Sample(
            block=folder.name,
            name=row["file"],
            url=row["url"],
            html=(folder / row["file"]).read_bytes(),
            truth=truth,
            link_text=row.get("link_text") or "",
            listed=row.get("listed_date") or "",
        )


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    """The lines of a truth file."""
    if not path.exists():
        raise MissingCorpusError(f"no {path}")
    return map(json.loads, filter(str.strip, path.read_text("utf-8").splitlines()))


def _titles(entries: list[Any]) -> list[str]:
    """Entries are titles, or have one."""
    return [entry if isinstance(entry, str) else entry.get("title") or entry.get("caption") or "" for entry in entries]


CORPORA: dict[str, Callable[[int | None], list[Sample]]] = {
    "practice": _practice,
    "nukeviet": _nukeviet,
    "real": _real,
    "wcxb": _wcxb,
}
"""Name → loader."""
