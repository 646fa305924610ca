"""The rule, the position on the page and the words for each field of a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scraper.items import Article
from scraper.pages.article import ArticleFields
from scraper.pages.boxes import Boxes
from scraper.pages.page import Page

_TOP = frozenset({"html", "body"})


@dataclass(frozen=True, slots=True)
class Row:
    """One field."""

    field: str
    rule: str
    place: str
    """Line of the page and the element that contains it."""
    values: list[str]
    """As printed."""


def rows(page: Page, reading: ArticleFields, article: Article) -> Iterator[Row]:
    """The fields in the order of the record."""
    key = "the key in its address" if page.address.key else "its address"
    yield Row("id", f"source and {key}", "", [article.id])
    yield Row("canonical_url", "address without state of session, language, tracking", "", [article.canonical_url])
    for field, values in _read(reading).items():
        yield Row(field, reading.rules.get(field, ""), _place(page, reading, values[:1]), values)
    changed = [reading.modified.raw] if reading.modified else []
    yield Row("date_modified", "date labelled an update", _place(page, reading, changed), changed)
    yield Row("document_refs", "forms of document numbers in the body", "", [ref.raw for ref in article.document_refs])
    yield Row("language", "letters of title and body", "", [article.language])
    yield Row("repairs", "words that are not valid syllables, split", "", article.repairs)


def _read(reading: ArticleFields) -> dict[str, list[str]]:
    """The values that the reader found, before any cleaning step."""
    found = {
        "title": [reading.title],
        "authors": [reading.authors_raw or ""],
        "date_published": [reading.published.raw if reading.published else ""],
        "section": [reading.section or ""],
        "summary": [reading.summary or ""],
        "body": reading.paragraphs,
        "images": [image.url for image in reading.images],
        "attachments": [file.url for file in reading.attachments],
        "other_news": [entry.title for entry in reading.other_news],
    }
    return {field: [value for value in values if value] for field, values in found.items()}


def _place(page: Page, reading: ArticleFields, values: list[str]) -> str:
    """The line that contains a value; of several, the one nearest to the title."""
    title = next((block.index for block in page.blocks if block.text == reading.title), 0)
    lines = [block for value in values for block in page.blocks if value in block.text]
    if not lines:
        return next((_path(page.boxes, box) for value in values for box in _pointers(page, value)), "")
    block = min(lines, key=lambda block: abs(block.index - title))
    return f"line {block.index + 1}, {_path(page.boxes, block.box)}"


def _pointers(page: Page, url: str) -> Iterator[int]:
    """The boxes around pictures and links that lead to an address."""
    for block in page.blocks:
        addresses = [page.targets.resolve(picture.src) for picture in block.pictures]
        addresses += [link.address for link in block.links]
        if any(address is not None and address.url == url for address in addresses):
            yield block.box


def _path(boxes: Boxes, box: int) -> str:
    """The path from the nearest box with an id down: ``div#content > p[3]``."""
    steps: list[str] = []
    for step in boxes.path(box):
        tag = boxes.tags[step]
        if tag in _TOP:
            break
        if step in boxes.ids:
            steps.append(f"{tag}#{boxes.ids[step]}")
            break
        alike = [child for child in boxes.children(boxes.parents[step]) if boxes.tags[child] == tag]
        steps.append(f"{tag}[{alike.index(step) + 1}]" if len(alike) > 1 else tag)
    return " > ".join(reversed(steps)) or boxes.tags[box]
