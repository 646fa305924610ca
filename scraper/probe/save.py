"""Write the file of a new source, and its first fixtures, from what a probe saw."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoaderProtocol

from scraper.addresses import UrlResolver
from scraper.extensions.field_coverage import filled_fields
from scraper.fixtures import FixtureMeta, FixtureType, write_fixture
from scraper.fixtures.names import fixture_name
from scraper.fixtures.today import FixtureReading, read_stored
from scraper.items import Article
from scraper.paths import fixtures_dir
from scraper.probe.findings import Findings
from scraper.probe.look import Look, SeenPage
from scraper.probe.source_file import checked_name, source_text
from scraper.sites import SourceSpider

# Enough to notice a redesign, few enough for a person to look at.
ARTICLES, LISTS, OTHERS = 6, 2, 1


class NotSavedError(Exception):
    """A source cannot be saved under a name; the message says why, and nothing was written."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new source is written."""

    name: str
    module: str
    """Package of its file."""
    path: Path
    fixtures: Path
    """FIXTURES_DIR."""


def place_of(name: str, settings: BaseSettings, loader: SpiderLoaderProtocol) -> Place:
    """Where a source of this name would be written.

    Raises:
        BadNameError: it is no name of a source.
        NotSavedError: there is such a source, file or fixture, or no folder for it.
    """
    checked_name(name)
    modules = [settings["NEWSPIDER_MODULE"], *settings.getlist("SPIDER_MODULES")]
    module = next((one for one in modules if one), None)
    if module is None:
        raise NotSavedError("the settings name no NEWSPIDER_MODULE, the package of new sources")
    try:
        folder = Path(next(iter(importlib.import_module(module).__path__)))
    except (ImportError, AttributeError) as error:
        raise NotSavedError(f"NEWSPIDER_MODULE {module} is not a package: {error}") from error
    place = Place(name, module, folder / f"{name}.py", fixtures_dir(settings))
    if place.path.exists():
        raise NotSavedError(f"{place.path} exists already; choose another name, or delete it")
    if name in loader.list():
        raise NotSavedError(f"there is a source {name} already; choose another name")
    own = place.fixtures / name
    if own.exists() and any(own.iterdir()):
        raise NotSavedError(f"{own} has fixtures already; choose another name, or delete them")
    return place


def save(place: Place, found: Findings, look: Look, urls: UrlResolver, *, tls: str, repair: bool) -> list[Path]:
    """Write source and fixtures.

    Args:
        place: as :func:`place_of` returns it.
        found: what was found.
        look: what was seen.
        urls: the addresses of the site.
        tls: the level of TLS that was needed.
        repair: the setting ``REPAIR_TEXT``.

    Returns:
        The file of the source, and the folders of the fixtures.

    Raises:
        OSError: the disk failed; what was written until then stays.
    """
    with place.path.open("x", encoding="utf-8") as file:
        file.write(source_text(place.name, found, tls))
    written = [place.path]
    taken: set[str] = set()
    for seen, meta, reading in _chosen(look, urls, _spider(place), repair=repair):
        name = fixture_name(meta.url, reading.record["title"] if reading.record else "", taken)
        taken.add(name)
        fixture = write_fixture(place.fixtures, place.name, name, meta, seen.page.body, reading.record)
        written.append(fixture.folder)
    return written


def _spider(place: Place) -> type[SourceSpider]:
    importlib.invalidate_caches()
    module = importlib.import_module(f"{place.module}.{place.name}")
    own = (value for value in vars(module).values() if isinstance(value, type) and issubclass(value, SourceSpider))
    return next(value for value in own if getattr(value, "name", None) == place.name)


def _chosen(
    look: Look, urls: UrlResolver, spider: type[SourceSpider], *, repair: bool
) -> Iterator[tuple[SeenPage, FixtureMeta, FixtureReading]]:
    """The pages to store, each as the new source reads it."""
    by_url = {article.url: article for article in look.articles}
    articles = [seen for seen in look.pages if seen.page.url in by_url]
    others = [seen for seen in look.pages if seen.page.url not in by_url]
    # A front page has boxes of all kinds, and changes with each of them.
    others.sort(key=lambda seen: seen.page.address.is_front)
    room = {FixtureType.ARTICLE: ARTICLES, FixtureType.LIST: LISTS, FixtureType.OTHER: OTHERS}
    for seen in [*_varied(articles, by_url, urls), *others]:
        read = _read(seen, spider, is_article=seen.page.url in by_url, repair=repair)
        if read is not None and room[read[0].type]:
            room[read[0].type] -= 1
            yield seen, *read
        if not any(room.values()):
            return


def _read(
    seen: SeenPage, spider: type[SourceSpider], *, is_article: bool, repair: bool
) -> tuple[FixtureMeta, FixtureReading] | None:
    """How a page is stored, and what it is read as; None if it is not read as what it was."""
    context = seen.context
    meta = FixtureMeta(
        seen.page.url,
        seen.fetched_at,
        seen.charset,
        context.link_texts,
        context.listing_date,
        context.expected_article,
        is_key_trusted=context.is_key_trusted,
    )
    reading = read_stored(meta, seen.page.body, spider, repair=repair)
    if is_article and reading.record is None:
        meta = replace(meta, expected_article=True)
        reading = read_stored(meta, seen.page.body, spider, repair=repair)
    if (reading.record is not None) is not is_article or reading.broken_rules:
        return None
    return replace(meta, type=reading.kind), reading


def _varied(pages: Iterable[SeenPage], articles: dict[str, Article], urls: UrlResolver) -> list[SeenPage]:
    """Articles in an order in which the first differ most: in the shape of address, the section, the filled fields."""
    left, ordered = list(pages), list[SeenPage]()
    marks = {seen.page.url: _marks(seen, articles[seen.page.url], urls) for seen in left}
    known: set[tuple[str, object]] = set()
    while left:
        best = max(left, key=lambda seen: len(marks[seen.page.url] - known))
        left.remove(best)
        ordered.append(best)
        known |= marks[best.page.url]
    return ordered


def _marks(seen: SeenPage, article: Article, urls: UrlResolver) -> frozenset[tuple[str, object]]:
    filled = filled_fields(article)
    return frozenset(
        [("shape", urls.shape(seen.page.address)), ("section", article.section), ("filled", filled)]
        + [("field", name) for name in filled]
    )
