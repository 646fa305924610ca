"""The way of a record from the page to the file; one step a file, named by its verb, in the order of settings."""

from scrapy.crawler import Crawler

from scraper.extensions.source_ledger import LedgerExtension


def source_name(crawler: Crawler) -> str:
    """Name of the source that a crawl reads; a spider for any site takes its name from the site."""
    return crawler.spider.name if crawler.spider is not None else crawler.spidercls.name


def memory_of(crawler: Crawler) -> LedgerExtension:
    """The memory of a crawl.

    Raises:
        ValueError: the settings have none.
    """
    memory = crawler.get_extension(LedgerExtension)
    if memory is None:
        raise ValueError("records need scraper.extensions.source_ledger.LedgerExtension among the EXTENSIONS")
    return memory
