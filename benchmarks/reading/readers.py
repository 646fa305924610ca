"""Ours and its peers behind one signature: a page in, fields out.

A peer looks at the address and the bytes; newspaper4k has to be told the language too. Ours gets what the spider has
besides: the words of the link and the date that the list printed with it; ``ours, page alone`` goes without them, as
the peers do. Peers run with their defaults, but for comments, which none of the truths counts as text. They are
imported when they are asked for, because their packages are installed by ``make bench-setup`` only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from benchmarks.reading.sample import Fields, Sample

Read = Callable[[Sample], Fields | None]

TEXT = frozenset({"body"})
TITLED = TEXT | {"title"}
SIGNED = TITLED | {"authors", "date"}
ALL = SIGNED | {"section", "summary", "captions", "attachments", "other_news"}
# Elements around which a reader of HTML sees a break; text inside others runs on.
_BLOCKS = ("p", "div", "li", "tr", "td", "th", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption")


@dataclass(frozen=True, slots=True)
class Tool:
    """One row of the table."""

    name: str
    package: str
    """Module that has to be there."""
    fields: frozenset[str]
    """What it gives; columns of other fields stay empty."""
    make: Callable[[], Read]

    @property
    def installed(self) -> bool:
        """Can it run here?"""
        return find_spec(self.package) is not None


def _ours() -> Read:
    """As the spider reads: the record, with the hints of the list where the corpus has them."""
    from scraper.reading import PageContext, decide
    from scraper.text.dates import find_dates

    alone = _ours_alone()
    page_of = _pages()
    now = datetime.now(UTC)

    def read(sample: Sample) -> Fields | None:
        if not sample.link_text:
            return alone(sample)  # no spider comes to a page without a link
        listed = next(iter(find_dates(sample.listed)), None)
        date = (listed.iso, listed.raw) if listed else None
        # As at the end of a walk.
        context = PageContext((sample.link_text,), date, expected_article=True)
        article = decide(page_of(sample), context, "benchmark", now).article
        return _fields(article, article.date_published) if article else None

    return read


def _ours_alone() -> Read:
    """The page and its address, nothing else."""
    from scraper.pages.article import read_article

    page_of = _pages()
    today = datetime.now(UTC).date().isoformat()

    def read(sample: Sample) -> Fields:
        reading = read_article(page_of(sample), (), today)
        return _fields(reading, reading.published.iso if reading.published else None)

    return read


def _pages() -> Callable[[Sample], Any]:
    """Parses pages as ``scrapy crawl portal`` does, of which no site is known; one address book a site."""
    from scraper.addresses import UrlResolver
    from scraper.addresses.resolve import netloc
    from scraper.cms import ANY_CMS
    from scraper.pages.page import Page

    books: dict[str, UrlResolver] = {}

    def page_of(sample: Sample) -> Page:
        place = netloc(urlsplit(sample.url))
        if place not in books:
            books[place] = UrlResolver((place,), ANY_CMS)
        return Page(sample.url, sample.html, books[place])

    return page_of


def _fields(article: Any, date: str | None) -> Fields:
    """From a record or a reading, whose names are the same."""
    return {
        "title": article.title,
        "authors": article.authors,
        "date": date,
        "section": article.section,
        "summary": article.summary,
        "body": article.body,
        "captions": [image.caption for image in article.images if image.caption],
        "attachments": [f"{file.title}\t{file.url}" for file in article.attachments],
        "other_news": [entry.title for entry in article.other_news],
    }


def _trafilatura(*, metadata: bool) -> Callable[[], Read]:
    def make() -> Read:
        extract = import_module("trafilatura").bare_extraction

        def read(sample: Sample) -> Fields:
            document = extract(sample.html, url=sample.url, include_comments=False, with_metadata=metadata)
            found = document.as_dict() if document is not None else {}
            authors = [name.strip() for name in (found.get("author") or "").split(";")]
            return {
                "title": found.get("title"),
                "authors": [name for name in authors if name],
                "date": found.get("date"),
                "body": found.get("text") or "",
            }

        return read

    return make


def _newspaper() -> Read:
    newspaper = import_module("newspaper")
    config = newspaper.Config()
    config.fetch_images = False  # it would ask the network

    def read(sample: Sample) -> Fields:
        config.language = sample.language  # its text is found by the stop words of a language
        article = newspaper.Article(sample.url, config=config)
        article.download(input_html=sample.html)
        article.parse()
        when = article.publish_date
        return {
            "title": article.title or None,
            "authors": list(article.authors),
            "date": when.isoformat() if isinstance(when, datetime) else None,
            "body": article.text,
        }

    return read


def _readability() -> Read:
    document_of = import_module("readability").Document
    fromstring = import_module("lxml.html").fromstring

    def read(sample: Sample) -> Fields:
        document = document_of(sample.html, url=sample.url)
        tree = fromstring(document.summary())
        for element in tree.iter(*_BLOCKS):
            element.tail = f"\n{element.tail or ''}"
        return {"title": document.short_title() or None, "body": tree.text_content()}

    return read


def _resiliparse() -> Read:
    parse = import_module("resiliparse.parse.html").HTMLTree.parse_from_bytes
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    encoding_of = import_module("resiliparse.parse.encoding").detect_encoding

    def read(sample: Sample) -> Fields:
        tree = parse(sample.html, encoding_of(sample.html))
        # With bullets and alternative texts, its defaults, it scores lower.
        return {"body": extract(tree, main_content=True, alt_texts=False, list_bullets=False)}

    return read


def _parse_alone() -> Read:
    """The floor: the parser of `scraper.pages.page.Page`, and nothing read."""
    etree: Any = import_module("lxml.etree")

    def read(sample: Sample) -> Fields:
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        etree.fromstring(sample.html, parser)
        return {}

    return read


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("ours", "scraper", ALL, _ours),
        Tool("ours, page alone", "scraper", ALL, _ours_alone),
        Tool("trafilatura", "trafilatura", TEXT, _trafilatura(metadata=False)),
        Tool("trafilatura + metadata", "trafilatura", SIGNED, _trafilatura(metadata=True)),
        Tool("newspaper4k", "newspaper", SIGNED, _newspaper),
        Tool("readability-lxml", "readability", TITLED, _readability),
        Tool("resiliparse", "resiliparse", TEXT, _resiliparse),
        Tool("lxml parse alone", "lxml", frozenset(), _parse_alone),
    )
}
