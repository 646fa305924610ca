"""Store pages that a person marked in ``scrapy review`` as fixtures: right ones confirmed, wrong ones to correct."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from scraper.archive.files import BadArchiveError, archives
from scraper.archive.http import NoHttpError, answer_at
from scraper.commands.new_fixtures import seen_from_here
from scraper.commands.outcome import FELL_SHORT, OK
from scraper.commands.terminal import complain, say
from scraper.fixtures import Fixture, FixtureMeta, FixtureType, fixtures_of, write_fixture
from scraper.fixtures.folder import EXPECTED, META
from scraper.fixtures.names import fixture_name
from scraper.fixtures.today import read_stored
from scraper.sites import SourceSpider

FORMAT = 1
MARKED_WRONG = "marked wrong: "
_DECISION = "decision"


class MarksError(Exception):
    """A file of marks cannot be used; the message says why, and what helps."""


@dataclass(frozen=True)
class MarkedPage:
    """One entry of ``marks.json``, as :mod:`scraper.review` describes it."""

    meta: FixtureMeta
    file: str
    offset: int
    shown: str
    """What a person saw it taken for: a value of PageType."""
    decided: str
    """What the walk decided at its end; empty where that is not known."""
    wrong: tuple[str, ...]
    """Fields that are wrong, and ``decision``; empty for a page that is right."""


def marked_pages(text: str, source: str) -> Iterator[MarkedPage]:
    """The pages in a file of marks.

    Raises:
        MarksError: it is no file of marks, or one of another source.
    """
    try:
        marks = json.loads(text)
        if marks["format"] != FORMAT:
            raise MarksError(f"the marks have format {marks['format']}, which this version does not know")
        if marks["source"] != source:
            raise MarksError(f"they are of {marks['source']}: scrapy fixture {marks['source']} --from FILE")
        for page in marks["pages"]:
            yield _marked_page(page)
    except (ValueError, KeyError, TypeError) as error:
        raise MarksError(f"it is no file of marks ({error}); save it anew in the page of scrapy review") from error


def _marked_page(page: dict[str, Any]) -> MarkedPage:
    wrong = tuple(map(str, page["wrong"]))
    meta = FixtureMeta(
        url=str(page["url"]),
        fetched_at=datetime.fromisoformat(page["fetched_at"]),
        charset=page["charset"],
        link_texts=tuple(map(str, page["link_texts"])),
        listed=tuple(page["listed"]) if page["listed"] else None,
        expected_article=page["expected_article"] is True,
        confirmed=not wrong,
        about=f"{MARKED_WRONG}{', '.join(wrong)}" if wrong else "",
    )
    return MarkedPage(
        meta,
        str(page["archive"]["file"]),
        int(page["archive"]["offset"]),
        str(page["type"]),
        str(page.get("decided") or ""),
        wrong,
    )


class MarkedFixtures:
    """Stores marked pages of one source.

    Args:
        spider: the source.
        directory: FIXTURES_DIR.
        archive: WARC_DIR, from which the pages are read.
        repair: setting ``REPAIR_TEXT``.
    """

    def __init__(self, spider: type[SourceSpider], directory: Path, archive: Path, *, repair: bool) -> None:
        self._spider, self._directory, self._repair = spider, directory, repair
        self._status = OK
        try:
            self._files = {found.name: found for found in archives([archive])}
        except BadArchiveError as error:
            raise MarksError(f"their pages are not in {archive}: {error}") from error

    def store(self, pages: list[MarkedPage]) -> int:
        """Store pages and say what becomes of each; the exit status."""
        stored = {fixture.meta.url for fixture in fixtures_of(self._directory, self._spider.name)}
        for page in pages:
            if page.meta.url in stored:
                self._refuse(page, "it is a fixture already")
            else:
                self._store(page)
                stored.add(page.meta.url)
        return self._status

    def _store(self, page: MarkedPage) -> None:
        body = self._body(page)
        if body is None:
            return
        reading = read_stored(page.meta, body, self._spider, repair=self._repair)
        if reading.type != page.shown:
            self._refuse(page, f"it was shown as {page.shown}, and is read as {reading} without the rest of the site")
            return
        kind = (
            FixtureType.OTHER if _DECISION in page.wrong else reading.kind_as(is_list=page.decided == FixtureType.LIST)
        )
        record = reading.record if kind is FixtureType.ARTICLE else None
        meta = replace(page.meta, type=kind)
        taken = {path.name for path in (self._directory / self._spider.name).glob("*")}
        name = fixture_name(meta.url, record["title"] if record is not None else "", taken)
        fixture = write_fixture(self._directory, self._spider.name, name, meta, body, record)
        say(f"{name}: {kind}, {'right' if meta.confirmed else meta.about}")
        if not meta.confirmed:
            say(*_to_correct(page, self._spider.name, fixture))

    def _body(self, page: MarkedPage) -> bytes | None:
        archive = self._files.get(page.file)
        if archive is None:
            self._refuse(page, f"{page.file} is not in the archive")
            return None
        with archive.open() as file:
            try:
                return answer_at(file, page.offset).body
            except NoHttpError as error:
                self._refuse(page, str(error))
                return None

    def _refuse(self, page: MarkedPage, reason: str) -> None:
        self._status = FELL_SHORT
        complain(f"Not stored, {reason}: {page.meta.url}")


def _to_correct(page: MarkedPage, source: str, fixture: Fixture) -> Iterator[str]:
    """What a person writes where, of a page that is marked wrong."""
    meta, expected = (seen_from_here(fixture.folder / name) for name in (META, EXPECTED))
    if _DECISION not in page.wrong:
        yield f"  Write what is right into {expected}: then scrapy check fails until it is read so"
        return
    kinds = ", ".join(f'"{kind}"' for kind in FixtureType)
    yield f'  Write what the page is into {meta}, as "type": one of {kinds}; scrapy check fails until it is read so'
    if page.shown != FixtureType.ARTICLE:
        yield (
            f'  Of an article, with "expected_article": true there, scrapy fixture {source} --accept {fixture.name} '
            f"writes {expected}: correct it, and set it to false again"
        )
