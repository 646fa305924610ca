"""The HTML of one page: its lines with the fields that they gave or the reason why not, and the record beside them.

All words of a source become text of elements, or values of attributes, of a tree that lxml writes: none is markup. The
file contains its own style, and a content security policy by which a browser fetches and runs nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Any

from lxml import html
from lxml.html import HtmlElement
from lxml.html.builder import E

from scraper.items import Article, as_record
from scraper.pages.blocks import Block
from scraper.pages.line_uses import READ_FIELDS, LineUse, lines_of
from scraper.pages.page import Page
from scraper.reading import Outcome, PageType, why_undecided
from scraper.review.rows import rows
from scraper.text.harmful import escape

STYLE = (files("scraper.review") / "page.css").read_text("utf-8")
DECISION = "decision"
"""Stands for what a page is, in the place of a field."""
# Left-out lines of which more follow each other are folded.
_FOLDED = 3
# Of a page; the largest real ones have 3,000.
_MOST_LINES = 10_000
# Characters of an address, and of a line that was left out; of those that were taken, all are shown.
_SHORT = 200
# Fields of the record in its panel, after those that are read from lines.
_OTHERS = ("date_modified", "document_refs", "language", "repairs", "canonical_url", "id")
# What is printed beside a value.
_BESIDE = {"authors": ("authors_raw",), "date_published": ("date_raw", "date_source")}
# Reasons of folded lines that are named; the others are counted with them.
_NAMED_REASONS = 3


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was read."""

    page: Page
    outcome: Outcome
    article: Article | None
    """The record after the enriching steps; None for a page that is no article."""
    link_texts: tuple[str, ...] = ()
    """Words of the links to it, as they were given to the reader."""
    refused: str = ""
    """What is invalid in its record, if anything."""


def page_file(read: ReadPage) -> bytes:
    """A file of one page."""
    title = read.outcome.fields.title if read.outcome.fields is not None else read.page.url
    return html_file(title, [written(page_section(read))], STYLE)


def html_file(title: str, parts: Sequence[str], style: str, script: str = "") -> bytes:
    """A self-contained file; its content security policy allows this style and this script and nothing else.

    Args:
        title: of the file.
        parts: of its body, as :func:`written`.
        style: all of its style.
        script: its only script, if any.
    """
    allowed = f"script-src {_hash(script)}; " if script else ""
    policy = f"default-src 'none'; style-src {_hash(style)}; {allowed}base-uri 'none'; form-action 'none'"
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta({"http-equiv": "Content-Security-Policy", "content": policy}),
        # A link is followed by a click alone: its host is not even looked up before.
        E.meta({"http-equiv": "x-dns-prefetch-control", "content": "off"}),
        E.meta(name="referrer", content="no-referrer"),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.title(plain(title)),
        E.style(style),
    )
    scripts = [written(E.script(script))] if script else []
    lines = ['<!doctype html><html lang="en">', written(head), "<body>", *parts, *scripts, "</body></html>", ""]
    return "\n".join(lines).encode()


def written(element: HtmlElement) -> str:
    """An element as HTML."""
    return str(html.tostring(element, encoding="unicode"))


def page_section(
    read: ReadPage, number: int = 1, before: Sequence[HtmlElement] = (), *, keys: bool = False
) -> HtmlElement:
    """The part of a file that shows one page.

    Args:
        read: the page.
        number: of the page in its file, which makes ids unique.
        before: elements between the warnings and the lines.
        keys: show the key of each field.
    """
    uses = lines_of(read.page, read.outcome.fields, read.link_texts)
    first = _first_lines(uses)
    rules = _rules(read)
    return E.article(
        {"class": "page", "id": f"page-{number}"},
        *_head(read),
        *before,
        E.div(
            {"class": "sides"},
            E.div({"class": "lines"}, E.h2("Lines of the page"), *_lines(read.page, uses, rules, first, number)),
            E.div(
                {"class": "record"}, E.h2(_record_title(read)), E.dl(*_fields(read, rules, first, number, keys=keys))
            ),
        ),
    )


def empty_section(url: str, outcome: Outcome, number: int, before: Sequence[HtmlElement]) -> HtmlElement:
    """The part of a file that shows an answer without a line."""
    return E.article(
        {"class": "page", "id": f"page-{number}"},
        E.h1(plain(url)),
        _decision(outcome),
        *before,
        E.p({"class": "none"}, "The answer has no line."),
    )


def plain(text: str) -> str:
    """A string from a site, with control characters and the like as they are spelt."""
    return escape(text)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _head(read: ReadPage) -> Iterator[HtmlElement]:
    outcome, url = read.outcome, read.page.url
    fields = outcome.fields
    yield E.h1(plain(fields.title if fields is not None else next(iter(read.page.head.titles), url)))
    link = E.a(
        plain(url if len(url) <= _SHORT else f"{url[:_SHORT]}…"),
        href=plain(url),
        rel="noreferrer noopener",
        target="_blank",
    )
    yield E.p({"class": "about"}, "Address: ", link)
    yield _decision(outcome)
    warnings = warnings_of(outcome, read.article)
    if read.refused:
        warnings = [f"refused, the record is not valid: {read.refused}", *warnings]
    if warnings:
        items = [E.li(plain(warning)) for warning in warnings]
        yield E.div({"class": "warnings", "role": "note"}, E.h2(f"Warnings ({len(items)})"), E.ul(*items))


def warnings_of(outcome: Outcome, article: Article | None) -> list[str]:
    """The warnings of a record; of a page without one, those of its reading."""
    if article is not None:
        return article.warnings
    return outcome.fields.warnings if outcome.fields is not None else []


def _decision(outcome: Outcome) -> HtmlElement:
    said = f": {reason}" if (reason := _reason(outcome)) else ""
    return E.p({"class": DECISION, "data-field": DECISION}, "Decision: ", E.b(str(outcome.type)), said)


def _reason(outcome: Outcome) -> str:
    return plain(why_undecided(outcome.reason) if outcome.type is PageType.UNDECIDED else outcome.reason)


def _record_title(read: ReadPage) -> str:
    if read.article is not None:
        return "Record"
    return "What was read; no record" if read.outcome.fields is not None else "No record"


def _first_lines(uses: list[LineUse]) -> dict[str, int]:
    """The first line of each field."""
    found: dict[str, int] = {}
    for use in uses:
        for name in use.fields:
            found.setdefault(name, use.line)
    return found


def _rules(read: ReadPage) -> dict[str, str]:
    """The rule for each field that has a value."""
    fields = read.outcome.fields
    if fields is None:
        return {}
    if read.article is None:
        return fields.rules
    return {row.field: row.rule for row in rows(read.page, fields, read.article) if row.values}


# The lines.


def _lines(
    page: Page, uses: list[LineUse], rules: dict[str, str], first: dict[str, int], number: int
) -> Iterator[HtmlElement]:
    """The lines in order; many that were left out are folded."""
    for is_taken, group in groupby(uses[:_MOST_LINES], key=lambda use: bool(use.fields)):
        run = list(group)
        if is_taken:
            for use in run:
                new = {name: rules.get(name, "") for name in use.fields if first[name] == use.line}
                yield _taken(page, page.blocks[use.line], use, new, number)
            continue
        lines = [_left_out(page, page.blocks[use.line], use) for use in run]
        if len(lines) > _FOLDED:
            # On a page that gave nothing they are all that there is to see.
            unfolded = {} if first else {"open": ""}
            yield E.details(unfolded, E.summary(f"{len(lines)} lines left out: {_reasons(run)}"), *lines)
        else:
            yield from lines
    if len(uses) > _MOST_LINES:
        yield E.p({"class": "none"}, f"and {len(uses) - _MOST_LINES} further lines, which are not shown")


def _reasons(run: list[LineUse]) -> str:
    counted = Counter(use.reason for use in run)
    named = [f"{reason} ({count})" for reason, count in counted.most_common(_NAMED_REASONS)]
    rest = sum(counted.values()) - sum(count for _, count in counted.most_common(_NAMED_REASONS))
    return "; ".join(named) + (f"; others ({rest})" if rest else "")


def _taken(page: Page, block: Block, use: LineUse, new: dict[str, str], number: int) -> HtmlElement:
    """A line that gave fields, with the rule of those that it gives first."""
    rules = [E.span({"class": "rule"}, f" {_label(name)}: {plain(rule)}") for name, rule in new.items() if rule]
    return E.div(
        {"class": f"line taken {use.fields[0]}", "id": _anchor(number, use.line)},
        E.span({"class": "label"}, _number(use), ", ".join(map(_label, use.fields))),
        E.span(E.span({"class": "text"}, _text(page, block)), *(part for rule in rules for part in (E.br(), rule))),
    )


def _left_out(page: Page, block: Block, use: LineUse) -> HtmlElement:
    text = _text(page, block)
    return E.div(
        {"class": "line left-out"},
        E.span({"class": "label"}, _number(use), use.reason),
        E.span({"class": "text"}, text if len(text) <= _SHORT else f"{text[:_SHORT]}…"),
    )


def _number(use: LineUse) -> HtmlElement:
    return E.span({"class": "number"}, f"{use.line} ")


def _text(page: Page, block: Block) -> str:
    """The words of a line, and the addresses of its pictures, which are not fetched."""
    addresses = [page.targets.resolve(picture.src) for picture in block.pictures]
    shown = [f"[picture {address.url if address else ''}]" for address in addresses]
    return plain(" ".join([*shown, block.text] if block.text else shown))


def _label(field: str) -> str:
    return field.replace("_", " ")


def _anchor(number: int, line: int) -> str:
    return f"page-{number}-line-{line}"


# The record.


def _fields(
    read: ReadPage, rules: dict[str, str], first: dict[str, int], number: int, *, keys: bool
) -> Iterator[HtmlElement]:
    values = _values(read)
    if not values:
        yield E.div({"class": "field"}, E.dt("reason"), E.dd(_reason(read.outcome) or "none given"))
        return
    for key, name in enumerate(READ_FIELDS, 1):
        yield _field(name, values, rules, first, number, key if keys else 0)
    for name in _OTHERS:
        if name in values:
            yield _field(name, values, rules, first, number)


def _values(read: ReadPage) -> dict[str, Any]:
    """The record; of an undecided page, what was read; else nothing."""
    fields = read.outcome.fields
    if read.article is not None:
        return as_record(read.article)
    if fields is None or read.outcome.type is not PageType.UNDECIDED:
        return {}
    article = Article(
        title=fields.title,
        authors=fields.authors,
        authors_raw=fields.authors_raw,
        date_published=fields.published.iso if fields.published else None,
        date_raw=fields.published.raw if fields.published else None,
        section=fields.section,
        summary=fields.summary,
        body=fields.body,
        images=fields.images,
        attachments=fields.attachments,
        other_news=fields.other_news,
    )
    record = as_record(article)
    return {name: record[name] for name in (*READ_FIELDS, "authors_raw", "date_raw", "date_source")}


def _field(
    name: str, values: dict[str, Any], rules: dict[str, str], first: dict[str, int], number: int, key: int = 0
) -> HtmlElement:
    """One field: its key, its name, its value, the rule and a link to its first line."""
    value = values[name]
    term = E.dt(E.kbd(str(key)), " ") if key else E.dt()
    term.append(E.span(_label(name)))
    if name in first:
        term.append(E.span(" "))
        term.append(E.a(f"line {first[name]}", href=f"#{_anchor(number, first[name])}"))
    shown = E.dd(*_value(name, value)) if value else E.dd({"class": "none"}, "nothing found")
    parts = [term, shown]
    beside = [f"{_label(each)}: {plain(str(values[each]))}" for each in _BESIDE.get(name, ()) if values.get(each)]
    if rule := rules.get(name):
        beside.append(f"rule: {plain(rule)}")
    if beside:
        parts.append(E.dd({"class": "rule"}, " · ".join(beside)))
    about = {"class": f"field taken {name}" if value and name in READ_FIELDS else "field" if value else "field empty"}
    return E.div(about | ({"data-field": name} if name in READ_FIELDS else {}), *parts)


def _value(name: str, value: Any) -> Iterator[HtmlElement | str]:
    """A value that is not empty."""
    if name == "body":
        paragraphs = value.split("\n\n")
        summary = f"{len(paragraphs)} paragraphs, {len(value):,} characters"
        yield E.details(E.summary(summary), *(E.p(plain(paragraph)) for paragraph in paragraphs))
    elif isinstance(value, list):
        items = [E.li(plain(each if isinstance(each, str) else _entry(each))) for each in value]
        if len(items) > _FOLDED:
            yield E.details(E.summary(f"{len(items)}"), E.ul(*items))
        else:
            yield E.ul(*items)
    else:
        yield plain(str(value))


def _entry(parts: dict[str, Any]) -> str:
    """The values of an entry, words before addresses."""
    told = [str(value) for name, value in parts.items() if value and name != "url"]
    return " · ".join([*told, parts["url"]] if parts.get("url") else told)
