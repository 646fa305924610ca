"""The articles of the practice portal: our own texts in the manner of official news.

`make_articles(source, count)` gives `count` articles, newest first, always the same ones: a longer list
only adds older articles at its end.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from random import Random
from typing import Any

from tests.practice.composer import Draft, compose
from tests.practice.sites import DATA, SITES, Site
from tests.practice.slugs import slugify

VIETNAM = timezone(timedelta(hours=7))
NEWEST = datetime(2024, 11, 29, 16, 40, tzinfo=VIETNAM)
# 11 hours apart: 10,000 articles reach back to 2012 and none lies in the future.
SPACING = timedelta(hours=11)
FIRST_ID = {"stp_travinh": 981_407, "dukcqdn_travinh": 968_213, "hoabinh": 952_660, "dukcqdn_longan": 943_018}
ID_STEP = 29  # ids of one portal are shared with other subsites, so they have gaps
# Every third article is a written one until they are used up; the rest is composed.
WRITTEN_EVERY = 3
SHARE_UNDATED = 0.04
SHARE_DAY_ONLY = 0.12


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of plain text, single spaces, NFC."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A data table; the first row is its head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside the article; `caption` without any label."""

    url: str
    caption: str | None


Block = Paragraph | Table | ListBlock | Picture


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its editor typed it.

    `byline_style`: right | centre | label | before | source; a source line names no author.
    `attachments`: (address, title) pairs.  `date`: a time, only a day, or unknown.
    """

    id: int
    title: str
    topic: str
    section: str
    lead: str | None
    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    byline: str | None
    byline_style: str
    byline_unit: str | None
    date: datetime | date | None
    attachments: tuple[tuple[str, str], ...]
    slug: str


def _block(raw: Any, article_id: int, number: int) -> Block:
    if isinstance(raw, str):
        return Paragraph(raw)
    if "table" in raw:
        return Table(tuple(tuple(row) for row in raw["table"]))
    if "list" in raw:
        return ListBlock(tuple(raw["list"]))
    return Picture(f"/uploads/{article_id}/anh-{number}.jpg", raw["picture"])


def _attachment(raw: str, article_id: int) -> tuple[str, str]:
    name, _, title = raw.partition("|")
    return f"/uploads/{article_id}/{name}", title


def _article(site: Site, draft: Draft, article_id: int, when: datetime | date | None, slug: str) -> Article:
    blocks = tuple(_block(raw, article_id, n) for n, raw in enumerate(draft["blocks"], 1))
    return Article(
        id=article_id,
        title=draft["title"],
        topic=draft["topic"],
        section=site.sections[site.section_index(draft["topic"])].name,
        lead=draft["lead"],
        blocks=blocks,
        authors=tuple(draft["authors"]),
        byline=draft["byline"],
        byline_style=draft.get("style", "right"),
        byline_unit=draft.get("unit"),
        date=when,
        attachments=tuple(_attachment(raw, article_id) for raw in draft.get("attachments", ())),
        slug=slug,
    )


def _published(rng: Random, when: datetime) -> datetime | date | None:
    """What the CMS knows of the date: mostly a time, sometimes a day, rarely nothing."""
    roll = rng.random()
    if roll < SHARE_UNDATED:
        return None
    return when.date() if roll < SHARE_UNDATED + SHARE_DAY_ONLY else when


def _fill(value: Any, words: dict[str, str]) -> Any:
    """Put place names and dates into every string of a written article."""
    if isinstance(value, str):
        return value.format_map(words)
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _fill(item, words) for key, item in value.items()}
    return value


def _words(site: Site, when: datetime) -> dict[str, str]:
    """Slots of the written articles; their dates are document dates, a bait for date readers."""

    def day(offset: int) -> str:
        moment = when + timedelta(days=offset)
        return f"{moment.day}/{moment.month}/{moment.year}"

    return {
        "tinh": site.province,
        "dang_uy": site.party,
        "xa1": site.places[0],
        "xa2": site.places[1],
        "huyen1": site.districts[0],
        "huyen2": site.districts[1],
        "nam": str(when.year),
        "nam_truoc": str(when.year - 1),
        "ngay1": day(-2),
        "ngay2": day(-37),
        "ngay_sau": day(3),
    }


@cache
def _written() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((DATA / "written.json").read_text(encoding="utf-8")))


def _draft(site: Site, number: int, when: datetime) -> Draft:
    """The text of the article number `number`, counted from the newest."""
    index, rest = divmod(number, WRITTEN_EVERY)
    if rest == 0 and index < len(_written()):
        filled: Draft = _fill(_written()[index], _words(site, when))
        return filled
    return compose(site, number, when)


def _unique(draft: Draft, slugs: set[str], number: int) -> str:
    """The slug of the title; a title whose slug is taken gets a round number so that both stay unique."""
    slug = slugify(draft["title"])
    if slug in slugs:
        draft["title"] = f"{draft['title']} (kỳ {number})"
        slug = slugify(draft["title"])
    slugs.add(slug)
    return slug


def make_articles(source: str, count: int) -> list[Article]:
    """The `count` newest articles of a portal, newest first."""
    site, slugs = SITES[source], set[str]()
    articles = []
    for number in range(count):
        rng = Random(f"{source}/{number}")
        when = NEWEST - number * SPACING - timedelta(minutes=rng.randrange(60))
        draft = _draft(site, number, when)
        slug = _unique(draft, slugs, number)
        article_id = FIRST_ID[source] - number * ID_STEP - rng.randrange(ID_STEP)
        articles.append(_article(site, draft, article_id, _published(rng, when), slug))
    return articles
