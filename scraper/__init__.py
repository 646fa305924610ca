"""Crawler of Vietnamese provincial Party and department sites: news articles in, clean JSON Lines out.

The flow, with the package of each step:

    spiders      the sources and their facts; one file per source, attributes only
      base_spiders what a source inherits: start, parse, errback
      frontier     which outlinks are requested, and what all links say of their pages
        addresses    what a URL reveals: article or list, the CMS's own key, which URLs are one page
          cms          the facts of each CMS, one file each: addresses, state, pagers, print views, files
      middlewares  filter requests and answers: only the source's hosts, robots.txt, politeness, cookie stubs
      reading      decides what a fetched page is: article, list, notice, no article, undecided; the one decision
        pages        turn one page into fields: title, text, authors, dates, pictures, files, other news
        text         Vietnamese text: cleaning, dates, bylines, document references, folding, repair
      items        the record; article.schema.json is its contract
      pipelines    clean and check the record, step by step, and append it to output/NAME.jsonl
        storage    the only access to log lines, locks and SQLite files
      ledger       records what was found, fetched, written and gone; expectations of a source
      extensions   Scrapy's extensions: ledger, archive recorder, field coverage, plain log
    sites        a host's source, its hosts and its CMS; SourceSpider, the attributes of a source
    fixtures     stored pages of a source with the record that each must give: the source's test
    probe        some pages of a site without a source: what it is made of, and a source file for it
    library      ``from scraper import read``: one page in, one record out
    archive      keep every answer as received (WARC), with its context
    replay       reread archived pages: the same pages, pipelines and ledger, no network
    index        send what is new in the logs to a search index: SQLite, Elasticsearch, PostgreSQL, Parquet
      search     hits and counts from the SQLite index
    web          pages to search the index, JSON and feeds; on this machine
    export       records in the formats of other tools
    report       what the runs of all sources say: figures, what needs a person, as table, HTML and JSON
    alerts       tell a new trouble once, and once that it is over: ALERT_COMMAND, ALERT_URL
    metrics      figures of all sources for Prometheus: METRICS_FILE
    review       HTML pages that show what became of each line of a page; marks of what a person found wrong
    offload      heavy work outside the event loop
    isolated     a process of its own for work that may end its process
    hash_set     a set of strings that takes little memory
    finish_reasons why a run ended
    schedule     when a source is due: as often as it has news
    paths        from where relative paths of settings count
    environment  settings from the environment: SCRAPER_ and the setting's name
    machines     which of several machines crawls a source; jobs of scrapyd on them
    commands     scrapy crawl, crawlall, schedule, undecided, state, read, review, compact, replay, index, search,
                 web, export, check, fixture, probe, genspider, report, history, shell, fetch, view, parse

Imports go in one direction; ``tests/test_architecture.py`` defines the order. Nothing imports spiders; text and cms
import nothing of ours.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.items import Article

__all__ = ["read"]


def read(html: bytes | str, url: str, *, link_text: str = "", today: date | None = None) -> Article:
    """The record of an article's page, with all fields except those of a crawl itself.

    Args:
        html: the page; bytes as received, or text.
        url: its address; determines the source and the targets of relative links.
        link_text: words of the link to the page, if known.
        today: the day on which the page was fetched (by default now): a site's header prints it, an article does not.

    Raises:
        scraper.pages.article.NoArticleError: the page is not an article; the message has its type and the reason.
        ValueError: the address is not an http or https address.
        TypeError: ``html`` is neither bytes nor text.
    """
    # Scrapy imports this package for its settings and commands: the page reader is loaded only when it is needed.
    from scraper.library import read_page

    if not isinstance(html, bytes | str):
        raise TypeError(f"html must be bytes or str, not {type(html).__name__}")
    return read_page(html, url, link_text, today)
